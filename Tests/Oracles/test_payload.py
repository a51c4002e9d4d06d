"""One table, written in every format and encoding that can hold it, becomes the same prepared part, byte by byte: only
the summary tells them apart, which names the upload. Libraries of other people write what is no text; they come from
PyPI, so only `make test-all` runs it with them."""

import codecs
import csv
import gzip
import io
import itertools
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import payload_tools
import workbooks
from weir_program import STUDY, Night, merge, uploads, weir

# Name of the encoding, and the mark in front; Albanian and Spanish are in most of them.
ENCODINGS = (("utf-8", b""), ("utf-8", codecs.BOM_UTF8), ("utf-16-le", codecs.BOM_UTF16_LE),
             ("utf-16-be", codecs.BOM_UTF16_BE), ("utf-16-le", b""), ("utf-16-be", b""), ("cp1250", b""), ("cp1252", b""),
             ("iso8859-2", b""), ("mac_roman", b""))
DELIMITERS = ",;\t|"
ALL = os.environ.get("ALL")


def table(country, encoding):
    return list(csv.reader(io.StringIO(uploads(country)[0].read_bytes().decode(encoding), newline="")))


def text(rows, delimiter):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return file.getvalue()


def one_row(rows):
    """Both header rows in one: questions, and options behind a dash."""
    question, headers = "", []
    for above, below in zip(*rows[:2]):
        question = above or question
        headers.append(f"{question} - {below}" if below not in ("", "Response", "Open-Ended Response") else question)
    return headers


def replaced(rows, letters):
    return [[cell.translate(str.maketrans(letters)) for cell in row] for row in rows]


def shortened(folder, country, rows):
    """A study whose questions of a country are short enough for labels of Stata, and the country's table with them: each
    longer one is numbered, and an option too."""
    study = folder / "short"
    shutil.copytree(STUDY, study)
    path = study / "crosswalks" / f"{country}.csv"
    lines = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))

    def short(texts):
        return {text: text if len(text) < 33 else f"{text[:24]} {number}" for number, text in enumerate(dict.fromkeys(texts))}

    questions, parts = short(line["source"] for line in lines), short(line["part"] for line in lines)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({**line, "source": questions[line["source"]], "part": parts[line["part"]]} for line in lines)
    above, below = rows[:2]
    return study, [[questions.get(cell, cell) for cell in above], [parts.get(cell, cell) for cell in below], *rows[2:]]


