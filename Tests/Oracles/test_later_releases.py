"""Later releases are held against earlier ones: whoever has several of them learns no more than from each."""

import collections
import contextlib
import csv
import io
import os
import re
import shutil
import sqlite3

import printed_counts
import test_decisions
from pseudo_terminal import Terminal
from test_release import KEYS, SUPPRESSED, FewCountries, agreeing, change, finest, folder_of, release, rows_of, solved
from test_review import COUNTRY
from weir_program import SAMPLES, STUDY, merge, once, weir

REGIONS = {"1001", "1002"}


class Growing(FewCountries):
    """Releases of an inbox of few countries that grows."""

    def setUp(self):
        super().setUp()
        self.study = agreeing(self.folder)
        self.profiles = self.study / "release" / "profiles.yaml"
        self.shipped = self.profiles.read_text(encoding="utf-8")

    def grow(self, share, *countries):
        """The inbox with the first rows of the uploads that are CSV, of some countries or all."""
        for country in countries or [folder.name for folder in self.inbox.iterdir()]:
            for source in (SAMPLES / "inbox" / country).glob("*.csv"):
                lines = source.read_bytes().removesuffix(b"\r\n").split(b"\r\n")
                kept = 3 + int((len(lines) - 3) * share)
                (self.inbox / country / source.name).write_bytes(b"\r\n".join(lines[:kept]) + b"\r\n")

    def night(self, out=None, *more):
        done = merge(self.inbox, out or self.out, *more, study=self.study)
        self.assertIn(done.returncode, (0, 3, 9), done.stderr)

    def whole_night(self):
        """The whole inbox of these countries, merged once for all tests."""
        name = "later-" + "-".join(sorted(folder.name for folder in self.inbox.iterdir()))
        shutil.copytree(once(name, lambda folder: self.night(folder / "out")) / "out", self.out, symlinks=True)

    def released(self, profile, *more):
        done = release(self.study, self.out, profile, *more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return folder_of(done), done.stdout

    def refused(self, profile, *words, more=(), status=8, out=None):
        done = release(self.study, out or self.out, profile, *more)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        for text in words:
            self.assertIn(text, done.stderr)
        return done.stderr

    def rewrite(self, *pairs):
        """The profiles as they are shipped, with changes."""
        text = self.shipped
        for old, new in pairs:
            self.assertIn(old, text)
            text = text.replace(old, new)
        self.profiles.write_text(text, encoding="utf-8")

    def page(self, folder):
        return (folder / "documentation" / "page-to-sign.html").read_text(encoding="utf-8")

    def table(self, folder):
        return {row["pseudonym"]: row for row in rows_of(
            self.out / "state" / STUDY.name / "releases" / f"{folder.name}.csv")}

    def merged(self):
        return {row["pseudonym"]: row for row in rows_of(
            self.out / "internal" / STUDY.name / "current" / "data" / "merged.csv.gz")}


class Definition(Growing):
    """What a release told of its profile is kept with it, by name."""

    def test_keys_in_another_order_change_nothing(self):
        self.grow(0.6)
        self.night()
        first, _ = self.released("public")
        self.grow(1)
        self.night()
        other = self.folder / "other"
        shutil.copytree(self.out, other, symlinks=True)
        second, _ = self.released("public")
        plain = self.table(second)
        text = self.shipped
        for profile in ("country: {importance: never}\n", "country: {importance: never, recode: 1}\n"):
            text = text.replace("      " + profile, "", 1)
            place = text.index("      resp_age_band", text.index("  public:") if "recode" in profile else 0)
            text = text[:place] + "      " + profile + text[place:]
        self.profiles.write_text(text, encoding="utf-8")
        self.assertEqual(weir("study", "check", self.study).returncode, 0)
        shutil.rmtree(self.out)
        other.rename(self.out)
        turned = self.table(self.released("public")[0])
        self.assertLessEqual({row["country"] for row in turned.values()}, REGIONS)
        for name, row in self.table(first).items():
            self.assertEqual(row, turned[name])
        self.assertEqual(set(plain), set(turned))
        codes = {key: {row[key] for row in plain.values()} | {SUPPRESSED} for key in KEYS}
        for row in turned.values():
            for key in KEYS:
                self.assertIn(row[key], codes[key])

    def test_all_that_changed_since_a_release_is_told_at_once(self):
        self.rewrite(("withheld: [resp_education,", "withheld: [org_services, resp_education,"))
        self.whole_night()
        name = self.released("public")[0].name
        kept = self.out / "state" / STUDY.name / "releases"
        self.assertNotIn("org_services", (kept / f"{name}.research.csv").read_text(encoding="utf-8"))
        self.assertNotIn("own_services", (kept / f"{name}.csv").read_text(encoding="utf-8"))
        of = f"release {name} of "
        self.rewrite(("    k: 3", "    k: 2"), ("    k: 5", "    k: 6"),
                     ("resp_age_band: {importance: 3}", "resp_age_band: {importance: 3, recode: 1}"),
                     ("org_services, own_services, ", ""))
        hierarchies = self.study / "release" / "hierarchies.csv"
        text = hierarchies.read_text(encoding="utf-8")
        swapped = text.replace("1021,Up to 30,18-20 21-30", "1021,31-40,31-40").replace("1022,31-40,31-40", "1022,Up to 30,18-20 21-30")
        self.assertNotEqual(text, swapped)
        hierarchies.write_text(swapped, encoding="utf-8")
        # Before the data are read.
        readme = self.out / "internal" / STUDY.name / "current" / "README.txt"
        sealed = readme.read_bytes()
        readme.write_text("other")
        said = self.refused(
            "public", "is not as it was sealed",
            f"k is 2 and was 3 when {of}research was made: counts that it masks would be told. Put k: 3 back",
            f"k is 6 and was 5 when {of}public was made", "make a profile from: public for a larger one, which may not be below",
            f"{of}research tells resp_age_band at level 0, where its rows stay, and recode asks for 1..1 now. Write recode: 0..1",
            f"research tells org_services now, and {of}research does not",
            f"public tells org_services, own_services now, and {of}public does not",
            f"of resp_age_band meant something else when {of}public was made", "Put the group back in release/hierarchies.csv")
        self.assertNotIn(f"meant something else when {of}research", said)
        self.assertNotIn("more interviews", said)
        readme.write_bytes(sealed)
        hierarchies.write_text(text, encoding="utf-8")
        # Another set of keys; what is no key any more is withheld.
        self.rewrite(("withheld: [resp_education,", "withheld: [org_services, resp_exp_years,"),
                     ("resp_exp_years: {importance: 3}", "resp_education: {importance: 3}"),
                     ("resp_exp_years: {importance: 3, recode: 1..2}", "resp_education: {importance: 3}"))
        self.refused("research", f"research has other keys than when {of}research was made: resp_exp_years was among its keys, and "
                                 "resp_education was not. Put the keys of that release back in release/profiles.yaml")
        self.assertEqual(len(weir("releases", self.study, "--out", self.out).stdout.splitlines()), 1)
        # As it was, it leaves again, also with a label that is spelt better.
        self.rewrite(("withheld: [resp_education,", "withheld: [org_services, resp_education,"))
        self.released("research")
        hierarchies.write_text(text.replace("Up to 30", "30 and younger"), encoding="utf-8")
        self.released("public")

    def test_a_role_that_hides_what_is_out_is_named_as_the_reason(self):
        """Nobody is gone, though the answers of few are out."""
        self.whole_night()
        table = self.table(self.released("research")[0])
        self.released("public")
        few = collections.Counter(row["scn_a_victim"] for row in table.values() if row["country"] == "70")
        self.assertEqual(min(few.values()), 1)
        variables = self.study / "codebook" / "variables.csv"
        text = variables.read_text(encoding="utf-8")
        lines = [line.replace(",plain,", ",case,", 1) if line.startswith("scn_a_victim,") else line for line in text.splitlines(keepends=True)]
        self.assertNotEqual("".join(lines), text)
        variables.write_text("".join(lines), encoding="utf-8")
        self.night()
        said = self.refused("research", "tells answers to scn_a_victim that fewer than 3 of a country gave. Since then a role in "
                                        "codebook/variables.csv or a count in release/published.csv asks to hide them.")
        self.assertNotIn("respondents are gone", said)
        # What is withheld in research cannot be told in public.
        self.assertIn("add what is named here to withheld of research and public in release/profiles.yaml", said)
        # What can be done instead can be done: pages that are out mask counts that are none any more.
        for name in sorted({path.resolve().name for path in (self.out / "releases" / STUDY.name).iterdir() if path.is_dir()}):
            done = weir("recall", self.study, name, "--reason", "a role was forgotten", "--out", self.out)
            self.assertEqual(done.returncode, 0, done.stderr)
        for profile in ("research", "public"):
            hidden = {row["scn_a_victim"] for row in self.table(self.released(profile)[0]).values() if row["country"] == "70"}
            self.assertNotIn(min(few, key=few.get), hidden)

    def test_labels_that_change_places_hold_later_releases(self):
        self.whole_night()
        name = self.released("research")[0].name
        categories = self.study / "codebook" / "categories.csv"
        text = categories.read_text(encoding="utf-8")
        swapped = text.replace("female,1,Female", "female,1,Male").replace("male,2,Male", "male,2,Female")
        self.assertEqual(sum(a != b for a, b in zip(text.splitlines(), swapped.splitlines())), 2)
        categories.write_text(swapped, encoding="utf-8")
        self.refused("research", f"1, 2 of resp_gender have a label that was another code's when release {name} of research was made",
                     "Put the labels back in codebook/categories.csv")
        # In another language alone, which the codebook prints as well.
        categories.write_text(self.exchanged(text, ("resp_gender", "female"), ("resp_gender", "male"), "label::Español (es)"), encoding="utf-8")
        self.refused("research", f"1, 2 of resp_gender have a label (es) that was another code's when release {name} of research was made")

    def test_texts_of_questions_that_change_places_hold_later_releases(self):
        self.whole_night()
        name = self.released("public")[0].name
        variables = self.study / "codebook" / "variables.csv"
        text = variables.read_text(encoding="utf-8")
        english, spanish = "label::English (en)", "label::Español (es)"
        for changed, words in (
                (self.exchanged(text, ("boys_ocsea_share",), ("girls_ocsea_share",), english), "boys_ocsea_share, girls_ocsea_share have a text that"),
                (self.exchanged(text, ("boys_ocsea_share",), ("girls_ocsea_share",), spanish), "boys_ocsea_share, girls_ocsea_share have a text (es) that"),
                # The question of the other text is withheld.
                (self.exchanged(text, ("resp_gender",), ("resp_education",), english), "resp_gender has a text that")):
            variables.write_text(changed, encoding="utf-8")
            self.assertEqual(weir("study", "check", self.study).returncode, 0)
            said = self.refused("public", f"{words} was another question's when release {name} of public was made",
                                "Put the texts back in codebook/variables.csv")
            self.assertIn(f"{words} was another question's when release {name} of research was made", said)
        # A text may be spelt better, in any language.
        rows = list(csv.DictReader(io.StringIO(text)))
        better = text
        for row in rows:
            if row["name"] == "boys_ocsea_share":
                better = better.replace(f",{row[english]},", f",{row[english]} (in per cent),", 1)
        self.assertNotEqual(better, text)
        variables.write_text(better, encoding="utf-8")
        self.night()
        self.released("public")

    def exchanged(self, text, one, other, column):
        """A table in which two lines, named by their first columns, have each other's cell of a column."""
        rows = list(csv.reader(io.StringIO(text)))
        place = rows[0].index(column)
        first, second = (next(row for row in rows if row[:len(start)] == list(start)) for start in (one, other))
        self.assertTrue(first[place] and second[place] and first[place] != second[place])
        first[place], second[place] = second[place], first[place]
        lines = io.StringIO()
        csv.writer(lines, lineterminator="\n").writerows(rows)
        return lines.getvalue()

    def test_what_may_change_holds_for_new_rows_and_the_page_says_so(self):
        self.whole_night()
        name = self.released("research")[0].name
        self.rewrite(("diversity: 2", "diversity: 3"))
        told = self.page(self.released("research")[0])
        self.assertIn("<td>at least 3 where rows are new; rows that are out stay as they were</td>", told)
        self.assertIn('<td class="n line">2</td>', told)
        self.rewrite(("resp_gender: {importance: 4}", "resp_gender: {importance: never}"))
        folder = self.released("research")[0]
        hidden = [row for row in rows_of(folder / "data" / "released.csv.gz") if row["resp_gender"] == SUPPRESSED]
        self.assertGreater(len(hidden), 0)
        self.assertIn(f'<td>never suppressed in new rows</td><td class="n">{len(hidden)}</td>', self.page(folder))
        # Where none is hidden nothing is said of new rows.
        self.assertEqual(self.page(folder).count("<td>never suppressed</td>"), 1)
        self.rewrite(("country: {importance: never}", "country: {importance: 1}"), ("country: {importance: never, ", "country: {importance: 1, "))
        said = self.refused("research", f"country was never suppressed when release {name} of research was made, and now the opposite is "
                                        "asked: its rows hide among others than new ones would. Put importance: never back")
        self.assertNotIn("diversity", said)

    def test_a_question_that_the_codebook_did_not_have_stays_withheld(self):
        """New rows alone could tell it. With printed counts they would tell what is hidden in rows that are out."""
        whole, new = self.folder / "whole", ("awareness_public", "org_services")
        shutil.copytree(self.study, whole)
        for path in [*self.study.glob("*/*.csv"), self.profiles]:
            text = path.read_text(encoding="utf-8")
            if path == self.profiles:
                path.write_text(text.replace("org_services, ", ""), encoding="utf-8")
            elif path.parent.name != "sample":
                path.write_text("".join(line for line in text.splitlines(keepends=True) if not re.search("|".join(new), line)), encoding="utf-8")
        done = weir("study", "check", self.study)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.night()
        name = self.released("public")[0].name
        shutil.rmtree(self.study)
        shutil.copytree(whole, self.study)
        said = self.refused("public", "research tells awareness_public, org_services, which the codebook did not have when release "
                            f"{name} of research was made", "in release/profiles.yaml: awareness_public, org_services. Counts of it may be "
                            "printed; note them in release/published.csv then", "public tells awareness_public, which the codebook did not have")
        self.assertNotIn("not all options", said)
        self.rewrite(("withheld: [resp_education,", "withheld: [awareness_public, org_services, resp_education,"))
        change(self.study, "org_services, resp_education, resp_field, org_type_ba, org_location, org_services",
               "org_services, resp_education, resp_field, org_type_ba, org_location")
        self.night()
        self.released("public")

    def test_a_release_of_which_nothing_is_noted_holds_later_ones(self):
        """An older weir kept the levels alone, by the places of the keys."""
        self.whole_night()
        name = self.released("research")[0].name
        with contextlib.closing(sqlite3.connect(self.out / "state" / STUDY.name / "ledger.sqlite")) as ledger, ledger:
            ledger.execute("UPDATE release SET terms = ''")
        self.refused("public", f"release {name} of research was noted by an older weir, without its keys and columns",
                     "Release with that weir, which the release's provenance names")


class Line(Growing):
    """The profiles of a study form one line."""

    def siblings(self):
        start, end = self.shipped.index("  public:"), self.shipped.index("# The respondents of")
        return self.shipped[:start], self.shipped[start:end], self.shipped[end:]

    def test_two_profiles_from_one_contradict_each_other(self):
        before, public, after = self.siblings()
        self.profiles.write_text(before + public + public.replace("  public:", "  teaching:") + after, encoding="utf-8")
        done = weir("study", "check", self.study)
        self.assertEqual(done.returncode, 4, done.stdout)
        self.assertIn("teaching and public are both made from research, and releases of both would tell together what each of "
                      "them hides", done.stdout)
        self.assertIn("write from: public here, or take one of the two out", done.stdout)
        change(self.study, "  teaching:", "  third:")
        text = self.profiles.read_text(encoding="utf-8")
        place = text.index("  third:")
        self.profiles.write_text(text[:place] + text[place:].replace("from: research", "from: public"), encoding="utf-8")
        self.assertEqual(weir("study", "check", self.study).returncode, 0)

    def test_a_release_of_one_refuses_the_other(self):
        self.whole_night()
        name = self.released("public")[0].name
        before, public, after = self.siblings()
        self.profiles.write_text(before + public.replace("  public:", "  teaching:") + after, encoding="utf-8")
        self.refused("teaching", f"release {name} of public is out, and was not made from the table of teaching",
                     "Make teaching `from: public`")
        # What is made from its table, or what it was made from, leaves.
        self.profiles.write_text(before + public + public.replace("  public:", "  teaching:").replace("from: research", "from: public")
                                 + after, encoding="utf-8")
        self.released("research")
        self.released("teaching")

    def test_no_profile_comes_in_between(self):
        self.whole_night()
        name = self.released("public")[0].name
        before, public, after = self.siblings()
        start = before.index("  research:")
        strict = before[start:].replace("  research:", "  strict:").replace("    k: 3", "    k: 4\n    from: research")
        self.profiles.write_text(before + strict + public.replace("from: research", "from: strict") + after, encoding="utf-8")
        self.assertEqual(weir("study", "check", self.study).returncode, 0)
        words = (f"public is made from the table of strict, and was made from the table of research when release {name} of public was "
                 "made: whoever has releases of both can join their rows, and reads in one what the other hides. Put `from: research` "
                 "back for public in release/profiles.yaml",)
        self.refused("public", *words)
        self.refused("strict", f"release {name} of public is out, and was not made from the table of strict")
        weir("recall", self.study, name, "--reason", "for a test", "--out", self.out)
        self.refused("public", *words)
        # The finest profile is made from another now.
        base = before[start:].replace("  research:", "  base:")
        self.profiles.write_text(before[:start] + base + before[start:].replace("    k: 3", "    k: 3\n    from: base") + public + after, encoding="utf-8")
        self.refused("public", "research is made from the table of base, and was made from the internal rows when release",
                     "Take `from` out of research in release/profiles.yaml")
        # At the end of the line a profile may come.
        self.profiles.write_text(before + public + public.replace("  public:", "  last:").replace("from: research", "from: public") + after, encoding="utf-8")
        self.released("last")
        self.released("public")


class Memory(Growing):
    """A memory that does not know what was released refuses."""

    def setUp(self):
        super().setUp()
        self.whole_night()
        self.state = self.out / "state"
        self.apart = self.shipped.replace("  research:\n", "  other:\n").replace("from: research", "from: other")

    def test_the_memory_of_another_merge(self):
        empty = self.folder / "empty"
        words = ("is not of the merge that made", "Name the memory of that merge with --state")
        self.refused("research", *words, more=("--state", empty))
        self.refused("research", *words, more=("--dataset", self.out / "internal" / STUDY.name / "current"), out=self.folder / "elsewhere")
        self.assertFalse(empty.exists())
        self.assertFalse((self.folder / "elsewhere").exists())
        self.released("research", "--state", self.state / STUDY.name)

    def test_a_memory_that_does_not_know_a_release(self):
        """Deleted and made anew, restored from a backup, or another one in which the same data set was made."""
        shutil.copytree(self.state, self.folder / "backup")
        name = self.released("research")[0].name
        self.profiles.write_text(self.apart, encoding="utf-8")
        shutil.rmtree(self.state)
        words = (f"{name} is a release that the memory in ", "does not know", "Restore its newest backup")
        self.night(None, "--accept-memory")
        self.refused("other", *words)
        shutil.rmtree(self.state)
        shutil.copytree(self.folder / "backup", self.state)
        self.refused("other", *words)
        # The same where the new release is made elsewhere.
        self.refused("other", *words, out=self.folder / "elsewhere",
                     more=("--dataset", self.out / "internal" / STUDY.name / "current", "--state", self.state / STUDY.name))


class LateCountries(Growing):
    """A region does not tell the country of those who are new."""

    countries = ("AL", "BA", "MD")

    def setUp(self):
        super().setUp()
        self.late = self.folder / "late"
        (self.inbox / "AL").rename(self.late)

    def test_a_country_that_comes_last_waits(self):
        self.night()
        first = self.table(self.released("public")[0])
        self.late.rename(self.inbox / "AL")
        self.night()
        second, said = self.released("public")
        self.assertIn("too many of those that are new in a region are of one country", said)
        self.assertEqual(self.table(second), first)
        self.assertIn("No row is new since release", said)
        # Research tells the country.
        self.assertGreater(len(self.table(self.released("research")[0])), len(first))

    def test_no_country_has_more_than_half_of_the_new_rows(self):
        self.grow(0.5, "BA")
        self.night()
        first = self.table(self.released("public")[0])
        self.late.rename(self.inbox / "AL")
        self.grow(1, "BA", "AL")
        self.night()
        second = self.table(self.released("public")[0])
        raw = self.merged()
        new = collections.Counter(raw[name]["country"] for name in second if name not in first and second[name]["country"] == "1001")
        print(f"\nnew in the region: {dict(new)}")
        self.assertGreaterEqual(len(new), 2)
        self.assertLessEqual(2 * max(new.values()), sum(new.values()))

    def test_one_country_is_no_region(self):
        if os.environ.get("ALL"):
            self.keep("BA")
        else:
            shutil.rmtree(self.inbox / "MD")
        self.night()
        self.refused("public", "in each region that would be told all rows are of one country, which the region would tell")


class OtherProfile(Growing):
    """Whoever has a release of one profile knows who is new in the first of another."""

    countries = ("AL", "BA", "MD")

    def setUp(self):
        super().setUp()
        self.late = self.folder / "late"
        (self.inbox / "AL").rename(self.late)
        self.grow(0.5, "BA")
        self.night()
        self.research = set(self.table(self.released("research")[0]))

    def test_who_is_new_hides_among_others_who_are(self):
        self.late.rename(self.inbox / "AL")
        self.grow(1, "BA", "AL")
        self.night()
        told = self.table(self.released("public")[0])
        new = [tuple(row[key] for key in KEYS) for name, row in told.items() if name not in self.research]
        print(f"\nnew beside research: {len(new)} of {len(told)}")
        self.assertGreater(len(new), 0)
        self.assertGreaterEqual(min(collections.Counter(new).values()), 5)
        old = [tuple(row[key] for key in KEYS) for name, row in told.items() if name in self.research]
        self.assertGreaterEqual(min(collections.Counter(old).values()), 5)

    def test_a_country_that_is_new_waits(self):
        self.late.rename(self.inbox / "AL")
        self.night()
        folder, said = self.released("public")
        self.assertIn("too many of those that are new in a region are of one country", said)
        raw = self.merged()
        self.assertNotIn("8", {raw[name]["country"] for name in self.table(folder)})


class Shortened(Growing):
    """Uploads of four countries without their last rows."""

    countries = ("CO", "PE", "AL", "BA")
    few = {"CO": 120, "PE": 150, "AL": 60, "BA": 60}

    def shorten(self, less):
        """The whole inbox without so many of the last rows of each upload."""
        for country, rows in less.items():
            source = next((SAMPLES / "inbox" / country).glob("*.[ct][sx][vt]"))
            text = source.read_bytes()
            # Any encoding of single bytes will do: what is left comes back as it was.
            encoding = "utf-16" if text.startswith(b"\xff\xfe") else "latin-1"
            text = text.decode(encoding)
            end = "\r\n" if "\r\n" in text else "\n"
            lines = text.removesuffix(end).split(end)
            (self.inbox / country / source.name).write_bytes((end.join(lines[:len(lines) - rows]) + end).encode(encoding))
        self.night()


class Waiting(Shortened):
    """Whom a release of one profile tells and who waits in the next of another stays known, however many releases follow."""

    def test_who_is_new_hides_among_others_who_are(self):
        self.shorten(self.few)
        research = set(self.table(self.released("research")[0]))
        self.released("public")
        self.shorten({**self.few, "CO": 75})
        research |= set(self.table(self.released("research")[0]))
        public = set(self.table(self.released("public")[0]))
        waiting = research - public
        self.shorten({**self.few, "CO": 60, "PE": 0})
        folder, said = self.released("public")
        told, raw = self.table(folder), self.merged()
        self.assertIn(f"{len(raw) - len(told)} of {len(raw)} rows stay behind", said)
        self.assertNotIn(f"of {len(raw)} rows", self.page(folder))
        new = collections.Counter(
            (raw[name]["country"], *(row[key] for key in KEYS)) for name, row in told.items() if name not in research)
        print(f"\n{len(waiting)} waited whom research tells; {sum(new.values())} of {len(raw) - len(research)} are told who are new")
        self.assertGreater(len(waiting), 5)
        self.assertGreater(len(raw), len(research) + 5)
        self.assertGreaterEqual(min(new.values(), default=5), 5)


class Recalled(Shortened):
    """Who was in a recalled release only is released anew, and no finer release in force hides what a coarser one tells."""

    def recall(self, folder):
        done = weir("recall", self.study, folder.name, "--reason", "for a test", "--out", self.out)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_the_same_people_come_again(self):
        self.shorten(self.few)
        for profile in ("research", "public"):
            first, _ = self.released(profile)
            told = self.table(first)
            self.recall(first)
            again, said = self.released(profile, "--to", "University of X")
            self.assertGreater(len(told), 100)
            self.assertEqual(set(self.table(again)), set(told), profile)
            self.assertNotIn("-1 others", said)

    def test_what_the_finer_release_hides_the_coarser_one_hides(self):
        self.shorten(self.few)
        self.recall(self.released("public")[0])
        self.shorten({**self.few, "CO": 75})
        finer = self.table(self.released("research")[0])
        coarser = self.table(self.released("public")[0])
        both = [(finer[name], coarser[name]) for name in finer if name in coarser]
        hidden = [(name, row[name]) for rough, row in both for name in row if rough.get(name) == SUPPRESSED]
        told = [name for name, code in hidden if code != SUPPRESSED]
        print(f"\n{len(both)} rows in both, {len(hidden)} cells hidden in research")
        self.assertGreater(len(hidden), 100)
        self.assertEqual(told, [])


class Waited(Growing):
    """Whoever waited in one profile while another told them is known from that, and hides nobody who came later."""

    countries = ("AL", "BA", "MD")

    def test_who_came_later_hides_among_others_who_did(self):
        nights, made = [], []
        for albania, bosnia, profiles in ((0, 0.3, ("research", "public")), (0.1, 0.4, ("research", "public")), (1, 1, ("public",))):
            self.grow(albania, "AL")
            self.grow(bosnia, "BA")
            self.night()
            nights.append((self.out / "internal" / STUDY.name / "current").resolve())
            made += [(profile, {"research": 3, "public": 5}[profile], self.released(profile)[0]) for profile in profiles]
        tables = [self.table(folder) for _, _, folder in made]
        _, before, research, between, last = tables
        came = set(last) - set(between)
        waited = came & set(research)
        print(f"\n{len(came)} more rows in public, of which {len(waited)} had waited")
        self.assertGreater(len(came - waited), 30)
        self.assertGreater(len(set(research) - set(between)), 0)
        for names in (waited, came - waited):
            sizes = collections.Counter(tuple(last[name][key] for key in KEYS) for name in names)
            self.assertGreaterEqual(min(sizes.values(), default=5), 5)
        if os.environ.get("ALL"):
            kept = self.out / "state" / STUDY.name / "releases"
            releases = [(profile, k, folder, kept / f"{folder.name}.csv") for profile, k, folder in made]
            found = solved(self.study, nights, *releases[2:], finer=finest(releases))
            self.assertEqual(found["cells narrowed to one value"], 0, found)
            self.assertEqual(found["cells undecided"], 0, found)
            self.assertEqual(found["persons narrowed to fewer than k"], 0, found)


class SuppressibleCountry(Growing):
    """Where the country may be suppressed, new rows that cannot be hidden yet wait as they do where it is kept."""

    countries = (COUNTRY, "AL", "BA")

    def test_new_rows_that_answered_alike_wait(self):
        self.rewrite(("country: {importance: never}", "country: {importance: 1}"), ("country: {importance: never, ", "country: {importance: 1, "))
        self.grow(0.6)
        self.night()
        first = self.table(self.released("research")[0])
        self.grow(1)
        self.night()
        folder, said = self.released("research")
        second, all_ = self.table(folder), self.merged()
        new = [row for name, row in second.items() if name not in first]
        print(f"\n{len(new)} more rows of {len(all_) - len(first)}, the country hidden in {sum(row['country'] == SUPPRESSED for row in new)}")
        self.assertGreater(len(new), 30)
        self.assertLess(len(second), len(all_))
        self.assertIn("Some rows stay behind, because they could not be hidden", said)
        for name, row in first.items():
            self.assertEqual(row, second[name])
        classes = collections.defaultdict(list)
        for row in new:
            classes[tuple(row[key] for key in KEYS)].append(row)
        for rows in classes.values():
            self.assertGreaterEqual(len(rows), 3)
            for question in ("case_se_share", "comp_known_child"):
                answers = {row[question] for row in rows}
                self.assertTrue(len(answers) > 1 or answers == {SUPPRESSED}, question)


class OtherPages(Growing):
    """Pages of another profile are put together with those of a release, also where people came in between."""

    countries = ("AL", "BA", "MD")

    def test_pages_of_both_profiles_tell_of_no_few_people_whom_one_lacks(self):
        orders = ("research", "public", "research"), ("public", "research", "public")
        for order in orders if os.environ.get("ALL") else orders[:1]:
            shutil.rmtree(self.out, ignore_errors=True)
            made = []
            for albania, bosnia, profile in zip((0, 0.5, 1), (0.3, 0.75, 1), order):
                self.grow(albania, "AL")
                self.grow(bosnia, "BA")
                self.night()
                made.append(({"research": 3, "public": 5}[profile], self.released(profile)[0]))
            self.assertIn(f"beside an earlier release would tell of fewer than {made[1][0]} new people",
                          (made[1][1] / "documentation" / "tables.html").read_text(encoding="utf-8"))
            for releases in (made[:2], made[1:], made):
                found = printed_counts.check(self.study, releases)
                print(f"\npages of {', '.join(order)}: {found}")
                self.assertEqual(found["small counts that follow"], 0, found["leaks"])
                self.assertGreater(found["counts joined"], 800)
                self.assertGreater(found["small counts"], 30)


class NewCountries(Growing):
    """A country joins the study, which did not know it when its first releases were made."""

    countries = ("AL", "BA", "MD")

    def setUp(self):
        super().setUp()
        self.whole = self.folder / "whole"
        shutil.copytree(self.study, self.whole)
        self.late = self.folder / "late"
        (self.inbox / "AL").rename(self.late)
        self.forget()
        self.grow(0.5, "BA")
        shutil.copytree(once(f"before-AL-{len(list(self.inbox.iterdir()))}", self.first), self.out, symlinks=True)
        self.before = next(path for path in (self.out / "releases" / STUDY.name).iterdir() if path.name != "current" and path.is_dir())

    def forget(self):
        """The study as it would be without Albania."""
        for file, is_gone in (("codebook/categories.csv", "country,AL,"), ("pipeline.yaml", "  AL:"), ("nights.yaml", "  AL:"),
                              ("crosswalks/CO.csv", ",AL,AL"), ("rules/scenario-names.csv", "AL,"),
                              ("release/published.csv", "AL"), ("release/figures.csv", "AL")):
            path = self.study / file
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            if file.startswith("release/"):
                kept = [line for line in lines if not re.search(r"\bAL\b|country_al\b|country\.al\b|country_al_or", line)]
            else:
                kept = [line for line in lines if not (line.startswith(is_gone) or line.rstrip().endswith(is_gone))]
            self.assertLess(len(kept), len(lines), file)
            path.write_text("".join(kept), encoding="utf-8")
        change(self.study, ",AL BA MD\n", ",BA MD\n", "release/hierarchies.csv")
        change(self.study, ",AL BA MD CO", ",BA MD CO", "release/hierarchies.csv")
        (self.study / "crosswalks" / "AL.csv").unlink()
        (self.study / "fingerprints" / "AL.csv").unlink()
        done = weir("study", "check", self.study)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def first(self, folder):
        self.out, kept = folder, self.out
        self.night()
        self.released("public")
        self.out = kept

    def join(self):
        shutil.rmtree(self.study)
        shutil.copytree(self.whole, self.study)

    def test_it_joins_its_region(self):
        first = self.table(self.before)
        internal = self.out / "internal" / STUDY.name / "current"
        nights = [internal.resolve()]
        self.join()
        self.late.rename(self.inbox / "AL")
        self.grow(1, "BA", "AL")
        self.night()
        folder, said = self.released("public")
        self.assertIn(f"South-East Europe stands for Albania too since release {self.before.name}.", said)
        self.assertNotIn("No row is new", said)
        second, raw = self.table(folder), self.merged()
        for name, row in first.items():
            self.assertEqual(row, second[name])
        new = [name for name in second if name not in first and second[name]["country"] == "1001"]
        origin = collections.Counter(raw[name]["country"] for name in new)
        print(f"\nnew in a region that grew: {dict(origin)}")
        self.assertGreater(origin["8"], 0)
        self.assertLessEqual(2 * max(origin.values()), len(new))
        looked = 0
        for column in set(second[new[0]]) - {"pseudonym", *KEYS}:
            hidden = collections.Counter(raw[name]["country"] for name in new if second[name][column] == SUPPRESSED)
            telling = {raw[name]["country"] for name in new if float(second[name][column]) < 9990}
            looked += bool(hidden and telling)
            # Where the region tells no answer, who hides one says nothing.
            if telling:
                self.assertLessEqual(2 * max(hidden.values(), default=0), hidden.total(), column)
                self.assertEqual(len(telling), 2, column)
        self.assertGreater(looked, 10)
        found = printed_counts.check(self.study, [(5, self.before), (5, folder)])
        self.assertEqual(found["small counts that follow"], 0, found["leaks"])
        if os.environ.get("ALL"):
            tables = self.out / "state" / STUDY.name / "releases"
            found = solved(self.study, [*nights, internal.resolve()],
                           *(("public", 5, made, tables / f"{made.name}.csv") for made in (self.before, folder)),
                           finer=[tables / f"{made.name}.research.csv" for made in (self.before, folder)])
            self.assertEqual(found["cells narrowed to one value"], 0, found)
            self.assertEqual(found["cells undecided"], 0, found)
            self.assertEqual(found["persons narrowed to fewer than k"], 0, found)
        # Who is from there is told by nothing but the region; in research by the country.
        self.assertLessEqual({row["country"] for row in second.values()}, REGIONS)
        self.assertIn("8", {row["country"] for row in self.table(self.released("research")[0]).values()})

    def test_it_gets_no_region_of_its_own(self):
        self.join()
        change(self.study, "country,1,south_east_europe,1001,South-East Europe,AL BA MD\n",
               "country,1,south_east_europe,1001,South-East Europe,BA MD\ncountry,1,albania,1004,Albania,AL\n", "release/hierarchies.csv")
        self.assertEqual(weir("study", "check", self.study).returncode, 0)
        self.refused("public", f"1004 of country would tell one country, and release {self.before.name} of public tells regions. "
                               "Let that country join a region in release/hierarchies.csv")
        # Nor does a country that was there before move.
        change(self.study, "BA MD\ncountry,1,albania,1004,Albania,AL\n", "MD\ncountry,1,other,1004,Other,AL BA\n", "release/hierarchies.csv")
        self.refused("public", f"1001 of country meant something else when release {self.before.name} of public was made",
                     "Put the group back in release/hierarchies.csv; only categories that the codebook did not have then may join it")


class Again(Growing):
    """What brings nothing new, or less, is told before anybody signs."""

    def test_a_release_without_a_new_row(self):
        self.whole_night()
        first, said = self.released("research")
        self.assertNotIn("No row is new", said)
        again, said = self.released("research")
        self.assertEqual(again, first)
        self.assertIn("This release is out already, and is made again in its place: its rows and excerpts are the same", said)
        # Its page does not name itself.
        self.assertNotIn("No row is new", (again / "documentation" / "page-to-sign.html").read_text(encoding="utf-8"))
        other, said = self.released("research", "--to", "University of X")
        self.assertNotEqual(other, first)
        words = f"No row is new since release {first.name} of research, and no answer: its rows have all that these tell."
        self.assertIn(words, said)
        self.assertIn(words, (other / "documentation" / "page-to-sign.html").read_text(encoding="utf-8"))
        # Another profile has not told them yet.
        self.assertNotIn("No row is new", self.released("public")[1])
        weir("recall", self.study, first.name, "--reason", "a mistake in it", "--out", self.out)
        again, said = self.released("research")
        self.assertEqual(again, first)
        self.assertIn("This release is out already and was recalled (a mistake in it). It stays recalled, and is made again in its place",
                      said)
        self.assertTrue((first.parent / f"{first.name}.RECALLED.txt").exists())

    def test_a_data_set_older_than_a_release(self):
        self.grow(0.6)
        self.night()
        older = (self.out / "internal" / STUDY.name / "current").resolve()
        self.grow(1)
        self.night()
        newer = (self.out / "internal" / STUDY.name / "current").resolve()
        name = self.released("research")[0].name
        for profile in ("research", "public"):
            said = self.refused(profile, f"data set {older.name} is older than {newer.name}, from which release {name} of research was made",
                                "Release the newest one, without --dataset", more=("--dataset", older))
            self.assertNotIn("respondents are gone", said)
            self.assertNotIn("recalled", said)
        last = self.released("public", "--dataset", newer)[0].name
        for recalled in (name, last):
            weir("recall", self.study, recalled, "--reason", "for a test", "--out", self.out)
        self.refused("research", f"release {last} of public was made, which is recalled, though nobody can make others forget it: people "
                                 "who are out could be missing", more=("--dataset", older))


class Corrected(Growing):
    """Rows that are out stay as they are when their answers are corrected, and the release says that they do."""

    countries = (COUNTRY, "PE")
    corrected = "Answers were corrected since earlier releases were made"

    def correct(self, question, correction):
        """Other answers to a question in finished interviews of Colombia.
        - correction: the new answer to an old one; None where it stays."""
        upload = next((self.inbox / COUNTRY).glob("*.csv"))
        text = upload.read_bytes().decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline="")))
        place = rows[0].index(question)
        for row in rows[1:]:
            new = correction(row[place]) if "completa" in row else None
            row[place] = row[place] if new is None else new
        lines = io.StringIO()
        csv.writer(lines, lineterminator="\r\n" if "\r\n" in text else "\n").writerows(rows)
        changed = lines.getvalue()
        self.assertNotEqual(changed, text)
        upload.write_bytes(upload.read_bytes()[:3 * upload.read_bytes().startswith(b"\xef\xbb\xbf")] + changed.encode())

    def both(self, *more):
        return {profile: self.released(profile, *more) for profile in ("research", "public")}

    def outdated(self, table):
        """Of how many rows the gender that is told is not what the data set has."""
        raw = self.merged()
        return sum(row["resp_gender"] not in (SUPPRESSED, raw[name]["resp_gender"]) for name, row in table.items())

    def test_an_unchanged_answer_is_no_correction(self):
        self.grow(0.7)
        self.night()
        before = self.both()
        again = self.both("--to", "University of X")
        self.grow(1)
        self.night()
        # Means, suppressed cells and groups of categories are none.
        for folder, said in [*before.values(), *again.values(), *self.both().values()]:
            self.assertNotIn("corrected", said)
            self.assertNotIn("corrected", self.page(folder))

    def test_corrected_answers_are_told_without_their_number(self):
        self.whole_night()
        first = {profile: self.table(folder) for profile, (folder, _) in self.both().items()}
        left = iter(range(12))
        self.correct("P08", lambda answer: "1" if answer == "2" and next(left, None) is not None else None)
        self.night()
        for profile, (folder, said) in self.both().items():
            count = self.outdated(first[profile])
            print(f"\n{profile}: {count} corrected answers are told as they were")
            self.assertGreater(count, 3)
            self.assertIn(f"{self.corrected}, in the uploads or by the study's definition. The rows that those were made from "
                          f"stay as they were (resp_gender: {count} rows).", said)
            self.assertIn("No row is new", said)
            self.assertEqual({name: row["resp_gender"] for name, row in first[profile].items()},
                             {name: row["resp_gender"] for name, row in self.table(folder).items()})
            page = self.page(folder)
            self.assertIn(f"{self.corrected}. The rows that those were made from stay as they were: the corrections are not in this release.", page)
            self.assertNotIn("resp_gender:", page)
            # Made again, it says the same.
            done = release(self.study, self.out, profile)
            self.assertEqual(folder_of(done), folder)
            self.assertIn(f"(resp_gender: {count} rows)", done.stdout)
            self.assertEqual(self.page(folder), page)

    def test_a_first_release_tells_what_was_corrected_since_a_finer_one(self):
        self.whole_night()
        self.released("research")
        left = iter(range(12))
        self.correct("P08", lambda answer: "1" if answer == "2" and next(left, None) is not None else None)
        self.correct("P20", lambda answer: "73" if answer == "72" else None)
        self.night()
        for more in ((), ("--to", "University of X")):
            folder, said = self.released("public", *more)
            count = self.outdated(self.table(folder))
            self.assertGreater(count, 3)
            self.assertIn(f"resp_gender: {count} rows", said)
            self.assertRegex(said, r"case_se_share: \d+ rows?")
            self.assertIn(self.corrected, self.page(folder))

    def test_a_mean_is_out_of_date_when_a_number_behind_it_is_corrected(self):
        self.whole_night()
        self.both()
        self.correct("P20", lambda answer: "73" if answer == "72" else None)
        self.night()
        for folder, said in self.both().values():
            self.assertRegex(said, rf"{self.corrected}.*\(case_se_share: \d+ rows?\)")
            self.assertIn(self.corrected, self.page(folder))
        # Also beside a release that was made after the correction.
        self.assertRegex(self.released("research", "--to", "University of X")[1], r"\(case_se_share: \d+ rows?\)")


