#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of what sounds asks for nothing, and whether every injected fault is still caught.

usage: alarm-load.py PROGRAM_FOLDER DATA_FOLDER [HOURS]; prints a table, 1 when a bound does not hold

A normal case is a scenario whose timeline injects no fault. An audible alarm there asks for nothing unless it
stands in ASKS: those want an act of a person (an ACT, a mark) that a case without hands never gets. A fault is
caught when one of its alarms begins within its time.
"""
import json
import os
import subprocess
import sys

PROGRAMS, DATA = (os.path.abspath(argument) for argument in sys.argv[1:3])
HOURS = float(sys.argv[3]) if len(sys.argv) > 3 else 1.0
MOST_AN_HOUR = 6

# What each asks for.
ASKS = {
    "act-due": "an ACT", "gas-due": "a blood gas", "sensor-lost-entered": "a new sample",
    "cerebral-baseline-missing": "the NIRS baseline", "cardioplegia-without-clamp": "the mark of the clamp",
    "cardioplegia-due": "the next dose", "cardioplegia-none": "the first dose",
    "flow-outside-bypass": "the phase", "pump-runs-outside-bypass": "the phase",
}

# Scenario: its faults, each with when it is injected, within how long one of which alarms must begin (s).
# Times: the delay in force and what the physiology notes 4.2 and the practice sheet 2.2 leave to a person.
FAULTS = {
    "aortic-dissection": [(40, 15, {"line-pressure-warn"})],
    "arterial-line-off": [(40, 30, {"reservoir-warn", "map-very-low"})],
    "ecmo-gas-lost": [(40, 15, {"sweep-zero"})],
    "ecmo-pump-failure": [(40, 1, {"arterial-pump-stopped"})],
    "ecmo-transport": [(300, 15, {"sweep-zero"})],
    "hyperkalaemia": [(40, 120, {"potassium-very-high"})],
    "one-sided-perfusion": [(60, 60, {"cerebral-difference"})],
    "overwarming": [(40, 120, {"arterial-outlet-hot"})],
    "oxygenator-clots": [(40, 60, {"line-pressure-warn"})],
    "pressure-drifts": [(40, 120, {"map-high"})],
    "pump-runaway": [(40, 5, {"pump-runaway"})],
    "small-air": [(40, 5, {"venous-air"})],
    "venous-chatter": [(40, 15, {"vacuum-strong"})],
    "arterial-air": [(60, 1, {"arterial-air"})],
    "clamp-closes-in-error": [(60, 2, {"clamp-unknown"}), (60, 5, {"line-pressure-stop", "no-forward-flow"})],
    "gas-failure": [(60, 15, {"sweep-zero"})],
    # the warning slows the pump down, which keeps the pressure below the stop limit
    "line-pressure": [(60, 15, {"line-pressure-warn"})],
    "pump-failure": [(60, 1, {"arterial-pump-stopped"})],
    "sensor-lost": [(60, 5, {"sensor-lost-arterial-pressure"}), (150, 5, {"sensor-lost-flow"}),
                    (300, 2, {"device-link-lost"})],
    "venous-return-lost": [(60, 15, {"reservoir-warn"}), (60, 20, {"reservoir-stop"})],
    # 18 mL/min out of a reservoir of 250 mL: a quarter of an hour to empty it, and it is told before half of that
    "bleeding": [(40, 420, {"reservoir-warn"})],
    # from a pressure of 48 mmHg it falls for two minutes before it is very low, and that for 10 s is an alarm
    "filter-too-fast": [(40, 150, {"map-very-low"})],
    # a child that slowly takes more oxygen than it gets: below 65 % after 3 min, and that for 60 s is an alarm
    "low-delivery": [(40, 240, {"svo2-low"})],
    # it clots for 200 s while the baseline of its first minutes is taken; half as much again comes slowly after that
    "suckers-and-protamine": [(100, 660, {"transmembrane-rising"})],
    # carbon dioxide falls for 2 min until it is outside its band, and that for 60 s is an alarm
    "sweep-doubled": [(40, 200, {"pco2-outside"})],
    # the water cools towards the room over 10 min: 1.5 °C in a minute, and that for 30 s is an alarm
    "heater-failure": [(40, 110, {"heater-cooler-behind"})],
    # 60 mL/min of water: below 24 % after 4.5 min, and that for 60 s is an alarm
    "water-leak": [(40, 345, {"haematocrit-low"})],
}
NORMAL = ("before-bypass", "stuffy",
          # whole cases and lessons, in which nothing is done by hand and nothing goes wrong
          "adolescent-fontan", "infant-vsd", "neonatal-arterial-switch", "tutorial-checklist", "tutorial-clamp",
          "tutorial-console", "tutorial-on-bypass", "tutorial-weaning")
# No rule can judge what goes wrong there: it is seen at the child, in an entry (an ACT, protamine, a mark) that a case
# without hands never gets, or it goes wrong only when a person does the wrong thing. What is heard must not be more
# than in a normal case.
LEFT_TO_A_PERSON = {
    "ecmo-chatter": "the line chatters only where somebody turns an empty vein's flow up",
    "low-act": "an ACT must be taken", "protamine-reaction": "after bypass, above every limit of a very low pressure",
    "vent-reversed": "no sensor sees the vent's direction",
}


def alarms(name, hours):
    path = os.path.join(DATA, "scenarios", name + ".json")
    done = subprocess.run(
        [os.path.join(PROGRAMS, "steady-engine"), "--training", path, "--speed", "max", "--until",
         f"{round(hours * 3600)}s", "--summary"],
        env=dict(os.environ, STEADY_DATA_DIR=DATA), stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["alarms"]


def load(name):
    heard = alarms(name, HOURS)
    asking = sum(alarm["onsets"] for rule, alarm in heard.items() if rule in ASKS)
    idle = sum(alarm["onsets"] for alarm in heard.values()) - asking
    words = ", ".join(rule for rule in sorted(heard) if rule not in ASKS) or "none"
    print(f"{name}: {idle / HOURS:.1f} audible alarms an hour that ask for nothing (at most {MOST_AN_HOUR}): {words};"
          f" {asking} that ask for an act")
    return idle / HOURS <= MOST_AN_HOUR


def caught(name):
    last = max(at + within for at, within, _ in FAULTS[name])
    heard, fine = alarms(name, (last + 30) / 3600), True
    for at, within, wanted in FAULTS[name]:
        first = min((heard[rule]["first_case_s"] for rule in wanted if rule in heard), default=None)
        late = first is None or not at <= first <= at + within
        fine = fine and not late
        told = "never" if first is None else f"{first - at:.1f} s"
        print(f"{name}: {' or '.join(sorted(wanted))} after {told} (within {within} s){' MISSED' if late else ''}")
    return fine


def main():
    fine = True
    for name in sorted(os.listdir(os.path.join(DATA, "scenarios"))):
        if name.endswith(".json") and name[:-5] not in FAULTS and name[:-5] not in (*NORMAL, *LEFT_TO_A_PERSON):
            print(f"{name[:-5]}: not judged here, since it stands in no list")
            fine = False
    # each is run and said
    fine = all([fine] + [load(name) for name in (*NORMAL, *LEFT_TO_A_PERSON)] + [caught(name) for name in FAULTS])
    return 0 if fine else 1


sys.exit(main())