class Payload(Night):
    def setUp(self):
        super().setUp()
        for folder in self.inbox.iterdir():
            for path in folder.iterdir():
                path.unlink()

    def payload(self, country, name, content, study=STUDY):
        """The prepared part of an upload, apart from its summary."""
        path = self.inbox / country / name
        path.write_bytes(content)
        with tempfile.TemporaryDirectory() as out:
            run = merge(self.inbox, out, study=study)
            path.unlink()
            parts = [path for path in (pathlib.Path(out) / "state").glob("*/parts/*") if path.is_dir()]
            self.assertEqual(len(parts), 1, f"{name}: {run.stderr}")
            return [(parts[0] / file).read_bytes() for file in ("accounts.bin", "answers.bin")]

    def assert_same(self, country, rows, files, study=STUDY):
        expected = self.payload(country, "plain.csv", text(rows, ",").encode(), study)
        for name, content in files:
            with self.subTest(name):
                self.assertTrue(self.payload(country, name, content, study) == expected, name)

    def in_every_encoding(self, country, rows):
        for delimiter, (encoding, mark) in itertools.product(DELIMITERS, ENCODINGS):
            # Every delimiter in every encoding takes minutes.
            if not (ALL or delimiter == ";" or encoding == "utf-8"):
                continue
            try:
                content = mark + text(rows, delimiter).encode(encoding)
            except UnicodeEncodeError:
                continue
            yield f"{encoding} {len(mark)} {ord(delimiter)}.csv", content

    def test_spanish_as_text(self):
        rows = table("CO", "utf-8")
        files = list(self.in_every_encoding("CO", rows))
        self.assertGreaterEqual(len(files), 8 * 4 if ALL else 14)
        self.assert_same("CO", rows, files)

    def test_albanian_as_text(self):
        rows = table("AL", "cp1250")
        files = [file for file in self.in_every_encoding("AL", rows) if file[0].startswith(("cp1250", "utf-16-le 2"))]
        self.assertEqual(len(files), 2 * (4 if ALL else 1))
        self.assert_same("AL", rows, files)
        # Without the neighbours' letters and the dash, every encoding holds it.
        plain = replaced(rows, dict(zip("čćđČĆĐ–", "ccdCCD-")))
        files = list(self.in_every_encoding("AL", plain))
        self.assertEqual(len(files), len(ENCODINGS) * len(DELIMITERS) if ALL else 16)
        self.assert_same("AL", plain, files)

    def test_bosnian_as_text(self):
        # Some write Cyrillic, and programs make quotes and dashes of their own.
        rows = replaced(table("BA", "utf-8"), {**dict(zip("“”„‘’–—", "\"\"\"''--")), "…": "..."})
        rows = [[re.sub("[^\x00-\u017f]", "x", cell) for cell in row] for row in rows]
        files = list(self.in_every_encoding("BA", rows))
        self.assertEqual({"cp1250", "iso8859-2"} - {name.split()[0] for name, _ in files}, set())
        self.assertEqual(len(files), 8 * len(DELIMITERS) if ALL else 14)
        self.assert_same("BA", rows, files)

    def test_a_declared_encoding_wins(self):
        """The sample's letters are the same in two encodings, and by themselves they are taken for the other one."""
        study = self.folder / "study"
        shutil.copytree(STUDY, study)
        pipeline = study / "pipeline.yaml"
        said = pipeline.read_text(encoding="utf-8")
        declared = said.replace("AL: {name: Albania,", "AL: {name: Albania, encoding: windows-1250,")
        self.assertNotEqual(declared, said)
        pipeline.write_text(declared, encoding="utf-8")
        path = uploads("AL")[0]
        told = [weir("check", path, "--study", study, "--country", "AL", "--language", "en").stdout for study in (STUDY, study)]
        self.assertEqual(["[encoding.recognised]" in text for text in told], [True, False])
        content = path.read_bytes()
        self.assertTrue(self.payload("AL", "a.csv", content) == self.payload("AL", "a.csv", content, study))

    def test_packed_and_in_a_workbook(self):
        rows = table("CO", "utf-8")
        plain = text(rows, ";").encode()
        book = workbooks.workbook({"Answers": workbooks.table(rows)})
        self.assert_same("CO", rows, [
            ("a.csv.gz", gzip.compress(plain)), ("a.zip", workbooks.zipped({"a.csv": plain})), ("a.xlsx", book),
            ("b.zip", workbooks.zipped({"a.xlsx": book}))])

    def written(self, rows, *crosswalk):
        """The table as libraries of other people write it."""
        payload_tools.install()
        (self.folder / "table.json").write_text(json.dumps(rows), encoding="utf-8")
        formats = self.folder / "formats"
        formats.mkdir()
        script = pathlib.Path(__file__).with_name("payload_formats.py")
        subprocess.run([payload_tools.PYTHON, "-W", "ignore", script, self.folder / "table.json", formats, *crosswalk], check=True)
        return [(path.name, path.read_bytes()) for path in sorted(formats.iterdir())]

    @unittest.skipUnless(ALL, "fetches packages")
    def test_as_other_programs_write_it(self):
        rows = table("CO", "utf-8")
        files = self.written(rows)
        self.assertGreaterEqual(len(files), 9)
        self.assertEqual({pathlib.Path(name).suffix for name, _ in files}, {".xlsx", ".ods", ".sav", ".zsav", ".dta"})
        self.assert_same("CO", rows, files)

    @unittest.skipUnless(ALL, "fetches packages")
    def test_data_files_that_know_the_questionnaire_by_labels_alone(self):
        for country, encoding in (("AL", "cp1250"), ("BA", "utf-8")):
            rows = table(country, encoding)
            files = self.written(rows, STUDY / "crosswalks" / f"{country}.csv")
            self.assertEqual(len(files), 4)
            # A data file has one row of headers.
            self.assert_same(country, [one_row(rows)] + rows[2:], files)
            for path in (self.folder / "formats").iterdir():
                path.unlink()
            (self.folder / "formats").rmdir()

    @unittest.skipUnless(ALL, "fetches packages")
    def test_data_of_stata_that_knows_the_questionnaire_by_labels_alone(self):
        study, rows = shortened(self.folder, "AL", table("AL", "cp1250"))
        files = [file for file in self.written(rows, study / "crosswalks" / "AL.csv") if file[0].endswith(".dta")]
        self.assertEqual(len(files), 2)
        self.assert_same("AL", [one_row(rows)] + rows[2:], files, study)


if __name__ == "__main__":
    unittest.main()
