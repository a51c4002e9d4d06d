"""What `weir schedule` prints works where it is put: systemd and sh read it, and a monitor sees the nights."""

import json
import os
import re
import shutil
import subprocess
import unittest

from weir_program import STUDY, Night, current, weir


class Scheduled(Night):
    """A schedule for folders whose names try every sign that units and sh take for something else."""

    def setUp(self):
        super().setUp()
        odd = self.folder / "100% \"odd\" $HOME 'names' \\n"
        odd.mkdir()
        self.inbox = self.inbox.rename(odd / "inbox")
        self.out, self.state, self.keys = odd / "out", odd / "state", odd / "keys"
        self.heartbeat = odd / "heartbeat" / "night.json"
        for folder in (self.out, self.state, self.heartbeat.parent):
            folder.mkdir()
        self.assertEqual(weir("keys", "create", self.keys).returncode, 0)

    def schedule(self, *more, status=None):
        """What is printed; without another status it is right, and 3 says that there were warnings."""
        run = weir("schedule", STUDY, "--inbox", self.inbox, "--out", self.out, "--state", self.state, "--keys",
                   self.keys, "--heartbeat", self.heartbeat, "--user", "daemon", *more)
        self.assertEqual(run.returncode, (3 if run.stderr else 0) if status is None else status, run.stderr)
        return run

    def parts(self, *more):
        """The printed files by the paths in their first lines."""
        parts = re.split(r"^# (/etc/\S+)$", self.schedule(*more).stdout, flags=re.M)
        self.assertEqual(parts[0], "")
        return dict(zip(parts[1::2], parts[2::2]))

    def run_from_cron(self, *more):
        """The cron line as cron hands it to sh."""
        (path, text), = self.parts("--cron", *more).items()
        self.assertEqual(path, "/etc/cron.d/weir-frontline-workers")
        line = text.splitlines()[-1]
        found = re.fullmatch(r"30 2 \* \* \* daemon (.+)", line)
        self.assertIsNone(re.search(r"(?<!\\)%", found[1]), "cron ends a command at %")
        return subprocess.run(["/bin/sh", "-c", found[1].replace("\\%", "%")], capture_output=True, text=True, cwd="/",
                              check=False)


class Units(Scheduled):
    def units(self, *more):
        folder = self.folder / "units"
        folder.mkdir(exist_ok=True)
        for path, text in self.parts("--system", *more).items():
            self.assertEqual(os.path.dirname(path), "/etc/systemd/system")
            (folder / os.path.basename(path)).write_text(text, encoding="utf-8")
        return folder

    def test_the_service_is_fenced_in_and_the_timer_makes_up_for_missed_nights(self):
        folder = self.units("--at", "23:05")
        self.assertEqual({path.name for path in folder.iterdir()},
                         {"weir-frontline-workers.service", "weir-frontline-workers.timer"})
        service = (folder / "weir-frontline-workers.service").read_text()
        for line in ("ProtectSystem=strict", "PrivateNetwork=yes", "NoNewPrivileges=yes", "PrivateTmp=yes", "UMask=0077",
                     "MemoryMax=2G", "LimitCORE=0", "TimeoutStartSec=6h", "SystemCallFilter=@system-service", "SuccessExitStatus=3 9",
                     "User=daemon"):
            self.assertIn(line + "\n", service)
        self.assertNotIn("OnFailure", service)
        paths = re.search("^ReadWritePaths=(.+)$", service, re.M)[1]
        quoted = [str(path).replace("%", "%%").replace("\\", "\\\\").replace('"', '\\"')
                  for path in (self.out, self.state, self.inbox, self.heartbeat.parent)]
        self.assertEqual(paths, " ".join(f'"{path}"' for path in quoted))
        timer = (folder / "weir-frontline-workers.timer").read_text()
        self.assertIn("OnCalendar=*-*-* 23:05:00\n", timer)
        self.assertIn("Persistent=true\n", timer)

    def test_no_schedule_releases(self):
        text = self.schedule("--notify", "mail -s night analyst").stdout
        for part in re.findall("^ExecStart=.*weir.*$|^30 2 .*$", text, re.M):
            self.assertNotRegex(part, r"""["' ]release["' ]|--profile|--approved""")
        self.assertEqual(len(re.findall(r"""["']merge["']""", text)), 2)
        self.assertNotIn("PrivateNetwork", text.split("-notify.service")[-1], "the hook may need the network")

    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd is not installed")
    def test_systemd_reads_the_units_as_they_are_meant(self):
        folder = self.units("--notify", "mail -s 'a \"night\" of 100%' \"$USER\"")
        names = sorted(folder.iterdir())
        self.assertEqual(len(names), 3)
        run = subprocess.run(["systemd-analyze", "verify", "--man=no", *names], capture_output=True, text=True, check=False)
        self.assertEqual((run.returncode, run.stdout + run.stderr), (0, ""))
        run = subprocess.run(
            ["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager",
             folder / "weir-frontline-workers.service"], capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 0, run.stdout[-200:] + run.stderr)

    def test_what_a_command_line_cannot_say_is_refused(self):
        for wrong in (["--at", "24:00"], ["--at", "2:30"], ["--user", "a b"], ["--notify", "mail\nrm"],
                      ["--system", "--cron"]):
            self.schedule(*wrong, status=64)
        run = self.schedule("--cron", "--notify", "x" * 900, status=64)
        self.assertIn("longer than cron takes", run.stderr)

    def test_a_folder_that_is_not_there_is_told(self):
        shutil.rmtree(self.state)
        run = self.schedule(status=3)
        self.assertIn(f"{self.state} is not there yet. Make it, and give it to daemon", run.stderr)
        self.assertIn("/etc/cron.d/weir-frontline-workers", run.stdout)


