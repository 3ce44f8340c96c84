#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of the counting that ./check ends with: nothing that failed may get lost. TAP."""

import importlib.util
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SPEC = importlib.util.spec_from_file_location("tally", os.path.join(HERE, "..", "..", ".ci", "tally.py"))
tally = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(tally)

# what a program left, and what has to be counted: passed, failed, skipped
CASES = [
    ("two-passed", "OK", 0, "1..2\nok 1 /a/b\nok 2 /a/c\n", (2, 0, 0)),
    ("one-failed", "FAIL", 1, "1..2\nnot ok 1 /a/b\nok 2 /a/c\n", (1, 1, 0)),
    ("one-skipped", "OK", 0, "1..2\nok 1 /a/b # SKIP no display\nok 2 /a/c\n", (1, 0, 1)),
    ("whole-skipped", "SKIP", 0, "1..0 # SKIP no data\n", (0, 0, 1)),
    ("crash-after-a-pass", "ERROR", -11, "1..2\nok 1 /a/b\n", (1, 1, 0)),
    ("time-out", "TIMEOUT", -9, "", (0, 1, 0)),
    ("plain-program", "OK", 0, "hello\n", (1, 0, 0)),
    ("plain-failure", "FAIL", 1, "hello\n", (0, 1, 0)),
    ("plain-skip", "SKIP", 77, "", (0, 0, 1)),
    ("words-are-no-results", "OK", 0, "1..1\n# not ok at first\nok 1 /a/b\n", (1, 0, 0)),
]


def counts(run):
    return (len(run.passed), len(run.failed), len(run.skipped))


def bad_end_is_a_failure():
    """meson may die without a failed test in its log."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "log.json")
        with open(path, "w", encoding="utf-8") as log:
            log.write('{ "name": "a", "result": "OK", "returncode": 0, "stdout": "ok 1 /a/b" }\n')
        _, fine = tally.count_run("x=0=" + path)
        _, bad = tally.count_run("x=137=" + path)
    return counts(fine) == (1, 0, 0) and counts(bad) == (1, 1, 0)


def main():
    bad = 0
    print("1..%d" % (len(CASES) + 1))
    for number, (name, result, status, stdout, wanted) in enumerate(CASES, 1):
        counted = tally.count_test("", {"name": "x / " + name, "result": result, "returncode": status, "stdout": stdout})
        got = counts(counted)
        if got != wanted:
            bad += 1
            print("# counted %s, wanted %s" % (got, wanted))
        print("%s %d /check/tally/%s" % ("ok" if got == wanted else "not ok", number, name))
    found = bad_end_is_a_failure()
    print("%s %d /check/tally/bad-end-is-a-failure" % ("ok" if found else "not ok", len(CASES) + 1))
    return 1 if bad or not found else 0


if __name__ == "__main__":
    sys.exit(main())
