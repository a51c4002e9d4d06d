"""`weir review` and `weir lookup` on a terminal: what they show, what they keep, what they never write."""

import contextlib
import csv
import gzip
import json
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import unittest
import pathlib

from pseudo_terminal import Terminal
from test_canary import Everything
from weir_program import BESIDE_UPLOADS, SAMPLES, STUDY, WEIR, left_behind, uploads, weir

COUNTRY = "CO"


def complete_rows():
    """The rows of the country's sample that are merged, by the sampler's own account."""
    with open(SAMPLES / "truth" / "truth.csv", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return {int(row["row"]) for row in rows if row["country"] == COUNTRY and row["disposition"] == "complete"}


def translations():
    """Column of each translation, with the column of its original."""
    with open(STUDY / "crosswalks" / f"{COUNTRY}.csv", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    originals = {line["variable"]: line["source"] for line in lines if line["operation"] == "original"}
    return {
        line["source"]: (line["variable"], originals.get(line["variable"]))
        for line in lines if line["operation"] == "translation"}


def records():
    with open(uploads(COUNTRY)[0], encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def reviewable():
    """The answers a reviewer has to see: (variable, text) of merged rows, translated, each once."""
    found, merged = {}, complete_rows()
    for number, record in enumerate(records(), start=2):
        for source, (variable, original) in translations().items() if number in merged else ():
            text = record[source].strip(" ")
            untranslated = len(text.encode()) >= 12 and text == record.get(original, "").strip(" ")
            if text.strip() and not untranslated:
                found.setdefault((variable, text), number)
    return found


class Sitting(unittest.TestCase):
    """A folder with an inbox of one country, and reviewers at terminals."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        self.inbox = self.folder / "inbox"
        self.out = self.folder / "out"
        self.here = self.folder / "here"
        self.here.mkdir()
        shutil.copytree(SAMPLES / "inbox" / COUNTRY, self.inbox / COUNTRY, ignore=shutil.ignore_patterns(*BESIDE_UPLOADS))

    def review(self, *more, reviewer="Ana", **options):
        terminal = Terminal(
            "review", STUDY, "--inbox", self.inbox, "--out", self.out, "--demonstration", "--reviewer", reviewer, *more,
            folder=self.here, environment={"TMPDIR": str(self.here), "HOME": str(self.here), "XDG_CACHE_HOME": ""}, **options)
        self.addCleanup(terminal.close)
        terminal.wait(r"done \d+, left \d+")
        return terminal

    def quit(self, terminal):
        terminal.press("q")
        self.assertEqual(terminal.end(), 0)
        self.assertTrue(terminal.is_given_back)

    def decisions(self):
        with contextlib.closing(sqlite3.connect(self.out / "state" / STUDY.name / "ledger.sqlite")) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute("SELECT * FROM decision ORDER BY id")]

    def counts(self, terminal):
        return tuple(map(int, re.search(r"done (\d+), left (\d+)", terminal.screen[0]).groups()))


class ReviewOnATerminal(Sitting):
    def test_exactly_the_merged_and_translated_answers_are_left(self):
        terminal = self.review()
        self.assertEqual(self.counts(terminal), (0, len(reviewable())))
        self.quit(terminal)
        self.assertEqual(self.decisions(), [])
        self.assertIn(f"0 answers decided, {len(reviewable())} left", terminal.text)

    def test_decisions_are_kept_and_answers_are_not_shown_again(self):
        total = len(reviewable())
        terminal = self.review()
        first = re.search(r"row (\d+), column (\w+)", terminal.screen[1]).group()
        terminal.press("t")
        terminal.wait('attribution: "a worker"')
        terminal.press("a")
        terminal.wait(f"done 1, left {total - 1}")
        second = re.search(r"row (\d+), column (\w+)", terminal.screen[1]).group()
        terminal.press("w")
        terminal.wait(f"done 2, left {total - 2}")
        terminal.press("e" + "\x7f" * 2000 + "Worded anew by a person.")
        terminal.wait("Worded anew by a person")
        terminal.press("\r")
        terminal.wait(f"done 3, left {total - 3}")
        self.quit(terminal)
        kept = self.decisions()
        self.assertEqual([row["verdict"] for row in kept], ["masked", "withheld", "edited"])
        self.assertEqual([row["attribution"] for row in kept], ["role", "none", "none"])
        self.assertEqual(kept[2]["wording"], "Worded anew by a person.")
        self.assertEqual({row["reviewer"] for row in kept}, {"Ana"})
        again = self.review()
        self.assertEqual(self.counts(again), (3, total - 3))
        self.assertNotIn(first, again.screen[1])
        self.assertNotIn(second, again.screen[1])
        self.quit(again)

    def change_first_answer(self, change):
        """Changes the answer that is shown first, in the partner's file."""
        terminal = self.review()
        number, column = re.search(r"row (\d+), column (\w+)", terminal.screen[1]).groups()
        self.quit(terminal)
        path = uploads(COUNTRY, self.inbox)[0]
        text = weir("lookup", path, number, column, "--plain").stdout[:-1].replace('"', '""')
        self.assertGreater(len(text), 15)
        content = path.read_bytes().decode("utf-8")
        changed = content.replace(text, change(text))
        self.assertNotEqual(changed, content)
        path.write_bytes(changed.encode("utf-8"))

    def test_an_edited_letter_makes_an_answer_new(self):
        total = len(reviewable())
        path = uploads(COUNTRY, self.inbox)[0]
        before = path.read_bytes()
        self.change_first_answer(lambda text: text[:-1] + "!")
        after, _ = path.read_bytes(), path.write_bytes(before)
        terminal = self.review()
        terminal.press("w")
        terminal.wait(f"done 1, left {total - 1}")
        self.quit(terminal)
        path.write_bytes(after)
        changed = self.review()
        self.assertEqual(self.counts(changed), (0, total))
        self.quit(changed)
        path.write_bytes(before)
        back = self.review()
        self.assertEqual(self.counts(back), (1, total - 1))
        self.quit(back)

    def test_a_second_person_decides_again_and_the_history_stays(self):
        total = len(reviewable())
        terminal = self.review()
        terminal.press("a")
        terminal.wait(f"done 1, left {total - 1}")
        self.quit(terminal)
        other = self.review("--again", reviewer="Ilir")
        other.wait("decided: approved by Ana")
        other.press("w")
        other.wait("done 1")
        self.quit(other)
        kept = self.decisions()
        self.assertEqual([(row["reviewer"], row["verdict"]) for row in kept], [("Ana", "masked"), ("Ilir", "withheld")])
        self.assertEqual(len({row["answer"] for row in kept}), 1)

    def test_words_are_masked_with_the_arrow_keys(self):
        terminal = self.review()
        terminal.press("m\x1b[C")
        terminal.wait(r">\S+<")
        terminal.press(" ")
        terminal.wait(r"MASKED")
        terminal.press("\r")
        terminal.wait("a approve")
        terminal.press("a")
        terminal.wait("done 1")
        self.quit(terminal)
        masks = json.loads(self.decisions()[0]["masks"])
        self.assertIn("[MASKED]", [mask["word"] for mask in masks])

    def test_nothing_of_an_answer_is_written(self):
        """Of twenty answers approved, withheld or passed over, no text is in the state, the folder or the arguments."""
        terminal = self.review()
        shown = []
        for number in range(20):
            terminal.wait("done")
            shown.append(re.search(r"row (\d+), column (\w+)", terminal.screen[1]).groups())
            doubtful = any(line.startswith("masked: the machine withholds it") for line in terminal.screen)
            terminal.press(" " * 5 + ("w" if doubtful else "aws"[number % 3]))
            terminal.wait(r"(?s)^(?!.*row %s, column %s\b)" % shown[-1])
        self.quit(terminal)
        everything = Everything(self.folder / "out")
        self.assertEqual(everything.databases, 1)
        self.assertEqual(left_behind(self.here), [])
        texts = [text for _, text in reviewable() if len(text) >= 12]
        self.assertGreater(len(texts), 100)
        self.assertEqual([text for text in texts if everything.holds(text)], [])

    def test_the_terminal_is_given_back_on_signals(self):
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            terminal = self.review()
            self.assertFalse(terminal.is_given_back)
            terminal.send(number)
            self.assertEqual(terminal.end(), -number)
            self.assertTrue(terminal.is_given_back)
            self.assertTrue(terminal.output.rstrip().endswith(b"\x1b[?1049l"))

    def test_control_c_ends_like_q(self):
        terminal = self.review()
        terminal.press("\x03")
        self.assertEqual(terminal.end(), 0)
        self.assertTrue(terminal.is_given_back)

    def test_the_screen_follows_the_terminals_size(self):
        terminal = self.review()
        self.assertLessEqual(len(terminal.screen), 24)
        terminal.resize(120, 40)
        terminal.wait("─{110}")
        self.assertEqual(len(terminal.screen), 40)
        terminal.resize(30, 8)
        terminal.wait("Make the window larger")
        self.quit(terminal)

    def test_a_text_cannot_take_over_the_terminal(self):
        self.change_first_answer(lambda text: "\u202eWe need\u200b \x1b[2J\x1b]0;title\x07 time.")
        terminal = self.review()
        # What turns the direction was taken out before.
        frame = terminal.wait(re.escape("We need<U+200B> <U+001B>[2J<U+001B>]0;title<U+0007> time."))
        self.assertNotIn("\x1b]0", terminal.output.decode())
        self.assertNotIn("\u202e", frame)
        self.quit(terminal)


class ReviewRefused(Sitting):
    def test_without_a_terminal_nothing_is_shown(self):
        run = weir("review", STUDY, "--inbox", self.inbox, "--out", self.out, "--demonstration")
        self.assertEqual(run.returncode, 1)
        self.assertIn("here is none", run.stderr)
        self.assertEqual(run.stdout, "")

    def test_wrong_command_lines(self):
        base = ("review", STUDY, "--inbox", self.inbox)
        self.assertEqual(weir(*base, "--demonstration").returncode, 64)
        self.assertEqual(weir(*base, "--out", self.out, "--demonstration", "--reviewer", "a\x1bb").returncode, 64)
        terminal = Terminal(*base, "--out", self.out)
        self.addCleanup(terminal.close)
        self.assertEqual(terminal.end(), 5)

    def test_no_inbox_is_told_in_words(self):
        terminal = Terminal("review", STUDY, "--inbox", self.folder / "none", "--out", self.out, "--demonstration")
        self.addCleanup(terminal.close)
        self.assertEqual(terminal.end(), 1)
        self.assertIn("there is no inbox", terminal.text)


class Lookup(unittest.TestCase):
    def file(self, content, name="upload.csv"):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        path = pathlib.Path(holder.name) / name
        path.write_bytes(content)
        return path

    TABLE = 'ID,Comment,Comment\r\n1,"two\r\nlines",x\r\n2,"said ""no""",\u202ey\x1b[2J\r\n'

    def forms(self):
        yield self.TABLE.encode()
        yield self.TABLE.replace(",", "\t").encode("utf-16")
        yield gzip.compress(self.TABLE.replace(",", ";").encode("utf-8-sig"))

    def test_cells_are_found_as_a_spreadsheet_numbers_them(self):
        for content in self.forms():
            path = self.file(content)
            for row, column, text in ((1, "B", "Comment"), (2, "id", "1"), (2, "B", "two\r\nlines"), (3, "b", 'said "no"')):
                run = subprocess.run(
                    [WEIR, "lookup", path, str(row), column, "--plain"], capture_output=True, check=False)
                self.assertEqual((run.stdout.decode(), run.stderr), (text + "\n", b""))

    def test_every_cell_of_a_sample_is_found(self):
        with open(uploads(COUNTRY)[0], encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        for row, column in ((1, "A"), (2, "T"), (len(rows), "C")):
            place = ord(column) - ord("A")
            run = weir("lookup", uploads(COUNTRY)[0], row, column, "--plain")
            self.assertEqual(run.stdout, rows[row - 1][place] + "\n")
        run = weir("lookup", uploads(COUNTRY)[0], 3, "P13_EN", "--plain")
        self.assertEqual(run.stdout, rows[2][rows[0].index("P13_EN")] + "\n")

    def test_what_is_not_there_is_refused_in_a_sentence(self):
        path = self.file(self.TABLE.encode())
        for row, column, words in (
            (4, "A", "there is no row 4: the table has the rows 1 to 3"), (0, "A", "there is no row 0"),
            (2, "D", "the table has 3 columns, A to C"), (2, "nothing", "no such column"), (2, "", "no such column"),
            (2, "Comment", "2 columns have this header: B, C"),
        ):
            run = weir("lookup", path, row, column, "--plain")
            self.assertEqual((run.returncode, run.stdout), (1, ""), column)
            self.assertIn(words, run.stderr)
            self.assertEqual(len(run.stderr.strip().splitlines()), 1)
        run = weir("lookup", path.with_name("none.csv"), 1, "A", "--plain")
        self.assertEqual((run.returncode, run.stdout), (1, ""))
        self.assertIn("[file.missing]", run.stderr)

    def test_texts_do_not_end_up_in_logs_by_accident(self):
        path = self.file(self.TABLE.encode())
        run = weir("lookup", path, 2, "A")
        self.assertEqual((run.returncode, run.stdout), (1, ""))
        self.assertIn("--plain", run.stderr)

    def test_on_a_terminal_the_cell_is_shown_and_harmless(self):
        path = self.file(self.TABLE.encode())
        for more in ((), ("--plain",)):
            terminal = Terminal("lookup", path, 3, "C", *more)
            self.addCleanup(terminal.close)
            self.assertEqual(terminal.end(), 0)
            self.assertIn("row 3, column C", terminal.text)
            self.assertIn("<U+202E>y<U+001B>[2J", terminal.text)
            self.assertNotIn(b"\x1b[2J", terminal.output)


if __name__ == "__main__":
    unittest.main()
