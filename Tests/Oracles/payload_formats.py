#!/usr/bin/env python3
"""Writes one table in the formats that libraries of other people write; test_payload.py runs it where they are installed.

    payload_formats.py TABLE.json FOLDER
    payload_formats.py TABLE.json FOLDER CROSSWALK.csv

With a crosswalk, the table has two header rows, and is written as data files that know it by labels alone: questions are
labels of variables, answers are labels of values, and variables are numbered.
"""

import csv
import datetime
import json
import pathlib
import sys

import odf.opendocument
import odf.table
import odf.text
import openpyxl
import pandas
import pyreadstat


def is_number(text):
    return text.isdigit() and len(text) < 16 and (text == "0" or text[0] != "0")


def is_moment(text):
    try:
        return bool(datetime.datetime.strptime(text, "%Y-%m-%d %H:%M:%S"))
    except ValueError:
        return False


def xlsx(rows, path):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Answers")
    for row in rows:
        sheet.append([int(cell) if is_number(cell) else cell or None for cell in row])
    book.save(path)


def ods(rows, path):
    document = odf.opendocument.OpenDocumentSpreadsheet()
    table = odf.table.Table(name="Answers")
    for row in rows:
        line = odf.table.TableRow()
        for text in row:
            if is_number(text):
                cell = odf.table.TableCell(valuetype="float", value=text)
            elif text:
                cell = odf.table.TableCell(valuetype="string")
                for part in text.split("\n"):
                    paragraph = odf.text.P()
                    for at, word in enumerate(part.split("  ")):
                        if at:
                            paragraph.addElement(odf.text.S(c=2))
                        paragraph.addText(word)
                    cell.addElement(paragraph)
            else:
                cell = odf.table.TableCell()
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(path)


def frame(rows):
    """Columns of numbers, of moments and of text, as somebody makes them who loads an export."""
    header, cells = rows[0], list(zip(*rows[1:]))
    columns = {}
    for name, column in zip(header, cells):
        filled = [cell for cell in column if cell]
        if filled and all(map(is_number, filled)):
            columns[name] = [float(cell) if cell else float("nan") for cell in column]
        elif filled and all(map(is_moment, filled)):
            columns[name] = [pandas.Timestamp(cell) if cell else pandas.NaT for cell in column]
        else:
            columns[name] = list(column)
    return pandas.DataFrame(columns)


def labels(table):
    """Wording for the codes of closed questions; the study maps the codes and does not know it."""
    return {name: {code: f"Opción {code:.0f}" for code in sorted(set(column.dropna()))}
            for name, column in table.items() if column.dtype == float and column.nunique() < 40}


def columns(rows):
    """The columns of a table with two header rows: question and option, and the cells."""
    question = ""
    for place, (above, below) in enumerate(zip(rows[0], rows[1])):
        question = above or question
        yield question, "" if below in ("Response", "Open-Ended Response") else below, [row[place] for row in rows[2:]]


def wording(crosswalk):
    """The answers of each closed column, and whether it is a box."""
    answers = {}
    for line in csv.DictReader(pathlib.Path(crosswalk).read_text(encoding="utf-8").splitlines()):
        if line["operation"] in ("answer", "fold", "ticked") and line["answer"]:
            part = "" if line["part"] == "Response" else line["part"]
            answers.setdefault((line["source"], part), (line["operation"] == "ticked", []))[1].append(line["answer"])
    return answers


def labelled(rows, crosswalk, between, boxes):
    """Variables V1, V2 and so on, their labels, and the labels of their values."""
    known, all_columns = wording(crosswalk), list(columns(rows))
    # Who ticked anything of a question says no to its other options.
    asked = {}
    for question, _, cells in all_columns:
        asked[question] = [bool(before or cell) for before, cell in zip(asked.get(question, cells), cells)]
    data, questions, values = {}, [], {}
    for place, (question, part, cells) in enumerate(all_columns):
        name = f"V{place + 1}"
        is_box, answers = known.get((question, part), (False, []))
        questions.append(f"{question}{between[0]}{part}{between[1]}" if part else question)
        if is_box and boxes:
            data[name] = [float(bool(cell)) if ticked else float("nan") for cell, ticked in zip(cells, asked[question])]
            values[name] = dict(enumerate(boxes))
        elif answers and set(cells) <= {"", *answers}:
            codes = {answer: float(code) for code, answer in enumerate(answers, 1)}
            data[name] = [codes.get(cell, float("nan")) for cell in cells]
            values[name] = {code: answer for answer, code in codes.items()}
        elif any(cells) and all(is_number(cell) for cell in cells if cell):
            data[name] = [float(cell) if cell else float("nan") for cell in cells]
        else:
            data[name] = cells
    return pandas.DataFrame(data), {"column_labels": questions, "variable_value_labels": values}


def write_labelled(rows, crosswalk, folder):
    for name, between, boxes in (("dash", (" - ", ""), ()), ("colon", (": ", ""), ()),
                                 ("boxes", (" [", "]"), ("No seleccionado", "Seleccionado"))):
        table, named = labelled(rows, crosswalk, between, boxes)
        pyreadstat.write_sav(table, folder / f"{name}.sav", **named)
    # Stata's labels have 80 characters.
    for name, between, boxes in (("dash", (" - ", ""), ()), ("boxes", (" [", "]"), ("No seleccionado", "Seleccionado"))):
        table, named = labelled(rows, crosswalk, between, boxes)
        if all(len(label) <= 80 for label in named["column_labels"]):
            pyreadstat.write_dta(table, folder / f"{name}.dta", version=15, **named)
    # Programs cut labels off. Where two would be alike, nobody could tell which is which.
    table, named = labelled(rows, crosswalk, (" - ", ""), ())
    whole = named["column_labels"]
    named["column_labels"] = [label[:80] if sum(other.startswith(label[:80]) for other in whole) == 1 else label
                              for label in whole]
    pyreadstat.write_sav(table, folder / "cut.sav", **named)


def main(source, folder, crosswalk=None):
    rows, folder = json.loads(pathlib.Path(source).read_text(encoding="utf-8")), pathlib.Path(folder)
    if crosswalk:
        return write_labelled(rows, crosswalk, folder)
    xlsx(rows, folder / "openpyxl.xlsx")
    ods(rows, folder / "odfpy.ods")
    table = frame(rows)
    named = {"column_labels": [f"Pregunta {name}" for name in table], "variable_value_labels": labels(table)}
    pyreadstat.write_sav(table, folder / "plain.sav", **named)
    pyreadstat.write_sav(table, folder / "rows.sav", row_compress=True, **named)
    pyreadstat.write_sav(table, folder / "blocks.zsav", compress=True, **named)
    for version in (13, 14, 15):
        pyreadstat.write_dta(table, folder / f"stata-{version}.dta", version=version, **named)
    pandas.DataFrame(table).to_stata(folder / "pandas.dta", version=118, write_index=False,
                                     variable_labels={name: f"Pregunta {name}" for name in table})
    # The older form has one byte for each character, and no longer texts than 244.
    short = {name: column.str.len().max() <= 244 for name, column in table.items() if column.dtype == object}
    if all(short.values()):
        table.to_stata(folder / "pandas-old.dta", version=114, write_index=False)
    return None


if __name__ == "__main__":
    main(*sys.argv[1:])
