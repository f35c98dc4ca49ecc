"""Two servers, what a dead one left behind, a taken port, being told to stop: clear words, and nothing that was answered is lost.

    process_test.py BINARY [--record postgres] [unittest's arguments]
"""

import fcntl
import http.client
import json
import pathlib
import shutil
import socket
import sqlite3
import stat
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, basic, run_with_binary  # noqa: E402


def page(number):
    return {"type": "page", "userId": f"u{number}", "messageId": f"m{number}"}


class Process(unittest.TestCase):
    def running_server(self):
        server = Server(self.binary)
        self.addCleanup(server.close)
        server.start()
        return server, server.make_key("events", "--source", "shop")

    def ends_with(self, server, pattern):
        server.spawn()
        code, said = server.wait()
        self.assertEqual(code, 1, said)
        self.assertRegex(said, pattern)
        return said

    def test_a_second_server_on_the_same_directory_is_refused_and_the_first_goes_on(self):
        server, key = self.running_server()
        second = Server(self.binary, server.directory)
        said = self.ends_with(second, r"Another ganbo")
        self.assertIn("--data", said, "It names a way out.")
        self.assertEqual(server.post("/v1/page", key, page(1)).status, 200)
        self.assertEqual(server.verb("settings").returncode, 0, "The first one's socket is still its own.")

    def test_a_server_waits_for_a_verb_that_works_on_its_directory(self):
        server = Server(self.binary)
        self.addCleanup(server.close)
        server.make_key("read")
        slow = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 8000000) select count(*) from n"
        asking = subprocess.Popen([self.binary, "query", slow, "--format", "csv", *server.place()], stdout=subprocess.PIPE, text=True)
        self.addCleanup(asking.stdout.close)
        lock = pathlib.Path(server.directory) / "ganbo.lock"
        while asking.poll() is None:
            with open(lock, "a", encoding="utf-8") as held:
                try:
                    fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    break
            time.sleep(0.01)
        server.start()
        self.assertEqual((asking.wait(), asking.stdout.read()), (0, "count(*)\n8000000\n" if not Server.postgres else "count\n8000000\n"))
        self.assertEqual(server.request("GET", "/healthz").status, 200)

    def test_a_restore_into_a_directory_that_is_served_is_refused(self):
        if Server.postgres:
            self.skipTest("Backups of PostgreSQL are PostgreSQL's.")
        server, key = self.running_server()
        server.post("/v1/page", key, page(1))
        backup = f"{server.directory}/../backup.db"
        self.assertEqual(server.verb("backup", backup).returncode, 0)
        refused = server.verb("restore", backup, "--replace")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("Another ganbo", refused.stderr)
        self.assertEqual(server.count("events"), 1)

    def test_a_taken_port_is_told(self):
        server = Server(self.binary)
        self.addCleanup(server.close)
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", server.port))
            taken.listen()
            self.assertIn("--port", self.ends_with(server, str(server.port)))

    def test_what_a_killed_server_left_behind_is_replaced(self):
        server, key = self.running_server()
        server.post("/v1/page", key, page(1))
        server.kill()
        left = pathlib.Path(server.directory) / "ganbo.sock"
        self.assertTrue(stat.S_ISSOCK(left.stat().st_mode))
        # Verbs work with nobody behind the socket.
        done = server.verb("query", "select count(*) as n from events", "--format", "csv")
        self.assertEqual((done.returncode, done.stdout), (0, "n\n1\n"), done)
        server.start()
        self.assertEqual(stat.S_IMODE(left.stat().st_mode), 0o600)
        done = server.verb("query", "select count(*) as n from events", "--format", "csv")
        self.assertEqual((done.returncode, done.stdout), (0, "n\n1\n"), done)

    def test_a_directory_copied_with_its_lock_and_socket_serves(self):
        server, key = self.running_server()
        server.post("/v1/page", key, page(1))
        server.kill()
        copy = Server(self.binary, record=server.record_address)
        self.addCleanup(copy.close)
        shutil.copytree(server.directory, copy.directory, ignore=shutil.ignore_patterns("*.sock"))
        copy.start()
        self.assertEqual(copy.count("events"), 1)
        self.assertEqual(copy.post("/v1/page", key, page(1)).json["outcomes"][0]["status"], "repeated")

    def test_a_stop_under_load_answers_what_it_took(self):
        server, key = self.running_server()
        acknowledged, problems = set(), []
        gate = threading.Lock()
        stop = threading.Event()

        def send(sender):
            number = 0
            while not stop.is_set():
                items = [page(f"{sender}-{number}-{n}") for n in range(20)]
                number += 1
                try:
                    answer = server.request("POST", "/v1/batch", json.dumps({"batch": items}), {**basic(key), "Content-Type": "application/json"})
                except ConnectionRefusedError:
                    return
                except (OSError, http.client.HTTPException):  # cut off: the client knows nothing and would send again
                    continue
                with gate:
                    if answer.status == 200:
                        acknowledged.update(item["messageId"] for item in items)
                    elif answer.status != 503:
                        problems.append(answer)

        senders = [threading.Thread(target=send, args=(sender,)) for sender in range(8)]
        for sender in senders:
            sender.start()
        time.sleep(1)
        begun = time.monotonic()
        code = server.stop()
        seconds = time.monotonic() - begun
        stop.set()
        for sender in senders:
            sender.join()
        self.assertEqual(code, 0, server.errors())
        self.assertLess(seconds, 8, "Stopping has a grace of five seconds.")
        self.assertEqual(problems, [])
        self.assertGreater(len(acknowledged), 100)
        self.assertGreaterEqual(server.count("events"), len(acknowledged))
        server.start()
        # Each is repeated: it is there.
        known = sorted(acknowledged)
        for place in range(0, len(known), 2000):
            items = [{"type": "page", "userId": "u" + name[1:], "messageId": name} for name in known[place:place + 2000]]
            self.assertEqual(server.post("/v1/batch", key, {"batch": items}).json["repeated"], len(items))

    def test_a_stop_cleans_up_and_a_start_finds_everything(self):
        server, key = self.running_server()
        server.post("/v1/batch", key, {"batch": [page(n) for n in range(500)]})
        self.assertEqual(server.stop(), 0, server.errors())
        self.assertFalse((pathlib.Path(server.directory) / "ganbo.sock").exists(), "A clean stop takes its socket along.")
        self.assertEqual(server.count("events"), 500)
        self.assertLess(server.start(), 10)

    def test_a_stop_during_the_demo_ends_it_and_the_next_start_completes_it(self):
        whole = Server(self.binary)
        self.addCleanup(whole.close)
        self.assertEqual(whole.verb("demo", "--parties", "2000", "--until", "2026-07-01").returncode, 0)
        cut = Server(self.binary)
        self.addCleanup(cut.close)
        # A demo of known size: its fill is begun, cut off, and gone on with by serve.
        filling = subprocess.Popen([self.binary, "demo", "--parties", "2000", "--until", "2026-07-01", *cut.place()])
        self.wait_for_events(cut)
        filling.kill()
        filling.wait()
        cut.spawn(empty=False)
        self.wait_for_events(cut, cut.count("events") + 1)
        asked = cut.verb("query", "select count(*) as n from users", "--format", "csv")
        self.assertEqual((asked.returncode, asked.stdout), (0, "n\n1\n"), asked)
        begun = time.monotonic()
        self.assertEqual(cut.stop(), 0, cut.errors())
        self.assertLess(time.monotonic() - begun, 8)
        self.assertIn("the next start goes on with it", cut.errors())
        self.assertLess(cut.count("events"), whole.count("events"), "It was cut off.")
        cut.spawn(empty=False)
        cut.wait_until_serving()
        self.assertEqual(cut.stop(), 0, cut.errors())
        # Where lanes overtake each other, a browser may have been a party of its own for a moment.
        # Who serves raises reminders.
        tables = ("events where type <> 'reminder'", "parties where merged_into = 0", "orders", "order_lines", "identifier_claims", "products")
        self.assertEqual(cut.counts(*tables), whole.counts(*tables))

    def wait_for_events(self, server, count_min=1):
        """Until so many events are in the record, which is read beside the process that writes it."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                if server.count("events") >= count_min:
                    return
            except sqlite3.OperationalError:  # not made yet
                pass
            time.sleep(0.02)
        self.fail(f"No {count_min} events after a minute: {server.errors()}")

    def test_a_stop_does_not_wait_for_a_sender_who_never_finishes(self):
        server, key = self.running_server()
        with socket.create_connection(("127.0.0.1", server.port)) as slow:
            slow.sendall(f"POST /v1/batch HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\nAuthorization: {basic(key)['Authorization']}\r\n\r\n{{".encode())
            time.sleep(0.2)
            begun = time.monotonic()
            self.assertEqual(server.stop(), 0)
            self.assertLess(time.monotonic() - begun, 8)

    def test_files_of_the_directory_are_for_their_owner_only(self):
        server, key = self.running_server()
        server.post("/v1/page", key, page(1))
        for file in pathlib.Path(server.directory).iterdir():
            self.assertEqual(stat.S_IMODE(file.stat().st_mode) & 0o077, 0, file.name)


if __name__ == "__main__":
    run_with_binary(Process)
