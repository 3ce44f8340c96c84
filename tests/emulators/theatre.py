# SPDX-License-Identifier: GPL-3.0-or-later
"""Emulated devices around a table, and the site file that names them.

A Theatre starts emulators (see emulator.py), gives those on a pty a name in a folder as
/dev/serial/by-id is one (STEADY_SERIAL_DIR), and writes site.json. It serves the
demonstration on a desk (desk.py), the soak and the bench of all devices.
"""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
LINES_MAP = os.path.abspath(os.path.join(HERE, "..", "..", "data", "devices", "example-map.json"))
REGISTERS_MAP = os.path.join(HERE, "registers-map.json")

SITE = {
    "format": "steady-site", "version": 1,
    "title": "Emulated devices on a desk",
    "source": "Made up for a demonstration [GK].",
    "patient": {"name": "Emulated", "weight_kg": 3.2, "height_cm": 50, "age_days": 5,
                "profile": "neonate"},
    "plan": {"flow_l_min": 0.48, "reservoir_stop_ml": 25},
}

# What stands under "signals" of a second monitor of one kind: two never feed one place.
SECOND_MONITOR = {"art_wave": "peripheral_pressure", "cvp_wave": "pulmonary_pressure",
                  "pleth_wave": "respiration", "t_naso": None, "t_rect": None}


def entry(script, told=(), link="pty", name=None, expected=True, flags=(), **site):
    """One emulator; @site goes into its element of "devices". @expected False: no element."""
    return {"script": script, "told": list(told), "link": link, "flags": list(flags),
            "name": name or "usb-Emulated_%s" % script, "site": site, "expected": expected}


def everyday():
    """What a desk shows: a monitor, a flow probe, blood, brain, gas and water."""
    return [
        entry("datex", ["p 1 ART 62 38 46", "p 2 CVP 8 3 5", "t 1 NASO 34.2", "t 2 RECT 34.6",
                        "hr 128", "spo2 98"], place="the child, anaesthesia monitor"),
        entry("bioprott", ["flow 470"], place="arterial line, after the oxygenator and all shunts"),
        entry("cdi", ["set ph 7.39", "set pco2 40", "set po2 180", "set temp 34", "set vso2 74",
                      "set hct 28", "set hgb 9.2", "set k 4.1"], place="arterial and venous line"),
        entry("nonin", ["rso2 68 66 - -"], place="forehead, left and right"),
        entry("alicat", ["set 0.45"], place="sweep gas of the rig", commands=True,
              settings={"unit": "L/min", "full_scale": "5"}),
        entry("julabo", [], place="water of the rig", commands=True),
        entry("puralev", ["state 2", "speed 3000"], link="tcp", place="pump of the rig",
              commands=True),
        entry("invos", [], name="usb-Not_in_the_site_file", expected=False),
    ]


def clinical():
    """Every clinical driver, over ptys, TCP and UDP, with 14 waveforms."""
    curves = {"wave_interval_ms": "16"}
    slow = {"baud": 19200, "parity": "E"}
    cerebral = {"ch1": None, "ch2": None}
    return [
        entry("datex", ["p 1 ART 62 38 46", "p 2 CVP 8 3 5", "t 1 NASO 34.2", "hr 128"]),
        entry("datex", ["p 1 ART 60 37 45", "p 2 CVP 9 4 6"], name="usb-Emulated_second_datex",
              signals=SECOND_MONITOR),
        entry("bioprott", ["flow 470"]),
        entry("cdi", ["interval 6"]),
        entry("nonin", ["rso2 68 66 - -"]),
        entry("invos", ["rso2 70 71 0 0"], line={"baud": 9600}, signals=cerebral),
        entry("intellivue", [], link="udp",
              signals={"t_naso": None, "t_rect": None, "abp_mean": None, "cvp_mean": None,
                       "abp_systolic": None, "abp_diastolic": None, "heart_rate": None,
                       "pulse_rate": None}),
        entry("medibus", [], line=slow, settings=curves),
        entry("medibus", [], link="tcp", settings=curves),
        entry("leviflow", ["flow 0.46"], link="tcp", settings={"full_scale_l_min": "8"},
              signals={"flow": None}),
        entry("radiometer", [], link="tcp"),
    ]


