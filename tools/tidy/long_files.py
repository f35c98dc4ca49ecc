#!/usr/bin/env python3
"""No file of code passes 600 lines: past that, a second concept hides in it. Usage: long_files.py <root of the tree>"""

import sys

from tree import files, report, text_of

LINES_MAX = 600
CODE = {".cpp", ".hpp", ".sql", ".py", ".sh", ".ts", ".tsx", ".mjs", ".css", ".cmake"}

# Files that may be longer: the reason, and how long. An entry that is no longer needed is a finding too.
ALLOWED = {}


def main(root):
    findings, used = [], set()
    for path in files(root):
        if path.suffix not in CODE:
            continue
        text = text_of(root, path)
        if "auto-generated" in text[:200]:
            continue
        lines = text.count("\n")
        most = LINES_MAX
        if path.as_posix() in ALLOWED and lines > LINES_MAX:
            used.add(path.as_posix())
            most = ALLOWED[path.as_posix()][1]
        if lines > most:
            findings.append(f"{path}:{most}: {lines} lines, and {most} are the most: ask which second concept hides in it, and give it a file.")
    for path in sorted(ALLOWED.keys() - used):
        findings.append(f"tools/tidy/long_files.py: the exception for {path} is no longer needed: remove it.")
    return report(findings)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
