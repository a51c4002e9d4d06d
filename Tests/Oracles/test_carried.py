"""Uploads prepared on other machines: the same data set as from one process, and nothing that does not belong in it."""

import hashlib
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

from weir_program import STUDY, WEIR, Night, current, merge, uploads, weir

TIMED = {"ro-crate-metadata.json", "ro-crate-metadata.json.sig"}


def prepare(upload, country, out, *more, study=STUDY):
    return weir("prepare", upload, "--study", study, "--country", country, "--out", out,
                *(more or ["--demonstration"]))


def tree(folder):
    folder = pathlib.Path(folder)
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


class Carried(Night):
    def setUp(self):
        super().setUp()
        self.parts = self.folder / "parts"
        self.parts.mkdir()

    def from_parts(self, *more, out="merged", study=STUDY):
        return weir("merge", study, "--parts", self.parts, "--out", self.folder / out, "--demonstration", *more)

    def refused(self, name, reason, *more, status=2, out="merged", study=STUDY):
        run = self.from_parts(*more, out=out, study=study)
        self.assertEqual(run.returncode, status, run.stderr)
        self.assertIn(name, run.stderr)
        self.assertIn(f"this prepared part is not used: {reason}", run.stderr)
        return run


class SameBytes(Carried):
    def test_six_uploads_prepared_one_by_one_are_the_data_set_of_one_night(self):
        countries = ("AL", "BA", "CO", "MD", "MX", "PE")
        for country in countries:
            # Elsewhere: in another folder, with names of folders that are in no natural order.
            elsewhere = self.folder / "elsewhere" / country
            elsewhere.mkdir(parents=True)
            for number, upload in enumerate(uploads(country)):
                part = self.parts / f"{country[::-1]}-{number}"
                run = prepare(shutil.copy(upload, elsewhere), country, part)
                self.assertEqual((run.returncode, run.stderr), (0, ""))
                self.assertEqual({path.name for path in part.iterdir()},
                                 {"summary.json", "accounts.bin", "answers.bin", "carried.json"})
                self.assertEqual(part.stat().st_mode & 0o777, 0o700)
                self.assertEqual({path.stat().st_mode & 0o777 for path in part.iterdir()}, {0o600})
        self.assertEqual(sorted(path.name for path in self.parts.glob(".*")), [])
        together = merge(self.inbox, self.out)
        apart = self.from_parts()
        self.assertEqual((apart.returncode, apart.stderr), (0, ""))
        self.assertEqual(apart.stdout.splitlines()[-1], together.stdout.splitlines()[-1])
        one, other = tree(current(self.out)), tree(current(self.folder / "merged"))
        self.assertEqual(one.keys(), other.keys())
        self.assertGreater(len(one), 15)
        self.assertEqual([name for name in one if one[name] != other[name]], sorted(TIMED))
        self.assertEqual(self.places(self.out), self.places(self.folder / "merged"))
        # The day after, nobody carries them again.
        empty = self.folder / "empty"
        empty.mkdir()
        again = weir("merge", STUDY, "--inbox", empty, "--out", self.folder / "merged", "--demonstration")
        # They stay, and an inbox without any file is told: nobody can tell it from a share that is not mounted.
        self.assertEqual(again.returncode, 3, again.stderr)
        self.assertEqual(again.stderr.count("["), 1, again.stderr)
        self.assertIn("[upload.all-away]", again.stderr)
        self.assertIn("413", again.stdout)

    def places(self, out):
        """What the ledger knows of mentions, by part."""
        with sqlite3.connect(out / "state" / STUDY.name / "ledger.sqlite") as ledger:
            return sorted(ledger.execute("SELECT part, variable, kind, reason, count, places FROM mention"))

    def test_parts_and_an_inbox_together_are_the_same_data_set(self):
        upload = self.upload("CO")
        self.assertEqual(prepare(upload, "CO", self.parts / "co").returncode, 0)
        self.assertEqual(prepare(self.upload("PE"), "PE", self.parts / "pe").returncode, 0)
        merge(self.inbox, self.out)
        upload.unlink()
        both = self.from_parts("--inbox", self.inbox)
        self.assertEqual((both.returncode, both.stderr), (0, ""))
        one, other = tree(current(self.out)), tree(current(self.folder / "merged"))
        self.assertEqual([name for name in one if one[name] != other.get(name)], sorted(TIMED))

    def test_nothing_changed_is_told(self):
        self.assertEqual(prepare(self.upload("CO"), "CO", self.parts / "co").returncode, 0)
        first = self.from_parts()
        self.assertEqual(first.returncode, 3, first.stderr)
        again = self.from_parts()
        self.assertEqual(again.returncode, 9, again.stderr)
        self.assertIn("nothing changed", again.stdout)
        self.assertEqual(prepare(self.upload("PE"), "PE", self.parts / "pe").returncode, 0)
        more = self.from_parts()
        self.assertEqual(more.returncode, 3, more.stderr)
        self.assertEqual(self.from_parts().returncode, 9)
        shutil.rmtree(self.parts / "pe")
        self.assertNotEqual(self.from_parts().returncode, 9)

    def test_a_part_holds_no_more_than_the_memory_of_a_night(self):
        self.assertEqual(prepare(self.upload("CO"), "CO", self.parts / "co").returncode, 0)
        merge(self.inbox, self.out)
        at_home = [tree(path) for path in (self.out / "state" / STUDY.name / "parts").iterdir()]
        carried = tree(self.parts / "co")
        label = json.loads(carried.pop("carried.json"))
        self.assertIn(carried, at_home)
        self.assertEqual(set(label), {"file", "program", "mentions", "seal"})
        self.assertEqual({key for mention in label["mentions"] for key in mention}, {"count", "places"})
        for mention in label["mentions"]:
            self.assertTrue(all(len(place) == 4 and all(isinstance(number, int) for number in place)
                                for place in json.loads(mention["places"])))


