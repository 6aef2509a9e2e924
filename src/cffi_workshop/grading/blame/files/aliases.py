"""What a script calls `ffi` and `lib`, where it has names of its own for the two."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from cffi_workshop.grading.python_code import nodes_of

from .functions import name_called

__all__ = ["own_names", "with_usual_names"]

USUAL = ("ffi", "lib")
PREFIXED = re.compile(r"(?<![\w.])(\w{1,40}(?:\.\w{1,40})?)\.(\w{1,80})")
OF_FFI = (
    "new", "gc", "string", "buffer", "cast", "NULL", "errno", "from_buffer", "unpack", "release",
)  # fmt: skip
MADE_BY = {"dlopen": "lib", "FFI": "ffi"}  # the last name of what is called


def with_usual_names(text: str) -> str:
    """Return the text of a script with `ffi` and `lib` in the place of its own names for them.

    Lines stay where they are.
    """
    own, modules = names_of(text)
    for module in (each for each in modules if each.startswith("_") or len(each) == 1):
        text = re.sub(rf"\b{re.escape(module)}\.(ffi|lib)\b", r"\1", text)
    for name, usual in own.items():
        text = re.sub(rf"(?<![\w.'\"]){re.escape(name)}(?=\.\w)", usual, text)
    return text


@lru_cache(maxsize=16)  # asked for each expression of a script
def own_names(text: str, solution: str) -> tuple[str, str]:
    """Return what a script calls `ffi` and `lib`, by what it calls of them."""
    functions = {*re.findall(r"\blib\w*\.(\w{1,80})", solution)}
    libs = Counter(own for own, name in PREFIXED.findall(text) if name in functions)
    ffis = Counter(own for own, name in PREFIXED.findall(text) if name in OF_FFI)
    return tuple(  # type: ignore[return-value]
        next((name for name, _ in found.most_common(1)), usual)
        for found, usual in ((ffis, "ffi"), (libs, "lib"))
    )


def names_of(text: str) -> tuple[dict[str, str], set[str]]:
    """Return the names that stand for `ffi` and `lib` in a script, and the modules it imports."""
    nodes = nodes_of(text)
    names: dict[str, str] = {}
    modules: set[str] = set()
    openers = {*opening(nodes)}
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            names |= {each.asname: each.name for each in node.names if each.asname}
        elif isinstance(node, ast.Import):
            modules |= {each.asname or each.name for each in node.names}
        elif isinstance(node, ast.Assign):
            pairs = ((to, value) for to, value in pairs_of(node) if isinstance(to, ast.Name))
            names |= {to.id: usual_name_of(value, openers) for to, value in pairs}
    own = {name: usual for name, usual in names.items() if usual in USUAL and name != usual}
    return own, modules


def pairs_of(node: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield each target of an assignment, and its value: both may be tuples."""
    sides = (
        each.elts if isinstance(each, ast.Tuple) else [each]
        for each in (node.targets[0], node.value)
    )
    return zip(*sides, strict=False)


def opening(nodes: list[ast.AST]) -> Iterator[str]:
    """Yield the functions of a script that return what dlopen() opens."""
    for node in nodes:
        if isinstance(node, ast.FunctionDef) and any(
            isinstance(each, ast.Return)
            and each.value
            and usual_name_of(each.value, set()) == "lib"
            for each in node.body
        ):
            yield node.name


def usual_name_of(value: ast.expr, openers: set[str]) -> str:
    """Return what a value is called usually: a module's `lib`, what dlopen() and FFI() make."""
    if isinstance(value, ast.Call):
        last = name_called(value)
        return "lib" if last in openers else MADE_BY.get(last, "")
    return value.attr if isinstance(value, ast.Attribute) else ""
