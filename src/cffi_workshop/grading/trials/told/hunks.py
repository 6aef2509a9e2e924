"""Where two texts of a file differ: by lines, and in a line by its words and signs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

__all__ = [
    "CLOSES", "OPENS", "Edit", "Hunk", "Token",
    "code", "edits_of", "hunks_of", "operand", "said", "tokens_of",
]  # fmt: skip

OPENS, CLOSES = "([{", ")]}"

TOKEN = re.compile(
    r"\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'|[A-Za-z_]\w{0,80}|\d[\w.]{0,40}"
    r"|->|<<|>>|<=|>=|==|!=|&&|\|\||\+\+|--|//|\*\*|[-+*/%]=|\S"
)


Token = re.Match[str]  # a word, number, text or sign, where it stands


@dataclass(frozen=True)
class Hunk:
    """Lines in a row that another text has not, and what it has there; without their margins.

    `at` is the number of lines that stand ahead.
    """

    at: int
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True)
class Edit:
    """Tokens in a row, and what stands in their place: each by its first and behind its last."""

    old: slice
    new: slice


def hunks_of(old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """Return where lines differ, whatever their margins are."""
    one, other = ([line.strip() for line in lines] for lines in (old, new))
    least = min(len(one), len(other))
    ahead = next((k for k in range(least) if one[k] != other[k]), least)
    most = least - ahead
    behind = next((k for k in range(most) if one[-1 - k] != other[-1 - k]), most)
    one, other = one[ahead : len(one) - behind], other[ahead : len(other) - behind]
    found = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return [
        Hunk(ahead + a, tuple(one[a:b]), tuple(other[c:d]))
        for tag, a, b, c, d in found
        if tag != "equal"
    ]


def tokens_of(lines: Sequence[str]) -> list[Token]:
    return [*TOKEN.finditer("\n".join(lines))]


def edits_of(old: Sequence[Token], new: Sequence[Token]) -> list[Edit]:
    """Return where tokens differ; how a text is quoted is no difference."""
    one, other = ([requoted(each[0]) for each in tokens] for tokens in (old, new))
    found = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    edits = []
    for tag, a, b, c, d in found:
        # `a.copy().b` has `.copy()` more, and not `copy().`
        while tag in ("insert", "delete") and a and c and (other[d - 1], one[b - 1]) == (".", "."):
            a, b, c, d = a - 1, b - 1, c - 1, d - 1
        if tag != "equal":
            edits.append(Edit(slice(a, b), slice(c, d)))
    return edits


def requoted(token: str) -> str:
    return f'"{token[1:-1]}"' if token[0] == "'" else token


def said(tokens: Sequence[Token]) -> list[str]:
    return [requoted(token[0]) for token in tokens]


def code(tokens: Sequence[Token]) -> str:
    """Return tokens as they are written."""
    return tokens[0].string[tokens[0].start() : tokens[-1].end()] if tokens else ""


def operand(tokens: Sequence[Token]) -> str:
    """Return what ends at the end: a name, or a call with all of its brackets."""
    depth, begin = 0, len(tokens)
    for at in range(len(tokens) - 1, -1, -1):
        token, after = tokens[at][0], tokens[begin][0] if begin < len(tokens) else "."
        if not depth and not (token[0] in CLOSES or re.match(r"[\w\"'.]|->", token)):
            break
        if not depth and not (after in (".", "->", "(", "[") or token in (".", "->")):
            break
        depth += (token in CLOSES) - (token in OPENS)
        begin = at
    return "" if depth else code(tokens[begin:])
