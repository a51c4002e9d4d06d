"""What lies in a partner's folder: the report that weir keeps beside her file, and the template she may start from."""

import os
import pathlib
import re
import shutil
import subprocess
import time
import unittest
import zipfile

import workbooks
from weir_program import SAMPLES, STUDY, WEIR, Night, merge, uploads, weir

READY = "Gati: nuk ka asgjë për të bërë."
NONE = "Ende nuk ka asnjë skedar në dosjen tuaj."


class Watched(Night):
    """An inbox of which only Albania's folder has anything, and a watch over it."""

    def setUp(self):
        super().setUp()
        shutil.rmtree(self.inbox)
        self.al = self.inbox / "AL"
        self.al.mkdir(parents=True)
        self.report = self.al / "report-sq.html"
        self.watch = subprocess.Popen(
            [WEIR, "watch", STUDY, "--inbox", self.inbox, "--every", "0.2"], stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)
        self.addCleanup(self.end)

    def end(self):
        # A background job of a shell does not hear an interrupt.
        self.watch.terminate()
        self.watch.wait()
        self.watch.stdout.close()

    def title(self):
        if not self.report.exists():
            return None
        return re.search("<title>(.*?)</title>", self.report.read_text(encoding="utf-8"))[1]

    def wait(self, title, holds=""):
        end = time.monotonic() + 30
        while time.monotonic() < end:
            if self.title() == title and holds in self.report.read_text(encoding="utf-8"):
                return
            time.sleep(0.05)
        self.fail(f"{self.title()} instead of {title}, {holds}")

    def test_a_dropped_replaced_renamed_and_removed_file(self):
        self.wait(NONE)
        shutil.copy(uploads("AL")[0], self.al / "mine.csv")
        self.wait(READY, "mine.csv")
        shutil.copy(SAMPLES / "refused" / "AL" / "missing-column.csv", self.al / "mine.csv")
        self.wait("Ende jo gati: 1 gjë për të bërë.", "Gjinia")
        (self.al / "mine.csv").rename(self.al / "renamed.csv")
        self.wait("Ende jo gati: 1 gjë për të bërë.", "renamed.csv")
        shutil.copy(uploads("AL")[0], self.al / "renamed.csv")
        self.wait(READY, "renamed.csv")
        self.report.unlink()
        self.wait(READY, "renamed.csv")
        (self.al / "renamed.csv").unlink()
        self.wait(NONE)
        self.assertEqual([path.name for path in self.al.iterdir()], ["report-sq.html"])

    def test_a_half_copied_file_is_left_in_peace(self):
        self.wait(NONE)
        content = uploads("AL")[0].read_bytes()
        with open(self.al / "slow.csv", "wb") as file:
            for start in range(0, len(content), len(content) // 20 + 1):
                file.write(content[start : start + len(content) // 20 + 1])
                file.flush()
                time.sleep(0.1)
                self.assertIn(self.title(), (NONE, READY))
        self.wait(READY, "slow.csv")
        (self.al / "next.csv.part").write_bytes(content[:1000])
        time.sleep(1)
        self.assertNotIn("next.csv", self.report.read_text(encoding="utf-8"))

    def test_a_workbook_whose_copy_pauses_gets_no_verdict(self):
        self.wait(NONE)
        content = workbooks.zipped(workbooks.parts({"A": workbooks.table([["x"], ["1"]])}))
        (self.al / "slow.xlsx").write_bytes(content[: len(content) // 2])
        time.sleep(1.5)
        self.assertEqual(self.title(), NONE)
        (self.al / "slow.xlsx").write_bytes(content)
        self.wait("Ende jo gati: 1 gjë për të bërë.", "upload.other-survey")

    def test_a_table_whose_copy_pauses_gets_no_verdict(self):
        """Nor does a data file of SPSS, of which nobody can tell where it ends."""
        self.wait(NONE)
        content = uploads("AL")[0].read_bytes()
        half = content[: len(content) // 2].rstrip(b"\r\n")
        for name, start in (("slow.csv", half), ("slow.sav", uploads("MX")[0].read_bytes()[:20_000])):
            (self.al / name).write_bytes(start)
            time.sleep(1.5)
            self.assertEqual(self.title(), NONE)
            (self.al / name).unlink()
            time.sleep(0.5)
        (self.al / "slow.csv").write_bytes(content)
        self.wait(READY, "slow.csv")

    def test_who_may_read_the_folder_may_read_the_report(self):
        self.wait(NONE)
        self.al.chmod(0o755)
        (self.al / "survey.csv").write_bytes(uploads("AL")[0].read_bytes())
        self.wait(READY, "survey.csv")
        # The report is there a moment before its rights are.
        until = time.monotonic() + 5
        while time.monotonic() < until and self.report.stat().st_mode & 0o777 != 0o644:
            time.sleep(0.05)
        self.assertEqual(self.report.stat().st_mode & 0o777, 0o644)


class Nightly(Night):
    def test_the_merge_writes_the_same_report(self):
        run = weir("watch", STUDY, "--inbox", self.inbox, "--once")
        self.assertEqual(run.returncode, 0, run.stderr)
        reports = sorted(self.inbox.glob("*/report-*.html"))
        self.assertEqual(
            [path.name for path in reports],
            ["report-sq.html", "report-bs.html", "report-es.html", "report-ro.html", "report-es.html", "report-es.html"])
        before = [path.read_bytes() for path in reports]
        for path in reports:
            path.unlink()
        run = merge(self.inbox, self.out)
        self.assertEqual(sorted(self.inbox.glob("*/report-*.html")), [], "practice writes into no inbox")
        self.assertEqual(self.night().returncode, run.returncode)
        self.assertEqual([path.read_bytes() for path in reports], before)
        times = [path.stat().st_mtime_ns for path in reports]
        self.night()
        self.assertEqual([path.stat().st_mtime_ns for path in reports], times, "a page that says the same is left alone")

    def night(self, *more):
        """A night with keys of its own."""
        keys = self.folder / "keys"
        if not keys.exists():
            weir("keys", "create", keys)
        return weir("merge", STUDY, "--inbox", self.inbox, "--out", self.out / "own", "--keys", keys, *more)

    def test_an_inbox_that_takes_no_report_stops_no_night(self):
        (self.inbox / "MD" / "report-ro.html").mkdir()
        run = self.night()
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("partners of MD have no new report", run.stderr)
        self.assertTrue((self.inbox / "AL" / "report-sq.html").exists())
        shutil.rmtree(self.inbox / "AL")
        run = self.night("--no-partner-reports")
        self.assertNotIn("no new report", run.stderr)

    def test_a_check_against_the_memory_tells_what_follows_and_leaves_it_alone(self):
        self.night()
        keys, state = self.folder / "keys", self.out / "own" / "state" / STUDY.name
        content = self.upload("CO").read_bytes().split(b"\r\n")
        later = self.folder / "later.csv"
        later.write_bytes(
            re.sub(rb",2021-\d\d-(\d\d)", lambda day: b",2021-12-" + min(day[1], b"28"), b"\r\n".join(content[:200])))
        older = self.folder / "older.csv"
        older.write_bytes(re.sub(rb",2021-\d\d-(\d\d)", rb",2021-01-\1", b"\r\n".join(content[:200])))
        before = {path: path.read_bytes() for path in state.rglob("*") if path.is_file()}
        for path, code in ((later, "row.vanished"), (older, "upload.behind")):
            arguments = ["check", path, "--study", STUDY, "--country", "CO", "--language", "en"]
            plain = weir(*arguments)
            run = weir(*arguments, "--state", state, "--keys", keys)
            self.assertEqual(run.returncode, plain.returncode, run.stderr)
            self.assertIn(f"[{code}]", run.stdout)
            self.assertNotIn(f"[{code}]", plain.stdout)
            self.assertIn("Compared with what was accepted before", run.stdout)
            self.assertIn(re.search("Verdict number: .*", plain.stdout)[0], run.stdout)
        self.assertEqual({path: path.read_bytes() for path in state.rglob("*") if path.is_file()}, before)
        run = weir(*arguments, "--state", state, "--demonstration")
        self.assertEqual(run.returncode, 5, run.stderr)
        self.assertEqual(weir(*arguments, "--state", self.folder / "none", "--keys", keys).returncode, 1)
        self.assertEqual(weir(*arguments, "--keys", keys).returncode, 64)

    def test_what_follows_from_earlier_uploads_stands_apart(self):
        merge(self.inbox, self.out)
        content = self.upload("CO").read_bytes().split(b"\r\n")
        self.upload("CO").unlink()
        (self.inbox / "CO" / "later.csv").write_bytes(
            re.sub(rb",2021-\d\d-(\d\d)", lambda day: b",2021-12-" + min(day[1], b"28"), b"\r\n".join(content[:200])))
        merge(self.inbox, self.out, "--partner-reports")
        report = (self.inbox / "CO" / "report-es.html").read_text(encoding="utf-8")
        self.assertIn("<title>Listo: no hay nada que hacer.</title>", report)
        self.assertIn("En comparación con lo aceptado antes", report)
        self.assertIn("row.vanished", report)

    def test_no_inbox(self):
        run = weir("watch", STUDY, "--inbox", self.folder / "nowhere", "--once")
        self.assertEqual(run.returncode, 1)
        self.assertIn("there is no inbox", run.stderr)


class Template(Night):
    def template(self, country, **options):
        path = self.folder / f"{country}.xlsx"
        more = [part for name, value in options.items() for part in (f"--{name}", value)]
        run = weir("template", STUDY, "--country", country, "--out", path, *more)
        self.assertEqual(run.returncode, 0, run.stderr)
        return path

    def test_instructions_lists_and_translations(self):
        with zipfile.ZipFile(self.template("AL")) as archive:
            data = archive.read("xl/worksheets/sheet1.xml").decode()
            help_ = archive.read("xl/worksheets/sheet2.xml").decode()
            book = archive.read("xl/workbook.xml").decode()
        self.assertIn('name="Udhëzime"', book)
        self.assertIn("Mos i ngjitni kurrë përgjigjet në një përkthyes në internet", help_)
        self.assertIn("Kush i përktheu përgjigjet e hapura", help_)
        rows = dict(re.findall(r'<c r="A(\d+)"[^>]*><is><t xml:space="preserve">(.*?)</t>', help_))
        lists = re.findall(r"<formula1>'Udhëzime'!\$A\$(\d+):\$A\$(\d+)</formula1>", data)
        self.assertGreater(len(lists), 100)
        answers = [[rows[str(row)] for row in range(int(first), int(last) + 1)] for first, last in lists]
        self.assertIn(["Femër", "Mashkull", "Tjetër"], [sorted(each) for each in answers])
        headers = re.findall(r'<c r="[A-Z]+1"[^>]*><is><t xml:space="preserve">(.*?)</t>', data)
        place = headers.index("Koment për besimet dhe praktikat")
        self.assertEqual(headers[place + 1], "Koment për besimet dhe praktikat (English translation)")

    def test_a_filled_template_is_an_upload(self):
        """Every country's: a sample interview typed in under the template's headers is taken."""
        for country in ("AL", "BA", "CO", "MD", "MX", "PE"):
            path = self.template(country)
            empty = weir("check", path, "--study", STUDY, "--country", country)
            self.assertIn("[file.no-interviews]", empty.stdout, country)
            with zipfile.ZipFile(path) as archive:
                parts = {name: archive.read(name).decode() for name in archive.namelist()}
            sheet = parts["xl/worksheets/sheet1.xml"]
            columns = len(re.findall("<dataValidation ", sheet))
            row = 3 if '<row r="2"' in sheet else 2
            cells = workbooks.cell("77", row, 0) + workbooks.cell("4821", row, 1)
            parts["xl/worksheets/sheet1.xml"] = sheet.replace("</sheetData>", f'<row r="{row}">{cells}</row></sheetData>')
            path.write_bytes(workbooks.zipped(parts))
            run = weir("check", path, "--study", STUDY, "--country", country, "--language", "en")
            self.assertEqual(run.returncode, 0, run.stdout)
            self.assertIn("1 interview started", run.stdout)
            self.assertRegex(run.stdout, rf"{columns} of {columns} columns are fine")

    @unittest.skipUnless(os.environ.get("ALL") and shutil.which("soffice"), "needs LibreOffice")
    def test_libreoffice_keeps_lists_and_typed_text(self):
        """Opened and saved by LibreOffice, it has the same lists, and a filled one is the same upload."""
        path = self.template("AL")
        here = self.folder / "saved"
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{self.folder}/office", "--headless", "--convert-to",
             "xlsx:Calc MS Excel 2007 XML", "--outdir", here, path], check=True, capture_output=True)
        lists = [self.lists(each) for each in (path, here / path.name)]
        self.assertGreater(len(lists[0]), 100)
        self.assertEqual(sorted(lists[0]), sorted(lists[1]))
        run = weir("check", here / path.name, "--study", STUDY, "--country", "AL")
        self.assertIn("[file.no-interviews]", run.stdout)

    @staticmethod
    def lists(path):
        """Where each list of a workbook stands."""
        with zipfile.ZipFile(path) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        found = re.findall(r"<dataValidation ([^>]*)><formula1>([^<]*)</formula1>", sheet)
        return [(re.search(r'sqref="([A-Z]+)', attributes)[1], formula.replace("'", ""))
                for attributes, formula in found if 'type="list"' in attributes]

    def test_codes_are_offered_with_their_meaning_and_taken_back(self):
        path = self.template("CO")
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name).decode() for name in archive.namelist()}
        sheet, help_ = parts["xl/worksheets/sheet1.xml"], parts["xl/worksheets/sheet2.xml"]
        headers = re.findall(r'<c r="([A-Z]+)1"[^>]*><is><t xml:space="preserve">(.*?)</t>', sheet)
        rows = {int(row): text for row, text in re.findall(r'<c r="A(\d+)"[^>]*><is><t xml:space="preserve">(.*?)</t>', help_)}
        lists = {}
        for attributes, first, last in re.findall(
                r"<dataValidation ([^>]*)><formula1>'[^']*'!\$A\$(\d+):\$A\$(\d+)</formula1>", sheet):
            column = re.search(r'sqref="([A-Z]+)', attributes)[1]
            lists[dict(headers)[column]] = [rows[row] for row in range(int(first), int(last) + 1)]
        self.assertEqual(lists["P08"], ["1 – Masculino", "2 – Femenino", "3 – Otro"])
        self.assertFalse([text for answers in lists.values() for text in answers if text.isdigit()])
        # A row for each answer that any list offers: all are taken back.
        body = ""
        for row in range(2, 2 + max(map(len, lists.values()))):
            cells = workbooks.cell(str(7000 + row), row, 0)
            for place, (_, header) in enumerate(headers):
                answers = lists.get(header, [])
                if row - 2 < len(answers) and header not in ("PAIS", "ESTADO"):
                    cells += workbooks.cell(answers[row - 2], row, place)
            body += f'<row r="{row}">{cells}</row>'
        parts["xl/worksheets/sheet1.xml"] = sheet.replace("</sheetData>", body + "</sheetData>")
        path.write_bytes(workbooks.zipped(parts))
        run = weir("check", path, "--study", STUDY, "--country", "CO", "--language", "en")
        for code in ("answer.unmapped", "answer.wording-drift", "answer.identifier-misplaced", "cell.identifier"):
            self.assertNotIn(f"[{code}]", run.stdout)
        self.assertIn("columns are fine", run.stdout)

    def test_same_bytes(self):
        self.assertEqual(self.template("CO").read_bytes(), self.template("CO").read_bytes())

    def test_another_language(self):
        with zipfile.ZipFile(self.template("CO", language="en")) as archive:
            self.assertIn('name="Instructions"', archive.read("xl/workbook.xml").decode())
        self.assertEqual(weir("template", STUDY, "--country", "XX").returncode, 64)


if __name__ == "__main__":
    unittest.main()
