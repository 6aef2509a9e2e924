"""A line of code with a type that is wide enough for its values."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["with_wider_types"]

OF_NUMPY = re.compile(r"\bn(?:um)?py?\.(?:float|int)(16|32)\b")
NARROW = re.compile(
    r"\b(int32_t|int16_t|int|short|float|float32|f4|i4)(?=(?: \*|\[[\w{}]{0,20}\]|\*)?[\"'\]])"
)
# What asks for a floating-point type of any width.
ANY_KIND = re.compile(r"\.dtype\.kind == [\"']f[\"']")
ANY_FLOAT = re.compile(r"\b\w{1,9}\.issubdtype\((\w[\w.]{0,60}\.dtype), \w{1,9}\.floating\)")
# Bytes, which are negative numbers from 128 on where a char is signed.
SIGNED = re.compile(r"(?<!signed )\bchar(?= ?\*)")
# How the module array writes a type.
CODE = re.compile(r"([\"'])([fih])\1")
WIDER = {
    "f": "d",
    "i": "q",
    "h": "q",
    "float": "double",
    "float32": "float64",
    "f4": "f8",
    "i4": "i8",
}


def with_wider_types(line: str) -> Iterator[tuple[float, str]]:
    """Yield the line with one of its types wider, and with all of them.

    Where it lets floating-point numbers of any width pass, ask for the width of a double instead.
    """
    if found := ANY_KIND.search(line):
        yield 0.5, f"{line[: found.start()]}.dtype == 'float64'{line[found.end() :]}"
    if found := ANY_FLOAT.search(line):
        yield 0.5, f"{line[: found.start()]}{found[1]} == 'float64'{line[found.end() :]}"
    for found in OF_NUMPY.finditer(line):
        yield 0.8, f"{line[: found.start(1)]}64{line[found.end(1) :]}"
    for found in CODE.finditer(line):
        yield 0.4, line[: found.start(2)] + WIDER[found[2]] + line[found.end(2) :]
    if SIGNED.search(line) and "unsigned" not in line:
        yield 0.4, SIGNED.sub("unsigned char", line)
    narrow = [*NARROW.finditer(line)]
    for found in narrow:
        wider = WIDER.get(found[0], "int64_t")
        yield 0.8, line[: found.start()] + wider + line[found.end() :]
        if found[0] in ("int16_t", "short"):
            yield 1.0, line[: found.start()] + "int32_t" + line[found.end() :]
    if len(narrow) > 1:
        yield 0.7, NARROW.sub(lambda found: WIDER.get(found[0], "int64_t"), line)
