"""Forms that a value of JSON either has or has not: each says so of one kind, within bounds."""

from __future__ import annotations

from collections.abc import Callable
from itertools import repeat
from operator import call

__all__ = [
    "MAX_NAME",
    "MOST",
    "Form",
    "dict_of",
    "either",
    "list_of",
    "nothing",
    "one_of",
    "record",
    "seconds",
    "text",
    "truth",
    "whole",
]

MAX_NAME = 400
MOST = 2_000  # names, frames, members

Form = Callable[[object], bool]


def text(most: int) -> Form:
    return lambda value: type(value) is str and len(value) <= most


def whole(low: int, high: int) -> Form:
    return lambda value: type(value) is int and low <= value <= high


def truth(value: object) -> bool:
    return type(value) is bool


def seconds(value: object) -> bool:
    return type(value) is float and 0.0 <= value <= 1e6


def nothing(value: object) -> bool:
    return value is None


def either(*forms: Form) -> Form:
    return lambda value: any(map(call, forms, repeat(value)))


def one_of(*words: str) -> Form:
    return lambda value: type(value) is str and value in words


def list_of(form: Form, most: int = MOST) -> Form:
    return lambda value: type(value) is list and len(value) <= most and all(map(form, value))


def dict_of(form: Form, key: Form | None = None) -> Form:
    key = key or text(MAX_NAME)
    return lambda value: (
        type(value) is dict
        and len(value) <= MOST
        and all(map(key, value))
        and all(map(form, value.values()))
    )


def record(**members: Form) -> Form:
    """An object with these members and no others."""
    names, forms = members.keys(), members.values()
    return lambda value: (
        type(value) is dict
        and value.keys() == names
        and all(map(call, forms, map(value.__getitem__, names)))
    )
