"""Webhooks: other programs are told of changes, signed as Standard Webhooks, at least once, whatever is killed in between.

    webhooks_test.py BINARY [--record postgres] [unittest's arguments]

Which addresses are refused is src/webhooks/address_test.cpp; when a message is tried again, schedule_test.cpp.
"""

import base64
import contextlib
import hashlib
import hmac
import http.server
import json
import pathlib
import re
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, free_port, run_with_binary  # noqa: E402
from private_postgres import available, test_server  # noqa: E402

PARTY_TYPES = ["party.created", "party.changed", "party.merged", "party.merge_undone", "party.erased"]
ALL_TYPES = [*PARTY_TYPES, "touchpoint.recorded", "matter.opened", "matter.closed", "key_date.due", "permission.changed"]


class Receiver:
    """A program that takes messages: answers as it is told to, and keeps what came."""

    def __init__(self, port=None):
        self.port = port or free_port()
        self.came = []  # (headers, body)
        self.answer = lambda message: (204, b"", {})
        self.server = None
        self.start()

    def start(self):
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.came.append((headers, body))
                status, said, more = receiver.answer(json.loads(body))
                self.send_response(status)
                for name, value in more.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                with contextlib.suppress(ConnectionError):  # who read enough has hung up
                    self.wfile.write(said)

            def do_GET(self):
                receiver.came.append(({}, b"GET " + self.path.encode()))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        http.server.ThreadingHTTPServer.allow_reuse_address = True
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self):
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/hook"

    def messages(self):
        return [json.loads(body) for _, body in self.came]

    def types(self):
        return [message["type"] for message in self.messages()]

    def ids(self):
        return [headers["webhook-id"] for headers, _ in self.came]


