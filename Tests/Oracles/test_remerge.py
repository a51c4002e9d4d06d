#!/usr/bin/env python3
"""Tests of the two oracles on a study small enough to be merged by hand. Run: python3 test_remerge.py"""

import contextlib
import gzip
import hashlib
import io
import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import remerge
import targets

VARIABLES = """\
name,section,type,list_name,universe,role,countries
record_id,A,text,,,direct,
country,A,single,country,,key,
services,A,multi,services,,office,
share,A,slider,,"selected(${services}, 'other') or ${country} = 'BA'",case,
detail,A,text,,${share} > 0,open,
extra,A,single,yes_no,${share} != 5 and ${country} != 'AL',plain,BA
"""

CATEGORIES = """\
list_name,name,code,countries
country,AL,8,
country,BA,70,
services,legal,1,
services,other,2,
yes_no,yes,1,
yes_no,no,2,
"""

TRUTH = """\
upload,row,country,platform,collector,source_id,month,disposition,ended_at,\
services__legal,services__other,share,detail,extra
AL/may.csv,1,AL,surveymonkey,400111,1001,2021-05,complete,,1,0,,,
AL/may.csv,2,AL,surveymonkey,400111,1002,2021-05,complete,,0,1,12.50,20,
AL/may.csv,3,AL,surveymonkey,400111,1003,2021-05,break-off,services,,,,,
BA/june.csv,1,BA,surveymonkey,400222,1001,2021-06,complete,,,,0.0,,
BA/june.csv,2,BA,surveymonkey,400222,1002,2021-06,complete,,1,1,,,
BA/june.csv,3,BA,surveymonkey,400222,1003,2021-07,complete,,0,1,30,u,2
BA/june.csv,4,BA,surveymonkey,400222,1004,2021-07,complete,,1,0,5,241,1
"""

LONG = "=Ana told me, " + "a" * 227
TEXTS = f"""\
upload,row,variable,english
AL/may.csv,2,detail,"Call Ana\r\non 555 01."
BA/june.csv,4,detail,"{LONG}"
"""

# Made with other tools than Python: the first 20 hexadecimal digits of
#   printf '%s\0' AL surveymonkey 400111 1001 | openssl dgst -sha256 -mac HMAC -macopt hexkey:KEY -r
# through `xxd -r -p | basenc --base32hex`; KEY is `openssl dgst -sha256` of the sample key's sentence.
PSEUDONYMS = {
    "AL 1001": "14LOOEVIE3OTTEDH",
    "AL 1002": "3F0AG3OSA9JGNMEQ",
    "BA 1001": "C3SF2OGDBQCOUCI0",
    "BA 1002": "F840ULT7PPQF0NLD",
    "BA 1003": "RRDTJQ2JTAJOR6MO",
    "BA 1004": "KEFJR1VQJIUJTMS9",
}

HEADER = (
    "pseudonym,submitted_month,country,services__legal,services__other,share,"
    "detail,detail__missing,detail__length,extra"
)
CELLS = {
    "AL 1001": "2021-05,8,1,0,9990,,9990,9990,9992",
    "AL 1002": "2021-05,8,0,1,12.5,Call [PERSON 1] on [PHONE].,,1,9992",
    "BA 1001": "2021-06,70,9994,9994,0,,9990,9990,9994",
    # Asked and left blank; then what depends on it was not asked: nothing, not even !=, is true of a missing answer.
    "BA 1002": "2021-06,70,1,1,9994,,9990,9990,9990",
    "BA 1003": "2021-07,70,0,1,30,,9996,5,2",
    # `extra` was answered against its universe, and keeps the answer.
    "BA 1004": "2021-07,70,1,0,5,,9996,4,1",
}

