#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole Steady on a private screen and sound server, while its parts are killed and
frozen one after the other.

usage: test-watch.py PROGRAM_FOLDER DATA_FOLDER BUILD_ID_FILE; prints TAP
"""
import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import steadyrun  # noqa: E402
from steadyrun import child_of, tell, wait, within  # noqa: E402

PROGRAMS, DATA, BUILD = (os.path.abspath(argument) for argument in sys.argv[1:4])
GAP, RESUMED = 22, 23


class Whole:
    """The running programs and what watches them."""

    def __init__(self):
        self.stage = steadyrun.Stage(DATA)
        self.case = self.stage.path("case.steady")
        self.stage.start_screen()
        self.server = self.stage.start_sound()
        self.ears = steadyrun.Ears(self.stage.environment)
        self.steady = self.stage.start(os.path.join(PROGRAMS, "steady"), "--case", self.case,
                                       stderr=open(self.stage.path("log"), "w"))
        path = wait(self.socket, 30)
        assert path, "no socket"
        self.client = steadyrun.Client(path, steadyrun.read_build_id(BUILD))

    def socket(self):
        runtime = self.stage.path("runtime")
        for name in os.listdir(runtime):
            if name.startswith("steady-") and os.path.exists(os.path.join(runtime, name, "engine")):
                return os.path.join(runtime, name, "engine")
        return None

    def pid(self, name):
        return child_of(self.steady.pid, name)

    def settle(self):
        """Waits until everything runs and nothing is wrong."""
        names = ("steady-engine", "steady-sounder", "steady-console")
        assert wait(lambda: all(self.pid(name) for name in names), 60), "a program is missing"
        assert wait(lambda: self.client.heartbeats and time.monotonic() - self.client.heartbeats[-1] < 0.3, 60), "no heartbeat"
        assert wait(lambda: not self.client.present, 60), self.client.present
        self.client.forget()
        time.sleep(1)

    def strike(self, name, number):
        pid = self.pid(name)
        assert pid, f"{name} does not run"
        now = time.monotonic()
        os.kill(pid, number)
        return pid, now

    def another(self, name, old, since):
        """Seconds until another process has the part of @old."""
        found = wait(lambda: self.pid(name) not in (None, old), 30)
        return time.monotonic() - since if found else None

    def events(self, kind):
        with contextlib.closing(sqlite3.connect(f"file:{self.case}?mode=ro", uri=True)) as database:
            return database.execute("SELECT count(*) FROM event WHERE event = ?", (kind,)).fetchone()[0]

    def window(self):
        """The number of the console's window on the screen, or None."""
        done = subprocess.run(["xwininfo", "-root", "-children"], env=self.stage.environment, capture_output=True, text=True)
        for line in done.stdout.splitlines():
            if '"' in line and ("1920x1080" in line or "Steady" in line):
                return line.split()[0]
        return None

    def colours(self, window):
        """How many colours @window shows: a blank one shows next to none."""
        done = subprocess.run(f"import -window {window} -resize 480x270! -format %k info:", shell=True,
                              env=self.stage.environment, capture_output=True, text=True)
        return int(done.stdout or 0)

    def finish(self):
        self.client.close()
        self.ears.close()
        if self.steady.poll() is None:
            self.steady.terminate()
            try:
                self.steady.wait(40)
            except subprocess.TimeoutExpired:
                pass
        with open(self.stage.path("log")) as log:
            for line in log:
                tell("steady said: " + line.rstrip())
        for pid in self.orphans():
            os.kill(pid, signal.SIGKILL)
        self.stage.finish()

    def orphans(self):
        """Programs that outlived a killed supervisor: by the socket they were given."""
        found = []
        for entry in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{entry}/cmdline", "rb") as file:
                    line = file.read().decode(errors="replace")
            except OSError:
                continue
            if "steady-" in line.split("\0")[0] and self.stage.folder in line:
                found.append(int(entry))
        return found


def killed_engine_is_back(whole):
    whole.settle()
    gaps = whole.events(GAP)
    old, now = whole.strike("steady-engine", signal.SIGKILL)
    back = wait(lambda: whole.client.heartbeat_after(now + 0.02), 20)
    within("killed engine: heartbeats again", back, 2)
    assert wait(lambda: whole.events(GAP) == gaps + 1, 20), "no gap was stored"
    assert whole.client.welcomes[-1][1]["resumed"] is True
    assert whole.client.welcomes[-1][1]["case_file"] == whole.case
    assert whole.pid("steady-engine") != old


def frozen_engine_is_heard_and_back(whole):
    whole.settle()
    gaps = whole.events(GAP)
    quiet = len(whole.ears.loud)
    _, now = whole.strike("steady-engine", signal.SIGSTOP)
    heard = wait(lambda: whole.ears.first_after(now), 10)
    within("stopped engine: the sounder sounds", heard, 1.5)
    back = wait(lambda: whole.client.heartbeat_after(now + 0.2), 20)
    within("stopped engine: heartbeats again", back, 2)
    assert wait(lambda: whole.events(GAP) == gaps + 1, 20), "no gap was stored"
    tell(f"{len(whole.ears.loud) - quiet} loud chunks")


