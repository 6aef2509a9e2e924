"""What a type stub, .pyi, says of a compiled module: read as a type checker reads it, never run."""

from __future__ import annotations

import ast
import typing
from collections.abc import Iterator
from typing import NoReturn

from cffi_workshop.grading.verdict import Location

from .part import fail
from .stub_names import brought_by, flat, named, plain_names, unbound
from .stub_signature import Signature, signatures_of

__all__ = ["TypeStub"]

OF_CFFI = ("cffi", "_cffi_backend")
WRAPPERS = ("Final", "ClassVar")
FITS_ALL = ("Any", "object")

FITS_ANY_NAME = ("__getattr__", "__getattribute__")
LONGEST = 80  # characters of a type that are shown
FOR_CDATA = "a type for cdata, such as Any: C has a pointer there"


class TypeStub:
    """A stub, by the name of the learner's file, for the lines of what is wrong in it."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._body = list(flat(self._parsed(text).body))
        self._classes = {node.name: node for node in self._body if isinstance(node, ast.ClassDef)}
        self._aliases = dict(self._plain_assignments())
        self._text = text
        for name, value in self._aliases.items():  # a global that is the class itself
            if isinstance(value, ast.Name) and value.id in self._classes:
                self._classes.setdefault(name, self._classes[value.id])

    def _parsed(self, text: str) -> ast.Module:
        try:
            tree = ast.parse(text)
            if missing := next(unbound(tree), None):
                self._fail_unbound(missing)
            return plain_names(tree)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            message = f"{self._file} is not valid Python: {getattr(error, 'msg', error)}."
            fail("compile-error", message, self._at(getattr(error, "lineno", None)))

    def _fail_unbound(self, name: ast.Name) -> NoReturn:
        bring = f", such as `from typing import {name.id}`" if name.id in typing.__all__ else ""
        message = (
            f"{self._file} says {name.id}, a name that nothing in the file brings, so that no type "
            f"checker knows it; expected an import{bring}."
        )
        fail("compile-error", message, self._at(name.lineno))

    # --- what is checked ---

    def has(self, owner: str, *functions: str) -> None:
        """Fail unless the type of a global has these functions."""
        members = self._members(owner)
        for name in functions:
            if name not in members:
                message = (
                    f"The type of {owner} in {self._file} lacks {name}; expected what {owner} of "
                    f"the module has: {', '.join(functions)}."
                )
                fail("missing-function", message, self._at(self._line_of(owner)))

    def has_only(self, owner: str, *functions: str) -> None:
        """Fail unless the type of a global has these functions, and no other name."""
        self.has(owner, *functions)
        if found := next(self._of_any_name(owner), None):
            whose, only = found[2] or owner, ", ".join(functions) if not found[2] else "lib and ffi"
            message = (
                f"By {found[0]} in {self._file}, {whose} has whatever name one writes, so that no "
                f"mistake is found; expected {only} alone."
            )
            fail("symbol-not-found", message, self._at(found[1]))
        for name, nodes in self._members(owner).items():
            if name not in functions and not name.startswith("__"):
                message = (
                    f"The type of {owner} in {self._file} has {name}, and the module has not: who "
                    "uses it hears nothing from the type checker, and meets an AttributeError."
                )
                fail("symbol-not-found", message, self._at(nodes[0].lineno))

    def takes(self, owner: str, function: str, fewest: int, most: int) -> None:
        """Fail unless just the calls with `fewest` to `most` arguments, by place, fit."""
        found = self._signatures(owner, function)
        if odd := next((one for one in found if one.by_name and fewest == most), None):
            message = (
                f"In {self._file}, {owner}.{function}() takes {odd.by_name} by its name; C knows "
                f"no names of arguments. Expected {most}, all by place."
            )
            fail("signature-mismatch", message, self._at(odd.line))
        wanted = f"{fewest}" if fewest == most else f"{fewest} to {most}"
        for count in range(max(fewest - 1, 0), most + 2):
            fits = any(one.accepts(count) for one in found)
            if fits != (fewest <= count <= most):
                message = (
                    f"By {self._file}, a call of {owner}.{function}() with {count} "
                    f"argument{'s' * (count != 1)} {'fits' if fits else 'does not fit'}; expected "
                    f"{wanted} arguments, given by their places."
                )
                fail("signature-mismatch", message, self._at(found[0].line))

    def returns_nothing(self, owner: str, function: str) -> None:
        """Fail unless the function returns None."""
        for one in self._signatures(owner, function):
            if one.result != "None":
                self._wrong_result(owner, function, one, "None, since the function of C is void")

    def returns_cdata(self, owner: str, function: str) -> None:
        """Fail unless the function returns what a cdata can be."""
        for one in self._signatures(owner, function):
            if one.result != "":
                self._wrong_result(owner, function, one, "a type for cdata, such as Any")

    def takes_type(self, owner: str, function: str, place: int, *wanted: str) -> None:
        """Fail where an argument has types of Python, and none of
        those that are wanted, the first above all.
        """
        for one in self._signatures(owner, function):
            for name, said in list(one.types.items())[place : place + 1]:
                if said and not {*said.split(" | ")} & {*wanted}:
                    message = (
                        f"In {self._file}, {name} of {owner}.{function}() is {said}; expected "
                        f"{wanted[0] if wanted else FOR_CDATA}."
                    )
                    fail("signature-mismatch", message, self._at(one.line))

    def is_of_cffi(self, owner: str) -> bool:
        """Whether the type of a global is cffi's own, so that nothing is left to say of it."""
        if owner in self._classes:
            return False
        root = self._type_of(owner)
        while isinstance(root, ast.Attribute):
            root = root.value
        return isinstance(root, ast.Name) and root.id in set(brought_by(OF_CFFI, self._body))

    def _wrong_result(self, owner: str, function: str, one: Signature, wanted: str) -> None:
        said = {None: "nothing is said of what it returns", "": "it returns a value"}
        found = said.get(one.result, f"it returns {one.result}")
        message = f"In {self._file}, of {owner}.{function}() {found}; expected {wanted}."
        fail("signature-mismatch", message, self._at(one.line))

    # --- how a type checker finds it ---

    def _signatures(self, owner: str, function: str) -> list[Signature]:
        bound = owner not in self._classes
        members = self._members(owner).get(function, [])
        found = [one for each in members for one in signatures_of(each, bound, self._aliases)]
        if not found:
            message = (
                f"{self._file} does not say how {owner}.{function}() is called; expected "
                f"`def {function}(...)` in the class of {owner}."
            )
            fail("missing-function", message, self._at(self._line_of(owner)))
        return found

    def _members(self, owner: str) -> dict[str, list[ast.stmt]]:
        """Return what the class of a global defines, by name; overloads are several."""
        cls = self._classes.get(owner) or self._class_of(owner)
        members: dict[str, list[ast.stmt]] = {}
        for base in [*self._bases(cls), cls]:
            for name, nodes in named(base).items():
                members[name] = nodes
        return members

    def _of_any_name(self, owner: str) -> Iterator[tuple[str, int, str]]:
        """Yield what gives the class of a global, or the module, each name there may be; its line,
        and what has the names where that is not the global.
        """
        members = self._members(owner)
        yield from (
            (name, members[name][0].lineno, "") for name in FITS_ANY_NAME if name in members
        )
        yield from (
            (node.name, node.lineno, "the module")
            for node in self._body
            if isinstance(node, ast.FunctionDef) and node.name in FITS_ANY_NAME
        )
        cls = self._classes.get(owner) or self._class_of(owner)
        for one in [*self._bases(cls), cls]:
            names = (base.id for base in one.bases if isinstance(base, ast.Name))
            yield from ((name, one.lineno, "") for name in names if name in FITS_ALL[:1])

    def _class_of(self, owner: str) -> ast.ClassDef:
        annotation = self._type_of(owner)
        match annotation:
            case ast.Name(name) if name in self._classes:
                return self._classes[name]
        said = (ast.get_source_segment(self._text, annotation) or "")[:LONGEST]
        why = ", which fits everything, so that no mistake is found" if said in FITS_ALL else ""
        message = (
            f"The type of {owner} in {self._file} is {said}{why}; expected a class of this file "
            f"that has what {owner} has."
        )
        fail("wrong-type", message, self._at(self._line_of(owner)))

    def _type_of(self, owner: str) -> ast.expr:
        """Return the type that a global is given, without quotes and wrappers."""
        for node in self._body:
            match node:
                case ast.AnnAssign(ast.Name(name), annotation) if name == owner:
                    return self._unwrapped(annotation)
                case ast.Assign([ast.Name(name)], ast.Call(cls)) if name == owner:
                    return cls
        message = (
            f"{self._file} has no {owner}; expected a line `{owner}: ` with its type, since the "
            f"module has {owner}."
        )
        fail("missing-function", message, self._at(1))

    def _unwrapped(self, annotation: ast.expr) -> ast.expr:
        match annotation:
            case ast.Constant(str(quoted)):
                return ast.parse(quoted, mode="eval").body if quoted.isidentifier() else annotation
            case ast.Subscript(ast.Name(name), inner) if name in WRAPPERS:
                return self._unwrapped(inner)
            case ast.Name(name) if name in self._aliases and name not in self._classes:
                return self._aliases[name]
        return annotation

    def _bases(self, cls: ast.ClassDef) -> Iterator[ast.ClassDef]:
        """Yield the classes of the stub that a class is derived from, the nearest last."""
        for base in reversed(cls.bases):
            match base:
                case ast.Name(name) if name in self._classes and name != cls.name:
                    yield self._classes[name]

    def _plain_assignments(self) -> Iterator[tuple[str, ast.expr]]:
        for node in self._body:
            match node:
                case ast.Assign([ast.Name(name)], (ast.Name() | ast.BinOp()) as value):
                    yield name, value
                case ast.AnnAssign(ast.Name(name), ast.Name("TypeAlias"), ast.expr() as value):
                    yield name, value

    def _line_of(self, owner: str) -> int:
        for node in self._body:
            match node:
                case ast.AnnAssign(ast.Name(name)) | ast.Assign([ast.Name(name)]) if name == owner:
                    return node.lineno
        return self._classes[owner].lineno if owner in self._classes else 1

    def _at(self, line: int | None) -> Location | None:
        return Location(self._file, line) if line else None
