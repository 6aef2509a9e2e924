"""Check again at each save, until the learner has had enough.

A check runs as a child process in a session of its own, so that it can be cancelled whole when the
next save comes. What the keys do is run by child processes too: nothing of a learner's, and no
mistake of ours in a command, can stop the watch.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from cffi_workshop.exercise import Exercise
from cffi_workshop.worker.kernel import become_subreaper, kill_everything_below

__all__ = ["Session", "polling_reason", "watch"]

# Milliseconds: an editor writes a file in several steps, and a formatter follows it.
STEP, DEBOUNCE = 80, 400
POLL = 0.3  # seconds
# Seconds that a cancelled check has to clean up behind itself.
GRACE = 1.0
INTERRUPTED = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}
# File systems on which saves from elsewhere (Windows, another machine, a host) send no event.
SILENT = {"9p", "afs", "ceph", "cifs", "drvfs", "fakeowner", "glusterfs", "lustre", "ncpfs", "nfs"}
SILENT |= {"nfs4", "prl_fs", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs"}
PROGRAM = (sys.executable, "-m", "cffi_workshop")


def watch(
    exercises: Sequence[Exercise],
    first: Exercise,
    find_next: Callable[[], Exercise | None],
    *,
    stay: bool = False,
    poll: bool = False,
    program: Sequence[str] = (),
) -> int:
    """Check `first` now and after each save; return the exit status.

    `find_next` names the exercise to move on to. With `stay`, an exercise that passes at once is
    kept, since it was asked for by name. `program` is the `workshop` that does the checks.
    """
    with Keyboard(sys.stdin) as keyboard:
        session = Session(exercises, first, find_next, keyboard, stay=stay, program=program or PROGRAM)
        return asyncio.run(session.run(must_poll(first.root, poll)))


def must_poll(root: Path, poll: bool) -> bool:
    """Tell whether saves have to be looked for; the variable of watchfiles is heeded either way."""
    asked = os.environ.get("WATCHFILES_FORCE_POLLING", "").lower()
    if poll or asked:
        return poll or asked not in ("0", "false", "disable", "disabled")
    reason = polling_reason(root)
    if reason:
        say(f"Looking for saves {round(1 / POLL)} times a second: {reason} does not announce them.")
    return reason is not None


def polling_reason(folder: Path, mounts: Path = Path("/proc/mounts")) -> str | None:
    """Name the file system that `folder` is on if it does not announce every save."""
    best, reason = -1, None
    for point, kind in mount_points(mounts):
        if folder.resolve().is_relative_to(point) and len(point.parts) >= best:
            silent = kind in SILENT or kind.startswith("fuse")
            best, reason = len(point.parts), f"{kind} at {point}" if silent else None
    return reason


def mount_points(mounts: Path) -> Iterator[tuple[Path, str]]:
    """Yield mount point and type; there is no such list on macOS, and no need of it."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        _, point, kind, *_ = line.split()
        yield Path(point.replace("\\040", " ")), kind


