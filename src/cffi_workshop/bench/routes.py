"""The routes from Python to C in demo/routes/, as the benchmark meets them."""

from __future__ import annotations

import importlib
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from cffi_workshop.errors import WorkshopError

__all__ = ["PYTHON", "Route", "all_routes", "load"]

BUILD_ALL = "make routes"


@dataclass(frozen=True)
class Route:
    """One route: its folder's name, its title, and the module that is there once it is built."""

    slug: str
    title: str
    module: str
    folder: Path


# The baseline: what all others are there to be faster than.
PYTHON = Route("python", "Python", "cffi_workshop.bench.pure_python", Path())


def all_routes(root: Path) -> list[Route]:
    """Return every route of the checkout, built or not."""
    return [read(path) for path in sorted((root / "demo" / "routes").glob("*/route.toml"))]


def read(path: Path) -> Route:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return Route(path.parent.name, str(table["title"]), str(table["module"]), path.parent)
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise WorkshopError(
            f"demo/routes/{path.parent.name}/route.toml cannot be used ({error}); "
            "expected TOML with at least title and module."
        ) from None


def load(module: str, folder: str) -> ModuleType:
    """Import a route's module out of its folder, and see that it gives the right answers."""
    sys.path.insert(0, folder)
    route = importlib.import_module(module)
    if route.fib(20) != 6765:
        raise ValueError(f"fib(20) gave {route.fib(20)!r}; expected 6765")
    if route.nothing() is not None:
        raise ValueError(f"nothing() gave {route.nothing()!r}; expected None")
    return route
