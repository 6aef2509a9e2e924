"""A cdef made from a header: the declarations that are named, and all types that these need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from cffi_workshop.cdef.header.facts import Compiler
from cffi_workshop.cdef.header.read import Header, read_header
from cffi_workshop.cdef.language.model import (
    Array,
    Function,
    Named,
    Pointer,
    Record,
    Tagged,
    Type,
)
from cffi_workshop.cdef.language.scalars import is_built_in
from cffi_workshop.cdef.language.spelling import Spelling
from cffi_workshop.cdef.sayable import fixed, is_unnamed_enum, require_layouts, require_no_va_list
from cffi_workshop.errors import WorkshopError

__all__ = ["NotAllWritten", "written"]

INDENT = "    "


class NotAllWritten(WorkshopError):
    """Some names cannot be written; `text` is the cdef of the others."""

    def __init__(self, sentences: Sequence[str], text: str) -> None:
        super().__init__("\n".join(sentences))
        self.text = text


def written(compiler: Compiler, names: Sequence[str], api: bool = False) -> str:
    """Return a cdef for the names: complete for ABI mode, or with `...;` for API mode.

    A struct is written with its members where a function takes or returns it, or a pointer to it,
    and where another struct holds it. Of those behind further pointers only the name is written.
    Raise NotAllWritten where the header lacks a name, or its declaration cannot be written.
    """
    names = [name.split()[-1] for name in names]  # `struct point` is asked for as point, too
    header = read_header(compiler, names)
    try:
        return _together(header, names, api)
    except WorkshopError:
        raise _not_all(header, names, api) from None


def _not_all(header: Header, names: Sequence[str], api: bool) -> WorkshopError:
    """Say which names cannot be written, and write the others."""
    good, sentences = [], []
    for name in names:
        try:
            _together(header, [name], api)
            good.append(name)
        except WorkshopError as error:
            sentences.append(str(error))
    return NotAllWritten(sentences, _together(header, good, api) if good else "")


def _together(header: Header, names: Sequence[str], api: bool) -> str:
    writer = _Writer(header, api)
    for name in names:
        writer.name(name)
    text = "\n".join([*writer.types, *writer.named]) + "\n"
    if not api:
        require_layouts(text, header, writer.done)
    return text


class _Writer:
    """`types` and `named` are the declarations so far; `done` what they declare."""

    def __init__(self, header: Header, api: bool) -> None:
        self.header, self.api = header, api
        self.known = header.declarations
        self.types: list[str] = []
        self.named: list[str] = []
        self.done: set[str] = set()
        self.spelling = Spelling(self._simpler, self.known.records.get, self.unnamed_enum)

    def name(self, name: str) -> None:
        """Write one declaration that was asked for."""
        known = self.known
        if name in self.header.unread:
            raise WorkshopError(f"The header's {name} cannot be read: {self.header.unread[name]}.")
        if name in known.functions:
            self.function(name, known.functions[name].type)
        elif (real := self.header.macros.get(name)) in known.functions:
            # `#define gzopen gzopen64`: the compiler knows both names, a library the second.
            self.function(name if self.api else str(real), known.functions[str(real)].type)
        elif name in known.variables:
            one = known.variables[name]
            self.needs(one.type, in_full=True)
            const = "const " * one.const
            self.named.append(f"extern {const}{self.spelling.declared(one.type, name)};")
        elif name in known.typedefs:
            self.needs(Named(name), in_full=True)
        elif name in known.constants and known.constants[name].value is not None:
            self.constant(name)
        else:
            self.tagged_or_missing(name)

    def function(self, name: str, kind: Type) -> None:
        meaning = self.known.meaning(kind)
        assert isinstance(meaning, Function)
        meaning = replace(meaning, parameters=tuple(map(fixed, meaning.parameters)))
        if name in self.header.inline and not self.api:
            raise WorkshopError(
                f"The code of {name} is in the header only, so that no library has it; "
                "leave the name out, or write for API mode with --api."
            )
        require_no_va_list(name, meaning, self.known)
        self.needs(meaning, in_full=True)
        self.named.append(f"{self.spelling.declared(meaning, name)};")

    def constant(self, name: str) -> None:
        one = self.known.constants[name]
        if one.enum:
            names = sorted(self.known.names_of(one.enum))
            self.needs(Tagged(one.enum) if one.enum in names or not names else Named(names[0]))
        else:
            self.named.append(f"#define {name} {'...' if self.api else one.value}")

    def tagged_or_missing(self, name: str) -> None:
        for kind in ("struct", "union", "enum"):
            key = f"{kind} {name}"
            if key in self.known.records or key in self.known.enums:
                self.needs(Tagged(key), in_full=True)
                return
        if name in self.header.macros:
            raise WorkshopError(
                f"{name} is a macro, and no whole number, so that a cdef cannot declare it; "
                "in API mode give its value to a constant in the C of set_source."
            )
        near = get_close_matches(name, self.header.names, n=1, cutoff=0.7)
        hint = f"did you mean {near[0]}?" if near else "name another header with --header."
        raise WorkshopError(f"The header declares no {name}; {hint}")

    def needs(self, kind: Type, in_full: bool = False) -> None:
        """Write the types that a type needs, ahead of it."""
        kind = self._simpler(kind)
        if isinstance(kind, Named):
            self.typedef(kind.name, in_full)
        elif isinstance(kind, Pointer):
            self.needs(kind.to, in_full)
        elif isinstance(kind, Array):
            self.needs(kind.item, in_full=True)
        elif isinstance(kind, Function):
            for one in (kind.result, *(parameter.type for parameter in kind.parameters)):
                self.needs(one, in_full)
        elif isinstance(kind, Tagged):
            self.tagged(kind, in_full)

    def typedef(self, name: str, in_full: bool) -> None:
        if name not in self.known.typedefs or is_built_in(name):
            return
        kind = self._simpler(self.known.typedefs[name].type)
        is_record = isinstance(kind, Tagged) and kind.kind != "enum"
        if name not in self.done:
            self.done.add(name)
            if isinstance(kind, Tagged) and kind.is_anonymous:
                self.unnamed(kind, name)
                return
            if not is_record:
                self.needs(kind)
            self.types.append(f"typedef {self.declared(kind, name)};")
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
            self.types.append(f"typedef enum {self.enumerators(kind.key)} {name};")
            return
        record = self.known.records[kind.key]
        self.members(record)
        self.types.append(self.spelling.record(self.partial(record), "", name))

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
                self.types.append(self.spelling.record(self.partial(record), record.key.split()[1]))

    def enum(self, kind: Tagged) -> None:
        if kind.key in self.done:
            return
        self.done.add(kind.key)
        head = "enum" if kind.is_anonymous else kind.key
        self.types.append(f"{head} {self.enumerators(kind.key)};")

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
        has_bits = any(one.bits is not None for one in record.members or ())
        return Record(record.key, record.members, self.api and not has_bits, record.place)

    def enumerators(self, key: str) -> str:
        names = self.known.enums.get(key, ())
        rows = [self.enumerator(name) for name in names]
        rows += ["..."] * self.api
        return "{\n" + ",\n".join(INDENT + row for row in rows) + "\n}"

    def enumerator(self, name: str) -> str:
        return name if self.api else f"{name} = {self.value(name)}"

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