class Session:
    """One run of `workshop watch`: everything that happens comes through one queue, in order."""

    def __init__(
        self,
        exercises: Sequence[Exercise],
        first: Exercise,
        find_next: Callable[[], Exercise | None],
        keyboard: Keyboard,
        *,
        stay: bool,
        program: Sequence[str],
    ) -> None:
        self.exercises = exercises
        self.exercise = first
        self.find_next = find_next
        self.keyboard = keyboard
        self.stay = stay
        self.program = program
        self.check: Check | None = None
        self.asked_reset = False
        self.was_reset = False
        self.events: asyncio.Queue[tuple[str, object]] = asyncio.Queue()

    async def run(self, poll: bool) -> int:
        become_subreaper()  # what a cancelled check leaves behind becomes our child
        self.listen_to_signals()
        self.keyboard.listen(lambda keys: self.events.put_nowait(("keys", keys)))
        watcher = asyncio.create_task(self.poll() if poll else self.listen_to_saves())
        await asyncio.sleep(0)  # the watcher stands before the first check, so no save is missed
        try:
            await self.start_check()
            return await self.handle_events()
        finally:
            watcher.cancel()
            with suppress(asyncio.CancelledError):
                await watcher
            await self.cancel_check()

    # Where events come from

    def listen_to_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number, status in INTERRUPTED.items():
            loop.add_signal_handler(number, self.events.put_nowait, ("stop", status))
        loop.add_signal_handler(signal.SIGTSTP, self.suspend)

    def suspend(self) -> None:
        """Hand the terminal back for as long as Ctrl-Z lasts."""
        self.keyboard.restore()
        os.kill(os.getpid(), signal.SIGSTOP)
        self.keyboard.take()

    async def listen_to_saves(self) -> None:
        from watchfiles import awatch

        folder = self.exercise.root.resolve() / "exercises"
        options = {"step": STEP, "debounce": DEBOUNCE, "force_polling": False}
        try:
            async for changes in awatch(folder, watch_filter=None, **options):
                self.events.put_nowait(("saved", {Path(path) for _, path in changes}))
        except (OSError, RuntimeError) as error:  # such as too many watches on this machine
            say(f"Saves are not announced here ({error}); looking for them instead.")
            await self.poll()

    async def poll(self) -> None:
        """Look for saves. What watchfiles has for this compares whole seconds, and misses some."""
        seen = self.stamps()
        while True:
            await asyncio.sleep(POLL)
            now = self.stamps()
            saved = {path for path, stamp in now.items() if stamp != seen[path]}
            if saved:
                self.events.put_nowait(("saved", saved))
            seen = now

    def stamps(self) -> dict[Path, tuple | None]:
        """Return what tells each editable file from its earlier self."""
        files = (one.folder.resolve() / name for one in self.exercises for name in one.editable)
        return {file: stamp(file) for file in files}

    # What is done about them

    async def handle_events(self) -> int:
        while True:
            event, value = await self.events.get()
            if event == "stop":
                return value
            done = False
            if event == "saved":
                await self.after_save(value)
            elif event == "keys":
                done = await self.after_keys(value)
            elif event == "finished" and value is self.check:
                done = await self.after_check()
            if done:
                return 0

    async def after_save(self, saved: set[Path]) -> None:
        """Check the exercise that was saved; it becomes the current one if it was another."""
        touched = [exercise for exercise in self.exercises if edited(exercise, saved)]
        if not touched:
            return
        if self.exercise not in touched:
            self.exercise, self.stay = touched[0], True
        if not self.was_reset:  # the name of the backup stays on the screen
            clear_screen()
        self.was_reset = False
        await self.start_check()

    async def after_check(self) -> bool:
        """Move on if the exercise is done; return whether all are."""
        status, self.check = self.check.status, None
        await asyncio.to_thread(kill_everything_below, os.getpid())
        if status != 0:
            self.stay = False
        elif not self.stay:
            following = self.find_next()
            if following is None:
                say("All exercises are done.")
                return True
            if following != self.exercise:
                self.exercise = following
                say(f"\nOn to {following.slug}: {following.title}\n")
                await self.start_check()
                return False
        self.say_what_now()
        return False

    async def after_keys(self, keys: str) -> bool:
        """Do what the keys ask for; return whether to quit."""
        for key in keys:
            if self.asked_reset:
                await self.answer_reset(key)
            elif key in "q\x04":
                return True
            elif key == "h":
                self.command("hint", self.exercise.slug)
            elif key == "l":
                self.command("list")
            elif key == "r":
                self.asked_reset = True
                say(f"Put the stubs of {self.exercise.slug} back, and keep a backup? [y/N] ", end="")
            elif key in "\r\n":
                clear_screen()
                await self.start_check()
        return False

    async def answer_reset(self, key: str) -> None:
        self.asked_reset = False
        if key in "yY":
            say("y")
            await self.cancel_check()
            self.was_reset = True
            self.command("reset", self.exercise.slug)  # the files it writes start the next check
        else:
            say("n\nNothing was changed.")

    def command(self, *arguments: str) -> None:
        say("")
        subprocess.run(
            [*self.program, *arguments],
            cwd=self.exercise.root,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            check=False,
        )
        self.say_what_now()

    def say_what_now(self) -> None:
        say(f"\nWatching exercises/{self.exercise.slug}; save a file to check it.")
        keys = "h hint   l list   r reset   Enter check   q quit"
        say(keys if self.keyboard.works else "Ctrl-C ends it.")

    # The check

    async def start_check(self) -> None:
        await self.cancel_check()
        say(f"Checking {self.exercise.slug} ...\n")
        command = [*self.program, "check", self.exercise.slug]
        self.check = await Check.start(command, self.exercise.root)
        self.check.waiter.add_done_callback(self.put_finished(self.check))

    def put_finished(self, check: Check) -> Callable[[object], None]:
        return lambda _: self.events.put_nowait(("finished", check))

    async def cancel_check(self) -> None:
        check, self.check = self.check, None
        if check:
            await check.cancel()


