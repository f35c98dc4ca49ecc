#!/usr/bin/env python3
"""CHANGELOG.md is for those who run ganbo, and has one form. Usage: changelog.py <root of the tree>

  # Changelog
  ## Unreleased            or  ## 0.2.0 - 2026-03-01, the newest first
  ### Added                then Changed, Fixed, Upgrade notes: those that have something to say, in this order
  - A line for what the operator will notice.
"""

import re
import sys
from pathlib import Path

from tree import report

SECTIONS = ["Added", "Changed", "Fixed", "Upgrade notes"]
VERSION = re.compile(r"## (?:Unreleased|(\d+)\.(\d+)\.(\d+) - \d{4}-\d{2}-\d{2})$")


def check(lines):
    """Pairs of line number and sentence."""
    if not lines or lines[0] != "# Changelog":
        yield 1, "begin with the line “# Changelog”"
    version, version_line, older, section, section_line, entries = False, 0, None, None, 0, 0
    for number, line in enumerate([*lines, "## end"], 1):
        if line.startswith("##") and section and not entries:
            yield section_line, f"“{section}” says nothing: add a line or remove the heading"
        if line.startswith("### "):
            name = line[4:]
            if not version:
                yield number, f"“{name}” stands below no version: add “## Unreleased” above it"
            if name not in SECTIONS:
                yield number, f"“{name}” is none of {', '.join(SECTIONS)}"
            elif section in SECTIONS and SECTIONS.index(name) <= SECTIONS.index(section):
                yield number, f"“{name}” stands below “{section}”: the order is {', '.join(SECTIONS)}, each once"
            section, section_line, entries = name, number, 0
        elif line.startswith("## "):
            if version and section is None:
                yield version_line, "this version says nothing: add a section or remove it"
            if number > len(lines):
                break
            found = VERSION.match(line)
            if not found:
                yield number, "write “## Unreleased” or “## 1.2.3 - 2026-03-01”"
            elif found[1]:
                numbers = tuple(int(part) for part in found.groups())
                if older and numbers >= older:
                    yield number, "the newest version stands first"
                older = numbers
            elif version:
                yield number, "“Unreleased” stands first"
            version, version_line, section, entries = True, number, None, 0
        elif line.startswith(("- ", "* ")):
            if not section:
                yield number, f"an entry stands below one of {', '.join(SECTIONS)}"
            if len(line) < 12:
                yield number, "say what the operator will notice, in a sentence"
            entries += 1
    if not version:
        yield 1, "name a version: “## Unreleased” to begin with"


def main(root):
    path = Path(root) / "CHANGELOG.md"
    if not path.exists():
        return report(["CHANGELOG.md:1: missing: operators look for what changed there."])
    lines = path.read_text(encoding="utf-8").splitlines()
    return report([f"CHANGELOG.md:{number}: {sentence}." for number, sentence in check(lines)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
