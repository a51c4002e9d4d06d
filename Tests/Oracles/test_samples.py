"""The committed samples are what they claim: calibrated, varied, neutral in number, and not known to the program."""

import collections
import csv
import gzip
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import unittest

import data_files
import workbooks
from weir_program import BESIDE_UPLOADS, ROOT, SAMPLES, STUDY, uploads, weir

HERE = os.path.dirname(os.path.abspath(__file__))


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def folded(text):
    letters = text.replace("đ", "d").replace("Đ", "D")
    return "".join(c for c in unicodedata.normalize("NFD", letters) if not unicodedata.combining(c)).casefold()


TRANSLATION = re.compile(r"\(English translation\)$|_EN$| \[EN\]$| - English$|_en$")


def uploads_of_all():
    return [path for country in sorted((SAMPLES / "inbox").iterdir()) for path in uploads(country.name)]


def text_of(content):
    if content[:2] == b"\xff\xfe":
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1250")


def records(path):
    """The rows of an upload, read without weir."""
    content = path.read_bytes()
    if path.suffix == ".xlsx":
        return workbooks.read(content)
    if path.suffix == ".sav":
        return data_files.read(content)
    content = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    text = text_of(content)
    delimiter = max(",;\t", key=text.splitlines()[0].count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def english(path, complete):
    """The English open answers of the complete interviews of an upload."""
    table = records(path)
    columns = [place for place, header in enumerate(table[0]) if TRANSLATION.search(header)]
    name = path.relative_to(SAMPLES / "inbox").as_posix()
    numbers = [int(row["row"]) for row in complete if row["upload"] == name]
    return [table[number - 1][place] for number in numbers for place in columns if table[number - 1][place]]


class Samples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.truth = rows(SAMPLES / "truth" / "truth.csv")
        cls.complete = [row for row in cls.truth if row["disposition"] == "complete"]

    def test_they_are_what_the_program_writes(self):
        with tempfile.TemporaryDirectory() as folder:
            weir("sample", STUDY, "--rows", "1254", "--seed", "2021", "--out", folder)
            for name in ("inbox", "truth"):
                same = subprocess.run(["diff", "-rq", *(f"--exclude={name}" for name in BESIDE_UPLOADS), f"{folder}/{name}", SAMPLES / name], capture_output=True, check=False)
                self.assertEqual(same.returncode, 0, same.stdout[:500])

    def test_the_published_figures_are_reproduced(self):
        done = subprocess.run(
            [sys.executable, os.path.join(HERE, "targets.py"), "--study", STUDY, "--targets",
             STUDY / "sample" / "targets.csv", "--truth", SAMPLES / "truth" / "truth.csv"],
            capture_output=True, text=True, check=False)
        left_out = rows(STUDY / "sample" / "targets-left-out.csv")
        reasons = collections.Counter(row["reason"] for row in left_out)
        print("\n" + done.stdout.strip(), f"; {len(left_out)} printed figures are not asked for:", sep="")
        for reason, figures in reasons.most_common():
            print(f"  {figures} {reason}")
        self.assertEqual(done.returncode, 0, done.stdout)
        asked = {row["id"] for row in rows(STUDY / "sample" / "targets.csv")}
        self.assertFalse(asked & {row["id"] for row in left_out})

    def test_every_disposition_occurs_and_break_offs_name_their_question(self):
        kinds = collections.Counter(row["disposition"] for row in self.truth)
        self.assertEqual(kinds["complete"], 413)
        self.assertEqual(kinds["break-off"] + kinds["sufficient partial"], 408)
        self.assertEqual(kinds["under age"] + kinds["not eligible"], 433)
        for kind in ("no consent", "test record", "superseded"):
            self.assertGreater(kinds[kind], 0, kind)
        partial = [row for row in self.truth if row["disposition"] == "break-off"]
        self.assertTrue(all(row["ended_at"] for row in partial))
        self.assertGreater(len({row["ended_at"] for row in partial}), 30)
        hurdles = {row["ended_at"] for row in self.truth if row["disposition"] in ("under age", "not eligible")}
        self.assertEqual(len(hurdles), 5)

    def test_some_answers_are_untranslated(self):
        self.assertGreaterEqual(sum("u" in row.values() for row in self.complete), 9)

    def test_six_hundred_different_answers_and_none_too_often(self):
        answers = rows(STUDY / "sample" / "answers.csv")
        self.assertGreaterEqual(len({row["english"] for row in answers}), 600)
        self.assertEqual(len(answers), len({row["english"] for row in answers}))
        used = collections.Counter(text for upload in uploads_of_all() for text in english(upload, self.complete))
        self.assertGreaterEqual(len(used), 600)
        self.assertLessEqual(max(used.values()), 3)

    def test_half_of_the_planted_names_and_places_stand_in_no_list_of_the_program(self):
        sources = [path for folder in ("Sources", "Pipelines") for path in (ROOT / folder).rglob("*") if path.is_file()]
        lists = [path for path in sources if path.parent.name != "sample" and path.suffix not in (".model", ".filter")]
        known = set(re.findall(r"\w+", folded("\n".join(path.read_text(encoding="utf-8") for path in lists))))
        plants = [row for row in rows(STUDY / "sample" / "plants.csv") if row["slot"] in ("NAME", "PERSON2", "PLACE")]
        unknown = [row for row in plants if not set(re.findall(r"\w{4,}", folded(row["value"]))) <= known]
        self.assertGreaterEqual(2 * len(unknown), len(plants))

    def test_every_kind_of_identifier_is_planted_in_every_country_that_has_it(self):
        kinds = {(row["country"], row["kind"]) for row in rows(STUDY / "sample" / "plants.csv")}
        planted = {(row["upload"][:2], row["kind"]) for row in rows(SAMPLES / "truth" / "planted.csv")}
        self.assertGreater(len(kinds), 450)
        self.assertEqual(kinds - planted, set())

    def test_what_was_planted_stands_in_its_row_of_the_upload(self):
        tables = {path.relative_to(SAMPLES / "inbox").as_posix(): records(path) for path in uploads_of_all()}
        for row in rows(SAMPLES / "truth" / "planted.csv"):
            cells = "\n".join(tables[row["upload"]][int(row["row"]) - 1])
            self.assertTrue(row["value"] in cells, (row["upload"], row["row"], row["kind"]))

    def test_together_they_show_what_partners_send(self):
        kinds = {path.parent.name: path for path in uploads_of_all()}
        self.assertEqual((kinds["MD"].suffix, kinds["MX"].suffix), (".xlsx", ".sav"))
        self.assertEqual(kinds["PE"].read_bytes()[:2], b"\xff\xfe")
        self.assertEqual(kinds["BA"].read_bytes().decode().encode(), kinds["BA"].read_bytes())
        # It has bytes that stand for other letters in the Western encoding, and none that stands for nothing.
        albanian = kinds["AL"].read_bytes()
        self.assertGreater(sum(albanian.decode("cp1250").count(letter) for letter in "čćđ"), 100)
        self.assertRaises(UnicodeDecodeError, albanian.decode, "utf-8")

    def test_a_study_without_sample_files_has_samples_too(self):
        with tempfile.TemporaryDirectory() as folder:
            study = f"{folder}/bare"
            shutil.copytree(STUDY, study, ignore=shutil.ignore_patterns("sample"))
            done = weir("sample", study, "--rows", "60", "--seed", "1", "--out", f"{folder}/out")
            self.assertEqual(done.returncode, 0, done.stderr)
            run = weir("merge", study, "--inbox", f"{folder}/out/inbox", "--out", f"{folder}/set", "--demonstration")
            self.assertEqual(run.returncode, 0, run.stderr)


if __name__ == "__main__":
    unittest.main()
