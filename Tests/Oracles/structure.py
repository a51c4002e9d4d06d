"""Derives hidden cells of a release from the questionnaire alone: who was asked what, how many options may be picked.

A suppressed cell whose value follows from the cells that are told hides nothing. This checker knows the form, not the
data, the reports or how weir works; the exact solver knows these too, and takes minutes where this takes a second.
"""

import collections
import csv

SUPPRESSED, NOT_ASKED, FIRST_REASON = "9997", "9990", 9990
NUMBERS = ("slider", "number")


def family(column):
    """The question that a column is of."""
    return column.split("__")[0]


class Form:
    """What decides whether a question is asked, by `variables.csv` and `categories.csv`."""

    def __init__(self, study):
        lists = collections.defaultdict(dict)
        with (study / "codebook" / "categories.csv").open(encoding="utf-8") as file:
            for line in csv.DictReader(file):
                lists[line["list_name"]][line["name"]] = line["code"]
        self.gates, self.codes, self.limits, self.numeric = {}, {}, {}, set()
        with (study / "codebook" / "variables.csv").open(encoding="utf-8") as file:
            for line in csv.DictReader(file):
                name = line["name"]
                self.codes[name] = lists.get(line["list_name"], {})
                if line["type"] in NUMBERS:
                    self.numeric.add(name)
                if line["select_limit"]:
                    self.limits[name] = int(line["select_limit"])
                gate = self.gate(line["universe"])
                if gate:
                    self.gates[name] = gate

    @staticmethod
    def gate(universe):
        """The question, the comparison and the value of `${question} = 'value'`; other universes are left to the solver."""
        words = universe.split()
        if len(words) != 3 or not words[0].startswith("${"):
            return None
        return words[0][2:-1], words[1], words[2].strip("'")

    def asks(self, question, answer):
        """Whether who gave this answer to the gate is asked the question."""
        gate, comparison, value = self.gates[question]
        if float(answer) >= FIRST_REASON:
            return False
        if gate in self.numeric:
            return {">": float(answer) > float(value), "=": float(answer) == float(value)}[comparison]
        return (answer == self.codes[gate][value]) == (comparison == "=")

    def answers(self, gate):
        """What somebody may have answered to a question, and the reasons for which an answer is missing."""
        numbers = {"0", "50"} if gate in self.numeric else set(self.codes[gate].values())
        return numbers | {"9990", "9994"}


def derived(form, rows):
    """The hidden cells that follow from what is told: pairs of a row's place and a column."""
    options = collections.defaultdict(list)
    for column in rows[0]:
        options[family(column)].append(column)
    return {(place, column) for place, row in enumerate(rows)
            for found in (not_asked(form, row, options), gates(form, row, options), choices(form, row, options))
            for column in found}


def not_asked(form, row, options):
    """A question that whoever gave the told answer was not asked."""
    for question, (gate, _, _) in form.gates.items():
        if question in options and row.get(gate, SUPPRESSED) != SUPPRESSED and not form.asks(question, row[gate]):
            yield from (column for column in options[question] if row[column] == SUPPRESSED)


def gates(form, row, options):
    """An answer that a told follow-up leaves as the only one."""
    for gate in {gate for gate, _, _ in form.gates.values()}:
        if row.get(gate) != SUPPRESSED:
            continue
        left = form.answers(gate)
        for question, (other, _, _) in form.gates.items():
            told = {row[column] for column in options.get(question, [])} - {SUPPRESSED}
            if other == gate and told:
                was_asked = told != {NOT_ASKED}
                left = {answer for answer in left if form.asks(question, answer) == was_asked}
        # That somebody had some tells no number.
        if len(left) == 1 and not (gate in form.numeric and left == {"50"}):
            yield gate


def choices(form, row, options):
    """The last option of a multi-select in which none is picked, and all others where no more may be picked."""
    for question, columns in options.items():
        hidden = [column for column in columns if row[column] == SUPPRESSED]
        if len(columns) < 2 or not hidden or len(hidden) == len(columns):
            continue
        picked = sum(row[column] == "1" for column in columns)
        is_answered = any(row[column] in ("0", "1") for column in columns)
        if picked == 0 and len(hidden) == 1 and is_answered or not is_answered:
            yield from hidden
        elif question in form.limits and picked >= form.limits[question]:
            yield from hidden
