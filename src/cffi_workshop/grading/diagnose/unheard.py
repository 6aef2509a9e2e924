"""Exceptions in callbacks, destructors and __del__(), printed and dropped: C and Python go on."""

from __future__ import annotations

from dataclasses import replace

from cffi_workshop.grading.verdict import Location, Observation

from .diagnosis import Diagnosis, clean
from .exceptions import of_exception, of_raised

__all__ = ["of_unheard"]

# What comes of it, by the word that worker/caller.py begins its place with.
CONSEQUENCES = {
    "onerror": "So the first exception, for which C called it, is lost: Python prints both.",
    "callback": "It cannot pass through C: cffi prints it, and C gets 0, or what error= says.",
    "destructor": "Nobody can catch it there: it is printed, and the rest of the "
    "destructor is left out.",
    "method": "Nobody can catch it there: Python prints it, and the rest of the method "
    "is left out.",
}
SUBJECTS = {
    "callback": "The callback {name}()",
    "onerror": "The onerror= function",
    "destructor": "The destructor of ffi.gc()",
    "method": "{name}()",
}


def of_unheard(unheard: list[dict], seen: Diagnosis, expected: tuple[str, ...] = ()) -> Diagnosis:
    """Return the exception that nobody heard of as the cause of what a check has seen.

    Where the check waits for an exception of one of the `expected` kinds, it was raised and got
    lost.
    """
    # What onerror= itself raises is why the one before it was lost.
    first = next((each for each in unheard if each["where"] == "onerror"), unheard[0])
    kind, _, name = str(first["where"]).partition(" ")
    subject = SUBJECTS.get(kind, "Something").format(name=name)
    told = of_exception(first, subject)
    if told.cause != "exception":  # a TODO, or what is forbidden, says it all by itself
        return told
    consequence = CONSEQUENCES.get(kind, "Nobody could catch it, so it was printed.")
    text = f"{first['type']}: {clean(first['message'])}" if first["message"] else str(first["type"])
    advice = f"{consequence} The check saw: {seen.message}"
    if set(expected) & set(first["kinds"]):
        return _lost(seen, f"{subject} raised {first['type']}. {consequence}", told.location, text)
    observed = Observation(
        subject, "raised", text.splitlines()[0], "that nothing is raised there", advice
    )
    return of_raised("exception", observed, first["lines"], text)


def _lost(seen: Diagnosis, advice: str, location: Location | None, detail: str) -> Diagnosis:
    """Return what was seen, with what became of the exception that it should have been."""
    if seen.observed is None:
        return Diagnosis(seen.cause, f"{seen.message} {advice}", location, detail)
    both = " ".join(filter(None, [seen.observed.advice, advice]))
    return Diagnosis.of(seen.cause, replace(seen.observed, advice=both), location, detail)
