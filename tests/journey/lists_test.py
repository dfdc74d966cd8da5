# SPDX-License-Identifier: EUPL-1.2
"""A list of lists over HTTP says whom to trust: under it a seal passes. When the list withdraws its authority the seal
passes no longer; an older list, or one signed by somebody else, changes nothing."""
import json
import unittest
import urllib.request

from world import Journey, dossier, multipart, pdf, post, submit, until  # noqa: I001  (it knows where the others are)


class Lists(Journey):
    def setUp(self):
        super().setUp()
        self.start_authority()
        self.world.issue_seal_key()
        self.world.settings(self.settings)
        self.world.start_twin("parliament")
        self.world.start_gateway()

    def start_authority(self):
        self.folder = self.world.folder / "trust"
        self.world.start("trust", [self.world.program("wetbode-twins"), "trust", "--lists", "--folder",
                                   str(self.folder), "--port", str(self.world.ports["trust"])],
                         lambda: self.fetched("/lists/lotl.xml"))

    def fetched(self, path):
        try:
            with urllib.request.urlopen(self.world.url("trust") + path, timeout=2) as answer:
                return answer.read()
        except OSError:  # also while it answers 503 because its keys are being made
            return None

    def settings(self, text):
        folder = self.world.folder
        return text + f"""
[sealing]
key_file = "{folder}/seal.key"
certificate_file = "{folder}/seal.pem"

[trust_list.eu]
url = "{self.world.url('trust')}/lists/lotl.xml"
signer_file = "{self.folder}/list-signer.pem"
is_list_of_lists = true
"""

    def part(self):
        """`trust_lists` of /health, which also answers while something is ill."""
        _, _, body = self.world.get("beheer", "/health", {"Accept-Language": "en"})
        return next(part for part in json.loads(body)["parts"] if part["name"] == "trust_lists")

    def served(self):
        return self.world.twin("trust", "/_twin/received")["lists"]

    def wait_for_lists(self):
        until("both lists are asked for", 20, lambda: self.served() >= 3)  # one by this test
        until("the lists count", 20, lambda: self.part()["well"])

    def publish(self, **wish):
        self.world.twin("trust", "/lists", wish)

    def restart(self, condition):
        """At its start the gateway fetches every list at once."""
        asked = self.served()
        process = self.world.running["gateway"]
        process.terminate()
        process.wait(timeout=30)
        self.world.start_gateway()
        until("the lists are asked for", 20, lambda: self.served() > asked)
        return until("health tells of the lists", 20, lambda: (part := self.part()) and condition(part) and part)

    def sealed(self):
        manifest = dossier("1", [("a.pdf", "application/pdf", "")])
        status, _, receipt = submit(self.world, "dossier-1", manifest, [("a.pdf", "application/pdf", pdf())])
        self.assertEqual(status, 201, receipt)
        path = f"/v1/submissions/{receipt['submission']}/seal"
        return until("the seal is made", 30,
                     lambda: (answer := self.world.get("beheer", path))[0] == 200 and answer[2])

    def verified(self, container):
        content_type, body = multipart([("file", "a.asice", "application/octet-stream", container)])
        status, _, report = post(self.world, "/v1/verifications", content_type, body, client="beheer")
        self.assertEqual(status, 200, report)
        return report

    def test_the_lists_say_whom_to_trust(self):
        self.wait_for_lists()
        container = self.sealed()

        report = self.verified(container)
        self.assertEqual(report["signatures"][0]["trusted_by"], "trust list BE: Test authority", report)
        codes = {finding["code"] for finding in report["findings"]}
        self.assertNotIn("NO_CERTIFICATE_CHAIN_FOUND", codes)

        # An older list is refused; the one that is known stays in force, over a restart too.
        self.publish(status="withdrawn", sequence=1)
        part = self.restart(lambda part: "older list" in part.get("why", ""))
        self.assertTrue(part["well"] and part["warning"], part)
        self.assertEqual(self.verified(container)["signatures"][0]["trusted_by"], "trust list BE: Test authority")

        # A newer one that withdraws the authority is believed.
        self.publish(status="withdrawn", sequence=4_000_000_000)
        self.restart(lambda part: part["well"] and not part.get("warning"))
        until("the withdrawal counts", 20, lambda: "NO_CERTIFICATE_CHAIN_FOUND" in {
            finding["code"] for finding in self.verified(container)["findings"]})

    def test_a_list_that_ended_counts_no_more(self):
        self.wait_for_lists()
        self.publish(days=-1)

        part = self.restart(lambda part: "next update" in part.get("why", ""))

        self.assertTrue(part["well"] and part["warning"], part)  # the one before is still in force


if __name__ == "__main__":
    unittest.main()
