#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulator of the em-tec BioProTT FlowTrack SL flow probe, on a pty.

Written from the wire sheet of the device and apart from Steady's driver, so that the
two can disagree. It prints the path of the pty, sends a line each 100 ms, answers the
commands I, R, Z, S, T1 ... T7 and Cx.yz, and hangs on any other letter, as the device
may. What the probe "sees" is told on stdin:

    flow 480         mL/min
    off              sensor disconnected
    uncoupled        too little coupling, no reading
    hot              over-temperature
    garble           the next line loses a byte
    quiet / talk     stop and go on sending
    quit
"""
import fcntl
import os
import pty
import random
import select
import sys
import termios
import time
import tty


class Probe:
    def __init__(self):
        self.state = "flow"
        self.flow = 0.0
        self.factor = 1.00
        self.table = 1
        self.history = []
        self.quiet = False
        self.garble = False
        self.hung = False

    def step(self):
        value = self.flow + random.gauss(0, 2)
        self.history = (self.history + [value])[-100:]

    def mean(self, count):
        last = self.history[-count:]
        return sum(last) / len(last) if last else 0.0

    def line(self):
        status = self.table << 2
        if self.state == "off":
            return self.blank(0x00, 0xE0, "---", 35)
        if self.state == "hot":
            return self.blank(0x1A, 0x41, "---", 77)
        if self.state == "uncoupled":
            return self.blank(0x00, status | 0x20, " 34", 43)
        return "%02X %02X %3d %4.2f %7d %7d %7d %6s " % (
            0, status, 100, self.factor,
            round(self.mean(1)), round(self.mean(10)), round(self.mean(100)), "%+d" % 41)

    def blank(self, error, status, signal, temperature):
        factor = "----" if signal == "---" else "%4.2f" % self.factor
        return "%02X %02X %s %s %s %s %s %6s " % (
            error, status, signal, factor, "-" * 7, "-" * 7, "-" * 7,
            "%+d" % temperature)

    def command(self, text):
        if text == "S":
            return ['CT-SN1 3/8" x 3/32" PVC Blood 37 \u00b0C', "6 +10000 61414 FT_GFX_EV2200"]
        if text == "R":
            self.history = []
        elif text.startswith("T") and text[1:] in list("1234567"):
            self.table = int(text[1:])
        elif text.startswith("C"):
            try:
                factor = float(text[1:])
            except ValueError:
                factor = 0.0
            if 0.5 <= factor <= 1.5:
                self.factor = factor
        elif text not in ("I", "Z"):
            self.hung = True
        return []


def told(probe, line):
    words = line.split()
    if not words:
        return True
    if words[0] == "quit":
        return False
    if words[0] == "flow":
        probe.state, probe.flow = "flow", float(words[1])
        probe.history = []
    elif words[0] in ("off", "uncoupled", "hot"):
        probe.state = words[0]
    elif words[0] == "garble":
        probe.garble = True
    elif words[0] in ("quiet", "talk"):
        probe.quiet = words[0] == "quiet"
    return True


def send(master, probe):
    text = (probe.line() + "\r\n").encode("latin-1")
    if probe.garble:
        cut = random.randrange(0, len(text) - 2)
        text = text[:cut] + text[cut + 1:]
        probe.garble = False
    # in two pieces, since a cable cuts where it likes
    cut = random.randrange(0, len(text))
    os.write(master, text[:cut])
    os.write(master, text[cut:])


def main():
    random.seed(1)
    master, slave = pty.openpty()
    tty.setraw(slave)
    print(os.ttyname(slave), flush=True)
    probe = Probe()
    asked = b""
    heard = b""
    due = time.monotonic()
    while True:
        wait = max(0.0, due - time.monotonic())
        readable, _, _ = select.select([master, 0], [], [], wait)
        if master in readable:
            asked += os.read(master, 100)
            while b"\r" in asked:
                command, asked = asked.split(b"\r", 1)
                for answer in probe.command(command.decode("latin-1")):
                    os.write(master, (answer + "\r\n").encode("latin-1"))
        if 0 in readable:
            more = os.read(0, 1000)
            if not more:
                return
            heard += more
            while b"\n" in heard:
                line, heard = heard.split(b"\n", 1)
                if not told(probe, line.decode()):
                    return
        if time.monotonic() >= due:
            due += 0.1
            # A port forgets with its last close who had it alone. Ours is never closed, and
            # an engine that was killed would keep its own successor out (but for root).
            fcntl.ioctl(slave, termios.TIOCNXCL)
            probe.step()
            if not probe.quiet and not probe.hung:
                send(master, probe)


if __name__ == "__main__":
    main()
