"""A partner's check: ready or not, what to change, in her language; the merge comes to the same verdict."""

import collections
import csv
import functools
import html.parser
import json
import os
import re
import resource
import shutil
import unittest

import refused
from test_canary import Everything, folded, open_answers, planted, source_ids
from weir_program import ROOT, SAMPLES, STUDY, Night, current, made, merge, uploads, weir

LANGUAGES = {"AL": "sq", "BA": "bs", "CO": "es", "MD": "ro", "MX": "es", "PE": "es"}
READY = {
    "en": "Ready: there is nothing to do.", "sq": "Gati: nuk ka asgjë për të bërë.",
    "bs": "Spremno: ne treba ništa uraditi.", "ro": "Gata: nu mai este nimic de făcut.",
    "es": "Listo: no hay nada que hacer."}


# What the folder, another process or the machine brings about; earlier uploads and decisions; a mistake of the study's.
SHOWN_BY_NO_FILE = {
    "file.arriving", "file.changed", "file.directory", "file.missing", "file.not-regular", "file.permission",
    "folder.unreadable", "part.damaged", "statistics.too-much", "statistics.unread", "answer.not-in-country",
    "upload.behind", "upload.decisions", "upload.gone", "upload.none", "upload.older", "upload.other-respondents", "upload.stale",
    "row.changed", "row.maybe-withdrawn", "row.possible-duplicate", "row.uncompared", "row.vanished",
}
# Shown by test_misread.py, which misreads whole uploads.
SHOWN_ELSEWHERE = {"answer.misread", "upload.mojibake"}


# Counts below are not told.
FEW = 5


def answer_headers(country, variable):
    """The questions of the columns that hold a variable's answer, in a country's crosswalk."""
    with (STUDY / "crosswalks" / f"{country}.csv").open(encoding="utf-8", newline="") as file:
        return {line["source"] for line in csv.DictReader(file)
                if line["variable"] == variable and line["operation"] not in ("other", "translation", "original")}


def check(*files, country, folder=None, **options):
    """The finished run, and its JSON."""
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    run = weir("check", *files, "--study", STUDY, "--country", country, *arguments, folder=folder)
    return run


@functools.cache
def refused_check(file):
    """The check of a file with one defect, made once for all tests, in one of the languages: the finished run, the page and
    the JSON."""
    place = [defect.file for defect in refused.DEFECTS].index(file)
    folder = made() / "refused"
    folder.mkdir(exist_ok=True)
    page, report = folder / f"{place}.html", folder / f"{place}.json"
    run = check(SAMPLES / "refused" / file, country=file.split("/")[0], language=sorted(READY)[place % len(READY)], html=page,
                json=report)
    return run, page, report


class Checked(Night):
    def report(self, *files, country, **options):
        path = self.folder / "report.json"
        run = check(*files, country=country, json=path, **options)
        return run, json.loads(path.read_text(encoding="utf-8"))


class Samples(Checked):
    def test_all_six_are_ready_in_their_own_language(self):
        for country, language in LANGUAGES.items():
            run, report = self.report(*uploads(country), country=country)
            self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
            self.assertEqual(run.stdout.splitlines()[0], READY[language], country)
            self.assertEqual((report["ready"], report["todo"], report["language"]), (True, 0, language))
            columns = report["files"][0]["columns"]
            self.assertEqual(columns["fine"], columns["all"])
            self.assertGreater(columns["all"], 70)
        run, _ = self.report(self.upload("MD"), country="MD", language="sq")
        self.assertIn("(Moldavia)", run.stdout.splitlines()[3])

    def test_in_every_language(self):
        for language, sentence in READY.items():
            run, _ = self.report(*uploads("AL"), country="AL", language=language)
            self.assertEqual(run.stdout.splitlines()[0], sentence)

    def test_nothing_is_written_but_what_was_asked_for(self):
        cached = []
        for country in ("AL", "BA"):
            here = self.folder / country
            here.mkdir()
            before = self.upload(country).read_bytes()
            run = weir(
                "check", self.upload(country), "--study", STUDY, "--country", country, folder=here,
                environment={"TMPDIR": str(here), "HOME": str(here), "XDG_CACHE_HOME": ""})
            self.assertEqual((run.returncode, run.stderr), (0, ""))
            # The program's own compiled patterns may stay, and are the same whatever was checked.
            files = [path for path in here.rglob("*") if path.is_file()]
            self.assertEqual([str(path.relative_to(here)) for path in files], [".cache/weir/patterns"])
            cached.append(files[0].read_bytes())
            self.assertEqual(self.upload(country).read_bytes(), before)
        self.assertEqual(*cached)


