#!/usr/bin/env python3
"""Merges a study's sample a second time, without weir, and compares the result with what weir wrote.

The sampler writes down what every synthetic respondent answered: the truth. This script turns the truth and the
codebook into the data set that has to come out, and compares it cell by cell with `data/merged.csv.gz`, and
what became of the rows of every upload with `provenance.jsonl`. It shares no code with weir and reads neither the
content of uploads nor crosswalks, so a mistake in weir's reading of an upload, in a crosswalk or
in the merging shows as a disagreement here instead of being made twice.

Of an open answer it checks that the cell is blank and 9996 stands beside it, or that the cell is the English text with
masks such as `[PERSON 1]` in some places: every word outside the masks has to be there, in its order.

    remerge.py --study Pipelines/frontline-workers --truth DIR/truth/truth.csv --inbox DIR/inbox --folder DATASET

Exit status 0: everything agrees, one line says how much was compared. 1: the first 20 disagreements and their number.
2: something could not be read, so nothing was compared. Answers that are not codes are never printed.

Memory holds one short string per complete row of the truth; the data set is read as a stream.
"""

import argparse
import base64
import collections
import csv
import dataclasses
import decimal
import functools
import gzip
import hashlib
import hmac
import json
import operator
import os
import re
import sys
import zlib

# The public sample key: known to everybody, so it protects nobody and may stand here.
SAMPLE_KEY = hashlib.sha256(b"weir public sample key for pseudonyms: never for real data").digest()

NOT_ASKED, NOT_IN_COUNTRY, NO_ANSWER, WITHHELD = "9990", "9992", "9994", "9996"
FIRST_MISSING = 9990

TRUTH_COLUMNS = ["upload", "row", "country", "platform", "collector", "source_id", "month", "disposition", "ended_at"]
COUNTRY_VARIABLE = "country"
UNDELIVERED_ROLES = {"direct", "evidence"}
KINDS = {
    "single": "coded", "scale": "coded", "matrix row": "coded", "multi": "multi",
    "slider": "number", "number": "number", "text": "text",
}
UNTRANSLATED = "u"
# What a spreadsheet would compute; an apostrophe before it prevents that.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# In memory, what no text can be.
NO_ENGLISH = "\x1e"

# Between the fields of a truth row in memory: a control character that no field can hold.
SEPARATOR = "\x1f"
SHOWN_AT_MOST = 20


class Trouble(Exception):
    """Something that keeps the comparison from being made."""


# --- Codebook ---------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(slots=True)
class Variable:
    """One delivered variable. `codes` maps category names to codes, in the codebook's order."""

    name: str
    kind: str
    codes: dict
    universe: str
    countries: frozenset

    def columns(self):
        """The columns of the data set that belong to it."""
        if self.kind == "text":
            return [self.name, f"{self.name}__missing", f"{self.name}__length"]
        return [f"{self.name}__{category}" for category in self.codes] if self.kind == "multi" else [self.name]

    def truth_columns(self):
        """The columns of the truth that belong to it. The country stands among the facts about the row."""
        if self.name == COUNTRY_VARIABLE:
            return []
        return [self.name] if self.kind == "text" else self.columns()


def read_codebook(study):
    """The delivered variables of a study's folder, in the order of the questionnaire."""
    folder = os.path.join(study, "codebook")
    lists = read_lists(os.path.join(folder, "categories.csv"))
    rows = table(os.path.join(folder, "variables.csv"), "name", "type", "list_name", "universe", "role", "countries")
    return [variable(row, lists) for row in rows if row["role"] not in UNDELIVERED_ROLES]


def read_lists(path):
    """Every list of categories: list name to category name to code, in the order of the file."""
    lists = collections.defaultdict(dict)
    for row in table(path, "list_name", "name", "code"):
        if row.get("countries"):
            # How weir delivers such an option is not written down for this check; guessing would prove nothing.
            raise Trouble(f"{path}: {row['list_name']}: options limited to countries are not covered by this check")
        lists[row["list_name"]][row["name"]] = row["code"]
    return lists


