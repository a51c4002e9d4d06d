#!/usr/bin/env python3
"""Reads a data set in the formats that libraries of other people read, and compares every cell with the codes;
test_formats.py runs it where they are installed (pyreadstat, pandas, openpyxl).

    format_readers.py FOLDER TABLE FORMAT

Prints what differs and ends with status 1 when anything does."""

import csv
import gzip
import os
import pathlib
import sys

REASONS = range(9990, 9999)


def lines(path):
    opened = gzip.open(path, "rt", encoding="utf-8", newline="") if path.suffix == ".gz" else open(
        path, encoding="utf-8", newline="")
    with opened as text:
        return list(csv.DictReader(text))


class Truth:
    """The codes of a data set, with what they mean."""

    def __init__(self, folder, table):
        self.data = folder / "data"
        self.table = table
        self.rows = lines(self.data / f"{table}.csv.gz")
        self.columns = lines(folder / "documentation" / "columns.csv")
        self.kinds = {line["column"]: line["kind"] for line in self.columns}
        self.labels = {}
        for line in lines(folder / "documentation" / "codes.csv"):
            self.labels.setdefault(line["column"], {})[int(line["code"])] = line["label"]
        self.reasons = self.labels[""]
        # What the labels of a question's options begin with.
        self.questions = {}
        for line in self.columns:
            if line["question"]:
                self.questions.setdefault(line["question"], []).append(line["label"])
        self.questions = {name: os.path.commonprefix(found).rpartition(": ")[0] for name, found in self.questions.items()}

    def meanings(self, column):
        """Labels of a column's codes and missing reasons."""
        return {**self.labels.get(column, {}), **self.reasons}

    def text(self, cell):
        """An open answer without the sign that keeps spreadsheets from computing it."""
        return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@" else cell

    def label(self, column, cell, numbered=True):
        """A cell as a labelled format tells it."""
        kind = self.kinds[column]
        if kind == "text" or cell == "":
            return self.text(cell)
        number = float(cell)
        if number in REASONS:
            return f"{int(number)} {self.reasons[int(number)]}" if numbered else self.reasons[int(number)]
        return number if kind == "number" else self.labels[column][int(number)]


class Comparison:
    def __init__(self):
        self.cells, self.differences = 0, []

    def same(self, where, found, expected):
        self.cells += 1
        if found != expected and len(self.differences) < 20:
            self.differences.append(f"{where}: {found!r} instead of {expected!r}")


def spss(truth, ending, compare):
    import pyreadstat

    frame, meta = pyreadstat.read_sav(str(truth.data / f"{truth.table}.{ending}"), user_missing=True)
    compare.same("names", list(meta.column_names), [line["column"] for line in truth.columns if line["column"] in frame])
    measures = {"text": "nominal"}
    for line in truth.columns:
        name = line["column"]
        if name not in frame:
            continue
        compare.same(f"{name} label", meta.column_names_to_labels[name], shortened(line["label"], 255))
        compare.same(f"{name} measure", meta.variable_measure[name], measures.get(line["kind"], line["measure"]))
        if line["kind"] == "text":
            continue
        found = {int(code): label for code, label in meta.variable_value_labels.get(name, {}).items()}
        compare.same(f"{name} labels", found, {code: shortened(text, 120) for code, text in truth.meanings(name).items()})
        missing = [{"lo": 9990.0, "hi": 9998.0}] if line["kind"] in ("code", "number") else None
        compare.same(f"{name} missing", meta.missing_ranges.get(name), missing)
    for name in frame:
        cells = frame[name].tolist()
        compare.same(f"{name} rows", len(cells), len(truth.rows))
        for row, (cell, line) in enumerate(zip(cells, truth.rows)):
            expected = line[name]
            if truth.kinds[name] == "text":
                compare.same(f"{name} {row}", cell, truth.text(expected).rstrip(" "))
            else:
                compare.same(f"{name} {row}", None if cell != cell else cell, float(expected) if expected else None)


