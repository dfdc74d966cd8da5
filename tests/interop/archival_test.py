# SPDX-License-Identifier: EUPL-1.2
"""veraPDF judges whether the receipts that we print are PDF/A-2b, sealed at every level.

`made_seals FOLDER` makes them. Maven fetches veraPDF (verapdf/pom.xml pins it); without Java or Maven nothing is
judged, and the reason is told.
"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

from judge_test import HERE, PROGRAMS, SKIPPED, class_path

JUDGE = HERE / "verapdf"
LEVELS = ("B", "T", "LT", "LTA")


def judged(jars, files):
    """{file name: (whether it is PDF/A-2b, the rules that it breaks)}"""
    command = ["java", "-Xmx1g", "-cp", jars, str(JUDGE / "Judge.java"), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=500)
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    verdicts = {pathlib.Path(line[0]).name: (line[1] == "yes", line[2]) for line in lines if len(line) == 3}
    if len(verdicts) != len(files):
        raise AssertionError("veraPDF did not judge all: " + done.stderr[-2000:])
    return verdicts


class Archival(unittest.TestCase):
    jars = ""

    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="wetbode-archival-")
        cls.folder = pathlib.Path(cls.temporary.name)
        subprocess.run([str(PROGRAMS / "made_seals"), str(cls.folder)], check=True, stdin=subprocess.DEVNULL)

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def test_receipts_are_pdf_a_at_every_level_and_a_plain_file_is_not(self):
        receipts = sorted(self.folder.glob("*-receipt-*.pdf"))
        self.assertEqual({file.stem.rsplit("-", 1)[1] for file in receipts}, set(LEVELS))
        verdicts = judged(self.jars, [*receipts, self.folder / "p256-B.pdf"])
        for file in receipts:
            with self.subTest(file=file.name):
                self.assertEqual(verdicts[file.name], (True, ""))
        self.assertFalse(verdicts["p256-B.pdf"][0])  # a judge that says yes to all would be none


if __name__ == "__main__":
    jars, reason = class_path(JUDGE)
    if jars is None:
        print("veraPDF judges nothing here. " + reason)
        sys.exit(SKIPPED)
    Archival.jars = jars
    unittest.main(verbosity=2)
