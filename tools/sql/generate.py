#!/usr/bin/env python3
"""Turns the tree's .sql files into C++: one header of structs per store folder, one source with every statement and the schema.

    generate.py --source src --out build/release/generated --stamp build/release/generated/sql.stamp

Writes below --out: <folder>/queries.hpp for each folder with queries, all_statements.cpp, testing_statements.cpp (what stands below
a folder `testing`; linked by tests only), schema.sqlite.sql and schema.postgres.sql (for people to read). A file whose content would
not change is left alone, so that one new query rebuilds only what includes it. Only the standard library is used.
"""

import argparse
import hashlib
import re
import sys
from pathlib import Path

from postgres_sets import citus_form, set_form
from sql_files import SqlError, read_tree, render, split_commas, tokenize, lower, parse_table
from table_statements import COLUMN_TYPES, table_arrays, table_facts

PARAM_TYPES = {"bigint": "std::int64_t", "double precision": "double", "text": "std::string_view", "blob": "std::string_view"}
ROW_TYPES = {"bigint": "std::int64_t", "double precision": "double", "text": "std::string", "blob": "std::string"}
READERS = {"bigint": "integer", "double precision": "real", "text": "text", "blob": "blob"}
# STRICT tables: SQLite then refuses a value of another type, as PostgreSQL does.
SQLITE_TYPES = {"bigint": "integer", "double precision": "real", "text": "text", "blob": "blob"}
POSTGRES_TYPES = {"bigint": "bigint", "double precision": "double precision", "text": 'text collate "C"', "blob": "bytea"}


def camel(name):
    return "".join(part.capitalize() for part in name.split("_"))


# ------------------------------------------------------------------------------------------------------------------ schema


def table_sql(table, engine):
    types = SQLITE_TYPES if engine == "sqlite" else POSTGRES_TYPES
    lines = []
    for column in table.columns.values():
        parts = [column.name, types[column.type], "" if column.nullable else "not null", column.rest]
        lines.append(" ".join(part for part in parts if part))
    key = table.sqlite_primary_key if engine == "sqlite" and table.sqlite_primary_key else table.primary_key
    lines.append(f"primary key ({', '.join(key)})")
    lines += [render(part) for part in table.constraints]
    text = f"create table {table.name} (\n  " + ",\n  ".join(lines) + "\n)"
    if engine == "sqlite":
        text += " strict, without rowid" if table.without_rowid else " strict"
    return text + ";"


def schema_sql(stores, engine):
    parts = []
    for store in stores:
        parts += [table_sql(table, engine) for table in store.tables]
        parts += [index.text + ";" for index in store.indexes]
    return "\n".join(parts) + "\n"


def checksum_of(stores):
    """The same for the same tables, whatever their comments and order of files."""
    lines = sorted(schema_sql([store], engine) for store in stores for engine in ("sqlite", "postgres"))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


# -------------------------------------------------------------------------------------------------------------- migrations


def read_migrations(source):
    """Folders NNNN-concept-what with change.sql (or change.sqlite.sql and change.postgres.sql), before.sql, after.sql, note.md."""
    found = []
    for folder in sorted((source / "platform/store/migrations").glob("[0-9][0-9][0-9][0-9]-*")):
        number = int(folder.name[:4])
        if number != 2 + len(found):
            raise SqlError(folder, 1, f"the next migration is numbered {2 + len(found):04}.")
        if not (folder / "note.md").exists():
            raise SqlError(folder / "note.md", 1, "a migration needs a note: what changes, why, how long it takes, how to go back.")
        changes = {}
        for engine in ("sqlite", "postgres"):
            file = folder / f"change.{engine}.sql"
            file = file if file.exists() else folder / "change.sql"
            if not file.exists():
                raise SqlError(file, 1, "a migration needs change.sql, or change.sqlite.sql and change.postgres.sql.")
            changes[engine] = change_sql(file, engine)
        checks = {}
        for name in ("before", "after"):
            file = folder / f"{name}.sql"
            checks[name] = [render(s) for s in statements_of(file)] if file.exists() else []
        found.append((number, folder.name, changes, checks))
    return found


def statements_of(file):
    current = []
    for token in tokenize(file, file.read_text(encoding="utf-8")):
        if token.kind == "comment":
            current.append(token)
        elif token.text == ";":
            if any(t.kind != "comment" for t in current):
                yield current
            current = []
        else:
            current.append(token)
    if any(t.kind != "comment" for t in current):
        raise SqlError(file, current[0].line, "the last statement does not end with a semicolon.")


def change_sql(file, engine):
    """The statements, one by one."""
    parts = []
    for statement in statements_of(file):
        words = [lower(t) for t in statement if t.kind != "comment"]
        if words[:2] == ["create", "table"]:
            table = parse_table(file, statement, "")
            table.without_rowid = any(t.kind == "comment" and "sqlite: without rowid" in t.text for t in statement)
            parts.append(table_sql(table, engine))
        else:
            parts.append(render(statement) + ";")
    return parts


