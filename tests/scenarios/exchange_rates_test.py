"""Amounts of other currencies: by the rate of their day, waiting while there is none, valued anew when a rate is dated back.

    exchange_rates_test.py BINARY [--record postgres] [unittest's arguments]
"""

import datetime
import decimal
import fractions
import json
import pathlib
import random
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, run_with_binary  # noqa: E402

SEED = random.randrange(1 << 32)
DIGITS = {"VND": 0, "USD": 2, "EUR": 2, "KWD": 3}
FIRST = datetime.date(2026, 1, 1)


def half_even(value):
    whole, rest = divmod(value, 1)
    return int(whole) + (1 if rest > fractions.Fraction(1, 2) or (rest == fractions.Fraction(1, 2) and whole % 2) else 0)


class Auditor:
    """What cards should say, computed from all that was told so far with fractions and no code of ganbo's."""

    def __init__(self):
        self.told = []  # (customer, currency, minor, instant UTC, is_refund)
        self.rates = {}  # (currency, first day) → fraction
        self.hours = 7

    def rate_on(self, currency, day):
        known = [(first, rate) for (other, first), rate in self.rates.items() if other == currency and first <= day]
        return max(known)[1] if known else None

    def card(self, customers):
        spent, waiting, known = 0, {}, False
        for customer, currency, minor, instant, is_refund in self.told:
            if customer not in customers:
                continue
            day = (instant + datetime.timedelta(hours=self.hours)).date()
            rate = fractions.Fraction(1) if currency == "VND" else self.rate_on(currency, day)
            if rate is None:
                waiting[currency] = waiting.get(currency, 0) + (-minor if is_refund else minor)
            else:
                known = True
                worth = half_even(fractions.Fraction(minor, 10 ** DIGITS[currency]) * rate)
                spent += -worth if is_refund else worth
        return spent if known else None, waiting


def written(minor, currency):
    return str(decimal.Decimal(minor).scaleb(-DIGITS[currency]))


