"""What a check asks before it comes to what fails: asked once, and answered from memory after that.

Most changes of a line leave the answer that failed as it is. To see that, a trial needs no other
answer again; what passes so is tried once more from the beginning.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType

from cffi_workshop.grading.parts.part import Part
from cffi_workshop.grading.parts.worker_client import WorkerClient
from cffi_workshop.grading.results.call_result import CallResult

__all__ = ["Replayed", "Transcript"]

Asked = tuple[int, dict, dict]  # which of a part's processes, what, and what it answered


@dataclass
class Transcript:
    """What a check over a part has asked, in its order."""

    asked: list[Asked] = field(default_factory=list)
    opened: dict[int, dict] = field(default_factory=dict)

    def record(self, part: Part) -> None:
        """Note from here on what a part's processes are asked, and what they answer."""
        for place, client in enumerate(part.clients):
            client.hear = partial(self._note, place, client)

    def _note(self, place: int, client: WorkerClient, request: dict, reply: dict) -> None:
        self.opened.setdefault(place, client.opened)
        # The reply itself, and no copy: ends_at() knows it by its identity.
        self.asked.append((place, copy.deepcopy(request), reply))

    def ends_at(self, failure: Exception) -> None:
        """Forget all from the reply on that was looked at when the check failed."""
        looked_at = {id(each) for each in replies_looked_at(failure.__traceback__)}
        places = (at for at, (*_, reply) in enumerate(self.asked) if looked_at & ids_in(reply))
        del self.asked[next(places, len(self.asked) - 1) :]

    def replay_in(self, part: Part) -> Replay | None:
        """Have a part's processes answer from memory; return None where nothing is known."""
        replay = Replay(self)
        for place, client in enumerate(part.clients):
            if isinstance(client, Replayed):
                client.replay, client.place = replay, place
        return replay if self.asked else None


def ids_in(reply: dict) -> set[int]:
    """Return which objects a reply is: of many calls there is one in it for each."""
    many = reply.get("result")
    return {id(reply), *(map(id, many) if isinstance(many, list) else ())}


def replies_looked_at(trace: TracebackType | None) -> Iterator[dict]:
    while trace:
        if isinstance(result := trace.tb_frame.f_locals.get("self"), CallResult):
            yield result.reply
        trace = trace.tb_next


class Replay:
    """One trial's way through a transcript, until it is asked something else."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript, self._at = transcript, 0
        self._given: list[dict] = []

    def reply_to(self, place: int, request: dict) -> dict | None:
        """Return what was answered to that before; None from the first new question on."""
        asked = self._transcript.asked[self._at : self._at + 1]
        if not asked or asked[0][:2] != (place, request):
            self._at = len(self._transcript.asked)
            return None
        self._at += 1
        self._given.append(copy.deepcopy(asked[0][2]))
        return self._given[-1]

    def is_blamed(self, failure: Exception) -> bool:
        """Say whether a check failed over a reply from memory; forget that and all behind it.

        It was asked before what failed at first, and is looked at after that: nobody knows yet
        whether it is right.
        """
        looked_at = {id(each) for each in replies_looked_at(failure.__traceback__)}
        for place, reply in enumerate(self._given):
            if looked_at & ids_in(reply):
                del self._transcript.asked[place:]
                return True
        return False

    def opened(self, place: int) -> dict | None:
        goes_on = self._at < len(self._transcript.asked)
        return self._transcript.opened.get(place) if goes_on else None


class Replayed(WorkerClient):
    """A process that is begun when it is asked something new."""

    replay: Replay | None = None
    place = 0

    def open(self, doing: str) -> dict:
        known = self.replay.opened(self.place) if self.replay else None
        return known or super().open(doing)

    def ask(self, request: dict, doing: str) -> dict:
        known = self.replay.reply_to(self.place, request) if self.replay else None
        return known or super().ask(request, doing)
