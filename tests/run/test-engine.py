#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The headless engine as a whole: one seed one case, faster than real time, real input.

usage: test-engine.py PROGRAM_FOLDER DATA_FOLDER BUILD_ID_FILE; prints TAP
"""
import contextlib
import csv
import json
import os
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import steadyrun  # noqa: E402

PROGRAMS, DATA, BUILD = (os.path.abspath(argument) for argument in sys.argv[1:4])
SHARED = os.environ.get("STEADY_SHARED_DATA", "")
STUFFY = os.path.join(DATA, "scenarios", "stuffy.json")


def start(program, *arguments, data=DATA):
    return subprocess.Popen([os.path.join(PROGRAMS, program), *arguments], stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            env=dict(os.environ, STEADY_DATA_DIR=data))


def run(program, *arguments, data=DATA, timeout=300):
    process = start(program, *arguments, data=data)
    out, err = process.communicate(timeout=timeout)
    assert process.returncode == 0, f"{program} {arguments}: {process.returncode}: {err}"
    return out


def summary(*arguments, data=DATA):
    return json.loads(run("steady-engine", *arguments, "--summary", data=data))


def without_utc(path):
    """The rows of a CSV file but for columns of UTC, and for the sums of files that hold such."""
    with open(path, newline="") as file:
        rows = list(csv.reader(file))
    keep = [i for i, name in enumerate(rows[0]) if "utc" not in name.lower() and name != "sha256"] if rows else []
    return [[row[i] for i in keep if i < len(row)] for row in rows]


def export(folder, name, seed):
    case = os.path.join(folder, name + ".steady")
    out = os.path.join(folder, name)
    run("steady-engine", "--training", STUFFY, "--seed", str(seed), "--speed", "max",
        "--until", "3min", "--case", case)
    run("steady-case", "export", "--format", "csv", case, out)
    return out


def compare(one, other):
    """Names of the files that differ."""
    names = sorted(os.listdir(one))
    assert names == sorted(os.listdir(other)) and names
    different = []
    for name in names:
        paths = os.path.join(one, name), os.path.join(other, name)
        with open(paths[0], "rb") as a, open(paths[1], "rb") as b:
            if a.read() == b.read():
                continue
        if not name.endswith(".csv") or without_utc(paths[0]) != without_utc(paths[1]):
            different.append(name)
    return different


def one_seed_one_case(folder):
    first, again, other = (export(folder, name, seed) for name, seed in (("a", 7), ("b", 7), ("c", 8)))
    different = compare(first, again)
    assert not [name for name in different if name.endswith(".csv")], f"{different} differ with one seed"
    assert compare(first, other), "another seed gives the same case"


def a_hundred_times_real_time(folder):
    told = summary("--training", STUFFY, "--speed", "max", "--until", "20min",
                   "--case", os.path.join(folder, "fast.steady"))
    factor = told["simulated_s"] / told["wall_s"]
    steadyrun.tell(f"20 min with recording: {factor:.0f} times real time (wanted 100 and more)")
    assert told["simulated_s"] == 1200
    assert factor >= 100 / 3, factor  # a loaded machine is no fault of the engine
    assert told["recorded"] and told["samples"] > 1.4e6


def summary_carries_units_and_quality(folder):
    told = summary("--training", STUFFY, "--speed", "max", "--until", "30s")
    assert told["last"]["measured_flow_l_min"] > 0.4
    assert told["last"]["flow_wave_l_min"] is None
    assert told["last"]["flow_wave_l_min_quality"] in ("missing", "not-applicable")
    assert 20 < told["mean"]["arterial_mean_mmhg"] < 80


def alarms_have_their_first_time(folder):
    told = summary("--training", os.path.join(DATA, "scenarios", "arterial-air.json"), "--speed", "max", "--until", "2min")
    air = told["alarms"]["arterial-air"]
    assert air["priority"] == "high"
    with open(os.path.join(DATA, "scenarios", "arterial-air.json")) as file:
        steps = [step["at_s"] for step in json.load(file)["timeline"] if step.get("mechanism") == "arterial_air_ml"]
    assert 0 <= air["first_case_s"] - steps[0] < 1, (air, steps)
    # 2: stopped by the intervention, read back
    assert told["last"]["arterial_pump"] == 2, told["last"]["arterial_pump"]
    assert told["last"]["intervention_failed"] == 0


def recording(folder, *names):
    """The bench recordings @names one after the other, as one CSV with its sidecar."""
    source = os.path.join(SHARED, "mcl")
    path = os.path.join(folder, "-".join(name[:2] for name in names) + ".csv")
    with open(path, "w") as out:
        count = 0
        for name in names:
            with open(os.path.join(source, name + ".csv")) as lines:
                for line in lines:
                    out.write(f"{count / 1000:.3f}," + line.split(",", 1)[1])
                    count += 1
    shutil.copy(os.path.join(DATA, "formats", names[0] + ".csv.json"), path + ".json")
    return path


def real_arterial_pressure(folder):
    header = os.path.join(SHARED, "wfdb", "03700181.hea")
    if not os.path.exists(header):
        return "no recordings in STEADY_SHARED_DATA"
    mean = summary("--replay", header, "--speed", "max")["mean"]
    steadyrun.tell(f"03700181: MAP {mean['arterial_mean_mmhg']:.2f} mmHg, rate {mean['pulse_rate_per_min']:.1f} /min")
    assert 31 <= mean["arterial_mean_mmhg"] <= 35
    assert abs(mean["pulse_rate_per_min"] - 122) <= 3
    return None


def real_flow(folder):
    if not os.path.exists(os.path.join(SHARED, "mcl")):
        return "no recordings in STEADY_SHARED_DATA"
    for name, flow, rate in (("NV_step1_COresolution", 5.01, 74), ("CS_step1_COresolution", 3.03, 90)):
        mean = summary("--replay", recording(folder, name), "--speed", "max")["mean"]
        steadyrun.tell(f"{name}: flow {mean['measured_flow_l_min']:.3f} L/min, rate {mean['pulse_rate_per_min']:.1f} /min")
        assert abs(mean["measured_flow_l_min"] - flow) <= 0.05
        assert abs(mean["pulse_rate_per_min"] - rate) <= 1
    return None


def map_limit_raises_and_clears(folder):
    """58 s at about 86 mmHg, 58 s at about 60, 58 s at 86: a limit of 72 between them."""
    if not os.path.exists(os.path.join(SHARED, "mcl")):
        return "no recordings in STEADY_SHARED_DATA"
    data = os.path.join(folder, "data")
    shutil.copytree(DATA, data)
    with open(os.path.join(data, "alarms", "base.json")) as file:
        rules = json.load(file)
    rule = next(rule for rule in rules["rules"] if rule["id"] == "map-low")
    rule["condition"]["all"][0]["limit"]["value"] = 72
    rule["delay"]["on_s"], rule["delay"]["off_s"] = 5, 2
    with open(os.path.join(data, "alarms", "base.json"), "w") as file:
        json.dump(rules, file)
    path = recording(folder, "NV_step1_COresolution", "CS_step1_COresolution", "NV_step1_COresolution")
    alarm = summary("--replay", path, "--speed", "max", data=data)["alarms"]["map-low"]
    steadyrun.tell(f"MAP falls at 58 s: alarm at {alarm['first_case_s']} s; rises at 116 s: clear at {alarm['cleared_case_s']} s")
    # the mean is over 4 s: half of it, then the delay
    assert 58 + 5 <= alarm["first_case_s"] <= 58 + 5 + 4
    assert 116 + 2 <= alarm["cleared_case_s"] <= 116 + 2 + 4
    assert alarm["onsets"] == 1
    return None


def a_replayed_case_alarms_as_it_did(folder):
    """A case, judged anew, gives the same alarms at the same ticks in every scenario."""
    scenarios = sorted(name[:-5] for name in os.listdir(os.path.join(DATA, "scenarios")) if name.endswith(".json"))
    changes = 0
    for scenario in scenarios:
        case = os.path.join(folder, scenario + ".steady")
        run("steady-engine", "--training", os.path.join(DATA, "scenarios", scenario + ".json"), "--speed", "max",
            "--until", "6min", "--case", case)
        verdict = json.loads(run("steady-case", "verify", "--alarms", case))
        assert verdict["exact"] and verdict["same_alarms"], verdict
        assert verdict["greatest_difference_ms"] == 0 and not verdict["differences"], verdict
        changes += verdict["alarm_changes"]
        os.remove(case)
    assert changes > 50, changes
    steadyrun.tell(f"{len(scenarios)} scenarios, {changes} changes of alarms, none different")


def at_any_speed_a_case_alarms_as_it_did(folder):
    """Played back for a person, too: no loss of a sensor that never was."""
    case = os.path.join(folder, "watched.steady")
    scenario = os.path.join(DATA, "scenarios", "pump-failure.json")
    then = summary("--training", scenario, "--speed", "max", "--until", "100s", "--case", case)["alarms"]
    again = summary("--replay", case, "--speed", "20")["alarms"]
    assert set(then) == set(again) and len(then) > 1, (sorted(then), sorted(again))
    for rule, alarm in then.items():
        assert abs(alarm["first_case_s"] - again[rule]["first_case_s"]) < 0.001, (rule, alarm, again[rule])


def a_changed_case_is_found_out(folder):
    """What an alarm of the case says is compared to the last bit: one nanosecond is a difference."""
    case = os.path.join(folder, "changed.steady")
    run("steady-engine", "--training", os.path.join(DATA, "scenarios", "arterial-air.json"), "--speed", "max",
        "--until", "90s", "--case", case)
    for change in ("t_ns = t_ns + 1", "sounding = 1 - sounding", "state = 3"):
        other = os.path.join(folder, "other.steady")
        shutil.copy(case, other)
        with contextlib.closing(sqlite3.connect(other)) as database:
            database.execute(f"UPDATE alarm SET {change} WHERE id = 1")
            database.commit()
        process = start("steady-case", "verify", "--alarms", other)
        verdict = json.loads(process.communicate(timeout=300)[0])
        assert process.returncode == 1 and not verdict["same_alarms"], (change, verdict)
        assert len(verdict["differences"]) == 2, (change, verdict)
        os.remove(other)


def a_case_without_a_journal_is_judged_from_its_trends(folder):
    """What an older Steady recorded: within the second for which it holds one value of a numeric."""
    case = os.path.join(folder, "older.steady")
    run("steady-engine", "--training", os.path.join(DATA, "scenarios", "venous-return-lost.json"), "--speed", "max",
        "--until", "4min", "--case", case)
    with contextlib.closing(sqlite3.connect(case)) as database:
        database.execute("DELETE FROM judged")
        database.commit()
    verdict = json.loads(run("steady-case", "verify", "--alarms", case))
    assert not verdict["exact"] and verdict["same_alarms"] and verdict["alarm_changes"] > 3, verdict
    assert verdict["greatest_difference_ms"] <= 1100, verdict


def a_late_engine_says_so(folder):
    case = os.path.join(folder, "late.steady")
    engine = start("steady-engine", "--training", STUFFY, "--summary", "--until", "8s", "--case", case)
    assert steadyrun.wait(lambda: count(case, "state") > 0, 60), "it does not begin"
    engine.send_signal(signal.SIGSTOP)
    time.sleep(0.5)
    engine.send_signal(signal.SIGCONT)
    out, err = engine.communicate(timeout=60)
    assert engine.returncode == 0, err
    told = json.loads(out)
    assert "engine-late" in told["alarms"], told["alarms"]
    assert told["simulated_s"] == 8


def what_the_tick_decides_is_told_at_once(folder):
    """An alarm waits for the next tick, 20 ms at most; then its frame is on its way."""
    path = os.path.join(folder, "link")
    engine = start("steady-engine", "--training", STUFFY, "--socket", path, "--until", "8s")
    client = steadyrun.Client(path, steadyrun.read_build_id(BUILD), "sounder")
    engine.communicate(timeout=60)
    client.close()
    delays = sorted(client.delays()[5:])  # what stood in the snapshot is old
    assert len(delays) > 40, len(delays)
    median, late = delays[len(delays) // 2], delays[int(len(delays) * 0.99)]
    steadyrun.tell(f"from the tick to a client: median {median * 1000:.2f} ms, p99 {late * 1000:.2f} ms, of {len(delays)}")
    assert late < 0.06, late


SETTING, SETTING_ANSWER = 45, 26
REQUEST, REPLY = struct.Struct("=QqddII48s48s"), struct.Struct("=QdddIHH48s")


def propose(link, number, kind, value=0.0, rule="", who="", control=0):
    """One proposal about alarms, and the engine's answer: (status, refusal)."""
    now = int(time.clock_gettime(time.CLOCK_BOOTTIME) * 1e9)
    body = REQUEST.pack(number, now, value, 0.0, kind, control, rule.encode(), who.encode())
    header = steadyrun.HEADER
    link.send(header.pack(SETTING, 0, header.size + len(body), 0, 1, 0) + body)
    end = time.monotonic() + 20
    while time.monotonic() < end:
        packet = link.recv(1 << 17)
        if packet and header.unpack_from(packet)[0] == SETTING_ANSWER:
            answer = REPLY.unpack_from(packet, header.size)
            if answer[0] == number:
                return answer[5], answer[6]
    return None


