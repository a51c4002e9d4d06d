"""A release is a person's act, holds against the published reports, and is refused with all reasons at once."""

import collections
import contextlib
import csv
import gzip
import hashlib
import html
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from xml.etree import ElementTree

import printed_counts
import structure
from attack import MONTH, Attack
from pseudo_terminal import Terminal
from test_decisions import answers, name
from test_protection import entropy_l
from test_review import COUNTRY
from weir_program import ROOT, SAMPLES, STUDY, Night, merge, once, weir

SUPPRESSED = "9997"
BOSNIA = "70"
TO = ["--to", "University of X", "--to", "Institute Y"]
SENSITIVE = ["case_se_share", "comp_known_child"]
KEYS = ["country", "resp_gender", "resp_age_band", "org_type", "resp_exp_years"]
# The same in the order of the profile.
RISKED = ["country", "resp_gender", "org_type", "resp_age_band", "resp_exp_years"]


def agreeing(folder, scope="analysis, quotes, sharing, archive"):
    """A copy of the study whose respondents agreed to this and to nothing else, not even for practice."""
    study = pathlib.Path(folder) / STUDY.name
    shutil.copytree(STUDY, study)
    pipeline = study / "pipeline.yaml"
    text = pipeline.read_text(encoding="utf-8")
    pipeline.write_text(text.replace("scope: [analysis]", f"scope: [{scope}]"), encoding="utf-8")
    profiles = study / "release" / "profiles.yaml"
    text = profiles.read_text(encoding="utf-8")
    profiles.write_text(re.sub(r"^demonstration:.*$", "", text, flags=re.M), encoding="utf-8")
    return study


def tool(name, *packages):
    """The Python of a folder of its own with packages from PyPI."""
    folder = ROOT / ".build" / name
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "-q", "install", *packages], check=True)
    return python


