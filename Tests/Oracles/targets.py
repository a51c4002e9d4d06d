#!/usr/bin/env python3
"""Counts the published figures in a sample's truth, and says which of them the sample reproduces.

    targets.py --study Pipelines/frontline-workers --targets targets.csv --truth DIR/truth.csv

A target (id, group, question, row, codes, n, base, basis) asks how many complete rows of a group gave one of the
answers. The group is `all`, or conditions such as `country=BA;org_type=ngo` that must all hold. Codes are names of
categories, or ranges of numbers such as `1..100` with both ends in, separated by blanks; any of them counts. A matrix
row is `question` and `row`; an option of a multi-select counts where it was picked. Only `n` is judged: the base is
what a report prints, which is not always who answered.

Exit status 0: all are reproduced. 1: some are not; each is listed. 2: a file could not be read.
"""

import argparse
import csv
import re
import sys

import remerge

# A target may count those who were asked and left a question blank.
NO_ANSWER = "-"
# Dispositions are counted over all rows; the figures' words gather several of them.
DISPOSITIONS = {
    "complete": {"complete"}, "break-off": {"break-off", "sufficient partial"},
    "not eligible": {"not eligible", "under age"},
}
COLUMNS = ["id", "group", "question", "row", "codes", "n", "base", "basis"]
RANGE = re.compile(r"(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)", re.ASCII)


class Unaskable(Exception):
    """A target that the codebook gives no way to count."""


class DispositionTarget:
    """How many rows, of all or of one country, came to a disposition."""

    def __init__(self, line):
        self.line = line
        self.wanted = whole(line["n"])
        self.words = DISPOSITIONS[line["codes"]]
        self.country = line["group"].removeprefix("country=")
        self.found = 0

    def look_at(self, respondent):
        if self.country in ("all", respondent.country):
            self.found += respondent.disposition in self.words

    @property
    def is_reproduced(self):
        return self.found == self.wanted

    def report(self):
        return f"{self.line['id']}: {self.wanted} wanted, {self.found} found"


class Target:
    """One figure, and how many rows were found so far. `problem` says why nothing can be counted."""

    def __init__(self, line, codebook):
        self.line = line
        self.found = self.answered = 0
        self.problem = None
        self.conditions = []
        try:
            self.wanted = whole(line["n"])
            self.conditions = group(line["group"], codebook)
            self.place, self.counts = question(line, codebook)
            self.asks = remerge.UniverseReader(codebook[self.place].universe, codebook).read()
        except Unaskable as error:
            self.problem = str(error)

    def look_at(self, respondent):
        if respondent.disposition == "complete":
            self.look(respondent.answers)

    def look(self, answers):
        """Takes one complete row into account."""
        if self.problem or not all(counts(answers[place]) for place, counts in self.conditions):
            return
        if self.line["codes"].strip() == NO_ANSWER and not self.asks(answers):
            return
        self.answered += answers[self.place] != ""
        self.found += self.counts(answers[self.place])

    @property
    def is_reproduced(self):
        return not self.problem and self.found == self.wanted

    def report(self):
        """What is wrong, in one line."""
        if self.problem:
            return f"{self.line['id']}: {self.problem}"
        return (f"{self.line['id']}: {self.wanted} wanted (base {self.line['base'] or 'unknown'}), "
                f"{self.found} found ({self.answered} answered)")


def whole(text):
    if not re.fullmatch(r"\d+", text, re.ASCII):
        raise Unaskable("n is not a whole number")
    return int(text)


def group(text, codebook):
    """The conditions of a group: places in the codebook, each with a test of the answer there."""
    if text.strip() in ("", "all"):
        return []
    pairs = [part.partition("=") for part in text.split(";")]
    if not all(sign for _, sign, _ in pairs):
        raise Unaskable(f"the group '{text}' is not understood")
    return [condition(name.strip(), codes, codebook) for name, _, codes in pairs]


def question(line, codebook):
    row = line["row"].strip()
    return condition(line["question"].strip() + (f"_{row}" if row else ""), line["codes"], codebook)


def condition(name, codes, codebook):
    """A variable's place, and the test whether an answer is among the codes."""
    place = next((place for place, variable in enumerate(codebook) if variable.name == name), None)
    if place is None:
        raise Unaskable(f"the codebook delivers no {name}")
    if codebook[place].kind not in TESTS:
        raise Unaskable(f"{name} is open text")
    names = re.split(r"[|\s]+", codes.strip())
    if not codes.strip():
        raise Unaskable(f"no codes of {name}")
    if names == [NO_ANSWER]:
        return place, lambda answer: answer == ""
    return place, TESTS[codebook[place].kind](codebook[place], names)


def known(variable, names):
    unknown = [name for name in names if name not in variable.codes]
    if unknown:
        raise Unaskable(f"{variable.name} has no category {', '.join(unknown)}")


def one_of(variable, names):
    known(variable, names)
    codes = {variable.codes[name] for name in names}
    return lambda answer: answer in codes


def any_picked(variable, names):
    known(variable, names)
    options = [place for place, name in enumerate(variable.codes) if name in names]
    return lambda answer: answer != "" and any(answer[option] == "1" for option in options)


def within(variable, ranges):
    matches = [RANGE.fullmatch(text) for text in ranges]
    if not all(matches):
        raise Unaskable(f"{variable.name} is a number and needs ranges such as 1..100")
    ends = [(float(match[1]), float(match[2])) for match in matches]
    # A missing code such as 9998 is no number, even if a range is wide enough.
    return lambda answer: (
        answer != "" and not remerge.is_missing(answer) and any(low <= float(answer) <= high for low, high in ends)
    )


TESTS = {"coded": one_of, "multi": any_picked, "number": within}


def count(study, truth, path):
    """All targets of a file, counted."""
    codebook = remerge.read_codebook(study)
    targets = [
        DispositionTarget(line) if line["question"] == "disposition" else Target(line, codebook)
        for line in remerge.table(path, *COLUMNS)]
    for respondent in remerge.TruthReader(truth, codebook):
        for target in targets:
            target.look_at(respondent)
    return targets


def arguments(words):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--study", required=True, help="the study's folder, with codebook/")
    parser.add_argument("--targets", required=True, help="the published figures to reproduce")
    parser.add_argument("--truth", required=True, help="the sampler's truth.csv")
    return parser.parse_args(words)


def main(words=None):
    options = arguments(words)
    try:
        targets = count(options.study, options.truth, options.targets)
    except (remerge.Trouble, OSError, EOFError, UnicodeError, csv.Error) as error:
        print(f"targets: cannot count: {error}", file=sys.stderr)
        return 2
    missed = [target for target in targets if not target.is_reproduced]
    for target in missed:
        print(target.report())
    print(f"{len(targets) - len(missed)}/{len(targets)} targets reproduced")
    return 1 if missed or not targets else 0


if __name__ == "__main__":
    sys.exit(main())
