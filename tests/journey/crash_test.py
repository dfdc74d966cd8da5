# SPDX-License-Identifier: EUPL-1.2
"""While 300 submissions are in flight the real process is killed (SIGKILL) at 20 random moments and restarted."""
import hashlib
import http.client
import os
import queue
import random
import threading
import time

from world import Journey, dossier, submit, until

SUBMISSIONS = 300
KILLS = 20
SENDERS = 8


class Crash(Journey):
    def test_nothing_admitted_is_lost_or_sent_twice_when_the_process_is_killed(self):
        seed = int(os.environ.get("WETBODE_SEED", random.SystemRandom().randrange(1 << 32)))
        print(f"seed {seed} (WETBODE_SEED repeats the choices)", flush=True)
        chance = random.Random(seed)
        self.world.start_twin("parliament")
        self.world.doubt("2s")
        self.world.start_gateway()
        work = queue.Queue()
        sizes = [100, 1_500, 7_000, 50_000, 200_000]
        contents = {f"key-{number}": chance.randbytes(chance.choice(sizes)).hex().encode()
                    for number in range(SUBMISSIONS)}
        receipts = {}
        senders = [threading.Thread(target=self.send, args=(work, contents, receipts)) for _ in range(SENDERS)]
        for sender in senders:
            sender.start()
        self.kill_at_random_moments(chance, work, list(contents))
        for _ in senders:
            work.put(None)
        for sender in senders:
            sender.join()
        self.settle()
        self.assertEqual(len(receipts), SUBMISSIONS)
        self.audit(contents, receipts)
        print(f"killed {KILLS} times while {SUBMISSIONS} submissions were in flight", flush=True)

    def send(self, work, contents, receipts):
        """A sender that knows nothing after a cut connection, and so sends the same again under the same key."""
        while True:
            key = work.get()
            if key is None:
                return
            manifest = dossier(key, [("stuk.txt", "text/plain", "")])
            while key not in receipts:
                try:
                    status, _, receipt = submit(self.world, key, manifest,
                                                [("stuk.txt", "text/plain", contents[key])])
                except (OSError, http.client.HTTPException, ValueError):
                    time.sleep(0.02)
                    continue
                if status in (200, 201):
                    receipts[key] = receipt
                elif status != 503:
                    raise AssertionError(f"{key}: {status} {receipt}")

    def kill_at_random_moments(self, chance, work, keys):
        """Each kill gets its share of fresh submissions, and comes while they are received, sealed or delivered."""
        share = len(keys) // KILLS
        for kill in range(KILLS):
            for key in keys[kill * share:(kill + 1) * share]:
                work.put(key)
            end = time.monotonic() + chance.uniform(0.0, 0.15)
            while time.monotonic() < end:
                time.sleep(0.002)
            self.world.kill_gateway()
            self.world.start_gateway()

    def settle(self):
        open_states = ("waiting", "underway", "handed_over")
        marks = ",".join("?" * len(open_states))
        until("every transfer comes to rest", 120, lambda: self.world.ledger(
            f"select count(*) from transfers where state in ({marks})", *open_states)[0][0] == 0)

    def audit(self, contents, receipts):
        """By what is on disk and what the Parliament has, not by what the gateway says."""
        by_receipt = {r["files"][0]["sha256"] for r in receipts.values()}
        self.assertEqual(by_receipt, {hashlib.sha256(c).hexdigest() for c in contents.values()})
        admitted = self.world.ledger("select count(*) from submissions")
        self.assertEqual(admitted[0][0], SUBMISSIONS, "each key was admitted exactly once")
        states = dict(self.world.ledger("select state, count(*) from transfers group by state"))
        self.assertEqual(sum(states.values()), states.get("acknowledged", 0) + states.get("quarantined", 0))
        received = self.world.received()
        delivered = [file["sha256"] for item in received for file in item["files"]]
        self.assertEqual(len(delivered), len(set(delivered)), "nothing came twice")
        self.assertLessEqual(set(delivered), by_receipt)
        self.assertEqual(sum(states.values()), SUBMISSIONS)
        # A second kill while a first delivery is in doubt leaves two that cannot be told apart: the API has no key, so
        # they wait for a person. They are at the Parliament once or not at all, and all others are there.
        acknowledged = {row[0] for row in self.world.ledger(
            "select hex(f.digest) from transfers t join files f on f.submission = t.submission and f.made = 0 "
            "where t.state = 'acknowledged'")}
        self.assertEqual({digest.lower() for digest in acknowledged} - set(delivered), set())
        self.assertLessEqual(states.get("quarantined", 0), 2 * KILLS)
        count, lowest, highest = self.world.ledger("select count(*), min(sequence), max(sequence) from events")[0]
        self.assertEqual((lowest, highest - lowest + 1), (1, count), "the event sequence has no gap")
