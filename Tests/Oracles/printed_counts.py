"""Gathers every count that the pages of releases print, with what it counts, and works out which others follow from them.

    python printed_counts.py STUDY K:FOLDER ...

What is known of a count: it is printed, or masked, which says that it is not nothing; the answers of a column add up to
the rows, those of the countries to all of them; an option of several is told by those who answered the question; a
follow-up was not asked where the form says so; the page to sign and the provenance tell sums of suppressed cells. Two
releases of the same rows under a finer and a coarser profile are put together: what the coarser one tells, of a region
or of all, is the sum of what the finer one tells of its countries and of the answers that became one, less what is
suppressed of them. Where people came or waited in between, those whom one of the two lacks are counts of their own, of
which everybody knows how many they are in each place. Of two releases of one profile the later one tells all rows of the earlier one and those of people who are
new, whose counts are what is left. A small count that can only be one number leaks; not one that is small in the coarser release alone and that
the finer one's pages tell by themselves. Nothing of weir's own code is used, and the rows of a release serve to tell what
is true, not what is known; whose they are is read from the tables that the house keeps of its releases.
"""

import collections
import csv
import fractions
import gzip
import html
import json
import pathlib
import re
import sys
from xml.etree import ElementTree

from attack import MONTH, month_groups

SUPPRESSED, FIRST_REASON = "9997", 9990
# Missing reasons of those who were asked.
ASKED = ("9993", "9994", "9995", "9996", "9998")
# Files of a release that print no count, or the rows themselves.
WITHOUT_COUNTS = {"SHA256SUMS", "SHA256SUMS.sig", "ro-crate-metadata.json", "ro-crate-metadata.json.sig", "README.txt",
                  "datapackage.json", "prov.json", "documentation/columns.csv"}
WITH_COUNTS = {"provenance.jsonl", "documentation/codebook.html", "documentation/tables.html", "documentation/tables.xlsx",
               "documentation/ddi-codebook.xml", "documentation/page-to-sign.html", "documentation/codes.csv"}


def family(column):
    """The question that a column is of."""
    return column.split("__")[0]


def read_count(text):
    """A count as a page tells it."""
    return None if text == "masked" else int(text)


