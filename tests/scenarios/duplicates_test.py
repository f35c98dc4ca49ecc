"""Probable duplicates: found in the background as parties come and change, shown with evidence and odds, decided about by people, and by
themselves where the business wants that.

    duplicates_test.py BINARY [--record postgres] [unittest's arguments]
"""

import json
import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, run_with_binary  # noqa: E402

SECONDS_MAX = 20
SUGGEST_FROM = 19


class Business:
    def __init__(self, server):
        self.server = server
        server.start()
        self.events, self.write, self.read, self.admin = (server.make_key(scope) for scope in ("events", "write", "read", "admin"))
        self.sent = 0

    def know(self, user, **traits):
        """The card's id."""
        self.sent += 1
        answer = self.server.post("/v1/batch", self.events, {"batch": [
            {"type": "identify", "messageId": f"m{self.sent}", "userId": user, "traits": traits}]}).json
        assert answer["applied"] == 1, answer
        return self.card(user)["id"]

    def card(self, user):
        return self.server.get(f"/v1/parties/by/user_id/{user}", self.read).json

    def change(self, method, path, body=None, key=None):
        return self.server.request(method, path, json.dumps(body or {}),
                                   {"Authorization": f"Bearer {key or self.write}", "Content-Type": "application/json"})

    def suggestions(self, path="/v1/merge-suggestions"):
        return self.server.get(path, self.read).json["data"]

    def pairs(self):
        return {frozenset((s["party"]["id"], s["other"]["id"])) for s in self.suggestions()}

    def until(self, holds, what):
        begun = time.monotonic()
        while not holds():
            assert time.monotonic() - begun < SECONDS_MAX, what
            time.sleep(0.05)

    def compared(self):
        """Waits until nothing is left to compare."""
        self.server.settle(SECONDS_MAX, "comparisons_due")

    def find(self):
        answer = self.change("POST", "/v1/merge-suggestions/find", key=self.admin)
        assert answer.status == 200, answer
        return answer.json

    def rebuilt(self):
        assert self.change("POST", "/v1/rebuild", key=self.admin).json["differences"] == 0


LAN = {"name": "Nguyễn Thị Lan", "birthday": "1990-05-12", "email": "lan.nguyen@mail.example", "phone": "0951234567"}
LAN_AGAIN = {"name": "nguyen thi lan", "birthday": "1990-12-05", "email": "lan.nguyen@mial.example"}


