#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures what the console costs while a training case is frozen, against a bare GTK
window beside it in the same seconds.

    tests/bench/idle/compare.py [--build build] [--seconds 60] [--data data]

Prints both in milliseconds of CPU for each second, taken from the scheduler's own clock.
Exits 1 if the console takes more than twice as much as the window and more than 0.1 % of
a core: an idle window does nothing at all, and nothing cannot be doubled. The console
beats to the supervisor and to the engine five times a second and hears its beat four
times, so that neither is thought alive when it is not; that is all it wakes for.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
sys.path.insert(0, os.path.dirname(HERE))
sys.path.insert(0, os.path.join(TOP, "tests", "run"))
import measure  # noqa: E402
import steadyrun  # noqa: E402

LEAST = 1.0  # ms of a second
TRAINING_REQUEST, FREEZE = 36, 2


def spent(pid):
    """Nanoseconds on a processor of all threads."""
    total = 0
    for thread in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{thread}/schedstat", encoding="ascii") as file:
            total += int(file.read().split()[0])
    return total


def build_window(folder):
    program = os.path.join(folder, "bare-window")
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "gtk4"], check=True,
                           capture_output=True, text=True).stdout.split()
    subprocess.run(["cc", "-O2", "-o", program,
                    os.path.join(TOP, "tests", "bench", "start", "bare-window.c"), *flags], check=True)
    return program


def freeze(path, build):
    """As an instructor does, who then leaves."""
    build_id = steadyrun.read_build_id(os.path.join(build, "src", "link", "build-id.h"))
    hello = json.dumps({"build": build_id, "role": "instructor"}).encode()
    body = FREEZE.to_bytes(4, "little") + bytes(284)
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as link:
        link.connect(path)
        for kind, payload in ((steadyrun.HELLO, hello), (TRAINING_REQUEST, body)):
            link.send(steadyrun.HEADER.pack(kind, 0, steadyrun.HEADER.size + len(payload), 0, 1, 0) + payload)
            time.sleep(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=os.path.join(TOP, "build"))
    parser.add_argument("--data", default=os.path.join(TOP, "data"))
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    programs = os.path.join(options.build, "src")
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with tempfile.TemporaryDirectory() as folder, measure.Screen() as screen:
        path = os.path.join(folder, "s")
        environment = dict(screen.environment, STEADY_DATA_DIR=options.data, GSK_RENDERER="cairo",
                           GSETTINGS_BACKEND="memory")
        started = [
            subprocess.Popen([os.path.join(programs, "steady-engine"), "--training",
                              os.path.join(options.data, "scenarios", "stuffy.json"), "--socket", path],
                             env=environment, **quiet),
            subprocess.Popen([os.path.join(programs, "steady-console"), "--socket", path, "--no-clock"],
                             env=environment, **quiet),
            subprocess.Popen([build_window(folder)], env=environment, **quiet)]
        try:
            time.sleep(8)
            freeze(path, options.build)
            time.sleep(8)
            before = [spent(process.pid) for process in started]
            time.sleep(options.seconds)
            used = [(spent(process.pid) - was) / 1e6 / options.seconds for process, was in zip(started, before)]
        finally:
            for process in started:
                process.terminate()
            for process in started:
                process.wait()
    print(f"frozen, {options.seconds:.0f} s, ms of CPU a second: console {used[1]:.3f}, "
          f"bare window {used[2]:.3f}, engine {used[0]:.3f}")
    return 1 if used[1] > max(2 * used[2], LEAST) else 0


sys.exit(main())
