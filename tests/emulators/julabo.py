#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulator of a Julabo water bath (--lauda: of a Lauda): 0.5 degrees a second.

    water 34.5     the water has this temperature and set point at once
    local / remote whether it takes set points
"""
import sys
import time

from emulator import Emulator, run


class Bath(Emulator):
    period = 0.1
    lauda = False

    def start(self):
        self.water, self.set, self.remote, self.heard = 20.0, 20.0, True, b""
        self.heard_at = 0.0

    def due(self):
        step = 0.05
        if not self.stuck:
            self.water += max(-step, min(step, self.set - self.water))
        return []

    def obey(self, word):
        # too soon after the one before: a bath does not listen
        now = time.monotonic()
        soon, self.heard_at = now - self.heard_at < 0.24, now
        end = b"\r\n"
        if soon:
            return []
        if word.lower() == b"in_pv_00":
            return [b"%.2f" % self.water + end]
        if word.lower() == b"in_sp_00":
            return [b"%.2f" % self.set + end]
        mark = b"OUT_SP_00_" if self.lauda else b"out_sp_00 "
        if word.startswith(mark):
            if self.remote:
                self.set = float(word[len(mark):])
            return [b"OK" + end] if self.lauda else []
        return [b"ERR_3" + end] if self.lauda else []

    def received(self, data):
        answers = []
        self.heard += data.replace(b"\n", b"")
        while b"\r" in self.heard:
            word, self.heard = self.heard.split(b"\r", 1)
            answers += self.obey(word)
        return answers

    def told(self, words):
        if words[0] == "water":
            self.water = self.set = float(words[1])
        elif words[0] in ("local", "remote"):
            self.remote = words[0] == "remote"
        else:
            return False
        return True


if __name__ == "__main__":
    Bath.lauda = "--lauda" in sys.argv
    sys.exit(run(Bath(), ("pty", "tcp")))