def the_start_question_is_kept(folder):
    """Who has heard three tones stands in the case, and the chain covers it."""
    path, case = os.path.join(folder, "ask"), os.path.join(folder, "ask.steady")
    engine = start("steady-engine", "--training", STUFFY, "--socket", path, "--case", case)
    assert steadyrun.wait(lambda: os.path.exists(path))
    confirmed, refused, no_operator = 3, 2, 20
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as link:
        link.settimeout(20)
        assert steadyrun.wait(lambda: link.connect_ex(path) == 0)
        hello = json.dumps({"build": steadyrun.read_build_id(BUILD), "role": "console"}).encode()
        header = steadyrun.HEADER
        link.send(header.pack(steadyrun.HELLO, 0, header.size + len(hello), 0, 1, 0) + hello)
        assert propose(link, 1, 5, rule="arterial-air") == (refused, no_operator)
        assert propose(link, 2, 1, who="Anna Berg") == (confirmed, 0)
        assert propose(link, 3, 6, value=1.0) == (confirmed, 0)
    engine.send_signal(signal.SIGTERM)
    _, err = engine.communicate(timeout=60)
    assert engine.returncode == 0, err
    with contextlib.closing(sqlite3.connect(case)) as database:
        events = dict(database.execute("SELECT event, value || ' ' || text FROM event"))
    assert events[30].endswith("Anna Berg"), events
    assert events[55] == "1.0 three tones heard by Anna Berg", events
    run("steady-case", "verify", case)


