"""Where a callback raised what its script raises when C has returned.

cffi hands the traceback to onerror= beside the exception, which has none of its own.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cffi_workshop.grading.blame import Source

from .text.step import with_node

__all__ = ["with_traces_kept"]

Handler = ast.FunctionDef | ast.Lambda


def with_traces_kept(source: Source) -> str | None:
    """Return the text in which an exception that is handed to onerror= keeps its traceback.

    Each line stays in its place. Return None where no such function reads its second argument.
    """
    for handler in handlers_of(source):
        names = [each.arg for each in handler.args.args if each.arg != "self"]
        body = handler.body if isinstance(handler.body, list) else [handler.body]
        for node in (each for statement in body for each in ast.walk(statement)):
            is_read = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
            if is_read and len(names) > 2 and node.id == names[1]:  # type: ignore[attr-defined]
                said = f"{names[1]}.with_traceback({names[2]})"
                return with_node(source.text, node, said)  # type: ignore[arg-type]
    return None


def handlers_of(source: Source) -> Iterator[Handler]:
    """Yield the functions of a script that it gives as onerror=."""
    given = [
        each.value
        for node in source.written
        if isinstance(node, ast.Call)
        for each in node.keywords
        if each.arg == "onerror"
    ]
    yield from (each for each in given if isinstance(each, ast.Lambda))
    names = {ast.unparse(each).rpartition(".")[2] for each in given}
    for node in source.written:
        if isinstance(node, ast.FunctionDef) and node.name in names:
            yield node
