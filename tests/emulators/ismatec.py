#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulator of channel 1 of an Ismatec Reglo ICC roller pump, up to 100 rpm.

    speed 50 / run / halt    as by its own keys
    ccw / cw                 the way it turns
    mode L                   L speed, M flow rate, O volume at rate, ...
    deaf / hears             takes commands and does nothing
    news                     it tells of itself that channel 1 has begun to turn
Set commands are answered with a mark alone, questions with a line.
"""
import sys

from emulator import Emulator, run


class Pump(Emulator):
    def start(self):
        self.rpm, self.running, self.ccw, self.mode = 0.0, False, False, "L"
        self.channels, self.events, self.deaf, self.heard = False, True, False, b""
        self.say = []

    def act(self, word):
        """A command; returns its mark, or None for a question."""
        if word in (b"~0", b"~1"):
            self.channels = word == b"~1"
        elif word in (b"xE0", b"xE1"):
            self.events = word == b"xE1"
        elif not self.channels:
            return b"#"
        elif word == b"H":
            self.running = self.running or not self.deaf
        elif word == b"I":
            self.running = self.running and self.deaf
        elif word in (b"J", b"K"):
            self.ccw = word == b"K"
        elif word in (b"L", b"M", b"O", b"G", b"Q", b"N", b"P"):
            self.mode = word.decode()
        elif word[:1] == b"S" and len(word) == 7 and word[1:].isdigit():
            if int(word[1:]) > 10000:
                return b"#"
            if not self.deaf:
                self.rpm = int(word[1:]) / 100
        else:
            return None
        return b"*"

    def obey(self, word):
        if word == b"1#":
            return [b"REGLO ICC 0208 306\r\n"]
        if word[:1] != b"1":
            return []
        word = word[1:]
        mark = self.act(word)
        if mark is not None:
            return [mark]
        if word == b"E":
            return [b"+\r\n" if self.running else b"-\r\n"]
        if word == b"xD":
            return [b"K\r\n" if self.ccw else b"J\r\n"]
        if word == b"xM":
            return [self.mode.encode() + b"\r\n"]
        if word == b"S":
            return [b"%.2f\r\n" % self.rpm]
        return [b"#"]

    def received(self, data):
        answers, self.say = self.say, []
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
        elif words[0] == "mode":
            self.mode = words[1]
        elif words[0] in ("deaf", "hears"):
            self.deaf = words[0] == "deaf"
        elif words[0] == "news":
            self.say.append(b"^U1\r\n")
        else:
            return False
        return True


if __name__ == "__main__":
    sys.exit(run(Pump(), ("pty", "tcp")))
