"""Tests that each rule of tools/tidy/sql_rules.py finds its breach, and nothing where there is none."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHECK = Path(__file__).resolve().parent.parent / "tidy/sql_rules.py"
GOOD_TABLE = (
    "create table visits (party_id bigint not null, day bigint not null, place text, ratio double precision, "
    "primary key (party_id, day));\n"
)
BY_PARTY = "-- distributed by: party_id\n"


class SqlRules(unittest.TestCase):
    def found(self, tables, queries="", cpp=""):
        with tempfile.TemporaryDirectory() as name:
            store = Path(name) / "src/parties/store"
            store.mkdir(parents=True)
            (store / "tables.sql").write_text(tables)
            (store / "queries.sql").write_text(queries)
            (store / "visits.cpp").write_text(cpp)
            (store / "visits_test.cpp").write_text('auto x = "insert into visits values (1)";\n')
            done = subprocess.run([sys.executable, "-B", CHECK, name], capture_output=True, text=True, check=False)
            self.assertEqual(done.stderr, "")
            self.assertEqual(done.returncode, 1 if done.stdout else 0)
            return done.stdout

    def asked(self, sql, why="-- why: test.\n"):
        return self.found(GOOD_TABLE + "-- distributed by: party_id\n", f"-- name: asked\n{why}{sql}\n")

    def test_a_good_tree_has_no_findings(self):
        self.assertEqual(self.asked("select place from visits where party_id = :party_id order by place nulls last, day;"), "")
        self.assertEqual(self.asked("-- returns: half double precision?\nselect ratio / 2 as half from visits where party_id = :party_id;"), "")

    def test_tables(self):
        self.assertIn("src/parties/store/tables.sql:1: visits does not say how it is spread", self.found(GOOD_TABLE))
        self.assertIn("lead its primary key with party_id", self.found(GOOD_TABLE.replace("(party_id, day)", "(day, party_id)") + BY_PARTY))
        self.assertIn("distribution column place in the primary key", self.found(GOOD_TABLE + "-- distributed by: place\n"))
        self.assertIn("is no reference table", self.found(GOOD_TABLE + "-- reference\n"))
        self.assertIn("say what happened then", self.found(GOOD_TABLE.replace("day", "at") + "-- distributed by: party_id\n"))
        self.assertIn("a unique key only with", self.found(GOOD_TABLE + BY_PARTY + "create unique index u on visits (day);\n"))

    def test_queries(self):
        self.assertIn("add `-- why:`", self.asked("select place from visits;", why=""))
        self.assertIn("SQLite has none", self.asked("-- returns: d bigint\nselect greatest(day, 1) as d from visits;"))
        self.assertIn("no `/` on integers", self.asked("-- returns: d bigint\nselect day / 7 as d from visits;"))
        self.assertIn("place desc may be null: add `nulls first`", self.asked("select day from visits order by place desc;"))
        self.assertIn("write `cast(x as type)`", self.asked("-- returns: d bigint\nselect day::bigint as d from visits;"))
        self.assertIn("refuses row locks", self.asked("select day from visits for update;"))

    def test_citus(self):
        every = "-- citus: multi-shard, because it is asked once a day.\n"
        insert = "insert into visits (party_id, day, place) values (:party_id, :day, :place)"
        self.assertEqual(self.asked(insert + " on conflict (party_id, day) do update set place = excluded.place;"), "")
        self.assertEqual(self.asked("delete from visits where day = :day and party_id = :party_id;"), "")
        self.assertEqual(self.asked(every + "select place from visits where day = :day;"), "")
        joined = "select a.place from visits a join visits b on {} where a.party_id = :party_id;"
        self.assertEqual(self.asked(joined.format("b.party_id = a.party_id and b.day = a.day")), "")
        self.assertIn("joined on other columns", self.asked(joined.format("b.day = a.day")))
        self.assertIn("goes to every shard", self.asked("select place from visits where day = :day;"))
        self.assertIn("goes to every shard", self.asked("-- citus: multi-shard\nselect place from visits where day = :day;"))
        self.assertIn("goes to every shard", self.asked("delete from visits where party_id = :party_id or day = :day;"))
        self.assertIn("goes to every shard", self.asked("update visits set place = :place where party_id >= :party_id;"))
        self.assertIn("goes to every shard", self.asked("insert into visits (party_id, day) select party_id, day from visits where party_id = :party_id;"))
        self.assertIn("take `-- citus:` out", self.asked(every + "select place from visits where party_id = :party_id;"))
        self.assertIn("cannot change party_id", self.asked("update visits set place = :place, party_id = :day where party_id = :party_id;"))
        self.assertIn("refuses recursive", self.asked(every + "-- returns: n bigint\nwith recursive r as (select day from visits) select count(*) as n from r;"))
        self.assertIn("a subquery in `on conflict`", self.asked(
            insert + " on conflict (party_id, day) do update set place = (select name from visits);"))
        self.assertIn("in place of random(…)", self.asked("insert into visits (party_id, day) values (:party_id, random());"))
        ranked = "-- returns: n bigint\nselect rank() over ({}) as n from visits where party_id = :party_id;"
        self.assertIn("only inside a shard", self.asked(ranked.format("order by day")))
        self.assertEqual(self.asked(ranked.format("partition by party_id order by day")), "")

    def test_what_is_on_every_node_goes_to_no_shard(self):
        table = "create table days (day bigint primary key, name text);\n-- reference\n"
        self.assertEqual(self.found(table, "-- name: a\n-- why: test.\nselect name from days order by day;"), "")
        self.assertIn("take `-- citus:` out", self.found(table, "-- name: a\n-- why: test.\n-- citus: multi-shard, because x.\nselect name from days;"))

    def test_sql_in_cpp(self):
        found = self.found(GOOD_TABLE + BY_PARTY, cpp='\nauto a = "select day\\n from visits";\nauto b = "Select a file";\n')
        self.assertIn("src/parties/store/visits.cpp:2: SQL in C++", found)
        self.assertEqual(found.count("\n"), 1)


if __name__ == "__main__":
    unittest.main()
