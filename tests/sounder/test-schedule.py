#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ten minutes of alarms through PortAudio into a file, each pulse held against the windows
that our sources quote for IEC 60601-1-8.

usage: test-schedule.py PLAY-SCHEDULE; prints TAP
"""
import os
import random
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

RATE = 48000
NONE, LOW, MEDIUM, HIGH = range(4)
NAMES = ["none", "low", "medium", "high"]
# written from the table of melodies, apart from the program
HIGH_NOTES = ["C4 C4 C4 C4 C4", "C4 E4 G4 G4 C5", "C4 F#4 C4 C4 F#4", "C4 A4 F4 A4 F4", "C5 B4 A4 G4 F4",
              "C4 D4 E4 F4 G4", "C5 D4 G4 C5 D4", "C5 C4 C4 C5 C4"]
PULSES = {LOW: 2, MEDIUM: 3, HIGH: 10}
LEAST = {LOW: 2, MEDIUM: 3, HIGH: 5}
DURATION = {LOW: (125, 250), MEDIUM: (125, 250), HIGH: (75, 200)}
SPACING = {LOW: 200, MEDIUM: 200, HIGH: 100}
INTERBURST = {LOW: (15.0, 31.0), MEDIUM: (2.5, 30.0), HIGH: (2.5, 15.0)}
TOTAL_S = 600
JITTER_MS = 3  # of this meter, for what is a sharp limit


class Alarm:
    """From @at to @end s one alarm is the most urgent; @cut: a more urgent one follows."""

    def __init__(self, at, end, priority, category, paused=False, cut=False):
        self.at, self.end, self.priority, self.category = at, end, priority, category
        self.paused, self.cut = paused, cut
        self.follows_cut = False
        self.bursts = []


def make_schedule():
    """Short and long alarms of each priority and category, some paused by a person, some
    that a more urgent one cuts short."""
    chance = random.Random(601)
    alarms, at, turn = [], 0.5, 0
    lengths = {LOW: (0.05, 3, 64), MEDIUM: (0.05, 3, 45), HIGH: (0.05, 4, 48)}
    while True:
        # each category in each priority at least once within the ten minutes
        priority, category = (HIGH, MEDIUM, LOW)[turn % 3], turn // 3 % 8
        low, middle, high = lengths[priority]
        length = {0: low, 1: chance.uniform(0.2, middle), 2: chance.uniform(high - 8, high)}[turn % 7 % 3]
        cut = priority < HIGH and turn % 4 == 1
        # now in the middle of a burst, now in the silence after it
        paused = turn % 2 == 0 and not cut and length > 0.5
        if cut:
            length = chance.uniform(0.1, 0.9)
        alarms.append(Alarm(at, at + length, priority, category, paused, cut))
        at += length + (0 if cut else chance.uniform(3.5, 5))
        if cut:
            alarms.append(Alarm(at, at + 1.0, HIGH, (category + 3) % 8))
            alarms[-1].follows_cut = True
            at += 1.0 + chance.uniform(3.5, 5)
        turn += 1
        if at > TOTAL_S - 60 and turn >= 24:
            break
    alarms.append(Alarm(at, TOTAL_S - 5, MEDIUM, 1))
    return alarms


def steps_of(alarms, total):
    lines, now, episode = [], 0, 0

    def until(second, priority, category, paused):
        nonlocal now
        target = round(second * RATE)
        assert target > now or not lines
        if target > now:
            lines.append(f"{target - now} {episode} {priority} {category} {int(paused)}")
        now = target

    paused = False
    for alarm in alarms:
        if round(alarm.at * RATE) > now:
            until(alarm.at, NONE, 0, paused)
        episode += 1
        until(alarm.end, alarm.priority, alarm.category, False)
        paused = alarm.paused
    until(total, NONE, 0, paused)
    return "\n".join(lines) + "\n"


def play(player, alarms, folder, total=TOTAL_S):
    return play_steps(player, steps_of(alarms, total), folder)


def play_steps(player, steps, folder):
    path = os.path.join(folder, "schedule.wav")
    environment = dict(os.environ, ALSA_CONFIG_PATH=os.path.join(HERE, "asound-file.conf"), STEADY_WAV=path,
                       JACK_NO_START_SERVER="1")
    done = subprocess.run([player], input=steps, text=True, env=environment, timeout=120,
                          capture_output=True)
    assert done.returncode == 0, done.stderr
    return burstmeter.measure(path)


def within(what, value, low, high):
    assert low <= value <= high, f"{what}: {value:.2f} is not from {low} to {high}"


def hand_out(alarms, pulses):
    """Gives each alarm its bursts. The file begins with some silence of ALSA's own."""
    shift = pulses[0].begin - alarms[0].at - 0.035
    for alarm, following in zip(alarms, alarms[1:] + [Alarm(TOTAL_S + 99, 0, NONE, 0)]):
        own = [p for p in pulses if alarm.at - 0.005 <= p.begin - shift < following.at - 0.001
               or (alarm.cut and alarm.at <= p.begin - shift < following.at)]
        for pulse in own:
            # within a burst no silence is longer than that between the fives
            if not alarm.bursts or pulse.begin - alarm.bursts[-1][-1].end > 1.3:
                alarm.bursts.append([])
            alarm.bursts[-1].append(pulse)
    assert sum(len(b) for a in alarms for b in a.bursts) == len(pulses), "a pulse belongs to no alarm"
    return shift


