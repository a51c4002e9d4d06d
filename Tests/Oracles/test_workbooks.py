"""Workbooks are read as they stand, and give the same data set as the CSV file."""

import csv
import gzip
import io
import pathlib
import tempfile
import unittest

import data_files
import workbooks
from weir_program import Night, current, merge, uploads, weir


class Reading(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def write(self, content, name="upload.xlsx"):
        path = self.folder / name
        path.write_bytes(content)
        return path

    def cell(self, path, row, column):
        run = weir("lookup", path, row, column, "--plain")
        self.assertEqual(run.returncode, 0, run.stderr)
        return run.stdout[:-1]

    def peek(self, path, status=0):
        run = weir("peek", path)
        self.assertEqual(run.returncode, status, run.stderr)
        return {name: text.strip() for name, text in (line.split(":", 1) for line in run.stdout.splitlines())}, run

    def test_every_kind_of_cell(self):
        strings = ("<si><t>plain</t></si><si><r><t>rich </t></r><r><rPr/><t>text</t></r><rPh><t>no</t></rPh></si>"
                   "<si><t>line\nbreak, \"quoted\"</t></si>")
        cells = [
            ('t="s"><v>0</v>', "plain"), ('t="s"><v>1</v>', "rich text"), ('t="s"><v>2</v>', 'line\nbreak, "quoted"'),
            ('t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is>', "inline"),
            ('t="b"><v>1</v>', "TRUE"), ('t="b"><v>0</v>', "FALSE"), ('t="e"><v>#N/A</v>', "#N/A"),
            ('t="str"><f>A1</f><v>made</v>', "made"), ('><v>12514003798</v>', "12514003798"), ('><v>1.0</v>', "1"),
            ('><v>1E3</v>', "1000"), ('><v>37.5</v>', "37.5"), ('><v>1.1000000000000001</v>', "1.1"),
            ('s="1"><v>44362</v>', "2021-06-15"), ('s="2"><v>44362.572916666664</v>', "2021-06-15 13:45:00"),
            ('s="3"><v>0.5</v>', "12:00:00"), ('s="4"><v>0.45</v>', "45%"), ('s="5"><v>44362</v>', "2021-06-15"),
            ('t="d"><v>2021-06-15T13:45:00</v>', "2021-06-15 13:45:00"), ('><f>A1+1</f>', ""),
        ]
        header = "".join(workbooks.cell(f"h{at}", 1, at) for at in range(len(cells)))
        row = "".join(f'<c r="{workbooks.letters(at)}2" {xml}</c>' for at, (xml, _) in enumerate(cells))
        data = workbooks.sheet(f'<row r="1">{header}</row><row r="2">{row}</row>')
        path = self.write(workbooks.workbook({"Data": data}, strings=strings))
        for at, (xml, expected) in enumerate(cells):
            self.assertEqual(self.cell(path, 2, workbooks.letters(at)), expected, xml)
        told, run = self.peek(path)
        self.assertEqual((told["rows"], told["columns"]), ("1", str(len(cells))))
        self.assertIn("[workbook.formula-without-value]", run.stderr)

    def test_what_a_formula_failed_with_and_one_without_value_in_an_open_document(self):
        cells = ('<table:table-cell office:value-type="string" office:string-value="" table:formula="of:=1/0"><text:p>#DIV/0!</text:p>'
                 '</table:table-cell>', '<table:table-cell table:formula="of:=A1"/>',
                 '<table:table-cell office:value-type="string" table:formula="of:=T(9)"/>')
        rows = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in (
            ["<table:table-cell office:value-type=\"string\"><text:p>h</text:p></table:table-cell>"] * 3, cells))
        path = self.write(workbooks.document(f'<table:table table:name="D">{rows}</table:table>'))
        self.assertEqual([self.cell(path, 2, letter) for letter in "ABC"], ["#DIV/0!", "", ""])
        self.assertIn("1 formula", self.peek(path)[1].stderr)
        self.assertIn("[workbook.formula-without-value]", self.peek(path)[1].stderr)

    def test_the_calendar_of_1904(self):
        data = workbooks.sheet('<row r="1"><c r="A1" t="str"><v>id</v></c><c r="B1" t="str"><v>day</v></c></row>'
                               '<row r="2"><c r="A2"><v>1</v></c><c r="B2" s="1"><v>42900</v></c></row>')
        self.assertEqual(self.cell(self.write(workbooks.workbook({"D": data}, since1904=True)), 2, "B"), "2021-06-15")

    def test_cells_in_any_order_sparse_rows_and_no_references(self):
        data = workbooks.sheet(
            '<row r="3"><c r="C3" t="str"><v>c</v></c><c r="B3" t="str"><v>b</v></c></row>'
            '<row><c t="str"><v>first</v></c><c t="str"><v>second</v></c></row>'
            '<row r="5"><c r="AA5" t="str"><v>far</v></c></row><row r="9"><c r="A9" t="str"><v>last</v></c></row>')
        path = self.write(workbooks.workbook({"D": data}))
        for row, column, text in ((3, "B", "b"), (3, "C", "c"), (4, "A", "first"), (4, "B", "second"), (5, "AA", "far"),
                                  (9, "A", "last")):
            self.assertEqual(self.cell(path, row, column), text)
        self.assertEqual(self.cell(path, 5, "A"), "")
        self.assertEqual(self.peek(path)[0]["rows"], "3, and 3 blank")

    def test_the_sheet_with_the_table_is_chosen_and_the_others_are_told(self):
        answers = workbooks.table([["id", "q"], ["1", "yes"]])
        sheets = {"Empty": workbooks.sheet(""), "Title": workbooks.table([["only a title"]]), "Data": answers,
                  "Other": answers, "Secret": answers}
        path = self.write(workbooks.workbook(sheets, states={"Secret": "veryHidden"}))
        told, run = self.peek(path)
        self.assertEqual(told["sheet"], '"Data" of 5')
        self.assertIn("hidden sheets were left behind (number 5)", run.stderr)
        self.assertIn("other sheets with tables were left behind (number 4)", run.stderr)
        hidden = self.write(workbooks.workbook({"S": answers}, states={"S": "hidden"}))
        self.assertIn("[workbook.no-table]", self.peek(hidden, 7)[1].stderr)

    def test_prefixed_elements_and_parts_elsewhere(self):
        parts = workbooks.parts({"D": workbooks.table([["id", "q"], ["1", "yes"]])})
        part = parts.pop("xl/worksheets/sheet1.xml")
        for tag in ("worksheet", "sheetData", "row", "c ", "c>", "is", "t ", "t>"):
            part = part.replace(f"<{tag}", f"<x:{tag}").replace(f"</{tag}", f"</x:{tag}")
        parts["data/Sheet.XML"] = part.replace('xmlns="', 'xmlns:x="')
        parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
            "worksheets/sheet1.xml", "../data/sheet.xml")
        del parts["xl/styles.xml"], parts["xl/sharedStrings.xml"]
        self.assertEqual(self.cell(self.write(workbooks.zipped(parts)), 2, "B"), "yes")

    def test_an_open_document(self):
        def row(*cells, times=1):
            return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'

        def text(*lines, times=1):
            inner = "".join(f"<text:p>{line}</text:p>" for line in lines)
            return (f'<table:table-cell office:value-type="string" table:number-columns-repeated="{times}">{inner}'
                    "</table:table-cell>")

        def typed(kind, name, value):
            return f'<table:table-cell office:value-type="{kind}" office:{name}="{value}"><text:p>shown</text:p></table:table-cell>'

        blank = '<table:table-cell table:number-columns-repeated="1020"/>'
        cells = [
            (text("a", "b"), "a\nb"), (text('two<text:s text:c="2"/>blanks<text:line-break/>end'), "two  blanks\nend"),
            (typed("float", "value", "1.0"), "1"), (typed("percentage", "value", "0.45"), "45%"),
            (typed("date", "date-value", "2021-06-15T13:45:00"), "2021-06-15 13:45:00"),
            (typed("time", "time-value", "PT13H45M00S"), "13:45:00"), (typed("boolean", "boolean-value", "true"), "TRUE"),
            ('<table:table-cell office:value-type="string"><office:annotation><text:p>aside</text:p></office:annotation>'
             "<text:p>text</text:p></table:table-cell>", "text"),
            (text("same", times=2), "same"),
        ]
        header = row(*(text(f"h{at}") for at in range(10)), blank)
        data = (f'<table:table table:name="Hidden" table:style-name="h">{row(text("x"), text("y"), times=3)}</table:table>'
                f'<table:table table:name="Data">{row(blank, times=2)}{header}{row(*(xml for xml, _ in cells), blank)}'
                f'{row(blank, times=1048000)}</table:table>')
        styles = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
        path = self.write(workbooks.document(data, styles), "upload.ods")
        for at, (xml, expected) in enumerate([*cells, (None, "same")]):
            self.assertEqual(self.cell(path, 4, workbooks.letters(at)), expected, xml)
        told, run = self.peek(path)
        self.assertEqual((told["format"], told["sheet"], told["rows"]), ("ODS workbook", '"Data" of 2', "1"))
        self.assertIn("[workbook.hidden-sheets]", run.stderr)

    def test_one_table_in_a_zip_file(self):
        book = workbooks.workbook({"D": workbooks.table([["id", "q"], ["1", "yes"]])})
        for name, content in (("a.csv", b"id,q\n1,yes\n"), ("b.xlsx", book)):
            path = self.write(workbooks.zipped({f"export/{name}": content, "photo.jpg": b"x", "__MACOSX/._a.csv": b"x"}), "b.zip")
            self.assertEqual(self.cell(path, 2, "B"), "yes")
            self.assertTrue(self.peek(path)[0]["format"].endswith(" in zip"))
        two = self.write(workbooks.zipped({"a.csv": "id,q\n1,2\n", "b.csv": "id,q\n1,2\n"}), "two.zip")
        self.assertIn("2 tables are inside", self.peek(two, 7)[1].stderr)


