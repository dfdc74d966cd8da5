# SPDX-License-Identifier: EUPL-1.2
"""The gateway between Kaleidos and the Parliament, neither of them changed."""
import base64
import json
import subprocess

from kaleidos_client import FLOW, Client, Failed, file_of, message_of, piece_of, processed_of
from world import ROOT, Journey, pdf, until

PDF = pdf()


class Kaleidos(Journey):
    def setUp(self):
        super().setUp()
        self.world.start_twin("parliament")

    def open(self, answer_within="10s"):
        self.world.settings(lambda text: text + f'\n[kaleidos]\nanswer_within = "{answer_within}"\n')
        self.world.start_gateway()
        return self.client()

    def parliament(self, act, **wish):
        return self.world.twin("parliament", "/_twin/" + act, wish)

    def delivered(self, client, number=1):
        """A dossier at the Parliament; its number there."""
        message = message_of(number, [piece_of(number, "Decreet", [file_of(number, PDF)])])
        return client.post("document", message)["pobj"]

    def client(self, name="kaleidos"):
        return Client(self.world.ports["gateway"], name, self.world.secrets[name][0])

    def test_a_delivery_is_answered_with_the_numbers_of_the_parliament(self):
        client = self.open()
        self.assertEqual(client.get("ping"), {"status": "OK"})
        answer = client.post("document", message_of(1, [piece_of(1, "Decreet", [file_of(1, PDF)])]))
        self.assertEqual(answer["status"], "SUCCESS")
        self.assertEqual(answer["id"], FLOW + "1")
        delivered = self.world.received()
        self.assertEqual(len(delivered), 1)
        self.assertEqual(str(delivered[0]["pobj"]), answer["pobj"])
        self.assertEqual([str(one["pfls"]) for one in answer["files"]], [one["pfls"] for one in answer["files"]])
        self.assertEqual(answer["files"][0]["id"], "http://themis.vlaanderen.be/id/bestand/1")
        self.assertEqual(client.tokens_asked, 1)

    def test_the_same_dossier_sent_twice_reaches_the_parliament_once(self):
        client = self.open()
        message = message_of(1, [piece_of(1, "Decreet", [file_of(1, PDF)])])
        self.assertEqual(client.post("document", message), client.post("document", message))
        self.assertEqual(len(self.world.received()), 1)

    def test_while_the_parliament_is_away_a_delivery_is_taken_in_under_a_number_that_is_replaced_later(self):
        self.world.twin("parliament", "/_twin/fault", {"mode": "down", "times": 100000})
        client = self.open(answer_within="200ms")
        answer = client.post("document", message_of(1, [piece_of(1, "Decreet", [file_of(1, PDF)])]))
        self.assertTrue(answer["pobj"].startswith("W"))
        self.assertEqual(client.status(answer["pobj"]), [])
        self.assertEqual(client.submitted(), [])
        self.world.kill_gateway()
        self.world.start_gateway()
        client = self.client()
        self.world.twin("parliament", "/_twin/fault", {"mode": "down", "times": 0})
        told = until("the Parliament's number", 30, client.submitted)
        self.assertEqual(told[0]["pobj_vorig"], answer["pobj"])
        self.assertEqual(told[0]["pobj"], str(self.world.received()[0]["pobj"]))
        self.assertEqual(client.status(answer["pobj"]), client.status(told[0]["pobj"]))
        later = client.post("document", message_of(1, [piece_of(2, "Decreet", [
            file_of(2, pdf("Een tweede versie."), previousId="http://themis.vlaanderen.be/id/bestand/1",
                    previousPfls=answer["files"][0]["pfls"])])], pobj=answer["pobj"]))
        until("the second version", 30, lambda: len(self.world.received()) == 2)
        second = self.world.received()[1]
        self.assertEqual(str(second["pobj"]), told[0]["pobj"])
        self.assertEqual(later["pobj"], told[0]["pobj"])

    def test_a_token_outlives_a_restart_and_ends_with_the_secret(self):
        client = self.open()
        client.get("ping")
        self.world.kill_gateway()
        self.world.start_gateway()
        client.get("ping")
        self.assertEqual(client.tokens_asked, 1)
        with self.assertRaises(Failed) as failed:
            Client(self.world.ports["gateway"], "kaleidos", "guessed").get("ping")
        self.assertEqual(failed.exception.status, 401)

    def test_a_dossier_with_a_hole_is_refused_in_words_that_the_client_keeps(self):
        client = self.open()
        whole = piece_of(1, "Decreet", [file_of(1, PDF)])
        empty = piece_of(2, "Memorie van toelichting", [])
        with self.assertRaises(Failed) as failed:
            client.post("document", message_of(1, [whole, empty]))
        self.assertEqual(failed.exception.status, 422)
        self.assertIn('MANIFEST_INVALID: Het stuk "Memorie van toelichting" heeft geen bestand',
                      failed.exception.reason)
        self.assertEqual(self.world.received(), [])
        refused = self.world.ledger("select refusal from refused")
        self.assertEqual([json.loads(one[0])["code"] for one in refused], ["MANIFEST_INVALID"])

    def test_base64_that_is_cut_off_is_refused_with_its_place(self):
        client = self.open()
        broken = file_of(1, PDF)
        broken["content"] = broken["content"][:101]
        with self.assertRaises(Failed) as failed:
            client.post("document", message_of(1, [piece_of(1, "Decreet", [broken])]))
        self.assertIn("teken 102", failed.exception.reason)

    def test_one_client_sees_nothing_of_what_another_one_delivered(self):
        client = self.open()
        answer = client.post("document", message_of(1, [piece_of(1, "Decreet", [file_of(1, PDF)])]))
        other = self.client("burgerzaken")
        with self.assertRaises(Failed) as failed:
            other.status(answer["pobj"])
        self.assertEqual(failed.exception.status, 404)
        self.assertEqual(other.submitted(), [])

    def test_a_first_delivery_whose_answer_is_lost_is_found_again_and_not_repeated(self):
        client = self.open()
        for number, mode in enumerate(("500_after", "cut_after_body", "truncated_json"), 11):
            with self.subTest(mode):
                before = len(self.world.received())
                self.parliament("faults", mode=mode, on="document")
                pobj = self.delivered(client, number)
                self.assertFalse(pobj.startswith("W"))
                ours = self.world.received()[before:]
                self.assertEqual([str(one["pobj"]) for one in ours], [pobj])

    def test_every_status_is_told_with_its_date_and_under_every_number(self):
        client = self.open()
        pobj = self.delivered(client)
        self.parliament("status", pobj=pobj, status="te behandelen in commissie", datum="2026-11-22T10:00:00Z")
        until("the status", 90, lambda: "te behandelen in commissie" in client.status(pobj))
        self.parliament("renumber", pobj=pobj)
        told = until("the new number", 60, lambda: [one for one in client.submitted() if one.get("pobj_vorig") == pobj])
        self.assertEqual(client.status(pobj), client.status(told[0]["pobj"]))

    def offered(self, client, number=1):
        return until("what the Parliament sends", 60, lambda: client.get("kanselarij")["documenten"])

    def test_a_perkament_comes_back_with_its_files_and_is_acknowledged_although_the_parliament_fails(self):
        client = self.open()
        pobj = self.delivered(client)
        self.parliament("perkament", pobj=pobj, bijlagen=1)
        items = self.offered(client)
        self.assertEqual([one["pobj"] for one in items], [pobj])
        files = items[0]["bestanden"]
        self.assertTrue(all(isinstance(one["pfls"], str) for one in files), files)
        self.assertGreaterEqual(len(files), 3)
        self.assertIn("aangenomen in plenaire vergadering", client.status(pobj))
        for one in files:
            self.assertTrue(base64.b64decode(one["base64"], validate=True))
        self.parliament("faults", mode="500_before", on="verwerkt", times=1)
        client.post("verwerkt", processed_of(1, items[0]["pobj"],
                                             [(one["pfls"], 100 + n) for n, one in enumerate(files)]))
        self.assertEqual(client.get("kanselarij")["documenten"], [])
        until("the Parliament's acknowledgement", 30,
              lambda: self.world.twin("parliament", "/_twin/calls").get("verwerkt", 0) >= 2)

    def test_a_poisoned_perkament_keeps_no_other_one_out(self):
        client = self.open()
        good, bad = self.delivered(client, 1), self.delivered(client, 2)
        self.parliament("perkament", pobj=bad, poison="broken_base64")
        self.parliament("perkament", pobj=good)
        items = self.offered(client)
        self.assertEqual([str(one["pobj"]) for one in items], [good])
        refused = until("the note about the other one", 30,
                        lambda: self.world.ledger("select refusal from refused where client = 'parliament'"))
        self.assertEqual([json.loads(one[0])["code"] for one in refused], ["KANSELARIJ_INVALID"])
        self.parliament("heal", pobj=bad)
        until("the mended one", 60, lambda: len(client.get("kanselarij")["documenten"]) == 2)

    def test_the_client_of_today_goes_a_whole_round_through_the_gateway(self):
        self.open()
        secret = self.world.folder / "kaleidos.secret"
        secret.write_text(self.world.secrets["kaleidos"][0])
        result = subprocess.run(
            [self.world.program("wetbode-twins"), "kaleidos", "--legacy", self.world.url("gateway") + "/",
             "--client-id", "kaleidos", "--client-secret-file", str(secret),
             "--dossiers", str(ROOT / "adapters/kaleidos/dossiers"),
             "--state", str(self.world.folder / "legacy"), "--act", "send", "--with", '{"dossier": "beken"}'],
            capture_output=True, text=True, timeout=120)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertEqual(len(self.world.received()), 1)


if __name__ == "__main__":
    import unittest
    unittest.main()
