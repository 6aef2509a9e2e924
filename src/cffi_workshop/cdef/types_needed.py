"""The types that a declaration needs, as C, each ahead of what needs it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import chain

from cffi_workshop.cdef.language.model import (
    Array,
    Declarations,
    Function,
    Named,
    Pointer,
    Record,
    Tagged,
    Type,
    parts,
)
from cffi_workshop.cdef.language.numerals import numeral
from cffi_workshop.cdef.language.scalars import is_built_in
from cffi_workshop.cdef.language.spelling import Spelling
from cffi_workshop.cdef.sayable import is_unnamed_enum
from cffi_workshop.errors import WorkshopError

__all__ = ["TypesNeeded"]

INDENT = "    "


class TypesNeeded:
    """`written` are the definitions so far; `done` what they define."""

    def __init__(self, known: Declarations, api: bool, unread: Mapping[str, str]) -> None:
        self.known, self.api, self.unread = known, api, unread
        self.written: list[str] = []
        self.done: set[str] = set()
        self.spelling = Spelling(self._simpler, known.records.get, self.unnamed_enum)

    def needs(self, kind: Type, in_full: bool = False) -> None:
        """Write the types that a type needs, ahead of it."""
        kind = self._simpler(kind)
        if isinstance(kind, Named):
            self.typedef(kind.name, in_full)
        elif isinstance(kind, Tagged):
            self.tagged(kind, in_full)
        for one in parts(kind):
            if isinstance(kind, Pointer) and isinstance(one, Named) and one.name in self.unread:
                self.opaque(one.name)
            else:
                self.needs(one, in_full or self.is_held(one, kind))

    def is_held(self, part: Type, kind: Type) -> bool:
        """Say whether a type cannot be without its part: the item of an array, what is passed."""
        if isinstance(kind, Function):
            return not isinstance(self.known.meaning(part), Pointer)
        return isinstance(kind, Array)

    def opaque(self, name: str) -> None:
        """Write a type of which nothing is known, and nothing needed, behind a pointer."""
        if name not in self.done:
            self.done.add(name)
            self.written.append(f"typedef ... {name};")

    def typedef(self, name: str, in_full: bool) -> None:
        if is_built_in(name):
            return
        if name in self.unread:
            raise WorkshopError(f"The header's {name} cannot be read: {self.unread[name]}.")
        if name not in self.known.typedefs:
            raise WorkshopError(f"{name} is no type that the header declares, nor one of cffi's.")
        kind = self._simpler(self.known.typedefs[name].type)
        is_record = isinstance(kind, Tagged) and kind.kind != "enum"
        if name not in self.done:
            self.done.add(name)
            if isinstance(kind, Tagged) and kind.is_anonymous:
                self.unnamed(kind, name)
                return
            if not is_record:
                self.needs(kind)
            self.written.append(f"typedef {self.declared(kind, name)};")
        if in_full:
            target = kind.to if isinstance(kind, Pointer) else kind
            self.needs(target, in_full=True)

    def declared(self, kind: Type, name: str) -> str:
        """Return what a typedef says; in API mode the compiler says how large a `long` is."""
        is_long = self.spelling.declared(kind) in ("long", "unsigned long")
        return f"int... {name}" if self.api and is_long else self.spelling.declared(kind, name)

    def unnamed(self, kind: Tagged, name: str) -> None:
        self.done.add(kind.key)
        if kind.kind == "enum":
            self.written.append(f"typedef enum {self.enumerators(kind.key)} {name};")
            return
        record = self.known.records[kind.key]
        self.members(record)
        self.written.append(self.spelling.record(self.partial(record), "", name))

    def tagged(self, kind: Tagged, in_full: bool) -> None:
        if kind.kind == "enum":
            self.enum(kind)
            return
        record = self.known.records.get(kind.key)
        if not record or record.members is None or not (in_full or kind.is_anonymous):
            return
        if kind.key not in self.done:
            self.done.add(kind.key)
            self.members(record)
            if not kind.is_anonymous:  # else it is written where it is used
                self.written.append(
                    self.spelling.record(self.partial(record), record.key.split()[1])
                )

    def enum(self, kind: Tagged) -> None:
        if kind.key in self.done:
            return
        self.done.add(kind.key)
        head = "enum" if kind.is_anonymous else kind.key
        self.written.append(f"{head} {self.enumerators(kind.key)};")

    def unnamed_enum(self, key: str) -> str:
        """Write the enum of a member out, once: its names belong to the whole cdef."""
        if key in self.done:
            is_signed = any((self.value(name) or 0) < 0 for name in self.known.enums[key])
            return "int" if is_signed else "unsigned int"
        self.done.add(key)
        rows = ", ".join([*map(self.enumerator, self.known.enums[key]), *["..."] * self.api])
        return f"enum {{ {rows} }}"

    def members(self, record: Record) -> None:
        for one in record.members or ():
            kind = self._simpler(one.type)
            if is_unnamed_enum(kind):
                continue  # written where it is used
            self.needs(one.type, in_full=not isinstance(self.known.meaning(kind), Pointer))

    def partial(self, record: Record) -> Record:
        """Let the compiler complete a struct in API mode; with bit fields cffi cannot."""
        partial = self.api and not has_bits(record) and record.key not in self.whole
        return Record(record.key, record.members, partial, record.place)

    @cached_property
    def whole(self) -> set[str]:
        """Which structs lie in one that cffi cannot complete: one with bit fields, or no name."""
        found: set[str] = set()
        records = self.known.records.values()
        held = chain.from_iterable(map(self.held_by, records))
        left = [one.key for one in held if isinstance(one, Tagged) and one.is_anonymous]
        left += [record.key for record in records if has_bits(record)]
        while left:
            record = self.known.records.get(left.pop())
            meanings = map(self.known.meaning, self.held_by(record) if record else ())
            new = {one.key for one in meanings if isinstance(one, Tagged)} - found
            found |= new
            left += new
        return found

    def held_by(self, record: Record) -> Iterator[Type]:
        """Yield the types that are inside of a struct, those of the items of its arrays too."""
        for one in record.members or ():
            kind = self._simpler(one.type)
            while isinstance(kind, Array):
                kind = self._simpler(kind.item)
            yield kind

    def enumerators(self, key: str) -> str:
        names = self.known.enums.get(key, ())
        rows = [self.enumerator(name) for name in names]
        rows += ["..."] * self.api
        return "{\n" + ",\n".join(INDENT + row for row in rows) + "\n}"

    def enumerator(self, name: str) -> str:
        one = self.known.constants[name]
        return name if self.api else f"{name} = {numeral(one.value, one.like)}"

    def value(self, name: str) -> int | None:
        return self.known.constants[name].value

    def _simpler(self, kind: Type) -> Type:
        """Follow the names that a C library keeps to itself: `__off_t` is long.

        The name of a struct that has no other stays: nothing else could say which one it is.
        """
        while isinstance(kind, Named) and kind.name.startswith("__") and not is_built_in(kind.name):
            known = self.known.typedefs.get(kind.name)
            if known is None or (isinstance(known.type, Tagged) and known.type.is_anonymous):
                break
            kind = known.type
        return kind


def has_bits(record: Record) -> bool:
    return any(one.bits is not None for one in record.members or ())
