"""A ganbo server as the tests meet it: a process with a data directory of its own, spoken to over HTTP as any client would.

Used by crash/, faults/ and scenarios/. Standard library only. Nothing here knows what a right answer is.
"""

import atexit
import base64
import contextlib
import datetime
import http.client
import json
import os
import pathlib
import random
import re
import signal
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time

from private_postgres import Auditor, psql_change, test_server, transaction

START_SECONDS_MAX = 60
BUSINESS_ZONE = datetime.timezone(datetime.timedelta(hours=7))  # Asia/Ho_Chi_Minh, which knows no summer time
SERVING = re.compile(r"ganbo is serving https?://127\.0\.0\.1:(\d+)")


_reserved = []


def free_port():
    """Reserved as long as this process lives, also while nothing listens there: tests run beside each other, and servers are stopped and
    started again. Below the range from which the kernel hands out ports."""
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)
        reserved = socket.socket(socket.AF_UNIX)
        try:
            reserved.bind(f"\0ganbo-test-port-{port}")
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:
            reserved.close()
            continue
        _reserved.append(reserved)
        return port


def today():
    return datetime.datetime.now(BUSINESS_ZONE).date()


def in_days(days):
    return (today() + datetime.timedelta(days=days)).isoformat()


def clear_of_midnight(seconds=90):
    """Waits where the business's day would end within that time: for tests that speak of today again and again."""
    left = -int(time.time() + BUSINESS_ZONE.utcoffset(None).total_seconds()) % 86_400
    if left < seconds:
        time.sleep(left + 1)


