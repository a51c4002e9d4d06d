"""`weir evaluate redact` counts as an independent scorer does, refuses what it cannot read, and tells no text."""

import collections
import json
import math
import re
import runpy
import subprocess
import tempfile
import unittest

from weir_program import ROOT, WEIR, weir

GOLD = ROOT / "Tests" / "Cases" / "redaction"
BUILD_ON = GOLD / "to-build-on.jsonl"
FIGURES = runpy.run_path(str(ROOT / "Tests" / "Performance" / "figures"))
QUASI = {"place", "org", "date", "age"}


def answers(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def scrubbed(texts):
    done = subprocess.run(
        [WEIR, "redact", "--json"], input="\n".join(texts) + "\n", capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def score(gold):
    """The figures by name, the misses: counted from what the filter prints, by code points."""
    counts = collections.defaultdict(lambda: [0, 0])
    misses = []

    def add(name, is_so):
        counts[name][0] += bool(is_so)
        counts[name][1] += 1

    for answer, result in zip(gold, scrubbed([answer["text"] for answer in gold]), strict=True):
        text = answer["text"]
        masks = [set(range(span["start"], span["end"])) for span in result["spans"]]
        covered = set(range(len(text))) if result.get("withheld") else set().union(*masks)
        marked = set()
        leaks = len(misses)
        for span in answer["spans"]:
            place = range(span["start"], span["end"])
            marked |= set(place)
            is_masked = all(at in covered for at in place if text[at].isalnum())
            if not is_masked:
                misses.append((answer["id"], span["kind"], span["start"], span["end"]))
            for name in ("mentions fully masked", span["kind"], answer["country"],
                         "quasi-identifiers" if span["kind"] in QUASI else "direct identifiers"):
                add(name, is_masked)
        for mask in masks:
            add("masks that touch a mention", mask & marked)
        whole = True
        for word in re.finditer(r"\w+", text):
            place = set(range(*word.span()))
            if place & marked:
                continue
            add("harmless words kept", not place & covered)
            whole = whole and not place & covered
        if answer["spans"]:
            add("answers with no leak", len(misses) == leaks)
        else:
            add("harmless answers untouched", whole)
        add("answers withheld", "withheld" in result)
    return {name: tuple(pair) for name, pair in counts.items()}, misses


def evaluated(path):
    return json.loads(weir("evaluate", "redact", "--gold", path, "--json").stdout)


def line(text="Call Ana", **fields):
    return json.dumps({"id": "x", "country": "AL", "text": text, "spans": [], **fields}, ensure_ascii=False)


class Evaluate(unittest.TestCase):
    def file(self, *lines):
        holder = tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8")
        self.addCleanup(holder.close)
        holder.write("".join(line + "\n" for line in lines))
        holder.flush()
        return holder.name

    def test_counts_and_misses_are_those_of_the_filter(self):
        counts, misses = score(answers(BUILD_ON))
        figures = evaluated(BUILD_ON)
        rows = figures["figures"] + figures["kinds"] + figures["countries"]
        self.assertEqual({row["name"]: (row["count"], row["total"]) for row in rows}, counts)
        self.assertEqual(
            [(miss["id"], miss["kind"], miss["start"], miss["end"]) for miss in figures["misses"]], misses)
        self.assertEqual(figures["answers"], 800)

    def test_bounds_are_where_the_score_test_turns(self):
        for row in evaluated(BUILD_ON)["figures"]:
            share = row["count"] / row["total"]
            for bound in (row["lower"] / 100, row["upper"] / 100):
                if 1e-9 < bound < 1 - 1e-9:
                    z = abs(share - bound) / math.sqrt(bound * (1 - bound) / row["total"])
                    self.assertAlmostEqual(z, 1.95996, 3, row)

    def test_other_spellings_of_a_span_count_the_same(self):
        place = {"start": 5, "end": 8}
        path = self.file(
            line(spans=[{**place, "kind": "person"}]), line(spans=[{**place, "type": "PERSON"}]),
            line(spans=[{**place, "label": "Person"}]), line(spans=[[5, 8, "person"]]), "",
            json.dumps({"text": "Call Ana", "spans": [[5, 8, "badge"]]}))
        figures = evaluated(path)
        kinds = {row["name"]: row["total"] for row in figures["kinds"]}
        self.assertEqual(kinds, {"person": 4, "badge": 1})
        self.assertEqual({row["name"]: row["total"] for row in figures["countries"]}, {"AL": 4, "unknown": 1})
        self.assertEqual({row["name"]: row["total"] for row in figures["figures"]}["direct identifiers"], 5)

    def test_places_are_code_points_and_every_letter_counts(self):
        text = "😀 e\u0301 ask hello Ana, Ćamil"
        start = text.index("hello")
        figures = evaluated(self.file(line(text, spans=[[start, start + 9, "person"], [start + 11, len(text), "person"]])))
        self.assertEqual([(miss["start"], miss["end"]) for miss in figures["misses"]], [(start, start + 9)])

    def test_lines_that_cannot_be_used_are_refused_by_number(self):
        secret = "Qzxanthippe"
        bad = ["{", "[]", line(spans=[[5, 99, "person"]]), line(spans=[[5, 5, "person"]]), line(spans=[{"start": 5}]),
               line(spans=[[-1, 3, "person"]]), json.dumps({"text": secret}), json.dumps({"spans": []})]
        run = weir("evaluate", "redact", "--gold", self.file(line(), *bad, line()))
        self.assertEqual(run.returncode, 1)
        self.assertEqual(run.stdout, "")
        self.assertEqual([int(n) for n in re.findall(r", line (\d+): ", run.stderr)], list(range(2, 10)))
        self.assertNotIn(secret, run.stderr)

    def test_a_file_that_is_not_there_is_told_in_a_sentence(self):
        run = weir("evaluate", "redact", "--gold", "/nowhere.jsonl")
        self.assertEqual((run.returncode, run.stdout), (1, ""))
        self.assertEqual(len(run.stderr.splitlines()), 1)

    def test_texts_are_printed_only_when_asked_for(self):
        path = self.file(line("we know hello quite well", spans=[[8, 13, "person"]]))
        self.assertIn("  x  person  8-13\n", weir("evaluate", "redact", "--gold", path).stdout)
        self.assertNotIn("hello", weir("evaluate", "redact", "--gold", path).stdout)
        self.assertNotIn("hello", weir("evaluate", "redact", "--gold", path, "--json").stdout)
        self.assertIn("we know »hello« quite well", weir("evaluate", "redact", "--gold", path, "--show").stdout)
        self.assertEqual(weir("evaluate", "redact", "--gold", path, "--show", "--json").returncode, 64)

    def test_an_empty_file_has_no_shares(self):
        run = weir("evaluate", "redact", "--gold", self.file())
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("0 answers", run.stdout)


class Gold(unittest.TestCase):
    """The marked answers are what their README says."""

    def test_the_parts_share_nothing_and_are_large_enough(self):
        parts = [answers(GOLD / name) for name in ("to-build-on.jsonl", "held-out.jsonl")]
        hard = answers(GOLD / "hard.jsonl")
        whole = [answer for part in parts for answer in part]
        for key in ("id", "text"):
            self.assertEqual(len({answer[key] for answer in whole + hard}), len(whole + hard))
        direct = [span for answer in whole for span in answer["spans"] if span["kind"] not in QUASI]
        self.assertGreaterEqual(len(whole), 800)
        self.assertGreaterEqual(len(direct), 600)
        later, haste = answers(GOLD / "later.jsonl"), answers(GOLD / "in-haste.jsonl")
        told = re.findall(r"^\| `(\S+\.jsonl)` \| ([\d,]+) \|", (GOLD / "README.md").read_text(encoding="utf-8"), re.M)
        self.assertEqual(told, [
            ("to-build-on.jsonl", str(len(parts[0]))), ("held-out.jsonl", str(len(parts[1]))),
            ("hard.jsonl", str(len(hard))), ("later.jsonl", f"{len(later):,}"), ("in-haste.jsonl", str(len(haste)))])
        self.assertFalse({answer["text"] for answer in later + haste} & {answer["text"] for answer in whole})
        taught = [answer["text"] for file in (GOLD / "to-train-on").glob("*.jsonl") for answer in answers(file)]
        self.assertFalse({answer["text"] for answer in parts[1]} & set(taught), "a held-out answer is trained on")
        self.assertIn(f"| `to-train-on/` | {len(taught):,} |", (GOLD / "README.md").read_text(encoding="utf-8"))
        self.assertTrue(all(answer["spans"] for answer in hard))
        self.assertEqual({answer["country"] for answer in hard}, {"AL", "BA", "CO", "MD", "MX", "PE"})
        for part in parts:
            self.assertEqual({answer["country"] for answer in part}, {"AL", "BA", "CO", "MD", "MX", "PE"})
            without = sum(not answer["spans"] for answer in part) / len(part)
            self.assertAlmostEqual(without, 1 / 3, delta=0.02)

    def test_later_answers_are_taught_nowhere(self):
        later = {answer["text"] for name in ("later.jsonl", "in-haste.jsonl") for answer in answers(GOLD / name)}
        taught = [GOLD / "to-build-on.jsonl", GOLD / "hard.jsonl", *(GOLD / "to-train-on").glob("*.jsonl")]
        self.assertFalse(later & {answer["text"] for file in taught for answer in answers(file)})

    def test_later_answers_are_read_as_well_as_the_held_out_ones(self):
        shares = {row["name"]: row["count"] / row["total"] for row in evaluated(GOLD / "later.jsonl")["figures"]}
        self.assertGreaterEqual(shares["mentions fully masked"], 0.99)
        self.assertGreaterEqual(shares["direct identifiers"], 0.995)
        self.assertGreaterEqual(shares["answers with no leak"], 0.98)
        self.assertGreaterEqual(shares["harmless answers untouched"], 0.96)

    def test_answers_typed_in_haste_keep_nearly_nothing(self):
        shares = {row["name"]: row["count"] / row["total"] for row in evaluated(GOLD / "in-haste.jsonl")["figures"]}
        self.assertGreaterEqual(shares["mentions fully masked"], 0.98)
        self.assertGreaterEqual(shares["direct identifiers"], 0.99)
        self.assertGreaterEqual(shares["answers with no leak"], 0.97)
        self.assertGreaterEqual(shares["harmless answers untouched"], 0.82)

    def test_the_readmes_table_is_the_programs(self):
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        self.assertEqual(FIGURES["between"](readme)[1], FIGURES["table"](WEIR), "run 'make figures'")


if __name__ == "__main__":
    unittest.main()
