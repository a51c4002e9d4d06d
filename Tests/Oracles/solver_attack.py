"""Attacks what was released with an exact solver (OR-tools, CP-SAT): which values could each suppressed cell have, and
which rows could be each person's, so that everything published stays true?

    python solver_attack.py STUDY MERGED.csv.gz[,…] PROFILE:K:RELEASED.csv.gz:TABLE.csv ... [finer:TABLE.csv] [not-weir]

prints the numbers as JSON; `not-weir` leaves out what is known of how weir works, for tables that it did not make.
Of several nights the first that has a row says what was true of it, because a released row stays as it was, and when the
person came. `finer` are the finest profile's tables in their order, those that releases of it were made of and those that
only coarser ones were: who came together is together in one of them.
The releases are given in their order, each with its table under the names of the internal data set: whoever attacks is
told for free which row of one release is which of another. They know:

- every cell that any of the releases tells, and who had taken part when each was made;
- the questionnaire: which answers there are, who is asked what, how many options may be picked;
- every printed count with its base, as if it had been counted in these very rows, the averaged shares included, every
  range of counts, and every mean;
- how weir works: rows that look alike in the keys are classes of k or more, each suppressed column of a class has two
  values at least; answers hidden for being rare hold at least one that fewer than k of the country gave, and two values.

The averaged shares are attacked by themselves (`Means`): there a mean is what it is, a rounded sum over the workers of a
group, groups are neighbours in size, whoever was asked further has some, and every printed count of a range of shares
holds. Not used against it: the sums of a country in which some hide the share, because nobody is told in whose mean these
were counted before; the means of a coarser profile, which are of the finer one's means; which of all groupings is the
best one; how shares hang together with one another.

A cell counts as narrowed unless the solver finds a world with another value in it; a person unless it finds k rows that
could be theirs. Most worlds are exchanges between two rows, which are looked for first and checked in full; the solver
decides what is left. Told apart are cells of which print alone tells the answer of everybody in the row's country, where
the release tells no country, and cells that the solver cannot decide in twenty minutes; persons whom it cannot decide count as
narrowed. Nothing of weir's own code is used.
"""

import collections
import csv
import gzip
import json
import pathlib
import sys
import time

from ortools.sat.python import cp_model

from attack import KEYS, MONTH, SUPPRESSED, coded, month_groups, printed, read

MISSING = 9990
# Of whom the reports print the mean share; None is everybody. They print some more as "about half", which says less.
MEANS = [("case_se_share", None), ("case_online_share", "MD"), ("case_online_share", "AL"), ("boys_ocsea_share", "AL"),
         ("boys_ocsea_share", "BA")]


def family(column):
    """The question that a column is of."""
    return column.split("__")[0]


class Release:
    def __init__(self, text):
        self.profile, k, released, table = text.split(":", 3)
        self.k = int(k)
        with gzip.open(released, "rt", encoding="utf-8") as file:
            self.columns = next(csv.reader(file))[1:]
        self.rows = {name: {column: row[column] for column in self.columns} for name, row in read(table).items()}
        self.fresh = set()


