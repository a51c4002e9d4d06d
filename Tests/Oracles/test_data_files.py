"""Data files of SPSS and Stata are read in a process of its own, under limits; one that is damaged or made to harm is
refused by name, and is never half a file."""

import gzip
import json
import os
import pathlib
import random
import resource
import struct
import subprocess
import tempfile
import time
import unittest

import workbooks
from weir_program import WEIR, Night, merge, uploads, weir

CODES = ("[statistics.corrupt]", "[statistics.too-much]", "[statistics.unread]", "[encoding.not-read]", "[file.too-wide]")
KNOWN = {"columns": [], "places": {}, "likely": {}}


def sample():
    return uploads("MX")[0].read_bytes()


REQUEST = {"format": "sav", "decimalMark": 46, "known": KNOWN, "wantsLabels": False, "seconds": 10, "memory": 1 << 30}


def child(content, **request):
    """The reading process by itself: its status and what it wrote."""
    asked = {**REQUEST, **request}
    with tempfile.TemporaryFile() as words, tempfile.TemporaryFile() as file:
        for target, bytes_ in ((words, json.dumps(asked).encode()), (file, content)):
            target.write(bytes_)
            target.flush()
            target.seek(0)

        def place():
            os.dup2(file.fileno(), 3)

        # A pipe as in weir: the process may write no file.
        return subprocess.run([WEIR, "read-statistics"], stdin=words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              preexec_fn=place, pass_fds=(3,), check=False)


class Reading(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def peek(self, content, name="upload.sav"):
        path = self.folder / name
        path.write_bytes(content)
        return weir("peek", path)

    def test_in_gzip_and_in_zip_it_is_the_same(self):
        plain = self.peek(sample())
        self.assertEqual(plain.returncode, 0, plain.stderr)
        for packed, word in ((gzip.compress(sample()), "gzip"), (workbooks.zipped({"answers.sav": sample()}), "zip")):
            run = self.peek(packed)
            self.assertEqual(run.stdout.replace(f" in {word}", ""), plain.stdout, run.stderr)

    def test_text_in_the_rows_is_whole_or_refused_wherever_the_file_ends(self):
        content = sample()
        choose = random.Random(7)
        ends = [*range(4, 200, 13), *(choose.randrange(200, len(content) - 8) for _ in range(30)), len(content) - 9]
        for end in ends:
            run = self.peek(content[:end])
            self.assertEqual(run.returncode, 7, end)
            self.assertTrue(any(code in run.stderr for code in CODES), run.stderr)

    def test_lying_numbers_are_refused_by_name_in_little_time_and_memory(self):
        content = sample()
        first = content.index(struct.pack("<ii", 3, 1), 176)
        lies = {"cases": 80, "elements": 68, "width": 180, "length of a label": 208, "labels": first + 4}
        for name, place in lies.items():
            for lie in (0x7FFFFFFF, -2, 1 << 24):
                changed = bytearray(content)
                struct.pack_into("<i", changed, place, lie)
                start = time.monotonic()
                run = self.peek(bytes(changed))
                self.assertLess(time.monotonic() - start, 20, name)
                # How many eights a row has, the variables tell; that number alone may lie.
                if name != "elements" and (name, lie) != ("cases", -2):
                    self.assertEqual(run.returncode, 7, (name, lie))
                    # A number that is called a text is found in its cells.
                    codes = (*CODES, "[encoding.invalid]") if name == "width" else CODES
                    self.assertTrue(any(code in run.stderr for code in codes), (name, lie, run.stderr))
        self.assertLess(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, 1536 * 1024)

    def test_any_byte_may_be_wrong(self):
        content = sample()
        choose = random.Random(11)
        dictionary = content.index(struct.pack("<ii", 999, 0))
        for _ in range(120):
            changed = bytearray(content[:dictionary + 4000])
            for _ in range(choose.choice((1, 1, 4, 40))):
                changed[choose.randrange(4, dictionary + 100)] = choose.choice((0, 1, 255, choose.randrange(256)))
            run = self.peek(bytes(changed))
            self.assertIn(run.returncode, (0, 7), run.stderr)

    def test_the_limits_hold(self):
        self.assertEqual(child(sample()).returncode, 0)
        self.assertNotEqual(child(sample(), memory=1 << 20).returncode, 0)
        whole = child(sample()).stdout
        self.assertEqual(len(whole.split(b"\n", 1)[0].split(b"\t")), 3)
        # It may not write a file.
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as file:
            file.write(sample())
            file.seek(0)
            words = json.dumps(REQUEST)
            path = self.folder / "request"
            path.write_text(words)
            with open(path, "rb") as request:
                run = subprocess.run([WEIR, "read-statistics"], stdin=request, stdout=out, stderr=subprocess.DEVNULL,
                                     preexec_fn=lambda: os.dup2(file.fileno(), 3), pass_fds=(3,), check=False)
            self.assertNotEqual(run.returncode, 0)
            self.assertEqual(out.tell(), 0)

    def test_an_encoding_that_is_not_read_is_named(self):
        content = bytearray(sample())
        place = content.index(struct.pack("<i", 65001))
        struct.pack_into("<i", content, place, 1251)
        run = self.peek(bytes(content))
        self.assertEqual(run.returncode, 7)
        self.assertIn("not read (WINDOWS-1251) [encoding.not-read]", run.stderr)

    def test_a_byte_that_is_no_character_is_named_by_row_and_column(self):
        content = bytearray(sample())
        place = content.index(b"posta.example")
        content[place] = 0xFF
        run = self.peek(bytes(content))
        self.assertEqual(run.returncode, 7)
        self.assertRegex(run.stderr, r"upload.sav, row 2, column D: .*\[encoding\.(invalid|other)\]")


class Merging(Night):
    def test_a_file_that_breaks_off_gives_no_row(self):
        merge(self.inbox, self.out)
        path = self.upload("MX")
        path.write_bytes(path.read_bytes()[:-5000])
        run = merge(self.inbox, self.folder / "again")
        self.assertIn("MX missing", run.stdout)
        self.assertIn("[statistics.corrupt]", run.stderr)
        self.assertEqual(self.table(run)["MX"]["complete"], 0)


if __name__ == "__main__":
    unittest.main()
