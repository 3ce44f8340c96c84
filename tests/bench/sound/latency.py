#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a sample that starts an alarm to the first sample that sounds.

A recording is played by the real engine at the speed of life. In it the reservoir runs
below its stop level again and again, at instants that do not follow the engine's tick. The
real sounder plays on JACK without a sound card (256 frames) and on PulseAudio's null sink;
a library preloaded into it notes the instant at which PortAudio was given each block of
samples. The time of a sample is the instant at which a device would have delivered it, so
that the engine's tick counts.

--with-console: a console is stopped for 2 s of every 4. --zoomed: beside them a reader
works through the pyramid of a case of 24 h, sixty times a second.

A bare thread that only asks to be woken every 256 samples runs beside it all: how late it
was woken is the machine's own noise, which no program here can better.

usage: latency.py [--build FOLDER] [--onsets N] [--with-console] [--zoomed] [--realtime] [jack|pulse]...
Exit status 1 when engineering rule 22 is not met; a loaded machine may well not meet it.
"""
import argparse
import json
import os
import random
import select
import shutil
import socket
import struct
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(HERE, "..", "..", ".."))
sys.path.insert(0, os.path.join(ROOT, "tests", "run"))
import steadyrun  # noqa: E402

RATE = 47  # samples of the reservoir a second, which drifts through the 20 ms of a tick
PERIOD, SPREAD, LOW_FOR = 2.4, 0.4, 0.3  # s between onsets; how long the level is low
SETTLE = 4.0  # s before the first onset: PulseAudio pauses just after a stream begins
FRAMES = 256
NOTE = struct.Struct("=qIi")
TICK_MS, SAMPLE_MS = 20, 1000 / RATE
STOP_S, BLOCKED_EVERY_S = 2.0, 4.0


def boottime():
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME)


def write_recording(path, onsets):
    """The recording and the sample numbers at which the level falls."""
    chance = random.Random(22)
    starts = [int((SETTLE + i * PERIOD + SPREAD * chance.random()) * RATE) for i in range(onsets)]
    low = {start + i for start in starts for i in range(int(LOW_FOR * RATE))}
    with open(path, "w") as file:
        for k in range(starts[-1] + int(5 * RATE)):
            file.write(f"{k / RATE:.3f},{20 if k in low else 2000}\n")
    with open(path + ".json", "w") as file:
        json.dump({"format": "steady-csv", "version": 1, "source": "made for this benchmark",
                   "rate_hz": RATE, "time": {"column": 0, "unit": "s"},
                   "columns": [{"column": 1, "channel": "reservoir_volume", "unit": "mL"}]}, file)
    return starts


class Listener:
    """A team display that notes when it was told what must be heard."""

    def __init__(self, path, build):
        self.offset, self.begin, self.told, self.sound = None, None, [], 0
        self.link = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        assert steadyrun.wait(lambda: self.link.connect_ex(path) == 0), "the engine does not listen"
        text = json.dumps({"build": build, "role": "team"}).encode()
        self.link.send(steadyrun.HEADER.pack(steadyrun.HELLO, 0, 24 + len(text), 0, 1, 0) + text)

    def listen(self):
        """Until the engine says BYE."""
        while True:
            select.select([self.link], [], [])
            packet = self.link.recv(1 << 17)
            now = boottime()
            if not packet:
                return
            kind, _, _, _, _, t = steadyrun.HEADER.unpack_from(packet)
            if kind == steadyrun.BYE:
                return
            if kind == steadyrun.HEARTBEAT:
                real, _, self.begin = struct.unpack_from("=qqq", packet, 24)
                if real > 0:  # the engine has ticked
                    offset = real - t
                    self.offset = offset if self.offset is None else min(self.offset, offset)
            if kind == steadyrun.SOUND:
                _, _, priority = struct.unpack_from("=qIB", packet, 24)
                if priority == 3 and self.sound != 3:
                    self.told.append(now)
                self.sound = priority


class Blocker:
    """Stops the console for 2 s, lets it go on for 2 s, and so on."""

    def __init__(self, console):
        self.process = subprocess.Popen(
            ["sh", "-c", f"while kill -STOP {console.pid}; do sleep {STOP_S}; kill -CONT {console.pid}; "
             f"sleep {BLOCKED_EVERY_S - STOP_S}; done"], stderr=subprocess.DEVNULL)
        self.console = console

    def finish(self):
        self.process.kill()
        self.process.wait()


def start_jack(stage, realtime):
    # a name of its own, so that nobody else's server is met
    name = f"steady{os.getpid()}"
    stage.environment.update(JACK_DEFAULT_SERVER=name, STEADY_SOUND_API="jack")
    server = stage.start("jackd", "--realtime" if realtime else "--no-realtime", "-n", name, "-d", "dummy", "-r", "48000", "-p", str(FRAMES),
                "-C", "0", "-P", "2", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with open(stage.path("asound.conf"), "w") as file:
        file.write("pcm.!default { type null }\nctl.!default { type null }\n")
    time.sleep(1)
    assert server.poll() is None, "jackd does not start; see whether /dev/shm is full of dead servers' jack* files"
    return server


def read_notes(path):
    assert os.path.getsize(path) > 0, "the sounder found no sound device"
    with open(path, "rb") as file:
        count = struct.unpack("=Q", file.read(8))[0]
        return [NOTE.unpack(file.read(NOTE.size)) for _ in range(count)]


def match(onsets, notes, told):
    """For each onset: ms from the sample to the first sound, to the engine's word, and
    from that to the sound; those that came while something sounded are left out."""
    whole, engine, callback, index = [], [], [], 0
    for onset in onsets:
        while index < len(notes) and notes[index][0] < onset:
            index += 1
        if index == 0 or notes[index - 1][2] >= 0:
            continue
        first = next((note for note in notes[index:] if note[2] >= 0), None)
        if first is None or first[0] - onset > 2e9:
            whole.append(float("inf"))
            continue
        whole.append((first[0] - onset) / 1e6)
        word = next((t for t in told if onset <= t <= onset + 1e9), None)
        if word is not None:
            engine.append((word - onset) / 1e6)
            callback.append((first[0] - word) / 1e6)
    return whole, engine, callback


def figures(values):
    values = sorted(values)
    p99 = values[min(len(values) - 1, int(0.99 * len(values)))]
    return f"{values[0]:7.1f} {values[len(values) // 2]:7.1f} {p99:7.1f} {values[-1]:7.1f}", p99


def start_noise(stage, build):
    return stage.start(os.path.join(build, "tests", "bench", "sound", "wake-noise"), stdout=subprocess.PIPE, text=True)


def finish_noise(process):
    process.terminate()
    count, *late = process.communicate(timeout=10)[0].split()
    least, median, p99, most = map(float, late)
    load = " ".join(f"{value:.2f}" for value in os.getloadavg())
    print(f"  machine: load {load} on {os.cpu_count()} processors; a bare thread woken {count} times was late "
          f"by {least:.2f} / {median:.2f} / {p99:.2f} / {most:.2f} ms (min, median, p99, max)")


def zoom_reader(build):
    return os.path.join(build, "tests", "bench", "sound", "zoom-reader")


def make_zoomed_case(build, span="24h"):
    """Made once for a build and kept there; takes longer than a replay waits for, so before it."""
    case = os.path.join(build, "tests", "bench", "sound", f"zoomed-{span}.steady")
    if not os.path.exists(case):
        subprocess.run([zoom_reader(build), "make", case + ".part", span], check=True)
        os.rename(case + ".part", case)
    return case


def play(kind, build, onsets, with_console, zoomed, realtime):
    zoomed_case = make_zoomed_case(build) if zoomed else None
    stage = steadyrun.Stage(os.path.join(ROOT, "data"))
    programs = os.path.join(build, "src")
    blocker = server = None
    try:
        recording = stage.path("reservoir.csv")
        starts = write_recording(recording, onsets)
        server = start_jack(stage, realtime) if kind == "jack" else stage.start_sound()
        path, clock = stage.path("link"), stage.path("clock")
        open(clock, "w").close()
        engine = stage.start(os.path.join(programs, "steady-engine"), "--replay", recording, "--socket", path)
        listener = Listener(path, steadyrun.read_build_id(os.path.join(build, "src", "link", "build-id.h")))
        stage.environment.update(LD_PRELOAD=os.path.join(build, "tests", "bench", "sound", "callback-clock.so"),
                                 STEADY_CALLBACK_CLOCK=clock)
        sounder = stage.start(os.path.join(programs, "steady-sounder"), "--socket", path)
        for name in ("LD_PRELOAD", "STEADY_CALLBACK_CLOCK"):
            del stage.environment[name]
        if with_console:
            stage.start_screen()
            console = stage.start(os.path.join(programs, "steady-console"), "--socket", path,
                                  stderr=subprocess.DEVNULL)
            time.sleep(2)
            blocker = Blocker(console)
        zoom = stage.start(zoom_reader(build), "zoom", zoomed_case) if zoomed else None
        noise = start_noise(stage, build)
        listener.listen()
        assert sounder.poll() is None, "the sounder left"
        if blocker:
            assert console.poll() is None, "the console left"
        assert zoom is None or zoom.poll() is None, "the reader left"
        engine.wait(20)
        notes = read_notes(clock)
        begin = listener.begin + listener.offset
        # a recording begins with the case, so that sample k is due k periods after it
        due = [begin + int(start * 1e9 / RATE) for start in starts]
        fine = report(kind, with_console, zoomed, notes, *match(due, notes, listener.told), onsets, due[0])
        finish_noise(noise)
        print("", flush=True)
        return fine
    finally:
        if blocker:
            blocker.finish()
        if server:
            # in good order: eight killed JACK servers fill the registry of the machine
            server.terminate()
            server.wait(10)
        stage.finish()


def report(kind, with_console, zoomed, notes, whole, engine, callback, onsets, since):
    used = [note for note in notes if note[0] >= since - 1e9]
    gaps = [(b[0] - a[0]) / 1e6 for a, b in zip(used, used[1:])]
    longest = max(gaps)
    who = kind + (", console stopped for 2 s of every 4" if with_console else "") + (
        ", 24 h case zoomed" if zoomed else "")
    print(f"{who}: {len(whole)} of {onsets} onsets, {len(used)} callbacks of {used[-1][1]} frames, "
          f"intervals median {sorted(gaps)[len(gaps) // 2]:.1f} ms, longest {longest:.1f} ms")
    assert len(whole) >= 0.9 * onsets and len(callback) >= 0.9 * onsets, "too few onsets were heard"
    text, p99 = figures(whole)
    callback_text, callback_p99 = figures(callback)
    print("                                   min  median     p99     max  ms")
    print(f"  sample to first sound        {text}")
    print(f"  sample to the engine's word  {figures(engine)[0]}")
    print(f"  the engine's word to sound   {callback_text}")
    if kind == "jack":
        limit, is_value = TICK_MS + FRAMES / 48 + SAMPLE_MS, p99
        what = "tick + one callback period + one sample period"
    else:
        limit, is_value = 3 * longest, callback_p99
        what = "3 of the longest callback intervals, for the part after the engine"
    met = is_value <= limit
    print(f"  p99 {is_value:.1f} ms against {limit:.1f} ms ({what}): {'met' if met else 'NOT MET'}", flush=True)
    return met


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default=os.path.join(ROOT, "build"))
    parser.add_argument("--onsets", type=int, default=40)
    parser.add_argument("--with-console", action="store_true")
    parser.add_argument("--zoomed", action="store_true")
    parser.add_argument("--realtime", action="store_true", help="the JACK server as a studio runs it")
    parser.add_argument("kinds", nargs="*", metavar="jack|pulse")
    wanted = parser.parse_args()
    needed = {"jack": "jackd", "pulse": "pulseaudio"}
    met = True
    for kind in wanted.kinds or needed:
        if shutil.which(needed[kind]) is None:
            print(f"{kind}: SKIPPED, {needed[kind]} is not installed")
            continue
        met &= play(kind, os.path.abspath(wanted.build), wanted.onsets, wanted.with_console, wanted.zoomed, wanted.realtime)
    return not met


sys.exit(main())
