"""Roles over time and relations, and the figures of an organisation's people.

    relations_test.py BINARY [--record postgres] [unittest's arguments]
"""

import json
import pathlib
import sys
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
        self.server.settle()

    def refused(self, item):
        outcome = self.post_events(item)["outcomes"][0]
        self.assertEqual(outcome["status"], "refused", outcome)
        return outcome["error"]["field"], outcome["error"]["rule"]

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

    def test_who_a_group_call_names_works_for_the_organisation(self):
        def join(user, name="Nhà hàng Biển"):
            return {"type": "group", "userId": user, "groupId": "bien", "traits": {"name": name}}

        self.send(join("lan"), join("bao"), order("lan", "A1", 90000))
        organisation = self.server.get("/v1/parties/by/external/group:bien", self.admin).json
        self.assertEqual(sorted((it["relation"], it["party"]["name"], it["holds"]) for it in organisation["relations"]), [("employs", "Bảo", True), ("employs", "Lan", True)])
        self.assertEqual((organisation["kind"], organisation["of_its_people"]["people"], organisation["of_its_people"]["orders"]), ("organisation", 2, 1))
        self.assertIsNone(organisation["figures"]["last_contact_at"], "That somebody belongs to it is no contact.")
        self.assertEqual(self.relations("lan"), [("works_for", "Nhà hàng Biển", "", None, None, True)])

        # Applications say it at every sign-in: it is the same relation, and nothing more on the organisation's card.
        entries = len(self.server.get(f"/v1/parties/{organisation['id']}/timeline?type=group_joined", self.admin).json["data"])
        self.send(relation("lan", "works_for", **{"with": organisation["id"], "title": "Bếp trưởng"}))
        self.send(join("lan"), join("lan"))
        self.assertEqual(self.relations("lan"), [("works_for", "Nhà hàng Biển", "Bếp trưởng", None, None, True)])
        self.assertEqual(len(self.server.get(f"/v1/parties/{organisation['id']}/timeline?type=group_joined", self.admin).json["data"]), entries)
        self.assertEqual(entries, 2)
        self.rebuilt()

        # Who left and is there again has joined again.
        self.send(relation("lan", "works_for", **{"with": organisation["id"], "until": "2025-12-31"}))
        self.assertEqual(self.relations("lan"), [("works_for", "Nhà hàng Biển", "", None, "2025-12-31", False)])
        self.send(join("lan"))
        self.assertEqual(self.relations("lan"), [("works_for", "Nhà hàng Biển", "", None, None, True)])
        self.assertEqual(self.server.post("/v1/batch", self.events, {"batch": [{"type": "group", "groupId": "bien", "messageId": "only", "traits": {"city": "Nha Trang"}}]}).json["applied"], 1)
        self.rebuilt()
        self.assertEqual(self.post(f"/v1/parties/{organisation['id']}/erase", {}).status, 200)
        self.server.settle()
        self.assertEqual(self.relations("lan"), [])
        self.rebuilt()

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
        self.server.settle()
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

    def test_what_they_own_with_its_last_repair(self):
        self.send(track("lan", "Asset Owned", name="Máy pha Linea", serial="LM-42", bought_on="2024-03-01", amount="125000000", currency="VND", warranty_until="2026-03-01"),
                  track("lan", "Asset Owned", name="Cối xay"),
                  {**track("lan", "Repair Done", serial="LM-42", fault="Rò nước"), "timestamp": "2025-05-01T08:00:00Z"},
                  {**track("lan", "Repair Done", serial="LM-42", fault="Thay gioăng"), "timestamp": "2025-09-01T08:00:00Z"})
        assets = {asset["number"]: asset for asset in self.card("lan")["assets"]}
        self.assertEqual(assets["LM-42"], {"name": "Máy pha Linea", "number": "LM-42", "bought_on": "2024-03-01", "warranty_until": "2026-03-01", "price": {"amount": "125000000", "currency": "VND"},
                                           "last_repair": {"at": "2025-09-01T08:00:00Z", "text": "Thay gioăng"}})
        self.assertIsNone(assets["Cối xay"]["last_repair"])
        self.send(track("lan", "Asset Owned", name="Cối xay", gone=True))
        self.assertEqual(list({asset["number"]: asset for asset in self.card("lan")["assets"]}), ["LM-42"])
        self.rebuilt()

    def test_permissions_are_given_and_withdrawn_in_whatever_order_it_is_told(self):
        self.send({**track("lan", "Permission Withdrawn", channel="zalo", purpose="offers"), "timestamp": "2026-03-01T08:00:00Z"},
                  {**track("lan", "Permission Given", channel="zalo", purpose="offers"), "timestamp": "2026-01-01T08:00:00Z"},
                  {**track("lan", "Permission Given", channel="email", purpose="news", text="Tại quầy"), "timestamp": "2026-01-01T08:00:00Z"},
                  identify("lan", preferred_channel="zalo", do_not_disturb="21:00-08:00"))
        self.assertEqual(self.card("lan")["permissions"], [{"channel": "email", "purpose": "news", "since": "2026-01-01T08:00:00Z", "text": "Tại quầy"}])
        self.assertEqual(self.card("lan")["traits"]["preferred_channel"]["value"], "zalo")
        self.assertEqual(self.refused(identify("lan", do_not_disturb="at night")), ("traits.do_not_disturb", "format"))
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
