"""Statements that every table has whatever it is for: its rows in the order of its key, in slices, and a row put in.

They are how a record is copied and compared with another (src/platform/copy/). The key may be another on SQLite, so each engine walks
its own.
"""

import json

from postgres_sets import ARRAYS

COLUMN_TYPES = {"bigint": "integer", "double precision": "real", "text": "text", "blob": "blob"}


def keys_of(table):
    return {"sqlite": table.sqlite_primary_key or table.primary_key, "postgres": table.primary_key}


def walk_sql(table, engine, sign, after):
    """A slice of rows from the beginning, or after a key."""
    key = keys_of(table)[engine]
    columns, order = ", ".join(table.columns), ", ".join(key)
    places = ", ".join(f"{sign}{place}" for place in range(1, len(key) + 1))
    where = f" where ({order}) > ({places})" if after and len(key) > 1 else f" where {order} > {places}" if after else ""
    limit = f"{sign}{len(key) + 1 if after else 1}"
    return f"select {columns} from {table.name}{where} order by {order} limit {limit}"


def insert_sql(table, sign):
    places = ", ".join(f"{sign}{place}" for place in range(1, len(table.columns) + 1))
    return f"insert into {table.name} ({', '.join(table.columns)}) values ({places})"


def insert_set_sql(table):
    arrays = ", ".join(f"${place}::{ARRAYS[column.type]}" for place, column in enumerate(table.columns.values(), 1))
    return f"insert into {table.name} ({', '.join(table.columns)}) select * from unnest({arrays})"


def statement(name, sqlite, postgres, postgres_set, params, results, writes):
    return (
        f'{{.name = "{name}", .sqlite = "{sqlite}", .postgres = "{postgres}", .postgres_set = "{postgres_set}", .row_params = {{}}, '
        f".params = {params or '{}'}, .results = {results or '{}'}, .writes = {'true' if writes else 'false'}, .index = -1}}"
    )


def table_arrays(table):
    """What table_facts() refers to: the columns, the keys' places and the parameters of a walk."""
    fields = "".join(
        f'    {{"{column.name}", ColumnType::{COLUMN_TYPES[column.type]}, {"true" if column.nullable else "false"}}},\n'
        for column in table.columns.values()
    )
    names = list(table.columns)
    keys = "".join(
        f"constexpr int {engine}_key_of_{table.name}[] = {{{', '.join(str(names.index(column)) for column in key)}}};\n"
        for engine, key in keys_of(table).items()
    )
    # PostgreSQL is told the types of parameters; SQLite takes them as they come.
    params = "".join(f'{{"{name}", ColumnType::{COLUMN_TYPES[table.columns[name].type]}, false}}, ' for name in table.primary_key)
    return (
        f"constexpr Field columns_of_{table.name}[] = {{\n{fields}}};\n{keys}"
        f'constexpr Field walk_of_{table.name}[] = {{{params}{{"row_limit", ColumnType::integer, false}}}};\n'
        f'constexpr Field count_of_{table.name}[] = {{{{"rows", ColumnType::integer, false}}}};\n'
    )


def table_facts(table):
    """The initializer of a TableFacts (src/platform/store/schema.hpp)."""
    name, columns = table.name, f"columns_of_{table.name}"
    first = statement(f"{name}.first_rows", walk_sql(table, "sqlite", "?", False), walk_sql(table, "postgres", "$", False), "",
                      f"std::span(walk_of_{name}).last(1)", columns, False)
    after = statement(f"{name}.rows_after", walk_sql(table, "sqlite", "?", True), walk_sql(table, "postgres", "$", True), "",
                      f"walk_of_{name}", columns, False)
    insert = statement(f"{name}.insert_row", insert_sql(table, "?"), insert_sql(table, "$"), insert_set_sql(table), columns, "", True)
    count = f"select count(*) as rows from {name}"
    counted = statement(f"{name}.count_rows", count, count, "", "", f"count_of_{name}", False)
    return (
        f'    {{.name = "{name}", .says = {json.dumps(table.comment, ensure_ascii=False)}, .columns = {columns}, .distributed_by = "{table.distributed_by}",\n'
        f"     .sqlite_key = sqlite_key_of_{name}, .postgres_key = postgres_key_of_{name},\n"
        f"     .first_rows = {first},\n     .rows_after = {after},\n     .insert_row = {insert},\n     .count_rows = {counted}}},\n"
    )
