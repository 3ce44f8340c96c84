#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a command on a screen of its own, as "xvfb-run -a" does.

usage: with-screen.py [-a] [-s "ARGUMENTS OF Xvfb"] COMMAND [ARGUMENT …]

The server chooses a free number itself and says when it is ready, so that neither two that begin
at once nor a machine that stands still in between can make it wait for ever; and it ends with this
program, however that ends. -a is taken for the sake of who knows xvfb-run. Ends as the command does.
"""
import ctypes
import getopt
import os
import shlex
import signal
import subprocess
import sys

DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def end_with_parent():
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)


def start_screen(arguments):
    """The running server and its number, or None where it did not start."""
    told, tell = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(tell), *arguments, "-nolisten", "tcp"], pass_fds=[tell],
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              preexec_fn=end_with_parent)
    os.close(tell)
    with os.fdopen(told) as answer:
        return server, answer.readline().strip() or None


def main():
    try:
        options, command = getopt.getopt(sys.argv[1:], "as:")
    except getopt.GetoptError as problem:
        print(f"with-screen.py: {problem}", file=sys.stderr)
        return 2
    if not command:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    server, display = start_screen(shlex.split(dict(options).get("-s", "-screen 0 1280x1024x24")))
    if display is None:
        print("with-screen.py: Xvfb did not start", file=sys.stderr)
        return 1
    running = None
    try:
        running = subprocess.Popen(command, env=dict(os.environ, DISPLAY=":" + display))
        status = running.wait()
    finally:
        if running is not None and running.poll() is None:
            running.terminate()
            running.wait()
        server.terminate()
        server.wait()
    return status if status >= 0 else 128 - status


sys.exit(main())
