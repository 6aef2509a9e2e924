"""From C that pycparser has read to the plain values of `model`.

cdefs and headers come through here alike. A cdef's `...` arrives under the names that cffi gives
to it before it parses: `__dotdotdot__`, `__dotdotdotint__`, `__dotdotdotarray__`.
"""

from __future__ import annotations

from collections.abc import Iterable

from pycparser import c_ast, c_generator

from .model import (
    Array,
    Basic,
    Constant,
    Declarations,
    Declared,
    Function,
    Member,
    Named,
    Parameter,
    Place,
    Pointer,
    Record,
    Tagged,
    Type,
    Unsaid,
    Void,
)
from .numerals import hexadecimal

__all__ = ["read_declarations"]

DOTS = "__dotdotdot"
WORDS = {
    "signed",
    "unsigned",
    "short",
    "long",
    "int",
    "char",
    "float",
    "double",
    "_Bool",
    "_Complex",
}
PYTHON = 'extern "Python"'


def read_declarations(nodes: Iterable[c_ast.Node], side: str) -> Declarations:
    """Return what the top level of a translation unit declares.

    `side` is a letter that keeps the unnamed structs of a cdef and of a header apart.
    """
    reader = _Reader(side)
    for node in nodes:
        reader.declaration(node)
    return reader.found


class _Reader:
    def __init__(self, side: str) -> None:
        self.side = side
        self.found = Declarations()
        self.unnamed: dict[int, str] = {}  # `typedef struct { ... } point, *point_p;` is one struct
        self.in_python = False  # between the markers that cffi makes of `extern "Python"`

    def declaration(self, node: c_ast.Node) -> None:
        if isinstance(node, c_ast.Typedef):
            declared = Declared(node.name, self.type(node.type), _place(node))
            # A later typedef without a body says nothing new.
            self.found.typedefs.setdefault(node.name, declared)
        elif isinstance(node, c_ast.Decl):
            self.variable_or_function(node)

    def variable_or_function(self, node: c_ast.Decl) -> None:
        kind = self.type(node.type)
        name = node.name
        if name is None:
            return
        if name.startswith("__cffi_extern_python"):
            self.in_python = name.endswith("start")
            return
        storage = PYTHON if self.in_python else " ".join(node.storage)
        declared = Declared(name, kind, _place(node), storage, "const" in node.quals)
        if isinstance(self.found.meaning(kind), Function):
            self.found.functions.setdefault(name, declared)
        else:
            self.found.variables.setdefault(name, declared)

    def type(self, node: c_ast.Node) -> Type:
        if isinstance(node, c_ast.TypeDecl | c_ast.Typename):
            return self.type(node.type)
        if isinstance(node, c_ast.IdentifierType):
            return _identified(node.names)
        if isinstance(node, c_ast.ID):  # a parameter of a type that nobody declared
            return Named(node.name)
        if isinstance(node, c_ast.PtrDecl):
            return Pointer(self.type(node.type), "const" in getattr(node.type, "quals", ()))
        if isinstance(node, c_ast.ArrayDecl):
            const = "const" in getattr(node.type, "quals", ())
            return Array(self.type(node.type), _number(node.dim), const)
        if isinstance(node, c_ast.FuncDecl):
            return self.function(node)
        if isinstance(node, c_ast.Enum):
            return self.enum(node)
        return self.record(node)

    def function(self, node: c_ast.FuncDecl) -> Function:
        given = node.args.params if node.args else []
        variadic = bool(given) and _is_dots(given[-1])
        parameters = [self.parameter(one) for one in given if not _is_dots(one)]
        if [one.type for one in parameters] == [Void()]:
            parameters = []
        return Function(self.type(node.type), tuple(parameters), variadic)

    def parameter(self, node: c_ast.Node) -> Parameter:
        kind = self.type(node.type)
        return Parameter(getattr(node, "name", None), kind, self.is_const_array(node, kind))

    def is_const_array(self, node: c_ast.Node, kind: Type) -> bool:
        """Say whether const stands ahead of a name for an array: that of its items."""
        is_named = isinstance(kind, Named) and isinstance(self.found.meaning(kind), Array)
        return is_named and "const" in getattr(node, "quals", ())

    def record(self, node: c_ast.Struct | c_ast.Union) -> Tagged:
        key = self.key(node, type(node).__name__.lower())
        if node.decls is None:
            self.found.records.setdefault(key, Record(key, None, False, _place(node)))
            return Tagged(key)
        members = [one for one in node.decls if isinstance(one, c_ast.Decl) and not _is_dots(one)]
        partial = any(_is_dots(one) for one in node.decls)
        read = tuple(self.member(one) for one in members)
        self.found.records[key] = Record(key, read, partial, _place(node))
        return Tagged(key)

    def member(self, node: c_ast.Decl) -> Member:
        bits = None if node.bitsize is None else _number(node.bitsize)
        kind = self.type(node.type)
        return Member(node.name, kind, _place(node), bits, self.is_const_array(node, kind))

    def enum(self, node: c_ast.Enum) -> Tagged:
        key = self.key(node, "enum")
        if node.values is not None:
            names = [one for one in node.values.enumerators if not one.name.startswith(DOTS)]
            self.found.enums[key] = tuple(one.name for one in names)
            if len(names) < len(node.values.enumerators):
                self.found.partial_enums.add(key)
            for one in names:
                self.found.constants[one.name] = Constant(
                    one.name, _place(one), enum=key, like=_hexadecimal(one.value)
                )
        return Tagged(key)

    def key(self, node: c_ast.Node, kind: str) -> str:
        if node.name:
            return f"{kind} {node.name}"
        return self.unnamed.setdefault(id(node), f"{kind} ${self.side}{len(self.unnamed) + 1}")


