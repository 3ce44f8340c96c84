#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is heard when a recorded case is played: at the pace of life a mark that no alarm has, then the
alarms as they sounded; faster than that nothing.

The window of "steady --review" plays a case; what its sounder plays is recorded from the monitor of a
private sound server and measured. When an alarm must be heard is known twice: from the case, and from
the heartbeats of the engine that plays along.
usage: test-playback-sound.py PROGRAM_FOLDER DATA_FOLDER BUILD_ID.h; prints TAP
"""
import glob
import json
import os
import signal
import sqlite3
import struct
import subprocess
import sys
import threading
import time
import wave

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "sounder"))
import steadyrun  # noqa: E402
try:
    import burstmeter
    import numpy as np
except ImportError as problem:
    print(f"1..0 # SKIP {problem}; install python3-numpy")
    sys.exit(0)

PROGRAMS, DATA, BUILD_ID = (os.path.abspath(argument) for argument in sys.argv[1:4])
REPLAY_NOTES = (880.00, 659.26, 523.25, 392.00)
RATE = 48000
BLOCK = RATE // 100


class Tape:
    """The monitor of the sound server, and when each part of it was heard."""

    def __init__(self, environment):
        self.data, self.begin, self.loud = bytearray(), None, []
        self.process = subprocess.Popen(
            ["parec", "-d", "steady.monitor", "--format=s16le", f"--rate={RATE}", "--channels=1", "--latency-msec=20"],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while True:
            chunk = os.read(self.process.stdout.fileno(), 1 << 16)
            if not chunk:
                return
            self.data += chunk
            # the least delay of any chunk says when the first sample was played
            begin = time.monotonic() - len(self.data) / 2 / RATE
            self.begin = begin if self.begin is None else min(self.begin, begin)

    def pulses(self, path):
        """All pulses, with begin and end on the monotonic clock."""
        self.process.kill()
        self.process.wait()
        self.thread.join()
        with wave.open(path, "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", ""))
            file.writeframes(bytes(self.data[:len(self.data) // 2 * 2]))
        found = burstmeter.measure(path)
        for pulse in found:
            pulse.at = self.begin + pulse.begin
        return found


class Follower(steadyrun.Client):
    """A team display beside the window: knows the case time of each heartbeat."""

    def __init__(self, path, build):
        self.times = []  # (monotonic, case time in s)
        super().__init__(path, build)

    def take(self, now, packet):
        kind, _, _, _, _, t = steadyrun.HEADER.unpack_from(packet)
        if kind == steadyrun.HEARTBEAT:
            self.times.append((now, t / 1e9))
        super().take(now, packet)

    def at(self, t):
        """When it was @t on the monotonic clock; None: not yet."""
        for (one, before), (other, after) in zip(self.times, self.times[1:]):
            if before <= t <= after and after > before:
                return one + (other - one) * (t - before) / (after - before)
        return None


class Playback:
    """The window, playing; a screen and a sound server of its own."""

    def __init__(self, at, speed):
        self.stage = steadyrun.Stage(DATA)
        self.follower = None
        self.case = self.stage.path("case.steady")
        done = subprocess.run(
            [os.path.join(PROGRAMS, "steady-engine"), "--training", os.path.join(DATA, "scenarios", "line-pressure.json"),
             "--speed", "max", "--until", "130s", "--case", self.case], env=self.stage.environment, check=False,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        self.stage.start_screen()
        self.stage.start_sound()
        self.tape = Tape(self.stage.environment)
        assert steadyrun.wait(lambda: self.tape.data), "the monitor of the sound server says nothing"
        self.began = time.monotonic()
        self.window = self.stage.start(
            os.path.join(PROGRAMS, "steady-console"), "--review", self.case, "--renderer", "cpu", "--size", "1280x800",
            "--at", str(at), "--span", "60", "--play", str(speed), stderr=subprocess.DEVNULL)
        self.follow()

    def follow(self):
        pattern = os.path.join(self.stage.path("runtime"), "**", "steady-review-*", "engine")
        found = steadyrun.wait(lambda: glob.glob(pattern, recursive=True), 60)
        assert found, "no engine plays along"
        self.follower = Follower(found[0], steadyrun.read_build_id(BUILD_ID))
        assert steadyrun.wait(lambda: self.follower.times, 60), "the engine that plays along says nothing"

    def rows(self, sql):
        with sqlite3.connect(f"file:{self.case}?mode=ro", uri=True) as base:
            return base.execute(sql).fetchall()

    def picture(self, name):
        folder = os.environ.get("STEADY_TEST_PICTURES")
        if folder:
            subprocess.run(["import", "-window", "root", os.path.join(folder, name)], env=self.stage.environment,
                           check=False)

    def until(self, t, seconds):
        assert steadyrun.wait(lambda: self.follower.times[-1][1] >= t, seconds), \
            f"{t} s of the case were not reached, but {self.follower.times[-1]}"

    def finish(self):
        if self.follower:
            self.follower.close()
        self.window.send_signal(signal.SIGTERM)
        self.stage.finish()


def category_notes(playback, name):
    """The melody of the alarm's category in its priority, written from the table of melodies."""
    rules = json.loads(playback.rows("SELECT value FROM meta WHERE key = 'rules'")[0][0])["rules"]
    category = next(rule for rule in rules if rule["id"] == name)["category"]
    return {"general": "C4 C4 C4 C4 C4", "cardiac": "C4 E4 G4 G4 C5", "perfusion": "C4 F#4 C4 C4 F#4",
            "ventilation": "C4 A4 F4 A4 F4", "oxygen": "C5 B4 A4 G4 F4", "temperature": "C4 D4 E4 F4 G4",
            "drug": "C5 D4 G4 C5 D4", "equipment": "C5 C4 C4 C5 C4"}[category].split()