def killed_console_costs_no_sample(whole):
    whole.settle()
    window = wait(whole.window)
    shown = whole.colours(window)
    tell(f"{shown} colours in window {window}")
    old, now = whole.strike("steady-console", signal.SIGKILL)
    # the window of a killed program goes with it, before another program can start
    assert whole.another("steady-console", old, now) is not None
    another = wait(whole.window, 30)
    assert another, "no window"
    back = wait(lambda: whole.colours(another) > 0.6 * shown and time.monotonic() - now, 30, 0.05)
    within("killed console: a full picture again", back, 3)
    assert whole.pid("steady-console") != old
    silence = whole.client.longest_silence(now)
    tell(f"longest silence of the engine meanwhile: {silence:.2f} s")
    assert silence < 1, "the engine was held up"


def killed_sounder_is_seen(whole):
    whole.settle()
    old, now = whole.strike("steady-sounder", signal.SIGKILL)
    seen = wait(lambda: whole.client.first_seen("sounder-lost", now), 10)
    within("killed sounder: visual alarm", seen, 2)
    within("killed sounder: another one runs", whole.another("steady-sounder", old, now), 2)
    assert wait(lambda: "sounder-lost" not in whole.client.present, 30), "the alarm stays"


def frozen_sounder_is_seen(whole):
    whole.settle()
    old, now = whole.strike("steady-sounder", signal.SIGSTOP)
    seen = wait(lambda: whole.client.first_seen("sounder-lost", now), 10)
    within("stopped sounder: visual alarm", seen, 2)
    within("stopped sounder: another one runs", whole.another("steady-sounder", old, now), 3)
    assert wait(lambda: "sounder-lost" not in whole.client.present, 30), "the alarm stays"
    assert whole.client.longest_silence(now) < 1, "the engine was held up"


def frozen_sound_server_is_seen(whole):
    whole.settle()
    engine, console = whole.pid("steady-engine"), whole.pid("steady-console")
    now = time.monotonic()
    whole.server.send_signal(signal.SIGSTOP)
    try:
        seen = wait(lambda: whole.client.first_seen("sounder-lost", now), 15)
        within("stopped sound server: visual alarm", seen, 2)
        time.sleep(6)
        assert whole.client.longest_silence(now) < 1, "the engine was held up"
        assert whole.pid("steady-engine") == engine, "the engine was restarted"
        assert whole.pid("steady-console") == console, "the console was restarted"
    finally:
        whole.server.send_signal(signal.SIGCONT)
    since = time.monotonic()
    gone = wait(lambda: "sounder-lost" not in whole.client.present and time.monotonic() - since, 60)
    within("sound server goes on: the alarm is gone", gone, 10)


def frozen_console_is_replaced(whole):
    whole.settle()
    old, now = whole.strike("steady-console", signal.SIGSTOP)
    within("stopped console: another one runs", whole.another("steady-console", old, now), 6)
    assert whole.client.longest_silence(now) < 1, "the engine was held up"


def killed_supervisor_is_told(whole):
    whole.settle()
    children = [whole.pid(name) for name in ("steady-engine", "steady-sounder")]
    now = time.monotonic()
    whole.steady.kill()
    whole.steady.wait()
    seen = wait(lambda: whole.client.first_seen("not-supervised", now), 10)
    within("killed supervisor: alarm", seen, 2)
    time.sleep(2)
    assert whole.client.longest_silence(now) < 1, "the engine was held up"
    for child in children:
        os.kill(child, 0)
    os.kill(children[0], signal.SIGTERM)
    assert wait(lambda: whole.client.said_bye, 20), "the engine did not say goodbye"
    assert wait(lambda: not os.path.exists(whole.case + "-wal"), 20), "the case was not closed"


def nothing_is_missing_between_gaps(whole):
    """Every waveform is whole between the gaps that the restarts of the engine left."""
    with contextlib.closing(sqlite3.connect(whole.case)) as database:
        gaps = database.execute("SELECT count(*) FROM event WHERE event = ?", (GAP,)).fetchone()[0]
        channels = [row[0] for row in database.execute("SELECT DISTINCT channel FROM wave")]
        assert len(channels) >= 4
        for channel in channels:
            following, breaks = None, 0
            for first, count, gap in database.execute(
                    "SELECT first_index, count, gap FROM wave WHERE channel = ? ORDER BY first_index", (channel,)):
                if following is not None and first != following:
                    breaks += 1
                    assert gap, f"channel {channel}: {first - following} samples missing at {following} without a gap"
                following = first + count
            assert breaks <= gaps, f"channel {channel}: {breaks} breaks, {gaps} gaps"
    tell(f"{len(channels)} waveforms, {gaps} gaps, each told")
    done = subprocess.run([os.path.join(PROGRAMS, "steady-case"), "verify", whole.case], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def main():
    missing = steadyrun.Stage.missing(("xwininfo", "import"))
    if not os.path.exists(os.path.join(PROGRAMS, "steady-console")):
        missing = "built without a console, and steady does not run without one"
    if missing:
        print(f"1..0 # SKIP {missing}")
        return 0
    whole = Whole()
    try:
        return steadyrun.Tap("/run/watch", [
            killed_console_costs_no_sample, killed_engine_is_back, frozen_engine_is_heard_and_back,
            killed_sounder_is_seen, frozen_sounder_is_seen, frozen_sound_server_is_seen,
            frozen_console_is_replaced, killed_supervisor_is_told, nothing_is_missing_between_gaps]).run(whole)
    finally:
        whole.finish()


sys.exit(main())