class WaitingWithdrawn(Shortened):
    """Who waits is in the finer table that a release was made from, though not in its rows."""

    def test_the_release_is_recalled_with_its_finer_table(self):
        self.shorten(self.few)
        first, _ = self.released("public")
        self.shorten({**self.few, "CO": 75})
        second, _ = self.released("public", "--to", "University of X")
        told = self.table(second)
        place, gone = next((place, name) for place, (name, row) in enumerate(self.merged().items())
                           if row["country"] == "170" and name not in told)
        trace = weir("trace", self.out / "internal" / STUDY.name / "current", "--row", place + 2, "--variable", "resp_gender")
        row = re.search(r"row (\d+) of the upload", trace.stdout).group(1)
        terminal = Terminal("withdraw", self.study, "--country", "CO", "--inbox", self.inbox, "--out", self.out, "--demonstration")
        self.addCleanup(terminal.close)
        terminal.answer("(numbers it|id):", row)
        terminal.answer("type: withdraw", "withdraw")
        self.assertEqual(terminal.end(), 3, terminal.text)
        listed = weir("releases", self.study, "--out", self.out).stdout.splitlines()
        recalled = {folder: any(folder.name in line and "recalled" in line for line in listed) for folder in (first, second)}
        self.assertEqual(recalled, {first: False, second: True}, listed)
        self.night()
        finer, coarser = (self.table(self.released(profile)[0]) for profile in ("research", "public"))
        self.assertNotIn(gone, finer)
        hidden = [(name, column) for name in coarser for column in coarser[name] if finer[name].get(column) == SUPPRESSED]
        self.assertGreater(len(hidden), 100)
        self.assertEqual([place for place in hidden if coarser[place[0]][place[1]] != SUPPRESSED], [])


