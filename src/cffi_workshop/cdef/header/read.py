"""What a header declares, by the word of the compiler that reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from pycparser import CParser
from pycparser.c_parser import ParseError

from cffi_workshop.cdef.language.model import Constant, Declarations, Layout, Place
from cffi_workshop.cdef.language.numerals import hexadecimal
from cffi_workshop.cdef.language.syntax import read_declarations

from .chunks import Chunk, ChunkIndex, cut
from .computed import compute
from .facts import Compiler
from .holders import holders
from .tokens import KEYWORDS, WORD

__all__ = ["Header", "read_header"]

BUILTINS = "typedef struct __va_list_tag *__builtin_va_list;\n"
CHUNK = re.compile(r"chunk (\d+)")
OF_COMPILER = re.compile(r"__\w+$|_(?:Float|Decimal)\d+x?$")
IDENTIFIER = re.compile(r"[A-Za-z_]\w*$")


@dataclass
class Header:
    """What was asked for, and what it needs.

    `inline` names functions that only the header holds, `unread` what could not be parsed and why,
    `names` all that is declared, also what nobody asked for. `contract` is the C that was read,
    `files` those that it led to, `folders` where those with the declarations lie.
    """

    declarations: Declarations
    layouts: dict[str, Layout]
    macros: dict[str, str]
    function_macros: set[str]
    inline: set[str]
    unread: dict[str, str]
    names: tuple[str, ...]
    contract: str
    files: frozenset[str]
    folders: tuple[Path, ...]

    @cached_property
    def holders(self) -> dict[str, Path]:
        """Which of the headers that were read, or lie beside them, declares a name."""
        return holders(self.folders)


def read_header(compiler: Compiler, names: Iterable[str]) -> Header:
    """Read the declarations of the names, and of what these need; let the compiler do the numbers.

    Raise WorkshopError where the compiler cannot read the header.
    """
    index = cut(compiler.preprocess())
    wanted = [name for given in names for name in _with_aliases(given, index)]
    chunks = index.reached(wanted)
    declarations, unread = _parsed(chunks)
    header = Header(
        declarations,
        {},
        index.macros,
        index.function_macros,
        {name for chunk in chunks if chunk.is_inline for name in chunk.defines},
        unread,
        tuple(index.by_name),
        compiler.contract,
        frozenset(chunk.file for chunk in index.chunks),
        _folders(chunks or index.chunks),
    )
    _add_macros(header, wanted)
    compute(declarations, header.layouts, compiler)
    return header


def _folders(chunks: Iterable[Chunk]) -> tuple[Path, ...]:
    files = (Path(name) for name in {chunk.file for chunk in chunks})
    return tuple(sorted({path.parent for path in files if path.is_file()}))


def _with_aliases(name: str, index: ChunkIndex) -> Iterator[str]:
    """Yield the name, and the one that a macro puts in its place: `#define stat64 stat`."""
    yield name
    body = index.macros.get(name, "")
    if IDENTIFIER.match(body):
        yield body


def _parsed(chunks: list[Chunk]) -> tuple[Declarations, dict[str, str]]:
    """Parse all chunks; leave out, one by one, those that are no C that the parser knows."""
    unread: dict[str, str] = {}
    while True:
        # Each chunk is a file to the parser, so that an error tells which.
        parts = [f'# 1 "chunk {n}"\n{" ".join(one.tokens)}\n' for n, one in enumerate(chunks)]
        text = BUILTINS + "".join(parts)
        try:
            tree = CParser().parse(text, "builtins")
        except ParseError as error:
            number = _chunk_number(error)
            if number is None or number >= len(chunks):
                raise
            why = _unknown_type(chunks[number], chunks) or _said(error)
            unread = dict.fromkeys(chunks[number].defines, why) | unread
            chunks = [_stand_in(chunk) if n == number else chunk for n, chunk in enumerate(chunks)]
            continue
        return _placed(read_declarations(tree.ext, "h"), chunks), unread


def _said(error: ParseError) -> str:
    return CHUNK.sub("", str(error), count=1).lstrip(":0123456789 ")


def _unknown_type(chunk: Chunk, chunks: list[Chunk]) -> str:
    """Say which word of a declaration stands where a type does, and is none; or nothing."""
    known = {name for one in chunks if "typedef" in one.tokens for name in one.defines}
    words = chunk.tokens
    for before, word, behind in zip(["", *words], words, [*words[1:], ""], strict=False):
        is_type = WORD.match(word) and (behind == "*" or WORD.match(behind))
        if is_type and word not in known | KEYWORDS and before not in ("struct", "union", "enum"):
            if OF_COMPILER.match(word):
                return f"{word} is a type of the compiler's own, which cffi does not have"
            return f"{word} is no type that it declares; name the header that does, too"
    return ""


def _chunk_number(error: ParseError) -> int | None:
    found = CHUNK.match(str(error))
    return int(found[1]) if found else None


def _stand_in(chunk: Chunk) -> Chunk:
    """Return a declaration of nothing but the names, for types that others need.

    Where the parser does not take that either, nothing is left of it.
    """
    names = sorted(chunk.defines) if "typedef" in chunk.tokens else []
    tokens = [word for n in names for word in ("typedef", "struct", f"$unread_{n}", n, ";")]
    return replace(chunk, tokens=tokens if tokens and tokens != chunk.tokens else [";"])


def _placed(found: Declarations, chunks: list[Chunk]) -> Declarations:
    """Put file and line of the header where the parser saw the number of a chunk."""

    def place(old: Place) -> Place:
        found = CHUNK.match(old.file)
        chunk = chunks[int(found[1])] if found else None
        return Place(chunk.file, chunk.line) if chunk else old

    found.move(place)
    return found


def _add_macros(header: Header, names: list[str]) -> None:
    """Take the macros that were asked for as constants; the compiler says which are numbers."""
    for name in names:
        if name in header.macros and name not in header.function_macros:
            like = hexadecimal(header.macros[name])
            header.declarations.constants.setdefault(name, Constant(name, Place("", 0), like=like))
