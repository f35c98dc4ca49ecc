"""Kills a server under load, again and again, and then counts.

Several clients send batches as the official SDKs do (messageId, sentAt anew for each attempt) and repeat each until it is acknowledged.
Meanwhile the process is killed at random moments, also while it starts, and started again. Each client keeps a ledger of its own of what
it was told. At the end the record is read by another SQLite than ganbo's:

  1. every acknowledged event is there exactly once, on the party that the acknowledgement named or that this one was merged into;
  2. there is nothing else: no event, order or refund that the ledger does not know, none twice;
  3. orders and refunds of every party add up to the ledger's sums;
  4. `rebuild` finds no difference, `doctor` nothing bad, SQLite's own check nothing either;
  5. what was acknowledged and is sent again is `repeated` with the same event_id, and changes nothing.

    crash.py BINARY [--kills 200] [--signal kill|term] [--clients 4] [--seed N] [--keep] [--record postgres [--servers 3]]

With --record postgres the record is on a private PostgreSQL cluster, which is brought down at once now and then as well. Several servers share
it; each attempt goes to any of them, and any of them is killed while the others serve.

Threads of clients make the interleaving differ between runs of one seed; the seed fixes what is sent and when it is killed.
"""

import argparse
import collections
import datetime
import http.client
import json
import pathlib
import random
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, basic  # noqa: E402
from private_postgres import test_server  # noqa: E402

USERS = 300
ITEMS_MAX = 25                 # of a batch
ATTEMPT_PAUSE_S = 0.05
ACKNOWLEDGE_SECONDS_MAX = 120  # longer without an answer to one batch is a failure of its own


def now_text():
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Ledger:
    """What one client sent and was told; nobody else writes it."""

    def __init__(self):
        self.acknowledged = {}                     # messageId -> (event_id, party_id)
        self.events_of_call = collections.Counter()
        self.joined = set()                        # users who were said to belong to an organisation
        self.order_total = {}                      # order_id -> dong
        self.order_refunded = collections.Counter()
        self.order_user = {}                       # order_id -> user, of those filed under one
        self.batches = []                          # a few of them, to be sent again
        self.attempts = 0
        self.refused = []


