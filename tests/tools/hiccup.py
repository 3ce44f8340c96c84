#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a command on a machine that stalls: now and then all of its processes stand still together.

usage: hiccup.py [--seed N] [--every FROM-TO] [--lasting FROM-TO] [--one] COMMAND [ARGUMENT …]

Every FROM to TO seconds (2-6) each process below the command is stopped for FROM to TO seconds
(1-3), as the scheduler of a crowded host does it to a whole virtual machine, and goes on after that.
With --one it is a single process, drawn by chance: that is a harder thing, which watchdogs are there to
notice, so that a test of theirs may fail of right.
What was stopped before (by a test) stays stopped. Prints how often it stalled; ends as the command does.

  tests/tools/hiccup.py meson test -C build --no-rebuild -t 4 --num-processes 2 --repeat 3 --suite console
"""
import argparse
import ctypes
import os
import random
import signal
import subprocess
import sys
import time

SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER


def processes():
    """State and parent of every process."""
    found = {}
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{entry}/stat", encoding="utf-8", errors="replace") as file:
                state, parent = file.read().rpartition(") ")[2].split()[:2]
        except OSError:
            continue
        found[int(entry)] = (state, int(parent))
    return found


def running_below(root):
    """The pids below @root, parents first, that neither stand nor are over."""
    found = processes()
    children = {}
    for pid, (_, parent) in found.items():
        children.setdefault(parent, []).append(pid)
    below, row = [], [root]
    while row:
        row = [child for pid in row for child in children.get(pid, ())]
        below += row
    return [pid for pid in below if found[pid][0] not in "TtZX"]


def send(pid, number):
    try:
        os.kill(pid, number)
        return True
    except ProcessLookupError:
        return False


def stand_still(root, seconds, one):
    """Stops what runs below @root, and what it began meanwhile, for @seconds."""
    stopped = []
    try:
        while running := running_below(root):
            running = [random.choice(running)] if one else running
            stopped += [pid for pid in running if send(pid, signal.SIGSTOP)]
            if one:
                break
        time.sleep(seconds)
    finally:
        for pid in reversed(stopped):
            send(pid, signal.SIGCONT)


def span(text):
    low, _, high = text.partition("-")
    low, high = float(low), float(high or low)
    if not 0 <= low <= high:
        raise ValueError(text)
    return low, high


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 31))
    parser.add_argument("--every", type=span, default=(2.0, 6.0))
    parser.add_argument("--lasting", type=span, default=(1.0, 3.0))
    parser.add_argument("--one", action="store_true")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    wanted = parser.parse_args()
    if not wanted.command:
        parser.error("which command?")
    random.seed(wanted.seed)
    # nothing may be left standing still when this is told to end
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    # what outlives its parent stays below this one, and stalls with the rest
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    command = subprocess.Popen(wanted.command)
    stalls, lost = 0, 0.0
    try:
        while True:
            try:
                command.wait(random.uniform(*wanted.every))
                break
            except subprocess.TimeoutExpired:
                seconds = random.uniform(*wanted.lasting)
                stand_still(os.getpid(), seconds, wanted.one)
                stalls, lost = stalls + 1, lost + seconds
    finally:
        if command.poll() is None:
            command.terminate()
    left = running_below(os.getpid())
    print(f"hiccup: {stalls} stalls, {lost:.0f} s in all (seed {wanted.seed}); {len(left)} processes left over", file=sys.stderr)
    for pid in left:
        with open(f"/proc/{pid}/cmdline", encoding="utf-8", errors="replace") as file:
            print(f"hiccup: {pid} is left: {file.read().replace(chr(0), ' ')[:200]}", file=sys.stderr)
    return command.returncode if command.returncode >= 0 else 128 - command.returncode


sys.exit(main())
