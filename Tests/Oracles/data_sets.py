"""The samples, merged once and released under both profiles."""

import unittest

import test_release
from weir_program import STUDY


class DataSets(unittest.TestCase):
    """A test with an internal data set, a research and a public release."""

    @classmethod
    def setUpClass(cls):
        test_release.copied(cls)
        cls.state = cls.out / "state" / STUDY.name
        cls.internal = (cls.out / "internal" / STUDY.name / "current").resolve()
        cls.research, cls.public = (test_release.of_profile(cls.root, profile)[0] for profile in ("research", "public"))
        cls.folders = [cls.internal, cls.research, cls.public]
