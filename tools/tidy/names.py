#!/usr/bin/env python3
"""Names say what a thing is about; some words only say that nobody knew. Usage: names.py <root of the tree>

Checked are the names of files and folders, and of types and namespaces in C++ and TypeScript.
"""

import re
import sys

from tree import files, report, text_of

QUESTIONS = {
    "util": "what does it work on? Name it for that",
    "helper": "whom does it help with what? Name it for what it does",
    "common": "what do its users share? Name that",
    "manager": "what does it decide or hold? Name it for that",
    "misc": "each of its parts has a name of its own",
    "stuff": "each of its parts has a name of its own",
}
TYPE = re.compile(r"^\s*(?:export\s+)?(?:class|struct|enum(?:\s+class)?|namespace|interface|type)\s+([A-Za-z_][\w:]*)")
CODE = {".cpp", ".hpp", ".ts", ".tsx", ".mjs"}


def questions(name):
    """The words of `name` (snake, kebab, camel or dotted) that are questions, not names."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)
    for word in words:
        singular = word.lower().removesuffix("s") if word.lower() not in QUESTIONS else word.lower()
        if singular in QUESTIONS:
            yield word, QUESTIONS[singular]


def main(root):
    findings, seen = [], set()
    for path in files(root):
        for depth, part in enumerate(path.parts):
            where = "/".join(path.parts[: depth + 1])
            if where not in seen:
                seen.add(where)
                findings += [f"{where}:1: “{word}” is a question, not a name: {way}." for word, way in questions(part)]
        if path.suffix not in CODE:
            continue
        for number, line in enumerate(text_of(root, path).splitlines(), 1):
            if found := TYPE.match(line):
                findings += [f"{path}:{number}: {found[1]}: “{word}” is a question, not a name: {way}." for word, way in questions(found[1])]
    return report(findings)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
