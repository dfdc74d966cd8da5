# SPDX-License-Identifier: EUPL-1.2
"""The time authority is away: documents still come in and go out, the debt of evidence is seen by all. It is back: the
debt is paid, and openssl, which knows nothing of us, believes every token."""
import base64
import hashlib
import io
import json
import re
import subprocess
import unittest
import urllib.request
import zipfile

from world import Journey, dossier, pdf, submit, until  # noqa: I001  (it knows where the others are)
from letter_test import letter, sample

DS = "http://www.w3.org/2000/09/xmldsig#"


def elements(der):
    """The (tag, whole, content) of each DER element side by side."""
    found = []
    while der:
        length, start = der[1], 2
        if length >= 128:
            start = 2 + length - 128
            length = int.from_bytes(der[2:start], "big")
        found.append((der[0], der[:start + length], der[start:start + length]))
        der = der[start + length:]
    return found


def evidence(record, digest):
    """Follows an evidence record (RFC 4998) from a digest to the root: (root, token). Written from the RFC alone."""
    version, _, chains = elements(elements(record)[0][2])
    assert version[2] == b"\x01", "version 1"
    stamp = elements(elements(chains[2])[0][2])[0]
    parts = elements(stamp[2])
    found = digest
    for tag, _, content in parts:
        for _, _, partial in elements(content) if tag == 0xA2 else []:
            hashes = sorted({value for _, _, value in elements(partial)} | {found})
            found = hashlib.sha256(b"".join(hashes)).digest() if len(hashes) > 1 else hashes[0]
    return found, parts[-1][1]


