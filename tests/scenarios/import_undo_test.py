"""An import is undone: exactly what it told goes, whatever came before, between and after, and the file may come again.

    import_undo_test.py BINARY [--record postgres] [unittest's arguments]
"""

import datetime
import json
import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, run_with_binary  # noqa: E402

# Reminds of nothing while the tests run. 1992 has every day of a year.
BIRTHDAY = f"{datetime.date.today() + datetime.timedelta(days=180):%d/%m}/1992"
HEAD = "order_id,date,customer_id,customer_name,phone,birthday,product_id,product,quantity,unit_price\n"
SALES = HEAD + f"""1,2026-01-05 08:00,KH1,Nguyễn Văn Đạt,0912345678,{BIRTHDAY},R1,Robusta,2,150000
1,2026-01-05 08:00,KH1,Nguyễn Văn Đạt,0912345678,{BIRTHDAY},P1,Phin,1,45000
2,2026-01-06 09:00,KH2,Trần Thị Hoa,0912345679,,R1,Robusta,1,150000
3,2026-01-07 10:00,,,,,R1,Robusta,1,150000
4,2026-01-08 10:00,KH1,Nguyễn Văn Đạt,0912345678,{BIRTHDAY},R1,Robusta,-1,150000
"""
TABLES = {
    "events": "party_id, occurred_at, type, payload, claimed, origin_party_id",
    "parties": "party_id, kind, name, sort_key, roles, traits, figures, merged_into, erased_at",
    "identifiers": "party_id, type, value",
    "identifier_claims": "type, value, party_id, origin_party_id",
    "orders": "party_id, order_id, ordered_at, total_minor, refunded_minor, status",
    "order_lines": "party_id, order_id, event_id, line_number, amount_minor",
    "matters": "party_id, kind, number, due_day, text",
    "party_search": "party_id, search_text",
    "field_values": "party_id, field, value",
    "products": "product_id, name, category, price_minor, cost_minor",
    "product_changes": "product_id, field, value_before, value_after",
    "outbox": "outbox_id",
}


class Business:
    def __init__(self, server):
        self.server = server
        server.start()
        self.events, self.admin = server.make_key("events"), server.make_key("admin")
        self.folder = pathlib.Path(server.directory).parent

    def send(self, *items):
        answer = self.server.post("/v1/batch", self.events, {"batch": list(items)}).json
        assert answer["applied"] == len(items), answer

    def change(self, path, body=None):
        return self.server.request("POST", path, json.dumps(body or {}),
                                   {"Authorization": f"Bearer {self.admin}", "Content-Type": "application/json"})

    def get(self, path):
        return self.server.get(path, self.admin)

    def import_file(self, text, name="till.csv", source="till"):
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        done = self.server.verb("import", str(file), "--source", source, "--json", "--errors", str(self.folder / "errors.csv"))
        assert done.returncode == 0, done.stderr
        report = json.loads(done.stdout)
        self.server.settle()
        return report["import_id"], (report["applied"], report["repeated"], report["refused"])

    def undo(self, number):
        return self.server.verb("import", "undo", number, "--json")

    def undone(self, number):
        done = self.undo(number)
        assert done.returncode == 0, done.stderr
        self.rebuilt()
        return json.loads(done.stdout)["taken_back"]

    def rebuilt(self):
        code, report = self.server.rebuild()
        assert code == 0, report

    def standing(self):
        with self.server.record() as record:
            return {table: sorted(map(str, record.execute(f"select {columns} from {table}").fetchall())) for table, columns in TABLES.items()}

    def rows(self, sql):
        with self.server.record() as record:
            return sorted(tuple(str(cell) for cell in row) for row in record.execute(sql).fetchall())


def called(user, number):
    return {"type": "track", "event": "Call Logged", "userId": user, "messageId": f"call-{number}",
            "timestamp": f"2026-02-{1 + number % 28:02}T08:00:00Z", "properties": {"text": f"call {number}"}}


def named(user, number, **traits):
    return {"type": "identify", "userId": user, "traits": traits, "messageId": f"named-{number}", "timestamp": "2025-06-01T08:00:00Z"}


