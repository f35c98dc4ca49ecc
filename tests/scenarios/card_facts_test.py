"""What stands on a card: who told each fact and what was told before, relations around it, a sale that was left open, a timeline narrowed.

    card_facts_test.py BINARY [--record postgres] [unittest's arguments]
"""

import datetime
import json
import pathlib
import sys
import unittest
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, run_with_binary  # noqa: E402

LIMIT = {"key": "credit_limit", "kind": "choice", "label": {"en": "Credit limit", "vi": "Hạn mức nợ"}, "serves": "How much may be owed", "readers": ["manager"],
         "choices": [{"value": "low", "label": {"en": "Low", "vi": "Thấp"}}, {"value": "high", "label": {"en": "High", "vi": "Cao"}}]}


def ago(**span):
    return (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(**span)).strftime("%Y-%m-%dT%H:%M:%SZ")


class CardFacts(unittest.TestCase):
    def setUp(self):
        self.server = Server(self.binary)
        self.addCleanup(self.server.close)
        self.server.start()
        self.admin, self.read, self.events = (self.server.make_key(scope) for scope in ("admin", "read", "events"))

    def ask(self, method, path, body=None, headers=None):
        headers = headers or {"Authorization": f"Bearer {self.admin}"}
        return self.server.request(method, path, None if body is None else json.dumps(body), {"Content-Type": "application/json", **headers})

    def make(self, name, **more):
        answer = self.ask("POST", "/v1/parties", {"name": name, **more})
        self.assertEqual(answer.status, 201, answer)
        return answer.json["id"]

    def log(self, party, kind, properties=None, **more):
        answer = self.ask("POST", f"/v1/parties/{party}/touchpoints", {"type": kind, "properties": properties or {}, **more})
        self.assertEqual(answer.status, 201, answer)

    def correct(self, party, headers=None, **traits):
        answer = self.ask("PATCH", f"/v1/parties/{party}", {"traits": traits}, headers)
        self.assertEqual(answer.status, 200, answer)

    def sign_in(self, login, role):
        self.assertEqual(self.server.verb("user", "add", login, "--name", login.title(), "--role", role).returncode, 0)
        link = self.server.verb("user", "link", login).stdout.strip()
        signed_in = self.ask("POST", "/v1/session", {"token": link.split("token=")[1]}, {"X": "y"})
        return {"Cookie": signed_in.cookies, "X-CSRF-Token": signed_in.json["csrf_token"]}

    def history(self, party, headers=None, **asked):
        answer = self.ask("GET", f"/v1/parties/{party}/history?{urllib.parse.urlencode(asked)}", headers=headers)
        self.assertEqual(answer.status, 200, answer)
        return answer.json

    def told(self, party, headers=None, **asked):
        return self.history(party, headers, **asked)["data"]

    def timeline(self, party, **asked):
        answer = self.ask("GET", f"/v1/parties/{party}/timeline?{urllib.parse.urlencode(asked)}")
        self.assertEqual(answer.status, 200, answer)
        return [entry["type"] for entry in answer.json["data"]]

    def rebuilt(self):
        self.server.settle()
        code, report = self.server.rebuild()
        self.assertEqual(code, 0, report)

    def test_a_trait_has_its_source_and_its_history_through_merges(self):
        manager = self.sign_in("ha", "manager")
        lan = self.make("Lan", phone="0901234567")
        self.correct(lan, address="12 Hàng Gai")
        self.correct(lan, manager, address="7 Hàng Bông", title="Chị")
        told = self.told(lan, trait="address")
        self.assertEqual([entry["value"] for entry in told], ["7 Hàng Bông", "12 Hàng Gai"])
        self.assertEqual(told[0]["touchpoint"]["staff"], "Ha")
        self.assertNotIn("staff", told[1]["touchpoint"])
        self.assertEqual(told[0]["at"], self.ask("GET", f"/v1/parties/{lan}").json["traits"]["address"]["at"])
        self.assertEqual([entry["value"] for entry in self.told(lan, trait="name")], ["Lan"])
        self.assertEqual(self.told(lan, trait="never"), [])
        self.assertEqual(len(self.told(lan, identifier="phone:0901234567")), 1)
        self.assertEqual(self.told(lan, identifier="phone:0901234568"), [])
        # Pages go on where the one before ended.
        first = self.history(lan, trait="address", limit=1)
        self.assertEqual([entry["value"] for entry in first["data"]], ["7 Hàng Bông"])
        second = self.history(lan, trait="address", limit=1, cursor=first["next_cursor"])
        self.assertEqual([entry["value"] for entry in second["data"]], ["12 Hàng Gai"])
        # Of two who became one, both histories; parted again, each has their own.
        twin = self.make("Lan Anh", email="lan@mail.example")
        self.correct(twin, address="3 Hàng Đào")
        merge = self.ask("POST", f"/v1/parties/{lan}/merges", {"party": twin}).json["id"]
        self.assertEqual([entry["value"] for entry in self.told(twin, trait="address")], ["3 Hàng Đào", "7 Hàng Bông", "12 Hàng Gai"])
        self.assertEqual(self.ask("POST", f"/v1/parties/{twin}/merges/{merge}/undo").status, 201)
        self.assertEqual([entry["value"] for entry in self.told(twin, trait="address")], ["3 Hàng Đào"])
        self.rebuilt()

    def test_matters_have_theirs_from_both_sides(self):
        lan, firm = self.make("Lan"), self.make("Rang xay An Bình", kind="organisation")
        self.log(lan, "permission_given", {"channel": "zalo", "purpose": "news", "text": "tại quầy"})
        self.log(lan, "permission_withdrawn", {"channel": "zalo", "purpose": "news"})
        self.log(lan, "permission_given", {"channel": "zalo", "purpose": "news", "text": "qua điện thoại"})
        told = self.told(lan, matter="permission", number="zalo:news")
        self.assertEqual([entry["closes"] for entry in told], [False, True, False])
        self.assertEqual(told[0]["touchpoint"]["properties"]["text"], "qua điện thoại")
        self.log(lan, "key_date", {"name": "Mở quán", "day": "2020-05-17", "yearly": True, "occasion": "anniversary"})
        self.log(lan, "key_date", {"name": "Mở quán mới", "day": "2020-06-17", "occasion": "anniversary", "key_date_id": "Mở quán"})
        self.assertEqual([entry["touchpoint"]["properties"]["day"] for entry in self.told(lan, matter="anniversary", number="Mở quán")],
                         ["2020-06-17", "2020-05-17"])
        self.log(lan, "relation", {"relation": "works_for", "with": firm, "title": "Thu ngân"})
        self.server.settle()
        for party, kind, other in ((lan, "works_for", firm), (firm, "employs", lan)):
            told = self.told(party, matter=kind, number=other)
            self.assertEqual([entry["touchpoint"]["properties"]["title"] for entry in told], ["Thu ngân"], kind)

    def test_a_matter_is_not_told_over_what_nobody_has_looked_at(self):
        party, firm = self.make("An"), self.make("Firm", kind="organisation")
        lease = {"occasion": "lease", "key_date_id": "L1", "name": "Machine", "day": "2027-03-01"}
        tell = lambda body, of=party: self.ask("POST", f"/v1/parties/{of}/touchpoints", body)  # noqa: E731
        self.assertEqual(tell({"type": "key_date", "properties": lease, "seen": None}).status, 201)
        first = self.told(party, matter="lease", number="L1")[0]["touchpoint"]["occurred_at"]
        self.assertEqual(tell({"type": "key_date", "properties": {**lease, "day": "2027-04-01"}, "seen": first}).status, 201)
        before = self.told(party, matter="lease", number="L1")
        for seen in (first, None):
            refused = tell({"type": "key_date", "properties": {**lease, "day": "2027-05-01"}, "seen": seen})
            self.assertEqual((refused.status, refused.json["field"], refused.json["rule"]), (409, "seen", "seen"))
        self.assertEqual(self.told(party, matter="lease", number="L1"), before)
        self.assertEqual(tell({"type": "key_date", "properties": {**lease, "ended": True}, "seen": before[0]["touchpoint"]["occurred_at"]}).status, 201)
        # Of a relation the same holds from whichever side it was told.
        self.log(party, "relation", {"relation": "works_for", "with": firm, "title": "Buyer"})
        self.server.settle()
        seen = self.told(firm, matter="employs", number=party)[0]["touchpoint"]["occurred_at"]
        self.assertEqual(tell({"type": "relation", "properties": {"relation": "works_for", "with": firm, "title": "Head"}, "seen": seen}).status, 201)
        refused = tell({"type": "relation", "properties": {"relation": "works_for", "with": firm, "title": "Clerk"}, "seen": seen})
        self.assertEqual((refused.status, refused.json["rule"]), (409, "seen"))
        for body, field, rule in (
            ({"type": "key_date", "properties": lease, "seen": "yesterday"}, "seen", "format"),
            ({"type": "key_date", "properties": lease, "seen": 5}, "seen", "type"),
            ({"type": "note", "properties": {"text": "x"}, "seen": None}, "seen", "known"),
        ):
            refused = tell(body)
            self.assertEqual((refused.status, refused.json["field"], refused.json["rule"]), (400, field, rule), body)

    def test_whoever_is_added_by_hand_takes_nobody_elses_card(self):
        firm = self.make("Quán Lá Me", kind="organisation", phone="0951334186")
        add = lambda **more: self.ask("POST", "/v1/parties", {"name": "Chị Lan", "phone": "0951 334 186", **more})  # noqa: E731
        refused = add(known="refuse")
        self.assertEqual((refused.status, refused.json["rule"]), (409, "known_before"))
        card = self.ask("GET", f"/v1/parties/{firm}").json
        self.assertEqual((card["name"], card["kind"]), ("Quán Lá Me", "organisation"))
        self.assertEqual(self.ask("GET", "/v1/parties/by/phone/0951%20334%20186").json["id"], firm)
        made = self.ask("POST", "/v1/parties", {"name": "Chị Lan", "phone": "0951334187", "known": "refuse"})
        self.assertEqual(made.status, 201, made)
        self.assertNotIn("known", made.json["traits"])
        wrong = add(known="perhaps")
        self.assertEqual((wrong.status, wrong.json["field"], wrong.json["rule"]), (400, "known", "choice"))
        self.assertEqual(add(known="update").json["id"], firm)

    def test_who_may_not_read_a_field_reads_no_history_of_it(self):
        self.assertEqual(self.ask("POST", "/v1/fields", LIMIT).status, 201)
        manager, staff = self.sign_in("ha", "manager"), self.sign_in("minh", "staff")
        lan = self.make("Lan", credit_limit="low")
        self.correct(lan, credit_limit="high")
        told = self.told(lan, manager, trait="credit_limit")
        self.assertEqual([(entry["value"], entry["value_label"]["vi"]) for entry in told], [("high", "Cao"), ("low", "Thấp")])
        refused = self.ask("GET", f"/v1/parties/{lan}/history?trait=credit_limit", headers=staff)
        self.assertEqual((refused.status, refused.json["field"], refused.json["rule"]), (400, "trait", "known"))
        self.assertNotIn("high", json.dumps(self.told(lan, staff, trait="name")))
        merged = self.ask("POST", f"/v1/parties/{lan}/merges", {"party": self.make("Lan", credit_limit="low"), "keeps": {"credit_limit": lan}}, staff)
        self.assertEqual((merged.status, merged.json["field"], merged.json["rule"]), (400, "keeps.credit_limit", "known"))

    def test_bad_questions_are_refused_with_their_field_and_rule(self):
        lan = self.make("Lan")
        for query, field, rule in (
            ("", "trait", "required"),
            ("trait=name&matter=role&number=x", "trait", "required"),
            ("matter=nonsense&number=x", "matter", "known"),
            ("matter=role", "number", "required"),
            ("identifier=phone", "identifier", None),
            ("identifier=shoe:7", "identifier", None),
            ("trait=name&cursor=x", "cursor", "format"),
            ("trait=name&limit=9999", "limit", "range"),
        ):
            answer = self.ask("GET", f"/v1/parties/{lan}/history?{query}")
            self.assertEqual((answer.status, answer.json["field"]), (400, field), f"{query}: {answer}")
            if rule:
                self.assertEqual(answer.json["rule"], rule, query)
        for path in ("history?trait=name", "relations"):
            self.assertEqual(self.ask("GET", f"/v1/parties/77/{path}").status, 404)
            self.assertEqual(self.ask("GET", f"/v1/parties/x/{path}").status, 400)
        for name in ("channel", "person"):
            answer = self.ask("GET", f"/v1/parties/{lan}/timeline?{name}={'x' * 201}")
            self.assertEqual((answer.status, answer.json["field"], answer.json["rule"]), (400, name, "limit"))

    def test_relations_are_told_two_steps_far(self):
        lan, minh, boss, far = (self.make(name) for name in ("Lan", "Minh", "Bà Chủ", "Xa"))
        firm = self.make("Rang xay An Bình", kind="organisation")
        self.log(lan, "relation", {"relation": "works_for", "with": firm, "title": "Thu ngân"})
        self.log(lan, "relation", {"relation": "household", "with": minh, "until": "2020-01-01"})
        self.log(boss, "relation", {"relation": "works_for", "with": firm})
        self.log(boss, "relation", {"relation": "household", "with": far})
        self.server.settle()
        graph = self.ask("GET", f"/v1/parties/{lan}/relations").json
        self.assertEqual({party["id"]: party["steps"] for party in graph["parties"]}, {lan: 0, firm: 1, minh: 1, boss: 2})
        self.assertEqual(graph["parties"][0]["id"], lan)
        said = {(it["from"], it["relation"], it["to"]): it["holds"] for it in graph["relations"]}
        self.assertEqual(said, {(lan, "works_for", firm): True, tuple((min(lan, minh, key=int), "household", max(lan, minh, key=int))): False,
                                (boss, "works_for", firm): True})
        self.assertEqual(graph["left_out"], 0)
        # Whoever is erased stands in no graph.
        self.assertIn(self.ask("POST", f"/v1/parties/{boss}/erase").status, (200, 202, 204))
        self.server.settle()
        graph = self.ask("GET", f"/v1/parties/{lan}/relations").json
        self.assertNotIn(boss, {party["id"] for party in graph["parties"]})

    def test_a_sale_without_a_next_step_stands_out_until_something_follows(self):
        lan = self.make("Lan", phone="0901234567")

        def open_sale():
            return self.ask("GET", f"/v1/parties/{lan}").json["sale_without_next_step"]

        self.assertIsNone(open_sale())
        self.log(lan, "call", {"text": "hỏi thăm"}, envelope={"aim": "relate"})
        self.assertIsNone(open_sale())
        at = ago(days=3)
        self.log(lan, "call", {"text": "chào hạt mới"}, occurred_at=at, envelope={"aim": "sell"})
        self.assertEqual(open_sale(), at)
        self.log(lan, "reminder", {"day": "2030-01-01", "text": "gửi mẫu", "reminder": "R1"})
        self.assertIsNone(open_sale())
        self.log(lan, "reminder_done", {"reminder": "R1"})
        self.assertEqual(open_sale(), at)
        sent = self.server.post("/v1/track", self.events, {"event": "Order Completed", "userId": "lan", "messageId": "1", "context": {"traits": {"phone": "0901234567"}},
                                                           "timestamp": ago(days=1), "properties": {"order_id": "O1", "total": 90000, "currency": "VND"}})
        self.assertEqual(sent.status, 200, sent)
        known = self.ask("GET", "/v1/parties/by/user_id/lan").json["id"]
        if known != lan:
            self.assertEqual(self.ask("POST", f"/v1/parties/{lan}/merges", {"party": known}).status, 201)
        self.assertIsNone(open_sale(), "They bought.")
        self.rebuilt()

    def test_a_timeline_is_narrowed_by_channel_and_person(self):
        lan = self.make("Lan")
        self.log(lan, "call", {"text": "a"}, envelope={"staff": "Thu Hà"})
        self.log(lan, "message_sent", {"channel": "zalo", "text": "b"}, envelope={"staff": "Minh", "participants": [{"name": "Chị Lan"}]})
        self.log(lan, "support_contact", {"channel": "phone", "text": "c"})
        self.log(lan, "visit", {"text": "d"}, envelope={"staff": "Thu Hà"})
        self.assertEqual(self.timeline(lan, channel="phone"), ["support_contact", "call"])
        self.assertEqual(self.timeline(lan, channel="zalo"), ["message_sent"])
        self.assertEqual(self.timeline(lan, channel="in_person"), ["visit"])
        self.assertEqual(self.timeline(lan, channel="pigeon"), [])
        self.assertEqual(self.timeline(lan, person="thu ha"), ["visit", "call"])
        self.assertEqual(self.timeline(lan, person="Chị Lan"), ["message_sent"])
        self.assertEqual(self.timeline(lan, person="Thu Hà", channel="phone"), ["call"])
        self.assertEqual(self.timeline(lan, person="Hà"), [])


if __name__ == "__main__":
    run_with_binary(CardFacts)
