#!/usr/bin/env python3
"""Rules for SQL, so that one set of statements is right on SQLite, PostgreSQL and Citus. Usage: sql_rules.py <root of the tree>

Each finding names file and line, and what to write instead. The rules are explained in src/platform/store/README.md.
"""

import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "sql"))

from postgres_sets import find_top, routing_param  # noqa: E402
from sql_files import SqlError, lower, main_statement, read_tree, render, sources_of, split_commas  # noqa: E402

ENGINE_ONLY = {
    "greatest": "write `case when a > b then a else b end`: `greatest` ignores nulls on PostgreSQL and SQLite has none",
    "least": "write `case when a < b then a else b end`: SQLite has no `least`",
    "serial": "ids are made by the application (IdMaker)",
    "bigserial": "ids are made by the application (IdMaker)",
    "autoincrement": "ids are made by the application (IdMaker)",
    "nextval": "ids are made by the application (IdMaker)",
    "generated": "compute the value in C++: generated columns differ between the engines",
    "now": "instants come from the Clock and are bound as a parameter",
    "current_timestamp": "instants come from the Clock and are bound as a parameter",
    "random": "randomness comes from the context and is bound as a parameter",
    "ifnull": "write `coalesce`",
    "glob": "write `like`, or compare ranges of a key",
    "ilike": "fold the text before it is stored, and write `like`",
    "rowid": "name the key: PostgreSQL has no rowid",
    "replace": "write `insert … on conflict … do update`",
}


class Findings(list):
    def add(self, file, line, sentence):
        self.append((str(file), line, sentence))


def check_tables(store, findings):
    for table in store.tables:
        where = table.file, table.line
        if not table.distributed_by:
            findings.add(
                *where,
                f"{table.name} does not say how it is spread on Citus: add `-- distributed by: <column>` or `-- reference` below it.",
            )
        elif table.distributed_by == "party_id" and table.primary_key[0] != "party_id":
            findings.add(
                *where,
                f"{table.name} is kept by party: lead its primary key with party_id, so that one party's rows lie together.",
            )
        elif table.distributed_by not in ("reference", *table.primary_key):
            findings.add(*where, f"{table.name}: Citus needs the distribution column {table.distributed_by} in the primary key.")
        if "party_id" in table.columns and table.distributed_by == "reference":
            findings.add(*where, f"{table.name} holds rows of parties, so it is no reference table: distribute it by party_id.")
        for column in table.columns.values():
            if column.name == "at":
                findings.add(
                    table.file, column.line,
                    f"{table.name}.at: say what happened then (`occurred_at`); `at` is a word of some dialects.",
                )
            if re.search(r"collate", column.rest, re.I):
                findings.add(table.file, column.line, f"{table.name}.{column.name}: leave `collate` out, the generator writes it.")
        for constraint in table.constraints:
            if lower(constraint[0]) == "unique":
                columns = [lower(t) for t in constraint if t.kind == "word"][1:]
                check_unique(table, columns, where, findings)
    tables = {table.name: table for table in store.tables}
    for index in store.indexes:
        if index.unique and index.table in tables:
            check_unique(tables[index.table], index.columns, (index.file, index.line), findings)


def check_unique(table, columns, where, findings):
    if table.distributed_by not in ("", "reference") and table.distributed_by not in columns:
        findings.add(*where, f"{table.name}: Citus keeps a unique key only with the distribution column {table.distributed_by} in it.")


