"""Nothing that the sampler planted, and no other respondent's value, is in anything that weir writes."""

import base64
import contextlib
import csv
import gzip
import html
import io
import json
import os
import re
import shutil
import sqlite3
import unicodedata
import unittest
import urllib.parse

import refused
from weir_program import SAMPLES, STUDY, Night, current, left_behind, merge, weir, withholding

# Shorter values, and bare numbers of up to four digits, occur by chance in digests, counts and codes.
SHORTEST = 5
# Where scrubbed answers stand, in a data set and in a prepared part.
SCRUBBED = ("merged.csv.gz", "answers.bin")
# What somebody is, which may stay beside the mask.
TITLES = {"efendija", "mesuesja", "nascuta", "parintele", "sestra"}
LISTS = SAMPLES.parents[1] / "Sources" / "Lexicon" / "lists"


def folded(text):
    """Lower case without marks and with single blanks, as a careless reader compares."""
    letters = text.replace("đ", "d").replace("Đ", "D").replace("ł", "l")
    plain = "".join(c for c in unicodedata.normalize("NFD", letters) if not unicodedata.combining(c)).casefold()
    return " ".join(plain.split())


def planted():
    with open(SAMPLES / "truth" / "planted.csv", encoding="utf-8") as file:
        return sorted({row["value"] for row in csv.DictReader(file)})


def halves_of_names():
    """Every long word of a person's name: half a name left standing is a leak too. English words are left out, which may
    stand in an answer by themselves."""
    words = set((LISTS / "english-common.txt").read_text("utf-8").split()) | set((LISTS / "english.txt").read_text("utf-8").split())
    with open(SAMPLES / "truth" / "planted.csv", encoding="utf-8") as file:
        names = {row["value"] for row in csv.DictReader(file) if row["kind"].startswith("person-")}
    parts = {part for name in names for part in re.findall(r"[^\W\d_]{6,}", name)}
    return sorted(part for part in parts if folded(part) not in words | TITLES)


def source_ids():
    """What the platforms call the respondents, where it is long enough to be told from a count."""
    with open(SAMPLES / "truth" / "truth.csv", encoding="utf-8") as file:
        return sorted({row["source_id"] for row in csv.DictReader(file) if len(row["source_id"]) > 8})


def open_answers(language):
    """Originals or translations as they stand in the pool, cut at the slots where identifiers were put."""
    with open(STUDY / "sample" / "answers.csv", encoding="utf-8") as file:
        texts = [row[language] for row in csv.DictReader(file)]
    return sorted({part.strip() for text in texts for part in re.split(r"\{\w+\}|\n", text) if len(part.strip()) >= 25})


def decoded(text):
    """A text without the escapes of HTML, JSON, URLs and CSV, in which a value could hide."""
    text = html.unescape(text)
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
    text = urllib.parse.unquote(text, errors="replace")
    return text.replace('\\"', '"').replace("\\/", "/").replace('""', '"')


def database(path):
    """Every cell of a SQLite file, whole: a long one is cut into pieces in the file."""
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [row for name in tables for row in connection.execute(f'SELECT * FROM "{name}"')]
    return "\n".join(str(cell) for row in rows for cell in row).encode()


class Haystack:
    """Bytes or text in which thousands of values are looked for: those of which not even the start and the end occur are
    ruled out without reading all of it again."""

    def __init__(self, content):
        self.content = content
        self.parts = {content[start : start + SHORTEST] for start in range(len(content) - SHORTEST + 1)}

    def __contains__(self, value):
        return value[:SHORTEST] in self.parts and value[-SHORTEST:] in self.parts and value in self.content


class Everything:
    """All bytes that runs wrote: files with their names, what is packed inside them, printed lines."""

    def __init__(self, folder, *runs, without=(), only=None):
        blobs = [run.stdout.encode() + run.stderr.encode() for run in runs]
        self.databases = 0
        for path in sorted(folder.rglob("*")):
            blobs.append(str(path.relative_to(folder)).encode())
            if path.is_file() and not path.is_symlink() and path.name not in without and (only is None or path.name in only):
                blobs += self.contents(path)
        raw = b"\n".join(dict.fromkeys(blobs))
        text = raw.decode("utf-8", "replace")
        self.raw = Haystack(raw)
        self.text = Haystack(folded(text + "\n" + decoded(text)))

    def contents(self, path):
        content = path.read_bytes()
        yield content
        if content[:2] == b"\x1f\x8b":
            yield gzip.decompress(content)
        if content.startswith(b"SQLite format 3"):
            self.databases += 1
            yield database(path)

    def holds(self, value):
        if value.encode() in self.raw or value.encode("utf-16-le") in self.raw:
            return True
        if any(form in self.raw for form in base64_forms(value)):
            return True
        return folded(value) in self.text