def variable(row, lists):
    """One line of variables.csv."""
    name, kind = row["name"], KINDS.get(row["type"])
    if kind is None:
        raise Trouble(f"variables.csv: {name}: the type '{row['type']}' is not covered by this check")
    codes = lists.get(row["list_name"], {}) if kind in ("coded", "multi") else {}
    if kind in ("coded", "multi") and not codes:
        raise Trouble(f"variables.csv: {name}: categories.csv has no list '{row['list_name']}'")
    return Variable(name, kind, codes, row["universe"].strip(), frozenset(row["countries"].split()))


def table(path, *needed):
    """The rows of a small CSV file as dictionaries."""
    with open_text(path) as file:
        reader = csv.DictReader(file)
        absent = [column for column in needed if column not in (reader.fieldnames or [])]
        if absent:
            raise Trouble(f"{path}: no column {', '.join(absent)}")
        yield from reader


def open_text(path):
    """A text file for `csv`, compressed or not. A byte order mark is what a spreadsheet may leave, and no content."""
    opener = gzip.open if path.endswith(".gz") else open
    return opener(path, "rt", encoding="utf-8-sig", newline="")


# --- Universe ---------------------------------------------------------------------------------------------------------

TOKEN = re.compile(
    r"""\s*(?:\$\{(?P<variable>[^}]+)\}|(?P<quoted>'[^']*'|"[^"]*")|(?P<number>-?\d+(?:\.\d+)?)
    |(?P<sign>!=|<=|>=|=|<|>)|(?P<mark>[(),])|(?P<word>[a-z]+))""",
    re.VERBOSE,
)
SIGNS = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}


class UniverseReader:
    """Turns an expression such as `${a} = 'yes' and (${b} > 0 or selected(${c}, 'other'))` into a function that takes
    a respondent's answers, in the order of the codebook, and says whether the question was asked."""

    def __init__(self, text, codebook):
        self.text = text
        self.codebook = codebook
        self.places = {variable.name: place for place, variable in enumerate(codebook)}
        self.tokens = self.split(text)

    def read(self):
        """The whole expression; an empty one asks everybody."""
        if not self.tokens:
            return lambda answers: True
        result = self.alternatives()
        if self.tokens:
            raise self.trouble("'and', 'or' or the end is missing")
        return result

    def split(self, text):
        tokens, position = [], 0
        text = text.rstrip()
        while position < len(text):
            match = TOKEN.match(text, position)
            if not match:
                raise self.trouble(f"character {position + 1} is not understood")
            tokens.append((match.lastgroup, match.group(match.lastgroup)))
            position = match.end()
        return tokens

    def alternatives(self):
        terms = [self.conjunction()]
        while self.take("word", "or"):
            terms.append(self.conjunction())
        return terms[0] if len(terms) == 1 else lambda answers: any(term(answers) for term in terms)

    def conjunction(self):
        terms = [self.term()]
        while self.take("word", "and"):
            terms.append(self.term())
        return terms[0] if len(terms) == 1 else lambda answers: all(term(answers) for term in terms)

    def term(self):
        if self.take("mark", "("):
            inner = self.alternatives()
            self.need("mark", ")")
            return inner
        return self.selection() if self.take("word", "selected") else self.comparison()

    def selection(self):
        self.need("mark", "(")
        place = self.place()
        self.need("mark", ",")
        category = self.need("quoted")[1:-1]
        self.need("mark", ")")
        if self.codebook[place].kind != "multi":
            return self.compare(place, operator.eq, self.code(place, category))
        self.code(place, category)
        option = list(self.codebook[place].codes).index(category)
        # An unanswered multi-select is an empty string, of which no part is '1'.
        return lambda answers: answers[place][option : option + 1] == "1"

    def comparison(self):
        place = self.place()
        sign = SIGNS[self.need("sign")]
        if self.codebook[place].kind not in ("coded", "number"):
            raise self.trouble(f"{self.codebook[place].name} cannot be compared")
        category = self.take("quoted")
        if category is not None:
            return self.compare(place, sign, self.code(place, category[1:-1]))
        return self.compare(place, sign, float(self.need("number")))

    @staticmethod
    def compare(place, sign, right):
        def holds(answers):
            # Nothing can be said of a missing answer: even "is not" is false.
            answer = answers[place]
            return answer != "" and float(answer) < FIRST_MISSING and sign(float(answer), right)

        return holds

    def place(self):
        name = self.need("variable")
        if name not in self.places:
            raise self.trouble(f"the truth holds no {name}")
        return self.places[name]

    def code(self, place, category):
        if category not in self.codebook[place].codes:
            raise self.trouble(f"{self.codebook[place].name} has no category {category}")
        return float(self.codebook[place].codes[category])

    def take(self, group, text=None):
        """The next token if it is such a one, or None."""
        if self.tokens and self.tokens[0][0] == group and text in (None, self.tokens[0][1]):
            return self.tokens.pop(0)[1]
        return None

    def need(self, group, text=None):
        token = self.take(group, text)
        if token is None:
            raise self.trouble(f"{text or group} is missing")
        return token

    def trouble(self, what):
        return Trouble(f"variables.csv: universe {self.text}: {what}")


