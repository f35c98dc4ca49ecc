"""Lists of parties by REST: pages and their limits.

    lists_test.py BINARY [unittest's arguments]
"""

import csv
import io
import json
import pathlib
import sys
import time
import unittest
import urllib.parse

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


class NarrowedLists(unittest.TestCase):
    def setUp(self):
        self.server = Server(self.binary)
        self.addCleanup(self.server.close)
        self.server.start()
        self.events, self.admin, self.read = (self.server.make_key(scope) for scope in ("events", "admin", "read"))
        self.names = 0

    def name(self):
        self.names += 1
        return f"m{self.names}"

    def person(self, user, name, **traits):
        return {"type": "identify", "userId": user, "messageId": self.name(), "traits": {"name": name, **traits}}

    def bought(self, user, amount, at):
        return {"type": "track", "event": "Order Completed", "userId": user, "messageId": self.name(), "timestamp": at,
                "properties": {"order_id": f"{user} {at}", "total": amount, "currency": "VND"}}

    def send(self, *items):
        answer = self.server.post("/v1/batch", self.events, {"batch": list(items)}).json
        self.assertEqual(answer["applied"], len(items), answer)

    def ask(self, path, body):
        """As a program with an admin key."""
        return self.server.request("POST", path, json.dumps(body), {"Authorization": f"Bearer {self.admin}", "Content-Type": "application/json"})

    def page(self, key=None, headers=None, **query):
        query = urllib.parse.urlencode({name: value for name, value in query.items() if value}, doseq=True)
        if headers:
            return self.server.request("GET", f"/v1/parties?{query}", headers=headers)
        return self.server.get(f"/v1/parties?{query}", key or self.read)

    def listed(self, limit=50, **query):
        """The names of all pages."""
        found, cursor = [], ""
        while cursor is not None:
            answer = self.page(limit=limit, cursor=cursor, **query)
            self.assertEqual(answer.status, 200, answer)
            self.assertNotIn("warming", answer.json)
            found += [party["name"] for party in answer.json["data"]]
            cursor = answer.json["next_cursor"]
        return found

    def some_people(self):
        self.send(self.person("a", "An", birthday="1990-12-05", address={"street": "12 Lý Thường Kiệt", "city": "Hà Nội"}), self.person("b", "Bình", birthday="1985-03-01", title="Giám đốc"),
                  self.person("c", "Chi", email="chi@example.com"), self.person("d", "Đông", kind="organisation"))
        self.send(self.bought("a", 500000, "2026-01-05T02:00:00Z"), self.bought("a", 700000, "2026-02-05T02:00:00Z"), self.bought("b", 90000, "2025-11-05T02:00:00Z"),
                  self.bought("d", 3000000, "2026-01-31T16:59:59Z"))

    def test_conditions_hold_together_and_every_page_is_in_order(self):
        self.some_people()
        for limit in (1, 2, 50):
            for expected, query in ((["An", "Đông"], {"where": "spent:at_least:1000000"}),
                                    (["Đông", "An", "Bình", "Chi"], {"sort": "-spent"}),
                                    (["Bình", "An", "Đông", "Chi"], {"sort": "spent"}),
                                    (["Đông", "Chi", "Bình", "An"], {"sort": "-name"}),
                                    (["An"], {"where": ["spent:at_least:1000000", "kind:any_of:person"]}),
                                    (["An"], {"where": "spent:at_least:1000000", "kind": "person"}),
                                    (["An", "Bình"], {"where": "birthday:filled"}),
                                    (["An"], {"where": "birthday:month:12"}),
                                    (["An"], {"where": "address:contains:ha noi"}),
                                    (["Bình"], {"where": "title:is:giam doc"}),
                                    (["Đông"], {"where": ["last_order_at:from:2026-01-31", "last_order_at:until:2026-01-31"]}),  # the business's day
                                    (["Chi"], {"where": "orders:empty"}),
                                    (["Bình"], {"where": "spent:filled", "letter": "B"}),
                                    (["Bình"], {"search": "binh", "where": "orders:at_least:1"}),
                                    ([], {"search": "chi", "where": "orders:at_least:1"})):
                self.assertEqual(self.listed(limit=limit, **query), expected, (query, limit))
        self.assertEqual(self.page(where="orders:filled", limit=1).json["total"], 3)

    def test_what_was_acknowledged_is_in_the_next_list(self):
        self.some_people()
        self.assertEqual(self.listed(where="orders:at_least:2"), ["An"])
        for orders in range(2, 29):
            self.send(self.bought("c", 1000, f"2026-02-{orders:02d}T01:00:00Z"))
            self.assertEqual(self.listed(where=["orders:is:%d" % (orders - 1), "email:filled"]), ["Chi"])
        # Who merges is listed once, with the figures of both; who is parted again stands for themselves.
        ids = {user: self.server.get(f"/v1/parties/by/user_id/{user}", self.read).json["id"] for user in "bc"}
        merged = self.ask(f"/v1/parties/{ids['c']}/merges", {"party": ids["b"], "reason": "the same"})
        self.assertIn(merged.status, (200, 201), merged)
        self.assertEqual(self.page(where="orders:at_least:28").json["total"], 1)
        self.assertEqual(len({"Bình", "Chi"} & set(self.listed(where="orders:filled"))), 1)

    def test_chosen_columns_have_the_values_and_a_file_has_them_in_words(self):
        self.some_people()
        self.send(self.person("e", "=1+1", title="say \"hi\", now"))
        row = self.page(where="title:is:giam doc", columns="spent,birthday,title,last_order_at,orders,email").json["data"][0]
        self.assertEqual(row["values"], {"spent": {"amount": "90000", "currency": "VND"}, "birthday": "1985-03-01", "title": "Giám đốc", "last_order_at": "2025-11-05T02:00:00Z", "orders": 1, "email": None})
        self.assertEqual([party["values"] for party in self.page(columns="orders", kind="organisation").json["data"]], [{"orders": 1}], "A list by name has them, too.")
        self.assertEqual([party["values"]["orders"] for party in self.page(search="an", columns="orders").json["data"]][:1], [2])
        answer = self.server.get("/v1/parties/file?columns=kind,title,spent,last_order_at&sort=-spent&language=vi", self.read)
        self.assertEqual(answer.status, 200, answer)
        self.assertTrue(answer.body.decode().startswith("\ufeff"), "Spreadsheets know UTF-8 by its mark.")
        rows = list(csv.reader(io.StringIO(answer.body.decode()[1:])))
        self.assertEqual(rows[0], ["Tên", "Loại", "Chức vụ", "Đã mua (VND)", "Đơn gần nhất"])
        self.assertEqual(rows[1], ["Đông", "Tổ chức", "", "3000000", "2026-01-31 23:59"])
        self.assertEqual(len(rows), 6)
        self.assertIn(["'=1+1", "Cá nhân", 'say "hi", now', "", ""], rows, "No cell runs as a formula.")

    def test_what_is_wrong_is_refused_with_the_parameter_and_the_rule(self):
        self.some_people()
        for query, field, rule in (({"where": "nothing:is:1"}, "where", "known"), ({"where": "spent:contains:1"}, "where", "operator"), ({"where": "orders:at_least:1.5"}, "where", "type"),
                                   ({"where": "orders:at_least:1; drop table parties"}, "where", None), ({"where": ["title:filled"] * 21}, "where", "limit"), ({"sort": "nothing"}, "sort", "known"),
                                   ({"columns": "orders,nothing"}, "columns", "known"), ({"sort": "-spent", "cursor": "5.6e"}, "cursor", "format"), ({"sort": "-spent", "cursor": "5.7a31"}, "cursor", "format"),
                                   ({"where": "title:filled", "search": "a", "cursor": "-5."}, "cursor", "format"), ({"field.x": "1", "where": "title:filled"}, "where", "alone")):
            answer = self.page(**query)
            self.assertEqual((answer.status, answer.json["field"]), (400, field), (query, answer))
            if rule:
                self.assertEqual(answer.json["rule"], rule, query)

    def test_a_field_that_somebody_may_not_read_neither_narrows_nor_sorts_nor_shows(self):
        limit = {"key": "credit_limit", "kind": "decimal", "label": {"en": "Credit limit", "vi": "Hạn mức nợ"}, "serves": "How much may be owed", "readers": ["manager"]}
        self.assertEqual(self.ask("/v1/fields", limit).status, 201)
        self.some_people()
        self.send(self.person("b", "Bình", credit_limit="5000000"))
        manager, staff = self.server.session("mai", "manager"), self.server.session("son", "staff")
        asked = ({"where": "credit_limit:at_least:1"}, {"sort": "credit_limit"}, {"columns": "credit_limit"})
        for query in asked:
            answer = self.page(headers=manager, **query)
            self.assertEqual(answer.status, 200, answer)
            self.assertEqual(answer.json["data"][0]["name"], "An" if "columns" in query else "Bình")
            refused = self.page(headers=staff, **query)
            self.assertEqual((refused.status, refused.json["rule"]), (400, "known"), refused)
            self.assertNotIn("Hạn mức", refused.body.decode())
        for headers, known in ((manager, True), (staff, False)):
            fields = self.server.request("GET", "/v1/parties/fields", headers=headers).json["data"]
            self.assertEqual("credit_limit" in [field["key"] for field in fields], known)
        self.assertNotEqual(self.server.get("/v1/parties/file?columns=credit_limit", self.read).status, 200)

    def test_views_are_kept_shared_and_removed_by_whose_they_are(self):
        self.some_people()
        owner, staff, reader = self.server.session("owner", "owner"), self.server.session("son", "staff"), self.server.session("ba", "read_only")
        good = {"name": "Khách lớn", "where": ["spent:at_least:1000000"], "sort": "-spent", "columns": "orders,spent", "kind": "person"}

        def ask(method, path, headers, body=None):
            return self.server.request(method, path, None if body is None else json.dumps(body), headers)

        made = ask("POST", "/v1/views", staff, good)
        self.assertEqual(made.status, 201, made)
        view = f"/v1/views/{made.json['id']}"
        self.assertEqual({name: made.json[name] for name in good}, good)
        self.assertEqual((made.json["own"], made.json["shared"]), (True, False))
        # Nobody else learns of it.
        for other in (owner, reader):
            self.assertEqual(ask("GET", "/v1/views", other).json["data"], [])
            self.assertEqual(ask("PUT", view, other, {**good, "name": "Mine"}).status, 404)
            self.assertEqual(ask("DELETE", view, other).status, 404)
        self.assertEqual(ask("PUT", view, staff, {**good, "shared": True}).status, 200)
        seen = ask("GET", "/v1/views", reader).json["data"]
        self.assertEqual([(one["name"], one["own"], one["owner"]) for one in seen], [("Khách lớn", False, "son")])
        self.assertEqual(self.server.get("/v1/views", self.read).json["data"][0]["name"], "Khách lớn")
        self.assertEqual(ask("PUT", view, reader, good).status, 404, "Shared is not given away.")
        for body, field, rule in (({**good}, "name", "unique"), ({**good, "name": " KHÁCH  LỚN "}, "name", "unique"), ({**good, "name": ""}, "name", "required"), ({**good, "name": "x" * 121}, "name", "required"),
                                  ({**good, "name": "y", "where": ["nothing:is:1"]}, "where", "known"), ({**good, "name": "y", "where": "spent:filled"}, "where", "type"),
                                  ({**good, "name": "y", "sort": "nothing"}, "sort", "known"), ({**good, "name": "y", "owner": "me"}, "owner", "known")):
            refused = ask("POST", "/v1/views", staff, body)
            self.assertEqual((refused.json["field"], refused.json["rule"]), (field, rule), refused)
        self.assertEqual(self.ask("/v1/views", good).status, 403, "A key has no views.")
        self.assertEqual(ask("DELETE", view, owner).status, 204, "An owner tidies what is shared.")
        self.assertEqual(ask("GET", "/v1/views", staff).json["data"], [])

    # The same said of everybody on a list.

    def bulk(self, body, **query):
        return self.ask("/v1/parties/bulk?" + urllib.parse.urlencode(query, doseq=True), body)

    def events_now(self):
        # A key date that comes near reminds when it is time to.
        return self.server.verb("query", "select count(*) from events where type <> 'reminder'", "--format", "csv").stdout

    def ended(self, import_id, state):
        end = time.monotonic() + 60
        while True:
            told = self.server.request("GET", f"/v1/imports/{import_id}", headers={"Authorization": f"Bearer {self.admin}"}).json
            if told["state"] == state:
                return told
            self.assertLess(time.monotonic(), end, told)
            time.sleep(0.05)

    def test_a_bulk_edit_is_shown_first_then_made_and_taken_back_as_one(self):
        self.some_people()
        field = {"key": "route", "kind": "text", "label": {"en": "Route", "vi": "Tuyến"}, "serves": "Who delivers"}
        self.assertEqual(self.ask("/v1/fields", field).status, 201)
        before = self.events_now()
        self.assertEqual(self.listed(where="orders:filled"), ["An", "Bình", "Đông"])
        shown = self.bulk({"set": {"route": "Bắc 2"}, "dry_run": True}, where="orders:filled").json
        self.assertEqual((shown["total"], [(row["name"], row["now"]) for row in shown["rows"]]), (3, [("An", None), ("Bình", None), ("Đông", None)]))
        self.assertEqual(self.events_now(), before, "A dry run changes nobody.")
        made = self.bulk({"set": {"route": "Bắc 2"}, "total": 3}, where="orders:filled")
        self.assertEqual((made.status, made.json["total"]), (202, 3), made)
        told = self.ended(made.json["import_id"], "finished")
        self.assertEqual((told["kind"], told["applied"], told["refused"]), ("edit", 3, 0), told)
        self.assertEqual(self.listed(where="route:is:bac 2"), ["An", "Bình", "Đông"])
        # What somebody says later of one of them stands, also when the edit is taken back.
        self.send(self.person("b", "Bình", route="Nam 1"))
        self.assertEqual(self.listed(where="route:is:bac 2"), ["An", "Đông"])
        role = self.bulk({"role": "press", "total": 1}, where="title:is:giam doc")
        self.ended(role.json["import_id"], "finished")
        self.assertEqual(self.listed(where="roles:any_of:press"), ["Bình"])
        self.assertEqual(self.server.rebuild()[0], 0)
        for edit in (made, role):
            self.assertEqual(self.ask(f"/v1/imports/{edit.json['import_id']}/undo", {}).status, 202)
            self.ended(edit.json["import_id"], "undone")
        self.assertEqual(self.listed(where="route:filled"), ["Bình"])
        self.assertEqual(self.listed(where="roles:any_of:press"), [])
        self.assertEqual(self.server.rebuild()[0], 0)

    def test_a_bulk_edit_of_another_list_than_was_shown_or_of_what_is_each_ones_own_is_refused(self):
        self.some_people()
        before = self.events_now()
        for body, query, status, name, rule in (({"set": {"title": "x"}, "total": 2}, {"where": "orders:filled"}, 409, "total", "seen"), ({"set": {"title": "x"}}, {}, 400, "total", "required"),
                                                ({"set": {"phone": "0912345678"}, "dry_run": True}, {}, 400, "set.phone", "known"), ({"set": {"email": "a@example.com"}, "dry_run": True}, {}, 400, "set.email", "known"),
                                                ({"set": {"spent": 1}, "dry_run": True}, {}, 400, "set.spent", "known"), ({"set": {"name": "x"}, "dry_run": True}, {}, 400, "set.name", "known"),
                                                ({"set": {"title": "a", "company": "b"}, "dry_run": True}, {}, 400, "set", "type"), ({"dry_run": True}, {}, 400, "set", "required"),
                                                ({"role": "king", "dry_run": True}, {}, 400, "role", "choice"), ({"set": {"title": "x"}, "role": "press", "dry_run": True}, {}, 400, "set", "required"),
                                                ({"set": {"title": "x"}, "dry_run": True}, {"where": "title:is:nobody"}, 400, "where", "none"), ({"sets": {}}, {}, 400, "sets", "known"),
                                                ({"set": {"employees": "many"}, "dry_run": True}, {}, 400, None, None)):
            answer = self.bulk(body, **query)
            self.assertEqual(answer.status, status, (body, answer))
            if name:
                self.assertEqual((answer.json["field"], answer.json["rule"]), (name, rule), body)
        self.assertEqual(self.events_now(), before)
        manager = self.server.session("mai", "manager")
        self.assertEqual(self.server.request("POST", "/v1/parties/bulk", json.dumps({"set": {"title": "x"}, "dry_run": True}), manager).status, 403)


if __name__ == "__main__":
    run_with_binary(Lists, NarrowedLists)
