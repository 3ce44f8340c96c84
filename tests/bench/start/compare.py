#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times the start of the console until its page stands on the screen, against a bare
GTK window of the same size that draws in memory as well.

    tests/bench/start/compare.py [--build build] [--repeats 5]

The time is taken from outside, from exec until 99 of 100 points of the screen are
painted. Exits 1 if the console takes more than three times as long.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import measure  # noqa: E402

LIMIT = 3.0
PATIENCE = 30.0


def first_picture(command):
    """Seconds from exec to the painted screen."""
    with measure.Screen() as screen:
        environment = dict(screen.environment, GSK_RENDERER="cairo")
        start = time.monotonic()
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while time.monotonic() - start < PATIENCE:
                if screen.painted_share() >= 0.99:
                    return time.monotonic() - start
                if process.poll() is not None:
                    break
                time.sleep(0.001)
        finally:
            measure.stop(process)
    raise measure.Failed(f"{command[0]} painted no whole window.")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--build", default="build")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    if not shutil.which("Xvfb"):
        print("skipped: Xvfb is missing; install the package xvfb")
        return 77

    bare = [os.path.join(options.build, "tests", "bench", "bench-bare-window")]
    console = [os.path.join(options.build, "src", "steady-console"),
               "--size", "1920x1080"]
    times = {"bare": [], "console": []}
    first_picture(bare)  # both from a warm file cache
    first_picture(console)
    for _ in range(options.repeats):
        times["bare"].append(first_picture(bare))
        times["console"].append(first_picture(console))
    for name, seconds in times.items():
        print(f"{name:8s} {1000 * statistics.median(seconds):7.0f} ms"
              f"   ({1000 * min(seconds):.0f} to {1000 * max(seconds):.0f})")
    ratio = statistics.median(times["console"]) / statistics.median(times["bare"])
    good = ratio <= LIMIT
    print(f"{'kept' if good else 'BROKEN':8s} start against a bare window: {ratio:.2f},"
          f" at most {LIMIT:.2f}")
    return 0 if good else 1


sys.exit(main())