class SameAsTheMerge(Checked):
    """What passes here passes there."""

    def recorded(self):
        lines = (current(self.out) / "provenance.jsonl").read_text(encoding="utf-8").splitlines()
        kinds = [json.loads(line) for line in lines]
        return {line["sha256"]: line["verdict"] for line in kinds if line["kind"] == "upload"}

    def test_the_verdict_of_every_upload_is_the_one_that_the_merge_records(self):
        for defect in refused.DEFECTS:
            shutil.copy(SAMPLES / "refused" / defect.file, self.inbox / defect.file.split("/")[0])
        merge(self.inbox, self.out)
        recorded = self.recorded()
        report = (current(self.out) / "documentation" / "report.html").read_text(encoding="utf-8")
        # Of an empty file there is nothing to digest.
        self.assertEqual(len(recorded), 6 + len(refused.DEFECTS) - 1)
        for path in sorted(self.inbox.glob("*/*")):
            # Neither its name nor its language changes a verdict, as another test shows.
            name = path.relative_to(self.inbox).as_posix()
            if name in [defect.file for defect in refused.DEFECTS]:
                checked = json.loads(refused_check(name)[2].read_text(encoding="utf-8"))
            else:
                _, checked = self.report(path, country=path.parent.name)
            file = checked["files"][0]
            if path.stat().st_size == 0:
                self.assertNotIn("verdict", file)
                continue
            self.assertEqual(recorded[file["sha256"]], file["verdict"], path.name)
            self.assertIn(f"<code>{file['verdict'][:16]}</code>", report)
        self.assertEqual(len(set(recorded.values())), len(recorded))

    def test_neither_name_nor_keys_nor_state_change_it(self):
        _, first = self.report(self.upload("AL"), country="AL")
        other = self.folder / "other.csv"
        shutil.copy(self.upload("AL"), other)
        _, second = self.report(other, country="AL", language="en")
        self.assertEqual(first["files"][0]["verdict"], second["files"][0]["verdict"])
        keys = self.folder / "keys"
        weir("keys", "create", keys)
        for more in ((), ("--full",)):
            run = weir("merge", STUDY, "--inbox", self.inbox, "--out", self.out, "--keys", keys, *more)
            self.assertEqual(run.returncode, 0, run.stderr)
            self.assertIn(first["files"][0]["verdict"], self.recorded().values())

    def test_another_definition_has_another_one(self):
        _, before = self.report(self.upload("AL"), country="AL")
        study = self.folder / "frontline-workers"
        shutil.copytree(STUDY, study)
        path = study / "pipeline.yaml"
        path.write_text(path.read_text(encoding="utf-8") + "\n# more\n", encoding="utf-8")
        path = self.folder / "other.json"
        weir("check", self.upload("AL"), "--study", study, "--country", "AL", "--json", path)
        after = json.loads(path.read_text(encoding="utf-8"))
        self.assertNotEqual(before["files"][0]["verdict"], after["files"][0]["verdict"])


