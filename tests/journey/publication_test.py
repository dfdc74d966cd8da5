# SPDX-License-Identifier: EUPL-1.2
"""What became of a dossier after its vote, and files that the Parliament lost: the program and the twin."""
import json
import subprocess
import urllib.parse
import xml.etree.ElementTree as xml

from world import Journey, dossier, pdf, post, submit, until

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "{urn:wetbode:feed:1}"
ELI = "http://www.ejustice.just.fgov.be/eli/decreet/2026/10/02/2026004711"


class Publication(Journey):
    def setUp(self):
        super().setUp()
        self.world.start_twin("parliament")
        self.world.settings(self.settings)
        self.world.start_gateway()

    def settings(self, text):
        return text.replace('[client.burgerzaken]\nrole = "sender"', '[client.burgerzaken]\nrole = "publisher"')

    def delivered(self, number=1, files=1):
        """Id of the submission, and of its dossier, once the Parliament took it."""
        sent = [(f"stuk-{i}.pdf", "application/pdf", pdf(f"Stuk {i}")) for i in range(files)]
        manifest = dossier(number, [(name, media_type, "") for name, media_type, _ in sent])
        status, _, receipt = submit(self.world, f"key-{number}", manifest, sent)
        self.assertEqual(status, 201, receipt)
        until("the delivery", 30, lambda: len(self.world.received()) >= number)
        return receipt["submission"], manifest["dossier"]["id"]

    def get(self, path, client="kaleidos"):
        return json.loads(self.text(path, client))

    def text(self, path, client):
        status, _, body = self.world.get(client, path)
        self.assertEqual(status, 200, body)
        return body.decode()

    def of(self, dossier_id, client="kaleidos"):
        return self.get("/v1/dossiers?id=" + urllib.parse.quote(dossier_id, safe=""), client)["publication"]

    def tell(self, dossier_id, client="burgerzaken", **told):
        status, _, answer = post(self.world, "/v1/dossiers/publication?id=" + urllib.parse.quote(dossier_id, safe=""),
                              "application/json", json.dumps(told).encode(), client=client)
        return status, answer

    def wetbode(self, *arguments, client="kaleidos"):
        return subprocess.run([self.world.program("wetbode"), *arguments, "--url", self.world.url("gateway"),
                               "--secret-file", str(self.world.folder / f"{client}.secret"), "--language", "nl"],
                              capture_output=True, text=True, check=False)

    def status(self, submission):
        shown = self.wetbode("status", submission)
        self.assertEqual(shown.returncode, 0, shown.stderr)
        return shown.stdout

    def transfer(self, submission, state):
        found = self.get("/v1/submissions/" + submission)["transfers"][0]
        return found if found["state"] == state else None

    def events(self):
        return self.get("/feeds/parliament/events?limit=1000", "griffie")["events"]

    def test_what_the_parliament_tells_of_an_act_is_kept_shown_and_fed(self):
        submission, dossier_id = self.delivered()
        self.world.twin("parliament", "/_twin/status",
                        {"status": "aangenomen in plenaire vergadering", "datum": "2026-06-23T22:30:00Z",
                         "more": {"nummer": 412, "zittingsjaar": "2025-2026", "volgnummer": "5"}})
        self.world.twin("parliament", "/_twin/status",
                        {"status": "gepubliceerd in het Belgisch Staatsblad", "datum": "2026-10-02T08:00:00Z",
                         "more": {"numac": 2026004711, "eli": ELI}})

        shown = until("numac and ELI", 60, lambda: self.of(dossier_id) if "eli" in self.of(dossier_id) else None)

        self.assertEqual(shown["adopted"], "2026-06-24")
        self.assertEqual(shown["published"], "2026-10-02")
        self.assertEqual((shown["numac"], shown["eli"]), ("2026004711", ELI))
        self.assertEqual(shown["documents"], ["412 (2025-2026) nr. 5"])
        self.assertEqual({one["told_by"]["name"] for one in shown["history"]}, {"parliament"})
        told = self.status(submission)
        self.assertIn("numac 2026004711", told)
        self.assertIn("aangenomen 2026-06-24", told)
        event = [one for one in self.events() if one["kind"] == "dossier.published"][-1]
        self.assertEqual(event["publication"]["eli"], ELI)
        feed = xml.fromstring(self.text("/feeds/parliament", "griffie"))
        links = {link.get("href") for link in feed.iter(ATOM + "link") if link.get("rel") == "describedby"}
        self.assertEqual(links, {ELI})
        self.assertEqual({one.get("numac") for one in feed.iter(FEED + "publication")} - {None}, {"2026004711"})

    def test_the_desk_tells_the_numac_once_and_a_restart_forgets_nothing(self):
        _, dossier_id = self.delivered()

        status, answer = self.tell(dossier_id, numac="2026004711", published="2026-10-02")
        self.assertEqual(status, 200, answer)
        self.assertTrue(answer["changed"])
        self.assertFalse(self.tell(dossier_id, numac="2026004711")[1]["changed"])
        self.assertTrue(self.tell(dossier_id, "kaleidos", numac="2026004712")[1]["changed"])
        self.world.kill_gateway()
        self.world.start_gateway()

        shown = self.of(dossier_id)
        self.assertEqual(shown["numac"], "2026004712")
        self.assertEqual([(one["value"], one["told_by"]["name"], one["current"]) for one in shown["history"]
                          if one["key"] == "numac"],
                         [("2026004711", "burgerzaken", False), ("2026004712", "kaleidos", True)])
        told = [one for one in self.events() if one["kind"] == "dossier.published"]
        self.assertEqual([one["publication"]["numac"] for one in told], ["2026004711", "2026004712"])

    def test_a_numac_that_is_none_is_refused_with_its_place(self):
        _, dossier_id = self.delivered()

        status, answer = self.tell(dossier_id, numac="47")

        self.assertEqual(status, 422)
        self.assertEqual(answer["code"], "PUBLICATION_INVALID")
        self.assertEqual([(one["code"], one["path"]) for one in answer["faults"]], [("PUBLICATION.VALUE", "/numac")])
        self.assertEqual(self.of(dossier_id)["history"], [])

    def test_a_proof_of_time_that_was_not_given_up_is_not_asked_for_again(self):
        submission, _ = self.delivered()

        refused = self.wetbode("replay", "--time", submission, "--reason", "de autoriteit is terug", client="beheer")

        self.assertEqual(refused.returncode, 1)
        self.assertIn("TIME_STATE", refused.stderr)

    def test_a_replay_that_is_taken_whole_ends_what_was_amiss(self):
        self.world.kill_gateway()
        self.world.settings(lambda text: text.replace('poll = "1s"', 'poll = "1s"\nreceipt_term = "2s"', 1))
        self.world.start_gateway()
        self.world.twin("parliament", "/_twin/fault", {"mode": "partial_files", "times": 1})
        submission, _ = self.delivered(files=2)
        found = until("quarantine", 60, lambda: self.transfer(submission, "quarantined"))
        self.assertIn("stuk-1.pdf", found["amiss"])

        played = self.wetbode("replay", found["id"], "--reason", "het Parlement mist er een", client="beheer")

        self.assertEqual(played.returncode, 0, played.stderr)
        whole = until("the whole answer", 60, lambda: self.transfer(submission, "acknowledged"))
        self.assertIsNone(whole["amiss"])
        self.assertNotIn("NIET VOLLEDIG", self.status(submission))
        self.assertEqual(len(self.world.received()), 2)

    def test_a_file_that_the_parliament_does_not_name_is_told_at_once(self):
        self.world.twin("parliament", "/_twin/fault", {"mode": "partial_files", "times": 1})
        submission, _ = self.delivered(files=2)

        found = until("the answer", 30, lambda: self.transfer(submission, "handed_over"))

        self.assertIn("stuk-1.pdf", found["amiss"])
        self.assertIn("NIET VOLLEDIG", self.status(submission))
        self.assertIn("transfer.amiss", [one["kind"] for one in self.events()])
        metrics = self.text("/metrics", "beheer")
        self.assertIn('wetbode_transfer_oldest_amiss_seconds{counterpart="parliament"}', metrics)
        health = self.get("/health")
        part = [one for one in health["parts"] if one["name"] == "counterpart.parliament"][0]
        self.assertIn("niet volledig", json.dumps(part))
