#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulator of an MCQ Gas Blender with three channels: air (balances), oxygen, CO2.

    total 450        mL/min
    share 2 40       % of channel 2; the balance takes the rest
    alert 2 1        of a channel (0: of the device)
    balance 1        the channel that balances
    missing          it has two channels only
    off / on         gas stands, and flows
"""
import struct
import sys

import modbus
from emulator import run


class Blender(modbus.Device):
    def start(self):
        super().start()
        self.total, self.shares, self.alerts = 0, [0, 40.0, 0.0], [0, 0, 0, 0]
        self.balance, self.channels, self.flowing = 1, 3, True

    def share(self, n):
        if n == self.balance:
            return 100 - sum(s for i, s in enumerate(self.shares) if i + 1 != n)
        return self.shares[n - 1]

    def registers(self):
        table = [0x0109, 0x0102, 0, self.alerts[0], 0, self.channels, self.balance]
        table += struct.unpack(">HH", struct.pack(">I", self.total)) + (0,)
        for n in (1, 2, 3):
            target = round(self.total * self.share(n))
            flow = target if self.flowing else 0
            table += (1, 1, self.alerts[n], 0, 1000, 1, round(self.share(n) * 100), n, 1000)
            for value in (flow, target, flow):
                table += struct.unpack(">HH", struct.pack(">I", value))
        return table

    def read(self, function, first, count):
        table = self.registers()
        if function != 3 or first + count > len(table):
            return None
        return table[first:first + count]

    def write(self, first, values):
        if first == 7 and len(values) == 2:
            self.total = values[0] << 16 | values[1]
        elif first in (16, 31, 46) and len(values) == 1 and values[0] <= 10000:
            self.shares[(first - 16) // 15] = values[0] / 100
        else:
            return False
        return True

    def told(self, words):
        if words[0] == "total":
            self.total = int(words[1])
        elif words[0] == "share":
            self.shares[int(words[1]) - 1] = float(words[2])
        elif words[0] == "alert":
            self.alerts[int(words[1])] = int(words[2])
        elif words[0] == "balance":
            self.balance = int(words[1])
        elif words[0] == "missing":
            self.channels = 2
        elif words[0] in ("off", "on"):
            self.flowing = words[0] == "on"
        else:
            return False
        return True


if __name__ == "__main__":
    modbus.Device.tcp = "--tcp" in sys.argv
    sys.exit(run(Blender(), ("pty", "tcp")))
