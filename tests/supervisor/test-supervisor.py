#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real supervisor over children that die, freeze or refuse on command.

usage: test-supervisor.py STEADY   (the built program); prints TAP
"""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

CHILD = """#!/usr/bin/python3
import os, signal, sys, time
name = os.path.basename(sys.argv[0])
folder = os.path.dirname(os.path.abspath(sys.argv[0]))
with open(os.path.join(folder, 'log'), 'a') as log:
    log.write(name + ' ' + ' '.join(sys.argv[1:]) + '\\n')
def order(kind):
    try:
        return open(os.path.join(folder, kind + '-' + name)).read()
    except FileNotFoundError:
        return ''
refuse = order('refuse')
if refuse:
    sys.exit(int(refuse))
case = sys.argv[sys.argv.index('--case') + 1] if '--case' in sys.argv else None
if case:
    open(case, 'w').close()
def stop(*_):
    with open(os.path.join(folder, 'log'), 'a') as log:
        log.write(name + ' stopped\\n')
    os._exit(0)
signal.signal(signal.SIGTERM, stop)
with open(os.path.join(folder, 'pid-' + name), 'w') as f:
    f.write(str(os.getpid()))
beat = int(sys.argv[sys.argv.index('--beat-fd') + 1])
signal.signal(signal.SIGPIPE, signal.SIG_IGN)
while True:
    try:
        os.write(beat, b'.')
    except BrokenPipeError:
        open(os.path.join(folder, 'alone-' + name), 'w').close()
    if order('crash'):
        os.abort()
    if order('leave') == 'once':
        os.unlink(os.path.join(folder, 'leave-' + name))
        sys.exit(0)
    if order('leave'):
        sys.exit(0)
    time.sleep(0.1)
