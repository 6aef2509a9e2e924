"""Exceptions in callbacks, destructors and __del__(), which are printed and dropped: C and Python go on."""

from __future__ import annotations

from cffi_workshop.grading.verdict import Observation

from .diagnosis import Diagnosis, clean
from .exceptions import of_exception, of_raised

__all__ = ["of_unheard"]

# What comes of it, by the word that worker/caller.py begins its place with.
CONSEQUENCES = {
    "callback": "It cannot pass through C: cffi prints it, and C gets 0, or what error= says.",
    "destructor": "Nobody can catch it there: it is printed, and the rest of the destructor is left out.",
    "method": "Nobody can catch it there: Python prints it, and the rest of the method is left out.",
}
SUBJECTS = {
    "callback": "The callback {name}()",
    "destructor": "The destructor of ffi.gc()",
    "method": "{name}()",
}


def of_unheard(unheard: list[dict], seen: Diagnosis, expected: tuple[str, ...] = ()) -> Diagnosis:
    """Return the exception that nobody heard of as the cause of what a check has seen.

    Where the check waits for an exception of one of the `expected` kinds, it was raised and got lost.
    """
    first = unheard[0]
    kind, _, name = str(first["where"]).partition(" ")
    told = of_exception(first, "x")
    if told.cause != "exception":  # a TODO, or what is forbidden, says it all by itself
        return told
    subject = SUBJECTS.get(kind, "Something").format(name=name)
    consequence = CONSEQUENCES.get(kind, "Nobody could catch it, so it was printed.")
    text = f"{first['type']}: {clean(first['message'])}" if first["message"] else str(first["type"])
    advice = f"{consequence} The check saw: {seen.message}"
    if set(expected) & set(first["kinds"]):
        lost = f"{seen.message} {subject} raised {first['type']}. {consequence}"
        return Diagnosis(seen.cause, lost, told.location, text, seen.observed)
    observed = Observation(subject, "raised", text.splitlines()[0], "that nothing is raised there", advice)
    return of_raised("exception", observed, first["lines"], text)
