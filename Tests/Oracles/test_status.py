"""What analysts and their director ask of the nights: who is in, what waits, what is late, what changed."""

import html.parser
import json
import os
import re
import shutil
import sqlite3
import subprocess

from weir_program import STUDY, Night, merge, weir


class Status(Night):
    def setUp(self):
        super().setUp()
        self.study = shutil.copytree(STUDY, self.folder / STUDY.name)
        run = self.first_night()
        self.assertEqual(run.returncode, 0, run.stderr)

    def night(self, *more):
        return merge(self.inbox, self.out, *more, study=self.study)

    def status(self, *more):
        return weir("status", self.study, "--out", self.out, *more)

    def concerns(self, *more):
        """What somebody has to see to, of a study that has something."""
        run = self.status(*more)
        self.assertEqual((run.returncode, run.stderr), (3, ""))
        return run.stdout.split("\n\n", 2)[2]

    def ledger(self, *statements):
        with sqlite3.connect(self.out / "state" / STUDY.name / "ledger.sqlite") as ledger:
            return [ledger.execute(*statement).fetchall() for statement in statements]

    def age(self, days):
        """The same memory, so many days later."""
        [nights] = self.ledger(("SELECT rowid, stood FROM countryNight",))
        for number, country in nights:
            country = json.loads(country)
            if "since" in country:
                [[(since,)]] = self.ledger(("SELECT strftime('%Y-%m-%dT%H:%M:%SZ', ?, ?)", (country["since"], f"-{days} days")))
                country["since"] = since
            self.ledger(("UPDATE countryNight SET stood = ? WHERE rowid = ?", (json.dumps(country), number)))
        for table, column in (("run", "started"), ("run", "ended"), ("accepted", "since"), ("finding", "first"), ("finding", "last")):
            self.ledger((f"UPDATE {table} SET {column} = strftime('%Y-%m-%d %H:%M:%f', {column}, ?)", (f"-{days} days",)))

    def unknown(self, variable="resp_gender"):
        """An Albanian upload with an answer that the crosswalk does not know, on so many lines."""
        crosswalk = self.study / "crosswalks" / "AL.csv"
        lines = crosswalk.read_text(encoding="utf-8").splitlines(keepends=True)
        dropped = [line for line in lines if line.startswith(f"{variable},")][-1]
        crosswalk.write_text("".join(line for line in lines if line != dropped), encoding="utf-8")

    def test_all_is_well(self):
        run = self.status("--inbox", self.inbox)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        lines = run.stdout.splitlines()
        self.assertRegex(lines[0], r"^last night \d{4}-\d\d-\d\d \d\d:\d\d UTC, published: 6 of 6 countries fresh$")
        self.assertRegex(lines[3], r"^AL +\d{4}-\d\d-\d\d +2021-08-29 +157 +50 +100 % +0 +0 +0 +0$")
        self.assertEqual([line.split()[0] for line in lines[3:]], ["AL", "BA", "CO", "MD", "MX", "PE"])

    def test_before_the_first_night(self):
        run = weir("status", self.study, "--out", self.folder / "nowhere")
        self.assertEqual(run.returncode, 3)
        self.assertIn("there was no night yet; run weir merge", run.stdout)
        self.assertFalse((self.folder / "nowhere").exists())

    def test_a_missed_night(self):
        self.age(2)
        self.assertIn("no night for 48 hours, and one is due every 24", self.concerns())
        self.assertEqual(self.night().returncode, 9)
        self.assertEqual(self.status().returncode, 0)

    def test_nothing_arrived_for_a_week(self):
        nights = self.study / "nights.yaml"
        text = nights.read_text(encoding="utf-8")
        nights.write_text(text.replace("AL: {interviews: 50, upload_every_days: 30}", "AL: {interviews: 70, upload_every_days: 7}"),
                          encoding="utf-8")
        self.assertEqual(self.status().returncode, 0)
        self.age(8)
        self.assertEqual(self.night().returncode, 9)
        said = self.concerns()
        self.assertIn("AL: the last upload is 8 days old, and one is due every 7; ask for a new file", said)
        self.assertNotIn("BA:", said)

    def test_a_file_that_is_not_ready(self):
        (self.inbox / "BA" / "nova anketa.csv").write_bytes(b"a,b\r\n")
        self.assertEqual(self.night().returncode, 3)
        self.assertIn("BA: 1 file is not ready; the report beside it says what to change", self.concerns())

    def test_a_data_set_that_is_damaged_or_gone(self):
        parent = self.out / "internal" / STUDY.name
        data = parent / "current" / "data" / "merged.csv.gz"
        data.write_bytes(data.read_bytes()[:-1] + b"x")
        self.assertIn("is not as it was sealed; weir verify says what changed", self.concerns())
        run = self.night()
        self.assertEqual(run.returncode, 0)
        self.assertIn("was not as it was sealed, and is made again", run.stdout)
        self.assertEqual(self.status().returncode, 0)
        shutil.rmtree(parent)
        self.assertIn("is gone from", self.concerns())
        self.assertIn("is made again", self.night().stdout)

    def test_two_uploads_of_a_country_count_once(self):
        path = self.upload("AL")
        path.with_name("again.csv").write_bytes(path.read_bytes() + b"\r\n")
        self.assertEqual(self.night().returncode, 0)
        self.assertRegex(self.status().stdout, r"(?m)^AL +\S+ +2021-08-29 +157 +50 ")

    def test_a_raw_upload_that_should_be_gone(self):
        path = self.upload("CO")
        os.utime(path, (0, 0))
        self.assertIn(f"CO: CO/{path.name} lies in the inbox for longer than 180 days; take it away",
                      self.concerns("--inbox", self.inbox))

    def test_lost_and_wrong_keys(self):
        keys = self.folder / "keys"
        self.assertIn("is missing", self.concerns("--keys", keys))
        weir("keys", "create", keys)
        self.assertIn("the keys are not those that the study's memory was begun with", self.concerns("--keys", keys))

    def test_a_held_answer_waits_until_somebody_accepts_it(self):
        self.unknown()
        run = self.night()
        self.assertEqual(run.returncode, 3)
        self.age(3)
        self.assertEqual(self.night().returncode, 9)
        said = self.concerns()
        self.assertRegex(said, r"1 finding waits, the oldest since \d{4}-\d\d-\d\d; see below")
        name = re.search(r"^(\w{8})  since .*answer.unmapped", said, re.M).group(1)
        accept = ["accept", self.study, name, "--out", self.out, "--by", "An analyst", "--reason", "asked the partner"]
        self.assertEqual(weir(*accept, "--until", "2020-01-01").returncode, 64)
        self.assertEqual(weir("accept", self.study, "0" * 8, *accept[3:], "--until", "2999-01-01").returncode, 1)
        done = weir(*accept, "--until", "2999-12-31")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        run = self.night()
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("1 accepted", run.stdout)
        healthy = self.status()
        self.assertEqual(healthy.returncode, 0)
        self.assertIn("accepted by An analyst until 2999-12-31: asked the partner", healthy.stdout)
        # The day passes, or more answers come.
        self.ledger(("UPDATE acceptance SET until = '2020-01-01 00:00:00.000'",))
        self.assertIn("1 finding waits", self.concerns())
        self.assertEqual(self.night().returncode, 3)
        self.ledger(("UPDATE acceptance SET until = '2999-01-01 00:00:00.000', count = 1",))
        self.assertEqual(self.night().returncode, 3)

    def test_findings_are_kept_for_ever(self):
        before = (self.study / "crosswalks" / "AL.csv").read_text(encoding="utf-8")
        self.unknown()
        self.night()
        self.age(10)
        (self.study / "crosswalks" / "AL.csv").write_text(before, encoding="utf-8")
        self.assertEqual(self.night().returncode, 0)
        self.assertEqual(self.status().returncode, 0)
        run = weir("history", self.study, "--out", self.out, "--findings")
        line = next(line for line in run.stdout.splitlines() if "answer.unmapped" in line)
        first, last = re.findall(r"\d{4}-\d\d-\d\d", line)[:2]
        self.assertEqual(first, last)

    def test_history_says_what_changed_and_why(self):
        path = self.upload("AL")
        lines = path.read_bytes().split(b"\r\n")
        path.write_bytes(b"\r\n".join(lines[:-11]) + b"\r\n")
        self.night()
        self.night()
        lines = weir("history", self.study, "--out", self.out).stdout.splitlines()
        self.assertEqual(len(lines), 3)
        self.assertRegex(lines[0], r"  unchanged  \d+ rows  nothing changed, 6 of 6 countries fresh")
        self.assertRegex(lines[1], r"  published  \d+ rows  AL -\d+ \(a new upload\); 6 of 6 countries fresh")
        self.assertRegex(lines[2], r"  published  413 rows  6 of 6 countries fresh$")

    def history(self):
        return weir("history", self.study, "--out", self.out).stdout.splitlines()

    def test_history_tells_causes_apart(self):
        path, crosswalk = self.upload("AL"), self.study / "crosswalks" / "AL.csv"
        one, definition = path.read_bytes(), crosswalk.read_text(encoding="utf-8")
        for content in (b"\r\n".join(one.split(b"\r\n")[:-11]) + b"\r\n", one):
            path.write_bytes(content)
            self.assertIn(merge(self.inbox, self.out, "--reinstate", "AL", study=self.study).returncode, (0, 3))
        # The upload in force was in force before; it came back tonight, and stays.
        crosswalk.write_text(definition + "\n", encoding="utf-8")
        self.night()
        words = self.study / "codebook" / "variables.csv"
        words.write_text(words.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        self.night()
        whole, country, back, less, _ = self.history()
        self.assertRegex(less, r"rows  AL -\d+ \(a new upload\); ")
        self.assertRegex(back, r"rows  AL \+\d+ \(a new upload\); ")
        self.assertRegex(country, r"rows  AL \(the crosswalk or its rules changed\); 6 of 6")
        self.assertRegex(whole, r"rows  AL, BA, CO, MD, MX, PE \(the crosswalk or its rules changed\); 6 of 6")

    def test_nights_before_causes_were_noted(self):
        # As an earlier program noted them: all beside the night itself.
        [nights] = self.ledger(("SELECT id FROM run",))
        for (number,) in nights:
            [stood] = self.ledger((
                "SELECT stood FROM countryNight AS one WHERE run = (SELECT MAX(run) FROM countryNight WHERE run <= ? "
                "AND country = one.country)", (number,)))
            known = [{key: value for key, value in json.loads(text).items() if key != "basis"} for (text,) in stood]
            self.ledger(("UPDATE run SET countries = ? WHERE id = ?", (json.dumps(known), number)))
        self.ledger(("DELETE FROM countryNight",))
        crosswalk = self.study / "crosswalks" / "AL.csv"
        crosswalk.write_text(crosswalk.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        self.night()
        self.assertRegex(self.history()[0], r"rows  6 of 6")

    def test_an_inbox_that_is_not_there(self):
        run = self.status("--inbox", self.folder / "nowhere")
        self.assertEqual((run.returncode, run.stdout), (1, ""))
        self.assertIn("there is no inbox", run.stderr)

    def test_findings_of_several_questions_are_told_apart(self):
        lines = [line for line in weir("history", self.study, "--out", self.out, "--findings").stdout.splitlines()
                 if line[:1] != " "]
        self.assertGreater(len(lines), 20)
        self.assertEqual(len({line[8:] for line in lines}), len(lines))
        self.assertTrue(any(re.search(r"translation.* \(\d+ times\) \[answer.repeats-original\]|\(\d+ times\)", line) for line in lines))

    def test_a_memory_that_may_only_be_read(self):
        state = self.out / "state" / STUDY.name
        before = sorted(path.name for path in state.iterdir())
        # Who may do everything may also write here.
        limited = () if os.geteuid() else ("setpriv", "--inh-caps", "-all", "--bounding-set", "-all")
        if subprocess.run([*limited, "true"], capture_output=True, check=False).returncode:
            self.skipTest("no setpriv")
        for path in [self.folder, *self.folder.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o555 if path.is_dir() else 0o444)
        for command in ("status", "history"):
            run = weir(command, self.study, "--out", self.out, prefix=limited)
            self.assertEqual((run.returncode, run.stderr), (0, ""))
            self.assertIn("6 of 6 countries fresh", run.stdout)
        self.assertEqual(sorted(path.name for path in state.iterdir()), before)
        run = merge(self.inbox, self.out, study=self.study, prefix=limited)
        self.assertEqual(run.returncode, 1)
        self.assertNotIn("stopped:", run.stderr)

    def test_a_bar_is_as_long_as_the_progress(self):
        nights = self.study / "nights.yaml"
        text = nights.read_text(encoding="utf-8")
        nights.write_text(text.replace("AL: {interviews: 50,", "AL: {interviews: 70,"), encoding="utf-8")
        page = self.folder / "status.html"
        self.status("--html", page)
        [bar] = re.findall(r"<svg [^>]*71 %.*?</svg>", page.read_text(encoding="utf-8"))
        self.assertRegex(bar, r'^<svg viewBox="0 0 100 16" preserveAspectRatio="none" ')
        self.assertEqual(re.findall(r'<rect class="(.)" width="(\d+%)"', bar), [("d", "100%"), ("a", "71%")])

    def test_the_page_says_the_same(self):
        self.unknown()
        self.assertEqual(self.night().returncode, 3)
        self.age(2)
        page = self.folder / "status.html"
        said = self.concerns("--html", page)
        text = page.read_text(encoding="utf-8")
        words = []
        parser = html.parser.HTMLParser()
        parser.handle_data = words.append
        parser.feed(text)
        shown = "".join(words)
        self.assertIn("[answer.unmapped]", said)
        for line in said.strip().splitlines():
            self.assertIn(line, shown)
        self.assertIn("2 things need somebody.", shown)
        self.assertNotIn("http", text)

    def test_mistakes_in_what_is_expected_are_named(self):
        (self.study / "nights.yaml").write_text("hours_between_nights: often\ncountries:\n  XX: {interviews: 3}\nkeeps: 1\n")
        run = self.status()
        self.assertEqual(run.returncode, 4)
        check = weir("study", "check", self.study)
        self.assertEqual((check.returncode, check.stdout.count("nights.yaml")), (4, run.stderr.count("nights.yaml")))
        for line in ("nights.yaml:1", "nights.yaml:3", "nights.yaml:4"):
            self.assertIn(line, run.stderr.replace(", line ", ":").replace(" line ", ":"))
