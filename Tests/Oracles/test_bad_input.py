"""Bad uploads are refused by name, with place and remedy; the other countries go on and all rows are accounted for."""

import html
import os
import re
import shutil
import unittest

import refused
from weir_program import SAMPLES, STUDY, Night, current, first_night, merge, weir

ALL = os.environ.get("ALL")


def first_lines(content, count):
    return b"\r\n".join(content.split(b"\r\n")[:count])


def colombian(month, content):
    """Colombia's answers with all days in another month of 2021."""
    return re.sub(rb",2021-\d\d-(\d\d)", lambda day: b",2021-" + month + b"-" + min(day[1], b"28"), content)


class BadNight(Night):
    """AL sends two header rows and a byte order mark, CO one header row; both end lines with CRLF."""

    def refused(self, code, *parts, country="AL", status=3, missing=True, prefix=()):
        run = merge(self.inbox, self.out, prefix=prefix)
        self.assertEqual(run.returncode, status, run.stderr)
        self.assertIn(f"[{code}]", run.stderr)
        self.assertIn("expected: ", run.stderr)
        self.assertIn("to do: ", run.stderr)
        for part in parts:
            self.assertIn(part, run.stderr)
        table = self.table(run)
        if missing:
            self.assertEqual(table[country]["complete"], 0)
            self.assertIn(f"{country} missing", run.stdout)
        for other, row in table.items():
            self.assertEqual(row["all rows"], sum(cell for title, cell in row.items() if title != "all rows"))
            if other != country and (self.inbox / other).exists():
                self.assertGreater(row["complete"], 0, other)
        return run, table

    def change(self, country, change):
        path = self.upload(country)
        path.write_bytes(change(path.read_bytes()))
        return path


