"""A whole night as its analyst sees it: the sample uploads in, a sealed data set out."""

import csv
import filecmp
import gzip
import os
import re
import shutil
import subprocess
import sys
import unittest

from weir_program import SAMPLES, STUDY, Night, current, merge, weir, withholding

TIMED = {"ro-crate-metadata.json", "ro-crate-metadata.json.sig"}
HERE = os.path.dirname(os.path.abspath(__file__))


def remerge(sample, folder):
    """The comparison of a data set with what follows from its sample's truth."""
    return subprocess.run(
        [sys.executable, os.path.join(HERE, "remerge.py"), "--study", STUDY, "--truth", sample / "truth" / "truth.csv",
         "--inbox", sample / "inbox", "--folder", folder],
        capture_output=True, text=True, check=False)


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


class SampleNight(Night):
    def setUp(self):
        super().setUp()
        self.run_ = self.first_night()

    def test_an_inbox_without_any_upload_is_told(self):
        """As where a share is not mounted: the countries stay, and the night is no healthy one."""
        before = os.readlink(current(self.out))
        aside = self.folder / "aside"
        self.inbox.rename(aside)
        self.inbox.mkdir()
        for status in (3, 9):
            run = merge(self.inbox, self.out)
            self.assertEqual(run.returncode, status, run.stderr)
            self.assertIn("1 other finding", run.stdout)
            self.assertEqual(os.readlink(current(self.out)), before)
        self.inbox.rmdir()
        self.inbox.mkdir()
        (self.inbox / "AL").mkdir()
        run = merge(self.inbox, self.out, "--full")
        self.assertEqual(run.returncode, 3, run.stderr)
        self.assertIn("no country has a file here, though uploads are in force [upload.all-away]", run.stderr)
        self.assertIn("1 other finding", run.stdout)
        shutil.rmtree(self.inbox)
        aside.rename(self.inbox)
        run = merge(self.inbox, self.out)
        self.assertEqual(run.returncode, 0, run.stderr)

    def test_every_started_interview_is_accounted_for(self):
        self.assertEqual(self.run_.returncode, 0, self.run_.stderr)
        table = self.table(self.run_)
        self.assertEqual(
            {title: table["all"][title] for title in ("complete", "partial", "not eligible")},
            {"complete": 413, "partial": 408, "not eligible": 433})
        self.assertEqual(table["BA"]["not eligible"], 56)
        for row in table.values():
            self.assertEqual(row["all rows"], sum(cell for title, cell in row.items() if title != "all rows"))

    def rows(self):
        with gzip.open(current(self.out) / "data" / "merged.csv.gz", "rt", encoding="utf-8") as file:
            lines = file.read().splitlines()
        self.assertEqual(len(lines), 414)
        return list(csv.DictReader(lines))

    def open_answers(self):
        """Each open answer of each row: its text, and the reason why there is none."""
        rows = self.rows()
        names = [name for name in rows[0] if name + "__missing" in rows[0]]
        self.assertGreater(len(names), 30)
        return [(row[name], row[name + "__missing"]) for row in rows for name in names]

    def test_the_data_set_has_the_published_size(self):
        genders = [row["resp_gender"] for row in self.rows()]
        self.assertEqual([genders.count(code) for code in "123"], [335, 77, 1])

    def test_a_study_that_withholds_has_no_open_answers(self):
        self.withhold()
        answers = self.open_answers()
        self.assertEqual({text for text, _ in answers}, {""})
        self.assertGreater(sum(reason == "9996" for _, reason in answers), 1000)

    def test_open_answers_are_scrubbed(self):
        answers = self.open_answers()
        self.assertGreater(sum(text != "" for text, _ in answers), 1000)
        self.assertGreater(sum("[PERSON 1]" in text for text, _ in answers), 50)
        # A text, or the reason why there is none.
        self.assertTrue(all(re.fullmatch(r"999\d", reason) if text == "" else reason == "" for text, reason in answers))

    def withhold(self):
        """The same night of a study that withholds open answers."""
        self.out = self.folder / "withheld"
        run = merge(self.inbox, self.out, study=withholding(self.folder))
        self.assertEqual(run.returncode, 0, run.stderr)

    def test_an_independent_merge_agrees_where_all_is_withheld(self):
        self.withhold()
        check = remerge(SAMPLES, current(self.out))
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)

    def test_an_independent_merge_agrees_in_every_cell_and_every_count(self):
        check = remerge(SAMPLES, current(self.out))
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)
        self.assertRegex(check.stdout, r"^413 rows, \d+ columns, \d+ cells, \d+ counts, 1\d{3} open answers, of which \d+ withheld by doubt: all agree$")
        texts, withheld = map(int, re.search(r"(\d+) open answers, of which (\d+)", check.stdout).groups())
        self.assertLessEqual(20 * withheld, texts)

    def test_verify_accepts_the_folder_and_names_a_changed_file(self):
        folder = self.folder / "copy"
        shutil.copytree(current(self.out), folder)
        accepted = weir("verify", folder)
        self.assertEqual(accepted.returncode, 0)
        self.assertIn("consistent, signer unknown", accepted.stdout)
        for name in files(folder):
            path = folder / name
            content = path.read_bytes()
            path.chmod(0o600)
            changed = bytearray(content)
            changed[len(changed) // 2] ^= 1
            path.write_bytes(changed)
            refused = weir("verify", folder)
            self.assertEqual(refused.returncode, 6, name)
            self.assertIn(name.removesuffix(".sig"), refused.stdout)
            path.write_bytes(content)
        (folder / "more.txt").write_text("more")
        self.assertIn("added since it was sealed: more.txt", weir("verify", folder).stdout)

    def test_verify_checks_the_chain_of_runs(self):
        state = self.out / "state" / STUDY.name
        accepted = weir("verify", current(self.out), "--chain", state / "chain.jsonl")
        self.assertEqual(accepted.returncode, 0, accepted.stdout + accepted.stderr)
        self.assertIn("in the study's chain", accepted.stdout)
        chain = state / "chain.jsonl"
        content = chain.read_bytes()
        chain.write_bytes(content[:-1])
        broken = weir("verify", current(self.out), "--chain", chain)
        self.assertEqual(broken.returncode, 6)
        self.assertIn("broken at link 1", broken.stdout)
        night = merge(self.inbox, self.out)
        self.assertEqual(night.returncode, 1)
        self.assertIn("broken at link 1", night.stderr)
        chain.write_bytes(b"")
        refused = weir("verify", current(self.out), "--chain", chain)
        self.assertEqual(refused.returncode, 6)
        self.assertIn("no link for this data set", refused.stdout)

    def test_verify_says_what_is_no_data_set(self):
        for folder, words in ((self.folder / "nowhere", "there is no folder"), (self.inbox, "is no data set")):
            refused = weir("verify", folder)
            self.assertEqual(refused.returncode, 1)
            self.assertIn(words, refused.stderr)
        self.assertEqual(weir("verify", current(self.out), "--chain", self.folder / "nowhere").returncode, 1)

    def test_a_second_night_prepares_nothing_again(self):
        parts = self.out / "state" / STUDY.name / "parts"
        before = {path: path.stat().st_mtime_ns for path in parts.rglob("*") if path.is_file()}
        self.assertGreater(len(before), 0)
        self.assertEqual(merge(self.inbox, self.out).returncode, 9)
        again = merge(self.inbox, self.out, "--formats", "csv,labels")
        self.assertEqual(again.returncode, 0)
        self.assertEqual(before, {path: path.stat().st_mtime_ns for path in parts.rglob("*") if path.is_file()})

    def test_only_the_owner_can_read_what_was_written(self):
        for path in [self.out / "internal", *(self.out / "internal").rglob("*"), *(self.out / "state").rglob("*")]:
            if not path.is_symlink():
                self.assertEqual(path.stat().st_mode & 0o077, 0, path)


class SameBytesAnywhere(Night):
    def difference(self, one, other):
        self.assertEqual(files(one), files(other))
        return {name for name in files(one) if not filecmp.cmp(one / name, other / name, shallow=False)}

    def test_folder_zone_locale_and_cores_change_nothing_but_the_times(self):
        merge(self.inbox, self.out)
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir()
        shutil.copytree(self.inbox, elsewhere / "in")
        taskset = ["taskset", "-c", "0"] if shutil.which("taskset") else []
        run = merge(
            "in", "set", folder=elsewhere, prefix=taskset,
            environment={"TZ": "Pacific/Auckland", "LC_ALL": "sq_AL.UTF-8", "LANG": "sq_AL.UTF-8"})
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertLessEqual(
            self.difference(current(self.out).resolve(), current(elsewhere / "set").resolve()), TIMED)


class Keys(Night):
    def test_without_keys_nothing_is_read(self):
        run = weir("merge", STUDY, "--inbox", self.folder / "nowhere", "--out", self.out)
        self.assertEqual(run.returncode, 5)
        self.assertIn("weir keys create", run.stderr)
        self.assertFalse(self.out.exists())

    def test_a_night_of_nothing_leaves_the_memory_to_any_keys(self):
        upload = self.upload("AL")
        for folder in self.inbox.iterdir():
            shutil.rmtree(folder)
        self.assertEqual(merge(self.inbox, self.out).returncode, 2)
        (self.inbox / "AL").mkdir()
        shutil.copy(SAMPLES / "inbox" / "AL" / upload.name, self.inbox / "AL")
        keys = self.folder / "keys"
        weir("keys", "create", keys)
        arguments = ["merge", STUDY, "--inbox", self.inbox, "--out", self.out]
        self.assertEqual(weir(*arguments, "--keys", keys).returncode, 3)
        self.assertEqual(weir(*arguments, "--demonstration").returncode, 5)

    def test_own_keys_sign_and_are_pinned(self):
        keys = self.folder / "keys"
        self.assertEqual(weir("keys", "create", keys).returncode, 0)
        self.assertEqual(weir("keys", "create", keys).returncode, 5)
        run = weir("merge", STUDY, "--inbox", self.inbox, "--out", self.out, "--keys", keys)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertNotIn("demonstration", run.stdout)
        pinned = weir("verify", current(self.out), "--key", keys / "signing.pub")
        self.assertIn("signed by the given key", pinned.stdout)
        other = self.folder / "other"
        weir("keys", "create", other)
        refused = weir("verify", current(self.out), "--key", other / "signing.pub")
        self.assertEqual(refused.returncode, 6)
        self.assertIn("another key", refused.stdout)

    def test_what_was_prepared_under_one_key_never_meets_another(self):
        keys = self.folder / "keys"
        weir("keys", "create", keys)
        self.assertEqual(merge(self.inbox, self.out).returncode, 0)
        before = sorted(path.name for path in (self.out / "internal" / STUDY.name).iterdir())
        self.upload("AL").unlink()
        arguments = ["merge", STUDY, "--inbox", self.inbox, "--out", self.out, "--keys", keys]
        run = weir(*arguments)
        self.assertEqual(run.returncode, 5)
        self.assertIn("was begun with other keys", run.stderr)
        self.assertIn("--state", run.stderr)
        self.assertEqual(before, sorted(path.name for path in (self.out / "internal" / STUDY.name).iterdir()))
        # Without the note the parts themselves know whose they are.
        note = self.out / "state" / STUDY.name / "keys.fingerprint"
        note.unlink()
        run = weir(*arguments)
        self.assertEqual(run.returncode, 3)
        self.assertIn("AL missing", run.stdout)
        self.assertEqual(self.table(run)["AL"]["all rows"], 0)
        self.assertNotEqual(note.read_text(encoding="ascii"), "")


@unittest.skipUnless(os.environ.get("ALL"), "the large sample belongs to make test-all")
class LargeSample(Night):
    def test_an_independent_merge_agrees_in_every_cell_and_every_count_at_a_hundred_thousand_rows(self):
        sample = self.folder / "sample"
        weir("sample", STUDY, "--rows", "100000", "--seed", "7", "--out", sample)
        run = merge(sample / "inbox", self.out)
        self.assertEqual(run.returncode, 0, run.stderr)
        check = remerge(sample, current(self.out))
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)
        self.assertIn("all agree", check.stdout)


if __name__ == "__main__":
    unittest.main()
