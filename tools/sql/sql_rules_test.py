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
        self.assertEqual(self.asked("-- returns: half double precision?\nselect ratio / 2 as half from visits;"), "")

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

    def test_sql_in_cpp(self):
        found = self.found(GOOD_TABLE + BY_PARTY, cpp='\nauto a = "select day\\n from visits";\nauto b = "Select a file";\n')
        self.assertIn("src/parties/store/visits.cpp:2: SQL in C++", found)
        self.assertEqual(found.count("\n"), 1)


if __name__ == "__main__":
    unittest.main()
