#!/usr/bin/env python3
"""Writes a folder of uploads with one defect each, made from the sample uploads, and says what weir finds in them.

`make samples` runs it after the samples. Each file stands in the folder of the country that might have sent it, so that
any of them can be put into an inbox as it is.

    refused.py Samples/frontline-workers/refused
"""

import collections
import csv
import io
import pathlib
import shutil
import struct
import sys
import unicodedata
import zipfile
import zlib

import data_files
import layouts
import weir_program
import workbooks

# What weir says about a file: the finding's code, and words that its text contains. A file with an open finding is
# merged all the same; one with a refusal is not. A note leaves nothing to do. Before it was spoilt the file was what `base`
# makes: else so many of the first records of its country's sample.
Defect = collections.namedtuple("Defect", "file make code says merged note records base", defaults=[(), False, False, 0, None])


class Upload:
    """The first records of a country's sample upload, to be spoilt."""

    def __init__(self, country, records, headers, mark=b""):
        content = weir_program.uploads(country)[0].read_bytes()
        content = content.decode("cp1250" if country == "AL" else "utf-8-sig")
        rows = list(csv.reader(io.StringIO(content, newline="")))
        self.country, self.headers, self.mark = country, headers, mark
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

    def source(self, variable, operation=None):
        """The column of a variable, by the country's crosswalk."""
        with open(weir_program.STUDY / "crosswalks" / f"{self.country}.csv", encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                if line["variable"] == variable and operation in (None, line["operation"]):
                    return self.column(line["source"])
        raise KeyError(variable)

    def complete(self, status="completa"):
        """The records of complete interviews."""
        place = self.column("ESTADO")
        return [row for row in self.rows[self.headers :] if row[place] == status]

    def with_column(self, title, answers):
        """One more column behind the others."""
        self.rows[0].append(title)
        for row in self.rows[1 : self.headers]:
            row.append("")
        for index, row in enumerate(self.rows[self.headers :]):
            row.append(answers[index % len(answers)])
        return self

    @property
    def bytes(self):
        file = io.StringIO(newline="")
        csv.writer(file, lineterminator="\r\n").writerows(self.rows)
        return self.mark + file.getvalue().encode()


def albania(records=8):
    """SurveyMonkey's two header rows."""
    return Upload("AL", records, 2, b"\xef\xbb\xbf")


def bosnia(records=12):
    """The same, with a column for each answer."""
    return Upload("BA", records, 2, b"\xef\xbb\xbf")


def cyrillic():
    """An export opened and saved again where Windows writes Cyrillic: Latin letters that it lacks are gone."""
    upload = bosnia().with_answers("Završene obuke", ["Обука о заштити дјеце и раду са породицама"])
    return upload.bytes[3:].decode().encode("cp1251", "replace")


def colombia(records=12):
    """One header row, answers as codes."""
    return Upload("CO", records, 1)


def data_file(encoding=65001):
    """SPSS, with the questions as labels: the first columns and records of a sample."""
    rows = data_files.read(weir_program.uploads("MX")[0].read_bytes())
    return data_files.write([[cell or " " for cell in row[:12]] for row in rows[:9]], encoding)


def whole_data_file(encoding=True):
    """SPSS without any letter beyond ASCII; with or without saying how its letters are encoded."""
    rows = [[unicodedata.normalize("NFKD", cell).encode("ascii", "ignore").decode()[:250] or " " for cell in row]
            for row in colombia().rows]
    content = data_files.write(rows)
    said = struct.pack("<12i", 7, 3, 4, 8, 1, 0, 0, -1, 1, 1, 2, 65001)
    assert content.count(said) == 1
    return content if encoding else content.replace(said, b"")


def clean(defect):
    """A file as it was before it was spoilt; nothing where no record of it can be read."""
    if defect.base:
        return defect.base()
    country = defect.file.split("/")[0]
    makers = {"AL": albania, "BA": bosnia, "CO": colombia}
    if country not in makers:
        return None
    return makers[country](defect.records).bytes if defect.records else makers[country]().bytes


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
    content = colombia().cell(4, 4, "@").bytes
    return content.replace(b",@,", b",\xff\xfe,", 1)


def compound(stream):
    """A compound file of Microsoft's with one stream in its folder."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le").ljust(128, b"\0")


def western_header(content):
    """The first row of headers in Windows-1252, everything else in UTF-8."""
    header, rest = content.split(b"\r\n", 1)
    return header.replace("ë".encode(), b"\xeb").replace("ç".encode(), b"\xe7") + b"\r\n" + rest


def bomb_in_a_zip():
    """The same in a zip file."""
    return workbooks.zipped({"one.csv": colombia().bytes + b",\n" * (36 << 20)})


def endless_cell():
    """A cell longer than any answer."""
    return workbooks.workbook({"Answers": workbooks.table(colombia().cell(13, 4, "x" * (34 << 20)).rows)})


def zipped(**files):
    """A zip file whose bytes do not depend on who writes it; `_` stands for a point."""
    return workbooks.zipped({name.replace("__", "/").replace("_", "."): content for name, content in files.items()},
                            zipfile.ZIP_STORED)


def locked(content):
    """The same zip file, said to be encrypted."""
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(sign) + place
        content = content[:at] + bytes([content[at] | 1]) + content[at + 1 :]
    return content


def book(*more, **options):
    """Colombia's first records as a workbook with further sheets."""
    sheets = {"Answers": workbooks.table(colombia().rows), **dict(more)}
    return workbooks.zipped(workbooks.parts(sheets, **options), zipfile.ZIP_STORED)


NOTES = workbooks.table([["a", "b"], ["c", "d"]])


def broken_book(old, new):
    parts = workbooks.parts({"Answers": workbooks.table(colombia().rows[:3])})
    return workbooks.zipped({name: part.replace(old, new) for name, part in parts.items()}, zipfile.ZIP_STORED)


def with_formula():
    sheet = workbooks.table(colombia().rows).replace('<c r="IA2"', '<c r="IA2"')
    at = sheet.index("</row>", sheet.index('<row r="4"'))
    return workbooks.zipped(workbooks.parts(
        {"Answers": sheet[:at] + '<c r="EK4"><f>A1</f></c>' + sheet[at:]}), zipfile.ZIP_STORED)


def without(upload, title):
    place = upload.column(title)
    for row in upload.rows:
        del row[place]
    return upload


def swapped(upload, one, other):
    one, other = upload.column(one), upload.column(other)
    for row in upload.rows:
        row[one], row[other] = row[other], row[one]
    return upload


def garbled(text):
    """Written in UTF-8 and read as Windows-1252."""
    return text.encode().decode("cp1252")


def with_blank_row(upload):
    upload.rows.insert(4, [""] * len(upload.rows[0]))
    return upload


def trimmed(upload):
    """A row that ends in front of a column that nobody asks for."""
    upload.rows[3].pop()
    return upload


def with_addresses():
    """A column of addresses that nobody filled."""
    return colombia().with_column("Email Address", [""])


def flattened(upload):
    """Both header rows in one, as SurveyMonkey exports to other programs."""
    question, headers = "", []
    for above, below in zip(*upload.rows[:2]):
        question = above or question
        headers.append(question if below in ("", "Response", "Open-Ended Response") else f"{question} - {below}")
    upload.rows[:2] = [headers]
    return upload


def repeated(upload):
    """Somebody put the original once more in place of its translation."""
    for operation in ("original", "translation"):
        upload.complete()[0][upload.source("trends_gender", operation)] = "las madres preguntan y los padres escuchan"


def with_notes(note):
    """A column of notes that nobody declared."""
    return colombia().with_column("Nota", [note, *["visto por la tarde"] * 11]).bytes


def changed(change, records=12):
    """Colombia's first records, changed."""
    upload = colombia(records)
    change(upload)
    return upload.bytes


def set_cell(variable, text, operation=None, of=lambda row: True, status="completa", times=1):
    """Another cell in the first records that fit."""
    def change(upload):
        place = upload.source(variable, operation)
        rows = [row for row in upload.rows[1:] if (not status or row[upload.column("ESTADO")] == status) and of(row)]
        assert len(rows) >= times, (variable, len(rows))
        for row in rows[:times]:
            row[place] = text(row, place) if callable(text) else text
    return change


def filled(upload_of, variable, operation=None):
    """Whether a record has an answer to a variable."""
    place = upload_of.source(variable, operation)
    return lambda row: bool(row[place])


def answered(variable, operation=None):
    return filled(colombia(), variable, operation)


def a_day_too_early(upload):
    row = upload.complete()[0]
    row[upload.column("FECHA_FIN")] = "2021-03-01 10.00"
    row[upload.column("startdate")] = "2021-03-03 10:00:00"


def set_start(text):
    def change(upload):
        upload.complete()[0][upload.column("startdate")] = text
    return change


def outside_period(upload):
    row = upload.complete()[0]
    row[upload.column("FECHA_FIN")], row[upload.column("startdate")] = "2019-03-01 10.30", "2019-03-01 10:00:00"


def answer_of_nobody(upload):
    """Somebody whose interview passed this question by is given an answer to it."""
    age = upload.source("boys_child_age")
    next(row for row in upload.complete() if not row[age])[age] = "2"


def no_word_about_consent(upload):
    row = upload.complete()[0]
    row[upload.source("consent")] = row[upload.column("ESTADO")] = ""


def follow_up(upload):
    asked = upload.source("boys_child_age")
    next(row for row in upload.complete() if row[asked])[asked] = ""


def same_id(upload):
    first, second = upload.complete()[:2]
    # An id belongs to the survey it was given by.
    for title in ("ID", "ENCUESTA"):
        second[upload.column(title)] = first[upload.column(title)]


def same_answers(upload, but_one=False):
    last = upload.complete()[-1]
    upload.rows.append([str(900_000 + int(last[0])), *last[1:]])
    if but_one:
        age = upload.source("resp_age_band")
        upload.rows[-1][age] = "2" if last[age] == "3" else "3"


def fast(upload):
    """Every third complete interview takes a minute."""
    for row in upload.complete()[::3]:
        day, time = row[upload.column("startdate")].split(" ")
        row[upload.column("FECHA_FIN")] = f"{day} {time[:2]}.59"
        row[upload.column("startdate")] = f"{day} {time[:2]}:58:00"


def straight(upload):
    matrix = [upload.source(f"{block}_{part}") for block, parts in (
        ("gov_quality", ("funding", "training", "awareness_raising", "speaking_publicly")),
        ("services_availability", ("medical", "psychological", "legal", "reintegration")),
        ("services_quality", ("medical", "psychological", "legal", "reintegration"))) for part in parts]
    for row in upload.complete()[::2]:
        for place in matrix:
            row[place] = "3"


def passed_over(upload):
    for row in upload.complete()[::2]:
        row[upload.source("resp_education")] = ""


def mostly_other(upload):
    for row in upload.complete():
        row[upload.source("resp_field")] = "6"


def ended_early(upload):
    """Interviews that were complete end behind the first question about the respondent."""
    first, last = upload.source("resp_age_band"), len(upload.rows[0])
    for row in upload.complete():
        for place in range(first, last):
            row[place] = ""
        row[upload.column("ESTADO")] = "parcial"


def without_complete():
    """What interviews that end early leave of identifiers is what the others hold."""
    upload = colombia(80)
    complete = upload.complete()
    upload.rows = [row for row in upload.rows if row not in complete]
    return upload.bytes


def both_answers():
    """Both boxes of a question that takes one."""
    upload = bosnia()
    place = upload.column("Informirani pristanak na učešće")
    parts = upload.rows[1][place : place + 2]
    row = next(row for row in upload.rows[2:] if row[place] and not row[place + 1] or row[place + 1] and not row[place])
    row[place : place + 2] = parts
    return upload.bytes


def decimal_point():
    upload = bosnia()
    place = upload.source("case_se_share")
    next(row for row in upload.rows[2:] if row[place])[place] = "37.5"
    return upload.bytes


PHONE = "+57 300 555 0199"

DEFECTS = [
    # Files that are no table.
    Defect("AL/empty-file.csv", lambda: b"", "file.empty"),
    Defect("AL/not-a-table.txt", lambda: b"Dear colleagues,\nthe survey is on its way.\nKind regards\n",
           "file.not-a-table"),
    Defect("AL/questionnaire.csv", lambda: b"type,name,label\nselect_one sex,sex,Your sex\n", "file.questionnaire",
           ("an XLSForm", "export the answers")),
    Defect("AL/data-dictionary.csv", lambda: b"Variable / Field Name,Form Name,Field Type,Field Label\nage,f,text,Age\n",
           "file.data-dictionary", ("REDCap",)),
    Defect("AL/codebook.csv", lambda: b"Variable,Label,Value labels,Measure\nq1,Sex,1=f,nominal\n", "file.codebook"),
    Defect("AL/cross-tabulation.csv", lambda: b"Answer Choices,Responses,\nYes,60%,12\nNo,40%,8\nAnswered,,20\n",
           "file.cross-tabulation", ("export all individual responses",)),
    Defect("AL/workbook-cut-off.xlsx", lambda: b"PK\x03\x04" + bytes(60), "zip.truncated", ("copy or export it again",)),
    Defect("CO/zip-that-is-damaged.zip", lambda: zipped(one_csv=colombia().bytes).replace(b"PK\x01\x02", b"PK\x01\x09"),
           "zip.corrupt", ("copy or export it again",)),
    Defect("AL/workbook-of-1997.xls", lambda: compound("Workbook"), "workbook.old-format", ("Excel Workbook (.xlsx)",)),
    Defect("AL/workbook-with-a-password.xlsx", lambda: compound("EncryptedPackage"), "workbook.password",
           ("take the password off",)),
    Defect("AL/report.pdf", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "file.pdf"),
    Defect("AL/picture-of-a-table.png", lambda: b"\x89PNG\r\n\x1a\n" + bytes(20), "file.unknown-format",
           ("export the survey as CSV or XLSX",)),
    Defect("CO/truncated.csv.gz", lambda: gzipped(colombia().bytes)[:-2000], "gzip.truncated"),
    Defect("CO/damaged.csv.gz", lambda: gzipped(colombia().bytes, flipped), "gzip.corrupt"),
    Defect("CO/inflation-bomb.csv.gz", lambda: bomb(colombia().bytes), "gzip.bomb"),
    Defect("CO/invalid-utf-8-in-a-cell.csv", invalid_text, "encoding.invalid", ("row 4, column E", "byte ")),
    Defect("AL/invalid-utf-8-in-the-header.csv",
           lambda: western_header(albania().bytes),
           "encoding.other", ("row 1, column J", "looks like Windows-1252 (Western European)", "byte ")),
    Defect("CO/quote-never-closed.csv", lambda: colombia().bytes + b'"never closed', "csv.open-quote"),
    Defect("CO/one-row-too-long.csv", lambda: longer(colombia()).bytes, "csv.long-row", ("row 4",)),
    Defect("CO/one-row-too-short.csv", lambda: shorter(colombia()).bytes, "csv.short-row",
           ("row 4, column EK", "140 instead of 141")),
    # The wrong file.
    Defect("AL/file-of-another-country.csv", lambda: colombia().bytes, "upload.wrong-country",
           ("looks like the file of Colombia (CO)", "move it to the folder of Colombia (CO)")),
    Defect("AL/another-survey.csv", lambda: b"Respondent ID,Colour,Size\r\n1,red,small\r\n2,blue,large\r\n",
           "upload.other-survey"),
    Defect("CO/two-surveys-mixed.csv", lambda: colombia().bytes + Upload("CO", 1, 1).bytes, "upload.mixed-surveys"),
    Defect("MX/data-file-cut-off.sav", lambda: data_file()[:-50], "statistics.corrupt"),
    Defect("CO/data-file-without-its-encoding.sav", lambda: whole_data_file(encoding=False), "encoding.assumed", (), True, True,
           base=whole_data_file),
    Defect("MX/data-file-in-cyrillic.sav", lambda: data_file(1251), "encoding.not-read", ("WINDOWS-1251",)),
    Defect("CO/rows-of-another-country.csv", lambda: colombia().with_answers("PAIS", ["PE"]).bytes,
           "upload.mixed-surveys"),
    # Columns.
    Defect("AL/missing-column.csv", lambda: without(albania(), "Gjinia").bytes,
           "header.missing-column", ("Gjinia",)),
    Defect("AL/no-consent-column.csv",
           lambda: without(albania(), "Pëlqimi i informuar për pjesëmarrje").bytes, "header.no-consent",
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
    Defect("CO/number-with-a-decimal-comma.csv", lambda: colombia().with_answers("P20", ["37,5"]).bytes,
           "answer.decimal-comma", ("case_se_share", "a decimal point, as in 37.5"), True),
    Defect("BA/number-with-a-decimal-point.csv", lambda: decimal_point(), "answer.decimal-point",
           ("case_se_share", "a decimal comma, as in 37,5"), True),
    Defect("CO/number-out-of-range.csv", lambda: colombia().with_answers("P20", ["250"]).bytes,
           "answer.out-of-range", ("case_se_share",), True),
    Defect("CO/date-that-is-none.csv", lambda: colombia().with_answers("FECHA_FIN", ["31.02.2021 18.00"]).bytes,
           "answer.not-a-date", ("row 5",), True),
    Defect("CO/blank-id.csv", lambda: colombia().cell(5, 0, "").bytes, "id.blank", ("row 5",), True),
    # More files that are no table, or packed in a way nobody expects.
    Defect("CO/compressed-twice.csv.gz", lambda: gzipped(gzipped(colombia().bytes)), "gzip.twice"),
    Defect("CO/headers-without-interviews.csv", lambda: Upload("CO", 0, 1).bytes, "file.no-interviews"),
    Defect("CO/table-of-numbers.numbers", lambda: zipped(Index__Document_iwa="x"), "file.numbers"),
    Defect("CO/letter.docx", lambda: workbooks.zipped(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"}, zipfile.ZIP_STORED), "file.document"),
    Defect("CO/two-tables.zip", lambda: zipped(one_csv=colombia().bytes, two_csv=colombia().bytes),
           "zip.several-tables", ("2 tables",)),
    Defect("CO/no-table-inside.zip", lambda: zipped(letter_doc="a", picture_png="b"), "zip.no-table"),
    Defect("CO/zip-in-a-zip.zip", lambda: zipped(inner_zip=zipped(one_csv=colombia().bytes)), "zip.nested"),
    Defect("CO/zip-with-thousands-of-files.zip", lambda: workbooks.zipped({str(at): "" for at in range(4097)}, zipfile.ZIP_STORED),
           "zip.too-many-files"),
    Defect("CO/zip-inflation-bomb.zip", bomb_in_a_zip, "zip.bomb"),
    Defect("CO/workbook-with-an-endless-cell.xlsx", endless_cell, "csv.cell-too-long"),
    Defect("CO/workbook-with-an-endless-word.xlsx", lambda: workbooks.zipped(workbooks.parts(
        {"Answers": workbooks.table(colombia().rows).replace("<worksheet", f'<worksheet note="{"x" * (3 << 20)}"')})),
           "workbook.too-long"),
    Defect("CO/zip-with-a-password.zip", lambda: locked(zipped(one_csv=colombia().bytes)), "zip.password"),
    Defect("CO/name-that-points-outside.zip", lambda: workbooks.zipped(
        {"../one.csv": colombia().bytes}, zipfile.ZIP_STORED), "zip.unsafe-name"),
    Defect("CO/workbook-with-a-document-type.xlsx", lambda: broken_book(
        "<worksheet", "<!DOCTYPE worksheet [<!ENTITY a 'b'>]><worksheet"), "workbook.doctype"),
    Defect("CO/workbook-that-is-damaged.xlsx", lambda: broken_book("</sheetData>", "</sheetDatum>"), "workbook.corrupt"),
    Defect("CO/workbook-with-everything-hidden.xlsx", lambda: book(states={"Answers": "hidden"}), "workbook.no-table"),
    Defect("CO/workbook-with-another-table.xlsx", lambda: book(("Notes", NOTES)), "workbook.other-sheets", (), True),
    Defect("CO/workbook-with-a-hidden-sheet.xlsx", lambda: book(("Notes", NOTES), states={"Notes": "hidden"}),
           "workbook.hidden-sheets", (), True, True),
    Defect("CO/workbook-with-a-formula.xlsx", with_formula, "workbook.formula-without-value", (), True),
    Defect("CO/too-many-columns.csv", lambda: b"x," * 16400 + b"x\r\n1\r\n", "file.too-wide"),
    # Letters.
    Defect("AL/letters-lost-in-the-header.csv", lambda: albania().with_title(
        "Mbi 18 vjeç", garbled("Mbi 18 vjeç")).bytes, "header.mojibake"),
    Defect("CO/letters-lost-in-an-answer.csv",
           lambda: changed(set_cell("resp_training", garbled("formación en protección"), "original", answered(
               "resp_training", "original"))), "answer.mojibake", (), True),
    Defect("CO/hidden-sign-in-the-header.csv", lambda: colombia().with_title("P08", "P0\u202e8").bytes,
           "header.hidden-sign"),
    Defect("CO/hidden-sign-in-an-answer.csv",
           lambda: changed(set_cell("resp_training", "\u202eformación\u202c en \u2066protección", "original", answered(
               "resp_training", "original"))), "answer.hidden-sign", (), True),
    Defect("CO/title-above-the-headers.csv", lambda: "Encuesta al personal, 2021\r\n\r\n".encode() + colombia().bytes,
           "header.rows-above"),
    Defect("AL/encoding-that-nothing-names.csv", lambda: albania().bytes[3:].decode().encode("cp1250"),
           "encoding.recognised", (), True, True),
    Defect("BA/cyrillic-in-windows-1251.csv", cyrillic, "encoding.other", ("Windows-1251 (Cyrillic)",)),
    # More columns.
    Defect("AL/renamed-column.csv", lambda: albania().with_title("Gjinia", "Gjinia juaj").bytes,
           "header.renamed-column", ("Gjinia",)),
    Defect("CO/columns-in-another-order.csv", lambda: swapped(colombia(), "P08", "P14").bytes,
           "header.reordered-columns", (), True, True),
    Defect("AL/header-in-capitals.csv", lambda: albania().with_title("Gjinia", "GJINIA").bytes, "header.wording-drift",
           (), True, True),
    Defect("CO/column-of-addresses.csv", lambda: colombia().with_column(
        "Kontakt", ["besa@example.org", "ana@example.org"]).bytes, "header.looks-like-identifier", (), True),
    Defect("CO/column-of-names.csv", lambda: colombia().with_column(
        "Persona", ["Juan Pérez", "María Gómez", "Besa Hoxha"]).bytes, "header.looks-like-identifier", (), True),
    Defect("CO/column-of-identity-numbers.csv", lambda: colombia().with_column(
        "Cédula de ciudadanía", ["1"]).bytes, "header.direct-identifier", (), True, True),
    Defect("CO/column-nobody-declared.csv", lambda: colombia().with_column("Color", ["rojo", "azul"]).bytes,
           "header.undeclared-answers", (), True),
    Defect("CO/empty-column-nobody-declared.csv", lambda: colombia().with_column("Color", [""]).bytes,
           "header.undeclared-column", (), True, True),
    Defect("CO/column-that-identifies.csv", lambda: colombia().with_column("Email Address", ["a@example.org"]).bytes,
           "header.direct-identifier", (), True, True),
    Defect("CO/no-id-column.csv", lambda: without(colombia(), "ID").bytes, "id.no-column", (), True, True),
    Defect("CO/blank-row.csv", lambda: with_blank_row(colombia()).bytes, "row.blank", (), True, True),
    Defect("CO/row-without-its-end.csv", lambda: trimmed(with_addresses()).bytes, "csv.trimmed-row", (), True, True,
           base=lambda: with_addresses().bytes),
    Defect("AL/header-rows-joined-into-one.csv", lambda: flattened(albania()).bytes, "header.other-variant", (), True, True),
    # More cells.
    Defect("CO/date-outside-the-field-period.csv", lambda: changed(outside_period), "answer.outside-period", (), True),
    Defect("CO/start-that-is-no-date.csv", lambda: changed(set_start("2021-02-31 10:00:00")), "answer.not-a-date", (), True),
    Defect("CO/start-outside-the-field-period.csv", lambda: changed(set_start("2099-03-01 10:00:00")),
           "answer.outside-period", (), True),
    Defect("CO/end-before-start.csv", lambda: changed(a_day_too_early), "answer.end-before-start", (), True),
    Defect("CO/answered-though-not-asked.csv", lambda: changed(answer_of_nobody, 40), "answer.not-asked", (), True, True, 40),
    Defect("CO/too-many-picks.csv", lambda: changed(set_cell("barriers_disclosure", "1;2;3;4")), "answer.too-many", (),
           True),
    Defect("BA/two-answers-to-one-question.csv", lambda: both_answers(), "answer.twice", (), True),
    Defect("CO/no-word-about-consent.csv", lambda: changed(no_word_about_consent), "answer.blank-consent", (), True),
    Defect("CO/answer-without-translation.csv",
           lambda: changed(set_cell("trends_gender", "", "translation", answered("trends_gender", "original"))),
           "answer.untranslated", (), True, True),
    Defect("CO/translation-that-repeats-the-original.csv",
           lambda: changed(repeated), "answer.repeats-original", (), True, True),
    Defect("AL/answer-in-capitals.csv", lambda: albania().with_answers("Mbi 18 vjeç", ["PO"]).bytes,
           "answer.wording-drift", (), True, True),
    Defect("CO/required-answer-missing.csv", lambda: changed(set_cell("resp_gender", "")), "answer.required-missing", (),
           True, True),
    Defect("CO/follow-up-missing.csv", lambda: changed(follow_up, 40), "answer.follow-up-missing", (), True, True, 40),
    Defect("CO/address-instead-of-an-answer.csv", lambda: changed(set_cell("resp_gender", "besa@example.org")),
           "answer.identifier-misplaced", (), True),
    Defect("CO/status-that-does-not-fit.csv", lambda: changed(set_cell("status", "no elegible")),
           "row.status-contradiction", (), True),
    Defect("CO/same-id-twice.csv", lambda: changed(same_id), "id.repeated", (), True, True),
    Defect("CO/same-answers-twice.csv", lambda: changed(same_answers), "row.same-answers", (), True, True,
           base=lambda: changed(lambda upload: same_answers(upload, but_one=True))),
    Defect("CO/number-in-a-translation.csv",
           lambda: changed(set_cell("awareness_comment", f"for help call {PHONE}", "translation", lambda row: not row[
               colombia().source("awareness_comment", "translation")])), "answer.identifier", (), True, True),
    Defect("CO/number-in-an-original.csv",
           lambda: changed(set_cell("resp_training", f"un curso, tel. {PHONE}", "original")), "original.identifier", (),
           True, True),
    Defect("CO/name-in-a-column-nobody-declared.csv", lambda: with_notes("visto por Juan Pérez"), "cell.identifier", (), True,
           True, base=lambda: with_notes("visto por la mañana")),
    # How the interviews went.
    Defect("CO/interviews-in-a-minute.csv", lambda: changed(fast, 80), "quality.speeders", (), True, True, 80),
    Defect("CO/same-point-on-every-scale.csv", lambda: changed(straight, 80), "quality.straight-lining", (), True, True, 80),
    Defect("CO/question-passed-over.csv", lambda: changed(passed_over, 80), "quality.non-response", (), True, True, 80),
    Defect("CO/mostly-other.csv", lambda: changed(mostly_other, 80), "quality.other-share", (), True, True, 80),
    Defect("CO/interviews-that-end-early.csv", lambda: changed(ended_early, 80), "quality.break-off", (), True, True,
           base=without_complete),
]

# Their bytes are the compressor's.
COMPRESSED = {"CO/inflation-bomb.csv.gz", "CO/zip-inflation-bomb.zip", "CO/workbook-with-an-endless-cell.xlsx",
              "CO/workbook-with-an-endless-word.xlsx"}

# Faults that need another study than the samples': one that declares an encoding or a layout, or an export that has wordings
# beside codes. What is told of a file in that study, before and after; `before` is a study that does not mind the same file.
Elsewhere = collections.namedtuple("Elsewhere", "code study clean spoilt note before", defaults=[False, None])


def codes_and_texts(old="", new=""):
    """LimeSurvey's export of codes and texts, the answers as codes."""
    words = [*layouts.LIME.items(), *zip(layouts.LIME_CODES, layouts.LIME_TEXTS)]
    head = [f"{code}. {text}".replace(old, new) if old else f"{code}. {text}" for code, text in words]
    rows = [layouts.lime(row) + layouts.coded(row, layouts.boxes(row, "Y", "")) for row in layouts.interviews()]
    return layouts.text([head] + rows, mark="\ufeff", quoting=csv.QUOTE_ALL)


def by_codes(folder):
    """A study by the questions' codes, with the fingerprints of their wording."""
    study = layouts.study(folder / "study", layouts.crosswalk_by_name())
    path = folder / "fielded.csv"
    path.write_bytes(codes_and_texts())
    weir_program.weir("study", "fingerprint", study, "--country", "AL", "--file", path)
    return study


def declaring(setting):
    """A study that says how its country's uploads come."""
    return lambda folder: layouts.study(folder / "study", layouts.crosswalk_by_text(), setting)


ELSEWHERE = [
    Elsewhere("header.question-changed", by_codes, codes_and_texts, lambda: codes_and_texts(
        layouts.SHARE, "Share of all your cases (%)")),
    Elsewhere("header.options-changed", by_codes, codes_and_texts, lambda: codes_and_texts(
        f"[{layouts.OFFERS['money']}]", "[Something else]"), True),
    Elsewhere("header.other-layout", declaring("surveymonkey condensed"), layouts.expanded, layouts.expanded,
              before=declaring("surveymonkey")),
    Elsewhere("encoding.contradicted", declaring("surveymonkey, encoding: utf-16-le"),
              lambda: layouts.condensed().decode().encode("utf-16-le"), layouts.condensed),
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
