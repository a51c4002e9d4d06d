"""A night that is killed, or whose disk fails, leaves the last data set whole, and the next night comes to the bytes of
an undisturbed one."""

import errno
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import tempfile
import time

from weir_program import STUDY, WEIR, Night, current, merge, weir

HERE = pathlib.Path(__file__).resolve().parent
SLOW = os.environ.get("ALL") == "1"
SEED = int(os.environ.get("SEED", "20211"))


class Disturbed(Night):
    """Two inboxes that take turns, of two countries or of all with ALL=1, and what undisturbed nights make of them."""

    def setUp(self):
        super().setUp()
        if not SLOW:
            self.keep("AL", "MX")
        self.other = self.folder / "other"
        shutil.copytree(self.inbox, self.other)
        path = self.upload("AL")
        lines = path.read_bytes().split(b"\r\n")
        (self.other / "AL" / path.name).write_bytes(b"\r\n".join(lines[:-6]) + b"\r\n")
        self.inboxes = [self.inbox, self.other]
        self.sums = []
        # From the second round on a data set has the same predecessor every time.
        for turn in range(4):
            self.assertIn(merge(self.inboxes[turn % 2], self.out).returncode, (0, 3))
            self.sums.append(self.published())
        self.assertEqual(self.sums[1], self.sums[3])
        self.sums = [self.sums[2], self.sums[3]]
        self.assertNotEqual(*self.sums)

    def published(self):
        return (current(self.out) / "SHA256SUMS").read_text(encoding="utf-8")

    def command(self, turn):
        return [WEIR, "merge", str(STUDY), "--inbox", str(self.inboxes[turn % 2]), "--out", str(self.out), "--demonstration"]

    def is_whole(self, turn):
        """The published folder is one of the two, whole."""
        self.assertIn(self.published(), self.sums)
        run = weir("verify", current(self.out), "--chain", self.out / "state" / STUDY.name / "chain.jsonl")
        self.assertEqual(run.returncode, 0, run.stderr)

    def recovers(self, turn):
        """The next night comes to the undisturbed bytes, and leaves nothing half-written behind."""
        run = merge(self.inboxes[turn % 2], self.out)
        self.assertIn(run.returncode, (0, 3, 9), run.stderr)
        self.assertEqual(self.published(), self.sums[turn % 2])
        parent = self.out / "internal" / STUDY.name
        self.assertEqual([path.name for path in parent.iterdir() if path.name.startswith(".")], [])
        parts = self.out / "state" / STUDY.name / "parts"
        self.assertEqual([path.name for path in parts.iterdir() if path.name.startswith(".")], [])


class Killed(Disturbed):
    def test_a_killed_night(self):
        kills, rng = (500 if SLOW else 12), random.Random(SEED)
        start = time.monotonic()
        self.assertIn(subprocess.run(self.command(4), capture_output=True, check=False).returncode, (0, 3))
        length = time.monotonic() - start
        inside = 0
        for turn in range(1, kills + 1):
            process = subprocess.Popen(
                self.command(turn), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
            start = time.monotonic()
            try:
                process.wait(timeout=rng.uniform(0, 1.1) * length)
                # The machine has less to do than it had: nights are shorter now.
                length = time.monotonic() - start
            except subprocess.TimeoutExpired:
                inside += 1
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            with self.subTest(turn=turn, seed=SEED):
                self.is_whole(turn)
                self.recovers(turn)
        self.assertGreater(inside, kills // 2)
        print(f"{kills} nights killed, {inside} while they worked; seed {SEED}: all recovered", flush=True)


class OutOfMemory(Disturbed):
    """Dispatch waits for memory instead of failing: a night that stands still is ended, as its service would end it."""

    def night(self, turn, size):
        """A night that may use so many bytes of addresses: its exit status, None if it stood still."""
        process = subprocess.Popen(
            self.command(turn), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size)))
        try:
            return process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return None

    def test_memory_may_run_out_anywhere(self):
        ends, turn, size = [], 0, 96 << 20
        while not ends or ends[-1] not in (0, 3, 9):
            turn += 1
            ends.append(self.night(turn, size))
            with self.subTest(size=size, end=ends[-1]):
                self.is_whole(turn)
                self.recovers(turn)
            size = int(size * (1.02 if SLOW else 1.15))
        self.assertGreater(len(ends), 2)
        print(f"{len(ends) - 1} nights ran out of memory, {ends.count(None)} of them stood still, the last below "
              f"{size >> 20} MiB of addresses: all recovered", flush=True)


