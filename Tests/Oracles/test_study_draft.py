"""A new study and a new country start from a file; what few people said, or what may identify, never leaves it."""

import csv
import io
import os
import pathlib
import shutil
import tempfile
import unittest

import data_files
import layouts
import workbooks
from weir_program import ROOT, STUDY, uploads, weir

CASES = ROOT / "Tests" / "Cases" / "study-draft"

SURVEY = [
    ["type", "name", "label::English (en)", "label::Shqip (sq)", "relevant", "required", "constraint"],
    ["start", "start"], ["deviceid", "deviceid"],
    ["select_one yes_no", "consent", "Do you agree to take part?", "A pajtoheni?", "", "yes"],
    ["begin_group", "person", "About you", "Për ju", "${consent} = 'yes'"],
    ["text", "full_name", "Full name", "Emri"],
    ["select_one sex", "sex", "Your sex", "Gjinia", "", "true()"],
    ["integer", "Years", "Years of work", "Vite pune", "", "", ". >= 0 and . <= 60"],
    ["decimal", "salary", "Monthly pay", "Paga"],
    ["begin_group", "work", "Work", "Puna"],
    ["select_multiple help", "help", "What do you offer?", "Çfarë ofroni?", "${Years} > 2", "yes"],
    ["text", "comment", "What is missing?", "Çfarë mungon?", "selected(${help}, 'money')"],
    ["select_one sex", "boss", "Your head's sex", "Gjinia e drejtuesit", "count-selected(${help}) > 1"],
    ["end_group"], ["end_group"],
    ["begin_repeat", "child", "Children"], ["integer", "age", "Age"], ["end_repeat"],
    ["geopoint", "office", "Where is the office?"], ["note", "thanks", "Thank you"], ["rank help", "order", "Order them"],
]
CHOICES = [
    ["list_name", "name", "label::English (en)", "label::Shqip (sq)"],
    ["yes_no", "yes", "Yes", "Po"], ["yes_no", "no", "No", "Jo"],
    ["sex", "1", "Female", "Femër"], ["sex", "2", "Male", "Mashkull"],
    ["help", "money", "Money", "Para"], ["help", "advice", "Advice", "Këshilla"],
]


def padded(rows):
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def form():
    return workbooks.workbook({"survey": workbooks.table(padded(SURVEY)), "choices": workbooks.table(CHOICES),
                               "settings": workbooks.table([["form_title"], ["Small"]])})


def export():
    """Sixty interviews with an answer that two share, one that names somebody, and free text."""
    head = ["RespondentID", "CollectorID", "EndDate", "EmailAddress", "Your sex", "Kind of work", "Offers - Money",
            "Offers - Advice", "Help - Police", "Help - Courts", "Children per month", "Your name", "What is missing?"]
    rows = []
    for at in range(60):
        kind = "Anita Llazhmuri" if at % 10 == 3 else "Night work" if at in (4, 5) else ["Social worker", "Teacher"][at % 2]
        rows.append([str(9000 + at), "5", "05/21/2021 10:00:00 AM", f"p{at}@example.org", ["Female", "Male"][at % 2], kind,
                     "Money" if at % 3 else "", "Advice" if at % 2 else "", ["Good", "Poor"][at % 2], ["Good", "Poor", ""][at % 3],
                     str(at * 7 % 50), f"Person {at}", f"We need {at} more people in the office of street {at}"])
    return layouts.text([head] + rows)


