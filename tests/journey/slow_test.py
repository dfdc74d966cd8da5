# SPDX-License-Identifier: EUPL-1.2
"""Documents that take long: others get their turn. Nothing here is timed: what counts is who was answered first."""
import threading
import urllib.request

from world import Journey, bill, dossier, pdf, post, submit, until

SLOW = 24


def slow_bill(elements=80_000):
    """Valid, below every limit of size and depth, and slow for its length."""
    text = bill()
    place = b"gewestaangelegenheid.</p>"
    at = text.index(place) + len(place)
    return text[:at] + b"<p>" + b"<i>" * 220 + b"<i>a</i>" * elements + b"</i>" * 220 + b"</p>" + text[at:]


class Crowd:
    """Requests at once, each on a connection of its own."""

    def __init__(self, ask, count):
        self.answers = []
        self.threads = [threading.Thread(target=lambda number=number: self.answers.append(ask(number)))
                        for number in range(count)]
        for thread in self.threads:
            thread.start()

    def statuses(self):
        for thread in self.threads:
            thread.join()
        return [status for status, *_ in self.answers]


class Slow(Journey):
    def begin(self, keys, section="server"):
        """With few threads, so that few slow documents hold them all."""
        lines = "".join(f"{key} = {value}\n" for key, value in keys.items())
        self.world.settings(lambda text: text.replace(f"[{section}]\n", f"[{section}]\n{lines}", 1)
                            if f"[{section}]\n" in text else text + f"\n[{section}]\n{lines}")
        self.world.start_twin("parliament")
        self.world.start_gateway()

    def spooled(self):
        return len(list((self.world.folder / "data" / "spool").iterdir()))

    def submit_slow(self, number, elements=80_000):
        manifest = dossier(number, [("traag.xml", "application/akn+xml", "bill")])
        return submit(self.world, f"slow-{number}", manifest,
                      [("traag.xml", "application/akn+xml", slow_bill(elements))])

    def check_slow(self, _number):
        return post(self.world, "/v1/validations", "application/xml", slow_bill(), timeout=300)

    def test_health_answers_while_slow_submissions_hold_every_thread_of_their_own(self):
        self.begin({"handler_threads": 4, "quick_threads": 2})
        crowd = Crowd(self.submit_slow, SLOW)
        until("all have come in", 300, lambda: self.spooled() + len(crowd.answers) >= SLOW)
        with urllib.request.urlopen(self.world.url("gateway") + "/health", timeout=300) as health:
            told = health.status
        before = len(crowd.answers)
        self.assertEqual(told, 200)
        self.assertLess(before, SLOW / 2)
        self.assertEqual(crowd.statuses(), [201] * SLOW)

    def test_a_submission_gets_its_receipt_while_slow_checks_wait(self):
        self.begin({"check_threads": 1, "check_queue_max": SLOW})
        crowd = Crowd(self.check_slow, SLOW)
        until("all have come in", 300, lambda: self.spooled() + len(crowd.answers) >= SLOW)
        status, _, _ = submit(self.world, "k1", dossier(1, [("b.xml", "application/akn+xml", "bill")]),
                              [("b.xml", "application/akn+xml", bill())])
        before = len(crowd.answers)
        self.assertEqual(status, 201)
        self.assertLess(before, SLOW / 2)
        self.assertEqual(crowd.statuses(), [200] * SLOW)

    def test_checks_beyond_their_queue_are_told_to_come_back_and_submissions_are_not(self):
        self.begin({"check_threads": 1, "check_queue_max": 1, "handler_threads": 1})
        crowd = Crowd(self.check_slow, SLOW)
        submissions = Crowd(self.submit_slow, 6)
        self.assertEqual(submissions.statuses(), [201] * 6)
        self.assertEqual(set(crowd.statuses()), {200, 503})
        for status, headers, problem in crowd.answers:
            if status == 503:
                self.assertEqual(problem["code"], "BUSY")
                self.assertIn("retry-after", headers)

    def test_a_document_that_takes_longer_than_its_time_is_refused_with_the_place(self):
        self.begin({"structure_time_max": '"100ms"', "structure_time_per_mib": '"0s"'}, "validation")
        status, _, problem = self.submit_slow(1, 1_000_000)
        self.assertEqual((status, problem["code"]), (422, "DOCUMENT_INVALID"))
        (fault,) = problem["faults"]
        self.assertEqual(fault["code"], "XML.TOO_SLOW")
        self.assertGreater(fault["line"], 1)
        fine, _, _ = submit(self.world, "k1", dossier(2, [("a.pdf", "application/pdf", "")]),
                            [("a.pdf", "application/pdf", pdf())])
        self.assertEqual(fine, 201)
