"""Runs that ended before they answered: by a limit, signal, sanitizer or of their own accord."""

from __future__ import annotations

import re
import signal

from cffi_workshop.grading.verdict import Location
from cffi_workshop.sandbox import ExitReport
from cffi_workshop.sandbox.limits import CALL_MEMORY, CHECK_SECONDS, COMMAND_MEMORY, MB

from .diagnosis import Diagnosis, clean
from .sanitizers import of_sanitizer, own_line
from .sentences import sentence_of

__all__ = ["of_c_at_end", "of_ending", "of_waiting"]

REASONS = {
    "timeout": ("timeout", "did not end in time and was stopped. Does a loop never finish?"),
    "overall": (
        "timeout",
        f"was stopped: all that was tried together took longer than {CHECK_SECONDS:.0f} seconds. "
        "Does something wait, or work, for too long each time?",
    ),
    "memory": (
        "memory-limit",
        "used more memory than a check allows, and was stopped. A build may use "
        f"{COMMAND_MEMORY // MB} MB, and all else {CALL_MEMORY // MB} MB.",
    ),
    "output": ("output-limit", "wrote more than a check reads and was stopped."),
    "processes": ("process-limit", "started processes that it left running, or too many of them."),
    "tampering": ("tampering", "interfered with the channel on which answers are given."),
    "stopped": ("timeout", "was stopped."),
}
SIGNALS: dict[int, tuple[str, str]] = {
    signal.SIGSEGV: (
        "segfault",
        "touched memory that is not its own, or can only be read (segmentation fault).",
    ),
    signal.SIGBUS: ("segfault", "touched memory that is not there (bus error)."),
    signal.SIGABRT: ("abort", "called abort()."),
    signal.SIGILL: ("abort", "ran into an illegal instruction."),
    signal.SIGTRAP: ("abort", "ran into a trap instruction."),
    signal.SIGFPE: ("undefined-behaviour", "divided an integer by zero."),
    signal.SIGXCPU: ("timeout", "used up its processor time and was stopped."),
    signal.SIGXFSZ: ("output-limit", "wrote a file larger than a check allows."),
    signal.SIGSYS: ("forbidden", "made a system call that no check allows."),
}
# What malloc() of glibc says before it calls abort(), where no sanitizer was there.
BROKEN_HEAP = {
    re.compile(r"double free or corruption \((?:fasttop|!prev|top)\)|double free detected"): (
        "use-after-free",
        "freed the same memory twice, which malloc() noticed.",
    ),
    re.compile(
        r"double free or corruption \(out\)|corrupted (?:size vs\. prev_size|double-linked list)|"
        r"(?:malloc|calloc|realloc)\(\): (?:corrupted|mismatching|unaligned|unsorted|memory corr)|"
        r"(?:malloc|realloc|free)\(\): (?:invalid (?:next )?size|corrupted)"
    ): (
        "out-of-bounds",
        "wrote to memory outside of an array: what malloc() keeps next to its blocks was "
        "overwritten, which it noticed later.",
    ),
}
HANDLE_GONE = (
    "used a handle that is gone, which C had passed on. Keep what ffi.new_handle() returned in a "
    "variable for as long as C has its address."
)

STAYS = (
    "left a thread that goes on. Python waits for it at the end, so a program with this script "
    "does not end when its work is done. Have the thread end, or start it with daemon=True."
)
NEVER_RETURNS = (
    "registered a function by atexit that does not return. Python calls it at the end, so a "
    "program with this script does not end when its work is done. Have the function return."
)

ENDLESS_IN_C = (
    "never ended: C that is called at the end of a program does not return. So a program with it "
    "does not end when its work is done. Have that function return."
)

THROWN = re.compile(
    r"terminate called after throwing an instance of '([^'\n]{1,200})'"
    r"(?:\s{1,9}what\(\):[ ]{1,9}([^\n]*))?"
)


def _of_thrown(thrown: re.Match) -> str:
    """Say what C++ threw, where no caller can catch it."""
    said = f" ({thrown[2].strip()})" if thrown[2] else ""
    return (
        f"threw a C++ exception, {thrown[1]}{said}, and nobody caught it: neither C nor Python "
        "can. Catch it inside of the function, and return a value that tells the caller."
    )


def _of_broken_heap(output: str) -> tuple[str, str] | None:
    return next((told for words, told in BROKEN_HEAP.items() if words.search(output)), None)


def of_waiting(doing: str, places: list[dict], is_thread: bool) -> Diagnosis:
    """Return that a thread, or a function of atexit, stays at one of these places, if known."""
    location = Location(places[0]["file"], places[0]["line"]) if places else None
    return Diagnosis("timeout", sentence_of(doing, STAYS if is_thread else NEVER_RETURNS), location)


def of_c_at_end(doing: str) -> Diagnosis:
    """Return that a function of the C, called at the end of a program, does not return."""
    return Diagnosis("timeout", sentence_of(doing, ENDLESS_IN_C), None)


def of_ending(ending: ExitReport, doing: str, own: tuple[str, ...], binding: bool) -> Diagnosis:
    """Return why a run ended before it answered.

    `own` are the learner's file names; `binding` says that the C was the solution's, so that the
    blame for bad memory is on the Python that handed it over.
    """
    detail = clean(ending.output)
    if ending.reason:
        cause, message = REASONS[ending.reason]
        return Diagnosis(cause, sentence_of(doing, message), None, detail)
    # Over the solution's C a line of C is not the learner's, though the file has the same name.
    location = own_line(
        ending.output, [name for name in own if not binding or name.endswith(".py")]
    )
    thrown = THROWN.search(ending.output)
    if thrown is None and (report := of_sanitizer(ending.output, doing, binding)):
        return Diagnosis(*report, location, detail)
    if "from_handle() detected that the address passed points to garbage" in ending.output:
        return Diagnosis("dangling-pointer", sentence_of(doing, HANDLE_GONE), location, detail)
    if thrown:
        return Diagnosis("abort", sentence_of(doing, _of_thrown(thrown)), location, detail)
    if ending.status == -signal.SIGABRT and (broken := _of_broken_heap(ending.output)):
        cause, message = broken
        return Diagnosis(cause, sentence_of(doing, message), location, detail)
    if ending.status is not None and ending.status < 0:
        number = -ending.status
        ended = ("early-exit", f"was ended by signal {number}.")
        cause, message = SIGNALS.get(number, ended)
        return Diagnosis(cause, sentence_of(doing, message), location, detail)
    message = f"ended the process (exit status {ending.status}) instead of answering."
    return Diagnosis("early-exit", sentence_of(doing, message), location, detail)