class Draft(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def imported(self, content, *options, name="file", status=0):
        path = self.folder / name
        path.write_bytes(content)
        run = weir("study", "import", path, "--out", self.folder / "study", *options)
        self.assertEqual(run.returncode, status, run.stderr)
        return run

    def table(self, name, study="study"):
        return list(csv.DictReader(io.StringIO((self.folder / study / name).read_text(encoding="utf-8"), newline="")))

    def assert_golden(self, name):
        """WEIR_GOLDEN=1 writes the folder anew."""
        golden = CASES / name
        if os.environ.get("WEIR_GOLDEN"):
            shutil.rmtree(golden, ignore_errors=True)
            shutil.copytree(self.folder / "study", golden)
        files = {path.relative_to(golden): path.read_bytes() for path in golden.rglob("*") if path.is_file()}
        drafted = {path.relative_to(self.folder / "study"): path.read_bytes()
                   for path in (self.folder / "study").rglob("*") if path.is_file()}
        self.assertEqual(drafted, files)

    def assert_is_a_start(self, content):
        """The check finds no mistake, and a night ends without one."""
        check = weir("study", "check", self.folder / "study")
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)
        (self.folder / "inbox" / "AL").mkdir(parents=True)
        (self.folder / "inbox" / "AL" / "upload").write_bytes(content)
        run = weir("merge", self.folder / "study", "--inbox", self.folder / "inbox", "--out", self.folder / "out", "--demonstration")
        self.assertIn(run.returncode, (0, 3), run.stderr)
        return run

    def test_a_form_becomes_a_study(self):
        run = self.imported(form(), "--country", "AL", name="form.xlsx")
        self.assert_golden("form")
        check = weir("study", "check", self.folder / "study")
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)
        variables = {row["name"]: row for row in self.table("codebook/variables.csv")}
        self.assertEqual(variables["comment"]["universe"], "${consent} = 'yes' and selected(${help}, 'money')")
        self.assertEqual((variables["years"]["minimum"], variables["years"]["maximum"]), ("0", "60"))
        self.assertEqual({name for name, row in variables.items() if row["role"] == "direct"},
                         {"record_id", "end_date", "start", "deviceid", "full_name", "office"})
        self.assertEqual([row["code"] for row in self.table("codebook/categories.csv") if row["list_name"] == "sex"], ["1", "2"])
        for words in ("'boss' is asked if", "'child' were left out", "no questions of type rank", "'salary': give the smallest"):
            self.assertIn(words, run.stdout)

    def test_an_export_becomes_a_study(self):
        content = export()
        run = self.imported(content, "--country", "AL")
        self.assert_golden("export")
        self.assert_is_a_start(content)
        self.assertIn("2 answers to 1 questions were left out: fewer than 5 rows share them", run.stdout)
        told = run.stdout + "".join(
            path.read_text(encoding="utf-8") for path in (self.folder / "study").rglob("*") if path.is_file())
        for word in ("Llazhmuri", "Night work", "example.org", "Person 1", "street", "9001", "05/21"):
            self.assertNotIn(word, told)
        for word in ("Social worker", "Teacher", "Female"):
            self.assertIn(word, told)

    def test_a_data_file_becomes_a_study_by_its_labels(self):
        typed = {at + 1: name for at, name in enumerate(["Adem", "Besa", "Cufe", "Drita", "Edi", "Fatos"])}
        variables = [
            ("Do you agree to take part?", {1: "Yes", 2: "No", -99: "Refused"}, [-99]),
            ("Your sex", {3: "Femër", 7: "Mashkull", 8: "Tjetër"}, []), ("Your head's sex", {3: "Femër", 7: "Mashkull", 8: "Tjetër"}, []),
            ("Who helps?", typed, []), ("Years of work", {0: "None"}, []), ("Fees", {}, [])]
        rows = [(1, 3, 7, 1 + at % 6, at, 50) for at in range(7)] + [(2, 3, 3, 1, 2, None), (-99, 7, 3, 2, 0, 9)]
        content = data_files.write_labelled(variables, rows)
        run = self.imported(content, "--country", "AL", name="labels.sav")
        self.assert_is_a_start(content)
        self.assertIn("with labelled values", run.stdout)
        lists = {}
        for row in self.table("codebook/categories.csv"):
            lists.setdefault(row["list_name"], []).append((row["name"], row["code"]))
        self.assertEqual(lists["do_you_agree_to_take_part"], [("yes", "1"), ("no", "2")])
        # One row said so much; the wording is the questionnaire's all the same. Two questions share their answers.
        self.assertEqual(lists["your_sex"], [("femer", "3"), ("mashkull", "7"), ("tjeter", "8")])
        drafted = {row["name"]: (row["type"], row["list_name"]) for row in self.table("codebook/variables.csv")}
        self.assertEqual(drafted["your_head_s_sex"], ("single", "your_sex"))
        lines = {(row["source"], row["answer"]): (row["code"], row["note"]) for row in self.table("crosswalks/AL.csv")}
        self.assertEqual(drafted["years_of_work"], ("number", ""))
        self.assertEqual(lines["Your sex", "Tjetër"], ("tjeter", ""))
        self.assertEqual(lines["Do you agree to take part?", "Refused"], ("9994", "proposed"))
        self.assertIn('the file counts "Refused" as no answer', run.stdout)
        self.assertIn("column D: its labels may be answers that people typed", run.stdout)
        self.assertIn("column E: some of its values have labels and others none", run.stdout)
        told = run.stdout + "".join(
            path.read_text(encoding="utf-8") for path in (self.folder / "study").rglob("*") if path.is_file())
        for name in typed.values():
            self.assertNotIn(name, told)

    def test_labels_that_name_people_are_not_told(self):
        names = ["Whitney Blackwood", "Amela Hodžić", "Adem Krasniqi", "Besa Hoxha", "Ion Popescu", "María González", "Other"]
        variables = [("Your sex", {1: "Female", 2: "Male"}, []), ("Caseworker", dict(enumerate(names, 1)), [])]
        rows = [(1 + at % 2, 1 + at % 7) for at in range(70)]
        run = self.imported(data_files.write_labelled(variables, rows), "--country", "AL", name="staff.sav")
        self.assertIn("column B: its labels may be answers that people typed", run.stdout)
        drafted = {row["name"]: (row["type"], row["list_name"], row["role"]) for row in self.table("codebook/variables.csv")}
        self.assertEqual(drafted["caseworker"], ("text", "", "direct"))
        self.assertEqual(drafted["your_sex"][0], "single")
        told = run.stdout + "".join(
            path.read_text(encoding="utf-8") for path in (self.folder / "study").rglob("*") if path.is_file())
        for name in names[:-1]:
            for part in name.split():
                self.assertNotIn(part, told)

    def test_options_are_shared_by_as_many_rows_as_one_says(self):
        run = self.imported(export(), "--k", "2")
        self.assertIn("1 answers to 1 questions were left out: fewer than 2 rows share them", run.stdout)
        self.assertIn("Night work", (self.folder / "study" / "crosswalks" / "XX.csv").read_text(encoding="utf-8"))
        self.assertEqual(weir("study", "import", "x", "--out", "y", "--k", "1").returncode, 64)

    def test_every_layout_gives_the_same_questions(self):
        for at, (words, _, write, _) in enumerate(layouts.BY_TEXT):
            with self.subTest(words, at=at):
                path = self.folder / f"upload{at}"
                path.write_bytes(write())
                run = weir("study", "import", path, "--out", self.folder / f"study{at}", "--k", "2", "--country", "AL", "--language", "en")
                self.assertEqual(run.returncode, 0, run.stderr)
                check = weir("study", "check", self.folder / f"study{at}")
                self.assertEqual(check.returncode, 0, check.stdout + check.stderr)
                wordings = " ".join(row["label::English (en)"] for row in self.table("codebook/variables.csv", f"study{at}"))
                for question in ("Do you agree?", "Your sex", "What do you offer?", "Police", "Courts", "Share of cases"):
                    self.assertIn(question.lower(), wordings.lower())

    def test_every_sample_is_a_start(self):
        for country in ("AL", "BA", "CO", "MD", "MX", "PE"):
            study = self.folder / country
            run = weir("study", "import", uploads(country)[0], "--out", study, "--country", country)
            self.assertEqual(run.returncode, 0, run.stderr)
            self.assertEqual(weir("study", "check", study).returncode, 0, country)

    def test_a_country_of_the_study_is_found_again(self):
        """Nothing is proposed but what the study's own crosswalk says, and nearly all of that."""
        study = shutil.copytree(STUDY, self.folder / "study")
        run = weir("study", "add-country", study, "--country", "EC", "--file", uploads("MX")[0])
        self.assertEqual(run.returncode, 0, run.stderr)
        own, drafted = ({tuple(line[name] for name in ("variable", "source", "operation", "answer", "code")) for line in
                         self.table(f"crosswalks/{country}.csv")} for country in ("MX", "EC"))
        self.assertLessEqual(drafted, own)
        self.assertGreater(len(drafted), 0.95 * len(own))

    def test_what_holds_no_answers_is_refused_and_nothing_is_written(self):
        run = self.imported(b"Variable / Field Name,Form Name,Field Type,Field Label\na,b,text,c\n", status=7)
        self.assertIn("[file.data-dictionary]", run.stderr)
        self.assertFalse((self.folder / "study").exists())
        (self.folder / "study").mkdir()
        run = self.imported(export(), status=1)
        self.assertIn("is not overwritten", run.stderr)

    def test_a_file_without_headers_tells_nothing(self):
        rows = [[f"p{at}@example.org", f"+355 69 12 34 {at:03d}", "yes"] for at in range(20)]
        run = self.imported(layouts.text(rows))
        self.assertNotIn("example.org", run.stdout)
        drafted = "".join(path.read_text(encoding="utf-8") for path in (self.folder / "study").rglob("*") if path.is_file())
        self.assertNotIn("example", drafted)
        self.assertNotIn("355", drafted)

    # A country that comes later.

    def study(self):
        return layouts.study(self.folder / "study", layouts.crosswalk_by_text())

    def test_a_country_is_added(self):
        study = self.study()
        path = self.folder / "ba.csv"
        path.write_bytes(layouts.google())
        run = weir("study", "add-country", study, "--country", "BA", "--file", path, "--k", "3")
        self.assertEqual(run.returncode, 0, run.stderr)
        lines = self.table("crosswalks/BA.csv")
        self.assertTrue(all(line["note"].startswith("proposed") for line in lines))
        self.assertEqual({line["variable"] for line in lines if line["operation"] == "answer"},
                         {"consent", "sex", "police", "courts"} - self.unmatched(run))
        self.assertEqual(weir("study", "add-country", study, "--country", "BA", "--file", path).returncode, 1)

    def unmatched(self, run):
        lines = run.stdout.splitlines()
        if "no column was found for:" not in lines:
            return set()
        start = lines.index("no column was found for:") + 1
        return {line.strip() for line in lines[start:] if line.startswith("  ")}

    def test_nothing_that_few_share_is_told(self):
        study = self.study()
        rows = list(csv.reader(io.StringIO(layouts.google().decode(), newline="")))
        rows[3][3] = "Anita Llazhmuri"
        rows[4][3] = rows[5][3] = "Another thing"
        path = self.folder / "ba.csv"
        path.write_bytes(layouts.text(rows))
        run = weir("study", "add-country", study, "--country", "BA", "--file", path)
        self.assertEqual(run.returncode, 0, run.stderr)
        told = run.stdout + (study / "crosswalks" / "BA.csv").read_text(encoding="utf-8")
        for word in ("Llazhmuri", "Another thing", "example.org", "More time"):
            self.assertNotIn(word, told)
        self.assertIn("2 answers to 1 questions were left out", run.stdout)


if __name__ == "__main__":
    unittest.main()
