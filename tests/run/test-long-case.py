#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An ECMO run at full speed: after it the case opens, is verified, and lacks nothing.

usage: test-long-case.py PROGRAM_FOLDER DATA_FOLDER [HOURS [CASE]]

HOURS is 0.25 in the suite; 288 is the run of twelve days, which takes 8 GB and half an hour
to an hour. CASE is a case that stands there already and is only looked at.
"""

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time

PROGRAMS, DATA = (os.path.abspath(argument) for argument in sys.argv[1:3])
HOURS = float(sys.argv[3]) if len(sys.argv) > 3 else 0.25
SCENARIO = os.path.join(DATA, "scenarios", "ecmo-chatter.json")
GAP = 22
NANO = 1_000_000_000


def run(program, *arguments):
    return subprocess.run([os.path.join(PROGRAMS, program), *arguments], check=True,
                          capture_output=True, text=True,
                          env=dict(os.environ, STEADY_DATA_DIR=DATA)).stdout


def record(case):
    begun = time.monotonic()
    told = json.loads(run("steady-engine", "--training", SCENARIO, "--speed", "max", "--until",
                          f"{HOURS:g}h", "--case", case, "--summary"))
    wall = time.monotonic() - begun
    print(f"# {told['simulated_s']:.0f} s of the case in {wall:.0f} s, "
          f"{told['simulated_s'] / wall:.0f} times real time")
    assert told["recorded"] and told["refused"] == 0, told
    assert told["simulated_s"] >= HOURS * 3600 - 1, told["simulated_s"]


def the_case_is_whole(case):
    begun = time.monotonic()
    verdict = json.loads(run("steady-case", "verify", case))
    print(f"# {os.path.getsize(case) / 1e6:.0f} MB, verified in {time.monotonic() - begun:.0f} s")
    assert verdict["whole"] and verdict["finished"], verdict
    assert verdict["rows_not_covered_yet"] == 0, verdict


def nothing_is_missing(case):
    with contextlib.closing(sqlite3.connect(f"file:{case}?mode=ro", uri=True)) as database:
        gaps = database.execute("SELECT count(*) FROM event WHERE event = ?", (GAP,)).fetchone()
        assert gaps == (0,), gaps
        end = HOURS * 3600 * NANO
        waves = database.execute(
            "SELECT channel, rate_hz, sum(count), min(first_index), max(first_index + count),"
            " sum(gap) FROM wave GROUP BY channel, rate_hz").fetchall()
        assert len(waves) >= 5, waves
        for channel, rate, count, first, last, gap in waves:
            assert count == last - first, f"channel {channel} lacks {last - first - count} samples"
            assert gap <= 1, f"channel {channel}: {gap} gaps"
            assert last / rate * NANO >= end - NANO, f"channel {channel} ends at {last / rate} s"
        seconds = database.execute("SELECT count(DISTINCT id >> 20) FROM numeric").fetchone()[0]
        assert seconds >= HOURS * 3600 - 1, seconds
        samples = sum(wave[2] for wave in waves)
        print(f"# {samples} samples, {seconds} seconds of numerics, no gap")


def it_opens_at_once(case):
    begun = time.monotonic()
    told = json.loads(run("steady-case", "info", case))
    wall = time.monotonic() - begun
    print(f"# opened in {wall:.2f} s")
    assert told, told
    assert wall < 60, wall


def main():
    print("1..3")
    with tempfile.TemporaryDirectory(prefix="steady-long-") as folder:
        case = sys.argv[4] if len(sys.argv) > 4 else os.path.join(folder, "long.steady")
        if len(sys.argv) <= 4:
            record(case)
        failed = 0
        for number, test in enumerate((the_case_is_whole, nothing_is_missing, it_opens_at_once), 1):
            try:
                test(case)
                print(f"ok {number} /run/long-case/{test.__name__.replace('_', '-')}")
            except (AssertionError, subprocess.CalledProcessError) as error:
                failed += 1
                detail = str(getattr(error, "stderr", None) or error)
                print(f"# {detail}\nnot ok {number} /run/long-case/{test.__name__.replace('_', '-')}")
        return 1 if failed else 0


sys.exit(main())
