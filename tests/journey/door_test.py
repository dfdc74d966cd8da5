# SPDX-License-Identifier: EUPL-1.2
"""What a sender meets at the door of the real program: receipts, refusals, restarts, a full disk, a cut connection."""
import hashlib
import socket
import urllib.error
import urllib.request

from world import Journey, bill, dossier, manifest_part, multipart, pdf, post, submit, until

PDF = pdf()
OTHER_PDF = pdf("Een andere bijlage.")


class Door(Journey):
    def setUp(self):
        super().setUp()
        self.world.start_twin("parliament")
        self.world.doubt("1s")
        self.world.start_gateway()

    def test_the_same_key_and_content_give_the_same_receipt_even_after_a_restart(self):
        manifest = dossier(1, [("a.pdf", "application/pdf", "")])
        first, _, receipt = submit(self.world, "k1", manifest, [("a.pdf", "application/pdf", PDF)])
        again, headers, same = submit(self.world, "k1", manifest, [("a.pdf", "application/pdf", PDF)])
        self.world.kill_gateway()
        self.world.start_gateway()
        later, _, still = submit(self.world, "k1", manifest, [("a.pdf", "application/pdf", PDF)])
        self.assertEqual((first, again, later), (201, 200, 200))
        self.assertEqual(receipt, same)
        self.assertEqual(receipt, still)
        self.assertEqual(headers.get("idempotent-replay"), "true")
        self.world.transfer_in("kaleidos", receipt["submission"], "parliament", ["acknowledged"])
        self.assertEqual(len(self.world.received()), 1)

    def test_the_same_key_with_other_content_is_a_refusal_of_its_own(self):
        manifest = dossier(1, [("a.pdf", "application/pdf", "")])
        submit(self.world, "k1", manifest, [("a.pdf", "application/pdf", PDF)])
        status, headers, problem = submit(self.world, "k1", manifest, [("a.pdf", "application/pdf", OTHER_PDF)])
        self.assertEqual((status, problem["code"]), (422, "KEY_REUSED"))
        self.assertTrue(headers["content-type"].startswith("application/problem+json"))

    def test_a_missing_and_an_unannounced_file_are_refused_by_name(self):
        manifest = dossier(1, [("a.pdf", "application/pdf", ""), ("b.pdf", "application/pdf", "")])
        status, _, problem = submit(self.world, "k1", manifest, [("a.pdf", "application/pdf", PDF),
                                                                 ("c.pdf", "application/pdf", PDF)])
        self.assertEqual((status, problem["code"]), (422, "MANIFEST_GAP"))
        found = {(fault["code"], fault["file"]) for fault in problem["faults"]}
        self.assertEqual(found, {("MANIFEST.MISSING_FILE", "b.pdf"), ("MANIFEST.UNANNOUNCED_FILE", "c.pdf")})
        self.assertEqual(self.world.ledger("select count(*) from transfers")[0][0], 0)

    def test_the_manifest_may_come_after_the_files(self):
        manifest = dossier(1, [("a.pdf", "application/pdf", "")])
        content_type, body = multipart([("file", "a.pdf", "application/pdf", PDF),
                                        manifest_part(manifest)])
        status, _, receipt = post(self.world, "/v1/submissions", content_type, body, {"Idempotency-Key": "k1"})
        self.assertEqual(status, 201)
        self.assertEqual(receipt["files"][0]["sha256"], hashlib.sha256(PDF).hexdigest())

    def test_a_refused_draft_may_be_mended_and_sent_under_the_same_key(self):
        manifest = dossier(1, [("decreet.xml", "application/akn+xml", "bill")])
        broken = bill().replace(b"</akomaNtoso>", b"<p/></akomaNtoso>")
        status, _, problem = submit(self.world, "k1", manifest, [("decreet.xml", "application/xml", broken)])
        self.assertEqual((status, problem["code"]), (422, "DOCUMENT_INVALID"))
        fault = next(found for found in problem["faults"] if found["severity"] == "error")
        self.assertEqual(fault["line"], broken[:broken.index(b"<p/></akomaNtoso>")].count(b"\n") + 1)
        self.assertGreater(fault["column"], 0)
        status, _, _ = submit(self.world, "k1", manifest, [("decreet.xml", "application/xml", bill())])
        self.assertEqual(status, 201)

    def test_validation_stores_nothing(self):
        manifest = dossier(1, [("decreet.xml", "application/akn+xml", "bill")])
        content_type, body = multipart([manifest_part(manifest),
                                        ("file", "decreet.xml", "application/xml", bill())])
        status, _, verdict = post(self.world, "/v1/validations", content_type, body)
        self.assertEqual((status, verdict["valid"]), (200, True))
        self.assertEqual(self.world.ledger("select count(*) from submissions")[0][0], 0)
        self.assertEqual(self.world.ledger("select count(*) from events")[0][0], 0)

    def test_confidential_advice_never_leaves(self):
        manifest = dossier(1, [("advies.pdf", "application/pdf", "")], access="vertrouwelijk")
        status, _, problem = submit(self.world, "k1", manifest, [("advies.pdf", "application/pdf", PDF)])
        self.assertEqual((status, problem["code"]), (422, "ACCESS_LEVEL"))
        self.assertEqual(self.world.received(), [])

    def test_a_connection_cut_in_the_middle_leaves_nothing_behind(self):
        manifest = dossier(1, [("a.txt", "text/plain", "")])
        content_type, body = multipart([manifest_part(manifest),
                                        ("file", "a.txt", "text/plain", b"x" * 1_000_000)])
        head = (f"POST /v1/submissions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {content_type}\r\n"
                f"Authorization: Bearer {self.world.secrets['kaleidos'][0]}\r\nIdempotency-Key: k1\r\n"
                f"Content-Length: {len(body)}\r\n\r\n").encode()
        with socket.create_connection(("127.0.0.1", self.world.ports["gateway"])) as connection:
            connection.sendall(head + body[:700_000])
        until("the spool folder is empty again", 20, lambda: not list((self.world.folder / "data" / "spool").iterdir()))
        self.assertEqual(self.world.ledger("select count(*) from submissions")[0][0], 0)
        status, _, _ = submit(self.world, "k1", manifest, [("a.txt", "text/plain", b"x" * 1_000_000)])
        self.assertEqual(status, 201)