def base64_forms(value):
    """The value inside a base64 text, at each of the three alignments, without the characters that neighbours touch."""
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + value.encode())
        core = encoded[(4 if shift else 0) : len(encoded) // 4 * 4 - 4]
        if len(core) >= 8:
            yield core


class Canary(Night):
    study = STUDY

    def searched(self, values, definition):
        """Values long enough to be told from chance, and not wording of the instrument itself."""
        kept = [value for value in values if len(value) >= SHORTEST and not re.fullmatch(r"\d{1,4}", value)]
        return [value for value in kept if folded(value) not in definition]

    def definition(self):
        # The scenarios' names pass in their own answers only, so they are no excuse anywhere else.
        files = [
            path for path in STUDY.rglob("*")
            if path.is_file() and path.parent.name != "sample" and path.name != "scenario-names.csv"]
        return folded("\n".join(path.read_text(encoding="utf-8") for path in files))

    def night(self, inbox, *more):
        """A run that leaves what it writes besides the data set and the state where this test sees it."""
        here = self.out / "here"
        here.mkdir(parents=True, exist_ok=True)
        run = merge(
            inbox, self.out, *more, study=self.study, folder=here, environment={"TMPDIR": str(here), "HOME": str(here), "XDG_CACHE_HOME": ""})
        self.assertEqual(left_behind(here), [])
        return run

    def assert_clean(self, *runs):
        # Scrubbed answers stand in the data set and in the prepared parts, and nowhere else.
        elsewhere, scrubbed = Everything(self.out, *runs, without=SCRUBBED), Everything(self.out, only=SCRUBBED)
        self.assertGreater(elsewhere.databases, 0)
        definition = self.definition()
        names = self.searched(planted() + source_ids(), definition)
        originals = self.searched(open_answers("original"), definition)
        texts = self.searched(open_answers("english"), definition)
        self.assertGreater(len(names), 2000)
        self.assertGreater(min(len(originals), len(texts)), 300)
        leaks = [value for value in names + originals if elsewhere.holds(value) or scrubbed.holds(value)]
        leaks += [value for value in texts if elsewhere.holds(value)]
        leaks += [value for value in self.searched(halves_of_names(), definition) if scrubbed.holds(value)]
        self.assertEqual(len(leaks), 0, f"{len(leaks)} planted values were found")

    def test_a_good_night_writes_no_planted_value(self):
        run = self.night(self.inbox, "--timings")
        self.assertEqual(run.returncode, 0)
        self.assert_clean(run, weir("verify", current(self.out)))

    def test_a_study_that_withholds_answers_writes_no_planted_value(self):
        self.study = withholding(self.folder)
        run = self.night(self.inbox, "--timings")
        self.assertEqual(run.returncode, 0)
        self.assert_clean(run, weir("verify", current(self.out)))

    def test_refused_uploads_write_no_planted_value(self):
        """All defects at once, over a good night's memory, then one alone, as its partner would be told of it: every eighth,
        and each with ALL=1."""
        runs = [self.night(self.inbox), self.night(SAMPLES / "refused")]
        for number, defect in enumerate(refused.DEFECTS[:: 1 if os.environ.get("ALL") else 8]):
            inbox = self.folder / str(number)
            (inbox / defect.file).parent.mkdir(parents=True)
            shutil.copy(SAMPLES / "refused" / defect.file, inbox / defect.file)
            runs.append(merge(inbox, self.out / str(number)))
            self.assertTrue(defect.note or f"[{defect.code}]" in runs[-1].stderr, defect.file)
        self.assert_clean(*runs)

    def test_a_bad_night_writes_no_planted_value(self):
        """Columns are shifted, so that open text and identifiers stand where answers and ids are expected."""
        for country in ("AL", "CO"):
            path = self.upload(country)
            lines = path.read_bytes().split(b"\r\n")
            lines[3:] = [b",".join(line.split(b",")[1:] + line.split(b",")[:1]) for line in lines[3:]]
            path.write_bytes(b"\r\n".join(lines))
        for country, name in (("BA", "Sabina.csv"), ("MD", "old.csv")):
            content = self.upload(country).read_bytes()
            (self.inbox / country / name).write_bytes(content[: len(content) * 2 // 3])
        run = self.night(self.inbox)
        self.assertEqual(run.returncode, 3)
        self.assertIn("row ", run.stderr)
        self.assert_clean(run)

    def test_the_search_finds_what_is_there(self):
        """The test of the test: each form of a planted value is found wherever it is written."""
        value = 'Ajdemina Krupovčić, 41°01\'18.1"N & Đulići'
        line = io.StringIO()
        csv.writer(line).writerow(["1", value, "2"])
        forms = {
            "raw": value, "folded": folded(value).upper(), "base64": base64.b64encode(f"xx{value}yy".encode()).decode(),
            "cell": line.getvalue(), "json": json.dumps({"a": value}), "html": f"<p>{html.escape(value)}</p>",
            "url": urllib.parse.quote(value), "wrapped": value.replace(" ", "\n  "),
        }
        for name, text in forms.items():
            for packing in (str.encode, lambda text: gzip.compress(text.encode())):
                self.assert_found(value, name, lambda path: path.write_bytes(packing(text)))
            self.assert_found(value, name, lambda path: self.store(path, text))
        self.assert_found(value, "utf-16", lambda path: path.write_bytes(value.encode("utf-16-le")))
        self.assert_found("Krupovčić", "name", lambda path: path.with_name("Krupovčić.csv").touch())
        self.assertFalse(Everything(self.folder / "leaks").holds(value))

    def store(self, path, text):
        """A cell of a database that is longer than one of its pages."""
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE note (text)")
            connection.execute("INSERT INTO note VALUES (?)", ("." * 4030 + " " + text + " " + "." * 4000,))
            connection.commit()

    def assert_found(self, value, name, leak):
        folder = self.folder / "leaks"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        leak(folder / "leak")
        self.assertTrue(Everything(folder).holds(value), name)
        shutil.rmtree(folder)
        folder.mkdir()


if __name__ == "__main__":
    unittest.main()
