#!/usr/bin/env python3
"""Adds up what the test runners reported, for ./test. Usage: sum.py <folder of reports>

The folder holds parts.tsv (part, exit status, kind of report) and the runners' own reports:
  ctest     ctest.xml (JUnit) and, for the C++ tests that ctest ran as one, gtest/*.json
  vitest    <part>*.json
  tap       <part>.tap, from node's test runner
  unittest  <part>.txt, what Python's unittest printed
  exit      none: the exit status is the outcome
A part that exited non-zero without a failed test in its report counts as one failed: a runner that crashed must not pass.
Prints a line for each part and, last, `N passed, N failed, N skipped`. Exit status 1 if anything failed or nothing ran.
"""

import json
import re
import sys
import xml.etree.ElementTree as xml
from collections import Counter
from pathlib import Path


def of_ctest(reports, _part):
    sum_ = Counter()
    cases = xml.parse(reports / "ctest.xml").getroot().findall("testcase")
    gtest = Counter()
    for file in (reports / "gtest").glob("*.json"):
        for suite in json.loads(file.read_text())["testsuites"]:
            for test in suite["testsuite"]:
                skipped = test.get("result") == "SKIPPED" or test["status"] == "NOTRUN"
                gtest["failed" if "failures" in test else "skipped" if skipped else "passed"] += 1
    for case in cases:
        failed = case.find("failure") is not None or case.get("status") == "fail"
        skipped = case.get("status") in ("notrun", "disabled")
        # The C++ tests are one entry of ctest; what they are made of is in gtest's report, if they lived to write it.
        if case.get("name").split(".")[0] == "unit" and gtest:
            if failed and not gtest["failed"]:
                sum_["failed"] += 1
            continue
        sum_["failed" if failed else "skipped" if skipped else "passed"] += 1
    return sum_ + gtest


def of_vitest(reports, part):
    sum_ = Counter()
    for file in reports.glob(f"{part}*.json"):
        report = json.loads(file.read_text())
        sum_ += Counter(passed=report["numPassedTests"], failed=report["numFailedTests"],
                        skipped=report["numPendingTests"] + report.get("numTodoTests", 0))
    return sum_


def of_tap(reports, part):
    found = dict(re.findall(r"^# (pass|fail|cancelled|skipped) (\d+)$", (reports / f"{part}.tap").read_text(), re.M))
    return Counter(passed=int(found["pass"]), failed=int(found["fail"]) + int(found["cancelled"]), skipped=int(found["skipped"]))


def of_unittest(reports, part):
    text = (reports / f"{part}.txt").read_text()
    ran = int(re.findall(r"^Ran (\d+) tests?", text, re.M)[-1])
    named = dict(re.findall(r"(failures|errors|skipped)=(\d+)", text.splitlines()[-1]))
    failed, skipped = int(named.get("failures", 0)) + int(named.get("errors", 0)), int(named.get("skipped", 0))
    return Counter(passed=max(0, ran - failed - skipped), failed=failed, skipped=skipped)


def of_exit(_reports, _part):
    return Counter(passed=1)


READERS = {"ctest": of_ctest, "vitest": of_vitest, "tap": of_tap, "unittest": of_unittest, "exit": of_exit}


def sum_of(reports):
    total = Counter()
    lines = []
    for line in (reports / "parts.tsv").read_text().splitlines():
        part, status, kind = line.split("\t")
        note = ""
        try:
            counted = READERS[kind](reports, part)
        except (OSError, ValueError, KeyError, IndexError, xml.ParseError) as error:
            counted = Counter(failed=1)
            note = f" (no report of {part} that could be read: {error})"
        if status != "0":
            if kind == "exit":
                counted = Counter(failed=1)
            elif not counted["failed"]:
                counted["failed"] += 1
                note = f" (its runner ended with status {status})"
        elif not counted.total():
            counted["failed"] += 1
            note = " (it ran no test)"
        total += counted
        lines.append(f"{part}: {said(counted)}{note}")
    return total, lines


def said(count):
    return f"{count['passed']} passed, {count['failed']} failed, {count['skipped']} skipped"


if __name__ == "__main__":
    total, lines = sum_of(Path(sys.argv[1]))
    print("\n".join(["", *(f"  {line}" for line in lines), "", said(total)]))
    sys.exit(0 if total["passed"] and not total["failed"] else 1)
