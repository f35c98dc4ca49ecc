"""What changes is told to whoever listens, and to nobody else; and of two who change the same, neither overwrites the other unseen.

    live_pages_test.py BINARY [unittest's arguments]

How pages use it is tests/browser/live.test.ts; how streams end and what they cost, src/platform/http/streaming_test.cpp.
"""

import contextlib
import http.client
import json
import pathlib
import socket
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, run_with_binary  # noqa: E402
from private_postgres import available, test_server  # noqa: E402


class Listening:
    """A stream of changes: what was heard so far, and whether it has ended."""

    def __init__(self, server, headers):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.connection.request("GET", "/v1/changes", headers=headers)
        self.socket = self.connection.sock
        self.response = self.connection.getresponse()
        self.status = self.response.status
        self.heard, self.events, self.ended = [], [], False
        self.raw = b""
        if self.status == 200:
            threading.Thread(target=self._hear, daemon=True).start()

    def _hear(self):
        event = None
        with contextlib.suppress(OSError, http.client.HTTPException, ValueError, AttributeError):
            while line := self.response.readline():
                self.raw += line
                if line.startswith(b"event: "):
                    event = line[7:].strip().decode()
                    self.events.append(event)
                if line.startswith(b"data: ") and event == "changed":
                    self.heard += json.loads(line[6:])
        self.ended = True

    def topics(self):
        return {change["topic"] for change in self.heard}

    def close(self):
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)  # also wakes whoever reads from it
        self.connection.close()


def bearer(key):
    return {"Authorization": f"Bearer {key}"}


