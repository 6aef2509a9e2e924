"""How a trial asks for the check that failed: as the plugin makes checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

from cffi_workshop.grading.parts.part import Part

__all__ = ["Again", "Which"]

Which = Literal["failed", "passed", "after"]


class Again(Protocol):
    """Makes the check that failed over a part, alone or with those that passed before it.

    It raises what they raise; of those "after" it, it returns which fail, and what they say.
    """

    def __call__(self, tried: Part, which: Which = "passed") -> Mapping[str, str]: ...