class Refused(Checked):
    """The committed files with one defect each."""

    def items(self, path, country):
        """All that is said of a file, and how the program ended."""
        run, report = self.report(path, country=country)
        return self.said(run, report)

    @staticmethod
    def said(run, report):
        file = report["files"][0]
        return run, file, file["todo"] + file["state"] + file["notes"] + file["identifying"] + file["quality"]

    @staticmethod
    def counted(items):
        """How often what is said where. A column is known by its header, as its letters move with the columns before it; some
        platforms say below it that it takes an answer."""
        def column(item):
            header = item.get("header", "").removesuffix(" / Open-Ended Response").removesuffix(" / Response")
            return header or item.get("column")

        return collections.Counter((item["code"], item.get("kind"), column(item), item.get("count")) for item in items)

    def told(self, spoilt, clean, code):
        """What is said of a file and was not said before it was spoilt, and what is not said any more. A note about several
        columns at once takes the place of the one about fewer."""
        new, gone = spoilt - clean, clean - spoilt
        own = [key for key in new if key[0] == code]
        before = [key for key in gone if key[:3] == own[0][:3]] if len(own) == 1 else []
        if len(before) == 1 and own[0][3] == before[0][3] + 1:
            del gone[before[0]]
        return sorted(new.elements(), key=str), sorted(gone.elements(), key=str)

    def seeded(self):
        """Each fault's name and code, what is said because of it, and what is not said any more although it was read."""
        bases = {}
        for defect in refused.DEFECTS:
            country = defect.file.split("/")[0]
            run, _, report = refused_check(defect.file)
            run, file, items = self.said(run, json.loads(report.read_text(encoding="utf-8")))
            self.assertEqual(run.returncode, 2 if not defect.merged else 3 if file["todo"] else 0, defect.file)
            self.assertEqual(file["usable"], defect.merged, defect.file)
            self.assertIn(f"[{defect.code}]", run.stdout)
            spoilt = self.counted(items)
            content = refused.clean(defect)
            if content not in bases:
                bases[content] = self.base(content, country) if content else ([], collections.Counter())
            todo, clean = bases[content]
            own = [] if defect.note else [defect.code]
            self.assertEqual([item["code"] for item in file["todo"]], own + todo, defect.file)
            new, gone = self.told(spoilt, clean, defect.code)
            is_read = "columns" in file or "unreadFrom" in file
            yield defect.file, defect.code, new, gone if is_read else []

    def base(self, content, country):
        """What is to do about a file that is not spoilt, and all that is said of it."""
        path = self.folder / f"clean{'.sav' if content.startswith(b'$FL') else '.csv'}"
        path.write_bytes(content)
        _, file, items = self.items(path, country)
        return [item["code"] for item in file["todo"]], self.counted(items)

    def seeded_elsewhere(self):
        """The same of faults that other studies than the samples' can show."""
        for at, fault in enumerate(refused.ELSEWHERE):
            folder = self.folder / str(at)
            after, said = fault.study(folder), []
            before = fault.before(folder / "before") if fault.before else after
            for name, make, study in (("clean", fault.clean, before), ("spoilt", fault.spoilt, after)):
                (folder / f"{name}.csv").write_bytes(make())
                run = weir("check", folder / f"{name}.csv", "--study", study, "--country", "AL", "--json", folder / "r.json")
                _, file, items = self.said(run, json.loads((folder / "r.json").read_text(encoding="utf-8")))
                said.append((file, self.counted(items)))
            self.assertEqual(said[0][0]["todo"], [], fault.code)
            todo = [item["code"] for item in said[1][0]["todo"]]
            self.assertEqual(todo, [] if fault.note else [fault.code])
            new, gone = self.told(said[1][1], said[0][1], fault.code)
            yield fault.code, fault.code, new, [] if said[1][0].get("unread") else gone

    def test_every_seeded_fault_is_found_and_nothing_else(self):
        """Precision and recall over all of them: each file has one fault of one kind. Everything that is said counts, but for
        what was said word for word, as often and of the same column before the file was spoilt; and that is still said."""
        faults, found, told, kinds, wrong = 0, 0, 0, set(), []
        for name, code, new, gone in [*self.seeded(), *self.seeded_elsewhere()]:
            faults += 1
            kinds.add(code)
            found += any(key[0] == code for key in new)
            told += len(new)
            if [key[0] for key in new] != [code] or gone:
                wrong.append((name, code, new, gone))
        print(f"{faults} seeded faults of {len(kinds)} kinds: recall {found / faults:.3f}, precision {found / told:.3f}")
        self.assertEqual(wrong, [])
        self.assertEqual((found, told), (faults, faults))
        self.assertGreaterEqual(faults, 60)

    def test_every_finding_about_a_file_has_a_seeded_one(self):
        """Whatever partners have words for, but for what no file shows by itself."""
        with open(ROOT / "Sources" / "Wording" / "wording.csv", encoding="utf-8", newline="") as file:
            codes = {line["key"].removesuffix("/what") for line in csv.DictReader(file) if line["key"].endswith("/what")}
        seeded = {defect.code for defect in refused.DEFECTS} | {fault.code for fault in refused.ELSEWHERE}
        self.assertEqual(codes - seeded, SHOWN_BY_NO_FILE | SHOWN_ELSEWHERE)

    def test_all_problems_of_a_file_are_told_at_once(self):
        """A lost column hides no finding about the others, and nothing that follows from it is told."""
        upload = refused.Upload("CO", 40, 1).with_answers("P08", ["77"]).with_answers("P20", ["37,5"])
        refused.same_id(upload)
        refused.set_start("2021-02-31 10:00:00")(upload)
        refused.twice(upload, "P17")
        refused.without(upload, "P14").with_column("Persona", ["Juan Pérez", "María Gómez"])
        path = self.folder / "all.csv"
        path.write_bytes(upload.bytes)
        run, file, items = self.items(path, "CO")
        self.assertEqual(run.returncode, 2)
        self.assertEqual(
            [(item["code"], item.get("header")) for item in file["todo"]],
            [("header.duplicate", None), ("header.missing-column", None), ("answer.not-a-date", "startdate"),
             ("answer.unmapped", "P08"), ("answer.decimal-comma", "P20"), ("header.looks-like-identifier", None)])
        self.assertEqual(next(item for item in items if item["code"] == "answer.unmapped")["offered"], "1–3")
        self.assertEqual({item["code"] for item in file["notes"]}, {"header.direct-identifier", "id.repeated", "answer.required-missing"})
        self.assertEqual(file["columns"]["all"] - file["columns"]["fine"], 3)

    def spoilt(self, change=lambda upload: None, more=b""):
        """What is left to do about a file with two wrong answers, and more."""
        upload = refused.Upload("CO", 60, 1).with_answers("P08", ["77"]).with_answers("P20", ["37,5"])
        change(upload)
        path = self.folder / "spoilt.csv"
        path.write_bytes(upload.bytes + more)
        run, file, items = self.items(path, "CO")
        self.assertEqual(run.returncode, 2)
        self.assertNotIn("row.blank", [item["code"] for item in items])
        return file, [(item["code"], item["count"]) for item in file["todo"]], {item["code"] for item in file["notes"]}

    def test_rows_that_cannot_be_read_hide_nothing_about_the_others(self):
        answers = [("answer.unmapped", 1), ("answer.decimal-comma", 1)]
        notes = {"header.direct-identifier"}

        def cells(upload):
            upload.rows[20].append("more")
            upload.rows[30].pop()
            upload.rows[40].append("more")

        file, todo, told = self.spoilt(cells)
        self.assertEqual(todo, [("csv.long-row", 2), ("csv.short-row", 1), *answers])
        self.assertEqual(file["todo"][2]["offered"], "1–3")
        self.assertEqual(file["columns"]["all"] - file["columns"]["fine"], 2)
        self.assertEqual((file["unreadRows"], file.get("unreadFrom")), (3, None))
        self.assertLessEqual(told, notes | {"answer.required-missing"})
        # Another export of the same survey behind this one, its header in the middle; and another country's.
        _, todo, told = self.spoilt(more=refused.Upload("CO", 20, 1).with_answers("P08", ["78"]).bytes)
        self.assertEqual(todo, [("upload.mixed-surveys", 1), ("answer.unmapped", 2), ("answer.decimal-comma", 1)])
        self.assertNotIn("id.repeated", told)
        file, todo, _ = self.spoilt(more=refused.Upload("BA", 20, 2).bytes)
        self.assertEqual(todo, [("upload.mixed-surveys", 1), *answers])
        self.assertNotIn("columns", file)
        self.assertEqual((file.get("unreadRows"), file["unreadFrom"]), (None, 62))
        # One row of another country.
        def elsewhere(upload):
            place = upload.column("PAIS")
            next(row for row in reversed(upload.rows) if row[place])[place] = "PE"

        _, todo, _ = self.spoilt(elsewhere)
        self.assertEqual(todo, [("upload.mixed-surveys", 1), *answers])

    def test_rows_that_are_no_text_hide_nothing_and_the_first_is_named(self):
        upload = refused.Upload("CO", 60, 1).with_answers("P08", ["77"])
        upload.rows[25][5] = upload.rows[35][5] = "@@"
        path = self.folder / "letters.csv"
        path.write_bytes(upload.bytes.replace(b"@@", b"\xff\xfe") + b'"never closed')
        _, file, _ = self.items(path, "CO")
        self.assertEqual(
            [(item["code"], item["rows"]) for item in file["todo"]],
            [("encoding.invalid", [26]), ("csv.open-quote", [62]), ("answer.unmapped", file["todo"][2]["rows"])])

    def test_where_most_rows_stand_wrong_nothing_more_is_told(self):
        def cells(upload):
            for row in upload.rows[1:40]:
                row.append("more")

        file, todo, _ = self.spoilt(cells)
        self.assertEqual(todo, [("csv.long-row", 39)])
        self.assertNotIn("columns", file)

    def test_a_question_that_lacks_its_original_is_not_called_reworded(self):
        upload = refused.without(refused.Upload("AL", 40, 1), "Trajnimet e ndjekura")
        path = self.folder / "original.csv"
        path.write_bytes(upload.bytes)
        _, file, _ = self.items(path, "AL")
        self.assertEqual([item["code"] for item in file["todo"]], ["header.missing-column"])

    def test_a_file_without_the_consent_is_read_all_the_same(self):
        upload = refused.without(refused.Upload("CO", 40, 1).with_answers("P08", ["77"]), "P01")
        path = self.folder / "consent.csv"
        path.write_bytes(upload.bytes)
        _, file, _ = self.items(path, "CO")
        self.assertEqual([item["code"] for item in file["todo"]], ["header.no-consent", "answer.unmapped"])
        self.assertEqual([item["code"] for item in file["notes"]], ["header.direct-identifier"])

    def test_columns_are_called_fine_only_where_answers_were_read(self):
        for name in ("headers-without-interviews.csv", "quote-never-closed.csv", "answers-shifted-by-a-column.csv"):
            _, file, _ = self.items(SAMPLES / "refused" / "CO" / name, "CO")
            self.assertNotIn("columns", file, name)

    def test_dates_and_the_status_name_their_column(self):
        for name, header in (("date-outside-the-field-period", "FECHA_FIN"), ("date-that-is-none", "FECHA_FIN"),
                             ("start-that-is-no-date", "startdate"), ("status-that-does-not-fit", "ESTADO")):
            run, file, _ = self.items(SAMPLES / "refused" / "CO" / f"{name}.csv", "CO")
            item = file["todo"][0]
            self.assertEqual(item["header"], header)
            self.assertIn(f"{item['column']} – {header}", run.stdout)

    def test_many_wrong_answers_are_one_thing_to_do(self):
        path = self.folder / "wrong.csv"
        path.write_bytes(refused.Upload("CO", 300, 1).with_answers("P08", ["97531"] * 120).bytes)
        run, report = self.report(path, country="CO", language="en")
        self.assertEqual(run.stdout.splitlines()[0], "Not ready yet: 1 thing to do.")
        item = report["files"][0]["todo"][0]
        self.assertEqual((item["count"], len(item["rows"]), item["header"]), (120, 5, "P08"))
        self.assertIn(f"column {item['column']} – P08; 120 times, first in rows {', '.join(map(str, item['rows']))}", run.stdout)
        columns = report["files"][0]["columns"]
        self.assertEqual(columns["fine"], columns["all"] - 1)
        self.assertEqual(run.returncode, 3)
        self.assertNotIn("97531", run.stdout)

    def test_unknown_answers_name_the_nearest_of_the_questionnaire(self):
        path = self.folder / "typed.csv"
        path.write_bytes(refused.Upload("AL", 60, 2, b"\xef\xbb\xbf").with_answers("Gjinia", ["Fermer", "qwzx"]).bytes)
        run, report = self.report(path, country="AL")
        item = report["files"][0]["todo"][0]
        self.assertEqual((item["code"], item["count"], item["nearest"]), ("answer.unmapped", 2, ["Femër"]))
        self.assertIn("Përgjigjet më të afërta të pyetësorit: Femër", run.stdout)
        self.assertNotIn("Fermer", run.stdout)

    def test_where_no_answer_is_near_all_of_them_are_named(self):
        path = self.folder / "typed.csv"
        path.write_bytes(refused.Upload("AL", 60, 2, b"\xef\xbb\xbf").with_answers("Mbi 18 vjeç", ["qwzx"]).bytes)
        run, report = self.report(path, country="AL")
        item = report["files"][0]["todo"][0]
        self.assertEqual((item["code"], item.get("nearest"), item["offered"]), ("answer.unmapped", None, "Jo; Po"))
        self.assertIn("Përgjigjet e pyetësorit: Jo; Po", run.stdout)

    def test_several_files_are_one_report(self):
        files = [SAMPLES / "refused" / "CO" / name for name in ("number-in-words.csv", "blank-id.csv")]
        run, report = self.report(*files, country="CO", language="bs")
        self.assertEqual(run.stdout.splitlines()[0], "Još nije spremno: treba uraditi 2 stvari.")
        self.assertEqual((len(report["files"]), report["todo"]), (2, 2))

    def test_a_file_that_is_not_there_is_told_in_words(self):
        run, report = self.report(self.folder / "none.csv", country="AL", language="es")
        self.assertEqual(run.returncode, 2)
        self.assertEqual([item["code"] for item in report["files"][0]["todo"]], ["file.missing"])
        self.assertNotIn("verdict", report["files"][0])

    def test_wrong_command_lines(self):
        upload = self.upload("AL")
        for options in ({"country": "XX"}, {"country": "AL", "language": "de"}, {"country": "AL", "html": upload}):
            before = upload.read_bytes()
            self.assertEqual(check(upload, **options).returncode, 64, options)
            self.assertEqual(upload.read_bytes(), before)


