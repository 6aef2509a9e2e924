"""The names of a type stub, each as `from typing import ...` brings it."""

from __future__ import annotations

import ast

__all__ = ["plain_names"]

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
