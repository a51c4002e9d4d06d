"""Uploads whose letters were written in one encoding and read in another are told by both encodings and by place; uploads that are
right are not. All six countries, both directions between Windows-1250 and Windows-1252, and some other pairs; headers, answers,
or all. Python's own codecs do the misreading."""

import csv
import io
import json
import pathlib
import tempfile
import unittest

import data_files
import weir_program
import workbooks
from weir_program import SAMPLES, STUDY, uploads, weir

# Names and signs of other countries that stand in answers as they should.
FOREIGN = ["Çelik", "Kamińska, Gdańsk", "Łódź", "Fabrègas", "Sigurðsson", "„Wir“ – «eux» – “we”…", "São João", "è così, perché",
           "20 °C, £5 or 10¢", "don´t, 5–6, it’s", "CHILDREN’S", "a\u00a0b\u00a0c col·legi", "Mª José, 1º"]
# Good Romanian: a quote or a soft hyphen behind a letter that Windows-1250 makes of UTF-8.
ROMANIAN = ["„NU SUNT ACASĂ“", "‘ACASĂ‘", "MAMĂ\u00adTATĂ", "ACASĂ…"]
HEADERS = {"AL": 2, "BA": 2, "CO": 1, "MD": 1, "MX": 1, "PE": 1}
RECORDS = 30
# Where an encoding has ș and ț with a cedilla only.
CEDILLAS = str.maketrans("șțȘȚ", "şţŞŢ")
NAMES = {"cp1250": "Windows-1250", "cp1252": "Windows-1252", "iso8859-2": "ISO-8859-2", "mac-roman": "Mac Roman",
         "cp850": "IBM850", "cp852": "IBM852", "utf-8": "UTF-8"}
CODES = {"header.mojibake", "upload.mojibake", "answer.mojibake", "answer.misread"}

# What is told when only headers, only answers, or both were misread; blank where the country's letters are the same in both, or
# where its headers and answers are codes without letters.
TELLS = {
    ("AL", "cp1250", "cp1252"): ("", "", ""),
    ("AL", "cp1252", "cp1250"): ("", "", ""),
    ("BA", "cp1250", "cp1252"): ("header.mojibake", "upload.mojibake", "header.mojibake"),
    ("CO", "cp1252", "cp1250"): ("", "answer.mojibake", "answer.mojibake"),
    ("MD", "cp1250", "cp1252"): ("header.mojibake", "upload.mojibake", "header.mojibake"),
    ("MX", "cp1252", "cp1250"): ("header.mojibake", "answer.misread", "header.mojibake"),
    ("PE", "cp1252", "cp1250"): ("", "answer.misread", "answer.misread"),
    ("AL", "utf-8", "cp1252"): ("header.mojibake", "upload.mojibake", "header.mojibake"),
    ("BA", "utf-8", "cp1250"): ("header.mojibake", "upload.mojibake", "header.mojibake"),
    ("BA", "cp852", "cp1250"): ("header.mojibake", "upload.mojibake", "header.mojibake"),
    ("CO", "utf-8", "cp1252"): ("", "answer.mojibake", "answer.mojibake"),
    ("CO", "utf-8", "mac-roman"): ("", "answer.mojibake", "answer.mojibake"),
    ("CO", "mac-roman", "cp1252"): ("", "answer.mojibake", "answer.mojibake"),
    ("CO", "cp1252", "cp850"): ("", "answer.mojibake", "answer.mojibake"),
    ("CO", "cp850", "cp1252"): ("", "answer.mojibake", "answer.mojibake"),
    ("MX", "mac-roman", "cp1252"): ("header.mojibake", "upload.mojibake", "header.mojibake"),
}
# In these directions letters are not other ones but lost: the first encoding has none of them.
LOSSY = [("BA", "cp1252", "cp1250"), ("CO", "cp1250", "cp1252"), ("MD", "cp1252", "cp1250"), ("MX", "cp1250", "cp1252"),
         ("PE", "cp1250", "cp1252")]


