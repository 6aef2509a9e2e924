"""What a wrong value has in common with the right one, where that can be no chance.

Each sentence is arithmetic: it says how the two values differ, and holds whatever the code is.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from .call_failures import is_cut
from .values import find_difference, goes_on, same, show

if TYPE_CHECKING:
    import numpy as np

__all__ = ["how_they_differ", "likeness", "likeness_of_arrays", "too_far"]

# Signs apart, which of_bits() looks at.
FORMS = {
    "d": "doubles",
    "f": "floats of 4 bytes",
    "i": "whole numbers of 4 bytes",
    "q": "whole numbers of 8 bytes",
}
GLANCE = 40  # characters
TOO_FAR = "Too much was read: behind the right part comes memory that belongs to something else."
SIZES = (4, 8)  # of numbers that C counts in bytes, and Python in elements
BITS = (8, 16, 32, 64)
LEAST = 2  # what is shorter or smaller is alike by chance


def how_they_differ(got: Any, expected: Any, arguments: Sequence[object] = ()) -> str:
    """Say where two values differ that nobody compares at a glance, and what they share."""
    inner_got, inner_expected, place = find_difference(got, expected)
    if is_cut(inner_got, inner_expected) and len(inner_got) >= LEAST:
        number = f"{len(inner_got)} of {len(inner_expected)} characters"
        return f"It ends too early: {number} are there."
    where = ""
    if place and len(show(expected)) >= GLANCE:
        where = f"They differ in {place}: {show(inner_got)} in place of {show(inner_expected)}."
    return " ".join(filter(None, [where, likeness(got, expected, arguments)]))


def likeness(got: Any, expected: Any, arguments: Sequence[object] = ()) -> str:
    """Return how a value differs from the one that was expected; "" where nothing is sure."""
    pairs = ((got, expected), find_difference(got, expected)[:2])
    said = chain(
        of_arguments(got, expected, arguments),
        *(read(*pair) for pair in pairs for read in (of_lists, of_bytes, of_numbers, of_texts)),
    )
    return next(said, "")


def of_arguments(got: Any, expected: Any, arguments: Iterable[object]) -> Iterator[str]:
    """Yield where a value, or what is in it, is still what the caller handed in."""
    for place, given in enumerate(arguments, start=1):
        if type(given) is not type(got) or not isinstance(got, list | dict) or not got:
            continue
        if isinstance(got, dict) and isinstance(given, dict) and isinstance(expected, dict):
            for key in got:
                shared = key in given and key in expected and same(got[key], given[key])
                if shared and not same(expected[key], given[key]):
                    yield f'["{key}"] is as it was in argument {place}, before the call.'
        if same(got, given):
            yield f"It is argument {place}, as it was before the call."


def of_lists(got: Any, expected: Any) -> Iterator[str]:
    if not isinstance(got, list) or not isinstance(expected, list) or len(expected) <= LEAST:
        return
    if all(same(each, expected[0]) for each in expected):
        return
    if same(got, expected[::-1]):
        yield "The same elements are there, in the opposite order."
    elif same(got, expected[:-1]):
        yield "The last element is missing."
    elif same(got, expected[1:]):
        yield "The first element is missing."
    elif sorted(map(repr, got)) == sorted(map(repr, expected)):
        return  # in another order: what seems to be moved on is so by chance
    elif len(got) == len(expected) and same(got[1:], expected[:-1]):
        yield "Each element stands one place too late."
    elif len(got) == len(expected) and same(got[:-1], expected[1:]):
        yield "Each element stands one place too early."


def of_bytes(got: Any, expected: Any) -> Iterator[str]:
    """Yield which type was taken for another, by their bytes."""
    one, other = ([each] if type(each) in (int, float) else each for each in (got, expected))
    if not isinstance(one, list) or not isinstance(other, list) or same(one, other):
        return
    if goes_on(one, other) or goes_on(other, one):
        return  # a zero more, or less
    if not other or not all(type(each) in (int, float) for each in [*one, *other]):
        return
    for wanted, word in FORMS.items():
        for read, other_word in FORMS.items():
            if read != wanted and any(other) and bytes_as(other, wanted, read) == one:
                yield f"These are the bytes of {word}, read as {other_word}."
                return


def bytes_as(numbers: list, wanted: str, read: str) -> list | None:
    """Return what the bytes of numbers are as others; None where there are no such bytes."""
    try:
        raw = struct.pack(f"{len(numbers)}{wanted}", *numbers)
    except (struct.error, OverflowError):
        return None
    if list(struct.unpack(f"{len(numbers)}{wanted}", raw)) != numbers:
        return None
    count = len(raw) // struct.calcsize(read)
    read_so = list(struct.unpack_from(f"{count}{read}", raw))
    return read_so if any(read_so) and count else None


def of_numbers(got: Any, expected: Any) -> Iterator[str]:
    if type(got) is not type(expected) or isinstance(expected, bool):
        return
    if isinstance(expected, int):
        yield from of_bits(got, expected)
        yield from of_sizes(got, expected)
    elif isinstance(expected, float) and expected != int_of(expected):
        if got == rounded(expected):
            yield "It is the number rounded to a float, which has 4 bytes; a double has 8."
        elif got == int_of(expected) and abs(got) >= LEAST:
            yield "The part behind the point is cut off: the number was made a whole one."
    if isinstance(expected, int | float) and got == -expected and abs(expected) >= LEAST:
        yield "The sign is the other one."


def of_bits(got: int, expected: int) -> Iterator[str]:
    """Yield how many bits are left of a number, or that its sign was read as a bit."""
    for bits in BITS:
        whole, half = 1 << bits, 1 << (bits - 1)
        if (got - expected) % whole or got == expected or not -half <= got < whole:
            continue
        if half <= expected < whole:
            yield f"These are the same {bits} bits, read as a number that has a sign."
        elif -half <= expected < 0:
            yield f"These are the same {bits} bits, read as a number that has no sign."
        elif abs(got) >= LEAST:
            yield "Only its lowest bits are left: it went through a type that is too small for it."
        return


def of_sizes(got: int, expected: int) -> Iterator[str]:
    """Yield that bytes may be counted; four times as much is what arithmetic makes as well."""
    if expected >= LEAST and got == SIZES[-1] * expected:
        yield "It is 8 times as much. Are bytes counted here, and not elements?"
    if got >= LEAST and expected == SIZES[-1] * got:
        yield "It is the 8th part. Are elements counted here, and not bytes?"


def of_texts(got: Any, expected: Any) -> Iterator[str]:
    if type(got) is not type(expected) or not isinstance(expected, str | bytes) or not expected:
        return
    one, other = as_text(got), as_text(expected)
    head, found, _ = other.partition("\0")
    if found and one == head:
        yield "It ends where the NUL is, which is one of its bytes here."
    elif one != other and one.rstrip("\0") == other:
        yield "Behind it comes a NUL, which only C needs."
    elif isinstance(expected, str):
        raw = expected.encode(errors="surrogateescape")
        if got == str(raw):
            yield "str() of bytes is how Python writes them. decode() makes a text of them."
        elif got != expected and got == raw.decode("latin-1"):
            yield "The bytes are UTF-8, and each was read as a character by itself."


def likeness_of_arrays(got: np.ndarray, expected: np.ndarray) -> str:
    """Return in which other order, or how rounded, an array has what was expected."""
    import numpy as np

    if got.shape == expected.shape and got.dtype == expected.dtype == np.float64:
        with np.errstate(over="ignore"):
            if np.array_equal(got, expected.astype(np.float32)):
                return "These are the numbers rounded to floats, which have 4 bytes each."
    if expected.ndim != 2 or min(expected.shape) < LEAST or got.shape != expected.shape:
        return ""
    flat, is_square = expected.ravel(), expected.shape[0] == expected.shape[1]
    if (flat == flat[0]).all():
        return ""
    if is_square and np.array_equal(got, expected.T):
        return "Rows and columns are exchanged."
    if np.array_equal(got.T.ravel(), flat):
        return "All numbers are there. They run down the columns, and have to run along the rows."
    if np.array_equal(got[:, ::-1], expected):
        return "The columns stand in the opposite order."
    return "The rows stand in the opposite order." if np.array_equal(got[::-1], expected) else ""


def too_far(got: Any, expected: Any) -> str:
    """Say that a value goes on behind its end; and for how long, where that is no chance."""
    is_longer = goes_on(got, expected) and isinstance(got, list) and len(expected) >= LEAST
    times = len(got) / len(expected) if is_longer else 0
    if times not in SIZES:
        return TOO_FAR
    return f"{TOO_FAR} It is {times:.0f} times as long: a number of bytes is none of elements."


def as_text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")


def int_of(number: float) -> float:
    return float(int(number)) if abs(number) < 2**63 else number


def rounded(number: float) -> float:
    try:
        return struct.unpack("f", struct.pack("f", number))[0]
    except OverflowError:
        return number