class Client(threading.Thread):
    def __init__(self, number, seed, servers, key, stop):
        super().__init__(daemon=True)
        self.number = number
        self.random = random.Random(seed * 1000 + number)
        self.servers = servers
        self.key = key
        self.stop = stop
        self.ledger = Ledger()
        self.orders = []  # own ones that can still be refunded: (order_id, who, total left)
        self.sent = 0
        self.problem = None

    def run(self):
        try:
            while not self.stop.is_set():
                self.deliver([self.item() for _ in range(self.random.randint(1, ITEMS_MAX))])
        except Exception as problem:  # reported by the main thread, which fails the test
            self.problem = problem

    # What is sent. Users are shared by all clients, and so are their e-mails, phones and browsers.

    def item(self):
        self.sent += 1
        rng = self.random
        user = rng.randrange(USERS)
        item = {"messageId": f"c{self.number}-{self.sent}", "timestamp": now_text()}
        browser = f"browser-{user}" if rng.random() < 0.8 else f"tablet-{user % 7}"  # a tablet serves many people
        roll = rng.random()
        if roll < 0.2:
            traits = {"name": f"Khách Số {user}", "visits": rng.randrange(5)}  # visits is unknown: it goes to the quarantine
            if rng.random() < 0.6:
                traits["email"] = f"family{user // 3}@example.com"  # shared by three users
            if rng.random() < 0.4:
                traits["phone"] = f"09{10_000_000 + user:08d}"
            return {**item, "type": "identify", "userId": f"u{user}", "anonymousId": browser, "traits": traits}
        if roll < 0.5:
            who = {"userId": f"u{user}"} if rng.random() < 0.7 else {"anonymousId": browser}
            order_id, total = f"O-{self.number}-{self.sent}", rng.randrange(1, 500) * 1000
            self.ledger.order_total[order_id] = total
            if "userId" in who:
                self.ledger.order_user[order_id] = who["userId"]
            self.orders.append([order_id, who, total])
            lines = [{"product_id": f"P{rng.randrange(40)}", "quantity": 1, "price": total}]
            return {**item, "type": "track", "event": "Order Completed", **who, "properties": {"order_id": order_id, "total": total, "products": lines}}
        if roll < 0.58 and self.orders:
            order = rng.choice(self.orders)
            back = min(order[2], rng.randrange(1, 100) * 1000)
            if back > 0:
                order[2] -= back
                self.ledger.order_refunded[order[0]] += back
                return {**item, "type": "track", "event": "Order Refunded", **order[1], "properties": {"order_id": order[0], "total": back}}
        if roll < 0.7:
            return {**item, "type": "page", "anonymousId": browser, "name": "Menu", "properties": {"path": "/menu"}}
        if roll < 0.74:
            return {**item, "type": "group", "userId": f"u{user}", "groupId": f"cafe-{user % 20}", "traits": {"name": f"Quán {user % 20}"}}
        if roll < 0.77:
            return {**item, "type": "alias", "userId": f"u{user}", "previousId": browser}
        return {**item, "type": "track", "event": "Song Played", "userId": f"u{user}", "anonymousId": browser, "properties": {"song": rng.randrange(9)}}

    # Until it is acknowledged, with the same names.

    def deliver(self, batch):
        deadline = time.monotonic() + ACKNOWLEDGE_SECONDS_MAX
        while True:
            if time.monotonic() > deadline:
                raise AssertionError(f"A batch was not acknowledged within {ACKNOWLEDGE_SECONDS_MAX} s.")
            self.ledger.attempts += 1
            answer = self.attempt(batch)
            if answer is not None:
                break
            time.sleep(ATTEMPT_PAUSE_S * self.random.random())
        for item, outcome in zip(batch, answer["outcomes"], strict=True):
            if outcome["status"] not in ("applied", "repeated"):
                self.ledger.refused.append((item, outcome))
                continue
            assert outcome["messageId"] == item["messageId"], (item, outcome)
            self.ledger.acknowledged[item["messageId"]] = (int(outcome["event_id"]), int(outcome["party_id"]))
            self.ledger.events_of_call[item["type"]] += 1
            if item["type"] == "group":
                self.ledger.joined.add(item["userId"])
        if len(self.ledger.batches) < 40:
            self.ledger.batches.append(batch)
        else:
            self.ledger.batches[self.random.randrange(40)] = batch

    def attempt(self, batch):
        connection = http.client.HTTPConnection("127.0.0.1", self.random.choice(self.servers).port, timeout=30)
        try:
            body = json.dumps({"batch": batch, "sentAt": now_text()})
            connection.request("POST", "/v1/batch", body, {**basic(self.key), "Content-Type": "application/json"})
            response = connection.getresponse()
            text = response.read()
        except (OSError, http.client.HTTPException):
            return None  # no answer is no acknowledgement
        finally:
            connection.close()
        if response.status == 200:
            return json.loads(text)
        if response.status in (429, 503):
            return None
        raise AssertionError(f"An answer that a good batch must not get: {response.status} {text[:500]!r}")


class Audit:
    """Collects what is wrong instead of stopping at the first thing."""

    def __init__(self):
        self.findings = []

    def expect(self, holds, sentence):
        if not holds:
            self.findings.append(sentence)


def kill_again_and_again(servers, options, rng, clients, cluster):
    """Returns how often one was ended while it started, and while it served."""
    early = late = 0
    while early + late < options.kills:
        for client in clients:
            if client.problem:
                raise client.problem
        server = rng.choice(servers)
        if server.running():  # beside the one killed last
            server.kill()
            late += 1
        if options.signal == "kill" and rng.random() < 0.15:
            server.spawn()
            time.sleep(rng.random() * 0.3)
            server.kill()
            early += 1
            continue
        start_all(servers)
        time.sleep(rng.random() ** 2 * options.life_s)
        if cluster and rng.random() < 0.3:
            cluster.crash()
            time.sleep(rng.random() * options.life_s)
        for one in servers:
            if not one.running():
                raise AssertionError(f"A server ended by itself with {one.process.wait()}: {one.errors()}")
        if options.signal == "kill":
            server.kill()
        else:
            code = server.stop()
            assert code == 0, f"SIGTERM ended it with {code}: {server.errors()}"
        late += 1
        if (early + late) % 25 == 0:
            print(f"  {early + late} of {options.kills}, {sum(len(c.ledger.acknowledged) for c in clients)} events acknowledged", flush=True)
    return early, late


