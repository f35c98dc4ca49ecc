"""A public key cannot fill the record with made-up names of fields.

    quarantine_bound_test.py BINARY [unittest's arguments]
"""

import itertools
import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, run_with_binary  # noqa: E402


FIELDS_MAX = 500  # of one source


class QuarantineBound(unittest.TestCase):
    def test_names_over_the_bound_are_left_out_and_the_answer_says_so(self):
        with Server(self.binary) as server:
            server.start()
            key, other, read = server.make_key("events", "--source", "site"), server.make_key("events", "--source", "till"), server.make_key("read")

            def send(key, name, fields):
                answer = server.post("/v1/identify", key, {"userId": "u1", "messageId": name, "traits": {field: 1 for field in fields}})
                self.assertEqual(answer.status, 200, answer)
                return answer.json["outcomes"][0]

            for part in range(10):
                send(key, f"m{part}", [f"f{part * 50 + n}" for n in range(50)])
            over = send(key, "over", ["f0", "more"])
            self.assertEqual(over["status"], "applied", "What the type knows is recorded all the same.")
            self.assertEqual(over["detail"]["quarantined"], ["identify.f0"])
            self.assertTrue(any("identify.more was left out" in note for note in over["notes"]), over)
            self.assertEqual(send(key, "over", ["f0", "more"])["status"], "repeated")
            self.assertEqual(send(other, "other", ["more"])["detail"]["quarantined"], ["identify.more"], "Each source has room of its own.")
            listed = server.get("/v1/quarantine", read).json
            self.assertEqual((len(listed["data"]), listed["left_out"]), (FIELDS_MAX + 1, 2))
            self.assertEqual(server.stop(), 0)
            # The bound is counted from the record.
            server.start()
            end = time.monotonic() + 20
            for number in itertools.count():
                if "quarantined" not in send(key, f"again{number}", [f"new{number}"]).get("detail", {}):
                    break
                self.assertLess(time.monotonic(), end, "The bound was forgotten by a restart.")
                time.sleep(0.02)


if __name__ == "__main__":
    run_with_binary(QuarantineBound)
