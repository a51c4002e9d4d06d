"""Every file under Samples/refused has its message, word for word."""

import unittest

import golden


class Golden(unittest.TestCase):
    def test_every_file_has_its_message_and_no_other_has(self):
        kept = sorted(path.relative_to(golden.FOLDER) for path in golden.FOLDER.rglob("*") if path.is_file())
        self.assertEqual(kept, sorted(golden.golden(file).relative_to(golden.FOLDER) for file in golden.files()))

    def test_the_messages_are_these(self):
        self.assertGreaterEqual(len(golden.files()), 25)
        for file in golden.files():
            with self.subTest(file.as_posix()):
                expected = golden.golden(file).read_text(encoding="utf-8")
                self.assertRegex(expected, r"\S.*\[[a-z-]+\.[a-z-]+\]\n(    .*\n)+")
                self.assertEqual(golden.messages(file), expected)


if __name__ == "__main__":
    unittest.main()
