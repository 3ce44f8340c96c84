#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Alarms of whole cases: judged anew they are the same; few need no action; no fault is missed.

usage: test-alarms.py PROGRAM_FOLDER DATA_FOLDER; prints TAP
"""
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import steadyrun  # noqa: E402

PROGRAMS, DATA = (os.path.abspath(argument) for argument in sys.argv[1:3])
ENVIRONMENT = dict(os.environ, STEADY_DATA_DIR=DATA)
SCENARIOS = sorted(name[:-5] for name in os.listdir(os.path.join(DATA, "scenarios")) if name.endswith(".json"))

# What each scenario injects must raise at least these; none may be left out of the list.
CAUGHT = {
    "aortic-dissection": {"line-pressure-warn", "line-pressure-stop", "map-very-low"},
    "arterial-air": {"arterial-air", "arterial-pump-stopped"},
    "arterial-line-off": {"reservoir-warn", "reservoir-stop", "map-very-low"},
    "bleeding": {"reservoir-warn"},
    "clamp-closes-in-error": {"clamp-unknown", "line-pressure-stop"},
    "ecmo-gas-lost": {"sweep-zero"},
    "ecmo-pump-failure": {"arterial-pump-stopped", "backflow"},
    "ecmo-transport": {"mains-lost", "sweep-zero"},
    "filter-too-fast": {"map-very-low"},
    "gas-failure": {"sweep-zero", "arterial-oxygen-low"},
    "hyperkalaemia": {"potassium-very-high"},
    "line-pressure": {"line-pressure-warn"},
    "low-delivery": {"svo2-low"},
    "one-sided-perfusion": {"cerebral-difference"},
    "overwarming": {"arterial-outlet-hot", "arterial-outlet-too-hot"},
    "oxygenator-clots": {"line-pressure-warn", "transmembrane-high"},
    "pressure-drifts": {"map-high"},
    "pump-failure": {"arterial-pump-stopped"},
    "pump-runaway": {"pump-runaway"},
    "sensor-lost": {"sensor-lost-arterial-pressure", "sensor-lost-flow", "device-link-lost"},
    "small-air": {"venous-air"},
    "sweep-doubled": {"pco2-outside"},
    "venous-chatter": {"vacuum-strong"},
    "venous-return-lost": {"reservoir-warn", "reservoir-stop"},
    "water-leak": {"haematocrit-low"},
}

# What a person must see: no rule judges it, or only after an entry (an ACT, a mark) that nobody makes here, or later.
LEFT_TO_A_PERSON = {"ecmo-chatter", "heater-failure", "low-act", "protamine-reaction",
                    "suckers-and-protamine", "vent-reversed"}


def engine(*arguments):
    done = subprocess.run([os.path.join(PROGRAMS, "steady-engine"), *arguments], env=ENVIRONMENT,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def verify(case):
    done = subprocess.run([os.path.join(PROGRAMS, "steady-case"), "verify", "--alarms", case], env=ENVIRONMENT,
                          capture_output=True, text=True, timeout=300, check=False)
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout), done.stderr


def training(name, case, until="6min"):
    engine("--training", os.path.join(DATA, "scenarios", name + ".json"), "--speed", "max", "--until", until,
           "--case", case)


def judged_anew_the_same():
    """Every scenario, by the rules and the engine states that its case holds."""
    with tempfile.TemporaryDirectory() as folder:
        for name in SCENARIOS:
            case = os.path.join(folder, name + ".steady")
            training(name, case)
            status, said, _ = verify(case)
            print(f"# {name}: {said['alarm_changes']} changes, at most {said['greatest_difference_ms']} ms apart")
            assert status == 0 and said["same_alarms"], (name, said["differences"])
            # one value of a numeric is stored for each second
            assert said["greatest_difference_ms"] <= 1000, (name, said)


def change(case, statement, *values):
    with sqlite3.connect(case) as database:
        assert database.execute(statement, values).rowcount > 0
    database.close()


def a_difference_is_named():
    with tempfile.TemporaryDirectory() as folder:
        case = os.path.join(folder, "air.steady")
        training("arterial-air", case, "2min")
        change(case, "DELETE FROM alarm WHERE id = (SELECT min (id) FROM alarm)")
        status, said, _ = verify(case)
        assert status == 1 and not said["same_alarms"], said
        assert said["differences"][0]["only_in"] == "the new run", said


def another_build_is_named_not_failed():
    with tempfile.TemporaryDirectory() as folder:
        case = os.path.join(folder, "air.steady")
        training("arterial-air", case, "2min")
        change(case, "DELETE FROM alarm WHERE id = (SELECT min (id) FROM alarm)")
        with sqlite3.connect(case) as database:
            meta = json.loads(database.execute("SELECT value FROM meta WHERE key = 'case'").fetchone()[0])
        database.close()
        meta["build"] = "another"
        change(case, "UPDATE meta SET value = ? WHERE key = 'case'", json.dumps(meta))
        status, said, words = verify(case)
        assert status == 0 and said["other_build"] and not said["same_alarms"], said
        assert "another build" in words, words


def no_case_is_one_sentence():
    done = subprocess.run([os.path.join(PROGRAMS, "steady-case"), "verify", "--alarms", "/nowhere/x.steady"],
                          env=ENVIRONMENT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1 and len(done.stderr.strip().splitlines()) == 1, done.stderr


def category(name):
    with open(os.path.join(DATA, "scenarios", name + ".json"), encoding="utf-8") as file:
        return json.load(file).get("category")


def every_fault_is_caught():
    faults = {name for name in SCENARIOS if category(name) in ("incident", "ecmo")}
    assert faults == set(CAUGHT) | LEFT_TO_A_PERSON, faults ^ (set(CAUGHT) | LEFT_TO_A_PERSON)
    for name, wanted in CAUGHT.items():
        path = os.path.join(DATA, "scenarios", name + ".json")
        alarms = json.loads(engine("--training", path, "--speed", "max", "--until", "8min", "--summary"))["alarms"]
        assert wanted <= set(alarms), (name, wanted - set(alarms))


def load_of_the_standard_case():
    """Stuffy has no fault within its hour: whatever sounds there needs no action."""
    path = os.path.join(DATA, "scenarios", "stuffy.json")
    alarms = json.loads(engine("--training", path, "--speed", "max", "--until", "1h", "--summary"))["alarms"]
    onsets = sum(alarm["onsets"] for alarm in alarms.values())
    print(f"# {onsets} audible alarms in an hour: {sorted(alarms)}")
    assert onsets <= 6, alarms


def main():
    return steadyrun.Tap("/run/alarms", [
        judged_anew_the_same, a_difference_is_named, another_build_is_named_not_failed, no_case_is_one_sentence,
        every_fault_is_caught, load_of_the_standard_case]).run()


sys.exit(main())
