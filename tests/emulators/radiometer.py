#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulator of a Radiometer ABL analyser: a sender of ASTM E1394 over E1381.

    sample               it has measured one, and sends it
    set Lac 2.5          a value (set Lac ..... : none; set Lac ?2.5 : it doubts it)
    unit pO2 kPa         the unit of a value
    patient 0004 Meier   as entered at the analyser
    comment TEXT         a comment record of that text
It waits 0.5 s for an answer to a frame, tries six times, and then begins anew.
"""
import sys
import time

from emulator import Emulator, run

STX, ETX, EOT, ENQ, ACK, NAK = 2, 3, 4, 5, 6, 0x15
PATIENCE = 0.5


class Analyser(Emulator):
    period = 0.1

    def start(self):
        self.values = {"pH": "7.356", "pCO2": "5.25", "pO2": "11.5", "sO2": "97.1",
                       "ctHb": "8.9", "Hct": "27.5", "K+": "4.1", "Na+": "138", "Ca++": "1.15",
                       "Glu": "6.2", "Lac": "1.4", "SBE": "-2.3", "ABE": "-2.0"}
        self.units = {"pH": "", "pCO2": "kPa", "pO2": "kPa", "sO2": "%", "ctHb": "g/dL",
                      "Hct": "%"}
        self.kinds = {"SBE": "C", "ABE": "C"}
        self.patient, self.comment = ("0004", "Name"), None
        self.number, self.waiting = 266, []
        self.frames, self.at, self.tries, self.sent_at = None, 0, 0, 0.0

    def records(self):
        stamp = time.strftime("%Y%m%d%H%M%S", time.localtime(self.now()))
        lines = [r"H|\^&|||ABL735^Central Lab.^1.0|||||||P|1|" + stamp,
                 "P|1||%s||%s" % self.patient,
                 "O|1||Sample #^%d||||||||||" % self.number]
        for i, (name, value) in enumerate(self.values.items()):
            lines.append("R|%d|^^^%s^%s|%s|%s||N||R|||%s" % (
                i + 1, name, self.kinds.get(name, "M"), value,
                self.units.get(name, "mmol/L"), stamp))
        lines.append("R|90|^^^T^I|34.0|Cel||N||R|||" + stamp)
        lines.append("R|91|^^^pH(T)^C|7.40|||N||R|||" + stamp)
        if self.comment is not None:
            lines.append("C|1|I|377^" + self.comment)
        return lines + ["L|1|N"]

    def make(self):
        """The frames of a sample; a record that is too long goes on in the next."""
        self.number += 1
        frames, n = [], 0
        for line in self.records():
            text = line.encode("latin-1") + b"\r"
            while text:
                part, text = text[:240], text[240:]
                n = (n + 1) % 8
                body = b"%d" % n + part + (b"\x17" if text else b"\x03")
                frames.append(b"\x02" + body + b"%02X\r\n" % (sum(body) & 0xff))
        return frames

    def say(self):
        """What is to be said now: ENQ, or the frame, or the end."""
        self.sent_at = time.monotonic()
        if self.at < 0:
            return [bytes([ENQ])]
        if self.at < len(self.frames):
            return [self.frames[self.at]]
        self.frames = None
        return [bytes([EOT])]

    def received(self, data):
        said = []
        for byte in data:
            if self.frames is None:
                continue
            if byte == ACK:
                self.at, self.tries = self.at + 1, 0
                said += self.say()
            elif byte == NAK:
                said += self.again()
        return said

    def again(self):
        self.tries += 1
        if self.tries < 6:
            return self.say()
        self.at, self.tries, self.sent_at = -1, 0, time.monotonic()
        return [bytes([EOT])]

    def due(self):
        if self.frames is not None:
            if time.monotonic() - self.sent_at > PATIENCE:
                return self.again()
        elif self.waiting:
            self.frames, self.at, self.tries = self.waiting.pop(0), -1, 0
            return self.say()
        return []

    def told(self, words):
        if words[0] == "sample":
            self.waiting.append(self.make())
        elif words[0] == "set":
            self.values[words[1]] = words[2]
        elif words[0] == "unit":
            self.units[words[1]] = words[2]
        elif words[0] == "patient":
            self.patient = (words[1], words[2])
        elif words[0] == "comment":
            self.comment = " ".join(words[1:])
        else:
            return False
        return True


if __name__ == "__main__":
    sys.exit(run(Analyser(), ("pty", "tcp")))