def table(country):
    """The header and first records of a country's sample."""
    content = uploads(country)[0].read_bytes()
    if country == "MD":
        rows = workbooks.read(content)
    elif country == "MX":
        rows = data_files.read(content)
    else:
        text = content.decode({"AL": "cp1250", "PE": "utf-16"}.get(country, "utf-8-sig"))
        delimiter = csv.Sniffer().sniff(text[:20000], delimiters=",;\t|").delimiter
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [list(row) for row in rows][: HEADERS[country] + RECORDS]


def longest(rows):
    """The column with the longest answers."""
    return max(range(len(rows[0])), key=lambda column: sum(len(row[column]) for row in rows))


def misread(text, written, read):
    """A text as it comes out; a byte that has no character stays as a control code."""
    if written != "utf-8":
        text = text.translate(CEDILLAS)
    return "".join(_character(byte, read) for byte in text.encode(written, "replace"))


def _character(byte, read):
    try:
        return bytes([byte]).decode(read)
    except UnicodeDecodeError:
        return chr(byte)


def number(letters):
    """A column by its letters, from 0."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


def written(rows):
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\r\n").writerows(rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


class Misread(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def check(self, country, content, study=STUDY):
        """What a check tells to do: the findings, each with its place."""
        path = self.folder / "upload.csv"
        path.write_bytes(content)
        report = self.folder / "report.json"
        run = weir("check", path, "--study", study, "--country", country, "--language", "en", "--json", report)
        self.assertEqual("", run.stderr)
        return json.loads(report.read_text(encoding="utf-8"))["files"][0]["todo"]

    def test_every_country_in_both_directions(self):
        for (country, first, second), told in TELLS.items():
            rows, headers = table(country), HEADERS[country]
            bad = [[misread(cell, first, second) for cell in row] for row in rows]
            for code, made in zip(told, (bad[:headers] + rows[headers:], rows[:headers] + bad[headers:], bad)):
                with self.subTest(country=country, written=first, read=second, told=code):
                    content = written(made)
                    todo = self.check(country, content)
                    found = [item for item in todo if item["code"] in CODES]
                    # One cause, told once for each kind of place. What came of some single letters of DOS is the same in both.
                    is_one = first != "cp852"
                    if is_one:
                        self.assertEqual(len(found), len({item["code"] for item in found}))
                    if not code:
                        self.assertEqual(found, [])
                        continue
                    self.assertEqual(todo[0]["code"], code)
                    self.assertNotIn("upload.shifted-answers", {item["code"] for item in todo})
                    self.assertNotIn("upload.other-survey", {item["code"] for item in todo})
                    for item in found:
                        self.assertIn(f"({NAMES[first]} → " + (f"{NAMES[second]})" if is_one else ""), item["what"])
                        self.place(item, content, made, rows)

    def place(self, item, content, made, rows):
        """The byte is that of a letter in a cell of the first row, and of one of the columns, that is not as it was."""
        row = item["rows"][0] - 1
        letter = content[item["byte"]:].decode()[0]
        self.assertGreater(letter, "\x7f")
        columns = [number(letters) for letters in item["column"].split(", ")]
        self.assertTrue(any(letter in made[row][at] and made[row][at] != rows[row][at] for at in columns), item)
        # As many record ends stand before it, for no cell of the samples has a line break.
        self.assertEqual(content[: item["byte"]].count(b"\r\n"), row)

    def test_letters_that_an_encoding_lacks_are_not_misread_ones(self):
        for country, first, second in LOSSY:
            rows = [[misread(cell, first, second) for cell in row] for row in table(country)]
            with self.subTest(country=country, written=first, read=second):
                self.assertEqual([item for item in self.check(country, written(rows)) if item["code"] in CODES], [])

    def test_what_a_study_declares_wrongly_is_named(self):
        study = weir_program.withholding(self.folder)
        pipeline = study / "pipeline.yaml"
        text = pipeline.read_text(encoding="utf-8")
        pipeline.write_text(text.replace("BA: {name", "BA: {encoding: windows-1252, name"), encoding="utf-8")
        content = written(table("BA"))[3:].decode().encode("cp1250", "replace")
        todo = self.check("BA", content, study)
        self.assertEqual([item["code"] for item in todo], ["header.mojibake"])
        self.assertIn("(Windows-1250 → Windows-1252)", todo[0]["what"])
        # One byte for each letter.
        self.assertEqual(bytes([content[todo[0]["byte"]]]).decode("cp1250"), "č")

    def test_files_as_they_should_be_are_left_alone(self):
        for country in HEADERS:
            for encoding in ("utf-8", "cp1250", "cp1252", "iso8859-2", "mac-roman", "cp850", "cp852"):
                text = written(table(country))[3:].decode()
                if encoding != "utf-8":
                    text = text.translate(CEDILLAS) if country == "MD" else text
                try:
                    content = text.encode(encoding)
                except UnicodeEncodeError:
                    continue
                with self.subTest(country=country, encoding=encoding):
                    found = {item["code"] for item in self.check(country, content)}
                    self.assertEqual(found & (CODES | {"encoding.invalid", "encoding.other", "upload.other-survey"}), set())

    def test_foreign_names_and_signs_are_left_alone(self):
        for country in HEADERS:
            alone = FOREIGN if country == "CO" else []
            for text in alone + ["; ".join(FOREIGN)] + (ROMANIAN if country == "MD" else []):
                for count in (RECORDS,) if text in alone else (1, 8, RECORDS):
                    rows = table(country)
                    column = longest(rows[HEADERS[country]:])
                    for row in rows[HEADERS[country]:][:count]:
                        row[column] = text
                    with self.subTest(country=country, text=text, rows=count):
                        self.assertEqual([item for item in self.check(country, written(rows)) if item["code"] in CODES], [])

    def test_rows_that_are_right_do_not_hide_those_that_are_misread(self):
        for first, second in (("cp1252", "cp1250"), ("mac-roman", "cp1252"), ("cp850", "cp1252")):
            rows = table("CO")
            made = [row if number % 2 else [misread(cell, first, second) for cell in row] for number, row in enumerate(rows)]
            with self.subTest(written=first, read=second):
                found = [item for item in self.check("CO", written(made)) if item["code"] in CODES]
                self.assertEqual([item["code"] for item in found], ["answer.mojibake"])
                self.assertIn(f"({NAMES[first]} → {NAMES[second]})", found[0]["what"])

    def test_a_colleague_with_a_foreign_name_is_no_other_encoding(self):
        rows = table("CO")
        place = rows[0].index("ipaddr")
        for row in rows[1:]:
            row[place] = "m.kamińska@example.org"
        self.assertEqual([item for item in self.check("CO", written(rows)) if item["code"] in CODES], [])


class Undecodable(unittest.TestCase):
    """A byte that is no character is told by row, column and its place in the file, also to the partner."""

    def test_byte_in_text_page_and_json(self):
        file = SAMPLES / "refused" / "CO" / "invalid-utf-8-in-a-cell.csv"
        content = file.read_bytes()
        try:
            content.decode()
            self.fail("the sample is whole")
        except UnicodeDecodeError as error:
            byte = error.start
        with tempfile.TemporaryDirectory() as name:
            page, report = pathlib.Path(name) / "report.html", pathlib.Path(name) / "report.json"
            run = weir("check", file, "--study", STUDY, "--country", "CO", "--language", "en", "--html", page, "--json", report)
            words = f"byte {byte} of the text, counted from 0"
            self.assertIn(words, run.stdout)
            self.assertIn(words, page.read_text(encoding="utf-8"))
            todo = json.loads(report.read_text(encoding="utf-8"))["files"][0]["todo"]
            self.assertEqual([item["byte"] for item in todo if item["code"].startswith("encoding.")], [byte])
            for language, word in (("sq", "bajti"), ("bs", "bajt"), ("ro", "octetul"), ("es", "byte")):
                run = weir("check", file, "--study", STUDY, "--country", "CO", "--language", language)
                self.assertIn(f"{word} {byte} ", run.stdout)


if __name__ == "__main__":
    unittest.main()
