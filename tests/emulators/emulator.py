# SPDX-License-Identifier: GPL-3.0-or-later
"""What the emulators share: where they listen, their clock, and their faults.

An emulator is a subclass of Emulator, written from the wire sheet of its device and apart
from Steady's driver, so that the two can disagree. It is started as

    NAME.py [--tcp | --udp]         (a pty without)

prints on its first line where it listens, as a site file writes it (/dev/pts/3,
tcp:127.0.0.1:40123, udp:127.0.0.1:40123), and is told on stdin what its device sees and
suffers. Every emulator knows:

    quiet / talk       stop and go on sending
    garbage [N]        N random bytes (64) go out now
    flood / dry        random bytes go out all the time, and no more
    corrupt            the next message has one byte changed
    garble             the next message loses one byte
    fragment [on|off]  messages leave in pieces of 1 to 7 bytes
    late SECONDS       the next message comes so much later, and those after it behind it
    stuck / alive      values stand still, whatever the device is told to see; and move again
    restart            the device begins anew, as after its power was cut
    clock SECONDS      the device's own clock jumps
    drift PPM          its crystal is so much slow: what it measures and says takes longer
    hang up            the connection is cut (TCP)
    quit
and what its subclass adds in told (). Unknown words end it with status 2.

Where STEADY_EMULATOR_LOG names a file, each question is written there: the instants, in
nanoseconds of CLOCK_BOOTTIME, at which it was read and answered, and the bytes of both. So a host
that missed an answer can be told from a device that gave it late.
"""
import errno
import fcntl
import os
import pty
import random
import select
import socket
import sys
import termios
import time
import tty


class Emulator:
    """One device. Subclasses give `period`, and override what they need."""

    period = None  # seconds between two calls of due (); None: never

    def __init__(self):
        self.stuck = False
        self.unseen = []  # what it was told to see while its values stood still
        self.clock_jump = 0.0
        self.slow = 1.0  # a second of the device, in seconds

    def now(self):
        """Seconds since 1970 on the device's own clock."""
        return time.time() + self.clock_jump

    def start(self):
        """The power was switched on: forget what was agreed."""

    def received(self, data):
        """Bytes of the host came, in any fragmentation; returns a list of messages."""
        return []

    def due(self):
        """The period is over; returns a list of messages."""
        return []

    def told(self, words):
        """What the device sees; returns whether the words are known."""
        return False