def signatures(secret, headers, body):
    """By the specification alone: HMAC-SHA256 over id.timestamp.body."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


class Asking(unittest.TestCase):
    def ask(self, method, path, body=None, key=None, server=None):
        headers = {"Authorization": f"Bearer {key or self.admin}", "Content-Type": "application/json"}
        return (server or self.server).request(method, path, None if body is None else json.dumps(body), headers)

    def until(self, holds, seconds_max=15):
        end = time.monotonic() + seconds_max
        while not holds():
            self.assertLess(time.monotonic(), end, "It did not come about in time.")
            time.sleep(0.02)

    def receive(self, port=None):
        receiver = Receiver(port)
        self.addCleanup(receiver.stop)
        return receiver

    def allow_own_network(self, server=None):
        self.assertEqual(self.ask("PATCH", "/v1/settings", {"webhooks.own_network": "yes"}, server=server).status, 200)

    def add(self, receiver, types=ALL_TYPES):
        added = self.ask("POST", "/v1/webhooks", {"url": receiver.url, "types": types})
        self.assertEqual(added.status, 201, added)
        return added.json

    def log(self, endpoint, **query):
        words = "&".join(f"{name}={value}" for name, value in query.items())
        answer = self.ask("GET", f"/v1/webhooks/{endpoint['id']}/messages?{words}")
        self.assertEqual(answer.status, 200, answer)
        return answer.json

    def identify(self, user, name, message=None, **traits):
        item = {"type": "identify", "userId": user, "messageId": message or f"i-{user}-{time.monotonic_ns()}", "traits": {"name": name, **traits}}
        answer = self.server.post("/v1/batch", self.events, {"batch": [item]})
        self.assertEqual((answer.status, answer.json["applied"]), (200, 1), answer)
        return self.party_of(user)

    def identify_all(self, users):
        items = [{"type": "identify", "userId": user, "messageId": user, "traits": {"name": f"Khách {user}"}} for user in users]
        answer = self.server.post("/v1/batch", self.events, {"batch": items})
        self.assertEqual(answer.json["applied"], len(users), answer)

    def party_of(self, user):
        return self.ask("GET", f"/v1/parties/by/user_id/{user}").json["id"]

    def log_touchpoint(self, party, type, **properties):
        answer = self.ask("POST", f"/v1/parties/{party}/touchpoints", {"type": type, "properties": properties})
        self.assertEqual(answer.status, 201, answer)
        return answer.json


class Webhooks(Asking):
    def setUp(self):
        self.server = Server(self.binary)
        self.addCleanup(self.server.close)
        self.server.start()
        self.events, self.admin = self.server.make_key("events"), self.server.make_key("admin")
        self.allow_own_network()

    def restart(self, **how):
        self.server.start(**how)

    # What is told.

    def test_each_change_is_told_by_ids_alone(self):
        receiver = self.receive()
        self.add(receiver)
        lan = self.identify("lan", "Nguyễn Thị Lan", phone="0912 345 678")
        self.until(lambda: {"party.created", "touchpoint.recorded"} <= set(receiver.types()))
        self.identify("lan", "Nguyễn Thị Lan Anh")
        self.until(lambda: "party.changed" in receiver.types())
        self.log_touchpoint(lan, "complaint_raised", text="Hạt bị cháy", complaint_id="K-1")
        self.until(lambda: "matter.opened" in receiver.types())
        self.log_touchpoint(lan, "complaint_resolved", complaint_id="K-1")
        self.until(lambda: "matter.closed" in receiver.types())
        self.log_touchpoint(lan, "permission_given", channel="zalo", purpose="news")
        self.until(lambda: "permission.changed" in receiver.types())
        self.log_touchpoint(lan, "permission_withdrawn", channel="zalo", purpose="news")
        self.until(lambda: receiver.types().count("permission.changed") == 2 and receiver.types().count("touchpoint.recorded") == 6)
        told = receiver.messages()
        data = lambda type: [message["data"] for message in told if message["type"] == type]
        self.assertEqual(data("party.created"), [{"party": lan}])
        self.assertEqual(data("party.changed"), [{"party": lan}], "A complaint and a permission change no details.")
        self.assertEqual(data("matter.opened"), [{"party": lan, "kind": "complaint", "number": "K-1"}])
        self.assertEqual(data("matter.closed"), [{"party": lan, "kind": "complaint", "number": "K-1"}])
        self.assertEqual([(each["permission"], each["given"]) for each in data("permission.changed")], [("zalo:news", True), ("zalo:news", False)])
        self.assertEqual(sorted(each["type"] for each in data("touchpoint.recorded")),
                         ["complaint_raised", "complaint_resolved", "identify", "identify", "permission_given", "permission_withdrawn"])
        sent = b"".join(body for _, body in receiver.came)
        for secret in ("Nguyễn", "Lan", "912345678", "cháy"):
            self.assertNotIn(secret.encode(), sent)
        with self.subTest("every message says when"):
            for message in told:
                self.assertRegex(message["timestamp"], r"^20\d\d-\d\d-\d\dT.*Z$")

    def test_merges_their_undoing_and_erasure_are_told(self):
        receiver = self.receive()
        self.add(receiver, PARTY_TYPES)
        one, other = self.identify("m1", "Trần Văn Một"), self.identify("m2", "Trần Văn Hai")
        merged = self.ask("POST", f"/v1/parties/{one}/merges", {"party": other, "reason": "cùng một người"})
        self.assertIn(merged.status, (200, 201), merged)
        self.until(lambda: "party.merged" in receiver.types())
        merge = self.ask("GET", f"/v1/parties/{one}/merges").json["data"][0]["id"]
        undone = self.ask("POST", f"/v1/parties/{other}/merges/{merge}/undo", {})
        self.assertLess(undone.status, 300, undone)
        self.until(lambda: "party.merge_undone" in receiver.types())
        self.assertLess(self.ask("POST", f"/v1/parties/{other}/erase", {}).status, 300)
        self.until(lambda: "party.erased" in receiver.types())
        data = {message["type"]: message["data"] for message in receiver.messages()}
        self.assertEqual(data["party.merged"], {"party": other, "into": one, "how": "merge"})
        self.assertEqual(data["party.merge_undone"], {"party": other})
        self.assertEqual(data["party.erased"], {"party": other})

    def test_only_the_types_that_were_asked_for_are_told_and_nothing_that_was_before(self):
        self.identify("before", "Người Cũ")
        receiver = self.receive()
        endpoint = self.add(receiver, ["party.created"])
        party = self.identify("after", "Người Mới")
        self.until(lambda: receiver.came)
        self.identify("after", "Người Mới Hơn")
        self.log_touchpoint(party, "note", text="x")
        changed = self.ask("PATCH", f"/v1/webhooks/{endpoint['id']}", {"types": ["touchpoint.recorded"]})
        self.assertEqual((changed.status, changed.json["types"]), (200, ["touchpoint.recorded"]), changed)
        self.log_touchpoint(party, "note", text="y")
        self.until(lambda: "touchpoint.recorded" in receiver.types())
        time.sleep(0.3)
        self.assertEqual(receiver.types(), ["party.created", "touchpoint.recorded"])

    def test_rebuild_tells_nothing_again(self):
        receiver = self.receive()
        self.add(receiver)
        self.identify("r1", "Lê Thị Thu", email="thu@example.com")
        self.until(lambda: len(receiver.came) >= 2)
        time.sleep(0.3)
        count = len(receiver.came)
        self.assertEqual(self.server.rebuild()[0], 0)
        self.assertEqual(self.ask("POST", "/v1/rebuild?repair=true").status, 200)
        time.sleep(0.5)
        self.assertEqual(len(receiver.came), count)

    def test_a_key_date_that_comes_near_is_told(self):
        receiver = self.receive()
        self.add(receiver, ["key_date.due"])
        party = self.identify("k1", "Phạm Thị Sinh")
        day = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 3 * 86400))
        self.log_touchpoint(party, "key_date", name="Hợp đồng nhà", occasion="lease", day=day)
        self.until(lambda: receiver.came, 30)
        data = receiver.messages()[0]["data"]
        self.assertEqual((data["party"], data["kind"]), (party, "lease"))
        self.assertEqual(data["day"][:4], day[:4])

    # Signatures.

    def test_a_message_is_signed_and_a_new_secret_takes_over_with_an_overlap(self):
        receiver = self.receive()
        endpoint = self.add(receiver, ["party.created"])
        self.assertRegex(endpoint["secret"], r"^whsec_[A-Za-z0-9+/]{43}=$")
        self.identify("s1", "Một")
        self.until(lambda: len(receiver.came) == 1)
        headers, body = receiver.came[0]
        self.assertEqual(headers["webhook-signature"], signatures(endpoint["secret"], headers, body))
        self.assertLess(abs(int(headers["webhook-timestamp"]) - time.time()), 60)
        self.assertRegex(headers["webhook-id"], r"^msg_[0-9A-Z]{24}$")
        self.assertEqual(headers["content-type"], "application/json")

        replaced = self.ask("POST", f"/v1/webhooks/{endpoint['id']}/secret", {"overlap_hours": 1})
        self.assertEqual(replaced.status, 201, replaced)
        self.assertNotEqual(replaced.json["secret"], endpoint["secret"])
        self.assertIsNotNone(replaced.json["former_secret_until"])
        self.identify("s2", "Hai")
        self.until(lambda: len(receiver.came) == 2)
        headers, body = receiver.came[1]
        self.assertEqual(headers["webhook-signature"].split(" "), [signatures(replaced.json["secret"], headers, body), signatures(endpoint["secret"], headers, body)])

        last = self.ask("POST", f"/v1/webhooks/{endpoint['id']}/secret", {"overlap_hours": 0}).json
        self.identify("s3", "Ba")
        self.until(lambda: len(receiver.came) == 3)
        headers, body = receiver.came[2]
        self.assertEqual(headers["webhook-signature"], signatures(last["secret"], headers, body), "Without overlap the one before signs no more.")

    def test_secrets_are_shown_once_and_read_by_nobody(self):
        endpoint = self.add(self.receive(), ["party.created"])
        for path in ("/v1/webhooks", f"/v1/webhooks/{endpoint['id']}/messages"):
            self.assertNotIn(b"whsec_", self.ask("GET", path).body)
        asked = self.ask("POST", "/v1/query", {"sql": "select secret from webhook_secrets", "format": "json"})
        self.assertEqual(asked.status, 403, asked)

    # Failing, and trying again.

    def test_what_failed_is_tried_again_under_the_same_id_and_the_log_tells(self):
        receiver = self.receive()
        tried = []
        receiver.answer = lambda message: (tried.append(time.monotonic()), (500, "hỏng rồi".encode(), {}) if len(tried) < 2 else (200, b"ok", {}))[1]
        endpoint = self.add(receiver, ["party.created"])
        self.identify("f1", "Một")
        self.until(lambda: len(receiver.came) == 1)
        self.until(lambda: self.log(endpoint)["data"][0]["attempts"] == 1)
        waiting = self.log(endpoint, state="waiting")["data"][0]
        self.assertEqual((waiting["status"], waiting["problem"]), (500, "It was answered with 500."))
        self.assertIsNotNone(waiting["next_at"])
        listed = self.ask("GET", "/v1/webhooks").json["data"][0]
        self.assertEqual((listed["waiting"], listed["failing"]), (1, 1))
        self.until(lambda: len(tried) == 2)
        self.assertGreater(tried[1] - tried[0], 4.5, "The second try comes after five seconds.")
        self.assertEqual(len(set(receiver.ids())), 1)
        self.until(lambda: self.log(endpoint)["data"][0]["state"] == "delivered")
        message = self.ask("GET", f"/v1/webhooks/{endpoint['id']}/messages/{waiting['id']}").json
        self.assertEqual([(each["number"], each["status"], each["answer"]) for each in message["tries"]], [(1, 500, "hỏng rồi"), (2, 200, "ok")])
        self.assertEqual(json.loads(message["body"]), receiver.messages()[0])

    def test_one_is_sent_again_by_hand(self):
        receiver = self.receive()
        endpoint = self.add(receiver, ["party.created"])
        self.identify("h1", "Một")
        self.until(lambda: self.log(endpoint)["data"] and self.log(endpoint)["data"][0]["state"] == "delivered")
        message = self.log(endpoint)["data"][0]["id"]
        self.assertEqual(self.ask("POST", f"/v1/webhooks/{endpoint['id']}/messages/{message}/retry").status, 204)
        self.until(lambda: len(receiver.came) == 2)
        self.assertEqual(set(receiver.ids()), {message})
        self.until(lambda: self.log(endpoint)["data"][0]["attempts"] == 2)
        for nothing in ("msg_", "msg_0", "x", "msg_a%20b", "msg_" + "0" * 200):
            self.assertEqual(self.ask("POST", f"/v1/webhooks/{endpoint['id']}/messages/{nothing}/retry").status, 404, nothing)

    def test_a_receiver_that_is_down_holds_no_other_and_gets_its_own_when_it_is_back(self):
        down, up = self.receive(), self.receive()
        self.add(down, ["party.created"])
        self.add(up, ["party.created"])
        down.stop()
        for n in range(20):
            self.identify(f"d{n}", f"Khách {n}")
        self.until(lambda: len(up.came) == 20)
        down.start()
        self.until(lambda: len(set(down.ids())) == 20, 40)
        self.assertEqual(sorted(down.ids()), sorted(set(down.ids())))

    def test_a_receiver_that_does_not_answer_holds_no_other(self):
        slow, quick = self.receive(), self.receive()
        released = threading.Event()
        self.addCleanup(released.set)
        slow.answer = lambda message: (released.wait(60), (204, b"", {}))[1]
        self.add(slow, ["party.created"])
        self.add(quick, ["party.created"])
        for n in range(30):
            self.identify(f"q{n}", f"Khách {n}")
        self.until(lambda: len(quick.came) == 30, 14)  # who does not answer is given up after 15 s

    def test_gone_ends_it(self):
        receiver = self.receive()
        receiver.answer = lambda message: (410, b"", {})
        endpoint = self.add(receiver, ["party.created"])
        self.identify("g1", "Một")
        self.until(lambda: self.ask("GET", "/v1/webhooks").json["data"][0]["state"] == "gone")
        self.identify("g2", "Hai")
        time.sleep(0.5)
        self.assertEqual(len(receiver.came), 1)
        self.assertEqual(self.log(endpoint)["data"][0]["state"], "given_up")
        receiver.answer = lambda message: (204, b"", {})
        self.assertEqual(self.ask("PATCH", f"/v1/webhooks/{endpoint['id']}", {"enabled": True}).status, 200)
        self.identify("g3", "Ba")
        self.until(lambda: len(receiver.came) == 2)

    def test_redirections_are_not_followed_and_long_answers_not_read(self):
        receiver = self.receive()
        receiver.answer = lambda message: (302, b"", {"Location": receiver.url}) if len(receiver.came) == 1 else (200, b"x" * 1_000_000, {})
        endpoint = self.add(receiver, ["party.created"])
        self.identify("x1", "Một")
        self.until(lambda: self.log(endpoint)["data"] and self.log(endpoint)["data"][0]["status"] == 302)
        time.sleep(0.3)
        self.assertEqual(len(receiver.came), 1)
        self.identify("x2", "Hai")
        self.until(lambda: self.log(endpoint, state="delivered")["data"])
        message = self.log(endpoint, state="delivered")["data"][0]["id"]
        tried = self.ask("GET", f"/v1/webhooks/{endpoint['id']}/messages/{message}").json["tries"][0]
        self.assertEqual((tried["status"], tried["answer"]), (200, "x" * 500))

    def test_the_last_try_gives_up_and_says_so(self):
        receiver = self.receive()
        receiver.stop()
        endpoint = self.add(receiver, ["party.created"])
        self.identify("l1", "Một")
        self.until(lambda: self.log(endpoint)["data"] and self.log(endpoint)["data"][0]["attempts"] == 1)
        self.server.stop()
        self.server.tamper("update webhook_messages set attempts = 9, due_at = 1")
        self.restart()
        self.until(lambda: self.log(endpoint)["data"][0]["state"] == "given_up")
        message = self.log(endpoint)["data"][0]
        self.assertEqual((message["attempts"], message["next_at"], message["status"]), (10, None, None))
        self.assertTrue(message["problem"])

    def test_a_disabled_endpoint_is_sent_nothing_and_a_removed_one_leaves_nothing(self):
        receiver = self.receive()
        endpoint = self.add(receiver, ["party.created"])
        self.assertEqual(self.ask("PATCH", f"/v1/webhooks/{endpoint['id']}", {"enabled": False}).json["state"], "disabled")
        self.identify("n1", "Một")
        self.assertEqual(self.ask("POST", f"/v1/webhooks/{endpoint['id']}/test").status, 409)
        self.assertEqual(self.ask("PATCH", f"/v1/webhooks/{endpoint['id']}", {"enabled": True}).json["state"], "enabled")
        tested = self.ask("POST", f"/v1/webhooks/{endpoint['id']}/test")
        self.assertEqual(tested.status, 201, tested)
        self.until(lambda: receiver.came)
        self.assertEqual((receiver.types(), receiver.ids()), (["webhook.test"], [tested.json["message"]]))
        self.assertEqual(self.ask("DELETE", f"/v1/webhooks/{endpoint['id']}").status, 204)
        self.assertEqual(self.ask("GET", "/v1/webhooks").json["data"], [])
        self.assertEqual(self.ask("GET", f"/v1/webhooks/{endpoint['id']}/messages").status, 404)
        self.assertEqual(self.server.count("webhook_secrets"), 0)
        self.until(lambda: not any(self.server.counts("webhook_endpoints", "webhook_messages", "webhook_attempts").values()), 90)

    # Bad input, and who may.

    def test_bad_input_is_refused_by_field_and_rule(self):
        good = {"url": "https://example.com/hook", "types": ["party.created"]}
        cases = [
            ({"types": ["party.created"]}, "url", "required"),
            ({**good, "url": ""}, "url", "limit"),
            ({**good, "url": "https://example.com/" + "x" * 2000}, "url", "limit"),
            ({**good, "url": 7}, "url", "type"),
            ({**good, "url": "example.com"}, "url", "format"),
            ({**good, "url": "https://exam ple.com"}, "url", "format"),
            ({**good, "url": "https://example.com/\u0000"}, "url", "format"),
            ({**good, "url": "ftp://example.com/"}, "url", "scheme"),
            ({**good, "url": "file:///etc/passwd"}, "url", "scheme"),
            ({**good, "url": "https://lan:secret@example.com/"}, "url", "user"),
            ({**good, "url": "https://example.com/#part"}, "url", "fragment"),
            ({**good, "url": "http://93.184.216.34/"}, "url", "address"),
            ({**good, "url": "https://169.254.169.254/latest/meta-data"}, "url", "address"),
            ({**good, "url": "https://[fe80::1]/"}, "url", "address"),
            ({"url": good["url"]}, "types", "required"),
            ({**good, "types": []}, "types", "required"),
            ({**good, "types": "party.created"}, "types", "type"),
            ({**good, "types": ["party.created", "webhook.test"]}, "types[1]", "choice"),
            ({**good, "types": [7]}, "types[0]", "choice"),
            ({**good, "description": "x" * 201}, "description", "limit"),
            ({**good, "secret": "whsec_mine"}, "secret", "known"),
            ([], "body", "json"),
        ]
        for body, field, rule in cases:
            refused = self.ask("POST", "/v1/webhooks", body)
            self.assertEqual((refused.status, refused.json.get("field"), refused.json.get("rule")), (400, field, rule), (body, refused))
        self.assertEqual(self.ask("GET", "/v1/webhooks").json["data"], [])
        endpoint = self.ask("POST", "/v1/webhooks", good).json
        at = f"/v1/webhooks/{endpoint['id']}"
        for method, path, body, field, rule in [
            ("PATCH", at, {"enabled": "no"}, "enabled", "type"),
            ("PATCH", at, {"state": "enabled"}, "state", "known"),
            ("POST", f"{at}/secret", {"overlap_hours": -1}, "overlap_hours", "range"),
            ("POST", f"{at}/secret", {"overlap_hours": 169}, "overlap_hours", "range"),
            ("POST", f"{at}/secret", {"hours": 1}, "hours", "known"),
            ("GET", f"{at}/messages?state=lost", None, "state", "choice"),
            ("GET", f"{at}/messages?limit=0", None, "limit", "range"),
            ("GET", f"{at}/messages?limit=201", None, "limit", "range"),
            ("GET", f"{at}/messages?cursor=before", None, "cursor", "format"),
            ("PATCH", "/v1/settings", {"webhooks.own_network": "maybe"}, "webhooks.own_network", "choice"),
        ]:
            refused = self.ask(method, path, body)
            self.assertEqual((refused.status, refused.json.get("field"), refused.json.get("rule")), (400, field, rule), (path, body, refused))
        for path in ("/v1/webhooks/1", "/v1/webhooks/x", "/v1/webhooks/-1"):
            self.assertEqual(self.ask("PATCH", path, {}).status, 404, path)
        for n in range(19):
            self.assertEqual(self.ask("POST", "/v1/webhooks", {**good, "url": f"https://example.com/{n}"}).status, 201)
        self.assertEqual(self.ask("POST", "/v1/webhooks", good).json.get("rule"), "limit")

    def test_only_administrators_see_and_change_them(self):
        endpoint = self.add(self.receive(), ["party.created"])
        keys = [self.server.make_key(scope) for scope in ("events", "read", "write")]
        paths = [("GET", ""), ("POST", ""), ("PATCH", f"/{endpoint['id']}"), ("DELETE", f"/{endpoint['id']}"), ("POST", f"/{endpoint['id']}/secret"),
                 ("POST", f"/{endpoint['id']}/test"), ("GET", f"/{endpoint['id']}/messages"), ("GET", f"/{endpoint['id']}/messages/msg_0"), ("POST", f"/{endpoint['id']}/messages/msg_0/retry")]
        for method, path in paths:
            for key in keys:
                self.assertEqual(self.ask(method, "/v1/webhooks" + path, {}, key).status, 403, (method, path))
            self.assertEqual(self.server.request(method, "/v1/webhooks" + path, "{}").status, 401)
        self.assertEqual(len(self.ask("GET", "/v1/webhooks").json["data"]), 1)

    def test_one_s_own_network_is_reached_only_where_the_business_allows_it(self):
        receiver = self.receive()
        named = {"url": f"http://localhost:{receiver.port}/hook", "types": ["party.created"]}
        endpoint = self.ask("POST", "/v1/webhooks", named).json
        self.identify("o1", "Một")
        self.until(lambda: len(receiver.came) == 1)
        self.assertEqual(self.ask("PATCH", "/v1/settings", {"webhooks.own_network": "no"}).status, 200)
        self.identify("o2", "Hai")
        self.until(lambda: self.log(endpoint)["data"][0]["attempts"] == 1 and self.log(endpoint)["data"][0]["problem"])
        self.assertIn("webhooks.own_network", self.log(endpoint)["data"][0]["problem"])
        self.assertEqual(len(receiver.came), 1, "The name was resolved to this machine, and nothing was connected to.")
        for url in (receiver.url, named["url"], "https://127.0.0.1/", "https://2130706433/", "https://0x7f.1/", "https://[::1]/", "https://10.0.0.1/", "https://[::ffff:10.0.0.1]/"):
            refused = self.ask("POST", "/v1/webhooks", {**named, "url": url})
            self.assertEqual((refused.status, refused.json.get("field")), (400, "url"), (url, refused))

    # Nothing is lost.

    def test_a_server_killed_between_the_commit_and_the_delivery_delivers_when_it_is_back(self):
        receiver = self.receive()
        endpoint = self.add(receiver, ["party.created"])
        receiver.stop()
        self.identify_all([f"c{n}" for n in range(30)])
        self.server.kill()
        receiver.start()
        self.restart()
        parties = {self.party_of(f"c{n}") for n in range(30)}
        self.until(lambda: {message["data"]["party"] for message in receiver.messages()} == parties, 90)
        self.until(lambda: not self.log(endpoint, state="waiting")["data"], 90)

    def test_a_server_killed_before_it_knows_the_answer_sends_it_again_under_the_same_id(self):
        receiver = self.receive()
        received = threading.Event()
        receiver.answer = lambda message: (received.set(), time.sleep(2), (204, b"", {}))[2]
        endpoint = self.add(receiver, ["party.created"])
        self.identify("a1", "Một")
        self.assertTrue(received.wait(10))
        self.server.kill()
        receiver.answer = lambda message: (204, b"", {})
        self.restart()
        self.until(lambda: len(receiver.came) >= 2, 90)
        self.assertEqual(len(set(receiver.ids())), 1)
        self.until(lambda: self.log(endpoint)["data"][0]["state"] == "delivered")

    def test_what_an_import_without_a_server_changed_is_told_by_the_next_one(self):
        receiver = self.receive()
        self.add(receiver, ["party.created"])
        self.server.stop()
        file = pathlib.Path(self.server.directory).parent / "people.csv"
        file.write_text("Tên khách,Điện thoại\nLê Văn Cũ,0912000111\n", encoding="utf-8")
        imported = self.server.verb("import", str(file), "--source", "list")
        self.assertEqual(imported.returncode, 0, imported.stderr)
        self.assertEqual(receiver.came, [])
        self.restart()
        self.until(lambda: receiver.types() == ["party.created"], 20)

    def test_what_is_told_is_in_the_record_and_everything_in_the_record_was_told(self):
        receiver = self.receive()
        self.add(receiver, ["touchpoint.recorded"])
        sent = 0
        for batch in range(10):
            items = [{"type": "track", "event": "Order Completed", "userId": f"u{n}", "messageId": f"b{batch}-{n}", "properties": {"order_id": f"O{batch}-{n}", "total": 1000}} for n in range(50)]
            answer = self.server.post("/v1/batch", self.events, {"batch": items})
            self.assertEqual(answer.json["applied"], 50, answer)
            self.assertEqual(self.server.post("/v1/batch", self.events, {"batch": items}).json["applied"], 0, "A repeat tells nothing.")
            sent += 50
        self.until(lambda: len(receiver.came) >= sent, 60)
        time.sleep(0.3)
        told = sorted(message["data"]["touchpoint"] for message in receiver.messages())
        with self.server.record() as record:
            recorded = sorted(str(row[0]) for row in record.execute("select event_id from events").fetchall())
        self.assertEqual(told, recorded)


@unittest.skipUnless(available(), "PostgreSQL 15 is not installed (apt-get install postgresql-15)")
class SeveralServers(Asking):
    @classmethod
    def setUpClass(cls):
        cls.cluster = test_server()
        cls.addClassCleanup(cls.cluster.close)

    def setUp(self):
        name = re.sub(r"\W", "_", "w" + str(abs(hash(self.id()))))
        address = self.cluster.address(self.cluster.make_database(name))
        self.servers = [Server(self.binary, record=address) for _ in range(2)]
        for server in self.servers:
            self.addCleanup(server.close)
            server.start()
        self.server = self.servers[0]
        self.events, self.admin = self.server.make_key("events"), self.server.make_key("admin")
        self.until(lambda: all(self.ask("GET", "/v1/webhooks", server=server).status == 200 for server in self.servers))
        self.allow_own_network()

    def test_each_message_is_delivered_once_whoever_made_it(self):
        receiver = self.receive()
        self.add(receiver, ["party.created"])
        self.until(lambda: len(self.ask("GET", "/v1/webhooks", server=self.servers[1]).json["data"]) == 1 and self.ask("GET", "/v1/webhooks", server=self.servers[1]).json["own_network"])
        for n in range(40):
            item = {"type": "identify", "userId": f"p{n}", "messageId": f"p{n}", "traits": {"name": f"Khách {n}"}}
            self.assertEqual(self.servers[n % 2].post("/v1/batch", self.events, {"batch": [item]}).json["applied"], 1)
        self.until(lambda: len(set(receiver.ids())) == 40, 30)
        time.sleep(1)
        self.assertEqual(len(receiver.came), 40)

    def test_what_a_killed_server_left_another_delivers(self):
        receiver = self.receive()
        endpoint = self.add(receiver, ["party.created"])
        self.until(lambda: len(self.ask("GET", "/v1/webhooks", server=self.servers[1]).json["data"]) == 1 and self.ask("GET", "/v1/webhooks", server=self.servers[1]).json["own_network"])
        receiver.stop()
        self.identify_all([f"k{n}" for n in range(5)])
        self.servers[0].kill()
        receiver.start()
        self.server = self.servers[1]
        self.until(lambda: len(set(receiver.ids())) == 5, 90)
        self.until(lambda: not self.log(endpoint, state="waiting")["data"], 90)


if __name__ == "__main__":
    run_with_binary(Webhooks, SeveralServers)
