"""What a cdef declares, as plain data: cffi's own parse of it, so that nothing is parsed twice."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from cffi import FFI, VerificationError, model

__all__ = ["builders", "describe", "describe_all", "describe_source", "emitted_c", "is_complete"]

MAX_DEPTH = 8  # a struct may point to itself
LARGEST = 1 << 62  # of the constants whose value is told
_WHOLE_OR_REAL = model.BasePrimitiveType | model.EnumType
_get_objects = gc.get_objects  # bound early: the learner's code may replace the name


def describe(ffi: FFI) -> dict:
    """Return functions, structs, globals and constants of `ffi`, and the text of its cdefs."""
    functions, records, variables = {}, {}, {}
    for key, (declaration, _qualifiers) in ffi._parser._declarations.items():
        kind, name = key.split(" ", 1)
        if kind == "function":
            functions[name] = _function(declaration)
        elif kind in ("struct", "union"):
            if name.startswith("$"):  # $1: inside another, without a name
                continue
            records[f"{kind} {name}"] = _record(ffi, f"{kind} {name}", declaration)
        elif kind == "typedef" and isinstance(declaration, model.StructOrUnion):
            records[name] = _record(ffi, name, declaration)
        elif kind == "variable":
            variables[name] = _type(declaration)
    text = "\n".join(source if isinstance(source, str) else "" for source in ffi._cdefsources)
    return {
        "functions": functions,
        "records": records,
        "variables": variables,
        "constants": _constants(ffi),
        "text": text,
    }


def describe_all(module: ModuleType | None = None) -> list[dict]:
    """Return what each FFI declares that opened a library; what all declare, where none has.

    Of one module, it is those FFI objects that have a name there.
    """
    objects = _get_objects() if module is None else vars(module).values()
    ffis = [each for each in objects if issubclass(type(each), FFI)]
    opened = [ffi for ffi in ffis if ffi._function_caches]
    return [describe(ffi) for ffi in opened or ffis]


def _constants(ffi: FFI) -> dict[str, int | None]:
    """Return enumerators and macros with their values; None where the compiler says the value."""
    known = ffi._parser._int_constants.items()
    found = {name: value if abs(value) <= LARGEST else None for name, value in known}
    for key, (declaration, _qualifiers) in ffi._parser._declarations.items():
        kind, name = key.split(" ", 1)
        # `#define NAME ...`, and `static const int NAME;`, by which cffi means the same.
        if kind == "macro" or (kind == "constant" and isinstance(declaration, _WHOLE_OR_REAL)):
            found.setdefault(name, None)
        elif isinstance(declaration, model.EnumType) and declaration.partial:
            found |= dict.fromkeys(declaration.enumerators)
    return found


def describe_source(assigned: tuple | None) -> dict | None:
    """Return the arguments of set_source(): module name, C text or None, plain options."""
    if assigned is None:
        return None
    name, source, extension, options = assigned
    plain = {key: value for key, value in options.items() if _is_plain(value)}
    odd = sorted(set(options) - set(plain))
    return {
        "module": str(name),
        "source": source,
        "extension": extension,
        "options": plain,
        "odd_options": odd,
    }


def builders(module: ModuleType) -> list[FFI]:
    """Return the global FFI objects of a build script that have a module to make, each once.

    `ffibuilder` comes first, whatever it has. Where none has any, return one that only declares.
    """
    found = {id(each): each for each in vars(module).values() if issubclass(type(each), FFI)}
    first = found.get(id(getattr(module, "ffibuilder", None)))
    made = [each for each in found.values() if getattr(each, "_assigned_source", None)]
    if first is None:
        return made or list(found.values())[:1]
    return [first, *(each for each in made if each is not first)]


def is_complete(ffibuilder: FFI) -> bool:
    """Say whether an FFI object of a build script declares something, and has a module to make."""
    source = getattr(ffibuilder, "_assigned_source", None)
    return source is not None and bool(ffibuilder._parser._declarations)


def emitted_c(ffibuilder: FFI) -> str | None:
    """Return the C that cffi writes for an extension module, where one is to be made."""
    source = getattr(ffibuilder, "_assigned_source", None)
    if source is None or source[1] is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "emitted.c")
        ffibuilder.emit_c_code(str(target))
        return target.read_text()


def _is_plain(value: object) -> bool:
    if isinstance(value, list | tuple):
        return all(_is_plain(item) for item in value)
    return value is None or isinstance(value, str | int | bool)


def _function(declaration: model.BaseFunctionType) -> dict:
    return {
        "result": _type(declaration.result),
        "parameters": [_type(parameter) for parameter in declaration.args],
        "variadic": bool(declaration.ellipsis),
    }


def _record(ffi: FFI, name: str, declaration: model.StructOrUnion) -> dict | None:
    """Return the fields in order, with the layout that cffi finds; None for an opaque record."""
    if declaration.fldnames is None:
        return None
    size, places = _layout(ffi, name)
    return {
        "fields": list(_fields(declaration, places)),
        "partial": bool(declaration.partial),
        "size": size,
    }


def _fields(
    declaration: model.StructOrUnion, places: dict, prefix: str = "", start: int = 0
) -> Iterator[dict]:
    """Yield the members in order; those of a struct inside stand for it, as in "disk.used"."""
    for field, kind, bits in zip(
        declaration.fldnames, declaration.fldtypes, declaration.fldbitsize, strict=True
    ):
        place = places.get(field)
        offset = start + place.offset if place and place.bitshift < 0 else None
        if isinstance(kind, model.StructOrUnion) and kind.fldnames is not None:
            inside = dict(place.type.fields) if place else {}
            yield from _fields(kind, inside, f"{prefix}{field}.".lstrip("."), offset or 0)
        else:
            yield {"name": prefix + field, "type": _member(kind), "bits": bits, "offset": offset}


def _member(kind: model.BaseTypeByIdentity) -> dict:
    """Return the type of a member: a function is none in C, where a parameter may be written so."""
    if isinstance(kind, model.RawFunctionType):
        return {"kind": "function", "name": f"the function {_c_name(kind)}"}
    return _type(kind)


def _layout(ffi: FFI, name: str) -> tuple[int | None, dict]:
    """Return size and members, or nothing where only the compiler can know them (`...;`)."""
    try:
        kind = ffi.typeof(name)
        return ffi.sizeof(kind), dict(kind.fields)
    except Exception:  # partial, or a declaration that cffi cannot lay out without C
        return None, {}


def _type(kind: model.BaseTypeByIdentity, depth: int = 0) -> dict:
    """Return a type as nested data.

    Examples: {"kind": "pointer", "to": {...}}, {"kind": "scalar", "name": "int"}.
    """
    if depth > MAX_DEPTH:
        return {"kind": "other", "name": "..."}
    name = _c_name(kind)
    if isinstance(kind, model.VoidType):
        return {"kind": "void", "name": "void"}
    if isinstance(kind, model.EnumType):  # cffi calls it by its typedef, as it does a struct
        return {"kind": "enum", "name": name, "tag": f"enum {kind.name}"}
    if isinstance(kind, model.BasePrimitiveType):
        return {"kind": "scalar", "name": name}
    if isinstance(kind, model.FunctionPtrType | model.RawFunctionType):
        return {"kind": "function pointer", "name": name, **_function(kind)}
    if isinstance(kind, model.PointerType):
        to = _type(kind.totype, depth + 1)
        const = bool(kind.quals & model.Q_CONST)
        return {"kind": "pointer", "name": name, "to": to, "const": const}
    if isinstance(kind, model.ArrayType):
        length = kind.length if isinstance(kind.length, int) else None
        item = _type(kind.item, depth + 1)
        return {"kind": "array", "name": name, "item": item, "length": length}
    if isinstance(kind, model.StructOrUnion):
        # cffi calls a struct by its typedef, where there is one; by its tag, two cdefs can be
        # compared.
        return {"kind": "record", "name": name, "tag": f"{kind.kind} {kind.name}"}
    return {"kind": "other", "name": name}


def _c_name(kind: model.BaseTypeByIdentity) -> str:
    try:
        return kind.get_c_name().replace("/*...*/", "...")
    except VerificationError:  # cffi has no name for it, or for what it is made of
        return "an unnamed struct"
