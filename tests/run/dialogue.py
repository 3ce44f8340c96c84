# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the tape of a device against the log of its emulator: where did an answer stay?

Both count bytes, and a line keeps their order. So the answer to a question is the very bytes that
the emulator said upon it, and it came when as many bytes had come as had been said until then: an
answer that is late is never taken for the next question's, nor for one that was lost.
"""
import bisect

PATIENCE = {"masterflex": 0.15e9, "ismatec": 0.15e9, "julabo": 1e9}  # ns, as their drivers wait
MODBUS = 0.2e9  # and as the others do


def read_tape(name):
    """(instant, bytes until then) of what was sent and of what came, and closings."""
    sent, came, closed = [], [], 0
    with open(name, encoding="ascii") as file:
        next(file)
        for line in file:
            instant, kind, *data = line.split()
            if kind in "<>":
                so_far = sent if kind == ">" else came
                before = so_far[-1][1] if so_far else 0
                so_far.append((int(instant), before + len(data[0]) // 2 if data else before))
            elif kind == "-":
                closed += 1
    return sent, came, closed


def read_log(name):
    """(when answered, bytes heard until then, said until then, said now) of each reading."""
    entries, heard, said = [], 0, 0
    with open(name, encoding="ascii") as file:
        for line in file:
            if line.count(" ") != 3:
                continue
            _, answered, more, now = (int(word) for word in line.split())
            heard, said = heard + more, said + now
            entries.append((answered, heard, said, now))
    return entries


def patience_of(driver):
    return PATIENCE.get(driver, MODBUS)


def judge(tape, log, patience):
    """How each question was answered: in time, or who was late; and what never came.

    `faults_explained` is how many faults the driver may have counted for what was late: the time
    that was over, and the answer where it came while another question waited.
    """
    sent, came, closed = read_tape(tape)
    entries = read_log(log)
    heard, arrived = [one[1] for one in entries], [one[1] for one in came]
    asked = [one[0] for one in sent]
    gaps = [later[0] - earlier[0] for earlier, later in zip(came, came[1:])]
    found = {"questions": len(sent), "in_time": 0, "device_late": 0, "engine_late": 0, "lost": 0,
             "without_answer_by_design": 0, "faults_explained": 0, "closed": closed,
             "worst_ms": 0.0, "worst_of_device_ms": 0.0, "worst_of_engine_ms": 0.0,
             "worst_silence_ms": max(gaps, default=0) / 1e6}
    for number, (at, length) in enumerate(sent):
        first = bisect.bisect_left(heard, length)
        if first == len(entries):  # never read; the last one was still under way
            found["lost"] += number + 1 < len(sent)
            continue
        answered, _, said, now = entries[first]
        if now == 0 and answered - at <= patience:
            found["without_answer_by_design"] += 1
            continue
        if now == 0:  # it was given up there too; what came of it stands in a later entry
            found["device_late"] += 1
            found["worst_of_device_ms"] = max(found["worst_of_device_ms"], (answered - at) / 1e6)
            found["faults_explained"] += 2
            continue
        where = bisect.bisect_left(arrived, said)
        if where == len(came):
            found["lost"] += number + 1 < len(sent)
            continue
        came_at = came[where][0]
        took = came_at - at
        if took < 0:  # bytes came that nobody said
            found["lost"] += 1
            continue
        if took <= patience:
            found["in_time"] += 1
            found["worst_ms"] = max(found["worst_ms"], took / 1e6)
            continue
        who = "device" if answered - at > patience else "engine"
        found[who + "_late"] += 1
        found["worst_of_%s_ms" % who] = max(found["worst_of_%s_ms" % who], took / 1e6)
        others = bisect.bisect_right(asked, came_at) > number + 1
        found["faults_explained"] += 1 + others
    return found
