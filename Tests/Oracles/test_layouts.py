"""The same twenty interviews, exported by every platform in every variant, become the same rows."""

import csv
import gzip
import io
import pathlib
import tempfile
import unittest

import layouts
from weir_program import weir


def facts(run):
    return {name: text.strip() for name, text in (line.split(":", 1) for line in run.stdout.splitlines())}


class Layouts(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def night(self, study, content, number):
        out = self.folder / f"out{number}"
        inbox = self.folder / f"inbox{number}"
        (inbox / "AL").mkdir(parents=True)
        (inbox / "AL" / "upload").write_bytes(content)
        run = weir("merge", study, "--inbox", inbox, "--out", out, "--demonstration")
        self.assertIn(run.returncode, (0, 3), run.stderr)
        data = out / "internal" / study.name / "current" / "data" / "merged.csv.gz"
        return run, list(csv.reader(io.StringIO(gzip.decompress(data.read_bytes()).decode("utf-8-sig"))))

    def test_every_variant_is_known_and_becomes_the_same_rows(self):
        for crosswalk, variants in ((layouts.crosswalk_by_text(), layouts.BY_TEXT),
                                    (layouts.crosswalk_by_name(), layouts.BY_NAME)):
            study = layouts.study(self.folder / f"study{len(variants)}", crosswalk)
            self.assertEqual(weir("study", "check", study).returncode, 0)
            first = None
            for number, (words, header_rows, write, has_ids) in enumerate(variants):
                with self.subTest(words, number=number):
                    content = write()
                    path = self.folder / "upload"
                    path.write_bytes(content)
                    told = facts(weir("peek", path))
                    self.assertEqual((told["layout"], told["header rows"], told["rows"]), (words, str(header_rows), "20"))
                    run, table = self.night(study, content, f"{len(variants)}-{number}")
                    self.assertNotIn("answer.unmapped", run.stderr)
                    self.assertNotIn("undeclared-answers", run.stderr)
                    self.assertEqual(len(table), 21)
                    first = first or table
                    self.assertEqual(table[0], first[0])
                    answers = table[0].index("country")
                    if has_ids:
                        self.assertEqual(table, first)
                    else:
                        self.assertEqual(sorted(row[answers:] for row in table), sorted(row[answers:] for row in first))

    def test_a_layout_that_the_study_does_not_declare_is_a_finding(self):
        study = layouts.study(self.folder / "study", layouts.crosswalk_by_text(), "surveymonkey condensed")
        run, _ = self.night(study, layouts.condensed(), 0)
        self.assertNotIn("other-layout", run.stderr)
        run, _ = self.night(study, layouts.flattened(), 1)
        self.assertEqual(run.returncode, 3)
        self.assertIn("SurveyMonkey, flattened, one header row; the study declares surveymonkey condensed", run.stderr)
        self.assertIn("[header.other-layout]", run.stderr)

    def test_a_declared_form_without_an_address_is_known(self):
        study = layouts.study(self.folder / "study", layouts.crosswalk_by_text(), "google forms")
        run, _ = self.night(study, layouts.google_plain(), 0)
        self.assertNotIn("other-layout", run.stderr)

    def test_an_option_without_a_column_is_not_guessed(self):
        study = layouts.study(self.folder / "study", layouts.crosswalk_by_text())
        content = layouts.google().replace(b", information, support", b"")
        run, table = self.night(study, content, 0)
        self.assertIn("[answer.unmapped]", run.stderr)
        self.assertIn("9995", {cell for row in table for cell in row})


if __name__ == "__main__":
    unittest.main()
