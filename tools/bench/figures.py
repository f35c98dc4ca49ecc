"""What the benchmarks that are scripts share: the figure as run.py reads it, progress, and where the tree and the binary are."""

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
GANBO = os.environ.get("GANBO_BINARY", str(ROOT / "build/release/ganbo"))
BENCH = Path(sys.argv[0]).stem


def say(sentence):
    print(f"{BENCH}: {sentence}", file=sys.stderr, flush=True)


def give_up(sentence):
    sys.exit(f"{BENCH}: {sentence}")


def print_figure(name, value, unit, conditions, *, bare=None, ratio=None, at_least=None, at_most=None):
    figure = {"bench": BENCH, "figure": name, "value": round(value, 4), "unit": unit}
    if bare is not None:
        figure.update(bare=round(bare, 4), ratio_to_bare=round(ratio, 4))
    if at_least is not None:
        figure["at_least"] = at_least
    if at_most is not None:
        figure["at_most"] = at_most
    print(json.dumps({**figure, "conditions": conditions}), flush=True)
