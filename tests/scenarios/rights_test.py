"""What of a card is shown to whom, what is written down of it, and what those at the door see; one's own sessions, teams.

    rights_test.py BINARY [--record postgres] [unittest's arguments]
"""

import datetime
import json
import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, clear_of_midnight, in_days, run_with_binary  # noqa: E402

PHONE, MASKED, EMAIL = "+84901234567", "•••• 567", "minh@vidu.vn"


class Rights(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        clear_of_midnight()
        cls.server = Server(cls.binary)
        cls.addClassCleanup(cls.server.close)
        cls.server.start()
        cls.events, cls.admin = cls.server.make_key("events"), cls.bearer(cls.server.make_key("admin"))
        cls.owner = cls.session("owner")
        cls.send({"type": "identify", "userId": "minh", "messageId": "i1", "traits": {
            "name": "Trần Văn Minh", "phone": "0901234567", "email": EMAIL, "address": {"street": "12 Lê Lợi", "city": "Huế"}}},
                 {"type": "identify", "messageId": "i2", "anonymousId": "a2", "traits": {"phone": "0907654321"}},
                 cls.track("Order Completed", "o1", order_id="DH-1", total=100_000, currency="VND",
                           products=[{"product_id": "hat", "price": 100_000, "quantity": 1, "cost": 60_000}]),
                 cls.track("Note Added", "n1", text="Gọi lại số 0901 234 567 hoặc viết minh@vidu.vn"))
        cls.card = cls.ask("GET", "/v1/parties/by/user_id/minh", cls.admin).json["id"]

    @staticmethod
    def bearer(key):
        return {"Authorization": f"Bearer {key}"}

    @classmethod
    def send(cls, *items):
        answer = cls.server.post("/v1/batch", cls.events, {"batch": list(items)}).json
        assert answer["applied"] == len(items), answer

    @staticmethod
    def track(event, name, **properties):
        return {"type": "track", "event": event, "userId": "minh", "messageId": name, "properties": properties}

    @classmethod
    def session(cls, login, role=None):
        if role:
            assert cls.server.verb("user", "add", login, "--role", role).returncode == 0
        link = cls.server.verb("user", "link", login).stdout.strip().split("\n")[-1]
        answer = cls.server.request("POST", "/v1/session", json.dumps({"token": link.split("token=")[1]}), {"User-Agent": "Mozilla/5.0 (Linux) Firefox/140.0"})
        assert answer.status == 200, answer
        return {"Cookie": answer.cookies, "X-CSRF-Token": answer.json["csrf_token"]}

    @classmethod
    def ask(cls, method, path, headers, body=None, **more):
        raw = None if body is None else json.dumps(body)
        return cls.server.request(method, path, raw, {"Content-Type": "application/json", **headers, **more})

    def places(self):
        return [f"/v1/parties/{self.card}", "/v1/parties/by/user_id/minh", "/v1/parties?search=minh", "/v1/parties", "/v1/parties?letter=T", "/v1/parties?sort=-name", "/v1/parties?search=minh&sort=name", "/v1/parties/fields",
                f"/v1/parties/{self.card}/timeline", f"/v1/parties/{self.card}/timeline?text=goi", "/v1/today", "/v1/calendar", "/v1/merge-suggestions",
                "/v1/household-suggestions", f"/v1/parties/{self.card}/suggestions", f"/v1/parties/{self.card}/merges", "/v1/products", "/v1/quarantine"]

    def audit(self, **query):
        asked = "&".join(f"{name}={value}" for name, value in {"limit": 200, **query}.items())
        answer = self.ask("GET", f"/v1/audit?{asked}", self.owner)
        self.assertEqual(answer.status, 200, answer)
        return answer.json["data"]

    def wait_for(self, count, **query):
        end = time.monotonic() + 20
        while len(self.audit(**query)) < count:
            self.assertLess(time.monotonic(), end, f"{query}: {self.audit(**query)}")
            time.sleep(0.05)
        return self.audit(**query)

    def test_what_was_read_just_before_the_server_ends_is_written_down(self):
        ids = lambda: {one["id"] for one in self.ask("GET", "/v1/keys", self.owner).json["data"]}  # noqa: E731
        for _ in range(3):
            before = ids()
            key = self.bearer(self.server.make_key("admin"))
            [made] = ids() - before
            self.ask("GET", f"/v1/parties/{self.card}", key)
            self.assertEqual(self.server.stop(), 0)
            self.server.start()
            self.assertIn(made, {entry["by"]["key"] for entry in self.audit(action="saw", party=self.card)})

    def test_nowhere_is_a_contact_detail_shown_to_who_may_not_see_it(self):
        analyst = self.session("chi", "analyst")
        read = self.bearer(self.server.make_key("read", "--rights", "margins export"))
        self.send({"type": "identify", "userId": "minh2", "messageId": "i3", "traits": {"name": "Trần Văn Minh", "phone": "0901234567", "email": "minh2@vidu.vn", "birthday": "1990-05-01"}})
        for place in self.places():
            for who, headers in (("analyst", analyst), ("key", read)):
                answer = self.ask("GET", place, headers)
                self.assertEqual(answer.status, 200, f"{who} {place}: {answer}")
                text = answer.body.decode()
                for part in ("901234567", "0901 234", EMAIL, "minh2@", "Lê Lợi", "907654321"):
                    self.assertNotIn(part, text, f"{who}: {place}")
        card = self.ask("GET", f"/v1/parties/{self.card}", analyst).json
        self.assertIn({"type": "phone", "value": MASKED}, [{key: one[key] for key in ("type", "value")} for one in card["identifiers"]])
        self.assertEqual((card["name"], card["traits"]["address"]["value"]["city"]), ("Trần Văn Minh", "Huế"))
        # Who may is shown everything as before.
        for headers in (self.owner, self.bearer(self.server.make_key("read", "--rights", "contact_details"))):
            self.assertIn(PHONE, self.ask("GET", f"/v1/parties/{self.card}", headers).body.decode())

    def test_a_number_is_searched_for_whole_or_not_at_all(self):
        analyst = self.session("ha", "analyst")
        found = lambda headers, query: [one["name"] for one in self.ask("GET", f"/v1/parties?search={query}", headers).json["data"]]  # noqa: E731
        for part in ("0901", "901234", "minh@", "vidu.vn", "234567"):
            self.assertEqual(found(analyst, part), [], part)
        for whole in ("0901234567", "%2B84901234567", EMAIL, "tran+minh"):
            self.assertIn("Trần Văn Minh", found(analyst, whole), whole)
        self.assertIn("Trần Văn Minh", found(self.owner, "901234"))
        self.assertEqual(found(analyst, "901234&sort=name"), [])
        refused = self.ask("GET", "/v1/parties?where=phone:has:901", analyst)
        self.assertEqual((refused.status, refused.json["field"]), (400, "where"), "Nor is a list narrowed by it.")
        texts = lambda headers, text: len(self.ask("GET", f"/v1/parties/{self.card}/timeline?text={text}", headers).json["data"])  # noqa: E731
        self.assertEqual((texts(analyst, "0901"), texts(analyst, "vidu"), texts(analyst, "goi")), (0, 0, 1))
        self.assertEqual(texts(self.owner, "0901") > 0, True)

    def test_margins_are_for_those_who_may_see_them(self):
        staff = self.session("tu", "staff")
        self.assertEqual(self.ask("GET", f"/v1/parties/{self.card}", self.owner).json["figures"]["margin"], {"amount": "40000", "currency": "VND"})
        answer = self.ask("GET", f"/v1/parties/{self.card}", staff)
        self.assertIsNone(answer.json["figures"]["margin"])
        self.assertIn(PHONE, answer.body.decode())
        for place in (f"/v1/parties/{self.card}/timeline", "/v1/products"):
            self.assertNotIn("60000", self.ask("GET", place, staff).body.decode(), place)

    def test_an_owner_says_which_rights_a_role_has(self):
        staff = self.session("binh", "staff")
        shown = lambda: PHONE in self.ask("GET", f"/v1/parties/{self.card}", staff).body.decode()  # noqa: E731
        rights = lambda: self.ask("GET", "/v1/session", staff).json["rights"]  # noqa: E731
        self.assertEqual((shown(), rights()), (True, ["contact_details"]))
        changed = self.ask("PATCH", "/v1/settings", self.owner, {"access.staff": "export"})
        self.assertEqual((changed.status, changed.json["access.staff"]), (200, "export"))
        self.assertEqual((shown(), rights()), (False, ["export"]))
        self.server.stop()
        self.server.start()
        self.assertEqual(shown(), False, "It stays so after a start.")
        for setting, value in (("access.staff", "everything"), ("access.staff", ""), ("access.staff", "export none"), ("access.owner", "none"),
                               ("access.door", "export"), ("access.nobody", "none"), ("audit.kept_days", "29"), ("audit.kept_days", "ever")):
            refused = self.ask("PATCH", "/v1/settings", self.owner, {setting: value})
            self.assertEqual((refused.status, refused.json["field"]), (400, setting), refused)
        self.assertEqual(self.ask("PATCH", "/v1/settings", staff, {"access.staff": "contact_details"}).status, 403)
        self.assertEqual(self.server.verb("settings", "access.staff=contact_details").returncode, 0)
        self.assertEqual(shown(), True)
        [first, last] = [entry["detail"]["changed"] for entry in self.audit(action="setting_changed") if entry["subject"] == "access.staff"]
        self.assertEqual(first, [{"what": "access.staff", "from": "export", "to": "contact_details"}])
        self.assertEqual(last, [{"what": "access.staff", "from": "contact_details", "to": "export"}])

    def test_a_key_has_the_rights_it_was_made_with(self):
        for arguments, expected in ((("read",), "contact_details margins export"), (("write",), "contact_details margins export"), (("admin",), "contact_details margins export"),
                                    (("events",), "none"), (("read", "--rights", "none"), "none"), (("write", "--rights", "export"), "export")):
            before = {key["id"] for key in self.ask("GET", "/v1/keys", self.owner).json["data"]}
            self.server.make_key(*arguments)
            [made] = [key for key in self.ask("GET", "/v1/keys", self.owner).json["data"] if key["id"] not in before]
            self.assertEqual(made["rights"], expected, arguments)
        for body in ({"scope": "read", "rights": "all"}, {"scope": "events", "rights": "export"}, {"scope": "admin", "rights": "none"}):
            self.assertEqual(self.ask("POST", "/v1/keys", self.owner, body).json["field"], "rights", body)

    def test_those_at_the_door_see_the_least_and_note_who_is_here(self):
        door = self.session("cua", "door")
        self.session("thu", "staff")
        self.send({"type": "identify", "userId": "lan", "messageId": "d1", "traits": {"name": "Đặng Thị Lan", "phone": "0912000111"}},
                  {"type": "track", "event": "Call Logged", "userId": "lan", "messageId": "d2", "properties": {"text": "hỏi giá"}, "context": {"ganbo": {"staff": "thu"}}},
                  {"type": "track", "event": "Complaint Raised", "userId": "lan", "messageId": "d3", "properties": {"text": "bí mật"}})
        for query in ("lan", "%C4%91%E1%BA%B7ng", "0912000111"):
            [found] = self.ask("GET", f"/v1/door/search?q={query}", door).json["data"]
            self.assertEqual(set(found), {"id", "kind", "name", "form_of_address", "visits", "expected", "caution"})
            self.assertEqual((found["name"], found["visits"]["name"], found["caution"]), ("Đặng Thị Lan", "thu", {"kind": "complaint", "text": ""}))
        for query in ("0912", "12000", "vidu"):
            self.assertEqual(self.ask("GET", f"/v1/door/search?q={query}", door).json["data"], [], query)
        self.assertNotIn("907654321", self.ask("GET", "/v1/door/search?q=0907654321", door).body.decode(), "Who has no name is not told by their number.")
        for query in ("", "l", "x" * 201):
            self.assertEqual(self.ask("GET", f"/v1/door/search?q={query}", door).json["field"], "q")
        body = {"party": found["id"], "to_see": found["visits"]["id"]}
        made = self.ask("POST", "/v1/door/arrivals", door, body, **{"Idempotency-Key": "tap-1"})
        self.assertEqual(made.status, 201, made)
        self.assertEqual(self.ask("POST", "/v1/door/arrivals", door, body, **{"Idempotency-Key": "tap-1"}).json, made.json, "A second tap is the same arrival.")
        for wrong, field in (({**body, "party": "x"}, "party"), ({**body, "to_see": "1"}, "to_see"), ({**body, "note": "x"}, "note"), ({**body, "occurred_at": "soon"}, "occurred_at"), ({**body, "occurred_at": "2199-01-01T00:00:00Z"}, "occurred_at")):
            self.assertEqual(self.ask("POST", "/v1/door/arrivals", door, wrong, **{"Idempotency-Key": "w"}).json["field"], field)
        self.assertEqual(self.ask("POST", "/v1/door/arrivals", door, body).json["field"], "Idempotency-Key")
        self.assertIn(self.ask("POST", "/v1/door/arrivals", door, {"party": "99"}, **{"Idempotency-Key": "g"}).status, (400, 404))
        [noted, again] = self.wait_for(2, user="cua", action="card_changed")
        self.assertEqual((noted["subject"], noted["party"], again["party"]), ("arrival", {"id": found["id"], "name": "Đặng Thị Lan"}, noted["party"]))
        timeline = self.ask("GET", f"/v1/parties/{found['id']}/timeline", self.owner).json["data"]
        self.assertEqual([(entry["type"], entry["staff"], entry["properties"]) for entry in timeline if entry["type"] == "arrival"], [("arrival", "cua", {"to_see": "thu"})])
        # Who let them in is not whom they visit.
        [again] = self.ask("GET", "/v1/door/search?q=lan", door).json["data"]
        self.assertEqual(again["visits"]["name"], "thu")
        code, report = self.server.rebuild()
        self.assertEqual(code, 0, report)

    def test_the_trail_says_who_looked_at_lists_and_changed_cards(self):
        staff = self.session("kim", "staff")
        for place in ("/v1/parties", "/v1/parties?search=minh", "/v1/today", "/v1/calendar", "/v1/merge-suggestions", "/v1/household-suggestions"):
            self.assertEqual(self.ask("GET", place, staff).status, 200, place)
        saw = self.wait_for(4, user="kim", action="saw")
        # Each counts once an hour, which may end just now.
        self.assertEqual(sorted({entry["subject"] for entry in saw}), ["calendar", "duplicates", "list", "today"])
        self.assertEqual({entry["party"] for entry in map(lambda entry: {**entry, "party": str(entry["party"])}, saw)}, {"None"})
        made = self.ask("POST", "/v1/parties", staff, {"name": "Ngô Thị Kim"}).json["id"]
        self.ask("POST", f"/v1/parties/{made}/touchpoints", staff, {"type": "note", "properties": {"text": "không ai chép lại"}})
        self.ask("PATCH", f"/v1/parties/{made}", staff, {"traits": {"title": "Chị"}})
        self.assertEqual(self.ask("PATCH", f"/v1/parties/{made}", staff, {"traits": {}}).status, 400)
        changed = self.wait_for(3, user="kim", action="card_changed")
        self.assertEqual([(entry["subject"], entry["party"]["id"]) for entry in changed], [("facts", made), ("touchpoint", made), ("new", made)])
        self.assertNotIn("không ai chép lại", json.dumps(changed, ensure_ascii=False))
        edit = lambda **more: self.ask("POST", "/v1/parties/bulk?where=kind:any_of:person", self.owner, {"set": {"title": "Anh"}, **more})  # noqa: E731
        tried = edit(dry_run=True)
        self.assertEqual(edit(total=tried.json["total"]).status, 202, tried)
        self.assertEqual([entry["subject"] for entry in self.wait_for(1, user="owner", action="card_changed")], ["bulk"], "What was only tried changed nothing.")

    def test_the_trail_says_who_saw_changed_and_took_what(self):
        staff = self.session("mai", "staff")
        for _ in range(3):
            self.assertEqual(self.ask("GET", f"/v1/parties/{self.card}", staff).status, 200)
            self.ask("GET", f"/v1/parties/{self.card}/timeline", staff)
        [saw] = self.wait_for(1, user="mai", action="saw")
        self.assertEqual((saw["party"], saw["by"]["name"], saw["address"]), ({"id": self.card, "name": "Trần Văn Minh"}, "mai", "127.0.0.1"))
        self.ask("GET", f"/v1/parties/{self.card}?purpose=print", staff)
        self.wait_for(1, user="mai", action="printed")
        self.assertEqual(self.ask("GET", f"/v1/parties/{self.card}/vcard", staff).status, 403)
        self.assertEqual(self.audit(user="mai", action="exported"), [])
        self.assertEqual(self.ask("GET", f"/v1/parties/{self.card}/vcard", self.owner).status, 200)
        self.assertEqual(self.ask("GET", "/v1/parties/file", staff).status, 403)
        exported = self.audit(user="owner", action="exported", party=self.card)
        self.assertEqual([entry["subject"] for entry in exported], ["vcard"], "It is written before it is answered.")
        self.ask("POST", "/v1/query", self.owner, {"sql": "select name from parties where name like 'Trần%'", "format": "json"})
        queried = self.audit(user="owner", action="exported")[0]
        self.assertEqual((queried["subject"], queried["detail"]["rows"] > 0), ("query", True))
        self.ask("PATCH", "/v1/users/mai", self.owner, {"role": "analyst"})
        self.assertEqual(self.audit(action="user_changed")[0]["detail"]["changed"], [{"what": "role", "from": "staff", "to": "analyst"}])
        self.ask("PUT", "/v1/users/mai/password", self.owner, {"password": "một hai ba bốn"})
        self.assertEqual(self.audit(action="user_changed")[0]["detail"]["changed"], [{"what": "password", "from": "", "to": "set"}])
        wrong = self.server.request("POST", "/v1/session", json.dumps({"login": "mai", "password": "sai mật khẩu"}))
        self.assertEqual(wrong.status, 401)
        self.server.request("POST", "/v1/session", json.dumps({"login": "một hai ba bốn", "password": "mai"}))
        failed = self.wait_for(2, action="sign_in_failed")
        self.assertEqual([entry["subject"] for entry in failed], ["", "mai"], "A password in the wrong field is not kept.")
        made = self.server.request("POST", "/v1/session", json.dumps({"login": "mai", "password": "một hai ba bốn"}))
        self.assertEqual(made.status, 200)
        self.assertEqual((self.audit(action="signed_in")[0]["by"]["name"], self.audit(action="signed_in")[0]["address"]), ("mai", "127.0.0.1"))
        self.ask("GET", f"/v1/parties/{self.card}", self.admin)
        keys = {one["id"] for one in self.ask("GET", "/v1/keys", self.owner).json["data"]}
        end = time.monotonic() + 20
        while not keys & {entry["by"]["key"] for entry in self.audit(action="saw", party=self.card)}:
            self.assertLess(time.monotonic(), end, "What a key was shown is not written down.")
            time.sleep(0.05)
        everything = json.dumps(self.audit()) + str(self.server.record().execute("select * from audit_entries").fetchall())
        for secret in ("một hai ba bốn", "sai mật khẩu", PHONE, EMAIL, "901234567"):
            self.assertNotIn(secret, everything)
        for query, field in (("user=nobody", "user"), ("action=dreamt", "action"), ("party=x", "party"), ("from=x", "from"), ("limit=0", "limit"), ("cursor=x", "cursor"),
                             ("from=2026-02-02&until=2026-02-01", "until")):
            self.assertEqual(self.ask("GET", f"/v1/audit?{query}", self.owner).json["field"], field, query)

    def test_the_trail_is_read_in_pages_and_expires(self):
        everything = [entry["id"] for entry in self.audit()]
        self.assertGreater(len(everything), 5)
        paged, cursor = [], ""
        while True:
            page = self.ask("GET", f"/v1/audit?limit=2&cursor={cursor}", self.owner).json
            paged += [entry["id"] for entry in page["data"]]
            cursor = page["next_cursor"]
            if not cursor:
                break
        # What another test read is written a moment after it was, and may come in between.
        self.assertEqual([entry for entry in paged if entry in everything], everything)
        self.assertEqual(len(paged), len(set(paged)))
        self.assertEqual(self.audit(until=in_days(-1)), [])
        self.server.stop()
        self.server.tamper("update audit_entries set noted_at = 1000000 where entry_id = " + everything[-1])
        self.server.start()
        end = time.monotonic() + 20
        while everything[-1] in [entry["id"] for entry in self.audit()]:
            self.assertLess(time.monotonic(), end, "It was kept for longer than two years.")
            time.sleep(0.1)
        self.assertIn(everything[-2], [entry["id"] for entry in self.audit()])

    def test_who_was_merged_and_erased_stands_in_the_trail_by_id_alone(self):
        self.send({"type": "identify", "userId": "x1", "messageId": "x1", "traits": {"name": "Lê Xuân", "phone": "0933000111"}},
                  {"type": "identify", "userId": "x2", "messageId": "x2", "traits": {"name": "Lê Xuân Hai"}})
        one, other = (self.ask("GET", f"/v1/parties/by/user_id/{user}", self.owner).json["id"] for user in ("x1", "x2"))
        merged = self.ask("POST", f"/v1/parties/{one}/merges", self.owner, {"party": other})
        self.assertEqual(merged.status, 201, merged)
        undone = self.ask("POST", f"/v1/parties/{other}/merges/{merged.json['id']}/undo", self.owner)
        self.assertEqual(undone.status, 201, undone)
        self.assertEqual(self.ask("POST", f"/v1/parties/{other}/erase", self.owner).status, 200)
        actions = {entry["action"]: entry for entry in self.audit(user="owner")}
        self.assertEqual((actions["merged"]["party"]["id"], actions["merged"]["subject"]), (one, other))
        self.assertEqual(actions["merge_undone"]["party"]["id"], other)
        self.assertEqual(actions["erased"]["party"], {"id": other, "name": ""})
        with self.server.record() as record:
            self.assertNotIn("Xuân", str(record.execute("select * from audit_entries").fetchall()))
        code, report = self.server.rebuild()
        self.assertEqual(code, 0, report)

    def test_ones_own_sessions_are_listed_and_ended_one_by_one(self):
        here, there = self.session("an", "staff"), self.session("an")
        stranger = self.session("bach", "staff")
        [this, other] = self.ask("GET", "/v1/session/all", here).json["data"]
        self.assertEqual((this["current"], other["current"], this["address"]), (True, False, "127.0.0.1"))
        self.assertIn("Firefox", this["agent"])
        self.assertEqual(self.ask("DELETE", f"/v1/session/all/{other['id']}", stranger).status, 404, "Nobody ends another's.")
        self.assertEqual(self.ask("GET", "/v1/session", there).status, 200)
        self.assertEqual(self.ask("DELETE", f"/v1/session/all/{other['id']}", here).status, 204)
        self.assertEqual((self.ask("GET", "/v1/session", there).status, self.ask("GET", "/v1/session", here).status), (401, 200))
        changed = self.ask("PUT", "/v1/session/password", here, {"password": "mười chữ trở lên"})
        self.assertEqual(changed.status, 200, changed)
        self.assertEqual(self.ask("GET", "/v1/session", here).status, 401, "A new password comes with a new session.")
        fresh = {"Cookie": changed.cookies, "X-CSRF-Token": changed.json["csrf_token"]}
        self.assertEqual(self.ask("DELETE", "/v1/session?everywhere=true", fresh).status, 204)
        self.assertEqual(self.ask("GET", "/v1/session", fresh).status, 401)

    def test_teams_have_members_and_a_manager(self):
        self.session("truong", "manager")
        for login in ("mot", "hai"):
            self.session(login, "staff")
        made = self.ask("POST", "/v1/teams", self.owner, {"name": "  Bán lẻ ", "manager": "truong"})
        self.assertEqual((made.status, made.json["name"], made.json["manager"]), (201, "Bán lẻ", "truong"), made)
        team = made.json["id"]
        self.assertEqual(self.ask("PATCH", "/v1/users/mot", self.owner, {"team": team}).json["team"], team)
        [listed] = self.ask("GET", "/v1/teams", self.owner).json["data"]
        self.assertEqual(listed["members"], ["mot"])
        manager, mot = self.session("truong"), self.session("mot")
        self.send(*(item for name, staff in (("Một", "mot"), ("Hai", "hai")) for item in (
            {"type": "identify", "userId": f"t-{staff}", "messageId": f"t1-{staff}", "traits": {"name": f"Khách của {name}"}},
            {"type": "track", "event": "Complaint Raised", "userId": f"t-{staff}", "messageId": f"t2-{staff}", "properties": {"text": "x"}, "context": {"ganbo": {"staff": staff}}})))
        names = lambda headers, view: {line["party"]["name"] for line in self.ask("GET", f"/v1/today?view={view}", headers).json["data"]}  # noqa: E731
        ours = {"Khách của Một", "Khách của Hai"}
        self.assertEqual(names(manager, "team") & ours, {"Khách của Một"})
        self.assertEqual(names(self.owner, "team") & ours, ours)
        self.assertEqual(self.ask("GET", "/v1/today?view=team", mot).status, 403)
        for body, status, field in (({"name": ""}, 400, "name"), ({"name": "Bán lẻ"}, 409, "name"), ({"name": "x" * 101}, 400, "name"), ({"name": "B", "manager": "nobody"}, 400, "manager"),
                                    ({"name": "B", "size": "3"}, 400, "size")):
            refused = self.ask("POST", "/v1/teams", self.owner, body)
            self.assertEqual((refused.status, refused.json.get("field")), (status, field), body)
        self.assertEqual(self.ask("PATCH", "/v1/users/hai", self.owner, {"team": "99"}).json["field"], "team")
        self.assertEqual(self.ask("DELETE", f"/v1/teams/{team}", self.owner).status, 204)
        self.assertEqual(self.ask("DELETE", f"/v1/teams/{team}", self.owner).status, 404)
        self.assertEqual([user["team"] for user in self.ask("GET", "/v1/users", self.owner).json["data"] if user["login"] == "mot"], [None])
        self.assertEqual(names(manager, "team") & ours, ours, "Where there are no teams, everybody's.")


run_with_binary(Rights)
