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


HELP = {"--help", "-h"}


def with_help(magic: Callable[..., Any]) -> Callable[..., None]:
    """Let `--help` behind a magic print what it is for; it stands right above @line_magic."""

    @wraps(magic)
    def helped(self: Any, line: str, *cell: str | None) -> None:
        # Where no words are declared, a command or a message stands there, which may have them too.
        words = line.split() if hasattr(helped, "parser") else [line.strip()]
        if HELP & set(words):
            print(inspect.cleandoc(helped.__doc__ or "").removeprefix("::").strip())
        else:
            magic(self, line, *cell)

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
