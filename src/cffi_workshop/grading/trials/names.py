"""What a changed line names that the file does not have: it fails wherever it is tried."""

from __future__ import annotations

import builtins
import keyword
import re
from functools import lru_cache

__all__ = ["names_unknown"]

# Names alone: no member behind a dot, nothing in quotation marks, no key of a call.
TEXT = re.compile(r"\"[^\"\n]{0,400}\"|'[^'\n]{0,400}'")
NAME = re.compile(r"(?<![\w.])(?<!->)[A-Za-z_]\w{0,80}\b(?! ?=[^=])")
OURS = {
    "builtins",
    "_b",
    "_keep",
    "it",
    "__builtin_strdup",
    "int64_t",
    "double",
    "unsigned",
    "char",
    "calloc",
    "__typeof__",
    "_gone",
    *("_got", "free", "fclose", "closedir", "delete"),
}


def names_unknown(before: str, after: str) -> bool:
    """Say whether lines of a changed text have a name that the text before has nowhere."""
    known = words_of(before)
    lines = {*before.split("\n")}
    new = "\n".join(line for line in after.split("\n") if line not in lines)
    return any(name not in known for name in NAME.findall(TEXT.sub("", new)))


@lru_cache(maxsize=16)
def words_of(text: str) -> frozenset[str]:
    return frozenset({*re.findall(r"\w+", text), *dir(builtins), *keyword.kwlist} | OURS)
