"""The samples, merged once and released under both profiles."""

import unittest

from test_release import folder_of, merge_once, release
from weir_program import STUDY


class DataSets(unittest.TestCase):
    """A test with an internal data set, a research and a public release."""

    @classmethod
    def setUpClass(cls):
        merge_once(cls)
        cls.state = cls.out / "state" / STUDY.name
        cls.internal = (cls.out / "internal" / STUDY.name / "current").resolve()
        cls.research, cls.public = (cls.released(profile) for profile in ("research", "public"))
        cls.folders = [cls.internal, cls.research, cls.public]

    @classmethod
    def released(cls, profile):
        done = release(cls.study, cls.out, profile)
        assert done.returncode == 0, done.stderr
        return folder_of(done)
