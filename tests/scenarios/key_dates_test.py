"""Key dates and reminders: what comes near is raised once, and stands open until it is done.

    key_dates_test.py BINARY [--record postgres] [unittest's arguments]
"""

import datetime
import json
import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, run_with_binary  # noqa: E402

BUSINESS_ZONE = datetime.timezone(datetime.timedelta(hours=7))  # Asia/Ho_Chi_Minh, which knows no summer time


def in_days(days):
    return (datetime.datetime.now(BUSINESS_ZONE).date() + datetime.timedelta(days=days)).isoformat()


def years_before(day, years):
    """The same day of an earlier year; 29 February is the 28th where there is none."""
    year, rest = int(day[:4]) - years, day[4:]
    return f"{year}{'-02-28' if rest == '-02-29' else rest}"


class KeyDates(unittest.TestCase):
    def setUp(self):
        self.server = Server(self.binary)
        self.addCleanup(self.server.close)
        self.server.start()
        self.events, self.admin = self.server.make_key("events"), self.server.make_key("admin")

    def send(self, *items):
        answer = self.server.post("/v1/batch", self.events, {"batch": list(items)}).json
        self.assertEqual(answer["applied"], len(items), answer)

    def track(self, message, event, user="lan", **properties):
        return {"type": "track", "event": event, "userId": user, "messageId": message, "properties": properties}

    def card(self, user="lan"):
        return self.server.get(f"/v1/parties/by/user_id/{user}", self.admin).json

    def reminders(self, user="lan"):
        return sorted((matter["number"], matter["due"], matter["text"]) for matter in self.card(user)["open"] if matter["kind"] == "reminder")

    def wait_for_reminders(self, count, user="lan"):
        end = time.monotonic() + 30
        while len(self.reminders(user)) < count:
            self.assertLess(time.monotonic(), end, f"{count} reminders are expected, there are {self.reminders(user)}.")
            time.sleep(0.1)
        return self.reminders(user)

    def settled(self):
        """Every key date has been looked at."""
        today = (datetime.datetime.now(BUSINESS_ZONE).date() - datetime.date(1970, 1, 1)).days
        end = time.monotonic() + 30
        while True:
            with self.server.record() as record:
                waiting = record.execute(f"select count(*) from matters where look_on <= {today}").fetchone()[0]
            if int(waiting) == 0:
                return
            self.assertLess(time.monotonic(), end, f"{waiting} key dates are not looked at.")
            time.sleep(0.1)

    def rebuilt(self):
        code, report = self.server.rebuild()
        self.assertEqual(code, 0, report)

    def test_what_comes_near_is_raised_once_and_closed(self):
        soon, birthday = in_days(3), years_before(in_days(5), 36)
        self.send({"type": "identify", "userId": "lan", "messageId": "1", "traits": {"name": "Lan", "birthday": birthday}},
                  self.track("2", "Contract Signed", contract_id="HD-1", subject="Thuê máy pha", ends=in_days(20)),
                  self.track("3", "Key Date Set", name="Bảo trì", day=soon, occasion="visit"),
                  self.track("4", "Key Date Set", name="Khai trương", day=years_before(in_days(90), 5), occasion="anniversary", yearly=True),
                  self.track("5", "Contract Signed", contract_id="HD-2", subject="Xa lắm", ends=in_days(200)),
                  self.track("6", "Key Date Set", name="Đã qua lâu", day=in_days(-30)),
                  self.track("7", "Promise Made", promise_id="H-1", text="Gửi mẫu", due=in_days(1)))
        expected = [(f"birthday:birthday:{in_days(5)}", in_days(5), ""), (f"contract:HD-1:{in_days(20)}", in_days(20), "Thuê máy pha"),
                    (f"promise:H-1:{in_days(1)}", in_days(1), "Gửi mẫu"), (f"visit:Bảo trì:{soon}", soon, "Bảo trì")]
        self.assertEqual(self.wait_for_reminders(4), expected)
        # Said again, it is not raised again.
        self.send({"type": "identify", "userId": "lan", "messageId": "8", "traits": {"birthday": birthday}}, self.track("9", "Key Date Set", name="Bảo trì", day=soon, occasion="visit"))
        self.settled()
        self.assertEqual(self.reminders(), expected)
        dates = [(date["kind"], date["number"], date["next"]) for date in self.card()["key_dates"]]
        self.assertEqual(dates, [("visit", "Bảo trì", soon), ("birthday", "birthday", in_days(5)), ("contract", "HD-1", in_days(20)), ("anniversary", "Khai trương", in_days(90)),
                                 ("contract", "HD-2", in_days(200)), ("key_date", "Đã qua lâu", None)])
        self.send(self.track("10", "Reminder Done", reminder=f"visit:Bảo trì:{soon}", text="Đã ghé"))
        self.settled()
        self.assertEqual(self.reminders(), expected[:3])
        self.rebuilt()
        timeline = self.server.get(f"/v1/parties/{self.card()['id']}/timeline?type=reminder", self.admin).json["data"]
        self.assertEqual(len(timeline), 4)

    def test_a_day_that_moves_is_reminded_of_when_it_comes(self):
        self.send(self.track("1", "Key Date Set", name="Bảo trì", day=in_days(60)))
        self.settled()
        self.assertEqual(self.reminders(), [])
        self.send(self.track("2", "Key Date Set", name="Bảo trì", day=in_days(2)))
        self.assertEqual(self.wait_for_reminders(1), [(f"key_date:Bảo trì:{in_days(2)}", in_days(2), "Bảo trì")])
        self.send(self.track("3", "Key Date Set", name="Hủy rồi", day=in_days(40)))
        self.send(self.track("4", "Key Date Set", name="Hủy rồi", ended=True))
        self.settled()
        self.assertEqual([date["number"] for date in self.card()["key_dates"]], ["Bảo trì"])
        self.rebuilt()

    def test_they_follow_merges_and_their_undoing_and_go_with_an_erasure(self):
        self.send({"type": "identify", "userId": "lan", "messageId": "1", "traits": {"name": "Lan", "birthday": years_before(in_days(5), 30)}},
                  {"type": "identify", "userId": "twin", "messageId": "2", "traits": {"name": "Lan"}})
        self.wait_for_reminders(1)
        lan, twin = self.card()["id"], self.card("twin")["id"]
        post = lambda path, body: self.server.request("POST", path, json.dumps(body), {"Authorization": f"Bearer {self.admin}", "Content-Type": "application/json"})
        merge = post(f"/v1/parties/{twin}/merges", {"party": lan}).json["id"]
        self.send(self.track("3", "Key Date Set", user="lan", name="Bảo trì", day=in_days(2)))
        self.assertEqual(len(self.wait_for_reminders(2, "twin")), 2)
        self.settled()
        self.assertEqual(len(self.reminders("twin")), 2, "A merge raises nothing anew.")
        self.rebuilt()
        self.assertEqual(post(f"/v1/parties/{lan}/merges/{merge}/undo", {}).status, 201)
        self.settled()
        self.assertEqual([number.split(":")[0] for number, _, _ in self.reminders()], ["birthday", "key_date"])
        self.assertEqual(self.reminders("twin"), [], "Each has what came to it.")
        self.rebuilt()
        self.assertEqual(post(f"/v1/parties/{lan}/erase", {}).status, 200)
        self.settled()
        self.assertEqual([date["kind"] for date in self.server.get(f"/v1/parties/{lan}", self.admin).json["key_dates"] if date["kind"] == "birthday"], [])
        self.rebuilt()


if __name__ == "__main__":
    run_with_binary(KeyDates)