def check_query(query, tables, findings):
    if not query.why:
        findings.add(query.file, query.line, f"{query.name}: add `-- why:` and a sentence on why the query is there and shaped so.")
    for tokens in filter(None, (query.tokens, query.postgres_tokens)):
        shared = tokens is query.tokens and query.postgres_tokens is None
        sources = sources_of(tokens, tables)
        reals = {c.name for s in sources.values() for c in s.table.columns.values() if c.type == "double precision"}
        reals |= {p.name for p in query.params if p.type == "double precision"}
        for place, token in enumerate(tokens):
            if token.kind == "comment":
                continue
            word = lower(token)
            if shared and token.kind == "word" and word in ENGINE_ONLY and tokens[place - 1].text != ".":
                # A column may be named like a function; only a call or a keyword is meant.
                called = place + 1 < len(tokens) and tokens[place + 1].text == "("
                if called or word in ("serial", "bigserial", "autoincrement", "glob", "ilike", "current_timestamp", "rowid"):
                    findings.add(query.file, token.line, f"{query.name}: {ENGINE_ONLY[word]}.")
            if token.kind == "symbol" and token.text == "/":
                beside = [t for t in tokens[max(0, place - 1) : place + 2] if t is not token]
                real = any((t.kind == "number" and "." in t.text) or t.text.lstrip(":").lower() in reals for t in beside)
                if not real:
                    findings.add(
                        query.file, token.line,
                        f"{query.name}: no `/` on integers, the engines round and type it differently: divide in C++.",
                    )
            if shared and token.text == "::":
                findings.add(query.file, token.line, f"{query.name}: write `cast(x as type)`, SQLite has no `::`.")
            if word == "order" and place + 1 < len(tokens) and lower(tokens[place + 1]) == "by":
                check_order(query, tokens, place + 2, sources, findings)
    check_for_update(query, findings)


def check_for_update(query, findings):
    text = render(query.postgres_tokens or query.tokens).lower()
    if re.search(r"\bfor (no key )?(update|share)\b", text):
        findings.add(query.file, query.line, f"{query.name}: Citus refuses row locks over many shards; use the `version` of the party.")


def check_citus(query, tables, findings):
    """Each statement goes to the shard of one value, or says why it goes to all; and none is what Citus refuses."""
    tokens = [token for token in query.postgres_tokens or query.tokens if token.kind != "comment"]
    words = [lower(token) for token in tokens]
    sources = list(sources_of(tokens, tables).items())
    spread = [(name, source.table) for name, source in sources if source.table.distributed_by not in ("", "reference")]

    def found(sentence):
        findings.add(query.file, query.line, f"{query.name}: {sentence}")

    if "recursive" in words:
        found("Citus refuses recursive queries: walk the steps in C++, or keep the relation with the party.")
    start, word = main_statement(tokens)
    if word == "insert":
        check_insert_on_citus(tokens, words, found)
    if not spread:
        if query.citus:
            found("its tables are on every node, so it goes to no shards: take `-- citus:` out.")
        return
    if word == "update":
        column = spread[0][1].distributed_by
        end = find_top(tokens, "from", "where", "returning", start=start) or len(tokens)
        set_at = find_top(tokens, "set", start=start)
        if any(lower(part[0]) == column for part in split_commas(tokens[set_at + 1 : end])):
            found(f"Citus cannot change {column}, by which {spread[0][1].name} is distributed: delete the row and insert it again.")
    for place in (place for place, word in enumerate(words) if word == "over" and words[place + 1 : place + 2] == ["("]):
        if words[place + 2 : place + 4] != ["partition", "by"] or words[place + 4] not in {table.distributed_by for _, table in spread}:
            found("Citus computes a window only inside a shard: `partition by` the distribution column, or rank in C++.")
    check_joins(tokens, spread, found)
    routed = is_routed_insert(tokens, spread[0][1]) if word == "insert" else is_routed(query, tokens, spread)
    if routed and query.citus:
        found("it goes to the shard of one value: take `-- citus:` out.")
    if not routed and not re.match(r"multi-shard, because \S", query.citus):
        found(
            f"it names no one {spread[0][1].distributed_by}, so on Citus it goes to every shard: add `{spread[0][1].distributed_by} = :parameter`, "
            "or `-- citus: multi-shard, because …` with what makes that bearable."
        )


def is_routed(query, tokens, spread):
    # Tables joined by their distribution column lie together (check_joins), so the parameter of one routes all.
    return any(routing_param(query, tokens, [table]) is not None for _, table in spread)


def is_routed_insert(tokens, table):
    values = find_top(tokens, "values")
    if values is None:
        return False
    after = find_top(tokens, "on", "returning", start=values) or len(tokens)
    columns = [lower(part[0]) for part in split_commas(tokens[4 : values - 1])]
    written = split_commas(tokens[values + 2 : after - 1])
    place = columns.index(table.distributed_by) if table.distributed_by in columns else None
    return place is not None and len(written[place]) == 1 and written[place][0].kind == "param"


