"""A respondent who wants to be taken out is in nothing the house holds, tonight and on every night after."""

import collections
import contextlib
import csv
import gzip
import json
import os
import re
import shutil
import sqlite3

from pseudo_terminal import Terminal
from test_decisions import COUNTRY, name, records, translations
from test_review import complete_rows
from weir_program import STUDY, current, merge, weir
from withdrawal_nights import KNOWING, WithdrawalNights


class Withdrawal(WithdrawalNights):
    def test_an_interview_is_taken_out_and_stays_out(self):
        self.keep("AL", "BA")
        self.night(status=3)
        pseudonym, row, _ = self.albanian()
        self.release()
        self.assertNotEqual(self.holding(pseudonym), [])
        before = self.rows()
        first = os.readlink(current(self.out))
        status, shown = self.withdraw(row, "withdraw")
        # Countries without an upload are left to do.
        self.assertEqual(status, 3, shown)
        self.assertRegex(shown, r"left to do: \d+ findings; weir status lists them")
        self.assertIn(f"row {row} of AL/", shown)
        self.assertIn(f"deleted: {first}", shown)
        self.assertRegex(shown, r"release \w+ is recalled; tell: University X")
        self.assertNotIn(pseudonym, shown)
        del before[pseudonym]
        self.assertEqual(self.rows(), before)
        # The ledger knows whom not to take in, and nothing else names them.
        self.assertLessEqual(set(self.holding(pseudonym)), KNOWING)
        self.assertIn("recalled", weir("releases", STUDY, "--out", self.out).stdout)
        releases = self.out / "releases" / STUDY.name
        self.assertEqual(len(list(releases.glob("*.RECALLED.txt"))), 1)
        self.assertFalse((releases / "current").is_symlink())
        self.assertFalse((self.out / "internal" / STUDY.name / first).exists())
        chain = self.out / "state" / STUDY.name / "chain.jsonl"
        self.assertEqual(weir("verify", current(self.out), "--chain", chain).returncode, 0)
        self.assertEqual(self.table(self.night("--full", status=3))["AL"]["complete"], 49)
        self.night(status=9)
        self.assertIn("withdrawn already; nothing was changed", self.withdraw(row)[1])
        # Tomorrow's file has the row again.
        path = self.upload("AL")
        path.write_bytes(path.read_bytes() + b"\r\n")
        self.night(status=3)
        self.assertEqual(self.rows(), before)
        self.assertLessEqual(set(self.holding(pseudonym)), KNOWING)

    def test_by_id_and_without_the_file(self):
        self.first_night()
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
        self.assertLessEqual(set(self.holding(other)), KNOWING)

    def test_one_whose_row_the_partner_took_out(self):
        self.keep("AL", "BA")
        self.night(status=3)
        pseudonym, row, identifier = self.albanian()
        first = os.readlink(current(self.out))
        self.release()
        self.drop(row)
        self.night(status=3)
        self.assertNotIn(pseudonym, self.rows())
        self.assertIn("merged.csv.gz", self.holding(pseudonym))
        status, shown = self.withdraw("1234567", more=["--by-id"])
        self.assertEqual(status, 1, shown)
        self.assertIn("no upload in force, data set or release here has an interview with this id; nothing was changed", shown)
        status, shown = self.withdraw(identifier, "withdraw", more=["--by-id"])
        self.assertEqual(status, 3, shown)
        self.assertRegex(shown, rf"no upload in force has it any more; it stands in data set {first}, release \w+")
        self.assertIn(f"deleted: {first}", shown)
        self.assertRegex(shown, r"release \w+ is recalled; tell: University X")
        self.assertLessEqual(set(self.holding(pseudonym)), KNOWING)
        self.assertIn("withdrawn already; nothing was changed", self.withdraw(identifier, more=["--by-id"])[1])

    def test_one_in_an_older_upload_alone(self):
        self.first_night()
        pseudonym, row, identifier = self.albanian()
        path = self.upload("AL")
        content = path.read_bytes()
        self.drop(row)
        path.with_name("0.csv").write_bytes(content)
        self.night(status=3)
        shutil.rmtree(self.out / "internal")
        status, shown = self.withdraw(identifier, "withdraw", more=["--by-id"])
        self.assertEqual(status, 0, shown)
        self.assertIn("it stands in upload AL/0.csv\n", shown)
        path.unlink()
        self.night()
        self.assertNotIn(pseudonym, self.rows())
        self.assertLessEqual(set(self.holding(pseudonym)), KNOWING)

    def sharing(self):
        """Two Albanian interviews that have one id under two collectors: their rows, collectors and the id."""
        self.keep("AL", "BA")
        self.night(status=3)
        _, one, identifier = self.albanian()
        with open(self.upload("AL"), encoding="cp1250", newline="") as file:
            rows = list(csv.reader(file))
        column = rows[0].index("Collector ID")
        merged = {number for number, row in enumerate(rows, start=1) if row[column] not in ("", rows[one - 1][column])}
        two = next(number for number in sorted(merged) if number > one and ": complete\n" in self.shown(number))
        self.edit(lambda rows: rows[two - 1].__setitem__(0, identifier))
        self.night(status=3)
        return (one, rows[one - 1][column]), (two, rows[two - 1][column]), identifier

    def shown(self, *answers, more=()):
        return self.withdraw(*answers, "no", more=more)[1]

    def test_two_respondents_with_one_id_are_told_apart(self):
        (one, first), (two, second), identifier = self.sharing()
        self.release()
        before = self.rows()
        self.assertIn("several respondents have this id", self.shown(identifier, more=["--by-id"]))
        for row, collector in ((one, first), (two, second)):
            shown = self.shown(identifier, more=["--by-id", "--collector", collector])
            self.assertIn(f"row {row} of AL/", shown)
            self.assertNotIn("another survey link", shown)
        # The one whose row is gone is not taken for the one whose row is there.
        self.drop(two)
        self.night(status=3)
        self.assertIn("several respondents have this id", self.shown(identifier, more=["--by-id"]))
        self.assertIn("it stands in data set", self.shown(identifier, more=["--by-id", "--collector", second]))
        self.assertIn(f"row {one} of AL/", self.shown(identifier, more=["--by-id", "--collector", first]))
        # Once one withdrew, the other is who is left.
        self.assertEqual(self.withdraw(one, "withdraw")[0], 3)
        self.assertIn("withdrawn already", self.shown(identifier, more=["--by-id", "--collector", first]))
        status, shown = self.withdraw(identifier, "withdraw", more=["--by-id"])
        self.assertEqual(status, 3, shown)
        self.assertRegex(shown, r"no upload in force has it any more; it stands in release \w+\n")
        self.assertIn("by another survey link (collector)", shown)
        self.assertIn("withdrawn already; nothing was changed", self.shown(identifier, more=["--by-id"]))
        self.assertEqual(len(before) - len(self.rows()), 2)
        run = weir("withdraw", STUDY, "--country", "AL", "--inbox", self.inbox, "--out", self.out, "--demonstration",
                   "--collector", first)
        self.assertEqual(run.returncode, 64)

    def test_one_of_a_collector_that_no_file_names(self):
        (_, first), (two, second), identifier = self.sharing()
        self.drop(two)
        self.edit(lambda rows: [row.__setitem__(row.index(second), first) for row in rows if second in row])
        self.night(status=3)
        shown = self.shown(identifier, more=["--by-id"])
        self.assertIn("If the respondent came by another survey link (collector) than this interview, do not go on", shown)
        self.assertIn("it stands in data set", self.shown(identifier, more=["--by-id", "--collector", second]))

    def test_one_who_withdrew_does_not_vanish(self):
        self.first_night()
        pseudonym, row, _ = self.albanian()
        self.assertEqual(self.withdraw(row, "withdraw")[0], 0)
        self.drop(row)
        run = self.night()
        self.assertNotIn("row.vanished", run.stdout + run.stderr)
        self.assertNotIn("row.vanished", weir("history", STUDY, "--out", self.out, "--findings").stdout)
        self.assertNotIn(pseudonym, self.rows())
        # Anybody else does.
        self.drop(self.albanian()[1])
        self.assertIn("row.vanished", self.night(status=3).stderr)

    def test_nobody_comes_back_by_an_upload_with_other_ids(self):
        self.first_night()
        pseudonym, row, _ = self.albanian()
        rows = self.rows()
        status, shown = self.withdraw(row, "withdraw")
        self.assertEqual(status, 0, shown)
        kept = set(self.rows())
        file = self.upload("AL")
        content = file.read_bytes()
        for change in (lambda cells: cells.__setitem__(0, "0" + cells[0]), lambda cells: cells.__setitem__(0, cells[0] + ".0"),
                       lambda cells: cells.__setitem__(0, "")):
            file.write_bytes(content)
            self.edit(lambda lines: [change(cells) for cells in lines[1:] if cells[0].isdigit()])
            run = self.night_run()
            self.assertEqual(run.returncode, 3, run.stderr)
            self.assertIn("[upload.other-respondents]", run.stderr)
            self.assertIn("--accept-platform AL", run.stderr)
            self.assertEqual(set(self.rows()), kept)
        # Somebody said that these are other people's answers.
        self.assertIn(merge(self.inbox, self.out, "--accept-platform", "AL").returncode, (0, 3))
        self.assertEqual(len(set(self.rows()) & set(rows)), len([1 for line in rows.values() if line["country"] != "8"]))
        self.assertNotIn("[upload.other-respondents]", self.night_run().stderr)

    def night_run(self):
        return merge(self.inbox, self.out)

    def lose(self, *names):
        """The memory without these files."""
        for name in names:
            for path in (self.out / "state" / STUDY.name).glob(f"{name}*"):
                path.unlink()

    def test_a_lost_ledger_brings_nobody_back(self):
        self.first_night()
        state = self.out / "state" / STUDY.name
        pseudonym, row, _ = self.albanian()
        shutil.copytree(state, self.folder / "backup")
        self.assertEqual(self.withdraw(row, "withdraw")[0], 0)
        before = self.rows()
        def stays_out(*more, status=0):
            self.night(*more, status=status)
            self.assertEqual(self.rows(), before)
            self.assertLessEqual(set(self.holding(pseudonym)), KNOWING)

        def refused(words, *more):
            self.assertRegex(self.night(*more, status=1).stderr, words)
            self.assertEqual(self.rows(), before)

        with self.subTest("gone"):
            self.lose("ledger.sqlite")
            refused("ledger.sqlite is gone, though this memory had one; .* earlier nights .* releases")
            self.assertEqual(weir("status", STUDY, "--out", self.out).returncode, 1)
            run = weir("prepare", self.upload("AL"), "--study", STUDY, "--country", "AL", "--demonstration", "--out",
                       self.folder / "part", "--state", state)
            self.assertEqual(run.returncode, 1, run.stdout)
            stays_out("--new-ledger")
            stays_out(status=9)
            refused("there is a ledger .* it is not replaced", "--new-ledger")
        with self.subTest("blank or no ledger"):
            for content in (b"", b"no ledger " * 900):
                self.lose("ledger.sqlite")
                (state / "ledger.sqlite").write_bytes(content)
                refused("ledger.sqlite is (gone|damaged)")
            self.lose("ledger.sqlite")
            stays_out("--new-ledger")
        with self.subTest("an older backup"):
            self.lose("ledger.sqlite")
            for path in (self.folder / "backup").glob("ledger.sqlite*"):
                shutil.copy(path, state)
            stays_out()
        with self.subTest("the other file"):
            text = (state / "withdrawals.txt").read_bytes()
            (state / "withdrawals.txt").write_bytes(text[:-5])
            refused("withdrawals.txt is damaged, .* move it away")
            self.lose("withdrawals.txt")
            self.night(status=9)
            self.assertEqual((state / "withdrawals.txt").read_bytes(), text)
        with self.subTest("both"):
            self.lose("ledger.sqlite", "withdrawals.txt")
            refused("nobody could tell any more who withdrew", "--new-ledger")
            # Chain and receipts alone tell that there were nights.
            self.lose("keys.fingerprint")
            refused("nobody could tell any more who withdrew", "--new-ledger")

    def put_back(self, backup, pattern):
        """The memory's files of this kind as they were."""
        state = self.out / "state" / STUDY.name
        self.lose(pattern)
        for path in backup.glob(f"{pattern}*"):
            shutil.copy(path, state)

    def test_an_older_memory_brings_nobody_back_in_silence(self):
        self.first_night()
        state, backup = self.out / "state" / STUDY.name, self.folder / "backup"
        pseudonym, row, _ = self.albanian()
        shutil.copytree(state, backup)
        self.assertEqual(self.withdraw(row, "withdraw")[0], 0)
        newest = self.folder / "newest"
        shutil.copytree(state, newest)
        before = self.rows()

        def refused(words, *more):
            run = self.night(*more, status=1)
            self.assertRegex(run.stderr, words)
            self.assertIn("once with --accept-memory", run.stderr)
            status = weir("status", STUDY, "--out", self.out)
            self.assertEqual(status.returncode, 3)
            self.assertRegex(status.stdout, words)
            self.assertEqual(self.rows(), before)
            status, shown = self.withdraw(row, "withdraw")
            self.assertEqual(status, 1, shown)
            self.assertRegex(shown, words)

        with self.subTest("ledger and withdrawals, not the chain"):
            for pattern in ("ledger.sqlite", "withdrawals.txt"):
                self.put_back(backup, pattern)
            refused("both older than the chain beside them, by 1 link:")
        with self.subTest("one of the two is new"):
            self.put_back(newest, "withdrawals.txt")
            self.night()
            self.assertEqual(self.rows(), before)
            self.put_back(backup, "withdrawals.txt")
            self.night(status=9)
            self.put_back(backup, "ledger.sqlite")
            self.night()
            self.assertEqual(self.rows(), before)
        with self.subTest("all of it"):
            shutil.rmtree(state)
            shutil.copytree(backup, state)
            refused("does not know the newest data set, [0-9a-f]{12}: it is older")
            # Also where nothing names the newest any more.
            (current(self.out).parent / "current").unlink()
            self.assertRegex(self.night(status=1).stderr, "does not know the newest data set")
        with self.subTest("somebody goes on with it"):
            self.night("--accept-memory")
            self.assertIn(pseudonym, self.rows())
            self.assertEqual(self.withdraw(row, "withdraw")[0], 0)
            self.assertEqual(self.rows(), before)
            self.night(status=9)
            run = weir("verify", current(self.out), "--chain", state / "chain.jsonl")
            self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_another_memory_is_not_taken_by_mistake(self):
        self.first_night()
        pseudonym, row, _ = self.albanian()
        self.assertEqual(self.withdraw(row, "withdraw")[0], 0)
        other = self.folder / "mistyped"
        run = self.night("--state", other, status=1)
        self.assertRegex(run.stderr, "does not know the newest data set, .* Name the right one with --state")
        self.assertNotIn(pseudonym, self.rows())
        # Who means it gets a memory that knows the data set from then on, also where nothing else is new.
        self.night("--state", other, "--accept-memory")
        self.night("--state", other, status=9)
        self.assertIn(pseudonym, self.rows())
        # And back: once is enough there too.
        self.assertRegex(self.night(status=1).stderr, "does not know the newest data set")
        self.night("--accept-memory")
        self.night(status=9)
        self.assertNotIn(pseudonym, self.rows())

    def test_an_older_chain_is_refused(self):
        self.first_night()
        state, backup = self.out / "state" / STUDY.name, self.folder / "backup"
        shutil.copytree(state, backup)
        self.drop(self.albanian()[1])
        self.night(status=3)
        receipts = {path.name: path.read_bytes() for path in (state / "receipts").iterdir()}
        self.put_back(backup, "chain.jsonl")
        shutil.rmtree(current(self.out).resolve())
        run = self.night(status=1)
        self.assertRegex(run.stderr, "has not the link of which there is a receipt, number 2: it is older")
        self.assertEqual({path.name: path.read_bytes() for path in (state / "receipts").iterdir()}, receipts)
        # Once is enough; what proves the lost link is kept.
        self.night("--accept-memory", status=3)
        self.night(status=9)
        aside = [path.read_bytes() for path in (state / "receipts" / "aside").iterdir()]
        self.assertEqual(aside, [receipts["receipt-000002.txt"]])

    def test_a_backup_of_the_ledger_is_not_mixed_with_what_was_beside_it(self):
        self.first_night()
        state = self.out / "state" / STUDY.name
        ledger = state / "ledger.sqlite"
        with contextlib.closing(sqlite3.connect(ledger)) as known:
            known.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            shutil.copy(ledger, self.folder)
            known.execute("PRAGMA wal_autocheckpoint = 0")
            with known:
                known.execute("CREATE TABLE later (x)")
            left = (state / "ledger.sqlite-wal").read_bytes()
        ledger.unlink()
        (state / "ledger.sqlite-wal").write_bytes(left)
        self.assertRegex(self.night(status=1).stderr, "ledger.sqlite is gone.* Take away what has its name and -wal or -shm behind it")
        # It may be needed still: a ledger that only was elsewhere for a moment comes back to it.
        self.assertEqual((state / "ledger.sqlite-wal").read_bytes(), left)
        self.lose("ledger.sqlite")
        shutil.copy(self.folder / "ledger.sqlite", state)
        self.night(status=9)

    def test_by_which_file_a_row_is_counted_is_said(self):
        self.first_night()
        pseudonym, row, _ = self.albanian()
        self.assertNotIn("Another file", self.shown(row))
        self.drop(row)
        shown = self.shown(row)
        self.assertRegex(shown, r"Another file of this name lies in the inbox now. The row is counted in the one that was accepted on \d+-\d+-\d+:")
        self.assertIn(self.withdraw(row, "withdraw")[0], (0, 3))
        self.assertNotIn(pseudonym, self.rows())

    def test_who_has_no_id_is_told_that_a_later_file_brings_them_back(self):
        self.first_night()
        pseudonym, row, _ = self.albanian()
        self.edit(lambda rows: rows[row - 1].__setitem__(0, ""))
        self.night(status=3)
        before = self.rows()
        status, shown = self.withdraw("", "withdraw", more=["--by-id"])
        self.assertEqual(status, 1, shown)
        self.assertIn("nothing was changed", shown)
        status, shown = self.withdraw(row, "withdraw")
        self.assertEqual(status, 3, shown)
        self.assertIn("The row has no id, so that any later file brings it back under another name", shown)
        self.assertEqual(len(before) - len(self.rows()), 1)
        self.assertNotIn("[row.maybe-withdrawn]", self.night_run().stderr)
        path = self.upload("AL")
        path.write_bytes(path.read_bytes() + b"\r\n")
        run = self.night(status=3)
        self.assertEqual(len(self.rows()), len(before))
        told = r"may be those of somebody who withdrew; withdrawals of which no row is known here: 1, upload [0-9a-f]{8} "
        self.assertRegex(run.stderr, told)
        self.assertEqual(self.withdraw(row, "withdraw")[0], 3)
        self.assertEqual(len(before) - len(self.rows()), 1)
        # The partner takes the row out; somebody looked, and accepts it for this file alone.
        content = path.read_bytes()
        self.drop(row)
        self.edit(lambda rows: rows[row].__setitem__(0, ""))
        said = self.night(status=3).stderr
        self.assertIn("no row is known here: 2, upload", said)
        status = weir("status", STUDY, "--inbox", self.inbox, "--out", self.out).stdout
        [finding] = [line.split()[0] for line in status.splitlines() if "[row.maybe-withdrawn]" in line]
        run = weir("accept", STUDY, finding, "--by", "A", "--reason", "r", "--until", "2126-12-31", "--out", self.out)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertNotIn("[row.maybe-withdrawn]", self.night_run().stderr)
        path.write_bytes(content + b"\r\n\r\n")
        self.assertIn("[row.maybe-withdrawn]", self.night(status=3).stderr)

    def test_a_damaged_part_whose_upload_is_gone_holds_nothing_else_up(self):
        self.first_night()
        pseudonym, row, _ = self.albanian()
        self.release()
        file = self.upload("AL")
        content = file.read_bytes()
        file.unlink()
        for part in (self.out / "state" / STUDY.name / "parts").iterdir():
            if json.loads((part / "summary.json").read_text())["country"] == "AL":
                answers = part / "answers.bin"
                damaged = bytearray(answers.read_bytes())
                damaged[len(damaged) // 2] ^= 255
                answers.write_bytes(damaged)
        status, shown = self.withdraw(row, "withdraw")
        self.assertEqual(status, 1, shown)
        self.assertRegex(shown, r"release \w+ is recalled; tell: University X")
        self.assertIn("[part.damaged]", shown)
        self.assertIn(f"AL/{file.name}", shown)
        self.assertLessEqual(set(self.holding(pseudonym)), KNOWING)
        for more in ((), ("--full",)):
            self.assertIn("[part.damaged]", self.night(*more, status=1).stderr)
        parts = self.folder / "carried"
        parts.mkdir()
        aside = self.folder / file.name
        aside.write_bytes(content)
        run = weir("prepare", aside, "--study", STUDY, "--country", "AL", "--demonstration", "--out", parts / "AL",
                   "--state", self.out / "state" / STUDY.name)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn(merge(self.inbox, self.out, "--parts", parts).returncode, (0, 3))
        self.assertEqual(sum(line["country"] == "8" for line in self.rows().values()), 49)
        self.assertNotIn(pseudonym, self.rows())
        file.write_bytes(content)
        self.night()
        self.assertNotIn(pseudonym, self.rows())

    def test_another_platform_in_the_study_brings_nobody_back(self):
        self.study = self.folder / STUDY.name
        shutil.copytree(STUDY, self.study)
        row = min(complete_rows())
        def night(*more):
            return merge(self.inbox, self.out, *more, study=self.study)

        self.assertEqual(night().returncode, 0)
        self.assertEqual(self.withdraw(row, "withdraw", country=COUNTRY)[0], 0)
        before = self.rows()
        file = self.study / "pipeline.yaml"
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(rf"( {COUNTRY}: .*platform: )\w+", r"\1surveymonkey", text), encoding="utf-8")
        self.assertNotEqual(file.read_text(encoding="utf-8"), text)
        run = night()
        self.assertEqual(run.returncode, 1, run.stderr)
        self.assertRegex(run.stderr, rf"1 person of {COUNTRY} who withdrew is known by the platform \w+, and pipeline.yaml says surveymonkey")
        self.assertEqual(self.rows(), before)
        self.assertRegex(self.withdraw(row + 1, "withdraw", country=COUNTRY)[1], "who withdrew is known by the platform")
        self.assertEqual(night("--accept-memory").returncode, 1)
        run = night("--accept-platform", "XX")
        self.assertEqual(run.returncode, 64)
        self.assertIn("--accept-platform takes one of the study's countries", run.stderr)
        self.assertIn(night("--accept-platform", COUNTRY).returncode, (0, 3))
        self.assertEqual(night().returncode, 9)
        # What was accepted by mistake is put right, in as many words, and was accepted of those alone who had withdrawn.
        file.write_text(text, encoding="utf-8")
        run = night()
        self.assertEqual(run.returncode, 1)
        self.assertRegex(run.stderr, rf"the platform of {COUNTRY} was surveymonkey, and pipeline.yaml says \w+: everybody there")
        self.assertEqual(night("--accept-platform", COUNTRY).returncode, 0)
        self.assertEqual(night().returncode, 9)
        self.assertEqual(self.rows(), before)
        self.assertEqual(self.withdraw(sorted(complete_rows())[1], "withdraw", country=COUNTRY)[0], 0)
        file.write_text(re.sub(rf"( {COUNTRY}: .*platform: )\w+", r"\1surveymonkey", text), encoding="utf-8")
        self.assertRegex(night().stderr, rf"1 person of {COUNTRY} who withdrew is known by the platform")

    def test_data_sets_from_before_a_change_of_platform_go_as_well(self):
        self.night()
        _, row, _ = self.albanian()
        first = current(self.out).resolve()
        self.on_another_platform("AL")
        status, text = self.withdraw(row, "withdraw")
        self.assertEqual(status, 1, text)
        self.assertIn("the platform of AL was", text)
        told = weir("status", self.study, "--out", self.out)
        self.assertIn("the platform of AL was", told.stdout, told.stderr)
        self.assertEqual(merge(self.inbox, self.out, study=self.study).returncode, 1)
        self.assertIn(merge(self.inbox, self.out, "--accept-platform", "AL", study=self.study).returncode, (0, 3))
        self.assertTrue(first.exists())
        status, text = self.withdraw(row, "withdraw")
        self.assertEqual(status, 0, text)
        self.assertRegex(text, rf"{first.name}: from before the keys or a platform were changed")
        self.assertFalse(first.exists())

    def test_releases_keep_a_country_on_its_platform(self):
        self.night()
        self.release()
        self.on_another_platform("AL")
        for more in ((), ("--accept-platform", "AL")):
            run = merge(self.inbox, self.out, *more, study=self.study)
            self.assertEqual(run.returncode, 1)
            self.assertRegex(run.stderr, "the platform of AL was .*there are releases")

    def test_a_country_without_an_upload_is_on_no_platform_yet(self):
        self.keep("BA")
        self.night(status=3)
        self.on_another_platform("AL")
        self.assertEqual(merge(self.inbox, self.out, study=self.study).returncode, 3)

    def test_a_country_that_joined_after_the_releases_may_change_its_platform(self):
        late = self.folder / "late"
        shutil.move(self.inbox / "AL", late)
        self.night(status=3)
        self.release()
        shutil.move(late, self.inbox / "AL")
        self.night()
        self.on_another_platform("AL")
        self.assertEqual(merge(self.inbox, self.out, study=self.study).returncode, 1)
        self.assertIn(merge(self.inbox, self.out, "--accept-platform", "AL", study=self.study).returncode, (0, 3))

    def test_one_found_by_an_earlier_platform_is_known_by_todays(self):
        self.night()
        before = self.upload("AL").read_bytes()
        pseudonym, row, name = self.albanian()
        with open(self.upload("AL"), encoding="cp1250", newline="") as file:
            collector = list(csv.reader(file))[row - 1][6]
        first = len(self.rows())
        self.drop(row)
        # Another country's platform is one that the study still names.
        text = (STUDY / "pipeline.yaml").read_text(encoding="utf-8")
        self.on_another_platform("AL")
        own = re.search(r" AL: .*platform: (\w+)", text).group(1)
        self.assertRegex(text, rf" (?!AL)[A-Z]{{2}}: .*platform: {own}\b")
        self.assertIn(merge(self.inbox, self.out, "--accept-platform", "AL", study=self.study).returncode, (0, 3))
        status, text = self.withdraw(name, "withdraw", more=("--by-id", "--collector", collector))
        # That the row vanished from the file is left to do.
        self.assertEqual(status, 3, text)
        self.upload("AL").write_bytes(before)
        run = merge(self.inbox, self.out, "--reinstate", "AL", study=self.study)
        self.assertIn(run.returncode, (0, 3), run.stderr)
        self.assertEqual(len(self.rows()), first - 1)

    def test_what_comes_back_from_a_backup_is_taken_out_again(self):
        self.night()
        pseudonym, row, _ = self.albanian()
        state = self.out / "state" / STUDY.name
        dataset = current(self.out).resolve()
        backup = self.folder / "backup"
        shutil.copytree(state / "parts", backup / "parts")
        shutil.copytree(dataset, backup / dataset.name)
        self.assertEqual(self.withdraw(row, "withdraw")[0], 0)
        self.assertLessEqual(set(self.holding(pseudonym)), KNOWING)
        shutil.copytree(backup / "parts", state / "parts", dirs_exist_ok=True)
        run = self.night()
        self.assertIn("came back, as from a backup, and is taken out again", run.stderr)
        self.assertLessEqual(set(self.holding(pseudonym)), KNOWING)
        shutil.copytree(backup / dataset.name, dataset)
        self.assertIn(f"deleted: {dataset.name}", self.night(status=9).stderr)
        self.assertFalse(dataset.exists())
        self.assertLessEqual(set(self.holding(pseudonym)), KNOWING)
        self.night(status=9)

    def test_what_was_elsewhere_at_a_withdrawal_is_taken_out_when_it_comes_back(self):
        self.night()
        self.release()
        pseudonym, row, _ = self.albanian()
        state = self.out / "state" / STUDY.name
        dataset = current(self.out).resolve()
        elsewhere = self.folder / "elsewhere"
        # A night of its own, so that the first data set may go.
        self.drop(max(range(3, row)))
        self.night_of_any_kind()
        shutil.move(dataset, elsewhere)
        shutil.copytree(state / "releases", self.folder / "tables")
        self.withdraw(row - 1, "withdraw")
        self.assertLessEqual(set(self.holding(pseudonym)), KNOWING)
        shutil.move(elsewhere, dataset)
        run = merge(self.inbox, self.out)
        self.assertIn(f"deleted: {dataset.name}", run.stderr)
        self.assertEqual(merge(self.inbox, self.out).stderr, "")
        for path in (self.folder / "tables").iterdir():
            shutil.copy(path, state / "releases")
        self.assertIn("is taken out again", merge(self.inbox, self.out).stderr)
        self.assertLessEqual(set(self.holding(pseudonym)), KNOWING)
        self.assertEqual(merge(self.inbox, self.out).stderr, "")

    def test_rows_of_a_recalled_release_that_come_back_are_deleted_again(self):
        self.night()
        self.release()
        _, row, _ = self.albanian()
        release = (self.out / "releases" / STUDY.name / "current").resolve()
        backup = self.folder / "backup"
        shutil.copytree(release / "data", backup)
        self.withdraw(row, "withdraw")
        self.assertFalse((release / "data").exists())
        shutil.copytree(backup, release / "data")
        self.assertIn("is taken out again", merge(self.inbox, self.out).stderr)
        self.assertFalse((release / "data").exists())
        self.assertEqual(merge(self.inbox, self.out).stderr, "")
        # One that the memory does not know may hold anybody.
        unknown = release.with_name("000000000000")
        shutil.copytree(release, unknown)
        shutil.copytree(backup, unknown / "data")
        self.assertIn(unknown.name, merge(self.inbox, self.out).stderr)
        self.assertFalse((unknown / "data").exists())
        self.assertEqual(merge(self.inbox, self.out).stderr, "")

    def test_what_is_accepted_by_a_refused_run_is_not_kept(self):
        self.night()
        _, row, _ = self.albanian()
        backup = self.folder / "backup"
        shutil.copytree(self.out / "state" / STUDY.name, backup)
        self.assertEqual(self.withdraw(row, "withdraw")[0], 0)
        shutil.rmtree(self.out / "state" / STUDY.name)
        shutil.copytree(backup, self.out / "state" / STUDY.name)
        self.on_another_platform("AL")
        run = merge(self.inbox, self.out, "--accept-memory", study=self.study)
        self.assertEqual(run.returncode, 1)
        self.assertIn("the platform of AL was", run.stderr)
        run = merge(self.inbox, self.out)
        self.assertEqual(run.returncode, 1)
        self.assertIn("does not know the newest data set", run.stderr)

    def test_an_older_ledger_loses_no_country(self):
        self.night()
        _, row, _ = self.albanian()
        self.upload("AL").unlink()
        self.night_of_any_kind()
        state = self.out / "state" / STUDY.name
        backup = self.folder / "backup"
        backup.mkdir()
        for path in state.glob("ledger.sqlite*"):
            shutil.copy(path, backup)
        rows = len(self.rows())
        self.assertEqual(self.withdraw(row, "withdraw")[0], 0)
        for path in state.glob("ledger.sqlite*"):
            path.unlink()
        for path in backup.iterdir():
            shutil.copy(path, state)
        self.assertIn(self.night_of_any_kind(), (0, 3))
        self.assertEqual(len(self.rows()), rows - 1)

    def test_a_release_that_the_memory_does_not_know(self):
        self.forget_a_release(but=())

    def test_a_release_that_the_memory_does_not_know_and_that_is_half_back(self):
        self.forget_a_release(but=("SHA256SUMS",))

    def forget_a_release(self, but):
        self.night()
        state = self.out / "state" / STUDY.name
        backup = self.folder / "backup"
        shutil.copytree(state, backup)
        self.release()
        shutil.rmtree(state)
        shutil.copytree(backup, state)
        run = merge(self.inbox, self.out)
        self.assertEqual(run.returncode, 1)
        self.assertIn("does not know the newest release", run.stderr)
        # Who goes on without it learns at a withdrawal that it may hold the row, and its rows are deleted here.
        _, row, _ = self.albanian()
        self.assertIn(merge(self.inbox, self.out, "--accept-memory").returncode, (0, 3))
        [release] = {path.parent.resolve().name for path in (self.out / "releases").glob("*/*/data")}
        for name in but:
            (self.out / "releases" / STUDY.name / release / name).unlink()
        text = self.withdraw(row, "withdraw")[1]
        self.assertIn(f"release {release} held it, and the ledger does not know who got it", text)
        self.assertFalse(list((self.out / "releases").glob("*/*/data")))

    def test_a_release_whose_table_is_lost_is_recalled(self):
        self.night()
        self.release()
        _, row, _ = self.albanian()
        shutil.rmtree(self.out / "state" / STUDY.name / "releases")
        status, text = self.withdraw(row, "withdraw")
        self.assertIn("University X", text)
        self.assertFalse(list((self.out / "releases").glob("*/*/data")))

    def test_data_sets_from_before_a_change_of_keys_go_as_well(self):
        keys, new = self.folder / "keys", self.folder / "new"
        state = self.out / "state" / STUDY.name
        def night(folder):
            run = weir("merge", STUDY, "--inbox", self.inbox, "--out", self.out, "--keys", folder)
            self.assertEqual(run.returncode, 0, run.stderr)

        self.assertEqual(weir("keys", "create", keys).returncode, 0)
        night(keys)
        old = current(self.out).resolve()
        run = weir("keys", "rotate", keys, new, "--study", STUDY, "--state", state, "--inbox", self.inbox, "--yes")
        self.assertEqual(run.returncode, 0, run.stderr)
        night(new)
        self.assertTrue(old.exists())
        row = min(complete_rows())
        terminal = Terminal("withdraw", STUDY, "--country", COUNTRY, "--inbox", self.inbox, "--out", self.out, "--keys", new)
        self.addCleanup(terminal.close)
        terminal.answer("numbers it:", str(row))
        terminal.answer("type: withdraw", "withdraw")
        self.assertEqual(terminal.end(), 0, terminal.text)
        self.assertIn(old.name, terminal.text)
        self.assertFalse(old.exists())

    def test_what_a_stopped_run_left_is_no_hiding_place(self):
        self.first_night()
        pseudonym, row, _ = self.albanian()
        self.release()
        folder = current(self.out).resolve()
        # Somebody's own folder, sealed as many are, is not touched.
        archive = folder.parent / "archive"
        archive.mkdir()
        (archive / "SHA256SUMS").write_text("")
        # Set aside while a data set of the same name took its place; and a release that was not published any more.
        folder.rename(folder.parent / f".{folder.name}.old")
        releases = self.out / "releases" / STUDY.name
        shutil.copytree(folder.parent / f".{folder.name}.old" / "data", releases / ".abcdefabcdef.draft" / "data")
        status, shown = self.withdraw(row, "withdraw")
        self.assertEqual(status, 0, shown)
        self.assertIn(f"deleted: {folder.name}", shown)
        self.assertLessEqual(set(self.holding(pseudonym)), KNOWING)
        self.assertTrue(archive.exists())

    def test_a_part_tells_of_withdrawals_that_are_not_known_here(self):
        self.first_night()
        pseudonym, row, _ = self.albanian()
        self.assertEqual(self.withdraw(row, "withdraw")[0], 0)
        part = self.folder / "parts" / "AL"
        part.parent.mkdir()
        run = weir("prepare", self.upload("AL"), "--study", STUDY, "--country", "AL", "--demonstration", "--out", part,
                   "--state", self.out / "state" / STUDY.name)
        self.assertEqual(run.returncode, 0, run.stderr)
        here = current(self.out).resolve().name
        self.out = self.folder / "elsewhere"
        self.assertEqual(merge(self.inbox, self.out, "--parts", part.parent).returncode, 0)
        self.assertEqual(current(self.out).resolve().name, here)
        # Tomorrow's file has the row, and there is no part of it.
        path = self.upload("AL")
        path.write_bytes(path.read_bytes() + b"\r\n")
        self.night()
        self.assertNotIn(pseudonym, self.rows())

    def test_a_wording_made_while_somebody_withdraws_is_not_kept(self):
        self.keep(COUNTRY)
        self.night(status=3)
        given = collections.defaultdict(set)
        for number, record in enumerate(records(), start=2):
            for source, (variable, _) in translations().items():
                given[record[source].strip(" ")].add(number)
        review = Terminal("review", STUDY, "--inbox", self.inbox, "--out", self.out, "--demonstration", "--reviewer", "A")
        self.addCleanup(review.close)
        def shown():
            frame = re.sub(r"\W+", "", review.wait(r"done \d+, left \d+"))
            found = [rows for text, rows in given.items() if len(text) > 12 and re.sub(r"\W+", "", text) in frame]
            return max(found, key=len) if found else set()

        while len(rows := shown()) != 1:
            before = review.screen
            review.press("s")
            while review.screen == before:
                review.read(0.1)
        self.assertIn(self.withdraw(rows.pop(), "withdraw", country=COUNTRY)[0], (0, 3))
        review.press("e")
        review.press("\x7f" * 2000 + "Worded anew by a person.")
        review.wait("Worded anew by a person")
        review.press("\r")
        review.wait(r"done 1, left \d+")
        review.press("q")
        self.assertEqual(review.end(), 0)
        with contextlib.closing(sqlite3.connect(self.out / "state" / STUDY.name / "ledger.sqlite")) as known:
            self.assertEqual(known.execute("SELECT COUNT(*) FROM decision").fetchone(), (0,))

    def test_a_data_set_from_before_a_withdrawal_is_not_released(self):
        self.first_night()
        release = ["release", STUDY, "--profile", "research", "--approved-by", "A", "--reason", "r", "--out", self.out,
                   "--demonstration"]
        _, row, _ = self.albanian()
        internal = self.out / "internal"
        shutil.copytree(internal, self.folder / "internal", symlinks=True)
        self.assertEqual(self.withdraw(row, "withdraw")[0], 0)
        self.night(status=9)
        good = current(self.out).resolve()
        shutil.rmtree(internal)
        shutil.copytree(self.folder / "internal", internal, symlinks=True)
        run = weir(*release)
        self.assertEqual(run.returncode, 8, run.stderr)
        self.assertRegex(run.stderr, "holds an interview that was withdrawn: .* run weir merge")
        self.assertFalse((self.out / "releases").exists())
        # The remedy that the words name.
        shutil.rmtree(current(self.out).resolve())
        self.assertIn(self.night_of_any_kind(), (0, 9))
        self.assertEqual(current(self.out).resolve().name, good.name)
        self.assertEqual(weir(*release).returncode, 0)

    def test_a_release_that_a_new_ledger_does_not_know(self):
        self.first_night()
        pseudonym, row, _ = self.albanian()
        self.release()
        self.lose("ledger.sqlite")
        self.night("--new-ledger")
        status, shown = self.withdraw(row, "withdraw")
        self.assertEqual(status, 0, shown)
        self.assertRegex(shown, r"release \w+ held it, and the ledger does not know who got it; its rows are deleted here")
        self.assertLessEqual(set(self.holding(pseudonym)), KNOWING)

    def test_a_part_from_another_machine_does_not_bring_it_back(self):
        self.first_night()
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
        accounts = old / "accounts.bin"
        accounts.write_bytes(accounts.read_bytes()[:100])
        run = merge(self.inbox, self.out, "--parts", old.parent)
        self.assertEqual(run.returncode, 3)
        self.assertIn("it is damaged, or no prepared part", run.stderr)
        run = weir(*prepare, new, "--state", self.out / "state" / STUDY.name)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.upload("AL").unlink()
        self.assertEqual(merge(self.inbox, self.out, "--parts", new.parent).returncode, 0)
        self.assertNotIn(pseudonym, self.rows())
        self.assertLessEqual(set(self.holding(pseudonym)), KNOWING)

    def test_nothing_is_withdrawn_by_mistake(self):
        self.first_night()
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

    def test_words_that_a_reviewer_made_of_its_answers_are_forgotten(self):
        self.first_night()
        given, merged = collections.defaultdict(set), complete_rows()
        for number, record in enumerate(records(), start=2):
            for source, (variable, _) in translations().items() if number in merged else ():
                if record[source].strip(" "):
                    given[variable, record[source].strip(" ")].add(number)
        # Of answers that one interview alone gave: all of the one that goes, and all of another.
        alone = [(min(rows), answer) for answer, rows in sorted(given.items()) if len(rows) == 1]
        mine, other = sorted({row for row, _ in alone})[:2]
        ledger = self.out / "state" / STUDY.name / "ledger.sqlite"
        with contextlib.closing(sqlite3.connect(ledger)) as known, known:
            for row, (variable, text) in alone:
                if row in (mine, other):
                    known.execute(
                        "INSERT INTO decision (answer, country, verdict, wording, attribution, reviewer, decided, seconds) "
                        "VALUES (?, ?, 'edited', ?, 'role', 'R', '2021-06-01 10:00:00.000', 5)",
                        (name(variable, text), COUNTRY, f"QUOKKA{row}QUOKKA"))
        self.night()
        self.assertIn(f"QUOKKA{mine}QUOKKA", {cell for row in self.rows().values() for cell in row.values()})
        # Without the file nobody can tell which decisions to forget, so it waits; others' decisions stay.
        upload = self.upload(COUNTRY)
        aside = upload.rename(self.folder / upload.name)
        somebodys = self.out / "internal" / STUDY.name / "somebody's"
        somebodys.mkdir()
        status, shown = self.withdraw(mine, "withdraw", country=COUNTRY)
        self.assertEqual(status, 3, shown)
        self.assertIn("is forgotten by the first night that finds", shown)
        waiting = weir("status", STUDY, "--out", self.out)
        self.assertEqual(waiting.returncode, 3)
        self.assertIn("a withdrawal is not finished", waiting.stdout)
        aside.rename(upload)
        self.night()
        self.assertEqual(weir("status", STUDY, "--out", self.out).returncode, 0)
        self.assertTrue(somebodys.exists())
        for path in self.out.rglob("*"):
            if path.is_file() and not path.is_symlink():
                content = path.read_bytes()
                content = gzip.decompress(content) if path.suffix == ".gz" else content
                self.assertNotIn(f"QUOKKA{mine}QUOKKA".encode(), content, path)
        self.assertIn(f"QUOKKA{other}QUOKKA", {cell for row in self.rows().values() for cell in row.values()})

    def test_a_withdrawal_that_is_stopped_is_finished_by_the_next_night(self):
        self.first_night()
        pseudonym, row, identifier = self.albanian()
        self.release()
        copy = self.folder / "copy"
        shutil.copytree(self.out, copy, symlinks=True)
        self.assertEqual(self.withdraw(row, "withdraw")[0], 0)
        # The memory as it is when everything but the note of the wish was lost.
        ledger = "ledger.sqlite"
        state = self.out / "state" / STUDY.name
        with sqlite3.connect(state / ledger) as known:
            wish = known.execute("SELECT pseudonym, country, keys, platform, made FROM withdrawal").fetchall()
        shutil.rmtree(self.out)
        shutil.copytree(copy, self.out, symlinks=True)
        with sqlite3.connect(state / ledger) as known:
            known.executemany(
                "INSERT INTO withdrawal (pseudonym, country, keys, platform, made, done) VALUES (?, ?, ?, ?, ?, 0)", wish)
        known.close()
        for shown in (self.withdraw(row), self.withdraw(identifier, more=["--by-id"])):
            self.assertIn("begun and not finished; nothing was changed. Run weir merge", shown[1])
        run = self.night("--quiet")
        self.assertIn("a withdrawal that was begun before is finished now", run.stderr)
        self.assertRegex(run.stderr, r"release \w+ is recalled; tell: University X")
        self.assertNotIn(pseudonym, run.stdout + run.stderr)
        self.assertIn("withdrawn already", self.withdraw(row)[1])
        self.assertNotIn("withdrawal", self.night(status=9).stderr)
        self.assertNotIn(pseudonym, self.rows())
        self.assertLessEqual(set(self.holding(pseudonym)), KNOWING)
