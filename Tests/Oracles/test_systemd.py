"""What `weir schedule` prints for systemd is started by systemd: nights that work, that change nothing, and that fail.

A systemd of its own boots for it, over a copy of this machine's files that is gone afterwards. Only with ALL=1, as root, and
where the machine's first process is no systemd: two of them would share the control groups.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import time
import unittest

from weir_program import SAMPLES, STUDY, WEIR, Night, copy_of_inbox, weir

SYSTEMD = pathlib.Path("/lib/systemd/systemd")
HOME = "/srv/weir-night"
UNIT = "weir-frontline-workers.service"
BOOT = """
set -e
root={folder}/root over={folder}/over
mkdir $root $over
mount -t tmpfs tmpfs $over
mkdir $over/upper $over/work
mount -t overlay overlay -o lowerdir=/,upperdir=$over/upper,workdir=$over/work $root
mkdir -p $root/srv
cp -r {folder}/night $root{home}
chown -R daemon $root{home}/inbox $root{home}/out $root{home}/state $root{home}/keys $root{home}/beat
cp {folder}/units/* $root/etc/systemd/system
mount -t proc proc $root/proc
mount -t tmpfs tmpfs $root/run
mount -t tmpfs tmpfs $root/tmp
mount --rbind /sys $root/sys
mount --rbind /dev $root/dev
mkdir -p $root/mnt/old
cd $root
pivot_root . mnt/old
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin {systemd} --system --unit=multi-user.target </dev/null >/run/boot.log 2>&1
"""


def why_not():
    """Why no systemd can be booted here; None where it can."""
    if not os.environ.get("ALL"):
        return "slow: ALL=1 runs it"
    if os.geteuid() != 0 or not SYSTEMD.exists() or not shutil.which("unshare"):
        return "it needs root, systemd and unshare"
    if pathlib.Path("/proc/1/comm").read_text(encoding="ascii").strip() == "systemd":
        return "the machine's first process is systemd itself"
    tried = subprocess.run(["unshare", "-m", "-p", "-f", "-u", "-i", "true"], capture_output=True, check=False)
    return None if tried.returncode == 0 else "no namespaces of one's own here"


@unittest.skipIf(why_not(), why_not())
class Booted(Night):
    """A machine with the units, and a night's folders under /srv, which belong to an ordinary user."""

    def setUp(self):
        super().setUp()
        night = self.folder / "night"
        shutil.copytree(STUDY, night / STUDY.name)
        copy_of_inbox(night / "inbox")
        shutil.copy(WEIR, night / "weir")
        for name in ("out", "state", "beat"):
            (night / name).mkdir()
        self.assertEqual(weir("keys", "create", night / "keys").returncode, 0)
        self.write_units(night)
        (self.folder / "boot").write_text(
            BOOT.format(folder=self.folder, home=HOME, systemd=SYSTEMD), encoding="utf-8")
        self.boot()

    def write_units(self, night):
        """The units as they are printed, for the folders where they will lie."""
        text = weir("schedule", night / STUDY.name, "--inbox", night / "inbox", "--out", night / "out", "--state",
                    night / "state", "--keys", night / "keys", "--user", "daemon", "--heartbeat", night / "beat" / "night.json",
                    "--notify", f"cat > {night}/beat/told", "--system").stdout
        program = re.search(r'^ExecStart="([^"]+)"', text, re.M)[1]
        text = text.replace(program, f"{night}/weir").replace(str(night), HOME)
        units = self.folder / "units"
        units.mkdir()
        for part in text.split("# /etc/systemd/system/")[1:]:
            name, content = part.split("\n", 1)
            (units / name).write_text(content, encoding="utf-8")

    def boot(self):
        machine = subprocess.Popen(
            ["unshare", "-m", "-p", "-f", "-u", "-i", "--kill-child", "sh", self.folder / "boot"], start_new_session=True)
        self.addCleanup(machine.wait)
        self.addCleanup(machine.kill)
        self.first = self.child(machine.pid)
        for _ in range(120):
            if self.inside("systemctl", "is-system-running").stdout.strip() in ("running", "degraded"):
                return
            time.sleep(0.5)
        self.fail("systemd did not boot within a minute")

    def child(self, parent):
        for _ in range(100):
            found = subprocess.run(["pgrep", "-P", str(parent)], capture_output=True, text=True, check=False).stdout.split()
            if found:
                return found[0]
            time.sleep(0.1)
        return self.fail("nothing began")

    def inside(self, *command):
        return subprocess.run(
            ["nsenter", "-t", self.first, "-m", "-p", "-u", "-i", "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", *command],
            capture_output=True, text=True, check=False)

    def night(self):
        """Starts the service: whether systemd finds it healthy, its exit status, what it said."""
        run = self.inside("systemctl", "start", UNIT)
        shown = dict(line.split("=", 1) for line in self.inside(
            "systemctl", "show", UNIT, "-p", "ExecMainStatus", "-p", "InvocationID").stdout.splitlines())
        said = self.inside("journalctl", "--quiet", "--no-pager", "--output=cat", "_SYSTEMD_INVOCATION_ID=" + shown["InvocationID"])
        return run.returncode == 0, int(shown["ExecMainStatus"]), said.stdout

    def test_the_timer_waits_and_nights_work_change_nothing_fail_and_are_told(self):
        enabled = self.inside("systemctl", "enable", "--now", "weir-frontline-workers.timer")
        self.assertEqual(enabled.returncode, 0, enabled.stderr)
        self.assertIn(UNIT, self.inside("systemctl", "list-timers", "--no-pager").stdout)
        # One line a night, and nothing of the libraries beside it: the journal is quiet when all is well.
        self.assertEqual(self.night(), (True, 0, "6 of 6 countries fresh\n"))
        beat = json.loads(self.inside("cat", f"{HOME}/beat/night.json").stdout)
        self.assertEqual((beat["rows"], beat["leftToDo"]), (413, 0))
        self.assertEqual(self.inside("stat", "-c", "%U", f"{HOME}/out/internal/frontline-workers/current/").stdout, "daemon\n")
        self.assertEqual(self.night(), (True, 9, "nothing changed, 6 of 6 countries fresh\n"))
        self.inside("mv", f"{HOME}/keys", f"{HOME}/elsewhere")
        healthy, status, said = self.night()
        self.assertEqual((healthy, status), (False, 5))
        self.assertIn("pseudonym.key is missing", said)
        self.assertIn("exit status 5\n" + said, self.told())

    def told(self):
        """What the hook was handed; it runs beside the service."""
        for _ in range(50):
            told = self.inside("cat", f"{HOME}/beat/told").stdout
            if told:
                return told
            time.sleep(0.1)
        return self.fail("nobody was told")


if __name__ == "__main__":
    unittest.main()
