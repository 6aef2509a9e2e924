"""One difference of a cdef from the header."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from cffi_workshop.cdef.language.model import Place

__all__ = ["BREAKS", "GRADES", "HARMLESS", "UNKNOWN", "Difference"]

BREAKS, HARMLESS, UNKNOWN = "breaks", "harmless", "unknown"
GRADES = {BREAKS: "breaks", HARMLESS: "harmless here", UNKNOWN: "cannot be told"}


@dataclass(frozen=True, repr=False)
class Difference:
    """What a cdef says and what the header says, and what comes of it.

    `name` tells what is declared, as "parameter 2 of evolve()"; `what` the kind of difference;
    `said` and `wanted` are C. `places` counts all declarations that have this difference.
    """

    grade: str
    name: str
    what: str
    said: str
    wanted: str
    consequence: str
    correction: str
    place: Place
    header_place: Place | None
    said_type: str = ""
    wanted_type: str = ""
    places: int = field(default=1)

    def again(self) -> Difference:
        """Return the same difference, seen at one place more."""
        return replace(self, places=self.places + 1)

    def as_dict(self) -> dict[str, Any]:
        """Return plain data, as the JSON of `workshop cdef --json` has it."""
        return {
            "grade": self.grade,
            "name": self.name,
            "what": self.what,
            "cdef": self.said,
            "header": self.wanted,
            "consequence": self.consequence,
            "correction": self.correction or None,
            "place": _place(self.place),
            "header_place": _place(self.header_place) if self.header_place else None,
            "places": self.places,
        }

    def __repr__(self) -> str:
        """Return the line, since pytest shows this of what is left in a list."""
        return f"<{self}>"

    def __str__(self) -> str:
        """Return it as one line, as a failing test shows it."""
        where = (
            f"{self.place.file}:{self.place.line}: "
            if self.place.file
            else f"line {self.place.line}: "
        )
        return f"{where}{GRADES[self.grade]}: {self.name}: {self.said} | {self.wanted}"


def _place(place: Place) -> dict[str, Any]:
    return {"file": place.file or None, "line": place.line}
