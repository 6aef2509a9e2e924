"""Options of a build that a script keeps under a name of their own, and hands over by it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..files.case import Source

__all__ = ["meant", "of_options", "options_of"]


def of_options(script: Source, line: int, key: str) -> int | None:
    """Return the line of the option with that key, for the call at a line: set_source(**OPTIONS).

    It is where the options begin, should they lack the key; None, should the call name them itself.
    """
    calls = (each for each in script.nodes if isinstance(each, ast.Call))
    around = (each for each in calls if each.lineno <= line <= (each.end_lineno or line))
    for options in (each for call in around for each in handed_over(call, script)):
        keys = getattr(options, "keys", [])
        said = (each.lineno for each in keys if getattr(each, "value", None) == key)
        return next(said, options.lineno)
    return None


def options_of(call: ast.Call, script: Source) -> dict[str, ast.expr]:
    """Return what a call is given by keywords, also by those of a dict: set_source(**OPTIONS)."""
    given = {word.arg: word.value for word in call.keywords if word.arg is not None}
    for options in handed_over(call, script):
        keys, values = getattr(options, "keys", ()), getattr(options, "values", ())
        for key, value in zip(keys, values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                given[key.value] = value
    return given


def handed_over(call: ast.Call, script: Source) -> Iterator[ast.expr]:
    """Yield what a call is given by `**`, as the script says it."""
    for word in call.keywords:
        if word.arg is None and (options := meant(word.value, script)):
            yield options


def meant(node: ast.expr | None, script: Source) -> ast.expr | None:
    """Return what a name stands for, where the script gives it a value once."""
    if not isinstance(node, ast.Name):
        return node
    values = [
        each.value
        for each in script.nodes
        if isinstance(each, ast.Assign)
        and any(getattr(name, "id", "") == node.id for name in each.targets)
    ]
    return values[0] if len(values) == 1 else None
