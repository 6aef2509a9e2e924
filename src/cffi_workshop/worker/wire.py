"""Values as JSON, both ways between the judge and a worker, with exact types.

`None`, `bool`, `int`, `float`, `str` and `list` of exactly those types travel as JSON itself;
everything else as an object with a tag. What cannot travel arrives as a `Foreign`, which equals
nothing. No pickle.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Any

__all__ = ["CHANGED", "MAX_LINE", "PLAIN", "Foreign", "decode", "encode"]

CHANGED = "changed by the caller"  # put into each result that can be changed, once it was noted

MAX_LINE = 16_000_000  # bytes; a longer message counts as none
MAX_DEPTH = 12
MAX_ITEMS = 1_000_000
MAX_DIGITS_BITS = 8_000
MAX_SHOWN = 300  # characters of a name or a repr()

# Bound early: the learner's code may replace the names in builtins.
_type, _isinstance, _str, _len, _set, _max = type, isinstance, str, len, set, max
PLAIN = frozenset({int, float, str, bool, type(None)})  # JSON's own, which is decoded already
_ALWAYS_SHORT, _WHOLE = PLAIN - {int}, {int}
_bit_length = int.bit_length
represent = repr  # how a value without a JSON form is told; a run puts a safer way in its place


@dataclass(frozen=True)
class Foreign:
    """A value that JSON has no form for: `kind` is cdata or object, `type` its Python or C type."""

    kind: str
    type: str
    text: str

    def __repr__(self) -> str:
        return self.text


def encode(value: Any, depth: int = 0) -> object:
    """Return the JSON form of `value`; unknown types are a tag with name and short repr."""
    kind = _type(value)
    if value is None or kind is bool or kind is float or kind is str:
        return value
    if kind is int:
        return value if value.bit_length() < MAX_DIGITS_BITS else _foreign(value, "an enormous int")
    if _is_double(value):
        return float.__float__(value)
    if depth > MAX_DEPTH:
        return _foreign(value, "a value nested too deep")
    if kind is list and _len(value) <= MAX_ITEMS:
        return value.copy() if _is_json(value) else [encode(item, depth + 1) for item in value]
    if kind is tuple and _len(value) <= MAX_ITEMS:
        return {"tag": "tuple", "items": [encode(item, depth + 1) for item in value]}
    if kind is dict and _len(value) <= MAX_ITEMS:
        pairs = [[encode(k, depth + 1), encode(v, depth + 1)] for k, v in value.items()]
        return {"tag": "dict", "items": pairs}
    if kind is bytes or kind is bytearray:
        return {"tag": kind.__name__, "data": base64.b64encode(value).decode()}
    if kind is complex:
        return {"tag": "complex", "parts": [value.real, value.imag]}
    if kind.__module__ == "numpy" and kind.__name__ == "ndarray":
        return _encode_array(value)
    return _foreign(value)


def _is_json(values: list) -> bool:
    """Say whether a list is its own form; such lists are long, and most of what is told."""
    kinds = _set(map(_type, values))
    if kinds == _WHOLE:
        return _max(map(_bit_length, values)) < MAX_DIGITS_BITS
    return _ALWAYS_SHORT.issuperset(kinds)


def _is_double(value: Any) -> bool:
    """Say whether this is NumPy's double, which is a float, by its class too."""
    kind = _type(value)
    return kind.__module__ == "numpy" and kind.__name__ == "float64" and _isinstance(value, float)


def decode(form: Any, depth: int = 0) -> Any:
    """Return the value of a JSON form; raise ValueError for a form that `encode` never makes."""
    if form is None or _type(form) in (bool, int, float, str):
        return form
    if depth > MAX_DEPTH + 1:
        raise ValueError("nested too deep")
    if _type(form) is list:
        if PLAIN.issuperset(map(_type, form)):
            return form.copy()
        return [decode(item, depth + 1) for item in form]
    try:
        return _DECODERS[form["tag"]](form, depth + 1)
    except (LookupError, TypeError, AttributeError, ArithmeticError, MemoryError) as error:
        raise ValueError(f"not a value of this protocol: {error!r}") from None