class Time(Journey):
    def setUp(self):
        super().setUp()
        self.world.start_authority()
        self.world.issue_seal_key()
        self.world.settings(self.settings)

    def settings(self, text):
        folder = self.world.folder
        return text + f"""
[sealing]
key_file = "{folder}/seal.key"
certificate_file = "{folder}/seal.pem"

[time]
level = "LT"
rest_first = "200ms"
rest_most = "500ms"
batch_every = "1s"
debt_max_count = 3

[time_authority.proef]
url = "{self.world.url('trust')}/tsa"
anchors_file = "{folder}/trust/root.pem"
"""

    def hand_in(self, number):
        manifest = dossier(number, [("a.pdf", "application/pdf", "")])
        status, _, receipt = submit(self.world, f"dossier-{number}", manifest, [("a.pdf", "application/pdf", pdf())])
        self.assertEqual(status, 201, receipt)
        return receipt["submission"]

    def hand_in_letter(self, number):
        files = [("brief.xml", "application/xml", sample("citizen-letter").read_bytes())]
        status, _, receipt = submit(self.world, f"letter-{number}", letter(), files, "burgerzaken")
        self.assertEqual(status, 201, receipt)
        return receipt["submission"]

    def view(self, submission):
        return json.loads(self.world.get("beheer", "/v1/submissions/" + submission)[2])

    def download(self, path):
        status, headers, body = self.world.get("beheer", path)
        self.assertEqual(status, 200, body)
        return {name.lower(): value for name, value in headers.items()}, body

    def health(self):
        with urllib.request.urlopen(self.world.url("gateway") + "/health", timeout=10) as answer:
            return {part["name"]: part for part in json.loads(answer.read())["parts"]}

    def gauge(self, name):
        text = self.world.get("beheer", "/metrics")[2].decode()
        return float(re.search(rf"^{name} (\S+)$", text, re.M).group(1))

    def believes(self, token, octets_digest):
        """`openssl ts -verify` on a token over a digest."""
        path = self.world.folder / "token.der"
        path.write_bytes(token)
        done = subprocess.run(["openssl", "ts", "-verify", "-token_in", "-in", str(path), "-digest",
                               octets_digest.hex(), "-CAfile", str(self.world.anchor)], capture_output=True, text=True)
        return done.returncode == 0, done.stdout + done.stderr

    def check_raised(self, submission):
        seal = self.view(submission)["seal"]
        self.assertEqual(seal["time"]["level"], "XAdES-B-LT")
        self.assertEqual(seal["time"]["authority"], "proef")
        headers, best = self.download(f"/v1/submissions/{submission}/seal")
        self.assertEqual(headers["etag"], f'"{seal["time"]["container_sha256"]}"')
        self.assertEqual(hashlib.sha256(best).hexdigest(), seal["time"]["container_sha256"])
        _, original = self.download(f"/v1/submissions/{submission}/seal/original")
        self.assertEqual(hashlib.sha256(original).hexdigest(), seal["container_sha256"])
        signature = zipfile.ZipFile(io.BytesIO(best)).read("META-INF/signatures001.xml").decode()
        self.assertIn("RevocationValues", signature)
        self.assertNotIn("SignatureTimeStamp",
                         zipfile.ZipFile(io.BytesIO(original)).read("META-INF/signatures001.xml").decode())
        token = base64.b64decode(re.search(r"<xades:EncapsulatedTimeStamp[^>]*>([^<]+)<", signature).group(1))
        attributes, value = re.search(r"<ds:SignatureValue([^>]*)>([^<]*)</ds:SignatureValue>", signature).groups()
        canonical = f'<ds:SignatureValue xmlns:ds="{DS}"{attributes}>{value}</ds:SignatureValue>'
        good, told = self.believes(token, hashlib.sha256(canonical.encode()).digest())
        self.assertTrue(good, told)
        self.assertFalse(self.believes(token, hashlib.sha256(b"something else").digest())[0])

    def check_evidence(self, submission):
        seal = self.view(submission)["seal"]
        self.assertEqual(seal["time"]["mode"], "batch")
        headers, record = self.download(f"/v1/submissions/{submission}/evidence")
        self.assertIn(".ers", headers["content-disposition"])
        self.assertEqual(hashlib.sha256(record).hexdigest(), seal["time"]["evidence_sha256"])
        _, container = self.download(f"/v1/submissions/{submission}/seal")
        self.assertEqual(hashlib.sha256(container).hexdigest(), seal["container_sha256"])
        root, token = evidence(record, hashlib.sha256(container).digest())
        good, told = self.believes(token, root)
        self.assertTrue(good, told)
        other, _ = evidence(record, hashlib.sha256(container + b"x").digest())
        self.assertFalse(self.believes(token, other)[0])
        return token

    def test_an_authority_that_is_away_delays_the_evidence_and_nothing_else(self):
        self.world.stop_authority()
        self.world.start_twin("parliament")
        self.world.start_twin("ebox")
        self.world.start_gateway()
        dossiers = [self.hand_in(1)]
        until("the debt warns", 20, lambda: self.health()["time"].get("warning"))
        warning = self.health()["time"]
        self.assertTrue(warning["well"])
        self.assertIn("since", warning)
        self.assertIn("proef", warning["why"])
        dossiers += [self.hand_in(number) for number in (2, 3)]
        letters = [self.hand_in_letter(number) for number in (1, 2)]

        # Documents come in, are sealed and delivered all the same.
        for submission in dossiers:
            self.world.transfer_in("kaleidos", submission, "parliament", ["acknowledged", "handed_over"])
        until("all are sealed", 20, lambda: self.gauge("wetbode_time_owed") == 5)
        self.assertFalse(self.health()["time"]["well"])  # beyond debt_max_count
        self.assertFalse(self.health()["time"]["vital"])
        self.assertGreater(self.gauge("wetbode_time_failing_seconds"), 0)
        self.assertGreater(self.gauge("wetbode_time_oldest_owed_seconds"), 0)
        self.assertEqual(self.world.get("beheer", f"/v1/submissions/{letters[0]}/evidence")[0], 404)
        self.assertNotIn("container_sha256", self.view(dossiers[0])["seal"]["time"])
        log = self.world.folder / "gateway.log"
        until("the alarm rings", 20, lambda: "event=time.debt_alarm" in log.read_text())

        # A crash in the middle of it forgets nothing.
        self.world.kill_gateway()
        self.world.start_gateway()
        self.assertEqual(self.gauge("wetbode_time_owed"), 5)

        self.world.start_authority()
        until("the debt is paid", 60, lambda: self.gauge("wetbode_time_owed") == 0)
        self.assertTrue(self.health()["time"]["well"])
        self.assertNotIn("warning", self.health()["time"])
        self.assertEqual(self.gauge("wetbode_time_oldest_owed_seconds"), 0)
        for submission in dossiers:
            self.check_raised(submission)
        tokens = {self.check_evidence(submission) for submission in letters}
        self.assertEqual(len(tokens), 1)  # one token for both
        until("the debt is told as paid", 20, lambda: "event=time.debt_paid" in log.read_text())
        self.assertEqual(log.read_text().count("event=time.debt_alarm"), 2)  # once per life of the process

    def test_without_an_authority_nothing_is_owed_and_the_start_says_so_once(self):
        self.world.settings(lambda text: text[:text.index("[time_authority")])
        self.world.start_twin("parliament")
        self.world.start_gateway()
        submission = self.hand_in(1)
        until("it is sealed", 20, lambda: self.view(submission)["seal"]["state"] == "done")
        self.assertEqual(self.view(submission)["seal"]["time"]["state"], "none")
        self.assertEqual(self.gauge("wetbode_time_owed"), 0)
        self.assertTrue(self.health()["time"]["well"])
        self.assertEqual((self.world.folder / "gateway.log").read_text().count("event=time.none"), 1)


if __name__ == "__main__":
    unittest.main()
