# SPDX-License-Identifier: EUPL-1.2
"""PDFs that people signed come in: the door passes them, and tells what was changed or is not signed."""
import json
import unittest

from world import Journey, dossier, pdf, submit  # noqa: I001  (it knows where the others are)

PERSON = ("Proef", "Minister-Een", "70670112340")


class Signature(Journey):
    def setUp(self):
        super().setUp()
        self.world.trust()
        self.world.settings(lambda text: text.replace('at_door = "refuse"', 'at_door = "warn"'))
        self.world.start_gateway()

    def hand_in(self, number, content):
        manifest = dossier(number, [("nota.pdf", "application/pdf", "")])
        manifest["pieces"][0]["files"][0]["signed"] = True
        status, _, receipt = submit(self.world, f"dossier-{number}", manifest,
                                    [("nota.pdf", "application/pdf", content)])
        self.assertEqual(status, 201, receipt)
        advice = receipt.get("advice", {"faults": []})["faults"]
        return [fault["code"] for fault in advice], json.dumps(advice)

    def test_a_signed_pdf_is_told_only_when_it_was_changed_or_is_not_signed(self):
        signed = self.world.signed(pdf("Een nota."), PERSON)
        self.assertEqual(self.hand_in(1, signed)[0], [])

        codes, text = self.hand_in(2, signed.replace(b"(Een nota.)", b"(Een noot.)"))
        self.assertEqual(codes, ["SIGNATURE.NOT_PASSED"])
        self.assertIn("HASH_FAILURE", text)
        self.assertNotIn(PERSON[2], text)  # the signer is never named

        self.assertEqual(self.hand_in(3, pdf("Een nota."))[0], ["SIGNATURE.MISSING"])

        # The time stamp says when it was made, and nothing in it tells of revocation: told, as nobody is asked.
        stamped = self.world.signed(pdf("Een nota."), PERSON, level="T")
        codes, text = self.hand_in(4, stamped)
        self.assertEqual(set(codes), {"SIGNATURE.NOT_PASSED"})
        self.assertIn("TRY_LATER", text)


if __name__ == "__main__":
    unittest.main()
