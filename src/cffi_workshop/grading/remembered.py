"""What a script answered, for the next hand-in that has the same one.

In a course everybody is asked the same, and a short exercise has few right answers. A script over C
that is not the learner's answers from its own files alone, in namespaces of its own. So where these
are the same to the byte, and so are the questions, the answers are known.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Conversation", "Remembered"]

MOST_BYTES = 16 << 20  # of all conversations
LARGEST = 2 << 20  # bytes
MOST_SEEN = 4096  # keys


@dataclass
class Conversation:
    """What a process answered when it was opened, and then to each request, in their order.

    Requests are kept as JSON: in that, what is no number is equal to itself.
    """

    opened: dict
    asked: list[tuple[str, dict]] = field(default_factory=list)

    def to_json(self) -> str:
        return json.dumps([self.opened, self.asked])

    @classmethod
    def from_json(cls, text: str) -> Conversation:
        opened, asked = json.loads(text)
        return cls(opened, [(request, answer) for request, answer in asked])


class Remembered:
    """Conversations by what they follow from; what was of use longest ago is forgotten first.

    It is kept by the process that forks one for each check. What a check has `learnt` it takes over
    afterwards: each key that came by, with a conversation or none. Most scripts come once, so what
    was said is noted only where a key comes again.
    """

    def __init__(self) -> None:
        self._conversations: OrderedDict[str, str] = OrderedDict()
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._bytes = 0
        self.learnt: dict[str, str | None] = {}

    def find(self, key: str) -> Conversation | None:
        """Return the conversation of a key, if there is one, and note that the key came by."""
        self.learnt.setdefault(key, None)
        text = self._conversations.get(key)
        return Conversation.from_json(text) if text else None

    def came_before(self, key: str) -> bool:
        return key in self._seen

    def note(self, key: str, conversation: Conversation) -> None:
        """Have a conversation remembered, unless it is very long."""
        if len(text := conversation.to_json()) <= LARGEST:
            self.learnt[key] = text

    def learn(self, learnt: Mapping[str, str | None]) -> None:
        """Remember what a check has learnt."""
        for key, text in learnt.items():
            self._seen[key] = None
            self._seen.move_to_end(key)
            known = self._conversations.pop(key, None)
            self._bytes -= len(known or "")
            if text := text or known:
                self._conversations[key] = text
                self._bytes += len(text)
        while len(self._seen) > MOST_SEEN:
            self._seen.popitem(last=False)
        while self._bytes > MOST_BYTES:
            self._bytes -= len(self._conversations.popitem(last=False)[1])
