"""Whatever a line holds, it is scrubbed or withheld: no crash, no leak, one line out for each line in, linear time."""

import csv
import gzip
import json
import os
import pathlib
import resource
import subprocess
import tempfile
import unittest

import refused
from weir_program import WEIR, merge

NAME = "Besnik Hoxhallari"
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e"
MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def redact(data, *options):
    """The filter's bytes."""
    done = subprocess.run([WEIR, "redact", *options], input=data, capture_output=True, check=False)
    if done.returncode:
        raise AssertionError(f"weir redact ended with {done.returncode}: {done.stderr[-300:]!r}")
    return done.stdout


def scrubbed(*texts):
    """The scrubbed lines of some texts."""
    return redact("".join(text + "\n" for text in texts).encode()).decode().split("\n")[:-1]


def bare(text):
    """A text's letters and digits, however they are dressed."""
    return "".join(sign for sign in text if sign.isalnum()).lower()


class Turned(unittest.TestCase):
    """Signs that turn the writing direction, in the answers of an upload."""

    def merged(self, sign):
        """The data set of an upload with the sign in a closed and in an open answer of its first complete interview, and
        what the night said."""
        def change(upload):
            row = upload.complete()[0]
            gender, comment = upload.source("resp_gender"), upload.source("awareness_comment", "translation")
            row[gender] = sign + row[gender]
            row[comment] = f"We need {sign}more{sign} time."
            row[upload.source("awareness_comment", "original")] = "Necesitamos más tiempo."
        with tempfile.TemporaryDirectory() as name:
            path = pathlib.Path(name) / "inbox" / "CO" / "answers.csv"
            path.parent.mkdir(parents=True)
            path.write_bytes(refused.changed(change))
            os.utime(path, (1_600_000_000, 1_600_000_000))
            run = merge(pathlib.Path(name) / "inbox", pathlib.Path(name) / "out")
            data, = (pathlib.Path(name) / "out").glob("**/merged.csv.gz")
            with gzip.open(data, "rt", encoding="utf-8", newline="") as file:
                return list(csv.DictReader(file)), run.stderr

    def test_signs_that_turn_the_direction_are_told_and_taken_out(self):
        plain, said = self.merged("")
        self.assertNotIn("answer.hidden-sign", said)
        self.assertIn("We need more time.", [row["awareness_comment"] for row in plain])
        for sign in "\u202e\u2066":
            rows, said = self.merged(sign)
            self.assertEqual(rows, plain)
            self.assertEqual(said.count("[answer.hidden-sign]"), 2)
            self.assertNotIn(sign, said)