class Wire:
    """A pty, or one TCP or UDP peer at a time."""

    def __init__(self, kind):
        self.kind = kind
        self.peer = None
        if kind == "pty":
            self.master, self.slave = pty.openpty()
            tty.setraw(self.slave)
            os.set_blocking(self.master, False)
            self.name = os.ttyname(self.slave)
            return
        stream = kind == "tcp"
        self.socket = socket.socket(
            socket.AF_INET, socket.SOCK_STREAM if stream else socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        if stream:
            self.socket.listen(1)
        self.name = "%s:127.0.0.1:%d" % (kind, self.socket.getsockname()[1])

    def readable(self):
        if self.kind == "pty":
            return [self.master]
        if self.kind == "tcp" and self.peer is not None:
            return [self.socket, self.peer]
        return [self.socket]

    def read(self, ready):
        """Bytes that came; the peer may come and go."""
        if self.kind == "pty":
            try:
                return os.read(self.master, 4096) if self.master in ready else b""
            except OSError as problem:
                if problem.errno in (errno.EIO, errno.EAGAIN):
                    return b""
                raise
        if self.kind == "udp":
            if self.socket not in ready:
                return b""
            data, self.peer = self.socket.recvfrom(65536)
            return data
        if self.socket in ready:
            self.hang_up()
            self.peer, _ = self.socket.accept()
            self.peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        elif self.peer in ready:
            try:
                data = self.peer.recv(4096)
            except ConnectionError:
                data = b""
            if not data:
                self.hang_up()
            return data
        return b""

    def hang_up(self):
        if self.kind == "tcp" and self.peer is not None:
            self.peer.close()
            self.peer = None

    def write(self, data):
        try:
            if self.kind == "pty":
                # A port forgets with its last close who had it alone. Ours is never closed,
                # and an engine that was killed would keep its own successor out.
                fcntl.ioctl(self.slave, termios.TIOCNXCL)
                os.write(self.master, data)
            elif self.kind == "udp":
                if self.peer is not None:
                    self.socket.sendto(data, self.peer)
            elif self.peer is not None:
                self.peer.sendall(data)
        except BlockingIOError:
            pass  # nobody reads: a device does not wait either
        except ConnectionError:
            self.hang_up()


class Faults:
    """What goes wrong between the device and the host."""

    def __init__(self, wire):
        self.wire = wire
        self.quiet = False
        self.flood = False
        self.fragment = False
        self.corrupt = False
        self.garble = False
        self.late = 0.0
        self.waiting = []  # (when it leaves, message): a line keeps its order

    def told(self, words):
        word = words[0]
        if word in ("quiet", "talk"):
            self.quiet = word == "quiet"
        elif word in ("flood", "dry"):
            self.flood = word == "flood"
        elif word == "garbage":
            self.wire.write(noise(int(words[1]) if len(words) > 1 else 64))
        elif word == "fragment":
            self.fragment = words[1:] != ["off"]
        elif word == "corrupt":
            self.corrupt = True
        elif word == "garble":
            self.garble = True
        elif word == "late":
            self.late = float(words[1])
        elif words == ["hang", "up"]:
            self.wire.hang_up()
        else:
            return False
        return True

    def send(self, data):
        if self.quiet or not data:
            return
        if self.corrupt:
            at = random.randrange(len(data))
            data = data[:at] + bytes([data[at] ^ random.randrange(1, 256)]) + data[at + 1:]
            self.corrupt = False
        if self.garble:
            at = random.randrange(len(data))
            data = data[:at] + data[at + 1:]
            self.garble = False
        if self.late or self.waiting:
            before = self.waiting[-1][0] if self.waiting else 0.0
            self.waiting.append((max(before, time.monotonic() + self.late), data))
            self.late = 0.0
        else:
            self.write(data)

    def due(self):
        """What was late leaves; returns how long until the next one does, or None."""
        while self.waiting and self.waiting[0][0] <= time.monotonic():
            self.write(self.waiting.pop(0)[1])
        return max(0.0, self.waiting[0][0] - time.monotonic()) if self.waiting else None

    def write(self, data):
        if not self.fragment or self.wire.kind == "udp":
            self.wire.write(data)
            return
        while data:
            n = random.randrange(1, 8)
            self.wire.write(data[:n])
            data = data[n:]


class Log:
    """What was read when, and how soon it was answered."""

    def __init__(self):
        name = os.environ.get("STEADY_EMULATOR_LOG")
        self.file = open(name, "w", buffering=1, encoding="ascii") if name else None

    @staticmethod
    def now():
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME)

    def answered(self, read, heard, said):
        if self.file is not None:
            print(read, self.now(), heard, said, file=self.file)


def noise(n):
    return bytes(random.randrange(256) for _ in range(n))


def obey(device, faults, line):
    """Carries one line of stdin out; returns whether to go on."""
    words = line.split()
    if not words:
        return True
    if words[0] == "quit":
        return False
    if words[0] in ("stuck", "alive"):
        device.stuck = words[0] == "stuck"
        unseen, device.unseen = device.unseen, []
        return all([obey(device, faults, one) for one in unseen])
    if words[0] == "restart":
        device.start()
    elif words[0] == "clock":
        device.clock_jump += float(words[1])
    elif words[0] == "drift":
        device.slow = 1 + float(words[1]) * 1e-6
    elif faults.told(words):
        pass
    elif device.stuck:
        device.unseen.append(line)
    elif not device.told(words):
        print("unknown: %s" % line, file=sys.stderr)
        sys.exit(2)
    return True


def run(device, kinds=("pty",)):
    """Runs until stdin ends or says quit. `kinds`: the links the device has, first default."""
    wanted = [a[2:] for a in sys.argv[1:] if a in ("--tcp", "--udp", "--pty")]
    kind = wanted[0] if wanted else kinds[0]
    if kind not in kinds:
        print("this device has no %s" % kind, file=sys.stderr)
        return 2
    random.seed(1)
    wire = Wire(kind)
    faults = Faults(wire)
    log = Log()
    device.start()
    print(wire.name, flush=True)
    heard = b""
    due = time.monotonic()
    while True:
        wait = 0.05 if faults.flood else 1.0
        if device.period is not None:
            wait = min(wait, max(0.0, due - time.monotonic()))
        late = faults.due()
        if late is not None:
            wait = min(wait, late)
        ready, _, _ = select.select(wire.readable() + [0], [], [], wait)
        data = wire.read(ready)
        if data:
            read, said = log.now(), 0
            for message in device.received(data):
                faults.send(message)
                said += len(message)
            log.answered(read, len(data), said)
        if 0 in ready:
            more = os.read(0, 4096)
            if not more:
                return 0
            heard += more
            while b"\n" in heard:
                line, heard = heard.split(b"\n", 1)
                if not obey(device, faults, line.decode()):
                    return 0
        if faults.flood:
            wire.write(noise(512))
        while device.period is not None and time.monotonic() >= due:
            due += device.period * device.slow
            for message in device.due():
                faults.send(message)
