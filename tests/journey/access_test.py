# SPDX-License-Identifier: EUPL-1.2
"""Who may see and do what, over plain HTTP with secrets and over mutual TLS with certificates."""
import hashlib
import json
import ssl
import subprocess
import urllib.error
import urllib.request

from world import Journey, dossier, pdf, submit

PDF = pdf()


class Roles(Journey):
    def setUp(self):
        super().setUp()
        self.world.start_twin("parliament")
        self.world.start_gateway()
        manifest = dossier(1, [("a.pdf", "application/pdf", "")])
        _, _, self.receipt = submit(self.world, "k1", manifest, [("a.pdf", "application/pdf", PDF)])
        self.path = "/v1/submissions/" + self.receipt["submission"]

    def test_a_caller_without_or_with_a_wrong_secret_is_not_let_in(self):
        for header in ({"Authorization": ""}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic a2xvOm4="}):
            status, headers, body = self.world.get("kaleidos", self.path, header)
            self.assertEqual(status, 401, body)
            self.assertIn("www-authenticate", {name.lower() for name in headers})

    def test_a_sender_sees_its_own_submissions_and_no_others(self):
        self.assertEqual(self.world.get("kaleidos", self.path)[0], 200)
        self.assertEqual(self.world.get("burgerzaken", self.path)[0], 404)
        transfer = "/v1/transfers/" + self.receipt["transfers"][0]["id"]
        self.assertEqual(self.world.get("kaleidos", transfer)[0], 200)
        self.assertEqual(self.world.get("burgerzaken", transfer)[0], 404)

    def test_a_clerk_reads_the_feed_of_his_own_counterpart_only(self):
        self.assertEqual(self.world.get("griffie", "/feeds/parliament/events?after=0")[0], 200)
        self.assertIn(self.world.get("griffie", "/feeds/ebox/events?after=0")[0], (403, 404))
        self.assertIn(self.world.get("kaleidos", "/feeds/parliament/events?after=0")[0], (403, 404))

    def test_only_an_administrator_replays_and_only_with_a_reason(self):
        self.world.transfer_in("kaleidos", self.receipt["submission"], "parliament", ["acknowledged"])
        identifier = self.receipt["transfers"][0]["id"]
        status, problem = self.world.wetbode("kaleidos", "replay", identifier, "--reason", "zomaar")
        self.assertEqual((status, problem["status"]), (1, 403))
        status, problem = self.world.wetbode("beheer", "replay", identifier, "--reason", "x")
        self.assertEqual(status, 2)
        status, problem = self.world.wetbode("beheer", "replay", identifier, "--reason", "nog eens sturen")
        self.assertEqual((status, problem["code"]), (1, "TRANSFER_STATE"))


class MutualTls(Journey):
    def make(self, *arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=self.world.folder)

    def certificate(self, name, extensions):
        (self.world.folder / f"{name}.ext").write_text(extensions)
        self.make("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{name}.key",
                  "-out", f"{name}.csr", "-subj", f"/CN={name}")
        self.make("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days",
                  "2", "-extfile", f"{name}.ext", "-out", f"{name}.pem")

    def context(self, name=None):
        context = ssl.create_default_context(cafile=str(self.world.folder / "ca.pem"))
        if name:
            context.load_cert_chain(self.world.folder / f"{name}.pem", self.world.folder / f"{name}.key")
        return context

    def fetch(self, path, context):
        url = f"https://127.0.0.1:{self.world.ports['gateway']}{path}"
        try:
            with urllib.request.urlopen(url, context=context, timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as answer:
            answer.close()
            return answer.code

    def test_a_certificate_opens_the_door_and_says_who_comes(self):
        self.make("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "ca.key",
                  "-out", "ca.pem", "-days", "2", "-subj", "/CN=test ca", "-addext", "keyUsage=critical,keyCertSign")
        self.certificate("server", "subjectAltName=IP:127.0.0.1")
        self.certificate("griffie", "extendedKeyUsage=clientAuth")
        self.certificate("stranger", "extendedKeyUsage=clientAuth")
        der = subprocess.run(["openssl", "x509", "-in", "griffie.pem", "-outform", "DER"], check=True,
                             capture_output=True, cwd=self.world.folder).stdout
        fingerprint = hashlib.sha256(der).hexdigest()
        folder = self.world.folder
        server = (f'[server]\ncertificate_file = "{folder}/server.pem"\nkey_file = "{folder}/server.key"\n'
                  f'client_ca_file = "{folder}/ca.pem"')
        known_by_secret = f'secret_sha256 = "{self.world.secrets["griffie"][1]}"'
        self.world.settings(lambda text: text.replace("[server]", server).replace(
            known_by_secret, f'certificate_sha256 = "{fingerprint}"'))
        command = [self.world.program("wetbode"), "serve", "--config", str(folder / "gateway.toml")]
        self.world.start("gateway", command, lambda: "event=gateway.ready" in (folder / "gateway.log").read_text())
        self.assertEqual(self.fetch("/feeds/parliament/events?after=0", self.context("griffie")), 200)
        self.assertEqual(self.fetch("/feeds/parliament/events?after=0", self.context("stranger")), 401)
        with self.assertRaises((ssl.SSLError, OSError)):
            self.fetch("/feeds/parliament/events?after=0", self.context())


class Openness(Journey):
    def test_secrets_stand_nowhere_in_log_or_ledger(self):
        self.world.start_twin("parliament")
        self.world.start_gateway()
        manifest = dossier(1, [("a.pdf", "application/pdf", "")])
        _, _, receipt = submit(self.world, "k1", manifest, [("a.pdf", "application/pdf", PDF)])
        transfer = self.world.transfer_in("kaleidos", receipt["submission"], "parliament", ["acknowledged"])
        _, whole = self.world.wetbode("beheer", "transfers", transfer["id"])
        shown = json.dumps(whole) + (self.world.folder / "gateway.log").read_text()
        for secret, _ in self.world.secrets.values():
            self.assertNotIn(secret, shown)
        self.assertNotIn("access_token", shown)
