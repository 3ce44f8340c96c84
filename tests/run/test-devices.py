#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""All clinical devices at once, briefly: the short form of soak-devices.py and the bench.

usage: test-devices.py PROGRAM_FOLDER DATA_FOLDER; prints TAP
"""
import glob
import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import dialogue  # noqa: E402
import liveroom  # noqa: E402
import steadyrun  # noqa: E402

PROGRAMS, DATA = (os.path.abspath(argument) for argument in sys.argv[1:3])
FLOW, LINK_LOST, VALID = 122, 7, 1
PLACE, ZERO, TAPE, ARM, TAPING = 1, 3, 5, 6, 4
PUMP_SPEED, SET_PUMP_SPEED, SWEEP, SET_SWEEP = 14, 146, 4, 141
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


def every_rig_answers():
    """All devices of a rig, two of them commanded: no answer stays on the way."""
    with tempfile.TemporaryDirectory() as folder, \
            liveroom.LiveRoom(PROGRAMS, DATA, folder, liveroom.theatre.rig(), role="console",
                              logs=True) as room:
        watcher = room.watcher
        assert steadyrun.wait(room.all_up, 120), watcher.states
        watcher.sign_in("Test")
        for number, control, back, value in ((1, PUMP_SPEED, SET_PUMP_SPEED, 3000),
                                             (3, SWEEP, SET_SWEEP, 0.5)):
            assert steadyrun.wait(lambda n=number: watcher.ask(ARM, n, value=1) == 0, 30)
            assert watcher.command(control, value) == 0
            assert steadyrun.wait(lambda b=back, v=value: abs(watcher.values[b][1] - v) < 0.01, 30)
        assert steadyrun.wait(
            lambda: all(state["frames"] > 20 for state in watcher.states.values()), 120), watcher.states
        dropped = [n for n, s in watcher.states.items() if s["dropped"] or s["breaches"]]
        assert not dropped, watcher.states
        faults = {n: s["faults"] for n, s in watcher.states.items()}
        room.finish()
        for number in range(1, len(room.theatre.entries) + 1):
            script = room.theatre.entries[number - 1]["script"]
            told = dialogue.judge(room.theatre.tape(number - 1), room.theatre.log(number - 1),
                                  dialogue.patience_of(script))
            assert told["lost"] == 0, (number, told)
            # a question that was answered late, by a device or to a loaded machine, is a fault too
            assert faults[number] <= told["faults_explained"], (number, told, faults)


def crystals_are_followed():
    """Two monitors, whose seconds are too long and too short: no gap, and no stamp wanders.

    STEADY_TEST_DRIFT="PPM SECONDS" sets another drift, for as long as it takes to show.
    """
    ppm, seconds = (float(word) for word in os.environ.get("STEADY_TEST_DRIFT", "450 30").split())
    entries = [liveroom.theatre.entry("datex", ["drift %g" % ppm, "p 1 ART 60 40 50"]),
               liveroom.theatre.entry("datex", ["drift %g" % -ppm, "p 1 ART 60 40 50"],
                                      name="usb-Emulated_second",
                                      signals=liveroom.theatre.SECOND_MONITOR)]
    with tempfile.TemporaryDirectory() as folder, \
            liveroom.LiveRoom(PROGRAMS, DATA, folder, entries, saws=(ARTERIAL, PERIPHERAL)) as room:
        tracks = room.watcher.tracks
        assert steadyrun.wait(lambda: room.all_up() and {ARTERIAL, PERIPHERAL} <= set(tracks), 120)
        for number in range(2):
            room.theatre.tell(number, "saw")
        # a first packet that was late, as on a loaded machine, is made up for within two windows of 4 s
        time.sleep(12)
        for channel in (ARTERIAL, PERIPHERAL):
            tracks[channel].errors.clear()
        wanted = seconds * 100
        assert steadyrun.wait(lambda: all(len(tracks[c].errors) > wanted for c in (ARTERIAL, PERIPHERAL)),
                              10 * seconds + 60)
        for channel in (ARTERIAL, PERIPHERAL):
            errors = list(tracks[channel].errors)
            ends = [statistics.median(errors[:500]), statistics.median(errors[-500:])]
            middle = statistics.median(errors)
            ordered = sorted(abs(error - middle) for error in errors)
            print("# channel %d: %.2f ms at first, %.2f ms at last, worst %.2f ms around the middle; "
                  "uncorrected it were %.1f ms apart" % (channel, *ends, ordered[-1], seconds * ppm / 1e3))
            # the period of a sample is 10 ms
            assert abs(ends[1] - ends[0]) < 10, ends
            assert ordered[len(ordered) * 95 // 100] < 10, ordered[-20:]
            assert tracks[channel].jumps == 0
        dropped = [s["dropped"] + s["breaches"] for s in room.watcher.states.values()]
        assert not any(dropped), room.watcher.states
        room.finish()
        lost = {channel: one for channel, one in room.waves_of_case().items()
                if one["gaps"] or one["samples"] != one["expected"]}
        assert not lost, lost


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
    nothing_is_lost_beside_a_flood, people_change_what_they_may, every_rig_answers,
    steadyrun.proven(crystals_are_followed), ports_are_listed]).run())
