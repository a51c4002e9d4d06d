"""A data set is the same in every format: the same codes, labels, missing reasons and counts, cell by cell, as other
people's programs read them. What has to be installed for that is read by `make test-all` (`make readers` installs it)."""

import collections
import csv
import gzip
import io
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as xml
import zipfile

from format_readers import REASONS, Comparison, Truth, lines, shortened
from test_release import agreeing, change, folder_of, release
from weir_program import ROOT, SAMPLES, STUDY, current, merge, weir

ALL = os.environ.get("ALL")
READERS = ROOT / ".build" / "readers" / "bin" / "python"
FORMATS = "csv,labels,xlsx,sav,zsav,dta,sqlite"
NAMES = ["merged.csv.gz", "merged-labels.csv.gz", "merged.xlsx", "merged.sav", "merged.zsav", "merged.dta", "merged.sqlite"]
SENTENCE = "Convenience sample, not representative, completes only."


def run(*command, folder=None, **options):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, cwd=folder, check=False, **options)


def opened(path):
    """A database that is only read."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    return database


class Made(unittest.TestCase):
    """The samples in all formats, and a release of them."""

    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.holder.cleanup)
        cls.root = pathlib.Path(cls.holder.name)
        cls.study = agreeing(cls.root)
        change(cls.study, "formats: [csv, labels, xlsx, zsav, dta, sqlite]", f"formats: [{FORMATS}]")
        cls.out = cls.root / "out"
        done = merge(SAMPLES / "inbox", cls.out, "--formats", FORMATS, study=cls.study)
        assert done.returncode in (0, 3), done.stderr
        cls.merged = cls.out / "internal" / STUDY.name / "current"
        done = release(cls.study, cls.out)
        assert done.returncode == 0, done.stderr
        cls.released = folder_of(done)
        cls.truths = {"merged": Truth(cls.merged, "merged"), "released": Truth(cls.released, "released")}

    def folders(self):
        return (("merged", self.merged), ("released", self.released))

    def assert_same(self, compare):
        self.assertEqual(compare.differences, [])
        self.assertGreater(compare.cells, 1000)


class Formats(Made):
    """The folders, and what Python reads by itself."""

    def test_the_folder_has_the_formats_asked_for_and_is_sealed(self):
        for table, folder in self.folders():
            found = sorted(path.name for path in (folder / "data").iterdir())
            self.assertEqual(found, sorted(name.replace("merged", table) for name in NAMES))
            self.assertEqual(weir("verify", folder).returncode, 0)
            readme = (folder / "README.txt").read_text(encoding="utf-8")
            for path in re.findall(r"^(?:data|load|documentation)/\S+", readme, re.M):
                self.assertTrue((folder / path).exists() or path == "data/excerpts.csv", path)
            self.assertIn(SENTENCE.rstrip("."), readme)

    def test_what_a_file_lacks_is_said_by_name(self):
        for table, folder in self.folders():
            readme = (folder / "README.txt").read_text(encoding="utf-8")
            loader = (folder / "load" / "load.do").read_text(encoding="utf-8")
            columns = self.truths[table].columns
            cut = sum(len(line["label"]) > 80 for line in columns if line["kind"] in ("code", "number", "reason", "text"))
            self.assertGreater(cut, 0)
            sentence = re.search(rf"data/{table}.dta: (\d+) of \d+ questions are cut after 80 characters", readme)
            self.assertEqual(int(sentence.group(1)), cut)
            self.assertIn(f"* {cut} of ", loader)
            self.assertEqual("apostrophe" in readme, table == "merged")
            self.assert_comments_end(folder / "load" / "load.sps")

    def assert_comments_end(self, loader):
        """A comment of SPSS goes on until a period or a blank line; its lines are short enough for any editor."""
        comments, blank, program = loader.read_text(encoding="utf-8").partition("\n\n")
        self.assertTrue(blank and program.startswith("GET FILE="), loader)
        for line in comments.splitlines():
            self.assertTrue(line.startswith("* ") and len(line.encode()) <= 100, line)

    def test_loaders_take_the_apostrophe_away_that_keeps_a_text_from_being_a_formula(self):
        """In a copy of the folder a text that the scrubbing lets pass is put into the first row."""
        with tempfile.TemporaryDirectory() as place:
            copy = pathlib.Path(place) / "copy"
            shutil.copytree(self.merged, copy)
            path = copy / "data" / "merged.csv.gz"
            with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
                rows = list(csv.reader(file))
            column = rows[0].index("resp_training")
            for row, text in zip(rows[1:], ("'=1+1", "'- a course", "plain", "'quoted' word")):
                row[column] = text
            with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)
            expected = ["=1+1", "- a course", "plain", "'quoted' word"]
            if READERS.exists():
                done = run(READERS, "-c", 'import runpy; read = runpy.run_path("load/load.py")["read"]; v, r = read("."); '
                           'print("\\n".join(v["resp_training"][:4]))', folder=copy)
                self.assertEqual(done.stdout.splitlines(), expected, done.stderr)
            if shutil.which("Rscript"):
                done = run("Rscript", "-e", 'source("load/load.R"); d <- read_data("."); writeLines(d$values$resp_training[1:4])',
                           folder=copy)
                self.assertEqual(done.stdout.splitlines(), expected, done.stderr)

    def test_bands_of_a_number_are_in_an_order(self):
        measures = {line["column"]: line["measure"] for line in self.truths["merged"].columns}
        for name, measure in (("resp_age_band", "ordinal"), ("resp_exp_years", "ordinal"), ("children_per_month", "ordinal"),
                              ("resp_gender", "nominal"), ("org_services__other", "nominal"), ("country", "nominal")):
            self.assertEqual(measures[name], measure, name)

    def test_a_night_writes_codes_alone_unless_more_is_asked_for(self):
        with tempfile.TemporaryDirectory() as out:
            merge(SAMPLES / "inbox", out)
            self.assertEqual([path.name for path in (current(out) / "data").iterdir()], ["merged.csv.gz"])
        self.assertEqual(merge(SAMPLES / "inbox", self.out, "--formats", "csv,spss", study=self.study).returncode, 64)

    def test_the_same_uploads_are_the_same_bytes_in_every_format(self):
        with tempfile.TemporaryDirectory() as out:
            environment = {"TZ": "Asia/Tokyo", "LC_ALL": "C"}
            merge(SAMPLES / "inbox", out, "--formats", FORMATS, study=self.study, environment=environment, prefix=("taskset", "-c", "0"))
            folder = pathlib.Path(out) / "internal" / STUDY.name / "current"
            for name in sorted(path.relative_to(self.merged) for path in self.merged.rglob("*") if path.is_file()):
                if name.name.startswith("ro-crate"):
                    continue
                self.assertTrue((folder / name).read_bytes() == (self.merged / name).read_bytes(), name)

    def test_formats_in_the_study_are_those_of_the_night(self):
        with tempfile.TemporaryDirectory() as folder:
            study = agreeing(folder)
            change(study, "deliver: {formats: csv}", "deliver: {formats: [csv, labels]}", "pipeline.yaml")
            merge(SAMPLES / "inbox", pathlib.Path(folder) / "out", study=study)
            data = pathlib.Path(folder) / "out" / "internal" / STUDY.name / "current" / "data"
            self.assertEqual(sorted(path.name for path in data.iterdir()), ["merged-labels.csv.gz", "merged.csv.gz"])
            change(study, "formats: [csv, labels]", "formats: [csv, excel]", "pipeline.yaml")
            refused = merge(SAMPLES / "inbox", pathlib.Path(folder) / "out", study=study)
            self.assertEqual(refused.returncode, 4)
            self.assertIn("csv, labels, xlsx, sav, zsav, dta, sqlite", refused.stderr)
            change(study, "formats: [csv, labels, zsav, dta]", "formats: [csv, excel]")
            self.assertEqual(weir("study", "check", study).returncode, 4)

    def test_no_format_of_a_release_has_text_or_withheld_columns(self):
        allowed = set(lines(self.released / "data" / "released.csv.gz")[0])
        self.assertEqual({line["column"] for line in lines(self.released / "documentation" / "columns.csv")}, allowed)
        database = opened(self.released / "data" / "released.sqlite")
        self.addCleanup(database.close)
        for view in ("released", "released_labels", "released_values"):
            found = database.execute(f"SELECT * FROM {view} LIMIT 0")
            self.assertEqual({column[0] for column in found.description}, allowed)
        pseudonyms = {row["pseudonym"] for row in self.truths["merged"].rows}
        for path in self.released.rglob("*"):
            if not path.is_file():
                continue
            content = path.read_bytes()
            if path.suffix == ".gz":
                content = gzip.decompress(content)
            elif path.suffix == ".xlsx":
                with zipfile.ZipFile(path) as book:
                    content = b"".join(book.read(name) for name in book.namelist())
            self.assertEqual([name for name in pseudonyms if name.encode() in content], [], path.name)
            self.assertNotIn(b"resp_education", content if path.suffix != ".html" else b"", path.name)

    def test_labels_say_what_the_codes_mean(self):
        for table, folder in self.folders():
            truth, compare = self.truths[table], Comparison()
            told = lines(folder / "data" / f"{table}-labels.csv.gz")
            compare.same("rows", len(told), len(truth.rows))
            for row, (line, codes) in enumerate(zip(told, truth.rows)):
                compare.same("names", list(line), list(codes))
                for name, cell in codes.items():
                    expected = truth.label(name, cell)
                    found = float(line[name]) if isinstance(expected, float) else truth.text(line[name])
                    compare.same(f"{name} {row}", found, expected)
            self.assert_same(compare)

    def test_the_database_has_codes_labels_and_null_for_what_is_missing(self):
        for table, folder in self.folders():
            truth, compare = self.truths[table], Comparison()
            database = opened(folder / "data" / f"{table}.sqlite")
            self.addCleanup(database.close)
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchone()[0], "ok")
            views = [database.execute(f"SELECT * FROM {table}{end}").fetchall() for end in ("", "_labels", "_values")]
            self.assertEqual([len(view) for view in views], [len(truth.rows)] * 3)
            for codes, labels, values, line in zip(*views, truth.rows):
                for name, cell in line.items():
                    kind = truth.kinds[name]
                    whole = truth.text(cell) if kind == "text" else float(cell) if cell else ""
                    compare.same(name, codes[name], whole if whole != "" else None)
                    expected = truth.label(name, cell, numbered=False)
                    compare.same(name, labels[name], expected if expected != "" else None)
                    is_missing = kind in ("code", "number") and whole in REASONS
                    compare.same(name, values[name], None if is_missing or whole == "" else whole)
            found = {(row["name"], row["code"]): row["label"] for row in database.execute("SELECT * FROM category")}
            for name, kind in truth.kinds.items():
                if kind != "text":
                    for code, label in truth.meanings(name).items():
                        compare.same(f"{name} {code}", found[name, code], label)
            self.assert_same(compare)

    def test_tables_count_what_the_rows_say(self):
        sheets = {}
        for table, folder in self.folders():
            with zipfile.ZipFile(folder / "documentation" / "tables.xlsx") as book:
                sheets[table] = sheet_rows(book.read("xl/worksheets/sheet1.xml"))
            page = (folder / "documentation" / "tables.html").read_text(encoding="utf-8")
            self.assertIn(SENTENCE, sheets[table][0][0])
            self.assertGreater(page.count(SENTENCE), 50)
        truth = self.truths["merged"]
        countries = truth.labels["country"]
        told = Tables(sheets["merged"])
        self.assertEqual(len(told.names), len(countries) + 1)
        checked = 0
        for line in truth.columns:
            name, question = line["column"], line["question"] or line["column"]
            if line["kind"] != "code" or name.endswith("__length"):
                continue
            options = [other["column"] for other in truth.columns if other["question"] == question]
            for place, (code, label) in enumerate(truth.labels[name].items()):
                if line["question"]:
                    if code == 0:
                        continue
                    place, label = options.index(name), line["label"].rsplit(": ", 1)[1]
                counts = collections.Counter(row["country"] for row in truth.rows if row[name] == str(code))
                expected = [counts[str(country)] for country in countries]
                self.assertEqual(told.counts(question, place, label), expected + [sum(expected)], (name, label))
                checked += 1
        self.assertGreater(checked, 300)
        means = [line["column"] for line in truth.columns if line["kind"] == "number"]
        for name in means:
            numbers = [float(row[name]) for row in truth.rows if float(row[name]) not in REASONS]
            self.assertAlmostEqual(told.blocks[name][0][-2], sum(numbers) / len(numbers), delta=0.0501)
            self.assertEqual(set(told.cells(name, 0, "mean")), {""}, "a mean is no n")

    def test_tables_of_a_release_mask_small_counts(self):
        with zipfile.ZipFile(self.released / "documentation" / "tables.xlsx") as book:
            told = Tables(sheet_rows(book.read("xl/worksheets/sheet1.xml")))
        small = masked = 0
        for question, rows in told.blocks.items():
            for label, *cells in rows:
                if label != "mean":
                    counts = cells[::3]
                    small += sum(cell not in ("", "–") and 0 < cell < 3 for cell in counts)
                    masked += counts.count("–")
        self.assertEqual(small, 0)
        self.assertGreater(masked, 0)


class Tables:
    """The blocks of tables.xlsx: a question, its country row, its unit row, then lines until a blank row."""

    def __init__(self, rows):
        self.blocks, self.names = {}, []
        for place, row in enumerate(rows):
            if not row and place + 1 < len(rows):
                question = rows[place + 1][0].split(": ")[0]
                self.names = rows[place + 2][1::3]
                end = next((at for at in range(place + 1, len(rows)) if not rows[at]), len(rows))
                self.blocks[question] = rows[place + 4:end]

    def cells(self, question, place, label):
        told, *cells = self.blocks[question][place]
        assert told == label, (question, told, label)
        return cells[::3]

    def counts(self, question, place, label):
        return [int(cell) for cell in self.cells(question, place, label)]


def sheet_rows(content):
    """The rows of a sheet whose texts stand in the cells."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    rows = []
    for row in xml.fromstring(content).iter(space + "row"):
        cells = []
        for cell in row.iter(space + "c"):
            text = "".join(part.text or "" for part in cell.iter(space + "t"))
            value = cell.find(space + "v")
            cells.append(float(value.text) if value is not None else text)
        rows.append(cells)
    return rows


