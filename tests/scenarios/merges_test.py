"""Merging by REST: two cards become one and are parted again, whatever happens between and after, in any order.

    merges_test.py BINARY [--record postgres] [unittest's arguments]

GANBO_SEED repeats a generated sequence.
"""

import json
import os
import pathlib
import random
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, run_with_binary  # noqa: E402

PEOPLE = 10
STEPS = 120


class Business:
    """A server with its keys, and what the tests ask of it in their words."""

    def __init__(self, server):
        self.server = server
        server.start()
        self.events, self.write, self.read = (server.make_key(scope) for scope in ("events", "write", "read"))

    def send(self, *items):
        answer = self.server.post("/v1/batch", self.events, {"batch": list(items)}).json
        assert answer["applied"] == len(items), answer

    def change(self, path, body=None, name=None):
        return self.server.request("POST", path, json.dumps(body or {}),
                                   {"Authorization": f"Bearer {self.write}", "Content-Type": "application/json",
                                    **({"Idempotency-Key": name} if name else {})})

    def card(self, user):
        answer = self.server.get(f"/v1/parties/by/user_id/{user}", self.read)
        assert answer.status == 200, answer
        return answer.json

    def shown(self, user):
        """All that REST says of somebody, without what names the server's own ids and moments of arrival."""
        card = self.card(user)
        timeline = self.server.get(f"/v1/parties/{card['id']}/timeline?limit=200", self.read).json["data"]
        for entry in timeline:
            del entry["id"], entry["received_at"]
        for identifier in card["identifiers"]:
            del identifier["first_seen_at"]
        del card["id"], card["created_at"]
        return json.dumps({"card": card, "timeline": sorted(json.dumps(entry, sort_keys=True) for entry in timeline)}, sort_keys=True)

    def merge(self, into, party, **more):
        return self.change(f"/v1/parties/{into}/merges", {"party": party, "reason": "the same voice", **more})

    def merges(self, party):
        return self.server.get(f"/v1/parties/{party}/merges", self.read).json["data"]

    def rebuilt(self):
        code, report = self.server.rebuild()
        assert code == 0, report


def order(user, number, amount, **more):
    return {"type": "track", "event": "Order Completed", "userId": user, "messageId": f"order-{number}",
            "timestamp": f"2026-03-{1 + number % 28:02}T08:00:00Z", "properties": {"order_id": f"O{number}", "total": amount, "currency": "VND"}, **more}


def named(user, **traits):
    return {"type": "identify", "userId": user, "traits": {"name": f"Người {user}", **traits}, "messageId": f"named-{user}",
            "timestamp": "2026-02-01T08:00:00Z"}