def stata(truth, _, compare):
    import pandas
    import pyreadstat

    path = str(truth.data / f"{truth.table}.dta")
    frame, meta = pyreadstat.read_dta(path, user_missing=True)
    full = dict(zip(meta.column_names, stata_names([line["column"] for line in truth.columns], meta.column_names)))
    compare.same("names", len(set(name.lower() for name in full)), len(full))
    plain = pandas.read_stata(path, convert_categoricals=False)
    with pandas.io.stata.StataReader(path) as reader:
        reader.variable_labels()
        texts = reader.value_labels()
    for name, column in full.items():
        kind = truth.kinds[column]
        line = next(line for line in truth.columns if line["column"] == column)
        option = line["question"] and line["label"].removeprefix(truth.questions[line["question"]] + ": ")
        expected = f"{option}: {truth.questions[line['question']]}" if option else line["label"]
        compare.same(f"{column} label", meta.column_names_to_labels[name], expected[:80].rstrip(" "))
        if kind != "text":
            labels = meta.variable_value_labels.get(name, {})
            found = {int(code): label for code, label in labels.items() if not isinstance(code, str)}
            own = truth.labels.get(column, {}) if kind != "reason" else truth.reasons
            compare.same(f"{column} labels", {c: t for c, t in found.items() if c < 9990 or kind == "reason"}, own)
            if kind != "reason":
                letters = {code: label for code, label in labels.items() if isinstance(code, str)}
                compare.same(f"{column} reasons", letters,
                             {chr(97 + code - 9990): label for code, label in truth.reasons.items()})
        for row, (cell, line) in enumerate(zip(frame[name].tolist(), truth.rows)):
            expected = line[column]
            if kind == "text":
                compare.same(f"{column} {row}", cell, truth.text(expected))
            elif kind == "reason":
                compare.same(f"{column} {row}", None if cell != cell else cell, float(expected) if expected else None)
            else:
                number = float(expected)
                value = chr(97 + int(number) - 9990) if number in REASONS else number
                compare.same(f"{column} {row}", cell, value)
        if kind == "number":
            numbers = [float(line[column]) for line in truth.rows if float(line[column]) not in REASONS]
            compare.same(f"{column} mean", round(plain[name].mean(), 9), round(sum(numbers) / len(numbers), 9))
    compare.same("label sets", all(texts.values()), True)


def stata_names(columns, names):
    """The columns behind names of at most 32 characters, in their order."""
    left = [column for column in columns]
    found = []
    for name in names:
        while left[0][:20] != name[:20]:
            left.pop(0)
        found.append(left.pop(0))
    return found


def workbook(truth, _, compare):
    import openpyxl

    book = openpyxl.load_workbook(truth.data / f"{truth.table}.xlsx", read_only=True)
    sheet_is(truth, book[truth.table].iter_rows(values_only=True), compare)


def saved_again(truth, ending, compare):
    """The workbook as LibreOffice saves it as text."""
    with open(truth.data / f"{truth.table}.{ending}", encoding="utf-8", newline="") as text:
        rows = list(csv.reader(text))
    kinds = [truth.kinds[name] for name in rows[0]]
    told = [[number(cell) if kind == "number" else cell or None for cell, kind in zip(row, kinds)] for row in rows[1:]]
    sheet_is(truth, iter([rows[0]] + told), compare)


def number(cell):
    try:
        return float(cell)
    except ValueError:
        return cell or None


def sheet_is(truth, rows, compare):
    header = list(next(rows))
    compare.same("names", header, [line["column"] for line in truth.columns if line["column"] in header])
    count = 0
    for row, (cells, line) in enumerate(zip(rows, truth.rows)):
        count += 1
        for name, cell in zip(header, cells):
            compare.same(f"{name} {row}", cell, truth.label(name, line[name]) or (0.0 if line[name] == "0" else None))
    compare.same("rows", count, len(truth.rows))


def shortened(text, limit):
    """At most so many bytes of UTF-8, cut between characters."""
    return text.encode()[:limit].decode(errors="ignore")


def main(folder, table, ending):
    truth = Truth(pathlib.Path(folder), table)
    compare = Comparison()
    read = {"sav": spss, "zsav": spss, "dta": stata, "xlsx": workbook, "csv": saved_again}[ending]
    read(truth, ending, compare)
    for difference in compare.differences:
        print(difference)
    print(f"{ending}: {compare.cells} cells")
    return 1 if compare.differences or not truth.rows else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