class System:
    """Counts of which sums are known: the least and the most that each can be."""

    def __init__(self):
        self.low, self.high, self.sums = {}, {}, []

    def count(self, name, most):
        if name not in self.low:
            self.low[name], self.high[name] = 0, most
        return name

    def known(self, name, low, high):
        self.low[name], self.high[name] = max(self.low[name], low), min(self.high[name], high)

    def is_one(self, name):
        return self.low[name] == self.high[name]

    def add(self, whole, parts):
        """That some counts add up to another one."""
        parts = [(part, 1) if isinstance(part, tuple) and not isinstance(part[-1], int) else part for part in parts]
        self.sums.append({**{whole: -1}, **dict(parts)})

    def solve(self):
        waiting = [({name: fractions.Fraction(factor) for name, factor in sum_.items()}, 0) for sum_ in self.sums]
        self.narrow([self.left(*equation) for equation in waiting])
        for part in self.parts([self.left(*equation) for equation in waiting]):
            self.narrow(part + self.eliminated(part))

    def left(self, factors, value):
        """The equation without the counts that are settled."""
        rest = {name: factor for name, factor in factors.items() if self.low[name] < self.high[name]}
        settled = sum(factor * self.low[name] for name, factor in factors.items() if name not in rest)
        return rest, value - settled

    @staticmethod
    def parts(equations):
        """Equations that share no count with one another."""
        parts, of = {}, {}
        for place, (factors, _) in enumerate(equations):
            together = {of[name] for name in factors if name in of}
            members = [place] + [member for part in together for member in parts.pop(part)]
            parts[place] = members
            for member in members:
                of.update(dict.fromkeys(equations[member][0], place))
        return [[equations[member] for member in sorted(members)] for members in parts.values()]

    def narrow(self, equations):
        """Each count is what the others leave of a sum."""
        holding = collections.defaultdict(list)
        for equation in equations:
            for name in equation[0]:
                holding[name].append(equation)
        waiting = collections.deque(equations)
        while waiting:
            factors, value = waiting.popleft()
            ends = {name: sorted((factor * self.low[name], factor * self.high[name])) for name, factor in factors.items()}
            least, most = sum(low for low, _ in ends.values()), sum(high for _, high in ends.values())
            if not least <= value <= most:
                raise ValueError(f"the printed counts contradict each other: {sorted(map(str, factors))[:6]}")
            for name, factor in factors.items():
                low, high = ends[name]
                bounds = sorted(((value - most + high) / factor, (value - least + low) / factor))
                low, high = -(-bounds[0] // 1), bounds[1] // 1
                if low > self.low[name] or high < self.high[name]:
                    self.known(name, int(low), int(high))
                    waiting.extend(holding[name])

    @staticmethod
    def eliminated(equations):
        """The same equations, each count solved for in one of them alone (Gauss and Jordan)."""
        rows = [(dict(factors), value) for factors, value in equations if factors]
        done = []
        while rows:
            rows.sort(key=lambda row: len(row[0]), reverse=True)
            factors, value = rows.pop()
            if not factors:
                continue
            pivot = min(factors, key=lambda name: sum(name in other for other, _ in rows))
            scale = factors[pivot]
            factors, value = {name: factor / scale for name, factor in factors.items()}, value / scale
            for others in (rows, done):
                for place, (other, right) in enumerate(others):
                    if pivot in other:
                        times = other[pivot]
                        merged = {name: other.get(name, 0) - times * factors.get(name, 0) for name in {**other, **factors}}
                        others[place] = ({name: factor for name, factor in merged.items() if factor}, right - times * value)
            done.append((factors, value))
        return done


class Pages:
    """What the pages of a release print, read as a person reads them."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        pages = self.folder / "documentation"
        with gzip.open(self.folder / "data" / "released.csv.gz", "rt", encoding="utf-8") as file:
            self.rows = list(csv.DictReader(file))
        self.columns = [column for column in self.rows[0] if column != "id"]
        self.codebook = self.read_codebook((pages / "codebook.html").read_text(encoding="utf-8"))
        self.tables = self.read_tables((pages / "tables.html").read_text(encoding="utf-8"))
        self.archive = self.read_archive(pages / "ddi-codebook.xml")
        self.signed = html.unescape((pages / "page-to-sign.html").read_text(encoding="utf-8"))
        with (self.folder / "provenance.jsonl").open(encoding="utf-8") as file:
            self.provenance = [json.loads(line) for line in file]

    def unknown(self):
        """Files that this checker does not know: each new page has to be read here too."""
        files = {str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file()}
        return {name for name in files - WITHOUT_COUNTS - WITH_COUNTS if not name.startswith(("data/", "load/"))}

    @staticmethod
    def read_codebook(page):
        """Column to its lines: code, label, the count, None of a masked one, nothing of one that is not told."""
        found = {}
        for name, body in re.findall(r'<table class="codes" data-column="(\w+)">(.*?)</table>', page, re.S):
            cells = re.findall(r'<tr class="\w*"><td class="n">(\d*)</td><td class="answer"[^>]*>(.*?)(?:<br>.*?)?</td>'
                               r'<td class="n">(\d+|masked)</td>', body)
            found[name] = [(code, html.unescape(label), read_count(count)) for code, label, count in cells]
        for name, label, picked, other, reasons in re.findall(
                r'<tr data-column="(\w+)"><td class="answer"[^>]*>(.*?)<br>.*?</td><td class="n">(\d+|masked)</td>'
                r'<td>.*?</td><td class="n">(\d+|masked)</td><td class="soft">(.*?)</td>', page):
            missing = re.findall(r"(999\d) ([^:]*): (\d+|masked)", html.unescape(reasons))
            found[name] = [("1", "picked", read_count(picked)), ("0", "not picked", read_count(other)),
                           *((code, text, read_count(count)) for code, text, count in missing)]
        for name, body in re.findall(r'<details id="(\w+)">(.*?)</details>', page, re.S):
            if ">slider</span>" in body:
                told = re.search(r'Records with a number.*?<tbody><tr><td class="n">(\d+|masked)</td>', body, re.S)
                found[name] = [("", "a number", read_count(told.group(1)) if told else ""), *found.get(name, [])]
        return found

    @staticmethod
    def read_tables(page):
        """Question to the rows of its places, and its lines: label to the cells of each place."""
        found = {}
        for name, body in re.findall(r'<section id="(\w+)">(.*?)</section>', page, re.S):
            span = int(re.search(r'<table class="s(\d)">', body).group(1))
            heads = [html.unescape(head) for head in re.findall(r'colspan="\d">(.*?)</th>', body)]
            places = [re.fullmatch(r"(.*) \((\d+|–)\)", head).groups() for head in heads]
            lines = []
            for label, row in re.findall(r'<tr class="[^"]*"><th scope="row">(.*?)</th>(.*?)</tr>', body):
                cells = re.findall(r'<td class="n">(.*?)</td>', row)
                lines.append((html.unescape(label), [cells[at:at + span] for at in range(0, len(cells), span)]))
            found[name] = places, span, lines
        return found

    @staticmethod
    def read_archive(file):
        """Column and code to the count; None where there is none."""
        space, found = "{ddi:codebook:2_5}", {}
        for variable in ElementTree.parse(file).iter(f"{space}var"):
            told = [stat.text for stat in variable.findall(f"{space}sumStat") if stat.get("type") == "vald"]
            if told:
                found[variable.get("name"), ""] = int(told[0])
            for category in variable.iter(f"{space}catgry"):
                count = category.find(f"{space}catStat")
                found[variable.get("name"), category.find(f"{space}catValu").text] = None if count is None else int(count.text)
        return found


class Book:
    """The counts of one release: which there are, what is true of them, what is printed."""

    def __init__(self, study, k, folder, system, is_read):
        """`is_read`: whether what its pages print is known, or only that there is such a release."""
        self.k, self.pages, self.system, self.is_read = k, Pages(folder), system, is_read
        self.name = str(folder)
        # Nobody outside knows whose row is which; it says what is true of those whom two releases have. Of a copy that lies
        # elsewhere nothing is kept, and it is taken to have the people of the other one.
        kept = self.pages.folder.parents[2] / "state" / self.pages.folder.parent.name / "releases" / f"{self.pages.folder.name}.csv"
        self.people = None
        if kept.exists():
            with kept.open(encoding="utf-8") as file:
                self.people = {row["pseudonym"]: row for row in csv.DictReader(file)}
        self.truth = {}
        self.printed = 0
        self.masked = set()
        self.options = collections.defaultdict(list)
        for column in self.pages.columns:
            self.options[family(column)].append(column)
        places = next(iter(self.pages.tables.values()))[0]
        labels = {label: code for code, label, _ in self.pages.codebook["country"]}
        # The last joins them all.
        self.places = [labels[label] for label, _ in places[:-1]]
        self.everybody = len(self.pages.rows)
        self.there = {place: [row for row in self.pages.rows if row["country"] == place] for place in self.places}
        for label, (text, number) in zip(self.places, places):
            if number != "–" and int(number) != len(self.there[label]):
                raise ValueError(f"{text} has other rows than its head says")
        for question, columns in self.options.items():
            self.read(question, columns)
        self.not_asked(study)
        self.sums_of_suppressed(study)

    # The names of counts: a kind, the column or question, the code or reason, the place.

    def cell(self, kind, of, code, place="all"):
        name = (self.name, kind, of, code, place)
        rows = self.pages.rows if place == "all" else self.there[place]
        if name not in self.truth:
            self.truth[name] = sum(self.counts(kind, of, code, row) for row in rows)
            self.system.count(name, len(rows))
        return name

    def counts(self, kind, of, code, row):
        if kind == "rows":
            return True
        if kind == "column":
            return float(row[of]) < FIRST_REASON if code == "" else row[of] == code
        if kind == "suppressed":
            return sum(row[column] == SUPPRESSED for column in self.options[of])
        values = [row[column] for column in self.options[of]]
        there = [value for value in values if value != "9992"]
        reason = None if any(float(value) < FIRST_REASON for value in values) else (there[-1] if there else "9992")
        return reason is None if code == "answered" else reason == code

    def tell(self, name, text, least=0, most=None):
        """A printed count, or a masked one."""
        if not self.is_read:
            return
        if text in (None, "–"):
            self.masked.add(name)
            self.system.known(name, least, self.system.high[name] if most is None else most)
        elif text != "":
            if int(text) != self.truth[name]:
                raise ValueError(f"{name} is printed as {text}, and is {self.truth[name]}")
            self.printed += 1
            self.system.known(name, int(text), int(text))

    def everywhere(self, kind, of, code):
        """All places together, and the count of all."""
        parts = [self.cell(kind, of, code, place) for place in self.places]
        whole = self.cell(kind, of, code)
        self.system.add(whole, parts)
        return dict(zip(self.places, parts), all=whole)

    def read(self, question, columns):
        told = {}
        for column in columns:
            for code, _, count in self.pages.codebook[column]:
                told[column, code] = self.everywhere("column", column, code)
                self.tell(told[column, code]["all"], count, least=1)
                self.tell(told[column, code]["all"], self.pages.archive.get((column, code), count), least=1)
            for place in [*self.places, "all"]:
                self.system.add(self.rows(place), [told[column, code][place] for code, _, _ in self.pages.codebook[column]])
        if question in self.pages.tables:
            (self.several if "__" in columns[0] else self.one)(question, columns, told)

    def rows(self, place):
        name = self.cell("rows", "", "", place)
        self.system.known(name, self.truth[name], self.truth[name])
        return name

    def lines(self, question):
        """The lines of a table: what stands in the first column, and the cells by place."""
        places, span, lines = self.pages.tables[question]
        for label, cells in lines:
            shares = [cell for cell in cells if cell[0] in ("–", "") and any(cell[1:])]
            if shares and label != "mean":
                raise ValueError(f"{question}, {label}: a share is told of a masked count")
            yield label, dict(zip([*self.places, "all"], (cell[0] for cell in cells)))

    def one(self, question, columns, told):
        """A question with one column."""
        column, = columns
        codes = {label: code for code, label, _ in self.pages.codebook[column]}
        answers = [code for code in codes.values() if code == "" or float(code) < FIRST_REASON]
        bases = self.bases(question, lambda place: [told[column, code][place] for code in answers],
                           lambda reason, place: told.get((column, reason), {}).get(place))
        for label, cells in self.lines(question):
            code = label[:4] if re.match(r"999\d ", label) else codes.get(label)
            for place, text in cells.items():
                if label in bases:
                    self.tell(bases[label][place], text)
                elif code is not None and (column, code) in told:
                    self.tell(told[column, code][place], text, least=1)
                elif label != "mean" and text not in ("0", ""):
                    raise ValueError(f"{question}: what is {label}?")

    def bases(self, question, answers, reason):
        """Who answered, and who was asked."""
        bases = {"answered": {}, "asked": {}}
        for place in [*self.places, "all"]:
            answered = bases["answered"][place] = self.cell("question", question, "answered", place)
            asked = bases["asked"][place] = (self.name, "asked", question, "", place)
            reasons = [part for part in (reason(code, place) for code in ASKED) if part]
            self.truth[asked] = self.truth[answered] + sum(self.truth[part] for part in reasons)
            self.system.count(asked, self.everybody)
            self.system.add(asked, [answered, *reasons])
            if answers:
                self.system.add(answered, answers(place))
        return bases

    def several(self, question, columns, told):
        """A question of which several options may be picked."""
        found = {code for column in columns for code, _, _ in self.pages.codebook[column] if code > "9989"}
        reasons = {code: self.everywhere("question", question, code) for code in sorted(found)}
        bases = self.bases(question, None, lambda reason, place: reasons.get(reason, {}).get(place))
        for place in [*self.places, "all"]:
            self.system.add(self.rows(place), [bases["answered"][place], *(part[place] for part in reasons.values())])
            for column in columns:
                self.question_wide(column, place, told, reasons, bases)
        at = 0
        for label, cells in self.lines(question):
            if label in bases:
                for place, text in cells.items():
                    self.tell(bases[label][place], text)
            elif label[:4] in reasons:
                for place, text in cells.items():
                    self.tell(reasons[label[:4]][place], text, least=1)
            elif at < len(columns):
                base = next(line for name, line in self.lines(question) if name == "answered")
                for place, text in cells.items():
                    is_told = base[place] not in ("–", "")
                    self.tell(told[columns[at], "1"][place], text, *((1, int(base[place]) - 1) if is_told and text == "–" else ()))
                at += 1
        if at != len(columns):
            raise ValueError(f"{question}: {at} lines of {len(columns)} options")

    def question_wide(self, column, place, told, reasons, bases):
        """A reason holds for all options, but for those that are suppressed alone."""
        within = [told[column, code][place] for code in ("0", "1", SUPPRESSED) if (column, code) in told]
        whole = [bases["answered"][place]] + [reasons[code][place] for code in (SUPPRESSED, "9992") if code in reasons]
        local = told.get((column, "9992"), {}).get(place)
        self.same(within + [local] * bool(local), whole)
        for code, parts in reasons.items():
            if code not in (SUPPRESSED, "9992") and (column, code) in told:
                self.same([told[column, code][place]], [parts[place]])

    def same(self, left, right):
        """That two sums are the same, where it is so."""
        if sum(self.truth[name] for name in left) == sum(self.truth[name] for name in right):
            first, *others = left
            self.system.add(first, [*right, *((name, -1) for name in others)])

    def not_asked(self, study):
        """Who was not asked a follow-up gave another answer before; where neither is suppressed, the counts are the same."""
        with (study / "codebook" / "variables.csv").open(encoding="utf-8") as file:
            universes = {line["name"]: line["universe"] for line in csv.DictReader(file)}
        for question, columns in self.options.items():
            for gate in re.findall(r"\$\{(\w+)\}", universes.get(question, "")):
                if self.is_whole(question) and len(self.options.get(gate, [])) == 1 and self.is_whole(gate):
                    self.follow(gate, columns[0])

    def is_whole(self, question):
        return not any(code == SUPPRESSED for column in self.options.get(question, [])
                       for code, _, _ in self.pages.codebook[column])

    def follow(self, gate, column):
        after = {row[gate] for row in self.pages.rows if row[column] == "9990"}
        before = {row[gate] for row in self.pages.rows if row[column] != "9990"}
        codes = {code for code, _, _ in self.pages.codebook[gate]}
        if after & before or not after <= codes or "9990" not in {code for code, _, _ in self.pages.codebook[column]}:
            return
        for place in [*self.places, "all"]:
            self.same([self.cell("column", column, "9990", place)],
                      [self.cell("column", gate, code, place) for code in sorted(after)])

    def sums_of_suppressed(self, study):
        """The page to sign and the provenance tell how many cells of a question are suppressed."""
        with (study / "codebook" / "variables.csv").open(encoding="utf-8") as file:
            names = collections.defaultdict(list)
            for line in csv.DictReader(file):
                if line["name"] in self.options:
                    names[line["label::English (en)"]].append(line["name"])
        if MONTH in self.options:
            names["Month of submission"].append(MONTH)
        keys = []
        for label, *_, text in re.findall(r'<tr><td>([^<]*)</td>((?:<td>[^<]*</td>)*)<td class="n">(\d+|masked)</td></tr>',
                                          self.pages.signed):
            for question in names.get(label, []) if len(names.get(label, [])) == 1 else []:
                self.tell(self.suppressed(question), None if text == "masked" else text)
        for record in self.pages.provenance:
            stage = str(record.get("stage", record.get("name", "")))
            if stage.startswith("protect, "):
                keys.append(stage.removeprefix("protect, "))
                count = record.get("counts", record).get("suppressed")
                self.tell(self.suppressed(keys[-1]), None if count is None else str(count))
        told = re.search(r"(\d+) of \d+ cells of these characteristics are suppressed", self.pages.signed)
        if told and keys:
            whole = (self.name, "suppressed", "keys", "", "all")
            self.truth[whole] = sum(self.truth[self.suppressed(key)] for key in keys)
            self.system.count(whole, self.everybody * len(keys))
            self.system.add(whole, [self.suppressed(key) for key in keys])
            self.tell(whole, told.group(1))

    def suppressed(self, question):
        name = self.cell("suppressed", question, SUPPRESSED)
        columns = self.options[question]
        if self.system.high[name] == self.everybody:
            self.system.high[name] *= len(columns)
        parts = [self.cell("column", column, SUPPRESSED) for column in columns
                 if any(code == SUPPRESSED for code, _, _ in self.pages.codebook[column])]
        self.system.add(name, parts)
        return name


class Groups:
    """What the study joins on the way to a coarser profile: code of a group to the codes of its categories."""

    def __init__(self, study):
        with (study / "codebook" / "variables.csv").open(encoding="utf-8") as file:
            lists = {line["name"]: line["list_name"] for line in csv.DictReader(file)}
        with (study / "codebook" / "categories.csv").open(encoding="utf-8") as file:
            codes = {(line["list_name"], line["name"]): line["code"] for line in csv.DictReader(file)}
        self.members = collections.defaultdict(dict)
        with (study / "release" / "hierarchies.csv").open(encoding="utf-8") as file:
            for line in csv.DictReader(file):
                of = lists[line["variable"]]
                self.members[line["variable"]][line["code"]] = [codes[of, name] for name in line["categories"].split()]
        self.members[MONTH].update(month_groups(study))

    def within(self, variable, code, finer):
        """The finer codes that became one."""
        asked = set(self.members[variable].get(code, [code]))
        return [one for one in finer if set(self.members[variable].get(one, [one])) <= asked]


def together(fine, coarse, groups, system):
    """A count of a coarser release of the same rows is the sum of the finer one's, less what is suppressed of them."""
    if fine.everybody != coarse.everybody:
        return 0
    places = {"all": ["all"]}
    for place in coarse.places:
        inner = groups.within("country", place, fine.places)
        if sum(len(fine.there[one]) for one in inner) == len(coarse.there[place]):
            places[place] = inner
    joined = 0
    for question in set(fine.options) & set(coarse.options) - {"country"}:
        for column in set(fine.options[question]) & set(coarse.options[question]):
            codes = [code for code, _, _ in fine.pages.codebook[column]]
            is_whole = SUPPRESSED not in {code for code, _, _ in coarse.pages.codebook[column]}
            for code in {code for code, _, _ in coarse.pages.codebook[column]} - {SUPPRESSED}:
                inner = groups.within(question, code, codes)
                joined += join(fine, coarse, "column", column, (code, inner), places, is_whole, system)
        is_whole = all(SUPPRESSED not in {code for code, _, _ in coarse.pages.codebook[column]}
                       for column in coarse.options[question])
        of = {name[3] for name in coarse.truth if name[1:3] == ("question", question)} - {SUPPRESSED}
        for code in of & {name[3] for name in fine.truth if name[1:3] == ("question", question)}:
            joined += join(fine, coarse, "question", question, (code, [code]), places, is_whole, system)
    return joined


def join(fine, coarse, kind, of, codes, places, is_whole, system):
    code, inner = codes
    joined = 0
    for place, members in places.items():
        less = coarse.cell(kind, of, code, place)
        more = [fine.cell(kind, of, one, member) for one in inner for member in members]
        gone = (coarse.name, "gone", of, code, place, kind)
        coarse.truth[gone] = sum(fine.truth[part] for part in more) - coarse.truth[less]
        if coarse.truth[gone] < 0 or is_whole and coarse.truth[gone] > 0:
            continue
        system.count(gone, 0 if is_whole else fine.everybody)
        system.add(less, [*more, (gone, -1)])
        joined += 1
    return joined


def grown(earlier, later, system):
    """A count of a later release is that of the earlier one and that of the people who are new."""
    joined = 0
    for name, true in [(name, true) for name, true in later.truth.items() if len(name) == 5]:
        _, kind, of, code, place = name
        if place != "all" and place not in earlier.places or kind == "column" and of not in earlier.pages.columns:
            continue
        before = (earlier.name, *name[1:])
        if kind in ("column", "question") and before not in earlier.truth and family(of) in earlier.options:
            # The codebook lists every code that occurs.
            before = earlier.cell(kind, of, code, place)
            system.known(before, earlier.truth[before], earlier.truth[before])
        if before not in earlier.truth or kind == "suppressed":
            continue
        new = (later.name, "new people", of, code, place, kind, earlier.name)
        later.truth[new] = true - earlier.truth[before]
        if later.truth[new] < 0:
            raise ValueError(f"{name} counts fewer than before")
        there = (later.everybody, earlier.everybody) if place == "all" else (len(later.there[place]), len(earlier.there[place]))
        system.count(new, there[0] - there[1])
        system.add(name, [before, new])
        joined += 1
    return joined


def across(fine, coarse, groups, system):
    """A count of a coarser release is the finer one's sum of the people whom both have, less what is suppressed of them, and
    that of the people whom the finer one does not have; the finer one may have people whom the coarser one does not have."""
    both = {name: (row, coarse.people[name]) for name, row in fine.people.items() if name in coarse.people}
    alone = [row for name, row in fine.people.items() if name not in both], [row for name, row in coarse.people.items() if name not in both]
    joined = 0
    places = {"all": list(fine.places), **{place: groups.within("country", place, fine.places) for place in coarse.places}}
    for place, inner in places.items():
        for name in [name for name in coarse.truth if name[4] == place and name[1] in ("column", "question", "rows") and name[3] != SUPPRESSED]:
            _, kind, of, code, _ = name
            if kind != "rows" and not set(coarse.options.get(family(of), [])) <= set(fine.pages.columns) or family(of) == "country":
                continue
            if kind == "column":
                codes = groups.within(family(of), code, [one for one, _, _ in fine.pages.codebook[of]])
            else:
                codes = [code]
            parts = [(kind, of, one, member) for one in codes for member in (["all"] if place == "all" else inner)]
            if not parts or not all((fine.name, *part) in fine.truth for part in parts):
                continue
            is_there = lambda row, inner=inner, place=place: place == "all" or row["country"] in inner  # noqa: E731
            told = lambda book, codes, row, kind=kind, of=of: any(book.counts(kind, of, one, row) for one in codes)  # noqa: E731
            gone = sum(is_there(one) and told(fine, codes, one) and not told(coarse, [code], other) for one, other in both.values())
            extra = sum(is_there(one) and told(coarse, [code], other) and not told(fine, codes, one) for one, other in both.values())
            if extra:
                continue
            slack = []
            for what, rows, book, some in (("people more", alone[1], coarse, [code]), ("people less", alone[0], fine, codes)):
                here = [row for row in rows if place == "all" or row["country"] in (inner if book is fine else [place])]
                new = (book.name, what, of, code, place, kind, coarse.name, fine.name)
                book.truth[new] = sum(told(book, some, row) for row in here)
                system.count(new, len(here))
                slack.append(new)
            less = (coarse.name, "gone", of, code, place, kind, fine.name)
            coarse.truth[less] = gone
            is_whole = kind == "rows" or all(SUPPRESSED not in {one for one, _, _ in coarse.pages.codebook[column]}
                                             for column in coarse.options[family(of)])
            if is_whole and gone:
                continue
            system.count(less, 0 if is_whole else len(both))
            system.add(name, [*((fine.name, *part) for part in parts), (slack[0], 1), (slack[1], -1), (less, -1)])
            joined += 1
    return joined


def joined(books, groups, system):
    """What any two releases tell of each other."""
    found = 0
    for place, one in enumerate(books):
        for other in books[place + 1:]:
            if one.k == other.k:
                found += grown(one, other, system)
                continue
            fine, coarse = sorted((one, other), key=lambda book: book.k)
            if None in (fine.people, coarse.people) or fine.people.keys() == coarse.people.keys():
                found += together(fine, coarse, groups, system)
            else:
                found += across(fine, coarse, groups, system)
    return found


def solved(study, releases, read):
    """The releases as books, of which the first ones are read, and what follows from them."""
    system = System()
    books = [Book(study, k, folder, system, place < read) for place, (k, folder) in enumerate(releases)]
    found = joined(books, Groups(study), system)
    system.solve()
    return books, system, found


def check(study, releases):
    """`releases`: k and folder of each, of the same rows the finer one first, otherwise the earlier one. What leaks is told by release, kind, column, code and place."""
    study = pathlib.Path(study)
    books, system, joined = solved(study, releases, len(releases))
    finer = solved(study, releases, len(releases) - 1)[1] if len(releases) > 1 else None
    small = [(place, name) for place, book in enumerate(books) for name, true in book.truth.items()
             if name[1] not in ("rows", "gone") and 0 < true < book.k]
    follow = [(place, name) for place, name in small if system.is_one(name)]
    told = [(place, name) for place, name in follow if place > 0 and finer.is_one(name)]
    leaks = [(place, *name[1:]) for place, name in follow if (place, name) not in told]
    return {
        "releases": len(books), "counts printed": sum(book.printed for book in books),
        "counts masked": sum(len(book.masked) for book in books), "sums known": len(system.sums),
        "counts joined": joined, "small counts": len(small), "small counts that follow": len(leaks), "leaks": leaks[:20],
        "small counts that the finer release tells by itself": len(told),
        "files that nobody reads": sorted(set().union(*(book.pages.unknown() for book in books))),
    }


if __name__ == "__main__":
    wanted = [text.split(":", 1) for text in sys.argv[2:]]
    print(json.dumps(check(sys.argv[1], [(int(k), folder) for k, folder in wanted])))
