"""A year of nights: uploads come late, twice, corrected, broken or not at all, respondents withdraw, and every night the
accounts add up."""

import csv
import gzip
import os
import random
import shutil

from weir_program import STUDY, current, merge, uploads, weir, withholding
from withdrawal_nights import WithdrawalNights

SEED = int(os.environ.get("SEED", "20211"))
NIGHTS = 365 if os.environ.get("ALL") == "1" else 10
GROWING = {"AL": (b"\r\n", 2), "CO": (b"\r\n", 1)}


class Year(WithdrawalNights):
    """Albania's and Colombia's files grow; the others' are late, gone, broken or there twice."""

    def setUp(self):
        super().setUp()
        self.study = withholding(self.folder)
        self.rng = random.Random(SEED)
        self.pristine = shutil.copytree(self.inbox, self.folder / "pristine")
        self.grown = dict.fromkeys(GROWING, 60)
        self.withdrawn = []
        self.happened = {}

    def note(self, what):
        self.happened[what] = self.happened.get(what, 0) + 1

    def whole(self, country):
        return uploads(country, self.pristine)[0]

    def put(self, country, rows):
        ending, header = GROWING[country]
        lines = self.whole(country).read_bytes().rstrip(b"\r\n").split(ending)
        target = self.inbox / country / self.whole(country).name
        target.write_bytes(ending.join(lines[:header + rows]) + ending)

    def day(self, night):
        """What happens in the inbox on one day."""
        for country in GROWING:
            chance = self.rng.random()
            if chance < 0.4:
                self.grown[country] = self.grown[country] + self.rng.randrange(0, 3)
                self.put(country, self.grown[country])
                self.note("grown")
            elif chance < 0.45:
                target = self.inbox / country / self.whole(country).name
                if target.exists():
                    (self.inbox / country / "again.csv").write_bytes(target.read_bytes())
                    self.note("repeated")
            elif chance < 0.5:
                self.put(country, max(40, self.grown[country] - self.rng.randrange(1, 5)))
                self.note("corrected: rows are gone")
            elif chance < 0.55:
                (self.inbox / country / self.whole(country).name).unlink(missing_ok=True)
                (self.inbox / country / "again.csv").unlink(missing_ok=True)
                self.note("vanished")
            elif chance < 0.6:
                (self.inbox / country / "broken.csv").write_bytes(self.rng.randbytes(200))
                self.note("broken")
            elif chance < 0.7:
                (self.inbox / country / "broken.csv").unlink(missing_ok=True)
        for country in ("BA", "MD", "MX", "PE"):
            chance, target = self.rng.random(), self.inbox / country / self.whole(country).name
            if chance < 0.03:
                target.unlink(missing_ok=True)
                self.note("vanished")
            elif chance < 0.06:
                content = self.whole(country).read_bytes()
                target.write_bytes(content[:self.rng.randrange(len(content))])
                self.note("half copied")
            elif chance < 0.2 and not target.exists() or target.exists() and target.stat().st_size < self.whole(country).stat().st_size:
                shutil.copy(self.whole(country), target)
                self.note("late")

    def merge(self, *more):
        return merge(self.inbox, self.out, *more, study=self.study)

    def check(self, run, night):
        self.assertIn(run.returncode, (0, 3, 9), run.stderr)
        if run.returncode == 9:
            return self.note("unchanged")
        self.note("data sets")
        table = self.table(run)
        for cells in table.values():
            self.assertEqual(cells["all rows"], sum(count for title, count in cells.items() if title != "all rows"))
        with gzip.open(current(self.out) / "data" / "merged.csv.gz", "rt", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(len(rows), table["all"]["complete"])
        self.assertEqual(len({row["pseudonym"] for row in rows}), len(rows))
        self.assertEqual({row["pseudonym"] for row in rows} & set(self.withdrawn), set())

    def withdraw_somebody(self):
        with gzip.open(current(self.out) / "data" / "merged.csv.gz", "rt", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        place = self.rng.choice([place for place, row in enumerate(rows) if row["country"] in ("8", "170")])
        trace = weir("trace", current(self.out), "--row", place + 2, "--variable", "resp_gender").stdout
        country, number = trace.split("upload   ")[1][:2], trace.split("row      row ")[1].split()[0]
        status, shown = self.withdraw(number, "withdraw", country=country)
        self.assertIn(status, (0, 3), shown)
        self.withdrawn.append(rows[place]["pseudonym"])
        self.note("withdrawn")

    def size(self, folder="."):
        place = self.out / "state" / STUDY.name / folder
        return sum(path.stat().st_size for path in place.rglob("*") if path.is_file())

    def test_a_year_of_nights(self):
        sizes, parts = [], []
        for night in range(1, NIGHTS + 1):
            self.day(night)
            with self.subTest(night=night, seed=SEED):
                self.check(self.merge(), night)
                if night % 30 == 5:
                    self.withdraw_somebody()
                    self.check(self.merge(), night)
                if night % 60 == 10:
                    self.assertIn(self.merge("--full").returncode, (0, 3))
                    chain = self.out / "state" / STUDY.name / "chain.jsonl"
                    self.assertEqual(weir("verify", current(self.out), "--chain", chain).returncode, 0)
            sizes.append(self.size())
            parts.append(self.size("parts"))
            # An analyst keeps the data sets of a week.
            sets = sorted((path for path in (self.out / "internal" / STUDY.name).iterdir() if path.name != "current"),
                          key=lambda path: path.stat().st_mtime)
            for path in sets[:-7]:
                if path.name != os.readlink(current(self.out)):
                    shutil.rmtree(path)
        for pseudonym in self.withdrawn:
            self.assertLessEqual(set(self.holding(pseudonym)), {"ledger.sqlite", "ledger.sqlite-wal", "withdrawals.txt"})
        # Uploads come and go; what is remembered of them does not pile up.
        self.assertLess(sizes[-1], 3 * sizes[min(30, NIGHTS) - 1])
        self.assertLess(max(parts), 3 * parts[min(30, NIGHTS) - 1])
        self.assertEqual(self.happened["withdrawn"], len(range(5, NIGHTS + 1, 30)))
        print(f"{NIGHTS} nights from seed {SEED}: {dict(sorted(self.happened.items()))}; the state folder took "
              f"{sizes[0] // 1024} KB at first and {sizes[-1] // 1024} KB at last, at most {max(sizes) // 1024} KB", flush=True)