class Knowledge:
    """What is known of every cell: the values it could have on its own."""

    def __init__(self, study, merged, releases, finer=()):
        self.truth, self.came = {}, {}
        for place, night in enumerate(merged.split(",")):
            self.truth = {**coded(read(night)), **self.truth}
            for name in self.truth:
                self.came.setdefault(name, place)
        self.releases = releases
        self.names = sorted(set().union(*(release.rows for release in releases)))
        told = set().union(*(release.columns for release in releases))
        self.keys = [key for key in [*KEYS, MONTH] if key in told]
        self.columns = [column for column in next(iter(self.truth.values())) if column in told]
        self.read_definition(study)
        self.seen = {column: collections.Counter(row[column] for row in self.truth.values()) for column in self.columns}
        self.cells = {}
        for name in self.names:
            country = self.possible(name, "country")
            for column in self.columns:
                values = self.possible(name, column, country)
                if len(values) > 1 or any(self.is_hidden(release, name, column) for release in releases):
                    self.cells[name, column] = sorted(values)
        # The first table of the finest profile that each row is in: only those that come together are put together. A coarser
        # release was made from such a table as well, and may have told of some of a class before the others. Nobody knows who
        # of them had to wait, which is drawn by lot; everybody knows who had not taken part yet (`told_before`).
        self.since, self.told, seen = {}, {}, collections.defaultdict(set)
        for place, table in enumerate([*finer, *(release.rows for release in releases)]):
            for name in table:
                self.since.setdefault(name, place)
        for release in releases:
            release.fresh = set(release.rows) - seen[release.profile]
            seen[release.profile] |= release.fresh
            made = max(self.came[name] for name in release.rows)
            for name in release.rows:
                self.told[name] = min(made, self.told.get(name, made))

    def read_definition(self, study):
        self.codes, self.members, self.follow, self.limit = {}, {}, collections.defaultdict(set), {}
        lists = collections.defaultdict(list)
        with (study / "codebook" / "categories.csv").open(encoding="utf-8") as file:
            for line in csv.DictReader(file):
                lists[line["list_name"]].append((line["name"], line["code"]))
        earlier = []
        # Numbers about children, which releases tell as means.
        self.averaged = set()
        with (study / "codebook" / "variables.csv").open(encoding="utf-8") as file:
            for line in csv.DictReader(file):
                for name, code in lists.get(line["list_name"], []):
                    self.codes[line["name"], name] = code
                for other in earlier:
                    if "${" + other + "}" in line["universe"]:
                        self.follow[other].add(line["name"])
                if line["role"] == "case" and line["type"] == "slider":
                    self.averaged.add(line["name"])
                if line["select_limit"]:
                    self.limit[line["name"]] = int(line["select_limit"])
                earlier.append(line["name"])
        self.country = {code: name for (variable, name), code in self.codes.items() if variable == "country"}
        with (study / "release" / "hierarchies.csv").open(encoding="utf-8") as file:
            for line in csv.DictReader(file):
                codes = {self.codes[line["variable"], name] for name in line["categories"].split()}
                self.members[line["variable"], line["code"]] = codes
        self.members.update({(MONTH, code): set(months) for code, months in month_groups(study).items()})
        all_ = printed(study, set(self.columns), self.codes)
        self.margins = [margin for margin in all_ if margin.columns <= set(self.columns)]
        with (study / "release" / "published.csv").open(encoding="utf-8") as file:
            self.blank = {line["id"] for line in csv.DictReader(file) if line["codes"] == "-"}

    def told_before(self, person):
        """Rows that are not the person's, because they were told before the person took part."""
        return {name for name, night in self.told.items() if night < self.came[person]}

    def is_hidden(self, release, name, column):
        return name in release.rows and release.rows[name].get(column) == SUPPRESSED

    def is_in_print(self, name, column):
        """Whether all of the row's country, or of a group of it, gave one answer in print; or all of it that no release with
        the country tells, where that tells the answers of the others: who knows the country, which the releases do not tell,
        needs no more than these."""
        values = set(self.cells.get((name, column), ()))
        for margin in self.margins:
            *groups, (answer, test) = margin.conditions
            if answer == column and all(holds(self.truth[name][other]) for other, holds in groups) and groups:
                rows = [row for row in self.names if all(holds(self.truth[row][other]) for other, holds in groups)]
                left = [row for row in rows if len(self.possible(row, "country")) > 1]
                others = [row for row in rows if row not in left]
                for some in [rows] + [left] * all(len(self.cells.get((row, column), "1")) == 1 for row in others):
                    given = [test(self.truth[row][column]) for row in some]
                    values &= {value for value in values if len(set(given)) > 1 or test(value) == given[0]}
        return len(values) == 1 and len(self.possible(name, "country")) > 1

    def possible(self, name, column, country=None):
        """The values that fit what each release tells of the cell."""
        values = None
        for release in self.releases:
            told = release.rows.get(name, {}).get(column)
            if told in (None, SUPPRESSED):
                continue
            # A mean of several workers is taken for the answer itself, which says more than it does.
            fits = self.members.get((column, told), {self.truth[name][column]})
            values = fits if values is None else values & fits
        if values is None:
            values = set(self.seen[column])
            if country is not None:
                codes = {row[column] for row in self.truth.values() if row["country"] in country}
                values = values & codes
        return values


