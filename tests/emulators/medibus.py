#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulator of a Dräger machine with MEDIBUS and its realtime extension.

    set 78 5.0       measured value (hexadecimal code); set 78 - : not measured
    suspend / resume DC1 and DC3: we are asked to be still for a while
    ask              asks us whether we are there
    curve 14.5       the airway pressure's curve stands there (its flow is 6 L/min)
Without a message for 3 s it forgets the connection.
"""
import sys
import time

from emulator import Emulator, run

CURVES = {0: (16000, -20, 100, 0xfff), 1: (8000, -180, 180, 0xfff), 6: (32000, 0, 15, 0x3ff)}


def message(begin, code, data=b""):
    body = bytes([begin, code]) + data
    return body + b"%02X\r" % (sum(body) & 0xff)


class Machine(Emulator):
    period = 0.016

    def start(self):
        self.values = {0x73: "10.5", 0x78: "5.0", 0x7d: "18", 0xb9: "0.85", 0xd6: "32",
                       0xf0: "45", 0xe3: "4.8"}
        self.connected, self.streams, self.enabled, self.heard = False, [], 0, b""
        self.heard_at, self.pressure, self.asks, self.mark = 0.0, 14.5, False, b""

    def measured(self):
        return b"".join(b"%02X%4s" % (code, text.encode()) for code, text in
                        self.values.items() if text is not None)

    def curves(self):
        return b"".join(b"%02X%8d%5d%5d%3X" % ((code,) + what) for code, what in CURVES.items())

    def obey(self, code, data):
        self.heard_at = time.monotonic()
        if code == 0x51:
            self.connected, self.enabled, self.streams = True, 0, []
            return [message(1, 0x51)]
        if not self.connected:
            return []
        if code == 0x52:
            return [message(1, 0x52, b"0161'Emulator        '01.00:04.03")]
        if code == 0x24:
            return [message(1, 0x24, self.measured())]
        if code == 0x53:
            return [message(1, 0x53, self.curves())]
        if code == 0x54:
            self.streams = [(int(data[i:i + 2], 16), int(data[i + 2:i + 4]))
                            for i in range(0, len(data), 4)]
            return [message(1, 0x54)]
        if code == 0x55:
            self.connected, self.enabled = False, 0
        return [message(1, code)] if code in (0x30, 0x55) else [message(1, 0x15)]

    def commands(self):
        answers = []
        while b"\r" in self.heard:
            raw, self.heard = self.heard.split(b"\r", 1)
            raw = raw[max(raw.rfind(b"\x1b"), raw.rfind(b"\x01")):]
            if len(raw) < 4 or b"%02X" % (sum(raw[:-2]) & 0xff) != raw[-2:]:
                if raw[:1] == b"\x1b":
                    answers.append(message(1, 0x15))
            elif raw[0] == 0x1b:
                answers += self.obey(raw[1], raw[2:-2])
        return answers

    def received(self, data):
        fast = bytes(b for b in data if b & 0x80)
        self.heard += bytes(b for b in data if not b & 0x80)
        for a, b in zip(fast, fast[1:]):
            if a == 0xc1 and b & 0xf0 == 0xc0:
                self.enabled = b & 15
        return self.commands()

    def record(self):
        """All curves whose turn it is, in one record."""
        bits, body = 0, b""
        for i, (code, times) in enumerate(self.streams):
            interval, low, high, bins = CURVES[code]
            if not self.enabled >> i & 1:
                continue
            value = {0: self.pressure, 1: 6.0}.get(code, 0.0)
            x = round((value - low) / (high - low) * bins)
            bits |= 1 << i
            body += bytes([0x80 | x & 63, 0x80 | x >> 6 & 63])
        return [bytes([0xd0 | bits]) + body] if bits else []

    def due(self):
        if self.connected and time.monotonic() - self.heard_at > 3:
            self.connected, self.enabled = False, 0
        said = [self.mark] + self.record()
        self.mark = b""
        if self.asks:
            self.asks = False
            said.append(message(0x1b, 0x30))
        return said

    def told(self, words):
        if words[0] == "set":
            self.values[int(words[1], 16)] = None if words[2] == "-" else words[2]
        elif words[0] == "curve":
            self.pressure = float(words[1])
        elif words[0] in ("suspend", "resume"):
            self.mark = b"\x11" if words[0] == "suspend" else b"\x13"
        elif words[0] == "ask":
            self.asks = True
        else:
            return False
        return True


if __name__ == "__main__":
    sys.exit(run(Machine(), ("pty", "tcp")))
