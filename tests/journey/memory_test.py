# SPDX-License-Identifier: EUPL-1.2
"""What `wetbode validate` takes of memory on large and hostile documents, above what it takes on a small one."""
import itertools
import os
import pathlib
import tempfile
import unittest

from world import PROGRAMS, ROOT

MEBIBYTE = 1 << 20
MARK = "gewestaangelegenheid.</p>"
SAMPLE = (ROOT / "schemas" / "bill" / "1" / "valid" / "waterlopen.xml").read_text(encoding="utf-8")
TEXT = "<p>" + "De beheerder onderhoudt de oevers en meldt dat aan de minister. " * 8 + "</p>\n"


class Memory(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="wetbode-memory-")
        self.addCleanup(self.folder.cleanup)
        self.small, _ = self.peak([])

    def peak(self, paragraphs):
        """Peak of resident memory in bytes and the exit status for a bill with these paragraphs."""
        document = pathlib.Path(self.folder.name) / "bill.xml"
        before, after = SAMPLE.split(MARK, 1)
        # Piece by piece: a child begins with the peak of the process that made it, so this one stays small.
        with open(document, "w", encoding="utf-8") as out:
            out.write(before + MARK)
            out.writelines(paragraphs)
            out.write(after)
        program = str(PROGRAMS / "wetbode")
        silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
        pid = os.posix_spawn(program, [program, "validate", str(document)], os.environ, file_actions=silent)
        _, status, usage = os.wait4(pid, 0)
        return usage.ru_maxrss * 1024, os.waitstatus_to_exitcode(status)

    def check(self, name, paragraphs, expected, mebibytes):
        peak, status = self.peak(paragraphs)
        above = (peak - self.small) / MEBIBYTE
        print(f"{name}: {above:.1f} MiB above {self.small / MEBIBYTE:.1f} MiB", flush=True)
        self.assertEqual(status, expected)
        self.assertLess(above, mebibytes)

    def test_100_mb_are_valid_below_96_mib(self):
        self.check("100 MB", itertools.repeat(TEXT, 100_000_000 // len(TEXT)), 0, 96)

    def test_a_million_identifiers_stay_below_96_mib(self):
        self.check("a million eIds", (f'<p eId="p_{i}">a</p>\n' for i in range(1_000_000)), 0, 96)

    def test_a_million_faults_stay_below_96_mib(self):
        self.check("a million faults", itertools.repeat('<p zz="1">a</p>\n', 1_000_000), 1, 96)

    def test_a_million_references_to_nothing_stay_below_96_mib(self):
        references = (f'<p><ref href="#niets_{i}">a</ref></p>\n' for i in range(1_000_000))
        self.check("a million references", references, 1, 96)


if __name__ == "__main__":
    unittest.main()
