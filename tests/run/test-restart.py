#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A change of the devices is put in force: monitoring begins anew in the same case.

usage: test-restart.py PROGRAM_FOLDER DATA_FOLDER; prints TAP

A whole Steady in LIVE with emulated devices on a private screen; a signed-in person moves a
signal to another place and asks for the restart, as the Devices page does. The supervisor
starts the engine again (status 75), the case goes on, the new place is fed, what was zeroed
stays so, no arming is left, and the record has no hole but its stored gap.
"""
import os
import sqlite3
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import liveroom  # noqa: E402
import steadyrun  # noqa: E402

PROGRAMS, DATA = (os.path.abspath(argument) for argument in sys.argv[1:3])
PLACE, ARM, RESTART = 1, 6, 8
ARTERIAL, PERIPHERAL = 2, 8
NO_OPERATOR, GAP, RESUMED = 20, 22, 23
ARMED = 8


def socket_of(stage):
    runtime = stage.path("runtime")
    for name in os.listdir(runtime):
        path = os.path.join(runtime, name, "engine")
        if name.startswith("steady-") and os.path.exists(path):
            return path
    return None


def fed(watcher, channel, seconds=30):
    """Whether samples of @channel come in, from now on."""
    before = watcher.tracks[channel].samples if channel in watcher.tracks else 0
    return steadyrun.wait(lambda: channel in watcher.tracks and
                          watcher.tracks[channel].samples > before + 50, seconds)


def a_change_is_put_in_force():
    stage = steadyrun.Stage(DATA)
    case = stage.path("case.steady")
    room = liveroom.theatre.Theatre(stage.path("theatre"), [
        liveroom.theatre.entry("datex", ["p 1 ART 62 38 46", "hr 128"]),
        liveroom.theatre.entry("puralev", ["state 2", "speed 0"], link="tcp", commands=True)])
    watcher = None
    try:
        stage.start_screen()
        stage.start_sound()
        with room:
            stage.environment["STEADY_SERIAL_DIR"] = room.serial
            steady = stage.start(os.path.join(PROGRAMS, "steady"), "--live", room.site,
                                 "--case", case, stderr=open(stage.path("log"), "w"))
            path = steadyrun.wait(lambda: socket_of(stage), 60, pause=0.002)
            assert path, "no socket"
            build = steadyrun.read_build_id(os.path.join(PROGRAMS, "link", "build-id.h"))
            # whoever comes first is in control; a window takes longer than this
            watcher = liveroom.Watcher(path, build, "console")
            assert steadyrun.wait(lambda: len(watcher.states) == 2 and
                                  all(s["link"] == 1 for s in watcher.states.values()), 60), watcher.states
            assert fed(watcher, ARTERIAL)
            assert watcher.ask(RESTART) == NO_OPERATOR, "by nobody"
            watcher.sign_in("Test")
            assert steadyrun.wait(lambda: watcher.ask(ARM, 2, value=1) == 0, 30)
            assert watcher.ask(PLACE, 1, PERIPHERAL, signal="art_wave") == 0
            assert not fed(watcher, PERIPHERAL, 1), "not before the restart"
            engine = steadyrun.child_of(steady.pid, "steady-engine")
            assert watcher.ask(RESTART, value=1) == 0
            asked = time.monotonic()
            assert steadyrun.wait(lambda: steadyrun.child_of(steady.pid, "steady-engine")
                                  not in (None, engine), 60), "no new engine"
            watcher.states.clear()
            assert fed(watcher, PERIPHERAL, 60), "the new place is not fed"
            steadyrun.within("monitoring back in its new place", time.monotonic() - asked, 3)
            assert steady.poll() is None
            assert steadyrun.wait(lambda: 2 in watcher.states, 30)
            assert not watcher.states[2]["flags"] & ARMED, "armed over a restart"
            steady.terminate()
            assert steady.wait(60) == 0, steady.returncode
        check_case(case)
    finally:
        if watcher is not None:
            watcher.close()
        stage.finish()


def check_case(case):
    assert subprocess.run([os.path.join(PROGRAMS, "steady-case"), "verify", case],
                          stdout=subprocess.DEVNULL, check=False).returncode == 0
    base = sqlite3.connect(f"file:{case}?mode=ro", uri=True)
    events = [row[0] for row in base.execute("SELECT event FROM event ORDER BY id")]
    assert events.count(RESUMED) == 1, events
    fed_by = {row[0] for row in base.execute("SELECT DISTINCT channel FROM wave")}
    assert {ARTERIAL, PERIPHERAL} <= fed_by, fed_by
    last = base.execute("SELECT max(t_ns) FROM wave WHERE channel = ?", (ARTERIAL,)).fetchone()[0]
    first = base.execute("SELECT min(t_ns) FROM wave WHERE channel = ?", (PERIPHERAL,)).fetchone()[0]
    assert last < first, "one signal fed two places"
    steadyrun.tell("the pressure was not recorded for %.2f s" % ((first - last) / 1e9))
    base.close()


def main():
    missing = steadyrun.Stage.missing()
    if not os.path.exists(os.path.join(PROGRAMS, "steady-console")):
        missing = "built without a console, and steady does not run without one"
    if missing:
        print(f"1..0 # SKIP {missing}")
        return 0
    return steadyrun.Tap("/run/restart", [a_change_is_put_in_force]).run()


sys.exit(main())
