"""From one event to the next: saves, keys, signals, and checks that have finished."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.grading.servers.shared_server import SharedServer
from cffi_workshop.learner import has_joined, room_root
from cffi_workshop.worker.process_tree import become_subreaper, kill_everything_below

from .check_process import Check
from .file_watcher import edited, notice_saves
from .keyboard import Keyboard
from .screen import clear_screen, say

__all__ = ["Session"]

INTERRUPTED = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}


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
        self.server = SharedServer()
        self.asked_reset = False
        self.was_reset = False
        self.events: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()

    async def run(self, poll: bool) -> int:
        become_subreaper()  # what a cancelled check leaves behind becomes our child
        with self.server:
            return await self.watch(poll)

    async def watch(self, poll: bool) -> int:
        self.listen_to_signals()
        self.keyboard.listen(lambda keys: self.events.put_nowait(("keys", keys)))
        watcher = asyncio.create_task(notice_saves(self.exercises, poll, self.saved))
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
        self.keyboard.take_keys()

    def saved(self, files: set[Path]) -> None:
        self.events.put_nowait(("saved", files))

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
        status, self.check = self.check and self.check.status, None
        await asyncio.to_thread(kill_everything_below, os.getpid(), self.server.pids)
        self.server.start()  # while the learner reads, and thinks
        self.tell_room()
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

    def tell_room(self) -> None:
        """Send what a check could not tell the room; the process that it left for that is ended."""
        root = self.exercise.root
        if has_joined(root):
            from cffi_workshop.learner.joined.sender import in_thread

            in_thread(room_root(root))

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
                say(
                    f"Put the stubs of {self.exercise.slug} back, and keep a backup? [y/N] ", end=""
                )
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
        self.check = await Check.start(command, self.exercise.root, self.server)
        self.check.waiter.add_done_callback(self.put_finished(self.check))

    def put_finished(self, check: Check) -> Callable[[object], None]:
        return lambda _: self.events.put_nowait(("finished", check))

    async def cancel_check(self) -> None:
        check, self.check = self.check, None
        if check:
            await check.cancel()
