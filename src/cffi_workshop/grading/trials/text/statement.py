"""A line that is a statement by itself, so that another may stand in its place."""

from __future__ import annotations

import re

__all__ = ["LEAVES", "OPENS", "STATEMENT"]

STATEMENT = re.compile(
    r"^[ \t]{1,80}(?!(?:return|if|for|while|def|class|with|else|elif|raise|case)\b|[}{#/]|\*[ /])"
    r"\S.{0,200}[;)\]\w\"']$"
)
# What goes on in the next line.
OPENS = re.compile(r"[:(\[{,]\s{0,9}$")
# What goes on nowhere: nothing behind it is done.
LEAVES = re.compile(r"^[ \t]{0,80}(?:return|raise|yield|continue|break|goto)\b")