class World:
    """The model: what each cell is in a world that agrees with everything published."""

    def __init__(self, known, is_weirs=True):
        self.known = known
        self.classes = []
        self.model = cp_model.CpModel()
        self.literals = {}
        # What each literal says of a world, to begin a search near one.
        self.meanings = []
        for cell, values in known.cells.items():
            literals = {value: self.model.NewBoolVar("") for value in values}
            self.model.AddExactlyOne(literals.values())
            self.literals[cell] = literals
            for value, literal in literals.items():
                self.meanings.append((literal, lambda world, cell=cell, value=value: world[cell[0]][cell[1]] == value))
        self.both = {}
        # What is known of each column, for `Exchanges`: counts, groups that are not all alike, groups with a rare answer.
        self.counted, self.differing, self.holding_rare = (collections.defaultdict(list) for _ in range(3))
        self.form()
        self.print()
        self.algorithm(is_weirs)
        self.solver = cp_model.CpSolver()
        self.solver.parameters.num_workers = 1
        self.solver.parameters.random_seed = 1
        self.calls = 0
        self.ruled_out = set()

    def holds(self, name, column, test):
        """A literal, or a truth value where the cell is known."""
        cell = (name, column)
        if cell not in self.literals:
            return test(self.known.truth[name][column])
        fits = [literal for value, literal in self.literals[cell].items() if test(value)]
        if not fits:
            return False
        if len(fits) == len(self.literals[cell]):
            return True
        if len(fits) == 1:
            return fits[0]
        key = (cell, tuple(literal.Index() for literal in fits))
        if key not in self.both:
            literal = self.model.NewBoolVar("")
            self.model.Add(sum(fits) == literal)
            self.meanings.append((literal, lambda world: test(world[name][column])))
            self.both[key] = literal
        return self.both[key]

    def all_hold(self, name, conditions):
        parts = [self.holds(name, column, test) for column, test in conditions]
        if any(part is False for part in parts):
            return False
        parts = [part for part in parts if part is not True]
        if len(parts) < 2:
            return parts[0] if parts else True
        key = tuple(sorted(part.Index() for part in parts))
        if key not in self.both:
            literal = self.model.NewBoolVar("")
            self.model.AddBoolAnd(parts).OnlyEnforceIf(literal)
            self.model.AddBoolOr([part.Not() for part in parts] + [literal])
            self.meanings.append((
                literal, lambda world: all(test(world[name][column]) for column, test in conditions)))
            self.both[key] = literal
        return self.both[key]

    def count(self, conditions, bounds=lambda told: (told, told)):
        """Nobody is outside the released rows: a count over them is the printed one, or in the printed range."""
        names, truth = self.known.names, self.known.truth
        for column, _ in conditions:
            self.counted[column].append(conditions)
        terms = [self.all_hold(name, conditions) for name in names]
        told = sum(all(test(truth[name][column]) for column, test in conditions) for name in names)
        fixed = sum(term is True for term in terms)
        low, high = bounds(told)
        self.model.AddLinearConstraint(
            sum(term for term in terms if not isinstance(term, bool)) + fixed, low, high)

    def print(self):
        """Printed counts, and how many gave any answer."""
        bases = {}
        for margin in self.known.margins:
            self.count(margin.conditions, margin.bounds)
            answer = margin.conditions[-1][0]
            if margin.id not in self.known.blank:
                groups = tuple((column, tuple(sorted(v for v in self.known.seen[column] if test(v))))
                               for column, test in margin.conditions[:-1])
                bases[groups, answer] = [*margin.conditions[:-1], (answer, lambda value: float(value) < MISSING)]
        for conditions in bases.values():
            self.count(conditions)
        self.counts = len(self.known.margins) + len(bases)

    def form(self):
        """Follow-ups are asked after certain answers; of a multi-select something is picked, not more than allowed, or
        everything has one reason; what only some countries were asked fits the country."""
        known = self.known
        variable = {column: family(column) for column in known.columns}
        pairs = [(gate, column, lambda value: value == "9990") for gate, follows in known.follow.items()
                 if gate in known.columns for column in known.columns if variable[column] in follows]
        pairs += [("country", column, lambda value: value == "9992") for column in known.columns
                  if "9992" in known.seen[column]]
        self.gates = collections.defaultdict(list)
        for gate, column, test in pairs:
            legal = {(row[gate], test(row[column])) for row in known.truth.values()}
            for side in (gate, column):
                self.gates[side].append((gate, column, test, legal))
            for name in known.names:
                if (name, gate) in self.literals or (name, column) in self.literals:
                    self.fit(name, gate, column, test, legal)
        self.options = collections.defaultdict(list)
        for column in known.columns:
            if "__" in column:
                self.options[variable[column]].append(column)
        for question, columns in self.options.items():
            for name in known.names:
                if any((name, column) in self.literals for column in columns):
                    self.choice(name, question, columns)

    def fit(self, name, gate, column, test, legal):
        for value in {value for value, _ in legal}:
            here = self.holds(name, gate, lambda other, value=value: other == value)
            if here is False:
                continue
            for state in (True, False):
                if (value, state) in legal:
                    continue
                there = self.holds(name, column, lambda other, state=state: test(other) == state)
                if there is False:
                    continue
                parts = [part for part in (here, there) if part is not True]
                self.model.AddBoolOr([part.Not() for part in parts])

    def choice(self, name, question, columns):
        reasons = {value for column in columns for value in self.known.seen[column] if float(value) >= MISSING}
        for reason in reasons:
            given = [self.holds(name, column, lambda value, reason=reason: value == reason) for column in columns]
            for left, right in zip(given, given[1:]):
                self.model.Add(left == right) if not (isinstance(left, bool) and isinstance(right, bool)) else None
        missing = [self.holds(name, columns[0], lambda value, reason=reason: value == reason) for reason in reasons]
        picked = [self.holds(name, column, lambda value: value == "1") for column in columns]
        if not any(part is True for part in picked + missing):
            self.model.AddBoolOr([part for part in picked + missing if part is not False])
        if question in self.known.limit and question not in self.unlimited():
            self.model.Add(sum(picked) <= self.known.limit[question])

    def unlimited(self):
        """Questions whose limit some platform let pass."""
        columns = collections.defaultdict(list)
        for column in self.known.columns:
            columns[family(column)].append(column)
        return {question for question, limit in self.known.limit.items()
                if any(sum(row[column] == "1" for column in columns[question]) > limit
                       for row in self.known.truth.values())}

    def two_values(self, names, column):
        """Not all alike: a class, or rows that hide a rare answer, hide two values at least."""
        self.differing[column].append(set(names))
        for value in sorted({value for name in names for value in self.known.cells.get((name, column), [])}):
            alike = [self.holds(name, column, lambda other, value=value: other == value) for name in names]
            if any(part is False for part in alike):
                continue
            self.model.AddBoolOr([part.Not() for part in alike if part is not True])

    def algorithm(self, is_weirs):
        told_finer = set().union(*(release.rows for release in self.known.releases if release.profile != "public"))
        for release in self.known.releases:
            classes = collections.defaultdict(list)
            for name in sorted(release.fresh):
                since = self.known.since[name] if release.profile != "public" else None
                classes[since, *(release.rows[name].get(key) for key in self.known.keys)].append(name)
            # Whom a finer release tells of as well is looked for in their class there.
            known = told_finer if release.profile == "public" else ()
            self.classes += [(release, [name for name in names if name not in known], names) for names in classes.values()]
            # A coarser table is made from the finer one's: where that hides something, it says nothing of what.
            if release.profile == "public":
                continue
            if not is_weirs:
                continue
            hidden_by_class = set()
            for names in classes.values():
                for column in self.known.columns:
                    if all(self.known.is_hidden(release, name, column) for name in names):
                        hidden_by_class |= {(name, column) for name in names}
                        self.two_values(self.hiding_together(release, names, column), column)
            self.rare(release, hidden_by_class)

    def hiding_together(self, release, names, column):
        """The rows of which one is known to differ: those of a class hide a key among each other, and another answer among
        all of their country that hide it. Where the whole country hides it, it may be withheld, and all the same."""
        if column in self.known.keys:
            return names
        place = lambda name: (release.rows[name]["country"], self.known.since[name])  # noqa: E731
        here = [name for name in sorted(release.fresh) if place(name) == place(names[0])]
        hiding = [name for name in here if self.known.is_hidden(release, name, column)]
        return hiding if len(hiding) < len(here) else []

    def rare(self, release, hidden_by_class):
        """What is hidden and is no class's is an answer of fewer than k in its country, with others."""
        groups = collections.defaultdict(list)
        for name in sorted(release.fresh):
            for column in self.known.columns:
                if self.known.is_hidden(release, name, column) and (name, column) not in hidden_by_class:
                    groups[release.rows[name]["country"], self.known.since[name], column.split("__")[0]].append((name, column))
        for (country, since, question), cells in sorted(groups.items()):
            columns = sorted({column for _, column in cells})
            if len(columns) > 1 or "__" in columns[0]:
                continue
            column, names = columns[0], [name for name, _ in cells]
            if len(names) < release.k:
                # Weir hides no answer among fewer: others of the group are of a class that hides it too.
                place = country, self.known.since[names[0]]
                self.two_values([name for name in sorted(release.fresh)
                                 if (release.rows[name]["country"], self.known.since[name]) == place
                                 and self.known.is_hidden(release, name, column)], column)
                continue
            self.two_values(names, column)
            # What those who came later tell may have been rare before.
            told = {row[column] for name, row in release.rows.items()
                    if row["country"] == country and self.known.since[name] <= since}
            if column in self.known.averaged:
                # A mean that happens to be somebody's share tells nobody's.
                told = {value for value in told if not 0 < float(value) < MISSING}
            few = []
            for value in sorted({value for name in names for value in self.known.cells[name, column]} - told):
                given = [self.holds(name, column, lambda other, value=value: other == value) for name in names]
                given = [part for part in given if part is not False]
                is_rare = self.model.NewBoolVar("")
                self.meanings.append((
                    is_rare, lambda world, names=names, column=column, value=value:
                    1 <= sum(world[name][column] == value for name in names) < release.k))
                self.model.Add(sum(given) >= 1).OnlyEnforceIf(is_rare)
                self.model.Add(sum(given) <= release.k - 1).OnlyEnforceIf(is_rare)
                few.append(is_rare)
            # A follow-up goes with its question, for which there is no rare answer of its own.
            if few and not any(question in follows for follows in self.known.follow.values()):
                self.holding_rare[column].append((set(names), told, release.k))
                self.model.AddBoolOr(few)

    def is_true_world_possible(self):
        """Otherwise something is taken for known that is not so, and everything would look ruled out."""
        model = self.model.Clone()
        for cell, literals in self.literals.items():
            true = self.known.truth[cell[0]][cell[1]]
            model.Add(model.GetBoolVarFromProtoIndex(literals[true].Index()) == 1)
        return self.solver.Solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)

    def another(self, cell, value):
        """That the cell has another value than this."""
        return self.holds(*cell, lambda other: other != value)

    def parts(self):
        """Questions that hang together: a question with its follow-ups and what decides whether it is asked."""
        waiting = sorted({family(column) for _, column in self.known.cells} - self.joint())
        parts, seen = [], set()
        for start in waiting:
            if start in seen:
                continue
            part, size = {start}, 0
            while size < len(part):
                size = len(part)
                part |= {other for one in part for other in self.known.follow.get(one, ())}
                part |= {one for one, follows in self.known.follow.items() if follows & part}
            seen |= part
            parts.append(part)
        return parts

    def joint(self):
        """The keys and the questions that a printed count joins with them."""
        keys = set(self.known.keys) - {"country"}
        return keys.union(*({family(column) for column in margin.columns}
                            for margin in self.known.margins if margin.columns & keys))

    def solve(self, wanted, near, seconds, free=None):
        """A world in which one of the literals holds at least, and many as soon as they are found; None when there is
        none. `free`: the questions, and the rows if not all, in which it may differ from the true one, which is much
        faster."""
        model = self.model.Clone()
        if free is not None:
            truth, (questions, rows) = self.known.truth, free
            near = {name: {column: near[name][column] if family(column) in questions and name in rows else value
                           for column, value in row.items()} for name, row in truth.items()}
            for (name, column), literals in self.literals.items():
                if family(column) not in questions or name not in rows:
                    model.Add(model.GetBoolVarFromProtoIndex(literals[truth[name][column]].Index()) == 1)
        for literal, meaning in self.meanings:
            model.AddHint(model.GetBoolVarFromProtoIndex(literal.Index()), meaning(near))
        model.AddBoolOr([model.GetBoolVarFromProtoIndex(literal.Index()) for literal in wanted])
        model.Maximize(sum(model.GetBoolVarFromProtoIndex(literal.Index()) for literal in wanted))
        self.calls += 1
        # A world near a given one is found faster in the model as it is; that there is none, in one made smaller.
        is_near = free is None and near is not self.known.truth
        self.solver.parameters.cp_model_presolve = not is_near
        self.solver.parameters.linearization_level = 0 if is_near else 1
        self.solver.parameters.max_deterministic_time = seconds
        status = self.solver.Solve(model)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return [bool(self.solver.Value(model.GetBoolVarFromProtoIndex(literal.Index()))) for literal in wanted]
        return None if status == cp_model.INFEASIBLE else [False] * len(wanted)

    def reachable(self, wanted, worlds, is_enough=lambda key, found: False, minutes=60):
        """Which of the literals hold in some world. They are tried together, first in worlds that differ from the true one
        in a few questions, then beginning near given worlds, and in the end one by one: what is left has been ruled out,
        or could not be decided.

        `is_enough`: whether a literal need not be tried any more; `minutes`: how long is looked for worlds."""
        found, left, end = set(), dict(wanted), time.process_time() + 60 * minutes

        def attempt(keys, near, seconds=8, free=None):
            if not keys or time.process_time() > end:
                return False
            values = self.solve([left[key] for key in keys], near, seconds, free)
            is_ruled_out = values is None and free is None
            if is_ruled_out:
                self.ruled_out.update(keys)
            gained = {key for key, value in zip(keys, values or []) if value}
            for key in gained:
                del left[key]
            found.update(gained)
            for key in [key for key in left if is_enough(key, found) or is_ruled_out and key in keys]:
                del left[key]
            return bool(gained)

        everybody = set(self.known.names)
        for part in self.parts():
            while attempt([key for key in left if family(key[1]) in part], self.known.truth, free=(part, everybody)):
                pass
        joint = self.joint()
        for near in worlds:
            attempt([key for key in left if key[1] not in self.known.columns or family(key[1]) in joint], near, 20,
                    (joint, everybody))
        for keys, free in self.neighbourhoods(left):
            while attempt([key for key in keys if key in left], self.known.truth, 20, free):
                pass
        for near in worlds:
            attempt(list(left), near)
        for column in sorted({key[1] for key in left} & set(self.known.columns)):
            for step in (1, 2, 3):
                keys = [key for key in left if key[1] == column]
                if keys:
                    attempt(keys, self.turned(family(column), step))
        for size in (40, 6, 1):
            waiting = list(left)
            while waiting:
                keys = [key for key in waiting[:size] if key in left]
                del waiting[:size]
                if keys:
                    attempt(keys, self.known.truth, 8 if size > 1 else 60)
        return found

    def neighbourhoods(self, keys):
        """Those of a country and of questions that hang together: only its rows differ from the true ones, first in these
        questions, then in all."""
        known, joint = self.known, self.joint()
        part_of = {question: part for part in self.parts() for question in part}
        alike = collections.defaultdict(list)
        for key in keys:
            part = part_of.get(family(key[1]), joint) if key[1] in known.columns else joint
            alike[known.truth[key[0]]["country"], tuple(sorted(part))].append(key)
        for (country, part), some in sorted(alike.items()):
            rows = {name for name in known.names if known.truth[name]["country"] == country}
            yield some, (set(part), rows)
            yield some, ({family(column) for column in known.columns}, rows)

    def turned(self, question, step):
        """A world in which the rows of a country exchange what they hide of a question."""
        known, world = self.known, {name: dict(row) for name, row in self.known.truth.items()}
        for column in known.columns:
            alike = collections.defaultdict(list)
            for name in known.names if column.split("__")[0] == question else ():
                if (name, column) in known.cells:
                    alike[known.truth[name]["country"], known.truth[name][column] == "9990"].append(name)
            for names in alike.values():
                for place, name in enumerate(names):
                    world[name][column] = known.truth[names[(place + step) % len(names)]][column]
        return world

    def worlds(self, tables):
        """Worlds in which the rows of each class of a table and country exchange their keys and what they hide, so that
        each gets another's; and rows of a country and age what any release hides. The solver judges them."""
        known = self.known
        result = []
        for table in tables:
            classes = collections.defaultdict(list)
            for name in sorted(table):
                classes[known.truth[name]["country"], *(table[name][key] for key in known.keys if key in table[name])].append(name)
            for step in range(1, 6):
                world = {name: dict(row) for name, row in known.truth.items()}
                for names in classes.values():
                    for column in known.columns:
                        if column in known.keys or all(table[name].get(column) == SUPPRESSED for name in names):
                            for place, name in enumerate(names):
                                world[name][column] = known.truth[names[(place + step) % len(names)]][column]
                result.append(world)
        # Whoever was not asked a question was not asked it in any such world.
        for traits in (["country", "resp_age_band"], ["country"]):
            for step in (1, 2, 5):
                world = {name: dict(row) for name, row in known.truth.items()}
                for column in known.columns:
                    alike = collections.defaultdict(list)
                    for name in known.names:
                        if (name, column) in known.cells and column not in known.keys:
                            row = known.truth[name]
                            alike[row[column] == "9990", *(row[trait] for trait in traits)].append(name)
                    for names in alike.values():
                        for place, name in enumerate(names):
                            world[name][column] = known.truth[names[(place + step) % len(names)]][column]
                result.append(world)
        return result


