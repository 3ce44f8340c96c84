# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a program on an X server of its own and measures what it and the server spend.

The program prints BEGIN and END on stderr around the span that is measured and frames=N
on stdout. The CPU time is user and system time of the program with all its children and
of the X server, since drawing that is handed to the server is not free.
"""

import mmap
import os
import shutil
import struct
import subprocess
import tempfile
import threading
import time

WIDTH, HEIGHT = 1920, 1080
TICKS = os.sysconf("SC_CLK_TCK")


class Failed(Exception):
    """The program did not do what a measured program does."""


def _stat(pid):
    """Parent and CPU seconds of a process, or None if it is gone."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            text = file.read()
    except OSError:
        return None
    fields = text[text.rindex(")") + 2 :].split()
    return int(fields[1]), sum(int(field) for field in fields[11:15]) / TICKS


def tree_seconds(root):
    """CPU seconds of a process, its living children and those it has waited for."""
    children, seconds = {}, {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            stat = _stat(int(name))
            if stat:
                children.setdefault(stat[0], []).append(int(name))
                seconds[int(name)] = stat[1]
    total, waiting = 0.0, [root]
    while waiting:
        pid = waiting.pop()
        total += seconds.get(pid, 0.0)
        waiting += children.get(pid, [])
    return total


def private_megabytes(root):
    """Memory of a process that nothing else shares, or None if it is gone."""
    try:
        with open(f"/proc/{root}/smaps_rollup", encoding="ascii") as file:
            return sum(int(line.split()[1]) for line in file
                       if line.startswith("Private_")) / 1024
    except OSError:
        return None


class Screen:
    """A private X server whose screen can be read from memory."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="steady-bench-")
        os.chmod(self.folder, 0o700)
        reading, writing = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0",
             f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp", "-noreset",
             "-fbdir", self.folder],
            pass_fds=[writing], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        if not number:
            raise Failed("Xvfb did not start; install the package xvfb.")
        self.environment = dict(os.environ)
        for name in ("WAYLAND_DISPLAY", "GDK_DEBUG", "GSK_RENDERER"):
            self.environment.pop(name, None)
        self.environment.update(
            DISPLAY=f":{number}", GDK_BACKEND="x11", QT_QPA_PLATFORM="xcb",
            XDG_RUNTIME_DIR=self.folder, XDG_SESSION_TYPE="x11", GTK_A11Y="none",
            LP_NUM_THREADS="1", LC_ALL="C.UTF-8")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def painted_share(self):
        """Share of the screen that is no longer the black it starts with."""
        if not hasattr(self, "memory"):
            with open(os.path.join(self.folder, "Xvfb_screen0"), "rb") as file:
                self.memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            header = struct.unpack(">25I", self.memory[:100])
            self.start = header[0] + 12 * header[19]  # after the colour map
            self.stride = header[12]
        painted = total = 0
        for y in range(8, HEIGHT, 24):
            begin = self.start + y * self.stride
            row = self.memory[begin : begin + WIDTH * 4]
            for x in range(8 * 4, WIDTH * 4, 24 * 4):
                total += 1
                painted += row[x : x + 3] != b"\0\0\0"
        return painted / total


def stop(process):
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def run(command, seconds, extra=None):
    """Runs one measured program; returns a dictionary of what it cost and of the
    name=value lines that it printed. Memory is read at END, and again at DONE."""
    marks, errors, output, memory = {}, [], [], [None]
    with Screen() as screen:
        environment = dict(screen.environment, **(extra or {}))
        process = subprocess.Popen(command, env=environment, text=True, errors="replace",
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)

        def read_errors():
            for line in process.stderr:
                line = line.strip()
                if line in ("END", "DONE"):
                    memory[0] = private_megabytes(process.pid) or memory[0]
                if line in ("BEGIN", "END"):
                    marks[line] = (time.monotonic(), tree_seconds(process.pid),
                                   tree_seconds(screen.server.pid))
                elif line != "DONE":
                    errors.append(line)

        def read_output():
            output.extend(process.stdout)

        readers = [threading.Thread(target=read_errors), threading.Thread(target=read_output)]
        for reader in readers:
            reader.start()
        try:
            process.wait(seconds + 90)
        except subprocess.TimeoutExpired:
            pass
        stop(process)
        for reader in readers:
            reader.join()

    frames = [int(line[7:]) for line in output if line.startswith("frames=")]
    if "BEGIN" not in marks or "END" not in marks or not frames or frames[0] == 0:
        raise Failed(f"{command[0]} gave no figures: " + " | ".join(errors[-3:]))
    span, program, server = (end - begin for begin, end in zip(marks["BEGIN"], marks["END"]))
    figures = {}
    for line in output:
        name, equals, value = line.strip().partition("=")
        if equals:
            figures[name] = float(value)
    return {**figures, "private_mb": memory[0],
            "fps": frames[0] / span,
            "program_ms": 1000 * program / frames[0],
            "server_ms": 1000 * server / frames[0],
            "ms": 1000 * (program + server) / frames[0]}
