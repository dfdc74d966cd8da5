# SPDX-License-Identifier: EUPL-1.2
"""What the checks say of documents that they let pass, where the sender and the drafter see it."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from world import PROGRAMS, ROOT, Journey, bill, dossier, pdf, submit

WARNED = sorted((ROOT / "schemas" / "bill" / "1" / "warned").glob("VL.NUM.FIRST_ARTICLE.*.xml"))[0]


class Advice(Journey):
    def setUp(self):
        super().setUp()
        self.world.start_twin("parliament")
        self.world.start_gateway()

    def submit_warned(self):
        manifest = dossier(1, [("decreet.xml", "application/akn+xml", "bill")])
        return submit(self.world, "k1", manifest, [("decreet.xml", "application/akn+xml", WARNED.read_bytes())])

    def test_the_receipt_tells_what_was_advised_and_stays_the_same_after_a_restart(self):
        first, _, receipt = self.submit_warned()
        self.world.kill_gateway()
        self.world.start_gateway()
        again, _, same = self.submit_warned()
        view = self.world.submission("kaleidos", receipt["submission"])
        self.assertEqual((first, again), (201, 200))
        codes = {fault["code"] for fault in receipt["advice"]["faults"]}
        self.assertIn("VL.NUM.FIRST_ARTICLE", codes)
        self.assertEqual(receipt["advice"]["count"], len(receipt["advice"]["faults"]))
        for fault in receipt["advice"]["faults"]:
            self.assertIn(fault["severity"], ("warning", "hint"))
            self.assertEqual(fault["file"], "decreet.xml")
            self.assertTrue(fault["message"]["nl"] and fault["message"]["en"])
        self.assertEqual(json.dumps(receipt), json.dumps(same))
        self.assertEqual(view["receipt"], receipt)

    def test_nothing_is_said_where_nothing_was_found(self):
        _, _, receipt = submit(self.world, "k1", dossier(1, [("a.pdf", "application/pdf", "")]),
                               [("a.pdf", "application/pdf", pdf())])
        self.assertNotIn("advice", receipt)

    def test_the_command_line_shows_it_in_the_language_of_the_reader(self):
        folder = self.world.folder / "dossier"
        folder.mkdir()
        (folder / "decreet.xml").write_bytes(WARNED.read_bytes())
        manifest = dossier(1, [("decreet.xml", "application/akn+xml", "bill")])
        (folder / "manifest.json").write_text(json.dumps(manifest))
        said = {language: subprocess.run(
            [PROGRAMS / "wetbode", "--language", language, "submit", folder / "manifest.json", "--url",
             self.world.url("gateway"), "--secret-file", self.world.folder / "kaleidos.secret"],
            capture_output=True, text=True, timeout=120, check=True).stdout for language in ("nl", "en")}
        self.assertIn("waarschuwing: ", said["nl"])
        self.assertIn("warning: ", said["en"])
        self.assertIn("[VL.NUM.FIRST_ARTICLE]", said["nl"])


class OtherFiles(unittest.TestCase):
    """`wetbode validate` on a folder as it will be submitted."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="wetbode-journey-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def validate(self, *arguments):
        return subprocess.run([PROGRAMS / "wetbode", "validate", *arguments], capture_output=True, text=True,
                              cwd=self.folder, timeout=120, env={**os.environ, "WETBODE_LANGUAGE": "en"})

    def test_a_folder_is_judged_as_at_the_door(self):
        (self.folder / "decreet.xml").write_bytes(bill())
        (self.folder / "bijlage.pdf").write_bytes(pdf())
        good = self.validate(".")
        (self.folder / "kapot.pdf").write_bytes(pdf()[:-200])
        (self.folder / "nota.docx").write_bytes(pdf())
        bad = self.validate("--format", "json", ".")
        codes = {entry["file"]: {fault["code"] for fault in entry["faults"]} for entry in json.loads(bad.stdout)}
        self.assertEqual(good.returncode, 0, good.stdout)
        self.assertIn("bijlage.pdf: valid (application/pdf)", good.stdout)
        self.assertEqual(bad.returncode, 1)
        self.assertIn("FILE.PDF.BROKEN", codes["./kapot.pdf"])
        self.assertIn("FILE.TYPE_MISMATCH", codes["./nota.docx"])

    def test_every_code_that_it_tells_is_in_the_list_of_rules(self):
        listed = subprocess.run([PROGRAMS / "wetbode", "rules", "--format", "json"], capture_output=True, text=True,
                                timeout=120, check=True)
        known = {entry["id"] for entry in json.loads(listed.stdout)}
        refused = self.validate("--format", "json", ROOT / "schemas")
        told = {fault["code"] for entry in json.loads(refused.stdout) for fault in entry["faults"]}
        self.assertGreater(len(told), 30)
        self.assertIn("VL.DELEGATION.BROAD", told)
        self.assertEqual(told - known, set())
