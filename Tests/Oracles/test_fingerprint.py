"""Wording that differs from the fielded one is told by question, in the check and in the merge alike."""

import csv
import json
import pathlib
import tempfile
import unittest

import layouts
from refused import codes_and_texts as both
from weir_program import weir


class Fingerprints(unittest.TestCase):
    """A study whose crosswalk goes by the questions' codes; the export names codes and texts."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        self.study = layouts.study(self.folder / "study", layouts.crosswalk_by_name())
        self.file = self.folder / "inbox" / "AL" / "upload.csv"
        self.file.parent.mkdir(parents=True)
        self.file.write_bytes(both())

    def fingerprint(self):
        run = weir("study", "fingerprint", self.study, "--country", "AL", "--file", self.file)
        self.assertEqual(run.returncode, 0, run.stderr)
        return run.stdout

    def check(self, content):
        """What is told of wording: code, variable, column."""
        self.file.write_bytes(content)
        path = self.folder / "report.json"
        run = weir("check", self.file, "--study", self.study, "--country", "AL", "--json", path)
        self.assertIn(run.returncode, (0, 3), run.stdout + run.stderr)
        file = json.loads(path.read_text(encoding="utf-8"))["files"][0]
        items = file["todo"] + file["notes"]
        return [(item["code"], item["variable"], item["column"]) for item in items if "-changed" in item["code"]]

    def test_nothing_is_told_without_a_fingerprint_and_of_the_same_wording(self):
        self.assertEqual(self.check(both()), [])
        self.assertEqual(self.fingerprint(), "fingerprints/AL.csv: 7 questions\n")
        self.assertEqual(self.check(both()), [])
        self.assertEqual(weir("study", "check", self.study).returncode, 0)
        louder = both().replace(layouts.SHARE.encode(), layouts.SHARE.upper().encode() + b" ")
        self.assertEqual(self.check(louder), [], "capitals and blanks are no other wording")

    def test_a_question_in_other_words_is_named_with_its_column(self):
        self.fingerprint()
        changed = both().replace(layouts.SHARE.encode(), b"Share of all your cases (%)")
        self.assertEqual(self.check(changed), [("header.question-changed", "share", "N")])
        run = weir("merge", self.study, "--inbox", self.folder / "inbox", "--out", self.folder / "out", "--demonstration")
        self.assertEqual(run.returncode, 3, run.stderr)
        self.assertIn("[header.question-changed]", run.stderr)
        self.assertIn("1 of them changed\nchanged:\n  share\n", self.fingerprint())
        self.assertEqual(self.check(changed), [])

    def test_another_option_is_told_whether_the_form_or_the_study_has_it(self):
        self.fingerprint()
        label = next(iter(layouts.OFFERS.values()))
        changed = both().replace(f"[{label}]".encode(), b"[Something else]")
        self.assertEqual([item[:2] for item in self.check(changed)], [("header.options-changed", "offers")])
        path = self.study / "crosswalks" / "AL.csv"
        rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        place = next(at for at, row in enumerate(rows) if row[0] == "sex")
        rows.insert(place, [*rows[place][:4], "0", rows[place][5]])
        path.write_bytes(layouts.text(rows).replace(b"\r\n", b"\n"))
        self.assertEqual([item[:2] for item in self.check(both())], [("header.options-changed", "sex")])

    def test_another_layout_is_not_compared(self):
        self.fingerprint()
        self.assertEqual(self.check(layouts.lime_codes()), [])

    def test_no_answer_is_in_it(self):
        self.fingerprint()
        lines = (self.study / "fingerprints" / "AL.csv").read_text(encoding="utf-8").splitlines()
        self.assertEqual(lines[0], "variable,layout,question,options")
        for line in csv.reader(lines[1:]):
            self.assertRegex(line[2] + line[3], "^[0-9a-f]{32}$")

    def test_a_mistake_in_the_file_is_told_with_its_line(self):
        self.fingerprint()
        path = self.study / "fingerprints" / "AL.csv"
        path.write_text(path.read_text(encoding="utf-8").replace("share,", "shares,"), encoding="utf-8")
        run = weir("study", "check", self.study)
        self.assertEqual(run.returncode, 4)
        self.assertIn("fingerprints/AL.csv, row", run.stdout + run.stderr)


if __name__ == "__main__":
    unittest.main()
