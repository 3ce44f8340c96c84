#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws workload W2, the review of 24 h, with Steady and with its peers, and compares.

    tests/bench/w2/compare.py [--build build] [--repeats 3] [--no-long] [--folder FOLDER]

8 waves at 125 Hz and 40 numerics a second in a window of 1920 x 1080; PulseView is given
the waves alone, it knows one rate, and opens a window of its own size. QCustomPlot draws
all of it in its cheapest look (1 px, not smoothed), against which the limit is judged,
and again smoothed, as it draws by itself and as Steady does.

The first picture is the processor time of all threads from a window that stands, painted
ten times with nothing in it, to the frame that shows all 48 traces: opening the file,
reading it, names, drawing, and handing the frame over, but not the time of the X server.
Of PulseView, which has no clock, it is what the file adds to an empty start.

The redraw of 24 h is the same stretch for all: from a window that was moved a little to
the pixels on the screen, with the time of the X server. QCustomPlot's replot paints its
buffers, then the widget's, and hands that to X before it returns; what GTK does for a
frame is counted whole. The peers draw no names, scales or times beside the traces.

Prints one line a program and then the ratios that are promised, each with its limit;
exits 1 if one is not kept. A peer whose Debian package is missing is skipped, and so is
what needs it. Needs 1 GB on the disk, 6 GB with the case of 12 days.
"""

import argparse
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

# The one whose packages Debian brings, whatever else is in the path.
PYTHON = "/usr/bin/python3"
DAY = 86400
REDRAWS = 10

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import measure  # noqa: E402


def build_qcustomplot(folder):
    """Compiles the peer; returns its path, or None if a package is missing."""
    program = os.path.join(folder, "peer-qcustomplot-w2")
    source = os.path.join(HERE, "peer-qcustomplot-w2.cpp")
    try:
        flags = subprocess.run(
            ["pkg-config", "--cflags", "--libs", "Qt5Widgets", "Qt5PrintSupport"],
            check=True, capture_output=True, text=True).stdout.split()
        subprocess.run(["c++", "-O2", "-fPIC", source, "-o", program, *flags,
                        "-lQCustomPlot"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return program


def has_pyqtgraph():
    return os.path.exists(PYTHON) and subprocess.run(
        [PYTHON, "-c", "import numpy, PyQt5, pyqtgraph"], check=False,
        env=dict(os.environ, PYQTGRAPH_QT_LIB="PyQt5"), capture_output=True
    ).returncode == 0


def make_case(options, span, name, *raw):
    path = os.path.join(options.folder, name)
    if not os.path.exists(path):
        maker = os.path.join(options.build, "tests", "bench", "w2-case")
        subprocess.run([maker, span, path, *raw], check=True)
    return path


def make_cold(path):
    """Drops the file from memory, so that it is read from the disk."""
    handle = os.open(path, os.O_RDONLY)
    os.fsync(handle)
    os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(handle)


def run_steady(options, path, cold=False):
    if cold:
        make_cold(path)
    program = options.program or os.path.join(options.build, "src", "steady-console")
    return measure.run([program, "--renderer", "cpu", "--bench-w2", path], 60)


def spend(arguments, folder):
    """CPU and wall seconds until the program rests, and its memory, without a word from
    it: PulseView has no clock to tell us."""
    with measure.Screen() as screen:
        environment = dict(screen.environment, HOME=folder, XDG_CONFIG_HOME=folder)
        begun = time.monotonic()
        process = subprocess.Popen(["pulseview", "-c", "-D", *arguments], env=environment,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        last, rested = 0.0, begun
        while time.monotonic() < rested + 2 and time.monotonic() < begun + 60:
            time.sleep(0.02)
            used = measure.tree_seconds(process.pid)
            if used > last:
                last, rested = used, time.monotonic()
        memory = measure.private_megabytes(process.pid)
        measure.stop(process)
    if memory is None:
        raise measure.Failed("pulseview ended by itself")
    return last, rested - begun, memory


def run_pulseview(options):
    """What the file costs beyond an empty start."""
    empty = spend([], options.folder)
    shown = spend(["-I", "raw_analog:numchannels=8:samplerate=125:format=S16_LE",
                   "-i", os.path.join(options.folder, "w2.s16")], options.folder)
    return {"first_cpu_ms": 1e3 * (shown[0] - empty[0]),
            "first_wall_ms": 1e3 * (shown[1] - empty[1]), "private_mb": shown[2]}


def programs(options):
    """Name and what runs it, or why it cannot be run."""
    qcustomplot = build_qcustomplot(os.path.join(options.build, "tests", "bench"))
    raw = [options.folder, str(DAY), str(REDRAWS)]
    day = make_case(options, "24h", "day.steady", options.folder)
    rows = [
        ("steady", lambda: run_steady(options, day)),
        ("steady-cold", lambda: run_steady(options, day, True)),
        ("qcustomplot", qcustomplot and
         (lambda: measure.run([qcustomplot, *raw, "cheapest"], 120)) or
         "package missing: libqcustomplot-dev or qtbase5-dev"),
        ("qcustomplot-aa", qcustomplot and
         (lambda: measure.run([qcustomplot, *raw, "default"], 120)) or
         "package missing: libqcustomplot-dev or qtbase5-dev"),
        ("pyqtgraph", (lambda: measure.run(
            [PYTHON, os.path.join(HERE, "peer-pyqtgraph-w2.py"), *raw], 120))
         if has_pyqtgraph() else "package missing: python3-pyqtgraph or python3-pyqt5"),
        ("pulseview", (lambda: run_pulseview(options)) if shutil.which("pulseview")
         else "package missing: pulseview"),
    ]
    if options.long:
        hour = make_case(options, "1h", "hour.steady")
        twelve = make_case(options, "288h", "twelve.steady")
        rows += [("steady-1-hour", lambda: run_steady(options, hour)),
                 ("steady-12-days", lambda: run_steady(options, twelve))]
    return rows


def measure_all(options):
    """The runs of all programs, taken in turns so that a busy minute meets them all."""
    runs, rows = {}, programs(options)
    for _ in range(options.repeats):
        for name, call in rows:
            if isinstance(call, str):
                runs[name] = call
                continue
            try:
                runs.setdefault(name, []).append(call())
            except measure.Failed as error:
                runs[name] = str(error)
    return runs


def median(runs, name, key):
    if not isinstance(runs.get(name), list) or runs[name][0].get(key) is None:
        return None
    return statistics.median(run[key] for run in runs[name])


def ratio(above, below):
    return None if above is None or below is None else above / below


def pyramid_share(path):
    """Bytes of the pyramid in the file, with its index, to those of what was recorded."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    sizes = dict(database.execute("SELECT name, sum (pgsize) FROM dbstat GROUP BY name"))
    database.close()
    raw = sizes["wave"] + sizes["wave_at"] + sizes["numeric"]
    return (sizes["level"] + sizes["level_at"]) / raw


