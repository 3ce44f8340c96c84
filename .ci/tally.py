#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the single tests of meson runs, of every TAP line and not of every program.

usage: tally.py LABEL=STATUS=TESTLOG.json ...

STATUS is what meson ended with.

Names each failed and each skipped test with its reason, prints one line a run and ends
with "N passed, N failed, N skipped". A program that ends badly without a failed line of
its own (a crash, a time-out, a broken plan) counts as one failure, and so does a run that
left no result. Exit status 1 where anything failed or nothing passed.
"""

import json
import re
import sys

LINE = re.compile(
    r"^(?P<not>not )?ok\b[ \t]*(?P<number>\d+)?[ \t]*(?:- )?(?P<name>[^#]*)"
    r"(?:#[ \t]*(?P<word>SKIP|TODO)\S*[ \t]*(?P<reason>.*))?",
    re.IGNORECASE,
)
WHOLE_SKIP = re.compile(r"^1\.\.0(?:\s*#\s*SKIP\S*\s*(?P<reason>.*))?", re.IGNORECASE)
TELLING = re.compile(r"ERROR\b|SUMMARY:|CRITICAL|runtime error|broken invariant|not found|Traceback")
SKIPPED_EXIT_STATUS = 77


class Tally:
    """Names of passed tests, and (name, reason) of the failed and skipped ones."""

    def __init__(self):
        self.passed = []
        self.failed = []
        self.skipped = []

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def words(self):
        return "%d passed, %d failed, %d skipped" % (
            len(self.passed),
            len(self.failed),
            len(self.skipped),
        )


def last_words(test):
    """What a failed program said last, for the reader's first guess: an error if it named one."""
    lines = []
    for stream in ("stdout", "stderr"):
        lines += [line.strip() for line in test.get(stream, "").splitlines()]
    lines = [line for line in lines if line and not line.startswith(("ok ", "(test program"))]
    telling = [line for line in lines if TELLING.search(line)]
    return (telling or lines or ["no output"])[-1][:300]


def count_tap(prefix, label, test):
    tally = Tally()
    previous = []
    for line in test.get("stdout", "").splitlines():
        whole = WHOLE_SKIP.match(line)
        if whole:
            tally.skipped.append((label, whole.group("reason") or "no reason given"))
            continue
        found = LINE.match(line)
        if not found:
            previous.append(line)
            continue
        name = (found.group("name") or found.group("number") or "").strip()
        name = prefix + name if name.startswith("/") else "%s %s" % (label, name)
        reason = (found.group("reason") or "").strip()
        word = (found.group("word") or "").upper()
        if word == "SKIP":
            tally.skipped.append((name, reason or "no reason given"))
        elif word == "TODO":
            tally.skipped.append((name, ("not done yet: " + reason).rstrip(": ")))
        elif found.group("not"):
            comments = [text.lstrip("# ") for text in previous if text.startswith("#")]
            tally.failed.append((name, comments[-1][:300] if comments else "not ok"))
        else:
            tally.passed.append(name)
        previous = []
    return tally


def count_test(prefix, test):
    """The tally of one program, as meson's log describes it."""
    label = prefix + test["name"].split(" / ")[-1]
    result = test["result"]
    stdout = test.get("stdout", "")
    if re.search(r"^(not )?ok\b|^1\.\.\d", stdout, re.MULTILINE):
        tally = count_tap(prefix, label, test)
    else:
        tally = Tally()
        if result == "SKIP" or test.get("returncode") == SKIPPED_EXIT_STATUS:
            tally.skipped.append((label, last_words(test)))
        elif result in ("OK", "EXPECTEDFAIL"):
            tally.passed.append(label)
    if result not in ("OK", "SKIP", "EXPECTEDFAIL") and not tally.failed:
        tally.failed.append((label, "%s: %s" % (result, last_words(test))))
    return tally


def count_log(prefix, lines):
    tally = Tally()
    for line in lines:
        if not line.strip():
            continue
        try:
            tally.add(count_test(prefix, json.loads(line)))
        except ValueError:
            tally.failed.append((prefix.rstrip(": "), "a line of meson's log is torn: %s" % line.strip()[:100]))
    return tally


def count_run(argument):
    """The label and the tally of one run; a bad end that no test explains is a failure."""
    label, status, path = argument.split("=", 2)
    try:
        with open(path, encoding="utf-8", errors="replace") as log:
            run = count_log(label + ": ", log)
    except OSError as error:
        run = Tally()
        run.failed.append((label, "there is no log of the tests: %s" % error))
    if not run.failed and status != "0":
        run.failed.append((label, "meson ended with status %s and no failed test" % status))
    elif not run.failed and not run.passed and not run.skipped:
        run.failed.append((label, "no test ran"))
    return label, run


def main(arguments):
    if not arguments:
        print("tally.py: name at least one LABEL=STATUS=TESTLOG.json", file=sys.stderr)
        return 2
    total = Tally()
    for argument in arguments:
        label, run = count_run(argument)
        total.add(run)
        print("%s: %s" % (label, run.words()))
    for name, reason in total.skipped:
        print("skipped: %s: %s" % (name, reason))
    for name, reason in total.failed:
        print("FAILED: %s: %s" % (name, reason))
    print(total.words())
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
