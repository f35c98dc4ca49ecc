"""Tests that each check of this folder finds its breach, names file and line, and finds nothing where there is none."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))

import changelog  # noqa: E402
import include_ladder  # noqa: E402


class Checks(unittest.TestCase):
    def found(self, check, **tree):
        """What the check prints for a tree of {path: text}; / is written as __ and . as DOT in the argument's name."""
        with tempfile.TemporaryDirectory() as root:
            for name, text in tree.items():
                path = Path(root) / name.replace("__", "/").replace("DOT", ".")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            done = subprocess.run([sys.executable, "-B", HERE / f"{check}.py", root], capture_output=True, text=True, check=False)
            self.assertEqual(done.stderr, "")
            self.assertEqual(done.returncode, 1 if done.stdout.strip() else 0)
            return done.stdout.strip()

    def test_long_files(self):
        self.assertIn("src/a.cpp:600: 601 lines", self.found("long_files", src__aDOTcpp="x\n" * 601))
        found = self.found("long_files", src__aDOTcpp="x\n" * 600, web__longDOTsvg="x\n" * 900, build__aDOTcpp="x\n" * 900)
        self.assertNotIn("lines, and", found)

    def test_names(self):
        self.assertIn("src/string_utils.cpp:1: “utils”", self.found("names", src__string_utilsDOTcpp=""))
        self.assertIn("web/partyHelpers.ts:1: “Helpers”", self.found("names", web__partyHelpersDOTts=""))
        self.assertIn("src/a.hpp:2: QueueManager: “Manager”", self.found("names", src__aDOThpp="\nclass QueueManager {\n"))
        self.assertEqual(self.found("names", src__management__communicationDOThpp="struct Commonwealth {\n// a common helper\n"), "")

    def test_machine_paths(self):
        home = "/" + "root/x"
        self.assertIn("a.txt:2: ", self.found("machine_paths", aDOTtxt=f"fine\ncd {home}\n"))
        self.assertIn("omit-lockfile-registry-resolved", self.found("machine_paths", aDOTjson='"resolved": "https://example.test/a.tgz"'))
        self.assertIn("settings of apt or npm", self.found("machine_paths", aDOTsh="curl https://registry.npmjs" + ".org/x"))
        self.assertEqual(self.found("machine_paths", aDOTtxt="/v1/wo" + "rk/1 data/ro" + "ot/x ../ro" + "ot/y https://example.test/wo" + "rk/x\n"), "")

    def test_changelog(self):
        good = ["# Changelog", "", "## Unreleased", "### Added", "- Cards show the figures of a party.", "## 0.2.0 - 2026-03-01", "### Fixed", "- Imports resume after a stop."]
        self.assertEqual(list(changelog.check(good)), [])
        breaches = {
            "is none of": [*good[:3], "### New", good[4]],
            "the order is": [*good[:3], "### Fixed", good[4], "### Added", good[4]],
            "says nothing: add a line": [*good[:4]],
            "this version says nothing": [*good[:3]],
            "in a sentence": [*good[:4], "- x"],
            "the newest version": [*good[5:], "## 0.10.0 - 2026-04-01", *good[3:5]],
            "“Unreleased” stands first": [*good[:1], *good[5:], *good[2:5]],
            "write “## Unreleased”": [*good[:2], "## 1.0", *good[3:5]],
            "name a version": ["# Changelog"],
            "begin with": good[2:],
        }
        for sentence, lines in breaches.items():
            self.assertIn(sentence, " / ".join(said for _, said in changelog.check(lines)), lines)
        self.assertIn("CHANGELOG.md:1: missing", self.found("changelog"))

    def test_include_ladder(self):
        refused = {
            ("parties/party.cpp", "events/order.hpp"): "not before parties on the ladder",
            ("loyalty/points.cpp", "pricing/price.hpp"): "read a named feature",
            ("platform/http/server.cpp", "team/directory.hpp"): "knows no marketing",
            ("platform/store/store.hpp", "platform/engine/queue.hpp"): "comes after platform/store",
            ("events/order.cpp", "events/store/queries.hpp"): "pure rules",
            ("events/order.hpp", "events/api/segment_routes.hpp"): "only an api/",
            ("events/store/rows.cpp", "events/api/segment_routes.hpp"): "only an api/",
            ("card/api/other_routes.cpp", "card/store/read_cards.hpp"): "never includes store/",
            ("card/card_part.cpp", "parties/store/stored_parties.hpp"): "ask parties' part",
            ("astrology/sign.cpp", "parties/party.hpp"): "on no step",
            ("card/cards.cpp", "app/instance.hpp"): "included by nothing",
            ("events/order_test.cpp", "card/cards.hpp"): "not before events",
        }
        for (file, included), sentence in refused.items():
            self.assertIn(sentence, include_ladder.breach(file, included) or "", file)
        for file, included in [
            ("events/order.cpp", "parties/party.hpp"),
            ("events/events_part.cpp", "events/store/stored_events.hpp"),
            ("events/store/stored_events.cpp", "events/order.hpp"),
            ("events/order_test.cpp", "events/store/stored_events.hpp"),
            ("card/api/card_routes.cpp", "team/directory.hpp"),
            ("platform/http/server.cpp", "platform/base/clock.hpp"),
        ]:
            self.assertIsNone(include_ladder.breach(file, included), file)
        self.assertIn('src/parties/a.cpp:2: "card/cards.hpp"', self.found("include_ladder", src__parties__aDOTcpp='\n#include "card/cards.hpp"\n'))


if __name__ == "__main__":
    unittest.main()