# --- Truth ------------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(slots=True)
class Respondent:
    """One row of the truth. `answers` stand in the codebook's order: a code, a number, the 0s and 1s of a multi-select,
    a text's English; empty when there is none."""

    upload: str
    country: str
    month: str
    disposition: str
    ended_at: str
    pseudonym: str
    answers: list


class TruthReader:
    """Reads the truth row by row; only complete interviews get answers and a pseudonym, as nobody else has any."""

    def __init__(self, path, codebook):
        self.path = path
        self.codebook = codebook
        self.number = 0
        self.texts = TextReader(os.path.join(os.path.dirname(path), "texts.csv"))

    def __iter__(self):
        with open_text(self.path) as file:
            rows = csv.reader(file)
            header = next(rows, [])
            spans = self.spans(header)
            for self.number, row in enumerate(rows, 1):
                if len(row) != len(header):
                    raise Trouble(f"{self.path}, row {self.number}: {len(row)} fields under {len(header)} columns")
                yield self.respondent(row, spans)

    def spans(self, header):
        """Where each variable stands."""
        wanted, spans = list(TRUTH_COLUMNS), []
        for variable in self.codebook:
            spans.append(slice(len(wanted), len(wanted) + len(variable.truth_columns())))
            wanted += variable.truth_columns()
        difference = first_difference(wanted, header)
        if difference:
            raise Trouble(f"{self.path}: {difference}")
        return spans

    def respondent(self, row, spans):
        upload, place, country, platform, collector, source, month, disposition, end = row[: len(TRUTH_COLUMNS)]
        english = self.texts.of(upload, place)
        if disposition != "complete":
            return Respondent(upload, country, month, disposition, end, "", [])
        answers = [
            self.answer(variable, row[span], country, english) for variable, span in zip(self.codebook, spans)]
        return Respondent(
            upload, country, month, disposition, end, pseudonym(country, platform, collector, source), answers)

    def answer(self, variable, cells, country, english):
        if variable.name == COUNTRY_VARIABLE:
            return self.country_code(variable, country)
        if variable.countries and country not in variable.countries:
            return ""  # What a country did not ask is missing for every universe, too.
        try:
            answer = READERS[variable.kind](variable, cells)
            return self.text(answer, english.get(variable.name)) if variable.kind == "text" else answer
        except ValueError as error:
            raise self.trouble(variable, str(error)) from None

    @staticmethod
    def text(length, english):
        """The English text that a length is about."""
        if length in ("", UNTRANSLATED):
            if english is not None:
                raise ValueError("there is an English text that is not counted")
            return length and NO_ENGLISH
        if english is None or len(english) != int(length):
            raise ValueError("the English text is not as long as it should be")
        if SEPARATOR in english:
            raise ValueError("a control character is in the text")
        return english

    def country_code(self, variable, country):
        """The country follows from the upload."""
        code = variable.codes.get(country)
        if code is None:
            raise self.trouble(variable, "the row's country is not a category")
        return code

    def trouble(self, variable, what):
        return Trouble(f"{self.path}, row {self.number}, {variable.name}: {what}")


