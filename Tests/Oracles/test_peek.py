"""What a file is, told without a word of it."""

import csv
import gzip
import io
import pathlib
import tempfile
import unittest

from weir_program import SAMPLES, uploads, weir

GOLDEN = {
    "AL": ("CSV", "Windows-1252, recognised", "comma", "2", "SurveyMonkey", "157", "228", "Albanian, English"),
    "BA": ("CSV", "UTF-8, by its bytes", "comma", "2", "SurveyMonkey", "156", "335", "Bosnian, English"),
    "CO": ("CSV", "UTF-8, by its bytes", "comma", "1", "a plain table", "271", "141", "Spanish, English"),
    "MX": ("CSV in gzip", "UTF-8, by its bytes", "comma", "1", "SurveyMonkey", "277", "228", "Spanish, English"),
    "PE": ("TSV", "UTF-16 LE, by its mark", "tab", "1", "KoBoToolbox", "246", "230", "Spanish, English"),
}
NAMES = ("format", "encoding", "delimiter", "header rows", "layout", "rows", "columns", "languages")


def facts(run):
    return dict(line.split(":", 1) for line in run.stdout.splitlines())


class Peek(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def peek(self, content, *options, name="upload", status=0):
        path = self.folder / name
        path.write_bytes(content)
        run = weir("peek", path, *options)
        self.assertEqual(run.returncode, status, run.stderr)
        return {name: text.strip() for name, text in facts(run).items()}, run

    def test_the_samples(self):
        for country, golden in GOLDEN.items():
            run = weir("peek", uploads(country)[0])
            self.assertEqual(run.returncode, 0)
            self.assertEqual(run.stderr.count("["), 1 if country == "AL" else 0, run.stderr)
            told = {name: text.strip() for name, text in facts(run).items()}
            self.assertEqual(tuple(told[name] for name in NAMES), golden)
        told = facts(weir("peek", uploads("MD")[0]))
        self.assertEqual([told[name].strip() for name in ("format", "sheet", "layout", "rows", "columns")],
                         ["XLSX workbook", '"Sheet1"', "KoBoToolbox", "165", "142"])

    def test_nothing_of_the_content_is_shown(self):
        run = weir("peek", uploads("CO")[0])
        table = list(csv.reader(io.StringIO(uploads("CO")[0].read_text(encoding="utf-8"), newline="")))
        for cell in {cell for row in table for cell in row if len(cell) > 6}:
            self.assertNotIn(cell, run.stdout + run.stderr)

    def test_every_delimiter_and_packing(self):
        for sign, name in ((",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "bar")):
            text = f"id{sign}answer\n1{sign}yes\n2{sign}no\n"
            for content in (text, f"sep={sign}\n{text}"):
                for pack in (bytes, gzip.compress):
                    told, _ = self.peek(pack(content.encode()))
                    self.assertEqual((told["delimiter"], told["rows"], told["columns"]), (name, "2", "2"))

    def test_encodings_are_recognised_or_declared(self):
        text = "id;Šta se desilo;Učešće\n1;Dječja žalba;đak\n"
        for codec, name in (("cp1250", "Windows-1250"), ("iso8859-2", "ISO-8859-2")):
            told, run = self.peek(text.encode(codec))
            self.assertEqual(told["encoding"], f"{name}, recognised")
            self.assertIn("[encoding.recognised]", run.stderr)
            told, run = self.peek(text.encode(codec), "--encoding", name)
            self.assertEqual((told["encoding"], run.stderr), (f"{name}, declared", ""))
        told, _ = self.peek("id;¿Qué pasó?\n1;La niña llegó\n".encode("mac-roman"))
        self.assertEqual(told["encoding"], "Mac Roman, recognised")

    def test_a_contradicted_declaration_is_refused(self):
        _, run = self.peek("id;Učešće\n1;đak\n".encode(), "--encoding", "windows-1250", status=7)
        self.assertIn("[encoding.contradicted]", run.stderr)

    def test_undecodable_bytes_are_told_by_place(self):
        _, run = self.peek("id;niña\n1;sí\n2;".encode("cp1252") + b"\x81\n", status=7)
        self.assertIn("row 3, column B: there is something that is no text (byte 17 of the text)", run.stderr)

    def test_mojibake_is_named(self):
        told, _ = self.peek("id,niña\n1,más\n2,no\n".encode().decode("cp1252").encode())
        self.assertEqual(told["mojibake"], "in the headers and 1 cells")

    def test_what_is_no_table_has_its_own_status(self):
        self.peek(b"", status=7)
        self.peek(b"Dear all\nbye\n", status=7)
        run = weir("peek", SAMPLES / "refused" / "CO" / "truncated.csv.gz")
        self.assertEqual(run.returncode, 7)
        self.assertIn("[gzip.truncated]", run.stderr)
        self.assertIn("rows:", run.stdout)
        self.assertEqual(weir("peek", self.folder / "none.csv").returncode, 7)
        self.assertEqual(weir("peek", SAMPLES, "--encoding", "utf-7").returncode, 64)


if __name__ == "__main__":
    unittest.main()
