"""Several servers on one record on PostgreSQL: nobody waits for strangers, nothing is done twice, what one changes the others know.

    servers_test.py BINARY [unittest's arguments]

How they survive kills is tests/crash/crash.py --servers 3.
"""

import concurrent.futures
import json
import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, run_with_binary  # noqa: E402
from private_postgres import available, psql, test_server, transaction  # noqa: E402

SECONDS_UNTIL_KNOWN_MAX = 15  # on a busy machine; on an idle one it is a tenth of a second


def sale(user, message):
    return {"type": "track", "event": "Order Completed", "userId": user, "messageId": message, "properties": {"order_id": f"O-{message}", "total": 1000}}


def identify(user, message, **traits):
    return {"type": "identify", "userId": user, "messageId": message, "traits": traits}


@unittest.skipUnless(available(), "PostgreSQL 15 is not installed (apt-get install postgresql-15)")
class Servers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = test_server()
        cls.addClassCleanup(cls.cluster.close)

    def setUp(self):
        name = "t" + str(abs(hash(self.id())))
        self.address = self.cluster.address(self.cluster.make_database(name))
        self.servers = [Server(self.binary, record=self.address) for _ in range(3)]
        for server in self.servers:
            self.addCleanup(server.close)
        for server in self.servers:
            server.start()
        self.key = self.servers[0].make_key("events", "--source", "shop")
        self.read_key = self.servers[0].make_key("read")
        self.wait_for(lambda: all(server.get("/v1/parties", self.read_key).status == 200 for server in self.servers), 5)

    def tearDown(self):
        code, report = self.servers[0].rebuild()
        self.assertEqual((code, report["differences"]), (0, 0), report)

    def wait_for(self, holds, seconds_max=SECONDS_UNTIL_KNOWN_MAX):
        begun = time.monotonic()
        while not holds():
            self.assertLess(time.monotonic() - begun, seconds_max, "It is not known there in time.")
            time.sleep(0.02)
        return time.monotonic() - begun

    def send(self, server, items):
        answer = self.servers[server].post("/v1/batch", self.key, {"batch": items})
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(answer.json["refused"], 0, answer)
        return answer.json["outcomes"]

    def send_at_once(self, items_of_server):
        """The same moment, as near as threads come."""
        with concurrent.futures.ThreadPoolExecutor(len(items_of_server)) as pool:
            return list(pool.map(self.send, range(len(items_of_server)), items_of_server))

    def rows(self, sql):
        with self.servers[0].record() as record:
            return record.execute(sql).fetchall()

    def test_a_new_email_seen_by_two_servers_at_once_is_one_party(self):
        rounds = 40
        for n in range(rounds):
            self.send_at_once([[identify(f"u{n}-{server}", f"m{n}-{server}", email=f"new{n}@example.com", name=f"Khách {n}")] for server in range(3)])
        self.assertEqual(self.rows("select count(*) from identifier_claims where type = 'email'"), [(rounds,)])
        # The first user has the e-mail; the others have one of their own and stay apart, with a suggestion.
        self.assertEqual(self.rows("select count(*) from parties where merged_into = 0 and kind = 'person'"), [(3 * rounds,)])
        self.assertEqual(self.rows("select count(*) from merge_suggestions where type = 'email'"), [(2 * rounds,)])
        self.assertEqual(self.rows("select count(*) from (select type, value from identifiers group by type, value having count(*) > 1) twice"), [(0,)])

    def test_browsers_that_show_a_new_email_at_once_become_one_party(self):
        rounds = 40
        for n in range(rounds):
            self.send_at_once([[{"type": "identify", "anonymousId": f"a{n}-{server}", "messageId": f"b{n}-{server}", "traits": {"email": f"web{n}@example.com"}}]
                               for server in range(3)])
        self.wait_for(lambda: self.rows("select count(*) from outbox") == [(0,)], 10)
        self.assertEqual(self.rows("select count(*) from parties where merged_into = 0"), [(rounds,)])
        self.assertEqual(self.rows("select count(distinct party_id), count(*) from identifiers where type = 'anonymous_id'"), [(rounds, 3 * rounds)])

    def test_one_name_sent_to_all_servers_at_once_is_applied_once(self):
        for n in range(40):
            outcomes = [outcome[0] for outcome in self.send_at_once([[sale(f"u{n}", f"same{n}")]] * 3)]
            self.assertEqual(sorted(outcome["status"] for outcome in outcomes), ["applied", "repeated", "repeated"], outcomes)
            self.assertEqual(len({outcome["event_id"] for outcome in outcomes}), 1)
        self.assertEqual(self.servers[0].counts("events", "orders"), {"events": 40, "orders": 40})

    def test_events_of_one_party_through_all_servers_add_up(self):
        for n in range(30):
            self.send_at_once([[sale("regular", f"r{n}-{server}-{i}") for i in range(5)] for server in range(3)])
        for server in self.servers:
            figures = server.get("/v1/parties/by/user_id/regular", self.read_key).json["figures"]
            self.assertEqual((figures["orders"], figures["spent"][0]["amount"] if isinstance(figures["spent"], list) else figures["spent"]["amount"]), (450, "450000"))

    def test_nobody_waits_for_a_transaction_on_other_parties(self):
        self.send(0, [sale("held", "h1"), sale("free", "f1")])
        held = self.rows("select party_id from identifier_claims where value = 'held'")[0][0]
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            with transaction(self.address, f"update parties set version = version + 1 where party_id = {held}"):
                waiting = pool.submit(self.send, 0, [sale("held", "h2")])
                for server in range(1, 3):
                    begun = time.monotonic()
                    self.send(server, [sale("free", f"f2-{server}"), identify(f"new{server}", f"n-{server}", email=f"new{server}@example.com")])
                    self.assertLess(time.monotonic() - begun, 2)
                self.assertFalse(waiting.done(), "It wrote beside a transaction that had changed the party.")
            self.assertEqual(waiting.result(10)[0]["status"], "applied")

    def test_a_field_that_one_server_defines_the_others_check_and_search(self):
        one, two, three = self.servers
        admin = one.make_key("admin")
        self.wait_for(lambda: three.get("/v1/fields", admin).status == 200)
        ask = lambda server, method, path, body: server.request(method, path, json.dumps(body), {"Authorization": f"Bearer {admin}", "Content-Type": "application/json"})
        seats = {"key": "seats", "kind": "integer", "label": {"en": "Seats", "vi": "Số chỗ"}, "serves": "How many cups at once"}
        self.assertEqual(ask(one, "POST", "/v1/fields", seats).status, 201)
        self.wait_for(lambda: all(server.get("/v1/fields", admin).json["data"] for server in (two, three)))
        wrong = {"batch": [identify("cafe", "s1", name="Quán", seats="many")]}
        self.assertEqual(two.post("/v1/batch", self.key, wrong).json["outcomes"][0]["error"]["field"], "traits.seats")
        self.send(2, [identify("cafe", "s2", name="Quán", seats=123)])
        self.assertEqual(ask(two, "PATCH", "/v1/fields/seats", {"in_search": True}).status, 200)
        self.wait_for(lambda: all(server.get("/v1/parties?search=123", admin).json["data"] for server in self.servers), 20)
        # Two that change it at once: each change is made, on what the other left.
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            both = list(pool.map(lambda change: ask(change[0], "PATCH", "/v1/fields/seats", change[1]).status, [(one, {"in_list": True}), (three, {"serves": "Cups"})]))
        self.assertEqual(both, [200, 200])
        field = lambda server: server.get("/v1/fields", admin).json["data"][0]
        self.wait_for(lambda: all((field(server)["in_list"], field(server)["serves"]) == (True, "Cups") for server in self.servers))
        self.wait_for(lambda: self.rows("select count(*) from outbox") == [(0,)], 20)

    def test_what_one_server_changes_the_others_know_within_a_second(self):
        one, two, three = self.servers
        # Keys and users.
        key = one.make_key("read", "--source", "board")
        self.wait_for(lambda: two.get("/v1/parties", key).status == 200 and three.get("/v1/parties", key).status == 200)
        # Settings.
        self.assertEqual(one.verb("settings", "business.name=Cà phê Gắn Bó").returncode, 0)
        self.wait_for(lambda: "Cà phê Gắn Bó" in two.verb("settings").stdout)
        # A name that is searched for, and a new one for the same party.
        self.send(0, [identify("s1", "s1", name="Trần Thị Mai")])
        found = lambda server, words: [party["name"] for party in server.get(f"/v1/parties?search={words}", self.read_key).json["data"]]  # noqa: E731
        self.wait_for(lambda: found(two, "tran%20thi%20mai") == ["Trần Thị Mai"] == found(three, "mai")[:1])
        self.send(1, [identify("s1", "s2", name="Lê Thị Cúc")])
        self.wait_for(lambda: found(one, "cuc") == ["Lê Thị Cúc"] and not found(one, "mai"))

    def test_a_user_is_added_once(self):
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            made = list(pool.map(lambda server: server.verb("user", "add", "mai", "--role", "staff").returncode, self.servers))
        self.assertEqual(sorted(made), [0, 1, 1])
        self.assertEqual(self.rows("select count(*) from users where login = 'mai'"), [(1,)])

    def test_an_unfinished_step_of_a_killed_server_is_posted_by_another(self):
        # The outbox row as a server leaves it that is killed between two batches.
        self.send(0, [{"type": "page", "anonymousId": "browser", "messageId": "p1", "name": "Menu"}, identify("u1", "i1", name="Mai")])
        browser, user = (self.rows(f"select party_id from identifier_claims where value = '{value}'")[0][0] for value in ("browser", "u1"))
        psql(self.address, f"insert into outbox (outbox_id, kind, body, due_at) values (1, 'parties.join', '{browser} {user}', 0)")
        self.wait_for(lambda: self.rows("select count(*) from outbox") == [(0,)], 10)
        self.assertEqual(self.rows(f"select merged_into from parties where party_id = {browser}"), [(user,)])
        self.assertEqual(json.loads(self.servers[2].get("/v1/parties/by/anonymous_id/browser", self.read_key).body)["id"], str(user))

    def test_after_the_listening_connections_were_cut_everything_is_read_again(self):
        psql(self.address, "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ganbo' and datname = current_database()")
        self.wait_for(lambda: self.servers[0].request("GET", "/readyz").status == 200, 10)
        outcome = None
        for _ in range(50):
            answer = self.servers[0].post("/v1/batch", self.key, {"batch": [identify("after", "cut1", name="Sau Khi Đứt")]})
            if answer.status == 200:
                outcome = answer.json["outcomes"][0]["status"]
                break
            time.sleep(0.1)
        self.assertIn(outcome, ("applied", "repeated"))
        self.wait_for(lambda: self.servers[1].get("/v1/parties?search=sau%20khi", self.read_key).json["data"], 5)


if __name__ == "__main__":
    run_with_binary(Servers)
