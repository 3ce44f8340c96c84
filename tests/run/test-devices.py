#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""All clinical devices at once, briefly: the short form of soak-devices.py and the bench.

usage: test-devices.py PROGRAM_FOLDER DATA_FOLDER; prints TAP
"""
import glob
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import liveroom  # noqa: E402
import steadyrun  # noqa: E402

PROGRAMS, DATA = (os.path.abspath(argument) for argument in sys.argv[1:3])
FLOW, LINK_LOST, VALID = 122, 7, 1
PLACE, ZERO, TAPE, TAPING = 1, 3, 5, 4
NO_OPERATOR, NOT_NEAR_ZERO, PLACE_TAKEN = 20, 37, 38
ARTERIAL, PERIPHERAL, PRE_OXYGENATOR = 2, 8, 4


def nothing_is_lost_beside_a_flood():
    """A silent device is stale and alarmed, and back by itself, while another one floods."""
    with tempfile.TemporaryDirectory() as folder, \
            liveroom.LiveRoom(PROGRAMS, DATA, folder, liveroom.theatre.clinical()) as room:
        watcher = room.watcher
        assert steadyrun.wait(room.all_up, 120), watcher.states
        room.tell("invos", "flood")
        room.tell("bioprott", "quiet")
        assert steadyrun.wait(lambda: watcher.values[FLOW][2] == LINK_LOST, 60)
        assert steadyrun.wait(lambda: "device-link-lost" in watcher.seen, 60)
        room.tell("bioprott", "talk")
        assert steadyrun.wait(lambda: watcher.values[FLOW][2] == VALID, 60)
        room.tell("invos", "dry")
        assert steadyrun.wait(room.all_up, 60)
        assert not any(state["dropped"] for state in watcher.states.values())
        room.finish()
        waves = room.waves_of_case()
        assert len(waves) >= 12, waves
        lost = {n: w for n, w in waves.items() if w["samples"] == 0}
        assert not lost, lost


def people_change_what_they_may():
    """Places, zeros and tapes: by name only, kept, and refused with the right reason."""
    room = liveroom.LiveRoom(PROGRAMS, DATA, tempfile.mkdtemp(), liveroom.theatre.everyday(),
                             role="console")
    with room:
        watcher = room.watcher
        assert steadyrun.wait(room.all_up, 120), watcher.states
        datex = 1
        assert watcher.ask(ZERO, channel=ARTERIAL, value=46) == NO_OPERATOR
        watcher.sign_in("Test")
        assert steadyrun.wait(
            lambda: watcher.ask(ZERO, channel=ARTERIAL, value=46) == NOT_NEAR_ZERO, 30)
        room.tell("datex", "p 1 ART 4 4 4")
        assert steadyrun.wait(lambda: watcher.ask(ZERO, channel=ARTERIAL, value=4) == 0, 30)
        taken = watcher.ask(PLACE, datex, 3, signal="art_wave")
        assert taken == PLACE_TAKEN, taken
        assert watcher.ask(PLACE, datex, PERIPHERAL, signal="art_wave") == 0
        assert glob.glob(os.path.join(room.folder, "data", "steady", "sites", "*.json"))
        assert watcher.ask(TAPE, datex, value=1) == 0
        assert steadyrun.wait(lambda: watcher.states[datex]["flags"] & TAPING, 30)
        assert watcher.ask(TAPE, datex, value=0) == 0
        room.finish()
        events = {row[0] for row in room.rows("SELECT event FROM event")}
        assert {90, 91, 92} <= events, events


def ports_are_listed():
    """A port that speaks is known by listening; the list says so."""
    entries = [liveroom.theatre.entry("nonin"), liveroom.theatre.entry("bioprott")]
    with tempfile.TemporaryDirectory() as folder, \
            liveroom.theatre.Theatre(folder, entries) as room:
        out = subprocess.run([os.path.join(PROGRAMS, "steady-engine"), "--list-devices"], check=True,
                             capture_output=True, text=True, timeout=120,
                             env=dict(room.environment(), STEADY_DATA_DIR=DATA)).stdout
        ports = out[out.index("usb-Emulated"):]
        assert "Nonin" in ports and "BioProTT" in ports, out


sys.exit(steadyrun.Tap("/run/devices", [
    nothing_is_lost_beside_a_flood, people_change_what_they_may, ports_are_listed]).run())
