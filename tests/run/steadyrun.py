# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of whole programs share: TAP, a client of the engine, a private screen
and sound server. Standard library only.
"""
import array
import json
import os
import re
import select
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import traceback

HELLO, WELCOME, REFUSED, BYE, HEARTBEAT, WAVES, NUMERICS = 1, 2, 3, 4, 10, 11, 12
ALARM, EVENT, ANSWER, SNAPSHOT, SOUND, PRESENT, JSON_PART = 13, 14, 15, 16, 17, 18, 50
HEADER = struct.Struct("=HHIIIq")
RECORD = struct.Struct("=48sqqddHBBBBBBBBB5x")
RECORD_STATE, ACTIVE = 6, 2


def wait(condition, seconds=30, pause=0.01):
    """The first true value of @condition (), or None after @seconds."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            return None
        time.sleep(pause)


class Standstill:
    """Sees when this machine stood still: a thread that only sleeps comes back late. What is late
    then is the machine's, and not that of the programs that are measured."""

    PAUSE, LEAST = 0.02, 0.04

    def __init__(self):
        self.found = []  # (from, to), monotonic
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            before = time.monotonic()
            time.sleep(self.PAUSE)
            after = time.monotonic()
            if after - before > self.PAUSE + self.LEAST:
                self.found.append((before, after))

    def within(self, begin, end, least=LEAST):
        """Seconds between @begin and @end in which it stood still, for @least and more at a time."""
        return sum(max(0.0, min(end, after) - max(begin, before))
                   for before, after in list(self.found) if after - before > least)


standstill = Standstill()


def proven(test, attempts=6):
    """@test of something that cannot be told from a stall of the machine, such as what is heard: once
    more where it fails, and again where the machine stood still meanwhile. Skipped if it always did."""
    def run(*arguments):
        failures = stood = 0
        for _ in range(attempts):
            begin = time.monotonic()
            try:
                return test(*arguments)
            except (AssertionError, IndexError, OSError, ValueError, subprocess.TimeoutExpired) as problem:
                stood = standstill.within(begin, time.monotonic(), 0.1)
                failures += not stood
                if failures > 1:
                    raise
                print(f"# once more after {problem!r}; the machine stood still for {stood:.1f} s", flush=True)
        if failures:
            raise AssertionError(f"failed {attempts} times, and not always while the machine stood still")
        return f"the machine stood still in each of {attempts} attempts, for {stood:.1f} s in the last"
    run.__name__ = test.__name__
    return run


class Tap:
    """Runs functions as TAP tests; a docstring-less function's name is its title."""

    def __init__(self, prefix, tests):
        self.prefix, self.tests, self.failed = prefix, tests, 0

    def run(self, *arguments):
        print(f"1..{len(self.tests)}", flush=True)
        for number, test in enumerate(self.tests, 1):
            title = f"{number} {self.prefix}/{test.__name__.replace('_', '-')}"
            try:
                skip = test(*arguments)
                print(f"ok {title} # SKIP {skip}" if skip else f"ok {title}", flush=True)
            except Exception:  # whatever went wrong, the next test still counts
                self.failed += 1
                for line in traceback.format_exc().splitlines():
                    print("# " + line)
                print(f"not ok {title}", flush=True)
        return 1 if self.failed else 0


def within(what, seconds, limit):
    """Reports a measured time that has just ended. Beyond the limit is said; only three times as long
    fails, since these tests also run on loaded machines; what the machine stood still does not count."""
    assert seconds is not None, f"{what}: did not happen"
    now = time.monotonic()
    stood = standstill.within(now - seconds - 0.1, now)
    beyond = "" if seconds <= limit else " BEYOND THE LIMIT"
    still = f"; of these the machine stood still for {stood:.2f} s" if stood else ""
    print(f"# {what}: {seconds:.2f} s (limit {limit} s){beyond}{still}", flush=True)
    seconds -= min(stood, seconds)
    assert seconds <= 3 * limit, f"{what}: {seconds:.2f} s, limit {limit} s"


