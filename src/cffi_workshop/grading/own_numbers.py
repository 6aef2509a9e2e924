"""Numbers that a learner wrote and the solution has not: where code of theirs may change its ways.

Nobody can try each size up to 2**63. A buffer of 4096 bytes, a list of which 1000 are taken, a
count of 16 bits: where code is right up to a size, the size stands in it.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import accumulate, chain, islice
from typing import TypeGuard

from cffi_workshop.exercises.languages import LANGUAGES, language_of
from cffi_workshop.grading.python_code import NOT_PYTHON, parsed, parsed_expression

__all__ = ["around", "own_numbers"]

LARGEST = 2**62
MOST_SIZES = 48  # so that a table of numbers costs no minute
MOST_READ = 500  # different numbers of a C file
LONGEST_POWER = 64
# Names of types that hold numbers up to one of these, in C, in Python's cdefs and in NumPy.
NARROW = re.compile(
    r"\b(?:(?P<sign>u?)int(?P<bits>8|16)(?:_t)?|(?P<c>unsigned char|(?:unsigned )?short))\b"
)
# Of these, the whole numbers have gaps above ALL_WHOLE: whoever counts by 1 stays there.
SINGLE = re.compile(
    r"\bfloat\b|(?i:\breal(?:(?=\s{0,4}(?:::|,))|\s?\(\s?(?:kind\s?=\s?)?(?:c_float|real32|4)\s?\)))"
)
ALL_WHOLE = 2**24
LITERAL = r"(?:0[xX][0-9a-fA-F]{1,16}|\d{1,19})[uUlL]{0,3}"
IN_C = re.compile(rf"(?<![\w.])({LITERAL}(?: ?(?:\*|<<|\+|-) ?{LITERAL}){{0,3}})(?![\w.])")
# What is shifted right is 0 below a power of two.
SHIFT_IN_C = re.compile(r">>=? ?(\d{1,2})(?!\d)")
SUFFIX = re.compile(r"(?<=[0-9a-fA-F])[uUlL]{1,3}\b")
OPERATORS = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.LShift: lambda a, b: a << b if 0 <= b < LONGEST_POWER else 0,
    ast.RShift: lambda a, b: a >> b if b >= 0 else 0,
    ast.Pow: lambda a, b: a**b if 0 <= b < LONGEST_POWER else 0,
}


def own_numbers(files: Mapping[str, str], known: Mapping[str, str]) -> set[int]:
    """Return each number that the files say more often than those known do."""
    if files == known:
        return set()
    own, before = (
        Counter(chain.from_iterable(numbers_in(*each) for each in texts.items()))
        for texts in (files, known)
    )
    return {*(own - before)}


def around(numbers: Iterable[int], most: int) -> list[int]:
    """Return each of these numbers and the two above it, as sizes to try, the smallest first.

    The sizes are 3 to `most`, at most MOST_SIZES of them, and their sum is at most four times
    `most`, so that whoever wrote many numbers does not wait for them.
    """
    near = {size for number in numbers for size in (number, number + 1, number + 2)}
    sizes = sorted(size for size in near if 2 < size <= most)[:MOST_SIZES]
    sums = accumulate(sizes)
    return [size for size, sum_so_far in zip(sizes, sums, strict=True) if sum_so_far <= 4 * most]


def numbers_in(name: str, text: str) -> list[int]:
    """Return the whole numbers that a file says, and the most that its narrow types hold."""
    found: Iterable[int] = ()
    if name.endswith(".py"):
        with suppress(*NOT_PYTHON):
            found = _folded(parsed(text))
    elif language := language_of(name):
        text = LANGUAGES[language].without_comments(text)
        found = (*_of_c(text), *(ALL_WHOLE for _ in SINGLE.finditer(text)))
    return [abs(number) for number in (*found, *_held(text)) if abs(number) <= LARGEST]


def _folded(tree: ast.AST) -> list[int]:
    """Return the value of each constant, and of each sum, product or power of constants.

    Of another thing that is shifted right: the first number that is not 0 then.
    """
    values: dict[ast.AST, int] = {}
    for node in reversed([*ast.walk(tree)]):  # what a sum is made of comes before it
        if isinstance(node, ast.Constant):
            value = int(node.value) if _is_whole(node.value) else None
        elif isinstance(node, ast.BinOp) and {node.left, node.right} <= values.keys():
            operator = OPERATORS.get(type(node.op), lambda a, b: None)
            value = operator(values[node.left], values[node.right])
        elif (
            isinstance(node, ast.BinOp) and isinstance(node.op, ast.RShift) and node.right in values
        ):
            value = OPERATORS[ast.LShift](1, values[node.right])
        else:
            continue
        if value is not None and abs(value) <= LARGEST:
            values[node] = value
    return [*values.values()]


def _is_whole(value: object) -> TypeGuard[float]:
    return type(value) is int or (isinstance(value, float) and value.is_integer())


def _of_c(text: str) -> Iterator[int]:
    said = Counter(found[1] for found in IN_C.finditer(text))
    for each, times in islice(said.items(), MOST_READ):
        with suppress(SyntaxError, ValueError):  # 0123 is none of Python's
            yield from min(times, MOST_READ) * _folded(parsed_expression(SUFFIX.sub("", each)))
    yield from (1 << int(found[1]) for found in islice(SHIFT_IN_C.finditer(text), MOST_READ))


def _held(text: str) -> Iterator[int]:
    for found in NARROW.finditer(text):
        bits = int(found["bits"] or (8 if found["c"] == "unsigned char" else 16))
        yield 2**bits - 1
        yield 2 ** (bits - 1) - 1