class Hostile(unittest.TestCase):
    def assert_gone(self, words, texts):
        for text, line in zip(texts, scrubbed(*texts), strict=True):
            for word in words:
                with self.subTest(text=ascii(text)):
                    self.assertNotIn(bare(word), bare(line))

    def test_broken_utf8_is_withheld_line_by_line(self):
        broken = [b"Ana \xff", b"\xc0\xafAna", b"Ana \xe2\x82", b"\xed\xa0\x80 Ana", b"\xf4\x90\x80\x80", b"\x80Ana",
                  b"Ana \xf0\x9f\x98", b"Ana\xc3"]
        lines = redact(b"".join(line + b"\nit is fine\n" for line in broken)).split(b"\n")[:-1]
        self.assertEqual(lines, [b"[WITHHELD]", b"it is fine"] * len(broken))
        objects = [json.loads(line) for line in redact(b"\n".join(broken) + b"\n", "--json").splitlines()]
        self.assertEqual([line.get("withheld") for line in objects], ["encoding"] * len(broken))
        self.assertTrue(all(line["spans"] == [] for line in objects))

    def test_signs_that_cannot_be_seen_hide_no_name(self):
        texts = [f"we know {sign.join(NAME)} well" for sign in ZERO_WIDTH + MARKS]
        texts += [f"we know {sign}{NAME}{sign} well" for sign in ZERO_WIDTH + MARKS]
        texts += [f"call {sign.join('+355 67 212 3456')} now" for sign in ZERO_WIDTH + MARKS]
        self.assert_gone(["Besnik", "Hoxhallari", "3456"], texts)

    def test_letters_of_other_scripts_that_look_latin_hide_no_name(self):
        texts = ["we know \u0410na Hadzic well", "we know Bes\u043d\u0456k H\u043exhallari well",
                 "we know \u0395mina Hadzic well", "talk to \u0430n\u0430 first", "\u0410\u043d\u0430 helps us",
                 "Б\u0435сник Ходжалари helps us", "Ελένη helps us", "\uff21\uff4e\uff41 helps us"]
        for text, line in zip(texts, scrubbed(*texts), strict=True):
            with self.subTest(text=ascii(text)):
                self.assertTrue("[" in line, line)
                first = text.split("know ")[-1].split("to ")[-1].split()[0]
                self.assertNotIn(first, line)

    def test_accents_written_apart_are_accents(self):
        apart = ["Luz Hue\u0301rfano", "C\u0327ela Gjoka", "S\u030cejla Hadz\u030cic\u0301", "N\u0303ahui Sulca",
                 "A\u0301ngela Pen\u0303a"]
        for name, line in zip(apart, scrubbed(*(f"the colleague {name} helps us" for name in apart)), strict=True):
            with self.subTest(name=ascii(name)):
                self.assertRegex(line, r"^the colleague (\[PERSON \d+\] ?)+ helps us$")

    def test_piled_accents_hide_no_name(self):
        self.assert_gone(["Hoxhallari"], ["we know " + "".join(letter + "\u0301" * 30 for letter in NAME) + " well"])

    def test_capitals_hide_no_name_and_are_none(self):
        self.assert_gone(["HOXHALLARI", "BESNIK"], [f"WE KNOW {NAME.upper()} WELL FROM THE OFFICE", NAME.upper()])
        self.assertEqual(scrubbed("WE NEED MORE CARS AND FUEL FOR THE OFFICE"), ["WE NEED MORE CARS AND FUEL FOR THE OFFICE"])

    def test_no_blanks_is_no_hiding_place(self):
        self.assert_gone(
            ["Hoxhallari", "3456", "example.org"],
            ["weknowBesnikHoxhallariwell", "BesnikHoxhallari", "call+355672123456now", "besnik@example.orgwrites",
             "office,Hoxhallari,car", "office/Hoxhallari/car", "office_Hoxhallari_car"])

    def test_emoji_stand_beside_names(self):
        texts = [f"😀{NAME}😀", f"we know 👩‍👩‍👧‍👦{NAME} well", "call 📞+355672123456📞", "🇦🇱 Hoxhallari 🇦🇱"]
        self.assert_gone(["Hoxhallari", "3456"], texts)
        self.assertEqual(scrubbed("good work 👍🏽 today 😀"), ["good work 👍🏽 today 😀"])

    def test_digits_of_other_scripts_are_digits(self):
        zeros = ["٠", "۰", "०", "০", "０", "\U0001d7ce", "๐"]
        for zero in zeros:
            number = "".join(chr(ord(zero) + int(digit)) for digit in "0692123456")
            line, = scrubbed(f"call {number} now")
            with self.subTest(zero=ascii(zero)):
                self.assertNotIn(number[-4:], line)

    def test_spans_are_code_points_of_the_text_as_it_came(self):
        text = f"😀e\u0301\u200b {NAME[:3]}\u200b{NAME[3:]} helps"
        span, = json.loads(redact((text + "\n").encode(), "--json"))["spans"]
        self.assertEqual(text[span["start"]:span["end"]], f"{NAME[:3]}\u200b{NAME[3:]}")

    def test_every_line_has_its_line(self):
        for data in (b"", b"\n", b"\n\n\n", b"a", b"a\n", b"a\r\nb\r\n", b"\r\n", b"\0\n", b" \n\t\n", b"\x0b\x0c\n",
                     "\u2028\u2029\u0085\n".encode()):
            with self.subTest(data=data):
                self.assertEqual(redact(data).count(b"\n"), data.count(b"\n"))
                self.assertEqual(len(redact(data, "--json").split(b"\n")), len(redact(data).split(b"\n")))

    def test_every_sign_alone_and_beside_a_name_is_borne(self):
        signs = [chr(code) for code in range(0x20, 0x3000) if code not in (0x7F,)] + [chr(0x1F600 + n) for n in range(80)]
        self.assertEqual(len(scrubbed(*signs)), len(signs))
        beside = [f"{sign}{NAME}{sign}" for sign in signs if not sign.isalnum()]
        for text, line in zip(beside, scrubbed(*beside), strict=True):
            self.assertNotIn("Hoxhallari", line, ascii(text))


