#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulator of the em-tec BioProTT FlowTrack SL flow probe.

It sends a line each 100 ms, answers the commands I, R, Z, S, T1 ... T7 and Cx.yz, and hangs
on any other letter until it is restarted, as the device may. What the probe sees:

    flow 480         mL/min
    off              sensor disconnected
    uncoupled        too little coupling, no reading
    hot              over-temperature
"""
import random
import sys

from emulator import Emulator, run


class Probe(Emulator):
    period = 0.1

    def start(self):
        self.state = "flow"
        self.flow = 0.0
        self.factor = 1.00
        self.table = 1
        self.history = []
        self.hung = False
        self.asked = b""

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

    def received(self, data):
        answers = []
        self.asked += data
        while b"\r" in self.asked:
            command, self.asked = self.asked.split(b"\r", 1)
            answers += self.command(command.decode("latin-1"))
        return [(answer + "\r\n").encode("latin-1") for answer in answers]

    def due(self):
        if not self.stuck:
            self.step()
        return [] if self.hung else [(self.line() + "\r\n").encode("latin-1")]

    def told(self, words):
        if words[0] == "flow":
            self.state, self.flow = "flow", float(words[1])
            self.history = []
        elif words[0] in ("off", "uncoupled", "hot"):
            self.state = words[0]
        else:
            return False
        return True


if __name__ == "__main__":
    sys.exit(run(Probe()))