class Structure(html.parser.HTMLParser):
    """What a screen reader goes by."""

    def __init__(self, text):
        super().__init__()
        self.headings, self.tags, self.attributes, self.languages = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attributes]
        self.languages += [value for name, value in attributes if name == "lang"]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))


@unittest.skipUnless(os.environ.get("ALL"), "takes the machine for itself")
class Speed(Checked):
    def test_a_country_takes_less_than_a_second(self):
        """Of processors: what else the machine does counts little."""
        for country in LANGUAGES:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            self.assertEqual(check(*uploads(country), country=country).returncode, 0)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            self.assertLess(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1, country)


class Told(Checked):
    """What is told once, and in words of every language under one code."""

    def test_measures_are_known_by_codes(self):
        measures = [self.report(*uploads("AL"), country="AL", language=language)[1]["files"][0]["measures"]
                    for language in ("sq", "en")]
        codes = [[(measure["code"], measure.get("count"), measure.get("base")) for measure in told] for told in measures]
        self.assertEqual(*codes)
        self.assertNotEqual(*[[measure["name"] for measure in told] for told in measures])
        self.assertEqual(
            [code for code, _, _ in codes[0]][:5],
            ["quality.speeders", "quality.straight", "quality.blank", "quality.other", "quality.ended"])
        self.assertTrue(any(count for _, count, _ in codes[0]))
        self.assertTrue(all(count in (None, 0) or count >= 5 for _, count, _ in codes[0]))

    def test_consent_that_does_not_fit_the_status_is_one_thing_to_do(self):
        for answer, code in (("", "answer.blank-consent"), ("2", "row.status-contradiction")):
            upload = refused.Upload("CO", 40, 1)
            upload.complete()[0][upload.source("consent")] = answer
            path = self.folder / "upload.csv"
            path.write_bytes(upload.bytes)
            _, report = self.report(path, country="CO")
            self.assertEqual([item["code"] for item in report["files"][0]["todo"]], [code])