def read_build_id(path):
    with open(path) as file:
        return re.search(r'"([^"]+)"', file.read()).group(1)


class Client:
    """A team display: connects again whenever the engine is gone, and remembers."""

    def __init__(self, path, build, role="team"):
        self.path, self.build, self.role = path, build, role
        self.lock = threading.Lock()
        self.frames = []  # (monotonic, type)
        self.heartbeats = []  # monotonic
        self.arrivals = []  # of heartbeats: (monotonic, seconds from the engine's tick to here)
        self.present = {}  # id: state
        self.seen = {}  # id: monotonic of the first time it was present and active
        self.welcomes = []  # (monotonic, object)
        self.connected = self.said_bye = False
        self.parts = []
        self.stop = False
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def close(self):
        self.stop = True
        self.thread.join()

    def run(self):
        while not self.stop:
            with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as link:
                try:
                    link.connect(self.path)
                    text = json.dumps({"build": self.build, "role": self.role}).encode()
                    link.send(HEADER.pack(HELLO, 0, HEADER.size + len(text), 0, 1, 0) + text)
                    self.connected = True
                    self.listen(link)
                except OSError:
                    pass
            self.connected = False
            time.sleep(0.02)

    def listen(self, link):
        while not self.stop:
            if not select.select([link], [], [], 0.1)[0]:
                continue
            packet = link.recv(1 << 17)
            if not packet:
                return
            self.take(time.monotonic(), packet)

    def take(self, now, packet):
        kind, _, _, _, count, _ = HEADER.unpack_from(packet)
        body = packet[HEADER.size:]
        if kind == JSON_PART:
            _, part, of, kind = struct.unpack_from("=IHHH", body)
            self.parts = self.parts[:part] + [body[16:]]
            if part + 1 < of:
                return
            body = b"".join(self.parts)
        with self.lock:
            if kind == HEARTBEAT:
                self.heartbeats.append(now)
                self.arrivals.append(
                    (now, time.clock_gettime(time.CLOCK_BOOTTIME) - struct.unpack_from("=q", body)[0] / 1e9))
            elif kind == WELCOME:
                self.welcomes.append((now, json.loads(body)))
            elif kind == BYE:
                self.said_bye = True
            elif kind == PRESENT:
                self.take_present(now, body, count)

    def take_present(self, now, body, count):
        self.present = {}
        for index in range(count):
            record = RECORD.unpack_from(body, index * RECORD.size)
            name = record[0].split(b"\0")[0].decode()
            self.present[name] = record[RECORD_STATE]
            if record[RECORD_STATE] == ACTIVE:
                self.seen.setdefault(name, now)

    def forget(self):
        with self.lock:
            self.seen = {}

    def first_seen(self, name, since):
        with self.lock:
            at = self.seen.get(name)
        return None if at is None else at - since

    def delays(self):
        """Seconds from the engine's tick to here, of each heartbeat, but for those of a machine that stood still."""
        with self.lock:
            return [delay - standstill.within(at - delay, at) for at, delay in self.arrivals]

    def longest_silence(self, since):
        with self.lock:
            beats = [beat for beat in self.heartbeats if beat >= since]
        return max((b - a - standstill.within(a, b) for a, b in zip(beats, beats[1:])), default=None)

    def heartbeat_after(self, since):
        with self.lock:
            return next((beat - since for beat in self.heartbeats if beat > since), None)


