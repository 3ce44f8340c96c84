#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulator of a Nonin 7600 or SenSmart X-100 regional oximeter: one line a second.

    rso2 70 71 - -      percent of the four sensors; - for none
    badsum / goodsum    checksums that do not agree with the described range, as the one
                        sample that was published
"""
import binascii
import sys
import time

from emulator import Emulator, run


class Oximeter(Emulator):
    period = 1.0

    def start(self):
        self.values = [70, 71, None, None]
        self.bad = False

    def due(self):
        shown = ["---" if v is None else "%03d" % v for v in self.values]
        listed = ["---" if v is None else "%d" % v for v in self.values]
        none = ",".join(["---"] * 4)
        text = "Ch1=%s Ch2=%s Ch3=%s Ch4=%s 1234|%s|rSO2=%s|HbI=%s|AUC=%s|REF=%s|HI_LIM=%s" % (
            *shown, time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(self.now())),
            ",".join(listed), none, none, none, none)
        text += "|LOW_LIM=%s|ALM=OFF,OFF,OFF,OFF|SIG_QUAL_ALM=0|POD_COMM_ALM=0|SNS_FLT=0" % none
        text += "\\LCD_FLT=0\\LOW_BATT=0\\EXT_MEM_ERR=0\\CKSUM="
        crc = binascii.crc_hqx(text.encode(), 0)
        if self.bad:
            crc ^= 0x5555
        return [(text + "%04X\r\n" % crc).encode()]

    def told(self, words):
        if words[0] == "rso2":
            self.values = [None if w == "-" else int(w) for w in words[1:5]]
        elif words[0] in ("badsum", "goodsum"):
            self.bad = words[0] == "badsum"
        else:
            return False
        return True


if __name__ == "__main__":
    sys.exit(run(Oximeter()))