class Masked(Checked):
    """What the page does not tell is told by no form of the report."""

    def assert_masked(self, report):
        """No count of interviews below five is told, none can be told from the others, and what the page leaves out, JSON
        leaves out."""
        file = report["files"][0]
        told = dict(file.get("interviews", {}))
        started = told.pop("started", 0)
        hidden = [count for count in told.values() if count is None]
        self.assertFalse(any(count is not None and count < FEW for count in told.values()), told)
        rest = started - sum(count or 0 for count in told.values())
        self.assertTrue(rest == 0 if not hidden else len(hidden) > 1 and rest >= FEW, told)
        for measure in file["measures"]:
            shown = {int(number) for number in re.findall(r"\d+", measure["value"])}
            given = {measure[name] for name in ("count", "base") if measure.get(name) is not None}
            self.assertLessEqual(given, shown, measure)
            if measure["code"] == "quality.ended" and not shown:
                self.assertIn(told.get("break-off"), (None, 0))
                self.assertNotIn("quality.ended-at", [other["code"] for other in file["measures"]])
                notes = [note for note in file["quality"] if note["code"] == "quality.break-off"]
                self.assertFalse([note for note in notes if note.get("count") or re.search(r"\d", note["what"])])

    def test_a_break_off_is_told_at_the_question_itself(self):
        """Of the sample's truth: the column holds the answer, not the words beside it, and a question in several columns is named
        without one of its options."""
        with (SAMPLES / "truth" / "truth.csv").open(encoding="utf-8", newline="") as file:
            truth = [(row["country"], row["ended_at"]) for row in csv.DictReader(file) if row["disposition"] == "break-off"]
        for country in LANGUAGES:
            told = [measure for measure in self.report(*uploads(country), country=country)[1]["files"][0]["measures"]
                    if measure["code"] == "quality.ended-at"]
            self.assertTrue(told, country)
            for measure in told:
                questions = [name for name, count in collections.Counter(
                    ended for land, ended in truth if land == country).items() if count == measure["count"]]
                headers = {header for name in questions for header in answer_headers(country, name)}
                self.assertTrue(any(measure["header"].startswith(header) for header in headers), (country, measure, questions))

    def test_in_samples_and_seeded_files(self):
        for country in LANGUAGES:
            self.assert_masked(self.report(*uploads(country), country=country)[1])
        for defect in refused.DEFECTS:
            self.assert_masked(json.loads(refused_check(defect.file)[2].read_text(encoding="utf-8")))

    def break_offs(self, held):
        """Thirty interviews of which seven broke off at one question, and a few rows where consent is not known."""
        upload = refused.colombia(400)
        complete, broken = upload.complete()[:21], upload.complete()[21:28]
        place = upload.source("resp_education")
        for row in broken:
            row[place:] = [""] * (len(row) - place)
            row[upload.column("ESTADO")] = "parcial"
        unknown = upload.complete()[21:21 + held]
        for row in unknown:
            row[upload.source("consent")] = "?"
        upload.rows[1:] = complete + broken + unknown
        path = self.folder / "upload.csv"
        path.write_bytes(upload.bytes)
        return path

    def test_what_would_tell_of_a_few(self):
        """Beside two interviews that are held, seven that broke off would tell of the two."""
        for held, told in ((0, 7), (2, None)):
            page = self.folder / "report.html"
            run, report = self.report(self.break_offs(held), country="CO", language="en", html=page)
            self.assert_masked(report)
            file = report["files"][0]
            self.assertEqual(file["interviews"].get("break-off"), told)
            note = next(item for item in file["quality"] if item["code"] == "quality.break-off")
            self.assertEqual(note.get("count"), told)
            shown = "ended at this question (7)"
            for text in (run.stdout, page.read_text(encoding="utf-8"), note["what"]):
                self.assertEqual(shown in text, told is not None)


