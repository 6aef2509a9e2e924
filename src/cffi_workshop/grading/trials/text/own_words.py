"""Code of the solution's over the names that a script has of its own."""

from __future__ import annotations

import ast
import builtins
import keyword
import re

from cffi_workshop.grading.blame import Source, own_names
from cffi_workshop.grading.python_code import parsed_expression

__all__ = ["KNOWN", "in_own_names", "substituted", "variables_of"]

KNOWN = {*dir(builtins), *keyword.kwlist, "self", "ffi", "lib", "np", "numpy", "os"}
VARIABLE = re.compile(r"(?![A-Z]|lib)")


def substituted(text: str, names: dict[str, str]) -> str:
    for old, new in names.items():
        text = re.sub(rf"(?<![\w.]){re.escape(old)}(?!\w)", new, text)
    return text


def in_own_names(source: Source, text: str) -> str:
    """Return code of the solution's with the learner's names for `ffi` and `lib`.

    Where there are two libraries, the one that the script has as well keeps its name.
    """
    ffi, lib = own_names(source.text, source.solution)

    def own(found: re.Match[str]) -> str:
        return found[0] if f"{found[0]}." in source.text else lib

    return re.sub(r"\bffi\b", ffi, re.sub(r"\blib\w{0,20}\b(?=\.)", own, text))


def variables_of(code: str) -> list[str]:
    """Return the variables of an expression, attributes of `self` among them."""
    try:
        tree = parsed_expression(f"({code})")
    except SyntaxError:
        return []
    found: dict[str, None] = {}
    methods = {id(each.func) for each in ast.walk(tree) if isinstance(each, ast.Call)}
    for node in ast.walk(tree):
        if id(node) in methods and isinstance(node, ast.Attribute):
            continue  # what is called is as it is, and what it is called on is looked at below
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "self":
            found[f"self.{node.attr}"] = None
        elif isinstance(node, ast.Name) and VARIABLE.match(node.id) and node.id not in KNOWN:
            found[node.id] = None
    return list(found)
