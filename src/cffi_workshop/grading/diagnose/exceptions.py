"""Exceptions that the learner's Python raised, or cffi in its name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from cffi_workshop.grading.verdict import Location, Observation

from .diagnosis import Diagnosis, clean
from .explained import cause_and_cure_of, cure_of, slug_of
from .sentences import PROGRAM, is_subject, sentence_of, tried

__all__ = ["of_exception", "of_raised"]

DOING = "{doing} "  # begins a sentence whose subject is what was tried

# How Python refuses what is C's, where no line of the learner's used it: it was given away. What
# is called there is meant to be a function: no check calls what it was given.
USED = re.compile(
    r"^cdata '(?![^'\n]{0,200}' is not callable)|^cdata of type '"
    r"|'_cffi_backend\._CDataBase' object"
)
OF_C = "It was given something that belongs to C. Convert it to a Python value."

# What Python says of a character that a page, a word processor or an editor put there.
OF_SYNTAX = {
    "invalid character": " It was pasted: type it anew, in a code editor.",
    "invalid non-printable character": " It looks like a space: delete it, and type one.",
    "inconsistent use of tabs": " Use spaces alone, four for each level.",
}

RELATIVE = re.compile(
    r"No such file or directory: '(?!/)[^'\n]{0,200}?([\w.-]{1,80}\.(?:h|c|cdef|cpp|txt))'"
)
BESIDE = (
    "Python looks for it in the folder where it was started, wherever the script lies. Build the "
    'path from the script: Path(__file__).resolve().with_name("{}").'
)

Kinds = Sequence[str]  # the names of an exception's class and of the classes it is made from
Recognised = tuple[str, str] | None  # a cause, and a sentence that may begin with DOING

NO_SYMBOL = re.compile(
    r"function/symbol '(\w+)' not found|undefined symbol: (\w+)"
    r"|has no function,? [^'\n]{0,100}'(\w+)'"
)


def of_exception(error: dict, doing: str, expected: str = "") -> Diagnosis:
    """Return the finding for an exception; `doing` is "fibonacci(10)", to give `expected`.

    One that nobody heard of says `where` it was.
    """
    kinds, text = error.get("kinds", []), str(error.get("message", ""))
    kind, lines = str(error.get("type", "Exception")), error.get("lines") or []
    said = f"{kind}: {clean(text)}" if text else kind
    for recognise in RECOGNISERS:
        if recognise is _exhausted and error.get("by_hand"):
            continue  # they say of something else that there is no memory for it
        if recognise is _exit and "where" in error:
            continue  # it was dropped there, and the program went on
        if finding := recognise(kinds, text):
            cause, message = finding
            if message.startswith(DOING):
                message = sentence_of(doing, message.removeprefix(DOING))
            return Diagnosis(cause, message, _innermost(lines), said)
    first_line = said.splitlines()[0]
    cause, advice = "exception", ""
    if not lines and USED.search(text):
        cause, advice = "cdata-leaked", OF_C
    elif relative := RELATIVE.search(text):
        advice = BESIDE.format(relative[1])
    if not expected:
        message = f"{sentence_of(doing, f'raised {first_line}.')} {advice}".strip()
        return Diagnosis(cause, message, _innermost(lines), said)
    return of_raised(cause, Observation(doing, "raised", first_line, expected, advice), lines, said)


def of_raised(cause: str, observed: Observation, lines: list[dict], detail: str = "") -> Diagnosis:
    """Return the finding for what was raised in place of what was expected."""
    if not is_subject(observed.call):
        observed = replace(
            observed, call=PROGRAM, advice=f"{observed.advice} {tried(observed.call)}".strip()
        )
    return Diagnosis.of(cause, observed, _innermost(lines), detail)


def _innermost(lines: list[dict]) -> Location | None:
    return Location(str(lines[-1]["file"]), int(lines[-1]["line"])) if lines else None


def _todo(kinds: Kinds, text: str) -> Recognised:
    if "NotImplementedError" in kinds and text.startswith("TODO"):
        return "todo-left", f"This step is still to be done: {text}"
    return None


def _forbidden(kinds: Kinds, text: str) -> Recognised:
    if "Forbidden" in kinds:
        return ("forbidden", f"{DOING}{text}, which no exercise needs and no check allows.")
    return None


def _exhausted(kinds: Kinds, text: str) -> Recognised:
    if "MemoryError" in kinds:
        return "memory-limit", f"{DOING}asked for more memory than a check may use."
    return None


def _no_thread(kinds: Kinds, text: str) -> Recognised:
    if "RuntimeError" in kinds and text == "can't start new thread":
        return "process-limit", f"{DOING}asked for more threads than a check allows."
    return None


def _declaration(kinds: Kinds, text: str) -> Recognised:
    if "CDefError" in kinds or ("FFIError" in kinds and "declar" in text):
        first = clean(text).splitlines()[0] if text else ""
        return ("cdef-error", f"cffi cannot read the cdef: {first}.{cause_and_cure_of(text)}")
    return None


def _no_short_name(kinds: Kinds, text: str) -> Recognised:
    """Recognise dlopen("libm"): ctypes looks short names up, and has two ways to say no."""
    # The second comes from a note of the linker's, which names the static library; ctypes opens
    # that.
    match = re.search(
        r"^ctypes.*locate a library called '([^']*)'|"
        r"No such file[^:\n]{0,100}: b'lib([^'\n]{0,200})\.a'",
        text,
    )
    if "OSError" not in kinds or match is None:
        return None
    name = match[2] if match[1] is None else match[1]
    instead = name.removeprefix("lib").partition(".")[0]
    meant = f' The short name of {name} is "{instead}".' if instead != name else ""
    return ("library-not-found", f"No library has the short name {name!r}.{meant}")


def _struct_differs(kinds: Kinds, text: str) -> Recognised:
    if "VerificationMissing" in kinds:
        return (
            "cdef-mismatch",
            f"The cdef leaves part of {text} to the compiler with `...`, and in ABI mode there is "
            "none. Write it whole and in order, as the header has it.",
        )
    if "cdef says" in text and "C compiler says" in text:
        return "cdef-mismatch", f"The cdef has another layout than C: {clean(text)}."
    return None


# What the catalogue calls a library that is not where it is looked for, or nothing.
NOT_FOUND = (
    "", "library-name-without-path", "library-path-wrong", "short-name-out-of-line",
    "system-library-missing",
)  # fmt: skip


def _no_library(kinds: Kinds, text: str) -> Recognised:
    if "OSError" not in kinds or "cannot load library" not in text:
        return None
    name = re.search(r"cannot load library '([^']*)'", text)
    library = clean(name[1]) if name else "the library"
    if slug_of(text) not in NOT_FOUND:
        return "library-not-found", f"{library} cannot be loaded.{cause_and_cure_of(text)}"
    return (
        "library-not-found",
        f"The library {library} was not found. A script has to find its library wherever "
        f"Python was started.{cure_of(text)}",
    )


def _no_symbol(kinds: Kinds, text: str) -> Recognised:
    match = NO_SYMBOL.search(text)
    if match is None:
        return None
    name = c_name(match[1] or match[2] or match[3])
    if "ImportError" in kinds:
        return (
            "import-error",
            f"The extension module was built, but {name}() is not in "
            f"it.{cure_of(f'ImportError: {text}')}",
        )
    return (
        "symbol-not-found",
        f"{DOING}asked the library for {name}(), which is not there.{cause_and_cure_of(text)}",
    )


def c_name(symbol: str) -> str:
    """Return the name that stands in the source, of one that a C++ compiler made up for it."""
    made_up = re.match(r"_Z(\d{1,3})(\w+)", symbol)
    return made_up[2][: int(made_up[1])] if made_up else symbol


def _no_extern(kinds: Kinds, text: str) -> Recognised:
    match = re.search(
        r"def_extern\('(\w+)'\): no 'extern \"Python\"' function with this name", text
    )
    if match is None:
        return None
    return (
        "cdef-mismatch",
        f"@ffi.def_extern() is to attach {match[1]}(), but the cdef declares no "
        'extern "Python" function of that name.',
    )


def _no_import(kinds: Kinds, text: str) -> Recognised:
    said = clean(text)
    if "SyntaxError" in kinds:
        mend = next((cure for words, cure in OF_SYNTAX.items() if words in said), "")
        said += "" if said.endswith("?") else "."  # Did you mean print(...)?
        return "import-error", f"{DOING}failed, because the file is not valid Python: {said}{mend}"
    if "ImportError" in kinds:
        return "import-error", f"{DOING}failed: {said}."
    return None


def _exit(kinds: Kinds, text: str) -> Recognised:
    for kind in ("SystemExit", "KeyboardInterrupt"):
        if kind in kinds:
            said = f"raised {kind}, which ends a program, instead of answering."
            return "early-exit", f"{DOING}{said}"
    return None


# The first that recognises an exception names its cause.
RECOGNISERS = (
    _todo,
    _forbidden,
    _exhausted,
    _no_thread,
    _declaration,
    _struct_differs,
    _no_short_name,
    _no_library,
    _no_symbol,
    _no_extern,
    _no_import,
    _exit,
)
