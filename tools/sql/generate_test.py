"""Tests of the reader of .sql files and of the C++ made of them. Run with `python3 generate_test.py`."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

from generate import camel, checksum_of, generate, schema_sql, struct_of, numbered  # noqa: E402
from postgres_sets import citus_form, set_form  # noqa: E402
from sql_files import SqlError, read_tree  # noqa: E402
from table_statements import insert_set_sql, table_arrays, table_facts, walk_sql  # noqa: E402

TABLES = """
-- Who is who.
create table parties (
  party_id bigint primary key,
  name text not null,   -- as written
  nickname text,
  weight double precision,
  photo blob
);
-- distributed by: party_id

create table visits (
  party_id bigint not null,
  visited_at bigint not null,
  place text,
  primary key (party_id, visited_at)
);  -- sqlite: without rowid
-- distributed by: party_id
create index visits_by_place on visits (place) where place is not null;
"""


class Tree(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.source = Path(self.folder.name) / "src"

    def read(self, queries, tables=TABLES, folder="parties/store"):
        store = self.source / folder
        store.mkdir(parents=True, exist_ok=True)
        (store / "tables.sql").write_text(tables, encoding="utf-8")
        (store / "queries.sql").write_text(queries, encoding="utf-8")
        return read_tree(self.source)[0][0]

    def query(self, text, tables=TABLES):
        return self.read(f"-- name: asked\n-- why: test.\n{text}", tables).queries[0]

    def refused(self, text, expected, tables=TABLES):
        with self.assertRaises(SqlError) as caught:
            self.query(text, tables)
        self.assertIn(expected, caught.exception.sentence)

    def shape(self, fields):
        return [f"{one.name} {one.type}{'?' if one.nullable else ''}" for one in fields]


class Tables(Tree):
    def test_each_engine_gets_its_types_and_keys(self):
        stores = read_tree_of(self)
        self.assertEqual(
            schema_sql(stores, "sqlite").splitlines()[:8],
            [
                "create table parties (",
                "  party_id integer not null,",
                "  name text not null,",
                "  nickname text,",
                "  weight real,",
                "  photo blob,",
                "  primary key (party_id)",
                ") strict;",
            ],
        )
        self.assertIn(") strict, without rowid;", schema_sql(stores, "sqlite"))
        postgres = schema_sql(stores, "postgres")
        self.assertIn('place text collate "C",', postgres)
        self.assertIn("photo bytea,", postgres)
        self.assertIn("create index visits_by_place on visits(place) where place is not null;", postgres)
        self.assertNotIn("rowid", postgres)

    def test_the_checksum_ignores_comments_and_sees_columns(self):
        before = checksum_of(read_tree_of(self))
        self.assertEqual(before, checksum_of(read_tree_of(self, TABLES.replace("-- as written", "-- as spoken"))))
        self.assertNotEqual(before, checksum_of(read_tree_of(self, TABLES.replace("nickname", "other_name"))))

    def test_another_key_for_sqlite(self):
        tables = "create table events (party_id bigint not null, event_id bigint not null, primary key (party_id, event_id));\n" \
                 "-- sqlite: primary key (event_id)\n"
        stores = read_tree_of(self, tables)
        self.assertIn("primary key (event_id)", schema_sql(stores, "sqlite"))
        self.assertIn("primary key (party_id, event_id)", schema_sql(stores, "postgres"))

    def test_every_table_is_walked_in_the_order_of_the_key_of_its_engine(self):
        parties, visits = read_tree_of(self)[0].tables
        self.assertEqual(walk_sql(parties, "sqlite", "?", False), "select party_id, name, nickname, weight, photo from parties order by party_id limit ?1")
        self.assertEqual(walk_sql(parties, "postgres", "$", True),
                         "select party_id, name, nickname, weight, photo from parties where party_id > $1 order by party_id limit $2")
        self.assertEqual(walk_sql(visits, "sqlite", "?", True),
                         "select party_id, visited_at, place from visits where (party_id, visited_at) > (?1, ?2) order by party_id, visited_at limit ?3")
        self.assertEqual(insert_set_sql(visits),
                         "insert into visits (party_id, visited_at, place) select * from unnest($1::bigint[], $2::bigint[], $3::text[])")
        table = read_tree_of(self, "create table names (bucket bigint not null, hash blob not null, primary key (hash));\n"
                                   "-- sqlite: primary key (bucket, hash)\n")[0].tables[0]
        self.assertIn("where (bucket, hash) > (?1, ?2)", walk_sql(table, "sqlite", "?", True))
        self.assertIn("where hash > $1", walk_sql(table, "postgres", "$", True))
        self.assertIn(".sqlite_key = sqlite_key_of_names", table_facts(table))
        self.assertIn("constexpr int sqlite_key_of_names[] = {0, 1};\nconstexpr int postgres_key_of_names[] = {1};", table_arrays(table))

    def test_what_is_not_understood_is_refused(self):
        self.refused("", "has type boolean", "create table t (a boolean primary key);")
        self.refused("", "has no primary key", "create table t (a bigint);")
        self.refused("", "foreign keys are not used", "create table t (a bigint primary key references u);")
        self.refused("", "no column b", "create table t (a bigint primary key);\n-- distributed by: b")
        self.refused("", "is no table of the tree", "create index i on t (a);")


def read_tree_of(test, tables=TABLES):
    test.read("", tables)
    (test.source / "parties/store/queries.sql").unlink()
    return read_tree(test.source)[0]


class Queries(Tree):
    def test_plain_columns_take_type_and_nullability_from_their_table(self):
        query = self.query(
            "select name, p.nickname as called, p.weight from parties p where p.party_id = :party_id and nickname = :nickname;"
        )
        self.assertEqual(self.shape(query.params), ["party_id bigint", "nickname text"])
        self.assertEqual(self.shape(query.results), ["name text", "called text?", "weight double precision?"])
        self.assertFalse(query.writes)

    def test_an_outer_join_makes_columns_nullable(self):
        query = self.query("select p.name, v.visited_at from parties p left join visits v on v.party_id = p.party_id;")
        self.assertEqual(self.shape(query.results), ["name text", "visited_at bigint?"])

    def test_what_is_written_may_be_null_where_its_column_may(self):
        query = self.query("insert into parties (party_id, nickname, photo) values (:party_id, :nickname, :photo) returning nickname;")
        self.assertEqual(self.shape(query.params), ["party_id bigint", "nickname text?", "photo blob?"])
        self.assertEqual(self.shape(query.results), ["nickname text?"])
        self.assertTrue(query.writes)

    def test_parameters_are_numbered_by_first_appearance(self):
        query = self.query("select name from parties where name = :name or nickname = :nickname or nickname = :name;")
        self.assertEqual(numbered(query, query.tokens, "$"), "select name from parties where name = $1 or nickname = $2 or nickname = $1")

    def test_texts_comments_and_casts_hold_no_parameters(self):
        query = self.query(
            "-- returns: b text\nselect cast(name as text) as b -- :not\n"
            "from parties where name <> ':neither' and party_id::bigint = :party_id;"
        )
        self.assertEqual(self.shape(query.params), ["party_id bigint"])

    def test_a_with_clause_stands_before_the_statement(self):
        query = self.query(
            "-- returns: visits bigint\nwith seen as (select party_id, count(*) as visits from visits group by party_id)\n"
            "select p.party_id, s.visits from parties p join seen s on s.party_id = p.party_id;"
        )
        self.assertEqual(self.shape(query.results), ["party_id bigint", "visits bigint"])

    def test_a_subquery_does_not_hide_the_outer_table(self):
        query = self.query("select name from parties where party_id in (select party_id from visits where place = :place) order by name;")
        self.assertEqual(self.shape(query.params), ["place text"])
        self.assertEqual(self.shape(query.results), ["name text"])

    def test_the_variant_shares_the_numbers(self):
        query = self.query(
            "select name from parties where party_id = :party_id;\n"
            "-- postgres:\nselect name from parties where :party_id = party_id;"
        )
        self.assertEqual(numbered(query, query.postgres_tokens, "$"), "select name from parties where $1 = party_id")

    def test_what_cannot_be_known_must_be_declared(self):
        self.refused("select count(*) from parties;", "give `count(*)` a name")
        self.refused("select count(*) as n from parties;", "add `-- returns: n <type>`")
        self.refused("select name from parties where party_id > :after;", "add `-- param: after <type>`")
        self.refused("select * from parties;", "name the columns instead of `*`")
        self.refused("-- param: gone bigint\nselect name from parties;", "does not use it")
        self.refused("-- returns: gone bigint\nselect name from parties;", "does not return it")
        self.refused("-- returns: name integer\nselect name from parties;", "should read `name type`")
        self.refused("select name from parties; select nickname from parties;", "goes on after its semicolon")

    def test_names_of_cpp_are_refused(self):
        self.refused("-- param: class text\nselect name from parties where name = :class;", "cannot name a parameter")
        self.refused("select name, nickname as name from parties;", "has two results name")

    def test_two_queries_of_one_name_are_refused(self):
        with self.assertRaises(SqlError):
            self.read("-- name: a\nselect name from parties;\n-- name: a\nselect name from parties;")


class PostgresSets(Tree):
    def form(self, text):
        query = self.query(text)
        made = set_form(query, read_tree(self.source)[1])
        return made.text, [query.params[place].name for place in made.row_params]

    def test_a_select_is_asked_for_each_key(self):
        self.assertEqual(
            self.form("select name from parties where party_id = :party_id and nickname = :nickname order by name;"),
            (
                "select k.key, q.* from unnest($1::bigint[], $2::text[]) with ordinality k(p1, p2, key) "
                "cross join lateral (select name from parties where party_id = k.p1 and nickname = k.p2 order by name) q",
                [],
            ),
        )

    def test_an_insert_names_the_row_by_its_conflict(self):
        text = "insert into visits (place, party_id, visited_at) values (:place, :party_id, :visited_at)"
        made = "insert into visits(place, party_id, visited_at) select k.p1, k.p2, k.p3 from unnest($1::text[], $2::bigint[], $3::bigint[]) k(p1, p2, p3)"
        self.assertEqual(self.form(text + ";"), (made, []))
        self.assertEqual(self.form(text + " on conflict do nothing;"), (made + " on conflict do nothing", []))
        self.assertEqual(
            self.form(text + " on conflict (party_id, visited_at) do update set place = excluded.place;"),
            (made + " on conflict(party_id, visited_at) do update set place = excluded.place", ["party_id", "visited_at"]),
        )

    def test_an_update_by_key_names_the_row_by_the_key(self):
        self.assertEqual(
            self.form("update parties set name = :name, weight = weight + 1 where party_id = :party_id and nickname = :nickname;"),
            (
                "update parties set name = k.p1, weight = weight + 1 from unnest($1::text[], $2::bigint[], $3::text[]) k(p1, p2, p3) "
                "where party_id = k.p2 and nickname = k.p3",
                ["party_id"],
            ),
        )

    def test_a_delete_takes_any_condition(self):
        self.assertEqual(
            self.form("delete from visits where party_id = :party_id and visited_at < :visited_at;"),
            ("delete from visits using unnest($1::bigint[], $2::bigint[]) k(p1, p2) where party_id = k.p1 and visited_at < k.p2", []),
        )

    def test_what_is_not_surely_the_same_has_none(self):
        for text in (
            "select name from parties;",
            "update visits set place = :place where party_id = :party_id;",  # a key writes several rows
            "update parties set name = :name where party_id = :party_id or nickname = :nickname;",
            "insert into visits (party_id, visited_at) values (:party_id, :visited_at) returning place;",
            "insert into visits (party_id, visited_at, place) select party_id, 1, name from parties where party_id = :party_id;",
            "delete from visits where party_id = :party_id returning place;",
            "-- returns: n bigint\nwith seen as (select count(*) as n from visits where party_id = :party_id) select n from seen;",
        ):
            self.assertEqual(self.form(text), ("", []), text)


class CitusForms(Tree):
    def form(self, text):
        query = self.query(text)
        return citus_form(query, read_tree(self.source)[1])

    def test_a_set_names_the_values_by_which_its_table_is_cut(self):
        made = self.form("select name from parties where nickname = :nickname and party_id = :party_id order by name limit 1;")
        self.assertEqual((made.table, made.key), ("parties", 1))
        self.assertEqual(
            made.text,
            "select k.key, q.* from unnest($1::text[], $2::bigint[]) with ordinality k(p1, p2, key) cross join lateral "
            "(select name from parties where party_id = any($2::bigint[]) and nickname = k.p1 and party_id = k.p2 order by name limit 1) q",
        )
        made = self.form("delete from visits where party_id = :party_id;")
        self.assertEqual(made.text, "delete from visits using unnest($1::bigint[]) k(p1) where party_id = any($1::bigint[]) and party_id = k.p1")

    def test_an_insert_is_written_out(self):
        made = self.form(
            "insert into visits (visited_at, party_id, place) values (:visited_at, :party_id, :place) on conflict (party_id, visited_at) do nothing;"
        )
        self.assertEqual(
            made.insert,
            ("insert into visits(visited_at, party_id, place) values", "on conflict(party_id, visited_at) do nothing", [0, 1, 2]),
        )

    def test_what_names_no_one_value_goes_key_by_key(self):
        for text in (
            "select name from parties where party_id > :party_id;",
            "select name from parties where party_id = :party_id or nickname = :nickname;",
            "delete from visits where visited_at = :visited_at;",
            "delete from visits where party_id = :party_id returning place;",
            "insert into visits (party_id, visited_at) values (:party_id, :visited_at) returning place;",
        ):
            made = self.form(text)
            self.assertEqual((made.text, made.insert), ("", ()), text)


class Cpp(Tree):
    def test_required_parameters_have_no_default(self):
        text = struct_of(self.query("insert into parties (party_id, name, nickname) values (:party_id, :name, :nickname);"))
        self.assertIn("  std::int64_t party_id;\n  std::string_view name;\n  std::optional<std::string_view> nickname = {};", text)
        self.assertIn("binder.null(2)", text)

    def test_files_that_do_not_change_are_left_alone(self):
        self.read("-- name: find_name\nselect name from parties where party_id = :party_id;")
        out = Path(self.folder.name) / "out"
        generate(self.source, out)
        header = out / "parties/store/queries.hpp"
        first = header.stat().st_mtime_ns
        generate(self.source, out)
        self.assertEqual(first, header.stat().st_mtime_ns)
        self.assertIn("namespace ganbo::parties::sql {", header.read_text())
        (self.source / "parties/store/queries.sql").unlink()
        generate(self.source, out)
        self.assertFalse(header.exists())

    def test_migrations_are_numbered_and_noted(self):
        read_tree_of(self)
        step = self.source / "platform/store/migrations/0002-parties-nickname"
        step.mkdir(parents=True)
        (step / "change.sql").write_text("create table t (a bigint primary key, b text);\nalter table parties add column c bigint;\n")
        out = Path(self.folder.name) / "out"
        with self.assertRaises(SqlError):
            generate(self.source, out)
        (step / "note.md").write_text("Why.\n")
        generate(self.source, out)
        text = (out / "all_statements.cpp").read_text()
        self.assertIn('{2, "0002-parties-nickname", sqlite_2, postgres_2, before_2, after_2}', text)
        self.assertIn("std::array<std::string_view, 2> postgres_2", text)
        self.assertIn('b text collate "C"', text)
        step.rename(step.with_name("0004-parties-nickname"))
        with self.assertRaises(SqlError):
            generate(self.source, out)

    def test_camel(self):
        self.assertEqual(camel("find_claim_2"), "FindClaim2")


if __name__ == "__main__":
    unittest.main()
