#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The hand crank's beat through the real engine: from who is in control, to every sounder.

usage: test-crank-beat.py PROGRAM_FOLDER DATA_FOLDER BUILD_ID_HEADER   (TAP)
"""
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

from steadyrun import HEADER, HEARTBEAT, HELLO, WELCOME, Tap, read_build_id, wait

PROGRAMS, DATA = (os.path.abspath(argument) for argument in sys.argv[1:3])
BUILD = read_build_id(sys.argv[3])
CRANK_BEAT = 86
LIVE_MARK = "org.steady_perfusion.Steady.live"
ENVIRONMENT = {**os.environ, "STEADY_DATA_DIR": DATA, "STEADY_SITE_DIR": "/nonexistent"}
# Holds the mark of a LIVE engine as one would, then becomes a TRAINING engine beside it.
BESIDE_LIVE = """
import os, socket, sys
mark = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
mark.bind("\\0" + sys.argv[1])
os.set_inheritable(mark.fileno(), True)
os.execv(sys.argv[2], sys.argv[2:])
"""


class Peer:
    def __init__(self, path, role):
        self.link = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # a socket that is bound already may not be listened to yet
        assert wait(lambda: self.link.connect_ex(path) == 0)
        self.beats, self.heartbeats, self.welcomed = [], 0, False
        self.send(HELLO, json.dumps({"build": BUILD, "role": role}).encode())
        self.until(lambda: self.welcomed)

    def send(self, kind, payload):
        self.link.send(HEADER.pack(kind, 0, HEADER.size + len(payload), 0, 1, 0) + payload)

    def beat(self, per_minute):
        self.send(CRANK_BEAT, struct.pack("=d", per_minute))

    def hear(self):
        if not select.select([self.link], [], [], 0.05)[0]:
            return
        packet = self.link.recv(1 << 17)
        assert packet, "the engine ended the connection"
        kind, count = HEADER.unpack_from(packet)[0], HEADER.unpack_from(packet)[4]
        self.welcomed = self.welcomed or kind != HELLO
        self.heartbeats += kind == HEARTBEAT
        if kind == CRANK_BEAT:
            assert count == 1 and len(packet) == HEADER.size + 8, packet
            self.beats.append(struct.unpack_from("=d", packet, HEADER.size)[0])

    def until(self, condition, seconds=30):
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, "it did not come"
            self.hear()

    def hears_nothing_of(self, number):
        """Five heartbeats later it would have been here: frames keep their order."""
        seen = self.heartbeats
        self.until(lambda: self.heartbeats > seen + 5)
        return number not in self.beats


class Engine:
    def __init__(self, folder, *before):
        self.path = os.path.join(folder, "socket")
        self.process = subprocess.Popen(
            [*before, os.path.join(PROGRAMS, "steady-engine"), "--training",
             os.path.join(DATA, "scenarios", "stuffy.json"), "--socket", self.path], env=ENVIRONMENT,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(60) == 0


def network_of_its_own():
    """What starts a program where no LIVE engine of this machine can be seen; nothing where that is not allowed."""
    command = ["unshare", "--map-root-user", "--net"]
    try:
        able = subprocess.run([*command, "true"], stderr=subprocess.DEVNULL, check=False).returncode == 0
    except FileNotFoundError:
        able = False
    return command if able else []


ALONE = network_of_its_own()


def live_runs_here():
    with open("/proc/net/unix") as file:
        return any(line.rstrip().endswith("@" + LIVE_MARK) for line in file)


def from_who_is_in_control_to_every_sounder():
    with tempfile.TemporaryDirectory() as folder:
        if not ALONE and live_runs_here():
            return "a LIVE engine runs on this machine: training is silent"
        engine = Engine(folder, *ALONE)
        console = Peer(engine.path, "console")
        sounders = [Peer(engine.path, "sounder") for _ in range(2)]
        for number in (94.5, 0.0):  # 0 ends it
            console.beat(number)
            for sounder in sounders:
                sounder.until(lambda: number in sounder.beats)
        assert [sounder.beats for sounder in sounders] == [[94.5, 0.0]] * 2
        engine.stop()


def from_nobody_else():
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(folder, *ALONE)
        console, viewer, team = (Peer(engine.path, role) for role in ("console", "console", "team"))
        sounder = Peer(engine.path, "sounder")
        viewer.beat(61.0)
        team.beat(62.0)
        sounder.beat(63.0)
        for number in (61.0, 62.0, 63.0):
            assert sounder.hears_nothing_of(number), number
        console.beat(64.0)
        if ALONE or not live_runs_here():
            sounder.until(lambda: 64.0 in sounder.beats)  # who may is heard
        engine.stop()


def silent_beside_a_live_case():
    if not ALONE:
        return "no network of its own can be had, and the mark would silence other tests"
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(folder, *ALONE, sys.executable, "-c", BESIDE_LIVE, LIVE_MARK)
        console, sounder = Peer(engine.path, "console"), Peer(engine.path, "sounder")
        for number in range(100, 160):  # until the engine has looked for the mark
            console.beat(number)
            if sounder.hears_nothing_of(number):
                break
        else:
            raise AssertionError("it beats beside a LIVE case")
        engine.stop()


sys.exit(Tap("/run/crank-beat", [from_who_is_in_control_to_every_sounder, from_nobody_else,
                                 silent_beside_a_live_case]).run())
