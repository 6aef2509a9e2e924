"""A process for the learner's code that is started when it is asked what is not known yet."""

from __future__ import annotations

import json
from collections.abc import Callable

from cffi_workshop.grading.remembered import Conversation, Remembered
from cffi_workshop.sandbox import Run

from .worker_client import WorkerClient

__all__ = ["RememberingClient"]


class RememberingClient(WorkerClient):
    """Answers from memory for as long as it is asked what was asked before.

    At the first other question the process is started, and hears all that came before it.
    """

    def __init__(
        self,
        start: Callable[[], tuple[Run, dict]],
        own: tuple[str, ...],
        *,
        binding: bool,
        remembered: Remembered,
        key: Callable[[], str],
    ) -> None:
        """Take what WorkerClient takes, and the `key` of all that the answers follow from."""
        super().__init__(start, own, binding)
        self._remembered, self._key_of, self._key = remembered, key, ""
        self._known: Conversation | None = None  # what comes from memory
        self._heard: Conversation | None = None  # what does not, and is to be remembered
        self._at = 0  # so many of the known questions were asked

    def open(self, doing: str) -> dict:
        with self._busy:
            if not self._key:
                self._look_up()
            return self._known.opened if self._known else super().open(doing)

    def _look_up(self) -> None:
        self._key = self._key_of()
        self._known = self._remembered.find(self._key)
        if self._known is None and self._remembered.came_before(self._key):
            self._heard = Conversation({})

    def ask(self, request: dict, doing: str) -> dict:
        with self._busy:
            self.open(doing)
            if (reply := self._from_memory(request)) is not None:
                self.hear(request, reply)
                return reply
            if self._known:
                self._start_after_all(doing)
            reply = super().ask(request, doing)
            self._note(request, reply)
            return reply

    def _from_memory(self, request: dict) -> dict | None:
        asked = self._known.asked[self._at : self._at + 1] if self._known else []
        if not asked or asked[0][0] != json.dumps(request):
            return None
        self._at += 1
        return asked[0][1]  # itself, since nobody is answered twice with it

    def _start_after_all(self, doing: str) -> None:
        """Bring a process to where memory ends."""
        known, self._known = self._known, None
        assert known is not None
        self._heard = Conversation({})
        for text, _ in known.asked[: self._at]:
            request = json.loads(text)
            self._note(request, super().ask(request, doing))

    def _note(self, request: dict, reply: dict) -> None:
        if self._heard:
            # A copy, since a check may change what it gets; JSON makes it faster than deepcopy().
            self._heard.asked.append((json.dumps(request), json.loads(json.dumps(reply))))

    def keep_replies(self) -> None:
        """Have remembered what was heard, unless the process has ended, or may have been disturbed.

        What it had to be stopped for is found anew in each hand-in, and so is a thread that stays.
        """
        if self._heard and self._run is not None and self._run.undisturbed and not self.waited:
            self._heard.opened = self.opened
            self._remembered.note(self._key, self._heard)
