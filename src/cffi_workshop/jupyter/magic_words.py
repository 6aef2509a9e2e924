"""What may stand behind a magic: told by `--help`, and where something else stands there."""

from __future__ import annotations

import inspect
from argparse import Namespace
from collections.abc import Callable
from functools import wraps
from typing import Any

from IPython.core.error import UsageError
from IPython.core.magic_arguments import parse_argstring

__all__ = ["understood", "with_help"]


def with_help(magic: Callable[..., Any]) -> Callable[[Any, str], None]:
    """Let `--help` behind a magic print what it is for; it stands right above @line_magic."""

    @wraps(magic)
    def helped(self: Any, line: str) -> None:
        if {"--help", "-h"} & set(line.split()):
            print(inspect.cleandoc(helped.__doc__ or "").removeprefix("::").strip())
        else:
            magic(self, line)

    return helped


def understood(magic: Any, line: str) -> Namespace:
    """Return what stands behind a magic; raise UsageError that says what may stand there."""
    try:
        return parse_argstring(magic, line)
    except UsageError as error:
        usage = " ".join(magic.parser.format_usage().removeprefix("::").split())
        name = usage.split(" ", 1)[0]
        raise UsageError(
            f"{error}; expected `{usage}`. `{name} --help` says what each is for."
        ) from None