class TextReader:
    """Reads the English texts along with the truth, in its order."""

    def __init__(self, path):
        self.rows = iter(()) if not os.path.exists(path) else table(path, "upload", "row", "variable", "english")
        self.ahead = next(self.rows, None)

    def of(self, upload, place):
        """The texts of one interview by variable."""
        texts = {}
        while self.ahead and (self.ahead["upload"], self.ahead["row"]) == (upload, place):
            texts[self.ahead["variable"]] = self.ahead["english"]
            self.ahead = next(self.rows, None)
        return texts


def read_code(variable, cells):
    cell = cells[0]
    if cell and cell not in variable.codes.values() and not is_missing(cell):
        raise ValueError("is no code of the codebook")
    return cell


def read_options(variable, cells):
    answer = "".join(cells)
    if answer and not (len(answer) == len(cells) and all(cell in ("0", "1") for cell in cells)):
        raise ValueError("options are neither all 0 or 1 nor all blank")
    return answer


def read_number(variable, cells):
    return shortest(cells[0])


def read_length(variable, cells):
    cell = cells[0]
    if cell not in ("", UNTRANSLATED) and not (cell.isascii() and cell.isdigit() and int(cell) > 0):
        raise ValueError("is neither a length nor 'u' nor blank")
    return cell


READERS = {"coded": read_code, "multi": read_options, "number": read_number, "text": read_length}


def is_missing(text):
    return len(text) == 4 and text.startswith("999") and text.isdigit()


@functools.lru_cache(maxsize=100_000)
def shortest(text):
    """A number with as few digits as tell it: `12.50` is `12.5`, `30.0` is `30`."""
    if not text:
        return ""
    try:
        plain = format(decimal.Decimal(repr(float(text))), "f")
    except (ValueError, decimal.InvalidOperation):
        raise ValueError("is not a number") from None
    if not plain[-1].isdigit():
        raise ValueError("is not a finite number")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain == "-0" else plain


def pseudonym(country, platform, collector, source):
    """The first 80 bits of the keyed hash, in the alphabet whose order as text is the order of the numbers."""
    message = b"".join(part.encode() + b"\0" for part in (country, platform, collector, source))
    return base64.b32hexencode(hmac.digest(SAMPLE_KEY, message, "sha256")[:10]).decode()


def read_truth(path, codebook):
    """The complete rows as sorted compact strings, and the numbers of rows: by upload, country and disposition, and by
    upload, country and the question where they ended."""
    rows, counts = [], collections.Counter()
    for one in TruthReader(path, codebook):
        counts[one.upload, one.country, one.disposition] += 1
        if one.ended_at:
            counts[one.upload, one.country, f"ended at {one.ended_at}"] += 1
        if one.disposition == "complete":
            rows.append(SEPARATOR.join([one.pseudonym, one.month, one.country, *one.answers]))
    rows.sort()  # Pseudonyms come first and are equally long, so this is their order.
    twice = sum(pseudonym_of(left) == pseudonym_of(right) for left, right in zip(rows, rows[1:]))
    if twice:
        raise Trouble(f"{path}: {twice} complete rows have the pseudonym of another one")
    return rows, counts


def pseudonym_of(compact):
    return compact[:16]


# --- What has to come out ---------------------------------------------------------------------------------------------