def within(what, value, low, high):
    assert low <= value <= high, f"{what}: {value:.2f} is not from {low} to {high}"


def check_tone(number, pulse, note, low, high):
    within(f"note of pulse {number}", burstmeter.cents(pulse, note), -10, 10)
    within(f"length of pulse {number}", pulse.duration, low, high)
    within(f"rise of pulse {number}", pulse.rise, 10, 0.25 * pulse.duration + 1)
    strong = [h for h, db in enumerate(pulse.harmonics, 1) if db > -15 and 150 <= h * pulse.hz <= 4000]
    assert len(strong) >= 4, pulse.harmonics


def check_medium_burst(pulses, notes):
    assert len(pulses) == 3, f"{len(pulses)} pulses"
    for number, (pulse, note) in enumerate(zip(pulses, notes)):
        check_tone(number, pulse, note, 125, 250)
        if number:
            within(f"gap before pulse {number}", pulse.gap, 125, 250)


def check_high_burst(pulses, notes):
    assert len(pulses) == 10, f"{len(pulses)} pulses"
    for number, (pulse, note) in enumerate(zip(pulses, notes * 2)):
        check_tone(number, pulse, note, 75, 200)
        if number in (3, 8):
            within(f"gap before pulse {number}", pulse.gap, 300, 400)
        elif number == 5:
            within(f"gap before pulse {number}", pulse.gap, 350, 1300)
        elif number:
            within(f"gap before pulse {number}", pulse.gap, 50, 125)


def play(at, until, alarm, state, name):
    """Plays at the pace of life. The pulses of the mark, those of alarms, and when @alarm had to be heard.

    An alarm that was there already sounds as soon as the engine plays: its first pulse belongs to no mark."""
    playback = Playback(at, 1)
    try:
        onset = playback.rows(f"SELECT t_ns FROM alarm WHERE alarm = '{alarm}' AND state = {state}")[0][0] / 1e9
        notes = category_notes(playback, alarm)
        playback.until(onset + 1, 60)
        playback.picture(name)
        playback.until(until, 60)
        due, first = playback.follower.at(onset), playback.follower.at(at + 0.2)
        pulses = playback.tape.pulses(playback.stage.path("heard.wav"))
    finally:
        playback.finish()
    for pulse in pulses:
        print(f"# {pulse.at - due:6.2f} s {pulse.hz:7.2f} Hz {pulse.duration:5.1f} ms level {pulse.top:.3f}")
    assert due and first
    mark = pulses[:len(REPLAY_NOTES)]
    assert mark and mark[-1].at < first, "the mark was not over when the case went on"
    return mark, pulses[len(mark):], due, notes


def check_mark(mark):
    """Four falling notes, and nothing else, before anything that the engine plays."""
    assert len(mark) == 4, f"the mark was heard as {[pulse.hz for pulse in mark]}"
    for pulse, note in zip(mark, REPLAY_NOTES):
        within("note of the mark", 1200 * np.log2(pulse.hz / note), -15, 15)


def check_first(alarm, due):
    assert alarm, "no alarm was heard"
    print(f"# first pulse {(alarm[0].at - due) * 1000:.0f} ms after the alarm's time of the case")
    within("lateness of the first pulse, s", alarm[0].at - due, -0.1, 0.6)


def at_the_pace_of_life_it_sounds_after_its_mark():
    """Raised at 71.4 s and over at 74.4 s, before a second burst was due."""
    mark, alarm, due, notes = play(68, 77, "line-pressure-warn", 2, "playback-medium.png")
    check_mark(mark)
    check_first(alarm, due)
    check_medium_burst(alarm, notes)


def a_higher_one_sounds_at_once():
    """A medium alarm is there; at 120.2 s a high one comes."""
    mark, alarm, due, notes = play(117, 124.8, "flow-very-low", 2, "playback-high.png")
    check_mark(mark)
    high = [pulse for pulse in alarm if pulse.at > due - 0.1]
    check_first(high, due)
    check_high_burst(high[:10], notes)


def sixty_times_as_fast_nothing_is_heard():
    playback = Playback(30, 60)
    try:
        seen = steadyrun.wait(lambda: "line-pressure-warn" in playback.follower.present, 60)
        playback.picture("playback-60x.png")
        time.sleep(1.5)
        pulses = playback.tape.pulses(playback.stage.path("heard.wav"))
        level = np.abs(np.frombuffer(bytes(playback.tape.data[:len(playback.tape.data) // 2 * 2]), "<i2").astype(int)).max()
    finally:
        playback.finish()
    assert seen, "the engine that plays along did not raise the alarm"
    assert not pulses and level == 0, f"{len(pulses)} pulses, level {level}"


def main():
    missing = steadyrun.Stage.missing()
    if not os.access(os.path.join(PROGRAMS, "steady-console"), os.X_OK):
        missing = "built without the console"
    if missing:
        print(f"1..0 # SKIP {missing}")
        return 0
    return steadyrun.Tap("/run/playback-sound", [
        steadyrun.proven(test) for test in (
            at_the_pace_of_life_it_sounds_after_its_mark, a_higher_one_sounds_at_once,
            sixty_times_as_fast_nothing_is_heard)]).run()


sys.exit(main())
