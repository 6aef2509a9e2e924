"""What compilers, linkers and make say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cffi_workshop.grading.verdict import Location

from .diagnosis import Diagnosis, clean

__all__ = [
    "limit_told",
    "make_line",
    "make_sentence",
    "of_build_output",
    "of_guess",
    "of_root",
    "of_warning",
]

DIAGNOSTIC = re.compile(
    r"^(?:[^\s:]*/)?(?P<file>[^\s:/]+):(?P<line>\d+):(?:\d+:)? "
    r"(?P<kind>fatal error|error|warning): "
    r"(?P<text>.*?)(?: \[-W(?P<flag>[\w=+-]+)\])?$",
    re.MULTILINE | re.IGNORECASE,  # gfortran writes Error
)
# What C says of another signature, and what C++ does inside of extern "C".
HEADER_DIFFERS = re.compile(
    r"conflicting (?:types for|declaration of)|ambiguating new declaration of"
)
MADE_STATIC = re.compile(r"static declaration of \W*(\w+)\W* follows non-static")
# Of a linker that failed, the linker said why, ahead of clang.
DRIVER = re.compile(
    r"^(?P<program>\S+): (?:fatal )?error: (?P<text>(?!linker command failed).+)$", re.MULTILINE
)
COMPILERS = ("cc", "clang", "g++", "c++", "gfortran")
# Of what is defined twice, a learner knows their own functions alone, and none of the check's.
LINKER = re.compile(
    r"undefined reference to [`'\"](?P<symbol>\w+)['\"]|"
    r"cannot find (?P<library>-l[^\s:]+|[\w./-]+(?=: No such))|"
    r"multiple definition of [`'\"](?!probe_|drawn_|true_)(?P<twice>\w+)['\"]|"
    r"undefined symbol: (?P<missing>\w+)"
)
OF_ADDRESS = "pointer from integer|integer to pointer"
ASTRAY = ("segfault", "out-of-bounds", "undefined-behaviour")
# The kernel ends a part of the compiler at a limit, and the rest ends as for any error.
LIMITS = {
    "timeout": re.compile(r"CPU time limit exceeded"),
    "memory": re.compile(r"out of memory allocating \d|(?:virtual )?memory exhausted"),
    "output": re.compile(r"File too large|File size limit exceeded"),
}
MAKE = re.compile(
    r"^(?P<program>[^\s:]+)(?::(?P<line>\d+))?: (?:\*\*\* )?(?P<text>.+)$", re.MULTILINE
)


def first_diagnostic(output: str, kinds: tuple[str, ...]) -> re.Match | None:
    """Return the first line of a compiler of the kinds error, fatal error, warning."""
    return next(
        (match for match in DIAGNOSTIC.finditer(output) if match["kind"].lower() in kinds), None
    )


def of_warning(output: str) -> Diagnosis | None:
    """Return the first warning of a compiler run that went well."""
    warning = first_diagnostic(output, ("warning",))
    if warning is None:
        return None
    flag = f" [-W{warning['flag']}]" if warning["flag"] else ""
    message = (
        f"The compiler warns about {warning['file']}, line {warning['line']}: "
        f"{warning['text']}{flag}"
    )
    return Diagnosis("compile-warning", message, _at(warning), clean(output))


def of_root(cause: str, output: str) -> Diagnosis | None:
    """Return the warning that tells why C ended with a cause, or None.

    Whatever a function gives that returns nothing is by chance. Where a number is taken for an
    address, for want of an `&` or by a `*` too many, what lies there is nobody's.
    """
    if cause == "wrong-value":
        return _of_flag(output, "return-type")
    return _of_flag(output, "int-conversion", OF_ADDRESS) if cause in ASTRAY else None


def of_guess(output: str) -> Diagnosis | None:
    """Return the warning about a function that no header declared, or None.

    The compiler guesses that such a function returns an int: of an address, half is lost.
    """
    return _of_flag(output, "implicit-function-declaration")


def _of_flag(output: str, flag: str, words: str = "") -> Diagnosis | None:
    found = (match for match in DIAGNOSTIC.finditer(output) if match["flag"] == flag)
    return next((of_warning(match[0]) for match in found if re.search(words, match["text"])), None)


def of_build_output(output: str, otherwise: Diagnosis) -> Diagnosis:
    """Return the first error that a build printed, or `otherwise` if none is known."""
    detail = clean(output)
    if error := first_diagnostic(output, ("error", "fatal error")):
        return _of_error(error, detail)
    if driver := _said_by(DRIVER, COMPILERS, output):
        return Diagnosis(
            "compile-error", f"The compiler says: {sentence(driver['text'])}", None, detail
        )
    if linker := LINKER.search(output):
        return Diagnosis("link-error", _link_message(linker), None, detail)
    return Diagnosis(
        otherwise.cause, otherwise.message, otherwise.location, otherwise.detail or detail
    )


def limit_told(output: str) -> str | None:
    """Return the reason for an end (sandbox/replies.py) that a tool gives in its own words."""
    return next((reason for reason, says in LIMITS.items() if says.search(output)), None)


def _of_error(error: re.Match, detail: str) -> Diagnosis:
    where = f"{error['file']}, line {error['line']}"
    if HEADER_DIFFERS.search(error["text"]):
        message = f"{where}, says something else than the header: {sentence(error['text'])}"
        return Diagnosis("signature-mismatch", message, _at(error), detail)
    if static := MADE_STATIC.search(error["text"]):
        message = f"{where}, makes {static[1]}() static, so the library does not export it."
        return Diagnosis("missing-function", message, _at(error), detail)
    message = f"{where}, does not compile: {sentence(error['text'])}"
    return Diagnosis("compile-error", message, _at(error), detail)


def sentence(text: str) -> str:
    """Return what a tool said, with one full stop or question mark at its end; no path of ours."""
    text = clean(text).rstrip(". ")
    return text if text.endswith(("?", "!")) else f"{text}."


def _link_message(match: re.Match) -> str:
    if match["library"]:
        what = "library" if match["library"].startswith("-l") else "file"
        return f"The linker cannot find the {what} {clean(match['library'])}."
    if match["twice"]:
        return (
            f"{match['twice']}() is defined twice: the same C was compiled into the library two "
            "times."
        )
    name = match["symbol"] or match["missing"]
    return f"{name}() is used, but nothing that was linked defines it."


def make_sentence(output: str) -> str:
    """Return what make said last, without its own name."""
    lines = list(_all_said_by(MAKE, ("make",), clean(output)))
    if not lines:
        return "it gave no reason"
    line = f"line {lines[-1]['line']}: " if lines[-1]["line"] else ""
    text = lines[-1]["text"].removesuffix("Stop.").strip().rstrip(".")
    # [Makefile:13: libfibonacci.so] Error 1
    return line + re.sub(
        r"^\[Makefile:(\d+): [^\]\n]{1,200}\] ", r"the command in line \1 ended with ", text
    )


def make_line(output: str) -> Location | None:
    """Return the line of the Makefile that make stopped at."""
    found = re.search(r"\bMakefile:(\d+):", output)
    return Location("Makefile", int(found[1])) if found else None


def _said_by(pattern: re.Pattern, programs: tuple[str, ...], output: str) -> re.Match | None:
    return next(_all_said_by(pattern, programs, output), None)


def _all_said_by(pattern: re.Pattern, programs: tuple[str, ...], output: str) -> Iterator[re.Match]:
    """Yield the lines of a program whose name holds one of these words."""
    for match in pattern.finditer(output):
        if any(name in match["program"].lower() for name in programs):
            yield match


def _at(match: re.Match) -> Location:
    return Location(match["file"], int(match["line"]))
