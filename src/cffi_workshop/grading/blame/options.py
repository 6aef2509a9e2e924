"""Options of a build that a script keeps under a name of their own, and hands over by it."""

from __future__ import annotations

import ast

from .case import Source

__all__ = ["of_options"]


def of_options(script: Source, line: int, key: str) -> int | None:
    """Return the line of the option with that key, for the call at a line: set_source(**OPTIONS).

    It is where the options begin, should they lack the key; None, should the call name them itself.
    """
    calls = (each for each in script.nodes if isinstance(each, ast.Call))
    around = (each for each in calls if each.lineno <= line <= (each.end_lineno or line))
    handed = [
        given.value.id
        for call in around
        for given in call.keywords
        if given.arg is None and isinstance(given.value, ast.Name)
    ]
    for node in script.nodes:
        named = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        if named and node.targets[0].id in handed:  # type: ignore[attr-defined]
            keys = getattr(node.value, "keys", [])  # type: ignore[attr-defined]
            said = (each.lineno for each in keys if getattr(each, "value", None) == key)
            return next(said, node.lineno)  # type: ignore[attr-defined]
    return None
