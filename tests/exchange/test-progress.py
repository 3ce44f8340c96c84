#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever takes steady-case long says how far it is, and leaves nothing when it is stopped.

usage: test-progress.py STEADY_CASE STEADY_ENGINE
"""

import os
import pty
import re
import signal
import subprocess
import sys
import tempfile

CASE, ENGINE = (os.path.abspath(argument) for argument in sys.argv[1:3])
SCENARIO = os.path.join(os.environ["STEADY_DATA_DIR"], "scenarios", "infant-vsd.json")

# What may take long, with how many words about it a short case gives at least; OUT: what it makes.
WORK = {
    "verify": (("verify", "IN"), 5),
    "verify-alarms": (("verify", "--alarms", "IN"), 5),
    "quality": (("quality", "IN"), 1),
    "record": (("export", "--format", "pdf", "IN", "OUT"), 5),
    "all-sheets": (("export", "--format", "pdf", "--sheet", "all", "IN", "OUT"), 5),
    "csv": (("export", "--format", "csv", "IN", "OUT"), 5),
    "json": (("export", "--format", "json", "IN", "OUT"), 5),
    "wfdb": (("export", "--format", "wfdb", "IN", "OUT"), 5),
    "edf": (("export", "--format", "edf", "IN", "OUT"), 5),
    "copy": (("copy", "IN", "OUT"), 1),
    "deidentify": (("deidentify", "IN", "OUT"), 5),
    "import": (("import", "JSON", "OUT"), 5),
    "index": (("index", "FOLDER"), 1),
    "metrics": (("metrics", "--simulated", "OUT"), 1),
}


class Stage:
    def __init__(self, folder):
        self.cases = os.path.join(folder, "cases")
        self.made = os.path.join(folder, "made")
        os.mkdir(self.cases)
        os.mkdir(self.made)
        self.case = os.path.join(self.cases, "a.steady")
        self.json = os.path.join(folder, "a.json")
        self.temporary = os.path.join(folder, "temporary")
        os.mkdir(self.temporary)
        self.environment = {**os.environ, "XDG_DATA_HOME": os.path.join(folder, "data"),
                            "TMPDIR": self.temporary}
        subprocess.run([ENGINE, "--training", SCENARIO, "--speed", "max", "--until", "400s",
                        "--case", self.case], check=True, env=self.environment)
        self.run("export", "--format", "json", self.case, self.json, check=True)
        self.run("index", self.cases, check=True)

    def words(self, words, name):
        os.utime(self.case)  # or the index has nothing to read
        place = {"IN": self.case, "OUT": os.path.join(self.made, name), "JSON": self.json,
                 "FOLDER": self.cases}
        return [place.get(word, word) for word in words]

    def run(self, *words, **more):
        return subprocess.run([CASE, *words], capture_output=True, text=True, timeout=120,
                              env=self.environment, **more)


def tells(stage, name):
    words, least = WORK[name]
    result = stage.run("--progress", *stage.words(words, name))
    assert result.returncode == 0, result.stderr
    told = [float(match) for match in re.findall(r"^progress ([01]\.\d{3})$", result.stderr, re.M)]
    assert len(told) >= least, (len(told), result.stderr)
    assert told == sorted(told), told
    assert told[-1] >= 0.9, told


def stops(stage, name):
    """The signal waits for the program from its first instant on."""
    words = stage.words(WORK[name][0], name + "-stopped")

    def wait_for_it():
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        os.kill(os.getpid(), signal.SIGTERM)

    result = stage.run("--progress", *words, preexec_fn=wait_for_it)
    said = [line for line in result.stderr.splitlines() if not line.startswith(("progress ", "writing "))]
    assert not [found for found in os.listdir(stage.made) if "stopped" in found], os.listdir(stage.made)
    assert not os.listdir(stage.temporary), os.listdir(stage.temporary)
    if name == "index":  # what was read stays; the rest is read the next time
        assert result.returncode == 0 and not said, result.stderr
        return
    assert result.returncode == 1, (result.returncode, result.stderr)
    assert len(said) == 1 and "stopped as asked" in said[0], said


def shows_a_person(stage):
    """On a terminal: per cent, and a clean line at the end."""
    ours, theirs = pty.openpty()
    subprocess.run([CASE, *stage.words(WORK["verify"][0], "")], stdout=subprocess.DEVNULL,
                   stderr=theirs, check=True, env=stage.environment)
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert re.search(r"\r +\d+ %\r", shown), shown
    assert shown.endswith("\r     \r"), shown[-40:]


def the_engine_too(stage):
    result = subprocess.run([ENGINE, "--replay", stage.case, "--speed", "max", "--progress"],
                            capture_output=True, text=True, env=stage.environment, check=True)
    told = re.findall(r"^progress ([01]\.\d{3})$", result.stderr, re.M)
    assert len(told) >= 5 and told == sorted(told) and float(told[-1]) > 0.9, told


def main():
    tests = [(f"{name}-tells", tells, name) for name in WORK]
    tests += [(f"{name}-stops", stops, name) for name in WORK]
    failed = 0
    print(f"1..{len(tests) + 2}")
    with tempfile.TemporaryDirectory(prefix="steady-progress-") as folder:
        stage = Stage(folder)
        every = [(name, lambda work=work, what=what: work(stage, what)) for name, work, what in tests]
        every += [("shows-a-person", lambda: shows_a_person(stage)), ("the-engine-too", lambda: the_engine_too(stage))]
        for number, (name, test) in enumerate(every, 1):
            try:
                test()
                print(f"ok {number} /exchange/progress/{name}", flush=True)
            except (AssertionError, OSError, subprocess.SubprocessError) as problem:
                failed += 1
                print(f"not ok {number} /exchange/progress/{name}\n# {problem!r}", flush=True)
    return failed > 0


sys.exit(main())
