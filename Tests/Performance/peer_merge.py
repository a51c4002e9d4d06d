#!/usr/bin/env python3
"""The nightly merge as somebody would write it in a data frame library, for the time it takes.

    peer_merge.py polars|duckdb STUDY INBOX OUT.csv.gz

Uploads are CSV files in UTF-8. Answers become the codebook's codes by the crosswalks, open answers lose what five patterns
find, completed interviews are named by a hash, one row each, sorted and packed. It leaves out what weir does besides: names
and places in open answers, why a value is missing, dispositions of all rows, findings, parts for the next night, the
documents and the log.
"""

import csv
import pathlib
import subprocess
import sys

# Addresses, numbers, dates: what can be told by its shape.
PATTERNS = [(r"[\w.+-]+@[\w-]+\.[\w.]+", "[EMAIL]"), (r"(https?://|www\.)\S+", "[URL]"),
            (r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b", "[DATE]"), (r"\+?\d[\d ()/-]{6,}\d", "[NUMBER]"),
            (r"\b[A-Z]{1,3}\d{4,}\b", "[ID]")]
HURDLES = ("consent", "hurdle_age18", "hurdle_field_12m", "hurdle_caseload_12m", "hurdle_children", "hurdle_csea")


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Source:
    """A country's upload and the column in which each question stands."""

    def __init__(self, path, crosswalk):
        self.path, self.country = path, path.parent.name
        self.header_rows = 2 if any(row["part"] for row in crosswalk) else 1
        with open(path, encoding="utf-8", newline="") as file:
            lines = csv.reader(file)
            heads = [next(lines) for _ in range(self.header_rows)]
        self.width, question, self.columns = len(heads[0]), "", {}
        for index, name in enumerate(heads[0]):
            question = name or question
            self.columns[question, heads[1][index] if len(heads) > 1 else ""] = index

    def column(self, row):
        first = [self.columns.get((row["source"], row["part"]))]
        return next(index for index in first + [at for (name, _), at in self.columns.items() if name == row["source"]]
                    if index is not None)


def plan(study, crosswalk, source, decimal):
    """What each column of the data set is made of: its name, how, the upload's columns, codes by answer."""
    codes = {}
    for row in table(study / "codebook" / "categories.csv"):
        codes.setdefault(row["list_name"], {})[row["name"]] = row["code"]
    made = {}
    for variable in table(study / "codebook" / "variables.csv"):
        own = [row for row in crosswalk if row["variable"] == variable["name"]]
        known = codes.get(variable["list_name"], {})
        kinds = {row["operation"].split(" ")[0] for row in own}
        if variable["type"] == "multi":
            for name in known:
                picks = [row for row in own if row["code"] == name]
                made[f"{variable['name']}__{name}"] = (
                    "split" if "split" in kinds else "ticked",
                    [(source.column(row), row["answer"], row["operation"][-1:]) for row in picks])
        elif kinds & {"number", "reversed"}:
            made[variable["name"]] = ("number", source.column(own[0]), decimal, "reversed" in kinds)
        elif "translation" in kinds:
            made[variable["name"]] = ("text", source.column(next(row for row in own if row["operation"] == "translation")))
        elif kinds & {"answer", "flag", "fold", "other"}:
            answers = {}
            for row in own:
                if row["operation"] in ("answer", "flag", "fold"):
                    answers.setdefault(source.column(row), {})[row["answer"]] = known.get(row["code"], row["code"])
            made[variable["name"]] = ("answer", answers)
    return made


def special(crosswalk, source, operation):
    return source.column(next(row for row in crosswalk if row["operation"] == operation))


def with_polars(uploads, out):
    import polars as pl

    def cell(index):
        return pl.col(f"column_{index + 1}")

    def given(index):
        return cell(index).is_not_null() & (cell(index) != "")

    def expression(how, *what):
        if how == "answer":
            found = [cell(index).replace_strict(answers, default=None) for index, answers in what[0].items()]
            return pl.coalesce(found) if found else pl.lit(None, pl.String)
        if how == "text":
            text = cell(what[0])
            for pattern, mask in PATTERNS:
                text = text.str.replace_all(pattern, mask)
            return text
        if how == "number":
            text = cell(what[0]).str.replace(",", ".", literal=True) if what[1] == "," else cell(what[0])
            number = text.cast(pl.Float64, strict=False)
            return 100 - number if what[2] else number
        if how == "ticked":
            return pl.any_horizontal([given(index) for index, _, _ in what[0]] or [pl.lit(False)]).cast(pl.Int8)
        return pl.any_horizontal(
            [(separator + cell(index) + separator).str.contains(separator + answer + separator, literal=True).fill_null(False)
             for index, answer, separator in what[0]] or [pl.lit(False)]).cast(pl.Int8)

    frames = []
    for source, crosswalk, made in uploads:
        rows = pl.scan_csv(source.path, has_header=False, skip_rows=source.header_rows, infer_schema=False)
        name = pl.concat_str([pl.lit(source.country), cell(special(crosswalk, source, "collector")),
                              cell(special(crosswalk, source, "id"))], separator="|").hash(2021)
        columns = [expression(*how).alias(variable) for variable, how in made.items()]
        frames.append(rows.filter(given(special(crosswalk, source, "submitted")))
                      .select(name.alias("pseudonym"), *columns, pl.lit(source.country).alias("upload")))
    merged = pl.concat(frames, how="diagonal_relaxed")
    merged = merged.filter(*[pl.col(hurdle) == "1" for hurdle in HURDLES], pl.col("status").ne_missing("4"))
    merged = merged.unique("pseudonym", keep="last").sort("pseudonym").collect(engine="streaming")
    with open(out, "wb") as file, subprocess.Popen(["pigz", "-6", "-p", "2"], stdin=subprocess.PIPE, stdout=file) as packer:
        merged.write_csv(packer.stdin)
        packer.stdin.close()
    return merged.height


def with_duckdb(uploads, out):
    import duckdb

    def quoted(text):
        return "'" + text.replace("'", "''") + "'"

    def expression(how, *what):
        if how == "answer":
            cases = [f"case c{index} " + " ".join(f"when {quoted(answer)} then {quoted(code)}" for answer, code in answers.items())
                     + " end" for index, answers in what[0].items()]
            return f"coalesce({', '.join(cases)})" if cases else "null"
        if how == "text":
            text = f"c{what[0]}"
            for pattern, mask in PATTERNS:
                text = f"regexp_replace({text}, {quoted(pattern)}, {quoted(mask)}, 'g')"
            return text
        if how == "number":
            text = f"replace(c{what[0]}, ',', '.')" if what[1] == "," else f"c{what[0]}"
            return f"100 - try_cast({text} as double)" if what[2] else f"try_cast({text} as double)"
        if how == "ticked":
            return "(" + (" or ".join(f"c{index} is not null" for index, _, _ in what[0]) or "false") + ")::int"
        return "(" + (" or ".join(
            f"coalesce(contains({quoted(separator)} || c{index} || {quoted(separator)}, {quoted(separator + answer + separator)}), false)"
            for index, answer, separator in what[0]) or "false") + ")::int"

    selects = []
    for source, crosswalk, made in uploads:
        names = [f"c{index}" for index in range(source.width)]
        columns = ", ".join(f'{expression(*how)} as "{variable}"' for variable, how in made.items())
        identity = f"md5({quoted(source.country)} || '|' || coalesce(c{special(crosswalk, source, 'collector')}, '') || '|' || " \
                   f"c{special(crosswalk, source, 'id')})"
        selects.append(
            f"select {identity} as pseudonym, {columns}, {quoted(source.country)} as upload from read_csv({quoted(str(source.path))}, "
            f"header = false, skip = {source.header_rows}, all_varchar = true, names = {names}, delim = ',', quote = '\"', "
            f"escape = '\"', nullstr = '') where c{special(crosswalk, source, 'submitted')} is not null")
    connection = duckdb.connect()
    connection.execute("set threads = 2; set preserve_insertion_order = false")
    passed = " and ".join(f"{hurdle} = '1'" for hurdle in HURDLES) + " and status is distinct from '4'"
    connection.execute(
        f"copy (select distinct on (pseudonym) * from ({' union all by name '.join(selects)}) where {passed} order by pseudonym) "
        f"to {quoted(str(out))} (format csv, header, compression gzip)")
    return connection.execute(f"select count(*) from read_csv({quoted(str(out))}, all_varchar = true)").fetchone()[0]


def main(library, study, inbox, out):
    study, uploads = pathlib.Path(study), []
    for path in sorted(pathlib.Path(inbox).glob("*/*.csv")):
        crosswalk = table(study / "crosswalks" / f"{path.parent.name}.csv")
        source = Source(path, crosswalk)
        decimal = "," if path.parent.name in ("BA", "MD") else "."
        uploads.append((source, crosswalk, plan(study, crosswalk, source, decimal)))
    print({"polars": with_polars, "duckdb": with_duckdb}[library](uploads, out))


if __name__ == "__main__":
    main(*sys.argv[1:])
