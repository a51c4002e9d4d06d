"""A respondent who wants to be taken out is in nothing the house holds, tonight and on every night after."""

import csv
import gzip
import os
import re
import shutil
import sqlite3
import struct

from pseudo_terminal import Terminal
from weir_program import STUDY, Night, current, merge, weir

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUV"


def binary(pseudonym):
    """A pseudonym as parts hold it: 64 bits, then 16, little-endian."""
    number = 0
    for digit in pseudonym:
        number = number * 32 + DIGITS.index(digit)
    return struct.pack("<Q", number >> 16), struct.pack("<H", number & 0xFFFF)


class Withdrawal(Night):
    study = STUDY

    def night(self, *more, status=0):
        """A night with the public sample keys."""
        run = merge(self.inbox, self.out, *more)
        self.assertEqual(run.returncode, status, run.stderr)
        return run

    def withdraw(self, *answers, country="AL", more=()):
        """Types answers on a terminal; the exit status and all that was shown."""
        terminal = Terminal(
            "withdraw", self.study, "--country", country, "--inbox", self.inbox, "--out", self.out, "--demonstration", *more)
        self.addCleanup(terminal.close)
        for question, answer in zip(("(numbers it|id):", "type: withdraw"), answers):
            terminal.answer(question, str(answer))
        return terminal.end(), terminal.text.replace("\r", "")

    def rows(self):
        with gzip.open(current(self.out) / "data" / "merged.csv.gz", "rt", encoding="utf-8") as file:
            return {row["pseudonym"]: row for row in csv.DictReader(file)}

    def albanian(self):
        """A pseudonym of an Albanian interview, and the row and id it has in its file."""
        for place, (pseudonym, row) in enumerate(self.rows().items()):
            if row["country"] == "8":
                break
        trace = weir("trace", current(self.out), "--row", place + 2, "--variable", "resp_gender")
        number = int(re.search(r"row (\d+) of the upload", trace.stdout).group(1))
        with open(self.upload("AL"), encoding="cp1252", newline="") as file:
            return pseudonym, number, list(csv.reader(file))[number - 1][0]

    def holding(self, pseudonym):
        """Files below the output that name the respondent, parts' accounts aside: those say that a row was withdrawn."""
        high, low = binary(pseudonym)
        found = []
        for path in sorted(self.out.rglob("*")):
            if not path.is_file() or path.is_symlink():
                continue
            content = path.read_bytes()
            if path.suffix == ".gz":
                content = gzip.decompress(content)
            is_account = path.name == "accounts.bin"
            if pseudonym.encode() in content or (high in content and low in content and not is_account):
                found.append(path.name)
        return found

    def test_an_interview_is_taken_out_and_stays_out(self):
        self.night()
        pseudonym, row, _ = self.albanian()
        release = weir("release", STUDY, "--profile", "research", "--approved-by", "A", "--reason", "r", "--to", "University X",
                       "--out", self.out, "--demonstration")
        self.assertEqual(release.returncode, 0, release.stderr)
        self.assertNotEqual(self.holding(pseudonym), [])
        before = self.rows()
        first = os.readlink(current(self.out))
        status, shown = self.withdraw(row, "withdraw")
        self.assertEqual(status, 0, shown)
        self.assertIn(f"row {row} of AL/", shown)
        self.assertIn(f"deleted: {first}", shown)
        self.assertRegex(shown, r"release \w+ is recalled; tell: University X")
        self.assertNotIn(pseudonym, shown)
        del before[pseudonym]
        self.assertEqual(self.rows(), before)
        # The ledger knows whom not to take in, and nothing else names them.
        self.assertLessEqual(set(self.holding(pseudonym)), {"ledger.sqlite", "ledger.sqlite-wal"})
        self.assertIn("recalled", weir("releases", STUDY, "--out", self.out).stdout)
        self.assertFalse((self.out / "internal" / STUDY.name / first).exists())
        chain = self.out / "state" / STUDY.name / "chain.jsonl"
        self.assertEqual(weir("verify", current(self.out), "--chain", chain).returncode, 0)
        self.assertEqual(self.table(self.night("--full"))["AL"]["complete"], 49)
        self.night(status=9)
        # Tomorrow's file has the row again.
        path = self.upload("AL")
        path.write_bytes(path.read_bytes() + b"\r\n")
        self.night()
        self.assertEqual(self.rows(), before)
        self.assertLessEqual(set(self.holding(pseudonym)), {"ledger.sqlite", "ledger.sqlite-wal"})

    def test_by_id_and_without_the_file(self):
        self.night()
        pseudonym, row, identifier = self.albanian()
        status, shown = self.withdraw(identifier, "withdraw", more=["--by-id"])
        self.assertEqual(status, 0, shown)
        self.assertIn(f"row {row} of AL/", shown)
        self.assertNotIn(pseudonym, self.rows())
        # Another one, after the partner took the file away: the part is written anew.
        other, row, identifier = self.albanian()
        before = self.rows()
        self.upload("AL").unlink()
        status, shown = self.withdraw(identifier, "withdraw", more=["--by-id"])
        self.assertEqual(status, 1, shown)
        self.assertIn("lies in the inbox no more", shown)
        status, shown = self.withdraw(row, "withdraw")
        self.assertEqual(status, 0, shown)
        del before[other]
        self.assertEqual(self.rows(), before)
        self.assertLessEqual(set(self.holding(other)), {"ledger.sqlite", "ledger.sqlite-wal"})

    def test_a_part_from_another_machine_does_not_bring_it_back(self):
        self.night()
        pseudonym, row, _ = self.albanian()
        prepare = ["prepare", self.upload("AL"), "--study", STUDY, "--country", "AL", "--demonstration", "--out"]
        old, new = self.folder / "old" / "AL", self.folder / "new" / "AL"
        for folder in (old, new):
            folder.parent.mkdir()
        self.assertEqual(weir(*prepare, old).returncode, 0)
        self.assertEqual(self.withdraw(row, "withdraw")[0], 0)
        run = merge(self.inbox, self.out, "--parts", old.parent)
        self.assertEqual(run.returncode, 3)
        self.assertIn("it was prepared without the withdrawals of today", run.stderr)
        self.assertNotIn(pseudonym, self.rows())
        run = weir(*prepare, new, "--state", self.out / "state" / STUDY.name)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.upload("AL").unlink()
        self.assertEqual(merge(self.inbox, self.out, "--parts", new.parent).returncode, 0)
        self.assertNotIn(pseudonym, self.rows())
        self.assertLessEqual(set(self.holding(pseudonym)), {"ledger.sqlite", "ledger.sqlite-wal"})

    def test_nothing_is_withdrawn_by_mistake(self):
        self.night()
        before = self.rows()
        for answers in (["1"], ["99999"], ["word"], [str(self.albanian()[1]), "yes"]):
            status, shown = self.withdraw(*answers)
            self.assertIn(status, (1, 8), shown)
            self.assertIn("nothing was changed", shown)
        run = weir("withdraw", STUDY, "--country", "AL", "--inbox", self.inbox, "--out", self.out, "--demonstration")
        self.assertEqual(run.returncode, 1)
        self.assertIn("on a terminal", run.stderr)
        self.assertEqual(self.rows(), before)
        self.night(status=9)

    def test_a_withdrawal_that_is_stopped_is_finished_by_the_next_night(self):
        self.night()
        pseudonym, row, _ = self.albanian()
        copy = self.folder / "copy"
        shutil.copytree(self.out, copy, symlinks=True)
        self.assertEqual(self.withdraw(row, "withdraw")[0], 0)
        # The memory as it is when everything but the note of the wish was lost.
        ledger = "ledger.sqlite"
        state = self.out / "state" / STUDY.name
        with sqlite3.connect(state / ledger) as known:
            wish = known.execute("SELECT pseudonym, country, made FROM withdrawal").fetchall()
        shutil.rmtree(self.out)
        shutil.copytree(copy, self.out, symlinks=True)
        with sqlite3.connect(state / ledger) as known:
            known.executemany("INSERT INTO withdrawal VALUES (?, ?, ?, 0)", wish)
        known.close()
        self.night()
        self.assertNotIn(pseudonym, self.rows())
        self.assertLessEqual(set(self.holding(pseudonym)), {"ledger.sqlite", "ledger.sqlite-wal"})
