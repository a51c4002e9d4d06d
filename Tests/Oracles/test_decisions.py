"""What people decided in `weir review` is in the next night's data set, and nowhere else. The decisions are written here
from outside, under a keyed hash of our own making; what the data set must hold is worked out from the upload alone."""

import collections
import contextlib
import csv
import gzip
import hashlib
import hmac
import json
import pathlib
import sqlite3

from test_review import COUNTRY, complete_rows, records, reviewable, translations
from weir_program import Night, STUDY, current, merge, weir, withholding


def answer_key():
    """The public sample key for open answers: HKDF-SHA-256 (RFC 5869) with one block."""
    secret = hashlib.sha256(b"weir public sample key for pseudonyms: never for real data").digest()
    extracted = hmac.digest(bytes(32), secret, "sha256")
    return hmac.digest(extracted, b"weir open answers 1\x01", "sha256")


def name(variable, text, country=COUNTRY):
    """An answer's name in the ledger."""
    return hmac.digest(answer_key(), f"{variable}\0{country}\0{text}".encode(), "sha256").hex()


def answers():
    """Each answer of a merged row that a person can decide on: (variable, text), as often as it is given."""
    merged, shown = complete_rows(), reviewable()
    for number, record in enumerate(records(), start=2):
        for source, (variable, _) in translations().items() if number in merged else ():
            if (variable, record[source].strip(" ")) in shown:
                yield variable, record[source].strip(" ")


