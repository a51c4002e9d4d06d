"""`weir redact` with a study's rules, and its explanations: what they say is so, and they show no word that is masked."""

import csv
import gzip
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from weir_program import ROOT, STUDY, WEIR, current, merge, uploads, weir

GOLD = ROOT / "Tests" / "Cases" / "redaction" / "to-build-on.jsonl"
FOUND = re.compile(r"^    (\d+)-(\d+)  ([^:]+): (.+); (.+)$")
STAYS = re.compile(r'^    (\d+)-(\d+)  stays: "(.*)", (.+)$')


def redact(lines, *options):
    run = subprocess.run(
        [WEIR, "redact", *map(str, options)], input="".join(line + "\n" for line in lines), capture_output=True, text=True,
        check=False)
    if run.returncode:
        raise AssertionError(run.stderr)
    return run.stdout.split("\n")[:-1]


def gold():
    with open(GOLD, encoding="utf-8") as file:
        return [json.loads(line)["text"].replace("\n", " ").replace("\r", " ") for line in file]


def explained(lines, *options):
    """The paragraphs of an explanation: (scrubbed line, sentences below it)."""
    paragraphs = []
    for line in redact(lines, "--explain", *options):
        if line.startswith("    "):
            paragraphs[-1][1].append(line)
        else:
            number, text = line.split(": ", 1) if ": " in line else (line.rstrip(":"), "")
            paragraphs.append((text, []))
            assert int(number) == len(paragraphs), line[:20]
    return paragraphs


class Folder(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)


