"""The bytes of a struct or union: what lies where, and where there is padding."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from cffi import FFI, VerificationMissing

from cffi_workshop.errors import WorkshopError

from .drawing import Drawing, counted
from .layout import Row, Span, joined, rows, with_gaps

__all__ = ["Field", "struct"]

COLUMNS = 8  # bytes in a row
UNNAMED = re.compile(r"\$\d+")  # what cffi calls a struct without a name


@dataclass(frozen=True)
class Field:
    """A member: its place in bytes, and in bits where it is a bit-field."""

    name: str
    type: str
    offset: int
    size: int
    bits: tuple[int, int] | None = None  # first bit from the struct's start, and how many

    @property
    def shown(self) -> str:
        """Return the type for a person to read: cffi numbers what has no name."""
        return UNNAMED.sub("{...}", self.type)

    @property
    def declaration(self) -> str:
        """Return the member as C writes it: `char name[32]`."""
        base, bracket, length = self.shown.partition("[")
        declared = f"{base.rstrip()} {self.name}{bracket}{length}"
        return f"{declared}:{self.bits[1]}" if self.bits else declared

    @property
    def place(self) -> str:
        if self.bits is None:
            return f"{counted(self.size, 'byte')} at offset {self.offset}"
        return f"{counted(self.bits[1], 'bit')} from bit {self.bits[0]} on"


def struct(ffi: FFI, type_name: str | FFI.CType) -> Drawing:
    """Draw a struct or union that `ffi` knows: offsets, sizes, padding, total size.

    `type_name` is as in C ("struct point", or the name of a typedef), or a ctype of cffi. Raises
    WorkshopError where there is no such type, or where its layout is not known.
    """
    ctype = known_type(ffi, type_name)
    fields = fields_of(ffi, ctype)
    size, alignment = ffi.sizeof(ctype), ffi.alignof(ctype)
    strips = lanes(ctype.kind, fields, size)
    unused = sum(gap.size for gap in strips[0] if gap.gap) if ctype.kind == "struct" else 0
    title = f"{ctype.cname}: {counted(size, 'byte')}, alignment {alignment}, {unused} of padding"
    if ctype.kind == "union":
        title = f"{ctype.cname}: {counted(size, 'byte')}, alignment {alignment}, members share them"
    drawn: list[Row] = [row for strip in strips for row in rows(strip, COLUMNS)]
    return Drawing(title, description(fields, strips), tuple(drawn), notes(fields), COLUMNS, 64, 6)


def known_type(ffi: FFI, type_name: str | FFI.CType) -> FFI.CType:
    """Return the ctype, with its members known."""
    try:
        ctype = ffi.typeof(type_name) if isinstance(type_name, str) else type_name
        kind = ctype.kind
        members = ctype.fields if kind in ("struct", "union") else None
    except VerificationMissing:
        raise unknown_layout(type_name) from None
    except Exception as error:  # cffi has one of its own for each way to be wrong
        raise WorkshopError(
            f"cffi knows no type {type_name!r} ({first_line(error)}); "
            'name a struct that was declared with cdef(), such as "struct point".'
        ) from None
    if kind not in ("struct", "union"):
        raise WorkshopError(
            f"{ctype.cname!r} is of kind {kind}; expected the name of a struct or union."
        )
    if members is None:
        raise unknown_layout(ctype.cname)
    return ctype


def unknown_layout(name: str) -> WorkshopError:
    return WorkshopError(
        f"The layout of {name!r} is not known: it has no members here, or `...` for some; "
        "declare them all, or take the ffi of a module that was compiled in API mode."
    )


def first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def fields_of(ffi: FFI, ctype: FFI.CType, base: int = 0) -> list[Field]:
    """Return the members by offset; those of an unnamed struct inside count as the outer one's."""
    found = []
    for name, field in ctype.fields:
        offset = base + field.offset
        if not name:
            found += fields_of(ffi, field.type, offset)
        else:
            found.append(member(ffi, name, field, offset))
    return found


def member(ffi: FFI, name: str, field: Any, offset: int) -> Field:
    open_ended = field.type.kind == "array" and field.type.length is None
    size = 0 if open_ended else ffi.sizeof(field.type)
    if field.bitsize < 0:
        return Field(name, field.type.cname, offset, size)
    first = 8 * offset + field.bitshift
    touched = (first + field.bitsize - 1) // 8 - first // 8 + 1
    return Field(name, field.type.cname, first // 8, touched, (first, field.bitsize))


def lanes(kind: str, fields: list[Field], size: int) -> list[list[Span]]:
    """Return a strip of spans for a struct, and for a union one for each member."""
    groups = [[field] for field in fields] if kind == "union" else [fields]
    coloured = {field: number for number, field in enumerate(fields)}
    return [
        with_gaps(
            joined([span(field, coloured[field]) for field in group if field.size]), size, "padding"
        )
        for group in groups
    ]


def span(field: Field, colour: int) -> Span:
    detail = f"{field.shown} :{field.bits[1]}" if field.bits else field.shown
    return Span(field.offset, field.size, field.name, detail, colour)


def description(fields: list[Field], strips: list[list[Span]]) -> str:
    said = [f"{field.declaration}: {field.place}" for field in fields]
    if len(strips) == 1:
        said += [
            f"padding: {counted(gap.size, 'byte')} at offset {gap.start}"
            for gap in strips[0]
            if gap.gap
        ]
    return "; ".join(said) + "." if said else "It has no members."


def notes(fields: list[Field]) -> tuple[str, ...]:
    """Return a table with a line for each member."""
    table = [("offset", "size", "member")]
    for field in fields:
        size = f"{field.bits[1]} bits" if field.bits else str(field.size)
        table.append((str(field.offset), size, field.declaration))
    return tuple(f"{offset:>6}  {size:>6}  {declared}" for offset, size, declared in table)
