"""Who may what: every role's session, every scope of keys and all who are not let in, on every route that the server says it has.

    access_test.py BINARY [--record postgres] [unittest's arguments]

ROUTES says what is expected. A route that is added later and does not stand there fails the test.
"""

import http.client
import json
import pathlib
import re
import sys
import unittest

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS))
from documented_tables import documented_tables  # noqa: E402
from ganbo_server import Answer, Server, run_with_binary  # noqa: E402

# What a route asks for. Each word stands in EXPECTED.
ROUTES = """
public   GET    /healthz
public   GET    /readyz
public   GET    /calendar.ics
public   POST   /v1/session
public   GET    /p/{token}
public   POST   /p/{token}

events   POST   /v1/identify
events   POST   /v1/track
events   POST   /v1/page
events   POST   /v1/screen
events   POST   /v1/group
events   POST   /v1/alias
events   POST   /v1/batch

self     GET    /v1/session
self     PATCH  /v1/session
self     DELETE /v1/session
self     PUT    /v1/session/password
self     GET    /v1/session/all
self     DELETE /v1/session/all/{id}
own      POST   /v1/session/calendar
own      DELETE /v1/session/calendar
own      POST   /v1/views
own      PUT    /v1/views/{id}
own      DELETE /v1/views/{id}

door     GET    /v1/door/search
door     POST   /v1/door/arrivals

read     GET    /v1/calendar
read     GET    /v1/changes
read     GET    /v1/event-types
read     GET    /v1/fields
read     GET    /v1/holidays
read     GET    /v1/household-suggestions
read     GET    /v1/key-date-kinds
read     GET    /v1/merge-suggestions
read     GET    /v1/parties
read     GET    /v1/parties/by/{type}/{value}
read     GET    /v1/parties/fields
read     GET    /v1/parties/letters
read     GET    /v1/parties/{id}
read     GET    /v1/parties/{id}/history
read     GET    /v1/parties/{id}/household-suggestions
read     GET    /v1/parties/{id}/merges
read     GET    /v1/parties/{id}/relations
read     GET    /v1/parties/{id}/suggestions
read     GET    /v1/parties/{id}/timeline
read     GET    /v1/products
read     GET    /v1/quarantine
read     GET    /v1/rates
read     GET    /v1/roles
read     GET    /v1/settings
read     GET    /v1/today
read     GET    /v1/views

export   GET    /v1/parties/file
export   GET    /v1/parties/{id}/calendar
contacts GET    /v1/parties/{id}/vcard

write    POST   /v1/parties
write    PATCH  /v1/parties/{id}
write    POST   /v1/parties/{id}/household-suggestions/{other}/apart
write    POST   /v1/parties/{id}/links
write    DELETE /v1/parties/{id}/links
write    POST   /v1/parties/{id}/merges
write    POST   /v1/parties/{id}/merges/{merge}/undo
write    POST   /v1/parties/{id}/suggestions/{other}/apart
write    POST   /v1/parties/{id}/touchpoints
write    POST   /v1/products
write    POST   /v1/today/acts
write    DELETE /v1/today/acts/{party}/{id}

admin    GET    /v1/audit
admin    GET    /v1/backups
admin    POST   /v1/backups
admin    GET    /v1/backups/{name}
admin    DELETE /v1/backups/{name}
admin    POST   /v1/demo
admin    GET    /v1/doctor
admin    GET    /v1/event-types/seen
admin    POST   /v1/fields
admin    PATCH  /v1/fields/{key}
admin    PUT    /v1/holidays/{day}
admin    DELETE /v1/holidays/{day}
admin    GET    /v1/imports
admin    GET    /v1/imports/{id}
admin    GET    /v1/imports/{id}/errors
admin    POST   /v1/imports/{id}/undo
admin    GET    /v1/keys
admin    POST   /v1/keys
admin    DELETE /v1/keys/{id}
admin    PUT    /v1/key-date-kinds/{key}
admin    POST   /v1/merge-suggestions/find
admin    POST   /v1/parties/bulk
admin    POST   /v1/parties/{id}/erase
admin    GET    /v1/parties/{id}/bundle
admin    GET    /v1/parties/{id}/export
admin    POST   /v1/quarantine/{field}/use
admin    POST   /v1/query
admin    POST   /v1/rates
admin    DELETE /v1/rates/{currency}/{from}
admin    POST   /v1/rebuild
admin    GET    /v1/record
admin    PATCH  /v1/settings
admin    PUT    /v1/roles/{key}
admin    GET    /v1/teams
admin    POST   /v1/teams
admin    PATCH  /v1/teams/{id}
admin    DELETE /v1/teams/{id}
admin    GET    /v1/uploads
admin    POST   /v1/uploads
admin    GET    /v1/uploads/{id}
admin    PUT    /v1/uploads/{id}
admin    DELETE /v1/uploads/{id}
admin    POST   /v1/uploads/{id}/check
admin    POST   /v1/uploads/{id}/import
admin    GET    /v1/users
admin    POST   /v1/users
admin    PATCH  /v1/users/{id}
admin    POST   /v1/users/{id}/calendar
admin    DELETE /v1/users/{id}/calendar
admin    POST   /v1/users/{id}/link
admin    PUT    /v1/users/{id}/password
admin    DELETE /v1/users/{id}/sessions
admin    GET    /v1/webhooks
admin    POST   /v1/webhooks
admin    PATCH  /v1/webhooks/{id}
admin    DELETE /v1/webhooks/{id}
admin    POST   /v1/webhooks/{id}/secret
admin    POST   /v1/webhooks/{id}/test
admin    GET    /v1/webhooks/{id}/messages
admin    GET    /v1/webhooks/{id}/messages/{message}
admin    POST   /v1/webhooks/{id}/messages/{message}/retry
admin    GET    /v1/writer

machine  POST   /v1/backup
"""