class ImportUndo(unittest.TestCase):
    def expect_same(self, before, after):
        for table, rows in before.items():
            self.assertEqual(rows, after[table], table)

    def test_everything_is_as_it_was_and_the_file_may_come_again_and_again(self):
        with Server(self.binary) as server:
            it = Business(server)
            it.send(named("dat", 1, name="Đạt", phone="0912345678", city="Huế"), named("lan", 2, name="Lan"))
            before = it.standing()
            first, counts = it.import_file(SALES)
            self.assertEqual(counts, (5, 0, 0))
            imported = it.rows("select order_id, total_minor, refunded_minor, status from orders")
            self.assertEqual(len(imported), 4)
            self.assertEqual(it.undone(first), 8)
            self.expect_same(before, it.standing())
            self.assertEqual(it.get("/v1/parties?search=hoa").json["data"], [])
            shown = it.get(f"/v1/imports/{first}").json
            self.assertEqual((shown["state"], shown["taken_back"]), ("undone", 8))
            self.assertIsNotNone(shown["undone_at"])
            for round_number in range(3):
                again, counts = it.import_file(SALES)
                self.assertEqual(counts, (5, 0, 0), round_number)
                self.assertEqual(it.rows("select order_id, total_minor, refunded_minor, status from orders"), imported)
                self.assertEqual(it.import_file(SALES)[1], (0, 5, 0))
                it.rebuilt()
                self.assertEqual(it.undone(again), 8)
                self.expect_same(before, it.standing())

    def test_an_earlier_file_counts_again_and_a_later_one_stays(self):
        with Server(self.binary) as server:
            it = Business(server)
            first, _ = it.import_file(SALES)
            before = it.standing()
            corrected = SALES.replace("1,150000\n3", "3,150000\n3").replace("Trần Thị Hoa", "Trần Thị Hoà")
            second, counts = it.import_file(corrected)
            self.assertEqual(counts, (1, 4, 0))
            after = it.standing()
            it.undone(second)
            self.expect_same(before, it.standing())
            third, counts = it.import_file(corrected)
            self.assertEqual(counts, (1, 4, 0), "only what was taken back is told again")
            # The first goes; of the order that the later file told too, that stays.
            it.undone(first)
            self.assertEqual(it.rows("select order_id, total_minor from orders"), [("2", "450000")])
            self.assertEqual(it.rows("select name from parties"), [("Trần Thị Hoà",)])
            self.assertEqual(it.import_file(SALES)[1], (5, 0, 0))
            it.rebuilt()
            self.assertEqual(it.rows("select order_id, total_minor, refunded_minor from orders order by order_id")[:2],
                             [("1", "345000", "0"), ("2", "150000", "0")])
            self.assertNotEqual(before, after)
            self.assertEqual(it.undo(third).returncode, 0)

    def test_what_others_built_on_it_stays_true(self):
        with Server(self.binary) as server:
            it = Business(server)
            number, _ = it.import_file(SALES)
            # Recognised by what the file attached: the card stays, and is still known so.
            it.send(named("hoa", 7, phone="0912345679"))
            card = it.get("/v1/parties/by/phone/%2B84912345679").json["id"]
            self.assertIn("Trần Thị Hoa", [row[0] for row in it.rows("select name from parties")])
            it.undone(number)
            self.assertEqual(it.get("/v1/parties/by/phone/%2B84912345679").json["id"], card)
            self.assertEqual(it.rows("select count(*) from orders"), [("0",)])
            self.assertEqual(it.get("/v1/parties/by/phone/%2B84912345678").status, 404)
            self.assertEqual(it.import_file(SALES)[1], (5, 0, 0))
            self.assertEqual(it.get("/v1/parties/by/phone/%2B84912345679").json["id"], card)
            it.rebuilt()

    def test_merges_before_and_after_stay_and_can_be_parted(self):
        with Server(self.binary) as server:
            it = Business(server)
            it.send(named("dat", 1, name="Đạt", email="dat@mail.example"))
            number, _ = it.import_file(SALES)
            live = it.get("/v1/parties/by/user_id/dat").json["id"]
            made = it.get("/v1/parties/by/phone/%2B84912345678").json["id"]
            other = it.get("/v1/parties/by/phone/%2B84912345679").json["id"]
            self.assertEqual(it.change(f"/v1/parties/{live}/merges", {"party": made}).status, 201)
            self.assertEqual(it.change(f"/v1/parties/{other}/merges", {"party": live}).status, 201)
            self.assertEqual(it.get(f"/v1/parties/{live}").json["figures"]["orders"], 2)
            it.undone(number)
            card = it.get(f"/v1/parties/{live}").json
            self.assertEqual((card["id"], card["figures"]["orders"], card["name"]), (other, 0, "Đạt"))
            merge = it.get(f"/v1/parties/{other}/merges").json["data"][0]["id"]
            self.assertEqual(it.change(f"/v1/parties/{live}/merges/{merge}/undo").status, 201)
            it.rebuilt()
            self.assertEqual(it.get(f"/v1/parties/{live}").json["name"], "Đạt")
            self.assertEqual(it.import_file(SALES)[1], (5, 0, 0))
            it.rebuilt()

    def test_what_makes_no_sense_is_refused_and_changes_nothing(self):
        with Server(self.binary) as server:
            it = Business(server)
            number, _ = it.import_file(SALES)
            before = it.standing()
            for path, status, rule in (("/v1/imports/12345/undo", 404, "known"),
                                       ("/v1/imports/first/undo", 400, "format")):
                answer = it.change(path)
                self.assertEqual((answer.status, answer.json["rule"]), (status, rule), answer)
            self.assertEqual(server.request("POST", f"/v1/imports/{number}/undo", "{}", {"Authorization": f"Bearer {it.events}"}).status, 403)
            self.expect_same(before, it.standing())
            it.undone(number)
            twice = it.undo(number)
            self.assertEqual((twice.returncode, twice.stdout), (1, ""))
            self.assertIn("undone before", twice.stderr)
            late = it.change(f"/v1/imports/{number}/progress", {"rows": 9, "applied": 9, "repeated": 0, "refused": 0, "finished": True})
            self.assertEqual(late.status, 409, late)

    def test_products_are_what_others_said_of_them(self):
        with Server(self.binary) as server:
            it = Business(server)
            self.assertEqual(it.change("/v1/products", {"product_id": "R1", "name": "Robusta", "price": 120000}).status, 200)
            before = it.standing()
            first, counts = it.import_file("sku,name,price\nR1,Robusta Buôn Ma Thuột,150000\nA1,Arabica,200000\n", "goods.csv", "goods")
            self.assertEqual(counts, (2, 0, 0))
            second, _ = it.import_file("sku,name,price\nR1,,160000\nA1,Arabica Cầu Đất,\n", "prices.csv", "prices")
            sold, _ = it.import_file(SALES)
            named_by_sales = it.rows("select product_id from products")
            self.assertEqual(it.undone(first), 2)
            self.assertEqual(it.rows("select product_id, name, price_minor from products where product_id in ('R1', 'A1')"),
                             [("A1", "Arabica Cầu Đất", "None"), ("R1", "Robusta", "160000")])
            self.assertEqual(it.rows("select product_id from products"), named_by_sales, "a later file names it too")
            late = it.change(f"/v1/imports/{first}/products", {"products": [{"product_id": "A1", "price": 1}]})
            self.assertEqual(late.status, 409, late)
            it.undone(sold)
            it.undone(second)
            self.expect_same(before, it.standing())
            self.assertEqual(it.rows("select product_id from product_changes"), [])
            again, counts = it.import_file("sku,name,price\nR1,Robusta Buôn Ma Thuột,150000\nA1,Arabica,200000\n", "goods.csv", "goods")
            self.assertEqual(counts, (2, 0, 0))
            it.undone(again)
            self.expect_same(before, it.standing())

    def test_killed_in_between_it_goes_on_and_others_wait_for_nobody(self):
        with Server(self.binary) as server:
            it = Business(server)
            it.send(named("dat", 1, name="Đạt", phone="0912345678"))
            before = it.standing()
            rows = "".join(f"{n},2026-01-{1 + n % 28:02},C{n % 4000},Khách {n % 4000},,,R1,Robusta,1,{1000 + n}\n" for n in range(8000))
            number, counts = it.import_file(HEAD + rows)
            self.assertEqual(counts, (8000, 0, 0))
            self.assertEqual(it.change(f"/v1/imports/{number}/undo").status, 202)
            begun = it.change("/v1/imports", {"source": "till", "file": "b.csv", "file_hash": "b", "kind": "orders", "mapping": "{}"})
            self.assertEqual(begun.status, 409, "its rows would be known already, and then go")
            waits = []
            for kill in range(3):
                end = time.monotonic() + 60
                seen = it.get(f"/v1/imports/{number}").json
                while seen["state"] == "undoing" and seen["taken_back"] <= 2000 * kill and time.monotonic() < end:
                    begun = time.monotonic()
                    it.send(called("dat", len(waits)))
                    waits.append(time.monotonic() - begun)
                    seen = it.get(f"/v1/imports/{number}").json
                if seen["state"] == "undone":
                    break
                server.kill()
                server.start()
            end = time.monotonic() + 120
            while it.get(f"/v1/imports/{number}").json["state"] != "undone":
                self.assertLess(time.monotonic(), end)
                time.sleep(0.05)
            it.rebuilt()
            self.assertEqual(it.rows("select count(*) from parties"), [("1",)])
            self.assertEqual(it.rows("select count(*) + 1 from taken_back"), it.rows(f"select taken_back from imports where import_id = {number}"))
            self.assertEqual([row for row in it.standing()["events"] if "call" not in row], before["events"])
            self.assertEqual(it.import_file(HEAD + rows)[1], (8000, 0, 0))
            it.rebuilt()


if __name__ == "__main__":
    run_with_binary(ImportUndo)
