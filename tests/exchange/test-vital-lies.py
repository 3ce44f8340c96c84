#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A .vital file whose inside is not so: refused with a sentence that names it, or taken in and told, never in silence.

usage: test-vital-lies.py STEADY_CASE

The checksum of the file around it is true each time, as it is where the program that wrote it lied.
"""

import gzip
import math
import os
import struct
import subprocess
import sys
import tempfile

CASE = os.path.abspath(sys.argv[1])
SOURCE = os.path.join(os.environ.get("STEADY_SHARED_DATA", ""), "vital", "test_data_demo.vital")
HEAD, TRACK, RECORD, WAVE = 10, 0, 1, 1


class Vital:
    """Where in the bytes the first wave's track and its first record are."""

    def __init__(self, content):
        self.content = content
        at = HEAD + struct.unpack_from("<H", content, 8)[0]
        self.track = self.record = None
        while at + 5 <= len(content):
            kind, size = struct.unpack_from("<BI", content, at)
            body = at + 5
            if kind == TRACK and self.track is None and content[body + 2] == WAVE:
                self.track = at
                self.id = struct.unpack_from("<H", content, body)[0]
                name = struct.unpack_from("<I", content, body + 4)[0]
                unit = struct.unpack_from("<I", content, body + 8 + name)[0]
                self.rate = body + 12 + name + unit + 12
            if kind == RECORD and self.track is not None and self.record is None \
                    and struct.unpack_from("<H", content, body + 10)[0] == self.id:
                self.record = at
            at = body + size
        assert self.track is not None and self.record is not None

    def lie(self, form, at, value):
        changed = bytearray(self.content)
        struct.pack_into("<" + form, changed, at, value)
        return bytes(changed)


def lies(vital):
    track, record = vital.track + 5, vital.record + 5
    size = struct.unpack_from("<I", vital.content, vital.record + 1)[0]
    samples = struct.unpack_from("<I", vital.content, record + 12)[0]
    for name, form, at, values in (
            ("rate", "f", vital.rate, (-1, math.nan, math.inf, 1e30)),
            ("gain", "d", vital.rate + 4, (math.nan, math.inf)),
            ("offset", "d", vital.rate + 12, (math.nan, -math.inf)),
            ("name-length", "I", track + 4, (0xfffffff0, 0x7fffffff, 100000)),
            ("format", "B", track + 3, (77,)),
            ("kind", "B", track + 2, (9,)),
            ("packet-length", "I", vital.record + 1, (0xffffffff, 0x7fffffff, size + 1, size - 1, 0)),
            ("time", "d", record + 2, (math.nan, math.inf, 1e300, -1e300)),
            ("no-such-track", "H", record + 10, (60000,)),
            ("samples", "I", record + 12, (0xffffffff, 0x40000000, samples + 1, samples - 1))):
        for value in values:
            yield f"{name} {value}", vital.lie(form, at, value)


def take_in(folder, content):
    path = os.path.join(folder, "lie.vital")
    out = os.path.join(folder, "out.steady")
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(content)
    result = subprocess.run([CASE, "import", path, out], capture_output=True, text=True, timeout=60, check=False)
    there = os.path.exists(out)
    if there:
        os.unlink(out)
    return result, there


def is_told(folder, content):
    result, there = take_in(folder, content)
    assert result.returncode in (0, 1), (result.returncode, result.stderr)
    assert len(result.stderr.splitlines()) >= 1, "nothing was said"
    if result.returncode == 1:
        assert not there, "a case was left"
        assert "lie.vital" in result.stderr, result.stderr
        assert len(result.stderr.splitlines()) == 1, result.stderr


def main():
    if not os.path.exists(SOURCE):
        print("1..0 # SKIP the recordings of ../shared/data are not here")
        return 0
    with gzip.open(SOURCE) as file:
        vital = Vital(file.read())
    every = list(lies(vital))
    failed = 0
    print(f"1..{len(every) + 1}")
    with tempfile.TemporaryDirectory(prefix="steady-lies-") as folder:
        true, there = take_in(folder, vital.content)
        fine = true.returncode == 0 and there
        failed += not fine
        print(f"{'ok' if fine else 'not ok'} 1 /exchange/vital-lies/the-true-one {true.stderr!r}")
        for number, (name, content) in enumerate(every, 2):
            try:
                is_told(folder, content)
                print(f"ok {number} /exchange/vital-lies/{name.replace(' ', '-')}", flush=True)
            except (AssertionError, subprocess.TimeoutExpired) as problem:
                failed += 1
                print(f"not ok {number} /exchange/vital-lies/{name.replace(' ', '-')}\n# {problem!r}", flush=True)
    return failed > 0


sys.exit(main())
