"""A server on PostgreSQL: the database goes away while nobody writes; a verb names another record than the server's.

    postgres_test.py BINARY [unittest's arguments]
"""

import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import private_postgres  # noqa: E402
from ganbo_server import Server, run_with_binary  # noqa: E402

NOTICED_SECONDS_MAX = 5
RECOVERED_SECONDS_MAX = 15


@unittest.skipUnless(private_postgres.available(), "PostgreSQL 15 is not installed (apt-get install postgresql-15)")
class OnPostgres(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.postgres = private_postgres.PrivatePostgres()
        cls.addClassCleanup(cls.postgres.close)
        cls.postgres.run_sql("create database one")
        cls.postgres.run_sql("create database other")

    def wait_until_readyz(self, server, status, seconds_max, says=""):
        begun = time.monotonic()
        while time.monotonic() - begun < seconds_max:
            answer = server.request("GET", "/readyz")
            if answer.status == status and says in answer.body.decode():
                return
            time.sleep(0.05)
        self.fail(f"/readyz did not answer {status} {says!r} within {seconds_max} s: {answer}")

    def test_readyz_notices_that_the_database_is_gone_and_back_though_nobody_writes(self):
        with Server(self.binary, record=self.postgres.address("one")) as server:
            server.start()
            self.assertEqual(server.request("GET", "/readyz").status, 200)
            for how in ("fast", "immediate"):
                self.postgres.stop(how)
                # What was found while it was still stopping may be said first.
                self.wait_until_readyz(server, 503, NOTICED_SECONDS_MAX, says="does not answer")
                self.assertEqual(server.request("GET", "/healthz").status, 200)
                self.postgres.start()
                self.wait_until_readyz(server, 200, RECOVERED_SECONDS_MAX)
            # Not only said: it writes again. Who comes first may find the cut connection, and is told to send it again.
            done = server.verb("settings", "business.name=Quán Bó")
            if done.returncode != 0:
                self.assertIn("Nothing was changed; send it again.", done.stderr)
                done = server.verb("settings", "business.name=Quán Bó")
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_verb_for_another_record_than_the_servers_is_refused(self):
        with Server(self.binary, record=self.postgres.address("one")) as server:
            server.start()
            ours = server.record_address
            for same in (ours, ours.replace("postgresql://", "postgres://"), ours.replace("ganbo@/", "ganbo@:5432/"), None):
                server.record_address = same
                self.assertEqual(server.verb("settings").returncode, 0, same)
            server.record_address = self.postgres.address("other").replace("ganbo@", "ganbo:secret@")
            refused = server.verb("settings")
            self.assertEqual((refused.returncode, refused.stdout), (2, ""))
            self.assertIn("has its record elsewhere: one at ", refused.stderr)
            self.assertIn(", not other at ", refused.stderr)
            self.assertNotIn("secret", refused.stderr)
        with Server(self.binary) as server:
            server.start()
            server.record_address = self.postgres.address("one")
            refused = server.verb("doctor")
            self.assertEqual((refused.returncode, refused.stdout), (2, ""))
            self.assertIn("has its record elsewhere: the data directory, not one at ", refused.stderr)


if __name__ == "__main__":
    run_with_binary(OnPostgres)
