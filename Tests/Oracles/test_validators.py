"""Outside validators accept a data set and a release as they are, offline, with nothing to say about them.

`make validator-tools` installs them. With the tools there, or ALL=1, these tests run; ALL=1 without the tools fails."""

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import unittest

import validator_tools
from data_sets import DataSets

PYTHON = validator_tools.FOLDER / "bin" / "python"

PACKAGE = """
import json, sys, frictionless
report = frictionless.validate(sys.argv[1])
print(json.dumps([report.flatten(["type", "note"]), report.stats, [task.stats for task in report.tasks]]))
"""
GRAPH = """
import sys
from prov.model import ProvDocument
before = ProvDocument.deserialize(sys.argv[1])
after = ProvDocument.deserialize(content=before.serialize())
assert before == after
print(len(before.unified().records))
"""
SCHEMA = """
import sys
from lxml import etree
schema = etree.XMLSchema(etree.parse(sys.argv[1]))
schema.validate(etree.parse(sys.argv[2]))
print("\\n".join(str(error) for error in schema.error_log))
"""


def offline():
    """No proxy leads anywhere, so that a tool that asks the network fails."""
    nowhere = {name: "http://127.0.0.1:9" for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")}
    return {**os.environ, **nowhere}


@unittest.skipUnless(PYTHON.exists() or os.environ.get("ALL"), "make validator-tools installs the validators")
class Validators(DataSets):
    def run_python(self, code, *arguments, folder=None):
        done = subprocess.run([PYTHON, "-c", code, *map(str, arguments)], cwd=folder, env=offline(),
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()

    def package(self, folder):
        return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))

    def test_frictionless_validates_the_package(self):
        for folder in self.folders:
            findings, stats, tasks = json.loads(self.run_python(PACKAGE, "datapackage.json", folder=folder))
            self.assertEqual(findings, [], folder)
            self.assertEqual(tasks[0]["rows"], 413)
            self.assertGreater(tasks[0]["fields"], 100)

    def test_frictionless_finds_a_code_that_no_category_has(self):
        """The descriptor binds: it is no validator that accepts everything."""
        copy = self.root / "copy"
        shutil.copytree(self.internal, copy)
        path = copy / "data" / "merged.csv.gz"
        lines = gzip.decompress(path.read_bytes()).decode().splitlines()
        place = lines[0].split(",").index("resp_gender")
        # Cells before it hold no quotes.
        cells = lines[1].split(",")
        cells[place] = "7"
        lines[1] = ",".join(cells)
        path.chmod(0o600)
        path.write_bytes(gzip.compress("\n".join([*lines, ""]).encode(), mtime=0))
        package = self.package(copy)
        package["resources"][0]["bytes"] = path.stat().st_size
        package["resources"][0]["hash"] = "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
        (copy / "datapackage.json").chmod(0o600)
        (copy / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
        findings, _, _ = json.loads(self.run_python(PACKAGE, "datapackage.json", folder=copy))
        self.assertEqual([kind for kind, _ in findings], ["constraint-error"])
        self.assertNotEqual(findings, [])

    def test_rocrate_validator_accepts_the_crate_as_recommended(self):
        for folder in self.folders:
            report = self.root / "crate.json"
            # The validator opens its cache for writing.
            cache = self.root / "http"
            shutil.copy(validator_tools.FOLDER / "http.sqlite", f"{cache}.sqlite")
            subprocess.run(
                [PYTHON.with_name("rocrate-validator"), "-y", "--no-interactive", "validate", "--offline", "--cache-path", cache,
                 "-p", "process-run-crate-0.5", "-l", "recommended", "-f", "json", "-o", report, folder],
                env=offline(), capture_output=True, text=True, check=False)
            verdict = json.loads(report.read_text(encoding="utf-8"))
            found = [(issue["severity"], issue["message"]) for issue in verdict["issues"]]
            self.assertEqual(found, [], folder)
            self.assertTrue(verdict["passed"])

    def test_prov_loads_the_graph_and_writes_it_alike(self):
        for folder in self.folders:
            self.assertGreater(int(self.run_python(GRAPH, folder / "prov.json")), 15)

    def test_the_codebook_fits_the_schema(self):
        for folder in self.folders:
            found = self.run_python(SCHEMA, validator_tools.SCHEMA, folder / "documentation" / "ddi-codebook.xml")
            self.assertEqual(found, "", folder)

    def test_the_schema_finds_what_does_not_fit(self):
        text = (self.internal / "documentation" / "ddi-codebook.xml").read_text(encoding="utf-8")
        for old, new in (("<catValu>1</catValu>", "<value>1</value>"), ('missing="Y"', 'missing="yes"'),
                         ("ddi:codebook:2_5\"", "ddi:codebook:2_4\"")):
            self.assertIn(old, text)
            path = self.root / "wrong.xml"
            path.write_text(text.replace(old, new, 1), encoding="utf-8")
            self.assertNotEqual(self.run_python(SCHEMA, validator_tools.SCHEMA, path), "")


if __name__ == "__main__":
    unittest.main()
