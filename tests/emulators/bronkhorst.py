#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulator of a Bronkhorst mass flow controller, range 5 L/min, node 3 (and 80h, any).

    set 1.25       its set point
    flow 1.3       its flow, whatever is set; follow: as it is set
"""
import sys

from emulator import Emulator, run

RANGE = 5.0


class Controller(Emulator):
    def start(self):
        self.set, self.forced, self.heard = 0, None, b""

    def obey(self, word):
        if not word.startswith(b":0680"):
            return []
        if word == b":06800401210120":
            value = self.set if self.forced is None else self.forced
            return [b":0680020121%04X\r\n" % value]
        if word == b":06800401210121":
            return [b":0680020121%04X\r\n" % self.set]
        if word.startswith(b":0680010121") and len(word) == 15:
            value = int(word[11:], 16)
            if value > 32000:
                return [b":0480000405\r\n"]
            self.set = value
            return [b":0480000005\r\n"]
        return [b":0480000405\r\n"]

    def received(self, data):
        answers = []
        self.heard += data
        while b"\n" in self.heard:
            word, self.heard = self.heard.split(b"\n", 1)
            answers += self.obey(word.strip())
        return answers

    def told(self, words):
        if words[0] == "set":
            self.set = round(float(words[1]) / RANGE * 32000)
        elif words[0] == "flow":
            self.forced = round(float(words[1]) / RANGE * 32000)
        elif words[0] == "follow":
            self.forced = None
        else:
            return False
        return True


if __name__ == "__main__":
    sys.exit(run(Controller(), ("pty", "tcp")))
