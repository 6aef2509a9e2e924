"""A script of the learner's run as a program, where an import leaves out what it does by hand."""

from __future__ import annotations

import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

from .caller import Caller

__all__ = ["run_as_program"]

# Bound early: the learner's code may replace the names.
_Loader, _Module, _modules = SourceFileLoader, ModuleType, sys.modules


def run_as_program(
    folder: str, module: str, caller: Caller
) -> tuple[ModuleType, BaseException | None]:
    """Run `python MODULE.py` within this process; return its names, and what it raised."""
    path = str(Path(folder, f"{module}.py"))
    program = _Module("__main__")
    program.__file__ = path
    _modules["__main__"] = program
    _, error = caller.call(_Loader("__main__", path).exec_module, program)
    return program, error
