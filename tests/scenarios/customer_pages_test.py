"""Pages for customers: links that open them, what is said on them, and what strangers learn, which is nothing.

    customer_pages_test.py BINARY [--record postgres] [unittest's arguments]
"""

import concurrent.futures
import gzip
import html.parser
import json
import pathlib
import sys
import unittest
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, free_port, run_with_binary  # noqa: E402

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PAGE_BYTES_MAX = 10_000


class Fields(html.parser.HTMLParser):
    """What a browser would post of a page when nothing is touched; and what there is to press."""

    def __init__(self, text):
        super().__init__()
        self.posted, self.buttons, self.offered, self._select, self._area = [], [], [], None, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        it = dict(attributes)
        if tag == "input":
            self.offered.append((it["name"], it.get("value", "")))
            if it["type"] == "hidden" or "checked" in it:
                self.posted.append((it["name"], it.get("value", "")))
        elif tag == "button":
            self.buttons.append((it.get("name"), it.get("value")))
        elif tag == "select":
            self._select = it["name"]
        elif tag == "option":
            self._area = "selected" in it
        elif tag == "textarea":
            self.posted.append((it["name"], ""))

    def handle_data(self, data):
        if self._select and self._area:
            self.posted.append((self._select, data))
            self._area = None


class CustomerPages(unittest.TestCase):
    def setUp(self):
        self.server = Server(self.binary)
        self.addCleanup(self.server.close)
        self.server.start()
        self.keys = {scope: self.server.make_key(scope) for scope in ("events", "read", "write", "admin")}
        self.send({"type": "identify", "userId": "lan", "messageId": "lan", "traits": {"name": "Nguyễn Thị Lan", "phone": "0951234567", "email": "lan@mail.example"}})

    def send(self, *items):
        answer = self.server.post("/v1/batch", self.keys["events"], {"batch": list(items)}).json
        self.assertEqual(answer["applied"], len(items), answer)
        self.server.settle()

    def api(self, method, path, body=None, scope="write"):
        return self.server.request(method, path, json.dumps(body) if body is not None else None,
                                   {"Authorization": f"Bearer {self.keys[scope]}", "Content-Type": "application/json"})

    def card(self, user="lan"):
        return self.server.get(f"/v1/parties/by/user_id/{user}", self.keys["admin"]).json

    def timeline(self, user="lan"):
        return self.server.get(f"/v1/parties/{self.card(user)['id']}/timeline?limit=100", self.keys["admin"]).json["data"]

    def link(self, page="preferences", user="lan", **more):
        made = self.api("POST", f"/v1/parties/{self.card(user)['id']}/links", {"page": page, **more})
        self.assertEqual(made.status, 201, made)
        return made.json["path"]

    def open(self, path, status=200, **headers):
        answer = self.server.request("GET", path, headers=headers)
        self.assertEqual(answer.status, status, answer)
        return answer

    def fields(self, path):
        return Fields(self.open(path).body.decode())

    def post(self, path, fields, headers=FORM):
        return self.server.request("POST", path, urllib.parse.urlencode(fields), headers)

    def press(self, path, button, add=(), remove=()):
        """As a person would: what the page shows, some boxes ticked or unticked, a button pressed; the page that follows."""
        fields = [field for field in self.fields(path).posted if field not in remove and field[0] not in remove] + list(add)
        answer = self.post(path, [*fields, button])
        self.assertEqual(answer.status, 303, answer)
        return self.open(answer.headers["location"]).body.decode()

    def permitted(self, user="lan"):
        return {f"{it['channel']}:{it['purpose']}" for it in self.card(user)["permissions"]}

    def withdrawn(self, user="lan"):
        return {f"{it['channel']}:{it['purpose']}" for it in self.card(user)["withdrawn_permissions"]}

    def rebuilt(self):
        code, report = self.server.rebuild()
        self.assertEqual(code, 0, report)

    def test_what_is_ticked_is_permitted_and_stands_on_the_card_at_once(self):
        path = self.link()
        save = ("do", "save")
        shown = self.press(path, save, add=[("channel", "zalo"), ("channel", "phone"), ("topic", "service"), ("style", "brief"), ("quiet_from", "21:00"), ("quiet_until", "08:00")],
                           remove=("quiet_from", "quiet_until"))
        self.assertIn("Đã lưu", shown)
        card = self.card()
        self.assertEqual(self.permitted(), {"zalo:service", "phone:service"})
        self.assertEqual(card["permissions"][0]["text"], "Trên trang lựa chọn liên hệ")
        self.assertEqual((card["traits"]["contact_style"]["value"], card["traits"]["do_not_disturb"]["value"]), ("brief", "21:00-08:00"))
        self.assertEqual(card["traits"]["contact_style"]["source"], "customer_pages")
        self.assertEqual([entry["type"] for entry in self.timeline()].count("permission_given"), 2)
        # Shown again as it was said; saved as it is it says nothing.
        before = len(self.timeline())
        self.press(path, save)
        self.assertEqual(len(self.timeline()), before)
        self.press(path, save, remove=[("channel", "phone")])
        self.assertEqual((self.permitted(), self.withdrawn()), ({"zalo:service"}, {"phone:service"}))
        self.press(path, save, remove=("quiet_from", "quiet_until"))
        self.assertNotIn("do_not_disturb", self.card()["traits"])
        self.rebuilt()

    def test_who_wants_to_be_left_alone_is_until_they_say_otherwise(self):
        self.send({"type": "track", "event": "Permission Given", "userId": "lan", "messageId": "p", "timestamp": "2026-01-01T08:00:00Z",
                   "properties": {"channel": "email", "purpose": "offers"}})
        path = self.link()
        self.assertIn(("channel", "email"), self.fields(path).posted)
        self.assertIn("không liên hệ nữa", self.press(path, ("do", "stop")))
        self.assertEqual((self.permitted(), self.withdrawn()), (set(), {"any:any", "email:offers"}))
        self.assertIsNotNone(self.card()["contact_stopped_at"])
        self.press(path, ("do", "stop"))
        self.assertEqual([entry["type"] for entry in self.timeline()].count("permission_withdrawn"), 1, "Said once.")
        contact = self.server.get(f"/v1/parties/{self.card()['id']}/vcard", self.keys["read"]).body.decode().replace("\r\n ", "")
        self.assertIn("Không được liên hệ qua mọi kênh", contact)
        # What comes late of the time before is covered; what is given anew is not, and ends the stop.
        self.send({"type": "track", "event": "Permission Given", "userId": "lan", "messageId": "q", "timestamp": "2026-01-02T08:00:00Z",
                   "properties": {"channel": "zalo", "purpose": "offers"}})
        self.assertEqual(self.permitted(), set())
        self.press(path, ("do", "save"), add=[("channel", "sms"), ("topic", "service")])
        self.assertEqual((self.permitted(), self.withdrawn()), ({"sms:service"}, {"email:offers", "zalo:offers"}))
        self.assertIsNone(self.card()["contact_stopped_at"])
        self.rebuilt()

    def test_an_answer_stands_in_the_timeline_and_who_asks_for_contact_in_today(self):
        path = self.link("first_contact")
        shown = self.press(path, ("right_place", "no"))
        self.assertIn("Anh/Chị đang tìm gì?", shown)
        answer = self.timeline()[0]
        self.assertEqual((answer["type"], answer["line"]["vi"]), ("screening_answered", "Đúng nơi cần tìm: chưa"))
        fields = [("looking_for", "Sửa <b>máy</b> pha"), ("wants_contact", "1"), ("details", "1"), ("right_place", "no"), ("form", "f1")]
        self.assertEqual(self.post(path, fields).headers["location"], f"{path}?done=told&lang=vi")
        self.assertEqual(self.timeline()[0]["line"]["vi"], "Đúng nơi cần tìm: chưa (Sửa <b>máy</b> pha, muốn được liên hệ)")
        [line] = [line for line in self.server.get("/v1/today", self.keys["admin"]).json["data"] if line["kind"] == "follow_up"]
        self.assertEqual((line["party"]["name"], line["text"]), ("Nguyễn Thị Lan", "Sửa <b>máy</b> pha"))
        done = self.api("POST", f"/v1/parties/{self.card()['id']}/touchpoints", {"type": "reminder_done", "properties": {"reminder": line["number"], "text": "Đã gọi"}})
        self.assertEqual(done.status, 201, done)
        self.assertEqual([line for line in self.server.get("/v1/today", self.keys["admin"]).json["data"] if line["kind"] == "follow_up"], [])
        self.rebuilt()

    def test_a_form_that_is_posted_twice_says_it_once(self):
        path = self.link("first_contact")
        fields = [*self.fields(path).posted, ("right_place", "yes")]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            statuses = {answer.status for answer in pool.map(lambda _: self.post(path, fields), range(12))}
        self.assertEqual(statuses, {303})
        self.assertEqual([entry["type"] for entry in self.timeline()].count("screening_answered"), 1)
        preferences = self.link()
        fields = [*self.fields(preferences).posted, ("channel", "zalo"), ("topic", "news"), ("do", "save")]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            statuses = {answer.status for answer in pool.map(lambda _: self.post(preferences, fields), range(12))}
        self.assertEqual(statuses, {303})
        self.assertEqual([entry["type"] for entry in self.timeline()].count("permission_given"), 1)

    def test_looking_changes_nothing(self):
        paths = [self.link(), self.link("first_contact")]
        before = self.timeline()
        for path in paths:
            for target in (path, f"{path}?do=stop&right_place=no&done=stopped", f"{path}?lang=en"):
                self.open(target)
                self.assertEqual(self.server.request("HEAD", target).status, 200)
            for method in ("PUT", "PATCH", "DELETE", "OPTIONS"):
                self.assertEqual(self.server.request(method, path, "do=stop", FORM).status, 405)
        self.assertEqual(self.timeline(), before)

    def test_pages_are_small_let_nothing_run_and_speak_both_languages(self):
        for page in ("preferences", "first_contact"):
            path = self.link(page)
            answer = self.open(path)
            text = answer.body.decode()
            self.assertLess(len(answer.body), PAGE_BYTES_MAX)
            print(f"{page}: {len(answer.body)} bytes, {len(gzip.compress(answer.body))} compressed")
            self.assertIn('lang="vi"', text)
            self.assertIn('lang="en"', self.open(path, **{"Accept-Language": "fr;q=0.9, en-GB;q=0.8"}).body.decode().split("<head>")[0])
            self.assertIn('lang="en"', self.open(f"{path}?lang=en").body.decode().split("<head>")[0])
            policy = answer.headers["content-security-policy"]
            self.assertRegex(policy, r"^default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$")
            self.assertEqual((answer.headers["cache-control"], answer.headers["x-robots-tag"]), ("no-store", "noindex, nofollow"))
            self.assertNotIn("set-cookie", answer.headers)
            self.assertNotIn("<script", text)
        self.send({"type": "identify", "userId": "lan", "messageId": "en", "traits": {"locale": "en-US"}})
        self.assertIn("How may we contact you?", self.open(self.link(), **{"Accept-Language": "vi"}).body.decode())

    def test_a_link_that_opens_nothing_tells_nothing(self):
        path = self.link()
        stranger = self.open("/p/" + "A" * 55, 404).body
        self.assertNotIn("Lan", stranger.decode())
        for word in ("Liên kết này không còn dùng được", "This link does not work any more"):
            self.assertIn(word, stranger.decode())
        flipped = path[:-1] + ("A" if path[-1] != "A" else "B")
        for wrong in ("/p/x", "/p/" + "A" * 4000, path + "A", path[:-1], flipped, "/p/" + path[3:].swapcase(), "/p/%F0%9F%98%80"):
            self.assertEqual(self.open(wrong, 404).body, stranger, wrong)
            self.assertEqual(self.post(wrong, [("do", "stop"), ("form", "x")]).status, 404, wrong)
        self.assertEqual(self.permitted(), set())
        self.assertEqual(self.withdrawn(), set())
        # Taken back: all that were made until then, and none that is made after.
        other = self.link("first_contact")
        self.assertEqual(self.api("DELETE", f"/v1/parties/{self.card()['id']}/links").status, 204)
        for old in (path, other):
            self.assertEqual(self.open(old, 404).body, stranger)
            self.assertEqual(self.post(old, [("do", "stop"), ("form", "x")]).status, 404)
        self.open(self.link())
        # The same over a restart, since nothing of a link is kept but the key.
        path = self.link()
        self.assertEqual(self.server.stop(), 0)
        self.server.start()
        self.open(path)

    def test_a_link_follows_a_merge_and_ends_with_an_erasure(self):
        self.send({"type": "identify", "userId": "twin", "messageId": "twin", "traits": {"name": "Lan Nguyễn", "phone": "0967654321"}})
        path = self.link(user="twin")
        into, twin = self.card()["id"], self.card("twin")["id"]
        merged = self.api("POST", f"/v1/parties/{into}/merges", {"party": twin, "reason": "the same voice"}, "admin")
        self.assertEqual(merged.status, 201, merged)
        self.server.settle()
        self.press(path, ("do", "save"), add=[("channel", "zalo"), ("topic", "news")])
        self.assertEqual(self.permitted(), {"zalo:news"})
        undone = self.api("POST", f"/v1/parties/{twin}/merges/{merged.json['id']}/undo", {}, "admin")
        self.assertEqual(undone.status, 201, undone)
        self.server.settle()
        self.press(path, ("do", "save"), add=[("channel", "phone"), ("topic", "service")])
        self.assertIn("phone:service", self.permitted("twin"))
        self.assertNotIn("phone:service", self.permitted())
        erased = self.api("POST", f"/v1/parties/{twin}/erase", {}, "admin")
        self.assertEqual(erased.status, 200, erased)
        self.open(path, 404)
        self.assertEqual(self.post(path, [("do", "stop"), ("form", "x")]).status, 404)
        self.assertEqual(self.api("POST", f"/v1/parties/{twin}/links", {"page": "preferences"}).status, 404)
        self.rebuilt()

    def test_hostile_forms_are_refused_with_the_page_and_change_nothing(self):
        path, question = self.link(), self.link("first_contact")
        before = self.timeline()
        script = "<script>alert(1)</script>"
        for target, fields in [
            (path, [("do", "save"), ("channel", script), ("topic", "news")]), (path, [("do", script)]), (path, []), (path, [("do", "save"), ("style", script)]),
            (path, [("do", "save"), ("quiet_from", script), ("quiet_until", "08:00")]), (path, [("do", "save"), ("channel", "zalo"), ("topic", script)]),
            (question, [("right_place", script)]), (question, [("right_place", "no"), ("looking_for", "x" * 1001)]), (question, [("right_place", "no"), ("wants_contact", script)]),
        ]:
            answer = self.post(target, [*fields, ("form", script)])
            self.assertEqual(answer.status, 400, (fields, answer))
            self.assertNotIn(script, answer.body.decode())
            self.assertIn('role="alert"', answer.body.decode())
        for fields in ([("do", "stop")], [("do", "stop"), ("form", "")], [("do", "stop"), ("form", "f" * 65)]):
            self.assertEqual(self.post(path, fields).status, 400, "a form without its name")
        for body in (b"do=%", b"do=%zz&form=x", b"do=%ff&form=x", b"do=%00&form=x", "&".join(f"a{n}=1" for n in range(300)).encode()):
            self.assertEqual(self.server.request("POST", path, body, FORM).status, 400, body)
        self.assertEqual(self.post(path, [("do", "stop"), ("form", "x")], {"Content-Type": "application/json"}).status, 415)
        self.assertEqual(self.server.request("POST", path, b"form=x&do=" + b"x" * 20_000, FORM).status, 413)
        self.assertEqual(self.timeline(), before)
        # A text is kept as it was written and shown as text.
        self.assertEqual(self.post(question, [("right_place", "no"), ("details", "1"), ("looking_for", script), ("form", "x")]).status, 303)
        self.assertEqual(self.timeline()[0]["properties"]["looking_for"], script)

    def test_who_asks_too_often_waits(self):
        path, other = self.link(), self.link("first_contact")
        posted = [self.post(path, [("do", "save"), ("form", f"f{n}")]).status for n in range(31)]
        self.assertEqual(posted, [303] * 30 + [429])
        late = self.post(path, [("do", "save"), ("form", "late")])
        self.assertEqual(late.headers["retry-after"], "60")
        self.assertIn("vui lòng thử lại", late.body.decode())
        self.open(other)  # another link of the same address
        guessed = [self.server.request("GET", f"/p/guess{n}").status for n in range(31)]
        self.assertEqual(guessed, [404] * 30 + [429])
        self.open(other)  # whoever guesses keeps nobody out

    def test_links_are_made_by_who_may_write_and_well(self):
        party = self.card()["id"]
        for scope, status in (("read", 403), ("events", 403), ("write", 201), ("admin", 201)):
            self.assertEqual(self.api("POST", f"/v1/parties/{party}/links", {"page": "preferences"}, scope).status, status, scope)
            self.assertEqual(self.api("DELETE", f"/v1/parties/{party}/links", None, scope).status, 204 if status == 201 else 403, scope)
        self.assertEqual(self.server.request("POST", f"/v1/parties/{party}/links", "{}").status, 401)
        self.assertEqual(self.server.request("DELETE", f"/v1/parties/{party}/links").status, 401)
        for login, role, status in (("binh", "manager", 201), ("thu", "staff", 201), ("an", "analyst", 403), ("mai", "read_only", 403)):
            self.server.verb("user", "add", login, "--role", role)
            link = self.server.verb("user", "link", login).stdout.strip().split("\n")[-1]
            signed = self.server.request("POST", "/v1/session", json.dumps({"token": link.split("token=")[1]}))
            session = {"Cookie": signed.cookies, "X-CSRF-Token": signed.json["csrf_token"], "Content-Type": "application/json"}
            self.assertEqual(self.server.request("POST", f"/v1/parties/{party}/links", '{"page":"preferences"}', session).status, status, role)
        for body, field in (({}, "page"), ({"page": "home"}, "page"), ({"page": 7}, "page"), ({"page": "preferences", "days": 0}, "days"), ({"page": "preferences", "days": 731}, "days"),
                            ({"page": "preferences", "days": "7"}, "days"), ({"page": "preferences", "days": 1.5}, "days"), ({"page": "preferences", "for": "ever"}, "for"), ([], "body")):
            answer = self.api("POST", f"/v1/parties/{party}/links", body)
            self.assertEqual((answer.status, answer.json.get("field")), (400, field), body)
        self.assertEqual(self.api("POST", "/v1/parties/99/links", {"page": "preferences"}).status, 404)
        self.assertEqual(self.api("DELETE", "/v1/parties/99/links").status, 404)
        made = self.api("POST", f"/v1/parties/{party}/links", {"page": "first_contact", "days": 1}).json
        self.assertEqual((made["page"], made["url"]), ("first_contact", None))
        self.assertRegex(made["path"], r"^/p/[\w-]{55}$")

    def test_a_port_of_their_own_shows_pages_and_nothing_else(self):
        self.assertEqual(self.server.stop(), 0)
        port = free_port()
        self.server.start("--customer-port", str(port), "--customer-url", "https://khach.example.com")
        made = self.api("POST", f"/v1/parties/{self.card()['id']}/links", {"page": "preferences"}).json
        self.assertEqual(made["url"], "https://khach.example.com" + made["path"])
        application, self.server.port = self.server.port, port
        try:
            self.open(made["path"])
            self.assertEqual(self.post(made["path"], [*self.fields(made["path"]).posted, ("channel", "zalo"), ("topic", "news"), ("do", "save")]).status, 303)
            bearer = {"Authorization": f"Bearer {self.keys['admin']}"}
            for path in ("/", "/index.html", "/today", "/healthz", "/v1/openapi.json", "/v1/parties", "/v1/session", "/assets/index.js", "/calendar.ics"):
                answer = self.server.request("GET", path, headers=bearer)
                self.assertEqual(answer.status, 404, path)
                self.assertNotIn("Lan", answer.body.decode())
            self.assertEqual(self.server.request("POST", "/v1/batch", "{}", bearer).status, 404)
        finally:
            self.server.port = application
        self.assertEqual(self.permitted(), {"zalo:news"})
        self.assertNotEqual(self.server.verb("serve", "--customer-listen", "127.0.0.1").returncode, 0)


run_with_binary(CustomerPages)