def volume_and_sound_test_pass_through(folder):
    """From the console in control to the sounder, and the sounder's word to every console."""
    path, case = os.path.join(folder, "sound"), os.path.join(folder, "sound.steady")
    header, setting, told, state = steadyrun.HEADER, 35, 19, 33
    engine = start("steady-engine", "--training", STUFFY, "--socket", path, "--case", case)

    def join(role):
        link = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        link.settimeout(20)
        assert steadyrun.wait(lambda: link.connect_ex(path) == 0)
        hello = json.dumps({"build": steadyrun.read_build_id(BUILD), "role": role}).encode()
        link.send(header.pack(steadyrun.HELLO, 0, header.size + len(hello), 0, 1, 0) + hello)
        return link

    def wait_for(link, kind, holding=b""):
        end = time.monotonic() + 20
        while time.monotonic() < end:
            packet = link.recv(1 << 17)
            if packet and header.unpack_from(packet)[0] == kind and holding in packet:
                return packet[header.size:]
        return None

    with join("console") as console, join("console") as viewer, join("sounder") as sounder:
        for link in (console, viewer, sounder):
            assert wait_for(link, steadyrun.HEARTBEAT), "no heartbeat"
        body = struct.pack("=dII", -20, 9, 0)
        viewer.send(header.pack(setting, 0, header.size + len(body), 0, 1, 0) + body)
        body = struct.pack("=dII", -6, 1, 0)
        console.send(header.pack(setting, 0, header.size + len(body), 0, 1, 0) + body)
        # a viewer's is not passed on
        assert struct.unpack_from("=dI", wait_for(sounder, setting)) == (-6, 1)
        body = struct.pack("=QQIIddIIII192s", 1, 0, 1, 0, -6, -12, 1, 0, 0, 24, b"low-drug.wav is missing")
        sounder.send(header.pack(state, 0, header.size + len(body), 0, 1, 0) + body)
        for link in (console, viewer):
            assert struct.unpack_from("=dd", wait_for(link, told), 24) == (-6, -12)
            assert wait_for(link, steadyrun.EVENT, b"low-drug.wav is missing"), "it is not logged"
    with join("sounder") as late:
        # one that comes later gets the volume, and no test that was meant for another
        assert struct.unpack_from("=dI", wait_for(late, setting)) == (-6, 0)
    engine.send_signal(signal.SIGTERM)
    _, err = engine.communicate(timeout=60)
    assert engine.returncode == 0, err
    with contextlib.closing(sqlite3.connect(case)) as database:
        texts = [text for text, in database.execute("SELECT text FROM event")]
    assert "low-drug.wav is missing" in texts and any("-6 dB" in text for text in texts), texts


