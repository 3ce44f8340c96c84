#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A live case from a cable to the record: the engine with an emulated flow probe on a pty.

usage: test-live.py PROGRAM_FOLDER DATA_FOLDER; prints TAP
"""
import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import steadyrun  # noqa: E402

PROGRAMS, DATA = (os.path.abspath(argument) for argument in sys.argv[1:3])
EMULATOR = os.path.join(HERE, "..", "emulators", "bioprott.py")


class Probe:
    """The emulator, and a site file that names the pty it stands on."""

    def __init__(self, folder, emulator=EMULATOR):
        self.process = subprocess.Popen([sys.executable, emulator], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.port = self.process.stdout.readline().strip()
        with open(os.path.join(DATA, "devices", "example-site.json"), encoding="utf-8") as file:
            site = json.load(file)
        site["devices"][0]["port"] = self.port
        self.site = os.path.join(folder, "site.json")
        with open(self.site, "w", encoding="utf-8") as file:
            json.dump(site, file)

    def tell(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def end(self):
        """Even an emulator that waits for a reader must not outlive its test."""
        try:
            self.tell("quit")
            self.process.wait(timeout=20)
        except (OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()


@contextlib.contextmanager
def probe(emulator=EMULATOR):
    with tempfile.TemporaryDirectory() as folder:
        device = Probe(folder, emulator)
        try:
            yield device, folder
        finally:
            device.end()


def live(site, *arguments):
    process = subprocess.Popen(
        [os.path.join(PROGRAMS, "steady-engine"), "--live", site, "--summary", *arguments],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=dict(os.environ, STEADY_DATA_DIR=DATA))
    return process


def finish(process):
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, f"{process.returncode}: {err}"
    return json.loads(out)


def flow_reaches_the_record():
    """0.48 L/min of a probe is 150 mL/kg/min of a child of 3.2 kg, in a case that verifies."""
    with probe() as (device, folder):
        device.tell("flow 480")
        case = os.path.join(folder, "live.steady")
        result = finish(live(device.site, "--until", "6s", "--case", case))
        last = result["last"]
        lost = [alarm for alarm in result["alarms"] if alarm.startswith("sensor-lost")]
        assert not lost, f"never fitted, and yet lost: {lost}"
        assert abs(last["measured_flow_l_min"] - 0.48) < 0.01, last["measured_flow_l_min"]
        assert abs(last["patient_flow_l_min"] - 0.48) < 0.01, last["patient_flow_l_min"]
        assert abs(last["flow_per_kg_ml_kg_min"] - 150) < 4, last["flow_per_kg_ml_kg_min"]
        assert last["arterial_mean_mmhg"] is None
        assert last["arterial_mean_mmhg_quality"] == "missing"
        subprocess.run([os.path.join(PROGRAMS, "steady-case"), "verify", case], check=True,
                       stdout=subprocess.DEVNULL, timeout=60)


def disconnected_is_not_zero():
    with probe() as (device, _):
        device.tell("off")
        last = finish(live(device.site, "--until", "5s"))["last"]
        assert last["measured_flow_l_min"] is None
        assert last["measured_flow_l_min_quality"] == "sensor-off"
        assert last["patient_flow_l_min"] is None, last["patient_flow_l_min"]


def silence_is_a_lost_link():
    with probe() as (device, _):
        device.tell("quiet")
        result = finish(live(device.site, "--until", "9s"))
        assert result["last"]["measured_flow_l_min"] is None
        assert any("link" in alarm for alarm in result["alarms"]), sorted(result["alarms"])


def killed_it_goes_on_in_its_case():
    """The same case with a gap, from the site file as it was, and the probe is read again."""
    with probe() as (device, folder):
        device.tell("flow 480")
        case = os.path.join(folder, "live.steady")
        process = live(device.site, "--case", case)
        assert steadyrun.wait(lambda: rows(case, "SELECT count(*) FROM state") > 0, 60)
        assert steadyrun.wait(lambda: rows(case, "SELECT count(*) FROM numeric WHERE channel = 122") > 3, 60)
        process.kill()
        process.communicate()
        os.unlink(device.site)
        before = rows(case, "SELECT max(t_ns) FROM numeric")
        process = subprocess.Popen([os.path.join(PROGRAMS, "steady-engine"), "--resume", case, "--summary"],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   text=True, env=dict(os.environ, STEADY_DATA_DIR=DATA))
        later = before + 2 * 10**9
        grown = steadyrun.wait(lambda: rows(case, f"SELECT count(*) FROM numeric WHERE channel = 122 AND t_ns > {later}") > 3, 60)
        process.terminate()
        result = finish(process)
        assert grown and result["mode"] == "live"
        assert abs(result["last"]["measured_flow_l_min"] - 0.48) < 0.01
        assert rows(case, "SELECT count(*) FROM event WHERE event = 22") == 1, "no gap"
        # hidden time is no more than what passed: the clock of the case is the machine's
        assert result["simulated_s"] * 1e9 >= later


def rows(case, query):
    try:
        with contextlib.closing(sqlite3.connect(f"file:{case}?mode=ro", uri=True)) as database:
            return database.execute(query).fetchone()[0] or 0
    except sqlite3.Error:
        return 0


class Consoles(steadyrun.Client):
    """Keeps the results of analysers: 592 bytes each, their number behind the values."""

    def __init__(self, path):
        self.samples = []
        super().__init__(path, steadyrun.read_build_id(
            os.path.join(PROGRAMS, "link", "build-id.h")))

    def take(self, now, packet):
        super().take(now, packet)
        kind, _, _, _, count, _ = steadyrun.HEADER.unpack_from(packet)
        for i in range(count if kind == 76 else 0):
            result = packet[steadyrun.HEADER.size + 592 * i:][:592]
            analyser, sample = result[464:504], result[504:528]
            self.samples.append((analyser.rstrip(b"\0").decode(), sample.rstrip(b"\0").decode()))


def an_analysers_sample_is_offered():
    """To the clients there are, and to one that comes later; in the case it is no value."""
    emulator = os.path.join(HERE, "..", "emulators", "radiometer.py")
    with probe(emulator) as (device, folder):
        with open(device.site, encoding="utf-8") as file:
            site = json.load(file)
        site["devices"] = [{"driver": "radiometer", "port": device.port, "line": {"baud": 9600}}]
        with open(device.site, "w", encoding="utf-8") as file:
            json.dump(site, file)
        case, path = os.path.join(folder, "live.steady"), os.path.join(folder, "s")
        process = live(device.site, "--case", case, "--socket", path)
        early = Consoles(path)
        assert steadyrun.wait(lambda: early.welcomes, 60)
        device.tell("sample")
        wanted = [("ABL735 Central Lab. 1.0", "267")]
        assert steadyrun.wait(lambda: early.samples == wanted, 60), early.samples
        late = Consoles(path)
        assert steadyrun.wait(lambda: late.samples == wanted, 60), late.samples
        early.close()
        late.close()
        process.terminate()
        last = finish(process)["last"]
        assert last["arterial_po2_mmhg"] is None, last
        assert rows(case, "SELECT count(*) FROM gas_sample") == 0


def devices_are_listed():
    out = subprocess.run([os.path.join(PROGRAMS, "steady-engine"), "--list-devices"], check=True,
                         capture_output=True, text=True, timeout=60).stdout
    assert "bioprott" in out and "38400" in out, out


def a_bad_site_is_refused():
    """One sentence that names the file and the place."""
    with probe() as (device, folder):
        with open(device.site, encoding="utf-8") as file:
            site = json.load(file)
        site["devices"][0]["driver"] = "heart-lung-9000"
        path = os.path.join(folder, "bad.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(site, file)
        process = live(path, "--until", "1s")
        _, err = process.communicate(timeout=60)
        assert process.returncode == 1, process.returncode
        assert "bad.json" in err and "devices[0].driver" in err, err
        assert len(err.strip().splitlines()) == 1, err


def main():
    return steadyrun.Tap("/run/live", [
        flow_reaches_the_record, disconnected_is_not_zero, silence_is_a_lost_link,
        killed_it_goes_on_in_its_case, an_analysers_sample_is_offered, devices_are_listed,
        a_bad_site_is_refused]).run()


sys.exit(main())