class ExchangeRates(unittest.TestCase):
    def setUp(self):
        self.server = Server(self.binary)
        self.addCleanup(self.server.close)
        self.server.start()
        self.events = self.server.make_key("events")
        self.admin = self.server.make_key("admin")

    def send(self, *items):
        answer = self.server.post("/v1/batch", self.events, {"batch": list(items)}).json
        self.assertEqual(answer["applied"], len(items), answer)

    def order(self, user, number, amount, currency, at, event="Order Completed"):
        return {"type": "track", "event": event, "userId": user, "messageId": f"{event}{number}", "timestamp": at,
                "properties": {"order_id": f"A{number}", "total": amount, "currency": currency}}

    def call(self, method, path, body=None):
        return self.server.request(method, path, json.dumps(body) if body is not None else None, {"Authorization": f"Bearer {self.admin}"})

    def set_rate(self, currency, day, rate):
        done = self.call("POST", "/v1/rates", {"currency": currency, "from": day, "rate": rate})
        self.assertEqual(done.status, 200, done.json)

    def card(self, user):
        return self.server.get(f"/v1/parties/by/user_id/{user}", self.admin).json

    def rebuilt(self):
        self.server.settle()
        code, report = self.server.rebuild()
        self.assertEqual(code, 0, f"{report}, seed {SEED}")

    def test_an_order_without_a_rate_counts_and_its_amount_waits(self):
        self.send(self.order("lan", 1, 20, "USD", "2026-03-01T03:00:00Z"))
        figures = self.card("lan")["figures"]
        self.assertEqual((figures["orders"], figures["spent"], figures["waiting"]),
                         (1, {"amount": "20.00", "currency": "USD"}, [{"amount": "20.00", "currency": "USD"}]), "nothing is known in đồng: the card speaks in dollars")
        self.send(self.order("lan", 2, 150000, "VND", "2026-03-02T03:00:00Z"))
        figures = self.card("lan")["figures"]
        self.assertEqual((figures["orders"], figures["spent"], figures["waiting"], figures["average_order"]),
                         (2, {"amount": "150000", "currency": "VND"}, [{"amount": "20.00", "currency": "USD"}], {"amount": "150000", "currency": "VND"}))
        waiting = self.call("GET", "/v1/rates").json["waiting"]
        self.assertEqual(waiting, [{"currency": "USD", "touchpoints": 1, "first_day": "2026-03-01"}])
        listed = self.server.verb("rate", "list").stdout
        self.assertIn("USD: 1 touchpoints wait for a rate, the first of 2026-03-01", listed)
        self.rebuilt()
        # A rate dated back is a correction; one of a later day changes nothing that was.
        self.assertEqual(self.server.verb("rate", "set", "USD", "25400", "2026-02-01").returncode, 0)
        self.set_rate("USD", "2026-03-05", "26000")
        self.server.settle()
        figures = self.card("lan")["figures"]
        self.assertEqual((figures["spent"], figures["waiting"]), ({"amount": "658000", "currency": "VND"}, []))
        entries = self.server.get(f"/v1/parties/{self.card('lan')['id']}/timeline", self.admin).json["data"]
        self.assertEqual([entry.get("reporting", "not said") for entry in entries], ["not said", {"amount": "508000", "currency": "VND", "rate": "25400"}])
        with self.server.record() as record:
            row = record.execute("select currency, rate, reporting_minor from events where currency is not null").fetchone()
            self.assertEqual([str(value) for value in row], ["USD", "25400000000000000", "508000"])
            line = record.execute("select amount_minor, reporting_minor from order_lines where currency = 'USD'").fetchone()
            self.assertEqual([int(value) for value in line], [2000, 508000])
        # Sent again the event is the same; taken back, its amount waits again.
        again = self.server.post("/v1/batch", self.events, {"batch": [self.order("lan", 1, 20, "USD", "2026-03-01T03:00:00Z")]}).json
        self.assertEqual(again["repeated"], 1, again)
        self.assertEqual(self.call("DELETE", "/v1/rates/USD/2026-02-01").status, 200)
        self.server.settle()
        self.assertEqual(self.card("lan")["figures"]["waiting"], [{"amount": "20.00", "currency": "USD"}])
        self.rebuilt()

    def test_refusals_name_the_field_and_change_nothing(self):
        for body, field, rule in (
                ({"currency": "USD", "from": "2026-01-01", "rate": "0"}, "rate", "range"),
                ({"currency": "USD", "from": "2026-01-01", "rate": -5}, "rate", "type"),
                ({"currency": "USD", "from": "2026-01-01", "rate": 9000001}, "rate", "range"),
                ({"currency": "USD", "from": "2026-01-01"}, "rate", "required"),
                ({"currency": "USD", "rate": 1}, "from", "required"),
                ({"currency": "USD", "from": "31/01/2026", "rate": 1}, "from", "format"),
                ({"currency": "XXA", "from": "2026-01-01", "rate": 1}, "currency", "known"),
                ({"currency": "VND", "from": "2026-01-01", "rate": 1}, "currency", "different"),
                ({"currency": "USD", "from": "2026-01-01", "rate": 1, "until": "2026-02-01"}, "until", "known"),
                ({"rates": []}, "rates", "required"),
                ({"rates": [{"currency": "USD", "from": "2026-01-01", "rate": 1}, {"currency": "EUR", "from": "2026-01-01", "rate": 0}]}, "rates[1].rate", "range")):
            answer = self.call("POST", "/v1/rates", body)
            self.assertEqual((answer.status, answer.json.get("field"), answer.json.get("rule")), (400, field, rule), answer.json)
        self.assertEqual(self.call("DELETE", "/v1/rates/USD/2026-01-01").status, 404)
        self.assertEqual((self.call("GET", "/v1/rates").json["data"], self.server.count("exchange_rates"), self.server.count("outbox")), ([], 0, 0))
        reader = self.server.make_key("read")
        self.assertEqual(self.server.request("POST", "/v1/rates", "{}", {"Authorization": f"Bearer {reader}"}).status, 403)

    def test_cards_agree_with_an_auditor_whatever_is_set_taken_back_merged_and_redated(self):
        made, audit = random.Random(SEED), Auditor()
        customers = [f"u{number}" for number in range(40)]
        number = 0
        for step in range(60):
            what = made.choice(["orders", "orders", "orders", "rate", "rate", "take back", "zone", "kill"])
            if what == "orders":
                items = []
                for _ in range(made.randrange(1, 12)):
                    number += 1
                    customer, currency = made.choice(customers), made.choice(list(DIGITS))
                    minor = made.randrange(1, 10 ** (DIGITS[currency] + 4))
                    instant = datetime.datetime.combine(FIRST, datetime.time()) + datetime.timedelta(minutes=made.randrange(200 * 24 * 60))
                    is_refund = made.random() < 0.2
                    audit.told.append((customer, currency, minor, instant, is_refund))
                    items.append(self.order(customer, number, written(minor, currency), currency, instant.isoformat() + "Z", "Order Refunded" if is_refund else "Order Completed"))
                self.send(*items)
            elif what == "rate":
                currency, day = made.choice(["USD", "EUR", "KWD"]), FIRST + datetime.timedelta(days=made.randrange(220))
                rate = f"{made.randrange(1, 90000)}.{made.randrange(10 ** 6):06d}"
                audit.rates[(currency, day)] = fractions.Fraction(rate)
                self.set_rate(currency, day.isoformat(), rate)
            elif what == "take back" and audit.rates:
                currency, day = made.choice(sorted(audit.rates))
                del audit.rates[(currency, day)]
                self.assertEqual(self.call("DELETE", f"/v1/rates/{currency}/{day.isoformat()}").status, 200)
            elif what == "zone" and step % 4 == 0:
                audit.hours = made.choice([0, 7, 9])
                zone = {0: "UTC", 7: "Asia/Ho_Chi_Minh", 9: "Asia/Tokyo"}[audit.hours]
                self.assertEqual(self.server.verb("settings", f"business.time_zone={zone}").returncode, 0)
            elif what == "kill" and step % 3 == 0:
                self.server.kill()
                self.server.start()
        merged = []
        for _ in range(4):
            one, other = made.sample(customers, 2)
            cards = [self.card(customer).get("id") for customer in (one, other)]
            if None not in cards and cards[0] != cards[1]:
                self.assertEqual(self.call("POST", f"/v1/parties/{cards[0]}/merges", {"party": cards[1]}).status, 201)
                merged.append((one, other))
        self.rebuilt()
        groups = {customer: {customer} for customer in customers}
        for one, other in merged:
            together = groups[one] | groups[other]
            for customer in together:
                groups[customer] = together
        for customer in customers:
            spent, waiting = audit.card(groups[customer])
            card = self.card(customer)
            if "figures" not in card:
                continue
            figures = card["figures"]
            self.assertEqual({money["currency"]: money["amount"] for money in figures["waiting"]},
                             {currency: written(minor, currency) for currency, minor in waiting.items()}, f"{customer}, seed {SEED}")
            if spent is not None:
                self.assertEqual(figures["spent"], {"amount": str(spent), "currency": "VND"}, f"{customer}, seed {SEED}")

    def test_a_correction_that_is_cut_short_goes_on_after_a_restart(self):
        for slice_of in range(0, 400, 100):
            self.send(*(self.order(f"u{number}", number, 10, "USD", "2026-03-01T03:00:00Z") for number in range(slice_of, slice_of + 100)))
        self.set_rate("USD", "2026-01-01", "25000")
        time.sleep(3.1)
        self.server.kill()
        self.server.start()
        self.rebuilt()
        with self.server.record() as record:
            self.assertEqual(int(record.execute("select sum(reporting_minor) from events").fetchone()[0]), 400 * 250_000)


if __name__ == "__main__":
    print(f"seed {SEED}")
    run_with_binary(ExchangeRates)