class Answer:
    """What came back: status, headers (lower case), the body as bytes and, where it is JSON, read."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}
        self.cookies = "; ".join(value.split(";")[0] for name, value in headers if name.lower() == "set-cookie")
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.body[:400]!r}"


class Server:
    """One data directory and the process that serves it. `port` stays the same over restarts, as it does for real clients."""

    postgres = None  # the server of records that no test names, see run_with_binary
    databases = 0

    def __init__(self, binary, directory=None, port=None, record=None):
        """`record`: an address of PostgreSQL, made ready here; when left out the file in the directory, or a database of its own where the
        test runs with --record postgres."""
        if record is None and Server.postgres:
            Server.databases += 1
            record = Server.postgres.address(Server.postgres.make_database(f"server{Server.databases}"))
        self.record_address = record
        self.binary = str(pathlib.Path(binary).resolve())
        self._own_directory = None
        if directory is None:
            self._own_directory = tempfile.TemporaryDirectory(prefix="ganbo-test-")
            directory = os.path.join(self._own_directory.name, "data")
        self.directory = str(directory)
        self.port = port or free_port()
        self.tls = None  # an ssl.SSLContext, by which requests are made over TLS
        self.process = None
        self._errors = b""
        self._error_reader = None
        if record:
            made = self.verb("record", "migrate")
            assert made.returncode == 0, made.stderr

    def place(self):
        return ["--data", self.directory, *(["--record", self.record_address] if self.record_address else [])]

    # The process.

    def spawn(self, *arguments, empty=True, preexec=None, environment=None):
        """Starts the process and does not wait until it answers. A directory that is not `empty` is filled with the demo."""
        self._errors = b""
        self.process = subprocess.Popen(
            [self.binary, "serve", *self.place(), "--port", str(self.port), *(["--empty"] if empty else []), *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=preexec, env=environment)
        self._error_reader = threading.Thread(target=self._read_errors, args=(self.process,), daemon=True)
        self._error_reader.start()
        return self.process

    def start(self, *arguments, preexec=None, environment=None):
        """Starts and waits for the line that says it is serving; returns the seconds that took."""
        begun = time.monotonic()
        self.spawn(*arguments, preexec=preexec, environment=environment)
        self.wait_until_serving()
        return time.monotonic() - begun

    def wait_until_serving(self):
        alarm = threading.Timer(START_SECONDS_MAX, self.process.kill)
        alarm.start()
        try:
            for line in self.process.stdout:
                found = SERVING.search(line.decode())
                if found:
                    self.port = int(found.group(1))
                    return
        finally:
            alarm.cancel()
        raise AssertionError(f"The server ended or did not answer within {START_SECONDS_MAX} s: exit {self.process.wait()}, it said: {self.errors()}")

    def _read_errors(self, process):
        for line in process.stderr:
            self._errors = (self._errors + line)[-100_000:]

    def errors(self):
        """What the process of now wrote to standard error; complete once it has ended."""
        if self.process is not None and self.process.poll() is not None:
            self._error_reader.join(5)
        return self._errors.decode(errors="replace")

    def kill(self):
        """kill -9: no handler runs, nothing is flushed."""
        self.process.send_signal(signal.SIGKILL)
        return self._ended()

    def stop(self, seconds_max=30):
        """SIGTERM; returns the exit code. A server that does not end in time is a failure."""
        self.process.send_signal(signal.SIGTERM)
        return self._ended(seconds_max)

    def _ended(self, seconds_max=30):
        try:
            code = self.process.wait(seconds_max)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"The server did not end within {seconds_max} s after it was told to.") from None
        self._close_pipes()
        return code

    def wait(self, seconds_max=30):
        """For a server that ends by itself: its exit code and what it said."""
        code = self.process.wait(seconds_max)
        self._close_pipes()
        return code, self.errors()

    def _close_pipes(self):
        self.process.stdout.close()
        self._error_reader.join(5)
        self.process.stderr.close()

    def running(self):
        return self.process is not None and self.process.poll() is None

    def close(self):
        if self.running():
            self.kill()
        elif self.process is not None:
            self._close_pipes()
        if self._own_directory:
            self._own_directory.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # Verbs of the command line on this directory.

    def verb(self, *arguments, seconds_max=300):
        name, *rest = arguments
        return subprocess.run([self.binary, name, *rest, *self.place()], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=seconds_max, check=False)

    def make_key(self, scope, *arguments):
        made = self.verb("key", "create", "--scope", scope, *arguments)
        assert made.returncode == 0, made.stderr
        return made.stdout.strip()

    def rebuild(self):
        """The report of `ganbo rebuild --json` with the exit code beside it."""
        done = self.verb("rebuild", "--json")
        assert done.returncode in (0, 1) and done.stdout, done.stderr
        return done.returncode, json.loads(done.stdout)

    def doctor(self):
        done = self.verb("doctor", "--json")
        assert done.stdout, done.stderr
        return done.returncode, json.loads(done.stdout)

    def record(self):
        """The record read beside ganbo, by another SQLite or by psql: an auditor that shares no code with what it audits. Read-only."""
        if self.record_address:
            return Auditor(self.record_address)
        return sqlite3.connect(f"file:{self.directory}/ganbo.db?mode=ro", uri=True)

    def tamper(self, sql):
        """One command behind ganbo's back, which must not be serving; how many rows it changed."""
        if self.record_address:
            return psql_change(self.record_address, sql)
        record = sqlite3.connect(f"{self.directory}/ganbo.db")
        try:
            with record:
                return record.execute(sql).rowcount
        finally:
            record.close()

    @contextlib.contextmanager
    def locked(self):
        """Somebody else's lock, which lets nobody write."""
        if self.record_address:
            with transaction(self.record_address, "lock table command_names, parties in exclusive mode"):
                yield
            return
        locker = sqlite3.connect(f"{self.directory}/ganbo.db", isolation_level=None)
        try:
            locker.execute("begin immediate")
            yield
        finally:
            locker.close()

    def session(self, login, role="staff"):
        """Headers of a browser in which a user has signed in by a one-time link; made first where there is no such user."""
        if login != "owner":
            added = self.verb("user", "add", login, "--role", role)
            assert added.returncode == 0, added.stderr
        link = self.verb("user", "link", login).stdout.strip().split("\n")[-1]
        answer = self.request("POST", "/v1/session", json.dumps({"token": link.split("token=")[1]}))
        assert answer.status == 200, answer
        return {"Cookie": answer.cookies, "X-CSRF-Token": answer.json["csrf_token"], "Content-Type": "application/json"}

    def count(self, table):
        with self.record() as record:
            return record.execute(f"select count(*) from {table}").fetchone()[0]

    def settle(self, seconds_max=60, waiting="outbox"):
        """Until the steps that commands left pending are worked off; `waiting`: another table that becomes empty by itself."""
        end = time.monotonic() + seconds_max
        while self.count(waiting):
            assert time.monotonic() < end, f"{waiting}: it is not worked off."
            time.sleep(0.02)

    def settle_key_dates(self):
        """Until every one has been looked at that came near by now, and is reminded of."""
        self.settle(waiting=f"matters where look_on <= {(today() - datetime.date(1970, 1, 1)).days}")

    def counts(self, *tables):
        tables = tables or ("events", "parties", "identifier_claims", "orders", "order_lines", "quarantine")
        with self.record() as record:  # in one question: beside PostgreSQL each is a process
            counted = [(table, table.replace("'", "''")) for table in tables]
            return dict(record.execute(" union all ".join(f"select '{name}' as counted, count(*) as number from {table}" for table, name in counted)).fetchall())

    # HTTP.

    def request(self, method, path, body=None, headers=None, seconds_max=30):
        if self.tls:
            connection = http.client.HTTPSConnection("localhost", self.port, timeout=seconds_max, context=self.tls)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds_max)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Answer(response.status, response.getheaders(), response.read())
        finally:
            connection.close()

    def get(self, path, key):
        return self.request("GET", path, headers={"Authorization": f"Bearer {key}"})

    def post(self, path, key, body, seconds_max=30, **headers):
        """A call of the event API with the key as Basic user, as the SDKs send it. `body` is an object, or bytes as they are."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.request("POST", path, raw, {**basic(key), "Content-Type": "application/json",
                                                **{name.replace("_", "-"): value for name, value in headers.items()}}, seconds_max)


def basic(key):
    return {"Authorization": "Basic " + base64.b64encode(f"{key}:".encode()).decode()}


def run_with_binary(*cases):
    """`main` of a test file: the binary is the first argument, then perhaps `--record postgres`, the rest is unittest's."""
    import sys
    import unittest

    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(f"usage: {sys.argv[0]} BINARY [unittest's arguments]")
    for case in cases:
        case.binary = sys.argv[1]
    if sys.argv[2:4] == ["--record", "postgres"]:
        del sys.argv[2:4]
        Server.postgres = test_server()
        atexit.register(Server.postgres.close)
    unittest.main(module="__main__", argv=[sys.argv[0], *sys.argv[2:]], verbosity=2)
