"""Roles over time and relations, and the figures of an organisation's people.

    relations_test.py BINARY [--record postgres] [unittest's arguments]
"""

import json
import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, run_with_binary  # noqa: E402


class Relations(unittest.TestCase):
    def setUp(self):
        self.server = Server(self.binary)
        self.addCleanup(self.server.close)
        self.server.start()
        self.events, self.admin = self.server.make_key("events"), self.server.make_key("admin")
        self.messages = 0
        for user, name, kind in (("lan", "Lan", "person"), ("bao", "Bảo", "person"), ("acme", "Công ty Sương Mai", "organisation")):
            self.send(identify(user, name=name, kind=kind))
        self.lan, self.bao, self.acme = (self.card(user)["id"] for user in ("lan", "bao", "acme"))

    def post_events(self, *items):
        for item in items:
            self.messages += 1
            item["messageId"] = f"m{self.messages}"
        return self.server.post("/v1/batch", self.events, {"batch": list(items)}).json

    def send(self, *items):
        answer = self.post_events(*items)
        self.assertEqual(answer["applied"], len(items), answer)
        self.settle()

    def refused(self, item):
        outcome = self.post_events(item)["outcomes"][0]
        self.assertEqual(outcome["status"], "refused", outcome)
        return outcome["error"]["field"], outcome["error"]["rule"]

    def settle(self):
        end = time.monotonic() + 20
        while self.server.count("outbox"):
            self.assertLess(time.monotonic(), end, "Pending steps are not worked off.")
            time.sleep(0.02)

    def card(self, user):
        return self.server.get(f"/v1/parties/by/user_id/{user}", self.admin).json

    def relations(self, user):
        return sorted((it["relation"], it["party"]["name"], it["title"], it["from"], it["until"], it["holds"]) for it in self.card(user)["relations"])

    def post(self, path, body):
        return self.server.request("POST", path, json.dumps(body), {"Authorization": f"Bearer {self.admin}", "Content-Type": "application/json"})

    def rebuilt(self):
        code, report = self.server.rebuild()
        self.assertEqual(code, 0, report)

    def test_a_relation_stands_on_both_cards(self):
        self.send(relation("lan", "works_for", **{"with": self.acme, "title": "Kế toán", "from": "2024-03-01"}),
                  relation("bao", "household", participant={"user_id": "lan"}))
        self.assertEqual(self.relations("lan"), [("household", "Bảo", "", None, None, True), ("works_for", "Công ty Sương Mai", "Kế toán", "2024-03-01", None, True)])
        self.assertEqual(self.relations("acme"), [("employs", "Lan", "Kế toán", "2024-03-01", None, True)])
        self.assertEqual(self.relations("bao"), [("household", "Lan", "", None, None, True)])
        # She left: the period is told anew, on both cards.
        self.send(relation("lan", "works_for", **{"with": self.acme, "title": "Kế toán", "from": "2024-03-01", "until": "2025-12-31"}))
        self.assertEqual(self.relations("acme"), [("employs", "Lan", "Kế toán", "2024-03-01", "2025-12-31", False)])
        self.rebuilt()

    def test_figures_of_people_are_added_up_on_their_organisation(self):
        self.assertIsNone(self.card("acme")["of_its_people"])
        self.send(relation("lan", "works_for", **{"with": self.acme}), relation("bao", "works_for", **{"with": self.acme}),
                  order("lan", "A1", 90000), order("bao", "B1", 60000), order("bao", "B2", 50000), order("acme", "C1", 7000))
        rolled = self.card("acme")["of_its_people"]
        self.assertEqual((rolled["people"], rolled["orders"], rolled["spent"]), (2, 3, {"amount": "200000", "currency": "VND"}))
        self.assertEqual(self.card("acme")["figures"]["orders"], 1, "Its own are its own.")
        self.send(relation("bao", "works_for", **{"with": self.acme, "until": "2025-12-31"}))
        self.assertEqual(self.card("acme")["of_its_people"]["orders"], 1, "Who left is counted no more.")

    def test_they_follow_merges_and_their_undoing(self):
        self.send(relation("lan", "works_for", **{"with": self.acme}), relation("bao", "household", **{"with": self.lan}))
        merge = self.post(f"/v1/parties/{self.bao}/merges", {"party": self.lan}).json["id"]
        self.assertEqual(self.relations("acme"), [("employs", "Bảo", "", None, None, True)])
        self.assertEqual(self.relations("bao"), [("works_for", "Công ty Sương Mai", "", None, None, True)], "Nobody lives with themselves.")
        self.rebuilt()
        self.assertEqual(self.post(f"/v1/parties/{self.lan}/merges/{merge}/undo", {}).status, 201)
        self.assertEqual(self.relations("acme"), [("employs", "Lan", "", None, None, True)])
        self.assertEqual(self.relations("bao"), [("household", "Lan", "", None, None, True)])
        self.rebuilt()
        self.assertEqual(self.post(f"/v1/parties/{self.lan}/erase", {}).status, 200)
        self.settle()
        self.assertEqual(self.relations("acme") + self.relations("bao"), [])
        self.rebuilt()

    def test_what_cannot_be_is_refused(self):
        self.assertEqual(self.refused(relation("lan", "works_for")), ("properties.with", "required"))
        self.assertEqual(self.refused(relation("lan", "works_for", **{"with": "77"})), ("properties.with", "known"))
        self.assertEqual(self.refused(relation("lan", "works_for", **{"with": "acme"}))[0], "properties.with")
        self.assertEqual(self.refused(relation("lan", "works_for", participant={"user_id": "nobody"})), ("properties.with", "known"))
        self.assertEqual(self.refused(relation("lan", "household", **{"with": self.lan})), ("properties.with", "different"))
        self.assertEqual(self.refused(relation("lan", "works_for", **{"with": self.acme, "from": "2026-01-02", "until": "2026-01-01"})), ("properties.until", "range"))
        self.assertEqual(self.refused(track("lan", "Role Held", role="supplier", **{"from": "2026-01-02", "until": "2026-01-01"})), ("properties.until", "range"))
        self.assertEqual(self.relations("lan"), [])
        self.rebuilt()

    def test_roles_are_held_for_some_time(self):
        self.send(track("lan", "Role Held", role="employee", title="Thợ rang", **{"from": "2024-03-01"}), track("lan", "Role Held", role="supplier", **{"from": "2020-01-01", "until": "2023-12-31"}))
        held = sorted((it["role"], it["title"], it["from"], it["until"], it["holds"]) for it in self.card("lan")["roles_held"])
        self.assertEqual(held, [("employee", "Thợ rang", "2024-03-01", None, True), ("supplier", "", "2020-01-01", "2023-12-31", False)])
        self.assertEqual(self.card("lan")["roles"], ["employee", "supplier"])
        self.rebuilt()


def identify(user, **traits):
    return {"type": "identify", "userId": user, "traits": traits}


def track(user, event, **properties):
    return {"type": "track", "event": event, "userId": user, "properties": properties}


def relation(user, kind, participant=None, **properties):
    item = track(user, "Relation Stated", relation=kind, **properties)
    if participant:
        item["context"] = {"ganbo": {"participants": [participant]}}
    return item


def order(user, number, total):
    return track(user, "Order Completed", order_id=number, total=total)


if __name__ == "__main__":
    run_with_binary(Relations)
