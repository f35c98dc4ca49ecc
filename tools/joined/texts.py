#!/usr/bin/env python3
"""Which source files are compiled as one text: what includes much takes long to compile, and joined files include it once.

usage: texts.py <root> <path>…     the texts of more than one of these files of <root>, a line each

clang_tidy.py reads such texts, and the builds under the sanitizers compile them (cmake/joined.cmake). Files are joined with those of
their folder, but not two that define the same name, in unnamed namespaces perhaps.
"""

import re
import sys
from pathlib import Path

JOINED_MAX = 14  # more gain little: most folders, or the names in them, keep a text smaller
# At the margin, and of no class: functions, constants and types.
DEFINITION = re.compile(r"^(?!(?:namespace|using|return) )\w(?:[\w<>,&* ]|::)*[ &*](?!final\b)(\w+)(?: final)? *(?:[({=;\[]|:(?!:))", re.MULTILINE)
BRINGS_NAMES = re.compile(r"^using enum ", re.MULTILINE)  # that are not seen in the file


def folder_of(path):
    """Files are joined with those of their concept, or of their part of the platform: src/events, src/platform/http, app."""
    parts = Path(path).parts[:-1]
    return "/".join(parts[: 3 if parts[:2] == ("src", "platform") else 2])


def apart(names_by_path):
    """The paths of {path: names it defines}, split into those that are joined: of one folder, at most JOINED_MAX, no name defined twice."""
    texts = []
    folders = {}  # to its texts, each with the names defined in it
    for path, names in sorted(names_by_path.items()):
        of_folder = folders.setdefault(folder_of(path), [])
        for text, taken in of_folder:
            if len(text) < JOINED_MAX and taken.isdisjoint(names):
                text.append(path)
                taken |= names
                break
        else:
            of_folder.append(([path], set(names)))
            texts.append(of_folder[-1][0])
    return texts


def of(contents):
    """The paths of {path below the root: content of the file}, split into those that are joined."""
    alone = [path for path, content in contents.items() if BRINGS_NAMES.search(content)]
    names = {path: set(DEFINITION.findall(content)) for path, content in contents.items() if path not in alone}
    return apart(names) + [[path] for path in alone]


def main():
    if len(sys.argv) < 3:
        sys.exit("usage: texts.py <root> <path>…")
    root, *paths = sys.argv[1:]
    for text in of({path: (Path(root) / path).read_text(encoding="utf-8") for path in paths}):
        if len(text) > 1:
            print(*text)


if __name__ == "__main__":
    main()
