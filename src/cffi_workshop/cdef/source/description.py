"""What an FFI object declares, as plain data that can go through a pipe.

blocks       the texts of its cdef, with the file that gave each; those of ffi.include() are marked
constants    values by name, enumerators among them
layouts      size, and offsets of members, of each struct that cffi can lay out
source       what set_source() was given, or None
compiled     whether a C compiler made the module, so that its calls are C
keeps_const  whether its text has the const of the cdef: cffi drops it from what it generates
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import cffi
from cffi import model

from .decompile import decompiled

__all__ = ["Found", "described", "in_line", "is_ffi"]

Found = dict[str, Any]


def is_ffi(value: object) -> bool:
    return isinstance(value, cffi.FFI) or (
        type(value).__module__.endswith("_cffi_backend")
        and (type(value).__name__ in ("FFI", "CompiledFFI"))
    )


def described(ffi: Any, lib: Any = None, callers: Sequence[str] = ()) -> Found:
    """Return the cdef of an FFI; `callers` are the files from which its cdef() was called.

    `lib` is what a compiled module has beside its FFI. Raise TypeError for what is no FFI.
    """
    if isinstance(ffi, cffi.FFI):
        return in_line(ffi, callers)
    if not is_ffi(ffi):
        raise TypeError(f"{type(ffi).__name__} is no FFI")
    text, constants = decompiled(ffi, lib)
    return {
        "blocks": [{"text": text, "included": False, "file": ""}],
        "constants": constants,
        "layouts": layouts(ffi, [*ffi.list_types()[0], *tags(ffi)], ffi.typeof),
        "source": None,
        "compiled": lib is not None,
        "keeps_const": False,
    }


def tags(ffi: Any) -> list[str]:
    _typedefs, structs, unions = ffi.list_types()
    return [f"struct {name}" for name in structs] + [f"union {name}" for name in unions]


def in_line(ffi: cffi.FFI, callers: Sequence[str]) -> Found:
    declared = {}
    for key, (declaration, _qualifiers) in ffi._parser._declarations.items():
        kind, name = key.split(" ", 1)
        if kind in ("struct", "union") and not name.startswith("$"):
            declared[key] = declaration
        elif kind == "typedef" and isinstance(declaration, model.StructOrUnion):
            declared[name] = declaration
    return {
        "blocks": blocks(ffi, callers),
        "constants": dict(ffi._parser._int_constants),
        "layouts": layouts(ffi, declared, lambda name: type_of(ffi, declared[name])),
        "source": source(getattr(ffi, "_assigned_source", None)),
        "compiled": False,
        "keeps_const": True,
    }


def blocks(ffi: cffi.FFI, callers: Sequence[str]) -> list[Found]:
    """Return the texts of cdef(); ffi.include() leaves "[" and "]" around another's."""
    found: list[Found] = []
    depth = 0
    own = iter(callers)
    for part in ffi._cdefsources:
        depth += (part == "[") - (part == "]")
        if part not in ("[", "]"):
            file = "" if depth else next(own, "")
            found.append({"text": part, "included": depth > 0, "file": file})
    return found


def type_of(ffi: cffi.FFI, declaration: model.StructOrUnion) -> Any:
    """Return the type of a declaration; for a name, cffi parses all typedefs of the cdef again."""
    with ffi._lock:
        return ffi._get_cached_btype(declaration)


def layouts(ffi: Any, names: Iterable[str], typeof: Callable[[str], Any]) -> dict[str, Found]:
    """Return size and members of each struct that cffi lays out without a compiler."""
    found = {}
    for name in names:
        try:
            kind = typeof(name)
            if kind.kind in ("struct", "union"):
                size = ffi.sizeof(kind)  # ahead of the fields: has cffi lay the struct out
                found[name] = {"size": size, "offsets": dict(offsets(kind))}
        except Exception:  # partial: only the compiler knows
            continue
    return found


def offsets(kind: Any, start: int = 0, prefix: str = "") -> Iterator[tuple[str, int]]:
    """Yield where members lie; "disk.used" is one of a struct inside that has a name."""
    for name, member in kind.fields:
        place = start + member.offset
        if name and member.bitshift < 0:
            yield prefix + name, place
        if member.type.kind in ("struct", "union"):
            yield from offsets(member.type, place, f"{prefix}{name}." if name else prefix)


def source(assigned: tuple[Any, ...] | None) -> Found | None:
    """Return what set_source() was given, as far as it says how to compile."""
    if not assigned or assigned[1] is None:
        return None
    _name, text, _extension, options = assigned
    kept = {}
    for key in ("include_dirs", "define_macros", "extra_compile_args"):
        kept[key] = [
            list(item) if isinstance(item, tuple) else str(item) for item in options.get(key, ())
        ]
    return {"text": text, **kept}
