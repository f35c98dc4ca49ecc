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


if __name__ == "__main__":
    run_with_binary(Lists)
