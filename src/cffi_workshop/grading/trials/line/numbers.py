"""A line of code with a number less in it, or one more: a multiple, an inverse, room."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..text.words import Words

__all__ = ["has_more_room", "with_numbers", "with_squares"]

MULTIPLE = re.compile(r"(?:\.|->)(?P<name>\w{1,60}) \* \d{1,3}\b")
GIVEN = re.compile(r"^([ \t]{1,80}(?:double )?[\w.>-]{1,60} = )([a-z]\w{0,40})(;)$")
# What a name of C is given, or a result.
VALUE = re.compile(
    r"^([ \t]{1,80}(?:return |(?:const )?(?:\w{1,20} ){0,2}[\w.>*-]{1,60}(?:\[[^\[\]]{1,60}\])?"
    r" = ))([^;={]{1,120});$"
)
DOUBLE = 1.9
ROOM = re.compile(r"\b(malloc|realloc|alloca|memcpy|memmove)\((.{1,120})\)(?=[;,) ]|$)")
MUCH = "8 * "
# How many bytes a number has.
WIDTH, WIDTHS, OF_WIDTH = re.compile(r"(?<=[/*] )[1248](?![\w.])"), "1248", 1.4
# The size of an address, where that of what lies there is meant.
OF_TYPE = re.compile(r"\bsizeof ?\((?:struct )?\w{1,60}( ?\*)\)")
OF_NAME = re.compile(
    r"\bsizeof(?: (?=[a-z_])| ?\((?=[a-z_][\w.>-]{0,60}\)))"
    r"(?!(?:struct|unsigned|double|float|int|char|long|\w{1,30}_t)\b)"
)
OF_ADDRESS = 0.4
NO_NUL = re.compile(r"len(?:gth)?$|\bstrlen\(\w{1,60}\)$")  # what is called so counts no NUL
LENGTH = re.compile(r"\bstrlen\(\w{1,60}\)(?! \+)")
MADE_OF_LENGTH = re.compile(r"^[ \t]{1,80}(?:const )?(?:size_t |int )?(\w{1,60}) = strlen\(")
# What is called the last, and is as many as there are.
LAST = re.compile(r"^[ \t]{1,80}(?=[a-z_])[\w *]{0,60}last\w{0,20} = [^;=\n]{1,80}(?=;?$)")
GIVES_SIZE = re.compile(r"^[ \t]{1,80}[a-z_]\w{0,40} = [\w.]{1,80}\(.{0,160}\)$")
SUM = re.compile(
    r"(?<![\w.*/>-] )(?<![\w.])([a-z][\w.]{0,40}) \+ ([a-z][\w.]{0,40})(?![\w.(]| [*/])"
)
# A size in bytes, where numbers are counted: of eight bytes, or of a width that is named.
BYTES = re.compile(r"(?<![\w.])\w{0,20}(?:size|bytes|length|len)\w{0,20}(?=\)[:\]])")
BITS = re.compile(r"\bu?(?:int|float)(16|32|64)(?:_t)?\b")
SQUARED, NUMBERS = 1.3, 1.1
# With a point: another one of the solution's, the half, the double, one more or less.
DECIMAL = re.compile(r"(?<![\w.])(\d{1,4}\.\d{0,4})(?![\w.])")
DECIMAL_OF_SOLUTION, DECIMAL_LIKE = 1.2, 1.5
INSTEAD, INVERSE, ONE_MORE, ONE_LESS = 1.3, 1.8, 1.5, 0.4


def with_numbers(line: str, words: Words) -> Iterator[tuple[float, str]]:
    """Yield the line with a number less or one more in it, each with its cost.

    That is another member in the place of a member times a number, 1 less for what is called the
    last, 1 more for a size, a size in bytes over that of a number, the double, an inverse, and more
    room.
    """
    if size := BYTES.search(line):
        for bits in sorted({*BITS.findall(words.said), "64"}):
            yield NUMBERS, f"{line[: size.end()]} // {int(bits) // 8}{line[size.end() :]}"
    yield from with_more_room(line, words.said)
    for found in WIDTH.finditer(line):
        for other in WIDTHS.replace(found[0], ""):
            yield OF_WIDTH, line[: found.start()] + other + line[found.end() :]
    for found in OF_TYPE.finditer(line):
        yield OF_ADDRESS, line[: found.start(1)] + line[found.end(1) :]
    for found in OF_NAME.finditer(line):
        yield OF_ADDRESS, f"{line[: found.end()]}*{line[found.end() :]}"
    for found in DECIMAL.finditer(line):
        for cost, new in other_decimals(found[1], words):
            yield cost, line[: found.start()] + new + line[found.end() :]
    for found in MULTIPLE.finditer(line):
        for other in sorted(words.of_c - {found["name"]}) if found["name"] in words.of_c else ():
            yield INSTEAD, f"{line[: found.start('name')]}{other}{line[found.end() :]}"
    if last := LAST.match(line):
        yield ONE_LESS, f"{last[0]} - 1{line[last.end() :]}"
    if GIVES_SIZE.match(line):  # a length without the NUL
        yield ONE_MORE, f"{line} + 1"
    if value := VALUE.match(line):
        yield DOUBLE, f"{value[1]}2 * ({value[2]});"
    if given := GIVEN.match(line):
        yield INVERSE, f"{given[1]}1.0 / {given[2]}{given[3]}"


def other_decimals(number: str, words: Words) -> Iterator[tuple[float, str]]:
    yield from ((DECIMAL_OF_SOLUTION, each) for each in sorted(words.decimals - {number}))
    value = float(number)
    for other in (value / 2, 2 * value, value + 1, value - 1, -value):
        yield DECIMAL_LIKE, repr(other)


def with_more_room(line: str, said: str) -> Iterator[tuple[float, str]]:
    """Yield the line with more room: what was too little is enough."""
    for found in LENGTH.finditer(line):
        made = MADE_OF_LENGTH.match(line)
        is_added_to = made and re.search(rf"\b{made[1]} \+ 1\b", said)  # for the NUL, elsewhere
        cost = 1.4 if is_added_to or (made and NO_NUL.search(made[1])) else 0.6
        yield cost, f"{line[: found.end()]} + 1{line[found.end() :]}"
    for found in ROOM.finditer(line):
        head, comma, size = found[2].rpartition(", ")
        if found[1].startswith("mem"):
            yield 1.0, line[: found.start(2)] + f"{head}{comma}{size} + 1" + line[found.end(2) :]
            if "sizeof" not in size:  # so many numbers, and not so many bytes
                bytes_of = f"{head}{comma}{MUCH}({size})"
                yield 0.9, line[: found.start(2)] + bytes_of + line[found.end(2) :]
        else:
            if NO_NUL.search(size):
                yield 0.4, line[: found.end(2)] + " + 1" + line[found.end(2) :]
            more = f"{head}{comma}{MUCH}({size}) + 8"
            yield 1.0, line[: found.start(2)] + more + line[found.end(2) :]


def has_more_room(text: str) -> bool:
    """Say whether a text has been given much more room than it had, wherever it ends."""
    sizes = (found[2] for found in ROOM.finditer(text))
    return any(f"{MUCH}(" in each and each.endswith(" + 8") for each in sizes)


def with_squares(line: str) -> Iterator[tuple[float, str]]:
    """Yield the line with both parts of a sum times themselves."""
    for found in SUM.finditer(line):
        squares = " + ".join(f"{each} * {each}" for each in found.groups())
        yield SQUARED, line[: found.start()] + squares + line[found.end() :]