class Exchanges:
    """Worlds in which two rows of a country exchange what both hide of some questions, and all else is true. What is known
    is looked at again for each of them, so that what is found needs no solver."""

    def __init__(self, world):
        self.world, self.known = world, world.known
        self.rows = collections.defaultdict(list)
        for name in self.known.names:
            self.rows[self.known.truth[name]["country"]].append(name)
        joint = world.joint()
        self.part = {question: part for part in world.parts() for question in part}
        self.part.update(dict.fromkeys(joint, joint))

    def moved(self, one, other, questions):
        """The columns in which both rows have another value after exchanging these questions; none where something that is
        known would not hold."""
        a, b = self.known.truth[one], self.known.truth[other]
        moved = [column for column in self.known.columns if family(column) in questions and a[column] != b[column]
                 and b[column] in self.known.cells.get((one, column), ())
                 and a[column] in self.known.cells.get((other, column), ())]
        after = {one: {**a, **{column: b[column] for column in moved}},
                 other: {**b, **{column: a[column] for column in moved}}}
        return set(moved) if all(self.is_possible(column, after) for column in moved) else set()

    def is_possible(self, column, after):
        """Whether what is known of the column is so after an exchange."""
        truth, world = self.known.truth, self.world
        for conditions in world.counted[column]:
            change = sum(all(test(row[name]) for name, test in conditions) - all(test(truth[one][name]) for name, test in conditions)
                         for one, row in after.items())
            if change:
                return False
        for gate, follow, test, legal in world.gates[column]:
            if any((row[gate], test(row[follow])) not in legal for row in after.values()):
                return False
        columns = world.options.get(family(column), [])
        if columns and not all(self.is_choice(family(column), [row[name] for name in columns]) for row in after.values()):
            return False
        values = lambda names: [after.get(name, truth[name])[column] for name in names]  # noqa: E731
        return (all(len(set(values(names))) > 1 for names in world.differing[column] if names & set(after))
                and all(self.has_rare(values(names), told, k) for names, told, k in world.holding_rare[column]
                        if names & set(after)))

    def is_choice(self, question, values):
        picked = values.count("1")
        limit = self.known.limit.get(question)
        within = limit is None or picked <= limit or question in self.world.unlimited()
        return within and (set(values) <= {"0", "1"} and picked > 0 or len(set(values)) == 1 and float(values[0]) >= MISSING)

    @staticmethod
    def has_rare(values, told, k):
        return any(0 < count < k for value, count in collections.Counter(values).items() if value not in told)

    def cells(self, wanted):
        """Cells that have another value in one of these worlds."""
        found = set()
        for name, column in sorted(wanted):
            if (name, column) in found:
                continue
            for other in self.rows[self.known.truth[name]["country"]]:
                if self.known.truth[other][column] == self.known.truth[name][column]:
                    continue
                together = self.part.get(family(column), {family(column)})
                for questions in ({family(column)}, {family(column), *self.known.follow.get(family(column), ())}, together):
                    moved = self.moved(name, other, questions)
                    if column in moved:
                        found |= {(row, other_) for row in (name, other) for other_ in moved} & wanted
                        break
                if (name, column) in found:
                    break
        return found

    def pairs(self, wanted):
        """Pairs of a person and a row that has the person's keys in one of these worlds."""
        joint, truth, found = self.world.joint(), self.known.truth, set()
        for person, row in sorted(wanted):
            if truth[person]["country"] == truth[row]["country"]:
                differ = {key for key in self.known.keys if truth[person][key] != truth[row][key]}
                if differ <= self.moved(person, row, joint) or differ <= self.moved(person, row, set(self.known.keys)):
                    found.add((person, row))
        return found