class Ears:
    """Listens to the monitor of the private sound server."""

    def __init__(self, environment):
        self.loud = []  # monotonic of chunks in which something is heard
        self.process = subprocess.Popen(
            ["parec", "-d", "steady.monitor", "--format=s16le", "--rate=48000", "--channels=1",
             "--latency-msec=20"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while True:
            chunk = os.read(self.process.stdout.fileno(), 9600)
            if not chunk:
                return
            samples = array.array("h", chunk[:len(chunk) // 2 * 2])
            if samples and max(max(samples), -min(samples)) > 400:
                self.loud.append(time.monotonic())

    def first_after(self, since):
        return next((at - since for at in self.loud if at > since), None)

    def close(self):
        self.process.kill()
        self.process.wait()


class Stage:
    """A private screen, sound server and folders for a whole Steady."""

    NEEDED = ("Xvfb", "pulseaudio", "pactl", "parec")

    def __init__(self, data):
        self.folder = tempfile.mkdtemp(prefix="steady-run-")
        self.processes = []
        self.environment = dict(os.environ, STEADY_DATA_DIR=data, XDG_RUNTIME_DIR=self.path("runtime"),
                                XDG_DATA_HOME=self.path("data"), HOME=self.folder,
                                JACK_NO_START_SERVER="1", GSETTINGS_BACKEND="memory",
                                PULSE_SERVER="unix:" + self.path("sound"),
                                ALSA_CONFIG_PATH=self.path("asound.conf"), GDK_BACKEND="x11")
        for removed in ("G_DEBUG", "WAYLAND_DISPLAY", "MALLOC_CHECK_"):
            self.environment.pop(removed, None)
        for name in ("runtime", "data"):
            os.mkdir(self.path(name), 0o700)

    @classmethod
    def missing(cls, also=()):
        return next((f"{name} is not installed" for name in cls.NEEDED + tuple(also) if shutil.which(name) is None), None)

    def path(self, name):
        return os.path.join(self.folder, name)

    def start(self, *command, **keywords):
        process = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, **keywords)
        self.processes.append(process)
        return process

    def start_screen(self):
        with open(self.path("display"), "w") as number:
            self.start("Xvfb", "-displayfd", str(number.fileno()), "-screen", "0", "1920x1080x24",
                       "-nolisten", "tcp", pass_fds=[number.fileno()], stderr=subprocess.DEVNULL)
        assert wait(lambda: os.path.getsize(self.path("display")) > 0), "no X server"
        with open(self.path("display")) as number:
            self.environment["DISPLAY"] = ":" + number.read().strip()

    def start_sound(self):
        with open(self.path("asound.conf"), "w") as file:
            file.write("pcm.!default { type pulse }\nctl.!default { type pulse }\n")
        if not os.path.exists("/usr/share/alsa/alsa.conf"):
            del self.environment["ALSA_CONFIG_PATH"]
        else:
            with open(self.path("asound.conf"), "r+") as file:
                own = file.read()
                file.seek(0)
                file.write("</usr/share/alsa/alsa.conf>\n" + own)
        with open(self.path("pulse.pa"), "w") as file:
            # without norewinds the null sink stalls for 2 s at a time
            file.write(f"load-module module-native-protocol-unix auth-anonymous=1 socket={self.path('sound')}\n"
                       "load-module module-null-sink sink_name=steady rate=48000 channels=2 format=s16le norewinds=1\n"
                       "set-default-sink steady\n")
        server = self.start("pulseaudio", "-n", "-F", self.path("pulse.pa"), "--daemonize=no",
                            "--exit-idle-time=-1", "--disable-shm=yes", "--use-pid-file=no",
                            "--log-target=file:" + self.path("sound.log"), stderr=subprocess.DEVNULL)
        assert wait(lambda: subprocess.run(["pactl", "info"], env=self.environment,
                                           capture_output=True).returncode == 0), "no sound server"
        return server

    def finish(self):
        for process in reversed(self.processes):
            process.kill()
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def child_of(parent, name):
    """The pid of the running child of @parent that is called @name, or None."""
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/stat") as file:
                stat = file.read()
        except OSError:
            continue
        program = stat[stat.index("(") + 1:stat.rindex(")")]
        state, ppid = stat[stat.rindex(")") + 2:].split()[:2]
        if int(ppid) == parent and program == name[:15] and state != "Z":
            return int(entry)
    return None


def tell(text):
    print("# " + text, flush=True)


def leave(status):
    sys.exit(status)
