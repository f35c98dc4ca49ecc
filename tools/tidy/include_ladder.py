#!/usr/bin/env python3
"""Rules for includes, so that a concept can be read, tested and changed alone. Usage: include_ladder.py <root of the tree>

1. A concept includes only those before it on the ladder, and the platform. What stands on one step does not include its neighbours.
2. The platform knows no marketing: it includes no concept. Its own folders have an order too.
3. Inside a concept, the core (files that are in neither store/ nor api/) includes no store/ and no api/; store/ includes no api/;
   api/ includes no store/. <concept>_part.* is where a concept plugs into the engine, and joins its core with its own store.
4. app/ is the one place that includes everything, and is included by nothing here (tests/ may use app/wiring.hpp).

Tests beside their subject may include any layer, but not what is above on the ladder: what spans concepts is tested in tests/.
"""

import re
import sys
from pathlib import Path

LADDER = [
    ["parties"],
    ["consent", "catalog"],
    ["events"],
    ["features", "conditions", "linkage", "customer_pages"],
    ["relationship", "loyalty", "pricing", "feedback", "complaints", "service"],
    ["predictions"],
    ["segments"],
    ["experiments", "recommendations"],
    ["channels"],
    ["campaigns", "journeys", "news"],
    ["reputation", "economics", "team"],
    ["card", "reports", "webhooks"],
    ["imports", "demo"],
    ["exports"],
]
PLATFORM = ["base", "store", "engine", "copy", "columns", "http", "cli"]

STEP = {concept: step for step, concepts in enumerate(LADDER) for concept in concepts}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"')

# Includes that break a rule for a reason: (file, included) -> the reason. An entry that is no longer needed is a finding too.
ALLOWED = {}


def layer_of(path):
    """(concept, layer) of a path below src/: layer is core, part, store or api."""
    parts = path.split("/")
    if len(parts) > 2 and parts[1] in ("store", "api"):
        return parts[0], parts[1]
    return parts[0], "part" if re.fullmatch(rf"{parts[0]}_part\.\w+", parts[-1]) else "core"


def breach(file, included):
    """The sentence on what is wrong with `file` including `included` (both below src/), or None."""
    ours, layer = layer_of(file)
    theirs, their_layer = layer_of(included)
    if theirs == "app":
        return "app/ puts everything together and is included by nothing: move what you need into the concept that owns it"
    if ours == "platform":
        if theirs != "platform":
            return f"the platform knows no marketing, so it cannot include {theirs}/: declare an interface here that {theirs} implements"
        ours, theirs = file.split("/")[1], included.split("/")[1]
        if ours not in PLATFORM or theirs not in PLATFORM:
            return f"platform/{ours if ours not in PLATFORM else theirs} is not in this check's order of the platform: add it to PLATFORM"
        if PLATFORM.index(theirs) > PLATFORM.index(ours):
            return f"platform/{theirs} comes after platform/{ours} ({' → '.join(PLATFORM)}): turn the include round, or declare an interface"
        return None
    if ours not in STEP:
        return f"{ours}/ is on no step of the ladder: give it one in design and in this check's LADDER"
    if theirs == "platform":
        return None
    if theirs not in STEP:
        return f"{theirs}/ is on no step of the ladder: give it one in design and in this check's LADDER"
    if theirs != ours and STEP[theirs] >= STEP[ours]:
        way = "read a named feature" if STEP[theirs] == STEP[ours] else "submit a command, or implement the interface it declares"
        return f"{theirs} is not before {ours} on the ladder: {way}"
    if file.endswith("_test.cpp") or "/testing/" in file:
        return None
    if their_layer == "api" and layer != "api":
        return f"only an api/ may include an api/: move what {layer} needs out of it"
    if their_layer == "store" and layer == "api":
        return "api/ never includes store/: let the core offer what the route needs"
    if their_layer == "store" and layer == "core":
        return "the core is pure rules and includes no store/: hand it what it needs"
    if their_layer == "store" and layer == "part" and theirs != ours:
        return f"a part joins its own core and store, not those of {theirs}: ask {theirs}' part"
    return None


def main(root):
    src = root / "src"
    findings, used = [], set()
    for path in sorted([*src.rglob("*.cpp"), *src.rglob("*.hpp")]):
        file = path.relative_to(src).as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found = INCLUDE.match(line)
            if not found or found[1].split("/")[0] not in {*STEP, "platform", "app"}:
                continue  # a test's own header
            if sentence := breach(file, found[1]):
                if (file, found[1]) in ALLOWED:
                    used.add((file, found[1]))
                else:
                    findings.append(f'src/{file}:{number}: "{found[1]}": {sentence}.')
    for file, included in sorted(ALLOWED.keys() - used):
        findings.append(f"tools/tidy/include_ladder.py: the exception for {file} including {included} is no longer needed: remove it.")
    print("\n".join(findings))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
