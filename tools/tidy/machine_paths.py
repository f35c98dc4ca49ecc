#!/usr/bin/env python3
"""The tree holds no path of the machine it was written on and no host of a package registry. Usage: machine_paths.py <root of the tree>

A path like that works for one person; a host pins every user to one mirror, where apt and npm have a setting of their own.
"""

import re
import sys

from tree import files, report, text_of

# Written so that this file does not find itself.
RULES = [
    (re.compile(r"(?<![\w.>)}\]*])/(?:work|root|home/\w+|Users/\w+)/[\w.]"), "a path of one machine: take it relative to the tree, or from a flag"),
    (re.compile(r"(?<!\w)/tmp/(?!ganbo)[a-z]+/"), "a path of one machine: make a temporary directory instead"),
    (
        re.compile(r"\b(?:[\w-]+\.)*(?:debian[.]org/debian|npmjs[.](?:org|com)|npmmirror[.]com|pypi[.]org|crates[.]io|golang[.]org/x)\b"),
        "a package registry: leave the host to the settings of apt or npm",
    ),
    (re.compile(r'^\s*"resolved":\s*"http'), "a package registry: npm install with omit-lockfile-registry-resolved (web/.npmrc)"),
]


def main(root):
    findings = []
    for path in files(root):
        text = text_of(root, path)
        for number, line in enumerate((text or "").splitlines(), 1):
            for rule, way in RULES:
                if found := rule.search(line):
                    findings.append(f"{path}:{number}: “{found[0].strip()}” is {way}.")
    return report(findings)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
