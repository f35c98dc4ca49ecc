"""A record moves from SQLite to PostgreSQL and back, killed on the way, and is the same.

    record_copy_test.py BINARY [unittest's arguments]
"""

import json
import pathlib
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import private_postgres  # noqa: E402
from documented_tables import documented_tables, is_same  # noqa: E402
from ganbo_server import Server, run_with_binary  # noqa: E402

PARTIES = "800"


class Place:
    """Where a record is, for --from and --to, and for the verbs."""

    def __init__(self, directory, address=""):
        self.directory, self.address = str(directory), address

    def __str__(self):
        return self.address or self.directory

    def flags(self):
        return ["--data", self.directory, *(["--record", self.address] if self.address else [])]


@unittest.skipUnless(private_postgres.available(), "PostgreSQL 15 is not installed (apt-get install postgresql-15)")
class RecordCopy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="ganbo-copy-")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.postgres = private_postgres.test_server()
        cls.addClassCleanup(cls.postgres.close)
        cls.first = Place(pathlib.Path(cls.folder.name) / "first")
        made = cls.run_verb("demo", "--data", str(cls.first), "--parties", PARTIES, "--until", "2026-07-01")
        assert made.returncode == 0, made.stderr

    @classmethod
    def run_verb(cls, *words):
        return subprocess.run([cls.binary, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False)

    def database(self, name):
        return Place(pathlib.Path(self.folder.name) / name, self.postgres.address(self.postgres.make_database(name)))

    def copy_command(self, source, target, *flags):
        return "record", "copy", "--from", str(source), "--to", str(target), *flags

    def must(self, *words):
        done = self.run_verb(*words)
        self.assertEqual(done.returncode, 0, (words, done.stdout, done.stderr))
        return done.stdout

    def refused(self, sentence, *words, code=1):
        done = self.run_verb(*words)
        self.assertEqual((done.returncode, done.stdout), (code, ""), words)
        self.assertIn(sentence, done.stderr)
        self.assertNotIn("ganbo@", done.stderr, "an address may hold a password")

    def tables_of(self, place):
        return {table: self.must("query", f"select {', '.join(columns)} from {table} order by {', '.join(columns[:4])}", "--format", "csv", *place.flags())
                for table, columns in documented_tables().items()}

    def expect_sound(self, place):
        self.assertEqual(json.loads(self.must("rebuild", "--json", *place.flags()))["differences"], 0)
        found = json.loads(self.run_verb("doctor", "--json", *place.flags()).stdout)["findings"]
        # The test's own PostgreSQL runs with fsync off, which is bad and so told.
        self.assertEqual([one["what"] for one in found if not one["good"] and one["what"] != "durability"], [])

    def expect_the_same(self, place):
        meant, found = self.tables_of(self.first), self.tables_of(place)
        self.assertGreater(len(meant["events"]), 100_000)
        self.assertEqual(list(found), list(meant))
        for table, rows in meant.items():
            self.assertTrue(is_same(table, rows, found[table]), f"{table} differs")

    def spawn(self, source, target):
        return subprocess.Popen([self.binary, *self.copy_command(source, target)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)

    def kill_when(self, process, seen):
        for _ in range(3000):
            if seen():
                break
            self.assertIsNone(process.poll(), "it ended before it was seen on its way")
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def test_there_and_back_with_kills(self):
        there = self.database("there")
        self.must("record", "migrate", *there.flags())
        # Nobody can write this table for now, so the copy stands still there and is killed in the middle.
        with subprocess.Popen([private_postgres.PROGRAMS / "psql", "-X", "-q", there.address], stdin=subprocess.PIPE, text=True) as holder:
            holder.stdin.write("begin; lock table order_lines in share mode;\n")
            holder.stdin.flush()
            auditor = private_postgres.Auditor(there.address)
            while not auditor.execute("select 1 from pg_locks where mode = 'ShareLock' and granted"):
                time.sleep(0.05)
            process = self.spawn(self.first, there)
            self.kill_when(process, lambda: auditor.execute("select 1 from pg_locks where mode = 'RowExclusiveLock' and not granted"))
            holder.stdin.close()
        self.assertTrue(auditor.execute("select 1 from record_meta where key = 'copied_orders'").fetchone())
        self.refused("a copy that is not finished", "doctor", *there.flags())
        self.refused("a copy that is not finished", *self.copy_command(there, pathlib.Path(self.folder.name) / "of-a-part"))
        report = json.loads(self.must(*self.copy_command(self.first, there, "--json")))
        self.assertTrue(report["went_on"])
        self.assertEqual(report["rows"], sum(table["rows"] for table in report["tables"]))
        self.expect_sound(there)
        self.expect_the_same(there)

        back = Place(pathlib.Path(self.folder.name) / "back")
        process = self.spawn(there, back)
        self.kill_when(process, lambda: self.has_come_to(back, "events", process))
        self.refused("a copy that is not finished", "serve", "--port", "0", *back.flags())
        report = json.loads(self.must(*self.copy_command(there, back, "--json")))
        self.assertTrue(report["went_on"])
        self.expect_sound(back)
        self.expect_the_same(back)

    def test_a_server_that_starts_meanwhile_never_serves_a_part(self):
        there = self.database("meanwhile")
        self.must("record", "migrate", *there.flags())
        auditor = private_postgres.Auditor(there.address)

        def wait_for(sql):
            for _ in range(600):
                if auditor.execute(sql):
                    return
                time.sleep(0.02)
            self.fail(f"It has not come to that: {sql}")

        # The copy has the record for itself but cannot note yet that it begins: the server sees nothing wrong, and waits for its seat.
        with subprocess.Popen([private_postgres.PROGRAMS / "psql", "-X", "-q", there.address], stdin=subprocess.PIPE, text=True) as holder:
            holder.stdin.write("begin; lock table record_meta in share mode;\n")
            holder.stdin.flush()
            wait_for("select 1 from pg_locks where mode = 'ShareLock' and granted")
            copy = self.spawn(self.first, there)
            wait_for("select 1 from pg_locks where mode = 'RowExclusiveLock' and not granted")
            server = subprocess.Popen([self.binary, "serve", "--port", "0", *there.flags()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                      stderr=subprocess.PIPE, text=True)
            wait_for("select 1 from pg_locks where locktype = 'advisory' and not granted")
            holder.stdin.close()
        self.kill_when(copy, lambda: auditor.execute("select 1 from record_meta where key = 'copied_events'"))
        said = server.communicate(timeout=60)[1]
        self.assertEqual(server.returncode, 1, said)
        self.assertIn("a copy that is not finished", said)
        self.refused("a copy that is not finished", "serve", "--port", "0", *there.flags())
        # Nothing of the server's own is in the way.
        self.assertTrue(json.loads(self.must(*self.copy_command(self.first, there, "--json")))["went_on"])

    def has_come_to(self, place, table, process):
        """When the copy has noted that table it is stopped, to be killed where it is."""
        file = pathlib.Path(place.directory) / "ganbo.db"
        if not file.exists():
            return False
        try:
            with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as record:
                there = record.execute("select 1 from record_meta where key = ?", (f"copied_{table}",)).fetchone()
        except sqlite3.OperationalError:  # no tables yet
            return False
        if there:
            process.send_signal(signal.SIGSTOP)
        return bool(there)

    def test_a_repeated_command_is_known_in_the_copy(self):
        moved = self.database("moved")
        with Server(self.binary) as server:
            server.start()
            key = server.make_key("events", "--source", "till")
            said = {"userId": "u1", "messageId": "m1", "traits": {"name": "Bó"}}
            self.assertEqual(server.post("/v1/identify", key, said).json["outcomes"][0]["status"], "applied")
            self.refused("Stop it first", *self.copy_command(server.directory, moved))
            self.assertEqual(server.stop(), 0)
            self.must(*self.copy_command(server.directory, moved))
        with Server(self.binary, record=moved.address) as server:
            server.start()
            self.assertEqual(server.post("/v1/identify", key, said).json["outcomes"][0]["status"], "repeated")
            self.assertEqual(server.post("/v1/identify", key, {**said, "traits": {"name": "Gắn"}}).status, 409)
            self.refused("Stop them first", *self.copy_command(moved, pathlib.Path(self.folder.name) / "busy"))

    def test_what_cannot_be_copied_is_refused(self):
        folder = pathlib.Path(self.folder.name)
        self.refused("the same place", *self.copy_command(self.first, str(self.first) + "/."), code=2)
        self.refused("There is no record", *self.copy_command(folder / "nowhere", folder / "new"))
        self.assertFalse((folder / "nowhere").exists())
        self.refused("Nobody has worked with this record", *self.copy_command(self.migrated("untouched"), folder / "new"))
        used = self.database("used")
        self.must("record", "migrate", *used.flags())
        self.must("settings", *used.flags())  # opened once
        self.refused("holds a record already", *self.copy_command(self.first, used))

    def migrated(self, name):
        place = self.database(name)
        self.must("record", "migrate", *place.flags())
        return place


if __name__ == "__main__":
    run_with_binary(RecordCopy)
