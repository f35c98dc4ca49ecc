"""Lists of parties by REST: pages and their limits.

    lists_test.py BINARY [unittest's arguments]
"""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, run_with_binary  # noqa: E402


class Lists(unittest.TestCase):
    def test_a_page_of_a_search_holds_no_more_than_its_limit_and_nobody_twice(self):
        with Server(self.binary) as server:
            server.start()
            key, read = server.make_key("events"), server.make_key("read")
            people = [{"type": "identify", "userId": name, "traits": {"name": f"Hoa {name}"}, "messageId": name} for name in ("a", "b", "hoa", "c", "d")]
            self.assertEqual(server.post("/v1/batch", key, {"batch": people}).json["applied"], 5)
            found, cursor = [], ""
            while cursor is not None:
                page = server.get(f"/v1/parties?search=hoa&limit=2&cursor={cursor}", read).json
                self.assertLessEqual(len(page["data"]), 2)
                found += [party["name"] for party in page["data"]]
                cursor = page["next_cursor"]
            self.assertEqual(found[0], "Hoa hoa", "Whose id was typed in full stands first.")
            self.assertEqual(sorted(found), ["Hoa a", "Hoa b", "Hoa c", "Hoa d", "Hoa hoa"])

    def test_those_with_a_name_come_first_and_those_without_one_last_on_pages_of_any_size(self):
        with Server(self.binary) as server:
            server.start()
            key, read = server.make_key("events"), server.make_key("read")

            def send(user, **traits):
                answer = server.post("/v1/batch", key, {"batch": [{"type": "identify", "userId": user, "traits": traits}]}).json
                self.assertEqual(answer["applied"], 1, answer)

            send("2-phone", phone="0951234567")
            send("3-named", name="Đặng Mỹ", phone="0951234568")
            send("1-nothing")
            send("4-named", name="An")
            send("6-mail", email="aa@example.com")
            send("8-company", kind="organisation")
            send("5-company", name="3M", kind="organisation")
            send("7-other-script", name="山田")
            named, nameless = ["3M", "An", "Đặng Mỹ", "山田"], ["+84951234567", "1-nothing", "aa@example.com", "8-company"]

            def listed(query):
                for limit in (1, 2, 3, 4, 5, 50):
                    found, cursor = [], ""
                    while cursor is not None:
                        page = server.get(f"/v1/parties?limit={limit}{query}&cursor={cursor}", read).json
                        self.assertLessEqual(len(page["data"]), limit)
                        found += [party["name"] for party in page["data"]]
                        cursor = page["next_cursor"]
                    yield found

            for query, expected in (("", named + nameless),
                                    ("&kind=organisation", ["3M", "8-company"]),
                                    ("&kind=person", named[1:] + nameless[:3]),
                                    ("&letter=A", ["An"]),
                                    ("&letter=%23", ["3M", *nameless])):
                for found in listed(query):
                    self.assertEqual(found, expected, query)
            self.assertEqual(server.get("/v1/parties/letters", read).json["data"],
                             [{"letter": "A", "count": 1}, {"letter": "D", "count": 1}, {"letter": "#", "count": 5}])
            # Who is given a name moves to those with one, and back when it is taken.
            send("1-nothing", name="Bình")
            self.assertEqual(next(listed("")), ["3M", "An", "Bình", "Đặng Mỹ", "山田", "+84951234567", "aa@example.com", "8-company"])
            send("1-nothing", name="")
            self.assertEqual(next(listed("")), named + nameless)
            self.assertEqual(server.rebuild()[0], 0)

    def test_a_timeline_is_narrowed_by_direction_words_and_days(self):
        with Server(self.binary) as server:
            server.start()
            key, read = server.make_key("events"), server.make_key("read")

            def track(event, at, properties, **envelope):
                return {"type": "track", "event": event, "userId": "lan", "timestamp": at, "messageId": f"{event} {at}", "properties": properties, "context": {"ganbo": envelope}}

            server.post("/v1/batch", key, {"batch": [{"type": "identify", "userId": "lan", "traits": {"name": "Lan"}, "timestamp": "2026-01-01T01:00:00Z"},
                                                     track("Message Received", "2026-01-02T01:00:00Z", {"channel": "zalo", "text": "Hỏi giá cà phê"}),
                                                     track("Message Sent", "2026-01-03T01:00:00Z", {"channel": "zalo", "text": "Báo giá cà phê"}, staff="Thu Hà"),
                                                     track("Call Logged", "2026-01-03T16:59:59Z", {"text": "Hẹn giao hàng"}, direction="out"),
                                                     track("Call Logged", "2026-01-03T17:00:00Z", {"text": "Khách gọi lại"}, direction="in")]})
            self.assertEqual(server.post("/v1/batch", key, {"batch": [track("Page", f"2025-12-{1 + n // 24:02d}T{n % 24:02d}:00:00Z", {"text": f"lượt {n}"}) for n in range(700)]}).json["applied"], 700)
            party = server.get("/v1/parties/by/user_id/lan", read).json["id"]

            def narrowed(query, limit=50):
                found, cursor, pages = [], "", 0
                while cursor is not None:
                    page = server.get(f"/v1/parties/{party}/timeline?limit={limit}&{query}&cursor={cursor}", read).json
                    self.assertLessEqual(len(page["data"]), limit)
                    found += [entry["occurred_at"][:10] + " " + entry["type"] for entry in page["data"]]
                    cursor, pages = page["next_cursor"], pages + 1
                    self.assertLess(pages, 20)
                return found

            for limit in (1, 2, 50):
                for query, expected in (("direction=in", ["2026-01-03 call", "2026-01-02 message_received"]),
                                        ("direction=out", ["2026-01-03 call", "2026-01-03 message_sent"]),
                                        ("text=CA+PHE", ["2026-01-03 message_sent", "2026-01-02 message_received"]),
                                        ("text=gia+thu+ha", ["2026-01-03 message_sent"]),
                                        ("text=gia&direction=in", ["2026-01-02 message_received"]),
                                        ("text=gia&type=call", ["2026-01-03 call"]),  # giao hàng
                                        ("from=2026-01-03&until=2026-01-03", ["2026-01-03 call", "2026-01-03 message_sent"]),  # days of the business
                                        ("from=2026-01-04", ["2026-01-03 call"]),
                                        ("until=2026-01-01&from=2026-01-01", ["2026-01-01 identify"]),
                                        ("text=luot+699", ["2025-12-30 custom"]),
                                        ("text=nowhere", [])):
                    self.assertEqual(narrowed(query, limit), expected, (query, limit))
            self.assertEqual(len(narrowed("")), 705)
            for query, field, rule in (("direction=up", "direction", "choice"), ("from=2026-02-30", "from", "format"), ("from=2026-01-02&until=2026-01-01", "until", "range"), ("text=" + "x" * 201, "text", "limit"),
                                       ("type=nothing", "type", "known")):
                refused = server.get(f"/v1/parties/{party}/timeline?{query}", read)
                self.assertEqual((refused.status, refused.json["field"], refused.json["rule"]), (400, field, rule), refused)


if __name__ == "__main__":
    run_with_binary(Lists)