class Misfits(Carried):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(holder.cleanup)
        cls.prepared = pathlib.Path(holder.name) / "part"
        upload, = uploads("CO")
        assert prepare(upload, "CO", cls.prepared).returncode == 0

    def setUp(self):
        super().setUp()
        self.part = self.parts / "from-bogota"
        shutil.copytree(self.prepared, self.part)

    def test_a_part_under_other_keys_is_refused(self):
        shutil.rmtree(self.part)
        keys = self.folder / "keys"
        weir("keys", "create", keys)
        self.assertEqual(prepare(self.upload("CO"), "CO", self.part, "--keys", keys).returncode, 0)
        self.refused("from-bogota", "it was prepared with other keys")

    def test_every_damage_is_refused(self):
        damaged = []
        for name in ("summary.json", "accounts.bin", "answers.bin", "carried.json"):
            for harm in ("changed", "gone"):
                damaged.append(f"{name}-{harm}")
                path = shutil.copytree(self.prepared, self.parts / damaged[-1]) / name
                content = bytearray(path.read_bytes())
                content[len(content) // 2] ^= 1
                path.write_bytes(content) if harm == "changed" else path.unlink()
        # The whole one beside them is used.
        run = self.refused(damaged[0], "it is damaged, or no prepared part", status=3)
        lines = run.stderr.splitlines()
        self.assertEqual([name for name in damaged if not any(line.startswith(name) for line in lines)], [])
        self.assertFalse(any(line.startswith("from-bogota") for line in lines))
        self.assertIn("8 files not ready", run.stdout)

    def test_one_that_was_copied_by_half_is_taken_once_it_is_whole(self):
        self.assertEqual(prepare(self.upload("PE"), "PE", self.parts / "pe").returncode, 0)
        for name in ("answers.bin", "accounts.bin"):
            with self.subTest(name):
                path = self.part / name
                content = path.read_bytes()
                path.write_bytes(content[:len(content) // 2])
                for _ in range(2):
                    self.refused("from-bogota", "it is damaged, or no prepared part", status=3, out=name)
                path.write_bytes(content)
                whole = self.from_parts(out=name)
                self.assertNotIn("from-bogota", whole.stderr)
                self.assertGreater(int(self.table(whole)["CO"]["complete"]), 0)
                self.assertEqual(self.from_parts(out=name).returncode, 9)

    def test_only_who_has_the_keys_can_say_which_file_it_was(self):
        label = self.part / "carried.json"
        text = label.read_text()
        self.assertIn('CO', text)
        label.write_text(text.replace("resultados", "resultado"))
        self.refused("from-bogota", "it is damaged, or no prepared part")

    def sealed(self, text):
        """A summary with the seal that anybody can work out."""
        blank = re.sub('"seal" : "[0-9a-f]{64}"', '"seal" : ""', text)
        seal = hashlib.sha256(blank.encode()).hexdigest()
        return blank.replace('"seal" : ""', f'"seal" : "{seal}"')

    def test_rows_that_somebody_without_the_keys_put_in_are_refused(self):
        path, summary = self.part / "accounts.bin", self.part / "summary.json"
        text = summary.read_text(encoding="utf-8")
        self.assertEqual(self.sealed(text), text)
        content = bytearray(path.read_bytes())
        before = hashlib.sha256(content).hexdigest()
        self.assertEqual(text.count(before), 1)
        content[0] ^= 1
        path.write_bytes(content)
        changed = self.sealed(text.replace(before, hashlib.sha256(content).hexdigest()))
        summary.write_text(changed, encoding="utf-8")
        self.refused("from-bogota", "it is damaged, or no prepared part")

    def test_what_is_no_part_is_named(self):
        (self.parts / "notes.txt").write_text("hello")
        run = self.from_parts()
        self.assertEqual(run.returncode, 3)
        self.assertIn("notes.txt", run.stderr)
        self.assertIn("1 file not ready", run.stdout)

    def changed(self, file, before, after):
        study = self.folder / STUDY.name
        shutil.copytree(STUDY, study)
        path = study / file
        text = path.read_text(encoding="utf-8")
        self.assertIn(before, text)
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
        return study

    def test_another_codebook_is_refused(self):
        study = self.changed("codebook/variables.csv", "\n", "\n")
        with open(study / "codebook" / "variables.csv", "ab") as file:
            file.write(b"\n")
        self.refused("from-bogota", "it was prepared with another codebook", study=study)

    def test_another_definition_of_the_country_is_refused(self):
        study = self.changed("crosswalks/CO.csv", "\n", "\n")
        with open(study / "crosswalks" / "CO.csv", "ab") as file:
            file.write(b"\n")
        self.refused("from-bogota", "it was prepared with another definition of its country", study=study)

    def test_another_program_is_refused(self):
        other = self.folder / "bin" / "weir"
        other.parent.mkdir()
        shutil.copy(WEIR, other)
        with open(other, "ab") as file:
            file.write(b"another build")
        run = subprocess.run([other, "merge", STUDY, "--parts", self.parts, "--out", self.out, "--demonstration"],
                             capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 2, run.stderr)
        self.assertIn("this prepared part is not used: it was prepared by another program", run.stderr)

    def test_a_part_without_the_words_of_the_memory_is_refused_and_with_them_taken(self):
        merge(self.inbox, self.folder / "merged")
        state = self.folder / "merged" / "state" / STUDY.name
        (state / "words.txt").write_text("mahalla\n")
        self.refused("from-bogota", "it was prepared without people's decisions and words of today", "--inbox",
                     self.inbox, status=3)
        shutil.rmtree(self.part)
        before = tree(state)
        run = prepare(self.upload("CO"), "CO", self.part, "--demonstration", "--state", state)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(tree(state), before)
        self.assertEqual(self.from_parts("--inbox", self.inbox).returncode, 0)


class Preparing(Carried):
    def test_an_upload_that_is_not_ready_leaves_nothing(self):
        path = self.folder / "broken.csv"
        path.write_bytes(b"no table")
        run = prepare(path, "CO", self.parts / "co")
        self.assertEqual((run.returncode, run.stdout), (2, ""))
        self.assertIn("CO/broken.csv", run.stderr)
        self.assertEqual(os.listdir(self.parts), [])

    def test_nothing_is_overwritten_and_countries_are_named(self):
        (self.parts / "co").mkdir()
        run = prepare(self.upload("CO"), "CO", self.parts / "co")
        self.assertEqual(run.returncode, 1)
        self.assertIn("is there already", run.stderr)
        run = prepare(self.upload("CO"), "XX", self.parts / "xx")
        self.assertEqual(run.returncode, 64)
        self.assertIn("AL, BA, CO, MD, MX, PE", run.stderr)

    def test_an_inbox_or_parts_have_to_be_named(self):
        run = weir("merge", STUDY, "--out", self.out, "--demonstration")
        self.assertEqual(run.returncode, 64)
        run = weir("merge", STUDY, "--parts", self.folder / "none", "--out", self.out, "--demonstration")
        self.assertEqual(run.returncode, 1)
        self.assertIn("Name the folder that holds the folders of prepared parts", run.stderr)


if __name__ == "__main__":
    unittest.main()