class Expectation:
    """The data set that follows from the truth."""

    def __init__(self, codebook):
        self.codebook = codebook
        self.columns = ["pseudonym", "submitted_month"]
        for variable in codebook:
            self.columns += variable.columns()
        texts = list(dict.fromkeys(variable.universe for variable in codebook))
        # Follow-up blocks share one universe, which is judged once per respondent.
        self.universes = [UniverseReader(text, codebook).read() for text in texts]
        self.universe_of = [texts.index(variable.universe) for variable in codebook]

    def cells(self, compact):
        """The row of the data set that a compact row of the truth becomes."""
        pseudonym, month, country, *answers = compact.split(SEPARATOR)
        asked = [universe(answers) for universe in self.universes]
        cells = [pseudonym, month]
        for variable, answer, universe in zip(self.codebook, answers, self.universe_of):
            if variable.countries and country not in variable.countries:
                reason = NOT_IN_COUNTRY
            else:
                reason = NO_ANSWER if asked[universe] else NOT_ASKED
            cells += WRITERS[variable.kind](variable, answer, reason)
        return cells


def write_value(variable, answer, reason):
    return [answer or reason]


def write_options(variable, answer, reason):
    return list(answer) or [reason] * len(variable.codes)


def write_text(variable, answer, reason):
    if answer == NO_ENGLISH:
        return ["", WITHHELD, "5"]
    return [Scrubbed(answer), Beside(), length_class(len(answer))] if answer else ["", reason, reason]


def length_class(length):
    return str(1 + sum(length > most for most in (20, 80, 240)))


class Scrubbed(str):
    """An English text, of which a cell may be the scrubbed form; or a blank one, if 9996 stands beside it."""

    MASK = re.compile(r"\[[A-Z][A-Z0-9 -]*\]")

    def fits(self, cell, beside):
        if cell == "" or beside != "":
            return cell == "" and beside == WITHHELD
        if cell[0] in FORMULA:
            return False
        plain = re.sub(r"\r\n|\r|\n", " ", self)
        if cell[0] == "'" and self[:1] in FORMULA:
            cell = cell[1:]
        # A mask stands for something.
        pieces = self.MASK.split(cell)
        return re.fullmatch(".+?".join(map(re.escape, pieces)), plain, re.DOTALL) is not None


class Beside(str):
    """The missing reason beside a text: judged with it."""


WRITERS = {"coded": write_value, "multi": write_options, "number": write_value, "text": write_text}


# --- Comparison -------------------------------------------------------------------------------------------------------


class Disagreements:
    """The first disagreements as lines, and the number of all."""

    def __init__(self):
        self.lines = []
        self.total = 0
        self.texts = 0
        self.withheld = 0

    def add(self, line):
        self.total += 1
        if self.total <= SHOWN_AT_MOST:
            self.lines.append(line)