def nowhere(*signals):
    """Signals that feed no place here: two devices never feed one."""
    return {signal: None for signal in signals}


def rig():
    """Every driver of a rig, over ptys and TCP; five of them take commands."""
    pump = {"serves": "cardioplegia", "ml_per_turn": "2", "most_rpm": "100"}
    gas = {"unit": "L/min", "full_scale": "5"}
    return [
        entry("puralev", ["state 2", "speed 2800"], link="tcp", commands=True),
        entry("leviflow", ["flow 0.46"], settings={"full_scale_l_min": "8"}),
        entry("alicat", ["set 0.45"], commands=True, settings=gas),
        entry("gb100", ["total 450"], commands=True, line={"baud": 9600},
              settings={"gases": "air,oxygen,co2", "full_scale_l_min": "5"},
              signals=nowhere("sweep", "set_sweep", "co2")),
        entry("bronkhorst", ["set 0.45"], settings={"unit": "mL/min", "full_scale": "50"}),
        entry("julabo", ["water 30"], commands=True),
        entry("julabo", ["water 30"], name="usb-Emulated_lauda", flags=["--lauda"],
              settings={"dialect": "lauda"},
              signals={"water": "cardioplegia_temperature", "set_point": None}),
        entry("masterflex", ["serial", "speed 30"], commands=True, settings=pump),
        entry("ismatec", ["speed 40"], link="tcp", settings={"serves": "vent"}),
        entry("mapped", ["flow 480"], settings={"map": LINES_MAP}, signals=nowhere("flow", "set")),
        entry("leviflow", ["flow 0.46"], name="usb-Emulated_registers", driver="mapped",
              settings={"map": REGISTERS_MAP}),
    ]


class Theatre:
    """Emulators that run, and @folder with site.json and serial/."""

    def __init__(self, folder, entries, python=sys.executable, others=(), logs=False):
        self.folder = folder
        self.serial = os.path.join(folder, "serial")
        self.site = os.path.join(folder, "site.json")
        self.entries = entries
        self.others = list(others)  # elements of "devices" that somebody else serves
        self.logs = logs  # what each emulator heard and when, and a tape of each device
        self.processes = []
        self.python = python
        os.makedirs(self.serial, exist_ok=True)

    def __enter__(self):
        devices = list(self.others)
        for number, one in enumerate(self.entries):
            port = self.start(one)
            if one["expected"]:
                device = dict({"driver": one["script"], "port": port}, **one["site"])
                if self.logs:
                    device["tape"] = self.tape(number)
                devices.append(device)
        with open(self.site, "w", encoding="utf-8") as file:
            json.dump(dict(SITE, devices=devices), file, indent=2)
        return self

    def tape(self, number):
        return os.path.join(self.folder, "device-%d.tape" % (number + 1))

    def log(self, number):
        return os.path.join(self.folder, "device-%d.log" % (number + 1))

    def start(self, one):
        arguments = [self.python, os.path.join(HERE, one["script"] + ".py")] + one["flags"]
        if one["link"] != "pty":
            arguments.append("--" + one["link"])
        environment = dict(os.environ)
        if self.logs:
            environment["STEADY_EMULATOR_LOG"] = self.log(len(self.processes))
        process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   text=True, env=environment)
        port = process.stdout.readline().strip()
        self.processes.append(process)
        for line in one["told"]:
            self.tell(len(self.processes) - 1, line)
        if one["link"] != "pty":
            return port
        name = os.path.join(self.serial, one["name"])
        os.symlink(port, name)
        return name

    def tell(self, index, line):
        process = self.processes[index]
        process.stdin.write(line + "\n")
        process.stdin.flush()

    def index(self, script):
        return [one["script"] for one in self.entries].index(script)

    def environment(self):
        """For programs of Steady that are to see these ports and no others."""
        return dict(os.environ, STEADY_SERIAL_DIR=self.serial)

    def __exit__(self, *problem):
        for process in self.processes:
            try:
                process.stdin.write("quit\n")
                process.stdin.close()
            except OSError:
                pass
        for process in self.processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
