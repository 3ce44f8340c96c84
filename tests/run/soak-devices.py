#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""All clinical devices at once for a long time, at the pace of life, without loss.

usage: soak-devices.py PROGRAM_FOLDER DATA_FOLDER [MINUTES]     (60)

Nothing may be lost: no sample of a waveform, no value between a driver and the case, no link,
no byte that a driver did not understand. The last line is a JSON object; the exit status is 1
where something was lost.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import liveroom  # noqa: E402
import steadyrun  # noqa: E402


def settle(room):
    assert steadyrun.wait(room.all_up, 60), {n: s["link"] for n, s in room.watcher.states.items()}


def watch(room, minutes):
    """Looks each second; returns what was ever wrong, by device."""
    wrong = {}
    end = time.monotonic() + minutes * 60
    said = time.monotonic()
    while time.monotonic() < end:
        time.sleep(1)
        assert room.engine.poll() is None, "the engine has ended"
        for number, state in room.watcher.states.items():
            for key, good in (("link", 1), ("faults", 0), ("dropped", 0), ("breaches", 0),
                              ("openings", 1)):
                if state[key] != good:
                    wrong.setdefault(number, {})[key] = state[key]
        if time.monotonic() - said > 60:
            said = time.monotonic()
            print("# %d min to go, wrong so far: %s" % ((end - said) / 60 + 1, wrong or "nothing"),
                  file=sys.stderr, flush=True)
    return wrong


def main():
    programs, data = (os.path.abspath(argument) for argument in sys.argv[1:3])
    minutes = float(sys.argv[3]) if len(sys.argv) > 3 else 60
    with tempfile.TemporaryDirectory() as folder, \
            liveroom.LiveRoom(programs, data, folder, liveroom.theatre.clinical()) as room:
        settle(room)
        began, cpu = time.monotonic(), room.cpu_seconds()
        wrong = watch(room, minutes)
        seconds = time.monotonic() - began
        cpu = room.cpu_seconds() - cpu
        states = {number: dict(state) for number, state in room.watcher.states.items()}
        jumps = sum(track.jumps for track in room.watcher.tracks.values())
        late = room.watcher.late_ms
        room.finish()
        waves = room.waves_of_case()
        lost = {channel: one for channel, one in waves.items()
                if one["gaps"] or one["samples"] != one["expected"]}
        verified = subprocess.run([os.path.join(programs, "steady-case"), "verify", room.case],
                                  stdout=subprocess.DEVNULL, check=False).returncode == 0
        size = os.path.getsize(room.case)
    result = {"minutes": round(seconds / 60, 2), "devices": len(states), "waveforms": len(waves),
              "samples": sum(one["samples"] for one in waves.values()), "waveforms_with_loss": lost,
              "jumps_on_the_link": jumps, "wrong": wrong, "case_verified": verified,
              "case_mib": round(size / 1048576, 1), "engine_cpu_percent": round(100 * cpu / seconds, 2),
              "worst_tick_late_ms": round(late, 2),
              "values": sum(state["values"] for state in states.values())}
    print(json.dumps(result))
    return 1 if wrong or lost or not verified or jumps else 0


if __name__ == "__main__":
    sys.exit(main())
