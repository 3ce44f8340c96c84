# SPDX-License-Identifier: GPL-3.0-or-later
"""A live case with emulated devices, and a client that counts what the engine tells.

Shared by the test, the soak and the bench of all devices. Standard library only.
"""
import contextlib
import json
import os
import sqlite3
import struct
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "emulators"))
sys.path.insert(0, HERE)
import steadyrun  # noqa: E402
import theatre  # noqa: E402

DEVICES, STATES, REQUEST, DEVICE_ANSWER = 68, 69, 70, 71
SETTING, SETTING_ANSWER, COMMAND = 45, 26, 30
RUN = struct.Struct("=qqfHH")
STATE = struct.Struct("=6Q4q2dIHHII96s")
SAMPLE = struct.Struct("=qqdHBBI")
TICKS = os.sysconf("SC_CLK_TCK")


def boottime():
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Track:
    """One waveform as it came over the link."""

    def __init__(self):
        self.samples, self.jumps, self.next, self.errors = 0, 0, None, []


class Watcher(steadyrun.Client):
    """Remembers waveforms, states of devices, alarms, and how late the engine was."""

    def __init__(self, path, build, role="team", saws=()):
        self.tracks, self.states, self.devices, self.saws = {}, {}, None, set(saws)
        self.late_ms, self.answers, self.values, self.link = 0.0, [], {}, None
        super().__init__(path, build, role)

    def listen(self, link):
        self.link = link
        super().listen(link)

    def take(self, now, packet):
        kind, _, _, _, count, _ = steadyrun.HEADER.unpack_from(packet)
        body = packet[steadyrun.HEADER.size:]
        if kind == steadyrun.JSON_PART:
            _, part, of, inner = struct.unpack_from("=IHHH", body)
            if inner == DEVICES and part + 1 == of:
                self.devices = json.loads(b"".join(self.parts[:part] + [body[16:]]))
        elif kind == DEVICES:
            self.devices = json.loads(body)
        elif kind == STATES:
            self.take_states(body, count)
        elif kind == steadyrun.WAVES:
            self.take_waves(body)
        elif kind == steadyrun.NUMERICS:
            for index in range(count):
                t, _, value, channel, quality, _, _ = SAMPLE.unpack_from(body, index * 32)
                self.values[channel] = (t, value, quality)
        elif kind in (steadyrun.ANSWER, DEVICE_ANSWER, SETTING_ANSWER):
            self.answers.append((kind, body))
        elif kind == steadyrun.HEARTBEAT:
            self.late_ms = max(self.late_ms, struct.unpack_from("=d", body, 40)[0])
        super().take(now, packet)

    def take_states(self, body, count):
        for index in range(count):
            (bytes_, frames, faults, values, dropped, breaches, age, offset, answered, handled,
             frame_rate, value_rate, openings, device, link, flags, _,
             identity) = STATE.unpack_from(body, index * STATE.size)
            self.states[device] = {
                "bytes": bytes_, "frames": frames, "faults": faults, "values": values,
                "dropped": dropped, "breaches": breaches, "age_s": age / 1e9,
                "answered_ms": answered / 1e6, "handled_ms": handled / 1e6,
                "frames_s": frame_rate, "values_s": value_rate, "openings": openings,
                "link": link, "flags": flags, "identity": identity.split(b"\0")[0].decode()}

    def take_waves(self, body):
        at = 0
        while at + RUN.size <= len(body):
            first, t_first, rate, channel, count = RUN.unpack_from(body, at)
            track = self.tracks.setdefault(channel, Track())
            if track.next is not None and first != track.next:
                track.jumps += 1
            track.next = first + count
            track.samples += count
            if channel in self.saws:
                values = struct.unpack_from("=%df" % count, body, at + RUN.size)
                for index, value in enumerate(values):
                    apart = ((t_first / 1e9 + index / rate) - value / 100.0 + 0.5) % 1.0 - 0.5
                    track.errors.append(apart * 1000)
            at += RUN.size + (count * 4 + 7) // 8 * 8

    def send(self, kind, payload):
        self.link.send(steadyrun.HEADER.pack(kind, 0, steadyrun.HEADER.size + len(payload), 0, 1, 0)
                       + payload)

    def sign_in(self, name):
        real = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
        self.send(SETTING, struct.pack("=QqddII48s48s", real, real, 0, 0, 1, 0, b"", name.encode()))

    def ask(self, act, device=0, channel=0, value=0.0, signal=""):
        """Proposes about a device; the refusal (0: done) of its answer."""
        real = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
        before = len(self.answers)
        self.send(REQUEST, struct.pack("=QqdIHH32s", real, real, value, act, device, channel,
                                       signal.encode()))
        answer = steadyrun.wait(lambda: self.find(before, DEVICE_ANSWER, real), 20)
        assert answer is not None, "no answer about a device"
        return struct.unpack_from("=QdIHHHH", answer)[4]

    def command(self, control, value):
        """Proposes a set-point; the refusal of its first answer."""
        real = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
        before = len(self.answers)
        self.send(COMMAND, struct.pack("=QqddHHI", real, real, value, 0.0, control, 0, 0))
        answer = steadyrun.wait(lambda: self.find(before, steadyrun.ANSWER, real), 20)
        assert answer is not None, "no answer to a command"
        return struct.unpack_from("=QqdddHHHH", answer)[7]

    def find(self, start, kind, number):
        for got, body in self.answers[start:]:
            if got == kind and struct.unpack_from("=Q", body)[0] == number:
                return body
        return None