def _identified(names: list[str]) -> Type:
    if names == ["void"]:
        return Void()
    if names[-1].startswith(DOTS):
        return Unsaid(names[-1].removeprefix(DOTS).strip("_0123456789"))
    if set(names) <= WORDS:
        return Basic(_usual(names))
    return Named(names[-1])


def _usual(names: list[str]) -> str:
    """Return the usual spelling: "long unsigned int" is "unsigned long"."""
    count = names.count
    if count("_Bool"):
        return "_Bool"
    if count("float") or count("double"):
        base = "float" if count("float") else "long double" if count("long") else "double"
        return base + " _Complex" * count("_Complex")
    if count("char"):
        sign = next((word for word in names if word in ("signed", "unsigned")), "")
        return f"{sign} char".strip()
    size = ["long"] * count("long") or ["short"] * count("short") or ["int"]
    return " ".join(["unsigned"] * count("unsigned") + size)


def _number(node: c_ast.Node | None) -> int | str | None:
    """Return a number, the C text of what is to be computed, or None for `[]` and `[...]`."""
    if node is None or (isinstance(node, c_ast.ID) and node.name.startswith(DOTS)):
        return None
    if isinstance(node, c_ast.Constant) and node.type.endswith("int"):
        return c_integer(node.value)
    return str(c_generator.CGenerator().visit(node))


def _hexadecimal(node: c_ast.Node | None) -> str:
    return hexadecimal(c_generator.CGenerator().visit(node)) if node else ""


def c_integer(text: str) -> int:
    digits = text.lower().rstrip("ul")
    is_octal = len(digits) > 1 and digits[0] == "0" and digits.isdigit()
    return int(digits, 8) if is_octal else int(digits, 0)


def _is_dots(node: c_ast.Node) -> bool:
    if isinstance(node, c_ast.EllipsisParam):
        return True
    kind = getattr(getattr(node, "type", None), "type", None)
    if isinstance(node, c_ast.Decl) and isinstance(node.type, c_ast.IdentifierType):
        kind = node.type
    return isinstance(kind, c_ast.IdentifierType) and kind.names == [DOTS + "__"]


def _place(node: c_ast.Node) -> Place:
    coord = node.coord
    return Place(coord.file if coord else "", coord.line if coord else 0)
