# SPDX-License-Identifier: GPL-3.0-or-later
"""A cable between the engine and a server, which writes when each question was answered.

The log has the form of an emulator's (see emulator.py), so that dialogue.judge () can tell a
server that was late from an answer that was lost.
"""
import os
import pty
import select
import socket
import threading
import time
import tty


class Relay:
    """Two ptys, or two TCP connections, and a thread that carries bytes from each to the other."""

    def __init__(self, log):
        self.log = open(log, "w", encoding="ascii")
        self.question = None  # when it came, how long it was
        self.stop = False

    def start(self):
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def note(self, of_host, data):
        now = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
        if of_host:
            self.write(0)
            self.question = (now, len(data))
        else:
            self.write(len(data), now)

    def write(self, said, now=None):
        if self.question is not None:
            read, heard = self.question
            print(read, now or read, heard, said, file=self.log)
        elif said:  # the rest of an answer, or a late one: no byte is missing in the log
            print(now, now, 0, said, file=self.log)
        self.question = None

    def carry(self, host, server):
        """Until one end is closed. The ends are file descriptors."""
        while not self.stop:
            for ready in select.select([host, server], [], [], 0.1)[0]:
                try:
                    data = os.read(ready, 4096)
                except OSError:
                    data = b""
                if not data:
                    return
                os.write(server if ready == host else host, data)
                self.note(ready == host, data)

    def close(self):
        self.stop = True
        self.thread.join()
        self.write(0)
        self.log.close()


class Cable(Relay):
    """Two ptys: `server` and `port` are their names."""

    def __init__(self, log):
        super().__init__(log)
        self.ends = [pty.openpty() for _ in range(2)]
        for _, slave in self.ends:
            tty.setraw(slave)
        self.server, self.port = (os.ttyname(slave) for _, slave in self.ends)
        self.start()

    def run(self):
        self.carry(self.ends[1][0], self.ends[0][0])

    def close(self):
        super().close()
        for master, slave in self.ends:
            os.close(master)
            os.close(slave)


class Network(Relay):
    """Listens at `port` and connects to the server's, once for each who calls."""

    def __init__(self, log):
        super().__init__(log)
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.server = str(one.getsockname()[1])
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(1)
        self.port = "tcp:127.0.0.1:%d" % self.listener.getsockname()[1]
        self.start()

    def run(self):
        while not self.stop:
            if not select.select([self.listener], [], [], 0.1)[0]:
                continue
            host, _ = self.listener.accept()
            with host, socket.create_connection(("127.0.0.1", int(self.server))) as server:
                for one in (host, server):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.carry(host.fileno(), server.fileno())

    def close(self):
        super().close()
        self.listener.close()
