"""What keeps a study in order: a repaired crosswalk moves exactly what it repairs, and old data sets go."""

import os
import shutil
import sqlite3

from weir_program import STUDY, Night, current, merge, weir


class Replay(Night):
    def setUp(self):
        super().setUp()
        self.study = shutil.copytree(STUDY, self.folder / STUDY.name)
        self.crosswalk = self.study / "crosswalks" / "AL.csv"
        self.whole = self.crosswalk.read_text(encoding="utf-8")

    def without(self, start):
        lines = self.whole.splitlines(keepends=True)
        dropped = [line for line in lines if line.startswith(start)]
        self.assertTrue(dropped, start)
        self.crosswalk.write_text("".join(line for line in lines if line not in dropped), encoding="utf-8")

    def replay(self):
        return weir("replay", self.study, "--inbox", self.inbox, "--out", self.out, "--demonstration")

    def test_exactly_the_repaired_interviews_move(self):
        self.without("resp_gender,Gjinia,Response,answer,Mashkull")
        run = merge(self.inbox, self.out, study=self.study)
        self.assertEqual(run.returncode, 3)
        self.crosswalk.write_text(self.whole, encoding="utf-8")
        run = self.replay()
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertRegex(run.stdout, r"(\d+) answers of \1 interviews have a mapping now, 0 interviews came in; no other")

    def test_held_interviews_come_in(self):
        self.without("hurdle_csea,")
        run = merge(self.inbox, self.out, study=self.study)
        if run.returncode == 4:  # A study needs a mapping for what decides; then one answer of it.
            yes = next(line for line in self.whole.splitlines() if line.startswith("hurdle_csea,") and line.endswith(",yes"))
            self.without(yes)
            run = merge(self.inbox, self.out, study=self.study)
        self.assertEqual(run.returncode, 3, run.stderr)
        self.crosswalk.write_text(self.whole, encoding="utf-8")
        run = self.replay()
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("50 interviews came in; no other interview changed", run.stdout)

    def test_what_changes_beside_a_repair_is_told(self):
        self.assertEqual(merge(self.inbox, self.out, study=self.study).returncode, 0)
        self.crosswalk.write_text(
            self.whole.replace("answer,Femër,female", "answer,Femër,other"), encoding="utf-8")
        run = self.replay()
        self.assertEqual(run.returncode, 3)
        self.assertRegex(run.stdout, r"beside them [1-9]\d* interviews changed and 0 are gone: weir diff says where")

    def test_without_a_data_set_there_is_nothing_to_compare(self):
        run = self.replay()
        self.assertEqual(run.returncode, 1)
        self.assertIn("no data set yet", run.stderr)


class Prune(Night):
    def prune(self, *more):
        return weir("prune", STUDY, "--out", self.out, "--demonstration", *more)

    def sets(self):
        return sorted(path.name for path in (self.out / "internal" / STUDY.name).iterdir() if path.name != "current")

    def age(self, days):
        with sqlite3.connect(self.out / "state" / STUDY.name / "ledger.sqlite") as ledger:
            ledger.execute("UPDATE run SET ended = strftime('%Y-%m-%d %H:%M:%f', ended, ?)", (f"-{days} days",))

    def test_old_data_sets_go_and_the_chain_holds(self):
        self.keep("AL", "BA")
        made = []
        for number in range(4):
            path = self.upload("AL")
            path.write_bytes(path.read_bytes() + b"\r\n")
            self.assertIn(merge(self.inbox, self.out).returncode, (0, 3))
            made.append(os.readlink(current(self.out)))
            if number == 1:
                run = weir("release", STUDY, "--profile", "research", "--approved-by", "A", "--reason", "r", "--out",
                           self.out, "--demonstration")
                self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(len(set(made)), 4)
        (self.out / "internal" / STUDY.name / "somebody's").mkdir()
        self.assertEqual(self.prune().stdout, "nothing to delete\n")
        self.age(31)
        run = self.prune("--dry-run")
        self.assertEqual((run.returncode, run.stdout.count("would go: ")), (0, 2), run.stdout + run.stderr)
        self.assertEqual(self.sets(), sorted([*made, "somebody's"]))
        # A copy of the folder without links has no link to the newest.
        (self.out / "internal" / STUDY.name / "current").unlink()
        run = self.prune()
        self.assertEqual((run.returncode, run.stdout.count("deleted: ")), (0, 2), run.stdout + run.stderr)
        (self.out / "internal" / STUDY.name / "current").symlink_to(made[3])
        # The newest stays, and the one that a release was made from.
        self.assertEqual(self.sets(), sorted([made[1], made[3], "somebody's"]))
        chain = self.out / "state" / STUDY.name / "chain.jsonl"
        self.assertEqual(weir("verify", current(self.out), "--chain", chain).returncode, 0)
        self.assertEqual(merge(self.inbox, self.out).returncode, 9)

    def test_other_keys_prune_nothing(self):
        self.first_night()
        keys = self.folder / "keys"
        weir("keys", "create", keys)
        run = weir("prune", STUDY, "--out", self.out, "--keys", keys)
        self.assertEqual(run.returncode, 5)