def start_all(servers):
    for server in servers:
        if not server.running():
            server.start()


def stands_for(merged_into, party):
    while merged_into.get(party, 0) != 0:
        party = merged_into[party]
    return party


def audit_record(server, ledgers, audit):
    acknowledged = {}
    for ledger in ledgers:
        acknowledged.update(ledger.acknowledged)
    calls = sum((ledger.events_of_call for ledger in ledgers), collections.Counter())
    with server.record() as record:
        if not server.record_address:
            check = record.execute("pragma integrity_check").fetchone()[0]
            audit.expect(check == "ok", f"SQLite's integrity check says: {check}")
        merged_into = dict(record.execute("select party_id, merged_into from parties"))
        events = {}
        for event_id, party_id, origin in record.execute("select event_id, party_id, origin_party_id from events"):
            audit.expect(event_id not in events, f"Event {event_id} is there twice.")
            events[event_id] = (party_id, origin)

        # 1. All that was acknowledged, where it was said to be.
        for name, (event_id, party_id) in acknowledged.items():
            held = events.get(event_id)
            if held is None:
                audit.expect(False, f"LOST: {name} was acknowledged as event {event_id} and is not there.")
                continue
            stands, origin = (stands_for(merged_into, party) for party in (party_id, held[1]))
            audit.expect(origin == stands, f"{name} was filed for party {party_id}, the record says {held[1]}.")
            audit.expect(held[0] == stands, f"{name} stands with party {held[0]}, its party {party_id} became {stands}.")
        audit.expect(len({event_id for event_id, _ in acknowledged.values()}) == len(acknowledged), "Two names were answered with one event.")

        # 2. Nothing else. A group call with a user is two events: the organisation, and that the user belongs to it. The
        # first of a user stands on the organisation's card too.
        joined = set().union(*(ledger.joined for ledger in ledgers))
        awaited = sum(calls.values()) + calls["group"] + len(joined)
        audit.expect(len(events) == awaited, f"{len(events)} events are there, {awaited} were sent.")
        names = "select count(*) from (select name_hash from command_names union select name_hash from recent_command_names) names"
        audit.expect(record.execute(names).fetchone()[0] >= sum(calls.values()), "Names are missing.")

        # 3. Orders and refunds.
        total, refunded, users = {}, collections.Counter(), {}
        for ledger in ledgers:
            total.update(ledger.order_total)
            refunded.update(ledger.order_refunded)
            users.update(ledger.order_user)
        party_of_user = dict(record.execute("select value, party_id from identifier_claims where type = 'user_id'"))
        seen = set()
        for party_id, order_id, order_total, order_refunded in record.execute("select party_id, order_id, total_minor, refunded_minor from orders"):
            audit.expect(order_id not in seen, f"Order {order_id} is there twice.")
            seen.add(order_id)
            audit.expect(order_total == total.get(order_id), f"Order {order_id} is {order_total}, sent was {total.get(order_id)}.")
            audit.expect(order_refunded == refunded[order_id], f"Order {order_id} has {order_refunded} back, sent were {refunded[order_id]}.")
            if order_id in users:
                audit.expect(party_id == party_of_user.get(users[order_id]), f"Order {order_id} of {users[order_id]} stands with party {party_id}.")
        audit.expect(seen == set(total), f"{len(total)} orders were sent, {len(seen)} are there.")
        lines = record.execute("select coalesce(sum(amount_minor), 0) from order_lines").fetchone()[0]
        awaited_lines = sum(total.values()) - sum(refunded.values())
        audit.expect(lines == awaited_lines, f"The lines come to {lines}, sent was {awaited_lines}.")

        # The cards say the same as the ledger, each event on one card.
        orders, spent, back, on_cards = 0, 0, 0, 0
        for (figures,) in record.execute("select figures from parties where merged_into = 0"):
            figures = json.loads(figures)
            on_cards += sum(figures.get("events", {}).values())
            for money in figures.get("money", {}).values():
                orders, spent, back = orders + money[0], spent + money[1], back + money[2]
        audit.expect((orders, spent, back) == (len(total), sum(total.values()), sum(refunded.values())),
                     f"Cards say {orders} orders, {spent} spent, {back} back; sent were {len(total)}, {sum(total.values())}, {sum(refunded.values())}.")
        audit.expect(on_cards == awaited, f"Cards count {on_cards} events, {awaited} were sent.")
    return len(acknowledged), len(total)


