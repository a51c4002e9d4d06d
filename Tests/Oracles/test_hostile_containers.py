"""Files made to harm are refused by name, in little memory and time."""

import gzip
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import unittest
import zipfile
import zlib

import workbooks
from weir_program import WEIR

ROWS = [["id", "q"], ["1", "yes"], ["2", "no"]]
# More than the program needs for an honest file of this size, far less than what the files would unpack to.
MOST_MEGABYTES = 600
MOST_SECONDS = 30


def stored(name, content, size=None, offset=0):
    """An entry that is not compressed, and its line in the archive's list, which may lie about its size."""
    check, length = zlib.crc32(content), len(content) if size is None else size
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 0, 0, 33, check, length, length, len(name), 0)
    listed = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 0, 0, 33, check, length, length, len(name), 0, 0, 0, 0,
                         0, offset)
    return local + name + content, listed + name


def archive(*entries):
    files, lines = b"", b""
    for name, content, size in entries:
        file, line = stored(name, content, size, len(files))
        files, lines = files + file, lines + line
    return files + lines + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(entries), len(entries), len(lines), len(files), 0)


def repeated(head, block, times, tail):
    """A deflated part that repeats a block: little to write, much to read."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = deflater.compress(head) + deflater.flush(zlib.Z_FULL_FLUSH)
    middle = deflater.compress(block) + deflater.flush(zlib.Z_FULL_FLUSH)
    last = deflater.compress(tail) + deflater.flush()
    check = zlib.crc32(head)
    for _ in range(times):
        check = zlib.crc32(block, check)
    check = zlib.crc32(tail, check)
    return first + middle * times + last, check, len(head) + len(block) * times + len(tail)


# A process counts its parent's memory as its own until it has started another program: a small one measures.
MEASURE = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(process.pid, 0)
with open(sys.argv[1], "w") as file:
    file.write(f"{os.waitstatus_to_exitcode(status)} {usage.ru_maxrss} {usage.ru_utime + usage.ru_stime}")
os._exit(0)
"""


