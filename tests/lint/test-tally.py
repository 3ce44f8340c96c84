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
    ("not-done-yet-has-not-passed", "OK", 0, "1..2\nnot ok 1 /a/b # TODO later\nok 2 /a/c # TODO\n", (0, 0, 2)),
    ("words-are-no-results", "OK", 0, "1..1\n# not ok at first\nok 1 /a/b\n", (1, 0, 0)),
]


def counts(run):
    return (len(run.passed), len(run.failed), len(run.skipped))


PASSED = '{ "name": "a", "result": "OK", "returncode": 0, "stdout": "ok 1 /a/b" }\n'

# what meson ended with, its log (nothing: none), and what has to be counted
RUNS = [
    ("a-run-that-passed", 0, PASSED, (1, 0, 0)),
    ("bad-end-is-a-failure", 137, PASSED, (1, 1, 0)),
    ("torn-log-is-a-failure", 0, PASSED + '{ "name": "b", "res', (1, 1, 0)),
    ("empty-log-is-a-failure", 0, "", (0, 1, 0)),
    ("missing-log-is-a-failure", 0, None, (0, 1, 0)),
]


def count_run(status, text):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "log.json")
        if text is not None:
            with open(path, "w", encoding="utf-8") as log:
                log.write(text)
        return counts(tally.count_run("x=%d=%s" % (status, path))[1])


def report(number, name, got, wanted):
    """Prints the result of one case; returns whether it is as wanted."""
    if got != wanted:
        print("# counted %s, wanted %s" % (got, wanted))
    print("%s %d /check/tally/%s" % ("ok" if got == wanted else "not ok", number, name))
    return got == wanted


def main():
    fine = []
    print("1..%d" % (len(CASES) + len(RUNS)))
    for name, result, status, stdout, wanted in CASES:
        test = {"name": "x / " + name, "result": result, "returncode": status, "stdout": stdout}
        fine.append(report(len(fine) + 1, name, counts(tally.count_test("", test)), wanted))
    for name, status, text, wanted in RUNS:
        fine.append(report(len(fine) + 1, name, count_run(status, text), wanted))
    return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main())
