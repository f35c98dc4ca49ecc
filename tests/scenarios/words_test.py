"""The words of the business: roles and kinds of key dates that it added, and how long before somebody is reminded.

    words_test.py BINARY [--record postgres] [unittest's arguments]
"""

import json
import pathlib
import sys
import time
import unittest
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, clear_of_midnight, in_days, run_with_binary  # noqa: E402



class Words(unittest.TestCase):
    def setUp(self):
        clear_of_midnight()
        self.server = Server(self.binary)
        self.addCleanup(self.server.close)
        self.server.start()
        self.events, self.admin = self.server.make_key("events"), self.server.make_key("admin")

    def put(self, path, key, said):
        return self.server.request("PUT", path, json.dumps(said), {"Authorization": f"Bearer {key}", "Content-Type": "application/json"})

    def say(self, path, status=204, **said):
        answer = self.put(path, self.admin, said)
        self.assertEqual(answer.status, status, answer)
        return answer.json if status >= 400 else None

    def listed(self, path):
        return {row["key"]: row for row in self.server.get(path, self.admin).json["data"]}

    def track(self, message, event, user="lan", context=None, **properties):
        return {"type": "track", "event": event, "userId": user, "messageId": message, "properties": properties, **({"context": {"ganbo": context}} if context else {})}

    def send(self, *items):
        return self.server.post("/v1/batch", self.events, {"batch": list(items)}).json

    def sent(self, *items):
        answer = self.send(*items)
        self.assertEqual(answer["applied"], len(items), answer)

    def card(self, user="lan"):
        return self.server.get(f"/v1/parties/by/user_id/{user}", self.admin).json

    def wait(self, found, sentence):
        end = time.monotonic() + 30
        while not found():
            self.assertLess(time.monotonic(), end, sentence)
            time.sleep(0.2)

    def reminders(self, user="lan"):
        return [(matter["text"], matter["due"]) for matter in self.card(user)["open"] if matter["kind"] == "reminder"]

    def test_a_role_that_was_added_is_met_shown_filtered_renamed_and_retired(self):
        neighbour = {"en": "Neighbour", "vi": "Hàng xóm"}
        self.assertFalse(self.listed("/v1/roles")["customer"]["own"])
        refused = self.send(self.track("0", "Visit Logged", context={"role": "neighbour"}))["outcomes"][0]["error"]
        self.assertEqual((refused["field"], refused["rule"]), ("context.ganbo.role", "choice"))
        self.say("/v1/roles/neighbour", label=neighbour)
        self.assertEqual(self.listed("/v1/roles")["neighbour"], {"key": "neighbour", "label": neighbour, "own": True, "retired": False})
        self.sent(self.track("1", "Visit Logged", context={"role": "neighbour", "participants": [{"user_id": "minh", "role": "neighbour"}]}),
                  self.track("2", "Role Held", user="hoa", role="neighbour", title="Tầng trên"))
        self.server.settle()
        self.assertEqual([self.card(user)["roles"] for user in ("lan", "minh", "hoa")], [["neighbour"]] * 3)
        self.assertEqual(self.card("hoa")["roles_held"][0]["role"], "neighbour")
        timeline = self.server.get(f"/v1/parties/{self.card('hoa')['id']}/timeline", self.admin).json["data"]
        self.assertEqual(timeline[0]["line"], {"en": "Role: Neighbour (Tầng trên)", "vi": "Vai trò: Hàng xóm (Tầng trên)"})
        names = lambda where: sorted(row["identifiers"][0]["value"] for row in self.server.get(f"/v1/parties?where={where}", self.admin).json["data"])
        self.assertEqual(names("roles:any_of:neighbour"), ["hoa", "lan", "minh"])
        role_field = next(row for row in self.server.get("/v1/parties/fields", self.admin).json["data"] if row["key"] == "roles")
        self.assertIn(neighbour, [choice["label"] for choice in role_field["choices"]])
        # A renamed one is called otherwise wherever it stands.
        self.say("/v1/roles/neighbour", label={"en": "Next door", "vi": "Nhà bên"})
        self.wait(lambda: self.server.get(f"/v1/parties/{self.card('hoa')['id']}/timeline", self.admin).json["data"][0]["line"]["vi"] == "Vai trò: Nhà bên (Tầng trên)", "it is not renamed")
        # A retired one is not taken any more; who had it has it still.
        self.say("/v1/roles/neighbour", retired=True)
        refused = self.send(self.track("3", "Visit Logged", user="ba", context={"role": "neighbour"}))["outcomes"][0]["error"]
        self.assertEqual((refused["field"], refused["rule"], "retired" in refused["message"]), ("context.ganbo.role", "choice", True), refused)
        self.assertEqual(self.card()["roles"], ["neighbour"])
        self.say("/v1/roles/neighbour", retired=False)
        self.sent(self.track("4", "Visit Logged", user="ba", context={"role": "neighbour"}))
        words = self.server.verb("rebuild", "--json")
        self.assertEqual(words.returncode, 0, words.stdout + words.stderr)

    def test_a_kind_of_key_date_that_was_added_reminds_as_long_before_as_was_said(self):
        self.say("/v1/key-date-kinds/warranty", label={"en": "Warranty ends", "vi": "Hết bảo hành"}, lead_days=5)
        self.sent(self.track("1", "Key Date Set", name="Bảo hành máy pha", day=in_days(10), occasion="warranty"),
                  self.track("2", "Key Date Set", user="hoa", name="Bảo hành máy xay", day=in_days(4), occasion="warranty"),
                  self.track("3", "Key Date Set", user="minh", name="Bảo hành cân", day=in_days(10), occasion="warranty", lead_days=2))
        self.wait(lambda: self.reminders("hoa") == [("Bảo hành máy xay", in_days(4))], "hoa is not reminded of")
        self.assertEqual(self.reminders(), [])
        date = self.card()["key_dates"][0]
        self.assertEqual((date["kind"], date["lead_days"], date["reminded_days"]), ("warranty", None, 5))
        date = self.card("minh")["key_dates"][0]
        self.assertEqual((date["lead_days"], date["reminded_days"]), (2, 2))
        # Said otherwise, it counts for those that stand already, and not for one that says its own.
        self.say("/v1/key-date-kinds/warranty", lead_days=12)
        self.wait(lambda: self.reminders() == [("Bảo hành máy pha", in_days(10))], "lan is not reminded of")
        self.assertEqual(self.reminders("minh"), [])
        line = next(row for row in self.server.get(f"/v1/calendar?since={in_days(0)}&until={in_days(20)}", self.admin).json["data"] if row["text"] == "Bảo hành máy pha")
        self.assertIn(line["kind"], ("warranty", "reminder"))
        history = self.server.get(f"/v1/parties/{self.card()['id']}/history?matter=warranty&number={date_number(self.card())}", self.admin)
        self.assertEqual(history.status, 200, history)
        self.assertEqual(self.server.verb("rebuild", "--json").returncode, 0)

    def test_the_kinds_that_every_business_has_remind_as_it_says_and_are_called_as_they_are(self):
        self.assertEqual([(key, row["lead_days"], row["usual_lead_days"]) for key, row in self.listed("/v1/key-date-kinds").items()],
                         [("birthday", 7, 7), ("anniversary", 7, 7), ("visit", 3, 3), ("lease", 30, 30), ("contract", 30, 30), ("promise", 1, 1), ("key_date", 7, 7)])
        birthday = in_days(20)
        birthday = "1990" + ("-02-28" if birthday[4:] == "-02-29" else birthday[4:])
        self.sent({"type": "identify", "userId": "lan", "messageId": "i", "traits": {"name": "Lan", "birthday": birthday}})
        self.server.settle()
        self.assertEqual(self.reminders(), [])
        self.assertEqual(self.card()["key_dates"][0]["reminded_days"], 7)
        self.say("/v1/key-date-kinds/birthday", lead_days=30)
        self.wait(lambda: len(self.reminders()) == 1, "lan's birthday is not reminded of")
        self.assertEqual(self.listed("/v1/key-date-kinds")["birthday"]["lead_days"], 30)
        # And after the server was started again.
        self.server.stop()
        self.server.start()
        self.assertEqual(self.listed("/v1/key-date-kinds")["birthday"]["lead_days"], 30)
        self.assertEqual(len(self.reminders()), 1)

    def test_what_is_refused_names_the_field_and_the_rule(self):
        label = {"en": "A", "vi": "Â"}
        for path, said, field, rule in (
            ("/v1/roles/customer", {"label": label}, "label", "reserved"),
            ("/v1/roles/neighbour", {}, "label.en", "required"),
            ("/v1/roles/neighbour", {"label": {"en": "x" * 101, "vi": "y"}}, "label.en", "limit"),
            ("/v1/roles/neighbour", {"label": "Hàng xóm"}, "label", "type"),
            ("/v1/roles/neighbour", {"label": label, "retired": "yes"}, "retired", "type"),
            ("/v1/roles/neighbour", {"label": label, "lead_days": 3}, "lead_days", "known"),
            ("/v1/roles/H%C3%A0ng", {"label": label}, "key", "format"),
            ("/v1/key-date-kinds/birthday", {"label": label}, "label", "reserved"),
            ("/v1/key-date-kinds/birthday", {"lead_days": 366}, "lead_days", "range"),
            ("/v1/key-date-kinds/birthday", {"lead_days": -1}, "lead_days", "range"),
            ("/v1/key-date-kinds/birthday", {"lead_days": "7"}, "lead_days", "range"),
            ("/v1/key-date-kinds/complaint", {"label": label}, "key", "reserved"),
            ("/v1/key-date-kinds/other", {"label": label}, "key", "reserved"),
        ):
            problem = self.say(path, status=400, **said)
            self.assertEqual((problem["field"], problem["rule"]), (field, rule), f"{path} {said}: {problem}")
        self.assertEqual(self.put("/v1/roles/neighbour", self.server.make_key("write"), {"label": label}).status, 403)
        self.assertEqual([key for key, row in self.listed("/v1/roles").items() if row["own"]], [])

    def test_the_command_line_says_the_same(self):
        told = self.server.verb("role", "set", "neighbour", "--en", "Neighbour", "--vi", "Hàng xóm")
        self.assertEqual(told.returncode, 0, told.stderr)
        self.assertIn("neighbour             Hàng xóm / Neighbour  (own)", self.server.verb("role", "list").stdout)
        self.assertEqual(self.server.verb("role", "set", "neighbour", "--retire").returncode, 0)
        self.assertIn("(own)  (retired)", self.server.verb("role", "list").stdout)
        self.assertEqual(self.server.verb("key-date-kind", "set", "birthday", "--lead-days", "14").returncode, 0)
        self.assertIn("Sinh nhật / Birthday  reminds 14 days before", self.server.verb("key-date-kind", "list").stdout)
        self.assertNotEqual(self.server.verb("role", "set", "Hàng", "--en", "a", "--vi", "b").returncode, 0)


def date_number(card):
    return urllib.parse.quote(card["key_dates"][0]["number"])


run_with_binary(Words)
