"""What a call gave and what became of its arguments, as the judge is told."""

from __future__ import annotations

from typing import Any

from . import wire

__all__ = ["told"]


def told(result: object, arguments: list) -> dict:
    """Return a value with what became of the arguments; then spoil the value.

    Who gets a list or a dict may change it, and the next call must not show that.
    """
    outcome = {"value": wire.encode(result), "after": [_after(value) for value in arguments]}
    _spoil(result)
    return {"result": outcome}


def _is_array(value: object) -> bool:
    return type(value).__module__ == "numpy" and type(value).__name__ == "ndarray"


def _after(argument: object) -> object:
    """Return an argument that a call can change, as it left it; others are not looked at again."""
    return wire.encode(argument) if type(argument) in (list, dict) or _is_array(argument) else None


def _spoil(result: Any, depth: int = 0) -> None:
    """Change a result that can be changed, as its caller may;
    a list that is in itself has no end.
    """
    if depth > wire.MAX_DEPTH:
        return
    if type(result) is list:
        for item in result:
            _spoil(item, depth + 1)
        result.append(wire.CHANGED)
    elif type(result) is dict:
        for key, value in result.items():
            _spoil(value, depth + 1)
            result[key] = wire.CHANGED
        result[wire.CHANGED] = True
    elif _is_array(result) and result.flags.writeable and result.dtype.kind in "fiu":
        result.fill(77)
