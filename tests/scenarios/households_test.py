"""People who probably live together: suggested with evidence and odds, until somebody tells the relation or that they do not.

    households_test.py BINARY [--record postgres] [unittest's arguments]
"""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from duplicates_test import SUGGEST_FROM, Business  # noqa: E402
from ganbo_server import Server, run_with_binary  # noqa: E402

STREETS = ("Lê Lợi", "Trần Hưng Đạo", "Hai Bà Trưng", "Quang Trung", "Bà Triệu")
FAMILIES, GIVEN = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng"), ("An", "Bình", "Chi", "Dũng", "Giang", "Hoa", "Khoa", "Linh", "Nam", "Quân")


def home(street, city="Huế"):
    return {"street": street, "city": city}


class Households(unittest.TestCase):
    def setUp(self):
        server = Server(self.binary)
        self.addCleanup(server.close)
        self.business = Business(server)
        # Who lives alone, in many streets of two towns: what everybody has in common says little.
        for n in range(60):
            self.business.know(f"alone{n}", name=f"{FAMILIES[n % 5]} Thị {GIVEN[n * 7 % 10]}", phone=f"09612{n:05}",
                               address=home(f"{20 + n * 3} {STREETS[n % 5]}", "Huế" if n % 2 else "Hà Nội"))

        # A town has more families than one: that is how it is known that people live together at all.
        for n in range(4):
            for number, who in enumerate(("Văn Tiến", "Thị Thu")):
                self.business.know(f"family{n}-{number}", name=f"{FAMILIES[n]} {who}", address=home(f"{100 + n} {STREETS[n]}"))

    def households(self, path="/v1/household-suggestions"):
        return self.business.suggestions(path)

    def pairs(self):
        return {frozenset((s["party"]["id"], s["other"]["id"])) for s in self.households()}

    def family(self):
        know = self.business.know
        return (know("hung", name="Nguyễn Văn Hùng", phone="0951000001", address=home("12 Lê Lợi")),
                know("mai", name="Trần Thị Mai", phone="0951000002", address=home("12 Lê Lợi")))

    def test_a_family_is_suggested_and_neighbours_and_namesakes_are_not(self):
        hung, mai = self.family()
        next_door = self.business.know("tam", name="Nguyễn Văn Tâm", phone="0951000003", address=home("14 Lê Lợi"))
        elsewhere = self.business.know("sau", name="Lê Thị Sáu", phone="0951000004", address=home("12 Lê Lợi", "Hà Nội"))
        again = self.business.know("hung2", name="nguyen van hung", address=home("12 lê lợi"))
        self.business.compared()
        self.business.find()
        pairs = self.pairs()
        self.assertIn(frozenset((hung, mai)), pairs)
        self.assertNotIn(frozenset((hung, again)), pairs, "he is no household of himself")
        for other in (next_door, elsewhere):
            self.assertEqual([pair for pair in pairs if other in pair], [])
        suggestion = next(s for s in self.households() if {s["party"]["id"], s["other"]["id"]} == {hung, mai})
        self.assertGreaterEqual(suggestion["odds"], SUGGEST_FROM)
        evidence = {one["field"]: one for one in suggestion["evidence"]}
        self.assertEqual((evidence["home"]["value"], evidence["home"]["level"]), ("12 Lê Lợi, Huế", "equal"))
        self.assertGreater(evidence["home"]["weight"], 10)
        self.assertNotIn("family_name", evidence, "a wife keeps hers, so that says nothing")
        self.assertEqual(len(self.households(f"/v1/parties/{mai}/household-suggestions")), len([pair for pair in pairs if mai in pair]))

    def test_who_moves_out_is_withdrawn(self):
        hung, mai = self.family()
        self.business.compared()
        self.business.find()  # with what is known now of how people live
        self.assertIn(frozenset((hung, mai)), self.pairs())
        self.business.know("mai", address=home("7 Bà Triệu", "Hà Nội"))
        self.business.compared()
        self.assertNotIn(frozenset((hung, mai)), self.pairs())

    def test_what_somebody_says_of_them_ends_it(self):
        hung, mai = self.family()
        self.business.compared()
        self.business.find()  # with what is known now of how people live
        told = self.business.change("POST", f"/v1/parties/{hung}/touchpoints",
                                    {"type": "relation", "properties": {"relation": "household", "with": mai}})
        self.assertEqual(told.status, 201, told)
        self.assertNotIn(frozenset((hung, mai)), self.pairs())
        con = self.business.know("con", name="Nguyễn Minh Khuê", phone="0951000009", address=home("12 Lê Lợi"))
        self.business.compared()
        self.business.find()
        self.assertIn(frozenset((con, mai)), self.pairs())
        apart = self.business.change("POST", f"/v1/parties/{con}/household-suggestions/{mai}/apart")
        self.assertEqual(apart.status, 204, apart)
        self.business.find()
        self.assertNotIn(frozenset((con, mai)), self.pairs())
        self.assertIn(frozenset((con, hung)), self.pairs(), "of others nothing was said")
        self.assertEqual(self.business.change("POST", f"/v1/parties/{con}/household-suggestions/1/apart").json["field"], "other")
        self.assertEqual(self.business.change("POST", f"/v1/parties/{con}/household-suggestions/{mai}/apart", key=self.business.read).status, 403)
        self.business.rebuilt()

    def test_an_erasure_takes_the_evidence_along(self):
        hung, mai = self.family()
        self.business.compared()
        self.business.find()  # with what is known now of how people live
        self.assertEqual(self.business.change("POST", f"/v1/parties/{hung}/erase", key=self.business.admin).status, 200)
        self.business.compared()
        with self.business.server.record() as record:
            self.assertEqual(record.execute(f"select count(*) from household_suggestions where party_id = {hung} or other_party_id = {hung}").fetchone()[0], 0)


if __name__ == "__main__":
    run_with_binary(Households)
