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


def is_same(table, meant, found):
    """Whether a copy's rows, as CSV that begins with the oldest, are those that were copied. Each question about a record is written into its audit trail,
    so of that the copy holds all entries from the first to the last that both hold."""
    if table != "audit_entries":
        return meant == found
    meant, found = meant.splitlines()[1:], set(found.splitlines()[1:])
    both = [place for place, row in enumerate(meant) if row in found]
    return both == list(range(len(both))) and (bool(both) or not meant)
