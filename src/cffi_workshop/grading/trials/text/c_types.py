"""Which sort of thing a name of C stands for, so that none is tried for one of another sort."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["same_sort", "sorts_of"]

REAL, INTEGER = "real", "integer"
SORTS = {"double": REAL, "float": REAL, "char": INTEGER}
INTEGERS = re.compile(r"(?:u?int\d{0,2}(?:_t)?|size_t|unsigned|signed|long|short|bool|ptrdiff_t)$")
# A type, whether it is an address or an array, and the name: of a parameter, variable or member.
DECLARED = re.compile(
    r"(?:^|[(,;{]|\bconst )[ \t]{0,80}(?:const |static |unsigned |signed |long ){0,3}"
    r"(?P<type>(?:struct |enum )?[A-Za-z_]\w{0,60})"
    r"(?P<star>[ \t]{0,3}\*(?:[* ]|const ){0,6}|[ \t]{1,9})"
    r"(?P<names>[A-Za-z_]\w{0,60}(?:\[[^\]]{0,40}\])?"
    r"(?:, ?\*?[A-Za-z_]\w{0,60}(?= ?[,;=])){0,6})(?=[ \t]{0,9}[;,)=])",
    re.MULTILINE,
)
NO_TYPE = {"return", "else", "goto", "typedef", "case", "sizeof"}


@lru_cache(maxsize=16)  # asked for each function of a file
def sorts_of(text: str) -> dict[str, str]:
    """Return the names that a text of C declares once, by their sort."""
    found: dict[str, set[str]] = {}
    for each in DECLARED.finditer(text):
        if each["type"] in NO_TYPE:
            continue
        for name in each["names"].split(","):
            is_address = "*" in each["star"] or "*" in name or "[" in name
            kind = f"{each['type']} *" if is_address else sort_of(each["type"])
            found.setdefault(re.sub(r"[\s*]|\[.*", "", name), set()).add(kind)
    for name, sorts in found.items():  # `(nx * ny)` declares nothing, where nx is a name as well
        found[name] = {kind for kind in sorts if kind.removesuffix(" *") not in found}
    return {name: next(iter(sorts)) for name, sorts in found.items() if len(sorts) == 1}


def sort_of(kind: str) -> str:
    return INTEGER if INTEGERS.match(kind) else SORTS.get(kind, kind)


def same_sort(sorts: dict[str, str], one: str, other: str) -> bool:
    """Say whether one name may stand for the other, as far as is known."""
    return sorts.get(one, "") == sorts.get(other, "") or not (one in sorts and other in sorts)
