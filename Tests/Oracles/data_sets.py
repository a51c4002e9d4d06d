"""The samples, merged once and released under both profiles."""

import pathlib
import tempfile
import unittest

from test_release import agreeing, folder_of, release
from weir_program import SAMPLES, STUDY, merge


class DataSets(unittest.TestCase):
    """A test with an internal data set, a research and a public release."""

    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.holder.cleanup)
        cls.root = pathlib.Path(cls.holder.name)
        cls.study = agreeing(cls.root)
        cls.out = cls.root / "out"
        done = merge(SAMPLES / "inbox", cls.out, study=cls.study)
        assert done.returncode in (0, 3), done.stderr
        cls.state = cls.out / "state" / STUDY.name
        cls.internal = (cls.out / "internal" / STUDY.name / "current").resolve()
        cls.research, cls.public = (cls.released(profile) for profile in ("research", "public"))
        cls.folders = [cls.internal, cls.research, cls.public]

    @classmethod
    def released(cls, profile):
        done = release(cls.study, cls.out, profile)
        assert done.returncode == 0, done.stderr
        return folder_of(done)