class Nights(Scheduled):
    def beat(self):
        text = self.heartbeat.read_text(encoding="utf-8")
        self.assertEqual(text.count("\n"), 1)
        return json.loads(text)

    def test_a_healthy_night_says_one_line_and_beats(self):
        run = self.run_from_cron()
        self.assertEqual((run.returncode, run.stdout, run.stderr), (0, "6 of 6 countries fresh\n", ""))
        beat = self.beat()
        self.assertEqual({key: beat[key] for key in ("study", "rows", "uploadedRows", "leftToDo", "summary")},
                         {"study": "frontline-workers", "rows": 413, "uploadedRows": 1272, "leftToDo": 0,
                          "summary": "6 of 6 countries fresh"})
        self.assertRegex(beat["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual(beat["dataset"], current(self.out).resolve().name)
        self.assertEqual(os.listdir(self.heartbeat.parent), ["night.json"])
        self.assertEqual(self.heartbeat.stat().st_mode & 0o777, 0o644)

    def test_findings_are_told_when_something_is_left_to_do(self):
        self.upload("CO").write_bytes(b"no table")
        told = self.folder / "told"
        run = self.run_from_cron("--notify", f"cat > {told}")
        self.assertEqual(run.returncode, 0)
        lines = run.stdout.splitlines()
        self.assertEqual(lines[-1], "5 of 6 countries fresh, CO missing, 1 file not ready")
        self.assertIn("CO/", lines[0])
        self.assertNotIn("complete", run.stdout, "the table is for people who ask for it")
        self.assertFalse(told.exists(), "it is healthy")
        self.assertGreater(self.beat()["leftToDo"], 0)

    def test_a_night_that_failed_is_told_to_the_hook_and_does_not_beat(self):
        self.inbox.rename(self.folder / "elsewhere")
        told = self.folder / "told"
        run = self.run_from_cron("--notify", f"cat > {told}")
        self.assertEqual((run.stdout, run.stderr), ("", ""))
        first, second = told.read_text().splitlines()
        self.assertEqual(first, "weir-frontline-workers: exit status 1")
        self.assertIn("there is no inbox", second)
        self.assertFalse(self.heartbeat.exists())

    def test_a_heartbeat_that_cannot_be_written_is_left_to_do(self):
        self.heartbeat.parent.rmdir()
        run = self.run_from_cron()
        self.assertEqual((run.returncode, run.stdout), (3, "6 of 6 countries fresh\n"))
        self.assertIn("monitors do not see it", run.stderr)
        self.assertTrue(current(self.out).exists())


if __name__ == "__main__":
    unittest.main()
