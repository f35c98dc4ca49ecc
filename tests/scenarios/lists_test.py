"""Lists of parties by REST: pages and their limits.

    lists_test.py BINARY [unittest's arguments]
"""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, run_with_binary  # noqa: E402


class Lists(unittest.TestCase):
    def test_a_page_of_a_search_holds_no_more_than_its_limit_and_nobody_twice(self):
        with Server(self.binary) as server:
            server.start()
            key, read = server.make_key("events"), server.make_key("read")
            people = [{"type": "identify", "userId": name, "traits": {"name": f"Hoa {name}"}, "messageId": name} for name in ("a", "b", "hoa", "c", "d")]
            self.assertEqual(server.post("/v1/batch", key, {"batch": people}).json["applied"], 5)
            found, cursor = [], ""
            while cursor is not None:
                page = server.get(f"/v1/parties?search=hoa&limit=2&cursor={cursor}", read).json
                self.assertLessEqual(len(page["data"]), 2)
                found += [party["name"] for party in page["data"]]
                cursor = page["next_cursor"]
            self.assertEqual(found[0], "Hoa hoa", "Whose id was typed in full stands first.")
            self.assertEqual(sorted(found), ["Hoa a", "Hoa b", "Hoa c", "Hoa d", "Hoa hoa"])

    def test_those_with_a_name_come_first_and_those_without_one_last_on_pages_of_any_size(self):
        with Server(self.binary) as server:
            server.start()
            key, read = server.make_key("events"), server.make_key("read")

            def send(user, **traits):
                answer = server.post("/v1/batch", key, {"batch": [{"type": "identify", "userId": user, "traits": traits}]}).json
                self.assertEqual(answer["applied"], 1, answer)

            send("2-phone", phone="0951234567")
            send("3-named", name="Đặng Mỹ", phone="0951234568")
            send("1-nothing")
            send("4-named", name="An")
            send("6-mail", email="aa@example.com")
            send("8-company", kind="organisation")
            send("5-company", name="3M", kind="organisation")
            send("7-other-script", name="山田")
            named, nameless = ["3M", "An", "Đặng Mỹ", "山田"], ["+84951234567", "1-nothing", "aa@example.com", "8-company"]

            def listed(query):
                for limit in (1, 2, 3, 4, 5, 50):
                    found, cursor = [], ""
                    while cursor is not None:
                        page = server.get(f"/v1/parties?limit={limit}{query}&cursor={cursor}", read).json
                        self.assertLessEqual(len(page["data"]), limit)
                        found += [party["name"] for party in page["data"]]
                        cursor = page["next_cursor"]
                    yield found

            for query, expected in (("", named + nameless),
                                    ("&kind=organisation", ["3M", "8-company"]),
                                    ("&kind=person", named[1:] + nameless[:3]),
                                    ("&letter=A", ["An"]),
                                    ("&letter=%23", ["3M", *nameless])):
                for found in listed(query):
                    self.assertEqual(found, expected, query)
            self.assertEqual(server.get("/v1/parties/letters", read).json["data"],
                             [{"letter": "A", "count": 1}, {"letter": "D", "count": 1}, {"letter": "#", "count": 5}])
            # Who is given a name moves to those with one, and back when it is taken.
            send("1-nothing", name="Bình")
            self.assertEqual(next(listed("")), ["3M", "An", "Bình", "Đặng Mỹ", "山田", "+84951234567", "aa@example.com", "8-company"])
            send("1-nothing", name="")
            self.assertEqual(next(listed("")), named + nameless)
            self.assertEqual(server.rebuild()[0], 0)


if __name__ == "__main__":
    run_with_binary(Lists)
