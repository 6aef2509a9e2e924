"""How a program ended: its exit status, and what it wrote to standard error."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from cffi_workshop.errors import WorkshopError

__all__ = ["Ending", "run", "with_faulthandler"]

LINES_KEPT = 20_000
PATIENCE_S = 3  # Python ends sooner at Ctrl-C, if it runs
FROM_SHELL = 128  # a shell that ran it adds the number of the signal to this
FATAL = "Fatal Python error: "
CRASHES = ("SIGSEGV", "SIGBUS", "SIGABRT", "SIGFPE", "SIGILL", "SIGTRAP", "SIGSYS")


@dataclass(frozen=True)
class Ending:
    """`status` is that of subprocess: below 0 it is the signal that ended the program."""

    status: int
    stderr: str
    stuck: bool = False  # it did not end at Ctrl-C, since C was running, and was ended from here

    @property
    def signal_name(self) -> str:
        """SIGSEGV or the like, or nothing."""
        number = -self.status if self.status < 0 else self.status - FROM_SHELL
        try:
            return signal.Signals(number).name if number > 0 else ""
        except ValueError:
            return ""

    @property
    def crashed(self) -> bool:
        """C brought it down."""
        return self.signal_name in CRASHES and not self.stuck

    @property
    def child_crashed(self) -> bool:
        """C brought down a process that the program started: faulthandler told of it."""
        return not self.signal_name and f"\n{FATAL}" in f"\n{self.stderr}"

    @property
    def text(self) -> str:
        """What there is to explain: what was written, and how it ended if that tells."""
        if not self.signal_name or self.stuck:
            return self.stderr
        return f"{self.stderr}\nexit status {-signal.Signals[self.signal_name].value}"

    @property
    def sentence(self) -> str:
        if self.stuck:
            return "The program did not end at Ctrl-C: it was in C, and was ended from outside."
        if self.signal_name:
            return f"The program was ended by signal {self.signal_name}."
        return f"The program ended with exit status {self.status}."


def run(command: Sequence[str]) -> Ending:
    """Run a program in the terminal, and keep what it writes to standard error as well.

    Raises WorkshopError when there is no such program.
    """
    try:
        program = subprocess.Popen(command, stderr=subprocess.PIPE, env=with_faulthandler())
    except OSError as error:
        raise WorkshopError(
            f"{command[0]!r} could not be started ({error.strerror}); expected a program and its "
            "arguments, as in `workshop explain -- python rain.py`."
        ) from None
    kept: deque[str] = deque(maxlen=LINES_KEPT)
    with program:
        try:
            keep(program, kept)
            stuck = False
        except KeyboardInterrupt:
            stuck = end_what_is_stuck(program)
            keep(program, kept)
    return Ending(program.returncode, "".join(kept), stuck)


def keep(program: subprocess.Popen[bytes], kept: deque[str]) -> None:
    """Show and keep what the program writes, until it ends."""
    for line in program.stderr or ():
        sys.stderr.buffer.write(line)
        sys.stderr.flush()
        kept.append(line.decode(errors="replace"))


def end_what_is_stuck(program: subprocess.Popen[bytes]) -> bool:
    """End a program that Ctrl-C does not end; say whether that was needed.

    SIGABRT ends it, so that faulthandler tells its line.
    """
    try:
        program.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        program.send_signal(signal.SIGABRT)
        return True
    return False


def with_faulthandler() -> dict[str, str]:
    """Return an environment in which Python says, when it crashes, which line it was at."""
    return {**os.environ, "PYTHONFAULTHANDLER": "1"}
