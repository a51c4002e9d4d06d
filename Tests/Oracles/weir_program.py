"""Runs the weir program for the outside tests, and knows where the study and its samples are."""

import atexit
import fcntl
import functools
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
STUDY = ROOT / "Pipelines" / "frontline-workers"
SAMPLES = ROOT / "Samples" / "frontline-workers"
WEIR = os.environ.get("WEIR", str(ROOT / ".build" / "release" / "weir"))


def weir(*arguments, environment=None, prefix=(), folder=None):
    """Runs the program; its output is text."""
    return subprocess.run(
        [*prefix, WEIR, *map(str, arguments)], capture_output=True, text=True, cwd=folder,
        env={**os.environ, **(environment or {})}, check=False)


def withholding(folder):
    """A copy of the study that withholds every open answer instead of letting it through scrubbed."""
    study = pathlib.Path(folder) / STUDY.name
    shutil.copytree(STUDY, study)
    pipeline = study / "pipeline.yaml"
    text = pipeline.read_text(encoding="utf-8")
    pipeline.write_text(text.replace("open answers: scrub", "open answers: withhold"), encoding="utf-8")
    return study


def merge(inbox, out, *more, study=STUDY, **options):
    """One night with the public sample keys."""
    return weir("merge", study, "--inbox", inbox, "--out", out, "--demonstration", *more, **options)


@functools.cache
def made():
    """Where what many tests begin with is made once: Tests/Oracles/run says where, for all files; else this process does."""
    if folder := os.environ.get("WEIR_MADE"):
        return pathlib.Path(folder)
    holder = tempfile.TemporaryDirectory()
    atexit.register(holder.cleanup)
    return pathlib.Path(holder.name)


def once(name, make):
    """A folder that `make` fills the first time it is asked for, also by another process. Nobody writes into it later."""
    folder = made() / name
    with open(made() / f"{name}.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            draft = made() / f"{name}.draft"
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir()
            make(draft)
            draft.rename(folder)
    return folder


def first_night(out):
    """The samples' first night with the public sample keys, made once and copied; what it said. Copies of the study and of
    the inbox are the same to it: a data set and its memory do not know where they lie."""
    def make(folder):
        run = merge(SAMPLES / "inbox", folder / "out")
        (folder / "status").write_text(str(run.returncode), encoding="utf-8")
        (folder / "stdout").write_text(run.stdout, encoding="utf-8")
        (folder / "stderr").write_text(run.stderr, encoding="utf-8")

    folder = once("first-night", make)
    shutil.copytree(folder / "out", out, symlinks=True, dirs_exist_ok=True)
    status, printed, told = ((folder / name).read_text(encoding="utf-8") for name in ("status", "stdout", "stderr"))
    return subprocess.CompletedProcess([], int(status), printed, told)


def left_behind(home):
    """Files in a home folder but the program's own compiled patterns, which are the same whatever was read."""
    files = [path.relative_to(home) for path in pathlib.Path(home).rglob("*") if path.is_file()]
    return [path for path in files if str(path) != ".cache/weir/patterns"]


def current(out):
    """The folder of the newest data set."""
    return pathlib.Path(out) / "internal" / STUDY.name / "current"


# What a night writes into an inbox, also into that of the samples when somebody does as the README says.
BESIDE_UPLOADS = ("report-*", "receipt-*")


def uploads(country, inbox=SAMPLES / "inbox"):
    """The uploads of a country, those of the samples by default, without what a night wrote beside them."""
    return sorted(path for path in (inbox / country).iterdir() if not path.name.startswith((".", "report-", "receipt-")))


def copy_of_inbox(target):
    """A copy of the sample inbox, of its uploads alone."""
    return shutil.copytree(SAMPLES / "inbox", target, ignore=shutil.ignore_patterns(*BESIDE_UPLOADS))


class Night(unittest.TestCase):
    """A test with a folder of its own and a copy of the sample inbox."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        self.inbox = self.folder / "inbox"
        self.out = self.folder / "out"
        copy_of_inbox(self.inbox)

    def keep(self, *countries):
        """Takes the other countries out of the inbox: for a test to which it does not matter how many there are."""
        for folder in self.inbox.iterdir():
            if folder.name not in countries:
                shutil.rmtree(folder)

    def first_night(self):
        """The night of the samples as they are, without making it anew."""
        return first_night(self.out)

    def upload(self, country):
        return uploads(country, self.inbox)[0]

    def table(self, run):
        """The printed table: country to its cells by column title."""
        lines = [line for line in run.stdout.splitlines() if line.strip()]
        titles = [title.strip() for title in lines[0].split("  ") if title.strip()]
        rows = {}
        for line in lines[1:]:
            cells = line.split()
            if len(cells) == len(titles) and all(cell.isdigit() for cell in cells[1:]):
                rows[cells[0]] = dict(zip(titles[1:], map(int, cells[1:])))
        return rows
