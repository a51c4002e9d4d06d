#!/usr/bin/env python3
"""Fetches the packages whose test files test_foreign.py opens, from PyPI and Debian, into .build/foreign. `make test-all`
runs it."""

import pathlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile

from weir_program import ROOT

FOLDER = ROOT / ".build" / "foreign"
# Of these the wheel has the files, and is the same on every machine that asks for this one.
WHEELS = {"statsmodels"}
ANY_MACHINE = ("--only-binary", ":all:", "--platform", "manylinux2014_x86_64", "--python-version", "3.11")


def fetch(package):
    """The files of a package, `name-version` of PyPI or `name_version` of Debian; whether they are there."""
    folder = FOLDER / package
    if folder.is_dir():
        return True
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER) as holder:
        holder = pathlib.Path(holder)
        if not (debian if "_" in package else pypi)(package, holder):
            return False
        unpacked = holder / package
        (unpacked if unpacked.is_dir() else holder).rename(folder)
        holder.mkdir(exist_ok=True)
    return True


def done(*command, at=None):
    return subprocess.run(command, cwd=at, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


def pypi(package, holder):
    name, version = package.rsplit("-", 1)
    which = ANY_MACHINE if name in WHEELS else ("--no-binary", ":all:")
    if not done(sys.executable, "-m", "pip", "download", "-q", "--no-deps", *which, "--dest", holder, f"{name}=={version}"):
        return False
    packed = next(holder.iterdir())
    if packed.suffix == ".whl":
        with zipfile.ZipFile(packed) as archive:
            archive.extractall(holder)
    else:
        with tarfile.open(packed) as archive:
            archive.extractall(holder, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    return True


def debian(package, holder):
    """Another release of Debian has another version, and then it is not this package."""
    if not done("apt-get", "download", "-qq", package.replace("_", "=", 1), at=holder):
        done("apt-get", "update", "-qq")
        if not done("apt-get", "download", "-qq", package.replace("_", "=", 1), at=holder):
            return False
    return done("dpkg-deb", "-x", next(holder.glob("*.deb")), holder / package)


if __name__ == "__main__":
    for word in sys.argv[1:]:
        print(word, "is there" if fetch(word) else "cannot be fetched")
