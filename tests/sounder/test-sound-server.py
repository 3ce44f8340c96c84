#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sounder between an engine and a sound server that live, freeze and die.

The engine is a few lines here that speak the frames of link/steady-frame.h; the sound
server is a private PulseAudio with a null sink, recorded from its monitor.
usage: test-sound-server.py STEADY-SOUNDER CALLBACK-GUARD.so; prints TAP
"""
import math
import os
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import wave

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "run")]
import steadyrun  # noqa: E402
try:
    import burstmeter
except ImportError as problem:
    print(f"1..0 # SKIP {problem}; install python3-numpy")
    sys.exit(0)
for needed in ("pulseaudio", "pactl", "parec"):
    if shutil.which(needed) is None:
        print(f"1..0 # SKIP {needed} is not installed")
        sys.exit(0)

SOUNDER, GUARD = sys.argv[1:3]
HELLO, WELCOME, BYE, HEARTBEAT, SOUND, SOUNDER_STATE, SOUND_SETTING = 1, 2, 4, 10, 17, 33, 35
CRANK_BEAT = 86
HIGH, MEDIUM, PERFUSION = 3, 2, 2


class Server:
    """A private PulseAudio in a folder."""

    def __init__(self, folder):
        self.folder = folder
        self.socket = os.path.join(folder, "server")
        self.environment = dict(os.environ, HOME=folder, XDG_RUNTIME_DIR=folder, JACK_NO_START_SERVER="1",
                                PULSE_SERVER="unix:" + self.socket,
                                ALSA_CONFIG_PATH=os.path.join(HERE, "asound-pulse.conf"))
        with open(os.path.join(folder, "pulse.pa"), "w") as script:
            script.write(f"load-module module-native-protocol-unix auth-anonymous=1 socket={self.socket}\n"
                         # without norewinds the null sink stalls for 2 s at a time
                         "load-module module-null-sink sink_name=steady rate=48000 channels=2 "
                         "format=s16le norewinds=1\nset-default-sink steady\n")
        self.process = self.recorder = None

    def start(self):
        self.process = subprocess.Popen(
            ["pulseaudio", "-n", "-F", os.path.join(self.folder, "pulse.pa"), "--daemonize=no",
             "--exit-idle-time=-1", "--disable-shm=yes", "--use-pid-file=no", "--log-target=file:" + os.path.join(self.folder, "log")],
            env=self.environment, stderr=subprocess.DEVNULL)
        assert wait(lambda: subprocess.run(["pactl", "info"], env=self.environment,
                                           capture_output=True).returncode == 0), "no PulseAudio"

    def record(self, path):
        self.recorder = subprocess.Popen(
            ["parec", "-d", "steady.monitor", "--format=s16le", "--rate=48000", "--channels=2",
             "--latency-msec=20", "--file-format=wav", path], env=self.environment)

    def finish_recording(self):
        self.recorder.send_signal(signal.SIGINT)
        self.recorder.wait(10)
        self.recorder = None

    def signal(self, number):
        self.process.send_signal(number)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        for process in (self.recorder, self.process):
            if process and process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
                process.wait()


class Engine(threading.Thread):
    """Beats every 100 ms, says what must be heard, keeps the last word of the sounder."""

    def __init__(self, path):
        super().__init__(daemon=True)
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.listener.bind(path)
        self.listener.listen(4)
        self.beating, self.over, self.sequence = True, False, 0
        self.sound = (0, 0, 0, 0, 0, 0)
        self.states, self.hello, self.client = [], None, None
        self.chosen, self.notice = (None,) * 6, ""
        self.start()

    def send(self, kind, payload):
        header = struct.pack("<HHIIIq", kind, 0, 24 + len(payload), self.sequence, 1, 0)
        self.sequence += 1
        try:
            self.client.send(header + payload, socket.MSG_DONTWAIT)
        except OSError:
            pass

    def say(self, priority, episode, category=PERFUSION, pause_end=0):
        self.sound = (pause_end, episode, priority, category, 1, 0)
        self.send(SOUND, struct.pack("<qIBBBB", *self.sound))

    def set(self, volume, test):
        self.send(SOUND_SETTING, struct.pack("<dII", volume, test, 0))

    def beat(self, per_minute):
        self.send(CRANK_BEAT, struct.pack("<d", per_minute))

    def hear(self):
        try:
            packet = self.client.recv(65536)
        except OSError:
            packet = b""
        if not packet:
            self.client = None
            return
        kind = struct.unpack_from("<H", packet)[0]
        if kind == HELLO:
            self.hello = packet[24:]
            self.send(WELCOME, b"{}")
        if kind == SOUNDER_STATE:
            self.chosen = struct.unpack_from("<ddIIII", packet, 48)
            self.notice = packet[80:].split(b"\0")[0].decode()
            self.states.append((time.monotonic(),) + struct.unpack_from("<QQII", packet, 24))

    def run(self):
        beat = 0
        while not self.over:
            ready, _, _ = select.select([self.listener] + ([self.client] if self.client else []), [], [], 0.02)
            if self.listener in ready:
                self.client = self.listener.accept()[0]
            elif ready:
                self.hear()
            if self.client and self.beating and time.monotonic() >= beat:
                beat = time.monotonic() + 0.1
                self.send(HEARTBEAT, bytes(96))
                self.send(SOUND, struct.pack("<qIBBBB", *self.sound))

    def last(self):
        return self.states[-1] if self.states else (0, 0, 0, 0, 0)

    def stop(self):
        self.over = True
        self.join(5)
        self.listener.close()


def wait(condition, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


class Stage:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="steady-sounder-")
        self.server = Server(self.folder)
        self.engine = Engine(os.path.join(self.folder, "link"))
        self.process = None
        self.beats, write_end = os.pipe()
        os.set_blocking(self.beats, False)
        self.write_end = write_end

    def start(self, server=True):
        if server:
            self.server.start()
        self.process = subprocess.Popen(
            [SOUNDER, "--socket", os.path.join(self.folder, "link"), "--beat-fd", str(self.write_end)],
            env=self.server.environment, pass_fds=[self.write_end], stderr=subprocess.PIPE, text=True)

    def playing(self):
        before = self.engine.last()[1]
        return wait(lambda: self.engine.last()[3] == 1 and self.engine.last()[1] > before + 5)

    def take_beats(self):
        try:
            return len(os.read(self.beats, 65536))
        except BlockingIOError:
            return 0

    def finish(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            self.process.wait()
        self.engine.stop()
        self.server.stop()
        os.close(self.beats)
        os.close(self.write_end)
        shutil.rmtree(self.folder, ignore_errors=True)


def alarm_is_heard_in_the_recording(stage):
    stage.start()
    assert stage.playing()
    assert b'"sounder"' in stage.engine.hello
    path = os.path.join(stage.folder, "heard.wav")
    stage.server.record(path)
    time.sleep(0.5)
    bursts = stage.engine.last()[2]
    said = time.monotonic()
    stage.engine.say(HIGH, 1)
    assert wait(lambda: stage.engine.last()[2] > bursts)
    print(f"# burst begun at most {(stage.engine.last()[0] - said) * 1000:.0f} ms after the frame (told every 200 ms)")
    assert stage.engine.last()[4] == HIGH
    time.sleep(4)
    stage.server.finish_recording()
    pulses = burstmeter.measure(path)
    print(f"# {len(pulses)} pulses recorded")
    assert len(pulses) >= 8
    right = [p for p in pulses if abs(burstmeter.cents(p, "C4")) < 40 or abs(burstmeter.cents(p, "F#4")) < 40]
    assert len(right) >= 0.8 * len(pulses)


def silent_engine_sounds_by_itself(stage):
    stage.start()
    assert stage.playing()
    stage.engine.beating = False
    since = time.monotonic()
    assert wait(lambda: stage.engine.last()[4] == HIGH, 5)
    took = stage.engine.last()[0] - since
    print(f"# told {took:.2f} s after the last heartbeat")
    assert took < 3
    stage.engine.beating = True
    assert wait(lambda: stage.engine.last()[4] == 0, 10)


def goodbye_is_no_failure(stage):
    stage.start()
    assert stage.playing()
    stage.engine.say(HIGH, 1)
    assert wait(lambda: stage.engine.last()[4] == HIGH)
    stage.engine.beating = False
    stage.engine.send(BYE, b"")
    assert wait(lambda: stage.engine.last()[4] == 0, 10)
    bursts = stage.engine.last()[2]
    time.sleep(3)
    assert stage.engine.last()[2] == bursts


def frozen_server_is_told_and_left(stage):
    stage.start()
    assert stage.playing()
    stage.server.signal(signal.SIGSTOP)
    frozen = time.monotonic()
    assert wait(lambda: stage.engine.last()[0] > frozen + 1.0)
    inside = [s for s in stage.engine.states if s[0] > frozen + 0.5]
    assert inside and len({s[1] for s in inside}) == 1, "the callback counter still moves"
    assert stage.take_beats() > 0
    assert stage.process.wait(15) == 1
    assert "sound server" in stage.process.stderr.read()
    print(f"# left {time.monotonic() - frozen:.1f} s after the server froze")
    # the next one tells that nothing plays, goes on beating, and plays when it can
    stage.take_beats()
    stage.start(server=False)
    since = time.monotonic()
    assert wait(lambda: stage.engine.last()[0] > since + 1)
    assert stage.engine.last()[3] == 0
    assert stage.take_beats() >= 3
    stage.server.signal(signal.SIGCONT)
    assert stage.playing()


def dead_server_is_told_and_found_again(stage):
    stage.start()
    assert stage.playing()
    stage.server.kill()
    assert wait(lambda: stage.engine.last()[3] == 0)
    stage.server.start()
    assert stage.playing()
    assert stage.process.poll() is None


def volume_is_set_from_outside_down_to_the_floor(stage):
    stage.start()
    assert stage.playing()
    assert stage.engine.chosen[:2] == (0, -12), stage.engine.chosen
    for asked, expected in ((-6, -6), (-80, -12), (6, 0), (-3, -3), (float("nan"), -3)):
        stage.engine.set(asked, 0)
        assert wait(lambda: stage.engine.chosen[0] == expected), (asked, stage.engine.chosen)


def sound_test_is_played_and_any_alarm_ends_it(stage):
    stage.start()
    assert stage.playing()
    stage.engine.set(float("nan"), 1)
    assert wait(lambda: stage.engine.chosen[2] == 1)
    assert wait(lambda: stage.engine.chosen[3] == 1, 20), stage.engine.chosen
    assert stage.engine.last()[2] == 3, "three bursts"
    stage.engine.set(float("nan"), 2)
    assert wait(lambda: stage.engine.last()[4] == HIGH)
    stage.engine.say(MEDIUM, 5)
    assert wait(lambda: stage.engine.last()[4] == MEDIUM, 2), "a medium alarm ends the test's high one"
    assert stage.engine.chosen[2:5] == (0, 1, 2), stage.engine.chosen


def ticks_of(path):
    """When something short and high begins, in seconds; an alarm has nothing there."""
    rate, data = burstmeter.read(path)
    block = rate // 500
    parts = data[:len(data) // block * block].astype(float).reshape(-1, block)
    power = burstmeter.np.abs(burstmeter.np.fft.rfft(parts * burstmeter.np.hanning(block), axis=1))
    pitch = burstmeter.np.fft.rfftfreq(block, 1 / rate)
    loud = power[:, (pitch > 3800) & (pitch < 4700)].max(axis=1) > 3000
    found = [i * block / rate for i in range(1, len(loud)) if loud[i] and not loud[i - 1]]
    return [t for i, t in enumerate(found) if i == 0 or t - found[i - 1] > 0.05]


def crank_beat_is_heard_and_any_alarm_takes_its_place(stage):
    """By what stands in the recording, which counts samples and not a clock."""
    stage.start()
    assert stage.playing()
    path = os.path.join(stage.folder, "heard.wav")
    stage.server.record(path)
    time.sleep(0.5)
    for _ in range(6):
        stage.engine.beat(90)
        time.sleep(1)
    stage.engine.beat(90)
    stage.engine.say(HIGH, 1)
    assert wait(lambda: stage.engine.last()[4] == HIGH)
    stage.engine.beat(90)
    time.sleep(2)
    stage.engine.say(0, 1, pause_end=1 << 60)
    time.sleep(6)  # nobody asks again: it ends by itself
    stage.server.finish_recording()
    pulses, ticks = burstmeter.measure(path), ticks_of(path)
    assert len(pulses) >= 4, pulses
    first, last = pulses[0].begin, pulses[-1].end
    before = [t for t in ticks if t < first]
    apart = [b - a for a, b in zip(before, before[1:])]
    print(f"# {len(before)} ticks, {min(apart):.3f} to {max(apart):.3f} s apart; alarm at {first:.2f} s")
    assert len(before) >= 6 and all(abs(a - 60 / 90) < 0.01 for a in apart), apart
    assert not [t for t in ticks if first - 0.02 < t < last], ticks
    assert all(t < last + 5 for t in ticks), ticks


def recorded_sounds_of_a_site_or_the_tones(stage):
    """One of 24 is there: 23 tones, one sentence, and the same for the log."""
    folder = os.path.join(stage.folder, "set")
    os.mkdir(folder)
    with wave.open(os.path.join(folder, "high-perfusion.wav"), "wb") as file:
        file.setparams((1, 2, 48000, 0, "NONE", ""))
        tone = (int(20000 * math.sin(i * 2 * math.pi * 700 / 48000)) for i in range(48000))
        file.writeframes(b"".join(struct.pack("<h", value) for value in tone))
    stage.server.environment["STEADY_SOUND_SET"] = folder
    stage.start()
    assert stage.playing()
    assert stage.engine.chosen[5] == 1, stage.engine.chosen
    assert "high-general.wav" in stage.engine.notice and folder in stage.engine.notice, stage.engine.notice
    path = os.path.join(stage.folder, "heard.wav")
    stage.server.record(path)
    time.sleep(0.5)
    stage.engine.say(HIGH, 1)
    assert wait(lambda: stage.engine.last()[4] == HIGH)
    time.sleep(1.5)
    stage.server.finish_recording()
    heard = burstmeter.measure(path)
    assert any(abs(pulse.hz - 700) < 10 for pulse in heard), [pulse.hz for pulse in heard]
    stage.process.send_signal(signal.SIGTERM)
    said = stage.process.stderr.read()
    assert said.count("\n") == 1 and stage.engine.notice in said, said


def callback_calls_nothing_while_it_follows_an_engine(stage):
    """Alarms, volume, sound test, MONITOR FAILED and its end, with the guard inside."""
    if "ASAN_OPTIONS" in os.environ:
        return "the guard and the sanitizer want the same place"
    stage.server.start()
    stage.server.environment["LD_PRELOAD"] = GUARD
    stage.start(server=False)
    del stage.server.environment["LD_PRELOAD"]
    assert stage.playing()
    stage.engine.beat(200)
    stage.engine.set(-6, 1)
    assert wait(lambda: stage.engine.last()[4] == MEDIUM)
    stage.engine.say(HIGH, 1)
    assert wait(lambda: stage.engine.last()[4] == HIGH)
    stage.engine.say(0, 1, pause_end=1 << 60)
    assert wait(lambda: stage.engine.last()[4] == 0)
    stage.engine.beating = False
    assert wait(lambda: stage.engine.last()[4] == HIGH, 5)
    stage.engine.beating = True
    assert wait(lambda: stage.engine.last()[4] == 0, 10)
    assert stage.process.poll() is None, stage.process.stderr.read()
    return None


def leaves_in_order(stage):
    stage.start()
    assert stage.playing()
    stage.process.send_signal(signal.SIGTERM)
    assert stage.process.wait(10) == 0
    assert stage.process.stderr.read() == ""


TESTS = [alarm_is_heard_in_the_recording, silent_engine_sounds_by_itself, goodbye_is_no_failure,
         frozen_server_is_told_and_left, dead_server_is_told_and_found_again, leaves_in_order,
         volume_is_set_from_outside_down_to_the_floor, sound_test_is_played_and_any_alarm_ends_it,
         crank_beat_is_heard_and_any_alarm_takes_its_place,
         recorded_sounds_of_a_site_or_the_tones, callback_calls_nothing_while_it_follows_an_engine]


def staged(test):
    def run():
        stage = Stage()
        try:
            return test(stage)
        finally:
            stage.finish()
    run.__name__ = test.__name__
    return run


sys.exit(steadyrun.Tap("/sounder/server", [steadyrun.proven(staged(test)) for test in TESTS]).run())
