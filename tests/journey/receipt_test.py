# SPDX-License-Identifier: EUPL-1.2
"""A receipt on paper, from the program as it is shipped: fetched, read by poppler and a QR reader, checked by `wetbode
verify` and pdfsig, also while the time authority is away, and when many ask at once."""
import hashlib
import json
import shutil
import subprocess
import threading

from world import Journey, dossier, pdf, submit, until  # noqa: I001  (it knows where the others are)

FILES = 60


class Receipts(Journey):
    def setUp(self):
        super().setUp()
        self.world.start_authority()
        self.world.issue_seal_key()
        self.world.settings(self.settings)

    def settings(self, text):
        folder = self.world.folder
        return text.replace("[server]\n", '[server]\nbase_url = "https://wetbode.test"\ncheck_threads = 1\n'
                                          "check_queue_max = 1\n", 1) + f"""
[sealing]
key_file = "{folder}/seal.key"
certificate_file = "{folder}/seal.pem"
letters = "B-LT"
receipts = "B-LTA"

[time]
rest_first = "200ms"
rest_most = "500ms"
batch_every = "1s"

[time_authority.proef]
url = "{self.world.url('trust')}/tsa"
anchors_file = "{folder}/trust/root.pem"
"""

    def hand_in(self):
        names = [f"stuk {number}.pdf" for number in range(1, FILES + 1)]
        manifest = dossier(1, [(name, "application/pdf", "") for name in names])
        files = [(name, "application/pdf", pdf(name)) for name in names]
        status, _, receipt = submit(self.world, "dossier-1", manifest, files)
        self.assertEqual(status, 201, receipt)
        return receipt, files

    def refused(self):
        manifest = dossier(2, [("a.pdf", "application/pdf", "")])
        status, headers, problem = submit(self.world, "dossier-2", manifest, [("a.pdf", "application/pdf", b"no PDF")])
        self.assertEqual(status, 422, problem)
        return headers["wetbode-submission"], problem

    def command(self, client, *arguments):
        return subprocess.run([self.world.program("wetbode"), "receipt", *arguments, "--url",
                               self.world.url("gateway"), "--secret-file",
                               str(self.world.folder / f"{client}.secret")],
                              capture_output=True, timeout=120, cwd=self.world.folder)

    def fetched(self, submission, language="nl", client="kaleidos"):
        file = self.world.folder / f"{submission}-{language}.pdf"
        done = self.command(client, submission, "-o", str(file), "--language", language)
        self.assertEqual(done.returncode, 0, done.stderr)
        return file, done.stdout.decode()

    @staticmethod
    def words(file):
        text = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True)
        return " ".join(text.stdout.split())

    def judged_by_others(self, file):
        if shutil.which("qpdf"):
            checked = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True)
            self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
        said = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True).stdout
        self.assertIn("Signature is Valid.", said)
        self.assertNotIn("Invalid", said)

    def code(self, file):
        if not shutil.which("zbarimg"):
            self.skipTest("zbarimg (zbar-tools) is not installed")
        page = self.world.folder / "page"
        subprocess.run(["pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-singlefile", "-png", str(file), str(page)],
                       check=True)
        read = subprocess.run(["zbarimg", "-q", "--nodbus", "--raw", str(page) + ".png"], capture_output=True,
                              text=True)
        return read.stdout.strip()

    def start(self):
        self.world.start_twin("parliament")
        self.world.start_gateway()

    def test_a_receipt_tells_all_in_both_languages_and_everybody_can_check_it(self):
        self.start()
        receipt, files = self.hand_in()
        submission = receipt["submission"]
        self.world.transfer_in("kaleidos", submission, "parliament", ["acknowledged"])

        dutch, told = self.fetched(submission)
        english, _ = self.fetched(submission, "en")

        self.assertIn("PAdES-B-LTA", told)
        words = self.words(dutch)
        for text in ("Ontvangstbewijs", "Ingediend door kaleidos", submission, "urn:test:dossier:1: Dossier 1",
                     "parliament: ontvangst bevestigd", "Aan zet: niemand", "Wat dit bewijst",
                     "Zegel over de indiening", "PAdES B-LTA", f"Bestanden: {FILES}"):
            self.assertIn(text, words)
        for name, _, content in files:
            self.assertIn(name, words)
            self.assertIn("SHA-256 " + hashlib.sha256(content).hexdigest(), words)
        for text in ("Receipt", "Handed over by kaleidos", "parliament: acknowledged", "What this does not prove",
                     "How to check this, also years from now"):
            self.assertIn(text, self.words(english))
        for file in (dutch, english):
            status, report = self.world.verify(file)
            self.assertEqual(status, 0, report)
            self.judged_by_others(file)
        changed = bytearray(dutch.read_bytes())
        changed[len(changed) // 3] ^= 1
        dutch.write_bytes(changed)
        self.assertEqual(self.world.verify(dutch)[0], 1)

    def test_the_same_receipt_asked_for_again_is_the_same_paper_and_costs_no_token(self):
        self.start()
        receipt, _ = self.hand_in()
        submission = receipt["submission"]
        self.world.transfer_in("kaleidos", submission, "parliament", ["acknowledged"])
        path = f"/v1/submissions/{submission}/receipt"
        until("the seal has its time", 60,
              lambda: json.loads(self.world.get("kaleidos", f"/v1/submissions/{submission}")[2])["seal"]["state"] ==
              "done")
        paper = {"Accept": "application/pdf"}
        first = self.world.get("kaleidos", path, paper)
        self.assertEqual(first[0], 200)

        self.world.stop_authority()  # whoever needs a token now gets a lower level

        self.assertEqual(self.world.get("kaleidos", path, paper)[2], first[2])
        self.assertEqual(self.world.get("beheer", path, paper)[2], first[2])
        english = self.world.get("kaleidos", path, {**paper, "Accept-Language": "en"})
        levels = [{name.lower(): value for name, value in answer[1].items()}["wetbode-seal-level"]
                  for answer in (first, english)]
        self.assertEqual(levels, ["PAdES-B-LTA", "PAdES-B-B"])

    def test_who_asks_for_too_many_new_receipts_is_told_when_to_come_back(self):
        self.world.settings(lambda text: text.replace("receipts = \"B-LTA\"",
                                                      "receipts = \"B-T\"\nreceipts_per_hour = 1"))
        self.start()
        receipt, _ = self.hand_in()
        submission = receipt["submission"]
        self.world.transfer_in("kaleidos", submission, "parliament", ["acknowledged"])
        path = f"/v1/submissions/{submission}/receipt"
        paper = {"Accept": "application/pdf", "Accept-Language": "nl"}
        self.assertEqual(self.world.get("kaleidos", path, paper)[0], 200)

        status, headers, body = self.world.get("kaleidos", path, {**paper, "Accept-Language": "en"})

        self.assertEqual((status, json.loads(body)["code"]), (429, "RECEIPTS_TOO_MANY"))
        seconds = int({name.lower(): value for name, value in headers.items()}["retry-after"])
        self.assertTrue(0 < seconds <= 3600, seconds)
        self.assertEqual(self.world.get("kaleidos", path)[0], 200)
        done = self.command("kaleidos", submission, "--language", "en")
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn(b"receipt", done.stderr)

    def test_the_code_on_paper_leads_to_the_receipt_whose_bytes_never_change(self):
        self.start()
        receipt, _ = self.hand_in()
        submission = receipt["submission"]
        status, headers, first = self.world.get("kaleidos", f"/v1/submissions/{submission}/receipt")
        self.assertEqual((status, json.loads(first)), (200, receipt))
        self.world.transfer_in("kaleidos", submission, "parliament", ["acknowledged"])

        file, _ = self.fetched(submission)

        self.assertEqual(self.world.get("kaleidos", f"/v1/submissions/{submission}/receipt")[2], first)
        self.assertEqual(self.command("kaleidos", submission, "--json").stdout.strip(), first)
        digest = hashlib.sha256(first).hexdigest()
        self.assertEqual(self.code(file),
                         f"https://wetbode.test/v1/submissions/{submission}/receipt#sha256={digest}")
        self.assertIn(digest, self.words(file))

    def test_while_the_time_authority_is_away_a_receipt_is_given_and_says_what_it_lacks(self):
        self.start()
        receipt, _ = self.hand_in()
        self.world.stop_authority()

        file, told = self.fetched(receipt["submission"])

        self.assertIn("PAdES-B-B", told)
        self.assertIn("Bedoeld was niveau B-LTA", self.words(file))
        self.judged_by_others(file)
        self.assertEqual(self.world.verify(file, "--revocation", "none")[0], 0)
        log = (self.world.folder / "gateway.log").read_text()
        self.assertIn("event=receipt.sealed_lower", log)

        self.world.start_authority()
        until("the receipt has its level again", 30,
              lambda: "PAdES-B-LTA" in self.fetched(receipt["submission"])[1])

    def test_a_refused_submission_has_a_notice_and_strangers_get_nothing(self):
        self.start()
        submission, problem = self.refused()

        file, told = self.fetched(submission)

        words = self.words(file)
        self.assertIn("PAdES-B-LTA", told)
        for text in ("Bericht van weigering", problem["code"], "a.pdf", "Er werd niets van bewaard"):
            self.assertIn(text, words)
        self.assertEqual(self.world.verify(file)[0], 0)
        self.assertEqual(self.command("burgerzaken", submission).returncode, 1)
        self.assertEqual(self.command("griffie", submission).returncode, 1)
        self.assertEqual(self.command("kaleidos", "0197c3a2-0000-7000-8000-000000000001").returncode, 1)
        self.assertEqual(self.command("kaleidos", "../../health").returncode, 2)
        self.assertEqual(self.command("beheer", submission).returncode, 0)
        self.assertTrue((self.world.folder / f"{submission}.pdf").read_bytes().startswith(b"%PDF-"))

    def test_when_many_ask_at_once_some_are_told_to_come_back_and_quick_answers_stay_quick(self):
        self.start()
        receipt, _ = self.hand_in()
        path = f"/v1/submissions/{receipt['submission']}/receipt"

        def crowd():
            answers = []
            threads = [threading.Thread(target=lambda: answers.append(
                self.world.get("kaleidos", path, {"Accept": "application/pdf"}))) for _ in range(12)]
            for thread in threads:
                thread.start()
            self.assertEqual(self.world.get("kaleidos", path)[0], 200)
            for thread in threads:
                thread.join()
            return answers

        seen = {}

        def turned_away():
            for status, headers, _ in crowd():
                seen[status] = {name.lower(): value for name, value in headers.items()}
            return 503 in seen and 200 in seen

        until("somebody is told to come back", 60, turned_away)
        self.assertEqual(set(seen), {200, 503})
        self.assertIn("retry-after", seen[503])
        self.assertEqual(seen[200]["content-type"], "application/pdf")
