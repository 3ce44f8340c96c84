# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the tape of a device against the log of its emulator: where did an answer stay?"""
import bisect

PATIENCE = 0.15e9  # ns; the least that any driver waits for an answer


def read_tape(name):
    """The instants at which a question went out and at which something came, and closings."""
    sent, came, closed = [], [], 0
    with open(name, encoding="ascii") as file:
        next(file)
        for line in file:
            instant, kind = line.split(maxsplit=2)[:2]
            if kind[0] == ">":
                sent.append(int(instant))
            elif kind[0] == "<":
                came.append(int(instant))
            elif kind[0] == "-":
                closed += 1
    return sent, came, closed


def read_log(name):
    """(when read, when answered, bytes heard, bytes said) of each question."""
    with open(name, encoding="ascii") as file:
        return [tuple(int(word) for word in line.split()) for line in file if line.count(" ") == 3]


def judge(tape, log, patience=PATIENCE):
    """How each question was answered: in time, or who was late."""
    sent, came, closed = read_tape(tape)
    log = read_log(log)
    gaps = [later - earlier for earlier, later in zip(came, came[1:])]
    read = [one[0] for one in log]
    found = {"questions": len(sent), "in_time": 0, "device_late": 0, "engine_late": 0, "lost": 0,
             "without_answer_by_design": 0, "closed": closed, "worst_ms": 0.0,
             "worst_of_device_ms": 0.0, "worst_of_engine_ms": 0.0,
             "worst_silence_ms": max(gaps, default=0) / 1e6}
    for number, at in enumerate(sent[:-1]):
        after = bisect.bisect_right(came, at)
        answer = came[after] if after < len(came) else None
        first = bisect.bisect_left(read, at)
        entry = log[first] if first < len(log) else None
        took = answer - at if answer is not None else None
        device = entry[1] - at if entry is not None else None
        if took is not None and took <= patience:
            found["in_time"] += 1
            found["worst_ms"] = max(found["worst_ms"], took / 1e6)
            continue
        if entry is not None and entry[3] == 0 and device <= patience:
            found["without_answer_by_design"] += 1
        elif device is None or device > patience:
            found["device_late"] += 1
            found["worst_of_device_ms"] = max(found["worst_of_device_ms"], (device or 0) / 1e6)
        elif took is not None and answer >= entry[1] and \
                (number + 1 >= len(sent) or answer <= sent[number + 1]):
            found["engine_late"] += 1
            found["worst_of_engine_ms"] = max(found["worst_of_engine_ms"], took / 1e6)
        else:
            found["lost"] += 1
    return found
