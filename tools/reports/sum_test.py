"""Tests that the sum of ./test is that of the runners' reports, and that no runner can fail or crash unseen."""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SUM = Path(__file__).resolve().parent / "sum.py"
CTEST = """<?xml version="1.0"?><testsuite>
<testcase name="unit" status="{unit}">{detail}</testcase><testcase name="tidy.names" status="run"/><testcase name="fuzz.segment" status="run"/>
</testsuite>"""


def gtest(**results):
    """A report of GoogleTest with the given tests: passed, failed or skipped."""
    tests = []
    for name, result in results.items():
        test = {"name": name, "status": "RUN", "result": "SKIPPED" if result == "skipped" else "COMPLETED"}
        if result == "failed":
            test["failures"] = [{"failure": "no"}]
        tests.append(test)
    return json.dumps({"testsuites": [{"testsuite": tests}]})


def vitest(passed, failed=0, pending=0):
    return json.dumps({"numPassedTests": passed, "numFailedTests": failed, "numPendingTests": pending, "numTodoTests": 0})


class Sum(unittest.TestCase):
    def last_line(self, parts, status, **reports):
        with tempfile.TemporaryDirectory() as name:
            (Path(name) / "gtest").mkdir()
            (Path(name) / "parts.tsv").write_text("".join("\t".join(part) + "\n" for part in parts))
            for report, text in reports.items():
                (Path(name) / report.replace("__", "/").replace("DOT", ".")).write_text(text)
            done = subprocess.run([sys.executable, "-B", SUM, name], capture_output=True, text=True, check=False)
            self.assertEqual(done.stderr, "")
            self.assertEqual(done.returncode, status, done.stdout)
            return done.stdout.splitlines()[-1]

    def test_all_passed(self):
        line = self.last_line(
            [("cpp", "0", "ctest"), ("web", "0", "vitest"), ("browser", "0", "vitest"), ("sdk", "0", "tap"), ("commands", "0", "unittest"), ("tidy", "0", "exit")],
            0,
            ctestDOTxml=CTEST.format(unit="run", detail=""),
            gtest__aDOTjson=gtest(one="passed", two="passed", three="skipped"),
            gtest__bDOTjson=gtest(four="passed"),
            webDOTjson=vitest(7, pending=1),
            **{"browser-aDOTjson": vitest(2), "browser-bDOTjson": vitest(3)},
            sdkDOTtap="ok 1\n# tests 4\n# pass 4\n# fail 0\n# cancelled 0\n# skipped 0\n# todo 0\n",
            commandsDOTtxt="...\n" + "-" * 70 + "\nRan 3 tests in 1.2s\n\nOK (skipped=1)\n",
        )
        self.assertEqual(line, f"{3 + 2 + 7 + 5 + 4 + 2 + 1} passed, 0 failed, {1 + 1 + 1} skipped")

    def test_failed_tests_are_counted_once(self):
        line = self.last_line([("cpp", "8", "ctest")], 1, ctestDOTxml=CTEST.format(unit="fail", detail="<failure/>"),
                              gtest__aDOTjson=gtest(one="passed", two="failed"))
        self.assertEqual(line, "3 passed, 1 failed, 0 skipped")
        line = self.last_line([("web", "1", "vitest")], 1, webDOTjson=vitest(7, failed=2))
        self.assertEqual(line, "7 passed, 2 failed, 0 skipped")
        line = self.last_line([("commands", "1", "unittest")], 1, commandsDOTtxt="Ran 5 tests in 1s\n\nFAILED (failures=1, errors=1)\n")
        self.assertEqual(line, "3 passed, 2 failed, 0 skipped")

    def test_a_runner_that_crashes_fails(self):
        line = self.last_line([("cpp", "8", "ctest")], 1, ctestDOTxml=CTEST.format(unit="fail", detail="<failure/>"))
        self.assertEqual(line, "2 passed, 1 failed, 0 skipped")
        line = self.last_line([("cpp", "8", "ctest")], 1, ctestDOTxml=CTEST.format(unit="fail", detail="<failure/>"), gtest__aDOTjson=gtest(one="passed"))
        self.assertEqual(line, "3 passed, 1 failed, 0 skipped")
        self.assertEqual(self.last_line([("web", "1", "vitest")], 1, webDOTjson=vitest(7)), "7 passed, 1 failed, 0 skipped")
        self.assertEqual(self.last_line([("browser", "1", "vitest")], 1), "0 passed, 1 failed, 0 skipped")
        self.assertEqual(self.last_line([("sdk", "1", "tap")], 1), "0 passed, 1 failed, 0 skipped")
        self.assertEqual(self.last_line([("sdk", "0", "tap")], 1, sdkDOTtap="cut off"), "0 passed, 1 failed, 0 skipped")
        self.assertEqual(self.last_line([("fuzz", "1", "exit")], 1), "0 passed, 1 failed, 0 skipped")

    def test_a_runner_that_ran_nothing_fails(self):
        self.assertEqual(self.last_line([("web", "0", "vitest")], 1, webDOTjson=vitest(0)), "0 passed, 1 failed, 0 skipped")
        self.assertEqual(self.last_line([("browser", "0", "vitest")], 1), "0 passed, 1 failed, 0 skipped")


if __name__ == "__main__":
    unittest.main()
