"""Nights of a house from which people withdraw, and what its tests look for."""

import csv
import gzip
import re
import shutil
import struct

from pseudo_terminal import Terminal
from weir_program import STUDY, Night, current, merge, weir

# What knows whom not to take in.
KNOWING = {"ledger.sqlite", "ledger.sqlite-wal", "withdrawals.txt"}
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUV"


def binary(pseudonym):
    """A pseudonym as parts hold it: 64 bits, then 16, little-endian."""
    number = 0
    for digit in pseudonym:
        number = number * 32 + DIGITS.index(digit)
    return struct.pack("<Q", number >> 16), struct.pack("<H", number & 0xFFFF)


class WithdrawalNights(Night):
    study = STUDY

    def night(self, *more, status=0):
        """A night with the public sample keys."""
        run = merge(self.inbox, self.out, *more)
        self.assertEqual(run.returncode, status, run.stderr)
        return run

    def night_of_any_kind(self):
        return merge(self.inbox, self.out).returncode

    def withdraw(self, *answers, country="AL", more=()):
        """Types answers on a terminal; the exit status and all that was shown."""
        terminal = Terminal(
            "withdraw", self.study, "--country", country, "--inbox", self.inbox, "--out", self.out, "--demonstration", *more)
        self.addCleanup(terminal.close)
        for question, answer in zip(("(numbers it|id):", "type: withdraw"), answers):
            terminal.answer(question, str(answer))
        return terminal.end(), terminal.text.replace("\r", "")

    def release(self):
        run = weir("release", STUDY, "--profile", "research", "--approved-by", "A", "--reason", "r", "--to", "University X",
                   "--out", self.out, "--demonstration")
        self.assertEqual(run.returncode, 0, run.stderr)

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
        with open(self.upload("AL"), encoding="cp1250", newline="") as file:
            return pseudonym, number, list(csv.reader(file))[number - 1][0]

    def drop(self, row):
        """Takes a row out of the Albanian file, as the partner would."""
        self.edit(lambda rows: rows.pop(row - 1))

    def edit(self, change):
        """Changes the Albanian file's rows."""
        path = self.upload("AL")
        with open(path, encoding="cp1250", newline="") as file:
            rows = list(csv.reader(file))
        change(rows)
        with open(path, "w", encoding="cp1250", newline="") as file:
            csv.writer(file).writerows(rows)

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

    def on_another_platform(self, country):
        """A study of its own that names another platform for a country."""
        if self.study == STUDY:
            self.study = self.folder / STUDY.name
            shutil.copytree(STUDY, self.study)
        file = self.study / "pipeline.yaml"
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(rf"( {country}: .*platform: )\w+", r"\1another", text), encoding="utf-8")
        self.assertNotEqual(file.read_text(encoding="utf-8"), text)
