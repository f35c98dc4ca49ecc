"""Every kind of correction, in any order: merges and their undoings, erasures, restored backups, time zones, rates, while more comes in.

    corrections_test.py BINARY [--record postgres] [unittest's arguments]

GANBO_SEED repeats a generated sequence. At the end, and now and then before, a rebuild finds no difference; revenue is what an auditor
adds up from what was told and not lost to a restored backup.
"""

import json
import os
import pathlib
import random
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, run_with_binary  # noqa: E402

SEED = int(os.environ.get("GANBO_SEED") or random.randrange(1 << 32))
PEOPLE = 14
STEPS = 90
ZONES = ("UTC", "Asia/Ho_Chi_Minh", "Asia/Tokyo", "America/New_York")


class Corrections(unittest.TestCase):
    def setUp(self):
        self.server = Server(self.binary)
        self.addCleanup(self.server.close)
        self.server.start()
        self.events, self.admin = self.server.make_key("events"), self.server.make_key("admin")
        self.made = random.Random(SEED)
        self.number = 0
        self.told = {}  # order → amount in đồng, of those that are in the record
        self.merges = []  # (who joined, the merge), those that were not undone
        self.backup = None  # the file, and what was told by then

    def call(self, method, path, body=None):
        return self.server.request(method, path, json.dumps(body or {}), {"Authorization": f"Bearer {self.admin}"})

    def card(self, person):
        answer = self.server.get(f"/v1/parties/by/user_id/p{person}", self.admin)
        return answer.json if answer.status == 200 else None

    def moment(self):
        return f"2026-{self.made.randrange(1, 8):02}-{self.made.randrange(1, 28):02}T{self.made.randrange(24):02}:30:00Z"

    # Steps. Each may find nothing to do.

    def orders(self):
        items = []
        for _ in range(self.made.randrange(1, 6)):
            self.number += 1
            amount, foreign = self.made.randrange(1, 900) * 1000, self.made.random() < 0.25
            if not foreign:
                self.told[f"A{self.number}"] = amount
            items.append({"type": "track", "event": "Order Completed", "userId": f"p{self.made.randrange(PEOPLE)}", "messageId": f"m{self.number}", "timestamp": self.moment(),
                          "properties": {"order_id": f"A{self.number}", "total": amount / 25000 if foreign else amount, "currency": "USD" if foreign else "VND"}})
        self.send(items)

    def contacts(self):
        items = []
        for _ in range(self.made.randrange(1, 4)):
            self.number += 1
            person, other = self.made.sample(range(PEOPLE), 2)
            items.append(self.made.choice([
                {"type": "identify", "traits": {"name": f"Người {person} {self.number}", "email": f"p{person}@mail.example", "birthday": f"{1980 + 4 * (person % 5)}-02-29"}},
                {"type": "track", "event": "Meeting Held", "properties": {"subject": f"Họp {self.number}"}, "context": {"ganbo": {"participants": [{"user_id": f"p{other}", "name": f"Khách {other}"}]}}},
                {"type": "track", "event": "Complaint Raised", "properties": {"complaint_id": f"K{person}", "text": "Giao trễ"}},
                {"type": "track", "event": "Complaint Resolved", "properties": {"complaint_id": f"K{person}"}},
                {"type": "track", "event": "Role Held", "properties": {"role": "customer", "from": "2026-01-01"}}]))
            items[-1].update({"userId": f"p{person}", "messageId": f"m{self.number}", "timestamp": self.moment()})
        self.send(items)

    def relation(self):
        one, other = (self.card(person) for person in self.made.sample(range(PEOPLE), 2))
        if one and other and one["id"] != other["id"]:
            answer = self.call("POST", f"/v1/parties/{one['id']}/touchpoints", {"type": "relation", "properties": {"relation": "household", "with": other["id"]}})
            self.assertIn(answer.status, (201, 400, 409), answer.json)

    def merge(self):
        one, other = (self.card(person) for person in self.made.sample(range(PEOPLE), 2))
        if not one or not other or one["id"] == other["id"]:
            return
        answer = self.call("POST", f"/v1/parties/{one['id']}/merges", {"party": other["id"]})
        self.assertEqual(answer.status, 201, answer.json)
        self.merges.append((other["id"], answer.json["id"]))

    def undo(self):
        if not self.merges:
            return
        joined, merge = self.merges.pop(self.made.randrange(len(self.merges)))
        answer = self.call("POST", f"/v1/parties/{joined}/merges/{merge}/undo")
        if answer.status != 201:
            self.assertEqual((answer.status, answer.json.get("rule")), (400, "erased"), answer.json)

    def erase(self):
        card = self.card(self.made.randrange(PEOPLE))
        if card:
            self.assertEqual(self.call("POST", f"/v1/parties/{card['id']}/erase").status, 200)

    def zone(self):
        self.assertEqual(self.server.verb("settings", f"business.time_zone={self.made.choice(ZONES)}").returncode, 0)

    def rate(self):
        body = {"currency": "USD", "from": f"2026-{self.made.randrange(1, 8):02}-01", "rate": str(self.made.randrange(20000, 30000))}
        self.assertEqual(self.call("POST", "/v1/rates", body).status, 200)

    def kill(self):
        self.server.kill()
        self.server.start()

    def back_up(self):
        if self.server.record_address or self.backup:
            return
        file = os.path.join(self.server.directory, "..", "backup.db")
        self.assertEqual(self.server.verb("backup", os.path.abspath(file)).returncode, 0)
        self.backup = os.path.abspath(file), dict(self.told)

    def restore(self):
        if not self.backup:
            return
        file, self.told = self.backup
        self.backup, self.merges = None, []
        self.server.stop()
        done = self.server.verb("restore", file, "--replace")
        self.assertEqual(done.returncode, 0, done.stderr)
        os.remove(file)
        self.server.start()

    def send(self, items):
        answer = self.server.post("/v1/batch", self.events, {"batch": items}).json
        self.assertEqual(answer["refused"], 0, f"{answer}, seed {SEED}")

    def rebuilt(self):
        self.server.settle()
        code, report = self.server.rebuild()
        self.assertEqual(code, 0, f"{report}, seed {SEED}")

    def test_any_order_of_corrections_leaves_what_the_facts_give(self):
        steps = [self.orders] * 6 + [self.contacts] * 5 + [self.merge] * 4 + [self.undo] * 3 + [self.relation] * 2 + [self.rate] * 2 + [self.erase, self.zone, self.kill, self.back_up, self.restore]
        for number in range(STEPS):
            self.made.choice(steps)()
            if number % 30 == 29:
                self.rebuilt()
        self.rebuilt()
        with self.server.record() as record:
            revenue = record.execute("select coalesce(sum(amount_minor), 0) from order_lines where currency = 'VND'").fetchone()[0]
        self.assertEqual(int(revenue), sum(self.told.values()), f"seed {SEED}")


if __name__ == "__main__":
    print(f"seed {SEED}")
    run_with_binary(Corrections)
