"""PostgreSQL for tests: the server that GANBO_TEST_PG names, Citus perhaps, or else a PostgreSQL 15 cluster of the test's own: in a
temporary directory, on a Unix socket alone, gone with the object.

Standard library and Debian's PostgreSQL programs only. The C++ tests have the same in private_postgres.hpp.
"""

import contextlib
import json
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile
import urllib.parse

PROGRAMS = pathlib.Path("/usr/lib/postgresql/15/bin")


def available():
    return "GANBO_TEST_PG" in os.environ or (PROGRAMS / "initdb").exists() and (PROGRAMS / "postgres").exists()


def test_server():
    """The server that GANBO_TEST_PG names (a URI, of a superuser), or a private one."""
    named = os.environ.get("GANBO_TEST_PG")
    return NamedPostgres(named) if named else PrivatePostgres()


def psql(address, *commands):
    """Rows as lists of texts; each command by itself, since some take no transaction."""
    words = [word for command in commands for word in ("-c", command)]
    done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", *words, address], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [line.split("|") for line in done.stdout.splitlines()]


def psql_change(address, sql):
    """How many rows one command changed."""
    done = subprocess.run(["psql", "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql, address], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return int(done.stdout.split()[-1])  # UPDATE 1, INSERT 0 1


@contextlib.contextmanager
def transaction(address, sql):
    """Somebody's transaction in which `sql` has run, open until the block ends; then it is taken back."""
    session = subprocess.Popen(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        session.stdin.write(f"begin;\n{sql};\nselect 'ready';\n")
        session.stdin.flush()
        for line in session.stdout:
            if line.strip() == "ready":
                break
        else:
            raise AssertionError(f"psql did not run {sql}")
        yield
    finally:
        session.stdin.close()
        session.wait()
        session.stdout.close()


class NamedPostgres:
    """Where the database it names has Citus, a database made here is one of every node, joined to a cluster of its own."""

    def __init__(self, address):
        self._address = address
        self._made = []

    def address(self, database=None, host=None, port=None):
        parts = urllib.parse.urlsplit(self._address)
        place = f"{host or parts.hostname or ''}:{port or parts.port or 5432}"
        user = parts.netloc.rpartition("@")[0]
        return parts._replace(netloc=f"{user}@{place}" if user else place, path="/" + (database or parts.path.lstrip("/"))).geturl()

    def _nodes(self):
        """(is the coordinator, host, port), the coordinator first; none without Citus."""
        if not psql(self._address, "select 1 from pg_extension where extname = 'citus'"):
            return []
        rows = psql(self._address, "select groupid, nodename, nodeport from pg_dist_node order by groupid")
        return [(group == "0", host, port) for group, host, port in rows]

    def make_database(self, name):
        """Names are this process's own; returns the one made."""
        name = f"ganbo_{os.getpid()}_{name}"
        self._made.append(name)
        psql(self._address, f"create database {name}")
        nodes = self._nodes()
        if nodes:
            psql(self.address(name), "create extension citus")
        for coordinator, host, port in nodes:
            if coordinator:
                psql(self.address(name), f"select citus_set_coordinator_host('{host}', {port})")
                continue
            psql(self.address(host=host, port=port), f"create database {name}")
            psql(self.address(name, host, port), "create extension citus")
            psql(self.address(name), f"select citus_add_node('{host}', {port})")
        return name

    def crash(self):
        """As far as we can, of a server that is not ours: every connection of ours to it is cut."""
        made = ", ".join(f"'{name}'" for name in self._made)
        psql(self._address, f"select pg_terminate_backend(pid) from pg_stat_activity where datname in ({made}) and application_name = 'ganbo'")

    def close(self):
        nodes = self._nodes()
        for name in self._made:
            psql(self._address, f"drop database if exists {name} with (force)")
            for coordinator, host, port in nodes:
                if not coordinator:
                    psql(self.address(host=host, port=port), f"drop database if exists {name} with (force)")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class PrivatePostgres:
    def __init__(self, log_directory=None):
        """`log_directory`: where the write-ahead log is to be, in segments as small as there are."""
        # Not below TMPDIR: a socket's path has at most 107 bytes.
        self.directory = tempfile.mkdtemp(prefix="ganbo-postgres-", dir="/tmp")
        self.user = None
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            owner = pwd.getpwnam("postgres")
            self.user = owner.pw_uid
            os.chown(self.directory, owner.pw_uid, owner.pw_gid)
        log = [f"--waldir={self.make_directory(log_directory)}", "--wal-segsize=1"] if log_directory else []
        self._run(PROGRAMS / "initdb", "--pgdata=" + self.directory + "/data", "--username=ganbo", "--auth=trust", "--no-sync",
                  "--no-instructions", "--encoding=UTF8", "--locale=C.UTF-8", *log)
        self.start()

    def make_directory(self, path):
        """An empty one that the server may write to."""
        os.mkdir(path, 0o700)
        if self.user is not None:
            os.chown(path, self.user, -1)
        return path

    def _run(self, *command):
        done = subprocess.run([str(word) for word in command], user=self.user, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, cwd="/", check=False)
        assert done.returncode == 0, done.stdout

    def start(self):
        settings = "-c listen_addresses= -c shared_buffers=64MB -c max_connections=60 -c fsync=off -c full_page_writes=off"
        self._run(PROGRAMS / "pg_ctl", "-D", self.directory + "/data", "-o", f"-k {self.directory} {settings}",
                  "-l", self.directory + "/log", "-w", "start")

    def stop(self, how="fast"):
        self._run(PROGRAMS / "pg_ctl", "-D", self.directory + "/data", "-m", how, "-w", "stop")

    def answers(self):
        return subprocess.run([PROGRAMS / "pg_isready", "--quiet", f"--host={self.directory}"], check=False).returncode == 0

    def ended(self):
        """By itself, as where it cannot even recover."""
        return not os.path.exists(self.directory + "/data/postmaster.pid")

    def run_sql(self, sql, database="postgres"):
        psql(self.address(database), sql)

    def make_database(self, name):
        self.run_sql(f"create database {name}")
        return name

    def address(self, database="postgres"):
        return f"postgresql://ganbo@/{database}?host={self.directory}"

    def crash(self):
        self.stop("immediate")
        self.start()

    def close(self):
        try:
            if not self.ended():
                self.stop("immediate")
        finally:
            shutil.rmtree(self.directory, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Rows(list):
    def fetchone(self):
        return self[0] if self else None

    def fetchall(self):
        return list(self)


class Auditor:
    """The record read beside ganbo, by psql; as sqlite3's connection as far as the tests use it."""

    def __init__(self, address):
        self.address = address

    def execute(self, sql, values=()):
        for value in values:
            sql = sql.replace("?", str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'", 1)
        text = f"set default_transaction_read_only = on; select coalesce(json_agg(row_to_json(q)), '[]') from ({sql}) q"
        done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", self.address, "-c", text], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return Rows(tuple(value for _, value in row) for row in json.loads(done.stdout, object_pairs_hook=list))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass
