"""Writes small workbooks as spreadsheet programs do, and as no honest program would. The standard library is enough."""

import io
import re
import zipfile
from xml.etree import ElementTree
from xml.sax.saxutils import escape

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Cell styles: 0 general, 1 a date, 2 a date and time, 3 a time, 4 a share, 5 of its author's.
STYLES = (f'<styleSheet {MAIN}><numFmts count="1"><numFmt numFmtId="170" formatCode="[$-41A]d. mmmm yyyy;@"/></numFmts>'
          '<cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="21"/>'
          '<xf numFmtId="9"/><xf numFmtId="170"/></cellXfs></styleSheet>')


def letters(column):
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def zipped(parts, compression=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, compression)
    return file.getvalue()


def sheet(data):
    """A worksheet of rows that are XML already."""
    return f'{HEAD}<worksheet {MAIN}><sheetData>{data}</sheetData></worksheet>'


def parts(sheets, strings="", since1904=False, states=None):
    """The parts of a workbook whose sheets are given as name to XML."""
    states = states or {}
    names = list(sheets)
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{at + 1}" state="{states.get(name, "visible")}" r:id="rId{at + 1}"/>'
        for at, name in enumerate(names))
    related = "".join(
        f'<Relationship Id="rId{at + 1}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{at + 1}.xml"/>'
        for at in range(len(names)))
    calendar = '<workbookPr date1904="1"/>' if since1904 else ""
    content = {
        "[Content_Types].xml": HEAD + "<Types/>",
        "_rels/.rels": f'{HEAD}<Relationships {RELATIONS}><Relationship Id="r" Type="{OFFICE}/officeDocument" '
                       'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook {MAIN} xmlns:r="{OFFICE}">{calendar}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels":
            f'{HEAD}<Relationships {RELATIONS}>{related}<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>'
            f'<Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": HEAD + STYLES,
        "xl/sharedStrings.xml": f"{HEAD}<sst {MAIN}>{strings}</sst>",
    }
    for at, name in enumerate(names):
        content[f"xl/worksheets/sheet{at + 1}.xml"] = sheets[name]
    return content


def workbook(sheets, **options):
    return zipped(parts(sheets, **options))


def table(rows, first=1):
    """A worksheet of texts, each shared with nobody; numbers are numbers, and None is no cell."""
    lines = []
    for number, row in enumerate(rows, first):
        cells = "".join(cell(value, number, column) for column, value in enumerate(row) if value not in (None, ""))
        lines.append(f'<row r="{number}">{cells}</row>')
    return sheet("".join(lines))


def cell(value, row, column):
    place = f"{letters(column)}{row}"
    if isinstance(value, (int, float)):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def document(tables, styles=""):
    """An OpenDocument spreadsheet whose tables are XML already."""
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text", "style"))
    content = (f'{HEAD}<office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles>'
               f'<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>')
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content,
        "META-INF/manifest.xml": f"{HEAD}<manifest/>"})


def read(content):
    """The rows of a sample workbook: texts in the cells themselves, and numbers."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    rows = []
    for line in root.iterfind(".//m:row", space):
        row = {}
        for place in line.iterfind("m:c", space):
            column = 0
            for letter in re.match("[A-Z]+", place.get("r")).group():
                column = column * 26 + ord(letter) - 64
            row[column] = "".join(part.text or "" for part in place.iter() if part.tag.endswith(("}t", "}v")))
        rows.append(row)
    width = max(max(row, default=0) for row in rows)
    return [[row.get(column, "") for column in range(1, width + 1)] for row in rows]
