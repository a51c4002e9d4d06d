#!/usr/bin/env python3
"""Writes a folder of uploads with one defect each, made from the sample uploads, and says what weir finds in them.

`make samples` runs it after the samples. Each file stands in the folder of the country that might have sent it, so that
any of them can be put into an inbox as it is.

    refused.py Samples/frontline-workers/refused
"""

import collections
import csv
import gzip
import io
import pathlib
import shutil
import struct
import sys
import zlib

import weir_program

# What weir says about a file: the finding's code, and words that its text contains. A file with an open finding is
# merged all the same; one with a refusal is not.
Defect = collections.namedtuple("Defect", "file make code says merged", defaults=[(), False])


class Upload:
    """The first records of a country's sample upload, to be spoilt."""

    def __init__(self, country, records, headers, mark=b""):
        content = weir_program.uploads(country)[0].read_bytes()
        content = content.decode("cp1252" if country == "AL" else "utf-8-sig")
        rows = list(csv.reader(io.StringIO(content, newline="")))
        self.headers, self.mark = headers, mark
        self.rows = rows[: headers + records]

    def column(self, title):
        return self.rows[0].index(title)

    def with_title(self, old, new):
        self.rows[0][self.column(old)] = new
        return self

    def with_answers(self, title, answers):
        """Other answers in the first records that have one."""
        place, answers = self.column(title), list(answers)
        for row in self.rows[self.headers :]:
            if row[place] and answers:
                row[place] = answers.pop(0)
        return self

    def cell(self, row, column, text):
        """Another cell, counted as a spreadsheet does."""
        self.rows[row - 1][column] = text
        return self

    @property
    def bytes(self):
        file = io.StringIO(newline="")
        csv.writer(file, lineterminator="\r\n").writerows(self.rows)
        return self.mark + file.getvalue().encode()


def albania():
    """SurveyMonkey's two header rows."""
    return Upload("AL", 8, 2, b"\xef\xbb\xbf")


def colombia():
    """One header row, answers as codes."""
    return Upload("CO", 12, 1)


def twice(upload, title):
    """A second column of the same title."""
    place = upload.column(title)
    for row in upload.rows:
        row.append(row[place])
    return upload


def longer(upload):
    upload.rows[3].append("more")
    return upload


def shorter(upload):
    upload.rows[3].pop()
    return upload


def shifted(upload):
    """Every answer stands one column to the left of its title, so that names stand where answers are expected."""
    upload.rows[upload.headers :] = [row[1:] + row[:1] for row in upload.rows[upload.headers :]]
    return upload


def gzipped(content, damage=lambda deflated: deflated):
    """A gzip file whose bytes do not depend on who compresses: nothing is compressed."""
    deflater = zlib.compressobj(0, zlib.DEFLATED, -15)
    deflated = deflater.compress(content) + deflater.flush()
    return b"\x1f\x8b\x08" + bytes(6) + b"\xff" + damage(deflated) + struct.pack("<II", zlib.crc32(content), len(content))


def flipped(content):
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 0x20]) + content[middle + 1 :]


def bomb(header):
    """A few kilobytes that become 70 megabytes: one deflated block of blank rows again and again."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = deflater.compress(header) + deflater.flush(zlib.Z_FULL_FLUSH)
    block = deflater.compress(b",\n" * (1 << 19)) + deflater.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08" + bytes(6) + b"\xff" + first + block * 70 + deflater.flush() + bytes(8)


def invalid_text():
    content = colombia().cell(5, 4, "@").bytes
    return content.replace(b",@,", b",\xff\xfe,", 1)


def compound(stream):
    """A compound file of Microsoft's with one stream in its folder."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le").ljust(128, b"\0")


def western_header(content):
    """The first row of headers in Windows-1252, everything else in UTF-8."""
    header, rest = content.split(b"\r\n", 1)
    return header.replace("ë".encode(), b"\xeb").replace("ç".encode(), b"\xe7") + b"\r\n" + rest


