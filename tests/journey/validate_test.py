# SPDX-License-Identifier: EUPL-1.2
"""`wetbode validate` as a drafter or a CI system runs it: the real program with the document types that it is shipped
with. No gateway runs."""
import json
import os
import pathlib
import pty
import shutil
import subprocess
import sys
import tempfile
import unittest

from world import PROGRAMS, ROOT, bill

SCHEMAS = ROOT / "schemas"
RESIDENT_MAX = 128 << 20


def validate(*arguments, stdin=b"", folder=None, **options):
    """Returns the finished process; its output as bytes."""
    return subprocess.run([PROGRAMS / "wetbode", "validate", *arguments], input=stdin, capture_output=True, cwd=folder,
                          timeout=120, **options)


class Validate(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="wetbode-journey-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def refused_bill(self):
        return sorted((SCHEMAS / "bill" / "1" / "refused").glob("XSD.*.xml"))[0].read_bytes()

    def test_the_exit_status_tells(self):
        self.write("good.xml", bill())
        self.write("bad.xml", self.refused_bill())
        cases = [(("good.xml",), 0), (("bad.xml",), 1), (("good.xml", "bad.xml"), 1), (("gone.xml",), 3),
                 (("gone.xml", "bad.xml", "good.xml"), 3), ((), 2), (("good.xml", "--type", "nothing"), 2),
                 (("good.xml", "--format", "pdf"), 2), (("good.xml", "--jobs", "0"), 2), (("good.xml", "--no"), 2)]
        for arguments, status in cases:
            with self.subTest(arguments):
                ran = validate(*arguments, folder=self.folder)
                self.assertEqual(ran.returncode, status, ran)

    def test_samples_are_valid_or_refused_as_their_folder_says(self):
        folders = [SCHEMAS / kind / "1" / "valid" for kind in ("citizen-letter", "decision-sheet", "finance-advice")]
        valid = [path for folder in folders for path in sorted(folder.glob("*.xml"))]
        ran = validate("--language", "en", *folders)
        self.assertEqual(ran.returncode, 0, ran.stdout)
        lines = ran.stdout.decode().splitlines()
        self.assertEqual([line.split(": ")[0] for line in lines[:-1]], [str(path) for path in valid])
        self.assertEqual(lines[-1], f"{len(valid)} files: {len(valid)} valid")

        refused = sorted(SCHEMAS.glob("bill/1/refused/*.xml"))
        ran = validate("--json", "--type", "bill", *refused)
        self.assertEqual(ran.returncode, 1)
        for path, verdict in zip(refused, json.loads(ran.stdout), strict=True):
            self.assertEqual(verdict["file"], str(path))
            self.assertIn(path.name.rsplit(".", 2)[0], [fault["code"] for fault in verdict["faults"]])

    def test_the_order_does_not_depend_on_the_number_of_jobs(self):
        for i in range(30):
            self.write(f"{i:02}.xml", self.refused_bill() if i % 4 else bill())
        one, two = (validate(".", "--jobs", jobs, folder=self.folder) for jobs in "12")
        self.assertEqual(one.stdout, two.stdout)
        self.assertEqual(one.returncode, 1)
        self.assertEqual(one.stderr + two.stderr, b"")

    def test_the_caret_stands_under_the_place(self):
        text = bill().decode().replace("<akomaNtoso", "<akomaNtoso\té='法律' ü=", 1)
        self.write("a.xml", text.encode())
        ran = validate("a.xml", "--language", "en", folder=self.folder)
        lines = ran.stdout.decode().splitlines()
        self.assertRegex(lines[1], r"^a\.xml:\d+:\d+: error: .* \[[A-Z_.]+\]")
        self.assertIn("| ", lines[2])
        self.assertRegex(lines[3], r"^ +\| [ ~]*\^~*$")

    def test_standard_input_and_pipes_are_documents(self):
        self.assertEqual(validate("-", stdin=bill()).returncode, 0)
        ran = validate("-", "--language", "en", stdin=self.refused_bill())
        self.assertEqual(ran.returncode, 1)
        self.assertTrue(ran.stdout.startswith(b"-: refused"))

    def test_sarif_and_svrl_are_well_formed(self):
        self.write("a b.xml", self.refused_bill())
        log = json.loads(validate("a b.xml", "--format", "sarif", folder=self.folder).stdout)
        run = log["runs"][0]
        ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertLessEqual({result["ruleId"] for result in run["results"]}, set(ids))
        self.assertEqual(run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "a%20b.xml")
        svrl = validate("a b.xml", "--format", "svrl", folder=self.folder).stdout
        if judge := shutil.which("xmllint"):
            subprocess.run([judge, "--noout", "-"], input=svrl, check=True)

    def test_a_terminal_shows_colours_but_a_pipe_gets_none(self):
        self.write("bad.xml", self.refused_bill())
        for extra, coloured in (({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)):
            with self.subTest(extra):
                ours, theirs = pty.openpty()
                subprocess.run([PROGRAMS / "wetbode", "validate", "bad.xml"], stdout=theirs, cwd=self.folder,
                               env={**os.environ, "TERM": "xterm", "NO_COLOR": "", **extra}, timeout=60)
                os.close(theirs)
                self.assertEqual(b"\033[" in os.read(ours, 65536), coloured)
                os.close(ours)
        self.assertNotIn(b"\033", validate("bad.xml", folder=self.folder).stdout)

    def write_large(self):
        """One line of 60 MB: no line may be held whole either."""
        text = bill().replace(b"\n", b" ")
        body = text.index(b"</body>")
        article = text[text.index(b"<article"):text.index(b"</article>") + len(b"</article>")]
        with open(self.folder / "large.xml", "wb") as out:
            out.write(text[:body])
            for i in range(60_000_000 // len(article)):
                out.write(article.replace(b'eId="', b'eId="n%d_' % i))
            out.write(b"<nonsense/>" + text[body:])

    def run_on_terminal(self, name, stdin):
        """Standard output to a file, standard error to a terminal; returns both, the status and the peak of memory."""
        ours, theirs = pty.openpty()
        with open(self.folder / "out.txt", "w+b") as out:
            process = subprocess.Popen([PROGRAMS / "wetbode", "validate", name], cwd=self.folder, stdin=stdin,
                                       stdout=out, stderr=theirs, env={**os.environ, "TERM": "xterm"})
            os.close(theirs)
            shown = b""
            try:
                while piece := os.read(ours, 65536):
                    shown += piece
            except OSError:  # the other side is closed
                pass
            os.close(ours)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            return out.read(), shown, process.returncode, usage.ru_maxrss * 1024

    def test_a_large_document_is_checked_in_little_memory_while_a_bar_shows_how_far_it_is(self):
        self.write_large()
        with open(self.folder / "large.xml", "rb") as document:
            for name, stdin in (("large.xml", subprocess.DEVNULL), ("-", document)):
                out, shown, status, peak = self.run_on_terminal(name, stdin)
                self.assertEqual(status, 1)
                self.assertLess(peak, RESIDENT_MAX)
                self.assertLess(max(map(len, out.splitlines())), 2000)
                self.assertNotIn(b"\033", out)
                self.assertIn(b"] 0/1", shown)
                self.assertTrue(shown.endswith(b"\r\033[K"), shown[-40:])


if __name__ == "__main__":
    sys.exit(unittest.main())