@unittest.skipUnless(ALL, "needs programs of other people: make test-all")
class Readers(Made):
    """The same files, read by the programs that researchers use."""

    def read(self, folder, table, ending):
        done = run(READERS, "-W", "error::UserWarning", pathlib.Path(__file__).with_name("format_readers.py"), folder, table, ending)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr[-2000:])

    def test_pyreadstat_pandas_and_openpyxl_read_the_same_cells(self):
        for table, folder in self.folders():
            for ending in ("sav", "zsav", "dta", "xlsx"):
                with self.subTest(f"{table}.{ending}"):
                    self.read(folder, table, ending)

    def test_libreoffice_reads_the_same_workbook(self):
        for table, folder in self.folders():
            with tempfile.TemporaryDirectory() as copy:
                shutil.copytree(folder, copy, dirs_exist_ok=True)
                data = pathlib.Path(copy) / "data"
                filter_options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
                done = run("soffice", f"-env:UserInstallation=file://{copy}/home", "--headless", "--convert-to",
                           filter_options, "--outdir", data, data / f"{table}.xlsx")
                made = next(data.glob(f"{table}*.csv"), None)
                self.assertIsNotNone(made, done.stdout + done.stderr)
                made.rename(data / f"{table}.csv")
                self.read(copy, table, "csv")

    def pspp(self, folder, syntax):
        with tempfile.TemporaryDirectory() as place:
            script = pathlib.Path(place) / "script.sps"
            script.write_text(syntax, encoding="utf-8")
            done = run("pspp", "-O", "format=csv", script, folder=folder)
            self.assertEqual(done.returncode, 0, done.stdout[-2000:] + done.stderr)
            self.assertNotIn("warning", done.stdout.lower() + done.stderr.lower())
            return done.stdout

    def test_pspp_reads_labels_missing_reasons_and_means(self):
        for table, folder in self.folders():
            truth = self.truths[table]
            for ending in ("sav", "zsav"):
                names = [line["column"] for line in truth.columns if line["kind"] in ("code", "number")]
                told = self.pspp(folder, f"GET FILE='data/{table}.{ending}'.\nDESCRIPTIVES {' '.join(names)} "
                                         "/STATISTICS=MEAN.\n")
                found = {row[0]: row for row in csv.reader(told.splitlines()) if len(row) == 3}
                for line in truth.columns:
                    if line["kind"] != "number":
                        continue
                    numbers = [float(row[line["column"]]) for row in truth.rows]
                    numbers = [number for number in numbers if number not in REASONS]
                    row = found[line["label"]]
                    self.assertEqual(int(row[1]), len(numbers))
                    self.assertAlmostEqual(float(row[2]), sum(numbers) / len(numbers), delta=0.00501)

    def test_pspp_tells_every_cell_as_code_as_label_and_as_missing(self):
        for table, folder in self.folders():
            truth = self.truths[table]
            for ending in ("sav", "zsav"):
                with self.subTest(f"{table}.{ending}"), tempfile.TemporaryDirectory() as place:
                    self.assert_same(self.exported(folder, truth, f"data/{table}.{ending}", pathlib.Path(place)))

    def exported(self, folder, truth, path, place):
        """What PSPP writes of a file, held against the codes: what they are, what they mean, whether they are missing."""
        ways = {"codes": "VALUES /MISSING=IGNORE", "labels": "LABELS /MISSING=IGNORE", "missing": "VALUES /MISSING=RECODE"}
        self.pspp(folder, f"GET FILE='{path}'.\n" + "".join(
            f"SAVE TRANSLATE /OUTFILE='{place}/{way}.csv' /TYPE=CSV /FIELDNAMES /CELLS={how}.\n" for way, how in ways.items()))
        loader, compare = (folder / "load" / "load.sps").read_text(encoding="utf-8"), Comparison()
        for way in ways:
            told = lines(place / f"{way}.csv")
            compare.same(f"{way} rows", len(told), len(truth.rows))
            beside = [name for name in truth.kinds if name not in told[0]]
            compare.same(f"{way} names", list(told[0]), [name for name in truth.kinds if name not in beside])
            for name in beside:
                compare.same(f"{name} is left out as the loader says", (truth.kinds[name], name in loader), ("text", True))
            for row, (line, codes) in enumerate(zip(told, truth.rows)):
                for name, cell in line.items():
                    expected = self.expected(truth, name, codes[name], way)
                    found = float(cell) if isinstance(expected, float) and cell.strip() else cell.rstrip(" ")
                    compare.same(f"{way} {name} {row}", found, expected)
        return compare

    def expected(self, truth, name, cell, way):
        """A cell as PSPP has to tell it. A column that says why there is no text holds reasons that are not missing."""
        kind = truth.kinds[name]
        if kind == "text" or cell == "":
            return truth.text(cell).rstrip(" ")
        if way == "missing" and kind != "reason" and float(cell) in REASONS:
            return ""
        label = truth.label(name, cell, numbered=False)
        return shortened(label, 120) if way == "labels" and isinstance(label, str) else float(cell)

    def test_pspp_counts_the_multiple_response_sets(self):
        for table, folder in self.folders():
            truth = self.truths[table]
            sets = collections.defaultdict(list)
            for line in truth.columns:
                if line["question"]:
                    sets[line["question"]].append(line)
            for ending in ("sav", "zsav"):
                told = self.pspp(folder, f"GET FILE='data/{table}.{ending}'.\nMRSETS /DISPLAY NAME=ALL.\n")
                found = {row[0]: row[1:] for row in csv.reader(io.StringIO(told)) if row and row[0].startswith("$")}
                self.assertEqual(sorted(found), sorted(f"${name}" for name in sets))
                for name, columns in sets.items():
                    _, kind, counted, members = found[f"${name}"]
                    self.assertEqual((kind, counted), ("Dichotomies", "1"))
                    self.assertEqual(members.split(), [line["column"] for line in columns])
                    # This version has no tables of sets; the sum of what the set counts is what such a table shows.
                    told = self.pspp(folder, f"GET FILE='data/{table}.{ending}'.\n"
                                             f"DESCRIPTIVES {members.replace(chr(10), ' ')} /STATISTICS=SUM.\n")
                    sums = [(row[0], row[2]) for row in csv.reader(io.StringIO(told)) if len(row) == 3 and row[1].isdigit()]
                    expected = []
                    for line in columns:
                        answers = [row[line["column"]] for row in truth.rows]
                        if answers.count("0") + answers.count("1"):
                            expected.append((line["label"], f"{answers.count('1')}.00"))
                    self.assertEqual([(label, f"{float(total):.2f}") for label, total in sums if "(listwise)" not in label], expected)

    def means(self, table):
        """Of each column of numbers: its label, how many rows have a number, and their mean."""
        truth = self.truths[table]
        for line in truth.columns:
            if line["kind"] == "number":
                numbers = [float(row[line["column"]]) for row in truth.rows]
                numbers = [number for number in numbers if number not in REASONS]
                yield line["column"], line["label"], len(numbers), sum(numbers) / len(numbers)

    def test_the_loader_of_spss_has_the_means_right_in_pspp(self):
        for table, folder in self.folders():
            told = self.pspp(folder, "INSERT FILE='load/load.sps'.\n")
            found = {row[0]: row[1:3] for row in csv.reader(told.splitlines()) if len(row) == 6}
            for name, label, count, mean in self.means(table):
                self.assertEqual(found[label][0], str(count), name)
                self.assertAlmostEqual(float(found[label][1]), mean, delta=0.00501, msg=name)
            self.assertEqual(weir("verify", folder).returncode, 0)

    def test_means_are_right_in_the_file_that_the_loader_of_stata_opens(self):
        """Nobody may install Stata here. Its file is read as pandas reads it, whose missing values are those of Stata, and the
        loader names nothing that is not in it."""
        for table, folder in self.folders():
            loader = (folder / "load" / "load.do").read_text(encoding="utf-8")
            opened, summarized = re.search(r'use "(.*?)"', loader).group(1), re.search(r"summarize (.*)", loader).group(1).split()
            means = list(self.means(table))
            self.assertEqual(summarized, [name for name, *_ in means])
            done = run(READERS, "-c", "import pandas, sys; d = pandas.read_stata(sys.argv[1], convert_categoricals=False)\n"
                       "for n in sys.argv[2:]: print(n, d[n].count(), d[n].mean())", opened, *summarized, folder=folder)
            found = [line.split() for line in done.stdout.splitlines()]
            self.assertEqual([line[:2] for line in found], [[name, str(count)] for name, _, count, _ in means], done.stderr)
            for (name, _, _, mean), line in zip(means, found):
                self.assertAlmostEqual(float(line[2]), mean, places=6, msg=name)

    def test_means_are_right_by_the_loaders_of_r_and_python(self):
        for table, folder in self.folders():
            truth = self.truths[table]
            told = re.search(r"(import .*read\(.*\))", (folder / "load" / "load.py").read_text(encoding="utf-8")).group(1)
            for line in truth.columns:
                if line["kind"] != "number":
                    continue
                name = line["column"]
                numbers = [float(row[name]) for row in truth.rows]
                answered = [number for number in numbers if number not in REASONS]
                expected = f"{sum(answered) / len(answered):.6f}"
                r = run("Rscript", "-e", 'source("load/load.R"); d <- read_data("."); '
                        f'cat(sprintf("%.6f", mean(d$values${name}, na.rm = TRUE)))', folder=folder)
                self.assertEqual(r.stdout, expected, r.stderr)
                python = run(READERS, "-c", f'{told}; print(f"{{values[\'{name}\'].mean():.6f}}")', folder=folder)
                self.assertEqual(python.stdout.strip(), expected, python.stderr)
            # Who does as the loaders say leaves the folder as it was sealed.
            self.assertEqual(weir("verify", folder).stdout.split(",")[0], "consistent")

    def test_twenty_repetitions_elsewhere_are_the_same_bytes(self):
        zones, locales = ["UTC", "Asia/Tokyo", "America/Lima", "Europe/Sarajevo", "Pacific/Chatham"], ["C", "C.UTF-8", "tr_TR.UTF-8"]
        expected = {path.relative_to(self.merged): path.read_bytes() for path in self.merged.rglob("*")
                    if path.is_file() and not path.name.startswith("ro-crate")}
        for turn in range(20):
            with tempfile.TemporaryDirectory(prefix=f"weir {turn} é" * (1 + turn % 3)) as out:
                cores = ("taskset", "-c", "0") if turn % 2 else ()
                before = os.umask([0o000, 0o022, 0o027, 0o077][turn % 4])
                try:
                    merge(SAMPLES / "inbox", out, "--formats", FORMATS, study=self.study, prefix=cores,
                          environment={"TZ": zones[turn % 5], "LC_ALL": locales[turn % 3]})
                finally:
                    os.umask(before)
                folder = pathlib.Path(out) / "internal" / STUDY.name / "current"
                for name, content in expected.items():
                    self.assertTrue((folder / name).read_bytes() == content, (turn, name))
                    self.assertEqual((folder / name).stat().st_mode & 0o777, 0o600)

    def test_the_loaders_of_r_and_python_tell_every_cell_and_why_it_is_missing(self):
        for table, folder in self.folders():
            for program, load in (("R", self.loaded_by_r), ("Python", self.loaded_by_python)):
                with self.subTest(f"{table} {program}"), tempfile.TemporaryDirectory() as place:
                    done = load(folder, place)
                    self.assertEqual(done.returncode, 0, done.stderr)
                    values, reasons = (lines(pathlib.Path(place) / f"{name}.csv") for name in ("values", "reasons"))
                    self.assert_same(self.loaded(self.truths[table], values, reasons))
            # Who does as the loaders say leaves the folder as it was sealed.
            self.assertEqual(weir("verify", folder).stdout.split(",")[0], "consistent")

    def loaded_by_r(self, folder, place):
        return run("Rscript", "-e", 'source("load/load.R"); d <- read_data("."); for (name in names(d)) write.csv(d[[name]], '
                   f'file.path("{place}", paste0(name, ".csv")), row.names = FALSE, na = "", fileEncoding = "UTF-8")',
                   folder=folder, env={**os.environ, "LC_ALL": "C.UTF-8"})

    def loaded_by_python(self, folder, place):
        told = re.search(r"(import .*read\(.*\))", (folder / "load" / "load.py").read_text(encoding="utf-8")).group(1)
        return run(READERS, "-c", f'{told}; values.to_csv("{place}/values.csv", index=False); '
                   f'reasons.to_csv("{place}/reasons.csv", index=False)', folder=folder)

    def loaded(self, truth, values, reasons):
        """Each cell's label or number, and beside it why there is none. Why there is no text stands in a column of its own,
        which R has among the values and Python among the reasons."""
        compare = Comparison()
        compare.same("rows", (len(values), len(reasons)), (len(truth.rows), len(truth.rows)))
        for name, kind in truth.kinds.items():
            places = (name in values[0], name in reasons[0])
            compare.same(f"{name} is there", places[0] if kind == "text" else any(places) if kind == "reason" else all(places), True)
        for row, (value, reason, codes) in enumerate(zip(values, reasons, truth.rows)):
            for name, cell in codes.items():
                label = truth.label(name, cell, numbered=False)
                if truth.kinds[name] in ("code", "number"):
                    is_missing = float(cell) in REASONS
                    found = float(value[name]) if isinstance(label, float) and value[name] else value[name]
                    compare.same(f"{name} {row}", found, "" if is_missing else label)
                    compare.same(f"{name} {row} reason", reason[name], label if is_missing else "")
                else:
                    compare.same(f"{name} {row}", value[name] if name in value else reason[name], label)
        return compare


if __name__ == "__main__":
    unittest.main()