def check_pulse(what, pulse, alarm, index, complete):
    notes = "E4 C4".split() if alarm.priority == LOW else HIGH_NOTES[alarm.category].split()
    if complete:
        within(what + " duration", pulse.duration, *DURATION[alarm.priority])
        within(what + " rise", pulse.rise, 10, 0.25 * pulse.duration)
        within(what + " pitch in cents", burstmeter.cents(pulse, notes[index % len(notes)]), -15, 15)
        strong = [h for h, db in enumerate(pulse.harmonics, 1) if db > -15 and 150 <= h * pulse.hz <= 4000]
        assert len(strong) >= 4, f"{what}: {pulse.harmonics}"
        within(what + " fundamental", pulse.hz, 150, 1000)
    return pulse.top


def check_spacing(what, pulses, priority):
    for i, pulse in enumerate(pulses[1:], 1):
        here = f"{what} spacing {i}-{i + 1}"
        if priority < HIGH:
            within(here, pulse.gap, 125, 250)
        elif i == 5:
            within(here, pulse.gap, 350, 1300)
        elif i in (3, 8):
            # 2x + td of this very burst
            within(here, pulse.gap, *(2 * pulses[1].gap + pulse.duration + d for d in (-15, 15)))
        else:
            within(here, pulse.gap, 50, 125)
            within(here + " against the first", pulse.gap / pulses[1].gap, 0.95, 1.05)


def check_burst(what, alarm, burst, last, shift):
    priority = alarm.priority
    ended_inside = alarm.end + shift < burst[-1].end + 0.7
    if not (last and ended_inside):
        assert len(burst) == PULSES[priority], f"{what}: {len(burst)} pulses"
    elif not (alarm.paused or alarm.cut):
        within(what + " pulses", len(burst), LEAST[priority], PULSES[priority])
    broken = last and (alarm.paused or alarm.cut)
    tops = [check_pulse(f"{what} pulse {i + 1}", pulse, alarm, i, not (broken and pulse is burst[-1]))
            for i, pulse in enumerate(burst)]
    whole = burst[:-1] if broken else burst
    check_spacing(what, whole, priority)
    if len(whole) > 1:
        within(what + " levels", max(tops[:len(whole)]) / min(tops[:len(whole)]), 1, 10 ** 0.5)


def check_alarm(alarm, shift):
    what = f"{NAMES[alarm.priority]} {alarm.category} at {alarm.at:.2f} s"
    if alarm.cut and alarm.end - alarm.at < 0.3 and not alarm.bursts:
        return []  # less than a pulse of it was heard before the other began
    assert alarm.bursts, f"{what} is not heard"
    onset = alarm.bursts[0][0].begin - shift - alarm.at
    # what it cuts fades and is kept apart from it
    within(what + " onset to 90 % of the first pulse", onset, 0, 0.115 if alarm.follows_cut else 0.060)
    if alarm.follows_cut and alarm.bursts[0][0].gap is not None:
        within(what + " silence before the first pulse", alarm.bursts[0][0].gap, SPACING[alarm.priority] - JITTER_MS, 1e9)
    for i, burst in enumerate(alarm.bursts):
        check_burst(f"{what}, burst {i + 1},", alarm, burst, i == len(alarm.bursts) - 1, shift)
    intervals = [b[0].begin - a[-1].end for a, b in zip(alarm.bursts, alarm.bursts[1:])]
    for interval in intervals:
        within(what + " interburst", interval, *INTERBURST[alarm.priority])
    # it goes on as long as the alarm does, and no longer than its least
    silent = alarm.end + shift - alarm.bursts[-1][-1].end
    within(what + " silence before its end", silent, -3.6, INTERBURST[alarm.priority][1])
    if alarm.paused:
        within(what + " after the pause", silent, -0.010, 99)
    return intervals