class LiveRoom(contextlib.AbstractContextManager):
    """The engine with the emulated devices of a theatre, and a watcher."""

    def __init__(self, programs, data, folder, entries, role="team", saws=(),
                 others=(), logs=False):
        self.programs, self.data, self.folder = programs, data, folder
        self.theatre = theatre.Theatre(folder, entries, others=others, logs=logs)
        self.socket = os.path.join(folder, "socket")
        self.case = os.path.join(folder, "live.steady")
        self.role, self.saws = role, saws
        self.engine = self.watcher = None

    def __enter__(self):
        self.theatre.__enter__()
        self.environment = dict(self.theatre.environment(), STEADY_DATA_DIR=self.data,
                                XDG_DATA_HOME=os.path.join(self.folder, "data"))
        self.engine = subprocess.Popen(
            [os.path.join(self.programs, "steady-engine"), "--live", self.theatre.site, "--socket",
             self.socket, "--case", self.case],
            env=self.environment, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        build = steadyrun.read_build_id(os.path.join(self.programs, "link", "build-id.h"))
        self.watcher = Watcher(self.socket, build, self.role, self.saws)
        return self

    def number(self, index):
        """The number of the device of entry @index, which stands in the site file."""
        before = [one for one in self.theatre.entries[:index] if one["expected"]]
        return len(before) + 1

    def all_up(self):
        expected = sum(one["expected"] for one in self.theatre.entries)
        states = self.watcher.states
        return len(states) == expected and all(s["link"] == 1 for s in states.values())

    def tell(self, script, line):
        self.theatre.tell(self.theatre.index(script), line)

    def cpu_seconds(self):
        with open("/proc/%d/stat" % self.engine.pid, encoding="ascii") as file:
            text = file.read()
        fields = text[text.rindex(")") + 2:].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def finish(self):
        """Ends the engine; its case is then whole."""
        if self.watcher is not None:
            self.watcher.close()
        self.engine.terminate()
        _, err = self.engine.communicate(timeout=120)
        assert self.engine.returncode == 0, f"{self.engine.returncode}: {err}"
        self.engine = None

    def __exit__(self, *problem):
        if self.engine is not None:
            self.watcher.close()
            self.engine.kill()
            self.engine.communicate()
        self.theatre.__exit__(*problem)
        return None

    def rows(self, query):
        with contextlib.closing(sqlite3.connect(f"file:{self.case}?mode=ro", uri=True)) as base:
            return base.execute(query).fetchall()

    def waves_of_case(self):
        """channel: (samples, gaps after the first block, span in s by index)."""
        found = {}
        for channel, first, count, gap, rate in self.rows(
                "SELECT channel, first_index, count, gap, rate_hz FROM wave ORDER BY channel, t_ns"):
            one = found.setdefault(channel, [0, 0, first, first, rate])
            if one[0] and (gap or first != one[3]):
                one[1] += 1
            one[0] += count
            one[3] = first + count
        return {channel: {"samples": samples, "gaps": gaps, "expected": last - first,
                          "rate_hz": rate}
                for channel, (samples, gaps, first, last, rate) in found.items()}
