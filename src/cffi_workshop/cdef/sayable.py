"""What C says and the text of a cdef cannot: told in another way, or refused in a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import cffi

from cffi_workshop.cdef.header.read import Header
from cffi_workshop.cdef.language.model import (
    Array,
    Declarations,
    Function,
    Named,
    Parameter,
    Pointer,
    Tagged,
    Type,
    Void,
    parts,
)
from cffi_workshop.errors import WorkshopError

__all__ = ["fixed", "is_unnamed_enum", "require_layouts", "require_no_va_list"]


def require_layouts(text: str, header: Header, keys: Iterable[str]) -> None:
    """Raise WorkshopError for a struct that its members alone do not describe: a packed one."""
    ffi = cffi.FFI()
    ffi.cdef(text)
    for key in set(keys) & set(header.declarations.records):
        layout = header.layouts.get(key)
        if layout and layout.size is not None and " $" not in key:
            require_size(key, ffi.sizeof(key), layout.size)


def require_size(key: str, by_members: int, size: int) -> None:
    if by_members != size:
        raise WorkshopError(
            f"{key} has {size} bytes in C, and {by_members} by its members: it is packed or "
            "aligned, which no line of a cdef says; write for API mode with --api, or put it into "
            "a cdef of its own with packed=True."
        )


def fixed(parameter: Parameter) -> Parameter:
    """Take `double m[n][n]`, whose rows another parameter measures, as the address that it is."""
    kind = parameter.type
    row = kind.to if isinstance(kind, Pointer) else kind.item if isinstance(kind, Array) else kind
    return replace(parameter, type=Pointer(Void())) if is_measured(row) else parameter


def is_measured(kind: Type) -> bool:
    return isinstance(kind, Array) and (isinstance(kind.length, str) or is_measured(kind.item))


def is_unnamed_enum(kind: Type) -> bool:
    while isinstance(kind, Pointer | Array):
        (kind,) = parts(kind)
    return isinstance(kind, Tagged) and kind.is_anonymous and kind.kind == "enum"


def require_no_va_list(name: str, function: Function, known: Declarations) -> None:
    """Raise WorkshopError for a function that takes the list of arguments that only C can make."""
    for one in function.parameters:
        kind = one.type
        while isinstance(kind, Named) and kind.name in known.typedefs:
            kind = known.typedefs[kind.name].type
        if kind == Pointer(Tagged("struct __va_list_tag")):
            raise WorkshopError(
                f"{name} takes a va_list, which Python cannot make; "
                "declare the function that takes `...` in its place, or write one in C around it."
            )
