#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""steady-console as a program: its command line, and a picture of a running case. TAP."""

import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zlib

CONSOLE, ENGINE = sys.argv[1:3]
DATA = os.environ["STEADY_DATA_DIR"]
SCREEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools", "with-screen.py")


def run(*arguments, **more):
    return subprocess.run([CONSOLE, *arguments], capture_output=True, text=True, timeout=180, **more)


def test_help():
    done = run("--help")
    return done.returncode == 0 and "--screenshot" in done.stdout and done.stderr == ""


def test_version():
    done = run("--version")
    return done.returncode == 0 and done.stdout.startswith("steady-console ")


def test_wrong_usage():
    for line in (["--nothing"], ["--renderer", "metal"], ["--screenshot", "live"], ["--socket"]):
        done = run(*line)
        if done.returncode != 2 or done.stdout or len(done.stderr.strip().splitlines()) != 1:
            return False
    return True


def test_no_display():
    environment = {key: value for key, value in os.environ.items() if "DISPLAY" not in key}
    done = run("--socket", "/nowhere", env=environment)
    return done.returncode == 1


def colours(path):
    """How many different bytes a PNG's first rows hold, and its size."""
    data = path.read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    pixels, at = b"", 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IDAT":
            pixels += data[at + 8:at + 8 + length]
        at += 12 + length
    return width, height, len(set(zlib.decompress(pixels)[:2_000_000]))


def picture(size, extra):
    with tempfile.TemporaryDirectory() as folder:
        socket, out = f"{folder}/s", pathlib.Path(folder) / "live.png"
        engine = subprocess.Popen(
            [ENGINE, "--training", f"{DATA}/scenarios/stuffy.json", "--socket", socket,
             "--case", f"{folder}/c.steady"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        try:
            done = subprocess.run(
                [SCREEN, "-s", f"-screen 0 {size}x24 -noreset", CONSOLE, "--socket",
                 socket, "--screenshot", "live", str(out), "--after", "2", *extra],
                capture_output=True, text=True, timeout=300,
            )
        finally:
            engine.terminate()
            engine.wait()
        if done.returncode != 0 or not out.exists():
            print("# " + done.stderr.replace("\n", "\n# "))
            return False
        width, height, tones = colours(out)
        print(f"# {width} × {height}, {tones} tones")
        return f"{width}x{height}" == size and tones > 60


def test_picture_wide():
    return picture("1920x1080", [])


def test_picture_portrait_dim():
    return picture("1080x1920", ["--theme", "dim"])


def test_picture_without_engine():
    """Without an engine there is no picture, and one sentence says so (after its patience)."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [SCREEN, CONSOLE, "--socket", f"{folder}/s", "--screenshot", "live",
             f"{folder}/live.png", "--patience", "2"],
            capture_output=True, text=True, timeout=180,
        )
        return done.returncode == 1 and "engine" in done.stderr and time.monotonic() - started < 150


def test_picture_of_no_page():
    """A page that no case has is wrong usage, said before any engine is asked."""
    done = subprocess.run(
        [SCREEN, CONSOLE, "--socket", "/nowhere", "--screenshot", "nonsense", "x.png"],
        capture_output=True, text=True, timeout=180,
    )
    return done.returncode == 2 and "nonsense" in done.stderr


def main():
    tests = [value for name, value in globals().items() if name.startswith("test_")]
    print(f"1..{len(tests)}")
    for number, function in enumerate(tests, 1):
        name = "/console/program/" + function.__name__[5:].replace("_", "-")
        if "picture" in name and shutil.which("Xvfb") is None:
            print(f"ok {number} {name} # SKIP Xvfb is not installed")
        else:
            print(f"{'ok' if function() else 'not ok'} {number} {name}", flush=True)


if __name__ == "__main__":
    main()
