#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two Modbus paths against servers that we did not write: RTU over a pty, and TCP.

usage: test-modbus-peers.py PROGRAM_FOLDER DATA_FOLDER; prints TAP

A flow sensor is read, a pump and (pymodbus) a gas blender are armed, commanded and read back, on
Debian's python3-pymodbus and on npm's modbus-serial. Every question must be answered: a fault is
allowed only where the server itself, measured at its end of the cable, took longer than the
200 ms that the driver waits. Where a server is not installed its tests are skipped:
  npm install --prefix build/npm modbus-serial      (or STEADY_NODE_MODULES=folder)
"""
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import dialogue  # noqa: E402
import liveroom  # noqa: E402
import relay  # noqa: E402
import steadyrun  # noqa: E402

PROGRAMS, DATA = (os.path.abspath(argument) for argument in sys.argv[1:3])
FLOW, PUMP_SPEED, SET_PUMP_SPEED = 122, 120, 146
SWEEP, FIO2, SET_SWEEP, SET_FIO2 = 150, 151, 141, 142
ARM, NOT_ARMED, NO_OPERATOR, CONTROL_PUMP_SPEED, CONTROL_SWEEP, CONTROL_FIO2 = 6, 36, 20, 14, 4, 5
PATIENCE = 0.2e9  # ns
MODULES = os.environ.get("STEADY_NODE_MODULES",
                         os.path.join(PROGRAMS, "..", "npm", "node_modules"))


def pymodbus():
    if subprocess.run(["/usr/bin/python3", "-c", "import pymodbus, serial_asyncio"],
                      stderr=subprocess.DEVNULL, check=False).returncode != 0:
        return None
    return ["/usr/bin/python3", os.path.join(HERE, "peers", "pymodbus-server.py")], {}


def modbus_serial():
    node = shutil.which("node")
    if node is None or not os.path.isdir(os.path.join(MODULES, "modbus-serial")):
        return None
    return ([node, os.path.join(HERE, "peers", "modbus-serial-server.js")],
            {"NODE_PATH": os.path.abspath(MODULES)})


class Served:
    """A device on a server, a cable to it with a log, and an engine with that one device."""

    def __init__(self, stack, peer, kind, device):
        command, environment = peer
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        self.log, self.tape = (os.path.join(folder, name) for name in ("log", "tape"))
        self.cable = (relay.Cable if kind == "rtu" else relay.Network)(self.log)
        stack.callback(self.close)
        self.server = subprocess.Popen(command + [kind, self.cable.server], stdout=subprocess.PIPE,
                                       text=True, env=dict(os.environ, **environment))
        stack.callback(self.end)
        said = self.said()
        assert said == "ready", said
        device = dict(device, port=self.cable.port, tape=self.tape)
        self.room = stack.enter_context(
            liveroom.LiveRoom(PROGRAMS, DATA, folder, [], role="console", others=[device]))
        self.watcher = self.room.watcher

    def said(self):
        return self.server.stdout.readline().strip()

    def end(self):
        self.server.kill()
        self.server.wait()

    def close(self):
        if self.cable is not None:
            self.cable.close()
        self.cable = None

    def wait(self, channel, value, tolerance=1e-6):
        values = self.watcher.values
        assert steadyrun.wait(lambda: channel in values and
                              abs(values[channel][1] - value) <= tolerance, 60), values

    def arm(self):
        assert self.watcher.ask(ARM, device=1, value=1) == NO_OPERATOR, "armed by nobody"
        self.watcher.sign_in("Test")
        assert steadyrun.wait(lambda: self.watcher.ask(ARM, device=1, value=1) == 0, 30)

    def judge(self):
        """After at least twenty answers: each fault has its cause, and it is the server's."""
        assert steadyrun.wait(lambda: self.watcher.states.get(1, {}).get("frames", 0) > 20, 60)
        state = dict(self.watcher.states[1])
        self.room.finish()
        self.close()
        told = dialogue.judge(self.tape, self.log, PATIENCE)
        print("# %(questions)d questions, %(in_time)d in time, server late %(device_late)d times, "
              "worst %(worst_ms).1f ms" % told, flush=True)
        assert state["faults"] <= told["faults_explained"], (state, told)
        assert told["lost"] == 0 and told["without_answer_by_design"] == 0, told
        assert state["dropped"] == 0 and state["breaches"] == 0, state


def reads(peer, kind):
    with contextlib.ExitStack() as stack:
        one = Served(stack, peer, kind,
                     {"driver": "leviflow", "settings": {"full_scale_l_min": "8"},
                      "signals": {"flow": "measured_flow"}})
        one.wait(FLOW, 0.48)
        one.judge()


def commands(peer, kind):
    """Refused before a person has armed it; then set, and read back from the server."""
    with contextlib.ExitStack() as stack:
        one = Served(stack, peer, kind, {"driver": "puralev", "commands": True})
        one.wait(PUMP_SPEED, 2800)
        assert one.watcher.command(CONTROL_PUMP_SPEED, 3000) == NOT_ARMED
        one.arm()
        assert one.watcher.command(CONTROL_PUMP_SPEED, 3000) == 0
        assert one.said() == "set 3000"
        one.wait(SET_PUMP_SPEED, 3000)
        assert one.watcher.ask(ARM, device=1, value=0) == 0
        assert one.watcher.command(CONTROL_PUMP_SPEED, 3100) == NOT_ARMED
        assert one.watcher.command(CONTROL_PUMP_SPEED, 2500) == 0, "slower passes every gate"
        assert one.said() == "set 2500"
        one.wait(SET_PUMP_SPEED, 2500)
        one.judge()


def blends(peer, kind):
    """Long answers, and writes of several registers at once."""
    with contextlib.ExitStack() as stack:
        one = Served(stack, peer, kind,
                     {"driver": "gb100", "commands": True, "line": {"baud": 57600},
                      "settings": {"gases": "air,oxygen,co2", "full_scale_l_min": "5"}})
        one.wait(SET_SWEEP, 0.45)
        one.wait(SET_FIO2, 52.54, 0.2)
        one.arm()
        assert one.watcher.command(CONTROL_SWEEP, 0.72) == 0
        assert one.said() == "total 720"
        one.wait(SET_SWEEP, 0.72, 0.002)
        assert one.watcher.command(CONTROL_FIO2, 60) == 0
        assert one.said().startswith("share ")
        one.wait(SET_FIO2, 60, 0.1)
        one.wait(SWEEP, 0.72, 0.002)
        one.wait(FIO2, 60, 0.1)
        one.judge()


def case(peer, what, kind, missing):
    def test():
        found = peer()
        return missing if found is None else what(found, kind)
    test.__name__ = "%s_%s_%s" % (peer.__name__, kind, what.__name__)
    return test


def main():
    missing = {pymodbus: "python3-pymodbus or python3-serial-asyncio is not installed",
               modbus_serial: "npm's modbus-serial is not installed"}
    return steadyrun.Tap("/run/modbus-peers", [
        case(peer, what, kind, missing[peer]) for peer in (pymodbus, modbus_serial)
        for kind in ("tcp", "rtu")
        for what in ((reads, commands, blends) if peer is pymodbus else (reads, commands))]).run()


sys.exit(main())
