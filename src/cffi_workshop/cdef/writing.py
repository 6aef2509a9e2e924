"""A cdef made from a header: the declarations that are named, and all types that these need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from cffi_workshop.cdef.comparing.lacking import held_elsewhere
from cffi_workshop.cdef.header.facts import Compiler
from cffi_workshop.cdef.header.read import Header, read_header
from cffi_workshop.cdef.language.model import Function, Named, Tagged, Type
from cffi_workshop.cdef.language.numerals import numeral
from cffi_workshop.cdef.sayable import fixed, require_layouts, require_no_va_list
from cffi_workshop.errors import WorkshopError

from .types_needed import TypesNeeded

__all__ = ["NotAllWritten", "written"]


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
    sentences = list(dict.fromkeys(sentences))  # several functions may take what cannot be written
    return NotAllWritten(sentences, _together(header, good, api) if good else "")


def _together(header: Header, names: Sequence[str], api: bool) -> str:
    writer = _Writer(header, api)
    for name in names:
        writer.name(name)
    text = "\n".join([*writer.types.written, *writer.named]) + "\n"
    if not api:
        require_layouts(text, header, writer.types.done)
    return text


class _Writer:
    """Writes what was asked for into `named`, and into `types` what that needs."""

    def __init__(self, header: Header, api: bool) -> None:
        self.header, self.api = header, api
        self.known = header.declarations
        self.types = TypesNeeded(self.known, api, header.unread)
        self.named: list[str] = []

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
            self.types.needs(one.type, in_full=True)
            self.named.append(f"extern {self.types.spelling.variable(one)};")
        elif name in known.typedefs:
            self.types.needs(Named(name), in_full=True)
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
        self.types.needs(meaning, in_full=True)
        declared = f"{self.types.spelling.declared(meaning, name)};"
        if declared not in self.named:  # asked for by its own name, and by that of a macro
            self.named.append(declared)

    def constant(self, name: str) -> None:
        one = self.known.constants[name]
        if one.enum:
            names = sorted(self.known.names_of(one.enum))
            self.types.needs(
                Tagged(one.enum) if one.enum in names or not names else Named(names[0])
            )
        else:
            value = "..." if self.api else numeral(one.value, one.like)
            self.named.append(f"#define {name} {value}")

    def tagged_or_missing(self, name: str) -> None:
        for kind in ("struct", "union", "enum"):
            key = f"{kind} {name}"
            if key in self.known.records or key in self.known.enums:
                self.types.needs(Tagged(key), in_full=True)
                return
        if name in self.header.function_macros:
            raise WorkshopError(
                f"{name} is a macro with parameters, which no cdef declares; in API mode write "
                "a function around it in the C of set_source."
            )
        if name in self.header.macros:
            raise WorkshopError(
                f"{name} is a macro, and no whole number, so that a cdef cannot declare it; "
                "in API mode give its value to a constant in the C of set_source."
            )
        near = get_close_matches(name, self.header.names, n=1, cutoff=0.7)
        hint = f"did you mean {near[0]}?" if near else "name another header with --header."
        if elsewhere := held_elsewhere(self.header, name):
            hint = f"{elsewhere}."
        raise WorkshopError(f"The header declares no {name}; {hint}")