class Merging(Night):
    """An upload opened and saved again in a spreadsheet changes nothing in the data set."""

    def data(self, out):
        return (current(out) / "data" / "merged.csv.gz").read_bytes()

    def rows(self, country, delimiter):
        text = uploads(country)[0].read_bytes().decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))

    def replace(self, country, name, content):
        self.upload(country).unlink()
        (self.inbox / country / name).write_bytes(content)

    def test_a_workbook_gives_the_same_bytes(self):
        merge(self.inbox, self.out)
        before = self.data(self.out)
        rows = self.rows("CO", ",")
        # Ids and codes become numbers, as in every spreadsheet.
        for row in rows[1:]:
            row[:] = [int(cell) if cell.isdigit() and len(cell) < 12 and cell[0] != "0" else cell for cell in row]
        self.replace("CO", "resultados.xlsx", workbooks.workbook({"Respuestas": workbooks.table(rows)}))
        run = merge(self.inbox, self.folder / "again")
        self.assertIn("6 of 6 countries fresh", run.stdout, run.stderr)
        self.assertEqual(self.data(self.folder / "again"), before)

    def test_the_sample_workbook_the_data_file_and_the_older_encoding_give_the_bytes_of_their_csv_files(self):
        merge(self.inbox, self.out)
        before = self.data(self.out)
        self.assertEqual(self.upload("MD").suffix, ".xlsx")
        file = io.StringIO(newline="")
        csv.writer(file).writerows(workbooks.read(self.upload("MD").read_bytes()))
        self.replace("MD", "answers.csv", file.getvalue().encode())
        self.assertEqual(self.upload("MX").suffix, ".sav")
        file = io.StringIO(newline="")
        csv.writer(file).writerows(data_files.read(self.upload("MX").read_bytes()))
        self.replace("MX", "answers.csv.gz", gzip.compress(file.getvalue().encode()))
        path = self.upload("AL")
        path.write_bytes(path.read_bytes().decode("cp1250").encode())
        run = merge(self.inbox, self.folder / "again")
        self.assertIn("6 of 6 countries fresh", run.stdout, run.stderr)
        self.assertEqual(self.data(self.folder / "again"), before)

    def test_places_name_sheet_row_and_column(self):
        rows = self.rows("CO", ",")
        rows[4][rows[0].index("P20")] = "half of them"
        self.replace("CO", "resultados.xlsx", workbooks.workbook({"Respuestas": workbooks.table(rows)}))
        run = merge(self.inbox, self.out)
        self.assertIn('CO/resultados.xlsx, sheet "Respuestas", row 5, column AB:', run.stderr)

    def test_an_older_encoding_gives_the_same_bytes(self):
        merge(self.inbox, self.out)
        before = self.data(self.out)
        path = self.upload("CO")
        path.write_bytes(path.read_bytes().decode().encode("cp1252"))
        run = merge(self.inbox, self.folder / "again")
        self.assertEqual(self.data(self.folder / "again"), before, run.stderr)


if __name__ == "__main__":
    unittest.main()