def solved(study, internal, *releases, finer=(), more=()):
    """What the exact solver finds in releases, each a profile, its k, its folder and its table; `finer`: tables of the finest
    profile, in their order; `internal`: the data set, or several, the oldest first."""
    nights = [internal] if isinstance(internal, pathlib.Path) else internal
    done = subprocess.run(
        [tool("solver", "ortools==9.15.6755"), pathlib.Path(__file__).with_name("solver_attack.py"), study,
         ",".join(str(night / "data" / "merged.csv.gz") for night in nights),
         *(f"{profile}:{k}:{folder / 'data' / 'released.csv.gz'}:{table}" for profile, k, folder, table in releases),
         *(f"finer:{table}" for table in finer), *more],
        capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    print(f"\nexact solver: {found}")
    return found


def finest(releases):
    """The tables of the finest profile that releases were made from, or are, in their order: each a profile, its k, its
    folder and its table."""
    return [table if profile == "research" else table.with_name(f"{folder.name}.research.csv") for profile, _, folder, table in releases]


def change(study, old, new, file="release/profiles.yaml"):
    path = study / file
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def release(study, out, profile="research", *more, keys="--demonstration"):
    return weir("release", study, "--profile", profile, "--approved-by", "A. Analyst", "--reason", "for a test",
                "--out", out, keys, *more)


PYCANON = r"""
import json, sys, pandas
from pycanon import anonymity
file, *keys = sys.argv[1:]
table = pandas.read_csv(file)
words = table.assign(comp_known_child=table["comp_known_child"].map(lambda code: f"c{code}").astype(str))
found = {"k": int(anonymity.k_anonymity(table, keys))}
for name, rows in [("case_se_share", table), ("comp_known_child", words)]:
    found[name] = {"l": int(anonymity.l_diversity(rows, keys, [name])),
                   "entropy": int(anonymity.entropy_l_diversity(rows, keys, [name])),
                   "t": float(anonymity.t_closeness(rows, keys, [name]))}
print(json.dumps(found))
"""


def folder_of(done):
    return pathlib.Path(re.search(r"^release \w+: (.+)$", done.stdout, re.M).group(1))


def rows_of(file):
    opened = gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else open(file, encoding="utf-8")
    with opened as text:
        return list(csv.DictReader(text))


def data_sets(folder):
    """The samples, merged and released under both profiles, with what the releases said."""
    study = agreeing(folder)
    done = merge(SAMPLES / "inbox", folder / "out", study=study)
    assert done.returncode in (0, 3), done.stderr
    for profile, more in [("research", TO), ("public", [])]:
        done = release(study, folder / "out", profile, *more)
        assert done.returncode == 0, done.stderr
        (folder / f"{profile}.txt").write_text(done.stdout, encoding="utf-8")


def copied(cls):
    """Gives a class its own copy of the data sets, which are made once for all: in `root` the study, what they said, `out`."""
    holder = tempfile.TemporaryDirectory()
    cls.addClassCleanup(holder.cleanup)
    cls.root = pathlib.Path(holder.name) / "root"
    shutil.copytree(once("data-sets", data_sets), cls.root, symlinks=True)
    cls.study, cls.out = cls.root / STUDY.name, cls.root / "out"


def of_profile(root, profile):
    """The folder of a release in such a copy, and what was said of it."""
    said = (root / f"{profile}.txt").read_text(encoding="utf-8")
    return root / "out" / "releases" / STUDY.name / re.search(r"^release (\w+): ", said, re.M).group(1), said


class Released(unittest.TestCase):
    """The samples, merged once and released under both profiles."""

    @classmethod
    def setUpClass(cls):
        copied(cls)
        cls.internal = cls.out / "internal" / STUDY.name / "current"
        cls.research, cls.public = (of_profile(cls.root, profile) for profile in ("research", "public"))

    def classes(self, folder):
        rows = rows_of(folder / "data" / "released.csv.gz")
        return collections.Counter(tuple(row[key] for key in KEYS) for row in rows)

    def test_everybody_shares_their_keys_with_k(self):
        for (folder, _), k in [(self.research, 3), (self.public, 5)]:
            classes = self.classes(folder)
            self.assertGreaterEqual(min(classes.values()), k)
            self.assertEqual(sum(classes.values()), 413)

    def test_people_alike_in_the_keys_gave_different_answers(self):
        for folder, words in [self.research, self.public]:
            answers_ = collections.defaultdict(set)
            for row in rows_of(folder / "data" / "released.csv.gz"):
                for question in SENSITIVE:
                    answers_[question, *(row[key] for key in KEYS)].add(row[question])
            self.assertGreaterEqual(min(map(len, answers_.values())), 2)
            self.assertIn("In no class did everybody give the same answer to a sensitive question", words)

    @staticmethod
    def measured(folder):
        """What weir says of the keys of a release and the sensitive answers."""
        return json.loads(weir("evaluate", "protection", "--table", folder / "data" / "released.csv.gz", "--keys",
                               ",".join(KEYS), "--measure", "--sensitive", ".case_se_share", "--sensitive",
                               "comp_known_child").stdout)["before"]

    def test_the_entropy_of_what_leaves_is_that_of_the_formula(self):
        for folder, _ in [self.research, self.public]:
            rows = rows_of(folder / "data" / "released.csv.gz")
            page = (folder / "documentation" / "page-to-sign.html").read_text(encoding="utf-8")
            found = self.measured(folder)["sensitive"]
            for question in SENSITIVE:
                entropy = entropy_l(rows, KEYS, question)
                self.assertAlmostEqual(found[question]["entropy"], entropy, delta=1e-12)
                self.assertIn(f">{entropy:.3f}<", page)
                print(f"\n{folder.name}, {question}: entropy l {entropy:.12f}")

    @unittest.skipUnless(os.environ.get("ALL"), "installs pyCANON from PyPI")
    def test_k_l_and_t_of_what_leaves_are_pycanons(self):
        """pyCANON 1.3.6 on the very files, missing values taken as categories."""
        for folder, _ in [self.research, self.public]:
            file = folder / "data" / "released.csv.gz"
            own = self.measured(folder)
            done = subprocess.run(
                [tool("pycanon", "pycanon==1.3.6"), "-c", PYCANON, file, *KEYS], capture_output=True, text=True,
                check=False)
            self.assertEqual(done.returncode, 0, done.stderr[-2000:])
            theirs = json.loads(done.stdout)
            print(f"\n{folder.name}: k {theirs['k']}, {theirs}")
            self.assertEqual(own["kStrict"], theirs["k"])
            self.assertGreaterEqual(own["kWildcard"], theirs["k"])
            page = (folder / "documentation" / "page-to-sign.html").read_text(encoding="utf-8")
            for question in SENSITIVE:
                found = own["sensitive"][question]
                self.assertEqual(found["distinct"], theirs[question]["l"])
                # pyCANON cuts the decimals off.
                self.assertEqual(int(found["entropy"] + 1e-9), theirs[question]["entropy"])
                self.assertAlmostEqual(found["t"], theirs[question]["t"], delta=1e-12)
                self.assertIn(f">{found['t']:.3f}<", page)
                self.assertIn(f">{found['entropy']:.3f}<", page)

    def test_no_country_is_suppressed_and_fewer_cells_than_by_the_usual_heuristic(self):
        classes = self.classes(self.research[0])
        cells = {key: sum(count for values, count in classes.items() if values[place] == SUPPRESSED)
                 for place, key in enumerate(KEYS)}
        self.assertEqual(cells["country"], 0)
        self.assertLess(sum(cells.values()), 350)

    def test_rows_hold_no_text_no_pseudonym_and_no_withheld_question(self):
        internal = rows_of(self.internal / "data" / "merged.csv.gz")
        for folder, _ in [self.research, self.public]:
            data = gzip.open(folder / "data" / "released.csv.gz", "rt", encoding="utf-8").read()
            header = data.split("\n", 1)[0].split(",")
            self.assertEqual([name for name in header if name.endswith(("__missing", "__length", "pseudonym"))], [])
            self.assertNotIn("resp_education", header)
            self.assertNotIn("submitted_month", header)
            self.assertFalse([row["pseudonym"] for row in internal if row["pseudonym"] in data])
            self.assertRegex(data.split("\n", 1)[1], r"\A[A-V0-9,.\n]*\Z")

    def test_two_releases_share_no_ids(self):
        ids = [{row["id"] for row in rows_of(folder / "data" / "released.csv.gz")}
               for folder, _ in [self.research, self.public]]
        self.assertEqual(ids[0] & ids[1], set())

    def test_it_is_sealed(self):
        for folder, _ in [self.research, self.public]:
            done = weir("verify", folder, "--chain", self.out / "state" / STUDY.name / "chain.jsonl")
            self.assertEqual(done.returncode, 0, done.stdout)

    def test_what_is_hidden_is_hidden_among_k_of_a_country(self):
        """Also where the finer release was made first, and hid it among fewer."""
        country = {row["pseudonym"]: row["country"] for row in rows_of(self.internal / "data" / "merged.csv.gz")}
        for (folder, _), k in [(self.research, 3), (self.public, 5)]:
            told = rows_of(folder / "data" / "released.csv.gz")[0].keys()
            kept = rows_of(self.out / "state" / STUDY.name / "releases" / f"{folder.name}.csv")
            hidden = collections.Counter((name, country[row["pseudonym"]]) for row in kept
                                         for name in told & row.keys() if row[name] == "9997")
            self.assertGreater(len(hidden), 20)
            self.assertEqual({place: count for place, count in hidden.items() if count < k}, {})

    def test_nothing_hidden_tells_the_country_that_is_told_as_a_region(self):
        """Of the rows of a region that hide an answer half are of other countries, and whoever tells one is of two."""
        country = {row["pseudonym"]: row["country"] for row in rows_of(self.internal / "data" / "merged.csv.gz")}
        told = list(rows_of(self.public[0] / "data" / "released.csv.gz")[0])[1:]
        kept = rows_of(self.out / "state" / STUDY.name / "releases" / f"{self.public[0].name}.csv")
        looked = 0
        for column in set(told) - set(KEYS):
            for region in ["1001", "1002"]:
                rows = [row for row in kept if row["country"] == region]
                hidden = collections.Counter(country[row["pseudonym"]] for row in rows if row[column] == SUPPRESSED)
                if 0 < hidden.total() < len(rows):
                    looked += 1
                    telling = {country[row["pseudonym"]] for row in rows if float(row[column]) < 9990}
                    with self.subTest(column=column, region=region):
                        self.assertLessEqual(2 * max(hidden.values()), hidden.total(), hidden)
                        self.assertNotEqual(len(telling), 1)
        self.assertGreater(looked, 10)

    def test_lonely_non_answers_of_the_reports_are_not_shown(self):
        """The reports print of some questions that one worker of Bosnia and Herzegovina gave no answer."""
        truth = {row["pseudonym"]: row for row in rows_of(self.internal / "data" / "merged.csv.gz")}
        with (STUDY / "release" / "published.csv").open(encoding="utf-8") as file:
            printed = [line for line in csv.DictReader(file) if line["codes"] == "-"]
        for (folder, _), k in [(self.research, 3), (self.public, 5)]:
            few = {line["question"] for line in printed if 0 < int(line["n"]) < k}
            self.assertIn("girls_child_age", few)
            kept = rows_of(self.out / "state" / STUDY.name / "releases" / f"{folder.name}.csv")
            for question in few:
                shown = collections.Counter(
                    truth[row["pseudonym"]]["country"] for row in kept if row[question] == "9994")
                self.assertFalse({place: count for place, count in shown.items() if count < k}, question)

    def test_no_follow_up_tells_that_a_mean_is_none(self):
        """Only whoever has some is asked how many of these: a mean above none beside a question that was not asked."""
        follow_ups = {"case_se_share": "case_online_share", "boys_ocsea_share": "boys_child_age",
                      "girls_ocsea_share": "girls_child_age"}
        for folder, _ in [self.research, self.public]:
            rows = rows_of(folder / "data" / "released.csv.gz")
            for share, further in follow_ups.items():
                with self.subTest(folder=folder.name, share=share):
                    self.assertTrue(any(0 < float(row[share]) < 9990 for row in rows))
                    self.assertEqual([row["id"] for row in rows
                                      if 0 < float(row[share]) < 9990 and row[further] == "9990"], [])

    def test_no_suppressed_cell_follows_from_the_questionnaire(self):
        """Who is told to support no boys was not asked about them: a suppressed cell there would hide nothing."""
        form = structure.Form(STUDY)
        for folder, _ in [self.research, self.public]:
            rows = rows_of(folder / "data" / "released.csv.gz")
            hidden = sum(value == SUPPRESSED for row in rows for value in row.values())
            found = structure.derived(form, rows)
            print(f"\n{folder.name}: {hidden} cells suppressed, {len(found)} follow from the questionnaire")
            self.assertEqual(found, set())

    def test_the_checker_of_the_questionnaire_finds_what_follows(self):
        form = structure.Form(STUDY)
        rows = rows_of(self.research[0] / "data" / "released.csv.gz")
        places = {
            "boys_exchange": next(at for at, row in enumerate(rows) if row["support_boys"] == "2"),
            "support_girls": next(at for at, row in enumerate(rows) if float(row["girls_ocsea_share"]) < 9990),
        }
        services = [column for column in rows[0] if column.startswith("org_services__")]
        at, column = next((at, column) for at, row in enumerate(rows) for column in services
                          if row[column] == "1" and [row[other] for other in services].count("1") == 1
                          and SUPPRESSED not in [row[other] for other in services])
        places[column] = at
        for column, at in places.items():
            rows[at][column] = SUPPRESSED
        self.assertEqual(structure.derived(form, rows), {(at, column) for column, at in places.items()})

    def test_the_same_order_gives_the_same_bytes(self):
        other = self.root / "again"
        merge(SAMPLES / "inbox", other, study=self.study)
        folder = folder_of(release(self.study, other, "research", *TO))
        for path in ["data/released.csv.gz", "documentation/page-to-sign.html", "documentation/codebook.html",
                     "provenance.jsonl", "SHA256SUMS"]:
            self.assertEqual((folder / path).read_bytes(), (self.research[0] / path).read_bytes(), path)

    def test_releases_are_listed_with_recipients_and_recalled(self):
        copy = self.root / "recalled"
        shutil.copytree(self.out, copy, symlinks=True)
        parent = copy / "releases" / STUDY.name
        self.assertEqual(os.readlink(parent / "current"), self.public[0].name)
        weir("recall", self.study, self.public[0].name, "--out", copy, "--reason", "x")
        self.assertEqual(os.readlink(parent / "current"), self.research[0].name)
        listed = weir("releases", self.study, "--out", copy).stdout
        self.assertIn("research  approved by A. Analyst: for a test  to: University of X, Institute Y", listed)
        done = weir("recall", self.study, self.research[0].name, "--out", copy, "--reason", "withdrawn")
        self.assertIn("tell: University of X, Institute Y", done.stdout)
        self.assertIn("recalled: withdrawn", weir("releases", self.study, "--out", copy).stdout)
        # Handed on later, it is noted too; nobody twice.
        more = ["--hand-on", self.research[0].name, "--to", "Institute Z", "--to", "University of X"]
        done = weir("releases", self.study, "--out", copy, *more)
        self.assertIn("to: University of X, Institute Y, Institute Z;", done.stdout)
        self.assertIn("was recalled: withdrawn. Tell: Institute Z, University of X", done.stderr)
        done = weir("releases", self.study, "--out", copy, "--hand-on", "nothing", "--to", "Institute Z")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertEqual(weir("releases", self.study, "--out", copy, "--to", "Institute Z").returncode, 64)
        self.assertEqual(weir("recall", self.study, "nothing", "--out", copy, "--reason", "x").returncode, 1)
        # It is said beside the folder, which stays as it was sealed, and nothing leads to it any more.
        self.assertIn("was recalled: withdrawn", (parent / f"{self.research[0].name}.RECALLED.txt").read_text(encoding="utf-8"))
        self.assertEqual(weir("verify", parent / self.research[0].name).returncode, 0)
        self.assertFalse((parent / "current").is_symlink())

    def test_the_page_to_sign_says_it_in_words(self):
        page = (self.research[0] / "documentation" / "page-to-sign.html").read_text(encoding="utf-8")
        for words in ["413 rows leave the house", "A. Analyst", "for a test", "Prosecutor risk", "El Emam", "t: ",
                      "Entropy l", "keep their conclusion", "points", "Demonstration", "shared theirs with fewer",
                      "cannot be told from it at all", "Conclusion that changes", "at least 3", "measured only",
                      "no office is known", "never suppressed", "the internal rows"]:
            self.assertIn(words, page)
        self.assertRegex(page, r">Smallest k, missing as a value</td><td class=\"n line\">1</td><td class=\"n line\">\d+</td>")
        # Words, and where to sign, before all figures.
        self.assertLess(page.index("Name, date, signature"), page.index("<h2 class=\"annex\">"))
        self.assertLess(page.index("<h2 class=\"annex\">"), page.index("Prosecutor risk"))
        page = (self.public[0] / "documentation" / "page-to-sign.html").read_text(encoding="utf-8")
        self.assertIn("the protected rows of the profile research", page)

    @unittest.skipUnless(shutil.which("chromium") and shutil.which("pdftotext"), "needs Chromium and pdftotext")
    def test_what_is_signed_prints_on_one_page(self):
        for folder, _ in [self.research, self.public]:
            printed = self.root / "page.pdf"
            subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                            f"--print-to-pdf={printed}", folder / "documentation" / "page-to-sign.html"],
                           capture_output=True, check=True)
            first = subprocess.run(["pdftotext", "-l", "1", printed, "-"], capture_output=True, text=True, check=True)
            for words in ["What leaves", "Against whom it protects", "A. Analyst", "Name, date, signature"]:
                self.assertIn(words, first.stdout)
            self.assertNotIn("Prosecutor risk", first.stdout)

    def test_small_cells_of_the_codebook_are_masked_with_another(self):
        page = (self.research[0] / "documentation" / "codebook.html").read_text(encoding="utf-8")
        found = codebook_counts(page)
        self.assertGreater(len(found), 100)
        numbers = {line["name"] for line in csv.DictReader((STUDY / "codebook" / "variables.csv").open(encoding="utf-8"))
                   if line["type"] in ("slider", "number")}
        for column, told in found.items():
            counts = list(told.values())
            self.assertFalse([count for count in counts if count.isdigit() and 0 < int(count) < 3])
            # Of a number it is told above how many there are, or masked.
            if column not in numbers:
                self.assertNotEqual(counts.count("masked"), 1, column)

    def test_the_codebook_says_of_a_question_what_that_of_the_house_says(self):
        """Wordings in all languages, marks, universe, comparability, sections, charts and how numbers are spread."""
        inside = (self.out / "internal" / STUDY.name / "current" / "documentation" / "codebook.html").read_text(encoding="utf-8")
        for folder, k in ((self.research[0], 3), (self.public[0], 5)):
            page = (folder / "documentation" / "codebook.html").read_text(encoding="utf-8")
            told = dict(re.findall(r'<details id="(\w+)">(.*?)</details>', page, re.S))
            whole = dict(re.findall(r'<details id="(\w+)">(.*?)</details>', inside, re.S))
            self.assertGreater(len(told), 30)
            for name, body in told.items():
                if name == "id":
                    continue
                for part in (r"<summary>.*?</summary>", r"Today's wording: .*?</p>", r'<p class="soft">.*?</p>', r'<p lang="\w+">.*?</p>'):
                    self.assertEqual(re.findall(part, body), re.findall(part, whole[name]), (folder.name, name, part))
            for words in ("služ", "<svg", "tag published", "tag assumed", "Comparable: ", "Asked when ", "Upper quartile"):
                self.assertIn(words, page, words)
            self.assertEqual([title for title in re.findall("<h2>(.*?)</h2>", page) if f"<h2>{title}</h2>" not in inside], [])
            self.assertNotIn("Smallest", page)
            with gzip.open(folder / "data" / "released.csv.gz", "rt", encoding="utf-8") as file:
                rows = list(csv.DictReader(file))
            for name, body in told.items():
                spread = re.search(r"Upper quartile.*?<tbody><tr>(.*?)</tr>", body, re.S)
                if spread:
                    count, *_, mean = map(float, re.findall(r">([\d.]+)<", spread.group(1)))
                    numbers = [float(row[name]) for row in rows if float(row[name]) < 9990]
                    self.assertEqual(count, len(numbers))
                    self.assertGreaterEqual(count, k)
                    self.assertAlmostEqual(mean, sum(numbers) / len(numbers), delta=0.0501)

    def test_all_pages_tell_and_mask_the_same_counts(self):
        """The codebook, the tables by country, the archive's codebook, the page to sign and the provenance."""
        for folder, _ in [self.research, self.public]:
            pages = folder / "documentation"
            codebook = codebook_counts((pages / "codebook.html").read_text(encoding="utf-8"))
            tables = table_totals((pages / "tables.html").read_text(encoding="utf-8"))
            archive = archive_counts(pages / "ddi-codebook.xml")
            compared = masked = 0
            for column, counts in codebook.items():
                for (code, label), count in counts.items():
                    if code != "":
                        self.assertEqual(archive.get((column, code), count), count, (folder.name, column, code))
                    question, _, option = column.partition("__")
                    line = tables[question].get(code + " " + label if code > "9989" else label) if not option else None
                    if line is not None:
                        compared += 1
                        masked += count == "masked"
                        self.assertEqual(line, count, (folder.name, column, code))
            self.assertGreater(compared, 200)
            self.assertGreater(masked, 0)
            signed = (pages / "page-to-sign.html").read_text(encoding="utf-8")
            provenance = (folder / "provenance.jsonl").read_text(encoding="utf-8")
            for column, counts in codebook.items():
                count = counts.get(("9997", "suppressed"))
                question = html.unescape(QUESTIONS.get(column, ""))
                if count is not None and question:
                    self.assertRegex(signed, f"<td>{re.escape(html.escape(question, quote=False))}</td>(?:<td>[^<]*</td>){{1,2}}"
                                             f'<td class="n">{count}</td>')
                    if column in KEYS and count != "masked":
                        self.assertRegex(provenance, f'"suppressed":{count}[,}}].*protect, {column}"|'
                                                     f'protect, {column}".*"suppressed":{count}[,}}]')

    def test_no_small_count_follows_from_printed_ones(self):
        """Of each release by itself, and of both put together: totals less the groups, bases less the answers, regions less
        their countries."""
        (research, _), (public, _) = self.research, self.public
        for releases in [(3, research)], [(5, public)], [(3, research), (5, public)]:
            found = printed_counts.check(STUDY, releases)
            print(f"\nprinted counts: {found}")
            self.assertEqual(found["small counts that follow"], 0, found["leaks"])
            self.assertGreater(found["counts printed"], 1500)
            self.assertGreater(found["small counts"], 10)
            self.assertEqual(found["files that nobody reads"], [])
        self.assertGreater(found["counts joined"], 1000)

    @unittest.skipUnless(os.environ.get("ALL"), "two releases more")
    def test_the_order_of_releases_makes_no_page_tell_more(self):
        """The coarser one first: its pages already mask what those of the finer one will."""
        other = self.root / "turned"
        merge(SAMPLES / "inbox", other, study=self.study)
        public, research = (folder_of(release(self.study, other, profile)) for profile in ("public", "research"))
        found = printed_counts.check(STUDY, [(3, research), (5, public)])
        print(f"\nprinted counts, the coarser release first: {found}")
        self.assertEqual(found["small counts that follow"], 0, found["leaks"])

    def test_a_region_that_gives_a_country_back_is_found(self):
        """A count of the public release that is masked only because the finer tables mask one of its parts."""
        rows = rows_of(self.public[0] / "data" / "released.csv.gz")
        spoilt = self.root / "region"
        shutil.copytree(self.public[0], spoilt)
        page = (spoilt / "documentation" / "tables.html")
        text = page.read_text(encoding="utf-8")
        section = re.search(r'<section id="scn_viewer_offence">.*?</section>', text, re.S).group()
        self.assertIn("–", section)
        told = section
        for label, code in ("No", "2"), ("Uncertain", "3"):
            counts = [sum(row["scn_viewer_offence"] == code and row["country"] == place for row in rows) for place in ("1001", "1002")]
            cells = "".join(f'<td class="n">{count}</td><td class="n">0.0</td>' for count in [*counts, sum(counts)])
            told = re.sub(rf'(<tr class="[^"]*"><th scope="row">{label}</th>).*?</tr>', rf"\g<1>{cells}</tr>", told)
        page.write_text(text.replace(section, told), encoding="utf-8")
        found = printed_counts.check(STUDY, [(3, self.research[0]), (5, spoilt)])
        self.assertIn("scn_viewer_offence", {leak[2] for leak in found["leaks"]})

    def test_a_small_count_that_follows_is_found(self):
        """The counts that were masked along with a small one, told on one page alone."""
        spoilt = self.root / "told"
        shutil.copytree(self.research[0], spoilt)
        rows = rows_of(spoilt / "data" / "released.csv.gz")
        codebook = spoilt / "documentation" / "codebook.html"
        page = codebook.read_text(encoding="utf-8")
        for column, body in re.findall(r'<table class="codes" data-column="(\w+)">(.*?)</table>', page, re.S):
            codes = re.findall(r'<td class="n">(\d+)</td><td class="answer"[^\n]*?</td><td class="n">masked</td>', body)
            counts = {code: sum(row[column] == code for row in rows) for code in codes}
            if codes and min(counts.values()) < 3:
                told = body
                for code in sorted(codes, key=counts.get)[1:]:
                    told = re.sub(f'(<td class="n">{code}</td><td class="answer"[^\\n]*?</td><td class="n">)masked',
                                  rf"\g<1>{counts[code]}", told)
                self.assertNotEqual(told, body)
                codebook.write_text(page.replace(body, told), encoding="utf-8")
                break
        found = printed_counts.check(STUDY, [(3, spoilt)])
        self.assertIn(column, {leak[2] for leak in found["leaks"]})

    def test_the_readme_lists_what_is_there_and_the_page_who_gets_it(self):
        for folder, _ in [self.research, self.public]:
            listed = re.findall(r"\b(?:data|documentation)/[\w.-]+", (folder / "README.txt").read_text(encoding="utf-8"))
            self.assertGreater(len(listed), 4)
            self.assertEqual([name_ for name_ in listed if not (folder / name_).exists()], [])
        page = (self.research[0] / "documentation" / "page-to-sign.html").read_text(encoding="utf-8")
        self.assertIn("For: University of X, Institute Y.", page)
        self.assertIn("dates, and the month, quarter or year in which an interview was given; ", page)
        # The one other of the samples is in no row, and is not told as if there were some.
        self.assertRegex(page, r"<td>Gender</td><td>[^<]*Female[^<]* \(of no row: Other\)</td>")
        page = (self.public[0] / "documentation" / "page-to-sign.html").read_text(encoding="utf-8")
        self.assertIn("For: nobody was named when it was made.", page)

    def test_children_are_described_by_k_workers_of_a_country_or_not_at_all(self):
        for (folder, _), k in [(self.research, 3), (self.public, 5)]:
            rows = rows_of(folder / "data" / "released.csv.gz")
            columns = [name for name in rows[0] if name.startswith(("boys_", "girls_", "case_", "support_nonbinary",
                                                                   "comp_known_child")) and "__" not in name]
            plain = {"boys_comment"}
            for column in sorted(set(columns) - plain):
                counts = collections.Counter((row["country"], row[column]) for row in rows)
                rare = {key: count for key, count in counts.items() if count < k and int(key[1].split(".")[0]) < 9990}
                if column in DESCRIBES_CHILDREN:
                    self.assertEqual(rare, {}, column)

    def test_what_leaves_withstands_the_published_reports(self):
        """Explicit other worlds: each suppressed cell could be another, each person any of k rows."""
        for folder, k in [(self.research[0], 3)]:
            attack = Attack(self.study, self.internal, self.out / "state" / STUDY.name / "releases" / f"{folder.name}.csv")
            found = attack.run(k)
            print(f"\n{folder.name}: {found}")
            self.assertEqual(found["cells narrowed to one value"], 0, attack.examples)
            self.assertEqual(found["persons narrowed to fewer than k"], 0, attack.examples)

    def check_solved(self, k, *releases):
        tables = self.out / "state" / STUDY.name / "releases"
        found = solved(
            self.study, self.internal,
            *((profile, k, folder, tables / f"{folder.name}.csv") for profile, k, folder in releases),
            finer=[tables / f"{self.research[0].name}.csv"])
        self.assertGreater(found["suppressed cells"], 400)
        self.assertEqual(found["cells narrowed to one value"], 0, found)
        self.assertGreater(found["averaged cells"], 300)
        self.assertEqual(found["averaged cells narrowed to one value"], 0, found)
        self.assertEqual(found["persons"], 413)
        self.assertEqual(found["persons narrowed to fewer than k"], 0, found)
        self.assertGreaterEqual(found["fewest rows found that could be a person's"], k)
        self.assertEqual(found["cells undecided"], 0, found)
        return found

    @unittest.skipUnless(os.environ.get("ALL"), "installs OR-tools from PyPI")
    def test_an_exact_solver_narrows_nothing_of_the_research_release(self):
        found = self.check_solved(3, ("research", 3, self.research[0]))
        self.assertEqual(found["cells of which print tells everybody's answer in the country"], 0)

    @unittest.skipUnless(os.environ.get("ALL"), "installs OR-tools from PyPI")
    def test_an_exact_solver_narrows_nothing_of_the_public_release(self):
        """Nobody of Bosnia and Herzegovina picked two of the options, and the youngest there all gave one answer, says print."""
        found = self.check_solved(5, ("public", 5, self.public[0]))
        self.assertLess(found["cells of which print tells everybody's answer in the country"], 110)

    @unittest.skipUnless(os.environ.get("ALL"), "installs OR-tools from PyPI")
    def test_an_exact_solver_narrows_nothing_of_both_releases_together(self):
        self.check_solved(3, ("research", 3, self.research[0]), ("public", 5, self.public[0]))

    @unittest.skipUnless(os.environ.get("ALL"), "installs OR-tools from PyPI")
    def test_the_exact_solver_finds_what_is_left_open(self):
        """The one other among 413 hidden alone: that cell, and whoever is left alone with a gender that was hidden."""
        found = solved(self.study, self.internal, ("research", 3, self.research[0], self.spoilt()), more=["not-weir"])
        self.assertIn("resp_gender", found["questions of narrowed cells"])
        self.assertLess(found["cells narrowed to one value"], 60)
        self.assertGreater(found["persons narrowed to fewer than k"], 0)

    def spoilt(self):
        """The research release with all genders told but that of the one other."""
        state = self.out / "state" / STUDY.name / "releases" / f"{self.research[0].name}.csv"
        rows = rows_of(state)
        truth = {row["pseudonym"]: row for row in rows_of(self.internal / "data" / "merged.csv.gz")}
        for row in rows:
            row["resp_gender"] = truth[row["pseudonym"]]["resp_gender"]
            if row["resp_gender"] == "3":
                row["resp_gender"] = SUPPRESSED
        spoilt = self.root / "spoilt.csv"
        with spoilt.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return spoilt

    def test_the_attack_finds_what_is_left_open(self):
        """The one other among 413, hidden alone, is found."""
        found = Attack(self.study, self.internal, self.spoilt()).run(3)
        self.assertGreater(found["cells narrowed to one value"], 0)

    def test_published_figures_keep_their_meaning(self):
        for folder, words in [self.research]:
            tests, kept = map(int, re.search(r"Of (\d+) published tests .*? (\d+) keep", words).groups())
            all_, within, largest = re.search(
                r"Of (\d+) published percentages (\d+) stay within 2 points.*?at most (\d+) points", words).groups()
            print(f"\n{folder.name}: tests {kept} of {tests}, percentages within 2 points {within} of {all_}, "
                  f"largest shift {largest}")
            self.assertGreaterEqual(kept, tests - 1)
            # The exact distance would tell a share of rows that do not leave.
            self.assertEqual(int(largest) % 5, 0)
            check_figures(self, 3, words)
            self.assertGreaterEqual(int(within), int(all_) * 0.85)

    def test_a_coarser_profile_tells_nothing_that_the_finer_one_hides(self):
        state = self.out / "state" / STUDY.name / "releases"
        fine, coarse = (
            {row["pseudonym"]: row for row in rows_of(state / f"{folder.name}.csv")}
            for folder, _ in [self.research, self.public])
        header = gzip.open(self.public[0] / "data" / "released.csv.gz", "rt").readline().strip().split(",")[1:]
        for name, row in coarse.items():
            for column in header:
                if fine[name][column] == SUPPRESSED:
                    self.assertEqual(row[column], SUPPRESSED, column)

    def test_risk_shows_what_choices_cost(self):
        page = self.root / "risk.html"
        # The same data set, of which nothing was released.
        plain = self.root / "plain"
        self.assertEqual(merge(SAMPLES / "inbox", plain, study=self.study).returncode, 0)
        done = weir("risk", self.study, "--out", plain, "--demonstration", "--html", page, "--k", "3", "--k", "60")
        self.assertEqual(done.returncode, 0, done.stderr)
        head, *lines = done.stdout.splitlines()
        self.assertEqual(head.split(), ["k", "rows", "below", "k", "loss", "cells", *RISKED, "others"])
        blocks = "\n".join(lines).split("\n\n")
        self.assertEqual([len(block.splitlines()) for block in blocks[:-1]], [2] * 15)
        self.assertLess(max(map(len, blocks[-1].splitlines())), 140)
        self.assertRegex(lines[0], r"^ *3 +204 +\d+\.\d % +\d+ +0 ")
        # Each key's cells add up to all, and a key that is not of the set has none.
        for line in (block.splitlines()[0].split() for block in blocks[:-1]):
            self.assertEqual(sum(int(cells) for cells in line[5:10] if cells != "–"), int(line[4]))
        self.assertIn("–", blocks[1])
        # What the profile says comes to the release's own numbers.
        cells = re.search(r"(\d+) of 2065 cells", self.research[1]).group(1)
        others = sum(row[column] == SUPPRESSED for row in rows_of(self.research[0] / "data" / "released.csv.gz")
                     for column in row if column not in KEYS)
        self.assertEqual([lines[0].split()[4], lines[0].split()[10]], [cells, str(others)])
        self.assertTrue(lines[0].endswith("  as the profile says"))
        self.assertNotIn("refuses", done.stdout)
        self.assertEqual(sum("k = 60 cannot be reached" in line for line in lines), 15)
        text = page.read_text(encoding="utf-8")
        self.assertIn("stays in the house", text)
        self.assertEqual(text.count("<tbody>"), 15)
        self.assertIn(html.escape(QUESTIONS["resp_exp_years"]), text)

    def test_whom_the_reports_count_as_few_the_release_does_not_show(self):
        """One worker of Bosnia and Herzegovina called the police's knowledge excellent; the release shows no such row."""
        with (STUDY / "release" / "published.csv").open(encoding="utf-8") as file:
            few = {line["question"] for line in csv.DictReader(file)
                   if ".." not in line["n"] and 0 < int(line["n"]) < 3 and line["codes"] not in "-?"} - set(KEYS)
        self.assertIn("police_knowledge", few)
        rows = rows_of(self.research[0] / "data" / "released.csv.gz")
        for question in few | {"org_location", "children_per_month"}:
            for column in [name_ for name_ in rows[0] if name_.split("__")[0] == question]:
                counts = collections.Counter((row["country"], row[column]) for row in rows)
                shown = {key: count for key, count in counts.items() if count < 3 and int(key[1]) < 9990
                         and not ("__" in column and key[1] == "0")}
                self.assertEqual(shown, {}, column)

    def test_bars_of_one_whose_labels_got_lost_are_of_nobody_that_is_shown(self):
        """A chart of Bosnia and Herzegovina has bars of one worker; which barrier each names, only the report says."""
        with (STUDY / "release" / "published.csv").open(encoding="utf-8") as file:
            charts = {line["question"] for line in csv.DictReader(file) if line["codes"] == "?" and line["n"] == "1"}
        self.assertEqual(charts, {"barriers_disclosure", "socioeconomic_vulnerability"})
        truth = {row["pseudonym"]: row["country"] for row in rows_of(self.internal / "data" / "merged.csv.gz")}
        for (folder, _), k in [(self.research, 3), (self.public, 5)]:
            kept = rows_of(self.out / "state" / STUDY.name / "releases" / f"{folder.name}.csv")
            here = [row for row in kept if truth[row["pseudonym"]] == BOSNIA]
            for column in [column for column in here[0] if column.split("__")[0] in charts]:
                picked = sum(row[column] == "1" for row in here)
                self.assertFalse(0 < picked < k, (folder.name, column, picked))


