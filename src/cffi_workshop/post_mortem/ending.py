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
FROM_SHELL = 128  # a shell that ran it adds the number of the signal to this
CRASHES = ("SIGSEGV", "SIGBUS", "SIGABRT", "SIGFPE", "SIGILL", "SIGTRAP", "SIGSYS")


@dataclass(frozen=True)
class Ending:
    """`status` is that of subprocess: below 0 it is the signal that ended the program."""

    status: int
    stderr: str

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
        return self.signal_name in CRASHES

    @property
    def text(self) -> str:
        """What there is to explain: what was written, and how it
        ended where that says something.
        """
        if not self.signal_name:
            return self.stderr
        return f"{self.stderr}\nexit status {-signal.Signals[self.signal_name].value}"

    @property
    def sentence(self) -> str:
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
        for line in program.stderr or ():
            sys.stderr.buffer.write(line)
            sys.stderr.flush()
            kept.append(line.decode(errors="replace"))
    return Ending(program.returncode, "".join(kept))


def with_faulthandler() -> dict[str, str]:
    """Return an environment in which Python says, when it crashes, which line it was at."""
    return {**os.environ, "PYTHONFAULTHANDLER": "1"}
