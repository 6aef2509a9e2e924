"""What a script calls `ffi` and `lib`, where it has names of its own for the two."""

from __future__ import annotations

import ast
import re

__all__ = ["with_usual_names"]

USUAL = ("ffi", "lib")
MADE_BY = {"dlopen": "lib", "FFI": "ffi"}  # the last name of what is called


def with_usual_names(text: str) -> str:
    """Return the text of a script with `ffi` and `lib` in the place of its own names for them.

    Lines stay where they are.
    """
    try:
        nodes = list(ast.walk(ast.parse(text)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return text
    names: dict[str, str] = {}
    modules: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            names |= {each.asname: each.name for each in node.names if each.asname}
        elif isinstance(node, ast.Import):
            modules |= {each.asname or each.name for each in node.names}
        elif isinstance(node, ast.Assign):
            pairs = zip(parts_of(node.targets[0]), parts_of(node.value), strict=False)
            names |= {
                to.id: usual_name_of(value) for to, value in pairs if isinstance(to, ast.Name)
            }
    own = {name: usual for name, usual in names.items() if usual in USUAL and name != usual}
    for module in (each for each in modules if each.startswith("_") or len(each) == 1):
        text = re.sub(rf"\b{re.escape(module)}\.(ffi|lib)\b", r"\1", text)
    for name, usual in own.items():
        text = re.sub(rf"(?<![\w.'\"]){re.escape(name)}(?=\.\w)", usual, text)
    return text


def parts_of(value: ast.expr) -> list[ast.expr]:
    return value.elts if isinstance(value, ast.Tuple) else [value]


def usual_name_of(value: ast.expr) -> str:
    """Return what a value is called usually: a module's `lib`, what dlopen() and FFI() make."""
    if isinstance(value, ast.Call):
        called = value.func
        last = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        return MADE_BY.get(last, "")
    return value.attr if isinstance(value, ast.Attribute) else ""