def stamp(file: Path) -> tuple | None:
    try:
        stat = file.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def edited(exercise: Exercise, saved: set[Path]) -> bool:
    folder = exercise.folder.resolve()
    return any(folder / name in saved for name in exercise.editable)


def say(text: str, end: str = "\n") -> None:
    print(text, end=end, flush=True)


def clear_screen() -> None:
    """Start at the top, leaving alone what was scrolled away."""
    if sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb":
        say("\033[H\033[2J", end="")


class Check:
    """A running check, and everything that it started."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.waiter = asyncio.ensure_future(process.wait())

    @classmethod
    async def start(cls, command: Sequence[str], cwd: Path) -> Check:
        return cls(
            await asyncio.create_subprocess_exec(
                *command, cwd=cwd, stdin=subprocess.DEVNULL, start_new_session=True
            )
        )

    @property
    def status(self) -> int | None:
        return self.process.returncode

    async def cancel(self) -> None:
        """End the check, first in good order, then by force; return when nothing of it is left."""
        self.send(signal.SIGTERM)
        await asyncio.wait([self.waiter], timeout=GRACE)
        self.send(signal.SIGKILL)
        await self.waiter
        await asyncio.to_thread(kill_everything_below, os.getpid())

    def send(self, number: signal.Signals) -> None:
        """Signal the whole group, which may outlive its leader."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, number)


ESCAPES = re.compile("\033(\\[[0-9;]*[@-~]|O.)?")  # arrow keys and their like


class Keyboard:
    """Single keys from the terminal; without one, none come, and nothing else changes."""

    def __init__(self, stream) -> None:
        self.stream = stream
        self.saved: list | None = None

    @property
    def works(self) -> bool:
        return self.saved is not None

    def __enter__(self) -> Keyboard:
        if is_ours(self.stream):
            self.take()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.restore()

    def take(self) -> None:
        """Let keys come one by one and unseen; Ctrl-C still interrupts."""
        import termios
        import tty

        self.saved = self.saved or termios.tcgetattr(self.stream)
        tty.setcbreak(self.stream, termios.TCSANOW)

    def restore(self) -> None:
        if self.saved is None:
            return
        import termios

        with suppress(termios.error):  # the terminal was closed
            termios.tcsetattr(self.stream, termios.TCSANOW, self.saved)

    def listen(self, hear: Callable[[str], None]) -> None:
        if self.works:
            loop = asyncio.get_running_loop()
            loop.add_reader(self.stream, self.read, loop, hear)

    def read(self, loop: asyncio.AbstractEventLoop, hear: Callable[[str], None]) -> None:
        with suppress(OSError):
            if keys := os.read(self.stream.fileno(), 64).decode(errors="replace"):
                hear(ESCAPES.sub("", keys))
                return
        loop.remove_reader(self.stream)


def is_ours(stream) -> bool:
    """Tell whether `stream` is a terminal that we, and no other job, read from."""
    try:
        return stream.isatty() and os.tcgetpgrp(stream.fileno()) == os.getpgrp()
    except (OSError, ValueError, AttributeError):
        return False
