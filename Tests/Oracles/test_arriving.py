"""A file that somebody is still copying into the inbox is waited for, and never merged half."""

import os
import threading
import time
import unittest

from weir_program import STUDY, Night, current, merge, weir

FINDING = "somebody is still copying this file"


class Copying(threading.Thread):
    """Copies a file as a slow network does: half of it, then a byte every 20 ms until it is told to end."""

    def __init__(self, path, content):
        super().__init__()
        self.path, self.content, self.done = path, content, threading.Event()

    def run(self):
        place = len(self.content) // 2
        with open(self.path, "wb", buffering=0) as file:
            file.write(self.content[:place])
            while not self.done.wait(0.02) and place < len(self.content):
                file.write(self.content[place:place + 1])
                place += 1
            file.write(self.content[place:])

    def __enter__(self):
        self.start()
        while not self.path.exists() or self.path.stat().st_size == 0:
            time.sleep(0.01)
        return self

    def __exit__(self, *_):
        self.done.set()
        self.join()


class Arriving(Night):
    def setUp(self):
        super().setUp()
        self.path = self.upload("CO")
        self.content = self.path.read_bytes()

    def test_a_file_that_grows_is_left_for_the_next_night(self):
        self.path.unlink()
        with Copying(self.path, self.content):
            run = merge(self.inbox, self.out)
        self.assertEqual(run.returncode, 3)
        self.assertIn("CO/", run.stderr)
        self.assertIn(FINDING, run.stderr)
        self.assertEqual(run.stdout.splitlines()[-1],
                         "5 of 6 countries fresh, CO missing, 1 file still being copied")
        self.assertEqual(self.table(run)["CO"]["all rows"], 0)
        # It does not depend on the moment how the data set calls it.
        first = current(self.out).resolve().name
        self.path.unlink()
        with Copying(self.path, self.content):
            merge(self.inbox, self.folder / "again")
        self.assertEqual(current(self.folder / "again").resolve().name, first)
        # Whole, it is taken.
        run = merge(self.inbox, self.out)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertEqual(self.table(run)["all"]["complete"], 413)

    def test_the_upload_in_force_stays_while_its_correction_is_copied(self):
        self.assertEqual(merge(self.inbox, self.out).returncode, 0)
        with Copying(self.path, self.content):
            run = merge(self.inbox, self.out)
        self.assertEqual(run.returncode, 3)
        self.assertRegex(run.stdout.splitlines()[-1], r"^5 of 6 countries fresh, CO from .*, 1 file still being copied$")
        self.assertEqual(self.table(run)["all"]["complete"], 413)

    def test_no_page_is_written_about_half_a_file(self):
        keys = self.folder / "keys"
        weir("keys", "create", keys)
        self.path.unlink()
        with Copying(self.path, self.content):
            run = weir("merge", STUDY, "--inbox", self.inbox, "--out", self.out, "--keys", keys)
        self.assertEqual(run.returncode, 3, run.stderr)
        self.assertEqual([name for name in os.listdir(self.path.parent) if name.startswith("report-")], [])
        self.assertEqual(len([name for name in os.listdir(self.inbox / "AL") if name.startswith("report-")]), 1)

    def test_a_file_that_came_a_moment_ago_and_is_at_rest_is_taken(self):
        self.path.write_bytes(self.content)
        self.assertEqual(merge(self.inbox, self.out).returncode, 0)


if __name__ == "__main__":
    unittest.main()
