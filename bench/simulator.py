#!/usr/bin/env python3
"""How fast simulated customers are made, with the truth beside them, into files on the disk.

usage: simulator.py [--full]

Two hundred thousand customers; --full: also a million, about eleven million events. The same seed gives the same bytes, which is
checked over two runs of the smaller number.
"""
import argparse
import hashlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools/bench"))
from figures import GANBO, give_up, print_figure, say  # noqa: E402

EVENTS_PER_S_MIN = 200_000  # the issue asks for them


def lines_of(file):
    with file.open("rb") as lines:
        return sum(piece.count(b"\n") for piece in iter(lambda: lines.read(1 << 20), b""))


def sum_of(file):
    digest = hashlib.sha256()
    with file.open("rb") as whole:
        for piece in iter(lambda: whole.read(1 << 20), b""):
            digest.update(piece)
    return digest.hexdigest()


def simulate(customers, folder):
    """Seconds, and the files of events and of the truth."""
    events = folder / "events.jsonl"
    begun = time.monotonic()
    done = subprocess.run([GANBO, "demo", "--simulated", "--parties", str(customers), "--until", "2026-01-01", "--events", str(events)],
                          stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        give_up(f"ganbo demo ended with status {done.returncode}")
    return time.monotonic() - begun, events, folder / "events.jsonl.truth.jsonl"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="also a million customers")
    asked, _ = parser.parse_known_args()  # bench/run hands all benchmarks the same flags
    with tempfile.TemporaryDirectory(prefix="ganbo-bench-") as temporary:
        folder = Path(temporary)
        sums = set()
        for customers in (200_000, 200_000, *([1_000_000] if asked.full else [])):
            say(f"{customers} customers")
            seconds, events, truth = simulate(customers, folder)
            made = lines_of(events)
            conditions = {"customers": customers, "events": made, "mb": (events.stat().st_size + truth.stat().st_size) >> 20}
            if customers == 200_000:
                sums.add((sum_of(events), sum_of(truth)))
                if len(sums) > 1:
                    give_up("the same seed gave other bytes")
            print_figure(f"events_per_s_{customers}", made / seconds, "1/s", conditions, at_least=EVENTS_PER_S_MIN)


if __name__ == "__main__":
    main()
