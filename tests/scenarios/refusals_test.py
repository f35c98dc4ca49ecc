"""What the event API and REST refuse, and that a refusal leaves nothing behind: no event, no party, no identifier, no name.

    refusals_test.py BINARY [unittest's arguments]
"""

import datetime
import gzip
import json
import pathlib
import socket
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, basic, run_with_binary  # noqa: E402

TABLES = ("events", "parties", "identifier_claims", "identifiers", "orders", "order_lines", "quarantine", "command_names", "recent_command_names", "outbox", "merge_suggestions")
ORDER = {"order_id": "A1", "total": 1000}


def track(number=1, **changes):
    item = {"type": "track", "event": "Order Completed", "userId": "u1", "messageId": f"m{number}", "properties": ORDER, **changes}
    return {name: value for name, value in item.items() if value is not ...}


class Refusals(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(cls.binary)
        cls.addClassCleanup(cls.server.close)
        cls.server.start()
        cls.events = cls.server.make_key("events", "--source", "shop")
        cls.read = cls.server.make_key("read")
        cls.write = cls.server.make_key("write")
        cls.browser = cls.server.make_key("browser", "--source", "site", "--origin", "https://shop.example")

    def setUp(self):
        self.before = self.server.counts(*TABLES)

    def nothing_was_added(self):
        self.assertEqual(self.server.counts(*TABLES), self.before)

    def refused(self, answer, status, field=None, rule=None):
        """A problem of RFC 9457 with a sentence, and nothing behind it."""
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.headers["content-type"], "application/problem+json", answer)
        problem = answer.json
        self.assertEqual(problem["status"], status)
        self.assertGreater(len(problem["detail"]), 15, "A sentence says what is wrong and what helps.")
        if field:
            self.assertEqual((problem.get("field"), problem.get("rule")), (field, rule), problem)
        self.nothing_was_added()
        return problem

    def item_refused(self, item, code, field, rule, key=None):
        """In a batch: the outcome of the item says it. Alone: the status does."""
        answer = self.server.post("/v1/batch", key or self.events, {"batch": [item]})
        self.assertEqual(answer.status, 200, answer)
        outcome = answer.json["outcomes"][0]
        self.assertEqual(outcome["status"], "refused", outcome)
        error = outcome["error"]
        self.assertEqual((error["code"], error.get("field"), error.get("rule")), (code, field, rule), error)
        self.assertTrue(error["message"].strip().endswith("."), error)
        self.nothing_was_added()
        return error

    # Who is asking comes first.

    def test_a_wrong_key_is_401_before_anything_else_is_looked_at(self):
        big = str(100 << 20)
        for what, body, headers in (
                ("a good event", track(), {}),
                ("no JSON", b"{{{{", {}),
                ("not UTF-8", b'{"event":"\xff\xfe"}', {}),
                ("an unknown content type", b"a;b;c", {"Content_Type": "text/csv"}),
                ("an unknown encoding", b"xyz", {"Content_Encoding": "br"}),
                ("a batch that is too large", {"batch": [track()] * 3000}, {}),
                ("nothing", b"", {})):
            for path in ("/v1/track", "/v1/batch", "/v1/alias"):
                with self.subTest(what, path=path):
                    answer = self.server.post(path, "gb_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", body, **headers)
                    self.refused(answer, 401)
                    self.assertIn("www-authenticate", answer.headers)
        with self.subTest("a body that would be too large"):
            answer = self.raw(f"POST /v1/batch HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {big}\r\n"
                              f"Authorization: {basic('gb_wrong')['Authorization']}\r\n\r\n")
            self.assertTrue(answer.startswith(b"HTTP/1.1 401 "), answer[:200])

    def test_a_wrong_key_in_the_body_is_401(self):
        for key in ("gb_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "", None, 7, {}):
            with self.subTest(key=key):
                body = json.dumps({"batch": [track()], "writeKey": key})
                self.refused(self.server.request("POST", "/v1/batch", body, {"Content-Type": "application/json"}), 401)
        self.refused(self.server.request("POST", "/v1/track", b"\xff not json", {}), 401)

    def test_reading_needs_a_key_that_may_read(self):
        self.assertEqual(self.server.request("GET", "/v1/parties").status, 401)
        self.assertEqual(self.server.get("/v1/parties", "gb_wrong").status, 401)
        self.assertEqual(self.server.get("/v1/parties/not-a-number", "gb_wrong").status, 401)
        for path in ("/v1/parties", "/v1/parties/1", "/v1/parties/1/timeline", "/v1/parties/by/user_id/u1", "/v1/quarantine"):
            for key in (self.events, self.browser):
                self.assertEqual(self.server.get(path, key).status, 403, path)

    def test_a_right_key_without_the_scope_is_403(self):
        for path in ("/v1/track", "/v1/batch"):
            for body in (track(), b"{{{"):
                self.refused(self.server.post(path, self.read, body), 403)
        for path, method in (("/v1/query", "POST"), ("/v1/rebuild", "POST"), ("/v1/backup", "POST"), ("/v1/keys", "POST"), ("/v1/doctor", "GET")):
            for key in (self.read, self.write, self.events, self.browser):
                answer = self.server.request(method, path, b"{}" if method == "POST" else None, {"Authorization": f"Bearer {key}"})
                self.assertEqual(answer.status, 403, (path, answer))
        self.nothing_was_added()

    # What a browser may not: everybody can read its key.

    def test_a_browser_key_sends_no_orders_and_describes_nobody_else(self):
        for item, field in ((track(), "writeKey"),
                            (track(event="Order Refunded"), "writeKey"),
                            (track(event="Order Cancelled"), "writeKey"),
                            ({"type": "group", "userId": "u1", "groupId": "g", "traits": {"name": "Quán"}}, "writeKey")):
            with self.subTest(item=item):
                error = self.item_refused(item, "forbidden", field, "scope", key=self.browser)
                self.assertIn("scope events", error["message"])
        self.item_refused({"type": "page", "anonymousId": "b", "context": {"ganbo": {"role": "press"}}}, "invalid", "context.ganbo", "scope", key=self.browser)

    def test_a_browser_key_works_from_its_own_site_only(self):
        page = {"anonymousId": "b-1", "messageId": "p1", "name": "Menu"}
        self.refused(self.server.post("/v1/page", self.browser, page, Origin="https://evil.example"), 403, "Origin", "allowed")
        answer = self.server.post("/v1/page", self.browser, page, Origin="https://evil.example")
        self.assertNotIn("access-control-allow-origin", answer.headers)
        answer = self.server.post("/v1/page", self.browser, page, Origin="https://shop.example")
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(answer.headers["access-control-allow-origin"], "https://shop.example")
        self.assertIn("Origin", answer.headers["vary"])
        self.assertNotIn("access-control-allow-credentials", answer.headers)
        preflight = self.server.request("OPTIONS", "/v1/page", headers={"Origin": "https://shop.example", "Access-Control-Request-Method": "POST"})
        self.assertEqual(preflight.status, 204)
        self.assertIn("authorization", preflight.headers["access-control-allow-headers"])
        self.assertEqual(self.server.request("OPTIONS", "/v1/parties", headers={"Origin": "https://shop.example"}).status, 405)

    def test_a_browser_key_cannot_take_over_a_card_by_its_contact_points(self):
        self.server.post("/v1/identify", self.events, {"userId": "victim", "messageId": "v1", "traits": {"email": "victim@example.com", "name": "Nạn Nhân"}})
        card = self.server.get("/v1/parties/by/user_id/victim", self.read).json
        self.server.post("/v1/identify", self.browser, {"userId": "thief", "anonymousId": "b-2", "messageId": "v2", "traits": {"email": "victim@example.com", "name": "Kẻ Trộm"}})
        after = self.server.get("/v1/parties/by/user_id/victim", self.read).json
        self.assertEqual((after["id"], after["name"], after["figures"]), (card["id"], "Nạn Nhân", card["figures"]))
        self.assertNotEqual(self.server.get("/v1/parties/by/user_id/thief", self.read).json["id"], card["id"])

    # Sizes.

    def raw(self, head):
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=20) as connection:
            connection.sendall(head.encode())
            return connection.recv(65536)

    def test_a_body_that_is_too_large_is_413_before_a_byte_of_it_is_sent(self):
        for path, length in (("/v1/batch", (500 << 10) + 1), ("/v1/batch", 1 << 40), ("/v1/track", (32 << 10) + 1)):
            with self.subTest(path=path, length=length):
                answer = self.raw(f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\nContent-Type: application/json\r\n"
                                  f"Authorization: {basic(self.events)['Authorization']}\r\n\r\n")
                self.assertTrue(answer.startswith(b"HTTP/1.1 413 "), answer[:300])
        self.nothing_was_added()

    def test_a_body_without_a_length_stops_at_the_limit(self):
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=20) as connection:
            connection.sendall((f"POST /v1/batch HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n"
                                f"Authorization: {basic(self.events)['Authorization']}\r\n\r\n").encode())
            sent = 0
            answer = b""
            connection.settimeout(0.05)
            while sent < 8 << 20 and not answer:
                try:
                    connection.sendall(b"8000\r\n" + b" " * 0x8000 + b"\r\n")
                    sent += 0x8000
                    answer = connection.recv(65536)
                except TimeoutError:
                    pass
                except OSError:
                    break
            self.assertLess(sent, 4 << 20, "It was read far beyond its limit.")
            self.assertTrue(answer.startswith(b"HTTP/1.1 413 ") or answer == b"", answer[:200])
        self.nothing_was_added()

    def test_a_gzip_body_may_not_grow_over_the_limit(self):
        bomb = gzip.compress(b'{"batch":[' + b" " * (20 << 20) + b"]}")
        self.assertLess(len(bomb), 100_000)
        self.refused(self.server.post("/v1/batch", self.events, bomb, Content_Encoding="gzip"), 413)

    def test_a_batch_of_2501_is_refused_whole(self):
        items = [{"type": "page", "userId": "u", "messageId": f"x{n}"} for n in range(2501)]
        problem = self.refused(self.server.post("/v1/batch", self.events, {"batch": items}), 413, "batch", "limit")
        self.assertIn("2500", problem["detail"].replace(",", ""))

    def test_an_item_of_33_kilobytes_is_refused_and_its_neighbours_are_not(self):
        for what, large in (("one long text", track(2, event="Song Played", properties={"song": "la " * 11_264})),
                            ("many lines", track(2, properties={"order_id": "L", "products": [{"product_id": f"P{n}", "price": 1} for n in range(1300)]})),
                            ("a context nobody reads", track(2, context={"library": {"name": "x" * 33_000}}))):
            self.assertGreater(len(json.dumps(large)), 33_000)
            with self.subTest(what):
                self.one_too_large_between_two(large)

    def one_too_large_between_two(self, large):
        self.before = self.server.counts(*TABLES)
        names = [f"neighbour-{self.before['events']}-{n}" for n in range(2)]
        answer = self.server.post("/v1/batch", self.events, {"batch": [{"type": "page", "userId": "neighbour", "messageId": names[0]}, large,
                                                                       {"type": "page", "userId": "neighbour", "messageId": names[1]}]})
        self.assertEqual(answer.status, 200)
        self.assertEqual([outcome["status"] for outcome in answer.json["outcomes"]], ["applied", "refused", "applied"], answer)
        error = answer.json["outcomes"][1]["error"]
        self.assertEqual((error["code"], error["rule"]), ("too_large", "limit"), error)
        after = self.server.counts(*TABLES)
        self.assertEqual(after["events"], self.before["events"] + 2)
        names = lambda counts: counts["command_names"] + counts["recent_command_names"]  # noqa: E731
        self.assertEqual(names(after), names(self.before) + 2)

    def test_a_call_that_makes_two_events_is_a_conflict_as_a_whole(self):
        group = {"type": "group", "groupId": "roasters", "messageId": "g-1", "traits": {"name": "Roasters"}}
        self.assertEqual(self.server.post("/v1/batch", self.events, {"batch": [group]}).json["applied"], 1)
        for before in ([], [{"type": "page", "userId": "g-user", "messageId": "g-2"}]):
            name = before[0]["messageId"] if before else "g-1"
            two = {**group, "messageId": name, "userId": "g-user"}
            answer = self.server.post("/v1/batch", self.events, {"batch": [*before, two]})
            self.assertEqual(answer.json["outcomes"][-1]["status"], "conflict", answer)
        self.assertEqual(self.server.count("events where type = 'group_joined'"), 0)
        self.assertEqual(self.server.count("events where payload like '%Roasters%'"), 1)

    # Bodies and fields.

    def test_what_is_not_json_is_refused_with_a_place(self):
        deep = b'{"userId":"u1","event":"e","properties":' + b'{"a":' * 2000 + b"1" + b"}" * 2000 + b"}"
        for what, body in (("cut off", b'{"userId":"u1","ev'), ("invalid UTF-8", b'{"userId":"u1","event":"\xff\xfe\x80","properties":{}}'),
                           ("a lone surrogate", b'{"userId":"u1","event":"\\ud800"}'),
                           ("nested too deep", deep), ("nothing", b""), ("a list", b"[1,2,3]"), ("a number", b"7"), ("null", b"null"),
                           ("a comment", b'{"userId":"u1"} // hello'), ("two documents", b'{"userId":"u1","event":"e"}{"userId":"u2","event":"e"}'),
                           ("NaN", b'{"userId":"u1","event":"e","properties":{"x":NaN}}')):
            with self.subTest(what):
                self.refused(self.server.post("/v1/track", self.events, body), 400)

    def test_each_refused_field_is_named_with_its_rule(self):
        for item, field, rule in (
                (track(userId=...), "userId", "required"),
                (track(userId=None, anonymousId=None), "userId", "required"),
                (track(userId=""), "userId", "required"),
                (track(userId="null"), "userId", "blocked"),
                (track(userId={"id": 1}), "userId", "type"),
                (track(userId=["u1"]), "userId", "type"),
                (track(userId=True), "userId", "type"),
                (track(event=...), "event", "required"),
                (track(event=""), "event", "required"),
                (track(event=None), "event", "required"),
                (track(event=7), "event", "required"),
                (track(event="e" * 257), "event", "limit"),
                (track(messageId=""), "messageId", "limit"),
                (track(messageId="m" * 257), "messageId", "limit"),
                (track(messageId=["m"]), "messageId", "limit"),
                (track(timestamp="yesterday"), "timestamp", "format"),
                (track(timestamp=1700000000), "timestamp", "format"),
                (track(timestamp="2026-02-30T00:00:00Z"), "timestamp", "format"),
                (track(timestamp="2999-01-01T00:00:00Z"), "timestamp", "format"),  # no year that ganbo holds
                (track(timestamp=(datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=25)).isoformat()), "timestamp", "future"),
                (track(sentAt="soon"), "sentAt", "format"),
                (track(properties=[1]), "properties", "type"),
                (track(properties="x"), "properties", "type"),
                (track(context=7), "context", "type"),
                (track(context={"ganbo": "x"}), "ganbo", "type"),
                (track(properties={"total": 1}), "properties.order_id", "required"),
                (track(properties={"order_id": "A1"}), "properties.total", "required"),
                (track(properties={"order_id": "A1", "total": "a lot"}), "properties.total", "format"),
                (track(properties={"order_id": "A1", "total": 1, "currency": "XXXX"}), "properties.currency", "known"),
                (track(properties={"order_id": "A1", "products": "none"}), "properties.products", "type"),
                (track(properties={"order_id": "A1", "total": 1e300}), "properties.total", "limit"),
                ({"type": "shout", "userId": "u1"}, "type", "known"),
                ({"userId": "u1", "event": "e"}, "type", "known"),
                ({"type": 7, "userId": "u1"}, "type", "known"),
                ({"type": "group", "userId": "u1"}, "groupId", "required"),
                ({"type": "alias", "userId": "u1"}, "previousId", "required"),
                ({"type": "alias", "previousId": "a1"}, "userId", "required"),
        ):
            with self.subTest(json.dumps(item)[:160]):
                self.item_refused(item, "invalid", field, rule)

    def test_items_that_are_no_objects_are_refused_one_by_one(self):
        answer = self.server.post("/v1/batch", self.events, {"batch": [7, None, "x", [], True]})
        self.assertEqual(answer.status, 200)
        self.assertEqual([outcome["status"] for outcome in answer.json["outcomes"]], ["refused"] * 5)
        self.nothing_was_added()
        self.refused(self.server.post("/v1/batch", self.events, {"batch": {}}), 400, "batch", "required")
        self.refused(self.server.post("/v1/batch", self.events, {"events": []}), 400, "batch", "required")
        self.assertEqual(self.server.post("/v1/batch", self.events, {"batch": []}).json["outcomes"], [])

    def test_an_item_that_no_reader_of_json_takes_is_refused_alone(self):
        key = self.server.make_key("events", "--source", "odd")
        for number, odd in enumerate(('{"a":123456789012345678901234567890}', '{"a":1e400}', r'{"a":"cut \ud83d"}', '{"a":"] , }\\"",:}')):
            with self.subTest(odd):
                bad = f'{{"type":"track","event":"Odd","userId":"odd","messageId":"bad{number}","properties":{odd}}}'
                good = [json.dumps({"type": "page", "userId": f"odd{number}", "messageId": f"{place}-{number}", "properties": {"title": '"[{'}}) for place in ("before", "after")]
                answer = self.server.request("POST", "/v1/batch", f'{{"sentAt": null, "batch" : [{good[0]} , {bad},{good[1]}], "context":{{}}}}'.encode(),
                                             {**basic(key), "Content-Type": "application/json"})
                self.assertEqual(answer.status, 200, answer)
                self.assertEqual([outcome["status"] for outcome in answer.json["outcomes"]], ["applied", "refused", "applied"], answer)
                self.assertEqual((answer.json["outcomes"][1]["error"]["field"], answer.json["outcomes"][1]["error"]["rule"]), ("batch", "json"))
        before = self.server.counts("events")
        commas = '{"batch":[' + "," * 400_000 + "]}"  # no sentence for each
        for whole in (commas, '{"batch":[{"type":"page"', '{"batch":[{}],', '{"batch":[{}]]}', '{"batch":[1e400}', '{"other":[1e400]}'):
            answer = self.server.request("POST", "/v1/batch", whole.encode(), {**basic(key), "Content-Type": "application/json"})
            self.assertEqual((answer.status, answer.json["field"]), (400, "body"), (whole[:60], answer))
        self.assertEqual(self.server.counts("events"), before)

    def test_a_refused_name_is_free_for_the_corrected_body(self):
        self.item_refused(track("again", properties={"order_id": "B1"}), "invalid", "properties.total", "required")
        answer = self.server.post("/v1/batch", self.events, {"batch": [track("again", userId="corrected", properties={"order_id": "B1", "total": 5})]})
        self.assertEqual(answer.json["outcomes"][0]["status"], "applied", answer)

    def test_a_name_used_for_another_body_is_a_conflict_that_changes_nothing(self):
        self.server.post("/v1/track", self.events, track("taken", userId="first", properties={"order_id": "C1", "total": 5}))
        before = self.server.counts(*TABLES)
        answer = self.server.post("/v1/track", self.events, track("taken", userId="first", properties={"order_id": "C1", "total": 6}))
        self.assertEqual(answer.status, 409, answer)
        self.assertEqual(answer.json["field"], "messageId")
        self.assertEqual(self.server.counts(*TABLES), before)

    def test_ids_that_are_numbers_are_the_same_as_their_text(self):
        self.server.post("/v1/track", self.events, track("number", userId=4711, properties={"order_id": "D1", "total": 5}))
        self.server.post("/v1/track", self.events, track("text", userId="4711", properties={"order_id": "D2", "total": 5}))
        self.assertEqual(self.server.get("/v1/parties/by/user_id/4711", self.read).json["figures"]["orders"], 2)

    def test_ids_of_other_systems_come_in_the_context(self):
        send = lambda number, context: self.server.post("/v1/page", self.events, {"userId": "elsewhere", "messageId": f"x{number}", "context": context})  # noqa: E731
        taken = send(1, {"externalIds": [{"id": "K-7", "type": "Till", "collection": "users", "encoding": "none"}, {"id": 12, "type": "crm"}, {"id": "elsewhere@example.com", "type": "email"}],
                         "externalId": {"id": "S9", "source": "shopify"}})
        self.assertEqual((taken.status, taken.json["outcomes"][0].get("notes", [])), (200, []), taken)
        found = {(one["type"], one["value"]) for one in self.server.get("/v1/parties/by/user_id/elsewhere", self.read).json["identifiers"]}
        self.assertLessEqual({("external", "till:K-7"), ("external", "crm:12"), ("external", "shopify:S9"), ("email", "elsewhere@example.com")}, found)
        self.assertIn("context.externalIds[0]", send(2, {"externalIds": [{"id": "K-7"}]}).json["outcomes"][0]["notes"][0])
        self.before = self.server.counts(*TABLES)
        self.item_refused(track(3, context={"externalIds": "crm:8"}), "invalid", "context.externalIds", "type")
        self.item_refused(track(3, context={"externalIds": ["crm:8"]}), "invalid", "context.externalIds[0]", "type")
        self.item_refused(track(3, context={"externalId": "crm:8"}), "invalid", "context.externalId", "type")

    def test_null_fields_are_as_if_they_were_not_there(self):
        answer = self.server.post("/v1/track", self.events, track("nulls", userId="nulls", anonymousId=None, timestamp=None, sentAt=None, context=None, integrations=None,
                                                                  properties={"order_id": "E1", "total": 5, "products": None, "currency": None, "coupon": None}))
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(self.server.get("/v1/parties/by/user_id/nulls", self.read).json["figures"]["spent"], {"amount": "5", "currency": "VND"})

    def test_an_event_without_a_name_says_that_a_retry_is_not_protected(self):
        answer = self.server.post("/v1/page", self.events, {"userId": "unnamed"})
        self.assertIn("messageId", answer.json["outcomes"][0]["notes"][0])

    def test_rest_refuses_what_it_does_not_know(self):
        for path, status in (("/v1/parties/0x12", 400), ("/v1/parties/99999999999999999999", 400), ("/v1/parties/-1", 400), ("/v1/parties/1", 404),
                             ("/v1/parties/1/timeline", 404), ("/v1/parties/by/shoe_size/44", 400), ("/v1/parties/by/user_id/nobody", 404),
                             ("/v1/parties?cursor=rubbish", 400), ("/v1/parties?limit=-5", 400), ("/v1/parties?limit=many", 400), ("/v1/nothing", 404)):
            with self.subTest(path):
                self.refused(self.server.get(path, self.read), status)
        self.refused(self.server.request("DELETE", "/v1/parties", headers={"Authorization": f"Bearer {self.read}"}), 405)

    def test_a_setting_that_no_library_knows_is_refused(self):
        admin = self.server.make_key("admin")
        for setting, value in [("phone_region", "XX"), ("phone_region", "VNM"), ("currency", "ZZZ"), ("time_zone", "Asia/Nowhere")]:
            answer = self.server.request("PATCH", "/v1/settings", json.dumps({f"business.{setting}": value}),
                                         {"Authorization": f"Bearer {admin}", "Content-Type": "application/json"})
            self.refused(answer, 400, f"business.{setting}", "known")

    def test_an_answer_of_a_query_has_the_types_of_the_record_and_its_columns_without_rows(self):
        ask = lambda sql, form: self.server.verb("query", sql, "--format", form)  # noqa: E731
        values = "select 1 as one, -1 as less, 1.5 as part, '12' as text, '007' as agent, null as absent, 1234567890123456789 as id"
        self.assertEqual(json.loads(ask(values, "json").stdout), [{"one": 1, "less": -1, "part": 1.5, "text": "12", "agent": "007", "absent": None, "id": "1234567890123456789"}])
        self.assertEqual(ask(values, "csv").stdout, "one,less,part,text,agent,absent,id\n1,-1,1.5,12,007,,1234567890123456789\n")
        none = "select party_id, name as called from parties where 1 = 0"
        self.assertEqual((ask(none, "csv").stdout, ask(none, "json").stdout), ("party_id,called\n", "[]\n"))

    def test_an_answer_of_a_query_has_a_limit(self):
        large = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 80000) select i, '" + "x" * 1000 + "' as z from n"
        for form in ("csv", "json", "table"):
            done = self.server.verb("query", large, "--format", form)
            self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
            self.assertIn("larger than 64 MB", done.stderr)

    def test_a_query_can_only_read(self):
        for sql in ("delete from events", "insert into settings values ('a','b')", "drop table parties", "update parties set name = 'x'",
                    "attach database '/tmp/other.db' as o", "pragma journal_mode = delete", "select 1; delete from events", "select value from record_secrets",
                    "vacuum into '/tmp/copy.db'"):
            with self.subTest(sql):
                done = self.server.verb("query", sql)
                self.assertEqual(done.stdout, "", sql)
                self.assertIn(done.returncode, (1, 2), done)
                self.assertGreater(len(done.stderr), 20)
        self.nothing_was_added()


if __name__ == "__main__":
    run_with_binary(Refusals)
