"""Drives weir through a pseudo-terminal, as a person at a keyboard would."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

from weir_program import WEIR

PATIENCE = 60


class Terminal:
    """A program on a terminal of its own; what it draws is read frame by frame."""

    def __init__(self, *arguments, columns=80, rows=24, folder=None, environment=None):
        self.output = b""
        self.status = None
        self.master, slave = pty.openpty()
        self.slave = slave
        self.resize(columns, rows)
        self.before = termios.tcgetattr(slave)
        self.pid = os.fork()
        if self.pid == 0:
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            for end in range(3):
                os.dup2(slave, end)
            os.closerange(3, 64)
            if folder:
                os.chdir(folder)
            os.execve(WEIR, [WEIR, *map(str, arguments)], {**os.environ, **(environment or {})})

    def resize(self, columns, rows):
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, seconds):
        """Whether something came."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        self.output += os.read(self.master, 65536)
        return True

    @property
    def text(self):
        """Everything printed, without the signs that steer a terminal."""
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.output.decode("utf-8", "replace"))

    @property
    def screen(self):
        """The lines of the last whole frame."""
        end = self.output.rfind(b"\x1b[J")
        start = self.output.rfind(b"\x1b[H", 0, max(end, 0))
        frame = self.output[start + 3 : end].decode("utf-8", "replace") if start >= 0 else ""
        return re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", frame).split("\r\n")

    def wait(self, shows):
        """Waits for a frame that shows something; returns it as one text."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            frame = "\n".join(self.screen)
            if re.search(shows, frame):
                return frame
            self.read(0.1)
        raise AssertionError(f"never shown: {shows}\n" + "\n".join(self.screen) + self.text[-500:])

    def answer(self, question, words):
        """Waits for a question on a line of its own, and types an answer. A program that has ended asks nothing more."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and not re.search(question + r"\s*$", self.text) and not self.has_ended():
            self.read(0.1)
        self.press(words + "\n")

    def press(self, keys):
        os.write(self.master, keys.encode())

    def send(self, number):
        os.kill(self.pid, number)

    def end(self):
        """Waits for the program to end; its exit status, negative for a signal."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and not self.has_ended():
            self.read(0.05)
        while self.read(0.1):
            pass
        return self.status

    def has_ended(self):
        if self.status is None:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None

    @property
    def is_given_back(self):
        """Whether the terminal is as it was found."""
        return termios.tcgetattr(self.slave) == self.before

    def close(self):
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.master)
        os.close(self.slave)