class BrokenDisk(Disturbed):
    @classmethod
    def setUpClass(cls):
        cls.tools = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.tools.cleanup)
        cls.shim = pathlib.Path(cls.tools.name) / "faults.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-w", "-o", cls.shim, HERE / "faults.c", "-ldl"], check=True)

    def faulty(self, turn, **fault):
        environment = {**os.environ, "LD_PRELOAD": str(self.shim), "FAULT_BELOW": str(self.out), **fault}
        return subprocess.run(self.command(turn), capture_output=True, text=True, env=environment, check=False)

    def test_any_write_may_fail(self):
        counted = self.folder / "calls"
        self.assertIn(self.faulty(4, FAULT_COUNT=str(counted)).returncode, (0, 3))
        calls = int(counted.read_text())
        self.assertGreater(calls, 100)
        rng = random.Random(SEED)
        places = range(1, calls + 1) if SLOW else sorted(rng.sample(range(1, calls + 1), 8))
        failed = 0
        for turn, place in enumerate(places, 1):
            kind = [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT][turn % 4]
            sticks = {"FAULT_STICKS": "1"} if turn % 2 else {}
            run = self.faulty(turn, FAULT_AT=str(place), FAULT_ERROR=str(kind), **sticks)
            with self.subTest(call=place, error=errno.errorcode[kind], sticks=bool(sticks), seed=SEED):
                # Some calls may fail without harm; none may crash the program.
                self.assertIn(run.returncode, (0, 1, 3), run.stderr)
                if run.returncode == 1:
                    failed += 1
                    self.assertRegex(run.stderr, r"^weir: .*\.")
                self.is_whole(turn)
                self.recovers(turn)
        self.assertGreater(failed, len(places) // 2)
        print(f"{len(places)} of {calls} writing calls failed in turn, {failed} ended their night: all recovered", flush=True)

    def can_be_looked_up(self):
        """Where nothing can be written, people still learn how the study stands, and what may go."""
        for command in (["status"], ["history"], ["releases"], ["prune", "--dry-run", "--demonstration"]):
            run = weir(*command, STUDY, "--out", self.out)
            self.assertIn(run.returncode, (0, 3), run.stderr)
            self.assertEqual(run.stderr, "")

    def test_a_real_disk_that_is_full(self):
        small = self.folder / "small"
        small.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "weir-test", small], capture_output=True,
                          check=False).returncode != 0:
            self.skipTest("no file system can be mounted here")
        self.addCleanup(subprocess.run, ["umount", "-l", small], check=True)
        shutil.copytree(self.out, small / "out", symlinks=True)
        self.out = small / "out"
        with open(small / "filler", "wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(4096))
            except OSError:
                pass
        run = subprocess.run(self.command(4), capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 1, run.stderr)
        self.assertNotIn("stopped:", run.stderr)
        self.is_whole(4)
        self.can_be_looked_up()
        (small / "filler").unlink()
        self.recovers(4)
        subprocess.run(["mount", "-o", "remount,ro", small], check=True)
        run = subprocess.run(self.command(5), capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 1, run.stderr)
        self.assertIn("cannot be", run.stderr)
        self.is_whole(4)
        self.can_be_looked_up()
        subprocess.run(["mount", "-o", "remount,rw", small], check=True)
        self.recovers(5)