class RefusedFiles(BadNight):
    """The committed files with one defect each."""

    def test_they_are_what_the_script_writes(self):
        refused.write(self.folder / "refused")
        committed, written = (
            {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
            for root in (SAMPLES / "refused", self.folder / "refused"))
        self.assertEqual(committed.keys(), written.keys())
        for name, path in written.items():
            same = name in refused.COMPRESSED or path.read_bytes() == committed[name].read_bytes()
            self.assertTrue(same, name)

    def test_they_are_small(self):
        sizes = [path.stat().st_size for path in (SAMPLES / "refused").rglob("*") if path.is_file()]
        self.assertGreaterEqual(len(sizes), 60)
        self.assertLess(sum(sizes), 1_900_000)

    def test_each_is_refused_or_reported_by_name_and_place(self):
        # Each one's message is compared elsewhere; the merge of each takes a minute in all. Beside its country there is one
        # more, and with ALL=1 there are all.
        if not ALL:
            self.keep("AL", "BA")
        for defect in refused.DEFECTS[:: 1 if ALL else 4]:
            # Nothing has to be done about a note, so it is in the report only.
            if defect.note:
                continue
            with self.subTest(defect.file):
                country, name = defect.file.split("/")
                shutil.rmtree(self.inbox / country, ignore_errors=True)
                shutil.rmtree(self.out, ignore_errors=True)
                (self.inbox / country).mkdir()
                shutil.copy(SAMPLES / "refused" / defect.file, self.inbox / country)
                run, table = self.refused(
                    defect.code, f"{country}/{name}", *defect.says, country=country, missing=not defect.merged)
                if defect.merged:
                    self.assertGreater(table[country]["complete"], 0)
                    self.assertIn(f"{len(list(self.inbox.iterdir()))} of 6 countries fresh", run.stdout)
                (self.inbox / country / name).unlink()
                if (SAMPLES / "inbox" / country).exists() and (ALL or country in ("AL", "BA")):
                    shutil.copytree(SAMPLES / "inbox" / country, self.inbox / country, dirs_exist_ok=True)
                else:
                    (self.inbox / country).rmdir()

    def test_all_of_them_at_once_are_all_reported(self):
        run = merge(SAMPLES / "refused", self.out)
        self.assertEqual(run.returncode, 3)
        report = (current(self.out) / "documentation" / "report.html").read_text(encoding="utf-8")
        for defect in refused.DEFECTS:
            # An upload that others supersede is not looked at for what is merely open.
            if not defect.merged:
                self.assertIn(html.escape(defect.file), report)


class BadUpload(BadNight):
    def test_folder_instead_of_a_file(self):
        self.upload("AL").unlink()
        (self.inbox / "AL" / "may.csv").mkdir()
        self.refused("file.directory", "AL/may.csv")

    def test_no_permission(self):
        self.upload("AL").chmod(0)
        # The superuser reads everything unless the right to do so is taken away.
        prefix = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
        self.refused("file.permission", prefix=prefix)

    def test_unknown_answers_are_held_and_counted(self):
        path = self.upload("CO")
        lines = path.read_bytes().split(b"\r\n")
        column = lines[0].split(b",").index(b"P08")
        for row in (5, 9):
            cells = lines[row].split(b",")
            cells[column] = b"77"
            lines[row] = b",".join(cells)
        path.write_bytes(b"\r\n".join(lines))
        run, table = self.refused("answer.unmapped", "resp_gender", "2 times", country="CO", missing=False)
        self.assertIn("2 answers to map", run.stdout)
        self.assertNotIn("77", run.stderr)
        self.assertEqual(table["CO"]["all rows"], 271)

    def test_rows_of_a_refused_upload_are_in_the_accounts(self):
        def rename(content):
            return content.replace("Gjinia".encode(), b"Another column", 1)

        before = self.table(first_night(self.folder / "before"))["AL"]["all rows"]
        self.change("AL", rename)
        _, table = self.refused("header.missing-column")
        self.assertEqual(table["AL"]["not ready"], before)
        self.assertEqual(table["AL"]["all rows"], before)

    def test_the_last_accepted_upload_stays_in_force(self):
        self.first_night()
        path = self.upload("AL")
        path.write_bytes(path.read_bytes().replace("Gjinia".encode(), b"Another column", 1))
        run = merge(self.inbox, self.out)
        self.assertEqual(run.returncode, 3)
        self.assertEqual(self.table(run)["AL"]["complete"], 50)
        self.assertRegex(run.stdout, r"5 of 6 countries fresh, AL from \d+ [A-Z]")

    def test_a_country_whose_file_is_gone_stays_in_force(self):
        self.first_night()
        self.upload("AL").unlink()
        run = merge(self.inbox, self.out)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(self.table(run)["AL"]["complete"], 50)
        self.assertRegex(run.stdout, r"AL from \d+ [A-Z]")

    def test_a_replaced_upload_that_is_gone_is_history(self):
        self.first_night()
        before = self.table(merge(self.inbox, self.out, "--full"))["AL"]
        path = self.upload("AL")
        lines = path.read_bytes().split(b"\r\n")
        path.unlink()
        newer = b"\r\n".join(lines[:2] + [re.sub(rb"\d\d/(\d\d)/2021 ", rb"12/\1/2021 ", line) for line in lines[2:]])
        (self.inbox / "AL" / "newer.csv").write_bytes(newer)
        run = merge(self.inbox, self.out)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("6 of 6 countries fresh", run.stdout)
        self.assertEqual(self.table(run)["AL"], before)

    def test_a_file_that_is_gone_after_a_change_of_the_definition_is_named(self):
        study = self.folder / "frontline-workers"
        shutil.copytree(STUDY, study)
        arguments = ["merge", study, "--inbox", self.inbox, "--out", self.out, "--demonstration"]
        self.first_night()
        self.upload("AL").unlink()
        crosswalk = study / "crosswalks" / "AL.csv"
        crosswalk.write_text(crosswalk.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        for more in ((), ("--full",)):
            run = weir(*arguments, *more)
            self.assertEqual(run.returncode, 3)
            self.assertIn("[upload.stale]", run.stderr)
            self.assertEqual(self.table(run)["AL"]["complete"], 50)
        codebook = study / "codebook" / "categories.csv"
        codebook.write_text(codebook.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        for more in ((), ("--full",)):
            run = weir(*arguments, *more)
            self.assertEqual(run.returncode, 3)
            self.assertIn("[upload.gone]", run.stderr)
            self.assertIn("AL missing", run.stdout)

    def test_a_corrected_file_of_the_same_name_takes_its_place(self):
        self.first_night()
        for number in range(6):
            def correct(content):
                return content + b"\r\n" * (number + 1)

            self.change("CO", correct)
            run = merge(self.inbox, self.out)
            self.assertIn("6 of 6 countries fresh", run.stdout, number)

    def test_rows_that_vanish_are_told(self):
        self.first_night()
        shorter = b"\r\n".join(self.upload("CO").read_bytes().split(b"\r\n")[:100]) + b"\r\n"
        self.change("CO", lambda content: colombian(b"01", shorter))
        run = merge(self.inbox, self.out)
        self.assertEqual(run.returncode, 3)
        self.assertIn("[upload.behind]", run.stderr)
        self.assertEqual(self.table(run)["CO"]["complete"], 89)
        self.change("CO", lambda content: colombian(b"12", shorter))
        run = merge(self.inbox, self.out)
        self.assertEqual(run.returncode, 3)
        self.assertIn("[row.vanished]", run.stderr)
        self.assertRegex(run.stderr, r"respondents of an upload that this one replaces are not in it, and so not in the data set \(1\d\d\)")

    def test_a_mistyped_year_does_not_lock_later_uploads_out(self):
        path = self.upload("CO")
        lines = path.read_bytes().split(b"\r\n")
        # Who broke off has begun, but submitted nothing.
        rows = [row for row, line in enumerate(lines) if line.count(b",2021-") == 2][:2]
        for row in rows:
            lines[row] = re.sub(rb",2021-\d\d-", b",2099-01-", lines[row])
        path.write_bytes(b"\r\n".join(lines))
        run, _ = self.refused("answer.outside-period", "2 times, rows {}, {}".format(*(row + 1 for row in rows)), country="CO", missing=False)
        self.assertIn("6 of 6 countries fresh", run.stdout)
        self.assertEqual(self.table(run)["CO"]["complete"], 89)
        path.unlink()
        newer = colombian(b"12", (SAMPLES / "inbox" / "CO" / path.name).read_bytes())
        (self.inbox / "CO" / "newer.csv").write_bytes(newer)
        run = merge(self.inbox, self.out)
        self.assertNotIn("upload.behind", run.stderr)
        self.assertIn("6 of 6 countries fresh", run.stdout)

    def test_answers_in_a_column_nobody_declared_are_something_to_do(self):
        path = self.upload("CO")
        lines = path.read_bytes().rstrip(b"\r\n").split(b"\r\n")
        lines = [lines[0] + b",Q99,Q98"] + [line + b",,5" if row > 3 else line + b",," for row, line in enumerate(lines[1:])]
        path.write_bytes(b"\r\n".join(lines + [b"," * lines[0].count(b",")] * 3) + b"\r\n")
        run, _ = self.refused("header.undeclared-answers", f"({len(lines) - 5} times", country="CO", missing=False)
        self.assertNotIn("Q98", run.stderr)
        report = (current(self.out) / "documentation" / "report.html").read_text(encoding="utf-8")
        self.assertEqual(report.count("header.undeclared-column"), 1)
        self.assertIn("rows without any text; they are no interviews and were left out (3 times", report)

    def test_an_upload_is_reinstated_when_somebody_says_so(self):
        path = self.upload("CO")
        content = path.read_bytes()
        path.write_bytes(colombian(b"12", content))
        merge(self.inbox, self.out)
        path.write_bytes(colombian(b"06", content))
        run = merge(self.inbox, self.out)
        self.assertEqual(run.returncode, 3)
        self.assertIn("run once with --reinstate CO", run.stderr)
        self.assertRegex(run.stdout, r"5 of 6 countries fresh, CO from \d+")
        for _ in ("asked for", "remembered"):
            run = merge(self.inbox, self.out, *(["--reinstate", "CO"] if _ == "asked for" else ["--full"]))
            self.assertEqual(run.returncode, 0, run.stderr)
            self.assertIn("6 of 6 countries fresh", run.stdout)

    def test_reinstating_without_a_ready_upload_changes_nothing(self):
        self.first_night()
        self.upload("CO").write_bytes(b"")
        run = merge(self.inbox, self.out, "--reinstate", "CO")
        self.assertEqual(self.table(run)["CO"]["complete"], 89)
        self.assertEqual(merge(self.inbox, self.out, "--reinstate", "XX").returncode, 64)

    def test_a_field_period_that_is_none_is_a_mistake_of_the_study(self):
        study = shutil.copytree(STUDY, self.folder / "study")
        text = (study / "pipeline.yaml").read_text(encoding="utf-8")
        for wrong in ("2021-12..2021-01", "2021-01", "2021-13..2022-01", "2021-01..2021-06..2021-12", "[1, 2]"):
            changed = text.replace("field_period: 2021-01..2021-12", f"field_period: {wrong}")
            self.assertNotEqual(changed, text)
            (study / "pipeline.yaml").write_text(changed, encoding="utf-8")
            run = weir("study", "check", study)
            self.assertEqual(run.returncode, 4, wrong)
            self.assertIn("field_period: 2021-01..2021-12", run.stderr)

    def test_respondents_that_only_the_older_of_two_first_uploads_has_are_told(self):
        path = self.upload("CO")
        lines = path.read_bytes().rstrip(b"\r\n").split(b"\r\n")
        (self.inbox / "CO" / "one.csv").write_bytes(colombian(b"05", b"\r\n".join([lines[0], *lines[1:11]])))
        (self.inbox / "CO" / "two.csv").write_bytes(colombian(b"06", b"\r\n".join([lines[0], *lines[11:31]])))
        path.unlink()
        run, table = self.refused("row.vanished", "CO/two.csv: respondents of an upload that this one replaces are not in it, and so not in the data set (10)", country="CO", missing=False)
        self.assertEqual(table["CO"]["superseded"], 10)
        again = merge(self.inbox, self.out, "--full")
        self.assertEqual((again.returncode, again.stdout), (3, run.stdout), again.stderr)
        (self.inbox / "CO" / "one.csv").unlink()
        self.assertEqual(merge(self.inbox, self.out).returncode, 0)

    def test_changed_answers_are_told_and_the_accounts_add_up(self):
        self.first_night()
        earlier = self.upload("CO")
        lines = colombian(b"12", earlier.read_bytes()).split(b"\r\n")
        column = lines[0].split(b",").index(b"P01")
        for row in range(1, 6):
            cells = lines[row].split(b",")
            cells[column] = b"sure"
            lines[row] = b",".join(cells)
        (self.inbox / "CO" / "corrected.csv").write_bytes(b"\r\n".join(lines))
        run = merge(self.inbox, self.out)
        report = (current(self.out) / "documentation" / "report.html").read_text(encoding="utf-8")
        self.assertRegex(report, r"respondents have other answers than in an upload that this one replaces; the new ones count \([45]\)")
        table = self.table(run)["CO"]
        self.assertGreaterEqual(table["superseded"], len(lines) - 2)
        self.assertEqual(table["all rows"], sum(cell for title, cell in table.items() if title != "all rows"))
        self.assertGreaterEqual(table["all rows"], 2 * (len(lines) - 2))

    def test_an_unknown_answer_about_consent_is_held_and_no_refusal(self):
        path = self.upload("CO")
        lines = path.read_bytes().split(b"\r\n")
        column = lines[0].split(b",").index(b"P01")
        for row in range(1, 6):
            cells = lines[row].split(b",")
            cells[column] = b"sure"
            lines[row] = b",".join(cells)
        path.write_bytes(b"\r\n".join(lines))
        _, table = self.refused("answer.unmapped", "consent", country="CO", missing=False)
        self.assertGreaterEqual(table["CO"]["held"], 4)
        self.assertLessEqual(table["CO"]["no consent"], 1)

    def test_a_pipe_is_refused_and_not_waited_for(self):
        os.mkfifo(self.inbox / "AL" / "pipe.csv")
        self.refused("file.not-regular", "AL/pipe.csv", missing=False)

    def test_what_lies_beside_the_country_folders_is_called_what_it_is(self):
        (self.inbox / "stray.csv").write_text("a,b\n1,2\n")
        run, _ = self.refused("file.stray", "stray.csv: this file lies beside", missing=False)
        self.assertNotIn("[upload.unknown-country]", run.stderr)
        (self.inbox / "stray.csv").unlink()
        (self.inbox / "XX").mkdir()
        run, _ = self.refused("upload.unknown-country", "XX", missing=False)
        self.assertNotIn("[file.stray]", run.stderr)

    def test_a_file_in_place_of_a_country_folder(self):
        shutil.rmtree(self.inbox / "AL")
        (self.inbox / "AL").write_text("not a folder")
        self.refused("folder.unreadable")

    def test_files_of_the_system_are_no_uploads(self):
        for name in ("Thumbs.db", "desktop.ini", ".DS_Store", "AL/Thumbs.db", "AL/Desktop.ini", "AL/.DS_Store"):
            (self.inbox / name).write_bytes(b"x")
        self.assertEqual(merge(self.inbox, self.out).returncode, 0)

    def test_a_folder_in_place_of_the_link_is_found_before_anything_is_published(self):
        current(self.out).mkdir(parents=True)
        run = merge(self.inbox, self.out)
        self.assertEqual(run.returncode, 1)
        self.assertRegex(run.stderr, r"^weir: \S+/current is no link")
        self.assertEqual([path.name for path in current(self.out).parent.iterdir()], ["current"])

    def test_a_damaged_ledger_is_named_with_what_to_do(self):
        self.first_night()
        ledger = self.out / "state" / STUDY.name / "ledger.sqlite"
        content = ledger.read_bytes()
        for spoilt in (b"x" * 9000, content[:4096] + b"\xff" * (len(content) - 4096), content[:5000]):
            ledger.write_bytes(spoilt)
            run = merge(self.inbox, self.out)
            self.assertEqual(run.returncode, 1, run.stderr)
            self.assertRegex(run.stderr, r"^weir: the ledger \S+/ledger.sqlite is damaged.* copy its backup there")
            self.assertIn("merge once with --new-ledger", run.stderr)
        for file in ledger.parent.glob("ledger.sqlite*"):
            file.unlink()
        self.assertEqual(merge(self.inbox, self.out).returncode, 1)
        self.assertEqual(merge(self.inbox, self.out, "--new-ledger").returncode, 0)

    def test_an_inbox_that_is_a_file_is_called_so(self):
        run = merge(self.upload("AL"), self.out)
        self.assertEqual(run.returncode, 1)
        self.assertIn("is no folder", run.stderr)

    def test_a_damaged_data_set_is_made_again(self):
        self.first_night()
        data = current(self.out) / "data" / "merged.csv.gz"
        data.write_bytes(data.read_bytes() + b"x")
        self.assertEqual(weir("verify", current(self.out)).returncode, 6)
        merge(self.inbox, self.out)
        self.assertEqual(weir("verify", current(self.out)).returncode, 0)

    def test_an_identical_night_adds_no_link_to_the_chain(self):
        self.first_night()
        chain = self.out / "state" / STUDY.name / "chain.jsonl"
        before = chain.read_text()
        merge(self.inbox, self.out)
        self.assertEqual(chain.read_text(), before)
        self.assertEqual(len(before.splitlines()), 1)

    def test_nothing_at_all_is_not_published(self):
        for folder in self.inbox.iterdir():
            shutil.rmtree(folder)
        run = merge(self.inbox, self.out)
        self.assertEqual(run.returncode, 2)
        self.assertIn("nothing was published", run.stderr)
        self.assertFalse((self.out / "internal").exists())

    def test_what_came_in_is_told_even_when_nothing_of_it_can_be_used(self):
        defects = [defect for defect in refused.DEFECTS if not defect.merged]
        inbox = self.folder / "bad"
        for defect in defects:
            (inbox / defect.file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(SAMPLES / "refused" / defect.file, inbox / defect.file)
        run = merge(inbox, self.out)
        self.assertEqual(run.returncode, 2, run.stderr)
        table = self.table(run)["all"]
        self.assertGreater(table["not ready"], 0)
        self.assertEqual(table["not ready"], table["all rows"])
        for defect in defects:
            self.assertIn(defect.file, run.stderr)
        self.assertIn(f"{len(defects)} files not ready", run.stdout)

    def test_the_last_line_names_every_reason_with_its_count(self):
        self.first_night()
        self.upload("AL").write_bytes(b"")
        (self.inbox / "XX").mkdir()
        (self.inbox / "stray.csv").write_bytes(b"")
        path = self.upload("CO")
        lines = path.read_bytes().rstrip(b"\r\n").split(b"\r\n")
        column = lines[0].split(b",").index(b"P08")
        for row, text in ((5, b"77"), (9, b"78"), (12, b"77")):
            cells = lines[row].split(b",")
            cells[column] = text
            lines[row] = b",".join(cells)
        lines[20] = re.sub(rb",2021-\d\d-", b",2099-01-", lines[20])
        lines = [lines[0] + b",Q99", *[line + b",a" for line in lines[1:]]]
        path.write_bytes(b"\r\n".join(lines) + b"\r\n")
        run = merge(self.inbox, self.out)
        self.assertEqual(run.returncode, 3)
        self.assertRegex(
            run.stdout.splitlines()[-1],
            r"^5 of 6 countries fresh, AL from \d+ [A-Z][a-z]+ 20\d\d, 3 answers to map, "
            rf"{len(lines) - 1} answers in columns nobody declared, 3 files not ready, 1 other finding$")

    def test_a_name_that_moves_the_cursor_is_made_plain(self):
        (self.inbox / "AL" / "a\x1b[2Jb\n.csv").write_bytes(b"")
        run, _ = self.refused("file.empty", missing=False)
        self.assertNotIn("\x1b", run.stderr)

    def test_an_older_export_beside_a_newer_one_is_superseded(self):
        path = self.upload("AL")
        older = first_lines(path.read_bytes(), 40) + b"\r\n"
        (self.inbox / "AL" / "0 older.csv").write_bytes(older)
        run = merge(self.inbox, self.out)
        self.assertEqual(self.table(run)["AL"]["complete"], 50)
        self.assertGreaterEqual(self.table(run)["AL"]["superseded"], 30)


if __name__ == "__main__":
    unittest.main()