def compare_data(path, expectation, truth, found):
    """Walks along both in the order of pseudonyms, so that one lost or added row does not shift all that follow."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        difference = first_difference(expectation.columns, next(rows, []))
        if difference:
            found.add(f"header: {difference}")
            return
        place, before = 0, ""
        for number, row in enumerate(rows, 1):
            name = row[0] if row else ""
            if name <= before:
                found.add(f"row {number}, pseudonym: not above the one of the row before")
                continue
            before = name
            place = skip_lost(truth, place, name, number, found)
            if place < len(truth) and pseudonym_of(truth[place]) == name:
                compare_row(number, expectation.cells(truth[place]), row, expectation.columns, found)
                place += 1
            else:
                found.add(f"row {number}, pseudonym: no such complete row in the truth")
    for _ in truth[place:]:
        found.add("after the last row: a complete row of the truth is missing")


def skip_lost(truth, place, name, number, found):
    """The place of the first row of the truth that does not come before a pseudonym."""
    while place < len(truth) and pseudonym_of(truth[place]) < name:
        found.add(f"before row {number}: a complete row of the truth is missing")
        place += 1
    return place


def compare_row(number, expected, row, columns, found):
    if len(expected) != len(row):
        found.add(f"row {number}: {len(row)} fields under {len(columns)} columns")
        return
    for place, (column, wanted, cell) in enumerate(zip(columns, expected, row)):
        if isinstance(wanted, Beside):
            continue
        if isinstance(wanted, Scrubbed):
            found.texts += 1
            found.withheld += cell == ""
            if not wanted.fits(cell, row[place + 1]):
                found.add(f"row {number}, {column}: not the English text with masks, found {shown(cell)}")
        elif wanted != cell:
            found.add(f"row {number}, {column}: expected {shown(wanted)}, found {shown(cell)}")


def shown(text):
    """A code, a number or a month as it is; of anything else only the length, as it may be what somebody typed."""
    if re.fullmatch(r"-?\d{1,4}(\.\d{1,20})?|\d{4}-\d\d", text, re.ASCII):
        return text
    return f"({len(text)} characters)" if text else "(nothing)"


def first_difference(wanted, header):
    """How a header differs from the wanted one, or None."""
    for number, (left, right) in enumerate(zip(wanted, header), 1):
        if left != right:
            return f"column {number} is not {left}"
    if len(wanted) != len(header):
        return f"{len(wanted)} columns expected, {len(header)} found"
    return None


def compare_accounts(path, inbox, counts, found):
    """Whether weir counted as many rows per upload, disposition and place of ending as there are."""
    names = {digest(os.path.join(inbox, upload)): upload for upload in {key[0] for key in counts}}
    accounts = collections.Counter()
    for line in provenance(path, "upload"):
        upload = names.get(line["sha256"], "an upload that is not in the truth")
        for word, number in line["rows"].items():
            accounts[upload, line["country"], word] += number
        for variable, number in line["ended at"].items():
            accounts[upload, line["country"], f"ended at {variable}"] += number
    for key in sorted(accounts.keys() | counts.keys()):
        if accounts[key] != counts[key]:
            found.add(f"accounts, {', '.join(key)}: expected {counts[key]} rows, found {accounts[key]}")


def provenance(path, kind):
    """The lines of one kind."""
    with open(path, encoding="utf-8") as file:
        for text in file:
            try:
                line = json.loads(text)
            except ValueError:
                raise Trouble(f"{path}: a line is not JSON") from None
            if line["kind"] == kind:
                yield line


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def compare(study, truth, inbox, folder):
    """All comparisons: what was found, and the sentence for the case that nothing was."""
    expectation = Expectation(read_codebook(study))
    rows, counts = read_truth(truth, expectation.codebook)
    found = Disagreements()
    compare_data(os.path.join(folder, "data", "merged.csv.gz"), expectation, rows, found)
    compare_accounts(os.path.join(folder, "provenance.jsonl"), inbox, counts, found)
    width = len(expectation.columns)
    cells = f"{len(rows)} rows, {width} columns, {len(rows) * width} cells"
    texts = f"{found.texts} open answers, of which {found.withheld} withheld by doubt"
    return found, f"{cells}, {len(counts)} counts, {texts}: all agree"


def arguments(words):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--study", required=True, help="the study's folder, with codebook/")
    parser.add_argument("--truth", required=True, help="the sampler's truth.csv")
    parser.add_argument("--inbox", required=True, help="the uploads that the truth is about")
    parser.add_argument("--folder", required=True, help="the data set's folder, with data/ and provenance.jsonl")
    return parser.parse_args(words)


def main(words=None):
    options = arguments(words)
    csv.field_size_limit(1 << 30)  # Whatever weir wrote has to become a disagreement, not a crash.
    try:
        found, agreement = compare(options.study, options.truth, options.inbox, options.folder)
    except UnicodeError:
        print("remerge: cannot compare: a file is not UTF-8", file=sys.stderr)  # The error would quote the bytes.
        return 2
    except (Trouble, OSError, EOFError, zlib.error, csv.Error) as error:
        print(f"remerge: cannot compare: {error}", file=sys.stderr)
        return 2
    if not found.total:
        print(agreement)
        return 0
    print("\n".join(found.lines))
    print(f"{found.total} disagreements" + (f", of which {SHOWN_AT_MOST} shown" if found.total > SHOWN_AT_MOST else ""))
    return 1


if __name__ == "__main__":
    sys.exit(main())
