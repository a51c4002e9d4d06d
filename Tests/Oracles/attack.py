"""Attacks a release with everything that is published: the release, the reports' figures, the questionnaire, and the
way in which weir suppresses.

A cell is safe when another world exists in which it has another value and everything published is the same; a person is
safe when k worlds put them into k different rows. Such worlds are constructed one by one and checked in full: each row is
an interview that agrees with the form, each printed count holds that holds in the true data, and the release, computed
from that world, is the same. Nothing of weir's own code is used. What cannot be shown to be safe counts as found.
"""

import collections
import csv
import gzip
import re

KEYS = ["country", "resp_gender", "resp_age_band", "org_type", "resp_exp_years"]
SUPPRESSED = "9997"
# A key of releases whose profile names it; `coded` says how they write it.
MONTH = "submitted_month"


def read(file):
    opened = gzip.open(file, "rt", encoding="utf-8") if str(file).endswith(".gz") else open(file, encoding="utf-8")
    with opened as text:
        return {row["pseudonym"]: row for row in csv.DictReader(text)}


def coded(truth):
    """The rows of an internal data set, with the month as releases write it: 2105 for May 2021."""
    for row in truth.values():
        row[MONTH] = row[MONTH][2:].replace("-", "") or "9998"
    return truth


def month_groups(study):
    """The months of the field period by the codes of their quarters, years and of any month: 2122, 2130, 9989."""
    period = re.search(r"^field_period: (\d{4})-(\d\d)\.\.(\d{4})-(\d\d)", (study / "pipeline.yaml").read_text(encoding="utf-8"), re.M)
    year, month, last_year, last_month = map(int, period.groups())
    groups = collections.defaultdict(list)
    while (year, month) <= (last_year, last_month):
        for group in (f"{year % 100}{20 + (month + 2) // 3}", f"{year % 100}30", "9989"):
            groups[group].append(f"{year % 100}{month:02}")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return groups


class Margin:
    """A printed count over the columns it looks at."""

    def __init__(self, line, columns, codes):
        self.id = line["id"]
        self.conditions = []
        groups = [] if line["group"] == "all" else [part.split("=", 1) for part in line["group"].split(";")]
        question = line["question"] + (f"_{line['row']}" if line["row"] else "")
        for name, words in [*groups, (question, line["codes"])]:
            self.conditions.append(self.condition(name, words, columns, codes))
        self.columns = {column for column, _ in self.conditions}
        # Print may say only about how many.
        self.about = tuple(map(int, line["n"].split(".."))) if ".." in line["n"] else None

    @staticmethod
    def condition(name, words, columns, codes):
        if ".." in words:
            low, high = map(float, words.split(".."))
            return name, lambda value: low <= float(value) <= high
        wanted = set()
        column = name
        for word in words.replace("|", " ").split():
            if word == "-":
                wanted.add("9994")
            elif f"{name}__{word}" in columns:
                column = f"{name}__{word}"
                wanted.add("1")
            else:
                wanted.add(codes[name, word])
        return column, lambda value: value in wanted

    def bounds(self, told):
        """What print says of a count that is this one: it, or the range in which it is."""
        return (min(told, self.about[0]), max(told, self.about[1])) if self.about else (told, told)

    def holds(self, row):
        return all(test(row[column]) for column, test in self.conditions)


