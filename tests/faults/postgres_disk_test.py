"""A PostgreSQL whose disk is full: a clear sentence, nothing acknowledged is lost, and writing goes on by itself when there is room.

    postgres_disk_test.py BINARY [unittest's arguments]

The disks are small tmpfs mounts; they need root and are skipped with a message elsewhere.
"""

import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import private_postgres  # noqa: E402
from full_disk import FullDisk, batch, leave_room, small_disk  # noqa: E402
from ganbo_server import Server, run_with_binary  # noqa: E402

BATCHES_BEFORE = 3


@unittest.skipUnless((private_postgres.PROGRAMS / "initdb").exists(), "PostgreSQL 15 is not installed (apt-get install postgresql-15)")
class PostgresDisk(FullDisk):
    def on_a_small_disk(self, size):
        disk = small_disk(size)
        folder = disk.__enter__()
        self.addCleanup(disk.__exit__, None, None, None)
        folder.chmod(0o755)
        return folder

    def running_server(self, address):
        server = Server(self.binary, record=address)
        self.addCleanup(server.close)
        server.start()
        key = server.make_key("events", "--source", "shop")
        server.read_key = server.make_key("read")
        acknowledged = set()
        for number in range(1000, 1000 + BATCHES_BEFORE):
            acknowledged |= self.deliver(server, key, number)
        return server, key, acknowledged

    def is_not_ready(self, server, pattern):
        ready = server.request("GET", "/readyz")
        self.assertEqual(ready.status, 503, ready)
        self.assertRegex(ready.json["detail"], pattern)
        self.assertEqual(server.request("GET", "/healthz").status, 200)

    def fill_until_not_ready(self, server, key):
        """Where nobody knows whether a commit holds, nobody is answered before the record is back: the sender gives up waiting."""
        acknowledged = set()
        for number in range(400):
            try:
                answer = server.post("/v1/batch", key, {"batch": batch(number)}, seconds_max=5)
            except TimeoutError:
                return acknowledged, number
            if answer.status != 200:
                self.is_unavailable(answer)
                return acknowledged, number
            acknowledged |= {item["properties"]["order_id"] for item in batch(number)}
        self.fail("The disk did not get full.")

    def start_again(self, postgres):
        """Perhaps it recovered by itself as soon as it could."""
        end = time.monotonic() + 30
        while not postgres.answers():
            self.assertLess(time.monotonic(), end, "PostgreSQL neither ended nor came back.")
            if postgres.ended():
                postgres.start()
            time.sleep(0.1)

    def goes_on(self, server, key, refused, acknowledged):
        acknowledged |= self.deliver(server, key, refused)
        end = time.monotonic() + 15
        while server.request("GET", "/readyz").status != 200:  # it hears of other servers again a moment after it writes
            self.assertLess(time.monotonic(), end, "It is not ready although it writes.")
            time.sleep(0.05)
        acknowledged |= self.deliver(server, key, refused + 1)
        self.assertEqual(server.post("/v1/batch", key, {"batch": batch(refused)}).json["repeated"], 50)
        self.holds(server, acknowledged)
        self.assertEqual(server.stop(), 0, server.errors())
        server.start()
        self.holds(server, acknowledged)

    def test_no_room_for_rows_is_a_clear_error_and_writing_resumes_when_there_is(self):
        folder = self.on_a_small_disk("64m")
        postgres = private_postgres.PrivatePostgres()
        self.addCleanup(postgres.close)
        place = postgres.make_directory(folder / "rows")
        postgres.run_sql(f"create tablespace small location '{place}'")
        postgres.run_sql("create database filled tablespace small")
        server, key, acknowledged = self.running_server(postgres.address("filled"))
        taken = leave_room(folder, 1 << 20)
        more, refused, answer = self.fill_until_refused(server, key)
        acknowledged |= more
        self.assertRegex(answer.json["detail"], "There is no room to write to the record filled at .*Free space on the disk of PostgreSQL")
        for _ in range(3):  # again and again the same answer
            self.is_refused_and_not_ready(server, key, refused, "There is no room to write")
            self.assertEqual(server.request("GET", "/healthz").status, 200)
        card = server.get("/v1/parties/by/user_id/u1000-1", server.read_key)
        self.assertEqual((card.status, card.json["figures"]["orders"]), (200, 1))
        taken.unlink()
        self.goes_on(server, key, refused, acknowledged)

    def test_no_room_for_the_log_ends_postgresql_and_writing_resumes_when_it_is_back(self):
        folder = self.on_a_small_disk("48m")
        postgres = private_postgres.PrivatePostgres(log_directory=folder / "log")
        self.addCleanup(postgres.close)
        postgres.run_sql("create database filled")
        server, key, acknowledged = self.running_server(postgres.address("filled"))
        taken = leave_room(folder, 1 << 20)
        more, refused = self.fill_until_not_ready(server, key)
        acknowledged |= more
        self.is_not_ready(server, "PostgreSQL")
        self.assertIn("PANIC", pathlib.Path(postgres.directory, "log").read_text(encoding="utf-8"))
        taken.unlink()
        self.start_again(postgres)
        self.goes_on(server, key, refused, acknowledged)


if __name__ == "__main__":
    run_with_binary(PostgresDisk)
