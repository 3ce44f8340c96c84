#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad input through the real programs: one clear sentence, the right exit status, no crash.

usage: test-bad-input.py PROGRAM_FOLDER DATA_FOLDER   (of the build; of the sources); TAP
"""
import json
import os
import shutil
import sqlite3
import stat
import struct
import subprocess
import sys
import tempfile
import time

PROGRAMS, DATA = (os.path.abspath(argument) for argument in sys.argv[1:3])
STUFFY = os.path.join(DATA, "scenarios", "stuffy.json")


class Result:
    def __init__(self, process):
        self.status = process.returncode
        self.out = process.stdout.decode(errors="replace")
        self.err = process.stderr.decode(errors="replace")


def run(program, *arguments, environment=None, timeout=120):
    process = subprocess.run([os.path.join(PROGRAMS, program), *arguments], stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout,
                             env={**os.environ, "STEADY_DATA_DIR": DATA, **(environment or {})})
    return Result(process)


def is_one_sentence(result, status, *words):
    """Exit @status, one line on stderr which holds all @words, nothing on stdout."""
    lines = [line for line in result.err.splitlines() if line.strip()]
    assert result.status == status, f"exit status {result.status}, not {status}: {result.err!r}"
    assert len(lines) == 1, f"{len(lines)} lines: {result.err!r}"
    for word in words:
        assert word in lines[0], f"{word!r} is not in {lines[0]!r}"
    assert len(lines[0]) < 400, lines[0]
    assert result.out == "", result.out


def write(folder, name, content):
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())
    return path


def make_case(folder, seconds=8):
    path = os.path.join(folder, "good.steady")
    result = run("steady-engine", "--training", STUFFY, "--speed", "max", "--until", f"{seconds}s", "--case", path)
    assert result.status == 0, result.err
    return path


def wrong_usage_is_exit_2(folder):
    is_one_sentence(run("steady-engine"), 2, "--help")
    for program in ("steady-engine", "steady"):
        for words, named in ((["--bogus"], "--bogus"), (["-xy"], "-x"), (["--training"], "--training")):
            is_one_sentence(run(program, *words), 2, "--help", f"option {named},")
    is_one_sentence(run("steady-engine", "--training", ""), 2, "--help", "empty name")
    for option in ("--case", "--socket"):
        is_one_sentence(run("steady-engine", "--training", STUFFY, option, ""), 2, "--help", "empty name")
    for option in ("--beat-fd", "--listen-fd"):
        is_one_sentence(run("steady-engine", "--training", STUFFY, option, "999"), 2, "--help", option, "inherited")
    is_one_sentence(run("steady-engine", "--training", STUFFY, "--speed", "fast"), 2, "--speed")
    is_one_sentence(run("steady-engine", "--training", STUFFY, "--until", "20 parsecs"), 2, "--until")
    is_one_sentence(run("steady-engine", "--training", STUFFY, "--replay", "x.hea"), 2)
    is_one_sentence(run("steady-case"), 2, "--help")
    is_one_sentence(run("steady-case", "frobnicate", "x"), 2, "frobnicate")
    is_one_sentence(run("steady", "--bogus"), 2, "--help")
    is_one_sentence(run("steady-plan"), 2, "--help")
    is_one_sentence(run("steady-plan", ""), 2, "--help")


def help_and_version_are_exit_0(folder):
    for program in ("steady", "steady-engine", "steady-sounder", "steady-console", "steady-case"):
        if not os.path.exists(os.path.join(PROGRAMS, program)):
            continue
        for option in ("--help", "--version"):
            result = run(program, option)
            assert result.status == 0 and result.out.strip(), (program, option, result.err)


def missing_files_are_named(folder):
    is_one_sentence(run("steady-engine", "--training", "/nowhere/x.json", "--speed", "max"), 1, "/nowhere/x.json")
    is_one_sentence(run("steady-engine", "--replay", "/nowhere/x.hea", "--speed", "max"), 1, "/nowhere/x.hea")
    is_one_sentence(run("steady-engine", "--live", "/nowhere/site.json"), 1, "/nowhere/site.json")
    is_one_sentence(run("steady-case", "info", "/nowhere/x.steady"), 1, "/nowhere/x.steady")


def what_is_not_there_is_no_crash(folder):
    nothing = os.path.join(folder, "nothing")
    for command in (["deidentify", "--list", nothing], ["deidentify", nothing, nothing + "2"], ["quality", nothing],
                    ["index", nothing], ["recordings", nothing], ["verify", "--alarms", nothing],
                    ["copy", nothing, nothing + "2"], ["import", nothing, nothing + "2"],
                    *(["export", "--format", name, nothing, nothing + "2"] for name in ("csv", "wfdb", "edf", "json", "pdf"))):
        is_one_sentence(run("steady-case", *command), 1, "nothing")
        assert os.listdir(folder) == [], command


def texts_to_keep_must_be_there(folder):
    case = make_case(folder)
    copy = os.path.join(folder, "copy.steady")
    is_one_sentence(run("steady-case", "deidentify", "--keep-text", "999", case, copy), 1, "good.steady", "999", "--list")
    assert not os.path.exists(copy)


def plans_overwrite_nothing_and_name_the_place(folder):
    inputs = {"weight_kg": 3.2, "height_cm": 50, "age_days": 5, "hct_pct": 40}
    good = write(folder, "plan.json", json.dumps(inputs))
    os.symlink(good, os.path.join(folder, "other.json"))
    for name in ("plan.json", "./plan.json", "other.json"):
        is_one_sentence(run("steady-plan", good, "--pdf", os.path.join(folder, name)), 2, "--pdf")
    with open(good) as file:
        assert json.load(file) == inputs
    is_one_sentence(run("steady-plan", good, "--pdf", folder), 1, folder, "is a folder")
    theirs = write(folder, "theirs.json", "{}")
    pipe = os.path.join(folder, "pipe")
    os.mkfifo(pipe)
    for path in (theirs, pipe):
        is_one_sentence(run("steady-plan", good, "--pdf", path), 1, path, "no PDF")
    assert os.path.getsize(theirs) == 2 and stat.S_ISFIFO(os.stat(pipe).st_mode)
    for _ in range(2):
        assert run("steady-plan", good, "--pdf", os.path.join(folder, "plan.pdf")).status == 0
    is_one_sentence(run("steady-plan", good, "--pdf", os.path.join(folder, "no", "x.pdf")), 1, "x.pdf", "check its folder")
    for name, text, words in (
            ("inf.json", '{"weight_kg": 1e400, "height_cm": 50, "age_days": 5}', ["inf.json", "weight_kg", "finite"]),
            ("nan.json", '{"weight_kg": NaN, "height_cm": 50, "age_days": 5}', ["nan.json"]),
            ("nul.json", '{"weight_kg": 3.2, "height_cm": 50, "age_days": 5, "name": "a\\u0000b"}', ["nul.json", "name", "u0000"]),
            ("part.json", json.dumps({**inputs, "oxygenator": "toaster"}), ["part.json", "oxygenator", "toaster"])):
        is_one_sentence(run("steady-plan", write(folder, name, text)), 1, *words)


def without_a_screen_it_says_so(folder):
    if os.path.exists(os.path.join(PROGRAMS, "steady-console")):
        away = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "GDK_BACKEND": "x11", "XDG_CACHE_HOME": folder}
        is_one_sentence(run("steady-console", "--renderer", "cpu", environment=away), 1, "steady-console", "display")
        is_one_sentence(run("steady-console", "--size", "bogus"), 2, "--size", "steady-console --help")


def garbled_scenarios_are_named(folder):
    with open(STUFFY, "rb") as file:
        good = file.read()
    for name, content, words in (
            ("cut.json", good[:len(good) // 2], ["cut.json", "line"]),
            ("empty.json", b"", ["empty.json"]),
            ("binary.json", bytes(range(256)) * 4, ["binary.json"]),
            ("format.json", good.replace(b"steady-scenario", b"steady-shopping", 1), ["format.json", "format"]),
            ("version.json", json.dumps({**json.loads(good), "version": 99}).encode(), ["version.json", "version"]),
            ("list.json", b"[1, 2]", ["list.json"])):
        is_one_sentence(run("steady-engine", "--training", write(folder, name, content), "--speed", "max", "--until", "1s"), 1, *words)


def impossible_patient_is_refused(folder):
    with open(STUFFY) as file:
        scenario = json.load(file)
    for weight in (-3.2, 0, 3200, "heavy", None):
        changed = json.loads(json.dumps(scenario))
        changed["patient"]["weight_kg"] = weight
        path = write(folder, "patient.json", json.dumps(changed))
        is_one_sentence(run("steady-engine", "--training", path, "--speed", "max", "--until", "1s"), 1, "patient.json", "weight_kg")


def garbled_alarm_rules_are_named(folder):
    data = os.path.join(folder, "data")
    shutil.copytree(DATA, data)
    base = os.path.join(data, "alarms", "base.json")
    with open(base, "rb") as file:
        good = file.read()
    for content in (good[:len(good) // 3], good.replace(b'"id": ', b'"idd": ', 1), b"{}"):
        write(os.path.dirname(base), "base.json", content)
        is_one_sentence(run("steady-engine", "--training", STUFFY, "--speed", "max", "--until", "1s", environment={"STEADY_DATA_DIR": data}), 1, "base.json")
    os.unlink(base)
    is_one_sentence(run("steady-engine", "--training", STUFFY, "--speed", "max", "--until", "1s", environment={"STEADY_DATA_DIR": data}), 1, "base.json")


def damaged_recordings_are_named(folder):
    header = "r 1 125 2000\nr.dat 16 10(0)/mmHg 16 0 0 0 0 ABP\n"
    path = write(folder, "r.hea", header)
    is_one_sentence(run("steady-case", "import", path, os.path.join(folder, "a.steady")), 1, "r.dat")
    write(folder, "r.dat", struct.pack("<1500h", *[500] * 1500))
    is_one_sentence(run("steady-case", "import", path, os.path.join(folder, "b.steady")), 1, "r.dat", "byte")
    write(folder, "r.dat", struct.pack("<2000h", *[500] * 2000))
    is_one_sentence(run("steady-case", "import", path, os.path.join(folder, "c.steady")), 1, "checksum")
    write(folder, "r.hea", "r one 125 2000\n")
    is_one_sentence(run("steady-engine", "--replay", path, "--speed", "max"), 1, "r.hea", "line 1")


def what_is_no_recording_is_not_read_for_ever(folder):
    pipe = os.path.join(folder, "pipe.json")
    os.mkfifo(pipe)
    is_one_sentence(run("steady-engine", "--replay", pipe, "--speed", "max", timeout=60), 1, "pipe.json", "neither a file")
    for name, words in (("large.json", "4 MiB"), ("large.hea", "too large")):
        path = write(folder, name, "")
        os.truncate(path, 1 << 36)
        is_one_sentence(run("steady-case", "import", path, os.path.join(folder, "x.steady"), timeout=60), 1, name, words)
    other = write(folder, "other.json", json.dumps({"weight_kg": 3.2}))
    is_one_sentence(run("steady-case", "import", other, os.path.join(folder, "x.steady")), 1, "other.json", "line 1", "exported")


def csv_without_sidecar_is_not_guessed(folder):
    path = write(folder, "x.csv", "0,1\n1,2\n")
    is_one_sentence(run("steady-engine", "--replay", path, "--speed", "max"), 1, "x.csv.json")
    write(folder, "x.csv.json", json.dumps({"format": "steady-csv", "version": 1, "rate_hz": 100, "columns": [
        {"column": 1, "channel": "left_foot_pressure", "unit": "mmHg"}]}))
    is_one_sentence(run("steady-engine", "--replay", path, "--speed", "max"), 1, "x.csv.json", "left_foot_pressure")


def a_replay_never_begins_behind_the_end(folder):
    case = make_case(folder)
    at_end = run("steady-engine", "--replay", case, "--from", "7s", "--speed", "max")
    assert at_end.status == 0 and at_end.err == "", at_end
    is_one_sentence(run("steady-engine", "--replay", case, "--from", "1h", "--speed", "max"), 1, "good.steady", "8.0 s", "3600.0 s", "--from")
    table = write(folder, "x.csv", "".join(f"{i / 100},{i}\n" for i in range(500)))
    write(folder, "x.csv.json", json.dumps({"format": "steady-csv", "version": 1, "rate_hz": 100, "columns": [
        {"column": 1, "channel": "arterial_pressure", "unit": "mmHg"}]}))
    begun = run("steady-engine", "--replay", table, "--from", "3s", "--speed", "max")
    assert begun.status == 0 and begun.err == "", begun
    is_one_sentence(run("steady-engine", "--replay", table, "--from", "1h", "--speed", "max"), 1, "x.csv", "5.0 s", "--from")


def existing_case_is_never_written_over(folder):
    path = write(folder, "there.steady", "precious")
    is_one_sentence(run("steady-engine", "--training", STUFFY, "--speed", "max", "--until", "1s", "--case", path), 1, "there.steady")
    with open(path) as file:
        assert file.read() == "precious"


def missing_folder_for_a_case_is_named(folder):
    path = os.path.join(folder, "no", "such", "x.steady")
    is_one_sentence(run("steady-engine", "--training", STUFFY, "--speed", "max", "--until", "1s", "--case", path), 1, "x.steady")


def damaged_cases_are_named(folder):
    path = make_case(folder)
    assert run("steady-case", "verify", path).status == 0
    with open(path, "rb") as file:
        good = file.read()
    for size in (0, 10, 100, len(good) // 2, len(good) - 4096):
        cut = write(folder, "cut.steady", good[:size])
        result = run("steady-case", "verify", cut)
        is_one_sentence(result, 1, "cut.steady")
    other = os.path.join(folder, "other.steady")
    with sqlite3.connect(other) as database:
        database.execute("create table t (x)")
    is_one_sentence(run("steady-case", "info", other), 1, "other.steady")
    newer = write(folder, "newer.steady", good)
    with sqlite3.connect(newer) as database:
        database.execute("pragma user_version = 99")
    is_one_sentence(run("steady-case", "info", newer), 1, "newer.steady", "newer")


def changed_record_breaks_the_chain(folder):
    path = make_case(folder)
    with sqlite3.connect(path) as database:
        assert database.execute("update event set text = 'all was well' where rowid = (select min(rowid) from event)").rowcount == 1
    is_one_sentence(run("steady-case", "verify", path), 1, "good.steady", "chain")


def flipped_bytes_never_crash(folder):
    path = make_case(folder, 3)
    with open(path, "rb") as file:
        good = file.read()
    for step in range(24):
        damaged = bytearray(good)
        for position in range(step * 37 + 100, len(good), 997 + step):
            damaged[position] ^= 1 << (step % 8)
        bad = write(folder, "bad.steady", bytes(damaged))
        for arguments in (("verify", bad), ("info", bad)):
            result = run("steady-case", *arguments)
            assert result.status in (0, 1), (arguments, result.status, result.err)
        assert run("steady-case", "verify", bad).status == 1


class Skipped(Exception):
    pass


class Mounted:
    """A small file system of its own; needs the right to mount."""

    def __init__(self, folder, size):
        self.path = os.path.join(folder, "disk")
        os.mkdir(self.path)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", self.path], capture_output=True, check=False)
        if done.returncode != 0:
            raise Skipped("file systems cannot be mounted here")

    def remount_read_only(self):
        subprocess.run(["mount", "-o", "remount,ro", self.path], check=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", self.path], check=True)


def full_disk_loses_nothing_recorded(folder):
    with Mounted(folder, "2m") as disk:
        path = os.path.join(disk.path, "x.steady")
        result = run("steady-engine", "--training", STUFFY, "--speed", "max", "--until", "30min", "--case", path, "--summary")
        assert result.status in (0, 1), result
        assert "x.steady" in result.err, result.err
        if result.status == 0:
            assert "recorder-failed" in json.loads(result.out)["alarms"], result.out
        safe = os.path.join(folder, "safe.steady")
        for end in ("", "-wal"):
            if os.path.exists(path + end):
                shutil.copy(path + end, safe + end)
    verified = run("steady-case", "verify", safe)
    assert verified.status == 0, verified.err
    information = run("steady-case", "info", safe)
    assert information.status == 0, information.err


def nearly_full_disk_is_told_hours_before(folder):
    """At the pace of life (twentyfold) room for 4 h is an alarm, for 20 min a high one, and the record goes on."""
    for size, there, missing in (("300m", "disk-low", "disk-very-low"), ("24m", "disk-very-low", "recorder-failed")):
        os.makedirs(os.path.join(folder, size))
        with Mounted(os.path.join(folder, size), size) as disk:
            path = os.path.join(disk.path, "x.steady")
            result = run("steady-engine", "--training", STUFFY, "--speed", "20", "--until", "100s", "--case", path, "--summary")
            assert result.status == 0, result.err
            told = json.loads(result.out)
            assert there in told["alarms"] and missing not in told["alarms"], (size, told["alarms"])
            assert run("steady-case", "verify", path).status == 0


def read_only_disk_is_named(folder):
    with Mounted(folder, "2m") as disk:
        disk.remount_read_only()
        path = os.path.join(disk.path, "x.steady")
        is_one_sentence(run("steady-engine", "--training", STUFFY, "--speed", "max", "--until", "1s", "--case", path), 1, "x.steady")


def finished_case_is_read_from_read_only_media(folder):
    path = make_case(folder)
    with Mounted(folder, "8m") as disk:
        kept = shutil.copy(path, os.path.join(disk.path, "kept.steady"))
        disk.remount_read_only()
        for arguments in (("verify", kept), ("info", kept), ("export", "--format", "csv", kept, os.path.join(folder, "out"))):
            result = run("steady-case", *arguments)
            assert result.status == 0, (arguments, result.err)


def crashed_case_is_read_from_read_only_media(folder):
    path = os.path.join(folder, "crashed.steady")
    engine = subprocess.Popen([os.path.join(PROGRAMS, "steady-engine"), "--training", STUFFY, "--speed", "20", "--case", path],
                              stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "STEADY_DATA_DIR": DATA})
    end = time.monotonic() + 60
    while time.monotonic() < end and not (os.path.exists(path + "-wal") and os.path.getsize(path + "-wal") > 300000):
        time.sleep(0.05)
    engine.kill()
    engine.wait()
    with Mounted(folder, "64m") as disk:
        kept = shutil.copy(path, os.path.join(disk.path, "crashed.steady"))
        shutil.copy(path + "-wal", kept + "-wal")
        disk.remount_read_only()
        result = run("steady-case", "info", kept)
        assert result.status == 0 and "temporary copy" in result.err, (result.status, result.err)
        assert run("steady-case", "verify", kept).status == 0


TESTS = [wrong_usage_is_exit_2, help_and_version_are_exit_0, missing_files_are_named, garbled_scenarios_are_named,
         impossible_patient_is_refused, garbled_alarm_rules_are_named, damaged_recordings_are_named,
         what_is_no_recording_is_not_read_for_ever, csv_without_sidecar_is_not_guessed,
         a_replay_never_begins_behind_the_end, existing_case_is_never_written_over, missing_folder_for_a_case_is_named,
         damaged_cases_are_named, changed_record_breaks_the_chain, flipped_bytes_never_crash, full_disk_loses_nothing_recorded,
         nearly_full_disk_is_told_hours_before,
         what_is_not_there_is_no_crash, texts_to_keep_must_be_there, plans_overwrite_nothing_and_name_the_place,
         without_a_screen_it_says_so,
         read_only_disk_is_named, finished_case_is_read_from_read_only_media, crashed_case_is_read_from_read_only_media]


def main():
    failed = 0
    print(f"1..{len(TESTS)}")
    for number, test in enumerate(TESTS, 1):
        name = "/run/bad-input/" + test.__name__.replace("_", "-")
        with tempfile.TemporaryDirectory(prefix="steady-bad-") as folder:
            try:
                test(folder)
                print(f"ok {number} {name}", flush=True)
            except Skipped as reason:
                print(f"ok {number} {name} # SKIP {reason}", flush=True)
            except (AssertionError, OSError, subprocess.TimeoutExpired, sqlite3.Error) as problem:
                failed += 1
                print(f"not ok {number} {name}\n# {problem!r}", flush=True)
    return failed > 0


sys.exit(main())