class Page(Checked):
    def page(self, path, country, **options):
        target = self.folder / "report.html"
        check(path, country=country, html=target, **options)
        return target.read_text(encoding="utf-8")

    def test_structure(self):
        for name, country in (("CO/unknown-answers.csv", "CO"), ("AL/missing-column.csv", "AL")):
            text = self.page(SAMPLES / "refused" / name, country)
            structure = Structure(text)
            self.assertEqual(structure.languages[0], LANGUAGES[country])
            self.assertEqual(structure.headings[0], 1)
            self.assertEqual(structure.headings.count(1), 1)
            for one, next_one in zip(structure.headings, structure.headings[1:]):
                self.assertLessEqual(next_one, one + 1)
            self.assertEqual(structure.tags.count("main"), 1)
            self.assertFalse({"script", "img", "link", "iframe", "form", "object"} & set(structure.tags))
            self.assertFalse({"src", "href", "onclick", "style"} & set(structure.attributes))
            self.assertNotIn("http", text)
            self.assertNotIn("@import", text)

    def test_contrast(self):
        """Every colour of text against every ground it stands on, light and dark: 4.5 to 1 at least."""
        text = self.page(self.upload("AL"), "AL")
        blocks = [dict(re.findall(r"--(\w+): (#\w{6})", part)) for part in re.findall(r":root \{.*?\}", text, re.S)]
        self.assertEqual(len(blocks), 2)
        for colours in blocks:
            for ink in ("ink", "soft", "bar2"):
                for ground in ("page", "fill"):
                    if (ink, ground) != ("bar2", "fill"):
                        self.assertGreaterEqual(contrast(colours[ink], colours[ground]), 4.5 if ink != "bar2" else 3)

    def test_headers_are_in_the_questionnaires_language(self):
        text = self.page(SAMPLES / "refused" / "CO" / "unknown-answers.csv", "CO", language="ro")
        structure = Structure(text)
        self.assertEqual(structure.languages[0], "ro")
        self.assertIn("es", structure.languages)
        self.assertRegex(text, r"coloana <b>[A-Z]+</b> – <span lang=\"es\">P08</span>")


