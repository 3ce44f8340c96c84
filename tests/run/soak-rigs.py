#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""All devices of a rig at once for a long time, at the pace of life, commanded all the while.

usage: soak-rigs.py PROGRAM_FOLDER DATA_FOLDER [MINUTES [FOLDER]]     (60; FOLDER is kept)

Five set-points are changed in turn, one every two seconds, and read back. Nothing may be lost:
no link, no answer, no value, no command. A tape of each device and a log of each emulator (see
emulator.py) say of every question that was not answered in time where it was lost: with a
device that was late itself (so is a loaded machine's), in the engine that read late, or on the
way. What was lost on the way is a fault, and so is what the driver did not understand; links and
arming that a late device or a late engine cost are told apart. The last line is a JSON object; the exit status is 1
where something was lost.
"""
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import dialogue  # noqa: E402
import liveroom  # noqa: E402
import steadyrun  # noqa: E402

ARM, NOT_ARMED = 6, 36
# control, its set-point's channel, what it is told in turn, tolerance of the read-back
SET_POINTS = [(14, 146, (2800, 3000), 1.5), (4, 141, (0.45, 0.50), 0.01), (5, 142, (52.6, 60.0), 0.1),
              (7, 144, (30.0, 31.0), 0.02), (15, 147, (60.0, 70.0), 0.5)]
GOOD = (("link", 1), ("dropped", 0), ("breaches", 0), ("openings", 1))


class Operator:
    """Sets one set-point after the other, and looks at the one before."""

    def __init__(self, room):
        self.room, self.watcher = room, room.watcher
        self.turns = itertools.cycle(range(2))
        self.order = itertools.cycle(SET_POINTS)
        self.told, self.sent, self.problems = {}, 0, []
        self.armed_again = 0
        self.watcher.sign_in("Test")
        assert steadyrun.wait(self.arm, 30), "what takes commands cannot be armed"

    def arm(self):
        """A link that was lost disarms, so a person must do it again."""
        takes = [number for number, one in enumerate(self.room.theatre.entries, 1)
                 if one["site"].get("commands")]
        return all([self.watcher.ask(ARM, number, value=1) == 0 for number in takes])

    def act(self):
        control, channel, values, tolerance = next(self.order)
        if channel in self.told and \
                abs(self.watcher.values[channel][1] - self.told[channel]) > tolerance:
            self.problems.append("set-point %d is %g and not %g" % (
                control, self.watcher.values[channel][1], self.told[channel]))
        value = values[1] if self.told.get(channel) != values[1] else values[0]
        refusal = self.watcher.command(control, value)
        if refusal == NOT_ARMED:
            self.armed_again += 1
            self.arm()
            refusal = self.watcher.command(control, value)
        if refusal:
            self.problems.append("set-point %d was refused: %d" % (control, refusal))
            return
        self.told[channel] = value
        self.sent += 1


def watch(room, operator, minutes):
    """Looks each second; returns what was ever wrong, by device."""
    wrong = {}
    end = time.monotonic() + minutes * 60
    for second in itertools.count(1):
        time.sleep(1)
        if time.monotonic() > end:
            return wrong
        assert room.engine.poll() is None, "the engine has ended"
        if second % 2 == 0:
            operator.act()
        for number, state in room.watcher.states.items():
            for key, good in GOOD:
                if state[key] != good:
                    wrong.setdefault(number, {})[key] = state[key]
        if second % 60 == 0:
            faults = {n: s["faults"] for n, s in room.watcher.states.items() if s["faults"]}
            print("# %d min, wrong so far: %s, faults %s, %d commands %s" % (
                second / 60, wrong or "nothing", faults or "none", operator.sent,
                operator.problems or ""), file=sys.stderr, flush=True)


def main():
    programs, data = (os.path.abspath(argument) for argument in sys.argv[1:3])
    minutes = float(sys.argv[3]) if len(sys.argv) > 3 else 60
    folder = sys.argv[4] if len(sys.argv) > 4 else tempfile.mkdtemp(prefix="steady-rigs-")
    os.makedirs(folder, exist_ok=True)
    with liveroom.LiveRoom(programs, data, folder, liveroom.theatre.rig(), role="console",
                           logs=True) as room:
        assert steadyrun.wait(room.all_up, 60), {n: s["link"] for n, s in room.watcher.states.items()}
        operator = Operator(room)
        began, cpu = time.monotonic(), room.cpu_seconds()
        wrong = watch(room, operator, minutes)
        seconds = time.monotonic() - began
        cpu = room.cpu_seconds() - cpu
        states = {number: dict(state) for number, state in room.watcher.states.items()}
        late = room.watcher.late_ms
        room.finish()
        verified = subprocess.run([os.path.join(programs, "steady-case"), "verify", room.case],
                                  stdout=subprocess.DEVNULL, check=False).returncode == 0
    devices, lost, late_links = {}, 0, []
    for number, one in enumerate(room.theatre.entries, 1):
        told = dialogue.judge(room.theatre.tape(number - 1), room.theatre.log(number - 1),
                              dialogue.patience_of(one["script"]))
        state = states[number]
        told.update(name=one["name"], values=state["values"], frames=state["frames"],
                    faults=state["faults"])
        # what the driver did not understand, beside what was late (its time, and then its answer)
        told["unexplained_faults"] = max(0, state["faults"] - told["faults_explained"])
        # a link is lost after a second of silence: by a machine that was late, or by a fault
        if number in wrong and wrong[number].keys() == {"link"} and told["worst_silence_ms"] > 900 and \
                not told["lost"]:
            late_links.append(number)
            del wrong[number]
        lost += told["lost"] + told["unexplained_faults"]
        devices[number] = told
    print(json.dumps({"minutes": round(seconds / 60, 2), "devices": devices, "wrong": wrong,
                      "links_lost_to_lateness": late_links, "armed_again": operator.armed_again,
                      "lost": lost, "commands": operator.sent, "problems": operator.problems,
                      "case_verified": verified, "engine_cpu_percent": round(100 * cpu / seconds, 2),
                      "worst_tick_late_ms": round(late, 2), "kept_in": folder,
                      "values": sum(state["values"] for state in states.values())}, indent=1))
    return 1 if wrong or lost or operator.problems or not verified else 0


if __name__ == "__main__":
    sys.exit(main())
