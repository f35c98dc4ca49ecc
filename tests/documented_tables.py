"""The tables of a record and their columns, as docs/tables.md tells them: what two records are compared by."""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent


def documented_tables():
    """Table -> columns, of docs/tables.md."""
    tables, name = {}, ""
    for line in (ROOT / "docs/tables.md").read_text(encoding="utf-8").splitlines():
        if found := re.match(r"## (\w+)$", line):
            name = found[1]
        elif line.startswith("## "):
            name = ""
        elif name and (found := re.match(r"\| `(\w+)` \|", line)):
            tables.setdefault(name, []).append(found[1])
    return tables
