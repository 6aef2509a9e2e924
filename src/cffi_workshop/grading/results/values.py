"""Values that came back from a learner's code: held against others, searched, and shown."""

from __future__ import annotations

import json
import math
import struct
import sys
from typing import TYPE_CHECKING, Any

from cffi_workshop.sandbox import FREED
from cffi_workshop.worker import wire

if TYPE_CHECKING:
    import numpy as np

__all__ = [
    "UNKNOWN",
    "cause_of_difference",
    "find_cdata",
    "find_difference",
    "find_freed",
    "find_other_type",
    "goes_on",
    "has_changed",
    "same",
    "same_types",
    "show",
    "type_of",
    "went_too_far",
    "with_type",
]

MAX_SHOWN = 300
UNKNOWN = object()  # in the place of what the real library gives
NEARLY = 1e-3  # by how much a number may be off that was rounded on its way from C
NO_EXCEPTION = "no exception"  # what a scene says where it waited for one
# What numbers of 2, 4 and 8 bytes are, in memory that was freed in a sanitized run.
FREED_NUMBERS = {struct.unpack(form, bytes([FREED] * struct.calcsize(form)))[0] for form in "hiqfd"}

# Of these, what == says is enough.
PLAIN = frozenset({int, str, bytes, bool, type(None)})


def same(got: Any, expected: Any) -> bool:
    """Compare type and value all the way down; a Foreign is the same as nothing, a NaN as a NaN.

    -0.0 and 0.0 are two numbers: C gives one of them, and Python hands it on.
    """
    if type(got) is not type(expected):
        return False
    if type(expected) in PLAIN:
        return got == expected
    if isinstance(expected, list | tuple):
        kinds = list(map(type, expected))
        if PLAIN.issuperset(kinds):
            return kinds == list(map(type, got)) and got == expected
        return len(got) == len(expected) and all(map(same, got, expected))
    if isinstance(expected, dict):
        return got.keys() == expected.keys() and all(
            same(got[key], expected[key]) for key in expected
        )
    if type(expected).__name__ == "ndarray":
        return _same_array(got, expected)
    if isinstance(expected, float) and not expected:
        return not got and math.copysign(1.0, got) == math.copysign(1.0, expected)
    if isinstance(expected, float) and expected != expected:
        return got != got
    return not isinstance(got, wire.Foreign) and got == expected


def _same_array(got: np.ndarray, expected: np.ndarray) -> bool:
    import numpy as np

    alike = got.shape == expected.shape and got.dtype == expected.dtype
    return alike and np.array_equal(got, expected, equal_nan=expected.dtype.kind in "fc")


def find_cdata(value: Any, place: str = "") -> tuple[str, str] | None:
    """Return the text and the place of the first cdata in a value, as in `["disk"]["used"]`."""
    if isinstance(value, wire.Foreign):
        return (value.text, place) if value.kind == "cdata" else None
    inside: list[tuple[Any, str]] = []
    if isinstance(value, dict):
        inside = [(key, f"a key{' of ' + place if place else ''}") for key in value]
        inside += [
            (item, f"{place}[{json.dumps(key, ensure_ascii=False, default=str)}]")
            for key, item in value.items()
        ]
    if isinstance(value, list | tuple):
        inside = [(item, f"{place}[{number}]") for number, item in enumerate(value)]
    return next((found for item, where in inside if (found := find_cdata(item, where))), None)


def find_difference(got: Any, expected: Any, place: str = "") -> tuple[Any, Any, str]:
    """Return the first two values inside of dicts and lists that differ, and their place there."""
    pairs: list[tuple[Any, Any, str]] = []
    if isinstance(expected, dict) and isinstance(got, dict) and got.keys() == expected.keys():
        pairs = [(got[key], expected[key], f"{place}[{json.dumps(key)}]") for key in expected]
    if isinstance(expected, list) and isinstance(got, list) and len(got) == len(expected):
        pairs = [
            (*pair, f"{place}[{at}]") for at, pair in enumerate(zip(got, expected, strict=True))
        ]
    differing = next((pair for pair in pairs if not same(pair[0], pair[1])), None)
    return find_difference(*differing) if differing else (got, expected, place)


def find_other_type(got: Any, expected: Any) -> tuple[str, str] | None:
    """Return the type and place of the first value in a dict or list that has a wrong type.

    Return None where a value of the right type differs before it, or stands in another place.
    """
    found, wanted, place = find_difference(got, expected)
    is_other = place and type(found) is not type(wanted) and not is_reordered(got, expected)
    return (type_of(found), place) if is_other else None


def is_reordered(got: Any, expected: Any) -> bool:
    """Say whether two lists, or the first two in them that differ, have another order alone."""
    if not isinstance(got, list) or not isinstance(expected, list):
        return False
    differing = (pair for pair in zip(got, expected, strict=False) if not same(*pair))
    is_one = sorted(map(repr, got)) == sorted(map(repr, expected))
    return is_one or is_reordered(*next(differing, (None, None)))