class FullDisk(Journey):
    def test_a_full_disk_is_told_with_503_and_nothing_is_half_kept(self):
        """A limit on the size of files stands in for the full disk: the write fails in the same place."""
        self.world.start_twin("parliament")
        self.world.start_gateway(before=["prlimit", "--fsize=3000000"])
        manifest = dossier(1, [("a.txt", "text/plain", "")])
        big = b"x" * 4_000_000
        status, headers, problem = submit(self.world, "k1", manifest, [("a.txt", "text/plain", big)])
        self.assertEqual(status, 503, problem)
        self.assertIn("retry-after", headers)
        until("the spool folder is empty again", 20, lambda: not list((self.world.folder / "data" / "spool").iterdir()))
        small = b"x" * 100_000
        status, _, _ = submit(self.world, "k2", manifest, [("a.txt", "text/plain", small)])
        self.assertEqual(status, 201, "the gateway works on once there is room")


class Operations(Journey):
    def test_health_metrics_and_openapi_are_there(self):
        self.world.start_twin("parliament")
        self.world.start_gateway()
        status, _, body = self.world.get("beheer", "/health")
        self.assertEqual(status, 200, body)
        status, _, body = self.world.get("beheer", "/metrics")
        self.assertEqual(status, 200)
        self.assertIn(b"wetbode_submissions", body)
        status, _, body = self.world.get("beheer", "/openapi.yaml")
        self.assertIn(b"\nopenapi: 3.1", body[:200])

    def test_without_clients_only_loopback_is_allowed(self):
        self.world.settings(lambda text: text[:text.index("[client.")] + text[text.index("[counterpart."):])
        self.world.settings(lambda text: text.replace("[server]", '[server]\naddress = "0.0.0.0"'))
        with self.assertRaises(Exception):
            self.world.start_gateway()
        log = (self.world.folder / "gateway.log").read_text()
        self.assertIn("only loopback is allowed", log)

    def test_a_web_page_cannot_reach_an_open_gateway_through_another_host_name(self):
        self.world.settings(lambda text: text[:text.index("[client.")] + text[text.index("[counterpart."):])
        self.world.start_gateway()
        request = urllib.request.Request(self.world.url("gateway") + "/v1/transfers", headers={"Host": "evil.example"})
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)
        self.assertEqual(refused.exception.code, 403)
        refused.exception.close()
