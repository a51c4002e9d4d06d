"""What a file is, told without a word of it."""

import collections
import csv
import gzip
import io
import pathlib
import tempfile
import unittest

from weir_program import SAMPLES, STUDY, uploads, weir

GOLDEN = {
    "AL": ("CSV", "Windows-1250, recognised", "comma", "2", "SurveyMonkey, condensed", "157", "228", "Albanian, English"),
    "BA": ("CSV", "UTF-8, by its bytes", "comma", "2", "SurveyMonkey, expanded", "156", "335", "Bosnian, English"),
    "CO": ("CSV", "UTF-8, by its bytes", "comma", "1", "a plain table", "271", "141", "Spanish, English"),
    "MX": ("SPSS data file (SAV)", "UTF-8, as it says itself", "", "1", "SurveyMonkey, flattened", "277", "228", "Spanish, English"),
    "PE": ("TSV", "UTF-16 LE, by its mark", "tab", "1", "KoBoToolbox, names", "246", "230", "Spanish, English"),
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

    def dispositions(self, path, country, status=0):
        run = weir("peek", path, "--study", STUDY, "--country", country)
        self.assertEqual(run.returncode, status, run.stderr)
        lines = [line.split(":")[1].strip() for line in run.stdout.splitlines() if line.startswith("disposition:")]
        return {line.rsplit(" ", 1)[0]: int(line.rsplit(" ", 1)[1]) for line in lines}, run

    def test_what_became_of_every_interview(self):
        with open(SAMPLES / "truth" / "truth.csv", encoding="utf-8", newline="") as file:
            truth = list(csv.DictReader(file))
        for country in ("AL", "BA", "CO", "MD", "MX", "PE"):
            told, _ = self.dispositions(uploads(country)[0], country)
            rows = [row["disposition"] for row in truth if row["upload"].startswith(country + "/")]
            # Which row of a respondent counts is decided among all uploads.
            replaced = rows.count("superseded")
            complete = collections.Counter(row for row in rows if row != "superseded") + collections.Counter(complete=replaced)
            self.assertEqual(told, complete, country)

    def test_rows_of_another_width_are_told_beside_the_dispositions(self):
        lines = uploads("CO")[0].read_text(encoding="utf-8").splitlines(keepends=True)
        path = self.folder / "wide.csv"
        path.write_text("".join(lines) + "1,2\n" + ",\n" + lines[-1].rstrip("\n") + ",x\n", encoding="utf-8")
        told, run = self.dispositions(path, "CO", status=7)
        self.assertEqual(sum(told.values()), 273)
        self.assertIn("csv.short-row", run.stderr)
        self.assertIn("csv.long-row", run.stderr)

    def test_a_study_without_a_country_is_no_command(self):
        self.assertEqual(weir("peek", uploads("CO")[0], "--study", STUDY).returncode, 64)
        self.assertEqual(weir("peek", uploads("CO")[0], "--study", STUDY, "--country", "XX").returncode, 64)

    def test_columns_that_are_not_there_are_told_and_nothing_is_decided(self):
        told, run = self.dispositions(uploads("AL")[0], "CO", status=7)
        self.assertEqual(told, {})
        self.assertIn("rows: ", run.stdout)

    def test_the_samples(self):
        for country, golden in GOLDEN.items():
            run = weir("peek", uploads(country)[0])
            self.assertEqual(run.returncode, 0)
            self.assertEqual(run.stderr.count("["), 1 if country == "AL" else 0, run.stderr)
            told = {name: text.strip() for name, text in facts(run).items()}
            self.assertEqual(tuple(told.get(name, "") for name in NAMES), golden)
        told = facts(weir("peek", uploads("MD")[0]))
        self.assertEqual([told[name].strip() for name in ("format", "sheet", "layout", "rows", "columns")],
                         ["XLSX workbook", '"Sheet1"', "KoBoToolbox, labels", "165", "142"])

    def test_the_columns_about_the_interview_are_told_by_letter(self):
        told, run = self.peek("RespondentID,CollectorID,IPAddress,Q - A,Q - B\n1,2,10.0.0.1,A,\n".encode())
        self.assertEqual((told["interview"], told["complete"]), (
            "3 columns: A–C", "not said; a broken-off interview ends in blanks"))
        self.assertIn("sign:        a collector's id", run.stdout)

    def test_what_holds_no_answers_is_refused_by_name(self):
        for content, code, words in (
            ("type,name,label\nselect_one sex,sex,Your sex\n", "file.questionnaire", "(an XLSForm)"),
            ("class\ttype/scale\tname\trelevance\ttext\nS\t\tsid\t\t1\n", "file.questionnaire", "LimeSurvey structure"),
            ('<?xml version="1.0"?>\n<document>\n <LimeSurveyDocType>Survey</LimeSurveyDocType>', "file.questionnaire", ".lss"),
            ('{"SurveyEntry":{"SurveyID":"SV_1"}}', "file.questionnaire", ".qsf"),
            ("Variable / Field Name,Form Name,Field Type,Field Label\nage,staff,text,Age\n", "file.data-dictionary", "REDCap"),
            ("Variable,Label,Value labels,Measure\nq1,Sex,1=f,nominal\n", "file.codebook", "codebook"),
            ("Answer Choices,Responses,\nYes,60%,12\nNo,40%,8\nAnswered,,20\n", "file.cross-tabulation", "individual"),
        ):
            _, run = self.peek(content.encode(), status=7)
            self.assertIn(f"[{code}]", run.stderr)
            self.assertIn(words, run.stderr)

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

    def test_an_encoding_of_another_script_is_named(self):
        text = "id;Питање;Пол\n1;Дјеца нису пријавила ништа;женско\n"
        for codec, name in (("cp1251", "Windows-1251 (Cyrillic)"), ("koi8-r", "an older Cyrillic encoding")):
            content = text.translate(str.maketrans("њј", "ни")).encode(codec)
            _, run = self.peek(content, status=7)
            self.assertIn(f"it looks like {name} [encoding.other]", run.stderr)
            _, run = self.peek(content, "--encoding", "windows-1250", status=7)
            self.assertIn(f"the file looks like {name}", run.stderr)
        later = "id;q;p\n" + "1;da;ne\n" * 50000 + "2;Дјеца нису пријавила ништа;da\n"
        _, run = self.peek(later.encode("cp1251"), status=7)
        # The first two letters make a character of UTF-8 by chance.
        self.assertIn(
            f"row 50002, column B, byte {later.index('Д') + 2}: there is text that is not UTF-8; it looks like Windows-1251 (Cyrillic)",
            run.stderr)

    def test_hidden_signs_are_told_by_number_and_place(self):
        text = "id,q\u200b,p\n1,a\u202eb,c\n\u2066,\u2067x\u2069,y\u00ad\n2,“quoted” – and é…,z\n"
        told, run = self.peek(text.encode())
        lines = [line.split(":", 1)[1].strip() for line in run.stdout.splitlines() if line.startswith("hidden")]
        self.assertEqual(lines, [
            "signs that turn the writing direction in 3 cells of answers; the first in row 2, column B",
            "signs without width in 1 header cells and 1 cells of answers; the first in row 1, column B"])
        self.assertEqual((told["rows"], run.stderr), ("3", ""))
        told, run = self.peek("id,q\u202ep\n1,“a”\n".encode(), status=7)
        self.assertEqual(told["hidden"], "signs that turn the writing direction in 1 header cells; the first in row 1, column B")
        self.assertIn("row 1, column B, byte 4: ", run.stderr)
        told, _ = self.peek("id,q\n1,“quoted” – and é… 👩 ñandú €\n".encode())
        self.assertNotIn("hidden", told)

    def test_hidden_signs_keep_no_disposition_from_being_read(self):
        path = uploads("CO")[0]
        before, _ = self.dispositions(path, "CO")
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
        # Around each answer, within it, and where none is.
        rows[1:] = [[f"\u2066{cell[:1]}\u202c{cell[1:]}\u2069" for cell in row] for row in rows[1:]]
        file = io.StringIO(newline="")
        csv.writer(file).writerows(rows)
        spoilt = self.folder / "hidden.csv"
        spoilt.write_text(file.getvalue(), encoding="utf-8")
        told, run = self.dispositions(spoilt, "CO")
        self.assertEqual(told, before)
        self.assertIn("signs that turn the writing direction in", run.stdout)

    def test_a_contradicted_declaration_is_refused(self):
        _, run = self.peek("id;Učešće\n1;đak\n".encode(), "--encoding", "windows-1250", status=7)
        self.assertIn("[encoding.contradicted]", run.stderr)

    def test_undecodable_bytes_are_told_by_place(self):
        for codec, mark, wrong in (
            ("windows-1252", b"", b"\x81"), ("windows-1250", b"", b"\x81"), ("utf-8", b"\xef\xbb\xbf", b"\xff\xfe"),
            ("utf-16-le", b"\xff\xfe", b"\x00\xdc"), ("utf-16-be", b"\xfe\xff", b"\xdc\x00"),
        ):
            # Letters that every one of these encodings has.
            for text in ("id;é\n1;ší\n2;", "sep=;\nid;é\n1;ší\n2;"):
                start = mark + text.encode(codec)
                declared = ("--encoding", codec) if codec.startswith("windows") else ()
                _, run = self.peek(start + wrong + "\n".encode(codec), *declared, status=7)
                self.assertIn(
                    f"row 3, column B, byte {len(start)}: there is something that is no text [", run.stderr, codec)
                self.assertNotIn("looks like", run.stderr)

    def test_a_mark_contradicts_another_encoding_that_is_declared(self):
        for content in ("id;č\n1;ć\n".encode("utf-8-sig"), "id;č\n1;ć\n".encode("utf-16"), "id;č\n1;ć\n".encode()):
            _, run = self.peek(content, "--encoding", "windows-1250", status=7)
            self.assertIn("[encoding.contradicted]", run.stderr)

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