def needs_neither_screen_nor_sound(folder):
    out = subprocess.run(["ldd", os.path.join(PROGRAMS, "steady-engine")], capture_output=True, text=True).stdout
    assert "libglib-2.0" in out, out
    for library in ("libgtk", "libgdk", "libGL", "libEGL", "libepoxy", "libportaudio", "libcairo", "libpango", "libasound"):
        assert library not in out, f"steady-engine links {library}"


def resume_after_a_kill(folder):
    case = os.path.join(folder, "killed.steady")
    engine = start("steady-engine", "--training", STUFFY, "--case", case, "--speed", "20")
    assert steadyrun.wait(lambda: os.path.exists(case) and count(case, "state") > 0, 60)
    time.sleep(2)
    engine.kill()
    engine.communicate()
    run_for(case, 2)
    with contextlib.closing(sqlite3.connect(case)) as database:
        events = [row[0] for row in database.execute("SELECT event FROM event ORDER BY id")]
    assert events.count(22) == 1 and events.count(23) == 1, events
    run("steady-case", "verify", case)


def an_added_stop_outlives_a_kill(folder):
    """A stop that was added acts in the engine that goes on with the case, and the case is judged anew the same."""
    path, case = os.path.join(folder, "wire"), os.path.join(folder, "wire.steady")
    scenario = os.path.join(DATA, "scenarios", "venous-return-lost.json")
    operator, added, stop, confirmed = 1, 9, 2, 3
    engine = start("steady-engine", "--training", scenario, "--socket", path, "--case", case, "--speed", "3")
    assert steadyrun.wait(lambda: os.path.exists(path))
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as link:
        link.settimeout(20)
        assert steadyrun.wait(lambda: link.connect_ex(path) == 0)
        hello = json.dumps({"build": steadyrun.read_build_id(BUILD), "role": "console"}).encode()
        header = steadyrun.HEADER
        link.send(header.pack(steadyrun.HELLO, 0, header.size + len(hello), 0, 1, 0) + hello)
        assert propose(link, 1, operator, who="Anna Berg") == (confirmed, 0)
        assert propose(link, 2, added, 1.0, "reservoir-warn", control=stop) == (confirmed, 0)
        # the row that an engine goes on from is written from time to time
        assert steadyrun.wait(lambda: 0 < event_time(case, 162) < newest_state(case), 60), "no row after it"
    engine.kill()
    engine.communicate()
    os.remove(path)
    engine = start("steady-engine", "--resume", case, "--socket", path)
    stopped = "SELECT count(*) FROM event WHERE event = 27 AND text = 'reservoir-warn' AND value = 2"
    assert steadyrun.wait(lambda: ask(case, stopped) == 1, 120), "the added stop did not act"
    engine.send_signal(signal.SIGTERM)
    _, err = engine.communicate(timeout=60)
    assert engine.returncode == 0, err
    run("steady-case", "verify", case)
    verdict = json.loads(run("steady-case", "verify", "--alarms", case))
    assert verdict["same_alarms"] and not verdict["differences"], verdict


