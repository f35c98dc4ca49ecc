"""Erasure and export of one person.

    erasure_test.py BINARY [--record postgres] [unittest's arguments]
"""

import csv
import io
import json
import pathlib
import sys
import threading
import time
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, run_with_binary  # noqa: E402

SECRETS = ("Nguyễn Thị Lan", "nguyen thi lan", "lan@mail.example", "951234567", "không thích sữa", "kh-lan", "Lan gọi lại")


class Erasure(unittest.TestCase):
    def setUp(self):
        self.server = Server(self.binary)
        self.addCleanup(self.server.close)
        self.server.start()
        self.events, self.admin = self.server.make_key("events"), self.server.make_key("admin")

    def send(self, *items):
        answer = self.server.post("/v1/batch", self.events, {"batch": list(items)}).json
        self.assertEqual(answer["applied"], len(items), answer)
        self.server.settle()

    def card(self, user):
        return self.server.get(f"/v1/parties/by/user_id/{user}", self.admin).json

    def post(self, path, body=None):
        return self.server.request("POST", path, json.dumps(body or {}), {"Authorization": f"Bearer {self.admin}", "Content-Type": "application/json"})

    def tell(self):
        meeting = {"context": {"ganbo": {"staff": "Lan gọi lại", "participants": [{"user_id": "friend"}]}}}
        self.send({"type": "identify", "userId": "kh-lan", "messageId": "1", "traits": {"name": "Nguyễn Thị Lan", "email": "lan@mail.example", "phone": "0951234567", "shoe": "kh-lan"}},
                  {"type": "track", "event": "Order Completed", "userId": "kh-lan", "messageId": "2", "timestamp": "2026-03-01T08:00:00Z",
                   "properties": {"order_id": "A1", "products": [{"product_id": "CF", "quantity": 2, "price": 45000}]}},
                  {"type": "track", "event": "Meeting", "userId": "kh-lan", "messageId": "3", "timestamp": "2026-03-02T08:00:00Z", "properties": {"text": "không thích sữa"}, **meeting},
                  {"type": "track", "event": "Meeting", "userId": "friend", "messageId": "4", "timestamp": "2026-03-03T08:00:00Z", "properties": {"text": "về đơn hàng"},
                   "context": {"ganbo": {"participants": [{"phone": "0951234567", "name": "Nguyễn Thị Lan"}, {"user_id": "third"}]}}})

    def everything_kept(self):
        """All text of the record, as an auditor finds it."""
        with self.server.record() as record:
            rows = []
            for table in ("events", "parties", "identifiers", "identifier_claims", "party_search", "orders", "order_lines", "matters", "quarantine", "merges",
                          "merge_suggestions", "outbox", "erasures"):
                rows += [str(row) for row in record.execute(f"select * from {table}").fetchall()]
        return "\n".join(rows)

    def rebuilt(self):
        code, report = self.server.rebuild()
        self.assertEqual(code, 0, report)

    def test_nothing_of_the_person_is_left_and_the_figures_stay(self):
        self.tell()
        lan = self.card("kh-lan")
        before = self.everything_kept()
        self.assertTrue(all(secret in before for secret in SECRETS), "The story tells what is to go.")
        self.assertEqual(self.post(f"/v1/parties/{lan['id']}/erase").status, 200)
        self.server.settle()
        kept = self.everything_kept()
        self.assertEqual([secret for secret in SECRETS if secret in kept], [])
        after = self.server.get(f"/v1/parties/{lan['id']}", self.admin).json
        self.assertEqual(after["figures"], lan["figures"])
        self.assertEqual((after["name"], after["identifiers"], after["traits"]), ("", [], {}))
        self.assertTrue(lan["erased_at"] is None and after["erased_at"])
        self.assertEqual(self.server.get("/v1/parties?search=lan", self.admin).json["data"], [])
        self.assertNotIn(lan["id"], [party["id"] for party in self.server.get("/v1/parties", self.admin).json["data"]])
        friend = self.card("friend")
        self.assertEqual(friend["figures"]["touchpoints"], 2)
        with self.server.record() as record:
            revenue = record.execute("select sum(amount_minor) from order_lines").fetchone()[0]
        self.assertEqual(int(revenue), 90000)
        if not self.server.record_address:
            self.wait_until_files_hold_none_of_it()
        self.rebuilt()

    def wait_until_files_hold_none_of_it(self):
        end = time.monotonic() + 20
        while True:
            files = b"".join(path.read_bytes() for path in pathlib.Path(self.server.directory).iterdir() if path.is_file())
            left = [secret for secret in SECRETS if secret.encode() in files]
            if not left:
                return
            self.assertLess(time.monotonic(), end, f"The files of the directory still hold {left}.")
            time.sleep(0.1)

    def test_what_is_told_while_they_are_erased_leaves_nothing_either(self):
        self.tell()
        lan = self.card("kh-lan")["id"]

        def tell_on():
            for number in range(40):
                note = {"type": "track", "event": "Meeting", "userId": "friend", "messageId": f"n{number}", "properties": {"text": "về đơn hàng"},
                        "context": {"ganbo": {"participants": [{"party": lan, "name": "Nguyễn Thị Lan"}]}}}
                self.server.post("/v1/batch", self.events, {"batch": [note]})

        telling = threading.Thread(target=tell_on)
        telling.start()
        while self.server.get(f"/v1/parties/{lan}", self.admin).json["figures"]["touchpoints"] < 8:
            pass
        self.assertEqual(self.post(f"/v1/parties/{lan}/erase").status, 200)
        telling.join()
        self.server.settle()
        self.assertEqual([secret for secret in SECRETS if secret in self.everything_kept()], [])
        refused = self.post(f"/v1/parties/{lan}/touchpoints", {"type": "note", "properties": {"text": "Lan gọi lại"}})
        self.assertEqual(refused.status, 409, refused.json)
        self.rebuilt()

    def test_who_comes_back_is_somebody_new(self):
        self.tell()
        lan = self.card("kh-lan")["id"]
        self.assertEqual(self.post(f"/v1/parties/{lan}/erase").status, 200)
        self.assertEqual(self.post(f"/v1/parties/{lan}/erase").status, 409, "Erased twice.")
        self.assertEqual(self.post("/v1/parties/77/erase").status, 404)
        self.send({"type": "identify", "userId": "kh-lan", "messageId": "again", "traits": {"name": "Lan"}})
        self.assertNotEqual(self.card("kh-lan")["id"], lan)
        self.assertEqual(self.post(f"/v1/parties/{lan}/merges", {"party": self.card("kh-lan")["id"]}).json["rule"], "erased")
        self.rebuilt()

    def test_an_erased_card_cannot_be_parted(self):
        self.tell()
        self.send({"type": "identify", "userId": "twin", "messageId": "t", "traits": {"name": "Nguyễn Thị Lan"}})
        lan, twin = self.card("kh-lan")["id"], self.card("twin")["id"]
        merge = self.post(f"/v1/parties/{lan}/merges", {"party": twin, "reason": "Lan gọi lại"}).json["id"]
        self.assertEqual(self.post(f"/v1/parties/{lan}/erase").status, 200)
        self.server.settle()
        self.assertEqual([secret for secret in SECRETS if secret in self.everything_kept()], [])
        self.assertEqual(self.post(f"/v1/parties/{twin}/merges/{merge}/undo").json["rule"], "erased")
        self.rebuilt()

    def test_an_export_is_all_that_is_kept(self):
        self.tell()
        lan = self.card("kh-lan")
        answer = self.server.get(f"/v1/parties/{lan['id']}/export", self.admin)
        self.assertEqual(answer.status, 200)
        bundle = answer.json
        self.assertEqual(bundle["card"], lan)
        self.assertEqual(len(bundle["timeline"]), lan["figures"]["touchpoints"])
        self.assertIn("không thích sữa", answer.body.decode())
        verb = self.server.verb("export", lan["id"])
        self.assertEqual(json.loads(verb.stdout)["card"], lan)
        self.assertEqual(self.server.get(f"/v1/parties/{lan['id']}/export", self.server.make_key("read")).status, 403)

    def test_a_bundle_is_read_by_people(self):
        self.tell()
        self.send({"type": "track", "event": "Meeting", "userId": "kh-lan", "messageId": "5", "timestamp": "2026-03-04T08:00:00Z",
                   "properties": {"text": "=1+1 <script>alert(1)</script>", "subject": "=HYPERLINK(\"http://a.example\")"}})
        lan = self.card("kh-lan")["id"]
        answer = self.server.get(f"/v1/parties/{lan}/bundle?language=en", self.admin)
        self.assertEqual((answer.status, answer.headers["content-type"]), (200, "application/zip"))
        with zipfile.ZipFile(io.BytesIO(answer.body)) as bundle:
            self.assertIsNone(bundle.testzip())
            files = {name: bundle.read(name).decode() for name in bundle.namelist()}
        self.assertEqual(sorted(files), ["contact.vcf", "index.html", "party.json", "timeline.csv"])
        page = files["index.html"]
        for said in ("Nguyễn Thị Lan", "lan@mail.example", "không thích sữa", "90,000 ₫", "2026-03-01 15:00", "&lt;script&gt;"):
            self.assertIn(said, page)
        for never in ("<script", "http-equiv", "src=", "href="):
            self.assertNotIn(never, page)
        rows = list(csv.reader(io.StringIO(files["timeline.csv"])))
        self.assertEqual(len(rows) - 1, len(json.loads(files["party.json"])["timeline"]))
        self.assertEqual([cell for row in rows for cell in row if cell[:1] in ("=", "@")], [])
        self.assertIn("FN:Nguyễn Thị Lan", files["contact.vcf"])
        self.assertIn("Toàn bộ những gì", zipfile.ZipFile(io.BytesIO(self.server.get(f"/v1/parties/{lan}/bundle?language=vi", self.admin).body)).read("index.html").decode())
        self.assertEqual(self.server.get(f"/v1/parties/{lan}/bundle", self.server.make_key("read")).status, 403)
        self.assertEqual(self.server.get(f"/v1/parties/{lan}/bundle?language=fr", self.admin).json["field"], "language")

    def test_a_restored_backup_applies_the_erasures_that_came_after_it(self):
        if self.server.record_address:
            self.skipTest("A backup is a file of SQLite.")
        self.tell()
        lan = self.card("kh-lan")["id"]
        backup = str(pathlib.Path(self.server.directory) / "older.db")
        self.assertEqual(self.server.verb("backup", backup).returncode, 0)
        self.assertEqual(self.server.verb("erase", lan).returncode, 2, "It asks to be sure.")
        self.assertEqual(self.server.verb("erase", lan, "--yes").returncode, 0)
        self.server.settle()
        listed = (pathlib.Path(self.server.directory) / "erasures.jsonl").read_text(encoding="utf-8")
        self.assertEqual([json.loads(line)["party_id"] for line in listed.splitlines()], [lan])
        self.assertEqual([secret for secret in SECRETS if secret in listed], [])
        self.server.stop()
        self.assertEqual(self.server.verb("restore", backup, "--replace").returncode, 0)
        self.server.start()
        self.server.settle()
        self.assertEqual([secret for secret in SECRETS if secret in self.everything_kept()], [])
        self.rebuilt()
        with Server(self.binary) as elsewhere:
            warned = elsewhere.verb("restore", backup)
            self.assertEqual(warned.returncode, 0, warned.stderr)
            self.assertIn("--erasures", warned.stderr)
        with Server(self.binary) as elsewhere:
            done = elsewhere.verb("restore", backup, "--erasures", str(pathlib.Path(self.server.directory) / "erasures.jsonl"))
            self.assertEqual(done.returncode, 0, done.stderr)
            elsewhere.start()
            self.assertEqual(elsewhere.get("/v1/parties/by/user_id/kh-lan", elsewhere.make_key("read")).status, 404)


if __name__ == "__main__":
    run_with_binary(Erasure)
