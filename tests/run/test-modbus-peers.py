#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two Modbus paths against servers that we did not write: RTU over a pty, and TCP.

usage: test-modbus-peers.py PROGRAM_FOLDER DATA_FOLDER; prints TAP

A flow sensor is read, and a pump is armed, commanded and read back, on Debian's
python3-pymodbus and on npm's modbus-serial. Where one is not installed its tests are skipped:
  npm install --prefix build/npm modbus-serial      (or STEADY_NODE_MODULES=folder)
"""
import contextlib
import os
import pty
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import tty

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import liveroom  # noqa: E402
import steadyrun  # noqa: E402

PROGRAMS, DATA = (os.path.abspath(argument) for argument in sys.argv[1:3])
FLOW, PUMP_SPEED, SET_PUMP_SPEED = 122, 120, 146
ARM, NOT_ARMED, CONTROL_PUMP_SPEED = 6, 36, 14
MODULES = os.environ.get("STEADY_NODE_MODULES",
                         os.path.join(PROGRAMS, "..", "npm", "node_modules"))


class Cable:
    """Two ptys, and a thread that carries bytes from each to the other."""

    def __init__(self):
        self.ends = [pty.openpty() for _ in range(2)]
        for _, slave in self.ends:
            tty.setraw(slave)
        self.names = [os.ttyname(slave) for _, slave in self.ends]
        self.stop = False
        self.thread = threading.Thread(target=self.carry, daemon=True)
        self.thread.start()

    def carry(self):
        masters = [master for master, _ in self.ends]
        while not self.stop:
            for ready in select.select(masters, [], [], 0.1)[0]:
                other = masters[1 - masters.index(ready)]
                os.write(other, os.read(ready, 4096))

    def close(self):
        self.stop = True
        self.thread.join()
        for master, slave in self.ends:
            os.close(master)
            os.close(slave)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


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


@contextlib.contextmanager
def served(peer, kind):
    """The port of a device on that server."""
    command, environment = peer
    cable = Cable() if kind == "rtu" else None
    port = free_port() if kind == "tcp" else None
    where = cable.names[0] if cable else str(port)
    server = subprocess.Popen(command + [kind, where], stdout=subprocess.PIPE, text=True,
                              env=dict(os.environ, **environment))
    try:
        said = server.stdout.readline().strip()
        assert said == "ready", said
        yield (cable.names[1] if cable else "tcp:127.0.0.1:%d" % port), server
    finally:
        server.kill()
        server.wait()
        if cable:
            cable.close()


@contextlib.contextmanager
def live(device):
    """An engine with that one device, and the console in control."""
    with tempfile.TemporaryDirectory() as folder:
        room = liveroom.LiveRoom(PROGRAMS, DATA, folder, [], role="console", others=[device])
        with room:
            yield room


def reads(peer, kind):
    with served(peer, kind) as (port, _):
        device = {"driver": "leviflow", "port": port, "settings": {"full_scale_l_min": "8"},
                  "signals": {"flow": "measured_flow"}}
        with live(device) as room:
            values = room.watcher.values
            assert steadyrun.wait(lambda: FLOW in values and abs(values[FLOW][1] - 0.48) < 1e-6, 60), \
                values.get(FLOW)
            assert steadyrun.wait(lambda: room.watcher.states.get(1, {}).get("frames", 0) > 20, 60)
            # a question is given up after 200 ms: a loaded machine may be later than that
            state = room.watcher.states[1]
            assert state["faults"] * 3 < state["frames"], state


def commands(peer, kind):
    """Refused before a person has armed it; then set, and read back from the server."""
    with served(peer, kind) as (port, server):
        with live({"driver": "puralev", "port": port, "commands": True}) as room:
            values = room.watcher.values
            assert steadyrun.wait(lambda: values.get(PUMP_SPEED, (0, 0, 0))[1] == 2800, 60), values
            assert room.watcher.command(CONTROL_PUMP_SPEED, 3000) == NOT_ARMED
            assert room.watcher.ask(ARM, device=1, value=1) == 20, "armed by nobody"
            room.watcher.sign_in("Test")
            assert steadyrun.wait(lambda: room.watcher.ask(ARM, device=1, value=1) == 0, 30)
            assert room.watcher.command(CONTROL_PUMP_SPEED, 3000) == 0
            assert server.stdout.readline().strip() == "set 3000"
            assert steadyrun.wait(lambda: values[SET_PUMP_SPEED][1] == 3000, 60), values
            assert room.watcher.ask(ARM, device=1, value=0) == 0
            assert room.watcher.command(CONTROL_PUMP_SPEED, 3100) == NOT_ARMED
            assert room.watcher.command(CONTROL_PUMP_SPEED, 2500) == 0, "slower passes every gate"
            assert server.stdout.readline().strip() == "set 2500"


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
        for kind in ("tcp", "rtu") for what in (reads, commands)]).run()


sys.exit(main())
