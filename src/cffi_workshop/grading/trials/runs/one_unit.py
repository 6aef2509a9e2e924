"""Many texts of one file in one unit, for one run of the compiler: most of it is its start.

Each text has its own name ahead of all that it defines, so that none meets another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from cffi_workshop.exercises.languages import LANGUAGES

__all__ = ["is_closed", "prefix_of", "unit_of", "with_errors"]

INCLUDE = re.compile(r"^[ \t]{0,20}#[ \t]{0,20}include\b.{0,200}$", re.MULTILINE)
MACRO = re.compile(r"^[ \t]{0,20}#[ \t]{0,20}define[ \t]{1,20}(\w{1,80})", re.MULTILINE)
# What stands at the begin of a line: functions, variables, types.
DEFINED = (
    re.compile(r"^[A-Za-z_][\w \t*]{0,120}?[\s*](\w{1,80})[ \t]{0,9}\(", re.MULTILINE),
    re.compile(
        r"^[A-Za-z_][\w \t*]{0,120}?[\s*](\w{1,80})(?:\[[^\]\n]{0,80}\]){0,3}[ \t]{0,9}[=;]",
        re.MULTILINE,
    ),
    re.compile(
        r"^(?:typedef |static |const ){0,3}(?:struct|union|enum)\s{1,9}(\w{1,80})\s{0,9}\{",
        re.MULTILINE,
    ),
    re.compile(r"^\}[ \t]{0,9}(\w{1,80})[ \t]{0,9};", re.MULTILINE),
)
ENUM = re.compile(r"\benum\b[^{};()]{0,80}\{([^{}]{0,2000})\}")
# Compilers name the place in the line of the error; C++ also the place that a template was wanted
# for. gfortran writes Error, and names the place in a line ahead of it where it shows the source.
ERROR = re.compile(
    r"^(\w{1,80}):\d{1,9}:(?:\d{1,9}:)? +(?:(?:[Ff]atal )?[Ee]rror|required from)"
    r"|^(\w{1,80}):\d{1,9}:\d{1,9}:$",
    re.MULTILINE,
)
OF_FORTRAN = re.compile(
    r"^[ \t]{0,80}(?:\w[\w() =*]{0,80} )?(?:function|subroutine|module)[ \t]{1,9}(\w{1,60})",
    re.MULTILINE | re.IGNORECASE,
)
CALLED_BY_C = re.compile(r"\b(\w{1,60})[ \t]{0,9}\(")
NO_MODULE = {"procedure", "function", "subroutine"}
NO_NAME = {"return", "else", "static", "const", "struct", "void", "int", "double", "char"}


def is_closed(text: str, original: str) -> bool:
    """Say whether a text closes what it opens, as the original does.

    What does not takes with it all that comes after, so that an error tells nothing of its place.
    """
    return left_open(text) == left_open(original)


@lru_cache(maxsize=4)
def left_open(text: str) -> list[int]:
    return [text.count(one) - text.count(other) for one, other in ("()", "[]", "{}")]


def prefix_of(name: str) -> str:
    return f"{name}_"


def unit_of(texts: Mapping[str, str], language: str = "c", declared: str = "") -> str:
    """Return a source that defines all that the texts define, by the name of each text.

    `declared` are the functions that C calls, which C++ would else give names of its own.
    """
    if language == "fortran":
        return "\n".join(part_in_fortran(name, text) for name, text in texts.items())
    includes = dict.fromkeys(each for text in texts.values() for each in INCLUDE.findall(text))
    if language == "cpp":
        parts = [part_in_cpp(name, text, declared) for name, text in texts.items()]
        return "\n".join(["#include <cstdint>", *includes, *parts])
    return "\n".join([*includes, *(part_of_unit(name, text) for name, text in texts.items())])


def part_in_fortran(name: str, text: str) -> str:
    names = {*map(str.lower, OF_FORTRAN.findall(text))} - NO_MODULE
    found = re.compile(rf"\b({'|'.join(sorted(names)) or '$^'})\b", re.IGNORECASE)
    said = found.sub(lambda each: prefix_of(name) + each[0], text)
    return f'# 1 "{name}"\n{said}'


def part_in_cpp(name: str, text: str, declared: str) -> str:
    """Return a text in a namespace of its own; what C calls has a name of its own as well."""
    said = INCLUDE.sub("", text)
    names = dict.fromkeys(CALLED_BY_C.findall(declared))
    own = dict.fromkeys(MACRO.findall(LANGUAGES["cpp"].without_comments(said)))
    line = f'#line 1 "{name}"'  # ahead of macros as well, whose place an error may have
    return "\n".join(
        [
            line,
            *(f"#define {each} {prefix_of(name)}{each}" for each in names),
            f'namespace {name} {{ extern "C" {{ {declared} }}',
            line,
            said,
            "}",
            *(f"#undef {each}" for each in (*names, *own)),
        ]
    )


def part_of_unit(name: str, text: str) -> str:
    said = INCLUDE.sub("", text)
    bare = LANGUAGES["c"].without_comments(said)
    names, macros = sorted({*names_defined(bare)} - NO_NAME), dict.fromkeys(MACRO.findall(bare))
    line = f'#line 1 "{name}"'
    return "\n".join(
        [
            line,
            *(f"#define {each} {prefix_of(name)}{each}" for each in names if each not in macros),
            line,
            said,
            *(f"#undef {each}" for each in (*names, *macros)),
        ]
    )


def names_defined(bare: str) -> Iterator[str]:
    for pattern in DEFINED:
        yield from pattern.findall(bare)
    for constants in ENUM.findall(bare):
        yield from re.findall(r"(?:^|,)\s{0,99}(\w{1,80})", constants)


def with_errors(output: str) -> set[str]:
    """Return the names of the texts that a compiler says are no C."""
    return {one or other for one, other in ERROR.findall(output)}
