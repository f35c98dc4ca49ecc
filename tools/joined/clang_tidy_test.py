"""Tests of the joining of files for clang-tidy, with a clang-tidy made for the test."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent

# Finds what the words in a text say: "wrong" is a finding, two "same" do not compile. It prints as clang-tidy 19 does.
MADE_FOR_THE_TEST = """#!/usr/bin/env python3
import sys
path = next(word for word in sys.argv if word.endswith(".cpp"))
lines = open(path, encoding="utf-8").read().splitlines()
if sum("same" in line for line in lines) > 1:
    print(f"{path}:1:1: error: redefinition of 'same' [clang-diagnostic-error]")
    sys.exit(1)
found = [number for number, line in enumerate(lines, 1) if "wrong" in line]
for number in found:
    print(f"{path}:{number}:3: error: this is wrong [made-for-the-test]")
    print(f"{number:5} | {lines[number - 1]}")
    print("/usr/include/stdio.h:7:1: note: declared here")
if any("header" in line for line in lines):
    found.append(0)
    print("/x/src/one.hpp:2:1: error: a header is wrong [made-for-the-test]")
if any("crash" in line for line in lines):
    sys.exit("stack dump")
sys.exit(1 if found else 0)
"""


class Run(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        (self.root / "bin").mkdir()
        tidy = self.root / "bin/clang-tidy-19"
        tidy.write_text(MADE_FOR_THE_TEST, encoding="utf-8")
        tidy.chmod(0o755)

    def run_over(self, **contents):
        commands = []
        for name, text in contents.items():
            path = self.root / "src/events" / f"{name}.cpp"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            commands.append({"file": str(path), "command": f"/usr/bin/c++ -O2 -o {name}.o -c {path}"})
        (self.root / "compile_commands.json").write_text(json.dumps(commands), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-B", HERE / "clang_tidy.py", self.root, self.root], capture_output=True, text=True, check=False,
            env={**os.environ, "PATH": f"{self.root / 'bin'}:{os.environ['PATH']}"},
        )
        return done.returncode, done.stdout

    def test_nothing_found_is_success(self):
        status, told = self.run_over(one="int a;\n", two="int b;")
        self.assertEqual(status, 0, told)
        self.assertTrue(told.endswith("2 files, 0 findings\n"), told)

    def test_a_finding_names_the_file_and_its_own_line(self):
        status, told = self.run_over(one="int a;\nint b;", two="int c;\nwrong d;\n")
        self.assertEqual(status, 1)
        self.assertIn("src/events/two.cpp:2:3: error: this is wrong", told)
        self.assertIn("    2 | wrong d;\n", told)
        self.assertIn("/usr/include/stdio.h:7:1: note", told)
        self.assertIn("2 files, 1 findings", told)

    def test_the_last_line_of_a_file_and_the_first_of_the_next_are_told_apart(self):
        _, told = self.run_over(one="int a;\nwrong b;", two="wrong c;\n")
        self.assertIn("src/events/one.cpp:2:3", told)
        self.assertIn("src/events/two.cpp:1:3", told)

    def test_files_that_cannot_be_joined_are_read_apart(self):
        status, told = self.run_over(one="same\nwrong a;\n", two="same\n", three="wrong b;\n")
        self.assertEqual(status, 1)
        self.assertIn("src/events/one.cpp:2:3", told)
        self.assertIn("src/events/three.cpp:1:3", told)
        self.assertNotIn("redefinition", told)
        self.assertIn("3 files, 2 findings", told)

    def test_a_header_that_several_texts_include_is_told_once(self):
        _, told = self.run_over(one="same\nheader", two="same\nheader")
        self.assertIn("2 files, 1 findings", told)

    def test_a_clang_tidy_that_ends_otherwise_is_a_finding(self):
        status, told = self.run_over(one="crash\n")
        self.assertEqual(status, 1)
        self.assertIn("stack dump", told)

    def test_tests_and_foreign_files_are_left_out(self):
        status, told = self.run_over(one="int a;\n", one_test="wrong\n")
        self.assertTrue(told.endswith("1 files, 0 findings\n"), told)


if __name__ == "__main__":
    unittest.main()