# --------------------------------------------------------------------------------------------------------------------- C++


def raw(text):
    """A raw string literal; long texts are cut, since compilers bound one literal at 64 KB."""
    pieces = [text[i : i + 12000] for i in range(0, len(text), 12000)] or [""]
    return "\n".join(f'R"sql({piece})sql"' for piece in pieces)


def numbered(query, tokens, sign):
    places = {param.name: place + 1 for place, param in enumerate(query.params)}
    return render(tokens, lambda name: f"{sign}{places[name]}")


def member(param):
    kind = PARAM_TYPES[param.type]
    # What may be null may be left out; what may not has no default, so that leaving it out is a warning and thus an error.
    return f"  std::optional<{kind}> {param.name} = {{}};" if param.nullable else f"  {kind} {param.name};"


def bind_line(place, param):
    call = READERS[param.type]
    if param.nullable:
        return f"    if ({param.name}) binder.{call}({place}, *{param.name}); else binder.null({place});"
    return f"    binder.{call}({place}, {param.name});"


def read_line(place, result):
    value = f"cursor.{READERS[result.type]}({place})"
    kind = ROW_TYPES[result.type]
    made = f"std::string({value})" if kind == "std::string" else value
    if result.nullable:
        return f"      if (!cursor.is_null({place})) row.{result.name} = {made};"
    return f"      row.{result.name} = {made};"


def row_member(result):
    kind = ROW_TYPES[result.type]
    if result.nullable:
        return f"    std::optional<{kind}> {result.name};"
    return f"    {kind} {result.name}{'' if kind == 'std::string' else ' = 0'};"


def struct_of(query):
    lines = []
    if query.why:
        lines.append(f"// {query.why}")
    lines.append(f"struct {camel(query.name)} {{")
    lines += [member(param) for param in query.params]
    if query.params:
        lines.append("")
    if query.results:
        lines.append("  struct Row {")
        lines += [row_member(result) for result in query.results]
        lines += ["", "    static Row read(const store::Cursor& cursor) {", "      Row row;"]
        lines += [read_line(place, result) for place, result in enumerate(query.results)]
        lines += ["      return row;", "    }", "  };", ""]
    lines.append("  static const store::Statement statement;")
    if query.params:
        lines.append("  void bind(store::Binder& binder) const {")
        lines += [bind_line(place, param) for place, param in enumerate(query.params)]
        lines.append("  }")
    else:
        lines.append("  void bind(store::Binder&) const {}")
    lines.append("};")
    return "\n".join(lines)


def namespace_of(store):
    return "ganbo::" + "::".join(part.replace("-", "_") for part in store.concept) + "::sql"


def header_of(store):
    files = ", ".join(file.name for file in store.files)
    structs = "\n\n".join(struct_of(query) for query in store.queries)
    return f"""// Generated by tools/sql/generate.py from {store.folder.as_posix()} ({files}). Do not edit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/store/store.hpp"

namespace {namespace_of(store)} {{

{structs}

}}  // namespace {namespace_of(store)}
"""


def fields_of(name, fields):
    if not fields:
        return ""
    items = ", ".join(
        f'{{"{one.name}", ColumnType::{COLUMN_TYPES[one.type]}, {"true" if one.nullable else "false"}}}' for one in fields
    )
    return f"constexpr Field {name}[] = {{{items}}};\n"


def row_params_of(name, places):
    return f"constexpr int {name}[] = {{{', '.join(str(place) for place in places)}}};\n" if places else ""


def citus_cpp(citus, index):
    if citus.insert:
        before, after, _ = citus.insert
        return f"{{.table = {{}}, .key = -1, .set = {{}}, .before_rows = {raw(before)}, .after_rows = {raw(after)}, .row = citus_row_{index}}}"
    if citus.text:
        return f'{{.table = "{citus.table}", .key = {citus.key}, .set = {raw(citus.text)}, .before_rows = {{}}, .after_rows = {{}}, .row = {{}}}}'
    return "{}"