def _foreign(value: object, text: str | None = None) -> dict:
    kind = _type(value)
    if kind.__module__ == "_cffi_backend":
        return {"tag": "foreign", "kind": "cdata", "type": _str(kind), "text": _short(value)}
    name = f"{kind.__module__}.{kind.__qualname__}"
    return {"tag": "foreign", "kind": "object", "type": name, "text": text or _short(value)}


def _short(value: object) -> str:
    try:
        text = represent(value)
    except BaseException:  # whatever a learner's __repr__ raises, the answer must go out
        text = f"<{_type(value).__qualname__}>"
    return text if _len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 3] + "..."


def _encode_array(array) -> dict:
    if array.dtype.hasobject or array.nbytes > MAX_LINE // 2:
        return _foreign(array, "an array that cannot travel")
    return {
        "tag": "ndarray",
        "dtype": array.dtype.str,
        "shape": list(array.shape),
        "layout": _layout(array),
        "writeable": bool(array.flags.writeable),
        "data": base64.b64encode(array.tobytes()).decode(),
    }


def _layout(array) -> str:
    if array.flags.c_contiguous:
        return "C"
    return "F" if array.flags.f_contiguous else "strided"


def _decode_array(form: dict, _depth: int):
    import numpy as np

    if not _DTYPE.fullmatch(form["dtype"]) or _type(form["writeable"]) is not bool:
        raise ValueError("no array")
    data = np.frombuffer(base64.b64decode(form["data"]), dtype=np.dtype(form["dtype"]))
    shape = tuple(form["shape"])
    if form["layout"] == "strided":  # every other element of a wider array
        data = data.reshape(_sizes(shape))
        wide = np.zeros((*shape[:-1], 2 * shape[-1]), dtype=data.dtype)
        array = wide[..., ::2]
        array[...] = data
    else:
        array = np.array(data.reshape(_sizes(shape)), order=_LAYOUTS[form["layout"]])
    array.setflags(write=form["writeable"])  # setting flags.writeable keeps memory at each call
    return array


# What `encode` gives for numbers, text, bytes, times and records; numpy would read much more into a
# text.
_DTYPE = re.compile(r"[<>|=][?biufcSUVmM]\d{1,6}(?:\[\w{1,8}\])?", re.ASCII)
_LAYOUTS: dict[str, Any] = {"C": "C", "F": "F"}


def _sizes(shape: tuple) -> tuple:
    """Return a shape that says how long each side is: -1 would ask numpy to work one out."""
    if any(_type(size) is not int or size < 0 for size in shape):
        raise ValueError("no shape")
    return shape


def _decode_complex(form: dict, _depth: int) -> complex:
    real, imaginary = form["parts"]
    if {_type(real), _type(imaginary)} != {float}:
        raise ValueError("no complex number")
    return complex(real, imaginary)


def _decode_foreign(form: dict, _depth: int) -> Foreign:
    kind, name, text = (form[member] for member in ("kind", "type", "text"))
    if kind not in ("cdata", "object") or {_type(name), _type(text)} != {str}:
        raise ValueError("no foreign value")
    return Foreign(kind, name[:MAX_SHOWN], text[:MAX_SHOWN])


_DECODERS = {
    "tuple": lambda form, depth: tuple(decode(item, depth) for item in form["items"]),
    "dict": lambda form, depth: {
        decode(key, depth): decode(value, depth) for key, value in form["items"]
    },
    "bytes": lambda form, _depth: base64.b64decode(form["data"]),
    "bytearray": lambda form, _depth: bytearray(base64.b64decode(form["data"])),
    "complex": _decode_complex,
    "ndarray": _decode_array,
    "foreign": _decode_foreign,
}
