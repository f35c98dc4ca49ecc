"""Fields that the business defines: told, shown, found, listed, corrected, retired, and read only by those who may.

    custom_fields_test.py BINARY [--record postgres] [unittest's arguments]
"""

import json
import pathlib
import random
import sys
import time
import unittest
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, run_with_binary  # noqa: E402

SEED = random.randrange(1 << 32)
ROAST = {"key": "favourite_roast", "kind": "choice", "label": {"en": "Favourite roast", "vi": "Mức rang ưa thích"}, "serves": "What the barista offers first",
         "choices": [{"value": "light", "label": {"en": "Light", "vi": "Rang nhạt"}}, {"value": "dark", "label": {"en": "Dark", "vi": "Rang đậm"}}]}
MACHINE = {"key": "machine", "kind": "text", "label": {"en": "Machine", "vi": "Máy pha"}, "serves": "Which parts the technician brings", "roles": ["supplier"]}
LIMIT = {"key": "credit_limit", "kind": "decimal", "label": {"en": "Credit limit", "vi": "Hạn mức nợ"}, "serves": "How much may be owed", "readers": ["manager"]}
SECRET = "31415926"  # a credit limit that nobody else may see


class CustomFields(unittest.TestCase):
    def setUp(self):
        self.server = Server(self.binary)
        self.addCleanup(self.server.close)
        self.server.start()
        self.events, self.admin, self.read = (self.server.make_key(scope) for scope in ("events", "admin", "read"))
        self.messages = 0

    # What the test does.

    def ask(self, method, path, body=None, headers=None):
        headers = headers or {"Authorization": f"Bearer {self.admin}"}
        return self.server.request(method, path, None if body is None else json.dumps(body), {"Content-Type": "application/json", **headers})

    def define(self, *definitions):
        for definition in definitions:
            answer = self.ask("POST", "/v1/fields", definition)
            self.assertEqual(answer.status, 201, answer)
        return answer.json

    def change(self, key, status=200, **said):
        answer = self.ask("PATCH", f"/v1/fields/{key}", said)
        self.assertEqual(answer.status, status, answer)
        return answer.json

    def tell(self, user, source=None, **traits):
        """One identify as an SDK sends it; its outcome."""
        self.messages += 1
        item = {"type": "identify", "userId": user, "messageId": f"m{self.messages}", "traits": traits}
        return self.server.post("/v1/batch", source or self.events, {"batch": [item]}).json["outcomes"][0]

    def told(self, user, **traits):
        outcome = self.tell(user, **traits)
        self.assertEqual(outcome["status"], "applied", outcome)
        return outcome

    def refused(self, answer, status, field, rule):
        self.assertEqual(answer.status, status, answer)
        self.assertEqual((answer.json["field"], answer.json["rule"]), (field, rule), answer)
        self.assertGreaterEqual(len(answer.json["detail"]), 20)

    def sign_in(self, login, role):
        self.assertEqual(self.server.verb("user", "add", login, "--role", role).returncode, 0)
        link = self.server.verb("user", "link", login).stdout.strip()
        signed_in = self.ask("POST", "/v1/session", {"token": link.split("token=")[1]}, {"X": "y"})
        return {"Cookie": signed_in.cookies, "X-CSRF-Token": signed_in.json["csrf_token"]}

    # What the record shows.

    def card(self, user, headers=None):
        answer = self.ask("GET", f"/v1/parties/by/user_id/{user}", headers=headers)
        self.assertEqual(answer.status, 200, answer)
        return answer.json

    def values(self, user, headers=None):
        return {field["key"]: field["value"] for field in self.card(user, headers)["fields"]}

    def found(self, query, headers=None):
        return sorted(party["name"] for party in self.ask("GET", f"/v1/parties?search={urllib.parse.quote(query)}", headers=headers).json["data"])

    def listed(self, query, headers=None):
        """Names of all pages, two rows a page."""
        names, cursor = [], ""
        while cursor is not None:
            answer = self.ask("GET", f"/v1/parties?limit=2&{query}&cursor={cursor}", headers=headers)
            self.assertEqual(answer.status, 200, answer)
            names += [party["name"] for party in answer.json["data"]]
            cursor = answer.json["next_cursor"]
        return names

    def eventually(self, holds, what):
        end = time.monotonic() + 30
        while not holds():
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.05)

    def rebuilt(self):
        self.server.settle()
        code, report = self.server.rebuild()
        self.assertEqual(code, 0, report)
        return report

    # The scenarios.

    def test_a_value_of_every_kind_comes_in_and_stands_on_the_card(self):
        kinds = {"text": ("Rô-bốt", "Rô-bốt"), "long_text": ("a\nb", "a\nb"), "integer": ("12", 12), "decimal": (12.50, "12.5"), "boolean": (False, False),
                 "choice": ("dark", "dark"), "day": ("2026-01-31T00:00:00Z", "2026-01-31"), "instant": ("2026-01-31T07:00:00+07:00", "2026-01-31T00:00:00Z")}
        for kind in kinds:
            self.define({**ROAST, "key": f"own_{kind}", "kind": kind, "choices": ROAST["choices"] if kind == "choice" else []})
        self.told("lan", name="Lan", **{f"own_{kind}": sent for kind, (sent, _) in kinds.items()})
        card = self.card("lan")
        self.assertEqual([(field["key"], field["kind"], field["value"]) for field in card["fields"]], [(f"own_{kind}", kind, kept) for kind, (_, kept) in kinds.items()])
        self.assertEqual(list(card["traits"]), ["name"], "They stand apart.")
        choice = next(field for field in card["fields"] if field["kind"] == "choice")
        self.assertEqual((choice["label"], choice["value_label"]), (ROAST["label"], {"en": "Dark", "vi": "Rang đậm"}))
        self.assertIsNotNone(choice["at"])
        by_hand = self.ask("POST", "/v1/parties", {"name": "Minh", "phone": "0951234567", "own_integer": 7})
        self.assertEqual(by_hand.status, 201, by_hand)
        self.assertEqual({field["key"]: field["value"] for field in by_hand.json["fields"]}["own_integer"], 7)
        line = self.ask("GET", f"/v1/parties/{card['id']}/timeline").json["data"][0]["line"]
        self.assertTrue(line["vi"].startswith("Cập nhật thông tin: Tên, Mức rang ưa thích"), line)
        self.rebuilt()

    def test_a_value_that_is_none_is_refused_with_its_trait_and_changes_nothing(self):
        self.define(ROAST, {**MACHINE, "key": "seats", "kind": "integer", "roles": []})
        self.told("lan", name="Lan", seats=4)
        for traits, field, rule in (({"favourite_roast": "burnt"}, "traits.favourite_roast", "choice"), ({"seats": "many"}, "traits.seats", "type"),
                                    ({"seats": 9_000_000_000_001}, "traits.seats", "range")):
            outcome = self.tell("lan", name="Other", **traits)
            self.assertEqual((outcome["status"], outcome["error"]["field"], outcome["error"]["rule"]), ("refused", field, rule), outcome)
            self.refused(self.ask("POST", "/v1/parties", {"name": "Minh", **traits}), 400, field, rule)
            self.refused(self.ask("PATCH", f"/v1/parties/{self.card('lan')['id']}", {"traits": traits}), 400, field, rule)
        self.assertEqual((self.card("lan")["name"], self.values("lan")), ("Lan", {"favourite_roast": None, "seats": 4}))
        self.rebuilt()

    def test_a_definition_is_refused_by_field_and_rule(self):
        self.define(ROAST)
        for said, status, field, rule in (({"key": "Roast"}, 400, "key", "format"), ({"key": "email"}, 400, "key", "reserved"), ({"key": "favourite_roast"}, 409, "key", "unique"),
                                          ({"key": "a", "kind": "money"}, 400, "kind", "choice"), ({"key": "a", "kind": None}, 400, "kind", "required"),
                                          ({"key": "a", "label": {"en": "A"}}, 400, "label.vi", "required"), ({"key": "a", "serves": " "}, 400, "serves", "required"),
                                          ({"key": "a", "choices": []}, 400, "choices", "required"), ({"key": "a", "choices": ["x"]}, 400, "choices[0]", "type"),
                                          ({"key": "a", "roles": ["friend"]}, 400, "roles", "choice"), ({"key": "a", "readers": ["barista"]}, 400, "readers", "choice"),
                                          ({"key": "a", "readers": ["manager"], "in_search": True}, 400, "in_search", "readers"),
                                          ({"key": "a", "kind": "day", "choices": [], "in_search": True}, 400, "in_search", "kind"),
                                          ({"key": "a", "in_list": "yes"}, 400, "in_list", "type"), ({"key": "a", "colour": "red"}, 400, "colour", "known")):
            with self.subTest(said):
                self.refused(self.ask("POST", "/v1/fields", {**ROAST, **said}), status, field, rule)
        self.refused(self.ask("PATCH", "/v1/fields/favourite_roast", {"key": "roast"}), 400, "key", "fixed")
        self.refused(self.ask("PATCH", "/v1/fields/nothing", {"in_list": True}), 404, "key", "known")
        self.assertEqual(self.ask("POST", "/v1/fields", MACHINE, {"Authorization": f"Bearer {self.read}"}).status, 403)
        self.assertEqual(len(self.ask("GET", "/v1/fields").json["data"]), 1)

    def test_the_same_definition_sent_twice_under_one_name_is_one(self):
        named = {"Authorization": f"Bearer {self.admin}", "Idempotency-Key": "once"}
        self.assertEqual([self.ask("POST", "/v1/fields", ROAST, named).status for _ in range(2)], [201, 201])
        self.assertEqual(self.ask("POST", "/v1/fields", MACHINE, named).status, 409)

    def test_a_business_has_at_most_two_hundred(self):
        for number in range(200):
            self.define({**MACHINE, "key": f"f{number}"})
        self.refused(self.ask("POST", "/v1/fields", {**MACHINE, "key": "one_more"}), 400, "key", "limit")

    def test_a_kind_changes_only_where_every_value_stays_one(self):
        self.define({**MACHINE, "key": "seats", "kind": "text", "roles": []})
        self.change("seats", kind="integer")
        self.told("lan", name="Lan", seats=40)
        refused = self.change("seats", status=409, kind="day")
        self.assertEqual((refused["field"], refused["rule"]), ("kind", "in_use"), refused)
        self.assertIn("One card has", refused["detail"])
        self.assertEqual(self.values("lan"), {"seats": 40})
        self.change("seats", kind="decimal")
        self.assertEqual(self.values("lan"), {"seats": "40"}, "What was told stays and is shown in the kind that the field has now.")
        self.told("minh", name="Minh", seats=40.5)
        self.assertEqual(self.listed("field.seats=40.0"), ["Lan"])
        self.change("seats", status=409, kind="integer")
        self.change("seats", kind="long_text")
        self.assertEqual(self.values("minh"), {"seats": "40.5"})
        self.rebuilt()

    def test_a_choice_that_cards_have_is_retired_and_one_that_none_has_may_go(self):
        self.define(ROAST)
        self.told("lan", name="Lan", favourite_roast="dark")
        light, dark = ROAST["choices"]
        refused = self.change("favourite_roast", status=409, choices=[light])
        self.assertEqual((refused["field"], refused["rule"]), ("choices", "in_use"), refused)
        self.change("favourite_roast", choices=[{**dark, "retired": True}, {"value": "medium", "label": {"en": "Medium", "vi": "Rang vừa"}}])
        self.assertEqual(self.tell("minh", name="Minh", favourite_roast="dark")["error"]["rule"], "choice")
        self.told("minh", name="Minh", favourite_roast="medium")
        self.assertEqual((self.values("lan"), self.values("minh")), ({"favourite_roast": "dark"}, {"favourite_roast": "medium"}))
        self.assertEqual(self.card("lan")["fields"][0]["value_label"], dark["label"], "What was chosen stays readable.")
        self.rebuilt()

    def test_a_retired_field_takes_no_new_values_and_keeps_the_old_ones(self):
        self.define(ROAST)
        self.told("lan", name="Lan", favourite_roast="dark")
        self.told("minh", name="Minh")
        self.change("favourite_roast", retired=True)
        self.assertEqual(self.tell("minh", favourite_roast="dark")["error"]["rule"], "retired")
        lan = self.card("lan")
        self.refused(self.ask("PATCH", f"/v1/parties/{lan['id']}", {"traits": {"favourite_roast": "light"}}), 400, "traits.favourite_roast", "retired")
        self.assertEqual([(field["value"], field["retired"]) for field in lan["fields"]], [("dark", True)])
        self.assertEqual(self.values("minh"), {}, "It is asked for no more.")
        self.assertEqual(self.ask("PATCH", f"/v1/parties/{lan['id']}", {"traits": {"favourite_roast": None}}).status, 200)
        self.assertEqual(self.values("lan"), {}, "A value may go all the same.")
        self.change("favourite_roast", retired=False)
        self.told("minh", favourite_roast="dark")
        self.rebuilt()

    def test_what_waited_comes_onto_the_cards_and_what_does_not_fit_goes_on_waiting(self):
        for number in range(450):
            self.told(f"u{number}", name=f"U {number}", seats=number if number % 3 else "many")
        named = {field["field"]: field["count"] for field in self.ask("GET", "/v1/quarantine").json["data"]}
        self.assertEqual(named, {"identify.seats": 450})
        defined = self.define({**MACHINE, "key": "seats", "kind": "integer", "roles": []})
        self.assertEqual((defined["replayed"], defined["waiting"]), (300, 150))
        self.assertEqual((self.values("u1"), self.values("u3")), ({"seats": 1}, {"seats": None}))
        self.assertEqual({field["field"]: field["count"] for field in self.ask("GET", "/v1/quarantine").json["data"]}, {"identify.seats": 150})
        self.refused(self.ask("POST", "/v1/quarantine/identify.seats/use", {"use": "x"}), 409, "field", "defined")
        widened = self.change("seats", kind="text")
        self.assertEqual((widened["replayed"], widened["waiting"]), (150, 0), "A kind that holds them takes them up.")
        self.assertEqual(self.values("u3"), {"seats": "many"})
        self.rebuilt()

    def test_a_field_that_had_been_given_a_use_may_be_defined(self):
        self.told("lan", name="Lan", shoe_size={"eu": 41})
        self.told("minh", name="Minh", shoe_size=42)
        self.assertEqual(self.ask("POST", "/v1/quarantine/identify.shoe_size/use", {"use": "slippers"}).json["replayed"], 2)
        self.define({**MACHINE, "key": "shoe_size", "kind": "integer", "roles": []})
        self.assertEqual((self.values("minh"), self.values("lan")), ({"shoe_size": 42}, {"shoe_size": '{"eu":41}'}), "What is none of the kind is shown as it was told.")
        self.server.settle()
        self.assertEqual(self.listed("field.shoe_size=42"), ["Minh"])
        self.assertEqual(self.change("shoe_size", status=409, kind="day")["rule"], "in_use")
        self.rebuilt()

    def test_it_is_found_by_search_while_search_reads_it(self):
        self.define({**MACHINE, "in_search": True}, {**ROAST, "in_search": True})
        self.told("lan", name="Lan", machine="Rô-bốt 2000")
        self.told("minh", name="Minh", favourite_roast="dark")
        self.assertEqual((self.found("rang dam"), self.found("dark")), (["Minh"], ["Minh"]))
        self.assertEqual((self.found("ro-bot"), self.found("2000")), (["Lan"], ["Lan"]))
        self.rebuilt()
        self.change("machine", in_search=False)
        self.eventually(lambda: self.found("ro-bot") == [], "Search still reads it.")
        self.rebuilt()
        self.change("favourite_roast", choices=[ROAST["choices"][0], {"value": "dark", "label": {"en": "French", "vi": "Rang kiểu Pháp"}}])
        self.eventually(lambda: self.found("phap") == ["Minh"], "Search does not read the new label.")
        self.assertEqual(self.found("dam"), [])
        self.change("machine", in_search=True)
        self.eventually(lambda: self.found("ro-bot") == ["Lan"], "Search does not read it again.")
        self.rebuilt()
        self.assertEqual(self.server.stop(), 0)
        self.server.start()
        self.eventually(lambda: self.found("ro-bot") == ["Lan"], "Search does not read it after a restart.")

    def test_search_follows_while_more_is_told_and_the_server_is_killed(self):
        self.define(MACHINE)
        made = random.Random(SEED)
        people = [f"u{number}" for number in range(1200)]
        for first in range(0, 1200, 400):
            batch = [{"type": "identify", "userId": user, "messageId": f"b{user}", "traits": {"name": user, **({"machine": f"zeta{user}"} if made.random() < 0.5 else {})}}
                     for user in people[first:first + 400]]
            self.assertEqual(self.server.post("/v1/batch", self.events, {"batch": batch}).json["applied"], 400)
        self.change("machine", in_search=True)
        self.told("late", name="late", machine="zetalate")
        time.sleep(2.9 + made.random())
        self.server.kill()
        self.server.start()
        self.server.settle()
        self.eventually(lambda: self.found("zetalate") == ["late"], "Search does not read it after a restart.")
        self.rebuilt()

    def test_lists_show_it_and_are_made_by_its_value(self):
        self.define({**ROAST, "in_list": True}, {**MACHINE, "in_list": True, "roles": []}, {**LIMIT, "in_list": True})
        for number, roast in enumerate(["dark", "light", "dark", "dark", "light"]):
            self.told(f"u{number}", name=f"U{number}", favourite_roast=roast, credit_limit=number * 100)
        self.told("u1", machine="Rô-bốt")
        rows = {party["name"]: party["fields"] for party in self.ask("GET", "/v1/parties").json["data"]}
        self.assertEqual([(field["key"], field["value"]) for field in rows["U1"]], [("favourite_roast", "light"), ("machine", "Rô-bốt"), ("credit_limit", "100")])
        self.assertEqual(rows["U0"][0], {"key": "favourite_roast", "value": "dark", "value_label": {"en": "Dark", "vi": "Rang đậm"}})
        self.assertEqual(self.listed("field.favourite_roast=dark"), ["U0", "U2", "U3"])
        self.assertEqual(self.listed("field.machine=ro-bot"), ["U1"])
        self.assertEqual(self.listed("field.credit_limit=300.0"), ["U3"])
        self.assertEqual(self.listed("field.favourite_roast=burnt"), [])
        key = {"Authorization": f"Bearer {self.read}"}
        self.refused(self.ask("GET", "/v1/parties?field.credit_limit=300", headers=key), 400, "field.credit_limit", "known")
        self.refused(self.ask("GET", "/v1/parties?field.nothing=300"), 400, "field.nothing", "known")
        self.refused(self.ask("GET", "/v1/parties?field.machine=a&field.favourite_roast=dark"), 400, "field.favourite_roast", "once")
        self.refused(self.ask("GET", "/v1/parties?field.machine=a&letter=U"), 400, "letter", "alone")
        self.assertEqual([[field["key"] for field in party["fields"]] for party in self.ask("GET", "/v1/parties?search=u1", headers=key).json["data"]],
                         [["favourite_roast", "machine"]])

    def test_it_is_asked_for_on_cards_of_its_roles_and_shown_where_it_has_a_value(self):
        self.define(MACHINE)
        self.told("lan", name="Lan")
        supplier = {"type": "identify", "userId": "quan", "messageId": "s", "traits": {"name": "Quán"}, "context": {"ganbo": {"role": "supplier"}}}
        self.assertEqual(self.server.post("/v1/batch", self.events, {"batch": [supplier]}).json["applied"], 1)
        self.assertEqual((self.values("lan"), self.values("quan")), ({}, {"machine": None}))
        self.told("lan", machine="Phin")
        self.assertEqual(self.values("lan"), {"machine": "Phin"})

    def test_a_card_is_corrected_by_hand(self):
        self.define(ROAST)
        self.told("lan", name="Lan", favourite_roast="dark")
        self.told("minh", name="Minh", phone="0951234568")
        lan = self.card("lan")["id"]
        staff = self.sign_in("hoa", "staff")
        named = {**staff, "Idempotency-Key": "edit-1"}
        change = {"traits": {"favourite_roast": "light", "name": "Lan Anh", "email": "lan@example.com", "birthday": "1990-05-02"}}
        changed = [self.ask("PATCH", f"/v1/parties/{lan}", change, named) for _ in range(2)]
        self.assertEqual([answer.status for answer in changed], [200, 200], changed)
        card = self.card("lan")
        self.assertEqual((card["name"], self.values("lan")), ("Lan Anh", {"favourite_roast": "light"}))
        self.assertIn("lan@example.com", [identifier["value"] for identifier in card["identifiers"]], "She is called so from now on.")
        self.assertEqual(self.ask("GET", "/v1/parties/by/email/lan@example.com").json["id"], lan)
        self.assertEqual(card["key_dates"][0]["kind"], "birthday")
        timeline = self.ask("GET", f"/v1/parties/{lan}/timeline?type=identify").json["data"]
        self.assertEqual(len(timeline), 2, "Sent twice, it is said once.")
        self.assertEqual(timeline[0]["staff"], "hoa")
        self.assertEqual(timeline[0]["properties"]["favourite_roast"], "light")
        other = self.ask("PATCH", f"/v1/parties/{lan}", {"traits": {"phone": "0951234568"}}, staff)
        self.assertEqual(other.status, 200, other)
        self.assertEqual(len(self.ask("GET", f"/v1/parties/{lan}/suggestions").json["data"]), 1, "Whose it is already is asked about.")
        self.assertEqual(self.ask("PATCH", f"/v1/parties/{lan}", {"traits": {"favourite_roast": None}}, staff).status, 200)
        self.assertEqual(self.values("lan"), {"favourite_roast": None})
        self.assertEqual(self.listed("field.favourite_roast=light"), [])
        for body, field, rule in (({"traits": {}}, "traits", "required"), ({}, "traits", "required"), ({"traits": {"name": "x"}, "name": "y"}, "name", "known"),
                                  ({"traits": {"name": None}}, "traits.name", "null"), ({"traits": {"shoe_size": 4}}, "traits.shoe_size", "known"),
                                  ({"traits": {"email": "nobody"}}, "traits.email", "format"), ({"traits": {"age": 151}}, "traits.age", "range")):
            with self.subTest(body):
                self.refused(self.ask("PATCH", f"/v1/parties/{lan}", body), 400, field, rule)
        self.assertEqual(self.ask("PATCH", "/v1/parties/77", {"traits": {"name": "x"}}).status, 404)
        self.assertEqual(self.ask("PATCH", f"/v1/parties/{lan}", {"traits": {"name": "x"}}, {"Authorization": f"Bearer {self.read}"}).status, 403)
        self.rebuilt()

    def test_who_may_not_read_it_sees_it_nowhere_and_may_tell_it(self):
        self.define({**LIMIT, "in_list": True})
        manager, staff = self.sign_in("quan-ly", "manager"), self.sign_in("hoa", "staff")
        self.told("lan", name="Lan")
        lan = self.card("lan")["id"]
        answer = self.ask("PATCH", f"/v1/parties/{lan}", {"traits": {"credit_limit": SECRET}}, staff)
        self.assertEqual(answer.status, 200, "A value is taken from who may not read it.")
        seen = {}
        for reader, headers in (("staff", staff), ("read key", {"Authorization": f"Bearer {self.read}"}), ("manager", manager), ("admin key", None)):
            paths = [f"/v1/parties/{lan}", "/v1/parties/by/user_id/lan", "/v1/parties", "/v1/parties?search=lan", f"/v1/parties?search={SECRET}", f"/v1/parties/{lan}/timeline",
                     f"/v1/parties/{lan}/suggestions", "/v1/fields", "/v1/quarantine", f"/v1/parties/{lan}/export", f"/v1/parties?field.credit_limit={SECRET}"]
            everything = "".join(self.ask("GET", path, headers=headers).body.decode() for path in paths)
            seen[reader] = (SECRET in everything, '"credit_limit"' in everything, "Hạn mức nợ" in everything)
        self.assertEqual(seen, {"staff": (False,) * 3, "read key": (False,) * 3, "manager": (True,) * 3, "admin key": (True,) * 3})
        self.assertNotIn(SECRET, answer.body.decode(), "Nor in the answer to the change.")
        self.assertEqual(self.found(SECRET), [])
        line = self.ask("GET", f"/v1/parties/{lan}/timeline?type=identify", headers=staff).json["data"][0]["line"]
        self.assertEqual(line["en"], "Recognised")
        # What waited before it was defined is seen by nobody else either.
        self.told("minh", name="Minh", rating="secret rating")
        self.define({**LIMIT, "key": "rating", "kind": "integer"})
        self.assertEqual(self.ask("GET", "/v1/quarantine", headers=staff).json["data"], [])
        self.assertEqual(self.ask("GET", "/v1/quarantine", headers=manager).json["data"][0]["samples"], ["secret rating"])
        self.rebuilt()

    def test_a_public_key_tells_what_everybody_reads_alone(self):
        self.define(ROAST, LIMIT)
        browser = self.server.make_key("browser", "--origin", "*")
        outcome = self.tell("lan", source=browser, name="Lan", favourite_roast="dark", credit_limit="1")
        self.assertEqual(outcome["status"], "applied", outcome)
        self.assertTrue(any("credit_limit was left out" in note for note in outcome["notes"]), outcome)
        self.assertEqual(self.values("lan"), {"favourite_roast": "dark", "credit_limit": None})

    def test_values_follow_merges_and_their_undoing(self):
        self.define(ROAST, {**MACHINE, "roles": []})
        self.told("lan", name="Lan", favourite_roast="dark", machine="Phin")
        self.told("twin", name="Lan", favourite_roast="light")
        lan, twin = self.card("lan")["id"], self.card("twin")["id"]
        merge = self.ask("POST", f"/v1/parties/{lan}/merges", {"party": twin}).json["id"]
        self.assertEqual(self.values("lan"), {"favourite_roast": "light", "machine": "Phin"}, "The latest word counts.")
        self.assertEqual(self.server.count("field_values"), 2)
        self.rebuilt()
        self.assertEqual(self.ask("POST", f"/v1/parties/{twin}/merges/{merge}/undo", {}).status, 201)
        self.assertEqual((self.values("lan"), self.values("twin")), ({"favourite_roast": "dark", "machine": "Phin"}, {"favourite_roast": "light", "machine": None}))
        self.rebuilt()

    def test_values_go_with_who_is_erased_and_stand_in_their_export(self):
        self.define({**MACHINE, "roles": [], "in_search": True}, ROAST)
        self.told("lan", name="Lan", machine="Máy pha bí mật", favourite_roast="dark")
        lan = self.card("lan")["id"]
        exported = self.ask("GET", f"/v1/parties/{lan}/export").json["card"]["fields"]
        self.assertEqual([(field["label"]["vi"], field["value"]) for field in exported], [("Máy pha", "Máy pha bí mật"), ("Mức rang ưa thích", "dark")])
        self.assertEqual(self.ask("POST", f"/v1/parties/{lan}/erase", {}).status, 200)
        self.server.settle()
        with self.server.record() as record:
            kept = "".join(str(row) for table in ("events", "parties", "party_search", "field_values", "quarantine", "outbox") for row in record.execute(f"select * from {table}").fetchall())
        self.assertEqual([secret for secret in ("bí mật", "bi mat", "dark") if secret in kept], [])
        self.assertEqual(self.ask("GET", f"/v1/parties/{lan}").json["fields"], [])
        self.assertEqual(self.found("bi mat"), [])
        self.rebuilt()

    def test_values_come_in_any_order(self):
        self.define(ROAST, {**MACHINE, "roles": []})
        items = [{"type": "identify", "userId": "lan", "messageId": f"o{number}", "timestamp": f"2026-01-{number + 1:02}T00:00:00Z", "traits": traits}
                 for number, traits in enumerate([{"name": "Lan", "favourite_roast": "dark"}, {"machine": "Phin"}, {"favourite_roast": "light"}, {"machine": "Rô-bốt"}])]
        random.Random(SEED).shuffle(items)
        for item in items:
            self.assertEqual(self.server.post("/v1/batch", self.events, {"batch": [item]}).json["applied"], 1)
        self.assertEqual(self.values("lan"), {"favourite_roast": "light", "machine": "Rô-bốt"})
        self.rebuilt()

    def test_rebuild_finds_values_that_are_wrong_and_puts_them_right(self):
        self.define(ROAST)
        self.told("lan", name="Lan", favourite_roast="dark")
        self.told("minh", name="Minh", favourite_roast="dark")
        minh = self.card("minh")["id"]
        self.assertEqual(self.server.stop(), 0)
        self.server.tamper("update field_values set value = 'light'")
        self.server.tamper(f"delete from field_values where party_id = {minh}")
        self.server.tamper("insert into field_values (party_id, field, value) values (77, 'favourite_roast', 'dark')")
        self.server.start()
        code, report = self.server.rebuild()
        self.assertEqual((code, next(table["differences"] for table in report["tables"] if table["name"] == "field_values")), (1, 3), report)
        self.server.verb("rebuild", "--repair")
        self.rebuilt()
        self.assertEqual(self.listed("field.favourite_roast=dark"), ["Lan", "Minh"])

    def test_the_verb_does_what_rest_does(self):
        def field(*arguments):
            return self.server.verb("field", *arguments)
        added = field("add", "favourite_roast", "--kind", "choice", "--label-en", "Favourite roast", "--label-vi", "Mức rang", "--serves", "What is offered",
                      "--choice", "light=Light|Rang nhạt", "--choice", "dark=Dark|Rang đậm", "--role", "customer", "--in-list", "yes")
        self.assertEqual(added.returncode, 0, added.stderr)
        changed = field("change", "favourite_roast", "--choice", "medium=Medium|Rang vừa", "--retire-choice", "light", "--drop-choice", "dark", "--role", "all", "--label-en", "Roast")
        self.assertEqual(changed.returncode, 0, changed.stderr)
        kept = self.ask("GET", "/v1/fields").json["data"][0]
        self.assertEqual((kept["label"], kept["roles"], kept["in_list"]), ({"en": "Roast", "vi": "Mức rang"}, [], True))
        self.assertEqual([(choice["value"], choice["retired"]) for choice in kept["choices"]], [("light", True), ("medium", False)])
        self.assertIn("Mức rang / Roast", field("list").stdout)
        refused = field("change", "favourite_roast", "--drop-choice", "burnt")
        self.assertEqual(refused.returncode, 2, refused.stdout)
        self.assertIn("burnt", refused.stderr)


if __name__ == "__main__":
    print(f"seed {SEED}")
    run_with_binary(CustomFields)
