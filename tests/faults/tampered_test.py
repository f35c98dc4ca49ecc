"""A record that somebody changed behind ganbo's back: `ganbo rebuild` names the table, `--repair` puts it right.

    tampered_test.py BINARY [--record postgres] [unittest's arguments]
"""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, run_with_binary  # noqa: E402

NOBODY = 9_000_000_000_000_000_000  # an id that no party has

# What is done to the record, and the tables in which rebuild must find it.
TAMPERINGS = [
    ("an order's total", "update orders set total_minor = total_minor + 1 where order_id = 'o-1'", {"orders"}),
    ("an order gone", "delete from orders where order_id = 'o-2'", {"orders"}),
    ("a line gone", "delete from order_lines where order_id = 'o-3'", {"order_lines"}),
    ("an order nobody told", "insert into orders select party_id, 'made-up', ordered_at, local_day, total_minor, refunded_minor, currency, "
                             "status from orders where order_id = 'o-4'", {"orders"}),
    ("an order of no party", f"insert into orders select {NOBODY}, order_id, ordered_at, local_day, total_minor, refunded_minor, currency, "
                             "status from orders where order_id = 'o-4'", {"orders"}),
    ("a line of no party", f"insert into order_lines select {NOBODY}, order_id, event_id, line_number, product_id, name, quantity, unit_price, "
                           "amount_minor, currency, local_day, category, cost_minor, reporting_minor from order_lines where order_id = 'o-4'", {"order_lines"}),
    ("what an amount came to", "update events set reporting_minor = reporting_minor + 1 where type = 'order_completed' and payload like '%o-11%'", {"events"}),
    ("figures", "update parties set figures = '{\"events\":{}}' where name = 'Customer 5'", {"parties"}),
    ("a name", "update parties set name = 'Somebody else' where name = 'Customer 6'", {"parties"}),
    ("an identifier gone", "delete from identifiers where value = 'u-7'", {"identifiers", "identifier_claims"}),
    ("a claim gone", "delete from identifier_claims where value = 'u-8'", {"identifier_claims"}),
    ("a claim of a party that has no such identifier", "insert into identifier_claims select type, 'u-900', party_id, party_id from identifier_claims "
                                                       "where value = 'u-9'", {"identifier_claims"}),
    ("a claim of no party", f"insert into identifier_claims (type, value, party_id, origin_party_id) values ('user_id', 'u-901', {NOBODY}, {NOBODY})", {"identifier_claims"}),
    ("an identifier of no party", f"insert into identifiers (party_id, type, value, first_seen_at) values ({NOBODY}, 'user_id', 'u-902', 0)",
     {"identifiers", "identifier_claims"}),
    ("a search text gone", "delete from party_search where search_text like 'customer 10%'", {"party_search"}),
    ("a search text of no party", f"insert into party_search (party_id, search_text) values ({NOBODY}, 'ghost')", {"party_search"}),
]


def story():
    for n in range(12):
        yield {"type": "identify", "userId": f"u-{n}", "messageId": f"i-{n}", "traits": {"name": f"Customer {n}", "email": f"c{n}@example.com"}}
        yield {"type": "track", "event": "Order Completed", "userId": f"u-{n}", "messageId": f"t-{n}",
               "properties": {"order_id": f"o-{n}", "products": [{"product_id": "CF-1", "quantity": 2, "price": 50000}]}}


class Tampered(unittest.TestCase):
    def test_is_found_and_put_right(self):
        with Server(self.binary) as server:
            server.start()
            key = server.make_key("events", "--source", "shop")
            self.assertEqual(server.post("/v1/batch", key, {"batch": list(story())}).json["applied"], 24)
            server.stop()
            self.assertEqual(server.rebuild()[0], 0)
            for what, sql, tables in TAMPERINGS:
                with self.subTest(what):
                    self.assertGreater(server.tamper(sql), 0, "The record was not changed.")
                    code, report = server.rebuild()
                    found = {table["name"] for table in report["tables"] if table["differences"]}
                    self.assertEqual((code, found), (1, tables), report)
                    server.verb("rebuild", "--repair", "--json")
                    code, report = server.rebuild()
                    self.assertEqual((code, report["differences"]), (0, 0), report)
            server.start()
            self.assertEqual(len(server.get("/v1/parties?search=customer", server.make_key("read")).json["data"]), 12)


if __name__ == "__main__":
    run_with_binary(Tampered)