def every_pulse_is_in_its_window(player, folder):
    alarms = make_schedule()
    pulses = play(player, alarms, folder)
    shift = hand_out(alarms, pulses)
    intervals = {LOW: [], MEDIUM: [], HIGH: []}
    for alarm in alarms:
        intervals[alarm.priority] += check_alarm(alarm, shift)
    print(f"# {len(alarms)} alarms, {sum(len(a.bursts) for a in alarms)} bursts, {len(pulses)} pulses, "
          f"{sum(a.cut for a in alarms)} cut by a more urgent one, {sum(a.paused for a in alarms)} paused")
    for priority, found in intervals.items():
        assert found, f"no {NAMES[priority]} alarm was repeated"
        print(f"# between bursts, {NAMES[priority]}: {min(found):.2f} to {max(found):.2f} s")
    assert max(intervals[HIGH]) <= min(intervals[MEDIUM]) + JITTER_MS / 1000
    assert max(intervals[MEDIUM]) <= min(intervals[LOW]) + JITTER_MS / 1000
    with wave.open(os.path.join(folder, "schedule.wav")) as file:
        assert file.getnframes() >= TOTAL_S * RATE, "it is not ten minutes"
    assert {a.priority for a in alarms if a.paused} == {LOW, MEDIUM, HIGH}
    assert {(a.priority, a.category) for a in alarms} >= {(p, c) for p in (LOW, MEDIUM, HIGH) for c in range(8)}


def a_pair_stays_two_bursts(player, folder):
    """A second alarm 20 ms after the first, or while its last pulse fades: each pulse can be counted, and each
    alarm is heard with its own notes."""
    pairs = [(HIGH, HIGH, 0.020, 5), (HIGH, HIGH, 1.400, 5), (HIGH, HIGH, 3.640, 10), (MEDIUM, MEDIUM, 0.020, 3),
             (MEDIUM, MEDIUM, 1.060, 3), (MEDIUM, HIGH, 0.140, 1), (LOW, HIGH, 0.560, 2), (LOW, MEDIUM, 0.020, 0)]
    for first, second, apart, heard in pairs:
        # general, then equipment: C4 and C5 begin them
        steps = [(RATE // 2, 0, NONE, 0), (round(apart * RATE), 1, first, 0), (6 * RATE, 2, second, 7),
                 (RATE, 2, NONE, 0)]
        pulses = play_steps(player, "".join(f"{n} {e} {p} {c} 0\n" for n, e, p, c in steps), folder)
        what = f"{NAMES[second]} {apart * 1000:.0f} ms after {NAMES[first]}"
        assert len(pulses) >= heard + PULSES[second], f"{what}: {len(pulses)} pulses"
        next_one = pulses[heard]
        within(what + " pitch in cents", burstmeter.cents(next_one, "C5"), -15, 15)
        if heard:
            within(what + " silence between them", next_one.gap, SPACING[second] - JITTER_MS, 1000)
        burst = pulses[heard:heard + PULSES[second]]
        check_spacing(what, burst, second)
        for number, pulse in enumerate(burst, 1):
            within(f"{what} pulse {number} duration", pulse.duration, *DURATION[second])
            within(f"{what} pulse {number} rise", pulse.rise, 10, 0.25 * pulse.duration)


def a_wrong_pulse_is_seen(player, folder):
    """The checks themselves: one pulse of one burst changed in each way must be found."""
    def spoilt(change):
        alarms = [Alarm(0.5, 12, HIGH, 2), Alarm(16, 16.5, MEDIUM, 4)]
        pulses = play(player, alarms, folder, 20)
        change(pulses)
        try:
            shift = hand_out(alarms, pulses)
            for alarm in alarms:
                check_alarm(alarm, shift)
        except AssertionError:
            return True
        return False

    def set_value(index, name, factor):
        return lambda pulses: setattr(pulses[index], name, getattr(pulses[index], name) * factor)

    assert not spoilt(lambda pulses: None)
    for index, name, factor in ((3, "duration", 1.5), (4, "hz", 1.06), (2, "gap", 1.4), (3, "gap", 0.5), (5, "gap", 0.5),
                                (6, "top", 0.2), (7, "rise", 3), (21, "gap", 0.5), (22, "duration", 0.5)):
        assert spoilt(set_value(index, name, factor)), (index, name)
    assert spoilt(lambda pulses: pulses.pop(8)), "a missing pulse"


def main():
    player = sys.argv[1]
    failed = 0
    tests = [every_pulse_is_in_its_window, a_pair_stays_two_bursts, a_wrong_pulse_is_seen]
    print(f"1..{len(tests)}")
    for number, test in enumerate(tests, 1):
        name = "/sounder/schedule/" + test.__name__.replace("_", "-")
        try:
            with tempfile.TemporaryDirectory() as folder:
                test(player, folder)
            print(f"ok {number} {name}", flush=True)
        except (AssertionError, OSError, subprocess.TimeoutExpired) as problem:
            failed += 1
            print(f"not ok {number} {name}\n# {problem!r}", flush=True)
    return failed > 0


sys.exit(main())