class Merges(unittest.TestCase):
    def test_a_merge_takes_everything_and_its_undoing_gives_it_back_with_what_came_since(self):
        with Server(self.binary) as server:
            it = Business(server)
            it.send(named("lan", email="lan@mail.example", shoe_size=38), order("lan", 1, 100000))
            it.send(named("lan2", phone="0951234567"), order("lan2", 2, 50000), order("lan2", 3, 7000))
            lan, twin = it.card("lan"), it.card("lan2")
            before = it.shown("lan"), it.shown("lan2")
            answer = it.merge(lan["id"], twin["id"])
            self.assertEqual((answer.status, answer.json["party"]), (201, lan["id"]), answer)
            one = it.card("lan2")
            self.assertEqual((one["id"], one["figures"]["orders"], one["figures"]["spent"]["amount"]), (lan["id"], 3, "157000"))
            self.assertEqual({i["value"] for i in one["identifiers"]}, {"lan", "lan2", "lan@mail.example", "+84951234567"})
            self.assertEqual(server.get(f"/v1/parties/{twin['id']}", it.read).json["id"], lan["id"], "An old address leads to the card.")
            history = it.merges(lan["id"])
            self.assertEqual([(m["party"], m["name"], m["reason"], m["undone_at"]) for m in history],
                             [(twin["id"], "Người lan2", "the same voice", None)])
            it.rebuilt()
            # What comes now goes, at the undoing, to whom it came by.
            it.send(order("lan2", 4, 11000), {**named("lan2", email="hai@mail.example"), "messageId": "later", "timestamp": "2026-04-01T08:00:00Z"})
            it.send(order("lan", 5, 13000))
            self.assertEqual(it.card("lan")["figures"]["orders"], 5)
            undone = it.change(f"/v1/parties/{twin['id']}/merges/{history[0]['id']}/undo")
            self.assertEqual(undone.status, 201, undone)
            self.assertEqual((it.card("lan")["figures"]["orders"], it.card("lan2")["figures"]["orders"]), (2, 3))
            self.assertEqual(it.card("lan2")["id"], twin["id"])
            self.assertIn("hai@mail.example", {i["value"] for i in it.card("lan2")["identifiers"]})
            self.assertEqual({i["value"] for i in it.card("lan")["identifiers"]}, {"lan", "lan@mail.example"})
            self.assertIsNotNone(it.merges(lan["id"])[0]["undone_at"])
            it.rebuilt()
            self.assertNotEqual(before, (it.shown("lan"), it.shown("lan2")))
            # Merged and parted with nothing between: exactly as it was.
            before = it.shown("lan"), it.shown("lan2")
            merge = it.merge(twin["id"], lan["id"]).json["id"]
            self.assertEqual(it.change(f"/v1/parties/{lan['id']}/merges/{merge}/undo").status, 201)
            self.assertEqual(before, (it.shown("lan"), it.shown("lan2")))
            it.rebuilt()

    def test_field_by_field_the_value_of_either_stays_and_an_undoing_gives_each_their_own(self):
        with Server(self.binary) as server:
            it = Business(server)
            it.send({"type": "identify", "userId": "lan", "messageId": "1", "timestamp": "2026-02-01T08:00:00Z",
                     "traits": {"name": "Lan Anh", "title": "Chị", "company": "An Bình", "birthday": "1990-05-02", "email": "lan@mail.example"}})
            # Later in everything; called by the parts of a name.
            it.send({"type": "identify", "userId": "lan2", "messageId": "2", "timestamp": "2026-03-01T08:00:00Z",
                     "traits": {"firstName": "Lan", "lastName": "Trần", "title": "Bà", "company": "Bình An", "birthday": "1991-06-03", "phone": "0951234567"}})
            lan, twin = it.card("lan")["id"], it.card("lan2")["id"]

            def known(user):
                card = it.card(user)
                return {"name": card["name"], **{trait: card["traits"][trait]["value"] for trait in ("title", "company", "birthday") if trait in card["traits"]}}

            before = known("lan"), known("lan2")
            answer = it.merge(lan, twin, keeps={"name": twin, "title": lan, "birthday": lan})
            self.assertEqual(answer.status, 201, answer)
            chosen = {"name": "Trần Lan", "title": "Chị", "company": "Bình An", "birthday": "1990-05-02"}
            self.assertEqual(known("lan"), chosen)
            self.assertEqual([date["day"] for date in it.card("lan")["key_dates"]], ["1990-05-02"])
            it.rebuilt()
            self.assertEqual(known("lan"), chosen, "A fold of all facts says the same.")
            # The choice is a fact of its moment: what is told later counts.
            it.send({"type": "identify", "userId": "lan2", "messageId": "3", "traits": {"title": "Cô"}})
            self.assertEqual(known("lan")["title"], "Cô")
            self.assertEqual(it.change(f"/v1/parties/{twin}/merges/{answer.json['id']}/undo").status, 201)
            self.assertEqual(known("lan"), before[0])
            self.assertEqual(known("lan2"), {**before[1], "title": "Cô"})
            it.rebuilt()

    def test_what_nobody_has_cannot_be_kept(self):
        with Server(self.binary) as server:
            it = Business(server)
            it.send(named("a", title="Chị"), named("b", title="Bà"), named("c"))
            a, b, c = (it.card(user)["id"] for user in "abc")
            events = server.count("events")
            for keeps, field, rule in (
                ([], "keeps", "type"),
                ({"title": 7}, "keeps.title", "type"),
                ({"title": "x"}, "keeps.title", "format"),
                ({"title": c}, "keeps.title", "choice"),
                ({"company": a}, "keeps.company", "known"),
                ({"kind": a}, "keeps.kind", "known"),
                ({f"t{n}": a for n in range(101)}, "keeps", "limit"),
            ):
                said = it.merge(a, b, keeps=keeps)
                self.assertEqual((said.status, said.json.get("field"), said.json.get("rule")), (400, field, rule), f"{keeps}: {said}")
            self.assertEqual((server.count("merges"), server.count("events")), (0, events), "Nothing changed.")
            it.rebuilt()

    def test_what_was_asked_twice_under_one_name_is_done_once(self):
        with Server(self.binary) as server:
            it = Business(server)
            for user in ("an", "anh"):
                it.send({"type": "identify", "userId": user, "messageId": f"i-{user}", "traits": {"name": "Nguyễn An"}})
            an, anh = (it.card(user)["id"] for user in ("an", "anh"))
            paths = [(f"/v1/parties/{an}/suggestions/{anh}/apart", None), (f"/v1/parties/{an}/merges", {"party": anh})]
            for path, body in paths:
                first, again = (it.change(path, body, name=path) for _ in range(2))
                self.assertEqual((first.status, again.body), (again.status, first.body), path)
                self.assertLess(first.status, 300, first)
            merge = it.merges(an)[0]["id"]
            undone = [it.change(f"/v1/parties/{anh}/merges/{merge}/undo", name="undo") for _ in range(2)]
            self.assertEqual([(answer.status, answer.body) for answer in undone], [(201, undone[0].body)] * 2)
            other = it.change(f"/v1/parties/{an}/merges", {"party": anh, "reason": "another"}, name=paths[1][0])
            self.assertEqual((other.status, other.json["rule"]), (409, "unique"))
            self.assertNotEqual(it.card("an")["id"], it.card("anh")["id"])
            long = it.change(f"/v1/parties/{an}/merges", {"party": anh}, name="x" * 257)
            self.assertEqual((long.status, long.json["field"], long.json["rule"]), (400, "Idempotency-Key", "limit"))

    def test_what_makes_no_sense_is_refused_and_changes_nothing(self):
        with Server(self.binary) as server:
            it = Business(server)
            it.send(named("a"), named("b"), {**named("c"), "traits": {"name": "Công ty C", "kind": "organisation"}}, named("d"))
            a, b, c = (it.card(user)["id"] for user in "abc")
            for into, body, status, field, rule in (
                (a, {"party": a}, 400, "party", "different"),
                (a, {"party": "77"}, 400, "party", "known"),
                (a, {"party": "x"}, 400, "party", "format"),
                (a, {}, 400, "party", "format"),
                (a, {"party": b, "why": "?"}, 400, "why", "known"),
                (a, {"party": c}, 400, "party", "kind"),
                (a, {"party": b, "reason": "x" * 501}, 400, "reason", "limit"),
                ("77", {"party": b}, 404, None, None),
            ):
                answer = it.change(f"/v1/parties/{into}/merges", body)
                said = answer.json
                self.assertEqual((answer.status, said.get("field"), said.get("rule")), (status, field, rule), f"{body}: {answer}")
            merge = it.merge(a, b).json["id"]
            self.assertEqual(it.merge(b, a).json["rule"], "different", "They are one already.")
            self.assertEqual(it.change(f"/v1/parties/{a}/merges/{merge}/undo").status, 404, "It was b that joined.")
            self.assertEqual(it.change(f"/v1/parties/{b}/merges/{merge}/undo").status, 201)
            self.assertEqual(it.change(f"/v1/parties/{b}/merges/{merge}/undo").status, 409, "Undone twice.")
            forbidden = server.request("POST", f"/v1/parties/{a}/merges", json.dumps({"party": b}), {"Authorization": f"Bearer {it.read}"})
            self.assertEqual(forbidden.status, 403)
            it.rebuilt()

    def test_a_visitor_who_was_recognised_cannot_be_parted(self):
        with Server(self.binary) as server:
            it = Business(server)
            it.send(named("lan"))
            it.send({"type": "page", "name": "Menu", "anonymousId": "browser", "messageId": "1"})
            it.send({"type": "identify", "userId": "lan", "anonymousId": "browser", "messageId": "2"})
            end = time.monotonic() + 20
            while server.count("outbox"):
                self.assertLess(time.monotonic(), end)
                time.sleep(0.02)
            with server.record() as record:
                party, merge = record.execute("select party_id, merge_id from merges where kind = 'join'").fetchone()
            answer = it.change(f"/v1/parties/{party}/merges/{merge}/undo")
            self.assertEqual((answer.status, answer.json["rule"]), (400, "kind"))
            self.assertEqual(it.merges(it.card("lan")["id"]), [])
            it.rebuilt()

    def test_suggestions_wait_until_somebody_decides(self):
        with Server(self.binary) as server:
            it = Business(server)
            for user in ("a", "b", "c"):
                it.send({**named(user), "traits": {"name": user, "phone": "0951234567"}})
            a, b, c = (it.card(user)["id"] for user in "abc")

            def pairs(path="/v1/merge-suggestions"):
                return {frozenset((s["party"]["id"], s["other"]["id"])) for s in server.get(path, it.read).json["data"]}

            self.assertEqual(pairs(), {frozenset((a, b)), frozenset((a, c))})
            self.assertEqual(pairs(f"/v1/parties/{b}/suggestions"), {frozenset((a, b))})
            self.assertEqual(it.change(f"/v1/parties/{a}/suggestions/{b}/apart").status, 204)
            self.assertEqual(pairs(), {frozenset((a, c))})
            it.send({**named("b"), "messageId": "again", "traits": {"phone": "0951234567"}})
            self.assertEqual(pairs(), {frozenset((a, c))}, "Who said that they are apart is not asked again.")
            merge = it.merge(a, c).json["id"]
            self.assertEqual(pairs(), set())
            it.change(f"/v1/parties/{c}/merges/{merge}/undo")
            self.assertEqual(pairs(), set(), "An undoing is a decision as well.")

    def test_merges_and_undoings_in_any_order_leave_what_they_should(self):
        seed = int(os.environ.get("GANBO_SEED", random.SystemRandom().randrange(1_000_000)))
        print(f"seed {seed}")
        rng = random.Random(seed)
        with Server(self.binary) as server, Server(self.binary) as plain:
            it, unmerged = Business(server), Business(plain)
            users = [f"u{i}" for i in range(PEOPLE)]
            for user in users:
                for business in (it, unmerged):
                    business.send(named(user, email=f"{user}@mail.example"))
            ids = {user: it.card(user)["id"] for user in users}
            orders = dict.fromkeys(users, 0)
            into, merges = {}, {}  # of who merged: whom, and the merge

            def root(user):
                while user in into:
                    user = into[user]
                return user

            for step in range(STEPS):
                chance = rng.random()
                one, other = rng.sample(users, 2)
                if chance < 0.5:
                    orders[one] += 1
                    for business in (it, unmerged):
                        business.send(order(one, step, 1000 + step))
                elif chance < 0.75:
                    joins, stays = root(one), root(other)
                    answer = it.merge(ids[other], ids[one])
                    self.assertEqual(answer.status, 400 if joins == stays else 201, answer)
                    if joins != stays:
                        into[joins], merges[joins] = stays, answer.json["id"]
                elif into:
                    joined = rng.choice(sorted(into))
                    answer = it.change(f"/v1/parties/{ids[joined]}/merges/{merges[joined]}/undo")
                    self.assertEqual(answer.status, 201, answer)
                    del into[joined], merges[joined]
                if step % 10 == 9:
                    for user in users:
                        card = it.card(user)
                        members = [u for u in users if root(u) == root(user)]
                        self.assertEqual(card["id"], ids[root(user)])
                        self.assertEqual(card["figures"]["orders"], sum(orders[u] for u in members))
                        self.assertEqual({i["value"] for i in card["identifiers"] if i["type"] == "user_id"}, set(members))
                    it.rebuilt()
            for joined in rng.sample(sorted(into), len(into)):
                self.assertEqual(it.change(f"/v1/parties/{ids[joined]}/merges/{merges[joined]}/undo").status, 201)
            for user in users:
                self.assertEqual(it.shown(user), unmerged.shown(user), f"seed {seed}: {user} is not as without merges")
            it.rebuilt()


if __name__ == "__main__":
    run_with_binary(Merges)
