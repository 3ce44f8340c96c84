# SPDX-License-Identifier: GPL-3.0-or-later
"""A reader of WFDB records, written from the public specification alone (wfdb-spec: HEADERS,
SIGNALS, ANNOTATIONS) and apart from Steady's own: format 16, several samples a frame, checksums,
and annotations of the MIT format with their texts."""
import array
import hashlib
import os
import re
import struct
import sys


class Signal:
    def __init__(self, line):
        fields = line.split(None, 8)
        self.file, kind, gain = fields[0], fields[1], fields[2]
        found = re.fullmatch(r"(\d+)(?:x(\d+))?(?::(\d+))?(?:\+(\d+))?", kind)
        self.format, self.per_frame = int(found[1]), int(found[2] or 1)
        found = re.fullmatch(r"([-+0-9.eE]+)(?:\((-?\d+)\))?(?:/(\S+))?", gain)
        self.gain, self.unit = float(found[1]), found[3] or "mV"
        self.resolution, self.zero, self.first, self.checksum = (int(field) for field in fields[3:7])
        self.baseline = int(found[2]) if found[2] is not None else self.zero
        self.name = fields[8].strip() if len(fields) > 8 else ""
        self.raw = []

    def values(self):
        """Physical values; None where a sample is missing."""
        return [None if n == -32768 else (n - self.baseline) / self.gain for n in self.raw]


class Record:
    def __init__(self, header):
        folder = os.path.dirname(header)
        with open(header, encoding="utf-8") as file:
            lines = file.read().split("\n")
        self.check_sums(folder, header)
        self.comments = [line[1:].strip() for line in lines if line.startswith("#")]
        lines = [line for line in lines if line.strip() and not line.startswith("#")]
        fields = lines[0].split()
        self.frame_rate, self.frames, self.start = float(fields[2]), int(fields[3]), fields[4:]
        self.signals = [Signal(line) for line in lines[1:1 + int(fields[1])]]
        assert len(self.signals) == int(fields[1]), "signal lines are missing"
        self.read_samples(folder)
        self.notes = read_annotations(header[:-4] + ".atr", self.frame_rate)

    @staticmethod
    def check_sums(folder, header):
        """The checksums that Steady's exports have beside those of the format."""
        with open(header, "rb") as file:
            content = file.read()
        seals = re.findall(rb"^# sha256 (\S+) ([0-9a-f]{64})\n", content, re.M)
        assert len(seals) == 3 and seals[-1][0] == b"above", seals
        for name, digest in seals[:-1]:
            with open(os.path.join(folder, name.decode()), "rb") as file:
                assert hashlib.sha256(file.read()).hexdigest() == digest.decode(), name
        above = content[:content.index(b"# sha256 above")]
        assert hashlib.sha256(above).hexdigest() == seals[-1][1].decode(), "the header"

    def read_samples(self, folder):
        assert len({signal.file for signal in self.signals}) == 1
        assert all(signal.format == 16 for signal in self.signals)
        data = array.array("h")
        with open(os.path.join(folder, self.signals[0].file), "rb") as file:
            data.frombytes(file.read())
        if sys.byteorder != "little":
            data.byteswap()
        frame = sum(signal.per_frame for signal in self.signals)
        assert len(data) == frame * self.frames, "the signal file has another length than its header says"
        for begin in range(0, len(data), frame):
            at = begin
            for signal in self.signals:
                signal.raw.extend(data[at:at + signal.per_frame])
                at += signal.per_frame
        for signal in self.signals:
            assert signal.raw[0] == signal.first, f"{signal.name}: the first sample"
            assert (sum(signal.raw) - signal.checksum) % 65536 == 0, f"{signal.name}: the checksum"


def read_annotations(path, rate):
    """(seconds, text) of each annotation that carries text."""
    with open(path, "rb") as file:
        data = file.read()
    notes, at, tick = [], 0, 0
    while True:
        word, = struct.unpack_from("<H", data, at)
        at += 2
        code, value = word >> 10, word & 1023
        if word == 0:
            assert at == len(data), "something follows the end of the annotations"
            return notes
        if code == 59:  # SKIP: 32 bits, the higher half first
            high, low = struct.unpack_from("<HH", data, at)
            at += 4
            tick += struct.unpack("<i", struct.pack("<I", high << 16 | low))[0]
        elif code == 63:  # AUX: a text of so many bytes, padded
            text = data[at:at + value].decode("utf-8")
            at += value + value % 2
            if text.startswith("## time resolution: "):
                rate = float(text.split(": ")[1])
            else:
                notes.append((tick / rate, text))
        elif code not in (60, 61, 62):
            tick += value
