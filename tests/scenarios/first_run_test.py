"""The first questions of a new business by REST, and made-up data on request.

    first_run_test.py BINARY [unittest's arguments]
"""

import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, run_with_binary  # noqa: E402


class FirstRun(unittest.TestCase):
    def setUp(self):
        self.server = Server(self.binary)
        self.addCleanup(self.server.close)
        self.server.start()
        self.admin = {"Authorization": f"Bearer {self.server.make_key('admin')}", "Content-Type": "application/json"}

    def change(self, **settings):
        return self.server.request("PATCH", "/v1/settings", json.dumps({name.replace("__", "."): value for name, value in settings.items()}), self.admin)

    def settings(self):
        return self.server.request("GET", "/v1/settings", headers=self.admin).json

    def test_what_was_answered_is_kept_over_a_start(self):
        before = self.settings()
        self.assertEqual((before["business.set_up"], before["business.sells"]), ("no", ""))
        self.assertEqual(self.change(business__sells="Bánh nướng theo mùa 🥮", business__set_up="yes").status, 200)
        self.assertEqual(self.server.stop(), 0)
        self.server.start()
        after = self.settings()
        self.assertEqual((after["business.set_up"], after["business.sells"]), ("yes", "Bánh nướng theo mùa 🥮"))
        for name, value in [("business__set_up", "maybe"), ("business__sells", "x" * 2001), ("business__sells", "a\0b"), ("today__hold_out", "lots")]:
            refused = self.change(**{name: value})
            self.assertEqual((refused.status, refused.json["field"]), (400, name.replace("__", ".")), refused)
        self.assertEqual(self.settings(), after)

    def told(self):
        """Touchpoints, without the reminders that the server raises by itself meanwhile."""
        return self.server.verb("query", "select count(*) from events where type <> 'reminder'", "--format", "csv").stdout

    def test_made_up_data_comes_on_request_where_there_is_nobody(self):
        read = {"Authorization": f"Bearer {self.server.make_key('read')}"}
        self.assertEqual(self.server.request("POST", "/v1/demo", headers=read).status, 403)
        filled = self.server.request("POST", "/v1/demo", headers=self.admin, seconds_max=120)
        self.assertEqual(filled.status, 200, filled)
        self.assertGreater(self.server.count("parties"), 1000)
        self.assertEqual(self.settings()["business.set_up"], "yes")
        events = self.told()
        again = self.server.request("POST", "/v1/demo", headers=self.admin, seconds_max=120)
        self.assertEqual(again.status, 409, again)
        self.assertEqual(self.told(), events)
        code, report = self.server.rebuild()
        self.assertEqual(code, 0, report)


run_with_binary(FirstRun)
