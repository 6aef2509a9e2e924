"""The language of code that nobody named, as in hints, which stand as plain text in terminals."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from textwrap import dedent

__all__ = ["language_of"]

# The first that fits. What C and Python have in common, such as `mean(values)`, is Python's.
MARKS = (
    ("console", r"\A\$ "),
    ("bash", r"\A#!/bin/(ba)?sh"),
    ("toml", r"\A\[[\w.-]+\]$"),
    ("make", r"^[^\s:=]+:( .*)?\n(\t|<tab>)"),
    ("fortran", r"\bbind\(c\)"),
)
OF_C = re.compile(r';$|^#include |^extern "C" \{$|^\{$|^(for|if|while) \(.*\)( \{)?$', re.MULTILINE)


def language_of(code: str) -> str | None:
    """Return the name of the language as Pygments has it; None for what is none of these."""
    code = dedent(code)
    for language, mark in MARKS:
        if re.search(mark, code, re.MULTILINE):
            return language
    if is_python(code):
        return "python"
    return "c" if OF_C.search(code) else None


def is_python(code: str) -> bool:
    """Say whether Python can read it, and no statement ends as those of C do."""
    whole = f"{code}\ndef decorated(): ..." if code.startswith("@") else code
    try:
        ast.parse(whole)
        tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    except (SyntaxError, ValueError):
        return False
    return not any(one.type == tokenize.OP and one.string == ";" for one in tokens)