class Duplicates(unittest.TestCase):
    binary = None

    def test_they_are_found_as_they_come_with_evidence_and_odds(self):
        with Server(self.binary) as server:
            it = Business(server)
            one = it.know("lan", **LAN)
            it.know("tuan", name="Trần Anh Tuấn", birthday="1971-01-02", email="tuan@mail.example")
            self.assertEqual(it.suggestions(), [])
            two = it.know("lan2", **LAN_AGAIN)
            it.until(lambda: it.pairs() == {frozenset((one, two))}, "Lan is not found")
            found = it.suggestions()[0]
            self.assertIsNone(found["shared"], "They share no identifier.")
            self.assertGreater(found["odds"], SUGGEST_FROM)
            evidence = {field["field"]: field for field in found["evidence"]}
            self.assertEqual((evidence["given_name"]["value"], evidence["given_name"]["other"], evidence["given_name"]["level"]), ("Lan", "lan", "equal"))
            self.assertEqual((evidence["birthday"]["value"], evidence["birthday"]["other"], evidence["birthday"]["level"]),
                             ("1990-05-12", "1990-12-05", "close"))
            self.assertEqual(evidence["email"]["level"], "close")
            self.assertNotIn("phone", evidence, "One has none: that says nothing.")
            self.assertTrue(all(evidence[field]["weight"] > 0 for field in ("given_name", "family_name", "birthday", "email")))
            self.assertEqual(it.suggestions(f"/v1/parties/{two}/suggestions"), [found])
            it.rebuilt()

    def test_what_is_corrected_is_suggested_no_more(self):
        with Server(self.binary) as server:
            it = Business(server)
            one, two = it.know("lan", **LAN), it.know("lan2", **LAN_AGAIN)
            it.until(lambda: it.pairs() == {frozenset((one, two))}, "Lan is not found")
            it.know("lan2", name="Phạm Hồng Quân", birthday="1963-07-30", email="quan@mail.example")
            it.compared()
            self.assertEqual(it.pairs(), set())
            it.rebuilt()

    def test_who_was_said_to_be_two_is_never_suggested_again(self):
        with Server(self.binary) as server:
            it = Business(server)
            one, two = it.know("lan", **LAN), it.know("lan2", **LAN_AGAIN)
            it.until(lambda: it.pairs() == {frozenset((one, two))}, "Lan is not found")
            self.assertEqual(it.change("POST", f"/v1/parties/{one}/suggestions/{two}/apart").status, 204)
            self.assertEqual(it.pairs(), set())
            it.know("lan2", title="nhân viên", phone="0951234567")
            it.compared()
            it.find()
            self.assertEqual(it.pairs(), set())
            # Nor when one of them has merged with somebody else.
            three = it.know("lan3", name="Nguyễn Thị Lan", birthday="1990-05-12")
            it.compared()
            self.assertIn(frozenset((one, three)), it.pairs())
            merge = it.change("POST", f"/v1/parties/{three}/merges", {"party": one, "reason": "same"}).json["id"]
            it.compared()
            it.find()
            self.assertNotIn(frozenset((three, two)), it.pairs())
            # An undoing says that they are two, although nobody had suggested it.
            it.change("POST", f"/v1/parties/{one}/merges/{merge}/undo")
            it.compared()
            it.find()
            self.assertNotIn(frozenset((one, three)), it.pairs())
            self.assertEqual(it.change("POST", f"/v1/parties/{one}/suggestions/12345/apart").json["rule"], "known")
            it.rebuilt()

    def test_families_are_no_duplicates(self):
        with Server(self.binary) as server:
            it = Business(server)
            home = {"phone": "0951234567", "address": {"street": "12 Lê Lợi", "city": "Huế"}}
            it.know("lan", name="Nguyễn Thị Lan", **home)
            it.know("tuan", name="Nguyễn Anh Tuấn", **home)
            it.compared()
            self.assertTrue(all(s["shared"] for s in it.suggestions()), "Only the shared phone is asked about.")

    def test_companies_are_compared_with_companies(self):
        with Server(self.binary) as server:
            it = Business(server)
            known = {"kind": "organisation", "address": {"street": "12 Lê Lợi", "city": "Huế"}}
            one = it.know("c1", name="Công ty TNHH Hoa Sen", website="hoasen.example", **known)
            two = it.know("c2", name="HOA SEN CO., LTD", website="hoasen.example", **known)
            it.know("p", name="Hoa Sen", address=known["address"])
            it.until(lambda: it.pairs() == {frozenset((one, two))}, "the company is not found")

    def test_the_certain_part_merges_by_itself_where_the_business_wants_it(self):
        with Server(self.binary) as server:
            it = Business(server)
            refused = it.change("PATCH", "/v1/settings", {"duplicates.merge_from_odds": "5"}, it.admin)
            self.assertEqual((refused.status, refused.json["field"], refused.json["rule"]), (400, "duplicates.merge_from_odds", "range"))
            self.assertEqual(it.change("PATCH", "/v1/settings", {"duplicates.merge_from_odds": "1000"}, it.admin).json["duplicates.merge_from_odds"], "1000")
            # Both have a strong identifier, and not the same: never by itself.
            it.know("lan", **LAN)
            it.know("lan2", **LAN_AGAIN)
            it.compared()
            self.assertEqual(len(it.pairs()), 1)
            # By e-mail alone.
            for mail in ("hoa.pham@mail.example", "hoa.pham@mial.example"):
                it.sent += 1
                answer = server.post("/v1/identify", it.events, {
                    "messageId": f"m{it.sent}", "anonymousId": mail,
                    "traits": {"name": "Phạm Mỹ Hoa", "birthday": "1985-03-09", "email": mail, "address": "7 Quang Trung"}})
                assert answer.status == 200, answer

            def hoa():
                return [server.get(f"/v1/parties/by/email/hoa.pham@{host}.example", it.read).json["id"] for host in ("mail", "mial")]

            it.until(lambda: len(set(hoa())) == 1, "Hoa is still two")
            card = hoa()[0]
            merge = server.get(f"/v1/parties/{card}/merges", it.read).json["data"][0]
            self.assertIn("given_name", merge["reason"])
            it.rebuilt()
            undone = it.change("POST", f"/v1/parties/{merge['party']}/merges/{merge['id']}/undo")
            self.assertEqual(undone.status, 201, undone)
            it.compared()
            it.find()
            self.assertEqual(len(set(hoa())), 2, "Who was parted is not merged again.")
            it.rebuilt()

    def test_the_verb_lists_them_and_compares_everybody(self):
        with Server(self.binary) as server:
            it = Business(server)
            it.know("lan", **LAN)
            it.know("lan2", **LAN_AGAIN)
            said = server.verb("duplicates", "--find")
            self.assertEqual(said.returncode, 0, said.stderr)
            for word in ("Nguyễn Thị Lan", "to 1", "birthday", "close"):
                self.assertIn(word, said.stdout)
            self.assertEqual(len(json.loads(server.verb("duplicates", "--json").stdout)["data"]), 1)

    def test_an_erasure_takes_the_evidence_with_it(self):
        with Server(self.binary) as server:
            it = Business(server)
            one, two = it.know("lan", **LAN), it.know("lan2", **LAN_AGAIN)
            it.until(lambda: it.pairs() == {frozenset((one, two))}, "Lan is not found")
            self.assertEqual(it.change("POST", f"/v1/parties/{one}/erase", key=it.admin).status, 200)
            with server.record() as record:
                self.assertEqual(record.execute("select count(*) from merge_suggestions").fetchone()[0], 0)
            it.compared()
            it.find()
            self.assertEqual(it.pairs(), set())


if __name__ == "__main__":
    run_with_binary(Duplicates)
