#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all clinical devices at once cost the engine, and what a flooded line does to it.

usage: load.py PROGRAM_FOLDER DATA_FOLDER [SECONDS]     (60, a third of it with a flood)

Emulators over ptys, TCP and UDP with at least 12 waveforms; the case is written, one client
reads everything. Reported beside the 0.75 % of a core that a bare prototype took (a reader of
the same lines that neither judges, stores nor serves); the limit is 5 %. Two pressures carry
the instant of each sample as a saw, so that time stamps are compared with the truth.
"""
import json
import os
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "run"))
import liveroom  # noqa: E402
import steadyrun  # noqa: E402

PROTOTYPE, LIMIT = 0.75, 5.0
ARTERIAL, CENTRAL_VENOUS, FLOW = 2, 3, 122
PERIOD_MS = 10.0
LOST = "device-link-lost"


def measure(room, seconds):
    """CPU in % of a core, and the worst lateness of a tick."""
    room.watcher.late_ms = 0.0
    began, cpu = time.monotonic(), room.cpu_seconds()
    time.sleep(seconds)
    return (100 * (room.cpu_seconds() - cpu) / (time.monotonic() - began), room.watcher.late_ms)


def stamps(errors):
    """Of the errors of time stamps in ms: the constant part, and what is beside it."""
    ordered = sorted(errors)
    median = ordered[len(ordered) // 2]
    apart = sorted(abs(error - median) for error in errors)
    return {"samples": len(errors), "median_ms": round(median, 2),
            "p99_around_it_ms": round(apart[int(len(apart) * 0.99)], 2),
            "worst_ms": round(max(abs(error) for error in errors), 2)}


def loss_is_alarmed(room):
    """The flow probe falls silent: how long until its alarm, and until it is gone again."""
    room.watcher.forget()
    room.tell("bioprott", "quiet")
    began = time.monotonic()
    seen = steadyrun.wait(lambda: room.watcher.seen.get(LOST), 30)
    value = room.watcher.values.get(FLOW, (0, 0, -1))[2]
    room.tell("bioprott", "talk")
    back = time.monotonic()
    gone = steadyrun.wait(lambda: room.watcher.present.get(LOST) != 2 and room.all_up(), 30)
    return {"alarmed_after_s": round(seen - began, 2) if seen else None, "quality": value,
            "back_after_s": round(time.monotonic() - back, 2) if gone else None}


def main():
    programs, data = (os.path.abspath(argument) for argument in sys.argv[1:3])
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 60
    with tempfile.TemporaryDirectory() as folder, \
            liveroom.LiveRoom(programs, data, folder, liveroom.theatre.clinical(),
                              saws=(ARTERIAL, CENTRAL_VENOUS)) as room:
        assert steadyrun.wait(room.all_up, 60), "not all devices came up"
        room.tell("datex", "saw")
        time.sleep(3)
        for channel in (ARTERIAL, CENTRAL_VENOUS):
            room.watcher.tracks[channel].errors.clear()
        cpu, late = measure(room, seconds * 2 / 3)
        calm = loss_is_alarmed(room)
        room.tell("invos", "flood")
        time.sleep(1)
        flooded, late_flooded = measure(room, seconds / 3)
        heard = loss_is_alarmed(room)
        room.tell("invos", "dry")
        errors = {channel: stamps(room.watcher.tracks[channel].errors)
                  for channel in (ARTERIAL, CENTRAL_VENOUS)}
        faults = room.watcher.states[room.number(room.theatre.index("invos"))]["faults"]
        dropped = sum(state["dropped"] for state in room.watcher.states.values())
        room.finish()
        waves = room.waves_of_case()
    lost = sum(one["expected"] - one["samples"] for one in waves.values())
    gaps = {channel: one["gaps"] for channel, one in waves.items() if one["gaps"]}
    result = {"devices": 11, "waveforms": len(waves), "cpu_percent": round(cpu, 2),
              "prototype_percent": PROTOTYPE, "limit_percent": LIMIT,
              "worst_tick_late_ms": round(late, 2), "flooded_cpu_percent": round(flooded, 2),
              "flooded_worst_tick_late_ms": round(late_flooded, 2), "garbage_refused": faults,
              "samples_lost": lost, "gaps_by_channel": gaps, "values_dropped": dropped, "stamps": errors,
              "silence": calm, "silence_beside_a_flood": heard}
    print(json.dumps(result, indent=1))
    good = (cpu < LIMIT and lost == 0 and dropped == 0 and faults > 0 and
            all(one["worst_ms"] <= PERIOD_MS for one in errors.values()) and
            calm["alarmed_after_s"] is not None and heard["alarmed_after_s"] is not None)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
