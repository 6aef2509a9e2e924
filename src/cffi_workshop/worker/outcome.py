"""What a call gave and what became of its arguments, as the judge is told."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Sequence
from typing import Any

from . import wire

__all__ = ["left_of", "outcome_of"]

CONTAINERS = frozenset({list, tuple, dict})
# What calls gave of late, kept alive: so nothing new lies in the place of one of them.
_given: deque[list[Any]] = deque(maxlen=16)


def outcome_of(result: object, arguments: Sequence[object] = ()) -> dict:
    """Return a value with what became of the arguments; then spoil the value.

    Who gets a list or a dict may change it, and the next call must not show that. Nor may the next
    call fill the same one again, for a caller who still has it.
    """
    containers = _containers(result)
    value = wire.encode([wire.CHANGED] if any(map(_was_given, containers)) else result)
    _given.append(containers)
    _spoil(containers)
    return {"result": {"value": value, "after": left_of(arguments)}}


def left_of(arguments: Sequence[object]) -> list[object]:
    """Return what became of arguments, whether the call gave a value or raised."""
    return [_after(argument) for argument in arguments]


def _is_array(value: object) -> bool:
    return type(value).__module__ == "numpy" and type(value).__name__ == "ndarray"


def _after(argument: object) -> object:
    """Return an argument that a call can change, as it left it; others are not looked at again."""
    return wire.encode(argument) if type(argument) in (list, dict) or _is_array(argument) else None


def _containers(value: Any) -> list[Any]:
    """Return each list, dict and array in a value, once; one that is in itself has no end."""
    found: dict[int, Any] = {}
    inside = [value]
    while inside:
        each = inside.pop()
        if (type(each) not in CONTAINERS and not _is_array(each)) or id(each) in found:
            continue
        found[id(each)] = each
        if type(each) in CONTAINERS:
            items = each.values() if type(each) is dict else each
            if not wire.PLAIN.issuperset(map(type, items)):  # these have nothing in them
                inside += items
    return [each for each in found.values() if type(each) is not tuple]


def _was_given(value: Any) -> bool:
    """Say whether a call has given this before, or an array over the same memory."""
    for earlier in _given:
        if any(value is each for each in earlier):
            return True
        if _is_array(value) and any(_share_memory(value, each) for each in earlier):
            return True
    return False


def _share_memory(array: Any, other: Any) -> bool:
    return _is_array(other) and bool(sys.modules["numpy"].may_share_memory(array, other))


def _spoil(containers: list[Any]) -> None:
    """Change what can be changed in a result, as its caller may."""
    for container in containers:
        if type(container) is list:
            container.append(wire.CHANGED)
        elif type(container) is dict:
            container.update(dict.fromkeys([*container, wire.CHANGED], wire.CHANGED))
        elif container.flags.writeable and container.dtype.kind in "fiu":
            container.fill(77)