# What `ganbo import` speaks to; not for others, so the document leaves it out.
UNDOCUMENTED = """
admin    POST   /v1/imports
admin    POST   /v1/imports/business
admin    POST   /v1/imports/{id}/progress
admin    POST   /v1/imports/{id}/products
admin    POST   /v1/import/events
"""

ROLES = ("owner", "manager", "staff", "door", "analyst", "read_only")
READERS = tuple(f"session {role}" for role in ROLES if role != "door")
KEYS = ("events", "browser", "read", "write", "admin")
# Who was never let in, or is so no more.
STRANGERS = ("nobody", "unknown key", "revoked key", "unknown session", "expired session", "signed out", "put out")

# Who is let in by what a route asks for; all others hear 401 or 403. `machine`: nobody over the network.
EXPECTED = {
    "public": {*(f"session {role}" for role in ROLES), *(f"key {scope}" for scope in KEYS), *STRANGERS},
    "events": {"key events", "key browser", "key admin"},
    "self": {f"session {role}" for role in ROLES},
    "own": set(READERS),
    "read": {*READERS, "key read", "key write", "key admin"},
    "door": {"session owner", "session manager", "session staff", "session door", "key write", "key admin"},
    # Those who may take data away: of them, those who are shown contact details.
    "export": {"session owner", "session manager", "session analyst", "key read", "key write", "key admin"},
    "contacts": {"session owner", "session manager", "key read", "key write", "key admin"},
    "write": {"session owner", "session manager", "session staff", "key write", "key admin"},
    "admin": {"session owner", "key admin"},
    "machine": set(),
}

# What stands in a path; ids that nobody has, so that whoever is let in changes nothing that the others need.
IN_PATH = {"type": "phone", "value": "+84900000000", "day": "2020-01-01", "currency": "XAG", "from": "2020-01-01", "field": "identify.nothing", "key": "nothing"}
# A body that no route takes: whoever is let in is told so.
NO_BODY = b"[]"
SECRET_TABLES = ("users", "access_keys", "sessions", "sign_in_links", "calendar_links")


def routes(table=ROUTES + UNDOCUMENTED):
    return {(method, path): asks for asks, method, path in (line.split() for line in table.split("\n") if line)}


def changes(method):
    return method != "GET"


