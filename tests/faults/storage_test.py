"""A disk that is full, a quota, a record that somebody locks, a directory that cannot be written: clear errors, nothing lost, nothing doubled.

    storage_test.py BINARY [--record postgres] [unittest's arguments]

With the record on PostgreSQL only what is about the directory, and about a record that somebody locks, has a meaning
(cmake/python_tests.cmake names them); postgres_disk_test.py fills its disk.
The quota is RLIMIT_FSIZE, set on the running server; it needs no rights. The full disk and the read-only one are small tmpfs mounts; they
need root and are skipped with a message elsewhere.
"""

import contextlib
import http.client
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from full_disk import FullDisk, batch, remount, small_disk  # noqa: E402
from ganbo_server import Server, basic, run_with_binary  # noqa: E402


class Storage(FullDisk):
    def running_server(self, directory=None, *arguments):
        server = Server(self.binary, directory)
        self.addCleanup(server.close)
        server.start(*arguments)
        return server, server.make_key("events", "--source", "shop"), server.make_key("read")

    def survives_lack_of_space(self, server, key, read_key, make_room):
        acknowledged, refused, answer = self.fill_until_refused(server, key)
        self.is_unavailable(answer)
        self.assertTrue(server.running(), server.errors())
        # It says so, and goes on reading.
        self.is_refused_and_not_ready(server, key, refused)
        self.assertEqual(server.request("GET", "/healthz").status, 200)
        some = sorted(acknowledged)[0]
        card = server.get(f"/v1/parties/by/user_id/u{some[1:]}", read_key)
        self.assertEqual((card.status, card.json["figures"]["orders"]), (200, 1))
        # Again and again the same answer, and nothing half-done.
        for _ in range(3):
            self.is_unavailable(server.post("/v1/batch", key, {"batch": batch(refused)}))
        with server.record() as record:
            self.assertEqual(record.execute("select count(*) from orders where order_id like ?", (f"O{refused}-%",)).fetchone()[0], 0)
        make_room()
        acknowledged |= self.deliver(server, key, refused)
        self.assertEqual(server.request("GET", "/readyz").status, 200)
        acknowledged |= self.deliver(server, key, refused + 1)
        self.assertEqual(server.post("/v1/batch", key, {"batch": batch(refused)}).json["repeated"], 50)
        self.holds(server, acknowledged)
        return acknowledged

    def test_a_quota_is_a_clear_error_and_writing_resumes_when_it_is_lifted(self):
        server, key, read_key = self.running_server()
        _, hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (3 << 20, hard))
        acknowledged = self.survives_lack_of_space(server, key, read_key, lambda: resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (hard, hard)))
        self.assertEqual(server.stop(), 0, server.errors())
        server.start()
        self.holds(server, acknowledged)

    def test_a_full_disk_is_a_clear_error_and_writing_resumes_when_there_is_room(self):
        with small_disk("8m") as folder:
            server, key, read_key = self.running_server(folder / "data")
            acknowledged = self.survives_lack_of_space(server, key, read_key, lambda: remount(folder, "size=64m"))
            self.assertEqual(server.stop(), 0, server.errors())
            server.start()
            self.holds(server, acknowledged)
            server.close()

    def test_a_full_disk_survives_a_kill_and_a_start(self):
        with small_disk("8m") as folder:
            server, key, _ = self.running_server(folder / "data")
            acknowledged, refused, answer = self.fill_until_refused(server, key)
            self.is_unavailable(answer)
            server.kill()
            # It either serves what it has, or says in a sentence why it cannot.
            server.spawn()
            try:
                server.wait_until_serving()
            except AssertionError:
                self.assertEqual(server.process.returncode, 1)
                self.assertRegex(server.errors(), r"(?i)full|space|written")
            remount(folder, "size=64m")
            if not server.running():
                server.start()
            acknowledged |= self.deliver(server, key, refused)
            self.holds(server, acknowledged)
            server.close()

    def test_a_start_on_a_disk_without_room_says_so(self):
        with small_disk("64k") as folder:
            server = Server(self.binary, folder / "data")
            self.ends_with_a_sentence(server, r"(?i)full|space")

    def ends_with_a_sentence(self, server, pattern, *arguments):
        """Exit 1, one sentence about it on standard error, and nothing that looks like an inner affair."""
        server.spawn(*arguments)
        try:
            code, said = server.wait()
        except subprocess.TimeoutExpired:
            server.kill()
            self.fail("It serves although it cannot write.")
        self.assertEqual(code, 1, said)
        self.assertRegex(said, pattern)
        self.assertNotRegex(said, r"(?i)invariant|terminate called|exception|backtrace")
        self.assertLessEqual(len(said.strip().splitlines()), 3, said)
        return said

    # A disk whose sync is slow, or fails: sync_fault.c stands before the C library.

    def running_on_a_faulty_disk(self):
        folder = tempfile.TemporaryDirectory(prefix="ganbo-sync-")
        self.addCleanup(folder.cleanup)
        library, wish = f"{folder.name}/sync_fault.so", pathlib.Path(folder.name) / "wish"
        subprocess.run(["cc", "-shared", "-fPIC", "-Wall", "-Werror", "-o", library, pathlib.Path(__file__).parent / "sync_fault.c"], check=True)
        server = Server(self.binary)
        self.addCleanup(server.close)
        server.start(environment={**os.environ, "LD_PRELOAD": library, "GANBO_TEST_SYNC": str(wish)})
        return server, server.make_key("events", "--source", "shop"), wish

    def test_nobody_is_answered_before_the_disk_has_synced(self):
        server, key, wish = self.running_on_a_faulty_disk()
        self.deliver(server, key, 1)
        wish.write_text("slow")
        begun = time.monotonic()
        acknowledged = self.deliver(server, key, 2)
        self.assertGreaterEqual(time.monotonic() - begun, 0.5)
        wish.write_text("")
        self.holds(server, acknowledged | {item["properties"]["order_id"] for item in batch(1)})

    def test_a_sync_that_fails_ends_the_server_and_nothing_was_acknowledged(self):
        server, key, wish = self.running_on_a_faulty_disk()
        acknowledged = self.deliver(server, key, 1)
        wish.write_text("fail")
        with self.assertRaises((ConnectionError, http.client.HTTPException)):
            server.post("/v1/batch", key, {"batch": batch(2)})
        code, said = server.wait()
        self.assertEqual(code, 1, said)
        self.assertRegex(said, "cannot be made durable.*Start it when the disk is well")
        server.start()
        acknowledged |= self.deliver(server, key, 2)
        self.holds(server, acknowledged)

    # Directories that cannot be worked in.

    def test_a_read_only_directory_is_told_and_left_as_it_was(self):
        with small_disk("16m") as folder:
            server, key, _ = self.running_server(folder / "data")
            self.deliver(server, key, 1)
            self.assertEqual(server.stop(), 0)
            before = {file.name: file.read_bytes() for file in (folder / "data").iterdir() if file.is_file()}
            remount(folder, "ro")
            said = self.ends_with_a_sentence(server, r"(?i)read-only")
            self.assertIn(server.directory, said)
            new = Server(self.binary, folder / "new")
            self.ends_with_a_sentence(new, r"(?i)read-only")
            remount(folder, "rw")
            self.assertEqual({file.name: file.read_bytes() for file in (folder / "data").iterdir() if file.is_file()}, before)
            server.start()
            self.assertEqual(server.count("orders"), 50)
            server.close()

    def test_a_directory_without_the_right_to_write_is_told(self):
        if os.geteuid() == 0:
            self.skipTest("Root may write everywhere; the read-only file system stands for it.")
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o500)
            self.ends_with_a_sentence(Server(self.binary, folder), r"(?i)permission")

    def test_a_disk_that_turns_read_only_while_serving_is_told_and_comes_back(self):
        with small_disk("32m") as folder:
            server, key, _ = self.running_server(folder / "data")
            acknowledged = self.deliver(server, key, 1)
            # The kernel refuses to remount while files are open for writing, as a failing disk does not ask: the quota stands for it.
            _, hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (0, hard))
            self.is_unavailable(server.post("/v1/batch", key, {"batch": batch(2)}))
            self.assertTrue(server.running())
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
            acknowledged |= self.deliver(server, key, 2)
            self.holds(server, acknowledged)
            server.close()

    def test_a_file_in_the_place_of_the_directory_is_told(self):
        with tempfile.NamedTemporaryFile() as file:
            server = Server(self.binary, file.name)
            self.assertIn(file.name, self.ends_with_a_sentence(server, r"(?i)directory"))

    def test_a_record_that_is_no_record_is_told_and_not_touched(self):
        rubbish = b"This is not a record. " * 1000
        with tempfile.TemporaryDirectory() as folder:
            record = pathlib.Path(folder) / "ganbo.db"
            record.write_bytes(rubbish)
            self.ends_with_a_sentence(Server(self.binary, folder), r"ganbo\.db")
            self.assertEqual(record.read_bytes(), rubbish)

    # Somebody else's lock on the record.

    def test_a_locked_record_fills_the_queue_and_then_refuses_with_429_and_retry_after(self):
        server, key, _ = self.running_server()
        self.deliver(server, key, 1)
        locker = contextlib.ExitStack()
        locker.enter_context(server.locked())
        answers = []
        gate = threading.Lock()

        def send(number):
            items = [{"type": "page", "userId": f"p{number}", "messageId": f"p{number}-{n}"} for n in range(2500)]
            answer = server.request("POST", "/v1/batch", json.dumps({"batch": items}), {**basic(key), "Content-Type": "application/json"}, seconds_max=60)
            with gate:
                answers.append((number, answer))

        threads = [threading.Thread(target=send, args=(number,)) for number in range(12)]
        for thread in threads:
            thread.start()
        end = time.monotonic() + 4  # the writer waits five seconds for a lock
        while time.monotonic() < end and not any(answer.status == 429 for _, answer in answers):
            time.sleep(0.02)
        with gate:
            overloaded = [answer for _, answer in answers if answer.status == 429]
        self.assertTrue(overloaded, "Thirty thousand events wait and nobody was told to come later.")
        for answer in overloaded:
            self.assertGreaterEqual(int(answer.headers["retry-after"]), 1)
            self.assertEqual(answer.headers["content-type"], "application/problem+json")
        # Reading does not wait for the writer.
        self.assertEqual(server.request("GET", "/healthz").status, 200)
        locker.close()
        for thread in threads:
            thread.join()
        taken = {number for number, answer in answers if answer.status == 200}
        self.assertEqual({answer.status for _, answer in answers} - {200, 429, 503}, set())
        for number in range(12):  # all come again, as senders do
            answer = server.post("/v1/batch", key, {"batch": [{"type": "page", "userId": f"p{number}", "messageId": f"p{number}-{n}"} for n in range(2500)]})
            self.assertEqual(answer.status, 200, answer)
            if number in taken:
                self.assertEqual(answer.json["repeated"], 2500)
        self.assertEqual(server.count("events where type = 'page_view'"), 12 * 2500)

    def test_a_record_locked_for_long_is_told_and_writing_resumes(self):
        server, key, _ = self.running_server()
        acknowledged = self.deliver(server, key, 1)
        with server.locked():
            self.is_unavailable(server.post("/v1/batch", key, {"batch": batch(2)}))
        acknowledged |= self.deliver(server, key, 2)
        self.holds(server, acknowledged)


if __name__ == "__main__":
    run_with_binary(Storage)