def audit_answers(server, key, ledgers, audit):
    """What the running server says of itself, and of what it is sent again."""
    code, report = server.rebuild()
    differences = sum(table["differences"] for table in report["tables"])
    audit.expect(code == 0 and differences == 0, f"rebuild finds {differences} differences: {report.get('examples')}")
    code, report = server.doctor()
    bad = [f for f in report["findings"] if not f["good"] and f["what"] not in ("disk", "durability")]  # the tester's full disk, and PostgreSQL without fsync
    audit.expect(not bad, f"doctor says: {bad}")

    before = server.counts()
    for ledger in ledgers:
        for batch in ledger.batches[:10]:
            answer = server.post("/v1/batch", key, {"batch": batch, "sentAt": now_text()})
            audit.expect(answer.status == 200, f"A repeat was answered {answer}")
            for item, outcome in zip(batch, answer.json["outcomes"], strict=True):
                known = ledger.acknowledged[item["messageId"]]
                audit.expect(outcome["status"] == "repeated" and int(outcome["event_id"]) == known[0], f"A repeat of {item} gave {outcome}, not {known}.")
    after = server.counts()
    audit.expect(before == after, f"Repeats changed the record: {before} became {after}.")


def main():
    parser = argparse.ArgumentParser(description="Crash test of ganbo.")
    parser.add_argument("binary")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--signal", choices=("kill", "term"), default="kill")
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--life-s", type=float, default=2.0, help="a server lives at most this long; the moments are denser right after the start")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--record", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--servers", type=int, default=1, help="on one record, with --record postgres")
    parser.add_argument("--keep", action="store_true", help="keep the data directory and print where it is")
    options = parser.parse_args()
    print(f"crash: seed {options.seed}, {options.kills} times {options.signal}, {options.clients} clients, {options.servers} servers", flush=True)

    rng = random.Random(options.seed)
    cluster = test_server() if options.record == "postgres" else None
    address = cluster.address(cluster.make_database("crashed")) if cluster else None
    if options.servers > 1 and not cluster:
        parser.error("Several servers share a record on PostgreSQL: --record postgres.")
    servers = [Server(options.binary, record=address) for _ in range(options.servers)]
    server = servers[0]
    begun = time.monotonic()
    stop = threading.Event()
    try:
        key = server.make_key("events", "--source", "shop")
        clients = [Client(number, options.seed, servers, key, stop) for number in range(options.clients)]
        for client in clients:
            client.start()
        early, late = kill_again_and_again(servers, options, rng, clients, cluster)
        start_all(servers)
        stop.set()
        for client in clients:
            client.join(ACKNOWLEDGE_SECONDS_MAX + 30)
            if client.problem:
                raise client.problem
        ledgers = [client.ledger for client in clients]

        audit = Audit()
        refused = [pair for ledger in ledgers for pair in ledger.refused]
        audit.expect(not refused, f"{len(refused)} good events were refused, such as {refused[:2]}")
        audit_answers(server, key, ledgers, audit)
        for one in servers:
            code = one.stop()
            audit.expect(code == 0, f"SIGTERM ended it with {code}: {one.errors()}")
        events, orders = audit_record(server, ledgers, audit)
    finally:
        stop.set()
        if options.keep:
            print(f"The data directory is {server.directory}.")
            server._own_directory._finalizer.detach()
            server._own_directory = None
        for one in servers:
            one.close()
        if cluster:
            cluster.close()

    attempts = sum(ledger.attempts for ledger in ledgers)
    print(f"{early} ends while starting, {late} while serving; {events} events and {orders} orders acknowledged in {attempts} attempts, "
          f"{time.monotonic() - begun:.0f} s")
    for finding in audit.findings[:30]:
        print("WRONG:", finding)
    if audit.findings:
        print(f"{len(audit.findings)} findings; seed {options.seed}")
        return 1
    print("Nothing acknowledged was lost, nothing was doubled.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