FIGURES = (r"(\d+) of \d+ cells of these characteristics.*?Of (\d+) published tests that can be recomputed (\d+) keep.*?"
           r"Of (\d+) published percentages (\d+) stay within 2 points")


def check_figures(test, k, words):
    """The README's line about the research release of the samples at this k."""
    cells, tests, kept, all_, within = re.search(FIGURES, words, re.S).groups()
    line = f"| k = {k} | {cells} | {within} of {all_} | {kept} of {tests} |"
    print(f"\n{line}")
    test.assertIn(line, (ROOT / "README.md").read_text(encoding="utf-8"))


@unittest.skipUnless(os.environ.get("ALL"), "six releases")
class OtherPeople(unittest.TestCase):
    """What pages tell depends on the people: other samples, fewer and more of them."""

    def test_no_small_count_follows_from_what_pages_of_others_print(self):
        for seed, started in [(7, 1500), (8, 900), (11, 700)]:
            with self.subTest(seed=seed), tempfile.TemporaryDirectory() as folder:
                folder = pathlib.Path(folder)
                study = agreeing(folder)
                weir("sample", STUDY, "--rows", started, "--seed", seed, "--out", folder / "samples")
                merge(folder / "samples" / "inbox", folder / "out", study=study)
                made = [(k, folder_of(release(study, folder / "out", profile)))
                        for profile, k in [("research", 3), ("public", 5)]]
                for releases in made[:1], made[1:], made:
                    found = printed_counts.check(STUDY, releases)
                    self.assertEqual(found["small counts that follow"], 0, found["leaks"])
                print(f"\nseed {seed}: {found}")


