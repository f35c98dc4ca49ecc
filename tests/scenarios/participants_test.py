"""A touchpoint stands on the card of everyone who took part.

    participants_test.py BINARY [--record postgres] [unittest's arguments]
"""

import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, run_with_binary  # noqa: E402


class Participants(unittest.TestCase):
    def setUp(self):
        self.server = Server(self.binary)
        self.addCleanup(self.server.close)
        self.server.start()
        self.events, self.write, self.read = (self.server.make_key(scope) for scope in ("events", "write", "read"))

    def send(self, *items):
        answer = self.server.post("/v1/batch", self.events, {"batch": list(items)})
        self.assertEqual(answer.status, 200, answer)
        self.server.settle()
        return answer.json["outcomes"]

    def card(self, kind, value):
        answer = self.server.get(f"/v1/parties/by/{kind}/{value}", self.read)
        self.assertEqual(answer.status, 200, f"{kind} {value}: {answer}")
        return answer.json

    def timeline(self, party):
        return self.server.get(f"/v1/parties/{party}/timeline", self.read).json["data"]

    def log(self, party, body):
        return self.server.request("POST", f"/v1/parties/{party}/touchpoints", json.dumps(body),
                                   {"Authorization": f"Bearer {self.write}", "Content-Type": "application/json"})

    def rebuilt(self):
        code, report = self.server.rebuild()
        self.assertEqual(code, 0, report)

    def meeting(self, participants, message="m-1", **more):
        return {"type": "track", "event": "Meeting", "userId": "firm", "messageId": message, "timestamp": "2026-05-01T08:00:00Z",
                "properties": {"text": "price of the new season"}, "context": {"ganbo": {"participants": participants}}, **more}

    def test_what_somebody_of_us_logs_stands_on_their_own_card(self):
        self.send({"type": "identify", "userId": "firm", "traits": {"name": "Rang xay An Bình", "kind": "organisation"}})
        firm = self.card("user_id", "firm")["id"]
        self.assertEqual(self.server.verb("user", "add", "thu", "--name", "Thu", "--role", "staff").returncode, 0)
        self.server.settle()
        known = self.card("external", "login:thu")
        self.assertEqual((known["name"], known["kind"], known["roles"], known["figures"]["last_contact_at"]), ("Thu", "person", ["employee"], None), "Staff are parties too.")
        token = self.server.verb("user", "link", "thu").stdout.strip().partition("token=")[2]
        signed_in = self.server.request("POST", "/v1/session", json.dumps({"token": token}), {"Content-Type": "application/json"})
        session = {"Cookie": signed_in.cookies, "X-CSRF-Token": signed_in.json["csrf_token"], "Content-Type": "application/json"}
        for number in range(2):
            logged = self.server.request("POST", f"/v1/parties/{firm}/touchpoints", json.dumps({"type": "call", "properties": {"text": "hỏi giá"}}), {**session, "Idempotency-Key": f"call-{number}"})
            self.assertEqual(logged.status, 201, logged)
        self.send()
        thu = self.card("external", "login:thu")
        self.assertEqual((thu["name"], thu["roles"], thu["figures"]["touchpoints"]), ("Thu", ["employee"], 3), "Two calls, and that they are one of us.")
        self.assertEqual(self.timeline(firm)[0]["staff"], "Thu")
        self.assertEqual([(known["staff"], known["touchpoints"]) for known in self.card("user_id", "firm")["known_by"]], [("Thu", 2)])
        self.rebuilt()

    def test_everyone_who_took_part_has_it_on_their_card(self):
        self.send({"type": "identify", "userId": "firm", "traits": {"name": "Rang xay An Bình", "kind": "organisation"}},
                  {"type": "identify", "userId": "minh", "traits": {"name": "Minh"}})
        item = self.meeting([{"name": "Chị Lan", "phone": "0951234567", "role": "employee"}, {"user_id": "minh", "name": "anh Minh"}, {"name": "một người lạ"}])
        self.assertEqual([outcome["status"] for outcome in self.send(item)], ["applied"])
        self.assertEqual([outcome["status"] for outcome in self.send(item)], ["repeated"])
        firm, lan, minh = self.card("user_id", "firm"), self.card("phone", "+84951234567"), self.card("user_id", "minh")
        self.assertEqual((lan["name"], lan["kind"], lan["roles"]), ("Chị Lan", "person", ["employee"]))
        self.assertEqual(minh["name"], "Minh", "The name by which somebody took part is no better than their own.")
        own = [entry for entry in self.timeline(firm["id"]) if entry["type"] != "identify"]
        self.assertEqual(len(own), 1)
        self.assertNotIn("whose", own[0])
        for card in (lan, minh):
            copies = [entry for entry in self.timeline(card["id"]) if entry["type"] != "identify"]
            self.assertEqual([entry["whose"] for entry in copies], [{"party": firm["id"], "name": "Rang xay An Bình"}])
            self.assertEqual(copies[0]["line"], own[0]["line"])
            self.assertEqual(copies[0]["occurred_at"], own[0]["occurred_at"])
            self.assertEqual(card["figures"]["last_contact_at"], own[0]["occurred_at"])
        self.rebuilt()

    def test_what_the_touchpoint_says_of_its_party_it_does_not_say_of_others(self):
        self.send({"type": "track", "event": "Order Completed", "userId": "buyer", "messageId": "o", "timestamp": "2026-05-01T08:00:00Z",
                   "properties": {"order_id": "A1", "total": 90000, "currency": "VND"},
                   "context": {"ganbo": {"participants": [{"user_id": "friend", "role": "agent"}]}}},
                  {"type": "track", "event": "Complaint Raised", "userId": "buyer", "messageId": "c", "timestamp": "2026-05-02T08:00:00Z",
                   "properties": {"complaint_id": "K1", "text": "cold"}, "context": {"ganbo": {"participants": [{"user_id": "friend"}]}}})
        friend = self.card("user_id", "friend")
        self.assertEqual((friend["figures"]["orders"], friend["figures"]["touchpoints"], friend["open"]), (0, 2, []))
        self.assertNotIn("amount", self.timeline(friend["id"])[1])
        self.assertEqual(len(self.card("user_id", "buyer")["open"]), 1)
        self.rebuilt()

    def test_a_copy_follows_merges_and_their_undoing(self):
        self.send({"type": "identify", "userId": "firm", "traits": {"name": "Hãng"}}, self.meeting([{"user_id": "a"}]), self.meeting([{"user_id": "b"}], "m-2"))
        a, b = self.card("user_id", "a")["id"], self.card("user_id", "b")["id"]
        headers = {"Authorization": f"Bearer {self.write}", "Content-Type": "application/json"}
        merge = self.server.request("POST", f"/v1/parties/{a}/merges", json.dumps({"party": b}), headers).json["id"]
        self.assertEqual(self.card("user_id", "a")["figures"]["touchpoints"], 2)
        self.send(self.meeting([{"user_id": "b"}], "m-3"))
        self.rebuilt()
        self.server.request("POST", f"/v1/parties/{b}/merges/{merge}/undo", "{}", headers)
        self.assertEqual([self.card("user_id", user)["figures"]["touchpoints"] for user in "ab"], [1, 2])
        self.rebuilt()

    def test_who_met_themselves_met_nobody_else(self):
        self.send(self.meeting([{"user_id": "firm"}]))
        self.assertEqual(self.card("user_id", "firm")["figures"]["touchpoints"], 1)
        self.rebuilt()

    def test_who_is_logged_by_hand_is_known_or_refused(self):
        self.send({"type": "identify", "userId": "firm"}, {"type": "identify", "userId": "minh"})
        firm, minh = self.card("user_id", "firm")["id"], self.card("user_id", "minh")["id"]
        body = {"type": "call", "properties": {"text": "về giá"}, "envelope": {"participants": [{"party": minh}]}}
        self.assertEqual(self.log(firm, body).status, 201)
        for participant, field, rule in (({"party": "77"}, "envelope.participants[0].party", "known"),
                                         ({"party": "x"}, "envelope.participants[0].party", "format"),
                                         ({"phone": "12"}, "envelope.participants[0].phone", None),
                                         ({"user_id": "u", "role": "king"}, "envelope.participants[0].role", "choice")):
            answer = self.log(firm, {**body, "envelope": {"participants": [participant]}})
            self.assertEqual((answer.status, answer.json["field"]), (400, field), answer)
            if rule:
                self.assertEqual(answer.json["rule"], rule)
        self.send()
        self.assertEqual(self.card("user_id", "minh")["figures"]["touchpoints_by_type"].get("call"), 1)
        self.assertEqual(self.card("user_id", "firm")["figures"]["touchpoints_by_type"]["call"], 1)
        outcome = self.send(self.meeting([{"phone": "12"}, {"user_id": "minh"}], "noted"))[0]
        self.assertEqual(outcome["status"], "applied")
        self.assertIn("participants[0].phone", json.dumps(outcome))
        self.rebuilt()


if __name__ == "__main__":
    run_with_binary(Participants)
