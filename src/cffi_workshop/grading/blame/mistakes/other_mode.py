"""Find a script of API mode that opens a library by itself, as one of ABI mode does.

A script of either mode that calls C without cffi is found here, too.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from ..files.case import Case, Source
from ..files.functions import is_call_of, name_called

__all__ = ["in_other_mode", "without_cffi"]

CTYPES = ("CDLL", "PyDLL", "LoadLibrary")


def without_cffi(case: Case) -> Diagnosis | None:
    """Return what is wrong with a script that opens a library by ctypes."""
    for script in (each for each in case.there if each.name.endswith(("_abi.py", "_api.py"))):
        # Most scripts are right, and need not be parsed.
        for node in script.nodes if any(name in script.text for name in CTYPES) else ():
            if isinstance(node, ast.Call) and (opener := name_called(node)) in CTYPES:
                message = (
                    f"{script.name} opens a library with {opener}() of ctypes; expected "
                    "calls of C through cffi, with a `lib`."
                )
                return Diagnosis("did-not-call-c", message, Location(script.name, node.lineno))
    return None


def in_other_mode(case: Case) -> Diagnosis | None:
    """Return what is wrong with a script of API mode that calls dlopen().

    What it opens has the same functions, so that each answer is right, and none is the module's.
    """
    module = f"_{case.exercise.slug}"
    script = case.api_script
    if script is None or "dlopen" not in script.text:
        return None  # most scripts are right, and need not be parsed
    for opened in opens(script):
        begin = f"{script.name} opens a library with ffi.dlopen(), which is what ABI mode does"
        message = (
            f"{begin}. Call the functions of lib, which {module} has."
            if names_module(script, module)
            else f"{begin}, and never imports {module}, the module that is compiled for it. "
            f"Import ffi and lib from {module}."
        )
        return Diagnosis("import-error", message, Location(script.name, opened))
    return None


def opens(source: Source) -> Iterator[int]:
    """Yield the lines that call dlopen(), but for those that stand in for a failed import."""
    nodes = source.nodes
    handled = {
        each
        for node in nodes
        if isinstance(node, ast.ExceptHandler)
        for each in ast.walk(node)
        if isinstance(each, ast.Call)
    }
    for node in nodes:
        if isinstance(node, ast.Call) and is_call_of(node, "dlopen") and node not in handled:
            yield node.lineno


def names_module(source: Source, module: str) -> bool:
    """Say whether a script imports the module, by a statement or by its name in a text."""
    for node in source.nodes:
        named: list[object] = []
        if isinstance(node, ast.Import):
            named = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            named = [node.module]
        elif isinstance(node, ast.Constant):
            named = [node.value]
        if any(isinstance(each, str) and each.startswith(module) for each in named):
            return True
    return False
