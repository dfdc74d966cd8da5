# SPDX-License-Identifier: EUPL-1.2
"""Who wants to be told is told: signed, in order, again until he takes it, also over a killed gateway."""
import base64
import hashlib
import hmac
import http.server
import json
import subprocess
import threading
import unittest

from world import Journey, dossier, pdf, post, submit, until

KEY = bytes(range(32))
NEXT_KEY = bytes(range(32, 64))


class Receiver:
    """A receiver of webhooks: answers as told, and keeps what it was sent."""

    def __init__(self):
        self.status = 200
        self.refused = None  # a type of events that it never takes
        self.held = threading.Event()  # while it is not set, no answer goes out
        self.held.set()
        self.tries = []
        self.taken = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                told = {"id": self.headers["webhook-id"], "timestamp": self.headers["webhook-timestamp"],
                        "signature": self.headers["webhook-signature"], "body": body, "path": self.path,
                        "status": 422 if json.loads(body)["type"] == outer.refused else outer.status}
                outer.tries.append(told)
                outer.held.wait(60)
                if told["status"] == 200:
                    outer.taken.append(told)
                self.send_response(told["status"])
                self.send_header("Content-Length", "0")
                if told["status"] == 302:
                    self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.held.set()
        self.server.shutdown()
        self.server.server_close()

    def kinds(self):
        return [json.loads(one["body"])["type"] for one in self.taken]

    def sequences(self):
        return [json.loads(one["body"])["data"]["sequence"] for one in self.taken]


def signature(key, told):
    """As the specification of Standard Webhooks has it, not as the gateway does it."""
    text = f'{told["id"]}.{told["timestamp"]}.'.encode() + told["body"]
    return "v1," + base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


class Hooked(Journey):
    pass_over_after = "1h"

    def setUp(self):
        super().setUp()
        self.receiver = Receiver()
        self.addCleanup(self.receiver.close)
        for name, key in (("hook.secret", KEY), ("hook-next.secret", NEXT_KEY)):
            path = self.world.folder / name
            path.touch(mode=0o600)
            path.write_text("whsec_" + base64.b64encode(key).decode() + "\n")
        self.world.start_twin("parliament")
        self.world.settings(lambda text: text + f"""
[webhook.kaleidos]
url = "http://127.0.0.1:{self.receiver.port}/told"
secret_files = "hook.secret, hook-next.secret"
kinds = "submission.*, transfer.*"
client = "kaleidos"
retry = "100ms*20"
timeout = "1s"
pass_over_after = "{self.pass_over_after}"
private_addresses = true
""")
        self.world.start_gateway()

    def hand_over(self, number):
        files = [(f"stuk{number}.pdf", "application/pdf", pdf(f"Stuk {number}"))]
        manifest = dossier(number, [(files[0][0], files[0][1], "")])
        status, _, answer = submit(self.world, f"hook-{number}", manifest, files)
        self.assertEqual(status, 201, answer)
        return answer["submission"] if "submission" in answer else answer["id"]

    def hook(self):
        status, _, body = self.world.get("beheer", "/v1/webhooks")
        self.assertEqual(status, 200, body)
        return json.loads(body)["webhooks"][0]

    def all_taken(self):
        return until("all is told", 60, lambda: self.hook()["behind"] == 0 and self.receiver.taken)


