#!/usr/bin/env python3
"""Corrections while events come in: merging two cards of many touchpoints, undoing it, erasing one, dating a rate back.

usage: corrections.py [--touchpoints N]

Each card has N orders (10 thousand), every tenth in dollars. Beside it one client sends batches of 100 events about others and times
every request, so that what a correction does to them is seen.
"""
import argparse
import json
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools/bench"))
from figures import GANBO, ROOT, print_figure  # noqa: E402

sys.path.insert(0, str(ROOT / "tests"))
from ganbo_server import Server  # noqa: E402

SECONDS_MAX = 2  # the issue allows no more for a merge, and for its undo


def order(user, number, foreign=False):
    return {"type": "track", "event": "Order Completed", "userId": user, "messageId": f"{user}-{number}", "timestamp": f"2026-0{number % 8 + 1}-{number % 27 + 1:02}T03:00:00Z",
            "properties": {"order_id": f"{user}-{number}", "currency": "USD" if foreign else "VND",
                           "products": [{"product_id": f"P{number % 50}", "quantity": 2, "price": 4 if foreign else 45000}]}}


class Beside:
    """The client that goes on sending; the slowest request of each stretch."""

    def __init__(self, server, key):
        self.server, self.key, self.slowest_s, self.sent, self.over = server, key, 0.0, 0, False
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        while not self.over:
            items = [order(f"other{(self.sent + n) % 997}", self.sent + n) for n in range(100)]
            begun = time.monotonic()
            answer = self.server.post("/v1/batch", self.key, {"batch": items})
            self.slowest_s = max(self.slowest_s, time.monotonic() - begun)
            assert answer.status == 200, answer.json
            self.sent += 100

    def stretch(self):
        slowest, self.slowest_s = self.slowest_s, 0.0
        return slowest


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--touchpoints", type=int, default=10_000, help="of each of the two cards")
    asked = parser.parse_args()
    conditions = {"touchpoints_each": asked.touchpoints}
    with Server(GANBO) as server:
        server.start()
        events, admin = server.make_key("events"), server.make_key("admin")
        for user in ("lan", "lan2"):
            for first in range(0, asked.touchpoints, 500):
                batch = [order(user, number, number % 10 == 0) for number in range(first, min(first + 500, asked.touchpoints))]
                answer = server.post("/v1/batch", events, {"batch": batch})
                assert answer.json["refused"] == 0, answer.json
        one, other = (server.get(f"/v1/parties/by/user_id/{user}", admin).json["id"] for user in ("lan", "lan2"))
        beside = Beside(server, events)

        def timed(name, method, path, body, at_most=SECONDS_MAX):
            beside.stretch()
            begun = time.monotonic()
            answer = server.request(method, path, json.dumps(body), {"Authorization": f"Bearer {admin}"}, seconds_max=120)
            took = time.monotonic() - begun
            assert answer.status in (200, 201), answer.json
            time.sleep(1)
            print_figure(f"{name}_s", took, "s", {**conditions, "slowest_request_beside_s": round(beside.stretch(), 3)}, at_most=at_most)
            return answer.json

        try:
            time.sleep(1)
            merge = timed("merge", "POST", f"/v1/parties/{one}/merges", {"party": other})["id"]
            timed("undo", "POST", f"/v1/parties/{other}/merges/{merge}/undo", {})
            begun = time.monotonic()
            timed("set_rate", "POST", "/v1/rates", {"currency": "USD", "from": "2026-01-01", "rate": "25400"}, None)
            while server.get("/v1/rates", admin).json["waiting"]:
                time.sleep(0.02)
            print_figure("rate_dated_back_s", time.monotonic() - begun, "s", {**conditions, "foreign_orders": asked.touchpoints // 5})
            timed("erase", "POST", f"/v1/parties/{one}/erase", {}, None)
        finally:
            beside.over = True
            beside.thread.join()
        server.settle()
        code, report = server.rebuild()
        assert code == 0, report


if __name__ == "__main__":
    main()
