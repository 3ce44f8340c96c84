#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sketch data/devices/flow-meter.ino itself, compiled for this computer.

    flow 480       mL/min through the turbine: 450 pulses a litre
Needs g++; without it, it ends with status 77.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from emulator import Emulator, run

HERE = pathlib.Path(__file__).resolve().parent
SKETCH = HERE.parent.parent / "data/devices/flow-meter.ino"


class Board(Emulator):
    period = 0.02

    def __init__(self, program):
        super().__init__()
        self.program, self.board = program, None

    def start(self):
        if self.board is not None:
            self.board.kill()
            self.board.wait()
            os.close(self.says)
        rate, self.says = os.pipe()
        self.board = subprocess.Popen(["sh", "-c", "exec \"$0\" 3<&%d" % rate, self.program],
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                      pass_fds=(rate,))
        os.close(rate)
        os.set_blocking(self.board.stdout.fileno(), False)

    def received(self, data):
        self.board.stdin.write(data)
        self.board.stdin.flush()
        return []

    def due(self):
        said = self.board.stdout.read()
        return [said] if said else []

    def told(self, words):
        if words[0] != "flow":
            return False
        os.write(self.says, b"%f" % (float(words[1]) * 0.45))
        return True


def main():
    if shutil.which("g++") is None:
        return 77
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "sketch")
        subprocess.run(["g++", "-O1", "-Wno-unused-function", "-I", str(HERE / "sketch"),
                        "-include", "Arduino.h", "-x", "c++", str(SKETCH), "-o", program],
                       check=True)
        board = Board(program)
        status = run(board)
        board.board.kill()
        board.board.wait()
        return status


if __name__ == "__main__":
    sys.exit(main())
