"""Plays the scenarios of cards.txt against a server and compares the cards.

    cards_test.py BINARY [--seed N] [--shuffles 10] [--only WORD]

A scenario is what happens and what must come of it:

    at WHEN CALL ["Event or page name"] key=value …    an event. WHEN is 3d2h (since a fixed morning) or now-10m. userId, anonymousId,
                                                       previousId, groupId and messageId are ids, other keys properties or traits;
                                                       products=ID*QUANTITY@PRICE,…; clock=+3h is what the sender's clock is off by;
                                                       refused=FIELD/RULE says that it must not be taken
    card TYPE/VALUE key=value …                        figures, counts by type of event, name, kind, trait.NAME,
                                                       open=KIND:NUMBER,…; times as WHEN
    order TYPE/VALUE ORDER key=value …                 status, total and refunded in minor units
    same A B …, apart A B …                            identifiers of one party, of different parties
    suggested A B by TYPE                              a suggestion that the two may be one
    parties N                                          how many parties the scenario made
    waiting FIELD N, use FIELD "words"                 the quarantine
    for N STEP                                         the step with {i} from 0 to N-1

`any order`: the events are sent as written, reversed and shuffled, one by one and in batches, some twice; every card and timeline must come
out the same to the last digit. `in order`: as written. Scenarios keep out of each other's way because every identifier is given a suffix of its run.
"""

import argparse
import contextlib
import datetime
import json
import pathlib
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server  # noqa: E402
from private_postgres import test_server  # noqa: E402

NOW = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
MORNING = NOW.replace(hour=2, minute=0, second=0) - datetime.timedelta(days=60)
TOLERANCE_S = 60  # of times that the server computed from its own clock
UNITS = {"d": "days", "h": "hours", "m": "minutes"}
IDS = ("userId", "anonymousId", "previousId", "groupId", "messageId")


def duration(text):
    parts = re.findall(r"(\d+)([dhm])", text)
    assert parts and "".join(n + u for n, u in parts) == text.lstrip("+-"), f"{text} is not a duration"
    total = sum((datetime.timedelta(**{UNITS[unit]: int(number)}) for number, unit in parts), datetime.timedelta())
    return -total if text.startswith("-") else total


def instant(text):
    return NOW + duration(text[3:]) if text.startswith("now") else MORNING + duration(text)


def rfc3339(moment):
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def value_of(text):
    try:
        return json.loads(text)
    except ValueError:
        return text


class Scenario:
    def __init__(self, name, line):
        self.name = name
        self.line = line
        self.telling = "in order"
        self.steps = []  # (line number, words)


def read_scenarios(file):
    scenarios = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line.startswith("scenario "):
            scenarios.append(Scenario(line[9:].strip(), number))
        elif line.strip() in ("any order", "any order, same names", "in order"):
            scenarios[-1].telling = line.strip()
        else:
            words = shlex.split(line)
            repeats = [words]
            if words[0] == "for":
                repeats = [[word.replace("{i}", str(i)) for word in words[2:]] for i in range(int(words[1]))]
            scenarios[-1].steps += [(number, step) for step in repeats]
    return scenarios