# The digests are those of the two files' content, which is their name.
PROVENANCE = """\
{"kind":"study"}
{"country":"AL","ended at":{"services":1},"kind":"upload","rows":{"break-off":1,"complete":2},\
"sha256":"%s"}
{"country":"BA","ended at":{},"kind":"upload","rows":{"complete":4},\
"sha256":"%s"}
""" % tuple(hashlib.sha256(name).hexdigest() for name in (b"AL/may.csv", b"BA/june.csv"))

TARGETS = """\
id,group,question,row,codes,n,base,basis
T1,all,services,,other,3,6,published
T2,country=BA,share,,1..100,2,4,published
T3,country=BA;services=legal,extra,,yes no,1,2,published
"""


def merged_rows():
    return [f"{name},{CELLS[who]}" for who, name in sorted(PSEUDONYMS.items(), key=lambda pair: pair[1])]


class TinyStudy(unittest.TestCase):
    """A folder with the study, the truth and the data set, and runs of the scripts in it."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = holder.name
        self.write("codebook/variables.csv", VARIABLES)
        self.write("codebook/categories.csv", CATEGORIES)
        self.write("truth.csv", TRUTH)
        self.write("texts.csv", TEXTS)
        self.write("provenance.jsonl", PROVENANCE)
        for name in ("AL/may.csv", "BA/june.csv"):
            self.write(f"inbox/{name}", name)
        self.write("targets.csv", TARGETS)
        self.merged(merged_rows())

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        opener = gzip.open if name.endswith(".gz") else open
        with opener(self.path(name), "wt", encoding="utf-8", newline="") as file:
            file.write(text)

    def merged(self, rows, header=HEADER):
        self.write("data/merged.csv.gz", "\n".join([header, *rows]) + "\n")

    def run_script(self, script, *words):
        output = io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            status = script.main(["--study", self.folder, "--truth", self.path("truth.csv"), *words])
        return status, output.getvalue().splitlines()

    def remerge(self):
        return self.run_script(remerge, "--inbox", self.path("inbox"), "--folder", self.folder)


class Agreement(TinyStudy):
    def test_data_set_made_by_hand_agrees(self):
        self.assertEqual(self.remerge(), (0, ["6 rows, 10 columns, 60 cells, 4 counts, 2 open answers, of which 1 withheld by doubt: all agree"]))


class Disagreement(TinyStudy):
    def test_every_single_changed_cell_is_found(self):
        columns = HEADER.split(",")
        for number in range(6):
            for place in range(1, len(columns)):
                with self.subTest(row=number + 1, column=columns[place]):
                    rows = [row.split(",") for row in merged_rows()]
                    before, rows[number][place] = rows[number][place], "77"
                    self.merged([",".join(row) for row in rows])
                    line = self.line(rows[number], number, columns, place, before)
                    self.assertEqual(self.remerge(), (1, [line, "1 disagreements"]))

    @staticmethod
    def line(row, number, columns, place, before):
        """An open answer is judged with the reason beside it."""
        who = row[0]
        if who in (PSEUDONYMS["AL 1002"], PSEUDONYMS["BA 1004"]) and columns[place] in ("detail", "detail__missing"):
            cell = row[columns.index("detail")]
            size = "77" if cell == "77" else f"({len(cell)} characters)" if cell else "(nothing)"
            return f"row {number + 1}, detail: not the English text with masks, found {size}"
        return f"row {number + 1}, {columns[place]}: expected {before or '(nothing)'}, found 77"

    def test_scrubbed_texts(self):
        english = remerge.Scrubbed("Call Ana\r\non 555 01.")
        for cell, beside, fits in (
            ("Call Ana on 555 01.", "", True), ("Call [PERSON 1] on [PHONE].", "", True), ("", "9996", True),
            ("", "", False), ("", "9994", False), ("Call Ana on 555 01.", "9996", False), ("Call [PHONE].", "", True),
            ("Call Bea on [PHONE].", "", False), ("[PERSON 1] on [PHONE]", "", True), ("Call Ana on 555 01", "", False),
            ("Call Ana [PERSON 1] on 555 01.", "", False),
        ):
            with self.subTest(cell=cell, beside=beside):
                self.assertIs(english.fits(cell, beside), fits)
        self.assertTrue(remerge.Scrubbed("=1 for Ana").fits("'=1 for [PERSON 1]", ""))
        self.assertFalse(remerge.Scrubbed("=1 for Ana").fits("=1 for Ana", ""))
        self.assertFalse(remerge.Scrubbed("=1 for Ana").fits("=1 for [PERSON 1]", ""))

    def test_a_lost_row_is_one_disagreement(self):
        rows = merged_rows()
        self.merged(rows[:2] + rows[3:])
        line = "before row 3: a complete row of the truth is missing"
        self.assertEqual(self.remerge(), (1, [line, "1 disagreements"]))

    def test_a_lost_last_row_is_found(self):
        self.merged(merged_rows()[:-1])
        line = "after the last row: a complete row of the truth is missing"
        self.assertEqual(self.remerge(), (1, [line, "1 disagreements"]))

    def test_an_added_row_is_one_disagreement(self):
        self.merged([f"0000000000000000,{CELLS['AL 1001']}", *merged_rows()])
        line = "row 1, pseudonym: no such complete row in the truth"
        self.assertEqual(self.remerge(), (1, [line, "1 disagreements"]))

    def test_wrong_order_is_found(self):
        rows = merged_rows()
        self.merged([rows[1], rows[0], *rows[2:]])
        self.assertIn("row 2, pseudonym: not above the one of the row before", self.remerge()[1])

    def test_wrong_header_is_found(self):
        self.merged(merged_rows(), HEADER.replace("share", "shares"))
        self.assertEqual(self.remerge(), (1, ["header: column 6 is not share", "1 disagreements"]))

    def test_typed_text_is_not_printed(self):
        rows = [row.replace(",,9996", ",Canary,9996") for row in merged_rows()]
        self.merged(rows)
        status, lines = self.remerge()
        self.assertEqual((status, lines[-1]), (1, "2 disagreements"))
        self.assertIn("detail: not the English text with masks, found (6 characters)", lines[0])
        self.assertIn("expected (nothing), found (6 characters)", lines[1])
        self.assertNotIn("Canary", "".join(lines))

    def test_only_twenty_are_shown(self):
        self.merged([row[:16] + ",7" * 9 for row in merged_rows()])
        status, lines = self.remerge()
        self.assertEqual((status, len(lines)), (1, 21))
        self.assertEqual(lines[-1], "52 disagreements, of which 20 shown")

    def test_wrong_counts_are_found(self):
        for right, wrong, line in (
            ('"break-off":1', '"break-off":2', "AL/may.csv, AL, break-off: expected 1 rows, found 2"),
            ('"complete":4', '"held":4', "BA/june.csv, BA, complete: expected 4 rows, found 0"),
            ('{"services":1}', "{}", "AL/may.csv, AL, ended at services: expected 1 rows, found 0"),
        ):
            with self.subTest(line):
                self.write("provenance.jsonl", PROVENANCE.replace(right, wrong))
                status, lines = self.remerge()
                self.assertEqual(status, 1)
                self.assertEqual(lines[0], f"accounts, {line}")

    def test_an_upload_by_another_digest_is_found(self):
        self.write("inbox/BA/june.csv", "changed")
        status, lines = self.remerge()
        self.assertEqual((status, lines[-1]), (1, "2 disagreements"))


class Unreadable(TinyStudy):
    def check(self, part):
        status, lines = self.remerge()
        self.assertEqual(status, 2)
        self.assertIn(part, lines[0])

    def test_codebook_that_the_truth_does_not_follow(self):
        self.write("truth.csv", TRUTH.replace("services__legal,", "", 1))
        self.check("column 10 is not services__legal")

    def test_universe_that_is_not_understood(self):
        self.write("codebook/variables.csv", VARIABLES.replace("${share} > 0", "${share} >"))
        self.check("universe ${share} >: number is missing")

    def test_unknown_code_in_the_truth(self):
        self.write("truth.csv", TRUTH.replace("30,u,2", "30,u,3"))
        self.check("row 6, extra: is no code of the codebook")

    def test_truncated_data_set(self):
        with open(self.path("data/merged.csv.gz"), "r+b") as file:
            file.truncate(60)
        self.check("cannot compare")


class Universes(unittest.TestCase):
    CODEBOOK = [
        remerge.Variable("a", "coded", {"yes": "1", "no": "2"}, "", frozenset()),
        remerge.Variable("b", "number", {}, "", frozenset()),
        remerge.Variable("c", "multi", {"legal": "1", "other": "2"}, "", frozenset()),
    ]
    CASES = [
        ("", ["", "", ""], True),
        ("${a} = 'yes'", ["1", "", ""], True),
        ("${a}!='yes'", ["2", "", ""], True),
        ("${a} != 'yes'", ["", "", ""], False),
        ("${a} != 'yes'", ["9998", "", ""], False),
        ("${b} > 0", ["", "0.5", ""], True),
        ("${b} > 0", ["", "9998", ""], False),
        ("${b} <= -1", ["", "-1", ""], True),
        ("selected(${c}, 'other')", ["", "", "01"], True),
        ("selected(${c}, 'other')", ["", "", "10"], False),
        ("selected(${c}, 'other')", ["", "", ""], False),
        ("selected(${a}, 'no')", ["2", "", ""], True),
        # `and` binds more tightly than `or`; brackets win over both.
        ("${a} = 'yes' or ${a} = 'no' and ${b} > 5", ["1", "0", ""], True),
        ("(${a} = 'yes' or ${a} = 'no') and ${b} > 5", ["1", "0", ""], False),
    ]

    def test_cases(self):
        for text, answers, asked in self.CASES:
            with self.subTest(text=text, answers=answers):
                self.assertIs(remerge.UniverseReader(text, self.CODEBOOK).read()(answers), asked)

    def test_mistakes(self):
        for text in ["${d} = 1", "${a} = 'maybe'", "${a} =", "(${a} = 'yes'", "${a} = 'yes' 1", "${c} = 'legal'", "?"]:
            with self.subTest(text=text), self.assertRaises(remerge.Trouble):
                remerge.UniverseReader(text, self.CODEBOOK).read()


class Cells(unittest.TestCase):
    def test_shortest_number(self):
        for text, short in [("30.0", "30"), ("12.50", "12.5"), ("0", "0"), ("-0.0", "0"), ("100", "100"),
                            ("0.00001", "0.00001"), ("", "")]:
            self.assertEqual(remerge.shortest(text), short)
        for text in ["a", "nan", "inf"]:
            self.assertRaises(ValueError, remerge.shortest, text)

    def test_length_classes(self):
        lengths = [1, 20, 21, 80, 81, 240, 241]
        self.assertEqual([remerge.length_class(length) for length in lengths], list("1122334"))


class Targets(TinyStudy):
    def targets(self, text):
        self.write("targets.csv", text)
        return self.run_script(targets, "--targets", self.path("targets.csv"))

    def test_all_reproduced(self):
        self.assertEqual(self.targets(TARGETS), (0, ["3/3 targets reproduced"]))

    def test_missed_and_unaskable_ones_are_listed(self):
        more = "T4,all,share,,0..4,2,6,published\nT5,all,detail,,yes,1,6,assumed\nT6,all,matrix,row,yes,1,6,assumed\n"
        self.assertEqual(self.targets(TARGETS + more), (1, [
            "T4: 2 wanted (base 6), 1 found (4 answered)",
            "T5: detail is open text",
            "T6: the codebook delivers no matrix_row",
            "3/6 targets reproduced",
        ]))


if __name__ == "__main__":
    unittest.main()
