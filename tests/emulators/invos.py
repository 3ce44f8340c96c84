#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulator of a Medtronic INVOS PM7100 oximeter ("PC LINK 1"): a line each second here.

    rso2 70 71 0 0        percent of the four channels; 0: the channel is off
    status 3              status code of the first channel
"""
import sys
import time

from emulator import Emulator, run


class Oximeter(Emulator):
    period = 1.0

    def start(self):
        self.values = [70, 71, 0, 0]
        self.status = 0

    def due(self):
        stamp = time.strftime("%m/%d/%y  %H:%M:%S", time.localtime(self.now()))
        fields = ["1.02.05", stamp]
        for index, value in enumerate(self.values):
            fields += ["%3d" % value, "%3d" % 0, "%2d" % (self.status if index == 0 else 0), "0"]
        return [("  ".join(fields) + "\n").encode()]

    def told(self, words):
        if words[0] == "rso2":
            self.values = [int(w) for w in words[1:5]]
        elif words[0] == "status":
            self.status = int(words[1])
        else:
            return False
        return True


if __name__ == "__main__":
    sys.exit(run(Oximeter()))
