"""Everything that a record holds is written to files and made a record again, equal to the first; what was tampered with is refused.

    record_export_test.py BINARY [unittest's arguments]
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import private_postgres  # noqa: E402
from documented_tables import documented_tables, is_same  # noqa: E402
from ganbo_server import Server, run_with_binary  # noqa: E402

FORMATS = ("csv", "parquet", "xlsx")
ODD = {"type": "identify", "userId": "odd", "messageId": "odd-1",
       "traits": {"name": "=HYPERLINK(\"http://a.example\",\"Lan\")", "email": "odd@mail.example", "phone": "0951234567", "note": "hai\r\ndòng, \"và\" 'nháy'"}}


class RecordExport(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="ganbo-export-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        made = cls.run_verb("demo", "--data", str(cls.folder / "first"), "--parties", "300", "--until", "2026-07-01")
        assert made.returncode == 0, made.stderr
        cls.server = Server(cls.binary, directory=str(cls.folder / "first"))
        cls.addClassCleanup(cls.server.close)
        cls.server.start()
        cls.events = cls.server.make_key("events")
        assert cls.server.post("/v1/batch", cls.events, {"batch": [ODD]}).json["applied"] == 1
        cls.server.settle()
        cls.server.settle(waiting="comparisons_due")  # probable duplicates are found in the background
        cls.server.settle_key_dates()

    @classmethod
    def run_verb(cls, *words):
        return subprocess.run([cls.binary, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False)

    def must(self, *words):
        done = self.run_verb(*words)
        self.assertEqual(done.returncode, 0, (words, done.stdout, done.stderr))
        return done.stdout

    def refused(self, sentence, *words):
        done = self.run_verb(*words)
        self.assertIn(done.returncode, (1, 2), words)
        self.assertEqual(done.stdout, "", (words, done.stderr))
        self.assertIn(sentence, done.stderr)

    def tables_of(self, *place):
        return {table: self.must("query", f"select {', '.join(columns)} from {table} order by {', '.join(columns[:4])}", "--format", "csv", *place)
                for table, columns in documented_tables().items() if table != "comparisons_due"}

    def export(self, name, *words):
        folder = self.folder / name
        self.must("export", "--all", "--to", str(folder), *words)
        self.addCleanup(shutil.rmtree, folder)
        return folder

    def test_a_record_in_use_goes_out_and_comes_back_equal(self):
        for kind in FORMATS:
            with self.subTest(kind):
                out, back = self.export(f"out-{kind}", "--data", str(self.folder / "first"), "--format", kind), str(self.folder / f"back-{kind}")
                for file in out.iterdir():
                    self.assertEqual(file.stat().st_mode & 0o077, 0, f"{file} is for its owner alone")
                meant = self.tables_of("--data", str(self.folder / "first"))
                self.must("restore", str(out), "--data", back)
                self.assertEqual(json.loads(self.must("rebuild", "--json", "--data", back))["differences"], 0)
                found = self.tables_of("--data", back)
                for table, rows in meant.items():
                    self.assertTrue(is_same(table, rows, found[table]), f"{table} differs")
                # Names of commands and keys went along: what was sent before is known.
                with Server(self.binary, directory=back) as server:
                    server.start()
                    self.assertEqual(server.post("/v1/batch", self.events, {"batch": [ODD]}).json["repeated"], 1)

    def test_no_cell_of_the_files_begins_a_formula(self):
        out = self.export("formulas", "--data", str(self.folder / "first"))
        self.assertIn("'=HYPERLINK", (out / "parties.csv").read_text(encoding="utf-8"))
        for file in out.glob("*.csv"):
            for line in file.read_text(encoding="utf-8").splitlines():
                for cell in line.split(","):
                    self.assertNotIn(cell.lstrip('"')[:1], ("=", "@"), (file, line))

    def test_what_was_changed_or_is_not_whole_is_refused_and_leaves_nothing(self):
        out, back = self.export("changed", "--data", str(self.folder / "first")), self.folder / "changed-back"
        restore = ("restore", str(out), "--data", str(back))
        parties = (out / "parties.csv").read_text(encoding="utf-8")
        for change, sentence in ((parties.replace("person", "persona", 1), "parties.csv is not what was exported"),
                                 (parties.rsplit("\n", 2)[0] + "\n", "parties.csv is not what was exported"),
                                 (parties.replace("party_id", "party", 1), "parties.csv: Its columns are not those of parties"),
                                 (parties + "x,y\n", "parties.csv"), ("", "parties.csv")):
            (out / "parties.csv").write_text(change, encoding="utf-8")
            self.refused(sentence, *restore)
            self.assertEqual([file.name for file in back.iterdir() if file.name != "ganbo.lock"], [])
        (out / "parties.csv").unlink()
        self.refused("parties.csv", *restore)
        manifest = json.loads((out / "manifest.json").read_text())
        for change, sentence in (({"schema": "0"}, "the schema of another ganbo"), ({"format": "ods"}, "No format is called “ods”"), ({"tables": []}, "names no table"),
                                 ({"tables": [{"name": "parties", "file": "../parties.csv", "rows": 1, "checksum": ""}]}, "file is missing"), ({"made_at": 7}, "made_at")):
            (out / "manifest.json").write_text(json.dumps({**manifest, **change}))
            self.refused(sentence, *restore)
        (out / "manifest.json").unlink()
        self.refused("interrupted", *restore)
        self.assertFalse((back / "ganbo.db").exists())

    def test_nothing_is_written_over(self):
        taken = self.folder / "taken"
        taken.mkdir()
        (taken / "mine.txt").write_text("mine")
        self.refused("holds something already", "export", "--all", "--to", str(taken), "--data", str(self.folder / "first"))
        self.assertEqual([file.name for file in taken.iterdir()], ["mine.txt"])
        out = self.export("over", "--data", str(self.folder / "first"))
        self.assertEqual(self.run_verb("restore", str(out), "--data", str(self.folder / "first")).returncode, 1)
        self.assertEqual(list(self.folder.glob("ganbo-*")), [], "what was needed on the way is gone")

    @unittest.skipUnless(private_postgres.available(), "PostgreSQL 15 is not installed (apt-get install postgresql-15)")
    def test_a_record_on_postgresql_comes_into_a_directory(self):
        postgres = private_postgres.test_server()
        self.addCleanup(postgres.close)
        place = ("--data", str(self.folder / "beside"), "--record", postgres.address(postgres.make_database("exported")))
        self.must("record", "migrate", *place)
        self.must("demo", "--parties", "60", "--until", "2026-07-01", *place)
        out = self.export("from-postgres", "--format", "parquet", *place)
        self.must("restore", str(out), "--data", str(self.folder / "into"))
        meant, found = self.tables_of(*place), self.tables_of("--data", str(self.folder / "into"))
        for table, rows in meant.items():
            self.assertTrue(is_same(table, rows, found[table]), f"{table} differs")


if __name__ == "__main__":
    run_with_binary(RecordExport)
