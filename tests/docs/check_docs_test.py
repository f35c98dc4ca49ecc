#!/usr/bin/env python3
"""Each rule of check_docs.py finds its breach in a small tree, and leaves the sound tree alone."""

import tempfile
import unittest
from pathlib import Path

from check_docs import findings

SOUND = {
    "src/parties/README.md": "# parties\n\nSee [the rules](../../README.md#two-commands).\n",
    "src/parties/party.cpp": 'void Party::join() {}\nauto r = "/v1/parties/{}";\n',
    "src/parties/store/tables.sql": "create table parties (\n  party_id bigint not null,\n  name text,\n  primary key (party_id)\n);\n-- reference\n",
    "src/platform/base/README.md": "# base\n",
    "app/main.cpp": 'add_subcommand("query", "");\nadd_subcommand("key", "");\nadd_subcommand("create", "");\nadd_option("--data", x);\n',
    "start": "--empty\n",
    "README.md": "# ganbo\n\n## Two commands\n\n```sh\n./start --empty\nganbo query --data d\n```\n",
    "README.vi.md": "# ganbo\n\n```sh\n./start --empty\nganbo query --data d\n```\n",
    "docs/tables.md": "# Tables\n\n## parties\n\n| `party_id` | |\n| `name` | |\n",
    "docs/decisions/README.md": "[0001](0001-one.md)\n",
    "docs/decisions/0001-one.md": "# 0001. One\n\n**Context.** **Choice.** **Alternatives.** **Consequences.**\n",
}


class EveryRule(unittest.TestCase):
    def found(self, **changed):
        with tempfile.TemporaryDirectory() as folder:
            for path, text in {**SOUND, **changed.get("files", {})}.items():
                if text is not None:
                    file = Path(folder) / path
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_text(text, encoding="utf-8")
            return "\n".join(findings(Path(folder).resolve()))

    def note(self, text):
        return self.found(files={"NOTES.md": text})

    def test_a_sound_tree_has_no_findings(self):
        self.assertEqual(self.found(), "")

    def test_what_is_there_is_not_a_finding(self):
        self.assertEqual(self.note("`src/<concept>/store/tables.sql`, `Party::join`, `ganbo key create`, `GET /v1/parties/{id}`, `POST /v1/track`\n"), "")

    def test_links_to_nowhere(self):
        self.assertIn("NOTES.md:3: the link gone.md leads nowhere", self.note("\n\n[x](gone.md)\n"))
        self.assertIn("no heading #three-commands", self.note("[x](README.md#three-commands)\n"))

    def test_paths_that_do_not_exist(self):
        self.assertIn("src/parties/gone.cpp does not exist", self.note("`src/parties/gone.cpp`\n"))
        self.assertIn("src/parties/gone.cpp does not exist", self.note("```sh\ncat src/parties/gone.cpp\n```\n"))
        self.assertIn("src/<concept>/shop/ does not exist", self.note("`src/<concept>/shop/`\n"))
        self.assertIn("./test does not exist", self.note("`./test`\n"))

    def test_verbs_and_flags_that_are_not_declared(self):
        self.assertIn("no verb “ganbo merge”", self.note("`ganbo merge`\n"))
        self.assertIn("no verb “ganbo merge”", self.note("```sh\nKEY=$(ganbo merge 1 2)\n```\n"))
        self.assertIn("no verb “ganbo key revoke”", self.note("`ganbo key revoke`\n"))
        self.assertIn("no verb has the flag --colour", self.note("`ganbo query --colour`\n"))
        self.assertIn("./start has no flag --fast", self.note("`./start --fast`\n"))

    def test_routes_and_functions_that_are_not_in_the_code(self):
        self.assertIn("no route /v1/segments is declared", self.note("`GET /v1/segments`\n"))
        self.assertIn("the code has no divide", self.note("`Party::divide`\n"))
        self.assertIn("the code has no divide", self.note("`divide()`\n"))

    def test_readmes_with_other_commands(self):
        self.assertIn("same commands", self.found(files={"README.vi.md": SOUND["README.vi.md"].replace("query", "key")}))
        self.assertIn("same", self.found(files={"README.vi.md": SOUND["README.vi.md"].replace("ganbo query --data d\n", "")}))

    def test_tables_that_differ(self):
        self.assertIn("other columns than its tables.sql: name", self.found(files={"docs/tables.md": "## parties\n\n| `party_id` | |\n"}))
        self.assertIn("the table parties is not named", self.found(files={"docs/tables.md": "# Tables\n"}))

    def test_folders_and_decisions(self):
        self.assertIn("src/platform/base/README.md:1: missing", self.found(files={"src/platform/base/README.md": None, "src/platform/base/x.cpp": ""}))
        self.assertIn("without gaps", self.found(files={"docs/decisions/0003-late.md": "# 0003. Late\n"}))
        self.assertIn("no part “Choice”", self.found(files={"docs/decisions/0001-one.md": "# 0001. One\n\n**Context.**\n"}))


if __name__ == "__main__":
    unittest.main(argv=["check_docs_test"])