def statements_cpp(stores, tables_of_tree, first_index, function, extra):
    """Definitions of `Query::statement` for every query, and the list of them."""
    includes, tables, definitions, entries = [], [], [], []
    index = first_index
    for store in stores:
        if not store.queries:
            continue
        includes.append(f'#include "{store.folder.as_posix()}/queries.hpp"')
        for query in store.queries:
            made = set_form(query, tables_of_tree)
            citus = citus_form(query, tables_of_tree)
            tables.append(
                fields_of(f"params_{index}", query.params)
                + fields_of(f"results_{index}", query.results)
                + row_params_of(f"row_params_{index}", made.row_params)
                + row_params_of(f"citus_row_{index}", citus.insert[2] if citus.insert else [])
            )
            sqlite = numbered(query, query.tokens, "?")
            postgres = numbered(query, query.postgres_tokens or query.tokens, "$")
            full = f"{namespace_of(store)}::{camel(query.name)}::statement"
            definitions.append(
                f"constinit const ganbo::store::Statement {full} = {{\n"
                f'    .name = "{".".join(store.concept)}.{query.name}",\n'
                f"    .sqlite = {raw(sqlite)},\n"
                f"    .postgres = {raw(postgres)},\n"
                f"    .postgres_set = {raw(made.text) if made.text else '{}'},\n"
                f"    .row_params = {f'row_params_{index}' if made.row_params else '{}'},\n"
                f"    .citus = {citus_cpp(citus, index)},\n"
                f"    .params = {f'params_{index}' if query.params else '{}'},\n"
                f"    .results = {f'results_{index}' if query.results else '{}'},\n"
                f"    .writes = {'true' if query.writes else 'false'},\n"
                f"    .index = {index}}};\n"
            )
            entries.append(f"    &{full},\n")
            index += 1
    newline = "\n"
    return f"""// Generated by tools/sql/generate.py. Do not edit.
#include <array>

#include "platform/store/schema.hpp"
{newline.join(includes)}

namespace {{
using ganbo::store::ColumnType;
using ganbo::store::Field;
{"".join(tables)}}}  // namespace

{newline.join(definitions)}
namespace ganbo::store {{
namespace {{
constexpr std::array<const Statement*, {len(entries)}> listed{{
{"".join(entries)}}};
}}  // namespace

std::span<const Statement* const> {function}() {{ return listed; }}
{extra}
}}  // namespace ganbo::store
"""


def schema_cpp(stores, function, migrations):
    made = [table for store in stores for table in store.tables]
    arrays = "".join(table_arrays(table) for table in made)
    tables = "".join(table_facts(table) for table in made)
    found = [index for store in stores for index in store.indexes]
    indexes = "".join(f'    {{"{index.name}", "{index.table}"}},\n' for index in found)
    return f"""
namespace {{
{arrays}constexpr std::array<TableFacts, {len(made)}> {function}_tables{{{{
{tables}}}}};
constexpr std::array<IndexFacts, {len(found)}> {function}_indexes{{{{
{indexes}}}}};
{migrations}
}}  // namespace

const Schema& {function}() {{
  static constexpr Schema made{{
      .sqlite = {raw(schema_sql(stores, "sqlite"))},
      .postgres = {raw(schema_sql(stores, "postgres"))},
      .checksum = "{checksum_of(stores)}",
      .tables = {function}_tables,
      .indexes = {function}_indexes,
      .migrations = {"migrations_made" if migrations else "{}"}}};
  return made;
}}
"""


def migrations_cpp(migrations):
    if not migrations:
        return ""
    out, rows = "", ""
    for number, name, changes, checks in migrations:
        texts = {**changes, **checks}
        for what, statements in texts.items():
            items = ", ".join(raw(statement) for statement in statements)
            out += f"constexpr std::array<std::string_view, {len(statements)}> {what}_{number}{{{items}}};\n"
        rows += f'    {{{number}, "{name}", {", ".join(f"{what}_{number}" for what in texts)}}},\n'
    return out + f"constexpr std::array<Migration, {len(migrations)}> migrations_made{{{{\n{rows}}}}};\n"


# --------------------------------------------------------------------------------------------------------------------- run


def write_if_changed(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def generate(source, out):
    stores, tables = read_tree(source)
    written = set()
    for store in stores:
        if store.queries:
            path = out / store.folder / "queries.hpp"
            write_if_changed(path, header_of(store))
            written.add(path)
    product = [store for store in stores if not store.testing]
    testing = [store for store in stores if store.testing]
    migrations = migrations_cpp(read_migrations(source))
    write_if_changed(out / "all_statements.cpp", statements_cpp(product, tables, 0, "all_statements", schema_cpp(product, "schema", migrations)))
    first = sum(len(store.queries) for store in product)
    write_if_changed(
        out / "testing_statements.cpp", statements_cpp(testing, tables, first, "testing_statements", schema_cpp(testing, "testing_schema", ""))
    )
    for engine in ("sqlite", "postgres"):
        write_if_changed(out / f"schema.{engine}.sql", schema_sql(product, engine))
    # A header whose queries have gone must not be found by an old #include.
    for stale in set(out.glob("**/queries.hpp")) - written:
        stale.unlink()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, required=True, help="the folder src")
    parser.add_argument("--out", type=Path, required=True, help="root of the generated includes")
    parser.add_argument("--stamp", type=Path, help="touched when done")
    args = parser.parse_args()
    try:
        generate(args.source, args.out)
    except SqlError as error:
        print(error, file=sys.stderr)
        return 1
    if args.stamp:
        args.stamp.parent.mkdir(parents=True, exist_ok=True)
        args.stamp.touch()
    return 0


if __name__ == "__main__":
    sys.exit(main())