class Webhooks(Hooked):
    def test_what_happens_is_told_in_order_and_signed_with_every_secret(self):
        submission = self.hand_over(1)
        until("the transfer is told", 60, lambda: {"transfer.handed_over", "transfer.acknowledged"}
              & set(self.receiver.kinds()))
        self.all_taken()
        self.assertEqual(self.receiver.sequences(), sorted(set(self.receiver.sequences())))
        self.assertIn("submission.admitted", self.receiver.kinds())
        self.assertIn("submission.sealed", self.receiver.kinds())
        for told in self.receiver.taken:
            self.assertEqual(told["signature"].split(" "), [signature(KEY, told), signature(NEXT_KEY, told)])
            self.assertLess(len(told["body"]), 20_000)
            self.assertEqual(json.loads(told["body"])["data"]["submission"], submission)

    def test_nothing_is_lost_or_renamed_when_the_receiver_fails_and_the_gateway_is_killed(self):
        self.receiver.status = 500
        self.hand_over(1)
        until("two tries", 60, lambda: len(self.receiver.tries) >= 2)
        # In order: the first one is tried until it is taken.
        self.assertEqual(len({one["id"] for one in self.receiver.tries}), 1)
        first = self.receiver.tries[0]
        self.world.kill_gateway()
        self.world.start_gateway()
        self.hand_over(2)
        tried = len(self.receiver.tries)
        until("another try", 60, lambda: len(self.receiver.tries) > tried)
        self.receiver.status = 200
        until("both are told", 60, lambda: self.receiver.kinds().count("submission.sealed") == 2)
        self.all_taken()
        self.assertEqual(self.receiver.taken[0]["id"], first["id"])
        self.assertEqual(self.receiver.taken[0]["body"], first["body"])
        self.assertEqual(self.receiver.sequences(), sorted(set(self.receiver.sequences())))
        wanted = self.world.ledger("select count(*) from events where kind like 'submission.%' "
                                   "or kind like 'transfer.%'")
        self.assertEqual(len(self.receiver.taken), wanted[0][0])

    def test_nobody_is_followed_elsewhere(self):
        self.receiver.status = 302
        self.hand_over(1)
        until("three tries", 60, lambda: len(self.receiver.tries) >= 3)
        self.assertEqual({one["path"] for one in self.receiver.tries}, {"/told"})
        self.assertEqual(self.hook()["last"]["status"], 302)
        self.receiver.status = 200
        self.all_taken()

    def test_a_receiver_that_never_answers_is_tried_again_and_holds_nobody_else(self):
        self.receiver.held.clear()
        submission = self.hand_over(1)
        until("a second try, while the first one waits", 60, lambda: len(self.receiver.tries) >= 2)
        self.world.transfer_in("kaleidos", submission, "parliament", ("handed_over", "acknowledged"))
        self.assertEqual(self.receiver.taken, [])
        self.assertIsNone(self.hook()["last"]["status"])
        self.receiver.held.set()
        self.all_taken()
        self.assertEqual(self.receiver.taken[0]["id"], self.receiver.tries[0]["id"])

    def test_a_receiver_that_is_gone_is_left_alone_until_an_administrator_says_otherwise(self):
        self.receiver.status = 410
        self.hand_over(1)
        until("it is disabled", 60, lambda: self.hook()["state"] == "disabled")
        tried = len(self.receiver.tries)
        self.assertEqual(tried, 1)
        health = json.loads(self.world.get("beheer", "/health")[2])
        self.assertIn("webhook", json.dumps(health))
        self.receiver.status = 200
        status, answer = self.world.wetbode("beheer", "webhooks", "enable", "kaleidos", "--reason", "address mended")
        self.assertEqual(status, 0, answer)
        self.all_taken()
        self.assertEqual(self.receiver.taken[0]["id"], self.receiver.tries[0]["id"])

    def test_an_administrator_has_all_sent_again_under_the_same_ids(self):
        self.hand_over(1)
        until("it is told", 60, lambda: {"transfer.handed_over", "transfer.acknowledged"} & set(self.receiver.kinds()))
        self.all_taken()
        before = [one["id"] for one in self.receiver.taken]
        status, answer = self.world.wetbode("beheer", "webhooks", "replay", "kaleidos", "--after", "0", "--reason",
                                            "data were lost")
        self.assertEqual(status, 0, answer)
        until("all of it again", 60, lambda: [one["id"] for one in self.receiver.taken[len(before):]][:len(before)]
              == before)

    def test_nobody_but_an_administrator_sees_or_moves_a_webhook(self):
        status, _, _ = self.world.get("kaleidos", "/v1/webhooks")
        self.assertEqual(status, 403)
        status, answer = self.world.wetbode("beheer", "webhooks", "test", "kaleidos")
        self.assertEqual(status, 0, answer)
        self.assertEqual(self.receiver.kinds(), ["webhook.test"])
        self.assertEqual(self.receiver.taken[0]["signature"].split(" ")[0], signature(KEY, self.receiver.taken[0]))

    def test_a_webhook_that_cannot_work_stops_the_start_and_says_where(self):
        path = self.world.folder / "gateway.toml"
        whole = path.read_text()
        (self.world.folder / "short.secret").write_text("whsec_" + base64.b64encode(b"short").decode())
        for said, instead, told in (("hook.secret, hook-next.secret", "short.secret", "secret_files"),
                                    ("hook.secret, hook-next.secret", "absent.secret", "absent.secret"),
                                    ("submission.*, transfer.*", "submision.*", "submision.*"),
                                    ("private_addresses = true", "private_addresses = false", "url"),
                                    ('client = "kaleidos"', 'client = "nobody"', "nobody"),
                                    ('retry = "100ms*20"', 'retry = "1ms"', "retry")):
            path.write_text(whole.replace(said, instead))
            result = subprocess.run([self.world.program("wetbode"), "check", "--config", str(path)],
                                    capture_output=True, text=True, timeout=60)
            self.assertEqual(result.returncode, 2, f"{instead}: {result.stdout}{result.stderr}")
            self.assertRegex(result.stdout + result.stderr, "gateway.toml:[0-9]+", instead)
            self.assertIn(told, result.stdout + result.stderr)

    def test_an_act_that_says_too_little_is_refused_with_what_is_missing(self):
        def act(path, body):
            status, _, answer = post(self.world, path, "application/json", json.dumps(body).encode(), client="beheer")
            return status, answer["code"] if "code" in answer else answer
        self.assertEqual(act("/v1/webhooks/nobody/enable", {"reason": "x y z"}), (404, "WEBHOOK_UNKNOWN"))
        self.assertEqual(act("/v1/webhooks/kaleidos/enable", {}), (422, "DECISION_INVALID"))
        self.assertEqual(act("/v1/webhooks/kaleidos/replay", {"reason": "data were lost"}), (422, "DECISION_INVALID"))
        self.assertEqual(act("/v1/webhooks/kaleidos/replay", {"reason": "data were lost", "after": 1, "since": "2026"}),
                         (422, "DECISION_INVALID"))
        self.assertEqual(act("/v1/webhooks/kaleidos/replay", {"reason": "data were lost", "after": 10 ** 9}),
                         (422, "WEBHOOK_POSITION"))