class Means:
    """What the shares behind means could be, in tenths: numbers that give these means and every printed count."""

    MOST = 1000

    def __init__(self, known, column):
        self.known, self.column = known, column
        self.model = cp_model.CpModel()
        self.truth = {name: round(10 * float(known.truth[name][column])) for name in known.names}
        self.shares = {}
        for name in known.names:
            told = {release.rows[name][column] for release in known.releases
                    if column in release.rows.get(name, {})} - {SUPPRESSED}
            if all(0 < float(value) < MISSING for value in told):
                # Of a hidden cell nobody knows whether there is a share at all: -1 is none.
                self.shares[name] = self.model.NewIntVar(1 if told else -1, self.MOST, "")
        for release in known.releases:
            if column in release.columns and release.profile != "public":
                self.groups(release)
        self.prints()
        self.printed_means()

    def groups(self, release):
        groups = collections.defaultdict(list)
        for name, row in release.rows.items():
            if name in self.shares and row[self.column] != SUPPRESSED:
                groups[row["country"], self.known.since[name], float(row[self.column])].append(name)
        hiding = {(row["country"], self.known.since[name]) for name, row in release.rows.items()
                  if row[self.column] == SUPPRESSED}
        before = {}
        for (*place, mean), names in sorted(groups.items()):
            total, edge = sum(self.shares[name] for name in names), self.model.NewIntVar(0, self.MOST, "")
            if tuple(place) not in hiding:
                # Rounded by half a point at most.
                self.model.Add(total >= int(10 * len(names) * mean) - 5 * len(names))
                self.model.Add(total <= int(10 * len(names) * mean) + 5 * len(names))
            for name in names:
                self.model.Add(self.shares[name] <= edge)
                if tuple(place) in before:
                    self.model.Add(self.shares[name] >= before[tuple(place)])
            before[tuple(place)] = edge

    def prints(self):
        """Printed counts of ranges, in the true groups."""
        bases = set()
        for margin in self.known.margins:
            column, test = margin.conditions[-1]
            if column == self.column and margin.id not in self.known.blank:
                names = tuple(name for name in self.known.names
                              if all(holds(self.known.truth[name][other]) for other, holds in margin.conditions[:-1]))
                inside = [value for value in range(self.MOST + 1) if test(str(value / 10))]
                self.count(names, inside[0], inside[-1], margin.bounds)
                bases.add(names)
        for names in bases:
            self.count(names, 0, self.MOST)

    def count(self, names, low, high, bounds=lambda told: (told, told)):
        inside = []
        for name in names:
            if name in self.shares:
                literal = self.model.NewBoolVar("")
                share = self.shares[name]
                self.model.AddLinearConstraint(share, low, high).OnlyEnforceIf(literal)
                outside = cp_model.Domain.FromIntervals([[-1, low - 1], [high + 1, self.MOST + 1]])
                self.model.AddLinearExpressionInDomain(share, outside).OnlyEnforceIf(literal.Not())
                inside.append(literal)
        known = sum(low <= self.truth[name] <= high for name in names if name not in self.shares)
        told = sum(low <= self.truth[name] <= high for name in names)
        self.model.AddLinearConstraint(sum(inside) + known, *bounds(told))

    def printed_means(self):
        """Means that the reports print, of those who answered, rounded to whole percentages."""
        for column, country in MEANS:
            names = [name for name in self.known.names
                     if country in (None, self.known.country[self.known.truth[name]["country"]])]
            given = [self.truth[name] for name in names if self.truth[name] <= self.MOST]
            if column != self.column or not given:
                continue
            mean = round(sum(given) / len(given) / 10)
            told = sum(self.truth[name] for name in names if name not in self.shares and self.truth[name] <= self.MOST)
            total = told
            for name in names:
                if name in self.shares:
                    share = self.model.NewIntVar(0, self.MOST, "")
                    self.model.AddMaxEquality(share, [self.shares[name], 0])
                    total = total + share
            self.model.AddLinearConstraint(total, (10 * mean - 5) * len(given), (10 * mean + 5) * len(given))

    def secret(self):
        """Means of different shares; where all of a group gave the same, the mean is their answer, as k gave it."""
        groups = collections.defaultdict(list)
        release = next(release for release in self.known.releases if self.column in release.columns)
        for name in self.shares:
            value = release.rows.get(name, {}).get(self.column)
            if value not in (None, SUPPRESSED):
                groups[release.rows[name]["country"], value].append(name)
        return [name for names in groups.values() for name in names
                if len({self.truth[other] for other in names}) > 1]

    def true(self, name):
        return self.truth[name] if self.truth[name] <= self.MOST else -1

    def is_true_world_possible(self):
        model = self.model.Clone()
        for name, share in self.shares.items():
            model.Add(model.GetIntVarFromProtoIndex(share.Index()) == self.true(name))
        return cp_model.CpSolver().Solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)

    def narrowed(self):
        """Secret shares for which no other world is found."""
        left = set(self.secret())
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = 5
        other = {}
        for name in sorted(left):
            other[name] = self.model.NewBoolVar("")
            self.model.Add(self.shares[name] != self.true(name)).OnlyEnforceIf(other[name])
        while left:
            self.model.Maximize(sum(other[name] for name in sorted(left)))
            if solver.Solve(self.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                break
            gained = {name for name in left if solver.Value(other[name])}
            if not gained:
                break
            left -= gained
        return left


def attack_means(known):
    """How many averaged cells there are, and how many are narrowed to one value."""
    averaged, narrowed = 0, 0
    for column in sorted(known.averaged & set(known.columns)):
        means = Means(known, column)
        if not means.is_true_world_possible():
            raise SystemExit(f"the true shares contradict what is known of {column}")
        averaged += len(means.secret())
        narrowed += len(means.narrowed())
    return {"averaged cells": averaged, "averaged cells narrowed to one value": narrowed}


def attack(study, merged, releases, finer=(), is_weirs=True):
    """`finer`: tables from which these were made, in their order; nobody who attacks has them, but worlds are quickly found
    by them, and they say who came together."""
    finer = [read(table) for table in finer]
    known = Knowledge(study, merged, releases, finer)
    world = World(known, is_weirs)
    if not world.is_true_world_possible():
        raise SystemExit("the true world contradicts what is known")
    worlds = world.worlds([release.rows for release in releases] + finer)
    # Cells: a literal that says that the value is another.
    suppressed = {(name, column) for release in releases for name, row in release.rows.items()
                  for column, value in row.items() if value == SUPPRESSED and column in known.columns}
    # What a later or finer file tells is no secret.
    secret = {cell for cell in suppressed
              if all(cell[1] not in release.rows.get(cell[0], {}) or known.is_hidden(release, *cell)
                     for release in releases)}
    other, narrowed = {}, []
    for cell in sorted(secret):
        true = known.truth[cell[0]][cell[1]]
        if cell not in world.literals or len(world.literals[cell]) < 2:
            narrowed.append(cell)
        else:
            other[cell] = world.another(cell, true)
    found = {cell for cell, literal in other.items() if literal is True}
    exchanges = Exchanges(world)
    found |= exchanges.cells(set(other) - found)
    exchanged = len(found)
    in_print = {cell for cell in set(other) - found if known.is_in_print(*cell)}
    found |= world.reachable(
        {cell: literal for cell, literal in other.items() if cell not in found | in_print}, worlds, minutes=20)
    narrowed += sorted(world.ruled_out)
    undecided = sorted(set(other) - found - world.ruled_out - in_print)
    # Persons: whose keys each row of their class could have.
    pairs, sure = {}, collections.Counter()
    strictest = max(release.k for release in releases[:1])
    for _, persons, names in world.classes:
        for person in persons:
            before = known.told_before(person)
            keys = [(key, lambda value, true=known.truth[person][key]: value == true) for key in known.keys]
            for row in sorted(set(names) - before):
                fits = True if row == person else world.all_hold(row, keys)
                if fits is True:
                    sure[person] += 1
                elif fits is not False:
                    pairs[person, row] = fits
    rows = collections.Counter(sure)
    needed = {person: release.k for release, persons, _ in world.classes for person in persons}
    counted = set()

    def is_enough(pair, found):
        for person, row in found - counted:
            counted.add((person, row))
            rows[person] += 1
        return rows[pair[0]] >= needed[pair[0]]

    found = exchanges.pairs(set(pairs))
    for pair in list(pairs):
        if is_enough(pair, found) or pair in found:
            del pairs[pair]
    found |= world.reachable(pairs, worlds, is_enough)
    for pair in pairs:
        is_enough(pair, found)
    least = min((rows[person] for person in needed), default=0)
    few = sum(rows[person] < k for person, k in needed.items())
    return {
        "released": [f"{release.profile}, {len(release.rows)} rows" for release in releases],
        "suppressed cells": len(secret), "cells found by exchanges of two rows": exchanged, "cells narrowed to one value": len(narrowed), "cells undecided": len(undecided),
        "cells of which print tells everybody's answer in the country": len(in_print),
        "persons": len(needed), "k": strictest,
        "fewest rows found that could be a person's": least, "persons narrowed to fewer than k": few,
        "counts used": world.counts, "worlds found": world.calls,
        "questions of narrowed cells": sorted({column for _, column in narrowed}),
        "questions of undecided cells": sorted({column for _, column in undecided}), **attack_means(known),
    }


if __name__ == "__main__":
    study, merged, *tables = sys.argv[1:]
    finer = [text.removeprefix("finer:") for text in tables if text.startswith("finer:")]
    releases = [Release(text) for text in tables if ":" in text and not text.startswith("finer:")]
    print(json.dumps(attack(pathlib.Path(study), merged, releases, finer, "not-weir" not in tables)))
