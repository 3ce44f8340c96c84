#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a training case as people would: plan, checklists, drugs, gases, cardioplegia, blood, timers,
arrest, alarms, notes, and what is added when it is over. What is printed and reviewed is looked at in it.

usage: fullcase.py PROGRAM_FOLDER DATA_FOLDER BUILD_ID.h OUT.steady [SPEED]
"""
import json
import math
import os
import signal
import struct
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import steadyrun  # noqa: E402

SETTING, COMMAND, MARK, CLINICAL, CHECKLIST, TIMER, PLAN = 45, 30, 32, 37, 66, 78, 46
CLINICAL_ANSWER, CHECKLIST_ANSWER = 39, 67
NOTE, CLAMP_ON, CLAMP_OFF, NIRS = 1, 4, 5, 9
FLOW, STOP, START, SWEEP, FIO2, WATER, MODE, FLAGS, PLEGIA = 1, 2, 3, 4, 5, 7, 11, 12, 13
CLAMPED, ARREST, CEREBRAL, COOLING, REWARMING = 1, 2, 4, 8, 16
DOSE, CARDIOPLEGIA, SAMPLE, VOLUME, CATCH = 1, 2, 3, 4, 5
READ, VERIFIED, SKIPPED = 1, 2, 3
NAN = math.nan
ANNA, BERTA = "Anna Anders", "Berta Beispiel"
INPUTS = {"name": "Stuffy", "weight_kg": 3.2, "height_cm": 50, "age_days": 5, "hct_pct": 45, "hct_target_pct": 30,
          "prime_ml": 180, "simulated": True, "diagnosis": "Transposition of the great arteries",
          "procedure": "Arterial switch operation", "allergies": "none known"}
SIGNED = [{"name": ANNA, "utc": "2026-01-01T10:00:00Z", "weight_kg": 3.2, "height_cm": 50},
          {"name": BERTA, "utc": "2026-01-01T10:01:00Z", "weight_kg": 3.2, "height_cm": 50}]


class Desk(steadyrun.Client):
    """The console in control; knows the engine's time, and every refusal."""

    def __init__(self, path, build):
        self.t, self.number, self.link, self.refused, self.lost = None, 0, None, [], 0
        super().__init__(path, build, "console")

    def listen(self, link):
        self.link = link
        super().listen(link)

    def take(self, now, packet):
        kind, _, _, _, _, t = steadyrun.HEADER.unpack_from(packet)
        body = packet[steadyrun.HEADER.size:]
        if kind == steadyrun.HEARTBEAT:
            self.t = t
        elif kind in (CLINICAL_ANSWER, CHECKLIST_ANSWER):
            number, _, refusal = struct.unpack_from("=QHH", body)
            if refusal:
                self.refused.append((kind, number, refusal))
        elif kind == 28:
            answer = json.loads(body.rstrip(b"\0"))
            if not answer.get("accepted"):
                self.refused.append(("plan", answer))
        elif kind == steadyrun.ANSWER:
            _, _, value, _, _, control, _, refusal, _ = struct.unpack_from("=QqdddHHHH", body)
            if refusal:
                self.refused.append(("command", control, value, refusal))
        super().take(now, packet)

    def send(self, kind, payload):
        packet = steadyrun.HEADER.pack(kind, 0, steadyrun.HEADER.size + len(payload), 0, 1, 0) + payload
        for _ in range(200):  # one that cannot keep up is sent away, and comes back
            try:
                self.link.send(packet)
                return
            except OSError:
                self.lost += 1
                time.sleep(0.05)
        raise AssertionError("the engine does not take this console back")

    def new(self):
        self.number += 1
        return 1000 + self.number

    def sign_in(self, name):
        real = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
        self.send(SETTING, struct.pack("=QqddII48s48s", real, real, 0, 0, 1, 0, b"", name.encode()))

    def plan(self, **changed):
        text = json.dumps({"inputs": {**INPUTS, **changed}, "signatures": SIGNED, "adopt": False}).encode()
        self.send(PLAN, text)
        text = json.dumps({"inputs": {**INPUTS, **changed}, "signatures": SIGNED, "adopt": True}).encode()
        self.send(PLAN, text)

    def set(self, control, value=0.0):
        real = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
        self.send(COMMAND, struct.pack("=QqddHHI", real, real, value, 0.0, control, 0, 0))

    def mark(self, event, value=0.0, text="", ago=0):
        self.send(MARK, struct.pack("=dHH4x200s", value, event, ago, text.encode()))

    def act(self, kind, what="", amount=NAN, unit="", values=(), **more):
        values = [struct.pack("=ddI12s", value, value, channel, unit_.encode()) for channel, value, unit_ in values]
        packed = b"".join(values) + bytes(32 * (14 - len(values)))
        self.send(CLINICAL, struct.pack(
            "=QQqqIIdddddIIII", self.new(), more.get("amends", 0), self.t, 0, kind, more.get("flags", 0), amount,
            more.get("concentration", NAN), more.get("volume", NAN), more.get("pressure", NAN),
            more.get("temperature", NAN), more.get("blood", 0), more.get("crystalloid", 0), len(values), 0)
            + packed + struct.pack("=48s16s16s24s40s48s120s", what.encode(), unit.encode(), b"",
                                   more.get("route", "").encode(), more.get("device", "").encode(), b"",
                                   more.get("text", "").encode()))
        return 1000 + self.number

    def check(self, act, list_, item, second="", text="", values=()):
        values = list(values) + [NAN] * (6 - len(values))
        self.send(CHECKLIST, struct.pack("=QqII6d32s40s48s48s120s", self.new(), 0, act, 0, *values, list_.encode(),
                                         item.encode(), b"", second.encode(), text.encode()))

    def timer(self, kind, act, ago=0.0, label=""):
        real = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
        self.send(TIMER, struct.pack("=QqdII32s", real, real, ago, kind, act, label.encode()))