def has_changed(value: Any) -> bool:
    """Say whether a value holds what the worker puts into results after they were noted."""
    if isinstance(value, dict):
        return any(map(has_changed, [*value.keys(), *value.values()]))
    if isinstance(value, list | tuple):
        return any(map(has_changed, value))
    return isinstance(value, str) and value == wire.CHANGED


def find_freed(value: Any) -> str | None:
    """Return the text of the first value made of the byte that freed memory is filled with."""
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list | tuple):
        return next((text for item in value if (text := find_freed(item))), None)
    if isinstance(value, str | bytes):
        raw = value.encode(errors="replace") if isinstance(value, str) else value
        return repr(value) if looks_freed(raw) else None
    return repr(value) if type(value) in (int, float) and value in FREED_NUMBERS else None


def looks_freed(raw: bytes) -> bool:
    """Say whether bytes are of freed memory, whose first eight may be the allocator's own."""
    return any(len(part) > 2 and set(part) == {FREED} for part in (raw[1:] and raw, raw[8:]))


def goes_on(value: Any, expected: Any) -> bool:
    """Say whether a list or a text begins with all that is expected, and has more behind that."""
    if type(value) is not type(expected) or not isinstance(value, list | tuple | str | bytes):
        return False
    return len(value) > len(expected) and same(value[: len(expected)], expected)


def went_too_far(value: Any, expected: Any) -> bool:
    """Say whether memory was read that is behind what is expected."""
    if not goes_on(value, expected):
        return False
    return find_freed(value) is not None or any(map(_is_no_number, value[len(expected) :]))


def _is_no_number(value: Any) -> bool:
    """Say whether it is subnormal, as an address or a small int is that is read as a double."""
    return isinstance(value, float) and 0 < abs(value) < sys.float_info.min


def type_of(value: object) -> str:
    """Name a type, and for a list or tuple the types in it: "list of int"."""
    if isinstance(value, wire.Foreign):
        return value.type
    name = type(value).__name__
    if isinstance(value, list | tuple) and value:
        return f"{name} of {', '.join(sorted({type_of(item) for item in value}))}"
    return name


def same_types(one: object, other: object) -> bool:
    """Say whether two values are of one type, and what is in them too; in an empty list is any."""
    if type(one) is not type(other) or isinstance(one, wire.Foreign):
        return type_of(one) == type_of(other)
    if not isinstance(one, list | tuple) or not isinstance(other, list | tuple):
        return True
    ones, others = ({type_of(each): each for each in value}.values() for value in (one, other))
    return not (one and other) or all(
        any(same_types(each, another) for another in beside)
        for values, beside in ((ones, others), (others, ones))
        for each in values
    )


def with_type(value: object) -> str:
    """Return a value and its type, for when the type is the point.

    None and arrays name their types themselves.
    """
    if value is None or type(value).__name__ == "ndarray":
        return show(value)
    return f"{show(value)}, of type {type_of(value)}"


def show(value: Any) -> str:
    """Return a value as a learner would write it, cut when it is long."""
    if type(value).__name__ == "ndarray":
        shape = "" if value.size > 12 else f": {value.tolist()}"
        return f"an array of shape {value.shape} and dtype {value.dtype}{shape}"
    text, half = repr(value), MAX_SHOWN // 2
    return text if len(text) <= MAX_SHOWN else f"{text[:half]} ... {text[-half:]}"


def cause_of_difference(cause: str, value: object, expected: object, real: object = UNKNOWN) -> str:
    """Return the cause of another value than was expected, by what the two have in common.

    Python computed what is the `real` library's and not the one's that was asked. Texts that C
    alone can know, and most of which are right, come from C: the others were decoded wrongly. Of
    numbers, Python may have computed the others; one that is nearly right comes from C.
    """
    waited = NO_EXCEPTION in value if isinstance(value, list) else value == NO_EXCEPTION
    if cause == "wrong-value" and waited:
        return "missing-exception"
    if cause != "did-not-call-c":
        return cause
    if real is not UNKNOWN:
        return cause if _takes_after(real, value, expected) else "wrong-value"
    if isinstance(value, dict) and isinstance(expected, dict) and value.keys() == expected.keys():
        value, expected = [value[key] for key in expected], [*expected.values()]
    if isinstance(value, list) and isinstance(expected, list) and len(value) == len(expected):
        others = [pair for pair in zip(value, expected, strict=True) if not same(*pair)]
        are_texts = all(isinstance(each, str | bytes) for pair in others for each in pair)
        return "wrong-value" if are_texts and 2 * len(others) < len(expected) else cause
    if isinstance(value, float) and isinstance(expected, float):
        return "wrong-value" if math.isclose(value, expected, rel_tol=NEARLY) else cause
    return cause


def _takes_after(real: Any, value: Any, expected: Any) -> bool:
    """Say whether a value, or a part of it, is the real one, where another was expected."""
    if same(value, real):
        return not same(real, expected)
    kinds = {type(each) for each in (real, value, expected)}
    if kinds == {dict} and real.keys() == value.keys() == expected.keys():
        return any(_takes_after(real[key], value[key], expected[key]) for key in real)
    if kinds <= {list, tuple} and len(kinds) == 1 and len(real) == len(value) == len(expected):
        return any(map(_takes_after, real, value, expected))
    return False
