# SPDX-License-Identifier: EUPL-1.2
"""Which way a letter goes when the e-Box cannot take it, or when its answer was lost. No printer is needed."""
import sys

from world import Journey, ROOT, submit

sys.path.insert(0, str(ROOT / "conf" / "demo"))
from story import sample, test_insz  # noqa: E402  (the folder is known only now)

INSZ = test_insz("907201", 456)


def letter():
    sender = {"street": "Koning Albert II-laan", "number": "1", "postcode": "1210", "municipality": "Brussel"}
    home = {"street": "Voorbeeldlaan", "number": "12", "postcode": "9000", "municipality": "Gent"}
    return {"kind": "letter",
            "letter": {"subject": "Beslissing over uw aanvraag", "sender_name": "Agentschap Proef",
                       "sender_address": sender,
                       "recipient": {"kind": "citizen", "number": INSZ, "name": "Proef Persoon-Twee", "address": home}},
            "pieces": [{"id": "urn:test:stuk:brief", "title": "Brief", "type": "brief", "access": "intern-secretarie",
                        "files": [{"name": "brief.xml", "media_type": "application/xml",
                                   "document_type": "citizen-letter"}]}]}


class Letters(Journey):
    def begin(self, change=lambda text: text):
        self.world.settings(change)
        self.world.start_twin("ebox")
        self.world.twin("ebox", "/_twin/recipients", {"without_box": [INSZ]})
        self.world.start_gateway()

    def hand_over(self):
        files = [("brief.xml", "application/xml", sample("citizen-letter").read_bytes())]
        status, _, receipt = submit(self.world, "k1", letter(), files, "burgerzaken")
        self.assertEqual(status, 201, receipt)
        return receipt["submission"]

    def counterparts(self, submission):
        return sorted(t["counterpart"] for t in self.world.submission("burgerzaken", submission)["transfers"])

    def test_a_letter_whose_answer_was_lost_goes_on_paper_also_where_nobody_can_be_asked(self):
        self.begin(lambda text: "".join(line for line in text.splitlines(True) if "federation_url" not in line))
        self.world.twin("ebox", "/_twin/faults", {"mode": "cut_after_body"})
        submission = self.hand_over()
        transfer = self.world.transfer_in("burgerzaken", submission, "ebox", ["rerouted"])
        self.assertIn("EBOX_ANSWER_LOST", transfer["why"])
        self.assertEqual(self.counterparts(submission), ["ebox", "print"])
        self.assertEqual(self.world.twin("ebox", "/_twin/received")["counts"], {"deliveries": 1, "duplicates": 1})

    def test_a_letter_to_somebody_without_a_box_is_not_published_and_leaves_no_number_behind(self):
        self.begin()
        submission = self.hand_over()
        transfer = self.world.transfer_in("burgerzaken", submission, "ebox", ["rerouted"])
        self.assertIn("NO_EBOX", transfer["why"])
        self.assertEqual(self.world.twin("ebox", "/_twin/received")["counts"]["deliveries"], 0)
        kept = self.world.ledger("select value from transfer_references") + self.world.ledger(
            "select answer from attempts")
        self.assertTrue(kept)
        self.assertNotIn(INSZ, repr(kept) + (self.world.folder / "gateway.log").read_text())

    def test_a_letter_that_may_not_go_on_paper_waits_for_a_person(self):
        matrix = self.world.folder / "access.toml"
        matrix.write_text('[ebox]\nlevels = ["intern-secretarie"]\n[print]\nlevels = ["publiek"]\n')
        self.begin(lambda text: text.replace(f'access_file = "{ROOT}/conf/access.toml"', f'access_file = "{matrix}"'))
        submission = self.hand_over()
        transfer = self.world.transfer_in("burgerzaken", submission, "ebox", ["quarantined"])
        self.assertIn("ACCESS_LEVEL", transfer["why"])
        self.assertEqual(self.counterparts(submission), ["ebox"])