class DecisionsInTheDataSet(Night):
    study = STUDY

    def state(self):
        return self.out / "state" / STUDY.name

    def decide(self, decisions):
        """Writes decisions as a reviewer's sitting does: (name, verdict, masks or wording)."""
        with contextlib.closing(sqlite3.connect(self.state() / "ledger.sqlite")) as ledger, ledger:
            for answer, verdict, content in decisions:
                ledger.execute(
                    "INSERT INTO decision (answer, country, verdict, masks, wording, attribution, reviewer, decided, seconds)"
                    " VALUES (?, ?, ?, ?, ?, 'role', 'Zubrica', '2021-06-01 10:00:00.000', 5)",
                    (answer, COUNTRY, verdict, content if verdict == "masked" else None,
                     content if verdict == "edited" else None))

    def night(self):
        run = merge(self.inbox, self.out, study=self.study)
        self.assertIn(run.returncode, (0, 3, 9), run.stderr)
        return current(self.out).resolve()

    def columns(self):
        """The texts of each open question in this country's rows, as often as they stand there."""
        with gzip.open(current(self.out) / "data" / "merged.csv.gz", "rt", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        texts = {variable: collections.Counter() for variable, _ in translations().values()}
        for row in rows:
            for variable, counter in texts.items():
                if row[variable]:
                    counter[row[variable]] += 1
        return texts

    def provenance(self):
        lines = (current(self.out) / "provenance.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def test_exactly_the_decided_answers_are_delivered(self):
        self.study = withholding(self.folder)
        before = self.night()
        self.assertEqual({sum(counter.values()) for counter in self.columns().values()}, {0})
        wording, decisions = {}, []
        for index, (variable, text) in enumerate(sorted(set(answers()))):
            if index % 5 == 0 and text[:3].isalpha() and len(text) > 6:
                decisions.append((name(variable, text), "masked", json.dumps([{"start": 3, "end": len(text), "word": "[X]"}])))
                wording[variable, text] = (text[:3] + "[X]", "approved")
            elif index % 5 == 1:
                decisions.append((name(variable, text), "edited", f"Worded anew, ë number {index}."))
                wording[variable, text] = (f"Worded anew, ë number {index}.", "edited")
            elif index % 5 == 2:
                decisions.append((name(variable, text), "withheld", None))
                wording[variable, text] = (None, "withheld")
            elif index % 5 == 3:  # Of these no letter is the same, or the question or country is another one.
                other = [name(variable, text + "."), name(variable, text.upper()), name("scn_x", text), name(variable, text, "AL")]
                decisions += [(answer, "edited", "Not here.") for answer in other if text.upper() != text]
        self.decide(decisions)
        after = self.night()
        self.assertNotEqual(before.name, after.name)
        expected = {variable: collections.Counter() for variable, _ in translations().values()}
        counts = collections.defaultdict(collections.Counter)
        for variable, text in answers():
            text, verdict = wording.get((variable, text), (None, None))
            counts[variable][verdict] += 1
            if text:
                expected[variable][text] += 1
        self.assertGreater(sum(map(len, expected.values())), 20)
        self.assertEqual(self.columns(), expected)
        # Told by question. Interviews that are not merged may hold the same words, so there may be more.
        told = {line["variable"]: line["counts"] for line in self.provenance() if line["kind"] == "review"}
        self.assertEqual(set(told), {variable for variable, _ in wording})
        for variable, verdicts in told.items():
            for verdict, count in verdicts.items():
                self.assertGreaterEqual(count, counts[variable][verdict])
        total = next(line["counts"] for line in self.provenance() if line.get("stage") == "redact")
        self.assertEqual(total["decided by a person"], sum(sum(verdicts.values()) for verdicts in told.values()))
        report = (after / "documentation" / "report.html").read_text(encoding="utf-8")
        self.assertIn("Open answers that people decided on", report)
        self.assertEqual(weir("verify", after).returncode, 0)
        self.assertFalse(any(b"Zubrica" in path.read_bytes() for path in after.rglob("*") if path.is_file()))
        self.same_again(after)

    def same_again(self, folder):
        """Another night without anything new leaves every byte, and the times, as they are."""
        before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}
        self.assertEqual(self.night(), folder)
        self.assertEqual(
            before, {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()})

    def test_an_edited_letter_falls_back_to_the_machine(self):
        self.night()
        plain = self.columns()
        variable, text = next(
            (variable, text) for variable, text in sorted(set(answers()))
            if plain[variable][text] and len(text) > 40 and text.endswith(".") and '"' not in text)
        self.decide([(name(variable, text), "edited", "Worded anew.")])
        self.night()
        decided = self.columns()
        self.assertEqual(decided[variable]["Worded anew."], plain[variable][text])
        self.assertEqual(decided[variable][text], 0)
        path = self.upload(COUNTRY)
        path.write_bytes(path.read_bytes().replace(text.encode(), text[:-1].encode() + b"!"))
        self.night()
        changed = self.columns()
        self.assertEqual(changed[variable]["Worded anew."], 0)
        self.assertEqual(changed[variable][text[:-1] + "!"], plain[variable][text])

    def test_lines_of_the_words_that_do_not_count_are_told(self):
        self.keep(COUNTRY)
        self.assertEqual(merge(self.inbox, self.out).returncode, 3)
        words = self.out / "state" / STUDY.name / "words.txt"
        words.write_text("nikogovic\r\nhelpline3\r\n\r\ntwo words\r\n", encoding="utf-8")
        run = merge(self.inbox, self.out)
        self.assertIn("words.txt has lines that do not count, because they are no single word of letters: 2, 4", run.stdout)
        self.assertNotIn("helpline", run.stdout + run.stderr)
        # It is told as soon as it is so, and no longer.
        words.write_text("nikogovic\n", encoding="utf-8")
        self.assertNotIn("words.txt", merge(self.inbox, self.out).stdout)
        words.write_text("nikogovic\nhelpline3\n", encoding="utf-8")
        self.assertIn("letters: 2", merge(self.inbox, self.out).stdout)

    def test_a_word_of_the_study_reaches_the_data_set_by_the_next_night(self):
        path = self.upload(COUNTRY)
        variable, text = next(pair for pair in sorted(set(answers())) if len(pair[1]) > 60 and '"' not in pair[1])
        path.write_bytes(path.read_bytes().replace(text.encode(), b"We depend on Qwzrtamela and not on Arjana."))
        before = self.night()
        self.assertEqual(self.columns()[variable]["We depend on Qwzrtamela and not on [PERSON 2]."], 0)
        pathlib.Path(self.state() / "words.txt").write_text("arjana\nqwzrtamela\n", encoding="utf-8")
        after = self.night()
        self.assertNotEqual(before, after)
        self.assertGreater(self.columns()[variable]["We depend on Qwzrtamela and not on [PERSON 2]."], 0)
