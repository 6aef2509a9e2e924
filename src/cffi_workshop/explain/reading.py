"""Take a pasted text apart: the exception that ended the program, then the lines before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cffi_workshop.explain.template import HOLES

__all__ = ["BEGINS", "HEAD", "MARKS", "is_warning", "messages"]

MARKS = r"^(?:E {2,})?[ \t>|]*"

# The first line of an exception; a C++ exception may have one of Python's inside.
EXCEPTION = (
    MARKS + r"(?:what\(\): +)?"
    r"(?:(?:[A-Za-z_][A-Za-z0-9_]*\.)*[A-Za-z_]*(?:Error|Exception|Missing|Interrupt|Exit)(?::|$)"
    r"|(?:ffi|_cffi_backend|FFI|struct)\.error: )"
)
# What Python and cffi print of an exception that nobody can catch; the exception follows.
IGNORED = (
    r"^[^\n]*?(?:Exception ignored |From (?:cffi )?callback |Failed to initialize the Python-CFFI )"
)
# The first line of what a compiler says; what it shows of the source below is set in.
COMPILER = (
    MARKS + r"(?:[^\s:][^\n:]*:[0-9]+(?::[0-9]+)?: (?:fatal error|error|warning|note|ERROR)"
    r"|[^\s:]+: (?:In function|In member function|At top level))"
)
# What the shell says of how a program ended.
ENDED = (
    r"(?:Segmentation fault|Bus error|Floating point exception|Illegal instruction|Aborted|Killed)"
    r"(?: \(core dumped\)| *: [0-9]+)?$"
)
# The first line of anything else that stands for itself.
HEAD = (
    COMPILER + r"|" + MARKS + r"(?:[^\n:]*Warning: |[Ee]rror: |ERROR: "
    r"|(?:[^\s:]*[/-])?(?:ld|gcc|cc|clang|make|cc1|mold|lld)(?:\.[a-z]+)?(?:\[[0-9]+\])?: "
    r"|Makefile:[0-9]+: "
    r"|" + ENDED + r")"
)
# In what is printed when the result of a callback does not fit; its exception belongs to that.
# Behind "terminate called": the text of a C++ exception.
WHAT = r"\n[ \t>|]*what\(\): +"
RESULT = r"[Tt]rying to convert the result"
INDENT = r"^[ \t>|]*"
# In what a compiler or Python warns of; what stops a build is told ahead of it. That the linker
# ignores a file is why it misses something.
WARNING = r"(?:: warning: (?!ignoring file )|Warning: )"
# One in cffi's own C says nothing to who compiles it.
HARMLESS = rf"{HOLES['cffi source']}:[0-9]+:[0-9]+: warning: "
# What only hands on that a command failed; why, the command itself has printed.
HANDS_ON = (
    r"(?:failed with exit (?:status|code)|returned non-zero exit status) -?[0-9]"
    r"|Failed building wheel for |Failed to build [^\s:]+$|Could not build wheels for "
)
IN_FUNCTION = r": (?:In function|In member function|At top level)"
BREAK = re.compile(
    MARKS + r"(?:Traceback \(most|During handling of the above|The above exception was)"
)
# A line that is no rest of the one before it.
ELSE = r"^(?:[ \t]{2}|\t| ?(?:File \"|<cdef |[\^~]|'{3}|\|+$|[^ @'\"\n]+@|[$#>]+ |PS ))"
BEGINS = "|".join((EXCEPTION, IGNORED, HEAD, BREAK.pattern, ELSE))
IS_EXCEPTION = re.compile(EXCEPTION)
IS_IGNORED = re.compile(IGNORED)
IS_COMPILER = re.compile(COMPILER)
IS_HEAD = re.compile(HEAD)
IS_ENDED = re.compile(ENDED)
IS_INDENT = re.compile(INDENT)
IS_IN_FUNCTION = re.compile(IN_FUNCTION)
IS_WARNING = re.compile(WARNING)
IS_HARMLESS = re.compile(HARMLESS)
IS_HANDED_ON = re.compile(HANDS_ON)
IS_RESULT = re.compile(RESULT)
IS_WHAT = re.compile(WHAT)


def messages(text: str) -> list[str]:
    """Return the messages in a plain text, the most telling first.

    That is the exception raised last, then those before it backwards, then everything else in its
    order: of what a compiler says, the first error is the cause. Behind these stands what only
    hands on that a command failed, and warnings are last. An exception that nobody can catch is
    told by itself too, behind the fact that it was printed.
    """
    raised: list[str] = []
    others: list[str] = []
    warned: list[str] = []
    for message in split(text):
        (raised if is_raised(message) else warned if is_warning(message) else others).append(
            message
        )
    warned = [one for one in warned if not IS_HARMLESS.search(one)]
    told = [one for message in reversed(raised) for one in with_inner(message)]
    told += [one for message in others for one in with_what(message)]
    return [*sorted(told, key=hands_on), *warned]


def hands_on(message: str) -> bool:
    """Say whether a message only tells that a command failed, so that the cause is in others."""
    return bool(IS_HANDED_ON.search(message.partition("\n")[0]))


def with_inner(message: str) -> list[str]:
    """Return the message, and the exception inside of it if it was only printed."""
    first, *rest = message.split("\n")
    if not IS_IGNORED.match(first) or IS_RESULT.search(message):
        return [message]
    start = next((place for place, line in enumerate(rest) if IS_EXCEPTION.match(line)), len(rest))
    return [message, "\n".join(rest[start:])] if start < len(rest) else [message]


def with_what(message: str) -> list[str]:
    """Return what a C++ exception says, which may be a cause, and the whole message."""
    found = IS_WHAT.search(message)
    return [message[found.end() :], message] if found else [message]


def is_warning(message: str) -> bool:
    return bool(IS_WARNING.search(message)) and ": error: " not in message


def is_raised(line: str) -> bool:
    return bool(IS_EXCEPTION.match(line) or IS_IGNORED.match(line))


def split(text: str) -> Iterator[str]:
    """Yield the messages in the order of the text, each from its first line to the next one's."""
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and begins(line, lines):
            yield "\n".join(lines)
            lines = []
        lines.append(line)
    yield "\n".join(lines)


def begins(line: str, before: list[str]) -> bool:
    """Say whether the line begins a message; what a compiler says stays with its "In function"."""
    if IS_IGNORED.match(before[0]) and not any(map(IS_EXCEPTION.match, before)):
        return bool(IS_ENDED.match(line))
    if is_raised(line) or BREAK.match(line):
        return True
    if IS_HEAD.match(line) or (IS_COMPILER.match(before[0]) and is_no_deeper(line, before[0])):
        return not IS_IN_FUNCTION.search(before[-1])
    return False


def is_no_deeper(line: str, head: str) -> bool:
    """Say whether a line stands no further to the right than the head of the message."""
    return bool(line.strip()) and indent(line) <= indent(head)


def indent(line: str) -> int:
    found = IS_INDENT.match(line)
    return len(found[0]) if found else 0