LONG = {
    "letters": "a", "capitals": "A", "digits": "7", "digits and points": "7.", "digits and hyphens": "7-",
    "digits and blanks": "12 ", "digits and slashes": "12/", "at signs": "@", "points": ".", "slashes": "/", "quotes": '"',
    "apostrophes": "'", "underscores": "_", "colons": ":", "brackets": "(", "blanks": " ", "unknown words": "qzxv ",
    "unknown Words": "Qzxv ", "names": "Ana ", "names and commas": "Ana, ", "homographs": "Will ", "initials": "A. ",
    "titles": "Mrs ", "streets": "Street ", "streets and numbers": "Street 12 ", "particles": "de la ", "mail": "a@b.c ",
    "mail without blanks": "a@b.", "spelled mail": "a at b dot ", "pages": "www.a.com/", "months": "March 12 ",
    "ages": "aged 12 ", "letters and digits": "a1", "blocks of letters and digits": "AB12 ", "organisations": "school Ana ",
    "accents": "e\u0301", "accents alone": "\u0301", "zero width": "\u200b", "cyrillic": "\u0430", "emoji": "😀",
    "words": "we need help ", "sentences": "We need help. ", "helplines": "116 111 ", "law": "Law 18/2017 ",
    "laws": "Law ", "case words": "case no. ", "degrees": "41.3275, ", "hexadecimal": "ab:", "dates": "12.03.2019 ",
    "abbreviations": "rr. ", "marks and letters": "\u0301\u0300", "one letter words": "a ", "ID numbers": "ID no. ",
    "heads of IBAN": "AL47 ", "IBAN": "AL47 2121 1009 0000 ", "ages in years": "12 years ", "street words": "STREET ",
    "organisation words": "SCHOOL ", "organisations with names": "Bright School ", "ordinary capitals": "Bright Steps ",
    "commas": ",", "years": "2019 ", "number words": "twelve ", "number words joined": "twelve and a half ",
    "spelled points": "dot ", "spelled points and at signs": "dot @", "at signs and letters": "a@",
    "chains": "A-7-", "chains of both cases": "a-7-A-7-", "chains with numbers": "a-A12345-", "blocks": "block 3, ",
    "initials without blanks": "C.", "particles and names": "de la Ana ", "names joined": "Ana y ", "low names": "ana ",
    "abbreviated names": "Mar. Gjoka ", "quoted names": 'school "Ana ', "names in brackets": "(Ana) ",
    "handles": "@ana ", "phones": "tel 0692123456 ", "foreign phones": "+355 67 212 3456 ", "plates": "AA 123 BB ",
    "words of other scripts": "\u0410\u043d\u0430 ", "long unknown word": "qzxv" * 7 + " ", "owners": "Ana's ",
    "money": "$12345 ", "numbers": "12345 ", "postcodes": "postal 9898 ", "addresses that go on": "Street 12 casa ",
    "floors": "second floor of ", "villages": "satul Pelivan, str. ", "file numbers": "UI-2 S/D/00045/03-2020 ",
}

# Each took time with the square of its length once.
ONCE_SQUARE = ("names", "initials without blanks", "spelled points and at signs", "money")


class LinearTime(unittest.TestCase):
    SIZE = 1 << 18

    def seconds(self, piece, size):
        """Processor seconds of one line."""
        with tempfile.TemporaryFile() as line:
            line.write((piece * (size // len(piece.encode()))).encode() + b"\n")
            line.seek(0)
            process = subprocess.Popen(
                [WEIR, "redact"], stdin=line, stdout=subprocess.DEVNULL,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (30, 30)))
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            self.assertEqual(process.returncode, 0, "stopped or crashed")
            return usage.ru_utime + usage.ru_stime

    def assert_linear(self, names, size):
        """Twice the length takes less than three times the time."""
        start = min(self.seconds("a ", 2) for _ in range(3))
        for name in names:
            with self.subTest(name):
                # Short of a tenth of a second the start of the program tells more than the line.
                once = max(0.1, min(self.seconds(LONG[name], size) - start for _ in range(2)))
                twice = min(self.seconds(LONG[name], 2 * size) - start for _ in range(2))
                self.assertLess(twice / once, 3)

    def test_what_was_once_square_is_linear(self):
        self.assert_linear(ONCE_SQUARE, 1 << 16)

    @unittest.skipUnless(os.environ.get("ALL"), "slow: make test-all")
    def test_twice_as_long_takes_less_than_three_times_as_long(self):
        self.assert_linear(LONG, self.SIZE)


if __name__ == "__main__":
    unittest.main()