class Hostile(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def refused(self, content, code, name="upload.xlsx", command="peek"):
        path = self.folder / name
        path.write_bytes(content)
        with open(self.folder / "said", "w+b") as said:
            measured = subprocess.run(
                [sys.executable, "-c", MEASURE, self.folder / "used", WEIR, command, path], stdout=said, stderr=said)
            said.seek(0)
            words = said.read().decode()
        self.assertEqual(measured.returncode, 0, words[-2000:])
        status, memory, seconds = map(float, (self.folder / "used").read_text().split())
        self.assertEqual(status, 7, words[-2000:])
        self.assertIn(f"[{code}]", words)
        self.assertLess(memory / 1024, MOST_MEGABYTES, code)
        # Of the processor, because other work on the machine is nobody's fault.
        self.assertLess(seconds, MOST_SECONDS, code)
        return words

    def with_part(self, name, content):
        parts = workbooks.parts({"D": workbooks.table(ROWS)})
        parts[name] = content
        return workbooks.zipped(parts)

    def big_part(self, name, head, block, times, tail):
        """A workbook one of whose parts is deflated by hand."""
        content = workbooks.parts({"D": workbooks.table(ROWS)})
        content[name] = "placeholder"
        packed = workbooks.zipped(content)
        deflated, check, size = repeated(head.encode(), block.encode(), times, tail.encode())
        files, lines, count = b"", b"", 0
        with zipfile.ZipFile(__import__("io").BytesIO(packed)) as source:
            for info in source.infolist():
                raw = info.filename.encode()
                body = source.read(info)
                data, crc, length = (
                    (deflated, check, size) if info.filename == name
                    else ((lambda d: d.compress(body) + d.flush())(zlib.compressobj(9, zlib.DEFLATED, -15)),
                          zlib.crc32(body), len(body)))
                lines += struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 33, crc, len(data), length, len(raw),
                                     0, 0, 0, 0, 0, len(files)) + raw
                files += struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 33, crc, len(data), length, len(raw),
                                     0) + raw + data
                count += 1
        return files + lines + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(lines), len(files), 0)

    def test_bombs(self):
        blank = f'<row><c t="str"><v>{"a" * 200}</v></c></row>' * 10000
        head, tail = workbooks.sheet("|").split("|")
        self.refused(self.big_part("xl/worksheets/sheet1.xml", head, blank, 600, tail), "zip.bomb")
        strings = f'{workbooks.HEAD}<sst {workbooks.MAIN}>'
        self.refused(self.big_part("xl/sharedStrings.xml", strings, "<si><t>aaaaaaa</t></si>" * 40000, 1200, "</sst>"),
                     "zip.bomb")
        self.refused(workbooks.zipped({"a.csv": b"id,q\n" + b"1,2\n" * (80 << 18)}), "zip.bomb", "a.zip")

    def test_a_small_text_that_is_told_a_million_times(self):
        strings = "<si><t>" + "a" * 30000 + "</t></si>"
        row = '<row>' + '<c t="s"><v>0</v></c>' * 500 + "</row>"
        self.refused(workbooks.workbook({"D": workbooks.sheet(row * 400)}, strings=strings), "zip.bomb")

    def test_rows_repeated_without_end(self):
        row = '<table:table-cell office:value-type="string"><text:p>' + "a" * 5000 + "</text:p></table:table-cell>"
        rows = f'<table:table-row table:number-rows-repeated="1000000">{row * 2}</table:table-row>'
        self.refused(workbooks.document(f'<table:table table:name="D">{rows}</table:table>'), "zip.bomb", "a.ods")
        wide = row.replace("<table:table-cell ", '<table:table-cell table:number-columns-repeated="1000000" ')
        rows = f"<table:table-row>{wide}</table:table-row>" * 2
        self.refused(workbooks.document(f'<table:table table:name="D">{rows}</table:table>'), "file.too-wide", "b.ods")

    def test_blanks_without_end(self):
        for count in ("40000000", "999999999", "9999999999999999999999", "-1"):
            cells = f'<table:table-cell office:value-type="string"><text:p>a<text:s text:c="{count}"/>b</text:p></table:table-cell>' * 2
            rows = f"<table:table-row>{cells}</table:table-row>" * 2
            self.refused(workbooks.document(f'<table:table table:name="D">{rows}</table:table>'), "csv.cell-too-long", "a.ods")

    def test_names_that_point_outside_or_hide(self):
        for name in (b"../a.csv", b"/etc/a.csv", b"x/../../a.csv", b"..\\a.csv", b"C:\\a.csv", b"a\x1b[2J.csv",
                     "a\u202evsc.exe".encode()):
            self.refused(archive((name, b"id,q\n1,2\n", None)), "zip.unsafe-name", "a.zip")

    def test_entities_and_document_types(self):
        laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
        outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        for kind in (laughs, outside, '<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">'):
            for part in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "_rels/.rels"):
                content = workbooks.parts({"D": workbooks.table(ROWS)})[part]
                words = self.refused(
                    self.with_part(part, content.replace(workbooks.HEAD, workbooks.HEAD + kind)), "workbook.doctype")
                self.assertNotIn("root:", words)

    def test_cells_and_words_of_gigabytes(self):
        head, tail = workbooks.sheet('<row r="1"><c r="A1" t="str"><v>|</v></c></row>').split("|")
        self.refused(self.big_part("xl/worksheets/sheet1.xml", head, "a" * (1 << 20), 1024, tail), "csv.cell-too-long")
        head, tail = workbooks.sheet('<row r="1" x="|"/>').split("|")
        self.refused(self.big_part("xl/worksheets/sheet1.xml", head, "a" * (1 << 20), 1024, tail), "workbook.too-long")
        self.refused(b"id,q\n1,\"" + b"a" * (80 << 20), "csv.cell-too-long", "a.csv")
        self.refused(gzip.compress(b"id,q\n1,\"" + bytes(range(97, 123)) * (5 << 20)), "csv.cell-too-long", "a.csv.gz")

    def test_a_million_columns(self):
        self.refused(b",".join(b"a%d" % at for at in range(1_000_000)) + b"\n" + b"," * 999_999 + b"\n", "file.too-wide", "a.csv")
        cells = '<c t="str"><v>a</v></c>' * 1_000_000
        self.refused(workbooks.workbook({"D": workbooks.sheet(f"<row>{cells}</row>")}), "file.too-wide")
        far = workbooks.sheet('<row r="1"><c r="ZZZZ1" t="str"><v>a</v></c></row>')
        self.refused(workbooks.workbook({"D": far}), "file.too-wide")

    def test_many_levels_and_many_files(self):
        deep = workbooks.sheet('<row r="1">' + "<x>" * 100_000 + "</x>" * 100_000 + "</row>")
        self.refused(workbooks.workbook({"D": deep}), "workbook.corrupt")
        self.refused(workbooks.zipped({f"{at}.csv": b"" for at in range(5000)}), "zip.too-many-files", "a.zip")
        inner = workbooks.zipped({"a.csv": "id,q\n1,2\n"})
        self.refused(workbooks.zipped({"inner": inner}), "zip.nested", "a.zip")

    def test_signs_that_are_no_text(self):
        for text in ("a\0b", "_x0000_"):
            data = workbooks.table([["id", "q"], ["1", text]]).replace("\0", "&#0;")
            self.refused(workbooks.workbook({"D": data}), "workbook.corrupt" if "&#0;" in data else "encoding.invalid")
        for sign in "\u202e\u2066":
            words = self.refused(f"id,q{sign}x\n1,2\n".encode(), "header.hidden-sign", "a.csv")
            self.assertIn("row 1, column B", words)
            self.assertNotIn(sign, words)
            self.refused(workbooks.workbook({"D": workbooks.table([["id", f"q{sign}"], ["1", "2"]])}), "header.hidden-sign")

    def test_a_sheet_name_cannot_steer_a_terminal(self):
        data = workbooks.table([["id", "q"], ["1", "_x0000_"]])
        words = self.refused(workbooks.workbook({"D\u202e\u2066x": data}), "encoding.invalid")
        self.assertNotIn("\u202e", words)
        self.assertIn('sheet "D\ufffd\ufffdx"', words)

    def test_workbooks_cut_off_anywhere(self):
        whole = workbooks.workbook({"D": workbooks.table(ROWS)})
        for end in [*range(4, len(whole), max(1, len(whole) // 40)), len(whole) - 1]:
            self.refused(whole[:end], "zip.truncated")

    def test_parts_cut_off_or_missing(self):
        parts = workbooks.parts({"D": workbooks.table(ROWS)})
        for name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"):
            self.refused(self.with_part(name, parts[name][:-20]), "workbook.corrupt")
        del parts["xl/worksheets/sheet1.xml"]
        self.refused(workbooks.zipped(parts), "workbook.corrupt")

    def test_lies_about_lengths_and_places(self):
        table = b"id,q\n1,yes\n2,no\n"
        for size in (len(table) - 4, len(table) + 4, 0xFFFFFFF0):
            self.refused(archive((b"a.csv", table, size)), "zip.corrupt", "a.zip")
        twice = archive((b"a.csv", table, None), (b"A.csv", b"id,q\n1,no\n", None))
        self.refused(twice, "zip.corrupt", "a.zip")
        for data in ('<row r="1"><c r="A2"><v>1</v></c></row>', '<row r="2"/><row r="1"/>', '<row r="0"/>',
                     '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
                     '<row r="1"><c r="A1" t="s"><v>7</v></c></row>', '<row r="99999999999"/>',
                     '<row r="1"><c r="1A"><v>1</v></c></row>'):
            self.refused(workbooks.workbook({"D": workbooks.sheet(data)}), "workbook.corrupt")
        changed = bytearray(workbooks.zipped({"a.csv": table}, zipfile.ZIP_STORED))
        changed[changed.index(b"yes")] ^= 1
        self.refused(bytes(changed), "zip.corrupt", "a.zip")

    def test_passwords_are_told(self):
        locked = bytearray(workbooks.zipped({"a.csv": b"id,q\n1,yes\n"}, zipfile.ZIP_STORED))
        for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
            locked[locked.index(mark) + place] |= 1
        self.refused(bytes(locked), "zip.password", "a.zip")
        parts = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"\x01\x02" * 50,
                 "META-INF/manifest.xml": '<m xmlns:manifest="m"><manifest:encryption-data/></m>'}
        self.refused(workbooks.zipped(parts), "workbook.password", "a.ods")

    def test_other_documents_are_told_by_their_kind(self):
        self.refused(workbooks.zipped({"Index/Document.iwa": b"x", "Data/a.png": b"x"}), "file.numbers", "a.numbers")
        self.refused(workbooks.zipped({"[Content_Types].xml": "<T/>", "word/document.xml": "<d/>"}), "file.document", "a.docx")
        text = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<d/>"}
        self.refused(workbooks.zipped(text), "file.document", "a.odt")
        self.refused(workbooks.zipped({"photo.png": b"x", "b.png": b"y"}), "zip.no-table", "a.zip")


if __name__ == "__main__":
    unittest.main()
