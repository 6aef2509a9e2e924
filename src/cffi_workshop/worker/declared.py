"""What a cdef declares, as plain data: cffi's own parse of it, so that nothing is parsed twice."""

from __future__ import annotations

from cffi import FFI, model

__all__ = ["describe", "describe_source"]

MAX_DEPTH = 8  # a struct may point to itself


def describe(ffi: FFI) -> dict:
    """Return functions, structs, globals and constants that `ffi` declares, and the text of its cdefs."""
    functions, records, variables = {}, {}, {}
    for key, (declaration, _qualifiers) in ffi._parser._declarations.items():
        kind, name = key.split(" ", 1)
        if kind == "function":
            functions[name] = _function(declaration)
        elif kind in ("struct", "union"):
            records[f"{kind} {name}"] = _record(ffi, f"{kind} {name}", declaration)
        elif kind == "typedef" and isinstance(declaration, model.StructOrUnion):
            records[name] = _record(ffi, name, declaration)
        elif kind == "variable":
            variables[name] = _type(declaration)
    text = "\n".join(source if isinstance(source, str) else "" for source in ffi._cdefsources)
    return {"functions": functions, "records": records, "variables": variables, "text": text}


def describe_source(assigned: tuple | None) -> dict | None:
    """Return the arguments of set_source(): module name, C text or None, options that are plain data."""
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
    """Return the fields in order, with the layout that cffi works out; None for an opaque record."""
    if declaration.fldnames is None:
        return None
    size, offsets = _layout(ffi, name)
    fields = [
        {"name": field, "type": _type(kind), "bits": bits, "offset": offsets.get(field)}
        for field, kind, bits in zip(
            declaration.fldnames, declaration.fldtypes, declaration.fldbitsize, strict=True
        )
    ]
    return {"fields": fields, "partial": bool(declaration.partial), "size": size}


def _layout(ffi: FFI, name: str) -> tuple[int | None, dict[str, int]]:
    """Return size and offsets, or nothing where only the compiler can know them (`...;`)."""
    try:
        kind = ffi.typeof(name)
        return ffi.sizeof(kind), {field: place.offset for field, place in kind.fields if place.bitshift < 0}
    except Exception:  # partial, or a declaration that cffi cannot lay out without C
        return None, {}


def _type(kind: model.BaseTypeByIdentity, depth: int = 0) -> dict:
    """Return a type as nested data: {"kind": pointer, "to": {...}}, {"kind": scalar, "name": "int"}."""
    if depth > MAX_DEPTH:
        return {"kind": "other", "name": "..."}
    name = kind.get_c_name()
    if isinstance(kind, model.VoidType):
        return {"kind": "void", "name": "void"}
    if isinstance(kind, model.BasePrimitiveType | model.EnumType):
        return {"kind": "scalar", "name": name}
    if isinstance(kind, model.FunctionPtrType | model.RawFunctionType):
        return {"kind": "function pointer", "name": name, **_function(kind)}
    if isinstance(kind, model.PointerType):
        to = _type(kind.totype, depth + 1)
        const = bool(kind.quals & model.Q_CONST)
        return {"kind": "pointer", "name": name, "to": to, "const": const}
    if isinstance(kind, model.ArrayType):
        length = kind.length if isinstance(kind.length, int) else None
        return {"kind": "array", "name": name, "item": _type(kind.item, depth + 1), "length": length}
    if isinstance(kind, model.StructOrUnion):
        return {"kind": "record", "name": name}
    return {"kind": "other", "name": name}
