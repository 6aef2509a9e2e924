"""What comes over the wire from a run, held against a form with bounds before anybody looks at it.

A learner's process may say anything. What does not fit is no reply: the run is charged with
tampering, and nothing that it said goes further.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from cffi_workshop.worker.wire import MAX_LINE

from .forms import (
    MAX_NAME,
    MOST,
    Form,
    dict_of,
    either,
    list_of,
    nothing,
    one_of,
    record,
    seconds,
    text,
    truth,
    whole,
)

__all__ = ["MAX_LINE", "REASONS", "ExitReport", "NotAReply", "read_reply", "read_report"]

MAX_DEPTH = 40  # of lists and objects in one another
MAX_TEXT = 4_000_000  # characters: emitted C is the longest
MAX_MESSAGE = 4_000

# Why a run was ended, if not by itself; `broken` is ours.
REASONS = (
    "timeout", "overall", "memory", "output", "processes", "tampering", "stopped", "broken",
)  # fmt: skip


class NotAReply(ValueError):
    """What came is no reply to what was asked."""


@dataclass(frozen=True)
class ExitReport:
    """How a run ended.

    `status` is an exit status, or minus the signal, or None when it was killed for `reason`:
    timeout, overall (all that was tried together took too long), memory, output, processes,
    tampering (the replies or the monitor were interfered with), stopped (by the judge), broken (the
    run could not be made). `undisturbed` says that no learner's code ran within its reach,
    `starved` for how many seconds it waited for a processor that others had.
    """

    status: int | None
    reason: str | None
    output: str = ""
    files: dict[str, str] = field(default_factory=dict)
    undisturbed: bool = True
    starved: float = 0.0


OUTCOME, AFTER, RESULT = {"value", "after"}, {"after"}, {"result"}


def outcome(value: object) -> bool:
    """A value of the learner's, and up to a hundred arguments.

    wire.decode() looks at each; size and depth are bounded already. This is written out, and no
    record(), since most of what comes are outcomes.
    """
    return type(value) is dict and value.keys() == OUTCOME and arguments(value["after"])


def arguments(value: object) -> bool:
    return type(value) is list and len(value) <= 100


name, message, long_text = text(MAX_NAME), text(MAX_MESSAGE), text(MAX_TEXT)
small = whole(-(1 << 62), 1 << 62)


def file_name(value: object) -> bool:
    return name(value) and not {"/", "\0"} & set(value)  # type: ignore[call-overload]


def c_type(value: object) -> bool:
    """A type of C as worker/cdef_model.py tells it; how deep it goes is bounded by MAX_DEPTH."""
    if type(value) is not dict or not name(value.get("kind")) or not long_name(value.get("name")):
        return False
    return value.keys() == {"kind", "name"} | C_TYPES.get(value["kind"], {}).keys() and all(
        form(value[member]) for member, form in C_TYPES.get(value["kind"], {}).items()
    )


long_name = text(MAX_MESSAGE)
C_TYPES: dict[str, dict[str, Form]] = {
    "function pointer": {"result": c_type, "parameters": list_of(c_type), "variadic": truth},
    "pointer": {"to": c_type, "const": truth},
    "array": {"item": c_type, "length": either(nothing, small)},
    "record": {"tag": long_name},
    "enum": {"tag": long_name},
}
c_field = record(name=name, type=c_type, bits=small, offset=either(nothing, small))
declared = record(
    functions=dict_of(record(result=c_type, parameters=list_of(c_type), variadic=truth)),
    records=dict_of(
        either(nothing, record(fields=list_of(c_field), partial=truth, size=either(nothing, small)))
    ),
    variables=dict_of(c_type),
    constants=dict_of(either(nothing, small)),
    text=long_text,
)


def option(value: object) -> bool:
    if type(value) is list:
        return len(value) <= MOST and all(map(option, value))
    return value is None or type(value) in (bool, int) or message(value)


set_source = record(
    module=file_name,
    source=either(nothing, long_text),
    extension=message,
    options=dict_of(option),
    odd_options=list_of(name),
)
location = record(file=name, line=whole(0, 1 << 31))
module = {
    "declared": declared,
    "set_source": either(nothing, set_source),
    "c": either(nothing, long_text),
}
EXCEPTION: dict[str, Form] = {
    "type": name,
    "kinds": list_of(name, 100),
    "message": message,
    "lines": list_of(location, 100_000),
    "by_hand": truth,
    "errno": either(nothing, small),
    "strerror": either(nothing, message),
    "filename": either(nothing, message),
}
exception = record(**EXCEPTION)
unheard = list_of(record(**EXCEPTION, where=name), 3)
waiting = list_of(location, 3)


def either_way(value: object) -> bool:
    form = value if type(value) is dict else {}
    if form.keys() == RESULT:  # as most are
        return outcome(form["result"])
    has_raised = form.keys() - AFTER == {"exception"}
    return has_raised and exception(form["exception"]) and arguments(form.get("after", []))


# The result of each request that worker/handler.py knows.
RESULTS: dict[str, Form] = {
    "import": record(declared=list_of(declared)),
    "build": either(
        record(ffibuilder=lambda value: value is False),
        record(
            ffibuilder=lambda value: value is True,
            compiled_at_import=truth,
            by_hand=truth,
            others=list_of(record(**module), 8),
            **module,
        ),
    ),
    "open": nothing,
    "copy": nothing,
    "symbol": truth,
    "call": outcome,
    "calls": list_of(either_way),
    "play": outcome,
    "leaks": long_text,
    "end": nothing,
    "kept": long_text,
}
REPORT = record(
    status=either(nothing, whole(-255, 255)),
    reason=either(nothing, one_of(*REASONS)),
    output=long_text,
    files=dict_of(text(MAX_LINE * 2), key=file_name),
    starved=seconds,
)


def read_reply(line: bytes, ticket: str, do: str) -> dict:
    """Return the reply in a line: {"result": ...} or {"exception": ...}.

    Raise NotAReply otherwise.

    Where "unheard" is beside it, that is what was raised where nobody could catch it; "after" is
    what became of the arguments of a call that raised; "waiting" is where threads are for which a
    program would wait at its end, and "at_end" where functions are that it would call there.
    """
    form = _parsed(line)
    if type(form) is not dict or form.pop("id", None) != ticket:
        raise NotAReply("no reply to the request")
    if not unheard(form.get("unheard", [])) or not arguments(form.get("after", [])):
        raise NotAReply("no exceptions look like that")
    if not all(waiting(form.get(each, [])) for each in ("waiting", "at_end")):
        raise NotAReply("no threads look like that")
    if len(kinds := form.keys() - {"unheard", "waiting", "at_end", *AFTER}) != 1:
        raise NotAReply("no reply to the request")
    kind = min(kinds)
    content = form[kind]
    wanted = {"exception": exception, "result": RESULTS[do]}.get(kind)
    if wanted is None or not wanted(content):
        raise NotAReply(f"no {kind} of {do!r} looks like that")
    return form


def read_report(line: bytes) -> ExitReport:
    """Return the monitor's report, or one of tampering where there is none."""
    try:
        form = _parsed(line)
    except NotAReply:
        form = None
    return ExitReport(**form) if REPORT(form) else ExitReport(None, "tampering")  # type: ignore[arg-type]


def _parsed(line: bytes) -> object:
    try:
        form = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise NotAReply(f"no JSON: {error}") from None
    if _is_deep(form):
        raise NotAReply("nested too deep")
    return form


def _is_deep(form: Any) -> bool:
    """Say whether lists and objects lie deeper in one another than any reply's; no recursion."""
    level = [form]
    for _ in range(MAX_DEPTH):
        level = [
            item
            for outer in level
            if type(outer) in (list, dict)
            for item in (outer.values() if type(outer) is dict else outer)
        ]
        if not level:
            return False
    return True
