#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulator of a Levitronix LeviFlow flow sensor with a range of 8 L/min.

    flow 0.48        L/min
    bubble on|off    / error on|off
"""
import sys

import modbus
from emulator import run


class Sensor(modbus.Device):
    def start(self):
        super().start()
        self.flow, self.bubble, self.error = 0.0, False, False

    def read(self, function, first, count):
        if function not in (3, 4) or first + count > 24:
            return None
        table = [self.bubble | self.error << 1 | (self.flow < 0) << 2,
                 round(self.flow / 8.0 * 10000), 0, 0, 0, 0, 2450] + [0] * 17
        return table[first:first + count]

    def told(self, words):
        if words[0] == "flow":
            self.flow = float(words[1])
        elif words[0] in ("bubble", "error"):
            setattr(self, words[0], words[1] == "on")
        else:
            return False
        return True


if __name__ == "__main__":
    modbus.Device.tcp = "--tcp" in sys.argv
    sys.exit(run(Sensor(), ("pty", "tcp")))
