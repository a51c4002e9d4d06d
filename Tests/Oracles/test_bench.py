"""The bench needs nothing but Python, and prints every figure."""

import re
import subprocess
import sys
import unittest

from weir_program import ROOT, STUDY, WEIR

BENCH = ROOT / "Tests" / "Performance" / "bench"
FIGURES = (
    r"300 rows, \d+ MB in: \d+\.\d\d s, \d+ rows/s, \d+ MB/s, CPU/wall \d+\.\d\d, peak \d+ MiB\n"
    r"floor: digest \d+\.\d\d s, (pigz -6 -p \d+|gzip -6) \d+\.\d\d s; ratio \d+\.\d\d\n"
    r"processors: \d+\.\d\d s; \d+\.\d\d times gzip -6 of the output \(\d+\.\d\d s\)\n"
    r"prepared 3\d\d rows, .*\n"
)
STAGES = ("read", "ingest", "redact", "harmonise", "part", "merge", "protect", "deliver", "write")


class Bench(unittest.TestCase):
    def bench(self, study):
        return subprocess.run(
            [sys.executable, BENCH, WEIR, study, "300"], capture_output=True, text=True, check=False)

    def test_every_figure_is_printed(self):
        done = self.bench(STUDY)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, "^as partners send them:\n" + FIGURES)
        self.assertRegex(done.stdout, "\nas CSV files in UTF-8:\n" + FIGURES)
        shares = re.findall(r"^(\w+): \d+\.\d\d s, (\d+) %$", done.stdout, re.M)
        self.assertEqual(tuple(stage for stage, _ in shares), STAGES * 2)
        others = re.findall(r"^(\w+): (?:\d+\.\d\d s, ratio \d+\.\d\d, processors \d+\.\d\d s, peak \d+ MiB|not here, left out .+)$",
                            done.stdout, re.M)
        self.assertEqual(others, ["polars", "duckdb"])
        verdicts = re.findall(r"^verdict (\w\w), \d+\.\d MB: \d+\.\d\d s, \d+\.\d\d s of processors, peak \d+ MiB$", done.stdout, re.M)
        self.assertEqual(verdicts, ["AL", "BA", "CO", "MD", "MX", "PE"])
        looked = re.findall(r"^peek (.+): \d+\.\d MB, \d+ MB/s, \d+ rows/s, peak \d+ MiB$", done.stdout, re.M)
        self.assertIn("XLSX workbook", looked)
        self.assertIn("SPSS data file (SAV), UTF-8, as it says itself", looked)
        self.assertGreaterEqual(len(looked), 7)
        reading = re.findall(
            r"^  (.+): (?:\d+\.\d\d s, \d+\.\d\d s of processors, \d+ MB/s; weir takes \d+\.\d\d times as long|not here, left out .+)$",
            done.stdout, re.M)
        self.assertEqual(reading, ["weir peek with dispositions", "weir peek", "wc -l", "DuckDB's read_csv, count(*)",
                                   "mlr --icsv --ocsv cat", "weir check, every cell"])

    def test_a_night_that_fails_is_no_figure(self):
        done = self.bench(STUDY / "none")
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(done.stdout, "")


if __name__ == "__main__":
    unittest.main()
