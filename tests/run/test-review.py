#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case that is over: looked at, added to, played from anywhere.

usage: test-review.py PROGRAM_FOLDER DATA_FOLDER
"""
import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

from steadyrun import Tap, wait

PROGRAMS, DATA = (os.path.abspath(argument) for argument in sys.argv[1:3])
SCENARIO = os.path.join(DATA, "scenarios", "stuffy.json")
SCREEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools", "with-screen.py")


# GTK warns where no session bus is, which must not end it.
ENVIRONMENT = {**os.environ, "STEADY_DATA_DIR": DATA, "LC_ALL": "C.UTF-8", "LANGUAGE": "en", "G_DEBUG": ""}


def run(program, *arguments, text=None, prefix=()):
    return subprocess.run([*prefix, os.path.join(PROGRAMS, program), *arguments], input=text,
                          capture_output=True, text=True, timeout=120, check=False,
                          env=ENVIRONMENT)


class Stage:
    def __init__(self, folder):
        self.folder = folder
        self.case = os.path.join(folder, "case.steady")
        done = run("steady-engine", "--training", SCENARIO, "--speed", "max", "--until", "10min", "--case", self.case)
        assert done.returncode == 0, done.stderr

    def rows(self, sql, case=None):
        with contextlib.closing(sqlite3.connect(f"file:{case or self.case}?mode=ro", uri=True)) as base:
            return base.execute(sql).fetchall()

    def annotate(self, *lines, case=None):
        return run("steady-engine", "--annotate", case or self.case,
                   text="".join(json.dumps(line) + "\n" for line in lines))


def adds_and_changes_nothing(stage):
    before = stage.rows("SELECT count (*), sum (length (samples)) FROM wave")
    first = stage.rows("SELECT * FROM event WHERE id = 1")
    done = stage.annotate({"kind": "note", "t_s": 12.5, "author": "Ann", "about": "review", "text": "here"},
                          {"kind": "artefact", "channel": "arterial_pressure", "from_s": 1, "to_s": 9,
                           "author": "Ann", "text": "flushed"},
                          {"kind": "amendment", "event": 1, "author": "Ben", "text": "a minute earlier", "value": 2})
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["table"] for row in told] == ["note", "note", "event"], told
    assert stage.rows("SELECT t_ns, author, about, text FROM note ORDER BY id")[-2:] == [
        (12500000000, "Ann", "review", "here"),
        (1000000000, "Ann", "artefact", "arterial_pressure 1000000000 9000000000 flushed")]
    assert stage.rows(f"SELECT event, value, text FROM event WHERE id = {told[2]['id']}") == [
        (100, 2.0, "amends 1 by Ben: a minute earlier")]
    assert stage.rows("SELECT count (*), sum (length (samples)) FROM wave") == before
    assert stage.rows("SELECT * FROM event WHERE id = 1") == first
    assert len(stage.rows("SELECT 1 FROM audit WHERE action = 'annotated'")) == 3
    assert not os.path.exists(stage.case + "-wal"), "a finished case is one file"
    whole = json.loads(run("steady-case", "verify", stage.case).stdout)
    assert whole["whole"] and whole["finished"], whole


def all_or_nothing(stage):
    good = {"kind": "note", "author": "Ann", "text": "x"}
    for bad, word in (({"kind": "note", "text": "x"}, "author"), ({"kind": "note", "author": "Ann"}, "text"),
                      ({"kind": "remark", "author": "Ann", "text": "x"}, "kind"),
                      ({"kind": "note", "author": "Ann", "text": "x", "t_s": 1e6}, "t_s"),
                      ({"kind": "artefact", "channel": "none", "from_s": 1, "to_s": 2, "author": "A", "text": "x"},
                       "channel"),
                      ({"kind": "artefact", "channel": "ecg", "from_s": 2, "to_s": 1, "author": "A", "text": "x"},
                       "to_s"),
                      ({"kind": "artefact-withdrawn", "id": 99, "author": "A", "text": "x"}, "id"),
                      ({"kind": "amendment", "event": 99999, "author": "A", "text": "x"}, "event"),
                      ({"kind": "note", "author": "A" * 200, "text": "x"}, "too long"), ([], "JSON object")):
        before = stage.rows("SELECT (SELECT count (*) FROM note), (SELECT count (*) FROM event)")
        done = stage.annotate(good, bad)
        assert done.returncode == 1 and word in done.stderr, (bad, done.stderr)
        assert done.stderr.count("\n") == 1 and not done.stdout, done.stderr
        assert stage.rows("SELECT (SELECT count (*) FROM note), (SELECT count (*) FROM event)") == before, bad
    done = run("steady-engine", "--annotate", stage.case, text="{" * 5000)
    assert done.returncode == 1 and "line 1" in done.stderr, done.stderr


def records(stage, case):
    """Whether an engine has begun to write @case."""
    try:
        return stage.rows("SELECT count(*) FROM state", case)[0][0] > 0
    except sqlite3.Error:
        return False


def one_writer(stage):
    case = os.path.join(stage.folder, "running.steady")
    engine = subprocess.Popen([os.path.join(PROGRAMS, "steady-engine"), "--training", SCENARIO, "--case", case],
                              env=dict(os.environ, STEADY_DATA_DIR=DATA), stdin=subprocess.DEVNULL)
    try:
        assert wait(lambda: records(stage, case), 60), "it does not begin"
        done = stage.annotate({"kind": "note", "author": "Ann", "text": "x"}, case=case)
        assert done.returncode == 1 and "another engine" in done.stderr, done.stderr
    finally:
        engine.kill()
        engine.wait()
    # cut off, but nobody's any more: the note stands beside what is there
    done = stage.annotate({"kind": "note", "author": "Ann", "text": "it was cut off"}, case=case)
    assert done.returncode == 0, done.stderr
    assert stage.rows("SELECT text FROM note ORDER BY id DESC LIMIT 1", case) == [("it was cut off",)]


def plays_from_anywhere(stage):
    def alarms(*arguments):
        done = run("steady-engine", "--replay", stage.case, "--speed", "max", "--summary", *arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)
    whole, late = alarms(), alarms("--from", "8min")
    assert whole["alarms"], "the case has alarms"
    assert late["samples"] < 0.3 * whole["samples"], (late["samples"], whole["samples"])
    for name, alarm in whole["alarms"].items():
        onsets = stage.rows(f"SELECT t_ns FROM alarm WHERE alarm = '{name}' AND state = 2 AND before = 1")
        if onsets and all(t > 480e9 for t, in onsets):
            assert late["alarms"][name]["onsets"] == alarm["onsets"], name
    done = run("steady-engine", "--training", SCENARIO, "--from", "1min")
    assert done.returncode == 2 and "--from" in done.stderr, done.stderr


def usage(stage):
    done = run("steady", "--review", os.path.join(stage.folder, "none.steady"))
    assert done.returncode == 1 and "none.steady" in done.stderr and done.stderr.count("\n") == 1, done.stderr
    done = run("steady", "--review", stage.case, "--case", "x.steady")
    assert done.returncode == 2 and "--case" in done.stderr, done.stderr
    done = run("steady", "--review", stage.case, "--training", SCENARIO)
    assert done.returncode == 2, done.stderr


def shows_the_case(stage):
    if not os.access(os.path.join(PROGRAMS, "steady-console"), os.X_OK):
        return "built without the console"
    if shutil.which("Xvfb") is None:
        return "Xvfb is missing: install the package xvfb"
    out = os.path.join(stage.folder, "review.png")
    done = run("steady-console", "--review", stage.case, "--renderer", "cpu", "--size", "1280x800", "--at", "300",
               "--span", "10", "--screenshot", "review", out, prefix=(SCREEN,))
    assert done.returncode == 0, done.stderr
    with open(out, "rb") as file:
        assert file.read(8) == b"\x89PNG\r\n\x1a\n"
    screen = subprocess.Popen([SCREEN, os.path.join(PROGRAMS, "steady"), "--review", stage.case],
                              env=ENVIRONMENT, start_new_session=True,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(3)
    try:
        assert screen.poll() is None, "it stays until somebody closes it"
    finally:
        os.killpg(screen.pid, signal.SIGTERM)
        screen.wait()
    return None


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        tests = [adds_and_changes_nothing, all_or_nothing, one_writer, plays_from_anywhere, usage, shows_the_case]
        sys.exit(Tap("/run/review", tests).run(Stage(place)))
