"""A study's keys: two people keep them, a lost folder comes back, and a change is told before it happens."""

import csv
import gzip
import shutil
import sqlite3
import unittest

from pseudo_terminal import Terminal
from weir_program import STUDY, Night, current, weir


class WithKeys(Night):
    def setUp(self):
        super().setUp()
        self.keys = self.folder / "keys"
        self.assertEqual(weir("keys", "create", self.keys).returncode, 0)

    def night(self, keys=None, more=()):
        return weir("merge", STUDY, "--inbox", self.inbox, "--out", self.out, "--keys", keys or self.keys,
                    "--no-partner-reports", "--quiet", *more)

    def rows(self):
        with gzip.open(current(self.out) / "data" / "merged.csv.gz", "rt", encoding="utf-8") as file:
            return list(csv.reader(file))[1:]


class Backup(WithKeys):
    @staticmethod
    def halves():
        return ("--first", "one.txt", "--second", "two.txt")

    def run_here(self, *arguments):
        return weir(*arguments, folder=self.folder)

    def test_lost_keys_come_back_from_two_people(self):
        self.assertEqual(self.night().returncode, 0)
        run = self.run_here("keys", "backup", "keys", *self.halves())
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertIn("give one.txt to one person, two.txt to another", run.stdout)
        shutil.move(self.keys, self.folder / "lost")
        self.assertEqual(self.night().returncode, 5)
        run = self.run_here("keys", "restore", *self.halves(), "keys")
        self.assertEqual((run.returncode, run.stdout), (0, "keys restored in keys\n"))
        for path in (self.folder / "lost").iterdir():
            self.assertEqual((self.keys / path.name).read_bytes(), path.read_bytes())
            self.assertEqual((self.keys / path.name).stat().st_mode, path.stat().st_mode)
        self.assertEqual(self.keys.stat().st_mode & 0o777, 0o700)
        before = self.rows()
        # The very keys: nothing has changed, and the same rows come out when the night is worked all the same.
        self.assertEqual(self.night().returncode, 9)
        self.assertEqual(self.night(more=["--full"]).returncode, 0)
        self.assertEqual(self.rows(), before)
        run = self.run_here("keys", "restore", *self.halves(), "keys")
        self.assertEqual(run.returncode, 5)
        self.assertIn("is there already", run.stderr)

    def test_what_is_wrong_is_told_with_its_line(self):
        self.run_here("keys", "backup", "keys", *self.halves())
        path = self.folder / "one.txt"
        lines = path.read_text().splitlines()
        digits = list(lines[8])
        digits[10] = "0" if digits[10] != "0" else "1"
        lines[8] = "".join(digits)
        path.write_text("\n".join(lines))
        run = self.run_here("keys", "restore", *self.halves(), "again")
        self.assertEqual((run.returncode, run.stdout), (5, ""))
        self.assertIn("one.txt is damaged in line 9.", run.stderr)
        run = self.run_here("keys", "restore", "--first", "two.txt", "--second", "two.txt", "again")
        self.assertIn("two.txt is not the first half", run.stderr)
        self.assertFalse((self.folder / "again").exists())
        run = self.run_here("keys", "backup", "keys", *self.halves())
        self.assertEqual(run.returncode, 5)
        self.assertIn("one.txt is there already", run.stderr)
        run = self.run_here("keys", "backup", "keys", "--first", "half.txt", "--second", "./half.txt")
        self.assertEqual(run.returncode, 64)
        self.assertFalse((self.folder / "half.txt").exists())


class Rotation(WithKeys):
    def setUp(self):
        super().setUp()
        self.assertEqual(self.night().returncode, 0)
        self.state = self.out / "state" / STUDY.name
        self.words = ["keys", "rotate", self.keys, self.folder / "new", "--study", STUDY, "--state", self.state,
                      "--inbox", self.inbox]

    def test_what_it_does_is_told_and_nothing_happens_without_a_person(self):
        run = weir(*self.words)
        self.assertEqual(run.returncode, 1)
        self.assertIn("Every respondent has another pseudonym", run.stdout)
        self.assertIn("0 decided answers", run.stdout)
        self.assertIn("not confirmed; nothing was changed", run.stderr)
        self.assertFalse((self.folder / "new").exists())
        terminal = Terminal(*self.words)
        self.addCleanup(terminal.close)
        terminal.press("yes\r")
        self.assertEqual(terminal.end(), 1)
        self.assertFalse((self.folder / "new").exists())
        terminal = Terminal(*self.words)
        self.addCleanup(terminal.close)
        terminal.press("rotate\r")
        self.assertEqual(terminal.end(), 0, terminal.text)
        self.assertTrue((self.folder / "new" / "signing.key").exists())

    def test_the_same_answers_stand_under_new_pseudonyms(self):
        before = self.rows()
        run = weir(*self.words, "--yes")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertEqual(self.night().returncode, 5, "the old keys have no memory any more")
        run = self.night(self.folder / "new")
        self.assertEqual((run.returncode, run.stdout), (0, "6 of 6 countries fresh\n"))
        after = self.rows()
        self.assertEqual(len(after), 413)
        self.assertTrue({row[0] for row in before}.isdisjoint(row[0] for row in after))
        self.assertEqual(sorted(row[1:] for row in before), sorted(row[1:] for row in after))
        # The chain goes on, and the new data set is signed by the new key.
        run = weir("verify", current(self.out), "--chain", self.state / "chain.jsonl", "--key",
                   self.folder / "new" / "signing.pub")
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_releases_refuse_it(self):
        with sqlite3.connect(self.state / "ledger.sqlite") as ledger:
            ledger.execute("INSERT INTO release (id, profile, dataset, approver, reason, recipients, made) "
                           "VALUES ('r', 'research', 'd', 'a', 'b', '', '2026-01-01 00:00:00')")
        run = weir(*self.words, "--yes")
        self.assertEqual((run.returncode, run.stdout), (1, ""))
        self.assertIn("1 release in the memory", run.stderr)
        self.assertIn("keep the keys, and change who may open them", run.stderr)
        self.assertIn("the keys cannot be changed; nothing was", run.stderr)
        self.assertFalse((self.folder / "new").exists())
        self.assertEqual(self.night().returncode, 9)


if __name__ == "__main__":
    unittest.main()
