"""Run a command for a notebook cell as a terminal would, and show its output as it goes.

The command has a process of its own. What C does there ends that process alone, and each run opens
a library as it was built last. A Python traceback is reduced to the lines of the learner's own
files and the error itself.
"""

from __future__ import annotations

import codecs
import os
import re
import select
import shlex
import signal
import subprocess
import sys
import tempfile
import termios
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.markers import MARKER
from cffi_workshop.exercises.todos import todos_in
from cffi_workshop.notebooks.plain_environment import plain_environment

__all__ = ["Ending", "environment", "first_todo", "run", "todos"]

MOST_OUTPUT = 500_000  # characters; a browser suffers from more

FRAME = re.compile(r'\s{1,20}File "(?P<file>[^"\n]+)", line (?P<line>\d+)')
UNFINISHED = re.compile(r"NotImplementedError: (?P<todo>TODO \d+: .*)")

SIGNALS = {
    signal.SIGSEGV: "C touched memory that is not its own",
    signal.SIGBUS: "C touched memory that is not there",
    signal.SIGABRT: "C gave up, mostly because its memory was damaged",
    signal.SIGFPE: "C divided by zero, or the like",
    signal.SIGILL: "C ran into an instruction that does not exist",
}


@dataclass(frozen=True)
class Ending:
    """How a command ended; `unfinished` are the TODOs that it ran into."""

    status: int
    unfinished: tuple[str, ...]
    output: str

    @property
    def crash(self) -> str | None:
        """Return what the signal means that ended it: of a shell's child, 128 and more."""
        number = -self.status if self.status < 0 else self.status - 128
        means = next((text for known, text in SIGNALS.items() if known == number), None)
        return means and f"{signal.Signals(number).name}: {means}"


def run(command: str, cell: str | None, folder: Path, write: Callable[[str], object]) -> Ending:
    """Run a shell command in `folder`, the cell as its input; write its output line by line."""
    unfinished: list[str] = []
    output: list[str] = []
    with Program(with_this_python(command), cell, folder) as program:
        for line in shortened(listened(program.lines(), output), folder):
            todo = UNFINISHED.match(line)
            if todo:
                unfinished.append(todo["todo"].rstrip())
            else:
                write(line)
        return Ending(program.wait(), tuple(unfinished), "".join(output))


def listened(lines: Iterable[str], heard: list[str]) -> Iterator[str]:
    """Yield the lines, and keep them; stop where they are more than anybody reads."""
    size = 0
    for line in lines:
        size += len(line)
        if size > MOST_OUTPUT:
            yield (
                f"\n... The output went on, so the command was ended after {MOST_OUTPUT} "
                "characters.\n"
            )
            return
        heard.append(line)
        yield line


def with_this_python(command: str) -> str:
    """Return the command with the Python of this notebook in place of `python`."""
    word, space, rest = command.strip().partition(" ")
    return (
        f"{shlex.quote(sys.executable)}{space}{rest}" if word in ("python", "python3") else command
    )


def environment() -> dict[str, str]:
    """Return what a command sees: all but the kernel's wish that plots go into its cells."""
    return {name: value for name, value in plain_environment().items() if name != "MPLBACKEND"}


class Program:
    """A shell command on a terminal of its own, ended with all of its group on leaving."""

    def __init__(self, command: str, cell: str | None, folder: Path) -> None:
        self.ours, theirs = os.openpty()
        modes = termios.tcgetattr(theirs)
        modes[1] &= ~termios.OPOST  # a line ends with \n, as in a file
        termios.tcsetattr(theirs, termios.TCSANOW, modes)
        with tempfile.TemporaryFile() as given:
            given.write((cell or "").encode())
            given.seek(0)
            self.process = subprocess.Popen(
                ["/bin/sh", "-c", command],
                cwd=folder,
                env=environment(),
                stdin=given,
                stdout=theirs,
                stderr=theirs,
                start_new_session=True,
            )
        os.close(theirs)

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(ProcessLookupError, PermissionError):  # they ended by themselves
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.ours)

    def wait(self) -> int:
        """Return the exit status; whoever prints without end is ended."""
        if self.is_talking:
            os.killpg(self.process.pid, signal.SIGKILL)
        return self.process.wait()

    is_talking = True

    def lines(self) -> Iterator[str]:
        """Yield what is printed, a line at a time, until the command has ended."""
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        rest = ""
        while chunk := self.read():
            *lines, rest = (rest + decoder.decode(chunk)).split("\n")
            yield from (f"{line}\n" for line in lines)
        self.is_talking = False
        if rest:
            yield rest

    def read(self) -> bytes:
        """Return the command's next output, or nothing at the end.

        What runs on in the background is not waited for.
        """
        while True:
            ended = self.process.poll() is not None
            ready, _, _ = select.select([self.ours], [], [], 0 if ended else 0.05)
            if ready:
                try:
                    return os.read(self.ours, 65536)
                except OSError:  # Linux: the other side is closed
                    return b""
            if ended:
                return b""


def shortened(lines: Iterable[str], folder: Path) -> Iterator[str]:
    """Yield the lines without the path of the folder; of a traceback, what is the learner's own."""
    trace: list[str] | None = None
    for line in lines:
        line = line.replace(f"{folder}/", "")
        before, begins, _ = line.partition("Traceback (most recent call last):")
        if begins:
            if before.strip():  # of another thread, which wrote at the same time
                yield f"{before.rstrip()}\n"
            trace = []
        elif trace is None:
            yield line
        elif line.startswith(" "):
            trace.append(line)
        else:
            if not UNFINISHED.match(line):
                yield from own_lines(trace)
            yield line
            trace = None
    yield from trace or ()


def own_lines(trace: list[str]) -> Iterator[str]:
    """Yield file, line and code of the frames in files that were named relative to the folder."""
    for line, after in zip(trace, [*trace[1:], ""], strict=False):
        frame = FRAME.match(line)
        if frame and not frame["file"].startswith(("/", "<")):
            code = "" if FRAME.match(after) else after.strip()
            yield f"{frame['file']}, line {frame['line']}: {code}".rstrip(": ") + "\n"


def todos(exercise: Exercise, folder: Path, command: str, output: str) -> list[str]:
    """Return each TODO that still stands in the files a command is about, with file and line."""
    makes = command.split()[:1] == ["make"]
    said = re.sub(r"TODO \d+:.*", "", f"{command}\n{output}")  # a TODO may name another file
    found = []
    for name in exercise.editable:
        stem = name.removesuffix(".py")
        about = makes if not name.endswith(".py") else re.search(rf"\b{re.escape(stem)}\b", said)
        if about:
            found += [
                f"{name}, line {number}: {todo}" for number, todo in todos_left(folder / name)
            ]
    return found


def first_todo(exercise: Exercise, folder: Path) -> list[str]:
    """Return the first TODO that still stands, with file and line, where no file was named."""
    everywhere = (
        f"{name}, line {number}: {todo}"
        for name in exercise.editable
        for number, todo in todos_left(folder / name)
    )
    return list(islice(everywhere, 1))


def todos_left(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    lines = text.splitlines()
    for number, todo in todos_in(text):
        if not MARKER.match(lines[number - 1]):  # in a solution, the TODO that learners get
            yield number, todo
