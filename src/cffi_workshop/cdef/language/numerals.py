"""Whole numbers as C text, hexadecimal where the C that they are for is."""

from __future__ import annotations

import re

__all__ = ["hexadecimal", "numeral"]

HEX = re.compile(r"\b0[xX]([0-9A-Fa-f]+)")


def hexadecimal(expression: str) -> str:
    """Return the first hexadecimal number in a piece of C, without its ending; or nothing."""
    found = HEX.search(expression)
    return found[0] if found else ""


def numeral(value: int | None, like: str = "") -> str:
    """Return a number as C text, with as many digits as `like`, a hexadecimal number, has."""
    if value is None or value < 0 or not like:
        return str(value)
    own = like[2:]
    digits = f"{value:x}".rjust(len(own), "0")
    return like[:2] + (digits.upper() if own != own.lower() else digits)
