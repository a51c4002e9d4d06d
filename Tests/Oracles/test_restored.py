"""What a withdrawal took out stays out when something is put back from a backup, and nobody else's rows go with it."""

import contextlib
import csv
import gzip
import re
import shutil
import sqlite3

from pseudo_terminal import Terminal
from weir_program import STUDY, current, merge, weir
from withdrawal_nights import KNOWING, WithdrawalNights


class Restored(WithdrawalNights):
    def ineligible(self, country="AL"):
        """The row of somebody who was asked nothing, and stands in no data set."""
        content = self.upload(country).read_bytes()
        text = content.decode("utf-8-sig" if country != "AL" else "cp1250")
        rows = list(csv.reader(text.splitlines()))
        answered = [sum(cell != "" for cell in row) for row in rows]
        return min(range(4, len(rows)), key=lambda place: answered[place]) + 1

    def test_a_release_without_the_row_stays(self):
        self.night()
        self.release()
        release = (self.out / "releases" / STUDY.name / "current").resolve()
        before = sorted(path.name for path in (release / "data").iterdir())
        status, shown = self.withdraw(self.ineligible(), "withdraw")
        self.assertEqual(status, 0, shown)
        self.assertIn("deleted: no data set held it", shown)
        self.assertNotIn("release", shown)
        self.assertEqual(sorted(path.name for path in (release / "data").iterdir()), before)
        self.assertNotIn("recalled", weir("releases", STUDY, "--out", self.out).stdout)

    def restored(self):
        """Somebody withdrew, and the data set that holds them came back; their pseudonym, and the data set."""
        self.night()
        pseudonym, row, _ = self.albanian()
        dataset = current(self.out).resolve()
        backup = self.folder / "backup" / dataset.name
        shutil.copytree(dataset, backup)
        self.assertEqual(self.withdraw(row, "withdraw")[0], 0)
        return pseudonym, dataset, backup

    def test_a_data_set_that_came_back_goes_with_the_next_who_withdraws(self):
        pseudonym, dataset, backup = self.restored()
        shutil.copytree(backup, dataset)
        self.assertEqual(self.withdraw(self.ineligible(), "withdraw")[0], 0)
        self.assertFalse(dataset.exists())
        self.assertLessEqual(set(self.holding(pseudonym)), KNOWING)

    def test_a_data_set_that_comes_back_goes_while_another_withdrawal_waits(self):
        self.night()
        pseudonym, row, _ = self.albanian()
        dataset = current(self.out).resolve()
        backup = self.folder / "backup"
        shutil.copytree(dataset, backup)
        self.assertEqual(self.withdraw(row, "withdraw")[0], 0)
        # Decisions about the next one's answers cannot be found without the file.
        row = self.ineligible()
        self.decide()
        self.upload("AL").unlink()
        _, shown = self.withdraw(row, "withdraw")
        self.assertIn("Put it back", shown)
        shutil.copytree(backup, dataset)
        self.night_of_any_kind()
        self.assertFalse(dataset.exists())
        self.assertLessEqual(set(self.holding(pseudonym)), KNOWING)

    def decide(self):
        """Somebody decided on an Albanian open answer."""
        ledger = self.out / "state" / STUDY.name / "ledger.sqlite"
        with contextlib.closing(sqlite3.connect(ledger)) as known, known:
            known.execute(
                "INSERT INTO decision (answer, country, verdict, attribution, reviewer, decided, seconds) "
                "VALUES (?, 'AL', 'withheld', 'role', 'R', '2021-06-01 10:00:00.000', 5)", ("00" * 32,))

    def test_a_data_set_that_comes_back_bit_by_bit_is_searched_once_it_is_whole(self):
        pseudonym, dataset, backup = self.restored()
        dataset.mkdir()
        shutil.copytree(backup / "data", dataset / "data")
        self.assertIn(merge(self.inbox, self.out).returncode, (0, 9))
        shutil.copytree(backup, dataset, dirs_exist_ok=True)
        self.assertIn(f"deleted: {dataset.name}", merge(self.inbox, self.out).stderr)
        self.assertFalse(dataset.exists())
        self.assertLessEqual(set(self.holding(pseudonym)), KNOWING)

    def test_a_data_set_that_comes_back_without_its_seal_is_told_every_night(self):
        pseudonym, dataset, backup = self.restored()
        shutil.copytree(backup, dataset)
        (dataset / "SHA256SUMS").unlink()
        for _ in range(2):
            self.assertRegex(
                merge(self.inbox, self.out).stderr, f"^weir: {dataset.name} has a row of somebody who withdrew, or may have, and no SHA")
            self.assertTrue(dataset.exists())
        shutil.copy(backup / "SHA256SUMS", dataset)
        self.assertIn(f"deleted: {dataset.name}", merge(self.inbox, self.out).stderr)
        self.assertLessEqual(set(self.holding(pseudonym)), KNOWING)

    def two_data_sets(self):
        """Two nights, of which the second has a row less; the first data set, and somebody whom both hold."""
        self.night()
        first = current(self.out).resolve()
        pseudonym, row, _ = self.albanian()
        self.edit(lambda rows: rows.pop(self.ineligible() - 1))
        self.assertIn(merge(self.inbox, self.out).returncode, (0, 3))
        self.assertNotEqual(current(self.out).resolve(), first)
        pseudonym, row, _ = self.albanian()
        return first, pseudonym, row

    def test_a_data_set_that_had_no_seal_for_a_while_is_searched_later(self):
        first, pseudonym, row = self.two_data_sets()
        seal = (first / "SHA256SUMS").rename(self.folder / "seal")
        _, shown = self.withdraw(row, "withdraw")
        self.assertIn(f"{first.name} has a row of somebody who withdrew", shown)
        seal.rename(first / "SHA256SUMS")
        self.assertIn(f"deleted: {first.name}", merge(self.inbox, self.out).stderr)
        self.assertLessEqual(set(self.holding(pseudonym)), KNOWING)

    def linked(self, folder):
        """The folder, moved to another disk, with a link in its place."""
        disk = self.folder / "disk"
        folder.rename(disk)
        folder.symlink_to(disk)
        return disk

    def test_nothing_behind_a_link_is_deleted_and_every_night_says_so(self):
        first, _, row = self.two_data_sets()
        disk = self.linked(first)
        away = disk.rename(self.folder / "away")
        _, shown = self.withdraw(row, "withdraw")
        self.assertIn(f"{first.name} cannot be looked into", shown)
        away.rename(disk)
        for _ in range(2):
            self.assertIn(f"weir: {first.name} is a link to {disk}", merge(self.inbox, self.out).stderr)
        self.assertTrue((disk / "data").exists())
        status = weir("status", STUDY, "--out", self.out)
        self.assertIn(f"in {first.name} a row of somebody who withdrew lies, or may lie", status.stdout)
        self.assertEqual(status.returncode, 3)
        shutil.rmtree(disk)
        first.unlink()
        self.assertNotIn(first.name, merge(self.inbox, self.out).stderr)
        self.assertNotIn(first.name, weir("status", STUDY, "--out", self.out).stdout)

    def test_a_release_on_another_disk_is_recalled_and_every_night_says_that_it_lies_there(self):
        self.night()
        _, row, _ = self.albanian()
        self.release()
        release = (self.out / "releases" / STUDY.name / "current").resolve()
        disk = self.linked(release)
        _, shown = self.withdraw(row, "withdraw")
        self.assertIn(f"release {release.name} is recalled", shown)
        self.assertIn(f"{release.name} is a link to {disk}", shown)
        for _ in range(2):
            self.assertIn(f"weir: {release.name} is a link to {disk}", merge(self.inbox, self.out).stderr)
        self.assertTrue((disk / "data").exists())
        shutil.rmtree(disk / "data")
        self.assertNotIn(release.name, merge(self.inbox, self.out).stderr)

    def test_what_a_link_inside_a_data_set_led_to_is_told(self):
        first, _, row = self.two_data_sets()
        disk = self.linked(first / "data")
        _, shown = self.withdraw(row, "withdraw")
        self.assertIn(f"{first.name} had a link to {disk}: what lies there was not deleted", shown)
        self.assertFalse(first.exists())
        self.assertTrue((disk / "merged.csv.gz").exists())

    def test_what_people_keep_beside_data_sets_and_releases_stays(self):
        self.night()
        _, row, _ = self.albanian()
        self.release()
        place = self.out / "releases" / STUDY.name
        release = (place / "current").resolve()
        mine = self.folder / "mine"
        mine.mkdir()
        for name in ("SHA256SUMS", "thesis.txt"):
            (mine / name).write_text("mine", encoding="utf-8")
        beside = current(self.out).resolve().parent
        (beside / "paper").symlink_to(mine)
        (beside / "top").symlink_to("../../..")
        shutil.copytree(release, beside / "release")
        (place / "latest").symlink_to(release.name)
        shutil.copytree(release, place / "copy")
        # Nobody in the release.
        self.assertIn(self.withdraw(self.ineligible(), "withdraw")[0], (0, 3))
        self.assertIn(merge(self.inbox, self.out).returncode, (0, 3, 9))
        for path in (mine / "thesis.txt", self.inbox, release / "data", place / "copy" / "data", beside / "release" / "data"):
            self.assertTrue(path.exists(), path)
        self.assertNotIn("recalled", weir("releases", STUDY, "--out", self.out).stdout)
        self.release()
        # Somebody in it: what is a copy of it goes too.
        self.assertIn(self.withdraw(row, "withdraw")[0], (0, 3))
        for path in (release / "data", place / "copy" / "data"):
            self.assertFalse(path.exists(), path)

    def test_what_nobody_can_tell_what_it_is_is_told_every_night(self):
        self.night()
        _, row, _ = self.albanian()
        self.release()
        place = self.out / "releases" / STUDY.name
        shutil.copytree((place / "current").resolve(), place / "journal")
        (place / "journal" / "ro-crate-metadata.json").unlink()
        self.assertIn(self.withdraw(row, "withdraw")[0], (0, 3))
        self.assertIn("weir: journal has a row", merge(self.inbox, self.out).stderr)
        shutil.rmtree(place / "journal")
        self.assertNotIn("journal", merge(self.inbox, self.out).stderr)

    def test_what_is_left_of_a_copy_that_was_being_deleted_goes(self):
        first, _, row = self.two_data_sets()
        shutil.copytree(first, first.parent / ".backup-march.weir-gone")
        self.assertIn(self.withdraw(row, "withdraw")[0], (0, 3))
        self.assertFalse((first.parent / ".backup-march.weir-gone").exists())

    def test_what_a_stopped_rehearsal_left_goes(self):
        first, pseudonym, row = self.two_data_sets()
        for name in (".full.draft", ".rebuild.draft"):
            shutil.copytree(first, first.parent / name / "internal" / STUDY.name / first.name)
        self.assertIn(self.withdraw(row, "withdraw")[0], (0, 3))
        self.assertLessEqual(set(self.holding(pseudonym)), KNOWING)

    def test_what_a_stopped_rehearsal_left_is_not_taken_for_its_memory(self):
        self.night()
        first = current(self.out).resolve()
        shutil.copytree(first, first.parent / ".full.draft" / "internal" / STUDY.name / "0123456789ab")
        (first.parent / ".full.draft" / "internal" / STUDY.name / "current").symlink_to("0123456789ab")
        crate = first.parent / ".full.draft" / "internal" / STUDY.name / "0123456789ab" / "ro-crate-metadata.json"
        text = crate.read_text(encoding="utf-8")
        crate.write_text(re.sub("urn:weir:link:[0-9a-f]{8}", "urn:weir:link:00000000", text), encoding="utf-8")
        run = merge(self.inbox, self.out, "--full")
        self.assertIn(run.returncode, (0, 9), run.stderr)

    def test_a_damaged_part_is_prepared_anew_without_the_row(self):
        self.night()
        pseudonym, row, _ = self.albanian()
        parts = self.out / "state" / STUDY.name / "parts"
        part = next(path for path in parts.iterdir() if '"AL"' in (path / "summary.json").read_text(encoding="utf-8"))
        answers = bytearray((part / "answers.bin").read_bytes())
        answers[len(answers) // 2] ^= 255
        (part / "answers.bin").write_bytes(answers)
        status, shown = self.withdraw(row, "withdraw")
        self.assertIn(status, (0, 3), shown)
        self.assertLessEqual(set(self.holding(pseudonym)), KNOWING)
        self.assertIn(merge(self.inbox, self.out).returncode, (3, 9))

    def test_a_data_set_without_its_signature_is_told_and_stays_until_it_is_back(self):
        first, _, _ = self.two_data_sets()
        backup = self.folder / "backup"
        shutil.copytree(first, backup)
        shutil.rmtree(first)
        self.assertIn(self.withdraw(self.ineligible("BA"), "withdraw", country="BA")[0], (0, 3))
        shutil.copytree(backup, first, ignore=shutil.ignore_patterns("SHA256SUMS.sig"))
        for _ in range(2):
            self.assertIn(f"weir: {first.name} cannot be looked into", merge(self.inbox, self.out).stderr)
        shutil.copy2(backup / "SHA256SUMS.sig", first)
        self.assertNotIn(first.name, merge(self.inbox, self.out).stderr)
        self.assertTrue(first.exists())

    def test_a_release_of_a_neighbour_and_somebodys_folder_stay(self):
        self.night()
        self.release()
        releases = self.out / "releases" / STUDY.name
        _, row, _ = self.albanian()
        theirs, own = releases / "theirs", releases / "202603011200"
        shutil.copytree(releases / "current", theirs)
        crate = theirs / "ro-crate-metadata.json"
        text = re.sub("urn:weir:link:[0-9a-f]{8}", "urn:weir:link:00000000", crate.read_text(encoding="utf-8"))
        text = re.sub('"description": "Release [0-9a-f]{12}', '"description": "Release 0123456789ab', text)
        crate.write_text(re.sub('"endTime": "[0-9]{4}', '"endTime": "2020', text), encoding="utf-8")
        (own / "data").mkdir(parents=True)
        (own / "data" / "figures.csv").write_text("a", encoding="utf-8")
        (own / "SHA256SUMS").write_text("", encoding="utf-8")
        _, shown = self.withdraw(row, "withdraw")
        told = merge(self.inbox, self.out).stderr
        for name in ("theirs", "202603011200"):
            self.assertIn(f"{name} has a row of somebody who withdrew, or may have", shown)
            self.assertIn(f"weir: {name} has a row", told)
        self.assertTrue((theirs / "data").exists())
        self.assertTrue((own / "data" / "figures.csv").exists())

    def test_a_copy_of_a_recalled_release_goes_with_it_and_is_told(self):
        self.night()
        self.release()
        releases = self.out / "releases" / STUDY.name
        pseudonym, row, _ = self.albanian()
        shutil.copytree(releases / "current", releases / "journal")
        _, shown = self.withdraw(row, "withdraw")
        self.assertIn("the folder journal beside the releases held one that is recalled", shown)
        self.assertFalse((releases / "journal" / "data").exists())
        self.assertNotIn("journal", merge(self.inbox, self.out).stderr)
        self.assertFalse(any(path.name.startswith("journal") for path in self.out.rglob("*.dropped")))

    def test_a_link_whose_disk_is_away_is_told_every_night(self):
        first, _, row = self.two_data_sets()
        disk = self.linked(first)
        disk.rename(self.folder / "away")
        self.assertIn(self.withdraw(row, "withdraw")[0], (0, 3))
        for _ in range(2):
            self.assertIn(f"weir: {first.name} cannot be looked into", merge(self.inbox, self.out).stderr)

    def test_a_data_set_of_a_neighbour_stays(self):
        first, _, row = self.two_data_sets()
        theirs = first.parent / "theirs"
        shutil.copytree(first, theirs)
        crate = theirs / "ro-crate-metadata.json"
        text = re.sub("urn:weir:link:[0-9a-f]{8}", "urn:weir:link:00000000", crate.read_text(encoding="utf-8"))
        crate.write_text(re.sub('"endTime": "[0-9]{4}', '"endTime": "2020', text), encoding="utf-8")
        with gzip.open(theirs / "data" / "merged.csv.gz", "rt", encoding="utf-8") as file:
            header = file.readline()
        (theirs / "data" / "merged.csv.gz").write_bytes(gzip.compress(header.encode()))
        (theirs / "SHA256SUMS.sig").write_text("of other keys", encoding="utf-8")
        self.assertIn(self.withdraw(row, "withdraw")[0], (0, 3))
        self.assertFalse(first.exists())
        self.assertTrue(theirs.exists())

    def test_a_data_set_that_is_being_copied_back_stays(self):
        first, _, _ = self.two_data_sets()
        self.assertIn(self.withdraw(self.ineligible("BA"), "withdraw", country="BA")[0], (0, 3))
        whole = (first / "data" / "merged.csv.gz").read_bytes()
        (first / "data" / "merged.csv.gz").write_bytes(whole[:2000])
        self.assertIn(f"weir: {first.name} cannot be looked into", merge(self.inbox, self.out).stderr)
        (first / "data" / "merged.csv.gz").write_bytes(whole)
        self.assertNotIn(first.name, merge(self.inbox, self.out).stderr)
        self.assertTrue(first.exists())

    def test_a_data_set_of_another_platform_that_was_away_goes_once_it_is_back(self):
        first, pseudonym, row = self.two_data_sets()
        self.on_another_platform("AL")
        self.assertIn(merge(self.inbox, self.out, "--accept-platform", "AL", study=self.study).returncode, (0, 3))
        (first / "data").rename(self.folder / "data")
        pseudonym, row, _ = self.albanian()
        _, shown = self.withdraw(row, "withdraw")
        self.assertIn(f"{first.name} cannot be looked into", shown)
        (self.folder / "data").rename(first / "data")
        run = merge(self.inbox, self.out, study=self.study)
        self.assertIn(f"{first.name}: from before the keys or a platform were changed", run.stderr)
        self.assertIn("what may hold a row", run.stderr)
        self.assertFalse(first.exists())

    def test_links_and_copies_of_data_sets_stay_with_a_change_of_platform(self):
        first, _, _ = self.two_data_sets()
        self.assertIn(self.withdraw(self.ineligible("BA"), "withdraw", country="BA")[0], (0, 3))
        (first.parent / "paper").symlink_to(first.name)
        shutil.copytree(first, first.parent / "for the paper")
        self.assertIn(merge(self.inbox, self.out).returncode, (0, 3, 9))
        self.on_another_platform("BA")
        for more in (("--accept-platform", "BA"), (), ()):
            self.assertIn(merge(self.inbox, self.out, *more, study=self.study).returncode, (0, 3, 9))
        for path in (first, first.parent / "for the paper"):
            self.assertTrue((path / "data" / "merged.csv.gz").exists(), path)

    def test_data_of_an_earlier_data_set_under_a_later_one_are_searched(self):
        first, pseudonym, row = self.two_data_sets()
        backup = self.folder / "backup"
        shutil.copytree(first / "data", backup)
        second = current(self.out).resolve()
        self.assertIn(self.withdraw(row, "withdraw")[0], (0, 3))
        self.edit(lambda rows: rows.pop(self.ineligible() - 1))
        third = current(self.out).resolve()
        self.assertIn(merge(self.inbox, self.out).returncode, (0, 3))
        self.assertNotEqual(current(self.out).resolve(), third)
        shutil.copytree(backup, third / "data", dirs_exist_ok=True)
        self.assertIn(pseudonym, gzip.decompress((third / "data" / "merged.csv.gz").read_bytes()).decode())
        self.assertIn(f"deleted: {third.name}", merge(self.inbox, self.out).stderr)

    def test_a_release_between_two_names_gets_its_own_back(self):
        self.night()
        self.release()
        place = self.out / "releases" / STUDY.name
        release = (place / "current").resolve()
        release.rename(place / f".{release.name}.old")
        merge(self.inbox, self.out)
        self.assertTrue((release / "data").exists())

    def test_a_data_set_on_a_disk_that_is_away_for_a_night_stays(self):
        first, _, _ = self.two_data_sets()
        self.assertIn(self.withdraw(self.ineligible("BA"), "withdraw", country="BA")[0], (0, 3))
        self.on_another_platform("BA")
        self.assertIn(merge(self.inbox, self.out, "--accept-platform", "BA", study=self.study).returncode, (0, 3))
        disk = self.folder / "disk"
        first.rename(disk)
        first.symlink_to(disk)
        for place in (disk, self.folder / "away", disk):
            next(path for path in (disk, self.folder / "away") if path.exists()).rename(place)
            self.assertIn(merge(self.inbox, self.out, study=self.study).returncode, (0, 3, 9))
        self.assertTrue((disk / "data").exists())

    def test_what_a_link_of_somebody_leads_to_stays(self):
        self.night()
        mine = self.folder / "mine"
        mine.mkdir()
        dataset = current(self.out).resolve()
        (dataset.parent / ".paper.draft").symlink_to(mine)
        disk = self.folder / "disk"
        dataset.rename(disk)
        dataset.symlink_to(disk)
        (disk / "README.txt").write_text("mine", encoding="utf-8")
        self.assertIn(f"what lies in {disk}, where its name led, stays", merge(self.inbox, self.out).stdout)
        self.assertNotIn(str(disk), merge(self.inbox, self.out).stdout)
        self.assertTrue(mine.exists())
        self.assertTrue((disk / "README.txt").exists())

    def test_a_link_beside_the_data_sets_stops_no_withdrawal(self):
        first, pseudonym, row = self.two_data_sets()
        (first.parent / "0-first").symlink_to(first.name)
        self.assertIn(self.withdraw(row, "withdraw")[0], (0, 3))
        self.assertFalse(first.exists())
        self.assertLessEqual(set(self.holding(pseudonym)), KNOWING)

    def test_an_earlier_data_set_copied_over_the_newest_is_noticed(self):
        self.night()
        pseudonym, row, _ = self.albanian()
        backup = self.folder / "backup"
        shutil.copytree(current(self.out).resolve(), backup)
        self.assertEqual(self.withdraw(row, "withdraw")[0], 0)
        shutil.copytree(backup, current(self.out).resolve(), dirs_exist_ok=True)
        self.assertIn(pseudonym, self.rows())
        self.assertIn("is taken out again", merge(self.inbox, self.out).stderr)
        self.assertNotIn(pseudonym, self.rows())
        self.assertLessEqual(set(self.holding(pseudonym)), KNOWING)

    def test_a_whole_data_set_that_comes_back_seal_first_stays(self):
        self.night()
        _, row, _ = self.albanian()
        self.assertEqual(self.withdraw(row, "withdraw")[0], 0)
        dataset = current(self.out).resolve()
        backup = self.folder / "backup"
        self.edit(lambda rows: rows.pop(self.ineligible() - 1))
        self.assertIn(merge(self.inbox, self.out).returncode, (0, 3))
        dataset.rename(backup)
        self.assertIn(merge(self.inbox, self.out).returncode, (0, 9))
        dataset.mkdir()
        for file in backup.iterdir():
            if file.is_file():
                shutil.copy(file, dataset)
        self.assertEqual(merge(self.inbox, self.out).stderr, "")
        shutil.copytree(backup / "data", dataset / "data")
        self.assertEqual(merge(self.inbox, self.out).stderr, "")
        self.assertTrue(dataset.exists())

    def test_a_recalled_release_copied_over_another_goes_and_the_other_is_not_recalled(self):
        self.night()
        self.release()
        place = self.out / "releases" / STUDY.name
        backup = self.folder / "backup"
        shutil.copytree((place / "current").resolve(), backup)
        _, row, _ = self.albanian()
        self.withdraw(row, "withdraw")
        self.release()
        release = (place / "current").resolve()
        shutil.copytree(backup, release, dirs_exist_ok=True)
        self.assertIn(f"the folder of release {release.name} held a release", merge(self.inbox, self.out).stderr)
        self.assertFalse((release / "data").exists())
        listed = weir("releases", STUDY, "--out", self.out).stdout.splitlines()
        self.assertNotIn("recalled", next(line for line in listed if line.startswith(release.name)))

    def test_a_release_that_a_stopped_run_set_aside_is_recalled(self):
        self.night()
        self.release()
        place = self.out / "releases" / STUDY.name
        release = (place / "current").resolve()
        release.rename(place / f".{release.name}.old")
        _, row, _ = self.albanian()
        _, shown = self.withdraw(row, "withdraw")
        self.assertIn(f"release {release.name} is recalled", shown)
        self.assertEqual(list(place.rglob("data")), [])

    def test_what_is_accepted_of_a_platform_covers_withdrawals_that_came_with_a_part(self):
        self.night()
        house = self.folder / "house"
        shutil.copytree(self.out, house, symlinks=True)
        _, row, _ = self.albanian()
        self.assertEqual(self.withdraw(row, "withdraw")[0], 0)
        parts = self.folder / "parts"
        parts.mkdir()
        state = self.out / "state" / STUDY.name
        done = weir("prepare", self.upload("AL"), "--study", STUDY, "--country", "AL", "--state", state, "--out", parts / "al",
                    "--demonstration")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.on_another_platform("AL")
        for more in (("--parts", parts, "--accept-platform", "AL"), ("--parts", parts), ()):
            run = merge(self.inbox, house, *more, study=self.study)
            self.assertIn(run.returncode, (0, 3, 9), run.stderr)

    def test_releases_that_come_back_are_recalled_as_before(self):
        self.night()
        self.release()
        _, row, _ = self.albanian()
        folder = self.out / "releases"
        backup = self.folder / "backup"
        shutil.copytree(folder, backup, symlinks=True)
        self.withdraw(row, "withdraw")
        shutil.rmtree(folder)
        shutil.copytree(backup, folder, symlinks=True)
        self.assertIn("is taken out again", merge(self.inbox, self.out).stderr)
        place = folder / STUDY.name
        self.assertEqual(list(place.glob("*/data")), [])
        self.assertFalse((place / "current").is_symlink())
        self.assertEqual(len(list(place.glob("*.RECALLED.txt"))), 1)
        self.assertEqual(merge(self.inbox, self.out).stderr, "")

    def test_a_release_whose_table_is_damaged_may_hold_whoever_withdraws(self):
        self.night()
        self.release()
        (table,) = (self.out / "state" / STUDY.name / "releases").glob("*.csv")
        content = table.read_bytes()
        table.write_bytes(content[: len(content) // 2])
        # Nobody withdrew: it is told, and nothing is deleted.
        self.night(status=9)
        self.assertIn("is not as it was written", weir("status", STUDY, "--out", self.out).stdout)
        release = (self.out / "releases" / STUDY.name / "current").resolve()
        self.assertTrue((release / "data").exists())
        last = content.decode().splitlines()[-1].split(",")[0]
        place = list(self.rows()).index(last)
        trace = weir("trace", current(self.out), "--row", place + 2, "--variable", "resp_gender").stdout
        country, row = re.search(r"(?s)upload   ([A-Z]{2})/.*row (\d+) of the upload", trace).groups()
        _, shown = self.withdraw(row, "withdraw", country=country)
        self.assertRegex(shown, r"release \w+ is recalled; tell: University X")
        self.assertFalse((release / "data").exists())

    def test_a_release_stays_recalled_though_the_ledger_is_older(self):
        self.night()
        self.release()
        _, row, _ = self.albanian()
        state = self.out / "state" / STUDY.name
        folder = self.out / "releases"
        backup = self.folder / "backup"
        shutil.copytree(folder, backup, symlinks=True)
        ledger = [(path.name, path.read_bytes()) for path in state.glob("ledger.sqlite*")]
        self.withdraw(row, "withdraw")
        for name, content in ledger:
            (state / name).write_bytes(content)
        shutil.rmtree(folder)
        shutil.copytree(backup, folder, symlinks=True)
        self.assertRegex(merge(self.inbox, self.out).stderr, r"release \w+ is recalled; tell: University X")
        self.assertEqual(list(folder.glob("*/*/data")), [])
        self.assertIn("recalled", weir("releases", STUDY, "--out", self.out).stdout)
        self.assertFalse((folder / STUDY.name / "current").is_symlink())

    def test_a_data_set_without_the_row_stays_whatever_happened_in_another_country(self):
        self.night()
        _, row, _ = self.albanian()
        self.assertEqual(self.withdraw(row, "withdraw")[0], 0)
        before = current(self.out).resolve()
        self.on_another_platform("AL")
        self.assertIn(merge(self.inbox, self.out, "--accept-platform", "AL", study=self.study).returncode, (0, 3))
        self.assertTrue(before.exists())
        _, shown = self.withdraw(self.ineligible("BA"), "withdraw", country="BA")
        self.assertIn("deleted: no data set held it", shown)
        self.assertTrue(before.exists())

    def test_an_older_ledger_loses_no_later_upload(self):
        self.night()
        state = self.out / "state" / STUDY.name
        backup = self.folder / "backup"
        newest = self.folder / "newest"
        shutil.copytree(state, backup)
        _, row, _ = self.albanian()
        self.drop(row)
        self.night_of_any_kind()
        self.upload("AL").unlink()
        self.night_of_any_kind()
        shutil.copytree(state, newest)
        rows = len(self.rows())
        for path in backup.glob("ledger.sqlite*"):
            shutil.copy(path, state)
        self.night_of_any_kind()
        for path in newest.glob("ledger.sqlite*"):
            shutil.copy(path, state)
        self.night_of_any_kind()
        self.assertEqual(len(self.rows()), rows)

    def test_a_country_that_left_the_study_comes_back_without_its_file(self):
        self.night()
        rows = len(self.rows())
        self.study = self.folder / STUDY.name
        shutil.copytree(STUDY, self.study)
        self.upload("AL").unlink()
        for name, line in (("pipeline.yaml", "  AL: "), ("nights.yaml", "  AL: "), ("rules/scenario-names.csv", "AL,")):
            text = (STUDY / name).read_text(encoding="utf-8")
            left = [kept for kept in text.splitlines(keepends=True) if not kept.startswith(line)]
            (self.study / name).write_text("".join(left), encoding="utf-8")
        run = merge(self.inbox, self.out, study=self.study)
        self.assertIn(run.returncode, (0, 3), run.stderr)
        self.assertLess(len(self.rows()), rows)
        run = merge(self.inbox, self.out)
        self.assertIn(run.returncode, (0, 3), run.stderr)
        self.assertEqual(len(self.rows()), rows)

    def test_under_another_platform_nobody_reviews_prepares_or_releases(self):
        self.night()
        _, row, _ = self.albanian()
        self.assertEqual(self.withdraw(row, "withdraw")[0], 0)
        self.on_another_platform("AL")
        common = ("--out", self.out, "--demonstration")
        state = self.out / "state" / STUDY.name
        terminal = Terminal("review", self.study, "--inbox", self.inbox, *common)
        self.addCleanup(terminal.close)
        self.assertNotEqual(terminal.end(), 0)
        self.assertIn("known by the platform", terminal.text)
        for run in (
            weir("prepare", self.upload("AL"), "--study", self.study, "--country", "AL", "--state", state, "--out",
                 self.folder / "part", "--demonstration"),
            weir("release", self.study, "--profile", "research", "--approved-by", "A", "--reason", "r", *common),
        ):
            self.assertNotEqual(run.returncode, 0)
            self.assertIn("known by the platform", run.stderr)
        self.assertFalse((self.folder / "part").exists())

    def test_one_is_found_by_a_platform_that_no_country_has_any_more(self):
        self.night()
        before = self.upload("AL").read_bytes()
        pseudonym, row, name = self.albanian()
        with open(self.upload("AL"), encoding="cp1250", newline="") as file:
            collector = list(csv.reader(file))[row - 1][6]
        self.on_another_platform("[A-Z]{2}")
        first = current(self.out).resolve()
        self.drop(row)
        countries = [word for country in ("AL", "BA", "CO", "MD", "MX", "PE") for word in ("--accept-platform", country)]
        self.assertIn(merge(self.inbox, self.out, *countries, study=self.study).returncode, (0, 3))
        self.assertTrue(first.exists())
        _, shown = self.withdraw(name, "withdraw", more=("--by-id", "--collector", collector))
        self.assertRegex(shown, rf"it stands in data set {first.name}")
        self.upload("AL").write_bytes(before)
        run = merge(self.inbox, self.out, "--reinstate", "AL", study=self.study)
        self.assertIn(run.returncode, (0, 3), run.stderr)
        self.assertNotIn(pseudonym, "".join(self.holding(pseudonym)))

    def test_status_tells_a_missing_link_as_such(self):
        self.night()
        link = self.out / "internal" / STUDY.name / "current"
        link.unlink()
        told = weir("status", STUDY, "--out", self.out).stdout
        self.assertIn("the link current in", told)
        self.assertNotIn("not as it was sealed", told)
        self.night()
        self.assertTrue(link.is_symlink())