@unittest.skipUnless(os.environ.get("ALL"), "a release more")
class Stricter(Night):
    def test_five_alike_keep_what_the_readme_says(self):
        self.study = agreeing(self.folder)
        self.assertIn(merge(self.inbox, self.out, study=self.study).returncode, (0, 3))
        change(self.study, "    k: 3", "    k: 5")
        done = release(self.study, self.out)
        self.assertEqual(done.returncode, 0, done.stderr)
        check_figures(self, 5, done.stdout)
        rows = rows_of(folder_of(done) / "data" / "released.csv.gz")
        classes = collections.Counter(tuple(row[key] for key in KEYS) for row in rows)
        self.assertGreaterEqual(min(classes.values()), 5)


DESCRIBES_CHILDREN = set()
with (STUDY / "codebook" / "variables.csv").open(encoding="utf-8") as variables:
    for variable in csv.DictReader(variables):
        if variable["role"] == "case" and variable["type"] != "multi":
            DESCRIBES_CHILDREN.add(variable["name"])


def questions():
    """What the page to sign calls each variable of one column."""
    with (STUDY / "codebook" / "variables.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    names = collections.Counter(line["label::English (en)"] for line in lines)
    return {line["name"]: line["label::English (en)"] for line in lines if names[line["label::English (en)"]] == 1}


QUESTIONS = questions()


def codebook_counts(page):
    """Column to its counts by code and meaning, masked ones as the word."""
    found = collections.defaultdict(dict)
    count = r'<td class="n">(\d+|masked)</td>'
    for column, body in re.findall(r'<table class="codes" data-column="(\w+)">(.*?)</table>', page, re.S):
        cells = re.findall(rf'<td class="n">(\d+)</td><td class="answer" lang="en">([^<]*)(?:<.*?)?</td>{count}', body)
        found[column] = {(code, label): told for code, label, told in cells}
    for column, body in re.findall(r'<tr data-column="(\w+)">(.*?)</tr>', page, re.S):
        picked, left = re.findall(count, body)
        found[column] = {("0", "not picked"): left, ("1", "picked"): picked}
        missing = re.search(r'<td class="soft">(.*?)</td>', body).group(1)
        for code, label, told in re.findall(r"(\d{4}) ([\w ]+): (\d+|masked)", missing):
            found[column][code, label] = told
    return found


def table_totals(page):
    """Question to the last column of its lines."""
    found = {}
    for name_, body in re.findall(r'<section id="(\w+)">(.*?)</section>', page, re.S):
        lines = re.findall(r'<tr class="[^"]*"><th scope="row">(.*?)</th>(.*?)</tr>', body)
        width = int(re.search(r'<table class="s(\d)">', body).group(1))
        cells = {label: re.findall(r'<td class="n">(.*?)</td>', row) for label, row in lines}
        found[name_] = {label: "masked" if row[-width] == "–" else row[-width] for label, row in cells.items()}
    return found


def archive_counts(file):
    """Column and code to the count of the archive's codebook, which leaves out what is masked."""
    space = "{ddi:codebook:2_5}"
    found = {}
    for variable in ElementTree.parse(file).iter(f"{space}var"):
        for category in variable.iter(f"{space}catgry"):
            count = category.find(f"{space}catStat")
            value = category.find(f"{space}catValu").text
            found[variable.get("name"), value] = "masked" if count is None else count.text.strip()
    return found


class Figures(unittest.TestCase):
    """Every figure that the reports print is known to whoever attacks, or has a reason why it is not."""

    # Of all their ids, sorted, one a line: none gets lost without a word.
    IDS = "b430ddafbf6f3e620aba561d64fe2729c8d4e794bfc93cdc6259ec706c199735"

    @staticmethod
    def lines(file):
        with (STUDY / file).open(encoding="utf-8") as table:
            return list(csv.DictReader(table))

    def test_each_is_prior_knowledge_or_excused(self):
        lines = self.lines("release/figures.csv")
        ids = [line["id"] for line in lines]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertEqual(hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest(), self.IDS)
        known, tests = ({line["id"] for line in self.lines(f"release/{name_}.csv")} for name_ in ("published", "tests"))
        for line in lines:
            with self.subTest(line["id"]):
                self.assertEqual(line["use"] == "prior knowledge", line["id"] in known)
                self.assertEqual(line["use"] == "test", line["id"] in tests)
                self.assertGreater(len(line["use"]), 3)
                for other in re.findall(r"used as (\S+)", line["use"]):
                    self.assertTrue(any(one.startswith(other) for one in known), other)
        # What the samples are made to reproduce, or not, is a figure as well.
        left_out = {line["id"] for line in self.lines("sample/targets-left-out.csv")}
        self.assertLessEqual(left_out, set(ids))


class FewCountries(Night):
    """A test to which it does not matter how many countries there are: two of them, all six with ALL=1."""

    countries = ("AL", "BA")

    def setUp(self):
        super().setUp()
        if not os.environ.get("ALL"):
            self.keep(*self.countries)


class Refused(FewCountries):
    """Nothing is released, and every reason is told at once."""

    merges = {}

    def setUp(self):
        super().setUp()
        self.study = agreeing(self.folder)

    def merged(self, *keys):
        """A night, made once for all tests: what is released of it is said apart from it."""
        if not keys:
            self.merge_once("demonstration", "--demonstration")
        else:
            self.merge_once("keys", "--keys", keys[0])

    def merge_once(self, name, *keys):
        if name not in self.merges:
            holder = tempfile.TemporaryDirectory()
            type(self).addClassCleanup(holder.cleanup)
            type(self).addClassCleanup(self.merges.clear)
            if keys[1:]:
                weir("keys", "create", keys[1])
            done = weir("merge", self.study, "--inbox", self.inbox, "--out", f"{holder.name}/out", *keys)
            self.assertIn(done.returncode, (0, 3), done.stderr)
            self.merges[name] = pathlib.Path(holder.name)
            if keys[1:]:
                shutil.copytree(keys[1], self.merges[name] / "keys")
        shutil.copytree(self.merges[name] / "out", self.out, symlinks=True, dirs_exist_ok=True)
        if keys[1:] and not keys[1].exists():
            shutil.copytree(self.merges[name] / "keys", keys[1])

    def refused(self, done, *words):
        self.assertEqual(done.returncode, 8, done.stdout + done.stderr)
        for text in words:
            self.assertIn(text, done.stderr)
        self.assertFalse((self.out / "releases").exists())

    def test_consent_that_does_not_cover_it(self):
        shutil.rmtree(self.study)
        self.study = agreeing(self.folder, scope="analysis")
        self.merged()
        self.refused(release(self.study, self.out, "research", "--excerpts", self.inbox),
                     "consent does not cover sharing, quotes: respondents agreed to analysis")

    def test_no_profile_leaves_out_that_what_is_released_is_shared(self):
        shutil.rmtree(self.study)
        self.study = agreeing(self.folder, scope="analysis, archive")
        change(self.study, "    scope: [sharing]", "    scope: [archive]")
        self.merged()
        self.refused(release(self.study, self.out), "consent does not cover sharing: respondents agreed to analysis, archive")
        change(self.study, "    scope: [archive]", "    scope: []")
        done = release(self.study, self.out)
        self.assertEqual(done.returncode, 4, done.stdout)
        self.assertIn("research needs no consent, and what is released is shared", done.stderr)
        self.assertIn("write scope: [sharing] here", done.stderr)
        self.assertFalse((self.out / "releases").exists())

    def test_what_made_up_respondents_agreed_to_counts_for_practice_only(self):
        """Out of the box the samples can be released with --demonstration, and with no other keys."""
        shutil.rmtree(self.study)
        shutil.copytree(STUDY, self.study)
        self.merged()
        done = release(self.study, self.out)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("For practice it is taken that the made-up respondents agreed to sharing; the study's own scope is "
                      "analysis", done.stdout)
        shutil.rmtree(self.out)
        self.merged(self.folder / "keys")
        self.refused(release(self.study, self.out, "research", self.folder / "keys", keys="--keys"),
                     "consent does not cover sharing: respondents agreed to analysis")

    def test_everything_wrong_at_once(self):
        shutil.rmtree(self.study)
        self.study = agreeing(self.folder, scope="analysis")
        change(self.study, "    k: 3", "    k: 60")
        change(self.study, "    k: 5", "    k: 70")
        self.merged()
        (self.out / "internal" / STUDY.name / "current" / "README.txt").write_text("other")
        self.refused(release(self.study, self.out), "consent does not cover sharing", "k = 60 cannot be reached",
                     "PR.country.ba has 49", "is not as it was sealed")

    def test_a_demonstration_without_the_mark_and_the_other_way_round(self):
        self.merged()
        weir("keys", "create", self.folder / "keys")
        self.refused(release(self.study, self.out, "research", self.folder / "keys", keys="--keys"),
                     "is a demonstration. Release it with --demonstration")

    def test_an_unknown_profile(self):
        self.merged()
        self.refused(release(self.study, self.out, "secret"), "there is no profile secret. The study has: research, public")

    def test_no_data_set(self):
        self.refused(release(self.study, self.out), "is no internal data set")

    def test_a_k_that_the_rows_do_not_reach(self):
        change(self.study, "    k: 3", "    k: 600")
        change(self.study, "    k: 5", "    k: 700")
        self.merged()
        self.refused(release(self.study, self.out), "k is 600, and there are fewer rows")

    def test_a_k_that_a_country_does_not_reach(self):
        """Before any row is read, also where the country is told as a region: classes stay in one country."""
        remedy = "Lower k, merge without that country, or give the country an importance"
        change(self.study, "    k: 5", "    k: 60")
        self.merged()
        readme = self.out / "internal" / STUDY.name / "current" / "README.txt"
        sealed = readme.read_bytes()
        readme.write_text("other")
        done = release(self.study, self.out, "public")
        self.refused(done, "k = 60 cannot be reached: PR.country.ba has 49 workers, and public puts nobody together with "
                           "workers of another country. " + remedy, "is not as it was sealed")
        self.assertNotIn("recoded", done.stderr)
        # Of a country that is not there nothing has to be left out.
        self.assertEqual("PR.country.md" in done.stderr, bool(os.environ.get("ALL")))
        readme.write_bytes(sealed)
        # The rows say the same as print where print says nothing.
        published = self.study / "release" / "published.csv"
        lines = published.read_text(encoding="utf-8").splitlines(keepends=True)
        published.write_text("".join(line for line in lines if not line.startswith("PR.country.")), encoding="utf-8")
        (self.study / "release" / "figures.csv").unlink()
        done = release(self.study, self.out, "public")
        self.refused(done, "fewer than 60 rows share a value of country, which is never suppressed. Lower k, merge without "
                           "the countries that have fewer workers, or give it an importance")
        self.assertNotIn("recoded", done.stderr)
        # What is advised helps; that few classes hardly differ is another matter.
        for _ in range(2):
            change(self.study, "    diversity: 2\n", "")
        self.refused(release(self.study, self.out, "public"), "fewer than 60 rows share a value of country")
        change(self.study, "country: {importance: never, recode: 1}", "country: {importance: 9, recode: 1}")
        # The profile that it is made from has to be reached as well, and that too is said before a row is read.
        without = published.read_text(encoding="utf-8")
        published.write_text("".join(lines), encoding="utf-8")
        change(self.study, "    k: 3", "    k: 60")
        readme.write_text("other")
        self.refused(release(self.study, self.out, "public"),
                     "k = 60 cannot be reached: PR.country.ba has 49 workers, and research, from which public is made, puts "
                     "nobody together with workers of another country. " + remedy, "is not as it was sealed")
        readme.write_bytes(sealed)
        change(self.study, "    k: 60", "    k: 3")
        published.write_text(without, encoding="utf-8")
        done = release(self.study, self.out, "public")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_mistakes_in_the_definition_come_with_everything_else(self):
        """Undeclared keys, gaps and overlaps, contradictions, a k out of reach, consent, the mark: one run tells all."""
        shutil.rmtree(self.study)
        self.study = agreeing(self.folder, scope="analysis")
        self.merged()
        change(self.study, "resp_gender: {importance: 4}", "resp_sex: {importance: 4}")
        change(self.study, "    k: 5", "    k: 50")
        change(self.study, "    k: 3", "    k: 60")
        change(self.study, "AL BA MD CO MX PE", "AL AL BA MD CO MX", file="release/hierarchies.csv")
        change(self.study, "Latin America,CO MX PE", "Latin America,CO MX PE AL", file="release/hierarchies.csv")
        weir("keys", "create", self.folder / "keys")
        # The same holds for the rest of the study's definition.
        change(self.study, "keys: [country, resp_gender", "keys: [country, resp_gendre", file="pipeline.yaml")
        change(self.study, "sufficient_partial: 0.8", "sufficient_partial: 8", file="pipeline.yaml")
        done = release(self.study, self.out, "research", self.folder / "keys", keys="--keys")
        self.assertEqual(done.returncode, 4)
        for words in ["pipeline.yaml, line 24, character 17", "resp_gendre", "0 … 1", "resp_sex",
                      "resp_gender has the role key", "PE is in no group", "AL is in two groups",
                      "its k is 50, and research, from which it is made, has 60", "consent does not cover sharing",
                      "k = 60 cannot be reached: PR.country.ba has 49", "is a demonstration. Release it with"]:
            self.assertIn(words, done.stderr)
        self.assertFalse((self.out / "releases").exists())
        checked = weir("study", "check", self.study)
        self.assertEqual(checked.returncode, 4)
        for words in ["resp_gendre", "0 … 1", "resp_sex", "PE is in no group"]:
            self.assertIn(words, checked.stderr)
        # Where not even the country's variable is known, the rest is told all the same.
        change(self.study, "country_variable: country", "country_variable: land", file="pipeline.yaml")
        done = release(self.study, self.out, "research", self.folder / "keys", keys="--keys")
        self.assertEqual(done.returncode, 4)
        for words in ["land", "resp_gendre", "resp_sex", "PE is in no group", "is a demonstration. Release it with"]:
            self.assertIn(words, done.stderr)

    def test_diversity_that_is_not_reached_holds_it(self):
        """Means of three of Bosnia and Herzegovina's 49 workers are sixteen different answers at most."""
        change(self.study, "    diversity: 2", "    diversity: 40")
        change(self.study, "sensitive: [case_se_share, comp_known_child]", "sensitive: [case_se_share]")
        self.merged()
        self.refused(release(self.study, self.out), "40 different answers to case_se_share in each class (diversity) cannot")

    def test_answers_of_a_class_too_far_from_all_hold_it(self):
        change(self.study, "    diversity: 2", "    diversity: 2\n    closeness: 0.01")
        self.merged()
        self.refused(release(self.study, self.out), "held: a class is farther from the whole in ",
                     "than the profile allows (closeness). Raise k, or raise closeness")

    def test_fewer_than_k_offices_hold_it(self):
        """The samples name no office. What many workers have in common stands in for one: three kinds, and k is five."""
        change(self.study, "    diversity: 2", "    diversity: 2\n    office: children_per_month")
        change(self.study, "withheld: [resp_education,", "withheld: [children_per_month, resp_education,")
        change(self.study, "    k: 3", "    k: 5")
        self.merged()
        self.refused(release(self.study, self.out), "are of fewer than 5 offices. Lower k, let more keys be suppressed")

    def test_real_data_are_signed_on_a_terminal(self):
        self.merged(self.folder / "keys")
        self.refused(release(self.study, self.out, "research", self.folder / "keys", keys="--keys"),
                     "signed on a terminal")
        for typed, status in [("somebody else", 8), ("A. Analyst", 0)]:
            terminal = Terminal(
                "release", self.study, "--profile", "research", "--approved-by", "A. Analyst", "--reason", "for a test",
                "--out", self.out, "--keys", self.folder / "keys", "--excerpts", self.inbox)
            self.addCleanup(terminal.close)
            while "To sign, type" not in terminal.text:
                self.assertTrue(terminal.read(30), terminal.text)
            # Also what leaves of open answers is told before anybody signs.
            self.assertIn("No approved answer was found, and none leaves.", " ".join(terminal.text.split()))
            terminal.press(typed + "\n")
            self.assertEqual(terminal.end(), status, terminal.text)
            self.assertEqual((self.out / "releases").exists(), status == 0)


class Excerpts(FewCountries):
    """Approved answers leave in a file of their own, with the least that may be told about who gave them."""

    countries = (COUNTRY, "PE")

    def signed(self, done, *words):
        """What the approver read, and the page to sign, which tell the same of excerpts."""
        page = (folder_of(done) / "documentation" / "page-to-sign.html").read_text(encoding="utf-8")
        for text in words:
            self.assertIn(text, done.stdout)
            self.assertIn(text, html.unescape(page))
        return re.search(r"<h2>What is not in it</h2>\s*<p>([^;]*);", page).group(1)

    def test_only_approved_answers_with_the_coarsest_attribution(self):
        study = agreeing(self.folder)
        merge(self.inbox, self.out, study=study)
        counts = collections.Counter(variable for variable, _ in answers())
        often = counts.most_common()[0][0]
        texts = sorted({text for variable, text in answers() if variable == often})[:4]
        decisions = [
            (name(often, texts[0]), "masked", "[]", "country"), (name(often, texts[1]), "masked", "[]", "role"),
            (name(often, texts[2]), "withheld", None, "country"), (name(often, texts[3]), "edited", "=in other words", "none"),
        ]
        ledger = self.out / "state" / STUDY.name / "ledger.sqlite"
        with contextlib.closing(sqlite3.connect(ledger)) as connection, connection:
            for answer, verdict, content, attribution in decisions:
                connection.execute(
                    "INSERT INTO decision (answer, country, verdict, masks, wording, attribution, reviewer, decided,"
                    " seconds) VALUES (?, ?, ?, ?, ?, ?, 'Zubrica', '2021-06-01 10:00:00.000', 5)",
                    (answer, COUNTRY, verdict, content if verdict == "masked" else None,
                     content if verdict == "edited" else None, attribution))
        done = release(study, self.out, "research", "--excerpts", self.inbox)
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = rows_of(folder_of(done) / "data" / "excerpts.csv")
        self.assertEqual(list(rows[0]), ["question", "text", "attribution"])
        self.assertEqual(
            self.signed(done, "3 approved answers to open questions leave as excerpts, in a file of their own, without a "
                              "pseudonym and without a link to the rows."),
            "Open answers other than the approved excerpts")
        told = {row["text"]: row["attribution"] for row in rows}
        self.assertEqual(told, {texts[0]: "a worker, Colombia", texts[1]: "a worker", "'=in other words": ""})
        data = gzip.open(folder_of(done) / "data" / "released.csv.gz", "rt", encoding="utf-8").read()
        self.assertFalse([text for text in texts if text in data])
        self.assertNotIn(b"Zubrica", b"".join(path.read_bytes() for path in folder_of(done).rglob("*") if path.is_file()))
        coarse = release(study, self.out, "public", "--excerpts", self.inbox)
        rows = rows_of(folder_of(coarse) / "data" / "excerpts.csv")
        self.assertIn("a worker, Latin America", {row["attribution"] for row in rows})
        # Three are few where k is five, as in every other count.
        self.signed(coarse, "Fewer than 5 approved answers to open questions leave as excerpts")
        # With other answers it is another release: what was signed stays as it was signed.
        signed = {path: path.read_bytes() for path in folder_of(done).rglob("*") if path.is_file()}
        with contextlib.closing(sqlite3.connect(ledger)) as connection, connection:
            connection.execute("UPDATE decision SET verdict = 'withheld', masks = NULL WHERE answer = ?", (name(often, texts[1]),))
        fewer = release(study, self.out, "research", "--excerpts", self.inbox)
        self.assertNotEqual(folder_of(fewer), folder_of(done))
        self.assertEqual(len(rows_of(folder_of(fewer) / "data" / "excerpts.csv")), 2)
        self.assertEqual({path: path.read_bytes() for path in folder_of(done).rglob("*") if path.is_file()}, signed)

    def test_where_no_answer_is_approved_none_leaves(self):
        study = agreeing(self.folder)
        merge(self.inbox, self.out, study=study)
        done = release(study, self.out, "research", "--excerpts", self.inbox)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.signed(done, "No approved answer was found, and none leaves."), "Open answers")
        self.assertFalse((folder_of(done) / "data" / "excerpts.csv").exists())
        # Who asked for none reads nothing about them.
        plain = release(study, self.out, "public")
        self.assertEqual(self.signed(plain), "Open answers")
        self.assertNotIn("xcerpts", plain.stdout)


