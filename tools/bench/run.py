#!/usr/bin/env python3
"""Runs the benchmarks and appends their figures to bench/history.jsonl, for bench/run.

usage: run.py <folder with the built benchmarks> [--only NAME] [--dry] [-- ARGUMENT…]

A benchmark is a program <folder>/<name>_bench (C++, from bench/<name>_bench.cpp) or a script bench/<name>.py. It prints JSON lines
on standard output, each one figure:

  {"bench": "ingest", "figure": "events_per_s_young", "value": 18312.0, "unit": "1/s",
   "bare": 29800.0, "ratio_to_bare": 0.61, "at_least": 0.6, "conditions": {"parties": 10000, "batch": 100}}

`bench`, `figure`, `value` and `unit` must be there. `ratio_to_bare` compares with the bare library doing the same work in the same run;
`at_least` or `at_most` is the floor or ceiling the design sets for the ratio, or for the value where there is no ratio. Progress goes to
standard error. Here each line gets the conditions of the machine: time, revision, cores, memory, kernel, compiler, load before the
run. The scripts find the binary in GANBO_BINARY and the tree in GANBO_SOURCE_DIR.

A benchmark that ends non-zero, prints what is no figure, or prints nothing fails the run; the figures of the others are kept.
A floor that is missed is said, and fails nothing: one run on a busy machine is no proof.
"""

import argparse
import json
import math
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS_MAX = 3600


def output_of(*command):
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""


def conditions_of_machine():
    memory = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text().splitlines())
    cpu = [line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    changed = output_of("git", "status", "--porcelain", "--untracked-files=no", "--", ".", ":!bench/history.jsonl")
    return {
        "measured_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "revision": output_of("git", "rev-parse", "--short=12", "HEAD") + ("+changes" if changed else ""),
        "cores": len(os.sched_getaffinity(0)),
        "cpu": cpu[0] if cpu else platform.machine(),
        "memory_mb": int(memory["MemTotal"].split()[0]) // 1024,
        "kernel": platform.release(),
        "compiler": output_of("c++", "--version").splitlines()[0] if output_of("c++", "--version") else "",
        "load_before": round(os.getloadavg()[0], 2),
    }


def benchmarks(built):
    found = {}
    for source in sorted((ROOT / "bench").glob("*_bench.cpp")):
        found[source.stem.removesuffix("_bench")] = [str(built / source.stem)]
    for script in sorted((ROOT / "bench").glob("*.py")):
        if not script.stem.endswith("_test"):
            found[script.stem] = [sys.executable, "-B", str(script)]
    return found


class NoFigure(Exception):
    """A line that is no figure, with the reason."""


def figure_of(line):
    try:
        figure = json.loads(line)
    except ValueError as error:
        raise NoFigure(f"no JSON ({error})") from error
    if not isinstance(figure, dict):
        raise NoFigure("no JSON object")
    for name, kind in (("bench", str), ("figure", str), ("value", (int, float)), ("unit", str)):
        if not isinstance(figure.get(name), kind) or isinstance(figure.get(name), bool):
            raise NoFigure(f"“{name}” is missing or of another type")
    if not math.isfinite(figure["value"]):
        raise NoFigure("“value” is not finite")
    return figure


def misses(figure):
    """The sentence on a floor or ceiling that was missed, or None."""
    measured = figure.get("ratio_to_bare", figure["value"])
    if "at_least" in figure and measured < figure["at_least"]:
        return f"{measured:g} is below the {figure['at_least']:g} that the design asks for"
    if "at_most" in figure and measured > figure["at_most"]:
        return f"{measured:g} is above the {figure['at_most']:g} that the design allows"
    return None


def said(figure):
    text = f"  {figure['figure']}: {figure['value']:,.6g} {figure['unit']}"
    if "ratio_to_bare" in figure:
        text += f" ({figure['ratio_to_bare']:.2f} of bare)"
    if missed := misses(figure):
        text += f"  <- {missed}"
    return text


def cpu_times():
    """Of all cores since the machine started: what its host gave to others, and all of it."""
    times = [int(field) for field in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return times[7], sum(times)


def run(name, command, built, kept):
    """Runs one benchmark and hands each figure to `kept`; returns the sentence on what went wrong, or None."""
    environment = {**os.environ, "GANBO_BINARY": str(built / "ganbo"), "GANBO_SOURCE_DIR": str(ROOT)}
    print(f"{name}:", flush=True)
    stolen_before, all_before = cpu_times()
    try:
        done = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
                              timeout=SECONDS_MAX, check=False)
    except OSError as error:
        return f"{name} does not start: {error}"
    except subprocess.TimeoutExpired:
        return f"{name} did not end within {SECONDS_MAX} s"
    stolen_after, all_after = cpu_times()
    stolen = round((stolen_after - stolen_before) / max(1, all_after - all_before), 3)
    print(f"  the machine's host gave {stolen:.1%} of its time to others meanwhile", flush=True)
    wrong, figures = None, 0
    for line in filter(None, done.stdout.splitlines()):
        try:
            figure = figure_of(line)
        except NoFigure as error:
            wrong = f"{name} printed what is no figure: {error}: {line[:120]}"
            continue
        figures += 1
        figure.setdefault("conditions", {})["cpu_stolen"] = stolen
        print(said(figure), flush=True)
        kept(figure)
    if done.returncode != 0:
        return f"{name} ended with status {done.returncode}"
    return wrong or (None if figures else f"{name} printed no figure")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("built", type=Path)
    parser.add_argument("--only", help="one benchmark, by name")
    parser.add_argument("--dry", action="store_true", help="print the figures, append nothing to the history")
    parser.add_argument("--history", type=Path, default=ROOT / "bench/history.jsonl")
    # argparse loses what follows `--` when a flag stands before it, so we split there ourselves.
    own = sys.argv[1:]
    handed_on = []
    if "--" in own:
        place = own.index("--")
        own, handed_on = own[:place], own[place + 1 :]
    asked = parser.parse_args(own)
    found = benchmarks(asked.built.resolve())
    if asked.only:
        if asked.only not in found:
            print(f"bench: there is no benchmark “{asked.only}”. There are: {', '.join(found) or 'none'}.", file=sys.stderr)
            return 2
        found = {asked.only: found[asked.only]}
    if not found:
        print("bench: bench/ holds no benchmark yet.", file=sys.stderr)
        return 1

    machine = conditions_of_machine()
    print("conditions: " + ", ".join(f"{name} {value}" for name, value in machine.items()), flush=True)

    def keep(figure):
        if asked.dry:
            return
        figure["conditions"] = {**figure.get("conditions", {}), **machine}
        with asked.history.open("a", encoding="utf-8") as history:
            history.write(json.dumps(figure, ensure_ascii=False) + "\n")

    wrong = list(filter(None, (run(name, command + handed_on, asked.built.resolve(), keep) for name, command in found.items())))
    for sentence in wrong:
        print(f"bench: {sentence}.", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
