#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The judge of the soaks: what is late and what is lost are told apart, to the byte.

usage: test-dialogue.py
"""
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import dialogue  # noqa: E402
import steadyrun  # noqa: E402

MS = 1000000


def judged(tape, log, driver="masterflex"):
    """Of a tape of (ms, kind, bytes) and a log of (ms read, ms answered, bytes heard, said)."""
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, name) for name in ("tape", "log")]
        with open(names[0], "w", encoding="ascii") as file:
            print("{}", file=file)
            for at, kind, data in tape:
                print(round(at * MS), kind, data.encode().hex(), file=file)
        with open(names[1], "w", encoding="ascii") as file:
            for read, answered, heard, said in log:
                print(round(read * MS), round(answered * MS), heard, said, file=file)
        return dialogue.judge(*names, dialogue.patience_of(driver))


def expect(found, **wanted):
    for key, value in wanted.items():
        assert found[key] == value, "%s is %s and not %s: %s" % (key, found[key], value, found)


def in_time():
    found = judged([(0, ">", "1R\r"), (5, "<", "40.5\r"), (50, ">", "1RC\r"), (60, "<", "1,1"),
                    (61, "<", ",0\r"), (100, ">", "1R\r")],
                   [(1, 2, 3, 5), (51, 55, 4, 6)])
    expect(found, in_time=2, device_late=0, engine_late=0, lost=0, faults_explained=0)


def late_device():
    """Its answer comes while the next question waits: two faults of the driver, no loss."""
    found = judged([(0, ">", "1R\r"), (150, ">", "1RC\r"), (152, "<", "40.5\r"), (155, "<", "1,1,0\r"),
                    (205, ">", "1R\r"), (207, "<", "40.5\r"), (257, ">", "1RC\r")],
                   [(1, 151, 3, 5), (152, 154, 4, 6), (206, 206, 3, 5)])
    expect(found, in_time=2, device_late=1, engine_late=0, lost=0, faults_explained=2)


def late_alone():
    """It comes while nothing waits: only the time that was over is a fault. A bath has a second."""
    tape = [(0, ">", "in_pv_00\r"), (1100, "<", "34.5\r\n"), (1200, ">", "in_sp_00\r")]
    log = [(1, 1090, 9, 6)]
    expect(judged(tape, log, "julabo"), device_late=1, lost=0, faults_explained=1)
    tape[1] = (900, "<", "34.5\r\n")
    log[0] = (1, 890, 9, 6)
    expect(judged(tape, log, "julabo"), in_time=1, device_late=0, faults_explained=0)


def late_engine():
    found = judged([(0, ">", "1R\r"), (300, "<", "40.5\r"), (350, ">", "1RC\r")], [(1, 2, 3, 5)])
    expect(found, engine_late=1, device_late=0, lost=0, faults_explained=1)


def lost_answer():
    """It was said in time and never came: a loss, however many others come."""
    found = judged([(0, ">", "1R\r"), (150, ">", "1RC\r"), (155, "<", "1,1,0\r"), (205, ">", "1R\r")],
                   [(1, 2, 3, 5), (151, 154, 4, 6)])
    assert found["lost"] > 0, found


def lost_question():
    found = judged([(0, ">", "1R\r"), (150, ">", "1RC\r"), (155, "<", "1,1,0\r"), (205, ">", "1R\r")],
                   [(151, 154, 4, 6)])
    assert found["lost"] > 0, found


def one_byte_lost():
    found = judged([(0, ">", "1R\r"), (5, "<", "4.5\r"), (50, ">", "1RC\r"), (55, "<", "1,1,0\r"),
                    (100, ">", "1R\r")],
                   [(1, 2, 3, 5), (51, 52, 4, 6)])
    assert found["lost"] > 0, found


def without_answer():
    found = judged([(0, ">", "out_sp_00 37.0\r"), (260, ">", "in_pv_00\r"), (265, "<", "34.5\r\n"),
                    (500, ">", "in_sp_00\r")],
                   [(1, 2, 15, 0), (261, 262, 9, 6)], "julabo")
    expect(found, without_answer_by_design=1, in_time=1, lost=0, faults_explained=0)


if __name__ == "__main__":
    sys.exit(steadyrun.Tap("/run/dialogue", [
        in_time, late_device, late_alone, late_engine, lost_answer, lost_question, one_byte_lost,
        without_answer]).run())
