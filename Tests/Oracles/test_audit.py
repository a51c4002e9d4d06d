"""Anyone can check it: verify with chain and receipts, made again from its inbox, traced to its uploads, compared."""

import collections
import csv
import gzip
import hashlib
import re
import shutil
import unittest

from data_sets import DataSets
from test_release import folder_of, release
from weir_program import SAMPLES, STUDY, Night, copy_of_inbox, current, merge, uploads, weir


def rows(folder):
    with gzip.open(folder / "data" / "merged.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(folder):
    """The rows of a release."""
    with gzip.open(folder / "data" / "released.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Receipts(Night):
    """Partners keep a receipt of each night, and find what is changed later."""

    def setUp(self):
        super().setUp()
        self.state = self.out / "state" / STUDY.name
        self.chain = self.state / "chain.jsonl"

    def night(self, *more):
        done = merge(self.inbox, self.out, *more)
        self.assertIn(done.returncode, (0, 3), done.stderr)
        return current(self.out).resolve()

    def test_every_country_gets_the_receipt_of_each_night_once(self):
        self.night("--partner-reports")
        first = {path.parent.name: path.read_text(encoding="utf-8") for path in self.inbox.rglob("receipt-*.txt")}
        self.assertEqual(sorted(first), ["AL", "BA", "CO", "MD", "MX", "PE"])
        self.assertEqual(len(set(first.values())), 1)
        self.assertIn("Keep this file", first["AL"])
        # The same uploads make no new link, and receipts are no uploads.
        again = self.night("--partner-reports", "--full")
        self.assertEqual(len(list(self.inbox.rglob("receipt-*.txt"))), 6)
        self.assertEqual(weir("verify", again, "--chain", self.chain).returncode, 0)
        self.upload("AL").unlink()
        shutil.copy(uploads("AL")[0], self.inbox / "AL" / "anew.csv")
        self.night("--partner-reports")
        self.assertEqual(sorted(path.name for path in (self.inbox / "AL").glob("receipt-*.txt")),
                         ["receipt-000001.txt", "receipt-000002.txt"])
        self.assertEqual(sorted(path.name for path in (self.state / "receipts").iterdir()),
                         ["receipt-000001.txt", "receipt-000002.txt"])

    def test_what_somebody_changed_in_a_partners_folder_is_written_anew(self):
        self.keep("AL", "BA")
        self.night("--partner-reports")
        self.assertEqual(merge(self.inbox, self.out, "--partner-reports").returncode, 9)
        report, receipt = (next((self.inbox / "AL").glob(name)) for name in ("report-*.html", "receipt-*.txt"))
        before = report.read_bytes(), receipt.read_bytes()
        for change in (lambda path: path.write_bytes(b"other"), lambda path: path.unlink()):
            # A receipt needs no work; a report is worked out anew.
            for path, status in ((receipt, 9), (report, 3)):
                change(path)
                self.assertEqual(merge(self.inbox, self.out, "--partner-reports").returncode, status)
                self.assertEqual((report.read_bytes(), receipt.read_bytes()), before)
        self.assertEqual(len(self.chain.read_text(encoding="utf-8").splitlines()), 1)

    def test_an_older_receipt_is_put_right_where_it_still_lies(self):
        self.keep("AL", "BA")
        self.night("--partner-reports")
        path = self.upload("AL")
        path.write_bytes(path.read_bytes() + b"\r\n")
        self.night("--partner-reports")
        kept, gone = (self.inbox / country / "receipt-000001.txt" for country in ("AL", "BA"))
        before = kept.read_bytes()
        kept.write_bytes(b"other")
        gone.unlink()
        self.assertEqual(merge(self.inbox, self.out, "--partner-reports").returncode, 9)
        self.assertEqual((kept.read_bytes(), gone.exists()), (before, False))

    def test_a_changed_night_is_found_with_a_receipt(self):
        keys = self.folder / "keys"
        weir("keys", "create", keys)
        done = weir("merge", STUDY, "--inbox", self.inbox, "--out", self.out, "--keys", keys)
        self.assertIn(done.returncode, (0, 3), done.stderr)
        receipt = self.folder / "kept.txt"
        shutil.copy(self.state / "receipts" / "receipt-000001.txt", receipt)
        arguments = ["verify", current(self.out), "--chain", self.chain, "--receipt", receipt, "--key", keys / "signing.pub"]
        accepted = weir(*arguments)
        self.assertEqual(accepted.returncode, 0, accepted.stdout)
        self.assertIn("signed by the given key, in the study's chain, which fits the receipt", accepted.stdout)
        # Whoever has the keys begins a new chain, with another time, and merges again.
        shutil.rmtree(self.out)
        done = weir("merge", STUDY, "--inbox", self.inbox, "--out", self.out, "--keys", keys)
        self.assertIn(done.returncode, (0, 3), done.stderr)
        text = self.chain.read_text(encoding="utf-8")
        self.assertEqual(weir(*arguments[:4], "--key", keys / "signing.pub").returncode, 0)
        if text.strip() in receipt.read_text(encoding="utf-8"):
            self.skipTest("both nights fell into one second")
        refused = weir(*arguments)
        self.assertEqual(refused.returncode, 6)
        self.assertIn("its link 1 is not the one of the receipt", refused.stdout)

    def test_command_lines_that_cannot_be_checked_are_refused(self):
        folder = self.night()
        receipt = self.state / "receipts" / "receipt-000001.txt"
        self.assertEqual(weir("verify", folder, "--receipt", receipt).returncode, 64)
        self.assertEqual(weir("verify", folder, "--demonstration").returncode, 64)
        self.assertEqual(weir("verify", folder, "--rebuild", self.inbox).returncode, 64)
        self.assertEqual(weir("verify", folder, "--chain", self.folder / "nowhere").returncode, 1)
        self.assertEqual(weir("verify", folder, "--chain", self.chain, "--receipt", self.folder / "nowhere").returncode, 1)
        whole = receipt.read_bytes()
        for saved in (whole.replace(b"\n", b"\r\n"), whole[:-1], b"\xef\xbb\xbf" + whole.replace(b"\n", b"\r\n")[:-2]):
            receipt.write_bytes(saved)
            done = weir("verify", folder, "--chain", self.chain, "--receipt", receipt)
            self.assertEqual(done.returncode, 0, done.stdout)
        receipt.write_bytes(whole.replace(b"Keep", b"keep"))
        done = weir("verify", folder, "--chain", self.chain, "--receipt", receipt)
        self.assertEqual(done.returncode, 6)
        self.assertIn("the receipt was changed since it was signed, or is not all of it:", done.stdout)
        refused = weir("verify", folder, "--chain", self.chain, "--receipt", self.chain)
        self.assertEqual(refused.returncode, 6)
        self.assertIn("cannot be read:", refused.stdout)


class Rebuild(Night):
    def rebuild(self, *more):
        return weir("verify", current(self.out), "--rebuild", self.inbox, "--study", STUDY, "--demonstration", *more)

    def test_a_data_set_is_made_again_byte_by_byte_and_nothing_is_left(self):
        self.first_night()
        before = sorted(str(path) for path in self.out.rglob("*"))
        done = self.rebuild("--state", self.out / "state" / STUDY.name)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("made again byte by byte", done.stdout)
        self.assertEqual(self.rebuild().returncode, 0)
        self.assertEqual(before, sorted(str(path) for path in self.out.rglob("*")))

    def shorten(self, country, lines):
        """Takes the last lines from a country's upload."""
        upload = self.upload(country)
        upload.write_bytes(b"".join(upload.read_bytes().splitlines(keepends=True)[:-lines]))

    def test_a_later_night_is_made_again_although_respondents_vanished_in_it(self):
        """Who was in the upload before is a matter of the night: it tells it for as long as the upload is in force, and no
        byte of the data set depends on it."""
        self.first_night()
        state = self.out / "state" / STUDY.name
        self.shorten("AL", 3)
        second = merge(self.inbox, self.out)
        self.assertEqual(second.returncode, 3, second.stderr)
        self.assertIn("[row.vanished]", second.stderr)
        folder = current(self.out).resolve()
        for more in ((), ("--state", state)):
            done = self.rebuild(*more)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        full = merge(self.inbox, self.out, "--full")
        self.assertEqual((full.returncode, current(self.out).resolve()), (3, folder), full.stdout + full.stderr)
        self.assertIn("[row.vanished]", full.stderr)
        self.assertEqual(len((state / "chain.jsonl").read_text(encoding="utf-8").splitlines()), 2)
        # A night on which another country's upload is new does not forget them.
        self.upload("BA").write_bytes(self.upload("BA").read_bytes() + b"\r\n")
        third = merge(self.inbox, self.out)
        self.assertEqual(third.returncode, 3, third.stderr)
        self.assertIn("[row.vanished]", third.stderr)
        status = weir("status", STUDY, "--out", self.out)
        self.assertEqual(status.returncode, 3, status.stdout)
        self.assertIn("respondents of an upload that this one replaces", status.stdout)
        self.assertIn("respondents of an upload", weir("history", STUDY, "--out", self.out, "--findings").stdout)
        self.assertNotIn("row.vanished", (current(self.out) / "documentation" / "report.html").read_text(encoding="utf-8"))
        # The same inbox on a first night, of which nobody knows what was before.
        elsewhere = self.folder / "elsewhere"
        merge(self.inbox, elsewhere)
        self.assertEqual(current(elsewhere).resolve().name, current(self.out).resolve().name)

    def test_an_upload_whose_file_is_gone_is_in_the_data_set_as_if_it_lay_there(self):
        self.first_night()
        folder = current(self.out).resolve()
        upload = self.upload("AL")
        content = upload.read_bytes()
        upload.unlink()
        done = merge(self.inbox, self.out)
        self.assertRegex(done.stdout, "5 of 6 countries fresh, AL from ")
        self.assertEqual(current(self.out).resolve(), folder)
        # An older file beside it is told as behind, and stands in the data set as one that is older.
        older = upload.with_name("older.csv")
        older.write_bytes(re.sub(rb"/\d\d/2021 ", b"/01/2021 ", content))
        behind = merge(self.inbox, self.out)
        self.assertIn("[upload.behind]", behind.stderr)
        kept = current(self.out).resolve()
        upload.write_bytes(content)
        self.assertNotIn("[upload.behind]", merge(self.inbox, self.out).stderr)
        self.assertEqual(current(self.out).resolve(), kept)
        self.assertEqual(self.rebuild().returncode, 0)

    def test_a_data_set_in_all_formats_is_made_again(self):
        self.keep("AL", "BA")
        done = merge(self.inbox, self.out, "--formats", "csv,labels,xlsx,sav,zsav,dta,sqlite")
        self.assertEqual(done.returncode, 3, done.stderr)
        again = self.rebuild()
        self.assertEqual(again.returncode, 0, again.stdout + again.stderr)

    def test_an_upload_that_is_another_now_is_missing(self):
        self.first_night()
        upload = self.upload("CO")
        before = hashlib.sha256(upload.read_bytes()).hexdigest()
        self.shorten("CO", 1)
        self.upload("PE").unlink()
        done = self.rebuild()
        self.assertEqual(done.returncode, 1)
        self.assertEqual([line for line in done.stdout.splitlines() if "PE" not in line], [
            f"not in the inbox: the upload of CO with the SHA-256 {before}",
            f"in the inbox, and the data set was not made from it: CO/{upload.name}"])
        self.assertIn("not in the inbox: the upload of PE with the SHA-256 ", done.stdout)
        self.assertIn("cannot be made again without all uploads", done.stderr)

    def test_what_came_later_is_left_aside(self):
        self.first_night()
        refused = SAMPLES / "refused" / "CO" / "unknown-answers.csv"
        shutil.copy(refused, self.inbox / "CO")
        (self.inbox / "AL" / "later.csv").write_bytes(self.upload("AL").read_bytes() + b"\r\n")
        done = self.rebuild()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(done.stdout.splitlines()[:-1], [
            f"left aside, the data set was not made from it: {file}" for file in ("AL/later.csv", "CO/unknown-answers.csv")])

    def test_another_definition_is_named(self):
        self.first_night()
        study = self.folder / "study" / STUDY.name
        shutil.copytree(STUDY, study)
        with open(study / "pipeline.yaml", "a", encoding="utf-8") as file:
            file.write("# a remark\n")
        done = weir("verify", current(self.out), "--rebuild", self.inbox, "--study", study, "--demonstration")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout, "not the definition that the data set was made with: pipeline.yaml\n")

    def test_a_data_set_that_does_not_follow_is_another(self):
        self.first_night()
        weir("keys", "create", self.folder / "keys")
        done = weir("verify", current(self.out), "--rebuild", self.inbox, "--study", STUDY, "--keys", self.folder / "keys")
        self.assertEqual(done.returncode, 6)
        self.assertIn("made again, it is another: data/merged.csv.gz", done.stdout)
        self.assertIn("without --state", done.stderr)

    def test_without_keys_nothing_is_made(self):
        self.first_night()
        done = weir("verify", current(self.out), "--rebuild", self.inbox, "--study", STUDY)
        self.assertEqual(done.returncode, 5)


class Trace(DataSets):
    def trace(self, row, variable, *more, folder=None):
        return weir("trace", folder or self.internal, "--row", str(row), "--variable", variable, *more)

    def facts(self, row, variable, *more):
        done = self.trace(row, variable, *more)
        self.assertEqual(done.returncode, 0, done.stderr)
        found = collections.defaultdict(list)
        for line in done.stdout.splitlines():
            name, words = re.match(r"(\w+) +(.*)", line).groups()
            found[name].append(words)
        return found

    def test_a_cell_is_traced_to_its_upload_row_column_and_mapping(self):
        table = rows(self.internal)
        country = {row["country"] for row in table}
        self.assertEqual(len(country), 6)
        for place in range(0, len(table), 60):
            found = self.facts(place + 2, "resp_gender", "--study", self.study, "--inbox", SAMPLES / "inbox")
            upload, digest = found["upload"][0].split(", SHA-256 ")
            self.assertTrue((SAMPLES / "inbox" / upload).exists(), upload)
            self.assertRegex(digest, "^[0-9a-f]{64}$")
            self.assertRegex(found["row"][0], r"^row \d+ of the upload, complete$")
            self.assertRegex(found["mapping"][0], r"^column [A-Z]+, \".+\": \w+.*provenance.jsonl, line \d+\)$")
            self.assertEqual(found["result"], ["resp_gender: an answer"])

    def test_the_traced_cell_holds_the_answer(self):
        """Looked up in a partner's file, the traced column and row hold the wording of the code in the table."""
        for place, row in enumerate(rows(self.internal)):
            if row["country"] == "170":
                break
        found = self.facts(place + 2, "resp_gender", "--study", self.study, "--inbox", SAMPLES / "inbox")
        upload = SAMPLES / "inbox" / found["upload"][0].split(",")[0]
        number = re.match(r"row (\d+)", found["row"][0]).group(1)
        letters = re.match(r"column ([A-Z]+)", found["mapping"][0]).group(1)
        answer = weir("lookup", upload, number, letters, "--plain").stdout.strip()
        with open(STUDY / "crosswalks" / "CO.csv", encoding="utf-8", newline="") as file:
            names = {line["answer"]: line["code"] for line in csv.DictReader(file) if line["variable"] == "resp_gender"}
        with open(STUDY / "codebook" / "variables.csv", encoding="utf-8", newline="") as file:
            group = next(line["list_name"] for line in csv.DictReader(file) if line["name"] == "resp_gender")
        with open(STUDY / "codebook" / "categories.csv", encoding="utf-8", newline="") as file:
            codes = {line["name"]: line["code"] for line in csv.DictReader(file) if line["list_name"] == group}
        self.assertEqual(codes.get(names[answer], names[answer]), row["resp_gender"])

    def test_no_value_is_told(self):
        table = rows(self.internal)
        for place, row in enumerate(table):
            texts = [name for name in row if f"{name}__missing" in row and len(row[name]) > 20]
            if texts:
                break
        for name in texts[:3]:
            done = self.trace(place + 2, name)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertNotIn(row[name], done.stdout)
            self.assertIn(f"{name}: an answer", done.stdout)
            self.assertNotIn(row["pseudonym"], done.stdout)

    def test_what_was_masked_and_why_nothing_stands_there_is_told(self):
        table = rows(self.internal)
        masked = next((place, name) for place, row in enumerate(table) for name in row if "[PERSON 1]" in row[name])
        told = self.facts(masked[0] + 2, masked[1])["masked"]
        self.assertTrue(any(re.match(r"person: (it|a word|the words|no list) ", line) for line in told), told)
        withheld = next((place, name) for place, row in enumerate(table) for name in row
                        if name.endswith("__missing") and row[name] == "9996")
        self.assertIn(f"{withheld[1]}: 9996 withheld", self.facts(withheld[0] + 2, withheld[1])["result"])

    def test_the_column_of_an_option_is_traced_to_the_columns_of_that_option(self):
        for place, row in enumerate(rows(self.internal)):
            if row["country"] == "604":
                break
        found = self.facts(place + 2, "org_services__other")
        self.assertEqual(len(found["mapping"]), 1)
        self.assertIn("org_services/other", found["mapping"][0])
        self.assertGreater(len(self.facts(place + 2, "org_services")["mapping"]), 10)
        month = self.facts(place + 2, "submitted_month")["mapping"]
        self.assertEqual(month, ["year and month of the platform's time of submission; day and hour were left behind"])

    def test_a_suppressed_cell_of_a_release_is_traced_behind_the_suppression(self):
        with gzip.open(self.research / "data" / "released.csv.gz", "rt", encoding="utf-8", newline="") as file:
            released = list(csv.DictReader(file))
        place = next(place for place, row in enumerate(released) if row["resp_age_band"] == "9997")
        done = self.trace(place + 2, "resp_age_band", "--demonstration", folder=self.research)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("resp_age_band: 9997 suppressed", done.stdout)
        self.assertIn(f"the internal data set {self.internal.name}", done.stdout)
        self.assertRegex(done.stdout, r"upload +[A-Z]{2}/.+, SHA-256 [0-9a-f]{64}")
        self.assertRegex(done.stdout, r"result +resp_age_band: an answer")

    def test_refusals_are_in_words(self):
        for arguments, words in (((1, "resp_gender"), "there is no row 1"), ((9999, "resp_gender"), "rows 2 to 414"),
                                 ((2, "nothing"), "there is no column nothing"),
                                 ((2, "pseudonym"), "no upload has pseudonym: weir makes it with the study's key")):
            done = self.trace(*arguments)
            self.assertEqual(done.returncode, 1)
            self.assertIn(words, done.stderr)
        done = self.trace(2, "resp_gender", folder=self.research)
        self.assertEqual(done.returncode, 1)
        self.assertIn("only the keys tell", done.stderr)
        self.assertEqual(self.trace(2, "resp_gender", "--inbox", SAMPLES).returncode, 64)
        copy = self.root / "elsewhere" / "internal"
        shutil.copytree(self.internal, copy)
        done = self.trace(2, "resp_gender", folder=copy)
        self.assertEqual(done.returncode, 1)
        self.assertIn("is no study's memory", done.stderr)


class Difference(Night):
    """Two nights with a difference that is known."""

    def night(self, study=STUDY):
        done = merge(self.inbox, self.out, study=study)
        self.assertIn(done.returncode, (0, 3), done.stderr)
        folder = self.folder / f"night-{len(list(self.folder.glob('night-*')))}"
        shutil.copytree(current(self.out).resolve(), folder)
        return folder

    def diff(self, before, after, *more):
        done = weir("diff", before, after, *more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.splitlines()

    def test_a_data_set_is_as_itself(self):
        folder = self.night()
        lines = self.diff(folder, folder)
        self.assertEqual(lines[:5], [
            "There are 413 rows, as many as before: 0 came, 0 went, and 0 of the 413 that stayed changed.",
            "No country's rows changed.", f"Both have the same {len(rows(folder)[0])} columns.", "The crosswalks are the same.",
            "The measured risk is the same."])

    def test_rows_mappings_and_variables_are_told_by_their_effect(self):
        before = self.night()
        study = self.folder / "study" / STUDY.name
        shutil.copytree(STUDY, study)
        changed, expected = self.exchange(study, before)
        upload = self.upload("PE")
        if upload.suffix == ".csv":
            lines = upload.read_bytes().splitlines(keepends=True)
            upload.write_bytes(b"".join(lines[:-40]))
        after = self.night(study)
        page = self.folder / "diff.html"
        lines = self.diff(before, after, "--html", page)
        left, right = ({row["pseudonym"]: row for row in rows(folder)} for folder in (before, after))
        gone = len(set(left) - set(right))
        kept = [(left[name], right[name]) for name in left if name in right]
        same = sum(one != other for one, other in kept)
        self.assertEqual(
            lines[0], f"There are {len(right)} rows, {len(right) - len(left) or 'as many as'} "
            f"{'against before' if gone else 'before'}: {len(set(right) - set(left))} came, {gone} went, and {same} of the "
            f"{len(kept)} that stayed changed.")
        self.assertIn(f"2 lines of the crosswalks changed, for 1 question; {expected(kept)} cells", lines[3])
        self.assertTrue(any(line.startswith(changed) and "→" in line for line in lines))
        text = page.read_text(encoding="utf-8")
        self.assertEqual(page.stat().st_mode & 0o077, 0)
        for sentence in lines[:5]:
            self.assertIn(sentence.split(":")[0].split("'")[0], text)

    def exchange(self, study, before):
        """Exchanges two codes of one question in Colombia's crosswalk."""
        path = study / "crosswalks" / "CO.csv"
        text = path.read_text(encoding="utf-8")
        found = [line for line in text.splitlines() if line.startswith("resp_gender,")]
        codes = [line.rsplit(",", 1)[1] for line in found]
        first, second = [line for line, code in zip(found, codes) if code][:2]
        one, other = (line.rsplit(",", 1) for line in (first, second))
        text = text.replace(first, f"{one[0]},{other[1]}").replace(second, f"{other[0]},{one[1]}")
        path.write_text(text, encoding="utf-8")
        return "resp_gender", lambda kept: sum(a["resp_gender"] != b["resp_gender"] for a, b in kept)

    def test_what_is_no_data_set_is_said(self):
        done = weir("diff", self.inbox, self.inbox)
        self.assertEqual(done.returncode, 1)
        self.assertIn("is no data set that describes itself", done.stderr)


class ReleasedDifference(DataSets):
    def test_a_release_is_not_made_again(self):
        done = weir("verify", self.research, "--rebuild", SAMPLES / "inbox", "--study", self.study, "--demonstration")
        self.assertEqual(done.returncode, 1)
        self.assertIn("a release is a person's act", done.stderr)

    def test_releases_are_compared_by_what_they_tell(self):
        done = weir("diff", self.research, self.public)
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = done.stdout.splitlines()
        self.assertEqual(lines[0], "There are 413 rows, as many as before; releases share no names of rows.")
        self.assertIn("figures about risk changed", done.stdout)
        self.assertNotIn("cells changed", lines[0])
        self.assertEqual(lines[3], "The crosswalks are the same.")

    def test_a_release_is_not_compared_with_an_internal_data_set(self):
        for pair in ((self.internal, self.research), (self.research, self.internal)):
            done = weir("diff", *pair)
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertIn(f"{self.internal} is internal and {self.research} a release", done.stderr)

    def test_of_releases_the_changed_crosswalk_is_named_and_countries_are_counted(self):
        study, out = self.root / "changed" / STUDY.name, self.root / "changed" / "out"
        shutil.copytree(self.study, study)
        crosswalk = study / "crosswalks" / "CO.csv"
        text = crosswalk.read_text(encoding="utf-8")
        crosswalk.write_text(re.sub(r"(?m)^(resp_gender,.*),(male|female)$", lambda line: line[1] + {
            "male": ",female", "female": ",male"}[line[2]], text), encoding="utf-8")
        self.assertNotEqual(crosswalk.read_text(encoding="utf-8"), text)
        inbox = self.root / "changed" / "inbox"
        upload = uploads("CO", copy_of_inbox(inbox))[0]
        upload.write_bytes(b"".join(upload.read_bytes().splitlines(keepends=True)[:-40]))
        self.assertIn(merge(inbox, out, study=study).returncode, (0, 3))
        released = release(study, out)
        self.assertEqual(released.returncode, 0, released.stderr)
        done = weir("diff", self.research, folder_of(released))
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = done.stdout.splitlines()
        self.assertIn("The crosswalk of CO changed; a release does not tell which lines.", lines[:5])
        before, after = (collections.Counter(row["country"] for row in table(folder))
                         for folder in (self.research, folder_of(released)))
        moved = [country for country in before | after if before[country] != after[country]]
        self.assertIn(f"{len(moved)} countr", lines[1])
        self.assertRegex(done.stdout, rf"(?m)^Colombia +{before['170']} +{after['170']} ")
        self.assertIn("crosswalks/CO.csv", done.stdout)


if __name__ == "__main__":
    unittest.main()
