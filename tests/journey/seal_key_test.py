# SPDX-License-Identifier: EUPL-1.2
"""The real program seals with a key in a real PKCS#11 token (SoftHSM2) and in PKCS#12; others judge what it made."""
import os
import shutil
import subprocess
import unittest
import urllib.request
import zipfile

from world import Journey, dossier, pdf, submit, until

MODULE = "/usr/lib/softhsm/libsofthsm2.so"
PDF = pdf()


class SealKey(Journey):
    def setUp(self):
        super().setUp()
        self.home = self.world.folder / "token"
        (self.home / "tokens").mkdir(parents=True)
        (self.home / "softhsm2.conf").write_text(
            f"directories.tokendir = {self.home}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n")
        (self.home / "pin.txt").write_text("1234\n")
        self.environment = {**os.environ, "SOFTHSM2_CONF": str(self.home / "softhsm2.conf")}
        self.run_here("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -keyout ca.key "
                      "-out ca.pem -subj '/CN=Test authority' -addext basicConstraints=critical,CA:TRUE "
                      "-addext keyUsage=critical,keyCertSign")

    def run_here(self, command, check=True):
        done = subprocess.run(command, shell=True, cwd=self.home, env=self.environment, text=True, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if check and done.returncode != 0:
            self.fail(f"{command}\n{done.stdout}")
        return done

    def make_key(self, algorithm):
        """seal.key, and seal.pem with its issuer behind it."""
        (self.home / "seal.ext").write_text("keyUsage=critical,digitalSignature,nonRepudiation\n"
                                            "authorityKeyIdentifier=keyid\n")
        self.run_here(f"openssl genpkey -algorithm {algorithm} -out seal.key && "
                      "openssl req -new -key seal.key -subj '/CN=Test seal' -out seal.csr && "
                      "openssl x509 -req -in seal.csr -CA ca.pem -CAkey ca.key -set_serial 5 -days 20 "
                      "-extfile seal.ext -out leaf.pem && cat leaf.pem ca.pem > seal.pem")

    def make_token(self):
        self.run_here("softhsm2-util --init-token --free --label zegel --so-pin 12345678 --pin 1234 && "
                      "softhsm2-util --import seal.key --token zegel --label zegel-2026 --id 2026 --pin 1234 && "
                      "rm seal.key")

    def start(self, sealing):
        self.world.settings(lambda text: text + "\n[sealing]\n" + sealing)
        self.world.start_twin("parliament")
        self.world.start_gateway(["env", f"SOFTHSM2_CONF={self.home}/softhsm2.conf"])

    def token_settings(self):
        return (f'pkcs11_module = "{MODULE}"\npkcs11_token = "zegel"\npkcs11_key = "zegel-2026"\n'
                f'pin_file = "{self.home}/pin.txt"\ncertificate_file = "{self.home}/seal.pem"\n')

    def container_of(self, submission):
        view = self.world.submission("kaleidos", submission)
        self.assertEqual(view["seal"]["state"], "done")
        status, _, octets = self.world.get("griffie", f"/v1/submissions/{submission}/seal")
        self.assertEqual(status, 200)
        path = self.home / "sealed.asice"
        path.write_bytes(octets)
        return path

    def sealed(self, key):
        manifest = dossier(key, [("a.pdf", "application/pdf", "")])
        status, _, receipt = submit(self.world, f"k{key}", manifest, [("a.pdf", "application/pdf", PDF)])
        self.assertEqual(status, 201)
        self.world.transfer_in("kaleidos", receipt["submission"], "parliament", ["acknowledged"])
        return self.container_of(receipt["submission"])

    def judge(self, container, method):
        """Our own verifier and, where it can, xmlsec1 find the seal good; a changed file is found by both."""
        verify = [self.world.program("wetbode"), "verify", str(container), "--anchor", str(self.home / "ca.pem")]
        done = subprocess.run(verify, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)
        opened = self.home / "opened"
        shutil.rmtree(opened, ignore_errors=True)
        with zipfile.ZipFile(container) as archive:
            archive.extractall(opened)
        signatures = (opened / "META-INF" / "signatures001.xml").read_text()
        self.assertIn(f'<ds:SignatureMethod Algorithm="{method}">', signatures)
        if "MGF1" in method:
            return  # xmlsec1 1.2 does not know RSA-PSS
        xmlsec = (f"cd opened && xmlsec1 --verify --trusted-pem {self.home}/ca.pem --enabled-key-data x509 "
                  "--enabled-reference-uris same-doc,local,remote "
                  "--id-attr:Id http://uri.etsi.org/01903/v1.3.2#:SignedProperties META-INF/signatures001.xml")
        self.run_here(xmlsec)
        payload = next(opened.rglob("a.pdf"))
        self.assertEqual(payload.read_bytes(), PDF)
        payload.write_bytes(PDF + b"\n")
        self.assertNotEqual(self.run_here(xmlsec, check=False).returncode, 0)

    def test_a_key_in_a_token_seals_and_others_find_the_seal_good(self):
        self.make_key("EC -pkeyopt ec_paramgen_curve:P-256")
        self.make_token()
        self.start(self.token_settings())
        self.judge(self.sealed(1), "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256")

    def test_a_p384_key_in_a_token_seals_with_sha_384(self):
        self.make_key("EC -pkeyopt ec_paramgen_curve:P-384")
        self.make_token()
        self.start(self.token_settings())
        self.judge(self.sealed(1), "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384")

    def test_an_rsa_key_in_a_token_seals_with_either_padding(self):
        self.make_key("RSA -pkeyopt rsa_keygen_bits:3072")
        self.make_token()
        self.start(self.token_settings())
        self.judge(self.sealed(1), "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1")
        self.world.kill_gateway()
        self.world.settings(lambda text: text + 'rsa = "pkcs1"\n')
        self.world.start_gateway(["env", f"SOFTHSM2_CONF={self.home}/softhsm2.conf"])
        self.judge(self.sealed(2), "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")

    def test_a_key_in_pkcs12_brings_its_chain(self):
        self.make_key("EC -pkeyopt ec_paramgen_curve:P-256")
        self.run_here("openssl pkcs12 -export -inkey seal.key -in leaf.pem -certfile ca.pem -passout pass:geheim "
                      "-out seal.p12 && rm seal.key && printf geheim > phrase.txt")
        self.start(f'key_file = "{self.home}/seal.p12"\npassphrase_file = "{self.home}/phrase.txt"\n')
        self.judge(self.sealed(1), "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256")

    def test_while_the_token_is_away_documents_are_taken_in_and_sealed_when_it_is_back(self):
        self.make_key("EC -pkeyopt ec_paramgen_curve:P-256")
        self.make_token()
        (self.home / "tokens").rename(self.home / "pulled-out")
        (self.home / "tokens").mkdir()
        self.start(self.token_settings())
        manifest = dossier(1, [("a.pdf", "application/pdf", "")])
        status, _, receipt = submit(self.world, "k1", manifest, [("a.pdf", "application/pdf", PDF)])
        self.assertEqual(status, 201)
        with urllib.request.urlopen(self.world.url("gateway") + "/health", timeout=10) as answer:
            self.assertIn("plugged in", answer.read().decode())
        (self.home / "tokens").rmdir()
        (self.home / "pulled-out").rename(self.home / "tokens")
        until("the seal is made", 120,
              lambda: self.world.submission("kaleidos", receipt["submission"])["seal"]["state"] == "done")
        self.judge(self.container_of(receipt["submission"]), "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256")

    def test_a_wrong_pin_stops_the_start_and_is_tried_once_however_often_it_is_started(self):
        self.make_key("EC -pkeyopt ec_paramgen_curve:P-256")
        self.make_token()
        (self.home / "pin.txt").write_text("4321\n")
        self.world.settings(lambda text: text + "\n[sealing]\n" + self.token_settings())
        serve = [self.world.program("wetbode"), "serve", "--config", str(self.world.folder / "gateway.toml")]
        told = []
        for _ in range(3):
            done = subprocess.run(serve, env=self.environment, text=True, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, timeout=60, check=False)
            self.assertNotEqual(done.returncode, 0)
            told.append(done.stdout)
        self.assertIn("does not accept the PIN", told[0])
        self.assertIn("so none is tried", told[1])
        self.assertIn("so none is tried", told[2])


if __name__ == "__main__":
    unittest.main()
