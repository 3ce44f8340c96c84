#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulator of a Masterflex L/S roller pump at address 1, up to 600 rpm.

    speed 50 / run / halt    as by its own keys
    ccw / cw                 the way it turns
    local / serial           whether it is in its serial mode
    deaf / hears             takes commands and does nothing
It begins out of its serial mode, as after its power was switched on.
"""
import sys

from emulator import Emulator, run


class Pump(Emulator):
    def start(self):
        self.rpm, self.running, self.ccw, self.serial = 0.0, False, False, False
        self.deaf, self.heard = False, b""

    def act(self, word):
        """A command in serial mode; returns its mark, or None for a question."""
        if word == b"H":
            self.running = self.running or not self.deaf
        elif word == b"I":
            self.running = self.running and self.deaf
        elif word in (b"J", b"K"):
            self.ccw = word == b"K"
        elif word[:1] == b"R" and len(word) == 7 and word[1:].isdigit():
            if not 0 < int(word[1:]) <= 60000:
                return b"#"
            if not self.deaf:
                self.rpm = int(word[1:]) / 100
        else:
            return None
        return b"*"

    def obey(self, word):
        if word[:1] != b"1":
            return []
        word = word[1:]
        if word in (b"RE1", b"RE0"):
            self.serial = word == b"RE1"
            return [b"*"]
        if not self.serial:
            return [b"~"]
        mark = self.act(word)
        if mark is not None:
            return [mark]
        if word == b"RC":
            return [b"1,%d,%d\r\n" % (self.running, self.ccw)]
        if word == b"R":
            return [b"%.2f\r\n" % self.rpm]
        if word == b"#":
            return [b"MFLX 100\r\n"]
        return [b"#"]

    def received(self, data):
        answers = []
        self.heard += data
        while b"\r" in self.heard:
            word, self.heard = self.heard.split(b"\r", 1)
            answers += self.obey(word)
        return answers

    def told(self, words):
        if words[0] == "speed":
            self.rpm, self.running = float(words[1]), True
        elif words[0] in ("run", "halt"):
            self.running = words[0] == "run"
        elif words[0] in ("cw", "ccw"):
            self.ccw = words[0] == "ccw"
        elif words[0] in ("local", "serial"):
            self.serial = words[0] == "serial"
        elif words[0] in ("deaf", "hears"):
            self.deaf = words[0] == "deaf"
        else:
            return False
        return True


if __name__ == "__main__":
    sys.exit(run(Pump(), ("pty", "tcp")))
