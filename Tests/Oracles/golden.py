#!/usr/bin/env python3
"""What weir says about each file under Samples/refused, word for word, kept in Tests/Cases/refused. `make samples` writes
them anew; a change of a message shows as a change of these files."""

import pathlib
import shutil
import tempfile

import weir_program

FOLDER = weir_program.ROOT / "Tests" / "Cases" / "refused"
REFUSED = weir_program.SAMPLES / "refused"


def files():
    """The files that are refused or reported, by country and name."""
    return sorted(path.relative_to(REFUSED) for path in REFUSED.rglob("*") if path.is_file())


def messages(file):
    """What is said about a file that lies alone in an inbox."""
    with tempfile.TemporaryDirectory() as name:
        inbox = pathlib.Path(name) / "inbox"
        (inbox / file.parent).mkdir(parents=True)
        # With its time: a file of this moment would be waited for.
        shutil.copy2(REFUSED / file, inbox / file)
        lines = weir_program.merge(inbox, pathlib.Path(name) / "out").stderr.splitlines()
    said, is_about = [], False
    for line in lines:
        if not line.startswith(" "):
            is_about = line.startswith(file.as_posix())
        if is_about:
            said.append(line)
    return "".join(line + "\n" for line in said or notes(file))


def notes(file):
    """What its partner is told of a file that the merge takes without a word. The verdict's number changes with the study."""
    run = weir_program.weir(
        "check", REFUSED / file, "--study", weir_program.STUDY, "--country", file.parts[0], "--language", "en")
    return [line for line in run.stdout.splitlines() if not line.startswith("Verdict number")]


def golden(file):
    """Where a file's messages are kept."""
    return FOLDER / file.parent / f"{file.name}.txt"


def write():
    """Writes all anew."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    for file in files():
        golden(file).parent.mkdir(parents=True, exist_ok=True)
        golden(file).write_text(messages(file), encoding="utf-8")


if __name__ == "__main__":
    write()