class LivePages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(cls.binary)
        cls.addClassCleanup(cls.server.close)
        cls.server.start()
        cls.make_keys()

    @classmethod
    def make_keys(cls):
        cls.events, cls.reader, cls.admin = (cls.server.make_key(scope) for scope in ("events", "read", "admin"))

    def setUp(self):
        self.user = self.id().split(".")[-1]

    def listen(self, headers=None, server=None):
        listening = Listening(server or self.server, headers or bearer(self.reader))
        self.addCleanup(listening.close)
        return listening

    def until(self, holds, seconds_max=20):
        end = time.monotonic() + seconds_max
        while not holds():
            self.assertLess(time.monotonic(), end, "It did not come about in time.")
            time.sleep(0.02)

    def ask(self, method, path, body=None, headers=None):
        return self.server.request(method, path, json.dumps(body or {}), headers or bearer(self.admin))

    def identify(self, **traits):
        """Somebody of this test alone: the id of their card."""
        answer = self.server.post("/v1/identify", self.events, {"userId": self.user, "traits": traits})
        self.assertEqual(answer.status, 200, answer)
        return self.ask("GET", f"/v1/parties/by/user_id/{self.user}").json["id"]

    def sign_in(self, login):
        link = self.ask("POST", f"/v1/users/{login}/link").json["path"]
        signed_in = self.server.request("POST", "/v1/session", json.dumps({"token": link.split("token=")[1]}))
        self.assertEqual(signed_in.status, 200, signed_in)
        return {"Cookie": signed_in.cookies, "X-CSRF-Token": signed_in.json["csrf_token"]}

    # Telling.

    def test_a_party_is_told_by_id_and_version_and_nothing_else_of_them(self):
        party = self.identify(name="Nguyễn Thị Bí Mật", phone="0912 345 678")
        listening = self.listen()
        self.until(lambda: listening.events)
        self.assertEqual(listening.events, ["alive"], "what came before is not told")
        self.ask("POST", f"/v1/parties/{party}/touchpoints", {"type": "note", "properties": {"text": "rất riêng tư"}})
        self.until(lambda: listening.heard)
        told = [change for change in listening.heard if change.get("id") == party]
        self.assertTrue(told and all(set(change) == {"topic", "id", "version"} and change["version"] > 1 for change in told), listening.heard)
        for secret in ("Bí Mật", "912 345", "riêng tư", self.user):
            self.assertNotIn(secret.encode(), listening.raw)

    def test_every_topic_is_told(self):
        listening = self.listen()
        self.assertEqual(self.ask("PATCH", "/v1/settings", {"business.name": "Tiệm Sứ"}).status, 200)
        self.assertEqual(self.ask("POST", "/v1/rates", {"currency": "USD", "from": "2026-01-01", "rate": "26000"}).status, 200)
        field = {"key": "shoe_size", "kind": "integer", "label": {"en": "Shoe size", "vi": "Cỡ giày"}, "serves": "gift"}
        self.assertEqual(self.ask("POST", "/v1/fields", field).status, 201)
        self.identify(name="An", no_such_field="x")
        self.until(lambda: {"settings", "team", "rates", "fields", "party", "unknown_fields"} - {"team"} <= listening.topics())
        self.assertEqual(self.ask("POST", "/v1/users", {"login": "an", "name": "An", "role": "staff"}).status, 201)
        self.until(lambda: "team" in listening.topics())

    def test_many_at_once_are_told_as_any_of_them(self):
        listening = self.listen()
        self.until(lambda: listening.events)
        batch = [{"type": "identify", "userId": f"{self.user}{n}", "messageId": f"{self.user}{n}", "traits": {"name": f"Người {n}"}} for n in range(400)]
        self.assertEqual(self.server.post("/v1/batch", self.events, {"batch": batch}).status, 200)
        self.until(lambda: {"topic": "party"} in listening.heard)
        self.assertLessEqual(len(listening.heard), 300)

    def test_a_refused_change_is_not_told(self):
        party = self.identify(name="An")
        time.sleep(1)  # what is compared in the background
        listening = self.listen()
        self.until(lambda: listening.events)
        self.assertEqual(self.ask("POST", f"/v1/parties/{party}/touchpoints", {"type": "note", "properties": {}}).status, 400)
        time.sleep(0.6)
        self.assertEqual(listening.heard, [])

    # Who may listen.

    def test_only_who_may_read(self):
        self.assertEqual(self.listen(bearer(self.events)).status, 403)
        self.assertEqual(self.listen(bearer("wrong")).status, 401)
        self.assertEqual(self.listen({"X": "y"}).status, 401)

    def test_the_end_of_a_session_is_the_end_of_its_streams(self):
        session = self.sign_in("owner")
        other = self.sign_in("owner")
        listening, staying = self.listen(session), self.listen(other)
        self.until(lambda: listening.events and staying.events)
        self.assertEqual(self.ask("DELETE", "/v1/session", headers=session).status, 204)
        self.until(lambda: listening.ended)
        self.identify(name="An")
        self.until(lambda: staying.heard)
        self.assertFalse(staying.ended)
        self.assertNotIn("party", listening.topics())

    def test_who_may_no_longer_come_in_is_told_nothing_more(self):
        self.assertEqual(self.ask("POST", "/v1/users", {"login": "binh", "name": "Bình", "role": "staff"}).status, 201)
        listening = self.listen(self.sign_in("binh"))
        self.until(lambda: listening.events)
        self.assertEqual(self.ask("PATCH", "/v1/users/binh", {"active": False}).status, 200)
        self.until(lambda: listening.ended)

    def test_no_more_than_a_session_may_have(self):
        own = bearer(self.server.make_key("read"))
        listening = [self.listen(own) for _ in range(17)]
        self.assertEqual([each.status for each in listening], [200] * 16 + [429])
        listening[0].close()
        self.until(lambda: self.listen(own).status == 200)

    def test_the_server_stops_at_once_while_they_listen(self):
        with Server(self.binary) as server:
            server.start()
            reader = server.make_key("read")
            listening = [self.listen(bearer(reader), server) for _ in range(5)]
            self.until(lambda: all(each.events for each in listening))
            begun = time.monotonic()
            self.assertEqual(server.stop(), 0)
            self.assertLess(time.monotonic() - begun, 5, "It waits for who listens, as long as for a request.")
            self.until(lambda: all(each.ended for each in listening))

    # Two who change the same card.

    def test_of_two_who_saw_the_same_the_second_is_told(self):
        party = self.identify(name="An", title="Thợ", company="Sứ")
        seen = {trait: said["value"] for trait, said in self.ask("GET", f"/v1/parties/{party}").json["traits"].items()}

        def change(**traits):
            return self.ask("PATCH", f"/v1/parties/{party}", {"traits": traits, "seen": {trait: seen.get(trait) for trait in traits}})

        self.assertEqual(change(title="Thợ cả").status, 200)
        second = change(title="Quản đốc", company="Sứ Bát Tràng")
        self.assertEqual((second.status, second.json["code"], second.json["field"], second.json["rule"]), (409, "conflict", "traits.title", "seen"), second)
        card = self.ask("GET", f"/v1/parties/{party}").json
        self.assertEqual((card["traits"]["title"]["value"], card["traits"]["company"]["value"]), ("Thợ cả", "Sứ"), "nothing of it was changed")
        self.assertEqual(change(title="Thợ cả").status, 200, "both say the same")
        self.assertEqual(change(company="Sứ Bát Tràng").status, 200, "what nobody else has changed")
        self.ask("POST", f"/v1/parties/{party}/touchpoints", {"type": "note", "properties": {"text": "ghé qua"}})
        self.assertEqual(change(address="12 Hàng Gai").status, 200, "a touchpoint changes no trait; null was seen")
        self.assertEqual(change(address="14 Hàng Gai").status, 409)
        seen["address"] = "12 Hàng Gai"
        self.assertEqual(change(address="14 Hàng Gai").status, 200)

    def test_what_was_seen_is_checked(self):
        party = self.identify(name="An")
        for seen in ("An", [], {"title": "x"}, {"traits": {}}):
            answer = self.ask("PATCH", f"/v1/parties/{party}", {"traits": {"name": "Ân"}, "seen": seen})
            self.assertEqual(answer.status, 400, (seen, answer))
            self.assertTrue(answer.json["field"].startswith("seen"), answer)

    def test_nobody_finds_out_a_field_they_may_not_read(self):
        field = {"key": "margin", "kind": "integer", "label": {"en": "Margin", "vi": "Lãi"}, "serves": "price", "readers": ["owner"]}
        self.assertEqual(self.ask("POST", "/v1/fields", field).status, 201)
        self.assertEqual(self.ask("POST", "/v1/users", {"login": "chi", "name": "Chi", "role": "staff"}).status, 201)
        party = self.identify(name="An", margin=7)
        answer = self.ask("PATCH", f"/v1/parties/{party}", {"traits": {"margin": 8}, "seen": {"margin": 7}}, self.sign_in("chi"))
        self.assertEqual((answer.status, answer.json["field"]), (400, "seen.margin"), answer)


@unittest.skipUnless(available(), "PostgreSQL 15 is not installed (apt-get install postgresql-15)")
class SeveralServers(LivePages):
    """The same where another server of the record makes the change."""

    @classmethod
    def setUpClass(cls):
        cluster = test_server()
        cls.addClassCleanup(cluster.close)
        cls.server = Server(cls.binary, record=cluster.address(cluster.make_database("live")))
        cls.other = Server(cls.binary, record=cls.server.record_address)
        for server in (cls.server, cls.other):
            cls.addClassCleanup(server.close)
            server.start()
        cls.make_keys()

    def setUp(self):
        super().setUp()
        self.until(lambda: self.other.get("/v1/parties", self.admin).status == 200)

    def listen(self, headers=None, server=None):
        time.sleep(0.8)  # a server is told by the others a moment later: what came before has come there, too
        return super().listen(headers, server or self.other)


if __name__ == "__main__":
    run_with_binary(LivePages, SeveralServers)
