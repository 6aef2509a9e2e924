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
    Layout,
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


def require_layouts(text: str, header: Header, names: Iterable[str]) -> None:
    """Raise WorkshopError for a type that its members alone do not describe: a packed struct.

    The names are those of typedefs, and of structs and enums with their word ahead.
    """
    ffi = cffi.FFI()
    try:
        ffi.cdef(text)
        for name in sorted(names):
            key = _defined_by(name, header.declarations)
            layout = header.layouts.get(key)
            if layout and layout.size is not None:
                require_layout(name, key, ffi, layout)
    except (cffi.CDefError, cffi.FFIError, TypeError, NotImplementedError) as error:
        raise WorkshopError(f"cffi does not take what the header has here: {error}.") from None


def _defined_by(name: str, known: Declarations) -> str:
    """Return the key of the struct or enum that has this name, and no other."""
    kind = known.typedefs[name].type if name in known.typedefs else Tagged(name)
    own = isinstance(kind, Tagged) and (kind.is_anonymous == (name in known.typedefs))
    return kind.key if isinstance(kind, Tagged) and own else ""


def require_layout(name: str, key: str, ffi: cffi.FFI, layout: Layout) -> None:
    """Raise WorkshopError where cffi gives a type another size, or its members other places."""
    places = {path: ffi.offsetof(name, *path.split(".")) for path in layout.offsets}
    other = next((path for path in places if places[path] != layout.offsets[path]), "")
    if ffi.sizeof(name) != layout.size:
        what = f"has {layout.size} byte{'s' * (layout.size != 1)} in C, and {ffi.sizeof(name)}"
    elif other:
        what = f"has {other} at byte {layout.offsets[other]} in C, and at {places[other]}"
    else:
        return
    if key.startswith("enum "):
        raise WorkshopError(f"{name} {what} as an enum of cffi; write for API mode with --api.")
    raise WorkshopError(
        f"{name} {what} by its members: it is packed or aligned, which no line of a cdef says; "
        "write for API mode with --api, or put it into a cdef of its own with packed=True."
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