def items_of(data, name):
    with open(os.path.join(data, "checklists", name + ".json"), encoding="utf-8") as file:
        return json.load(file)["items"]


def channels_of(data_folder):
    """Numbers of the laboratory's channels, from the committed list."""
    path = os.path.join(HERE, "..", "golden", "vocabulary.txt")
    found = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            words = line.split()
            if len(words) >= 3 and words[0] == "channel":
                found[words[2]] = int(words[1])
    return found


def read_list(desk, data, name, skip=None, pause=0.02):
    for item in items_of(data, name):
        if item["id"] == skip:
            desk.check(SKIPPED, name, item["id"], text="nobody was free; said to the surgeon")
            continue
        values = [(value["low"] + value["high"]) / 2 for value in item.get("values", ())]
        desk.check(READ, name, item["id"], text=item.get("choices", [""])[0], values=values)
        time.sleep(pause)
        desk.check(VERIFIED, name, item["id"], second=BERTA)
        time.sleep(pause)


def gas(desk, numbers, act, glucose, lactate=1.9):
    desk.act(SAMPLE, device="ABL90", temperature=32.0, values=[
        (numbers["act"], act, "s"), (numbers["arterial_ph"], 7.38, ""), (numbers["arterial_pco2"], 41, "mmHg"),
        (numbers["arterial_po2"], 182, "mmHg"), (numbers["base_excess"], -2.1, "mmol/L"),
        (numbers["haematocrit"], 29, "%"), (numbers["potassium"], 4.6, "mmol/L"),
        (numbers["ionised_calcium"], 1.08, "mmol/L"), (numbers["lactate"], lactate, "mmol/L"),
        (numbers["glucose"], glucose, "mmol/L")])


