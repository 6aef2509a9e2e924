"""What an OSError tells beside its text: its class, errno and file name, which have to fit."""

from __future__ import annotations

import os
from errno import errorcode

from .call_failures import CallFailures

__all__ = ["require_details"]

SYSTEM_ERRORS = {
    kind.__name__ for kind in OSError.__subclasses__() if kind.__module__ == "builtins"
}
SYSTEM_ERRORS |= {kind.__name__ for kind in ConnectionError.__subclasses__()}
TEXTS = frozenset(map(os.strerror, errorcode))


def require_details(
    exception: dict, failure: CallFailures, errno: int | None, filename: str | None
) -> None:
    """Fail unless an exception has these; None stands for any."""
    lines = exception.get("lines") or []
    if errno is not None and (wrong := wrong_classes(exception, errno)):
        right = type(OSError(errno, "")).__name__
        failure.raised(min(wrong), f"{right}, which Python has for errno {errno}", lines)
    for what, expected in (("errno", errno), ("filename", filename)):
        found = exception.get(what)
        if expected is not None and found != expected:
            failure.raised(f"{exception.get('type')} with {what} {found!r}", repr(expected), lines)
    text = exception.get("strerror")  # one of the learner's own is fine
    if errno is not None and text in TEXTS and text != os.strerror(errno):
        found = f"{exception.get('type')} with errno {errno} and {text!r}"
        failure.raised(found, f"{os.strerror(errno)!r}, the text of that errno", lines)


def wrong_classes(exception: dict, errno: int) -> set[str]:
    """Return the classes that Python has for another errno; one of the learner's own is fine."""
    right = {kind.__name__ for kind in type(OSError(errno, "")).__mro__}
    return (set(exception.get("kinds", [])) & SYSTEM_ERRORS) - right
