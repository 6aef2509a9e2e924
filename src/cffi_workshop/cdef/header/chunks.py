"""A preprocessed header cut into its declarations, of which the few that are needed are read.

Headers of the system hold thousands of declarations, and words of GNU's own that no parser of
standard C knows. So each declaration is found by its name, those words and the bodies of inline
functions are taken out, and only what a name leads to is given to the parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

__all__ = ["Chunk", "ChunkIndex", "cut"]

TOKEN = re.compile(
    r'\s+|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|[A-Za-z_$][\w$]*|\.?\d(?:[\w.]|[eEpP][+-])*|\.\.\.|.',
    re.DOTALL,
)
WORD = re.compile(r"[A-Za-z_$]")
MARK = re.compile(r'^#\s*(?:line\s+)?(\d+)\s+"((?:[^"\\]|\\.)*)"')
DEFINE = re.compile(r"^#\s*(define|undef)\s+([A-Za-z_]\w*)(\()?\s?(.*)$")

# Dropped with the parentheses behind them.
WITH_ARGUMENTS = {
    *("__attribute__", "__attribute", "__declspec", "__asm__", "__asm", "asm"),
    *("_Alignas", "alignas", "__aligned", "_Static_assert", "static_assert", "__pragma", "_Pragma"),
}
DROPPED = {
    *("__extension__", "__inline", "__inline__", "inline", "_Noreturn", "noreturn", "__noreturn__"),
    *("__restrict", "__restrict__", "restrict", "__volatile__", "__volatile", "volatile"),
    *("_Nullable", "_Nonnull", "_Null_unspecified", "__cdecl", "__stdcall", "_Atomic", "constexpr"),
    *("_Thread_local", "__thread", "thread_local"),
}
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
    *("typedef", "extern", "static", "const", "struct", "union", "enum", "signed", "unsigned"),
    *("__typeof__", "__typeof", "typeof"),
    *("short", "long", "int", "char", "float", "double", "void", "_Bool", "_Complex", "register"),
}


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
        """Return the declarations of the names, and the types that these need, in the header's order."""
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
            chunk.defines = set(_declared(chunk.tokens))
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


def _top_level(
    tokens: Iterator[tuple[str, str, int]],
) -> Iterator[tuple[list[str], str, int]]:
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
    depth = 0
    for place in range(len(tokens) - 1, -1, -1):
        depth += (tokens[place] == "}") - (tokens[place] == "{")
        if depth == 0:
            before = tokens[place - 1] if place else ""
            # `__attribute__((packed)) {` stands behind struct, not behind a function.
            return before == ")" and not {"struct", "union", "enum"} & set(
                _specifiers(tokens[:place])
            )
    return False


def _specifiers(tokens: list[str]) -> list[str]:
    """Return the last words before a brace that could be `struct NAME`, attributes left out."""
    return _without_words(tokens)[-2:]


def _cleaned(tokens: list[str], file: str, line: int) -> Chunk:
    is_inline = any(word in tokens for word in ("inline", "__inline", "__inline__"))
    kept = _without_words(tokens)
    if kept and kept[-1] == "}":  # the body of a function
        kept = [*kept[: _opening(kept)], ";"]
    if "enum" in kept:
        kept = list(_without_values(kept))
    return Chunk(kept, file, line, is_inline=is_inline and "static" in kept)


def _without_words(tokens: list[str]) -> list[str]:
    kept: list[str] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token in WITH_ARGUMENTS:
            place = _behind_parentheses(tokens, place + 1)
            continue
        if token not in DROPPED:
            kept.append(REPLACED.get(token, token))
        place += 1
    return kept


def _without_values(tokens: list[str]) -> Iterator[str]:
    """Leave out what enumerators are set to: the compiler is asked for their values."""
    depth, skipped_at = 0, None
    for token in tokens:
        depth += (token in "({[") - (token in ")}]")
        if skipped_at is not None and depth <= skipped_at and token in ",}":
            skipped_at = None
        if token == "=" and depth and skipped_at is None:
            skipped_at = depth
        if skipped_at is None:
            yield token


def _behind_parentheses(tokens: list[str], place: int) -> int:
    while place < len(tokens) and tokens[place] in DROPPED:  # asm volatile (
        place += 1
    if place >= len(tokens) or tokens[place] != "(":
        return place
    depth = 0
    while place < len(tokens):
        depth += (tokens[place] == "(") - (tokens[place] == ")")
        place += 1
        if depth == 0:
            break
    return place


def _opening(tokens: list[str]) -> int:
    depth = 0
    for place in range(len(tokens) - 1, -1, -1):
        depth += (tokens[place] == "}") - (tokens[place] == "{")
        if depth == 0:
            return place
    return 0


def _declared(tokens: list[str]) -> Iterator[str]:
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