def printed(study, columns, codes):
    """Every printed count. Where a chart's labels got lost, who has the report knows them all: each option counts."""
    with (study / "release" / "published.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    charts = {(line["group"], line["question"]): line for line in lines if line["codes"] == "?"}
    bars = [{**line, "id": f"{line['group']}, {column}", "codes": column.split("__")[1]}
            for (_, question), line in charts.items() for column in columns if column.startswith(question + "__")]
    return [Margin(line, columns, codes) for line in [*lines, *bars] if line["codes"] != "?"]


class Attack:
    def __init__(self, study, internal, released, known=frozenset()):
        """`known`: rows that an earlier release has; whoever compares the two can tell new rows from old ones."""
        self.known = known
        self.truth = coded(read(internal / "data" / "merged.csv.gz"))
        self.released = read(released)
        self.columns = [name for name in next(iter(self.released.values())) if name != "pseudonym"]
        self.keys = [key for key in [*KEYS, MONTH] if key in self.columns]
        codes, lists, self.follow = {}, {}, collections.defaultdict(set)
        with (study / "codebook" / "categories.csv").open(encoding="utf-8") as file:
            for line in csv.DictReader(file):
                lists.setdefault(line["list_name"], []).append((line["name"], line["code"]))
        self.family = {}
        with (study / "codebook" / "variables.csv").open(encoding="utf-8") as file:
            for line in csv.DictReader(file):
                for name, code in lists.get(line["list_name"], []):
                    codes[line["name"], name] = code
                for other in self.family:
                    if "${" + other + "}" in line["universe"]:
                        self.follow[other].add(line["name"])
                self.family[line["name"]] = line["name"]
        present = set(self.columns)
        margins = printed(study, present, codes)
        # Figures over columns that the release averages or withholds tell nothing about single cells there.
        self.margins = [margin for margin in margins if margin.columns <= present]
        self.rows = list(self.released)
        self.gated = [(gate, column) for gate, follows in self.follow.items() if gate in present
                      for column in self.columns if self.variable(column) in follows]
        self.learn_the_form()
        self.hidden = {name: {column for column in self.columns if self.released[name][column] == SUPPRESSED}
                       for name in self.rows}
        self.holding = collections.defaultdict(list)
        for margin in self.margins:
            for column in margin.columns:
                self.holding[column].append(margin)
        self.examples = []

    def variable(self, column):
        return column.split("__")[0]

    def blocks(self, name):
        """A row's hidden columns, those together that exchange together: keys with what is linked to them; a question
        with its follow-ups."""
        hidden = self.hidden[name]
        linked = {"org_services", "own_services", "awareness_public", *self.keys}
        keys = frozenset(column for column in hidden if self.variable(column) in linked)
        blocks = [keys] if keys else []
        rest = sorted(hidden - keys)
        roots = {self.variable(column) for column in rest}
        for root in sorted(roots):
            if any(root in self.follow[other] for other in roots if other != root):
                continue
            family, waiting = set(), [root]
            while waiting:
                next_ = waiting.pop()
                if next_ not in family:
                    family.add(next_)
                    waiting += self.follow[next_]
            blocks.append(frozenset(column for column in rest if self.variable(column) in family))
        return blocks

    def exchanged(self, one, other, block):
        """The two rows after exchanging what both hide of a block; None when somebody could tell."""
        a, b = self.truth[one], self.truth[other]
        moved = [column for column in block & self.hidden[other] if a[column] != b[column]]
        new_a = {**a, **{column: b[column] for column in moved}}
        new_b = {**b, **{column: a[column] for column in moved}}
        touched = {margin.id: margin for column in moved for margin in self.holding[column]}
        for margin in touched.values():
            if margin.holds(a) + margin.holds(b) != margin.holds(new_a) + margin.holds(new_b):
                return None
        return (new_a, new_b) if self.is_an_interview(new_a) and self.is_an_interview(new_b) else None

    def learn_the_form(self):
        """After which answers to a question each of its follow-ups was asked, and after which it was not."""
        self.after = collections.defaultdict(set)
        for gate, follow in self.gated:
            for row in self.truth.values():
                self.after[gate, follow].add((row[gate], row[follow] == "9990"))

    def is_an_interview(self, row):
        """The form: a follow-up was asked after answers after which it is asked; of a multi-select something was picked,
        or everything has one reason."""
        if any((row[gate], row[follow] == "9990") not in self.after[gate, follow] for gate, follow in self.gated):
            return False
        options = collections.defaultdict(list)
        for column in self.columns:
            if "__" in column:
                options[self.variable(column)].append(row[column])
        return all(set(values) <= {"0", "1"} and "1" in values or len(set(values)) == 1 for values in options.values())

    def run(self, k):
        places = collections.defaultdict(list)
        for name in self.rows:
            places[self.released[name]["country"], name in self.known].append(name)
        cells = narrowed = persons = too_few = 0
        for names in places.values():
            for one in names:
                others, changed = collections.defaultdict(set), set()
                for block in self.blocks(one):
                    # All of a block at once, and each of its questions alone.
                    parts = {block, *(frozenset(column for column in block if self.variable(column) == variable)
                                      for variable in {self.variable(column) for column in block})}
                    for other in names:
                        for part in parts if other != one else ():
                            after = self.exchanged(one, other, part)
                            if after is None:
                                continue
                            changed |= {column for column in part if after[0][column] != self.truth[one][column]}
                            told = [key for key in self.keys if key in block] and self.keys or sorted(block)
                            if all(after[1][column] == self.truth[one][column] for column in told):
                                others[block].add(other)
                    persons += 1
                    if 1 + len(others[block]) < k:
                        too_few += 1
                        self.examples.append((sorted(block)[:4], len(others[block])))
                    cells += len(block)
                    left = block - changed
                    narrowed += len(left)
                    self.examples += sorted(left)
        return {"suppressed cells": cells, "cells narrowed to one value": narrowed,
                "persons with something suppressed": persons, "persons narrowed to fewer than k": too_few,
                "published counts used": len(self.margins)}