def with_month(study, research="", public=", recode: 1..3"):
    """Makes the month of submission a key of both profiles."""
    change(study, "resp_exp_years: {importance: 3}", f"resp_exp_years: {{importance: 3}}\n      {MONTH}: {{importance: 2{research}}}")
    change(study, "recode: 1..2}\n    sensitive", f"recode: 1..2}}\n      {MONTH}: {{importance: 2{public}}}\n    sensitive")


class Months(FewCountries):
    """The month of submission as a key, in all six countries with ALL=1."""

    def released(self, *profiles):
        done = [release(self.study, self.out, profile) for profile in profiles]
        for one in done:
            self.assertEqual(one.returncode, 0, one.stderr)
        return [folder_of(one) for one in done]

    def kept(self, folder):
        return {row["pseudonym"]: row for row in rows_of(self.out / "state" / STUDY.name / "releases" / f"{folder.name}.csv")}

    def merged(self):
        done = merge(self.inbox, self.out, study=self.study)
        self.assertIn(done.returncode, (0, 3), done.stderr)
        return {row["pseudonym"]: row[MONTH] for row in rows_of(self.out / "internal" / STUDY.name / "current" / "data" / "merged.csv.gz")}

    def check_classes(self, rows, k):
        classes = collections.Counter(tuple(row[key] for key in [*KEYS, MONTH]) for row in rows)
        self.assertGreaterEqual(min(classes.values()), k)

    def check_solver(self, *releases):
        if os.environ.get("ALL"):
            tables = self.out / "state" / STUDY.name / "releases"
            found = solved(self.study, self.out / "internal" / STUDY.name / "current", *(
                (profile, k, folder, tables / f"{folder.name}.csv") for profile, k, folder in releases),
                finer=[tables / f"{releases[0][2].name}.csv"])
            self.assertEqual(found["cells narrowed to one value"], 0, found)
            self.assertEqual(found["cells undecided"], 0, found)
            self.assertEqual(found["persons narrowed to fewer than k"], 0, found)

    def test_months_are_told_and_hidden_like_any_other_key(self):
        self.study = agreeing(self.folder)
        with_month(self.study)
        months = self.merged()
        research, public = self.released("research", "public")
        fine, coarse = self.kept(research), self.kept(public)
        told = collections.Counter(row[MONTH] for row in fine.values())
        self.assertGreater(told[SUPPRESSED], 2)
        self.assertGreater(len(told), 3)
        for name_, row in fine.items():
            self.assertIn(row[MONTH], (months[name_][2:].replace("-", ""), SUPPRESSED))
        quarter = {f"2021-{month:02}": f"212{(month + 2) // 3}" for month in range(1, 13)}
        for name_, row in coarse.items():
            self.assertIn(row[MONTH], (quarter[months[name_]], "2130", "9989", SUPPRESSED))
            if fine[name_][MONTH] == SUPPRESSED:
                self.assertEqual(row[MONTH], SUPPRESSED)
        for folder, k in ((research, 3), (public, 5)):
            rows = rows_of(folder / "data" / "released.csv.gz")
            self.check_classes(rows, k)
        found = printed_counts.check(self.study, [(3, research), (5, public)])
        self.assertEqual(found["small counts that follow"], 0, found["leaks"])
        page = (research / "documentation" / "page-to-sign.html").read_text(encoding="utf-8")
        self.assertIn("dates finer than the month in which an interview was submitted", page)
        self.assertIn("6 characteristics", page)
        self.assertIn("finer than\nthe month in which an interview was submitted", (research / "README.txt").read_text(encoding="utf-8"))
        self.assertIn("2021-07", (research / "documentation" / "codebook.html").read_text(encoding="utf-8"))
        attack = Attack(self.study, self.out / "internal" / STUDY.name / "current",
                        self.out / "state" / STUDY.name / "releases" / f"{research.name}.csv")
        self.assertIn(MONTH, attack.keys)
        found = attack.run(3)
        print(f"\nwith months: {found}")
        self.assertEqual(found["cells narrowed to one value"], 0, attack.examples)
        self.assertEqual(found["persons narrowed to fewer than k"], 0, attack.examples)
        self.check_solver(("research", 3, research))
        self.check_solver(("research", 3, research), ("public", 5, public))

    def test_months_become_quarters_where_the_profile_says_so(self):
        self.study = agreeing(self.folder)
        with_month(self.study, research=", recode: 1")
        months = self.merged()
        [research] = self.released("research")
        quarter = {f"2021-{month:02}": f"212{(month + 2) // 3}" for month in range(1, 13)}
        told = self.kept(research)
        for name_, row in told.items():
            self.assertIn(row[MONTH], (quarter[months[name_]], SUPPRESSED))
        self.assertGreater(sum(row[MONTH] != SUPPRESSED for row in told.values()), len(told) / 2)
        self.check_classes(rows_of(research / "data" / "released.csv.gz"), 3)
        page = (research / "documentation" / "page-to-sign.html").read_text(encoding="utf-8")
        self.assertIn("Made coarser: month of submission", page)
        self.assertIn("dates finer than the quarter in which", page)
        self.assertIn("2021-Q2", (research / "documentation" / "codebook.html").read_text(encoding="utf-8"))
        self.check_solver(("research", 3, research))

    def test_a_date_outside_the_field_period_is_no_month(self):
        """Such a date is left out on arrival, and its month is not usable."""
        self.study = agreeing(self.folder)
        with_month(self.study)
        change(self.study, "field_period: 2021-01..2021-12", "field_period: 2021-05..2021-12", file="pipeline.yaml")
        months = self.merged()
        self.assertGreater(list(months.values()).count(""), 5)
        [research] = self.released("research")
        for name_, row in self.kept(research).items():
            self.assertIn(row[MONTH], (months[name_][2:].replace("-", "") or "9998", SUPPRESSED))
        self.check_classes(rows_of(research / "data" / "released.csv.gz"), 3)

    def test_a_released_month_has_to_stay_in_the_field_period(self):
        self.study = agreeing(self.folder)
        with_month(self.study)
        self.merged()
        [first] = self.released("research")
        told = min(row[MONTH] for row in self.kept(first).values() if row[MONTH] != SUPPRESSED)
        text = f"20{told[:2]}-{told[2:]}"
        change(self.study, "field_period: 2021-01..2021-12", f"field_period: 2021-{int(told[2:]) + 1:02}..2021-12", file="pipeline.yaml")
        self.merged()
        done = release(self.study, self.out)
        self.assertEqual(done.returncode, 8, done.stdout)
        self.assertIn(f"held: release {first.name} tells {text}, which is no month of the study any more. Put field_period back in "
                      f"pipeline.yaml so that it includes {text}", done.stderr)

    def test_rows_that_were_released_without_a_month_stay_without_one(self):
        self.study = agreeing(self.folder)
        Sticky.grown(self, 0.6)
        self.merged()
        [first] = self.released("research")
        before = self.kept(first)
        self.assertNotIn(MONTH, next(iter(before.values())))
        with_month(self.study)
        Sticky.grown(self, 1)
        months = self.merged()
        second, public = self.released("research", "public")
        after = self.kept(second)
        for name_, row in before.items():
            self.assertEqual({**row, MONTH: "9989"}, after[name_])
        fresh = [row for name_, row in after.items() if name_ not in before]
        self.check_classes(fresh, 3)
        self.assertTrue(any(row[MONTH] in ("2104", "2105", "2106", "2107", "2108") for row in fresh))
        for name_, row in after.items():
            if name_ not in before:
                self.assertIn(row[MONTH], (months[name_][2:].replace("-", ""), SUPPRESSED))
        for row in self.kept(public).values():
            self.assertNotRegex(row[MONTH], r"^21(0|1)")
        self.check_classes(rows_of(public / "data" / "released.csv.gz"), 5)
        page = (second / "documentation" / "page-to-sign.html").read_text(encoding="utf-8")
        self.assertIn("Rows that an earlier release told without a month are told without one here", page)
        self.assertIn("Any month", (second / "documentation" / "codebook.html").read_text(encoding="utf-8"))
        self.check_solver(("research", 3, first), ("research", 3, second))
        # A key that was told cannot become none, and none can be told beside an earlier release of other keys.
        change(self.study, f"\n      {MONTH}: {{importance: 2}}", "")
        change(self.study, f"\n      {MONTH}: {{importance: 2, recode: 1..3}}", "")
        done = release(self.study, self.out)
        self.assertEqual(done.returncode, 8)
        self.assertIn(f"research has other keys than when release {second.name} of research was made: {MONTH} was among its keys. Put "
                      "the keys of that release back", done.stderr)