class OneIsRefusedForEver(Hooked):
    pass_over_after = "500ms"

    def test_it_is_passed_over_and_told_the_rest_comes_and_a_replay_brings_it(self):
        self.receiver.refused = "submission.sealed"
        self.hand_over(1)
        until("it is passed over", 60, lambda: self.hook()["passed_over"]["count"] == 1)
        self.all_taken()
        self.assertNotIn("submission.sealed", self.receiver.kinds())
        self.assertTrue({"transfer.handed_over", "transfer.acknowledged"} & set(self.receiver.kinds()))
        passed = self.hook()["passed_over"]["oldest"][0]
        self.assertEqual(passed["status"], 422)
        self.assertGreaterEqual(passed["tries"], 5)
        status, answer = self.world.wetbode("beheer", "webhooks")
        self.assertEqual((status, answer["webhooks"][0]["passed_over"]["count"]), (0, 1))
        health = json.loads(self.world.get("beheer", "/health")[2])
        self.assertIn("overgeslagen: 1", json.dumps(health))
        self.receiver.refused = None
        status, answer = self.world.wetbode("beheer", "webhooks", "replay", "kaleidos", "--after",
                                            str(passed["sequence"] - 1), "--reason", "it knows the dossier now")
        self.assertEqual(status, 0, answer)
        until("it is taken", 60, lambda: "submission.sealed" in self.receiver.kinds())
        self.assertEqual(self.hook()["passed_over"]["count"], 0)

    def test_what_is_never_wanted_is_forgotten_with_a_reason(self):
        self.receiver.refused = "submission.sealed"
        self.hand_over(1)
        until("it is passed over", 60, lambda: self.hook()["passed_over"]["count"] == 1)
        status, answer = self.world.wetbode("beheer", "webhooks", "forget", "kaleidos", "--reason", "never wanted")
        self.assertEqual(status, 0, answer)
        self.assertEqual(self.hook()["passed_over"], {"count": 0, "oldest": []})
        self.assertNotIn("submission.sealed", self.receiver.kinds())

    def test_a_receiver_that_takes_nothing_misses_nothing(self):
        self.receiver.status = 500
        self.hand_over(1)
        until("many tries", 60, lambda: self.hook()["failures"] >= 8)
        self.assertEqual(self.hook()["passed_over"]["count"], 0)
        self.receiver.status = 200
        self.all_taken()
        self.assertEqual(self.hook()["passed_over"]["count"], 0)
        self.assertIn("submission.admitted", self.receiver.kinds())


class Secrets(Hooked):
    def test_a_secret_that_everybody_can_read_stops_the_start_unless_the_settings_let_it_pass(self):
        path = self.world.folder / "gateway.toml"
        secret = self.world.folder / "hook.secret"

        def check():
            result = subprocess.run([self.world.program("wetbode"), "check", "--config", str(path)],
                                    capture_output=True, text=True, timeout=60)
            return result.returncode, result.stdout + result.stderr
        self.assertEqual(check()[0], 0)
        secret.chmod(0o644)
        status, told = check()
        self.assertEqual(status, 2, told)
        self.assertRegex(told, "gateway.toml:[0-9]+")
        self.assertIn(f"chmod g-w,o-rwx {secret}", told)
        path.write_text(path.read_text() + '\n[secrets]\nexposed = "warn"\n')
        status, told = check()
        self.assertEqual(status, 0, told)
        self.assertIn("settings.secret_exposed", told)


if __name__ == "__main__":
    unittest.main()