def course(desk, data):
    """(case time in s, deed)."""
    numbers = channels_of(data)
    return [
        (5, lambda: desk.sign_in(ANNA)),
        (20, desk.plan),
        (40, lambda: read_list(desk, data, "before-bypass", skip="briefing")),
        (120, lambda: desk.act(DOSE, "heparin", 1280, "IU", volume=1.28)),
        (180, lambda: gas(desk, numbers, 520, 7.4)),
        (200, lambda: desk.mark(NIRS)),
        (240, lambda: desk.set(FLAGS, COOLING)),
        (300, lambda: desk.timer(2, 1)),
        (310, lambda: desk.set(PLEGIA, 64.0)),
        (330, lambda: desk.act(CARDIOPLEGIA, "del-nido", 64, "mL", pressure=65, temperature=5, blood=1, crystalloid=4,
                               route="antegrade")),
        (420, lambda: desk.mark(NOTE, text="Surgeon told: the venous line is kinked")),
        (430, lambda: desk.act(CATCH, text="Kinked venous line seen before the level fell")),
        (600, lambda: desk.act(VOLUME, "red-cells", 30, "mL")),
        (700, lambda: gas(desk, numbers, 505, 8.1)),
        (900, lambda: desk.set(STOP)),
        (930, lambda: desk.timer(3, 1, ago=20.0)),
        (1080, lambda: (desk.set(START), desk.timer(3, 2), desk.timer(4, 1), desk.set(FLOW, 0.16))),
        (1320, lambda: (desk.timer(4, 2), desk.set(FLOW, 0.48))),
        (1400, lambda: desk.plan(hct_target_pct=34, temperature_c=30)),
        (1500, lambda: desk.timer(16, 1, label="Surgeon's own")),
        (1700, lambda: desk.timer(16, 2, label="Surgeon's own")),
        (1800, lambda: (desk.set(FLAGS, CLAMPED | REWARMING), desk.set(WATER, 38.0))),
        (1900, lambda: desk.act(DOSE, "heparin", 320, "IU")),
        (2000, lambda: gas(desk, numbers, 610, 8.9, 2.4)),
        (2100, lambda: desk.act(VOLUME, "albumin-volume", 20, "mL")),
        (2200, lambda: desk.act(VOLUME, "ultrafiltrate", -60, "mL")),
        (2400, lambda: desk.timer(2, 2, ago=30.0)),
        (2430, lambda: desk.set(FLAGS, REWARMING)),
        (2600, lambda: read_list(desk, data, "weaning")),
        (2700, lambda: desk.set(MODE, 5)),
        (2760, lambda: desk.set(FLOW, 0.25)),
        (2860, lambda: desk.set(STOP)),
        (2880, lambda: desk.set(MODE, 6)),
        (2950, lambda: desk.set(MODE, 7)),
        (3200, lambda: (desk.set(MODE, 6), desk.act(VOLUME, "ultrafiltrate", -70, "mL"))),
        (3260, lambda: desk.act(DOSE, "protamine", 12.8, "mg")),
        (3300, lambda: gas(desk, numbers, 128, 7.9)),
        (3360, lambda: read_list(desk, data, "after-bypass")),
        (3400, lambda: desk.act(CATCH, "teaching", text="For teaching: arrest, and back")),
        (3600, lambda: None),
    ]


def annotate(programs, case, environment):
    lines = [
        {"kind": "artefact", "channel": "arterial_mean", "from_s": 905, "to_s": 965, "author": ANNA,
         "text": "the line was flushed"},
        {"kind": "note", "t_s": 1500, "author": BERTA, "about": "review", "text": "Looked at together: see the NIRS here"},
        {"kind": "note", "t_s": 0, "author": ANNA, "about": "part", "text": "oxygenator|Made-up oxygenator|70123456"},
        {"kind": "note", "t_s": 0, "author": ANNA, "about": "part", "text": "tubing||L-2231"},
        {"kind": "amendment", "event": 5, "author": BERTA, "text": "half a minute earlier"},
    ]
    done = subprocess.run([os.path.join(programs, "steady-engine"), "--annotate", case], env=environment, text=True,
                          input="".join(json.dumps(line) + "\n" for line in lines), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def drive(programs, data, build_id, case, speed=60.0):
    """Records the case; what the engine refused."""
    environment = {**os.environ, "STEADY_DATA_DIR": data, "STEADY_SITE_DIR": "/nonexistent"}
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "socket")
        environment["XDG_DATA_HOME"] = os.path.join(folder, "data")
        engine = subprocess.Popen(
            [os.path.join(programs, "steady-engine"), "--training", os.path.join(data, "scenarios", "stuffy.json"),
             "--socket", path, "--case", case, "--speed", f"{speed:g}"], env=environment, stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True)
        desk = Desk(path, steadyrun.read_build_id(build_id))
        try:
            assert steadyrun.wait(lambda: desk.t is not None), "the engine says nothing"
            for at, deed in course(desk, data):
                assert steadyrun.wait(lambda due=at: desk.t >= due * 10**9, 600), f"{at} s were not reached"
                deed()
                if engine.poll() is not None:
                    raise AssertionError(engine.communicate()[1])
        finally:
            desk.close()
            engine.send_signal(signal.SIGTERM)
            said = engine.communicate(timeout=60)[1]
        assert engine.returncode == 0, said
        annotate(programs, case, environment)
    return desk.refused


def main():
    if len(sys.argv) not in (5, 6):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    programs, data, build_id, case = (os.path.abspath(argument) for argument in sys.argv[1:5])
    refused = drive(programs, data, build_id, case, float(sys.argv[5]) if len(sys.argv) == 6 else 60.0)
    for what in refused:
        print(f"refused: {what}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