DEFECTS = [
    # Files that are no table.
    Defect("AL/empty-file.csv", lambda: b"", "file.empty"),
    Defect("AL/not-a-table.txt", lambda: b"Dear colleagues,\nthe survey is on its way.\nKind regards\n",
           "file.not-a-table"),
    Defect("AL/workbook-cut-off.xlsx", lambda: b"PK\x03\x04" + bytes(60), "zip.corrupt", ("copy or export it again",)),
    Defect("AL/workbook-of-1997.xls", lambda: compound("Workbook"), "workbook.old-format", ("Excel Workbook (.xlsx)",)),
    Defect("AL/workbook-with-a-password.xlsx", lambda: compound("EncryptedPackage"), "workbook.password",
           ("take the password off",)),
    Defect("AL/report.pdf", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "file.pdf"),
    Defect("AL/picture-of-a-table.png", lambda: b"\x89PNG\r\n\x1a\n" + bytes(20), "file.unknown-format",
           ("export the survey as CSV or XLSX",)),
    Defect("CO/truncated.csv.gz", lambda: gzipped(colombia().bytes)[:-2000], "gzip.truncated"),
    Defect("CO/damaged.csv.gz", lambda: gzipped(colombia().bytes, flipped), "gzip.corrupt"),
    Defect("CO/inflation-bomb.csv.gz", lambda: bomb(colombia().bytes), "gzip.bomb"),
    Defect("CO/invalid-utf-8-in-a-cell.csv", invalid_text, "encoding.invalid", ("row 5, column E", "byte ")),
    Defect("AL/invalid-utf-8-in-the-header.csv",
           lambda: western_header(albania().bytes),
           "encoding.other", ("row 1, column J", "looks like Windows-1252 (Western European)")),
    Defect("CO/quote-never-closed.csv", lambda: colombia().bytes + b'"never closed', "csv.open-quote"),
    Defect("CO/one-row-too-long.csv", lambda: longer(colombia()).bytes, "csv.long-row", ("row 4",)),
    Defect("CO/one-row-too-short.csv", lambda: shorter(colombia()).bytes, "csv.short-row",
           ("row 4, column EK", "140 instead of 141")),
    # The wrong file.
    Defect("AL/file-of-another-country.csv", lambda: colombia().bytes, "upload.wrong-country",
           ("looks like the file of Colombia (CO)", "move it to the folder of Colombia (CO)")),
    Defect("AL/another-survey.csv", lambda: b"Respondent ID,Colour,Size\r\n1,red,small\r\n2,blue,large\r\n",
           "upload.other-survey"),
    Defect("CO/two-surveys-mixed.csv", lambda: colombia().bytes * 2, "upload.mixed-surveys"),
    Defect("CO/rows-of-another-country.csv", lambda: colombia().with_answers("PAIS", ["PE"]).bytes,
           "upload.mixed-surveys"),
    # Columns.
    Defect("AL/missing-column.csv", lambda: albania().with_title("Gjinia", "Tjetër kolonë").bytes,
           "header.missing-column", ("Gjinia",)),
    Defect("AL/no-consent-column.csv",
           lambda: albania().with_title("Pëlqimi i informuar për pjesëmarrje", "Note").bytes, "header.no-consent",
           ("the consent question",)),
    Defect("CO/duplicate-header.csv", lambda: twice(colombia(), "P08").bytes, "header.duplicate", ("P08",)),
    # Cells.
    Defect("AL/ids-rounded-by-a-spreadsheet.csv", lambda: albania().cell(5, 0, "1.14E+11").bytes, "id.damaged",
           ("row 5, column A",)),
    Defect("CO/answers-shifted-by-a-column.csv", lambda: shifted(colombia()).bytes, "upload.shifted-answers",
           ("under the wrong headers",)),
    Defect("CO/unknown-answers.csv", lambda: colombia().with_answers("P08", ["77", "77"]).bytes, "answer.unmapped",
           ("resp_gender", "2 times"), True),
    Defect("CO/unknown-answers-about-consent.csv", lambda: colombia().with_answers("P01", ["sure"] * 5).bytes,
           "answer.unmapped", ("consent", "5 times"), True),
    Defect("CO/number-in-words.csv", lambda: colombia().with_answers("P20", ["half of them"]).bytes,
           "answer.not-a-number", ("case_se_share",), True),
    Defect("CO/number-out-of-range.csv", lambda: colombia().with_answers("P20", ["250"]).bytes,
           "answer.out-of-range", ("case_se_share",), True),
    Defect("CO/date-that-is-none.csv", lambda: colombia().with_answers("FECHA_FIN", ["31.02.2021 18.00"]).bytes,
           "answer.not-a-date", ("row 5",), True),
    Defect("CO/blank-id.csv", lambda: colombia().cell(5, 0, "").bytes, "id.blank", ("row 5",), True),
]


def write(folder):
    """Writes every file anew."""
    shutil.rmtree(folder, ignore_errors=True)
    for defect in DEFECTS:
        path = pathlib.Path(folder) / defect.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(defect.make())


if __name__ == "__main__":
    write(sys.argv[1])
