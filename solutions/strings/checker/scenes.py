"""How the checker uses the script as a program would, over the probe."""

import contextlib
from array import array
from collections import UserString
from gc import collect
from pathlib import PurePath

CDEF = """
    uint64_t probe_texts_out(uint64_t nonce);
    void probe_count_anew(void);
    uint64_t probe_misused(uint64_t nonce);
    uint64_t probe_printed(uint64_t nonce);
    uint64_t probe_asked(uint64_t nonce);
"""


def texts_out(stage, *names):
    """Greet each, whatever comes of it; count those of their texts that C has not got back."""
    _, lib = stage.c(CDEF)
    lib.probe_count_anew()
    greet(stage, names)
    collect()
    return lib.probe_texts_out(stage.nonce)


def misused(stage, *names):
    """Greet each; return C's counts of texts given back twice, or not its own."""
    _, lib = stage.c(CDEF)
    return stage.counted(lib.probe_misused, lambda: greet(stage, names))


def greet(stage, names):
    """Greet each, whatever comes of it."""
    for name in names:
        with contextlib.suppress(ValueError, MemoryError, TypeError):
            stage.script.greet(name)


def printed(stage, text):
    """Return C's counts of texts that it has printed, before myprint() and after it."""
    _, lib = stage.c(CDEF)
    return stage.counted(lib.probe_printed, lambda: stage.script.myprint(text))


def asked_in_vain(stage, function, texts):
    """Return C's counts of texts that it was given, before a function refused each and after."""
    _, lib = stage.c(CDEF)
    before = lib.probe_asked(stage.nonce)
    for text in texts:
        with contextlib.suppress(ValueError, TypeError):
            getattr(stage.script, function)(text)
    return [before, lib.probe_asked(stage.nonce)]


def untold(function, cases, refusal=TypeError):
    """Return the names of what a function does not refuse by an exception of that kind."""
    taken = {}
    for name, arguments in cases:
        try:
            function(*arguments)
        except refusal:
            continue
        except Exception as error:
            name += f" ({type(error).__name__})"
        taken[name] = None
    return ", ".join(taken) or "none"


class Name:
    """No str, and yet it can be encoded."""

    def encode(self, *_):
        return b"Ada"

    def __contains__(self, _):
        return False


class Text(str):
    """A str by inheritance, as a member of enum.StrEnum is."""


# No str either, and yet one can make a str, or bytes, of each.
OTHERS = {
    "a UserString": UserString("Ada"),
    "a memoryview": memoryview(b"Ada"),
    "an array of bytes": array("B", b"Ada"),
    "a Path": PurePath("Ada"),
}


def no_str(stage, function):
    """Hand over what looks like a str, and is none."""
    return getattr(stage.script, function)(Name())


def own_str(stage, function):
    """Hand over what is a str, and of another class."""
    return getattr(stage.script, function)(Text("Zoë"))


def other_text(stage, function):
    """Return which of those are not refused by a TypeError."""
    return untold(getattr(stage.script, function), [(name, [OTHERS[name]]) for name in OTHERS])


# Halves of characters, also two that would be one character in UTF-16; JSON would make one of them.
HALVES = {"the first half": "\ud83d", "the second half": "\ude00", "both halves": "\ud83d\ude00"}
HALVES["both halves, the second first"] = "\ude00\ud83d"


def half(stage, function):
    """Return which halves of a character are not refused by a ValueError."""
    cases = [(name, [f"Ada {HALVES[name]}"]) for name in HALVES]
    return untold(getattr(stage.script, function), cases, ValueError)


def long(stage, function, size):
    """Return how long what a function gives for a long text is."""
    return len(getattr(stage.script, function)("n" * size))


def still_held(stage, function):
    """Return how many of eight long texts are still in memory.

    They were given to a function that is done with them.
    """
    size = 20_000

    def call(number):
        letters = chr(ord("a") + number) * size if number > 0 else f"{number}: a short one"
        getattr(stage.script, function)(letters)

    return stage.kept(call, size, may_forget=True)
