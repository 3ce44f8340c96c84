#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulator of a Levitronix PuraLev i30 pump: its rotor follows its set speed by 2000 rpm/s.

    state 2          1 off, 2 speed, 3 process, 4 error
    speed 3000       turns at once
    deaf / hears     does not take set speeds, and takes them again
"""
import sys
import time

import modbus
from emulator import run


class Pump(modbus.Device):
    period = 0.02

    def start(self):
        super().start()
        self.state, self.set, self.speed, self.deaf = 2, 0, 0.0, False
        self.moved = time.monotonic()

    def due(self):
        now = time.monotonic()
        most = 2000 * (now - self.moved)
        self.moved = now
        target = self.set if self.state in (2, 3) else 0
        if not self.stuck:
            self.speed += max(-most, min(most, target - self.speed))
        return []

    def read(self, function, first, count):
        if function != 4 or first < 0x4000 or first + count > 0x4013:
            return None
        table = [self.state, round(self.speed), 0, self.set, 0,
                 7 if self.state == 4 else 0, 0, 0, 41] + [0] * 10
        return table[first - 0x4000:first - 0x4000 + count]

    def write(self, first, values):
        if first == 0x4001 and 0 <= values[0] <= 9000:
            if not self.deaf:
                self.set = values[0]
            return True
        return first == 0x4000

    def told(self, words):
        if words[0] == "state":
            self.state = int(words[1])
        elif words[0] == "speed":
            self.set, self.speed = int(words[1]), float(words[1])
        elif words[0] in ("deaf", "hears"):
            self.deaf = words[0] == "deaf"
        else:
            return False
        return True


if __name__ == "__main__":
    modbus.Device.tcp = "--tcp" in sys.argv
    sys.exit(run(Pump(), ("pty", "tcp")))
