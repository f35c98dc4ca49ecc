"""Today: each person's own list, what is made of its lines, and what is written down of it.

    today_test.py BINARY [--record postgres] [unittest's arguments]
"""

import datetime
import json
import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import BUSINESS_ZONE, Server, clear_of_midnight, in_days, run_with_binary  # noqa: E402

TODAY = "/v1/today"


def instant(days_ago, hour=9):
    """So many days of the business ago."""
    then = datetime.datetime.now(BUSINESS_ZONE) - datetime.timedelta(days=days_ago)
    return then.replace(hour=hour, minute=0, second=0, microsecond=0).isoformat()


class Today(unittest.TestCase):
    def setUp(self):
        clear_of_midnight()
        self.server = Server(self.binary)
        self.addCleanup(self.server.close)
        self.server.start()
        self.events, self.admin = self.server.make_key("events"), self.server.make_key("admin")
        self.names = 0

    def send(self, *items):
        answer = self.server.post("/v1/batch", self.events, {"batch": list(items)}).json
        self.assertEqual(answer["applied"], len(items), answer)

    def name(self):
        self.names += 1
        return f"m{self.names}"

    def track(self, user, event, days_ago=0, context=None, **properties):
        item = {"type": "track", "event": event, "userId": user, "messageId": self.name(), "properties": properties}
        if days_ago:
            item["timestamp"] = instant(days_ago)
        if context:
            item["context"] = {"ganbo": context}
        return item

    def identify(self, user, name, **traits):
        return {"type": "identify", "userId": user, "messageId": self.name(), "traits": {"name": name, **traits}}

    def buys(self, user, amount, *days_ago):
        return [self.track(user, "Order Completed", days, order_id=f"{user}-{days}", total=amount, currency="VND") for days in days_ago]

    def list(self, session, view="own"):
        """Once all parties have been looked through."""
        end = time.monotonic() + 30
        while True:
            answer = self.server.request("GET", f"{TODAY}?view={view}", headers=session)
            self.assertEqual(answer.status, 200, answer)
            if answer.json["looked_through"]:
                return answer.json
            self.assertLess(time.monotonic(), end, "Not all parties were looked through.")
            time.sleep(0.05)

    def lines(self, session, view="own"):
        return [(line["kind"], line["party"]["name"]) for line in self.list(session, view)["data"]]

    def line(self, session, kind):
        found = [line for line in self.list(session)["data"] if line["kind"] == kind]
        self.assertEqual(len(found), 1, found)
        return found[0]

    def act(self, session, line, act, key=None, **more):
        body = {"party": line["party"]["id"], "kind": line["kind"], "number": line["number"], "act": act, **more}
        return self.server.request("POST", f"{TODAY}/acts", json.dumps(body), {**session, **({"Idempotency-Key": key} if key else {})})

    def take_back(self, session, made):
        return self.server.request("DELETE", f"{TODAY}/acts/{made['party']}/{made['id']}", headers=session)

    def restart(self):
        """All parties are looked through anew."""
        self.assertEqual(self.server.stop(), 0)
        self.server.start()

    def exposures(self):
        with self.server.record() as record:
            return record.execute("select kind, act, user_id, party_id from exposures order by exposure_id").fetchall()

    def test_every_reason_stands_there_the_most_valuable_first(self):
        self.server.verb("settings", "today.hold_out=0")
        self.send(self.identify("lan", "Lan", phone="0912345678"), *self.buys("lan", 900_000, 111, 91, 71, 51, 31),
                  self.identify("minh", "Minh"), *self.buys("minh", 100_000, 20), self.track("minh", "Complaint Raised", 2, text="Giao nhầm hạt"),
                  self.identify("hoa", "Hoa"), *self.buys("hoa", 100_000, 300, 200), self.track("hoa", "Promise Made", 5, promise_id="H-1", text="Gửi mẫu", due=in_days(-1)),
                  self.identify("an", "An"), self.track("an", "Message Received", 1, channel="zalo", text="Còn máy xay không?"),
                  self.identify("ba", "Ba"), self.track("ba", "Reminder Raised", text="Gửi báo giá", day=in_days(2)),
                  self.identify("tu", "Tư"), *self.buys("tu", 100_000, 45, 30, 15))  # bought when it was time
        self.restart()
        owner = self.server.session("owner")
        found = self.list(owner)
        self.assertEqual(found["date"], in_days(0))
        self.assertEqual({(line["kind"], line["party"]["name"]) for line in found["data"]},
                         {("purchase_due", "Lan"), ("complaint", "Minh"), ("promise", "Hoa"), ("first_contact", "An"), ("follow_up", "Ba")})
        by_kind = {line["kind"]: line for line in found["data"]}
        lan, minh = by_kind["purchase_due"], by_kind["complaint"]
        self.assertEqual((lan["usual_days"], lan["due"], lan["number"]), (20, in_days(-11), in_days(-31)))
        self.assertEqual(lan["worth"], {"amount": "4500000", "currency": "VND"})
        self.assertEqual(lan["contact_points"], [{"type": "phone", "value": "+84912345678"}])
        self.assertEqual(lan["last_contact"]["type"], "order_completed")
        self.assertEqual((minh["text"], minh["late_days"]), ("Giao nhầm hạt", 2))
        self.assertEqual(by_kind["promise"]["late_days"], 1)
        self.assertEqual(by_kind["first_contact"]["text"], "Còn máy xay không?")
        # Lan is worth most by far; of the others, whose worth is alike, what is owed and late comes first.
        self.assertEqual(found["data"][0]["party"]["name"], "Lan")
        order = [line["kind"] for line in found["data"][1:]]
        self.assertLess(order.index("complaint"), order.index("follow_up"))

    def test_what_is_owed_today_stands_there_also_where_more_is_worth_more(self):
        rich = [f"rich-{number}" for number in range(110)]
        poor = [f"poor-{number}" for number in range(120)]  # so that the typical worth is theirs
        for users, amount in ((rich, 1_000_000), (poor, 10_000)):
            self.send(*(item for user in users for item in self.buys(user, amount, 1)))
            self.send(*(self.track(user, "Promise Made", promise_id=user, text="Giao thử", due=in_days(5)) for user in users))
        self.send(self.identify("moi", "Mới"), self.track("moi", "Reminder Raised", text="Xin gọi lại", day=in_days(0)),
                  self.identify("mai", "Mai"), self.track("mai", "Reminder Raised", text="Gửi mẫu", day=in_days(1)))
        found = self.list(self.server.session("owner"))
        names = [line["party"]["name"] for line in found["data"]]
        self.assertEqual((len(names), names[-1]), (101, "Mới"))
        self.assertNotIn("Mai", names)
        self.assertEqual(found["more"], 232 - 101)

    def test_what_ends_the_reason_ends_the_line(self):
        self.send(self.identify("minh", "Minh"), self.track("minh", "Complaint Raised", 2, complaint_id="K-1", text="Giao nhầm hạt"),
                  self.identify("an", "An"), self.track("an", "Message Received", 1, channel="zalo", text="Còn máy xay không?"),
                  self.identify("ba", "Ba"), self.track("ba", "Message Received", 2, channel="zalo", text="Mấy giờ mở cửa?"), self.track("ba", "Message Sent", 1, channel="zalo", text="Bảy giờ ạ"))
        owner = self.server.session("owner")
        self.assertEqual(set(self.lines(owner)), {("complaint", "Minh"), ("first_contact", "An")})
        self.send(self.track("minh", "Complaint Resolved", complaint_id="K-1"), self.track("an", "Call Logged", text="đã gọi"))
        self.assertEqual(self.lines(owner), [])
        # A complaint that comes up again is there again, whatever was made of it before.
        self.send(self.track("minh", "Complaint Raised", complaint_id="K-1", text="Lại nhầm"))
        again = self.line(owner, "complaint")
        self.assertEqual(self.act(owner, again, "done").status, 201)
        self.assertEqual(self.lines(owner), [])
        time.sleep(0.01)
        self.send(self.track("minh", "Complaint Raised", complaint_id="K-1", text="Vẫn nhầm"))
        self.assertEqual(self.line(owner, "complaint")["text"], "Vẫn nhầm")

    def test_lines_are_put_off_handed_over_left_aside_and_taken_back(self):
        self.send(self.identify("minh", "Minh"), self.track("minh", "Complaint Raised", 2, text="Giao nhầm hạt"))
        owner, thu = self.server.session("owner"), self.server.session("thu")
        line = self.line(owner, "complaint")
        made = self.act(owner, line, "snoozed", key="a", until=in_days(3))
        self.assertEqual(made.status, 201, made)
        self.assertEqual(self.act(owner, line, "snoozed", key="a", until=in_days(3)).json, made.json, "The same act, not a second one.")
        self.assertEqual(self.act(owner, line, "snoozed", key="a", until=in_days(4)).status, 409)
        self.assertEqual(self.lines(owner), [])
        self.assertEqual(self.take_back(owner, made.json).status, 204)
        self.assertEqual(self.take_back(owner, made.json).status, 204, "Twice is once.")
        self.assertEqual(len(self.lines(owner)), 1)
        other = self.act(owner, line, "not_useful", reason="bad_time").json
        self.assertEqual(self.lines(owner), [])
        self.take_back(thu, other)  # a colleague's, too
        [colleague] = self.list(owner)["colleagues"]
        self.assertEqual(self.act(owner, line, "handed_over", to=colleague["id"]).status, 201)
        self.assertEqual(self.lines(owner), [])
        self.assertEqual(self.lines(owner, "team"), [("complaint", "Minh")])
        [given] = self.list(thu)["data"]
        self.assertEqual((given["owner"]["name"], given["handed_over"]), (colleague["name"], True))
        self.assertEqual(self.act(thu, given, "done").status, 201)
        self.assertEqual(self.lines(owner, "team"), [])
        with self.server.record() as record:
            self.assertEqual(record.execute("select count(*) from exposures where act = 'snoozed'").fetchone()[0], 1)

    def test_a_line_is_theirs_who_met_the_party_last(self):
        thu, owner, binh = self.server.session("thu"), self.server.session("owner"), self.server.session("binh", "manager")
        self.send(self.identify("minh", "Minh"), self.track("minh", "Complaint Raised", 2, context={"staff": "thu"}, text="Giao nhầm hạt"),
                  self.identify("hoa", "Hoa"), self.track("hoa", "Complaint Raised", 2, context={"staff": "somebody who left"}, text="Hạt cũ"))
        self.assertEqual(set(self.lines(thu)), {("complaint", "Minh"), ("complaint", "Hoa")})
        self.assertEqual(self.lines(owner), [("complaint", "Hoa")])
        self.assertEqual(set(self.lines(binh, "team")), {("complaint", "Minh"), ("complaint", "Hoa")})
        self.assertEqual(self.server.request("GET", f"{TODAY}?view=team", headers=thu).status, 403)
        # Of somebody who may come in no more everybody takes care.
        self.assertEqual(self.server.request("PATCH", "/v1/users/thu", json.dumps({"active": False}), owner).status, 200)
        self.assertEqual(set(self.lines(owner)), {("complaint", "Minh"), ("complaint", "Hoa")})

    def test_what_is_shown_is_written_down_once_a_day_and_person(self):
        self.send(self.identify("minh", "Minh"), self.track("minh", "Complaint Raised", 2, text="Giao nhầm hạt"))
        owner, thu = self.server.session("owner"), self.server.session("thu")
        first = self.line(owner, "complaint")["exposure"]
        self.assertTrue(first)
        self.assertEqual(self.line(owner, "complaint")["exposure"], first)
        self.assertNotEqual(self.line(thu, "complaint")["exposure"], first)
        self.list(owner, "team")
        self.server.get(TODAY, self.admin)
        self.assertEqual([(kind, act) for kind, act, _, _ in self.exposures()], [("complaint", "shown")] * 2)
        # It goes into what comes of it.
        card = self.line(owner, "complaint")["party"]["id"]
        logged = self.server.request("POST", f"/v1/parties/{card}/touchpoints",
                                     json.dumps({"type": "call", "properties": {"text": "xin lỗi"}, "envelope": {"exposure": first}}), {**owner, "Idempotency-Key": "call"})
        self.assertEqual(logged.status, 201, logged)
        timeline = self.server.get(f"/v1/parties/{card}/timeline", self.admin).json["data"]
        self.assertEqual(timeline[0]["envelope"]["exposure"], first)

    def test_a_share_is_withheld_and_what_is_owed_is_not(self):
        self.server.verb("settings", "today.hold_out=50")
        people = [f"khach{number}" for number in range(40)]
        for user in people:
            self.send(self.identify(user, user.title()), *self.buys(user, 100_000, 90, 75, 60, 45), self.track(user, "Promise Made", 5, promise_id=user, text="Gửi mẫu", due=in_days(0)))
        self.restart()
        owner = self.server.session("owner")
        found = self.list(owner)
        kinds = [line["kind"] for line in found["data"]]
        self.assertEqual((kinds.count("promise"), found["more"]), (40, 0))
        shown = {line["party"]["id"] for line in found["data"] if line["kind"] == "purchase_due"}
        withheld = {str(party) for kind, act, _, party in self.exposures() if act == "withheld" and kind == "purchase_due"}
        self.assertEqual(len(shown) + len(withheld), 40)
        self.assertFalse(shown & withheld)
        self.assertGreater(len(withheld), 2)
        self.assertGreater(len(shown), 2)
        # The same ones for whoever asks, and after a start.
        self.restart()
        self.assertEqual({line["party"]["id"] for line in self.list(owner)["data"] if line["kind"] == "purchase_due"}, shown)
        self.server.verb("settings", "today.hold_out=0")
        self.assertEqual({line["party"]["id"] for line in self.list(owner)["data"] if line["kind"] == "purchase_due"}, shown | withheld)
        self.assertNotEqual(self.server.verb("settings", "today.hold_out=51").returncode, 0)

    def test_who_was_merged_or_erased_has_no_line(self):
        self.send(self.identify("minh", "Minh"), self.track("minh", "Complaint Raised", 2, text="Giao nhầm hạt"),
                  self.identify("hoa", "Hoa"), self.track("hoa", "Complaint Raised", 2, text="Hạt cũ"))
        owner = self.server.session("owner")
        ids = {line["party"]["name"]: line["party"]["id"] for line in self.list(owner)["data"]}
        bearer = {"Authorization": f"Bearer {self.admin}", "Content-Type": "application/json"}
        erased = self.server.request("POST", f"/v1/parties/{ids['Minh']}/erase", "{}", bearer)
        self.assertIn(erased.status, (200, 202), erased)
        self.server.settle()
        self.assertEqual(self.lines(owner), [("complaint", "Hoa")])
        merged = self.server.request("POST", f"/v1/parties/{ids['Hoa']}/merge", json.dumps({"from": ids["Minh"]}), bearer)
        self.assertNotEqual(merged.status, 500, merged)
        code, report = self.server.rebuild()
        self.assertEqual(code, 0, report)

    def test_bad_acts_change_nothing(self):
        self.send(self.identify("minh", "Minh"), self.track("minh", "Complaint Raised", 2, text="Giao nhầm hạt"))
        owner, reader = self.server.session("owner"), self.server.session("mai", "read_only")
        line = self.line(owner, "complaint")
        party = line["party"]["id"]
        good = {"party": party, "kind": "complaint", "number": line["number"], "act": "done"}
        for change, field in [({"party": "x"}, "party"), ({"kind": "nothing"}, "kind"), ({"number": ""}, "number"), ({"number": "n" * 301}, "number"),
                              ({"act": "shown"}, "act"), ({"act": "taken_back"}, "act"), ({"act": "snoozed"}, "until"), ({"act": "snoozed", "until": in_days(0)}, "until"),
                              ({"act": "snoozed", "until": in_days(400)}, "until"), ({"act": "snoozed", "until": "tomorrow"}, "until"), ({"until": in_days(2)}, "until"),
                              ({"act": "handed_over"}, "to"), ({"act": "handed_over", "to": "1"}, "to"), ({"act": "not_useful"}, "reason"),
                              ({"act": "not_useful", "reason": "<script>"}, "reason"), ({"what": "x"}, "what"), ({"party": 7}, "party")]:
            answer = self.server.request("POST", f"{TODAY}/acts", json.dumps({**good, **change}), owner)
            self.assertEqual((answer.status, answer.json.get("field")), (400, field), f"{change}: {answer}")
        self.assertEqual(self.server.request("POST", f"{TODAY}/acts", json.dumps({**good, "party": "99"}), owner).status, 404)
        self.assertEqual(self.act(reader, line, "done").status, 403)
        self.assertEqual(self.server.request("POST", f"{TODAY}/acts", json.dumps(good), {"Cookie": owner["Cookie"]}).status, 403, "without the token of the session")
        self.assertEqual(self.server.request("GET", TODAY).status, 401)
        self.assertEqual(self.server.get(f"{TODAY}?view=all", self.admin).status, 400)
        shown = line["exposure"]
        self.assertEqual(self.take_back(owner, {"party": party, "id": shown}).status, 404, "What was shown cannot be unshown.")
        self.assertEqual(self.take_back(owner, {"party": party, "id": "12345"}).status, 404)
        self.assertEqual(len(self.lines(reader)), 1)
        with self.server.record() as record:
            self.assertEqual(record.execute("select count(*) from exposures where act not in ('shown')").fetchone()[0], 0)


run_with_binary(Today)