def digest(path):
    about = os.stat(path)
    return about.st_size, about.st_mtime_ns


def check(title, value, limit):
    """Prints one promise; returns whether it is broken."""
    if value is None:
        print(f"skipped  {title}")
        return False
    good = value <= limit
    print(f"{'kept' if good else 'BROKEN':8s} {title}: {value:.3f}, at most {limit:.3f}")
    return not good


def print_looks(runs):
    """What the peer's look changes. Its redraw walks through 1.4 GB, so that its time is
    that of the machine's memory, which the others on the host share."""
    steady = median(runs, "steady", "ms")
    for name, look in (("qcustomplot", "1 px, not smoothed; judged below"),
                       ("qcustomplot-aa", "1 px, smoothed, as by itself; not judged")):
        value = ratio(steady, median(runs, name, "ms"))
        if value is not None:
            each = ", ".join(f"{run['ms']:.0f}" for run in runs[name])
            print(f"24 h redraw against QCustomPlot, {look}: {value:.3f} (its runs: {each} ms)")


def check_all(options, runs, before):
    day = os.path.join(options.folder, "day.steady")
    peers = [value for value in (median(runs, name, "first_cpu_ms") for name in
                                 ("qcustomplot", "pyqtgraph", "pulseview"))
             if value is not None]
    worst = median(runs, "steady", "zoom_worst_cpu_ms")
    results = [
        check("first picture (CPU) against the fastest peer",
              ratio(median(runs, "steady", "first_cpu_ms"), min(peers) if peers else None),
              1 / 20),
        check("first picture of a cold file (wall) against a warm one",
              ratio(median(runs, "steady-cold", "first_wall_ms"),
                    median(runs, "steady", "first_wall_ms")), 10),
        check("24 h redraw (CPU, with X) against QCustomPlot",
              ratio(median(runs, "steady", "ms"), median(runs, "qcustomplot", "ms")),
              1 / 20),
        check("worst redraw 24 h to 10 s, warm (CPU ms)", worst, 16.7),
        check("pyramid against what was recorded", pyramid_share(day), 0.2),
        check("files changed by opening", float(before != digest(day)), 0),
        check("private memory against PulseView",
              ratio(median(runs, "steady", "private_mb"),
                    median(runs, "pulseview", "private_mb")), 1 / 5),
    ]
    if options.long:
        results.append(check(
            "worst redraw in a zoom, 12 days against 1 hour (CPU)",
            ratio(median(runs, "steady-12-days", "zoom_worst_cpu_ms"),
                  median(runs, "steady-1-hour", "zoom_worst_cpu_ms")), 1.2))
        results.append(check(
            "redraw of all 12 days against all of 1 hour (CPU, with X)",
            ratio(median(runs, "steady-12-days", "ms"), median(runs, "steady-1-hour", "ms")),
            1.2))
    return any(results)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--build", default="build")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--no-long", dest="long", action="store_false",
                        help="without the case of 12 days")
    parser.add_argument("--folder", help="keep the cases here for another run")
    parser.add_argument("--program", help="instead of BUILD/src/steady-console")
    options = parser.parse_args()
    if not shutil.which("Xvfb"):
        print("skipped: Xvfb is missing; install the package xvfb")
        return 77
    kept = options.folder
    options.folder = kept or tempfile.mkdtemp(prefix="steady-w2-", dir="/var/tmp")
    try:
        before = digest(make_case(options, "24h", "day.steady", options.folder))
        runs = measure_all(options)
        print(f"{'program':16s} {'first CPU':>10s} {'wall':>9s} {'24 h redraw':>12s}"
              f" {'X':>6s} {'worst':>7s} {'mean':>7s} {'MB':>7s}   (CPU ms)")
        for name, result in runs.items():
            if isinstance(result, str):
                print(f"{name:16s} skipped: {result}")
                continue
            cells = [(10, "first_cpu_ms"), (9, "first_wall_ms"), (12, "program_ms"),
                     (6, "server_ms"), (7, "zoom_worst_cpu_ms"), (7, "zoom_mean_cpu_ms"),
                     (7, "private_mb")]
            values = [(width, median(runs, name, key)) for width, key in cells]
            print(f"{name:16s} " + " ".join(
                f"{value:{width}.1f}" if value is not None else f"{'–':>{width}s}"
                for width, value in values))
        print_looks(runs)
        return 1 if check_all(options, runs, before) else 0
    finally:
        if not kept:
            shutil.rmtree(options.folder, ignore_errors=True)


sys.exit(main())