"""
CHILDREN = ("steady-engine", "steady-sounder", "steady-console")


class Stage:
    """A folder with the supervisor, scripted children and a runtime folder."""

    def __init__(self, steady, *arguments):
        self.folder = tempfile.mkdtemp(prefix="steady-supervisor-")
        shutil.copy(steady, os.path.join(self.folder, "steady"))
        for name in CHILDREN:
            self.write(name, CHILD)
            os.chmod(os.path.join(self.folder, name), 0o755)
        self.arguments = arguments
        self.process = None

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w") as file:
            file.write(text)

    def remove(self, name):
        os.unlink(os.path.join(self.folder, name))

    def start(self):
        environment = dict(os.environ, XDG_RUNTIME_DIR=self.folder)
        self.process = subprocess.Popen(
            [os.path.join(self.folder, "steady"), "--training", "a.json", "--case", os.path.join(self.folder, "case"), *self.arguments],
            env=environment, stderr=subprocess.DEVNULL)

    def log(self):
        try:
            with open(os.path.join(self.folder, "log")) as file:
                return file.read().splitlines()
        except FileNotFoundError:
            return []

    def starts(self, name):
        return [line for line in self.log() if line.startswith(name + " ") and not line.endswith(" stopped")]

    def pid(self, name):
        with open(os.path.join(self.folder, "pid-" + name)) as file:
            return int(file.read())

    def wait(self, condition, seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return True
            time.sleep(0.02)
        return False

    def running(self):
        return self.wait(lambda: all(os.path.exists(os.path.join(self.folder, "pid-" + n)) for n in CHILDREN))

    def finish(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)
        for name in CHILDREN:
            try:
                os.kill(self.pid(name), signal.SIGKILL)
            except (OSError, ValueError):
                pass
        shutil.rmtree(self.folder)


def all_start_and_end_in_order(stage):
    stage.start()
    assert stage.running()
    socket = stage.starts("steady-console")[0].split("--socket ")[1].split()[0]
    assert os.stat(os.path.dirname(socket)).st_mode & 0o777 == 0o700
    stage.process.terminate()
    assert stage.process.wait(30) == 0
    stopped = [line.split()[0] for line in stage.log() if line.endswith(" stopped")]
    assert stopped == ["steady-console", "steady-engine", "steady-sounder"], stopped
    assert not os.path.exists(socket)


def dead_engine_resumes_its_case(stage):
    stage.start()
    assert stage.running()
    os.kill(stage.pid("steady-engine"), signal.SIGKILL)
    assert stage.wait(lambda: len(stage.starts("steady-engine")) == 2)
    assert "--resume " + os.path.join(stage.folder, "case") in stage.starts("steady-engine")[1]
    assert len(stage.starts("steady-sounder")) == 1 and len(stage.starts("steady-console")) == 1


def case_that_cannot_be_gone_on_with_is_left(stage):
    stage.start()
    assert stage.running()
    stage.write("refuse-steady-engine", "1")
    os.kill(stage.pid("steady-engine"), signal.SIGKILL)
    assert stage.wait(lambda: len(stage.starts("steady-engine")) >= 5)
    starts = stage.starts("steady-engine")
    case = os.path.join(stage.folder, "case")
    assert all("--resume " + case + " " in start for start in starts[1:4]), starts
    assert "--training a.json --case " + case + "-2 " in starts[4], starts
    stage.remove("refuse-steady-engine")
    assert stage.wait(lambda: os.path.exists(case + "-2"))
    assert stage.process.poll() is None


def training_engine_names_what_comes_next(stage):
    scenario = os.path.join(stage.folder, "b.json")
    stage.write("b.json", "{}")
    stage.start()
    assert stage.running()
    socket = stage.starts("steady-console")[0].split("--socket ")[1].split()[0]
    with open(os.path.join(os.path.dirname(socket), "next-case"), "w") as file:
        file.write(scenario)
    stage.write("leave-steady-engine", "once")
    assert stage.wait(lambda: len(stage.starts("steady-engine")) == 2)
    start = stage.starts("steady-engine")[1]
    assert "--training " + scenario + " --case " + os.path.join(stage.folder, "case-2") + " " in start, start
    assert len(stage.starts("steady-console")) == 1 and len(stage.starts("steady-sounder")) == 1


def nothing_but_a_scenario_comes_next(stage):
    stage.start()
    assert stage.running()
    socket = stage.starts("steady-console")[0].split("--socket ")[1].split()[0]
    with open(os.path.join(os.path.dirname(socket), "next-case"), "w") as file:
        file.write("/nowhere/at-all.json")
    stage.write("leave-steady-engine", "1")
    assert stage.process.wait(30) == 0
    assert not os.path.exists(os.path.dirname(socket))


def frozen_sounder_is_restarted(stage):
    stage.start()
    assert stage.running()
    os.kill(stage.pid("steady-sounder"), signal.SIGSTOP)
    assert stage.wait(lambda: len(stage.starts("steady-sounder")) == 2)
    assert len(stage.starts("steady-engine")) == 1


def refusal_at_the_start_ends_all(stage):
    stage.write("refuse-steady-engine", "2")
    stage.start()
    assert stage.process.wait(30) == 2
    assert len(stage.starts("steady-engine")) == 1


def broken_sounder_is_tried_again_for_ever(stage):
    stage.write("refuse-steady-sounder", "1")
    stage.start()
    assert stage.wait(lambda: len(stage.starts("steady-sounder")) >= 3)
    assert stage.process.poll() is None
    stage.remove("refuse-steady-sounder")
    assert stage.running()


def console_that_crashes_twice_draws_on_the_cpu(stage):
    stage.start()
    assert stage.running()
    stage.write("crash-steady-console", "1")
    assert stage.wait(lambda: len(stage.starts("steady-console")) >= 3)
    stage.remove("crash-steady-console")
    starts = stage.starts("steady-console")
    assert "--renderer" not in starts[0] and "--renderer" not in starts[1], starts
    assert "--renderer cpu" in starts[2], starts


def user_who_leaves_ends_all(stage):
    stage.start()
    assert stage.running()
    stage.write("leave-steady-console", "1")
    assert stage.process.wait(30) == 0
    assert "steady-engine stopped" in stage.log()


def children_go_on_without_their_supervisor(stage):
    stage.start()
    assert stage.running()
    stage.process.kill()
    stage.process.wait()
    assert stage.wait(lambda: all(os.path.exists(os.path.join(stage.folder, "alone-" + n)) for n in CHILDREN))


TESTS = [all_start_and_end_in_order, dead_engine_resumes_its_case, case_that_cannot_be_gone_on_with_is_left,
         training_engine_names_what_comes_next, nothing_but_a_scenario_comes_next, frozen_sounder_is_restarted,
         refusal_at_the_start_ends_all, broken_sounder_is_tried_again_for_ever,
         console_that_crashes_twice_draws_on_the_cpu, user_who_leaves_ends_all,
         children_go_on_without_their_supervisor]


def main():
    failed = 0
    print(f"1..{len(TESTS)}")
    for number, test in enumerate(TESTS, 1):
        stage = Stage(sys.argv[1])
        name = "/supervisor/" + test.__name__.replace("_", "-")
        try:
            test(stage)
            print(f"ok {number} {name}", flush=True)
        except (AssertionError, OSError, subprocess.TimeoutExpired) as problem:
            failed += 1
            print(f"not ok {number} {name}\n# {problem!r}", flush=True)
        finally:
            stage.finish()
    return failed > 0


sys.exit(main())
