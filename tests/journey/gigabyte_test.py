# SPDX-License-Identifier: EUPL-1.2
"""A dossier of a gigabyte, inline as base 64, passes between Kaleidos and the Parliament in both directions."""
import base64
import hashlib
import http.client
import json
import random

from kaleidos_client import Client, file_of, message_of, piece_of
from large_test import MEBIBYTE, RESIDENT_MAX, pdf_around
from world import Journey, until

FILE_BYTES = 1_000_000_000
PIECE = 3 * MEBIBYTE // 4 * 4


class Gigabyte(Journey):
    def setUp(self):
        super().setUp()
        self.world.start_twin("parliament")
        self.world.settings(lambda text: text.replace('deadline = "20s"', 'deadline = "4m"')
                            + '\n[kaleidos]\nanswer_within = "5m"\n')
        self.world.start_gateway()
        self.client = Client(self.world.ports["gateway"], "kaleidos", self.world.secrets["kaleidos"][0])

    def peak_resident(self):
        with open(f"/proc/{self.world.running['gateway'].pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))

    def octets(self, digest):
        """A real PDF whose picture does not compress, piece by piece."""
        chance = random.Random(1)
        head, tail = pdf_around(FILE_BYTES)
        block = chance.randbytes(PIECE)
        left, rest = FILE_BYTES, head
        while left > 0:
            part = block[:min(PIECE, left)]
            left -= len(part)
            rest += part
            whole = rest[:len(rest) // 3 * 3]
            rest = rest[len(whole):]
            digest.update(whole)
            yield whole
        digest.update(rest + tail)
        yield rest + tail

    def send(self, digest):
        """The message of the client, its content made while it is sent."""
        text = json.dumps(message_of(1, [piece_of(1, "Kaart", [file_of(1, b"INHOUD")])])).encode()
        before, after = text.split(base64.b64encode(b"INHOUD"))
        head, tail = pdf_around(FILE_BYTES)
        length = (len(head) + FILE_BYTES + len(tail) + 2) // 3 * 4
        connection = http.client.HTTPConnection("127.0.0.1", self.world.ports["gateway"], timeout=400)

        def parts():
            yield before
            for octets in self.octets(digest):
                yield base64.b64encode(octets)
            yield after
        connection.request("POST", "/api/kaleidos/v1/document", parts(), {
            **self.client.authorised(), "Content-Type": "text/plain;charset=UTF-8",
            "Content-Length": str(len(before) + length + len(after))})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        self.assertEqual(answer.status, 200, f"{answer.reason} {body[:500]}")
        return json.loads(body)

    def offered(self, method):
        connection = http.client.HTTPConnection("127.0.0.1", self.world.ports["gateway"], timeout=400)
        self.addCleanup(connection.close)
        connection.request(method, "/api/kaleidos/v1/kanselarij", None, self.client.authorised())
        answer = connection.getresponse()
        return answer, int(answer.headers["Content-Length"])

    def test_a_gigabyte_goes_there_and_a_gigabyte_comes_back_below_128_mib_of_resident_memory(self):
        digest = hashlib.sha256()
        pobj = self.send(digest)["pobj"]
        self.assertFalse(pobj.startswith("W"))
        self.assertEqual([f["sha256"] for item in self.world.received() for f in item["files"]], [digest.hexdigest()])
        there = self.peak_resident()
        self.assertLess(there, RESIDENT_MAX)

        self.world.twin("parliament", "/_twin/perkament", {"pobj": pobj, "bytes": FILE_BYTES, "bijlagen": 0})
        until("the perkament is laid ready", 300, lambda: self.offered("HEAD")[1] > FILE_BYTES)
        answer, _ = self.offered("GET")
        came, first = 0, b""
        while part := answer.read(4 * MEBIBYTE):
            came += len(part)
            first = first or part
        self.assertEqual(came, int(answer.headers["Content-Length"]))
        self.assertGreater(came, FILE_BYTES // 3 * 4)
        self.assertIn(pobj.encode(), first[:4096])
        back = self.peak_resident()
        self.assertLess(back, RESIDENT_MAX)


if __name__ == "__main__":
    import unittest
    unittest.main()
