# SPDX-License-Identifier: EUPL-1.2
"""The gateway between Kaleidos and the Parliament, neither of them changed."""
import json

from kaleidos_client import FLOW, Client, Failed, file_of, message_of, piece_of
from world import Journey, pdf, until

PDF = pdf()


class Kaleidos(Journey):
    def setUp(self):
        super().setUp()
        self.world.start_twin("parliament")

    def open(self, answer_within="10s"):
        self.world.settings(lambda text: text + f'\n[kaleidos]\nanswer_within = "{answer_within}"\n')
        self.world.start_gateway()
        return self.client()

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


if __name__ == "__main__":
    import unittest
    unittest.main()
