#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulator of a Philips IntelliVue monitor: association, extended poll of numerics.

    set ID VALUE         hexadecimal identifier, as 4a17; VALUE - for invalid
    unit ID UNIT         hexadecimal code of its unit
    abort                the monitor ends the association
    announce PORT AT BED it makes itself known to 127.0.0.1:PORT, as it does to everybody at port
                         24005: that its data export is at port AT, and the label of its bed
    curve 4a14 55.5      a curve stands at this value; - : invalid
    rate 4a14 64         its period in 1/8 ms
Curves that were chosen and asked for come each 256 ms, the first time with their scale.
It ends an association that is silent for 12 s.
"""
import socket
import struct
import sys
import time

from emulator import Emulator, run

MMHG, CELSIUS, PERCENT, BPM, MILLIVOLT = 0x0f20, 0x17a0, 0x0220, 0x0aa0, 0x10b2
NAN = b"\x00\x7f\xff\xff"


def fcs(data):
    value = 0xffff
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ 0x8408 if value & 1 else value >> 1
    return value ^ 0xffff


def frame(message):
    body = b"\x11\x01" + struct.pack(">H", len(message)) + message
    body += struct.pack("<H", fcs(body))
    return b"\xc0" + b"".join(bytes([0x7d, b ^ 0x20]) if b in (0xc0, 0xc1, 0x7d) else bytes([b])
                              for b in body) + b"\xc1"


def number(value):
    """An exponent and a mantissa, two decimals."""
    return struct.pack(">b", -2) + struct.pack(">i", round(value * 100))[1:]


def attribute(code, value):
    return struct.pack(">HH", code, len(value)) + value


def announcement(at, bed):
    """The connect indication: an event report of the bed, unconfirmed."""
    protocols = [(1, 1, 24105), (5, 1, at), (8, 1, 33333)]
    attributes = [
        attribute(0x0986, b"\0\1\x11\x4d"),
        attribute(0xf100, bytes([0, 9, 0xfb, 1, 2, 3, 127, 0, 0, 1, 255, 0, 0, 0])),
        attribute(0xf135, (bed + "\0").encode("utf-16-be")),
        attribute(0xf101, struct.pack(">HH", len(protocols), 8 * len(protocols)) + b"".join(
            struct.pack(">HHHH", *one, 0) for one in protocols)),
        attribute(0x0928, b"\0\x08Philips\0\0\x08M8007A\0\0"),
    ]
    body = struct.pack(">HH", len(attributes), sum(map(len, attributes))) + b"".join(attributes)
    event = struct.pack(">HHHIHH", 0x23, 0, 0, 0xd6d400, 0x0d17, len(body)) + body
    invoke = struct.pack(">HHH", 0, 0, len(event)) + event
    return b"\0\0\1\0" + struct.pack(">HH", 1, len(invoke)) + invoke


class Monitor(Emulator):
    period = 0.064
    datagrams = False

    def start(self):
        self.values = {0x4a15: 62.0, 0x4a16: 38.0, 0x4a17: 48.0, 0x4a47: 6.0, 0x4182: 140.0,
                       0x4bb8: 98.0, 0x4b6c: 34.5, 0xe004: 35.0}
        self.units = {0x4182: BPM, 0x4bb8: PERCENT, 0x4b6c: CELSIUS, 0xe004: CELSIUS}
        self.curves = {0x0102: 0.5, 0x4a14: 48.0, 0x4a44: 6.0, 0x4bb4: 2048}
        self.periods = {0x0102: 16, 0x4a14: 64, 0x4a44: 64, 0x4bb4: 64}
        self.associated = self.polled = False
        self.chosen, self.curve_poll, self.told_scale = [], None, set()
        self.poll, self.ticks = 0, 0
        self.heard = b""
        self.heard_at = time.monotonic()

    def wrap(self, message):
        return message if self.datagrams else frame(message)

    def create_event(self):
        # the object, the relative time, the type of event, and one attribute
        event = struct.pack(">HHHIHH", 0x21, 0, 0, 0, 0x0d06, 4) + b"\x00\x00\x00\x00"
        return struct.pack(">HHHHHHH", 0xe100, 2, 1, 6 + len(event), 1, 1, len(event)) + event

    def observation(self, ids):
        """One object that holds all of them as a compound value."""
        def one(i):
            value = self.values[i]
            state = 0x8000 if value is None else 0
            return struct.pack(">HHH", i, state, self.units.get(i, MMHG)) + number(value or 0)
        if len(ids) == 1:
            body = struct.pack(">HH", 0x0950, 10) + one(ids[0])
        else:
            values = b"".join(one(i) for i in ids)
            body = struct.pack(">HHHH", 0x094b, 4 + len(values), len(ids), len(values)) + values
        body = struct.pack(">HHI", 0x0924, 4, 0x00020000 | ids[0]) + body
        return struct.pack(">HHH", 7, 2, len(body)) + body

    def reply(self, poll, wanted, objects):
        """What a poll is answered: one context of objects (handle, attributes)."""
        body = b"".join(struct.pack(">HHH", handle, len(attributes),
                                    sum(4 + len(v) for _, v in attributes))
                        + b"".join(struct.pack(">HH", i, len(v)) + v for i, v in attributes)
                        for handle, attributes in objects)
        context = struct.pack(">HHH", 1, len(objects), len(body)) + body
        listed = struct.pack(">HH", 1, len(context)) + context
        reply = struct.pack(">HHI8sHHH", poll, 0, 0, bytes(8), 1, wanted, 0) + listed
        action = struct.pack(">HHHHH", 0x21, 0, 0, 0xf13b, len(reply)) + reply
        return struct.pack(">HHHHHHH", 0xe100, 2, 2, 6 + len(action), 2, 7, len(action)) + action

    def scale(self, i):
        """Low, high and their samples: 12 bits; the plethysmogram has no unit."""
        low, high = {0x0102: (-5.0, 5.0)}.get(i, (-40.0, 320.0))
        ends = NAN + NAN if i == 0x4bb4 else number(low) + number(high)
        return low, high, ends + struct.pack(">HH", 0, 4095)

    def drawn(self):
        """A piece of 256 ms of every curve, each an object of its own."""
        objects = []
        for i in self.chosen:
            if i not in self.curves:
                continue
            n = 2048 // self.periods[i]
            value = self.curves[i]
            low, high, scale = self.scale(i)
            raw = 0 if value is None else round(value) if i == 0x4bb4 else \
                round((value - low) / (high - low) * 4095)
            # the upper four bits are marks
            samples = struct.pack(">H", raw | 0x4000) * n
            attributes = [(0x096e, struct.pack(">HHH", i, 0x8000 if value is None else 0,
                                               len(samples)) + samples)]
            if i not in self.told_scale:
                self.told_scale.add(i)
                unit = {0x0102: MILLIVOLT, 0x4bb4: 0x0200}.get(i, MMHG)
                attributes += [(0x096d, struct.pack(">HBBH", n, 16, 12, 0)), (0x096f, scale),
                               (0x098d, struct.pack(">I", self.periods[i])),
                               (0x0996, struct.pack(">H", unit))]
            objects.append((i & 0xff, attributes))
        return [self.wrap(self.reply(self.curve_poll, 9, objects))] if objects else []

    def set_choice(self, message):
        """A change of the list of curves, which replaces it."""
        if message[24:32] != b"\x00\x01" + struct.pack(">H", len(message) - 28) + \
                b"\x00\x00\xf2\x3a":
            return []
        count, = struct.unpack_from(">H", message, 34)
        ids = struct.unpack_from(">%dI" % count, message, 38)
        self.chosen = [i & 0xffff for i in ids]
        invoke, = struct.unpack_from(">H", message, 8)
        body = struct.pack(">HHHHH", 0x21, 0, 0, 0, 0)
        return [self.wrap(struct.pack(">HHHHHHH", 0xe100, 2, 2, 6 + len(body), invoke, 5,
                                      len(body)) + body)]

    def numerics(self):
        groups = [[0x4a15, 0x4a16, 0x4a17]] + [[i] for i in self.values
                                              if i not in (0x4a15, 0x4a16, 0x4a17)]
        objects = b"".join(self.observation(g) for g in groups)
        context = struct.pack(">HHH", 1, len(groups), len(objects)) + objects
        listed = struct.pack(">HH", 1, len(context)) + context
        reply = struct.pack(">HHI8sHHH", self.poll, 0, 0, bytes(8), 1, 6, 0) + listed
        action = struct.pack(">HHHHH", 0x21, 0, 0, 0xf13b, len(reply)) + reply
        return struct.pack(">HHHHHHH", 0xe100, 2, 2, 6 + len(action), 2, 7, len(action)) + action

    def obey(self, message):
        self.heard_at = time.monotonic()
        if message[:1] == b"\x0d" and len(message) == message[1] + 2 and message[-16:] == bytes(16):
            self.associated, self.polled = True, False
            self.chosen, self.curve_poll, self.told_scale = [], None, set()
            return [self.wrap(b"\x0e\x04\x05\x02\x13\x01"), self.wrap(self.create_event())]
        if message[:1] == b"\x09":
            self.associated = False
            return [self.wrap(b"\x0a\x02\x00\x00")]
        if message[:4] != b"\xe1\x00\x00\x02" or not self.associated:
            return []
        kind, length, invoke, command = struct.unpack_from(">HHHH", message, 4)
        if length != len(message) - 8 or kind != 1 or command not in (5, 7):
            return []
        if command == 5:
            return self.set_choice(message)
        action, = struct.unpack_from(">H", message, 24)
        if action == 0xf13b:
            poll, _, wanted = struct.unpack_from(">HHH", message, 28)
            if wanted == 9:
                self.curve_poll, self.told_scale = poll, set()
                return self.drawn()
            self.poll, self.polled = poll, wanted == 6
            return [self.wrap(self.numerics())] if self.polled else []
        # who it is: a reply without attributes
        body = struct.pack(">HHHHH", 0x21, 0, 0, action, 0)
        return [self.wrap(struct.pack(">HHHHHHH", 0xe100, 2, 2, 6 + len(body), invoke, 7,
                                      len(body)) + body)]

    def received(self, data):
        if self.datagrams:
            return self.obey(data)
        answers = []
        self.heard += data
        while b"\xc1" in self.heard:
            raw, self.heard = self.heard.split(b"\xc1", 1)
            raw = raw[raw.rfind(b"\xc0") + 1:]
            body, escaped = bytearray(), False
            for byte in raw:
                if byte == 0x7d and not escaped:
                    escaped = True
                    continue
                body.append(byte ^ 0x20 if escaped else byte)
                escaped = False
            if len(body) > 6 and fcs(bytes(body)) == 0x0f47:
                answers += self.obey(bytes(body[4:-2]))
        return answers

    def due(self):
        self.ticks += 1
        if self.associated and time.monotonic() - self.heard_at > 12:
            self.associated = self.polled = False
            self.curve_poll = None
            return [self.wrap(b"\x19\x02\x00\x00")]
        said = []
        if self.curve_poll is not None and self.associated and self.ticks % 4 == 0:
            said += self.drawn()
        if self.polled and self.ticks % 16 == 1:
            said.append(self.wrap(self.numerics()))
        return said

    def told(self, words):
        if words[0] == "set":
            self.values[int(words[1], 16)] = None if words[2] == "-" else float(words[2])
        elif words[0] == "curve":
            self.curves[int(words[1], 16)] = None if words[2] == "-" else float(words[2])
        elif words[0] == "rate":
            self.periods[int(words[1], 16)] = int(words[2])
            self.told_scale.clear()
        elif words[0] == "unit":
            self.units[int(words[1], 16)] = int(words[2], 16)
        elif words[0] == "announce":
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
                out.sendto(announcement(int(words[2]), " ".join(words[3:])),
                           ("127.0.0.1", int(words[1])))
        elif words[0] == "abort":
            self.associated = self.polled = False
        else:
            return False
        return True


if __name__ == "__main__":
    Monitor.datagrams = "--udp" in sys.argv
    sys.exit(run(Monitor(), ("pty", "udp")))
