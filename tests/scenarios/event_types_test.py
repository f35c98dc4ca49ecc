"""Which events came in: by type, by name of the business's own, by source.

    event_types_test.py BINARY [--record postgres] [unittest's arguments]
"""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, run_with_binary  # noqa: E402


class EventTypesSeen(unittest.TestCase):
    def setUp(self):
        self.server = Server(self.binary)
        self.addCleanup(self.server.close)
        self.server.start()
        self.admin = self.server.make_key("admin")

    def seen(self):
        return [(row["type"], row["name"], row["source"], row["events"]) for row in self.server.get("/v1/event-types/seen", self.admin).json["data"]]

    def test_each_event_counts_once_under_its_type_its_name_and_its_source(self):
        self.assertEqual(self.seen(), [])
        shop, web = self.server.make_key("events", "--source", "shop"), self.server.make_key("events", "--source", "web")
        track = lambda event, name, **more: {"type": "track", "event": event, "userId": "lan", "messageId": name, **more}
        sent = [{"type": "identify", "userId": "lan", "messageId": "i", "traits": {"name": "Nguyễn Thị Lan"}},
                track("Đã thử cà phê", "own-1"), track("Đã thử cà phê", "own-2"), track("Loyalty Joined", "own-3"),
                track("Visit Logged", "m", context={"ganbo": {"participants": [{"user_id": "minh"}]}}, properties={"text": "bàn việc"})]
        answer = self.server.post("/v1/batch", shop, {"batch": sent}).json
        self.assertEqual(answer["applied"], len(sent), answer)
        # Sent again under the same names it is no other event.
        self.assertEqual(self.server.post("/v1/batch", shop, {"batch": sent}).json["repeated"], len(sent))
        self.assertEqual(self.server.post("/v1/batch", web, {"batch": [track("Đã thử cà phê", "own-4"), {"type": "page", "userId": "lan", "messageId": "p", "name": "Trang chủ"}]}).json["applied"], 2)
        self.server.settle()
        seen = self.seen()
        own = [row for row in seen if row[0] == "custom"]
        self.assertEqual(own, [("custom", "Loyalty Joined", "shop", 1), ("custom", "Đã thử cà phê", "shop", 2), ("custom", "Đã thử cà phê", "web", 1)])
        others = {row[0]: row for row in seen if row[0] != "custom"}
        self.assertEqual(others["identify"], ("identify", "", "shop", 1))
        self.assertEqual(sum(row[3] for row in seen), len(sent) + 2, "a visit of two is one touchpoint")
        self.assertIn(("page_view", "", "web", 1), seen)
        for row in self.server.get("/v1/event-types/seen", self.admin).json["data"]:
            self.assertLessEqual(row["first_at"], row["last_at"])

    def test_only_owners_ask(self):
        for scope in ("events", "read", "write"):
            self.assertEqual(self.server.get("/v1/event-types/seen", self.server.make_key(scope)).status, 403)


class SameInstant(unittest.TestCase):
    """Two things said of the same at the same moment: one of them holds, and the same one everywhere."""

    def names_after(self, *batches):
        with Server(self.binary) as server:
            server.start()
            events, reader = server.make_key("events"), server.make_key("read")
            for batch in batches:
                answer = server.post("/v1/batch", events, {"batch": batch}).json
                self.assertEqual(answer["applied"], len(batch), answer)
            return [server.get(f"/v1/parties/by/user_id/u{user}", reader).json["name"] for user in range(12)]

    def said(self, name, **more):
        return [{"type": "identify", "userId": f"u{user}", "messageId": f"{name}-{user}", "traits": {"name": name}, **more} for user in range(12)]

    def test_of_the_same_time_the_same_one_holds_in_every_record_and_order(self):
        first, second = (self.said(name, timestamp="2026-05-01T08:00:00.123Z") for name in ("Một", "Hai"))
        names = self.names_after(first + second)
        self.assertEqual(set(names), {"Một", "Hai"}, "Neither the first nor the last, as they come.")
        self.assertEqual(self.names_after(second, first), names)

    def test_without_a_time_the_last_of_a_batch_holds(self):
        self.assertEqual(self.names_after(self.said("Một") + self.said("Hai") + self.said("Ba")), ["Ba"] * 12)
        self.assertEqual(self.names_after(self.said("Ba") + self.said("Hai"), self.said("Một")), ["Một"] * 12)


run_with_binary(EventTypesSeen, SameInstant)