class Run:
    """One telling of a scenario. `suffix` keeps its people apart from those of other tellings."""

    def __init__(self, world, scenario, suffix):
        self.world = world
        self.scenario = scenario
        self.suffix = suffix
        self.parties_before = world.server.count("parties where merged_into = 0")

    def identifier(self, kind, value):
        if value.startswith("raw:"):
            return value[4:]
        if kind == "phone":
            return f"+84{900_000_000 + int(value[1:]) * 100_000 + self.suffix}"
        if kind == "email":
            return f"{value}.t{self.suffix}@mail.example"
        if kind == "external":
            return f"group:{value}.t{self.suffix}"
        return f"{value}.t{self.suffix}".upper() if kind == "loyalty_card" else f"{value}.t{self.suffix}"

    def event(self, number, words):
        when, call, *rest = words[1:]
        item = {"type": call, "messageId": f"line{number}.{' '.join(words)}.{self.suffix}"[:256], "timestamp": rfc3339(instant(when))}
        details, refused = {}, None
        for word in rest:
            key, equals, text = word.partition("=")
            if not equals:
                item["event" if call == "track" else "name"] = word
            elif key in IDS:
                item[key] = self.identifier(key, text)
            elif key in ("email", "phone", "loyalty_card"):
                details[key] = self.identifier(key, text)
            elif key == "clock":
                off = duration(text)
                item["timestamp"] = rfc3339(instant(when) + off)
                item["sentAt"] = rfc3339(datetime.datetime.now(datetime.timezone.utc) + off)
            elif key == "products":
                lines = [re.fullmatch(r"(.+)\*(\d+)@(\d+)", line).groups() for line in text.split(",")]
                details[key] = [{"product_id": product, "quantity": int(quantity), "price": int(price)} for product, quantity, price in lines]
            elif key == "refused":
                refused = tuple(text.split("/"))
            else:
                details[key] = value_of(text)
        if details:
            item["traits" if call in ("identify", "group") else "properties"] = details
        return item, refused

    def send(self, events):
        answer = self.world.server.post("/v1/batch", self.world.events_key, {"batch": [item for item, _ in events]})
        assert answer.status == 200, f"{answer}"
        for (item, refused), outcome in zip(events, answer.json["outcomes"], strict=True):
            if refused:
                error = outcome.get("error", {})
                assert outcome["status"] == "refused" and (error.get("field"), error.get("rule")) == refused, f"{item} gave {outcome}, not {refused}"
            else:
                assert outcome["status"] in ("applied", "repeated"), f"{item} gave {outcome}"

    def settle(self):
        """Anonymous histories join in a step of their own, right after the batch."""
        self.world.server.settle()

    def get(self, path):
        return self.world.server.get(path, self.world.read_key)

    def card(self, name):
        kind, value = name.split("/")
        answer = self.get(f"/v1/parties/by/{kind}/{urllib.parse.quote(self.identifier(kind, value), safe='')}")
        assert answer.status == 200, f"{name}: {answer}"
        return answer.json

    def everything(self):
        """All that REST says of everybody named here, without ids of the server and with this telling's suffix taken out."""
        names = {word for _, words in self.scenario.steps if words[0] in ("card", "order") for word in words[1:2]}
        shown = {}
        for name in sorted(names):
            card = self.card(name)
            timeline = self.get(f"/v1/parties/{card['id']}/timeline?limit=200").json["data"]
            for entry in timeline:
                del entry["id"], entry["received_at"]
            timeline.sort(key=lambda entry: (entry["occurred_at"], json.dumps(entry, sort_keys=True)))
            del card["id"], card["created_at"]
            for identifier in card["identifiers"]:
                del identifier["first_seen_at"]
            text = json.dumps({"card": card, "timeline": timeline}, sort_keys=True, ensure_ascii=False)
            shown[name] = re.sub(rf"[.][tT]{self.suffix}\b", "", text).replace(f"{self.suffix:05d}\"", "\"")
        return shown

    # Expectations.

    def check(self, words):
        getattr(self, "check_" + words[0])(*words[1:])

    def check_card(self, name, *expected):
        card = self.card(name)
        figures = card["figures"]
        for word in expected:
            key, _, text = word.partition("=")
            want = value_of(text)
            if key in ("name", "kind"):
                found, want = card[key], text
            elif key.startswith("trait."):
                found = card["traits"].get(key[6:], {}).get("value")
            elif key == "open":
                found, want = ",".join(f"{matter['kind']}:{matter['number']}" for matter in card["open"]), text
            elif key in ("spent", "refunded"):
                found, want = figures[key]["amount"], text
            elif key in ("first_order", "last_order"):
                found = figures[key + "_at"]
                seen = datetime.datetime.fromisoformat(found.replace("Z", "+00:00"))
                assert abs((seen - instant(text)).total_seconds()) <= TOLERANCE_S, f"{name}: {key} is {found}, awaited {instant(text)}"
                continue
            elif key == "orders":
                found = figures["orders"]
            else:
                found = figures["touchpoints_by_type"].get(key, 0)
            assert found == want, f"{name}: {key} is {found!r}, awaited {want!r}"

    def check_order(self, name, order_id, *expected):
        party = int(self.card(name)["id"])
        with self.world.server.record() as record:
            rows = record.execute("select status, total_minor, refunded_minor from orders where party_id = ? and order_id = ?", (party, order_id)).fetchall()
        assert len(rows) == 1, f"{name} has {len(rows)} orders {order_id}"
        found = dict(zip(("status", "total", "refunded"), rows[0], strict=True))
        for word in expected:
            key, _, text = word.partition("=")
            assert str(found[key]) == text, f"{name}: {key} of {order_id} is {found[key]}, awaited {text}"

    def check_same(self, *names):
        ids = {name: self.card(name)["id"] for name in names}
        assert len(set(ids.values())) == 1, f"should be one party: {ids}"

    def check_apart(self, *names):
        ids = {name: self.card(name)["id"] for name in names}
        assert len(set(ids.values())) == len(names), f"should be different parties: {ids}"

    def check_suggested(self, one, other, _, kind):
        pair = (int(self.card(one)["id"]), int(self.card(other)["id"]))
        with self.world.server.record() as record:
            filed = record.execute("select count(*) from merge_suggestions where (party_id, other_party_id) in (values (?, ?), (?, ?)) and type = ?",
                                   (*pair, *pair[::-1], kind)).fetchone()[0]
        assert filed >= 1, f"nothing suggests that {one} and {other} may be one"

    def check_parties(self, awaited):
        made = self.world.server.count("parties where merged_into = 0") - self.parties_before
        assert made == int(awaited), f"{made} parties were made, awaited {awaited}"

    def check_waiting(self, field, awaited):
        fields = {entry["field"]: entry["count"] for entry in self.get("/v1/quarantine").json["data"]}
        assert fields.get(field, 0) == int(awaited), f"{fields.get(field, 0)} values of {field} wait, awaited {awaited}"

    def check_use(self, field, words):
        answer = self.world.server.request("POST", f"/v1/quarantine/{field}/use", json.dumps({"use": words}),
                                           {"Authorization": f"Bearer {self.world.admin_key}", "Content-Type": "application/json"})
        assert answer.status == 200, f"{answer}"


