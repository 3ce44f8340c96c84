#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sounder's own sound test, through PortAudio and ALSA into a file, measured.

usage: test-sound-file.py STEADY-SOUNDER RT-GUARD.so BAD-CALLBACK PLAY-CRANK; prints TAP
"""
import math
import os
import struct
import subprocess
import sys
import tempfile
import wave

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
try:
    import burstmeter
except ImportError as problem:
    print(f"1..0 # SKIP {problem}; install python3-numpy")
    sys.exit(0)

SOUNDER, GUARD, BAD, CRANK = sys.argv[1:5]


def run(*arguments, conf="asound-file.conf", **environment):
    conf = conf if conf.startswith("/") else os.path.join(HERE, conf)
    return subprocess.run(arguments, capture_output=True, text=True, timeout=180,
                          env=dict(os.environ, ALSA_CONFIG_PATH=conf, JACK_NO_START_SERVER="1",
                                   **environment))


def record(folder, **environment):
    path = os.path.join(folder, "test.wav")
    done = run(SOUNDER, "--test", STEADY_WAV=path, **environment)
    assert done.returncode == 0, done.stderr
    assert done.stderr == "", done.stderr
    return burstmeter.measure(path)


def within(value, low, high):
    assert low <= value <= high, f"{value:.2f} is not from {low} to {high}"


def check_all(pulses, notes, low, high):
    for pulse, note in zip(pulses, notes):
        within(burstmeter.cents(pulse, note), -10, 10)
        within(pulse.duration, low, high)
        within(pulse.rise, 10, 0.25 * pulse.duration)
        strong = [h for h, db in enumerate(pulse.harmonics, 1) if db > -15 and 150 <= h * pulse.hz <= 4000]
        assert len(strong) >= 4, pulse.harmonics


def three_priorities(folder):
    pulses = record(folder)
    for p in pulses:
        gap = f"{p.gap:7.1f}" if p.gap else "      -"
        print(f"# {p.hz:7.2f} Hz, {p.duration:5.1f} ms, rise {p.rise:4.1f} ms, after {gap} ms, level {p.top:.3f}")
    assert len(pulses) == 2 + 3 + 10, f"{len(pulses)} pulses"
    low, medium, high = pulses[:2], pulses[2:5], pulses[5:]
    check_all(low, ["E4", "C4"], 125, 250)
    within(low[1].gap, 125, 250)
    check_all(medium, ["C4", "F#4", "C4"], 125, 250)
    for pulse in medium[1:]:
        within(pulse.gap, 125, 250)
    check_all(high, ["C4", "F#4", "C4", "C4", "F#4"] * 2, 75, 200)
    for i in range(1, 10):
        if i in (3, 8):
            within(high[i].gap, 300, 400)
        elif i == 5:
            within(high[i].gap, 350, 1300)
        else:
            within(high[i].gap, 50, 125)
    assert low[0].top < medium[0].top < high[0].top


def write_set(folder):
    tone = [int(20000 * math.sin(i * 2 * math.pi * 700 / 48000)) for i in range(14400)]
    frames = b"".join(struct.pack("<h", value) for value in tone)
    for priority in ("low", "medium", "high"):
        for category in "general cardiac perfusion ventilation oxygen temperature drug equipment".split():
            with wave.open(os.path.join(folder, f"{priority}-{category}.wav"), "wb") as file:
                file.setparams((1, 2, 48000, 0, "NONE", ""))
                file.writeframes(frames)


def callback_neither_allocates_nor_locks(folder):
    pulses = record(folder, LD_PRELOAD=GUARD)
    assert len(pulses) == 15
    # nor does it open a recorded sound: those are in memory before the stream starts
    write_set(folder)
    pulses = record(folder, LD_PRELOAD=GUARD, STEADY_SOUND_SET=folder)
    assert len(pulses) == 3, len(pulses)
    for pulse, level in zip(pulses, (0.398, 0.631, 1)):
        within(pulse.hz, 690, 710)
        within(pulse.top / pulses[2].top, 0.95 * level, 1.05 * level)


def callback_calls_nothing_while_the_crank_beats(folder):
    """Ticks begin, change their rate, meet an alarm, come back and end, all with the guard inside."""
    done = run(CRANK, LD_PRELOAD=GUARD, STEADY_GUARD_TELLS="1", STEADY_WAV="/dev/null")
    assert done.returncode == 0, done
    ticks, bursts = (int(word.split()[0]) for word in done.stdout.split(", "))
    watched = "every system call was watched" in done.stderr
    print(f"# {ticks} ticks and {bursts} bursts, {'every system call' if watched else 'the usual functions'} watched")
    assert ticks >= 60 and bursts >= 3, done.stdout
    assert done.stderr.replace("callback-guard: every system call was watched\n", "") == "", done.stderr


def guard_sees_a_bad_callback(folder):
    done = run(BAD, "none", LD_PRELOAD=GUARD, STEADY_GUARD_TELLS="1")
    assert done.returncode == 0, done.stderr
    kinds = ["malloc", "lock", "file", "open", "write", "ioctl"]
    if "every system call was watched" in done.stderr:
        kinds += ["syscall", "log", "sleep"]
    else:
        print("# this kernel cannot watch every system call: only the usual functions are")
    for kind in kinds:
        done = run(BAD, kind, LD_PRELOAD=GUARD)
        assert done.returncode < 0 and "callback" in done.stderr, (kind, done)


def no_default_device_is_one_sentence(folder):
    for conf in ("/dev/null", os.path.join(folder, "missing.conf")):
        done = run(SOUNDER, "--test", conf=conf)
        assert done.returncode == 1, done
        assert done.stderr.count("\n") == 1 and "loudspeaker" in done.stderr, done.stderr


def command_line(folder):
    for wrong in ([], ["--test", "--socket", "x"], ["--socket"], ["--beat-fd", "77", "--test"], ["--nonsense"], ["x"],
                  ["--beat-fd", "pipe", "--test"], ["--host-api", "oss", "--test"]):
        done = run(SOUNDER, *wrong)
        assert done.returncode == 2, (wrong, done)
        assert done.stderr.count("\n") == 1 and "--help" in done.stderr, done.stderr
    for right, word in (("--help", "--socket"), ("--version", "steady-sounder")):
        done = run(SOUNDER, right)
        assert done.returncode == 0 and word in done.stdout and done.stderr == "", done


def sound_system_can_be_chosen(folder):
    """One that is not there is one sentence; one that nobody knows does not silence."""
    done = run(SOUNDER, "--test", "--host-api", "jack", JACK_DEFAULT_SERVER="steady-nobody")
    assert done.returncode == 1 and "loudspeaker" in done.stderr, done
    path = os.path.join(folder, "chosen.wav")
    done = run(SOUNDER, "--test", STEADY_WAV=path, STEADY_SOUND_API="gramophone")
    assert done.returncode == 0 and "STEADY_SOUND_API" in done.stderr, done
    assert len(burstmeter.measure(path)) == 15


def volume_has_a_floor(folder):
    """All priorities alike; far below the floor is the floor, and said; no number is full."""
    def tops(volume):
        path = os.path.join(folder, "volume.wav")
        done = run(SOUNDER, "--test", STEADY_WAV=path, STEADY_SOUND_VOLUME=volume)
        assert done.returncode == 0, done
        return [pulse.top for pulse in burstmeter.measure(path)], done.stderr

    full, said = tops("0")
    assert said == "", said
    for volume, factor, word in (("-6", 0.501, ""), ("-80", 0.251, "floor"), ("loud", 1, "decibels")):
        quieter, said = tops(volume)
        assert word in said and (word or not said), said
        for before, after in zip(full, quieter):
            within(after / before, 0.97 * factor, 1.03 * factor)


TESTS = [volume_has_a_floor, sound_system_can_be_chosen, three_priorities, callback_neither_allocates_nor_locks,
         callback_calls_nothing_while_the_crank_beats, guard_sees_a_bad_callback,
         no_default_device_is_one_sentence, command_line]


def main():
    failed = 0
    print(f"1..{len(TESTS)}")
    for number, test in enumerate(TESTS, 1):
        name = "/sounder/file/" + test.__name__.replace("_", "-")
        try:
            with tempfile.TemporaryDirectory() as folder:
                test(folder)
            print(f"ok {number} {name}", flush=True)
        except (AssertionError, OSError, subprocess.TimeoutExpired) as problem:
            failed += 1
            print(f"not ok {number} {name}\n# {problem!r}", flush=True)
    return failed > 0


sys.exit(main())
