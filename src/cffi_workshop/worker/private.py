"""Modules of the worker with builtins of their own, under no name in sys.modules.

The learner's code runs in the same interpreter. Who replaces `len` in builtins, or takes `worker`
out of sys.modules, does so for the learner's code alone.
"""

from __future__ import annotations

import builtins
import importlib.util
import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from types import ModuleType, SimpleNamespace

__all__ = ["forget", "importing", "load", "load_spec"]

_loaded: dict[str, ModuleType] = {"private": sys.modules[__name__]}


def load(name: str) -> ModuleType:
    """Return a module of this package that has builtins of its
    own, and so have those that it imports.
    """
    if name not in _loaded:
        spec = importlib.util.find_spec(f"{__package__}.{name}")
        _loaded[name] = load_spec(spec, {"__import__": importing(load)})
    return _loaded[name]


def load_spec(spec: ModuleSpec | None, changed: dict | None = None) -> ModuleType:
    """Run a module with a copy of the builtins, some of them changed."""
    assert spec is not None  # the module is there
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    vars(module)["__builtins__"] = {**vars(builtins), **(changed or {})}
    sys.modules[spec.name] = module  # a dataclass looks itself up while it is made
    try:
        spec.loader.exec_module(module)
    finally:
        del sys.modules[spec.name]
    return module


def importing(neighbour: Callable[[str], ModuleType]) -> Callable:
    """Return an __import__() by which a module has its neighbours, and all others as usual."""

    def bring(name, globals=None, locals=None, fromlist=(), level=0):
        if level == 0:
            return builtins.__import__(name, globals, locals, fromlist, level)
        if name:  # from .wire import encode
            return neighbour(name)
        return SimpleNamespace(**{each: neighbour(each) for each in fromlist})  # from . import wire

    return bring


def forget() -> None:
    """Leave nothing of the worker where the learner's code would find it by name."""
    for name in list(sys.modules):
        if name.partition(".")[0] == __package__.partition(".")[0]:
            del sys.modules[name]
    for name in [name for name in vars(sys.modules["__main__"]) if not name.startswith("__")]:
        delattr(sys.modules["__main__"], name)
