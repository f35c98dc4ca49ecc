"""A time zone that is changed later dates all that happened anew.

    time_zone_test.py BINARY [--record postgres] [unittest's arguments]
"""

import datetime
import pathlib
import random
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, run_with_binary  # noqa: E402

SEED = random.randrange(1 << 32)
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


class TimeZones(unittest.TestCase):
    def setUp(self):
        self.server = Server(self.binary)
        self.addCleanup(self.server.close)
        self.server.start()
        self.events = self.server.make_key("events")

    def send_order(self, number, instant):
        item = {"type": "track", "event": "Order Completed", "userId": f"u{number % 230}", "messageId": f"m{number}", "timestamp": instant.isoformat().replace("+00:00", "Z"),
                "properties": {"order_id": f"A{number}", "products": [{"product_id": "CF", "quantity": 2, "price": 45000}]}}
        answer = self.server.post("/v1/batch", self.events, {"batch": [item]}).json
        self.assertEqual(answer["applied"], 1, answer)

    def change_zone(self, zone):
        done = self.server.verb("settings", f"business.time_zone={zone}")
        self.assertEqual(done.returncode, 0, done.stderr)

    def days(self):
        with self.server.record() as record:
            return {table: {(int(row[0]), int(row[1])) for row in record.execute(f"select {instant}, local_day from {table}{join}").fetchall()}
                    for table, instant, join in (("events", "occurred_at", ""), ("orders", "ordered_at", ""))}

    def assert_dated_by(self, hours):
        for table, rows in self.days().items():
            wrong = [(at, day) for at, day in rows if (at + hours * 3_600_000_000) // 86_400_000_000 != day]
            self.assertEqual(wrong, [], f"{table}, seed {SEED}")

    def test_every_day_follows_the_zone_while_more_comes_in(self):
        made = random.Random(SEED)
        instants = [EPOCH + datetime.timedelta(seconds=made.randrange(1_700_000_000, 1_780_000_000)) for _ in range(700)]
        for number, instant in enumerate(instants[:500]):
            self.send_order(number, instant)
        self.assert_dated_by(7)
        going_on = threading.Thread(target=lambda: [self.send_order(500 + number, instant) for number, instant in enumerate(instants[500:])])
        going_on.start()
        self.change_zone("Asia/Tokyo")
        going_on.join()
        self.server.settle()
        self.assert_dated_by(9)
        code, report = self.server.rebuild()
        self.assertEqual(code, 0, report)
        # Changed twice in a row, the last one counts; the server is killed meanwhile.
        self.change_zone("Asia/Ho_Chi_Minh")
        self.change_zone("UTC")
        time.sleep(3)
        self.server.kill()
        self.server.start()
        self.server.settle()
        self.assert_dated_by(0)
        code, report = self.server.rebuild()
        self.assertEqual(code, 0, report)

    def test_what_is_no_zone_changes_nothing(self):
        self.send_order(1, EPOCH + datetime.timedelta(days=20_000, hours=20))
        self.assertNotEqual(self.server.verb("settings", "business.time_zone=Mars/Olympus").returncode, 0)
        self.assertEqual(self.server.count("outbox"), 0)
        self.assert_dated_by(7)


if __name__ == "__main__":
    print(f"seed {SEED}")
    run_with_binary(TimeZones)