def check_insert_on_citus(tokens, words, found):
    conflict = find_top(tokens, "on")
    if conflict is not None and "select" in words[conflict:]:
        found("Citus refuses a subquery in `on conflict`: read first, and bind what was read.")
    values = find_top(tokens, "values")
    if values is None:
        return
    for place in range(values + 1, conflict or len(tokens)):
        if tokens[place].kind == "word" and words[place + 1 : place + 2] == ["("]:
            found(f"bind a parameter in place of {words[place]}(…): Citus takes no function in `values` that could give another value on each node.")


def check_joins(tokens, spread, found):
    """Two distributed tables must be equal in their distribution columns."""
    pairs = set()
    for place, token in enumerate(tokens):
        around = [lower(t) for t in tokens[max(0, place - 3) : place + 4]]
        if token.text == "=" and len(around) == 7 and around[1] == around[5] == ".":
            pairs |= {(around[0], around[2], around[4], around[6]), (around[4], around[6], around[0], around[2])}
    (first, lead), *others = spread
    for name, table in others:
        if (first, lead.distributed_by, name, table.distributed_by) not in pairs or lead.distributed_by != table.distributed_by:
            found(
                f"{lead.name} and {table.name} are joined on other columns than those by which they are distributed: Citus would send one to every "
                f"node. Add `{first}.{lead.distributed_by} = {name}.{table.distributed_by}`, or read them one after the other."
            )


ENDS_ORDER = ("limit", "offset", "rows", "range", "returning")


def check_order(query, tokens, begin, sources, findings):
    depth, end = 0, len(tokens)
    for place in range(begin, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[place].text, 0)
        if depth < 0 or depth == 0 and tokens[place].kind == "word" and lower(tokens[place]) in ENDS_ORDER:
            end = place
            break
    for item in split_commas(tokens[begin:end]):
        words = [lower(t) for t in item]
        if "nulls" in words:
            continue
        plain = [w for w in words if w not in ("asc", "desc")]
        columns = []
        if len(plain) == 1:
            columns = [(s, s.table.columns[plain[0]]) for s in sources.values() if plain[0] in s.table.columns]
        elif len(plain) == 3 and plain[1] == "." and plain[0] in sources:
            found = sources[plain[0]].table.columns.get(plain[2])
            columns = [(sources[plain[0]], found)] if found else []
        if any(column.nullable or source.optional for source, column in columns):
            findings.add(
                query.file, item[0].line,
                f"{query.name}: {render(item)} may be null: add `nulls first` or `nulls last`, the engines differ.",
            )


SQL_IN_STRING = re.compile(
    r"\"\s*(select\s[^\"]*\sfrom\s|insert\s+into\s|delete\s+from\s|update\s+\w+\s+set\s|create\s+(unique\s+)?(table|index)\s)", re.I
)


# DuckDB's own statements on files: their columns are the file's, and the record is out of their reach.
SQL_ON_FILES = {
    "src/exports/csv_rows.cpp", "src/exports/formats/parquet/parquet.cpp", "src/imports/formats/parquet/parquet.cpp", "src/imports/reader.cpp",
    "src/platform/columns/database.cpp",
}
# What the driver asks PostgreSQL about itself: its catalogs, which the other engine does not have.
SQL_OF_DRIVERS = "src/platform/store/postgres/"


def check_cpp(root, findings):
    """SQL text stands in .sql files; tests and benchmarks may hold some to look behind the record's back."""
    for folder in ("src", "app"):
        for file in sorted((root / folder).glob("**/*")):
            if file.suffix not in (".cpp", ".hpp") or file.stem.endswith("_test") or "testing" in file.parts:
                continue
            path = file.relative_to(root).as_posix()
            if path in SQL_ON_FILES or path.startswith(SQL_OF_DRIVERS):
                continue
            text = file.read_text(encoding="utf-8")
            for match in SQL_IN_STRING.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                findings.add(file, line, "SQL in C++: name the query in the concept's store/queries.sql and use the generated struct.")


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    findings = Findings()
    try:
        stores, tables = read_tree(root / "src")
        for store in stores:
            check_tables(store, findings)
            for query in store.queries:
                check_query(query, tables, findings)
                check_citus(query, tables, findings)
    except SqlError as error:
        findings.add(error.file, error.line, error.sentence)
    check_cpp(root, findings)
    for file, line, sentence in sorted(set(findings)):
        path = Path(file)
        shown = path.relative_to(root) if path.is_absolute() and path.is_relative_to(root) else path
        print(f"{shown}:{line}: {sentence}")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
