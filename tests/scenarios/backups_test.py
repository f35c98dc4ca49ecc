"""Backups asked for over HTTP: made while others write, downloaded, restored, removed; on PostgreSQL refused with a way out.

    backups_test.py BINARY [--record postgres] [unittest's arguments]
"""

import pathlib
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, run_with_binary  # noqa: E402

BATCH = 200


class Backups(unittest.TestCase):
    def setUp(self):
        self.server = Server(self.binary)
        self.addCleanup(self.server.close)
        self.server.start()
        self.events, self.admin = self.server.make_key("events"), self.server.make_key("admin")
        self.kept_by_itself = not self.server.record_address

    def ask(self, method, path, key=None):
        return self.server.request(method, path, "{}" if method == "POST" else None, {"Authorization": f"Bearer {key or self.admin}", "Content-Type": "application/json"})

    def identify(self, first, count):
        items = [{"type": "identify", "userId": f"kh-{i}", "messageId": f"m{i}", "traits": {"name": f"Nguyễn Văn {i}"}} for i in range(first, first + count)]
        answer = self.server.post("/v1/batch", self.events, {"batch": items}).json
        self.assertEqual(answer["applied"], count, answer)

    def test_one_is_made_while_others_write_and_restored(self):
        if not self.kept_by_itself:
            answer = self.ask("POST", "/v1/backups")
            self.assertGreaterEqual(answer.status, 400)
            self.assertIn("pg_dump", answer.json["detail"])
            self.assertEqual(self.ask("GET", "/v1/backups").json, {"data": [], "possible": False})
            return
        self.identify(0, BATCH)
        stopping = threading.Event()
        written = []

        def write():
            first = BATCH
            while not stopping.is_set():
                self.identify(first, 10)
                written.append(first)
                first += 10

        writer = threading.Thread(target=write)
        writer.start()
        try:
            made = self.ask("POST", "/v1/backups")
        finally:
            stopping.set()
            writer.join()
        self.assertEqual(made.status, 201, made)
        self.assertRegex(made.json["name"], r"^ganbo-\d{8}T\d{6}Z\.db$")
        self.assertTrue(written, "nobody wrote meanwhile")
        listed = self.ask("GET", "/v1/backups").json
        self.assertEqual(listed, {"data": [made.json], "possible": True})

        given = self.ask("GET", f"/v1/backups/{made.json['name']}")
        self.assertEqual(given.status, 200)
        self.assertEqual(given.headers["content-type"], "application/vnd.sqlite3")
        self.assertIn(made.json["name"], given.headers["content-disposition"])
        self.assertEqual(len(given.body), made.json["bytes"])
        kept = pathlib.Path(self.server.directory) / "backups" / made.json["name"]
        self.assertEqual(given.body, kept.read_bytes())
        self.assertEqual(stat.S_IMODE(kept.parent.stat().st_mode), 0o700, "others of this machine could read it")

        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "given.db"
            file.write_bytes(given.body)
            done = subprocess.run([self.binary, "restore", str(file), "--data", f"{folder}/restored"], capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 0, done.stderr)
            with sqlite3.connect(f"{folder}/restored/ganbo.db") as record:
                [parties] = record.execute("select count(*) from parties where kind = 'person'").fetchone()
        self.assertGreaterEqual(parties, BATCH)
        self.assertLessEqual(parties, BATCH + 10 * len(written) + 1)

        self.assertEqual(self.ask("DELETE", f"/v1/backups/{made.json['name']}").status, 204)
        self.assertEqual(self.ask("GET", "/v1/backups").json["data"], [])
        self.assertFalse(kept.exists())

    def test_no_bytes_are_no_backup_and_where_there_is_no_record_none_is_made(self):
        with tempfile.TemporaryDirectory() as folder:
            run = lambda *words: subprocess.run([self.binary, *words], capture_output=True, text=True, timeout=60)  # noqa: E731
            empty = pathlib.Path(folder) / "empty.db"
            empty.touch()
            self.assertEqual(run("key", "create", "--scope", "read", "--data", f"{folder}/kept").returncode, 0)
            kept = (pathlib.Path(folder) / "kept/ganbo.db").read_bytes()
            for words in (("--data", f"{folder}/new"), ("--data", f"{folder}/kept", "--replace")):
                refused = run("restore", str(empty), *words)
                self.assertEqual((refused.returncode, refused.stdout), (2, ""), refused.stderr)
                self.assertIn("it is empty", refused.stderr)
            self.assertEqual((pathlib.Path(folder) / "kept/ganbo.db").read_bytes(), kept)
            for words in (("backup", f"{folder}/b.db"), ("doctor",), ("query", "select 1"), ("rebuild",), ("duplicates",), ("export", "1"), ("erase", "1", "--yes")):
                refused = run(*words, "--data", f"{folder}/mistyped")
                self.assertEqual((refused.returncode, refused.stdout), (1, ""), (words, refused.stderr))
                self.assertIn("There is no record in", refused.stderr)
                self.assertFalse((pathlib.Path(folder) / "mistyped").exists(), words)

    def test_nothing_but_backups_is_given_or_removed(self):
        folder = pathlib.Path(self.server.directory) / "backups"
        folder.mkdir(exist_ok=True)
        (folder / "notes.txt").write_text("ours")
        (folder / "ganbo-20260101T000000Z.db").symlink_to(pathlib.Path(self.server.directory) / "lock")
        for name in ("notes.txt", "..%2Fganbo.db", "..%2Flock", "ganbo-20261399T999999Z.db", "ganbo-20260101T000001Z.db", "%00", "ganbo-20260101T000001Z.db.partial"):
            for method in ("GET", "DELETE"):
                with self.subTest(name=name, method=method):
                    self.assertIn(self.ask(method, f"/v1/backups/{name}").status, (400, 404))
        self.assertNotEqual(self.ask("GET", "/v1/backups/ganbo-20260101T000000Z.db").status, 200, "a link is followed")
        self.assertEqual((folder / "notes.txt").read_text(), "ours")

    def test_only_owners_have_them(self):
        for scope in ("events", "browser", "read", "write"):
            key = self.server.make_key(scope)
            for method, path in (("GET", "/v1/backups"), ("POST", "/v1/backups"), ("GET", "/v1/backups/ganbo-20260101T000001Z.db"), ("DELETE", "/v1/backups/ganbo-20260101T000001Z.db")):
                with self.subTest(scope=scope, method=method, path=path):
                    self.assertIn(self.ask(method, path, key).status, (401, 403))

    def test_who_took_one_away_stands_in_the_audit_trail(self):
        if not self.kept_by_itself:
            self.skipTest("PostgreSQL has backups of its own")
        made = self.ask("POST", "/v1/backups").json
        self.assertEqual(self.ask("GET", f"/v1/backups/{made['name']}").status, 200)
        entries = self.ask("GET", "/v1/audit?action=exported").json["data"]
        self.assertEqual([entry["subject"] for entry in entries], ["record"])


run_with_binary(Backups)
