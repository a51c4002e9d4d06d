"""Nothing in the README rots: its commands run, its tables agree with the program, its words of make exist."""

import re
import shlex
import shutil
import subprocess
import tempfile
import unittest

from pseudo_terminal import Terminal
from weir_program import ROOT, WEIR, weir

README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands():
    blocks = re.findall(r"```sh\n(.*?)```", README, re.S)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


class Readme(unittest.TestCase):
    def test_every_weir_command_runs(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("Pipelines", "Samples"):
                shutil.copytree(ROOT / name, f"{folder}/{name}")
            run = [line for line in commands() if line.startswith("weir ")]
            self.assertGreaterEqual(len(run), 7)
            for line in run:
                status, output = self.run_as_a_person(shlex.split(line)[1:], folder)
                # A folder for tests may be one that the service does not see: of that a schedule warns.
                allowed = (0, 3) if line.startswith("weir schedule ") and "does not see" in output else (0,)
                self.assertIn(status, allowed, line + "\n" + output)

    def run_as_a_person(self, arguments, folder):
        """Commands that show a respondent's words run on a terminal only; q ends the one that waits for keys."""
        if arguments[0] == "watch":
            arguments = [*arguments, "--once"]
        if arguments[0] not in ("review", "lookup", "withdraw"):
            done = subprocess.run(
                [WEIR, *arguments], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
            return done.returncode, done.stderr
        terminal = Terminal(*arguments, folder=folder)
        self.addCleanup(terminal.close)
        if arguments[0] == "review":
            terminal.wait("left [1-9]")
            terminal.press("q")
        if arguments[0] == "withdraw":
            terminal.answer("numbers it:", "20")
            terminal.answer("type: withdraw", "withdraw")
        return terminal.end(), terminal.text

    def test_every_make_command_exists(self):
        words = {line.split()[1] for line in commands() if line.startswith("make ")}
        targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
        self.assertLessEqual(words, targets)

    def test_exit_statuses_are_the_programs(self):
        described = dict(re.findall(r"^\|\s*(\d+) \| (.+?) \|$", README, re.M))
        printed = dict(re.findall(r"^\s+(\d+)\t(.+)$", weir("--help").stdout, re.M))
        self.assertEqual(described, printed)

    def test_every_command_of_the_program_is_described(self):
        names = re.findall(r"^  (\w+)  +\w", weir("--help").stdout.split("SUBCOMMANDS:")[1], re.M)
        self.assertGreaterEqual(len(names), 5)
        for name in names:
            self.assertIn(f"`weir {name}", README)

    def test_every_word_of_study_is_described(self):
        names = re.findall(r"^  ([a-z-]+)  +\w", weir("study", "--help").stdout.split("SUBCOMMANDS:")[1], re.M)
        self.assertGreaterEqual(len(names), 3)
        for name in names:
            self.assertIn(f"`weir study {name}", README)

    def test_every_word_of_keys_is_described(self):
        names = re.findall(r"^  ([a-z-]+)  +\w", weir("keys", "--help").stdout.split("SUBCOMMANDS:")[1], re.M)
        self.assertGreaterEqual(len(names), 4)
        for name in names:
            self.assertIn(f"`weir keys {name}", README)

    def test_wrong_command_lines_end_with_the_status_of_usage(self):
        for arguments in (["merge"], ["nonsense"], ["verify"], ["merge", "x", "--inbox"]):
            self.assertEqual(weir(*arguments).returncode, 64, arguments)

    def test_a_study_with_mistakes_has_its_own_status(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(weir("study", "check", folder).returncode, 4)
            self.assertIn("study.missing-file", weir("study", "check", folder).stderr)
            run = weir("merge", folder, "--inbox", folder, "--out", folder + "/out", "--demonstration")
            self.assertEqual(run.returncode, 4)

    def test_a_study_that_is_not_there_is_told_once(self):
        for arguments in (["study", "check", "/nowhere"], ["merge", "/nowhere", "--inbox", "/", "--out", "/nowhere/out",
                                                           "--demonstration"]):
            run = weir(*arguments)
            self.assertEqual(run.returncode, 4)
            self.assertEqual(len(run.stderr.splitlines()), 1, run.stderr)
            self.assertIn("there is no folder /nowhere", run.stderr)

    def test_folders_that_cannot_be_written_are_told_in_a_sentence(self):
        study = ROOT / "Pipelines" / "frontline-workers"
        inbox = ROOT / "Samples" / "frontline-workers" / "inbox"
        for arguments in (
            ["keys", "create", "/proc/k"], ["sample", study, "--rows", "5", "--out", "/proc/x"],
            ["merge", study, "--inbox", inbox, "--out", "/proc/x", "--demonstration"],
            ["merge", study, "--inbox", inbox, "--out", "/proc/x", "--demonstration", "--state"],
        ):
            with tempfile.TemporaryDirectory() as folder:
                if arguments[-1] == "--state":
                    arguments = [*arguments, folder]
                run = weir(*arguments)
            self.assertEqual(run.returncode, 1, arguments)
            lines = run.stderr.strip().splitlines()
            self.assertEqual(len(lines), 1, run.stderr)
            self.assertRegex(lines[0], r"^weir: /proc/\S+ cannot be ")
            self.assertNotIn("Domain", run.stderr)

    def test_samples_have_at_least_one_row(self):
        study = ROOT / "Pipelines" / "frontline-workers"
        for rows in ("-5", "0"):
            run = weir("sample", study, f"--rows={rows}", "--out", "/proc/x")
            self.assertEqual(run.returncode, 64)
            self.assertIn("Give a number of interviews from 1 on", run.stderr)

    def test_a_study_whose_stages_do_not_fit_is_found_by_its_check(self):
        with tempfile.TemporaryDirectory() as folder:
            study = shutil.copytree(ROOT / "Pipelines" / "frontline-workers", folder + "/study")
            path = study + "/pipeline.yaml"
            with open(path, encoding="utf-8") as file:
                text = file.read()
            changed = text.replace("measure: only", "measure: nothing")
            self.assertNotEqual(changed, text)
            with open(path, "w", encoding="utf-8") as file:
                file.write(changed)
            run = weir("study", "check", study)
            self.assertEqual(run.returncode, 4)
            self.assertIn("protect: {measure: only}", run.stdout)
            self.assertIn(", 1 mistake, ", run.stdout)

    def test_no_inbox_is_a_failure_in_words(self):
        with tempfile.TemporaryDirectory() as folder:
            run = weir(
                "merge", ROOT / "Pipelines" / "frontline-workers", "--inbox", folder + "/none", "--out",
                folder + "/out", "--demonstration")
            self.assertEqual(run.returncode, 1)
            self.assertIn("there is no inbox", run.stderr)


if __name__ == "__main__":
    unittest.main()
