#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulator of a GE/Datex S/5 monitor on its computer interface.

    p N LABEL SYS DIA MEAN     pressure 1 ... 6 (mmHg), label as ART CVP ABP ...; p N off
    t N LABEL CELSIUS          temperature 1 ... 4; t N off
    hr N / spo2 N              - for invalid
    leadoff / leadon           the ECG's electrodes
    gap                        the next packet of waveforms has the mark of a gap
    saw                        pressures tell when they were measured: a saw of 1 s and 100 mmHg
Its interval of numerics is 0.5 s here where 5 s are asked for, so that tests need not wait.
"""
import math
import struct
import sys
import time

from emulator import Emulator, run

PRESSURES = {"ART": 1, "CVP": 2, "PA": 3, "LAP": 6, "ABP": 8, "FEM": 16, "UAC": 17, "UVC": 18}
TEMPERATURES = {"ESO": 1, "NASO": 2, "RECT": 4, "BLAD": 5, "CORE": 15}
P_AT = [16, 30, 44, 58, 240, 254]
T_AT = [86, 94, 102, 110]
INVALID = -32767
RATES = {1: 300, 2: 300, 3: 300, 4: 100, 5: 100, 6: 100, 7: 100, 8: 100, 9: 25}


def frame(record):
    record += bytes([sum(record) & 255])
    body = b"".join(bytes([0x7d, b & ~0x20]) if b in (0x7d, 0x7e) else bytes([b]) for b in record)
    return b"\x7e" + body + b"\x7e"


class Monitor(Emulator):
    period = 0.125

    def start(self):
        self.p = {1: ("ART", 62, 38, 48), 2: ("CVP", 8, 4, 6)}
        self.t = {1: ("NASO", 34.5), 2: ("RECT", 35.0)}
        self.hr, self.spo2 = 140, 98
        self.numerics = 0.0  # s between two
        self.told_at = 0.0
        self.waves = []
        self.count = 0
        self.number = 0
        self.gap = False
        self.saw = None  # when its clock stood at sample 0; False: at the next packet
        self.lead_off = False
        self.heard = b""
        self.since = time.monotonic()

    def header(self, length, kind, parts):
        self.number = (self.number + 1) & 255
        head = struct.pack("<hBBHIBBHh", length, self.number, 5, 1, int(self.now()), 0, 0, 0, kind)
        listed = b"".join(struct.pack("<hB", *part) for part in parts)
        listed += struct.pack("<hB", 0, 255) * (8 - len(parts))
        return head + listed

    def groups(self):
        data = bytearray(270)

        def put(at, active, label, *values):
            struct.pack_into("<IH%dh" % len(values), data, at, 3 if active else 0, label, *values)
        put(0, True, 0, INVALID if self.hr is None else self.hr)
        for index, at in enumerate(P_AT):
            if index + 1 in self.p:
                label, *values = self.p[index + 1]
                put(at, True, PRESSURES[label], *[round(v * 100) for v in values], self.hr or 0)
        for index, at in enumerate(T_AT):
            if index + 1 in self.t:
                label, value = self.t[index + 1]
                put(at, True, TEMPERATURES[label], round(value * 100))
        put(118, True, 0, INVALID if self.spo2 is None else self.spo2 * 100)
        return bytes(data)

    def phdb(self):
        part = struct.pack("<I", int(self.now())) + self.groups() + struct.pack("<BBH", 0, 0, 0)
        return frame(self.header(40 + len(part), 0, [(0, 1)]) + part)

    def sample(self, kind, index):
        t = (0 if self.stuck else index) / RATES[kind]
        if kind in (4, 5, 6, 7):
            line = self.p.get(kind - 3)
            if line is None:
                return INVALID
            if self.saw:
                return round((self.saw + index / RATES[kind] * self.slow) % 1.0 * 10000)
            half = (line[1] - line[2]) / 2
            return round(100 * (line[3] + half * math.sin(2 * math.pi * 2.2 * t)))
        return round(500 * math.sin(2 * math.pi * 2.2 * t))

    def wave_packet(self):
        elapsed = 0.125
        if self.saw is False:  # the last sample of a packet is measured when it is sent
            self.saw = (time.clock_gettime(time.CLOCK_BOOTTIME) -
                        ((self.count + 1) * elapsed - 1 / RATES[4]) * self.slow)
        parts, body = [], b""
        for kind in self.waves:
            n = round(RATES[kind] * elapsed)
            first = round(self.count * RATES[kind] * elapsed)
            n = round((self.count + 1) * RATES[kind] * elapsed) - first
            label = 0
            if kind in (4, 5, 6, 7) and kind - 3 in self.p:
                label = PRESSURES[self.p[kind - 3][0]]
            status = (1 if self.gap else 0) | (8 if self.lead_off and kind <= 3 else 0)
            samples = [self.sample(kind, first + i) for i in range(n)]
            parts.append((len(body), kind))
            body += struct.pack("<hHH%dh" % n, n, status, label, *samples)
        self.gap = False
        self.count += 1
        return frame(self.header(40 + len(body), 1, parts) + body)

    def due(self):
        messages = []
        if self.waves:
            messages.append(self.wave_packet())
        if self.numerics and time.monotonic() - self.told_at >= self.numerics / 10:
            self.told_at = time.monotonic()
            messages.append(self.phdb())
        return messages

    def obey(self, record):
        length, = struct.unpack_from("<h", record, 0)
        kind, = struct.unpack_from("<h", record, 14)
        if length != len(record) or kind not in (0, 1):
            return []
        body = record[40:]
        if kind == 0:
            level, interval, _ = struct.unpack_from("<BhI", body)
            if interval == -1:
                return [self.phdb()]
            self.numerics = float(interval) if level == 1 else 0.0
        else:
            stop, = struct.unpack_from("<h", body)
            kinds = list(body[4:12])
            kinds = kinds[:kinds.index(255)] if 255 in kinds else kinds
            self.waves = [] if stop else [k for k in kinds if k in RATES]
        return []

    def received(self, data):
        messages = []
        self.heard += data
        while True:
            first = self.heard.find(b"\x7e")
            last = self.heard.find(b"\x7e", first + 1)
            if first < 0 or last < 0:
                return messages
            raw, self.heard = self.heard[first + 1:last], self.heard[last + 1:]
            record, escaped = bytearray(), False
            for byte in raw:
                if byte == 0x7d and not escaped:
                    escaped = True
                    continue
                record.append(byte | 0x20 if escaped else byte)
                escaped = False
            if len(record) > 41 and sum(record[:-1]) & 255 == record[-1]:
                messages += self.obey(bytes(record[:-1]))

    def told(self, words):
        if words[0] in ("p", "t"):
            lines = self.p if words[0] == "p" else self.t
            if words[2] == "off":
                lines.pop(int(words[1]), None)
            else:
                lines[int(words[1])] = (words[2], *[float(w) for w in words[3:]])
        elif words[0] in ("hr", "spo2"):
            setattr(self, words[0], None if words[1] == "-" else int(words[1]))
        elif words[0] in ("leadoff", "leadon"):
            self.lead_off = words[0] == "leadoff"
        elif words[0] == "gap":
            self.gap = True
        elif words[0] == "saw":
            self.saw = False
        else:
            return False
        return True


if __name__ == "__main__":
    sys.exit(run(Monitor()))
