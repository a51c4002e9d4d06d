"""Two runs at once, and file systems on which nobody can tell whether there are two."""

import fcntl
import os
import shutil
import subprocess
import unittest

from weir_program import STUDY, Night, current, merge

SHIM = "#include <errno.h>\nint flock(int file, int how) { %s }\n"


class Locks(Night):
    def memory(self):
        return self.out / "state" / STUDY.name

    def test_of_two_runs_at_once_one_works_and_one_says_so(self):
        self.memory().mkdir(parents=True)
        with open(self.memory() / "lock", "w", encoding="utf-8") as other:
            fcntl.flock(other, fcntl.LOCK_EX)
            run = merge(self.inbox, self.out)
        self.assertEqual((run.returncode, run.stdout), (75, ""))
        self.assertEqual(run.stderr, "weir: another run works on this study. Wait for it to end\n")
        self.assertFalse(current(self.out).exists())
        self.assertEqual(merge(self.inbox, self.out).returncode, 0)

    @unittest.skipUnless(shutil.which("cc"), "no C compiler")
    def test_where_locks_do_not_work_nothing_is_merged_and_the_reason_is_told(self):
        for body, reason in (("errno = ENOLCK; return -1;", os.strerror(37)),
                             ("errno = EOPNOTSUPP; return -1;", os.strerror(95)),
                             ("return 0;", "it gives the same one twice")):
            with self.subTest(reason):
                run = merge(self.inbox, self.out, environment={"LD_PRELOAD": self.shim(body)})
                self.assertEqual((run.returncode, run.stdout), (1, ""))
                self.assertIn(f"the file system of {self.memory()} does no locks ({reason})", run.stderr)
                self.assertIn("--state", run.stderr)
                self.assertFalse(current(self.out).exists())

    def shim(self, body):
        source, library = self.folder / "flock.c", self.folder / "flock.so"
        source.write_text(SHIM % body, encoding="utf-8")
        subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], check=True)
        return str(library)


if __name__ == "__main__":
    unittest.main()
