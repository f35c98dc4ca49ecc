#!/usr/bin/env python3
"""Taking back at a million parties: an import undone, two cards merged and parted again, while the server works.

usage: undo.py [--parties N] [--full] [--rows N]

The record is filled from a file of N parties (100 thousand; --full: a million). Then a file of orders comes in and is taken back, and two
cards are merged and parted. What is timed ends when nothing is left to do.
"""
import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools/bench"))
from figures import GANBO, ROOT, give_up, print_figure, say  # noqa: E402

sys.path.insert(0, str(ROOT / "tests"))
from ganbo_server import Server  # noqa: E402

SECONDS_MAX = 5  # the issue allows no more


def write_parties(path, parties):
    with path.open("w", encoding="utf-8") as file:
        file.write("customer_id,name,email,phone\n")
        for number in range(parties):
            file.write(f"K{number},Khách {number:07},k{number}@example.com,09{10_000_000 + number}\n")


def write_orders(path, rows, parties):
    """Two lines an order; every tenth order is of somebody new."""
    with path.open("w", encoding="utf-8") as file:
        file.write("order_id,date,customer_id,customer_name,product_id,product_name,quantity,unit_price\n")
        for row in range(rows):
            order = row // 2
            customer = f"N{order}" if order % 10 == 0 else f"K{order * 7919 % parties}"
            file.write(f"D{order},2026-{order % 6 + 1:02}-{order % 28 + 1:02} 10:00,{customer},,P{row % 50},Product {row % 50},2,45000\n")


def must(*command):
    done = subprocess.run([GANBO, *command], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        give_up(f"{' '.join(command[:2])}: {done.stderr}")
    return done.stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--parties", type=int, default=100_000)
    parser.add_argument("--full", action="store_true", help="a million parties")
    parser.add_argument("--rows", type=int, default=10_000, help="of the file that is taken back")
    asked, _ = parser.parse_known_args()  # bench/run hands all benchmarks the same flags
    parties = 1_000_000 if asked.full else asked.parties
    with tempfile.TemporaryDirectory(prefix="ganbo-bench-") as temporary:
        folder, data = Path(temporary), str(Path(temporary) / "data")
        write_parties(folder / "parties.csv", parties)
        write_orders(folder / "orders.csv", asked.rows, parties)
        begun = time.monotonic()
        must("import", str(folder / "parties.csv"), "--data", data, "--source", "till")
        print_figure("parties_imported_per_s", parties / (time.monotonic() - begun), "1/s", {"parties": parties})
        conditions = {"parties": parties, "rows": asked.rows}
        with Server(GANBO, directory=data) as server:
            server.start()
            say("serving, and looking for duplicates among all of them")
            admin = server.make_key("admin")
            before = server.counts("parties", "events", "orders", "order_lines")
            made = json.loads(must("import", str(folder / "orders.csv"), "--data", data, "--source", "till", "--json"))
            server.settle()
            begun = time.monotonic()
            must("import", "undo", made["import_id"], "--data", data)
            server.settle()
            print_figure("import_undone_s", time.monotonic() - begun, "s", conditions, at_most=SECONDS_MAX)
            if server.counts("parties", "events", "orders", "order_lines") != before:
                give_up("the record is not as it was before the import")
            one, other = (server.get(f"/v1/parties/by/email/k{number}@example.com", admin).json["id"] for number in (1, 2))

            def timed(name, path, body):
                begun = time.monotonic()
                answer = server.request("POST", path, json.dumps(body), {"Authorization": f"Bearer {admin}"}, seconds_max=120)
                server.settle()
                assert answer.status == 201, answer.json
                print_figure(f"{name}_s", time.monotonic() - begun, "s", conditions, at_most=SECONDS_MAX)
                return answer.json

            merge = timed("merge", f"/v1/parties/{one}/merges", {"party": other})["id"]
            timed("merge_undone", f"/v1/parties/{other}/merges/{merge}/undo", {})


if __name__ == "__main__":
    main()
