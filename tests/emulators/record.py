#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records a tape of a driver with its emulator.

usage: record.py [--tcp|--udp] [--baud N] [--set NAME=VALUE]... [--driver DRIVER] [--with OPTION]
                 NAME SECONDS TAPE [LINE ...]

DRIVER is NAME where it is not said; OPTION is one of the emulator's own ("lauda"). Each LINE is told to the emulator in turn, evenly spread over the time. The engine of the
build (STEADY_ENGINE, or build/src/steady-engine) does the talking.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tcp", action="store_true")
    parser.add_argument("--udp", action="store_true")
    parser.add_argument("--baud", type=int)
    parser.add_argument("--set", action="append", default=[])
    parser.add_argument("--driver")
    parser.add_argument("--with", dest="option")
    parser.add_argument("name")
    parser.add_argument("seconds", type=float)
    parser.add_argument("tape")
    parser.add_argument("lines", nargs="*")
    options = parser.parse_args()
    engine = os.environ.get("STEADY_ENGINE", str(HERE.parent.parent / "build/src/steady-engine"))
    kind = ["--tcp"] if options.tcp else ["--udp"] if options.udp else []
    kind += ["--" + options.option] if options.option else []
    emulator = subprocess.Popen([sys.executable, str(HERE / (options.name + ".py"))] + kind,
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    site = {
        "format": "steady-site", "version": 1, "title": "A tape", "source": "tests/emulators",
        "patient": {"name": "Tape", "weight_kg": 3.2, "height_cm": 50, "age_days": 5},
        "devices": [{"driver": options.driver or options.name, "port": emulator.stdout.readline().strip(),
                     "settings": dict(pair.split("=", 1) for pair in options.set),
                     "tape": os.path.abspath(options.tape)}],
    }
    if options.baud:
        site["devices"][0]["line"] = {"baud": options.baud}
    with tempfile.NamedTemporaryFile("w", suffix=".json", dir=os.path.dirname(os.path.abspath(options.tape))) as file:
        json.dump(site, file)
        file.flush()
        run = subprocess.Popen([engine, "--live", file.name, "--until",
                                "%ds" % max(1, round(options.seconds))])
        for line in options.lines:
            time.sleep(options.seconds / (len(options.lines) + 1))
            emulator.stdin.write(line + "\n")
            emulator.stdin.flush()
        status = run.wait()
    emulator.stdin.write("quit\n")
    emulator.stdin.close()
    emulator.wait()
    return status


if __name__ == "__main__":
    sys.exit(main())