class FileCopier:
    """Copies of a record that is a file, as it was when it was kept."""

    def __init__(self, folder):
        self.backup = pathlib.Path(folder) / "empty.db"

    def keep(self, server):
        made = server.verb("backup", str(self.backup))
        assert made.returncode == 0, made.stderr

    def copy(self, server, folder):
        shutil.copy(self.backup, pathlib.Path(folder) / "ganbo.db")
        return Server(server.binary, folder)


class DatabaseCopier:
    """Likewise of a database: its few rows are taken into another one, which works on any server."""

    def __init__(self, cluster):
        self.cluster = cluster
        self.rows = {}
        self.copies = 0

    def _psql(self, address, command, rows=None):
        done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", command, address], input=rows or "",
                              capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def keep(self, server):
        tables = self._psql(server.record_address, "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace")
        for table in tables.split():
            self.rows[table] = self._psql(server.record_address, f"copy (select * from {table}) to stdout")

    def copy(self, server, folder):
        self.copies += 1
        made = Server(server.binary, folder, record=self.cluster.address(self.cluster.make_database(f"copy{self.copies}")))
        for table, rows in self.rows.items():
            if rows:
                self._psql(made.record_address, f"truncate {table}")
                self._psql(made.record_address, f"copy {table} from stdin", rows)
        return made


