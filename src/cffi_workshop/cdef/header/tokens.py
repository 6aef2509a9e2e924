"""Words of a declaration: GNU's own taken out, bodies cut, and the names that it gives found."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cffi_workshop.cdef.language.numerals import hexadecimal

__all__ = [
    "KEYWORDS",
    "WORD",
    "as_first_member",
    "declared_names",
    "opening",
    "without_body",
    "without_gnu_words",
    "without_values",
]

WORD = re.compile(r"[A-Za-z_$]")

TRANSPARENT = {"__transparent_union__", "transparent_union"}
# Dropped with the parentheses behind them.
WITH_ARGUMENTS = {
    "__attribute__", "__attribute", "__declspec", "__asm__", "__asm", "asm", "_Alignas", "alignas",
    "__aligned", "_Static_assert", "static_assert", "__pragma", "_Pragma",
}  # fmt: skip
DROPPED = {
    "__extension__", "__inline", "__inline__", "inline", "_Noreturn", "noreturn", "__noreturn__",
    "__restrict", "__restrict__", "restrict", "__volatile__", "__volatile", "volatile", "_Nullable",
    "_Nonnull", "_Null_unspecified", "__cdecl", "__stdcall", "_Atomic", "constexpr",
    "_Thread_local", "__thread", "thread_local",
}  # fmt: skip
REPLACED = {
    "__const": "const",
    "__const__": "const",
    "__signed": "signed",
    "__signed__": "signed",
    "__complex__": "_Complex",
    "_Float32": "float",
    "_Float64": "double",
    "_Float32x": "double",
    "_Float64x": "long double",
    "bool": "_Bool",
}
KEYWORDS = {
    "typedef", "extern", "static", "const", "struct", "union", "enum", "signed", "unsigned",
    "__typeof__", "__typeof", "typeof", "short", "long", "int", "char", "float", "double", "void",
    "_Bool", "_Complex", "register", "sizeof", "_Alignof", "alignof",
}  # fmt: skip


def without_gnu_words(tokens: list[str]) -> list[str]:
    kept: list[str] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token in WITH_ARGUMENTS:
            place = _behind_parentheses(tokens, place + 1)
            continue
        if tokens[place : place + 2] == ["[", "["]:  # [[nodiscard]]
            place = _behind_brackets(tokens, place, "[", "]")
            continue
        if token not in DROPPED:
            kept.append(REPLACED.get(token, token))
        place += 1
    return kept


def as_first_member(tokens: list[str]) -> list[str]:
    """Return a typedef of a union that GNU calls transparent as that of its first member.

    An argument of such a type travels as the first member does, so that for who calls it is one:
    the `struct sockaddr *` of bind().
    """
    if not TRANSPARENT & set(tokens) or tokens[:2] != ["typedef", "union"] or "{" not in tokens:
        return tokens
    start = tokens.index("{") + 1
    end = tokens.index(";", start)
    member, behind = tokens[start:end], tokens[tokens.index("}", end) + 1 :]
    name = next((word for word in without_gnu_words(behind) if WORD.match(word)), "")
    if not name or not WORD.match(member[-1]):
        return tokens
    return ["typedef", *member[:-1], name, ";"]


def without_values(tokens: list[str]) -> Iterator[str]:
    """Leave out what enumerators are set to: the compiler is asked for their values.

    The first hexadecimal number of each stays, for the way in which it is written.
    """
    depth, is_shown = 0, False
    skipped_at: int | None = None
    for token in tokens:
        depth += (token in "({[") - (token in ")}]")
        if skipped_at is not None and depth <= skipped_at and token in ",}":
            skipped_at = None
        if token == "=" and depth and skipped_at is None:
            skipped_at, is_shown = depth, False
        if skipped_at is None:
            yield token
        elif not is_shown and hexadecimal(token):
            is_shown = True
            yield from ("=", token)


def _behind_parentheses(tokens: list[str], place: int) -> int:
    while place < len(tokens) and tokens[place] in DROPPED:  # asm volatile (
        place += 1
    if place >= len(tokens) or tokens[place] != "(":
        return place
    return _behind_brackets(tokens, place, "(", ")")


def _behind_brackets(tokens: list[str], place: int, opened: str, closed: str) -> int:
    """Return the place behind the bracket that closes the one at a place."""
    depth = 0
    while place < len(tokens):
        depth += (tokens[place] == opened) - (tokens[place] == closed)
        place += 1
        if depth == 0:
            break
    return place


def without_body(tokens: list[str]) -> list[str]:
    """Put a semicolon in the place of a function's body."""
    return [*tokens[: opening(tokens)], ";"]


def opening(tokens: list[str]) -> int:
    """Return where the braces open that the last word closes."""
    depth = 0
    for place in range(len(tokens) - 1, -1, -1):
        depth += (tokens[place] == "}") - (tokens[place] == "{")
        if depth == 0:
            return place
    return 0


def declared_names(tokens: list[str]) -> Iterator[str]:
    """Yield the names that a declaration gives: tags with a body, enumerators, declarators.

    It may yield a name too many, which costs a little time, but none too few.
    """
    depth = 0
    is_enum = "enum" in tokens
    for place, token in enumerate(tokens):
        depth += (token in "({[") - (token in ")}]")
        if not WORD.match(token) or token in KEYWORDS:
            continue
        before = tokens[place - 1] if place else ""
        after = [*tokens[place + 1 : place + 3], "", ""][:2]
        if before in ("struct", "union", "enum"):
            is_declared = after[0] in ("{", ";")
        elif depth == 0:
            is_declared = after[0] in (*";,[(:=",) and after != ["(", "*"]
        else:
            is_enumerator = is_enum and depth == 1 and before in ("{", ",")
            is_declared = is_enumerator or _is_declarator(tokens[:place], depth)
        if is_declared:
            yield token


def _is_declarator(before: list[str], depth: int) -> bool:
    """Say whether only `(` and `*` lie between a name and the top level: `int (*name)(void)`."""
    while before and before[-1] in ("(", "*", "const"):
        depth -= before[-1] == "("
        before = before[:-1]
    return depth == 0
