#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulator of a Terumo CDI 500 or 550 blood parameter monitor.

    interval 6           seconds between two messages; 0: only when asked
    text / packet        the mode of output
    basis 37 / basis actual
    set NAME VALUE       ph pco2 po2 temp hco3 be so2 k vo2 q bsa vph vpco2 vpo2 vtemp vso2
                         hct hgb; VALUE - for out of bounds, blank for no reading
Its interval is 0.5 s here, so that tests need not wait.
"""
import sys
import time

from emulator import Emulator, run

COLUMNS = ["ph", "pco2", "po2", "temp", "hco3", "be", "so2", "k", "vo2", "q", "bsa",
           "vph", "vpco2", "vpo2", "vtemp", "vso2", "hct", "hgb"]
CODES = ["ph", "pco2", "po2", "temp", "so2", "hco3", "be", "k", "vo2", "vph", "vpco2", "vpo2",
         "vtemp", "vso2", None, None, "hct", "hgb"]
NIBBLES = [0x00, 0xcd, 0xd9, 0x14, 0xf1, 0x3c, 0x28, 0xe5,
           0xa1, 0x6c, 0x78, 0xb5, 0x50, 0x9d, 0x89, 0x44]


def crc(data):
    """By halves of bytes, as the table was published."""
    value = 0
    for byte in data:
        value ^= byte
        value = (value >> 4) ^ NIBBLES[value & 15]
        value = (value >> 4) ^ NIBBLES[value & 15]
    return value


class Monitor(Emulator):
    period = 0.1

    def start(self):
        self.values = {"ph": "7.40", "pco2": "40", "po2": "200", "temp": "34.0", "hco3": "24",
                       "be": "-1", "so2": "99", "k": "4.2", "vo2": "---", "q": "", "bsa": "",
                       "vph": "7.36", "vpco2": "46", "vpo2": "42", "vtemp": "34.1",
                       "vso2": "74", "hct": "30", "hgb": "10.0"}
        self.packets = False
        self.actual = False
        self.interval = 0.5
        self.sent = 0.0
        self.lines = 0
        self.sequence = 0
        self.asked = b""

    def clock(self):
        return time.strftime("%H:%M:%S", time.localtime(self.now()))

    def heading(self):
        basis = "@ Temp Data" if self.actual else "37C Temp Data"
        return [b" " + basis.encode() + b"\r\n",
                b" Time\tpH\tCO2\tO2\tTemp\tHCO3\tBE\tcSO2\tK+\tVO2\tQ\tBSA\t"
                b"pH\tCO2\tO2\tTemp\tSO2\tHCT\tHGB\r\n"]

    def text(self):
        line = " " + "\t".join([self.clock()] + ["%4s" % self.values[n] for n in COLUMNS])
        heading = self.heading() if self.lines % 50 == 0 else []
        self.lines += 1
        return heading + [line.encode() + b"\r\n"]

    def packet(self, kind):
        fields = "".join("%02X  %s\t" % (code, self.values[name] if name else "")
                         for code, name in enumerate(CODES))
        data = "%s\t%s" % (self.clock(), fields)
        length = 13 + len(data)
        head = "\x02X%02X%04XA%d" % (self.sequence, length, kind)
        self.sequence = (self.sequence + 1) % 256
        body = (head + data).encode()
        return [body + b"%02X\x03\r\n" % crc(body)]

    def message(self, kind=0):
        self.sent = time.monotonic()
        return self.packet(kind) if self.packets else self.text()

    def due(self):
        if self.interval > 0 and time.monotonic() - self.sent >= self.interval:
            return self.message()
        return []

    def received(self, data):
        self.asked = (self.asked + data)[-64:]
        if b"<X08Z36>" not in self.asked:
            return []
        self.asked = b""
        return self.message()

    def told(self, words):
        if words[0] == "interval":
            self.interval = float(words[1])
        elif words[0] in ("text", "packet"):
            self.packets = words[0] == "packet"
        elif words[0] == "basis":
            self.actual = words[1] == "actual"
            self.lines = 0
        elif words[0] == "set":
            value = words[2] if len(words) > 2 else ""
            self.values[words[1]] = "" if value == "blank" else "---" if value == "-" else value
        else:
            return False
        return True


if __name__ == "__main__":
    sys.exit(run(Monitor()))
