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
from ganbo_server import Server, clear_of_midnight, in_days, run_with_binary  # noqa: E402



def years_before(day, years):
    """The same day of an earlier year; 29 February is the 28th where there is none."""
    year, rest = int(day[:4]) - years, day[4:]
    return f"{year}{'-02-28' if rest == '-02-29' else rest}"


class KeyDates(unittest.TestCase):
    def setUp(self):
        clear_of_midnight()
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
        self.server.settle_key_dates()
        self.assertEqual(self.reminders(), expected)
        dates = [(date["kind"], date["number"], date["next"]) for date in self.card()["key_dates"]]
        self.assertEqual(dates, [("visit", "Bảo trì", soon), ("birthday", "birthday", in_days(5)), ("contract", "HD-1", in_days(20)), ("anniversary", "Khai trương", in_days(90)),
                                 ("contract", "HD-2", in_days(200)), ("key_date", "Đã qua lâu", None)])
        self.send(self.track("10", "Reminder Done", reminder=f"visit:Bảo trì:{soon}", text="Đã ghé"))
        self.server.settle_key_dates()
        self.assertEqual(self.reminders(), expected[:3])
        self.rebuilt()
        timeline = self.server.get(f"/v1/parties/{self.card()['id']}/timeline?type=reminder", self.admin).json["data"]
        self.assertEqual(len(timeline), 4)

    def test_a_day_that_moves_is_reminded_of_when_it_comes(self):
        self.send(self.track("1", "Key Date Set", name="Bảo trì", day=in_days(60)))
        self.server.settle_key_dates()
        self.assertEqual(self.reminders(), [])
        self.send(self.track("2", "Key Date Set", name="Bảo trì", day=in_days(2)))
        self.assertEqual(self.wait_for_reminders(1), [(f"key_date:Bảo trì:{in_days(2)}", in_days(2), "Bảo trì")])
        self.send(self.track("3", "Key Date Set", name="Hủy rồi", day=in_days(40)))
        self.send(self.track("4", "Key Date Set", name="Hủy rồi", ended=True))
        self.server.settle_key_dates()
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
        self.server.settle_key_dates()
        self.assertEqual(len(self.reminders("twin")), 2, "A merge raises nothing anew.")
        self.rebuilt()
        self.assertEqual(post(f"/v1/parties/{lan}/merges/{merge}/undo", {}).status, 201)
        self.server.settle_key_dates()
        self.assertEqual([number.split(":")[0] for number, _, _ in self.reminders()], ["birthday", "key_date"])
        self.assertEqual(self.reminders("twin"), [], "Each has what came to it.")
        self.rebuilt()
        self.assertEqual(post(f"/v1/parties/{lan}/erase", {}).status, 200)
        self.server.settle_key_dates()
        self.assertEqual([date["kind"] for date in self.server.get(f"/v1/parties/{lan}", self.admin).json["key_dates"] if date["kind"] == "birthday"], [])
        self.rebuilt()


    def put(self, path, body):
        return self.server.request("PUT", path, json.dumps(body), {"Authorization": f"Bearer {self.admin}", "Content-Type": "application/json"})

    def delete(self, path):
        return self.server.request("DELETE", path, "", {"Authorization": f"Bearer {self.admin}"})

    def test_lunar_dates_come_by_the_lunar_calendar_in_whatever_order_they_were_told(self):
        # The key date of Tết 2024 (10 February), told as a solar day that comes again by the lunar calendar, and as a lunar day.
        told = [self.track("1", "Key Date Set", name="Mừng tuổi", day="2024-02-10", calendar="lunar", yearly=True),
                self.track("2", "Key Date Set", name="Giỗ ông", lunar_day="1998-08-15", yearly=True),
                self.track("3", "Key Date Set", name="Nhuận", lunar_day="2023-02L-10", yearly=True),
                {"type": "identify", "userId": "lan", "messageId": "4", "traits": {"name": "Lan", "lunar_birthday": "1990-04-08"}}]
        self.send(*told)
        for number, item in enumerate(reversed(told)):
            self.send({**item, "userId": "hoa", "messageId": f"r{number}"})
        self.server.settle_key_dates()
        for user in ("lan", "hoa"):
            dates = {date["number"]: date for date in self.card(user)["key_dates"]}
            self.assertEqual({number: (date["day"], date["lunar_day"], date["calendar"]) for number, date in dates.items()},
                             {"Mừng tuổi": ("2024-02-10", "2024-01-01", "lunar"), "Giỗ ông": ("1998-10-05", "1998-08-15", "lunar"),
                              "Nhuận": ("2023-03-31", "2023-02L-10", "lunar"), "birthday": ("1990-05-02", "1990-04-08", "lunar")})
            # Whatever the year: on the same day of the lunar calendar, of a leap month in the ordinary one.
            self.assertEqual({number: date["next_lunar_day"][5:] for number, date in dates.items()},
                             {"Mừng tuổi": "01-01", "Giỗ ông": "08-15", "Nhuận": "02-10", "birthday": "04-08"})
        # Told again by the solar calendar, it comes by that.
        self.send({"type": "identify", "userId": "lan", "messageId": "5", "traits": {"birthday": "1990-05-02"}})
        birthday = next(date for date in self.card()["key_dates"] if date["number"] == "birthday")
        self.assertEqual((birthday["calendar"], birthday["next"][5:]), ("solar", "05-02"))
        self.rebuilt()

    def test_days_off_move_a_date_and_its_reminder_once(self):
        everyday = {"business.days_off": "none", "business.holidays": "none"}
        headers = {"Authorization": f"Bearer {self.admin}", "Content-Type": "application/json"}
        self.assertEqual(self.server.request("PATCH", "/v1/settings", json.dumps(everyday), headers).status, 200)
        self.send(self.track("1", "Key Date Set", name="Trước", day=years_before(in_days(12), 3), yearly=True, shift="before", lead_days=7),
                  self.track("2", "Key Date Set", name="Sau", day=in_days(6), shift="after", lead_days=7))
        self.wait_for_reminders(1)
        self.server.settle_key_dates()
        self.assertEqual(self.reminders(), [(f"key_date:Sau:{in_days(6)}", in_days(6), "Sau")])
        # A week off becomes known: the one is moved to a day that is near by now, the other's reminder stays the only one.
        for day in range(6, 13):
            self.assertEqual(self.put(f"/v1/holidays/{in_days(day)}", {"name": "Sửa nhà"}).status, 204)
        dates = {date["number"]: (date["next"], date["next_falls_on"]) for date in self.card()["key_dates"]}
        self.assertEqual(dates, {"Trước": (in_days(5), in_days(12)), "Sau": (in_days(13), in_days(6))})
        self.send(self.track("3", "Key Date Set", name="Trước", day=years_before(in_days(12), 3), yearly=True, shift="before", lead_days=7),
                  self.track("4", "Key Date Set", name="Sau", day=in_days(6), shift="after", lead_days=7))
        expected = [(f"key_date:Sau:{in_days(6)}", in_days(6), "Sau"), (f"key_date:Trước:{in_days(12)}", in_days(5), "Trước")]
        self.assertEqual(self.wait_for_reminders(2), expected)
        self.server.settle_key_dates()
        self.assertEqual(self.reminders(), expected)
        self.rebuilt()

    def test_the_business_says_which_days_are_off(self):
        get = lambda path: self.server.get(path, self.admin).json
        days = {day["day"]: day for day in get("/v1/holidays?year=2025")["data"]}
        self.assertEqual(len(days), 11)
        self.assertEqual(days["2025-04-07"]["name"]["vi"], "Giỗ Tổ Hùng Vương")
        self.assertEqual(self.put("/v1/holidays/12-24", {"name": "Nghỉ cuối năm"}).status, 204)
        self.assertEqual(self.put("/v1/holidays/2025-09-01", {"name": "Làm bù", "off": False}).status, 204)
        self.assertEqual([day["day"] for day in get("/v1/holidays")["own"]], ["12-24", "2025-09-01"])
        days = {day["day"]: (day["off"], day["own"]) for day in get("/v1/holidays?year=2025")["data"]}
        self.assertEqual((days["2025-12-24"], days["2025-09-01"]), ((True, True), (False, True)))
        self.assertEqual(self.delete("/v1/holidays/12-24").status, 204)
        self.assertEqual(self.delete("/v1/holidays/12-24").status, 404)
        for path, body, field in [("/v1/holidays/2025-02-30", {}, "day"), ("/v1/holidays/2025-01-02", {"name": 5}, "name"), ("/v1/holidays/2025-01-02", {"of": True}, "of"),
                                  ("/v1/holidays/2025-01-02", {"name": "x" * 201}, "name"), ("/v1/holidays/2025-01-02", {"off": "no"}, "off")]:
            refused = self.put(path, body)
            self.assertEqual((refused.status, refused.json["field"]), (400, field), path)
        self.assertEqual(self.server.get("/v1/holidays?year=2300", self.admin).status, 400)
        everyday = self.server.request("PATCH", "/v1/settings", json.dumps({"business.days_off": "monday tuesday wednesday thursday friday saturday sunday"}),
                                       {"Authorization": f"Bearer {self.admin}", "Content-Type": "application/json"})
        self.assertEqual((everyday.status, everyday.json["field"]), (400, "business.days_off"))

    def test_the_calendar_shows_yearly_dates_of_days_that_have_passed_and_of_years_to_come(self):
        self.send({"type": "identify", "userId": "lan", "messageId": "i1", "traits": {"name": "Lan", "birthday": years_before(in_days(-9), 30)}})
        self.send({"type": "identify", "userId": "minh", "messageId": "i2", "traits": {"name": "Minh", "birthday": years_before(in_days(4), 40)}})
        self.server.settle_key_dates()
        for year in (-2, -1, 0, 1, 2, 3):
            around = years_before(in_days(-9), -year)
            since = (datetime.date.fromisoformat(around) - datetime.timedelta(days=5)).isoformat()
            until = (datetime.date.fromisoformat(around) + datetime.timedelta(days=20)).isoformat()
            shown = self.server.get(f"/v1/calendar?since={since}&until={until}", self.admin).json["data"]
            self.assertEqual([entry["party"]["name"] for entry in shown if entry["kind"] == "birthday"], ["Lan", "Minh"], (year, shown))
            self.assertEqual(shown[0]["falls_on"][4:], around[4:] if around[5:] != "02-29" else shown[0]["falls_on"][4:], year)

    def test_they_are_taken_out_as_files_and_shown_by_a_secret_link(self):
        self.send({"type": "identify", "userId": "lan", "messageId": "1",
                   "traits": {"name": "Nguyễn Thị Lan", "email": "lan@example.com", "phone": "0912345678", "birthday": years_before(in_days(5), 30), "title": "Kế toán"}},
                  self.track("2", "Key Date Set", name="Giỗ ông", lunar_day="1998-08-15", yearly=True),
                  self.track("3", "Permission Given", channel="zalo", purpose="news"), self.track("4", "Permission Withdrawn", channel="zalo", purpose="news"),
                  {"type": "identify", "userId": "xa", "messageId": "5", "traits": {"name": "Người Xa", "birthday": years_before(in_days(200), 30)}})
        self.wait_for_reminders(1)
        self.server.settle_key_dates()
        party = self.card()["id"]
        vcard = self.server.get(f"/v1/parties/{party}/vcard?language=en", self.admin)
        self.assertEqual((vcard.status, vcard.headers["content-type"]), (200, "text/vcard; charset=utf-8"))
        lines = vcard.body.decode().replace("\r\n ", "").split("\r\n")
        for line in ("FN:Nguyễn Thị Lan", "TEL;VALUE=uri:tel:+84912345678", "EMAIL:lan@example.com", "TITLE:Kế toán",
                     "BDAY:" + years_before(in_days(5), 30).replace("-", "")):
            self.assertIn(line, lines)
        self.assertTrue(any(line.startswith("NOTE:Not to be contacted by Zalo") for line in lines), lines)
        calendar = self.server.get(f"/v1/parties/{party}/calendar", self.admin)
        self.assertIn("RRULE:FREQ=YEARLY", calendar.body.decode())
        again = self.server.request("GET", f"/v1/parties/{party}/calendar", None, {"Authorization": f"Bearer {self.admin}", "If-None-Match": calendar.headers["etag"]})
        self.assertEqual((again.status, again.body), (304, b""))
        self.assertEqual(self.server.get("/v1/parties/1/vcard", self.admin).status, 404)
        self.assertEqual(self.server.get(f"/v1/parties/{party}/vcard?language=fr", self.admin).json["field"], "language")
        self.assertEqual(self.server.get(f"/v1/parties/{party}/vcard", self.events).status, 403)

        post = lambda path: self.server.request("POST", path, "", {"Authorization": f"Bearer {self.admin}"})
        link = post("/v1/users/owner/calendar").json["path"]
        feed = self.server.request("GET", link, None, {})
        self.assertEqual((feed.status, feed.headers["content-type"]), (200, "text/calendar; charset=utf-8"))
        self.assertIn("Nguyễn Thị Lan: sinh nhật", feed.body.decode().replace("\r\n ", ""))
        self.assertNotIn("Người Xa", feed.body.decode(), "Nothing is near with them.")
        self.assertEqual(self.server.request("GET", link, None, {"If-None-Match": feed.headers["etag"]}).status, 304)
        with self.server.record() as record:
            self.assertNotIn(link.split("=")[1], [row[0] for row in record.execute("select token_hash from calendar_links")])
        newer = post("/v1/users/owner/calendar").json["path"]
        self.assertEqual(self.server.request("GET", link, None, {}).status, 404, "There is one link a user.")
        self.assertEqual(self.server.request("GET", newer, None, {}).status, 200)
        shown = self.server.verb("user", "calendar", "owner", "--revoke")
        self.assertEqual(shown.returncode, 0, shown.stderr)
        self.assertEqual(self.server.request("GET", newer, None, {}).status, 404)
        for path in ("/calendar.ics", "/calendar.ics?token=", "/calendar.ics?token=" + "x" * 300):
            self.assertEqual(self.server.request("GET", path, None, {}).status, 404)
        self.assertEqual(post("/v1/users/nobody/calendar").status, 404)
        self.assertEqual(post("/v1/session/calendar").status, 401, "A key is nobody.")


if __name__ == "__main__":
    run_with_binary(KeyDates)
