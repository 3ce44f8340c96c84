#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulator of an Alicat mass flow controller at address A, range 5 L/min.

    set 1.25            its set point
    mark MOV / mark     a measurement beyond the device, and none
"""
import sys

from emulator import Emulator, run


class Controller(Emulator):
    def start(self):
        self.set, self.mark, self.heard = 0.0, "", b""

    def line(self):
        text = "A %+07.2f %+07.2f %+07.3f %+07.3f %06.3f %6s%s\r" % (
            14.7, 25.0, self.set * 0.99, self.set, self.set, "Air",
            " " + self.mark if self.mark else "")
        return text.encode()

    def obey(self, word):
        if word[:1] != b"A":
            return []
        if word[1:2] == b"S":
            try:
                value = float(word[2:])
            except ValueError:
                return [b"?\r"]
            if not 0 <= value <= 5:
                return [b"?\r"]
            self.set = value
        elif word != b"A":
            return [b"?\r"]
        return [self.line()]

    def received(self, data):
        answers = []
        self.heard += data
        while b"\r" in self.heard:
            word, self.heard = self.heard.split(b"\r", 1)
            answers += self.obey(word)
        return answers

    def told(self, words):
        if words[0] == "set":
            self.set = float(words[1])
        elif words[0] == "mark":
            self.mark = words[1] if len(words) > 1 else ""
        else:
            return False
        return True


if __name__ == "__main__":
    sys.exit(run(Controller(), ("pty", "tcp")))