class Withdrawn(Growing):
    """A withdrawal recalls what tells of somebody, and does not end releasing."""

    def test_releases_go_on_after_a_withdrawal(self):
        self.grow(0.8)
        self.night()
        research, _ = self.released("research")
        first = self.table(research)
        classes = collections.Counter(tuple(row[key] for key in KEYS) for row in first.values())
        place, gone = next((place, name) for place, (name, row) in enumerate(self.merged().items())
                           if row["country"] == "8" and classes[tuple(first[name][key] for key in KEYS)] == 3)
        trace = weir("trace", self.out / "internal" / STUDY.name / "current", "--row", place + 2, "--variable", "resp_gender")
        row = re.search(r"row (\d+) of the upload", trace.stdout).group(1)
        terminal = Terminal("withdraw", self.study, "--country", "AL", "--inbox", self.inbox, "--out", self.out, "--demonstration")
        self.addCleanup(terminal.close)
        terminal.answer("(numbers it|id):", row)
        terminal.answer("type: withdraw", "withdraw")
        self.assertEqual(terminal.end(), 3, terminal.text)
        for share, profile, k in ((0.8, "research", 3), (1, "research", 3), (1, "public", 5)):
            self.grow(share)
            self.night()
            folder, _ = self.released(profile)
            table = self.table(folder)
            self.assertNotIn(gone, table)
            sizes = collections.Counter(tuple(row[key] for key in KEYS) for row in rows_of(folder / "data" / "released.csv.gz"))
            self.assertGreaterEqual(min(sizes.values()), k)
            if profile == "research":
                old = [name for name in first if name in table]
                print(f"\nafter a withdrawal, {share}: {len(table)} rows, {len(old)} of {len(first)} released before")
                self.assertGreater(len(old), 0.9 * len(first))
                for name in old:
                    for column, value in first[name].items():
                        if value == SUPPRESSED:
                            self.assertEqual(table[name][column], SUPPRESSED)
                # New people do not hide among those of the recalled release, nor these among them.
                for names in (old, set(table) - set(old)):
                    sizes = collections.Counter(tuple(table[name][key] for key in KEYS) for name in names)
                    self.assertGreaterEqual(min(sizes.values(), default=3), 3)