class Access(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(cls.binary)
        cls.addClassCleanup(cls.server.close)
        cls.server.start()
        events = cls.server.make_key("events")
        made = cls.server.post("/v1/identify", events, {"userId": "minh", "messageId": "m1", "traits": {"name": "Trần Văn Minh", "phone": "0901234567", "email": "minh@vidu.vn"}})
        assert made.status == 200, made
        cls.callers = {f"key {scope}": {"Authorization": f"Bearer {cls.server.make_key(scope)}"} for scope in KEYS}
        for role in ROLES:
            if role != "owner":
                cls.verb("user", "add", role, "--role", role)
            cls.callers[f"session {role}"] = cls.session(role)
        cls.callers["nobody"] = {}
        cls.callers["unknown key"] = {"Authorization": "Bearer gb_nobodyhasthiskey"}
        cls.callers["unknown session"] = {"Cookie": "ganbo_session=nobodyhasthissession", "X-CSRF-Token": "x"}
        cls.callers["revoked key"] = cls.revoked_key()
        cls.callers["signed out"] = cls.session("owner")
        assert cls.call("DELETE", "/v1/session", cls.callers["signed out"]).status == 204
        cls.verb("user", "add", "gone", "--role", "owner")
        cls.callers["put out"] = cls.session("gone")
        put_out = cls.call("PATCH", "/v1/users/gone", cls.callers["session owner"], json.dumps({"active": False}))
        assert put_out.status == 200, put_out
        cls.callers["expired session"] = cls.expired_session()

    @classmethod
    def verb(cls, *arguments):
        done = cls.server.verb(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @classmethod
    def session(cls, login):
        link = cls.verb("user", "link", login).strip().split("\n")[-1]
        answer = cls.server.request("POST", "/v1/session", json.dumps({"token": link.split("token=")[1]}))
        assert answer.status == 200, answer
        return {"Cookie": answer.cookies, "X-CSRF-Token": answer.json["csrf_token"]}

    @classmethod
    def revoked_key(cls):
        admin = cls.callers["key admin"]
        before = {key["id"] for key in cls.call("GET", "/v1/keys", admin).json["data"]}
        made = cls.call("POST", "/v1/keys", admin, json.dumps({"scope": "admin"})).json["key"]
        [fresh] = {key["id"] for key in cls.call("GET", "/v1/keys", admin).json["data"]} - before
        assert cls.call("DELETE", f"/v1/keys/{fresh}", admin).status == 204
        return {"Authorization": f"Bearer {made}"}

    @classmethod
    def expired_session(cls):
        """An owner's, whose thirty days are over."""
        with cls.server.record() as record:
            before = {row[0] for row in record.execute("select session_hash from sessions").fetchall()}
        session = cls.session("owner")
        with cls.server.record() as record:
            [fresh] = {row[0] for row in record.execute("select session_hash from sessions").fetchall()} - before
        cls.server.stop()
        assert cls.server.tamper(f"update sessions set expires_at = 1 where session_hash = '{fresh}'") == 1
        cls.server.start()
        return session

    @classmethod
    def call(cls, method, path, headers, body=None):
        """Like Server.request, but does not wait for the end of a stream."""
        if path != "/v1/changes":
            return cls.server.request(method, path, body, {"Content-Type": "application/json", **headers})
        connection = http.client.HTTPConnection("127.0.0.1", cls.server.port, timeout=30)
        try:
            connection.request(method, path, headers=headers)
            response = connection.getresponse()
            return Answer(response.status, response.getheaders(), b"" if response.status == 200 else response.read())
        finally:
            connection.close()

    def ask(self, method, path, headers):
        filled = re.sub(r"{(\w+)}", lambda found: IN_PATH.get(found[1], "1"), path)
        return self.call(method, filled, headers, NO_BODY if changes(method) else None)

    def counts(self):
        self.server.settle()
        self.server.settle(waiting="comparisons_due")  # parties are compared in the background
        return self.server.counts(*documented_tables(), *SECRET_TABLES)

    def expect_refusal(self, answer, statuses, what):
        self.assertIn(answer.status, statuses, f"{what}: {answer}")
        self.assertEqual(answer.headers["content-type"], "application/problem+json", what)
        told = answer.json
        self.assertLessEqual(set(told), {"type", "title", "status", "detail", "code", "field", "rule"}, f"{what}: it says more than why")
        self.assertEqual(told["code"], "unauthorized" if answer.status == 401 else "forbidden", what)
        for secret in ("Minh", "901234567", "minh@vidu.vn"):
            self.assertNotIn(secret, answer.body.decode(), what)

    def test_every_route_is_in_the_table_and_the_table_has_no_other(self):
        document = self.server.request("GET", "/v1/openapi.json").json
        served = {(method.upper(), path) for path, operations in document["paths"].items() for method in operations}
        self.assertEqual(served, set(routes(ROUTES)))
        for (method, path), asks in routes(ROUTES).items():
            public = document["paths"][path][method.lower()]["security"] == []
            self.assertEqual(public, asks == "public", f"{method} {path}: the document says otherwise")

    def test_who_may_not_is_refused_and_nothing_changes(self):
        before = self.counts()
        for (method, path), asks in routes().items():
            for caller, headers in self.callers.items():
                if caller in EXPECTED[asks]:
                    continue
                let_in_somewhere = caller not in STRANGERS
                statuses = (401, 403) if let_in_somewhere else (401,)
                self.expect_refusal(self.ask(method, path, headers), statuses, f"{caller}: {method} {path}")
        self.assertEqual(self.counts(), before)

    def test_a_session_changes_nothing_without_its_token(self):
        before = self.counts()
        for (method, path), asks in routes().items():
            if not changes(method) or asks in ("public", "events"):
                continue
            for token in ({}, {"X-CSRF-Token": "of somebody else"}, {"X-CSRF-Token": self.callers["session manager"]["X-CSRF-Token"]}):
                answer = self.ask(method, path, {"Cookie": self.callers["session owner"]["Cookie"], **token})
                self.expect_refusal(answer, (403,), f"{method} {path} with {token}")
                self.assertEqual(answer.json["rule"], "csrf")
        self.assertEqual(self.counts(), before)

    def test_who_may_is_let_in(self):
        for (method, path), asks in routes().items():
            for caller in EXPECTED[asks]:
                ends_it = (method, path) == ("DELETE", "/v1/session") and caller.startswith("session")
                headers = self.session(caller.split()[1]) if ends_it else self.callers[caller]
                answer = self.ask(method, path, headers)
                self.assertNotIn(answer.status, (401, 403), f"{caller}: {method} {path}: {answer}")
                self.assertLess(answer.status, 500, f"{caller}: {method} {path}: {answer}")

    def test_what_is_another_users_stays_theirs(self):
        staff, manager = self.callers["session staff"], self.callers["session manager"]
        self.expect_refusal(self.call("GET", "/v1/today?view=team", staff), (403,), "the list of all")
        self.assertEqual(self.call("GET", "/v1/today?view=team", manager).status, 200)
        # The sessions of a user are ended by themselves: the token of one session ends no other.
        self.assertEqual(self.call("DELETE", "/v1/session?everywhere=true", {"Cookie": manager["Cookie"], "X-CSRF-Token": staff["X-CSRF-Token"]}).status, 403)
        self.assertEqual(self.call("GET", "/v1/session", manager).json["user"]["login"], "manager")
        for path in ("/v1/session", "/v1/session?user=owner", "/v1/session?login=owner"):
            self.assertEqual(self.call("GET", path, staff).json["user"]["login"], "staff")
        self.assertEqual(self.call("PATCH", "/v1/session", staff, json.dumps({"locale": "en", "role": "owner"})).status, 400)
        self.assertEqual(self.call("PATCH", "/v1/session", staff, json.dumps({"locale": "en", "login": "owner"})).status, 400)
        # A stream of changes says that something has changed, never what.
        self.assertEqual(self.call("GET", "/calendar.ics?token=nobodyhasthis", {}).status, 404)


run_with_binary(Access)
