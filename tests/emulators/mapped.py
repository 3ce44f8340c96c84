#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulator of the sketch data/devices/flow-meter.ino.

    flow 480           mL/min
    temperature 36.5   or -
"""
import sys

from emulator import Emulator, run


class FlowMeter(Emulator):
    period = 0.1

    def start(self):
        self.flow, self.temperature, self.speed, self.heard = 0, "36.5", 0, b""

    def due(self):
        return [b"F=%d T=%s P=%d\r\n" % (self.flow, self.temperature.encode(), self.speed)]

    def received(self, data):
        self.heard += data
        while b"\n" in self.heard:
            line, self.heard = self.heard.split(b"\n", 1)
            if line[:1] == b"P" and line[1:].isdigit():
                self.speed = min(250, int(line[1:]))
        return []

    def told(self, words):
        if words[0] == "flow":
            self.flow = int(words[1])
        elif words[0] == "temperature":
            self.temperature = words[1]
        else:
            return False
        return True


if __name__ == "__main__":
    sys.exit(run(FlowMeter(), ("pty", "tcp")))
