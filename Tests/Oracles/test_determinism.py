"""The same bytes on any machine: twenty nights and releases under other folders, clocks, zones, locales, masks and cores."""

import filecmp
import itertools
import os
import shutil
import unittest

from test_release import agreeing, folder_of, release
from weir_program import SAMPLES, Night, copy_of_inbox, current, merge

TIMED = {"ro-crate-metadata.json", "ro-crate-metadata.json.sig"}
FOLDERS = ["a", "with blank", "çë-ö", "deep/er/and/deeper", "x" * 60]
CLOCKS = [None, "2001-02-03 04:05:06", "2038-01-20 00:00:00", "2024-02-29 23:59:59"]
ZONES = ["UTC", "Pacific/Auckland", "America/St_Johns", "Asia/Kathmandu"]
LOCALES = ["C", "C.UTF-8", "sq_AL.UTF-8", "tr_TR.UTF-8", "bs_BA.UTF-8"]
MASKS = [0o022, 0o077, 0o000, 0o027]
CORES = ["0", "1", "0,1"]


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@unittest.skipUnless(os.environ.get("ALL"), "twenty nights belong to make test-all")
class Determinism(Night):
    def made(self, number):
        """The internal data set and the release of one surrounding."""
        folder = self.folder / str(number) / FOLDERS[number % len(FOLDERS)]
        folder.mkdir(parents=True)
        copy_of_inbox(folder / "in")
        study = agreeing(folder)
        clock = CLOCKS[number % len(CLOCKS)]
        # The clock goes on from there.
        prefix = ["faketime", "-f", "@" + clock] if clock and shutil.which("faketime") else []
        cores = CORES[number % len(CORES)]
        if shutil.which("taskset") and max(map(int, cores.split(","))) < os.cpu_count():
            prefix = ["taskset", "-c", cores, *prefix]
        locale = LOCALES[number % len(LOCALES)]
        environment = {"TZ": ZONES[number % len(ZONES)], "LC_ALL": locale, "LANG": locale}
        before = os.umask(MASKS[number % len(MASKS)])
        try:
            done = merge("in", "out", study=study, folder=folder, prefix=prefix, environment=environment)
        finally:
            os.umask(before)
        self.assertIn(done.returncode, (0, 3), done.stderr)
        released = release(study, folder / "out")
        self.assertEqual(released.returncode, 0, released.stderr)
        return current(folder / "out").resolve(), folder_of(released)

    def test_nothing_but_the_times_differs(self):
        first = self.made(0)
        self.assertTrue(shutil.which("faketime"), "make validator-tools installs faketime")
        for number in range(1, 20):
            for one, other in zip(first, self.made(number)):
                self.assertEqual(one.name, other.name)
                self.assertEqual(files(one), files(other))
                different = {name for name in files(one) if not filecmp.cmp(one / name, other / name, shallow=False)}
                self.assertLessEqual(different, TIMED, number)
                for path in other.rglob("*"):
                    self.assertEqual(path.stat().st_mode & 0o077, 0, path)

    def test_the_surroundings_are_all_different(self):
        lists = [FOLDERS, CLOCKS, ZONES, LOCALES, MASKS, CORES]
        seen = {tuple(values[number % len(values)] for values in lists) for number in range(20)}
        self.assertEqual(len(seen), 20)
        self.assertEqual(sum(len(set(values)) for values in lists), sum(map(len, lists)))
        self.assertTrue(all(len(values) > 2 for values in lists), list(itertools.chain(lists)))


if __name__ == "__main__":
    unittest.main()
