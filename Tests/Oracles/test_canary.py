"""Nothing that the sampler planted, and no other respondent's value, is in anything that weir writes."""

import base64
import csv
import gzip
import re
import unicodedata

from weir_program import SAMPLES, STUDY, Night, current, merge, weir

# Shorter values, and bare numbers of up to four digits, occur by chance in digests, counts and codes.
SHORTEST = 5


def folded(text):
    """Lower case without marks, as a careless reader compares."""
    letters = text.replace("đ", "d").replace("Đ", "D").replace("ł", "l")
    return "".join(c for c in unicodedata.normalize("NFD", letters) if not unicodedata.combining(c)).casefold()


def planted():
    with open(SAMPLES / "truth" / "planted.csv", encoding="utf-8") as file:
        return sorted({row["value"] for row in csv.DictReader(file)})


def open_answers():
    """Originals and translations as they stand in the pool, cut at the slots where identifiers were put."""
    with open(STUDY / "sample" / "answers.csv", encoding="utf-8") as file:
        texts = [row[language] for row in csv.DictReader(file) for language in ("english", "original")]
    return sorted({part.strip() for text in texts for part in re.split(r"\{\w+\}|\n", text) if len(part.strip()) >= 25})


class Everything:
    """All bytes that a run wrote: files, inflated files, printed lines."""

    def __init__(self, out, *runs):
        blobs = [run.stdout.encode() + run.stderr.encode() for run in runs]
        for path in sorted(out.rglob("*")):
            if path.is_file() and not path.is_symlink():
                content = path.read_bytes()
                blobs += [content, gzip.decompress(content)] if content[:2] == b"\x1f\x8b" else [content]
                blobs.append(str(path.relative_to(out)).encode())
        self.raw = b"\n".join(blobs)
        self.folded = folded(self.raw.decode("utf-8", "replace"))

    def holds(self, value):
        if value.encode() in self.raw or value.encode("utf-16-le") in self.raw:
            return True
        if any(form in self.raw for form in base64_forms(value)):
            return True
        return folded(value) in self.folded


def base64_forms(value):
    """The value inside a base64 text, at each of the three alignments, without the characters that neighbours touch."""
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + value.encode())
        core = encoded[(4 if shift else 0) : len(encoded) // 4 * 4 - 4]
        if len(core) >= 8:
            yield core


class Canary(Night):
    def searched(self, values, definition):
        """Values long enough to be told from chance, and not wording of the instrument itself."""
        kept = [value for value in values if len(value) >= SHORTEST and not re.fullmatch(r"\d{1,4}", value)]
        return [value for value in kept if folded(value) not in definition]

    def definition(self):
        files = [path for path in STUDY.rglob("*") if path.is_file() and path.parent.name != "sample"]
        return folded("\n".join(path.read_text(encoding="utf-8") for path in files))

    def assert_clean(self, *runs):
        everything = Everything(self.out, *runs)
        definition = self.definition()
        names = self.searched(planted(), definition)
        texts = self.searched(open_answers(), definition)
        self.assertGreater(len(names), 1500)
        self.assertGreater(len(texts), 600)
        leaks = [value for value in names + texts if everything.holds(value)]
        self.assertEqual(len(leaks), 0, f"{len(leaks)} planted values were found")

    def test_a_good_night_writes_no_planted_value(self):
        run = merge(self.inbox, self.out, "--timings")
        self.assertEqual(run.returncode, 0)
        self.assert_clean(run, weir("verify", current(self.out)))

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
        run = merge(self.inbox, self.out)
        self.assertEqual(run.returncode, 3)
        self.assertIn("row ", run.stderr)
        self.assert_clean(run)

    def test_the_search_finds_what_is_there(self):
        """The test of the test: each form of a planted value is found when it is written."""
        value = planted()[len(planted()) // 2]
        for content in (
            value.encode(), folded(value).upper().encode(), base64.b64encode(b"xx" + value.encode() + b"yy"),
            gzip.compress(b"a" + value.encode()), value.encode("utf-16-le"),
        ):
            self.out.mkdir(exist_ok=True)
            (self.out / "leak").write_bytes(content)
            self.assertTrue(Everything(self.out).holds(value), content[:2])
