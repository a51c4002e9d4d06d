"""What the documents of a data set say agrees with its table, and in a release with what may be told."""

import collections
import csv
import gzip
import hashlib
import json
import re
import unittest
import xml.etree.ElementTree as ElementTree

from data_sets import DataSets
from test_release import codebook_counts, folder_of, release
from weir_program import SAMPLES, STUDY, merge

DDI = "{ddi:codebook:2_5}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def table(folder):
    path = next((folder / "data").glob("*.csv.gz"))
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def variables(folder):
    root = ElementTree.parse(folder / "documentation" / "ddi-codebook.xml").getroot()
    return root, {entry.get("name"): entry for entry in root.iter(DDI + "var")}


def frequencies(variable):
    """Each value that the codebook tells, with its count; None where it is masked."""
    counts = {}
    for category in variable.findall(DDI + "catgry"):
        told = category.find(DDI + "catStat")
        counts[category.findtext(DDI + "catValu")] = None if told is None else int(told.text)
    return counts


class Documents(DataSets):
    def test_every_count_of_the_internal_codebook_is_the_tables(self):
        rows = table(self.internal)
        _, found = variables(self.internal)
        self.assertEqual(list(found), list(rows[0]))
        checked = 0
        for name, variable in found.items():
            counts = collections.Counter(row[name] for row in rows)
            for value, count in frequencies(variable).items():
                self.assertEqual(count, counts[value], (name, value))
                checked += 1
            valid = variable.find(DDI + "sumStat")
            if valid is not None and name not in ("pseudonym", "submitted_month"):
                told = sum(count for value, count in counts.items() if value and not re.fullmatch("999[0-8]", value))
                self.assertEqual(int(valid.text), told, name)
        self.assertGreater(checked, 900)

    def test_wordings_are_in_all_languages_and_missing_is_flagged(self):
        _, found = variables(self.internal)
        question = found["resp_gender"].findall(f"{DDI}qstn/{DDI}qstnLit")
        self.assertEqual([text.get(LANGUAGE) for text in question], ["en", "sq", "bs", "ro", "es"])
        category = found["resp_gender"].find(DDI + "catgry")
        self.assertEqual([label.get(LANGUAGE) for label in category.findall(DDI + "labl")], ["en", "sq", "bs", "ro", "es"])
        flags = {(category.findtext(DDI + "catValu"), category.get("missing"))
                 for name, variable in found.items() if not name.endswith("__missing")
                 for category in variable.findall(DDI + "catgry")}
        self.assertTrue(all((flag == "Y") == (int(value) >= 9990) for value, flag in flags))

    def test_a_question_of_one_country_can_be_compared_with_no_other(self):
        _, found = variables(self.internal)
        degrees = {note.get("subject"): note.text for note in found["org_type_ba"].findall(DDI + "notes")
                   if note.get("type") == "comparability"}
        self.assertEqual(degrees, {"AL": "impossible", "BA": "complete", "CO": "impossible", "MD": "impossible",
                                   "MX": "impossible", "PE": "impossible"})

    def test_several_answers_are_one_group(self):
        root, found = variables(self.internal)
        groups = {group.get("name"): group.get("var").split() for group in root.iter(DDI + "varGrp")}
        names = {variable.get("ID"): name for name, variable in found.items()}
        self.assertGreater(len(groups), 3)
        for name, members in groups.items():
            self.assertTrue(all(names[member].startswith(name + "__") for member in members))

    def test_a_release_masks_in_every_document_what_its_page_masks(self):
        for folder, k in ((self.research, 3), (self.public, 5)):
            page = (folder / "documentation" / "codebook.html").read_text(encoding="utf-8")
            counted = codebook_counts(page)
            _, found = variables(folder)
            rows = table(folder)
            for name, variable in found.items():
                if name == "id":
                    continue
                shown = {code: None if count == "masked" else int(count) for (code, _), count in counted[name].items()}
                # Reasons that no row has are no line of the page.
                told = {code: count for code, count in frequencies(variable).items() if code in shown or count != 0}
                self.assertEqual(told, shown, name)
                counts = collections.Counter(row[name] for row in rows)
                for value, count in frequencies(variable).items():
                    self.assertIn(count, (None, counts[value]), (name, value))
                    self.assertFalse(count and count < k, (name, value))
                valid = variable.find(DDI + "sumStat")
                self.assertFalse(valid is not None and 0 < int(valid.text) < k, name)

    def test_an_archive_reads_what_respondents_of_practice_agreed_to(self):
        sentence = "Respondents agreed to: analysis, quotes, sharing, archive."
        root, _ = variables(self.research)
        self.assertTrue(root.findtext(f".//{DDI}confDec").startswith(sentence))
        # Practice takes for granted what the study's scope does not have.
        out = self.root / "practice"
        merge(SAMPLES / "inbox", out)
        done = release(STUDY, out)
        self.assertEqual(done.returncode, 0, done.stderr)
        root, _ = variables(folder_of(done))
        told = root.findtext(f".//{DDI}confDec")
        self.assertIn("For practice it is taken that the made-up respondents agreed to", told)
        self.assertIn("the study's own scope is analysis.", told)

    def test_a_release_tells_no_upload_no_pseudonym_and_no_internal_count(self):
        pseudonyms = {row["pseudonym"] for row in table(self.internal)}
        uploads = [json.loads(line)["sha256"] for line in (self.internal / "provenance.jsonl").read_text().splitlines()
                   if json.loads(line)["kind"] == "upload"]
        self.assertGreater(len(uploads), 5)
        for folder in (self.research, self.public):
            for path in ("datapackage.json", "prov.json", "documentation/ddi-codebook.xml", "ro-crate-metadata.json"):
                text = (folder / path).read_text(encoding="utf-8")
                self.assertFalse([name for name in pseudonyms if name in text], path)
                self.assertFalse([digest for digest in uploads if digest in text], path)

    def test_the_graph_names_uploads_and_what_a_release_came_from(self):
        graph = json.loads((self.internal / "prov.json").read_text(encoding="utf-8"))
        self.assertEqual(sum(name.startswith("weir:upload/") for name in graph["entity"]), 6)
        self.assertEqual(len(graph["wasDerivedFrom"]), 6)
        graph = json.loads((self.research / "prov.json").read_text(encoding="utf-8"))
        self.assertIn(f"weir:dataset/{self.internal.name}", graph["entity"])

    def test_the_package_names_every_file_of_data_or_says_why_not(self):
        for folder in (self.internal, self.research):
            package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
            others = package.get("weir:otherFiles", [])
            named = {file["path"]: file for file in [*package["resources"], *others]}
            lists = {"documentation/codes.csv", "documentation/columns.csv"}
            self.assertEqual(set(named), {f"data/{path.name}" for path in (folder / "data").iterdir()} | lists)
            for path, file in named.items():
                content = (folder / path).read_bytes()
                self.assertEqual((file["bytes"], file["hash"]), (len(content), "sha256:" + hashlib.sha256(content).hexdigest()))
                self.assertTrue(file["title"], path)
            self.assertTrue(all(file["reason"] for file in others))
            self.assertEqual(len({file["name"] for file in package["resources"]}), len(package["resources"]))

    def test_the_package_names_bytes_hash_licence_and_keys(self):
        for folder in (self.internal, self.research):
            package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
            resource = package["resources"][0]
            content = (folder / resource["path"]).read_bytes()
            self.assertEqual(resource["bytes"], len(content))
            self.assertEqual(resource["hash"], "sha256:" + hashlib.sha256(content).hexdigest())
            fields = {field["name"]: field for field in resource["schema"]["fields"]}
            self.assertEqual(resource["schema"]["primaryKey"], [next(iter(fields))])
            self.assertEqual(resource["schema"]["missingValues"], ["", *(str(code) for code in range(9990, 9999))])
            self.assertEqual(fields["resp_gender"]["constraints"]["enum"],
                             [category["value"] for category in fields["resp_gender"]["categories"]])
            self.assertEqual(len(package["contributors"]), 2)
        internal = json.loads((self.internal / "datapackage.json").read_text(encoding="utf-8"))
        self.assertEqual(internal["licenses"][0]["title"], "internal use only")


if __name__ == "__main__":
    unittest.main()
