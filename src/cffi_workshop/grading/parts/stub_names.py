"""The names of a type stub: what gives them, and each as `from typing import ...` brings it."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Collection, Iterator
from itertools import chain

from .stub_signature import quoted_type

__all__ = ["brought_by", "flat", "named", "plain_names", "unbound", "variables_as_types"]

TYPE_PARAMETERS = ("TypeVar", "ParamSpec", "TypeVarTuple")
MODULES = ("typing", "typing_extensions", "collections.abc", "builtins")


def plain_names(tree: ast.Module) -> ast.Module:
    """Return the tree with `typing.Any`, `t.Any` and `A` of `import Any as A` all as `Any`."""
    modules = {each: each for each in MODULES}
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            known = [each for each in node.names if each.name in MODULES]
            modules |= {each.asname or each.name: each.name for each in known}
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            names |= {each.asname: each.name for each in node.names if each.asname}
    return _Plain(modules, names).visit(tree)


class _Plain(ast.NodeTransformer):
    def __init__(self, modules: dict[str, str], names: dict[str, str]) -> None:
        self._modules, self._names = modules, names

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        match node.value:
            case ast.Name(module) if module in self._modules:
                return ast.copy_location(ast.Name(node.attr), node)
            case ast.Attribute(ast.Name(package), module):
                if f"{package}.{module}" in self._modules:
                    return ast.copy_location(ast.Name(node.attr), node)
        self.generic_visit(node)
        return node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.copy_location(ast.Name(self._names.get(node.id, node.id)), node)


def flat(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield statements, those inside of `if` and `try` too: a stub may ask for the Python."""
    for node in body:
        inner = [getattr(node, part, []) for part in ("body", "orelse", "finalbody")]
        if isinstance(node, ast.If | ast.Try):
            yield from flat(list(chain.from_iterable(inner)))
        else:
            yield node


def named(cls: ast.ClassDef) -> dict[str, list[ast.stmt]]:
    """Return the statements of a class that give it a name, by that name."""
    found: dict[str, list[ast.stmt]] = {}
    for node in flat(cls.body):
        match node:
            case (
                ast.FunctionDef(name) | ast.AnnAssign(ast.Name(name)) | ast.Assign([ast.Name(name)])
            ):
                found.setdefault(name, []).append(node)
    return found


def unbound(tree: ast.Module) -> Iterator[ast.Name]:
    """Yield the names that are used, and that nothing in the file brings, in their order."""
    brought = set(dir(builtins))
    for node in ast.walk(tree):
        match node:
            case ast.Import(names) | ast.ImportFrom(names=names):
                brought |= {(each.asname or each.name).partition(".")[0] for each in names}
            case ast.ClassDef(name) | ast.FunctionDef(name) | ast.AsyncFunctionDef(name):
                brought.add(name)
            case ast.Name(name, ast.Store()) | ast.arg(name):
                brought.add(name)
        if type(node).__name__ in TYPE_PARAMETERS:  # which this Python may not have yet
            brought.add(node.name)  # type: ignore[attr-defined]
    if "*" in brought:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id not in brought:
            yield node


def variables_as_types(tree: ast.Module) -> Iterator[ast.Name]:
    """Yield the names that stand for a type somewhere, and that the file calls variables."""
    variables = {
        node.target.id
        for node in flat(tree.body)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        if getattr(node.annotation, "id", "") != "TypeAlias"
    }
    for node in ast.walk(tree):
        for part in ("annotation", "returns"):
            said = getattr(node, part, None)
            if isinstance(said, ast.Constant):
                quoted = quoted_type(str(said.value))
                said = quoted and ast.copy_location(quoted, said)
            names = ast.walk(said) if said else ()
            found = (each for each in names if isinstance(each, ast.Name))
            yield from (each for each in found if each.id in variables)


def brought_by(modules: Collection[str], body: list[ast.stmt]) -> Iterator[str]:
    """Yield the names that statements bring of modules, or by which they bring these."""
    for node in body:
        match node:
            case ast.ImportFrom(module, names) if module in modules:
                yield from (each.asname or each.name for each in names)
            case ast.Import(names):
                yield from (each.asname or each.name for each in names if each.name in modules)