def contrast(one, other):
    def luminance(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


class Identifying(Checked):
    """What cells give away is told by column and kind, and is nobody's fault."""

    def found(self, change, country="CO"):
        upload = refused.Upload(country, 12, 1)
        _, before = self.identifying(upload)
        change(upload)
        run, after = self.identifying(upload)
        return run, [item for item in after if item not in before]

    def identifying(self, upload):
        path = self.folder / "upload.csv"
        path.write_bytes(upload.bytes)
        run, report = self.report(path, country=upload.country, language="en")
        keys = ("code", "kind", "column", "header", "count", "rows")
        return run, [{key: item.get(key) for key in keys} for item in report["files"][0]["identifying"]]

    def cells(self, variable, operation, text):
        def change(upload):
            upload.place = upload.source(variable, operation)
            for row in (3, 5):
                upload.cell(row, upload.place, text)
        return change

    def test_names_and_numbers_in_translations_and_originals(self):
        for operation, text, code, kinds in (
                ("translation", "my colleague Besa Hoxha helped, call +57 300 555 0199", "answer.identifier", ["person", "phone"]),
                ("original", "lo supo por Juan Pérez, tel. +57 300 555 0199", "original.identifier", ["person", "phone"])):
            run, found = self.found(self.cells("awareness_comment", operation, text))
            self.assertEqual([(item["code"], item["kind"]) for item in found], [(code, kind) for kind in kinds])
            for item in found:
                self.assertGreaterEqual(item["count"], 2)
                self.assertLessEqual({3, 5}, set(item["rows"]))
                self.assertTrue(item["header"])
            self.assertEqual(run.returncode, 0, run.stdout)
            for word in ("Hoxha", "Pérez", "0199"):
                self.assertNotIn(word, run.stdout)
            self.assertRegex(run.stdout, r"Names of people.*\d+ times, ")

    def test_names_where_nobody_expects_any(self):
        run, found = self.found(lambda upload: upload.with_column("Nota", ["visto por Juan Pérez", ""]))
        self.assertEqual([(item["code"], item["kind"], item["header"]) for item in found], [("cell.identifier", "person", None)])
        self.assertNotIn("Pérez", run.stdout)
        run, found = self.found(self.cells("resp_gender", None, "señora María Gómez"))
        self.assertEqual([(item["code"], item["kind"]) for item in found], [("cell.identifier", "person")])

    def test_the_verdict_says_nothing_of_it(self):
        """The merge reads no originals: what only the check sees is no part of what both come to."""
        _, report = self.report(self.upload("AL"), country="AL")
        kinds = {item["code"] for item in report["files"][0]["identifying"]}
        self.assertLessEqual({"answer.identifier"}, kinds)
        self.assertTrue(report["ready"])


class Canaries(Checked):
    def test_no_answer_of_a_respondent_is_in_any_report(self):
        """Values of every column of an upload, in two spellings, the id's and the country's columns too: none of them occurs in
        what the check, the watch and the merge write and print, the state folder included."""
        runs = []
        for place, defect in enumerate(refused.DEFECTS):
            run, *pages = refused_check(defect.file)
            runs.append(run)
            for page in pages:
                shutil.copy(page, self.out_file(f"{place}{page.suffix}"))
        spoilt, values = self.canaries()
        runs.append(check(spoilt, country="CO", html=self.out_file("c.html"), json=self.out_file("c.json")))
        self.assertEqual(runs[-1].returncode, 3)
        elsewhere, more = self.canaries_elsewhere()
        runs.append(check(elsewhere, country="CO", html=self.out_file("e.html"), json=self.out_file("e.json")))
        self.assertEqual(runs[-1].returncode, 2)
        values |= more
        searched = values | self.values()
        self.assertGreater(len(searched), 2500)
        shutil.rmtree(self.inbox / "CO")
        (self.inbox / "CO").mkdir()
        shutil.copy(spoilt, self.inbox / "CO")
        shutil.copy(elsewhere, self.inbox / "CO")
        runs += [weir("watch", STUDY, "--inbox", self.inbox, "--once"), merge(self.inbox, self.out, "--partner-reports")]
        self.assertEqual([run.returncode for run in runs[-2:]], [0, 3])
        for path in self.inbox.glob("*/report-*.html"):
            shutil.copy(path, self.out_file(f"{path.parent.name}.html"))
        self.assertEqual(self.held(self.folder / "reports", runs, searched), [])
        # Open answers are in the internal data set, scrubbed; of the canaries none is.
        self.assertTrue(any((self.out / "state").rglob("ledger.sqlite")))
        self.assertEqual(self.held(self.out, [], values), [])

    @staticmethod
    def held(folder, runs, values):
        everything = Everything(folder, *runs)
        return [value for value in sorted(values) if everything.holds(value)]

    @staticmethod
    def values():
        definition = folded("\n".join(
            path.read_text(encoding="utf-8") for path in STUDY.rglob("*.csv") if path.parent.name != "sample"))
        return {
            value for value in planted() + source_ids() + open_answers("original") + open_answers("english")
            if len(value) >= 5 and folded(value) not in definition and not re.fullmatch(r"\d{1,4}", value)}

    def out_file(self, name):
        (self.folder / "reports").mkdir(exist_ok=True)
        return self.folder / "reports" / name

    @staticmethod
    def plant(upload, column):
        """A value of its own in a column, and in another row as somebody else would write it. What is looked for is shorter
        than the cell, so that a part of it is found too."""
        word, row = f"canary{column}zq", 1 + column
        accented = f"CÁNÄRY{column}ŽQ"
        upload.rows[row][column], upload.rows[row + 130][column] = f"{word}@example.org", f"Señora {accented} Gómez"
        return {word, accented, f"{word}@example.org", f"Señora {accented} Gómez"}

    def canaries(self):
        """Values in every column, and a column that nobody declared, header and all."""
        upload = refused.colombia(300)
        values = set()
        # Rows of another country would refuse the file before anything else is told.
        for column in set(range(len(upload.rows[0]))) - {upload.column("PAIS")}:
            values |= self.plant(upload, column)
        upload.rows[0].append("Header of a canary, Besa Hoxha")
        for row in upload.rows[1:]:
            row.append("canary beyond")
        values |= {"Header of a canary, Besa Hoxha", "canary beyond"}
        path = self.folder / "canary.csv"
        path.write_bytes(upload.bytes)
        return path, values

    def canaries_elsewhere(self):
        """The same in the column that names the country, for which the file is refused, and in the ids."""
        upload = refused.colombia(300)
        values = self.plant(upload, upload.column("PAIS")) | self.plant(upload, 0)
        path = self.folder / "elsewhere.csv"
        path.write_bytes(upload.bytes)
        return path, values


if __name__ == "__main__":
    unittest.main()
