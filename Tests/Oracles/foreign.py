#!/usr/bin/env python3
"""Fetches the source packages whose test files test_foreign.py opens, into .build/foreign. `make test-all` runs it."""

import pathlib
import subprocess
import sys
import tarfile

from weir_program import ROOT

FOLDER = ROOT / ".build" / "foreign"
PACKAGES = ("agate==1.12.0", "agate-excel==0.4.1", "csvkit==2.0.1", "xlsx2csv==0.8.3")


def fetch():
    """Downloads what is not there, through pip."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for package in PACKAGES:
        name = package.replace("==", "-")
        if (FOLDER / name).is_dir():
            continue
        subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "--dest", FOLDER,
                        package], check=True)
        with tarfile.open(next(FOLDER.glob(f"{name}*.tar.gz"))) as archive:
            archive.extractall(FOLDER, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))


if __name__ == "__main__":
    fetch()