class Sticky(FewCountries):
    """What is out stays out, what is suppressed stays suppressed."""

    def grown(self, share, ending=b"\n", shares=()):
        """The inbox with the first lines of each upload that is CSV; with the samples' own line ending, the first rows.
        `shares`: other ones of some countries."""
        for country in sorted(SAMPLES / "inbox" / folder.name for folder in self.inbox.iterdir()):
            for source in country.iterdir():
                if source.suffix == ".csv":
                    lines = source.read_bytes().removesuffix(ending).split(ending)
                    kept = 3 + int((len(lines) - 3) * dict(shares).get(country.name, share))
                    (self.inbox / country.name / source.name).write_bytes(ending.join(lines[:kept]) + ending)

    def table(self, folder):
        return {row["pseudonym"]: row for row in rows_of(
            self.out / "state" / STUDY.name / "releases" / f"{folder.name}.csv")}

    def test_later_releases_keep_to_earlier_ones(self):
        study = agreeing(self.folder)
        self.grown(0.6)
        merge(self.inbox, self.out, study=study)
        first = release(study, self.out)
        self.assertEqual(first.returncode, 0, first.stderr)
        self.grown(1)
        merge(self.inbox, self.out, study=study)
        second = release(study, self.out)
        self.assertEqual(second.returncode, 0, second.stderr)
        before, after = self.table(folder_of(first)), self.table(folder_of(second))
        self.assertGreater(len(after), len(before))
        for name, row in before.items():
            self.assertEqual(row, after[name])
        fresh = collections.Counter(
            tuple(row[key] for key in KEYS) for name, row in after.items() if name not in before)
        self.assertGreaterEqual(min(fresh.values()), 3)
        self.assertEqual(len(weir("releases", study, "--out", self.out).stdout.splitlines()), 2)
        found = printed_counts.check(study, [(3, folder_of(first)), (3, folder_of(second))])
        print(f"\nprinted counts of both: {found}")
        self.assertEqual(found["small counts that follow"], 0, found["leaks"])
        self.assertGreater(found["counts joined"], 1000)
        self.assertGreater(found["counts printed"], 3000)
        self.assertIn("those that beside an earlier release would tell of fewer than 3 new people",
                      (folder_of(second) / "documentation" / "tables.html").read_text(encoding="utf-8"))
        state = self.out / "state" / STUDY.name / "releases" / f"{folder_of(second).name}.csv"
        attack = Attack(study, self.out / "internal" / STUDY.name / "current", state, known=set(before))
        found = attack.run(3)
        print(f"\nwith its predecessor: {found}")
        self.assertEqual(found["cells narrowed to one value"], 0, attack.examples)
        self.assertEqual(found["persons narrowed to fewer than k"], 0, attack.examples)
        if os.environ.get("ALL"):
            releases = self.out / "state" / STUDY.name / "releases"
            found = solved(study, self.out / "internal" / STUDY.name / "current", *(
                ("research", 3, folder_of(done), releases / f"{folder_of(done).name}.csv") for done in (first, second)))
            self.assertEqual(found["cells narrowed to one value"], 0, found)
            self.assertEqual(found["persons"], len(after))
            self.assertEqual(found["persons narrowed to fewer than k"], 0, found)

    @unittest.skipUnless(os.environ.get("ALL"), "six releases")
    def test_pages_of_growing_releases_tell_of_no_few_new_people(self):
        """Three releases of both profiles, each with more people: any two of a profile, all three, and the coarser last one."""
        study = agreeing(self.folder)
        made = {"research": [], "public": []}
        for share in (0.5, 0.75, 1):
            self.grown(share, ending=b"\r\n")
            merge(self.inbox, self.out, study=study)
            for profile, k in (("research", 3), ("public", 5)):
                made[profile].append((k, folder_of(release(study, self.out, profile))))
        for first, second, third in made.values():
            for releases in ([first, second], [second, third], [first, third], [first, second, third]):
                found = printed_counts.check(study, releases)
                self.assertEqual(found["small counts that follow"], 0, found["leaks"])
                print(f"\npages of growing releases: {found}")
        together = [release for both in zip(*made.values()) for release in both]
        for releases in (together, [together[0], together[3]], [together[1], together[4]]):
            found = printed_counts.check(study, releases)
            self.assertEqual(found["small counts that follow"], 0, found["leaks"])
            print(f"\npages of both profiles: {found}")

    @unittest.skipUnless(os.environ.get("ALL"), "installs OR-tools from PyPI; eight releases")
    def test_an_exact_solver_narrows_nothing_of_growing_releases(self):
        """Both profiles before and after more people came; whoever attacks has some of the four releases, or all."""
        study = agreeing(self.folder)
        for share in (0.5, 0.8):
            shutil.rmtree(self.out, ignore_errors=True)
            made, nights = [], []
            for part in (share, 1):
                self.grown(part, ending=b"\r\n")
                merge(self.inbox, self.out, study=study)
                nights.append((self.out / "internal" / STUDY.name / "current").resolve())
                made += [(profile, k, folder_of(release(study, self.out, profile))) for profile, k in (("research", 3), ("public", 5))]
            fine, coarse, later_fine, later_coarse = made
            for releases in [(fine, later_fine), (coarse, later_coarse), (coarse, later_fine), (fine, later_fine, later_coarse), made]:
                with self.subTest(f"{share}: {', '.join(profile for profile, _, _ in releases)}"):
                    self.check_solver(study, nights, releases, made)

    @unittest.skipUnless(os.environ.get("ALL"), "installs OR-tools from PyPI; nine releases")
    def test_an_exact_solver_narrows_nothing_in_any_order_of_profiles(self):
        """More people before each of three releases, of which one is of the finer profile: the last, the first or the second."""
        study = agreeing(self.folder)
        for order in (("public", "public", "research"), ("research", "public", "public"), ("public", "research", "public")):
            shutil.rmtree(self.out, ignore_errors=True)
            made, nights = [], []
            for shares, profile in zip(({"AL": 0, "BA": 0.3, "CO": 0.5}, {"AL": 0.5, "BA": 0.75, "CO": 0.8}, {}), order):
                self.grown(1, ending=b"\r\n", shares=shares)
                merge(self.inbox, self.out, study=study)
                nights.append((self.out / "internal" / STUDY.name / "current").resolve())
                made.append((profile, {"research": 3, "public": 5}[profile], folder_of(release(study, self.out, profile))))
            for releases in (made, made[1:], [made[0], made[2]]):
                with self.subTest(f"{', '.join(order)}: {', '.join(profile for profile, _, _ in releases)}"):
                    self.check_solver(study, nights, releases, made)

    def check_solver(self, study, nights, releases, made):
        """Whoever attacks has some of the releases that were made."""
        tables = self.out / "state" / STUDY.name / "releases"
        with_tables = lambda some: [(*release, tables / f"{release[2].name}.csv") for release in some]  # noqa: E731
        found = solved(study, nights, *with_tables(releases), finer=finest(with_tables(made)))
        self.assertGreater(found["suppressed cells"], 1500)
        self.assertEqual(found["cells narrowed to one value"], 0, found)
        self.assertEqual(found["cells undecided"], 0, found)
        self.assertLess(found["cells of which print tells everybody's answer in the country"], 110)
        self.assertEqual(found["averaged cells narrowed to one value"], 0, found)
        # Everybody of every release is looked for.
        people = set().union(*(self.table(folder) for _, _, folder in releases))
        self.assertEqual(found["persons"], len(people))
        self.assertEqual(found["persons narrowed to fewer than k"], 0, found)

    def test_public_releases_grow_by_any_share(self):
        """The inbox only grows: nothing that is out has to be hidden, and whoever cannot be hidden yet waits."""
        study = agreeing(self.folder)
        for share in (0.6, 0.8):
            with self.subTest(share):
                shutil.rmtree(self.out, ignore_errors=True)
                self.grown(share, ending=b"\r\n")
                merge(self.inbox, self.out, study=study)
                first = release(study, self.out, "public")
                self.assertEqual(first.returncode, 0, first.stderr)
                self.grown(1, ending=b"\r\n")
                merge(self.inbox, self.out, study=study)
                second = release(study, self.out, "public")
                self.assertEqual(second.returncode, 0, second.stderr)
                before, after = self.table(folder_of(first)), self.table(folder_of(second))
                for name_, row in before.items():
                    self.assertEqual(row, after[name_])
                fresh = [row for name_, row in after.items() if name_ not in before]
                print(f"\nfrom {share}: {len(before)} rows, {len(fresh)} new ones")
                # A few of each country may all have to wait.
                self.assertGreaterEqual(len(fresh), 0 if share > 0.6 else 30)
                classes = collections.Counter(tuple(row[key] for key in KEYS) for row in fresh)
                self.assertGreaterEqual(min(classes.values(), default=5), 5)
                found = printed_counts.check(study, [(5, folder_of(first)), (5, folder_of(second))])
                self.assertEqual(found["small counts that follow"], 0, found["leaks"])

    def test_releases_that_were_made_apart_do_not_both_leave(self):
        """Their rows join by the answers that both tell, and a cell that one hides stands in the other."""
        study = agreeing(self.folder)
        profiles = study / "release" / "profiles.yaml"
        shipped = profiles.read_text(encoding="utf-8")
        merge(self.inbox, self.out, study=study)
        first = release(study, self.out)
        self.assertEqual(first.returncode, 0, first.stderr)
        name_ = folder_of(first).name
        # Two in one definition are a contradiction; with another definition, what is out counts, also when recalled.
        change(study, "    from: research\n", "")
        done = release(study, self.out, "public")
        self.assertEqual(done.returncode, 4, done.stdout)
        self.assertIn("add from: research here, or take one of the two out", done.stderr)
        profiles.write_text(shipped.replace("  research:\n", "  other:\n").replace("from: research", "from: other"), encoding="utf-8")
        for recalled in (False, True):
            for profile in ("other", "public"):
                done = release(study, self.out, profile)
                self.assertEqual(done.returncode, 8, done.stdout)
                self.assertIn(f"release {name_} of research is out{' and recalled' if recalled else ''}, and was not made from the "
                              "table of other", done.stderr)
                self.assertIn("Make other `from: research` in release/profiles.yaml, or release under research", done.stderr)
                self.check_risk_tells(study, profile, done.stderr.strip().removeprefix("weir: "))
            weir("recall", study, name_, "--reason", "for a test", "--out", self.out)
        # Nothing was written, and what is made from the same table leaves.
        profiles.write_text(shipped, encoding="utf-8")
        self.assertEqual(len(weir("releases", study, "--out", self.out).stdout.splitlines()), 1)
        done = release(study, self.out, "public")
        self.assertEqual(done.returncode, 0, done.stderr)

    def check_risk_tells(self, study, profile, sentence):
        """Before a profile is fixed, what stands against its release."""
        page = self.folder / "risk.html"
        done = weir("risk", study, "--out", self.out, "--profile", profile, "--demonstration", "--k", "3", "--html", page)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(done.stdout.endswith(f"\n\nAs things stand, weir release refuses {profile}:\n- {sentence}.\n"), done.stdout[-900:])
        text = page.read_text(encoding="utf-8")
        self.assertIn(f"<code>weir release</code> refuses {profile}:</p>\n<ul><li>{html.escape(sentence, quote=False)}.</li></ul>", text)
        self.assertRegex(text, rf"<title>[^<]+: what protecting costs \({profile}\)</title>")
        self.assertEqual(re.findall(r"<h(\d)", text), ["1", "2", "2", "2"])

    def test_a_damaged_ledger_is_named(self):
        """Without it nobody knows what was released: nothing is, and nothing is taken for a first release."""
        study = agreeing(self.folder)
        merge(self.inbox, self.out, study=study)
        self.assertEqual(release(study, self.out).returncode, 0)
        change(study, "analysis, quotes, sharing, archive", "analysis", file="pipeline.yaml")
        ledger = self.out / "state" / STUDY.name / "ledger.sqlite"
        kept = ledger.read_bytes()
        for word, harm in [("is damaged", lambda: ledger.write_bytes(b"no ledger " * 900)), ("cannot be read", ledger.mkdir)]:
            with self.subTest(word):
                for file in ledger.parent.glob("ledger.sqlite*"):
                    file.unlink()
                harm()
                done = release(study, self.out)
                self.assertEqual(done.returncode, 8, done.stderr)
                self.assertIn("consent does not cover sharing", done.stderr)
                self.assertRegex(done.stderr, f"the ledger .*{word}, and what was released before is not known without it.*from its backup")
                done = weir("risk", study, "--out", self.out, "--demonstration", "--k", "3")
                self.assertNotIn(done.returncode, (0, None))
                done = weir("releases", study, "--out", self.out)
                self.assertNotEqual(done.returncode, 0)
                if word == "is damaged":
                    self.assertIn("Restore it from its backup", done.stderr)
        ledger.rmdir()
        ledger.write_bytes(kept)
        self.assertEqual(len(weir("releases", study, "--out", self.out).stdout.splitlines()), 1)

    def test_a_ledger_that_forgot_a_release_holds_later_ones(self):
        """The remedy for a damaged ledger of a merge is to move it away; what was released stays released."""
        study = agreeing(self.folder)
        merge(self.inbox, self.out, study=study)
        name_ = folder_of(release(study, self.out, "public")).name
        state = self.out / "state" / STUDY.name
        for file in state.glob("ledger.sqlite*"):
            file.unlink()
        done = release(study, self.out)
        self.assertEqual(done.returncode, 8, done.stdout)
        self.assertRegex(done.stderr, "the ledger .* is gone, and what was released before is not known without it")
        merge(self.inbox, self.out, "--new-ledger", study=study)
        done = release(study, self.out)
        self.assertEqual(done.returncode, 8, done.stdout)
        self.assertEqual(done.stderr.count("the ledger does not know release"), 1)
        self.assertIn(f"the ledger does not know release {name_}, whose table is {state.resolve() / 'releases' / name_}.csv. Restore the ledger "
                      "from its backup", done.stderr)
        for table in (state / "releases").iterdir():
            table.unlink()
        # Nor is it forgotten that it left.
        done = release(study, self.out)
        self.assertEqual(done.returncode, 8, done.stdout)
        self.assertRegex(done.stderr, f"{name_} is a release that the memory in .* does not know")
        shutil.rmtree(self.out / "releases")
        done = release(study, self.out)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_respondents_that_are_gone_hold_a_release_until_they_are_back(self):
        """The remedy that is told is followed."""
        study = agreeing(self.folder)
        merge(self.inbox, self.out, study=study)
        self.assertEqual(release(study, self.out).returncode, 0)
        whole = {path: path.read_bytes() for path in self.inbox.rglob("*") if path.is_file()}
        self.grown(0.5, ending=b"\r\n")
        merge(self.inbox, self.out, study=study)
        done = release(study, self.out)
        self.assertEqual(done.returncode, 8, done.stderr)
        self.assertRegex(done.stderr, "held: an earlier release of research tells that people are alike of whom fewer than 3 are left, "
                                      "and answers to .*case_se_share.* that fewer than 3 of a country have given by now")
        self.assertIn("put the one before it back with weir merge --reinstate COUNTRY; otherwise release when more people", done.stderr)
        self.assertIn("row.vanished", weir("history", study, "--out", self.out, "--findings").stdout)
        for path, text in whole.items():
            path.write_bytes(text)
        done = merge(self.inbox, self.out, *(word for country in ("AL", "BA") for word in ("--reinstate", country)), study=study)
        self.assertIn(done.returncode, (0, 3), done.stderr)
        done = release(study, self.out)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_table_that_is_lost_holds_later_releases(self):
        study = agreeing(self.folder)
        merge(self.inbox, self.out, study=study)
        name_ = folder_of(release(study, self.out)).name
        (self.out / "state" / STUDY.name / "releases" / f"{name_}.csv").unlink()
        done = release(study, self.out)
        self.assertEqual(done.returncode, 8, done.stderr)
        self.assertIn(f"held: the table of release {name_} is missing in ", done.stderr)
        self.assertIn("Restore it from the backup", done.stderr)

    def test_a_finer_release_fits_the_coarser_one_that_was_first(self):
        study = agreeing(self.folder)
        self.grown(0.6, ending=b"\r\n")
        merge(self.inbox, self.out, study=study)
        first = release(study, self.out, "public")
        self.assertEqual(first.returncode, 0, first.stderr)
        self.grown(1, ending=b"\r\n")
        merge(self.inbox, self.out, study=study)
        second = release(study, self.out, "research")
        self.assertEqual(second.returncode, 0, second.stderr)
        coarse, fine = self.table(folder_of(first)), self.table(folder_of(second))
        for name_, row in coarse.items():
            for key in KEYS:
                self.assertFalse(fine[name_][key] == SUPPRESSED != row[key], key)
        self.assertEqual(len(weir("releases", study, "--out", self.out).stdout.splitlines()), 2)

    def test_a_month_of_nights_releases_nothing(self):
        """Each night is good: the files grow by whole rows. Three nights by default, a month of all six countries with ALL=1."""
        nights = 30 if os.environ.get("ALL") else 3
        for night in range(nights):
            self.grown((night + 1) / nights, ending=b"\r\n")
            done = merge(self.inbox, self.out)
            self.assertIn(done.returncode, (0, 3), done.stderr)
        made = [path for path in (self.out / "internal" / STUDY.name).iterdir() if not path.is_symlink()]
        self.assertEqual(len(made), nights)
        self.assertFalse((self.out / "releases").exists())
        self.assertEqual(weir("releases", STUDY, "--out", self.out).stdout, "no releases\n")
        self.assertNotIn("release", weir("merge", "--help").stdout)
        weir("keys", "create", self.folder / "keys")
        cron = weir("schedule", STUDY, "--inbox", self.inbox, "--out", self.out, "--keys", self.folder / "keys", "--cron")
        self.assertIn("'merge'", cron.stdout)
        # The program may lie in a folder of that name; words of a command are quoted.
        self.assertNotIn("'release'", cron.stdout)


if __name__ == "__main__":
    unittest.main()
