"""What a header declares, by the word of the compiler that reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pycparser import CParser
from pycparser.c_parser import ParseError

from cffi_workshop.cdef.language.expressions import expressions, resolve
from cffi_workshop.cdef.language.model import (
    Array,
    Constant,
    Declarations,
    Layout,
    Member,
    Place,
    Pointer,
    Record,
    Tagged,
    Type,
)
from cffi_workshop.cdef.language.syntax import read_declarations

from .chunks import Chunk, ChunkIndex, cut
from .facts import Compiler, facts

__all__ = ["Header", "read_header"]

BUILTINS = "typedef struct __va_list_tag *__builtin_va_list;\n"
CHUNK = re.compile(r"chunk (\d+)")
IDENTIFIER = re.compile(r"[A-Za-z_]\w*$")


@dataclass
class Header:
    """What was asked for, and what it needs.

    `inline` names functions that only the header holds, `unread` what could not be parsed and why,
    `names` all that is declared, also what nobody asked for.
    """

    declarations: Declarations
    layouts: dict[str, Layout]
    macros: dict[str, str]
    function_macros: set[str]
    inline: set[str]
    unread: dict[str, str]
    names: tuple[str, ...]


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
    )
    _compute(header, compiler, wanted)
    return header


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
            unread |= {name: str(error) for name in chunks[number].defines}
            chunks = [_stand_in(chunk) if n == number else chunk for n, chunk in enumerate(chunks)]
            continue
        return _placed(read_declarations(tree.ext, "h"), chunks), unread


def _chunk_number(error: ParseError) -> int | None:
    found = CHUNK.match(str(error))
    return int(found[1]) if found else None


def _stand_in(chunk: Chunk) -> Chunk:
    """Return a declaration of nothing but the names, for types that others need."""
    names = sorted(chunk.defines) if "typedef" in chunk.tokens else []
    tokens = [word for n in names for word in ("typedef", "struct", f"$unread_{n}", n, ";")]
    return replace(chunk, tokens=tokens or [";"])


def _placed(found: Declarations, chunks: list[Chunk]) -> Declarations:
    """Put file and line of the header where the parser saw the number of a chunk."""

    def place(old: Place) -> Place:
        found = CHUNK.match(old.file)
        chunk = chunks[int(found[1])] if found else None
        return Place(chunk.file, chunk.line) if chunk else old

    found.move(place)
    return found


def _compute(header: Header, compiler: Compiler, names: list[str]) -> None:
    """Fill in what the compiler computes: values, lengths, sizes and offsets."""
    known = header.declarations
    for name in names:
        if name in header.macros and name not in header.function_macros:
            known.constants.setdefault(name, Constant(name, Place("", 0)))
    spelled = dict(_spellings(known))
    questions = {f"value {name}": name for name in known.constants}
    questions |= {f"text {text}": text for text in expressions(known)}
    for key, c_name in spelled.items():
        record = known.records.get(key)
        if key.startswith("enum ") or (record and record.members is not None):
            questions[f"size {key}"] = f"sizeof({c_name})"
            questions |= dict(_offset_questions(record, key, c_name))
    answers = facts(compiler, questions)
    _fill(header, answers)


def _offset_questions(record: Record | None, key: str, c_name: str) -> Iterator[tuple[str, str]]:
    for member in record.members or () if record else ():
        if member.name and member.bits is None:
            yield f"offset {key}.{member.name}", f"__builtin_offsetof({c_name}, {member.name})"


def _spellings(known: Declarations) -> Iterator[tuple[str, str]]:
    """Yield how C can name each struct, union and enum, those without a name by way of a member."""
    seen: set[str] = set()
    named = {key: key for key in (*known.records, *known.enums) if " $" not in key}
    for name in known.typedefs:
        kind = known.typedefs[name].type
        if isinstance(kind, Tagged):
            named.setdefault(kind.key, name)
    todo = list(named.items())
    while todo:
        key, c_name = todo.pop()
        if key in seen:
            continue
        seen.add(key)
        yield key, c_name
        record = known.records.get(key)
        for member in record.members or () if record else ():
            if member.name and member.bits is None:
                inner, path = _inside(member, c_name)
                if isinstance(inner, Tagged) and inner.key not in named:
                    todo.append((inner.key, f"__typeof__({path})"))


def _inside(member: Member, c_name: str) -> tuple[Type, str]:
    """Return what a member is made of, and an expression for it."""
    kind, path = member.type, f"(({c_name} *)0)->{member.name}"
    while isinstance(kind, Pointer | Array):
        kind, path = (kind.to if isinstance(kind, Pointer) else kind.item), f"*({path})"
    return kind, path


def _fill(header: Header, answers: dict[str, int]) -> None:
    known = header.declarations
    for name, constant in known.constants.items():
        known.constants[name] = replace(constant, value=answers.get(f"value {name}"))
    sizes = {key[5:]: value for key, value in answers.items() if key.startswith("text ")}
    resolve(known, sizes)
    for key in (*known.records, *known.enums):
        record = known.records.get(key)
        offsets = {
            m.name: answers.get(f"offset {key}.{m.name}")
            for m in (record.members or () if record else ())
        }
        plain = {name: offset for name, offset in offsets.items() if name and offset is not None}
        header.layouts[key] = Layout(answers.get(f"size {key}"), plain)
