#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws workload W1 with Steady and with its peers, one after the other, and compares.

    tests/bench/w1/compare.py [--build build] [--seconds 20] [--repeats 1]

Prints one line a program and then the ratios that are promised, each with its limit;
exits 1 if one is not kept. A peer whose Debian package is missing is skipped, and so is
the ratio that needs it.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys

# The one whose packages Debian brings, whatever else is in the path.
PYTHON = "/usr/bin/python3"

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import measure  # noqa: E402


def build_qcustomplot(folder):
    """Compiles the peer; returns its path, or None if a package is missing."""
    program = os.path.join(folder, "peer-qcustomplot")
    source = os.path.join(HERE, "peer-qcustomplot.cpp")
    if os.path.exists(program) and os.path.getmtime(program) > os.path.getmtime(source):
        return program
    try:
        flags = subprocess.run(
            ["pkg-config", "--cflags", "--libs", "Qt5Widgets", "Qt5PrintSupport"],
            check=True, capture_output=True, text=True).stdout.split()
        subprocess.run(["c++", "-O2", "-fPIC", source, "-o", program, *flags,
                        "-lQCustomPlot"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return program


def programs(options):
    """Name, look, command or None, what is missing."""
    seconds = str(options.seconds)
    steady = os.path.join(options.build, "src", "steady-console")
    empty = os.path.join(options.build, "tests", "bench", "bench-empty-gl-area")
    folder = os.path.join(options.build, "tests", "bench")
    qcustomplot = build_qcustomplot(folder)
    has_pyqtgraph = os.path.exists(PYTHON) and subprocess.run(
        [PYTHON, "-c", "import numpy, PyQt5, pyqtgraph"], check=False,
        env=dict(os.environ, PYQTGRAPH_QT_LIB="PyQt5"), capture_output=True
    ).returncode == 0
    if options.program:
        steady = options.program

    def own(renderer):
        if not os.path.exists(steady):
            return None
        return [steady, "--renderer", renderer, "--bench-w1", seconds]

    return [
        ("steady-cpu", "1.75 px, smooth", own("cpu"), "steady-console is not built"),
        ("qcustomplot", "1 px, cheapest look",
         qcustomplot and [qcustomplot, seconds, "1", "0"],
         "package missing: libqcustomplot-dev or qtbase5-dev"),
        ("pyqtgraph", "1 px, cheapest look",
         [PYTHON, os.path.join(HERE, "peer-pyqtgraph.py"), seconds, "1", "0"]
         if has_pyqtgraph else None,
         "package missing: python3-pyqtgraph or python3-pyqt5"),
        ("empty-gl-area", "no waveforms", [empty, seconds] if os.path.exists(empty) else None,
         "bench-empty-gl-area is not built"),
        ("steady-gl", "1.75 px, smooth", own("gl"), "steady-console is not built"),
    ]


def measure_all(options):
    """The runs of all programs, taken in turns so that a busy minute meets them all."""
    runs = {}
    for _ in range(options.repeats):
        for name, _look, command, missing in programs(options):
            if options.only and name not in options.only:
                continue
            if command is None:
                runs[name] = missing
                continue
            try:
                runs.setdefault(name, []).append(measure.run(command, options.seconds))
            except measure.Failed as error:
                runs[name] = str(error)
    return runs


def median(runs, name, key="ms"):
    if not isinstance(runs.get(name), list):
        return None
    return statistics.median(run[key] for run in runs[name])


def check(title, value, limit, at_most=True):
    """Prints one promise; returns whether it is broken."""
    if value is None:
        print(f"skipped  {title}")
        return False
    good = value <= limit if at_most else value >= limit
    word = "at most" if at_most else "at least"
    print(f"{'kept' if good else 'BROKEN':8s} {title}: {value:.3f}, {word} {limit:.3f}")
    return not good


def ratio(runs, above, below):
    first, second = median(runs, above), median(runs, below)
    return None if first is None or second is None else first / second


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--build", default="build")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--only", action="append")
    parser.add_argument("--program", help="instead of BUILD/src/steady-console")
    options = parser.parse_args()
    if not shutil.which("Xvfb"):
        print("skipped: Xvfb is missing; install the package xvfb")
        return 77

    runs = measure_all(options)
    print(f"{'program':15s} {'look':20s} {'fps':>6s} {'program':>9s} {'X':>7s} {'all':>8s}"
          "   (CPU ms a frame)")
    for name, look, _command, _missing in programs(options):
        if isinstance(runs.get(name), str):
            print(f"{name:15s} skipped: {runs[name]}")
        elif name in runs:
            print(f"{name:15s} {look:20s} {median(runs, name, 'fps'):6.1f}"
                  f" {median(runs, name, 'program_ms'):9.2f}"
                  f" {median(runs, name, 'server_ms'):7.2f} {median(runs, name):8.2f}")
    broken = [
        check("tiles, frames a second", median(runs, "steady-cpu", "fps"), 59, False),
        check("tiles against QCustomPlot", ratio(runs, "steady-cpu", "qcustomplot"), 0.25),
        check("GL against an empty GtkGLArea", ratio(runs, "steady-gl", "empty-gl-area"),
              1.1),
    ]
    return 1 if any(broken) else 0


sys.exit(main())
