"""A preprocessed header cut into its declarations, of which the few that are needed are read.

Headers of the system hold thousands of declarations, and words of GNU's own that no parser of
standard C knows. So each declaration is found by its name, those words and the bodies of inline
functions are taken out, and only what a name leads to is given to the parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .tokens import (
    KEYWORDS,
    WORD,
    as_first_member,
    declared_names,
    opening,
    without_body,
    without_gnu_words,
    without_values,
)

__all__ = ["Chunk", "ChunkIndex", "cut"]

TOKEN = re.compile(
    r'\s+|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|[A-Za-z_$][\w$]*|\.?\d(?:[\w.]|[eEpP][+-])*|\.\.\.|<<|>>|->|&&|\|\||[=!<>]=|.',
    re.DOTALL,
)
MARK = re.compile(r'^#\s*(?:line\s+)?(\d+)\s+"((?:[^"\\]|\\.)*)"')
DEFINE = re.compile(r"^#\s*(define|undef)\s+([A-Za-z_]\w*)(\()?\s?(.*)$")


@dataclass
class Chunk:
    """One declaration of the top level: its words, and where it starts."""

    tokens: list[str]
    file: str
    line: int
    defines: set[str] = field(default_factory=set)
    is_inline: bool = False

    @property
    def is_type(self) -> bool:
        return "typedef" in self.tokens or "{" in self.tokens

    @property
    def words(self) -> set[str]:
        return {token for token in self.tokens if WORD.match(token)} - KEYWORDS


@dataclass
class ChunkIndex:
    """The declarations of a header by the names that they declare, and its macros."""

    chunks: list[Chunk]
    macros: dict[str, str]  # object-like and function-like; of the latter without parameters
    function_macros: set[str]

    def __post_init__(self) -> None:
        self.by_name: dict[str, list[int]] = {}
        for number, chunk in enumerate(self.chunks):
            for name in chunk.defines:
                self.by_name.setdefault(name, []).append(number)

    def reached(self, names: Iterable[str]) -> list[Chunk]:
        """Return the declarations of the names and the types they need, in the header's order."""
        wanted = {number for name in names for number in self.by_name.get(name, ())}
        todo = list(wanted)
        while todo:
            needed = {
                number
                for word in self.chunks[todo.pop()].words
                for number in self.by_name.get(word, ())
                if self.chunks[number].is_type
            }
            todo += needed - wanted
            wanted |= needed
        return [self.chunks[number] for number in sorted(wanted)]


def cut(preprocessed: str) -> ChunkIndex:
    """Cut what `cc -E -dD` printed into declarations and macros."""
    macros: dict[str, str] = {}
    function_macros: set[str] = set()
    chunks = []
    for tokens, file, line in _top_level(_tokens(preprocessed, macros, function_macros)):
        chunk = _cleaned(tokens, file, line)
        if chunk.tokens and chunk.tokens != [";"]:
            chunk.defines = set(declared_names(chunk.tokens))
            chunks.append(chunk)
    return ChunkIndex(chunks, macros, function_macros)


def _tokens(
    text: str, macros: dict[str, str], function_macros: set[str]
) -> Iterator[tuple[str, str, int]]:
    """Yield each word with its file and line, and note the macros on the way."""
    file, line = "", 0
    for row in text.split("\n"):
        if row.startswith("#"):
            if mark := MARK.match(row):
                file, line = mark[2], int(mark[1]) - 1
            elif define := DEFINE.match(row):
                _note(define, macros, function_macros)
        else:
            for token in TOKEN.findall(row):
                if not token.isspace():
                    yield token, file, line
        line += 1


def _note(define: re.Match[str], macros: dict[str, str], function_macros: set[str]) -> None:
    what, name, parameters, body = define.groups()
    function_macros.discard(name)
    if what == "undef":
        macros.pop(name, None)
        return
    macros[name] = body.strip()
    if parameters:
        function_macros.add(name)


def _top_level(tokens: Iterator[tuple[str, str, int]]) -> Iterator[tuple[list[str], str, int]]:
    """Yield the words of each declaration: to its `;`, or to the end of a function's body."""
    held: list[str] = []
    start = ("", 0)
    depth = 0
    for token, file, line in tokens:
        if not held:
            start = (file, line)
        held.append(token)
        depth += (token in "({[") - (token in ")}]")
        is_body = token == "}" and depth == 0 and _ends_body(held)
        if depth <= 0 and (token == ";" or is_body):
            yield held, *start
            held, depth = [], 0


def _ends_body(tokens: list[str]) -> bool:
    """Say whether the braces that end here are a function's body, and not a struct or enum."""
    place = opening(tokens)
    # `__attribute__((packed)) {` stands behind struct, not behind a function.
    is_type = {"struct", "union", "enum"} & set(_specifiers(tokens[:place]))
    return place > 0 and tokens[place - 1] == ")" and not is_type


def _specifiers(tokens: list[str]) -> list[str]:
    """Return the last words before a brace that could be `struct NAME`, attributes left out."""
    return without_gnu_words(tokens)[-2:]


def _cleaned(tokens: list[str], file: str, line: int) -> Chunk:
    is_inline = any(word in tokens for word in ("inline", "__inline", "__inline__"))
    kept = without_gnu_words(as_first_member(tokens))
    if kept and kept[-1] == "}":  # the body of a function
        kept = without_body(kept)
    if "enum" in kept:
        kept = list(without_values(kept))
    return Chunk(kept, file, line, is_inline=is_inline and "static" in kept)
