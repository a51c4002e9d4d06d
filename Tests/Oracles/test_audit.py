"""Anyone can check it: verify with chain and receipts, made again from its inbox."""

import shutil
import unittest

from weir_program import SAMPLES, STUDY, Night, current, merge, weir


class Receipts(Night):
    """Partners keep a receipt of each night, and find what is changed later."""

    def setUp(self):
        super().setUp()
        self.state = self.out / "state" / STUDY.name
        self.chain = self.state / "chain.jsonl"

    def night(self, *more):
        done = merge(self.inbox, self.out, *more)
        self.assertIn(done.returncode, (0, 3), done.stderr)
        return current(self.out).resolve()

    def test_every_country_gets_the_receipt_of_each_night_once(self):
        self.night("--partner-reports")
        first = {path.parent.name: path.read_text(encoding="utf-8") for path in self.inbox.rglob("receipt-*.txt")}
        self.assertEqual(sorted(first), ["AL", "BA", "CO", "MD", "MX", "PE"])
        self.assertEqual(len(set(first.values())), 1)
        self.assertIn("Keep this file", first["AL"])
        # The same uploads make no new link, and receipts are no uploads.
        again = self.night("--partner-reports")
        self.assertEqual(len(list(self.inbox.rglob("receipt-*.txt"))), 6)
        self.assertEqual(weir("verify", again, "--chain", self.chain).returncode, 0)
        self.upload("AL").unlink()
        shutil.copy(SAMPLES / "inbox" / "AL" / next((SAMPLES / "inbox" / "AL").iterdir()).name, self.inbox / "AL" / "anew.csv")
        self.night("--partner-reports")
        self.assertEqual(sorted(path.name for path in (self.inbox / "AL").glob("receipt-*.txt")),
                         ["receipt-000001.txt", "receipt-000002.txt"])
        self.assertEqual(sorted(path.name for path in (self.state / "receipts").iterdir()),
                         ["receipt-000001.txt", "receipt-000002.txt"])

    def test_a_changed_night_is_found_with_a_receipt(self):
        keys = self.folder / "keys"
        weir("keys", "create", keys)
        done = weir("merge", STUDY, "--inbox", self.inbox, "--out", self.out, "--keys", keys)
        self.assertIn(done.returncode, (0, 3), done.stderr)
        receipt = self.folder / "kept.txt"
        shutil.copy(self.state / "receipts" / "receipt-000001.txt", receipt)
        arguments = ["verify", current(self.out), "--chain", self.chain, "--receipt", receipt, "--key", keys / "signing.pub"]
        accepted = weir(*arguments)
        self.assertEqual(accepted.returncode, 0, accepted.stdout)
        self.assertIn("signed by the given key, in the study's chain, which fits the receipt", accepted.stdout)
        # Whoever has the keys begins a new chain, with another time, and merges again.
        shutil.rmtree(self.out)
        done = weir("merge", STUDY, "--inbox", self.inbox, "--out", self.out, "--keys", keys)
        self.assertIn(done.returncode, (0, 3), done.stderr)
        text = self.chain.read_text(encoding="utf-8")
        self.assertEqual(weir(*arguments[:4], "--key", keys / "signing.pub").returncode, 0)
        if text.strip() in receipt.read_text(encoding="utf-8"):
            self.skipTest("both nights fell into one second")
        refused = weir(*arguments)
        self.assertEqual(refused.returncode, 6)
        self.assertIn("its link 1 is not the one of the receipt", refused.stdout)

    def test_command_lines_that_cannot_be_checked_are_refused(self):
        folder = self.night()
        receipt = self.state / "receipts" / "receipt-000001.txt"
        self.assertEqual(weir("verify", folder, "--receipt", receipt).returncode, 64)
        self.assertEqual(weir("verify", folder, "--demonstration").returncode, 64)
        self.assertEqual(weir("verify", folder, "--rebuild", self.inbox).returncode, 64)
        self.assertEqual(weir("verify", folder, "--chain", self.folder / "nowhere").returncode, 1)
        self.assertEqual(weir("verify", folder, "--chain", self.chain, "--receipt", self.folder / "nowhere").returncode, 1)
        refused = weir("verify", folder, "--chain", self.chain, "--receipt", self.chain)
        self.assertEqual(refused.returncode, 6)
        self.assertIn("cannot be read:", refused.stdout)


class Rebuild(Night):
    def rebuild(self, *more):
        return weir("verify", current(self.out), "--rebuild", self.inbox, "--study", STUDY, "--demonstration", *more)

    def test_a_data_set_is_made_again_byte_by_byte_and_nothing_is_left(self):
        merge(self.inbox, self.out)
        before = sorted(str(path) for path in self.out.rglob("*"))
        done = self.rebuild("--state", self.out / "state" / STUDY.name)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("made again byte by byte", done.stdout)
        self.assertEqual(self.rebuild().returncode, 0)
        self.assertEqual(before, sorted(str(path) for path in self.out.rglob("*")))

    def test_another_inbox_makes_another_data_set(self):
        merge(self.inbox, self.out)
        upload = self.upload("CO")
        lines = upload.read_bytes().splitlines(keepends=True)
        upload.write_bytes(b"".join(lines[:-1]))
        done = self.rebuild()
        self.assertEqual(done.returncode, 6)
        self.assertIn("made again, it is another: data/merged.csv.gz", done.stdout)

    def test_without_keys_nothing_is_made(self):
        merge(self.inbox, self.out)
        done = weir("verify", current(self.out), "--rebuild", self.inbox, "--study", STUDY)
        self.assertEqual(done.returncode, 5)


if __name__ == "__main__":
    unittest.main()