def ask(case, words):
    try:
        with contextlib.closing(sqlite3.connect(f"file:{case}?mode=ro", uri=True)) as database:
            return database.execute(words).fetchone()[0]
    except (sqlite3.Error, TypeError):
        return None


def event_time(case, event):
    return ask(case, f"SELECT max(t_ns) FROM event WHERE event = {event}") or 0


def newest_state(case):
    return ask(case, "SELECT max(t_ns) FROM state") or 0


def count(case, table):
    try:
        with contextlib.closing(sqlite3.connect(f"file:{case}?mode=ro", uri=True)) as database:
            return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    except sqlite3.Error:
        return 0


def run_for(case, seconds):
    before = count(case, "event")
    engine = start("steady-engine", "--resume", case)
    assert steadyrun.wait(lambda: count(case, "event") > before, 60), "it does not go on"
    time.sleep(seconds)
    engine.send_signal(signal.SIGTERM)
    _, err = engine.communicate(timeout=60)
    assert engine.returncode == 0, err


def a_finished_case_is_not_gone_on_with(folder):
    case = os.path.join(folder, "done.steady")
    run("steady-engine", "--training", STUFFY, "--speed", "max", "--until", "5s", "--case", case)
    with open(case, "rb") as file:
        before = file.read()
    engine = start("steady-engine", "--resume", case)
    _, err = engine.communicate(timeout=60)
    assert engine.returncode == 1 and "done.steady" in err, (engine.returncode, err)
    with open(case, "rb") as file:
        assert before == file.read()


def main():
    tests = steadyrun.Tap("/run/engine", [
        needs_neither_screen_nor_sound, summary_carries_units_and_quality, alarms_have_their_first_time,
        one_seed_one_case, a_hundred_times_real_time, real_arterial_pressure, real_flow,
        map_limit_raises_and_clears, a_replayed_case_alarms_as_it_did, at_any_speed_a_case_alarms_as_it_did,
        a_changed_case_is_found_out,
        a_case_without_a_journal_is_judged_from_its_trends, a_late_engine_says_so,
        steadyrun.proven(what_the_tick_decides_is_told_at_once), the_start_question_is_kept, volume_and_sound_test_pass_through, resume_after_a_kill, an_added_stop_outlives_a_kill, a_finished_case_is_not_gone_on_with])
    with tempfile.TemporaryDirectory(prefix="steady-engine-") as folder:
        return tests.run(folder)


sys.exit(main())