class WithAStudy(Folder):
    ELIRA = "I would talk to Elira first, she is 13 years old."

    def test_without_a_study_everything_is_masked(self):
        line, = redact([self.ELIRA])
        self.assertRegex(line, r"^I would talk to \[PERSON 1\] first, she is \[AGE\]")

    def test_the_policy_holds(self):
        line, = redact([self.ELIRA], "--study", STUDY)
        self.assertRegex(line, r"^I would talk to \[PERSON 1\] first, she is \[AGE 10-14\]")
        study = pathlib.Path(shutil.copytree(STUDY, self.folder / STUDY.name))
        pipeline = study / "pipeline.yaml"
        text = pipeline.read_text(encoding="utf-8")
        changed = text.replace("{age: generalise, date: generalise}", "{age: keep, phone: withhold}")
        self.assertNotEqual(text, changed)
        pipeline.write_text(changed, encoding="utf-8")
        lines = redact([self.ELIRA, "Call 069 234 5678 now."], "--study", study)
        self.assertEqual(lines, ["I would talk to [PERSON 1] first, she is 13 years old.", "[WITHHELD]"])
        objects = [json.loads(line) for line in redact([self.ELIRA, "Call 069 234 5678 now."], "--study", study, "--json")]
        self.assertEqual([span["kind"] for span in objects[0]["spans"]], ["person"])
        self.assertEqual((objects[1]["withheld"], objects[1]["spans"]), ("policy", []))
        kept, withheld = explained([self.ELIRA, "Call 069 234 5678 now."], "--study", study)
        self.assertTrue(any(line.endswith("stays, as the study's policy says") for line in kept[1]), kept)
        self.assertEqual(withheld[0], "[WITHHELD]")
        self.assertEqual(withheld[1][-1], "    withheld: the study's policy says so")

    def test_scenario_names_pass_in_their_country_and_question_only(self):
        for options, passes in (
            (("AL", "scn_a_steps"), True), (("al", "scn_a_steps"), True), (("AL", "scn_b_steps"), False),
            (("BA", "scn_a_steps"), False), (None, False),
        ):
            more = ("--country", options[0], "--variable", options[1]) if options else ()
            line, = redact([self.ELIRA], "--study", STUDY, *more)
            self.assertEqual("Elira" in line, passes, options)

    def test_the_studys_words_pass_when_its_memory_is_named(self):
        state = self.folder / "state"
        state.mkdir()
        (state / "words.txt").write_text("qwzrtamela\nelira\n", encoding="utf-8")
        text = "The qwzrtamela is good, Elira said."
        self.assertNotIn("qwzrtamela", redact([text], "--study", STUDY)[0])
        line, = redact([text], "--study", STUDY, "--state", state)
        self.assertIn("The qwzrtamela is good, [PERSON", line)
        self.assertNotIn("Elira", line)

    def test_lines_are_scrubbed_as_the_merge_scrubs_answers(self):
        """Every answer of a data set is what the filter makes of the upload's cell, given country and question."""
        study = STUDY
        inbox = self.folder / "inbox" / "CO"
        inbox.mkdir(parents=True)
        upload = uploads("CO")[0]
        (inbox / upload.name).write_bytes(upload.read_bytes())
        self.assertIn(merge(inbox.parent, self.folder / "out", study=study).returncode, (0, 3))
        with gzip.open(current(self.folder / "out") / "data" / "merged.csv.gz", "rt", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        with open(study / "crosswalks" / "CO.csv", encoding="utf-8") as file:
            columns = {line["variable"]: line["source"] for line in csv.DictReader(file) if line["operation"] == "translation"}
        with open(upload, encoding="utf-8-sig", newline="") as file:
            records = list(csv.DictReader(file))
        compared = 0
        for variable, column in sorted(columns.items()):
            cells = sorted({record[column].strip(" ") for record in records} - {""})
            cells = [re.sub(r"\r\n?|\n", " ", cell) for cell in cells]  # As the data set writes them.
            options = ("--study", study, "--country", "CO", "--variable", variable)
            scrubbed = set(redact(cells, *options)) if cells else set()
            for row in rows:
                if row[variable] and "'" != row[variable][0]:
                    self.assertIn(row[variable], scrubbed)
                    compared += 1
        self.assertGreater(compared, 100)

    def test_wrong_command_lines(self):
        for options in (
            ("--country", "AL", "--variable", "scn_a_steps"), ("--state", "x"), ("--json", "--explain"),
            ("--study", STUDY, "--country", "AL"), ("--study", STUDY, "--variable", "scn_a_steps"),
            ("--study", STUDY, "--country", "Albania", "--variable", "scn_a_steps"),
        ):
            self.assertEqual(weir("redact", *options).returncode, 64, options)
        for options, status, words in (
            (("--study", "/nowhere"), 4, "there is no folder"),
            (("--study", STUDY, "--state", "/nowhere"), 1, "there is no folder /nowhere"),
            (("--study", STUDY, "--country", "DE", "--variable", "scn_a_steps"), 1, "but AL, BA, CO, MD, MX, PE"),
            (("--study", STUDY, "--country", "AL", "--variable", "resp_gender"), 1, "no open question"),
        ):
            run = weir("redact", *options)
            self.assertEqual((run.returncode, run.stdout), (status, ""), options)
            self.assertIn(words, run.stderr)
            self.assertEqual(len(run.stderr.strip().splitlines()), 1)

    def test_nothing_is_made_where_the_memory_should_be(self):
        state = self.folder / "state"
        weir("redact", "--study", STUDY, "--state", state)
        self.assertFalse(state.exists())


class Explanations(Folder):
    def test_they_agree_with_the_objects_and_show_nothing_masked(self):
        """Over all marked answers: places and masks are those of --json, and each word shown stands in the output."""
        texts = gold()
        paragraphs, objects = explained(texts), [json.loads(line) for line in redact(texts, "--json")]
        self.assertEqual(len(paragraphs), len(texts))
        stays = 0
        for text, (shown, sentences), scrubbed in zip(texts, paragraphs, objects, strict=True):
            self.assertEqual(shown, scrubbed["text"])
            found = [FOUND.match(line) for line in sentences if not STAYS.match(line)]
            if scrubbed.get("withheld"):
                self.assertTrue(sentences[0].startswith("    withheld: "))
                continue
            if not scrubbed["spans"] and len(found) == 1:
                self.assertEqual(sentences, ["    nothing was found"])
                continue
            self.assertEqual(
                [(int(match[1]), int(match[2]), match[5]) for match in found],
                [(span["start"], span["end"], "replaced by " + span["mask"]) for span in scrubbed["spans"]])
            for match in filter(None, map(STAYS.match, sentences)):
                start, end, word = int(match[1]), int(match[2]), match[3]
                self.assertEqual(text[start:end], word)
                self.assertIn(word, scrubbed["text"])
                self.assertFalse(any(start < span["end"] and span["start"] < end for span in scrubbed["spans"]))
                stays += 1
        self.assertGreater(stays, 100)

    def test_reasons_are_plain_words(self):
        (_, found), (_, nothing), (withheld, _) = explained(
            ["Mrs Elira met Qwzrtamela in Mexico, may call 069 234 5678 in 3 weeks.", "it is fine", "x"])
        sentences = "\n".join(found)
        for words in ("person: ", "no list knows it, so it may be a name; replaced by [PERSON", "phone: ",
                      'stays: "Mexico", a country, a public body or the like', 'stays: "3", a number that points to nobody'):
            self.assertIn(words, sentences)
        self.assertEqual(nothing, ["    nothing was found"])
        self.assertEqual(withheld, "x")

    def test_the_studys_names_and_words_are_told_apart(self):
        (self.folder / "words.txt").write_text("qwzrtamela\n", encoding="utf-8")
        (_, sentences), = explained(
            ["Elira likes the qwzrtamela."], "--study", STUDY, "--state", self.folder, "--country", "AL", "--variable",
            "scn_a_steps")
        self.assertEqual(sentences, [
            '    0-5  stays: "Elira", a name of the question\'s own scenario',
            '    16-26  stays: "qwzrtamela", a word of the study\'s own list'])

    def test_broken_text_is_told_and_a_terminal_obeys_nothing(self):
        run = subprocess.run(
            [WEIR, "redact", "--explain"], input=b"Ana \xff\nit is \x1b[2J fine\nlast", capture_output=True, check=True)
        self.assertEqual(run.stdout.decode().splitlines()[:2], ["1: [WITHHELD]", "    withheld: its bytes are no UTF-8 text, or letters of it are lost"])
        self.assertIn(b"2: it is <U+001B>[2J fine\n", run.stdout)
        self.assertNotIn(b"\x1b", run.stdout)
        self.assertIn(b"3: last\n", run.stdout)


if __name__ == "__main__":
    unittest.main()
