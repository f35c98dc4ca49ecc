"""A PostgreSQL 15 cluster of a test's own: in a temporary directory, on a Unix socket alone, gone with the object.

Standard library and Debian's PostgreSQL programs only. The C++ tests have the same in private_postgres.hpp.
"""

import json
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile

PROGRAMS = pathlib.Path("/usr/lib/postgresql/15/bin")


def available():
    return (PROGRAMS / "initdb").exists() and (PROGRAMS / "postgres").exists()


class PrivatePostgres:
    def __init__(self):
        # Not below TMPDIR: a socket's path has at most 107 bytes.
        self.directory = tempfile.mkdtemp(prefix="ganbo-postgres-", dir="/tmp")
        self.user = None
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            owner = pwd.getpwnam("postgres")
            self.user = owner.pw_uid
            os.chown(self.directory, owner.pw_uid, owner.pw_gid)
        self._run(PROGRAMS / "initdb", "--pgdata=" + self.directory + "/data", "--username=ganbo", "--auth=trust", "--no-sync",
                  "--no-instructions", "--encoding=UTF8", "--locale=C.UTF-8")
        self.start()

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

    def run_sql(self, sql, database="postgres"):
        self._run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", sql, self.address(database))

    def address(self, database="postgres"):
        return f"postgresql://ganbo@/{database}?host={self.directory}"

    def close(self):
        try:
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