class World:
    def __init__(self, server, events_key, read_key, admin_key, copier=None):
        self.server = server
        self.events_key = events_key
        self.read_key = read_key
        self.admin_key = admin_key
        self.copier = copier
        self.runs = 0

    @staticmethod
    def new(server, copier):
        keys = (server.make_key("events", "--source", "shop"), server.make_key("read"), server.make_key("admin"))
        copier.keep(server)
        return World(server, *keys, copier)

    def run(self, scenario):
        self.runs += 1
        return Run(self, scenario, self.runs)

    def play_in_order(self, scenario):
        run = self.run(scenario)
        for number, words in scenario.steps:
            try:
                if words[0] == "at":
                    run.send([run.event(number, words)])
                    run.settle()
                else:
                    run.check(words)
            except AssertionError as problem:
                raise AssertionError(f"line {number}: {problem}") from None

    def play_in_any_order(self, scenario, rng, shuffles):
        events = [step for step in scenario.steps if step[1][0] == "at"]
        first, first_order = None, None
        orders = [events, events[::-1]] + [rng.sample(events, len(events)) for _ in range(shuffles)]
        for order in orders:
            with self.stage(scenario) as world:
                lines, shown = world.tell(scenario, order, rng)
            if first is None:
                first, first_order = shown, lines
            for name, text in shown.items():
                assert text == first[name], f"{name} told as {lines} differs from told as {first_order}:\n    {text}\n    {first[name]}"

    @contextlib.contextmanager
    def stage(self, scenario):
        """Where one telling happens: here, or in a copy of this record as it was before anything happened."""
        if scenario.telling != "any order, same names":
            yield self
            return
        with tempfile.TemporaryDirectory(prefix="ganbo-copy-") as folder, self.copier.copy(self.server, folder) as server:
            server.start()
            yield World(server, self.events_key, self.read_key, self.admin_key)

    def tell(self, scenario, order, rng):
        run = self.run(scenario)
        told = [run.event(number, words) for number, words in order]
        told += rng.sample(told, len(told) // 2)  # some come a second time
        while told:
            size = rng.randint(1, len(told))
            run.send(told[:size])
            told = told[size:]
            if rng.random() < 0.5:
                run.settle()
        run.settle()
        lines = [number for number, _ in order]
        for number, words in scenario.steps:
            if words[0] != "at":
                try:
                    run.check(words)
                except AssertionError as problem:
                    raise AssertionError(f"line {number}, told as {lines}: {problem}") from None
        return lines, run.everything()


def main():
    parser = argparse.ArgumentParser(description="Scenarios of cards.")
    parser.add_argument("binary")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--shuffles", type=int, default=10)
    parser.add_argument("--only", default="")
    parser.add_argument("--record", choices=("sqlite", "postgres"), default="sqlite")
    options = parser.parse_args()
    scenarios = [s for s in read_scenarios(pathlib.Path(__file__).with_name("cards.txt")) if options.only in s.name]
    assert scenarios, "No scenario has such a name."
    print(f"cards: {len(scenarios)} scenarios, seed {options.seed}")
    failures = 0
    with contextlib.ExitStack() as stack:
        address = None
        if options.record == "postgres":
            cluster = stack.enter_context(test_server())
            address, copier = cluster.address(cluster.make_database("played")), DatabaseCopier(cluster)
        else:
            copier = FileCopier(stack.enter_context(tempfile.TemporaryDirectory(prefix="ganbo-cards-")))
        server = stack.enter_context(Server(options.binary, record=address))
        server.start()
        world = World.new(server, copier)
        for scenario in scenarios:
            try:
                if scenario.telling == "in order":
                    world.play_in_order(scenario)
                else:
                    world.play_in_any_order(scenario, random.Random(options.seed), options.shuffles)
                print(f"ok   {scenario.name}")
            except AssertionError as problem:
                failures += 1
                print(f"FAIL {scenario.name} (cards.txt:{scenario.line})\n  {problem}")
        code, report = server.rebuild()
        if code != 0:
            failures += 1
            print(f"FAIL rebuild finds differences: {report}")
        assert server.stop() == 0
    print(f"{failures} failures, seed {options.seed}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
