# SPDX-License-Identifier: EUPL-1.2
"""The European Commission's validator (DSS) judges every format and level of seal that we make.

`made_seals FOLDER` makes them, with anchor.der, *.crl and made.tsv (file, format as DSS names it, evidence record).
Maven fetches DSS (dss/pom.xml pins it); without Java or Maven nothing is judged, and the reason is told.
"""
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
JUDGE = HERE / "dss"
PROGRAMS = pathlib.Path(os.environ["WETBODE_PROGRAMS"])
CACHE = pathlib.Path(os.environ["WETBODE_CACHE"])
SKIPPED = 77
PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath"


def class_path(judge=JUDGE):
    """Jars of a judge, fetched once per state of its pom. None with the reason if that is not possible here."""
    missing = [tool for tool in ("java", "mvn") if shutil.which(tool) is None]
    if missing:
        return None, "not installed: " + ", ".join(missing)
    pom = (judge / "pom.xml").read_bytes()
    kept = CACHE / f"{judge.name}-{hashlib.sha256(pom).hexdigest()[:16]}.classpath"
    if kept.exists() and all(pathlib.Path(jar).exists() for jar in kept.read_text().split(":")):
        return kept.read_text(), ""
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="wetbode-jars-") as folder:
        out = pathlib.Path(folder) / "classpath"
        done = subprocess.run(
            ["mvn", "-q", "-B", "-f", str(judge / "pom.xml"), PLUGIN, f"-Dmdep.outputFile={out}"],
            capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=500)
        if done.returncode != 0 or not out.exists():
            return None, f"Maven cannot fetch {judge.name}: " + (done.stdout + done.stderr)[-400:]
        kept.write_text(out.read_text())
    return kept.read_text(), ""


def judged(jars, anchor, lists, files):
    """{file name: [(what, format, indication, sub-indication, words)]} in the words of DSS."""
    command = ["java", "-Xmx1g", "-cp", jars, str(JUDGE / "Judge.java"), "--anchor", str(anchor)]
    for name in lists:
        command += ["--crl", str(name)]
    for file, evidence in files:
        command += (["--evidence", str(evidence)] if evidence else []) + [str(file)]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=500)
    verdicts = {}
    for line in done.stdout.splitlines():
        fields = line.split("\t")
        if len(fields) == 7:
            verdicts.setdefault(pathlib.Path(fields[0]).name, []).append((*fields[1:5], fields[6]))
    if not verdicts:
        raise AssertionError("DSS said nothing: " + done.stderr[-2000:])
    return verdicts


class Judged(unittest.TestCase):
    jars = ""

    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="wetbode-judged-")
        cls.folder = pathlib.Path(cls.temporary.name)
        subprocess.run([str(PROGRAMS / "made_seals"), str(cls.folder)], check=True, stdin=subprocess.DEVNULL)
        lines = (cls.folder / "made.tsv").read_text().splitlines()
        cls.made = [tuple(line.split("\t")) for line in lines]
        cls.lists = sorted(cls.folder.glob("*.crl"))
        cls.verdicts = judged(cls.jars, cls.folder / "anchor.der", cls.lists, [
            (cls.folder / name, None if evidence == "-" else cls.folder / evidence)
            for name, _, evidence in cls.made])

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def test_every_seal_passes_at_the_level_that_it_claims(self):
        self.assertGreater(len(self.made), 0)
        for name, level, evidence in self.made:
            with self.subTest(file=name):
                verdicts = self.verdicts[name]
                signatures = [verdict for verdict in verdicts if verdict[0] == "signature"]
                self.assertEqual([verdict[1:3] for verdict in signatures],
                                 [] if level == "-" else [(level, "TOTAL_PASSED")], verdicts)
                records = [verdict for verdict in verdicts if verdict[0] == "evidence"]
                self.assertEqual([verdict[2] for verdict in records],
                                 [] if evidence == "-" else ["PASSED"], verdicts)

    def test_one_changed_byte_of_the_payload_is_noticed(self):
        changed = self.folder / "changed"
        changed.mkdir()
        files = []
        for name, level, _ in self.made:
            octets = (self.folder / name).read_bytes()
            place = octets.find(b"gewestaangelegenheid")
            if level == "-":
                continue
            self.assertGreater(place, 0, name)
            (changed / name).write_bytes(octets[:place] + b"G" + octets[place + 1:])
            files.append((changed / name, None))
        self.assertGreater(len(files), 0)
        verdicts = judged(self.jars, self.folder / "anchor.der", self.lists, files)
        for file, _ in files:
            with self.subTest(file=file.name):
                self.assertNotIn("TOTAL_PASSED", [verdict[2] for verdict in verdicts[file.name]])


if __name__ == "__main__":
    jars, reason = class_path()
    if jars is None:
        print("DSS judges nothing here. " + reason)
        sys.exit(SKIPPED)
    Judged.jars = jars
    unittest.main(verbosity=2)
