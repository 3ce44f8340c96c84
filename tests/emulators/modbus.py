# SPDX-License-Identifier: GPL-3.0-or-later
"""Modbus for the emulators, RTU and TCP, after the public specification."""
import struct

from emulator import Emulator


def crc16(data):
    crc = 0xffff
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0xa001 if crc & 1 else crc >> 1
    return struct.pack("<H", crc)


class Device(Emulator):
    """Subclasses override read () and write ()."""

    unit = 1
    tcp = False

    def start(self):
        self.heard = b""

    def read(self, function, first, count):
        """A list of `count` numbers, or None for an address that is not there."""
        return None

    def write(self, first, values):
        """Whether the registers were taken."""
        return False

    def message(self, pdu):
        function = pdu[0]
        if function in (3, 4) and len(pdu) == 5:
            first, count = struct.unpack(">HH", pdu[1:])
            values = self.read(function, first, count)
            if values is None:
                return bytes([function | 0x80, 2])
            data = struct.pack(">%dH" % count, *[v & 0xffff for v in values])
            return bytes([function, len(data)]) + data
        if function == 6 and len(pdu) == 5:
            first, value = struct.unpack(">HH", pdu[1:])
            return pdu if self.write(first, [value]) else bytes([0x86, 2])
        if function == 16 and len(pdu) >= 6:
            first, count, size = struct.unpack(">HHB", pdu[1:6])
            if size == 2 * count == len(pdu) - 6:
                values = list(struct.unpack(">%dH" % count, pdu[6:]))
                return pdu[:5] if self.write(first, values) else bytes([0x90, 2])
        return bytes([function | 0x80, 1])

    def length(self, data):
        """Of the RTU frame at the start of data; 0: not yet known."""
        if len(data) < 2:
            return 0
        if data[1] in (3, 4, 6):
            return 8
        if data[1] == 16:
            return 9 + data[6] if len(data) > 6 else 0
        return 1  # not ours: one byte on

    def rtu(self):
        answers = []
        while self.heard:
            n = self.length(self.heard)
            if n == 0 or len(self.heard) < n:
                break
            frame, rest = self.heard[:n], self.heard[n:]
            if n < 4 or crc16(frame[:-2]) != frame[-2:]:
                self.heard = self.heard[1:]
                continue
            self.heard = rest
            if frame[0] == self.unit:
                answer = bytes([self.unit]) + self.message(frame[1:-2])
                answers.append(answer + crc16(answer))
        return answers

    def mbap(self):
        answers = []
        while len(self.heard) >= 8:
            number, protocol, length, unit = struct.unpack(">HHHB", self.heard[:7])
            if protocol != 0 or not 2 < length < 260:
                self.heard = b""
                break
            if len(self.heard) < 6 + length:
                break
            pdu, self.heard = self.heard[7:6 + length], self.heard[6 + length:]
            if unit == self.unit:
                answer = self.message(pdu)
                answers.append(struct.pack(">HHHB", number, 0, len(answer) + 1, unit) + answer)
        return answers

    def received(self, data):
        self.heard += data
        return self.mbap() if self.tcp else self.rtu()
