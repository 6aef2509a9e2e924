"""The file of a type stub, and what is found in it as a type checker finds it."""

from __future__ import annotations

import ast
import typing
from collections.abc import Iterator
from difflib import get_close_matches
from typing import NoReturn

from cffi_workshop.grading.python_code import NOT_PYTHON, parsed, parsed_expression
from cffi_workshop.grading.verdict import Location

from .part import fail
from .stub_names import flat, named, plain_names, unbound, variables_as_types
from .stub_signature import Signature, signatures_of

__all__ = ["StubFile"]

WRAPPERS = ("Final", "ClassVar")
FITS_ALL = ("Any", "object")
FITS_ANY_NAME = ("__getattr__", "__getattribute__")
LONGEST = 80  # characters of a type that are shown


class StubFile:
    """A stub by the name of the learner's file; `owner` is a global of the module: lib or ffi."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self.body = list(flat(self._parsed(text).body))
        self.classes = {node.name: node for node in self.body if isinstance(node, ast.ClassDef)}
        self._aliases = dict(self._plain_assignments())
        self._text = text
        for name, value in self._aliases.items():  # a global that is the class itself
            if isinstance(value, ast.Name) and value.id in self.classes:
                self.classes.setdefault(name, self.classes[value.id])

    def _parsed(self, text: str) -> ast.Module:
        try:
            tree = parsed(text)
            if missing := next(unbound(tree), None):
                self._fail_unbound(missing)
            tree = plain_names(tree)
            if variable := next(variables_as_types(tree), None):
                self._fail_variable(variable)
            return tree
        except NOT_PYTHON as error:
            message = f"{self._file} is not valid Python: {getattr(error, 'msg', error)}."
            fail("compile-error", message, self.at(getattr(error, "lineno", None)))

    def _fail_unbound(self, name: ast.Name) -> NoReturn:
        bring = f", such as `from typing import {name.id}`" if name.id in typing.__all__ else ""
        message = (
            f"{self._file} uses the name {name.id}, but neither imports nor defines it, so no type "
            f"checker knows it; expected an import{bring}."
        )
        fail("compile-error", message, self.at(name.lineno))

    def _fail_variable(self, name: ast.Name) -> NoReturn:
        message = (
            f"{self._file} uses {name.id} as a type, but says that it is a variable, and no type "
            f"checker takes one; expected another name for a type, as in `{name.id} = Any`."
        )
        fail("wrong-type", message, self.at(name.lineno))

    def signatures(self, owner: str, function: str, bound: bool | None = None) -> list[Signature]:
        """Return how a function of a global is called; `bound` as if that were an object."""
        bound = owner not in self.classes if bound is None else bound
        members = self.members(owner).get(function, [])
        found = [one for each in members for one in signatures_of(each, bound, self._aliases)]
        if not found:
            message = (
                f"{self._file} does not say how {owner}.{function}() is called; expected "
                f"`def {function}(...)` in the class of {owner}."
            )
            fail("missing-function", message, self.at(self.line_of(owner)))
        return found

    def members(self, owner: str) -> dict[str, list[ast.stmt]]:
        """Return what the class of a global defines, by name; overloads are several."""
        cls = self.class_of(owner)
        members: dict[str, list[ast.stmt]] = {}
        for base in [*self._bases(cls), cls]:
            members |= named(base)
        return members

    def of_any_name(self, owner: str) -> Iterator[tuple[str, int, str]]:
        """Yield what gives a global's class, or the module, any name: `__getattr__`, or a base Any.

        With it come its line, and "the module" where that has the names, else "".
        """
        members = self.members(owner)
        yield from (
            (name, members[name][0].lineno, "") for name in FITS_ANY_NAME if name in members
        )
        yield from (
            (node.name, node.lineno, "the module")
            for node in self.body
            if isinstance(node, ast.FunctionDef) and node.name in FITS_ANY_NAME
        )
        cls = self.class_of(owner)
        for one in [*self._bases(cls), cls]:
            if any(isinstance(base, ast.Name) and base.id == "Any" for base in one.bases):
                yield "Any", one.lineno, ""

    def class_of(self, owner: str) -> ast.ClassDef:
        if owner in self.classes:
            return self.classes[owner]
        annotation = self.type_of(owner)
        match annotation:
            case ast.Name(name) if name in self.classes:
                return self.classes[name]
        said = (ast.get_source_segment(self._text, annotation) or "")[:LONGEST]
        why = ", which fits everything, so that no mistake is found" if said in FITS_ALL else ""
        message = (
            f"The type of {owner} in {self._file} is {said}{why}; expected a class of this file "
            f"that has what {owner} has."
        )
        fail("wrong-type", message, self.at(self.line_of(owner)))

    def type_of(self, owner: str) -> ast.expr:
        """Return the type that a global is given, without quotes and wrappers."""
        for node in self.body:
            match node:
                case ast.AnnAssign(ast.Name(name), annotation) if name == owner:
                    return self._unwrapped(annotation)
                case ast.Assign([ast.Name(name)], ast.Call(cls)) if name == owner:
                    return cls
        message = (
            f"{self._file} has no {owner}; expected a line `{owner}: ` with its type, since the "
            f"module has {owner}."
        )
        fail("missing-function", message, self.at(self._line_in_place_of(owner)))

    def _line_in_place_of(self, owner: str) -> int:
        """Return the line of a global with a name like it, or of a class that no global has."""
        given = [node for node in self.body if isinstance(node, ast.AnnAssign | ast.Assign)]
        said = (each for node in given for each in ast.walk(node))
        lines = {each.id: each.lineno for each in said if isinstance(each, ast.Name)}
        near = get_close_matches(owner, lines, n=1)
        free = [cls.lineno for name, cls in self.classes.items() if name not in lines]
        return lines[near[0]] if near else next(reversed(free), 1)

    def _unwrapped(self, annotation: ast.expr) -> ast.expr:
        match annotation:
            case ast.Constant(str(quoted)):
                return parsed_expression(quoted) if quoted.isidentifier() else annotation
            case ast.Subscript(ast.Name(name), inner) if name in WRAPPERS:
                return self._unwrapped(inner)
            case ast.Name(name) if name in self._aliases and name not in self.classes:
                return self._aliases[name]
        return annotation

    def _bases(self, cls: ast.ClassDef) -> Iterator[ast.ClassDef]:
        """Yield the classes of the stub that a class is derived from, the nearest last."""
        for base in reversed(cls.bases):
            match base:
                case ast.Name(name) if name in self.classes and name != cls.name:
                    yield self.classes[name]

    def _plain_assignments(self) -> Iterator[tuple[str, ast.expr]]:
        for node in self.body:
            match node:
                case ast.Assign([ast.Name(name)], (ast.Name() | ast.BinOp()) as value):
                    yield name, value
                case ast.AnnAssign(ast.Name(name), ast.Name("TypeAlias"), ast.expr() as value):
                    yield name, value

    def line_of(self, owner: str) -> int:
        for node in self.body:
            match node:
                case ast.AnnAssign(ast.Name(name)) | ast.Assign([ast.Name(name)]) if name == owner:
                    return node.lineno
        return self.classes[owner].lineno if owner in self.classes else 1

    def at(self, line: int | None) -> Location | None:
        return Location(self._file, line) if line else None
