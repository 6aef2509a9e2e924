"""From a compiled FFI back to the text of a cdef: what a module was built with, read out of it."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import Any

from cffi_workshop.exercises.languages import LANGUAGES

__all__ = ["decompiled"]

PREFIX = {"darwin": "_"}


def decompiled(ffi: Any, lib: Any) -> tuple[str, dict[str, int]]:
    """Return a cdef that says the same as a compiled FFI, and the values of its constants.

    An out-of-line ABI module has no `lib`; a library of nothing but its names is made for it.
    """
    if lib is not None:
        return _Text(ffi, lib, is_compiled=True).whole()
    with tempfile.TemporaryDirectory(prefix="workshop-") as folder:
        stand_in = ffi.dlopen(str(_library_of_names(dir(ffi.dlopen(None)), Path(folder))))
        return _Text(ffi, stand_in, is_compiled=False).whole()


def _library_of_names(names: list[str], folder: Path) -> Path:
    import sys

    prefix = PREFIX.get(sys.platform, "")
    rows = [f".globl {prefix}{name}\n{prefix}{name}: .zero 64" for name in names]
    source, library = folder / "names.s", folder / "names.so"
    source.write_text(".data\n" + "\n".join(rows) + "\n", encoding="utf-8")
    compiler = LANGUAGES["c"].find_compiler()
    if compiler is None:
        raise RuntimeError("no C compiler was found")
    command = [compiler, "-shared", str(source), "-o", str(library)]
    subprocess.run(command, check=True, capture_output=True)
    return library


class _Text:
    def __init__(self, ffi: Any, lib: Any, is_compiled: bool) -> None:
        self.ffi, self.lib, self.is_compiled = ffi, lib, is_compiled
        self.done: set[str] = set()
        self.rows: list[str] = []
        self.constants: dict[str, int] = {}
        self.enumerators: dict[str, int] = {}

    def whole(self) -> tuple[str, dict[str, int]]:
        typedefs, structs, unions = self.ffi.list_types()
        self.rows += [f"struct {name};" for name in structs] + [f"union {name};" for name in unions]
        for name in (f"struct {one}" for one in structs):
            self.define(self.ffi.typeof(name))
        for name in (f"union {one}" for one in unions):
            self.define(self.ffi.typeof(name))
        for name in typedefs:
            self.typedef(name)
        for name in dir(self.lib):
            self.name(name)
        self.rows += [f"#define {name} {value}" for name, value in self.constants.items()]
        return "\n".join(self.rows) + "\n", self.constants | self.enumerators

    def typedef(self, name: str) -> None:
        if name in self.done:
            return
        try:
            kind, declarator = self.ffi.typeof(name), name
        except self.ffi.error:  # of a function: there is a type for pointers to it only
            kind, declarator = self.ffi.typeof(f"{name} *"), name
            self.needs(kind)
            text = self.declared(kind, declarator).replace(f"(* {name})", f" {name}", 1)
            self.rows.append(f"typedef {text};")
            return
        if kind.cname == name:
            self.define(kind)
        else:
            self.done.add(name)
            self.needs(kind)
            self.rows.append(f"typedef {self.declared(kind, name)};")

    def define(self, kind: Any) -> None:
        """Write the definition of a struct, union or enum, after those that it needs."""
        if kind.cname in self.done or kind.kind not in ("struct", "union", "enum"):
            return
        self.done.add(kind.cname)
        tagged = kind.cname.startswith(f"{kind.kind} ")
        if kind.kind != "enum" and not self.is_complete(kind):
            self.rows += [] if tagged else [f"typedef struct _opaque_{kind.cname} {kind.cname};"]
            return
        body = self.enumerators_of(kind) if kind.kind == "enum" else self.members(kind)
        text = f"{kind.cname} {body};" if tagged else f"typedef {kind.kind} {body} {kind.cname};"
        self.rows.append(text)

    def is_complete(self, kind: Any) -> bool:
        try:
            self.ffi.sizeof(kind)  # lays it out, which a look at its fields does not always
        except (ValueError, self.ffi.error):
            return False
        return kind.fields is not None

    def enumerators_of(self, kind: Any) -> str:
        """Return the braces of an enum; the names may all have been left to the compiler."""
        self.enumerators |= kind.relements
        values = [f"{name} = {value}" for name, value in kind.relements.items()]
        return f"{{ {', '.join(values) or '...'} }}"

    def members(self, kind: Any) -> str:
        for _name, field in kind.fields:
            self.needs(field.type)
        return f"{{ {' '.join(self.member(name, field) for name, field in kind.fields)} }}"

    def member(self, name: str, field: Any) -> str:
        bits = f" : {field.bitsize}" if field.bitshift >= 0 else ""
        return f"{self.declared(field.type, name)}{bits};"

    def needs(self, kind: Any) -> None:
        while kind.kind in ("array", "pointer"):
            kind = kind.item
        if kind.kind == "function":
            for one in (kind.result, *kind.args):
                self.needs(one)
        elif kind.kind in ("struct", "union") and "$" in kind.cname:
            for _name, field in kind.fields or ():
                self.needs(field.type)
        else:
            self.define(kind)

    def declared(self, kind: Any, name: str) -> str:
        """Return a declarator; a struct without a name is written out where it is used."""
        base = kind
        while base.kind in ("array", "pointer"):
            base = base.item
        text = str(self.ffi.getctype(kind, name))
        return (
            text.replace(base.cname, f"{base.kind} {self.members(base)}")
            if "$" in base.cname
            else text
        )

    def name(self, name: str) -> None:
        try:
            kind = self.ffi.typeof(self.ffi.addressof(self.lib, name))
        except (AttributeError, TypeError, self.ffi.error):
            value = getattr(self.lib, name, None)
            if isinstance(value, int) and name not in self.enumerators:
                self.constants[name] = value
            return
        self.needs(kind)
        if kind.kind == "function":
            self.rows.append(self.function(kind, name))
        else:
            self.rows.append(f"extern {self.declared(kind.item, name)};")

    def function(self, kind: Any, name: str) -> str:
        """Return a declaration; cffi has no type for functions, only for pointers to them."""
        pointer = self.declared(kind, name)
        text = pointer.replace(f"(* {name})", f" {name}", 1)
        if not self.is_compiled or kind.ellipsis or self.is_called_by_c(name):
            return f"{text};"
        return f'extern "Python" {text};' if self.is_extern_python(name) else f"extern {pointer};"

    def is_called_by_c(self, name: str) -> bool:
        """Say whether C that cffi wrote calls it; a constant that is a pointer is cdata."""
        return not isinstance(getattr(self.lib, name), self.ffi.CData)

    def is_extern_python(self, name: str) -> bool:
        try:
            self.ffi.def_extern(name=name)(lambda *_arguments: None)
        except self.ffi.error:
            return False
        return True