class GrowingExcerpts(Growing):
    """Whoever has two releases knows which excerpts are new."""

    countries = (COUNTRY, "PE")

    def decide(self, answers):
        ledger = self.out / "state" / STUDY.name / "ledger.sqlite"
        with contextlib.closing(sqlite3.connect(ledger)) as connection, connection:
            for variable, text in answers:
                connection.execute(
                    "INSERT INTO decision (answer, country, verdict, masks, wording, attribution, reviewer, decided, seconds)"
                    " VALUES (?, ?, 'masked', '[]', NULL, 'country', 'Z', '2021-06-01 10:00:00.000', 5)",
                    (test_decisions.name(variable, text), COUNTRY))

    def excerpts(self):
        folder, said = self.released("research", "--excerpts", self.inbox)
        return rows_of(folder / "data" / "excerpts.csv"), rows_of(folder / "data" / "released.csv.gz"), said

    def test_one_who_is_new_is_not_quoted(self):
        """The last row of Colombia comes later. It waits for others, and so does what it says."""
        last = max(test_decisions.complete_rows())
        record = list(test_decisions.records())[last - 2]
        often = collections.Counter(test_decisions.answers())
        shown = test_decisions.reviewable()
        variable, text = next(
            (variable, record[source].strip(" ")) for source, (variable, _) in test_decisions.translations().items()
            if (variable, record[source].strip(" ")) in shown and often[variable, record[source].strip(" ")] == 1)
        others = sorted({words for name, words in often if name == variable and words != text})[:4]
        upload = next((self.inbox / COUNTRY).glob("*.csv"))
        whole = upload.read_bytes()
        end = b"\r\n" if b"\r\n" in whole else b"\n"
        upload.write_bytes(end.join(whole.split(end)[:last - 1]) + end)
        self.night()
        self.decide([(variable, words) for words in others])
        before, rows, said = self.excerpts()
        self.assertEqual({row["attribution"] for row in before}, {"a worker, Colombia"})
        self.assertNotIn("wait", re.search(r"\d+ approved answers.*", said).group(0))
        upload.write_bytes(whole)
        self.night()
        self.decide([(variable, text)])
        after, grown, said = self.excerpts()
        self.assertEqual(len(rows), len(grown))
        self.assertEqual(sorted(map(str, before)), sorted(map(str, after)))
        self.assertIn("Other approved answers wait, until at least 3 released people who are not quoted yet gave an answer", said)
