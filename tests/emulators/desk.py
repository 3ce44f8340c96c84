#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""LIVE mode on a desk: emulated devices, and steady with them.

usage: desk.py STEADY [argument of steady …]

STEADY is the built program (build/src/steady). It sees a monitor, a flow probe, blood and
brain monitors, gas, water and a pump of a rig, and a port that its site file does not name.
While it runs, lines on the standard input tell the devices what to do: "bioprott flow 300",
"datex p 1 ART 40 25 31", "nonin quiet", "nonin talk"; see the emulators for what each knows.
"""
import os
import signal
import subprocess
import sys
import tempfile
import threading

import theatre


def listen(room):
    for line in sys.stdin:
        words = line.split(maxsplit=1)
        try:
            if len(words) == 2:
                room.tell(room.index(words[0]), words[1].strip())
        except (ValueError, OSError):
            print("no such device: %s" % words[0], file=sys.stderr)


def main():
    if len(sys.argv) < 2 or sys.argv[1] in ("-h", "--help"):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, \
            theatre.Theatre(folder, theatre.everyday()) as room:
        print("desk: %d emulated devices, site file %s" % (len(room.processes), room.site),
              file=sys.stderr)
        threading.Thread(target=listen, args=(room,), daemon=True).start()
        environment = room.environment()
        here = os.path.dirname(os.path.abspath(__file__))
        environment.setdefault("STEADY_DATA_DIR", os.path.join(here, "..", "..", "data"))
        with subprocess.Popen([sys.argv[1], "--live", room.site] + sys.argv[2:], env=environment,
                              stdin=subprocess.DEVNULL) as steady:
            # whoever ends the desk ends Steady with it, or it would go on to seek its devices
            signal.signal(signal.SIGTERM, lambda *_: steady.terminate())
            return steady.wait()


if __name__ == "__main__":
    sys.exit(main())
