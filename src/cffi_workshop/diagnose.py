"""From what a tool said to a cause, one sentence, and a line of the learner's."""

from __future__ import annotations

import re
import signal
from collections.abc import Sequence
from dataclasses import dataclass

from .sandbox import Ending
from .verdict import Location

__all__ = ["CheckFailed", "Finding", "clean", "of_build_output", "of_ending", "of_exception", "of_leaks"]

MAX_DETAIL = 4000


@dataclass(frozen=True)
class Finding:
    """What went wrong: one of verdict.CAUSES, a sentence, and where."""

    cause: str
    message: str
    location: Location | None = None
    detail: str = ""


class CheckFailed(Exception):
    """A check found a mistake."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


SCRATCH = re.compile(r"[^\s\"'(<]*/workshop-[\w-]+/(?:given|work)(?:/\d+)?(?:/[\w.-]+(?=/))?/?")


def clean(text: str) -> str:
    """Return tool output without scratch paths, its middle cut out where it is long."""
    text = SCRATCH.sub("", text).strip()
    if len(text) > MAX_DETAIL:
        half = MAX_DETAIL // 2
        text = f"{text[:half]}\n[...]\n{text[-half:]}"
    return text


# --- compilers, linkers, make and build scripts ---

DIAGNOSTIC = re.compile(
    r"^(?:[^\s:]*/)?(?P<file>[^\s:/]+):(?P<line>\d+):(?:\d+:)? (?P<kind>fatal error|error|warning): "
    r"(?P<text>.*?)(?: \[-W(?P<flag>[\w=+-]+)\])?$",
    re.MULTILINE,
)
HEADER_DIFFERS = re.compile(r"conflicting types for")
MADE_STATIC = re.compile(r"static declaration of \W*(\w+)\W* follows non-static")
DRIVER = re.compile(r"^(?:cc1|\S*gcc|\S*clang|\S*cc)\S*: (?:fatal )?error: (?P<text>.+)$", re.MULTILINE)
LINKER = re.compile(
    r"undefined reference to [`'\"](?P<symbol>\w+)['\"]|cannot find (?P<library>-l\S+)|"
    r"multiple definition of [`'\"](?P<twice>\w+)['\"]|undefined symbol: (?P<missing>\w+)"
)
MAKE = re.compile(
    r"^(?:make(?:\[\d+\])?|Makefile:(?P<line>\d+)|[^\s:]*make[^\s:]*): (?:\*\*\* )?(?P<text>.+)$", re.M
)


def first_diagnostic(output: str, kinds: tuple[str, ...]) -> re.Match | None:
    """Return the first line of a compiler that is of one of the kinds error, fatal error, warning."""
    return next((match for match in DIAGNOSTIC.finditer(output) if match["kind"] in kinds), None)


def of_warning(output: str, header: str = "") -> Finding | None:
    """Return the first warning of a compiler run that went well."""
    warning = first_diagnostic(output, ("warning",))
    if warning is None:
        return None
    flag = f" [-W{warning['flag']}]" if warning["flag"] else ""
    message = f"The compiler warns about {warning['file']}, line {warning['line']}: {warning['text']}{flag}"
    return Finding("compile-warning", message, _at(warning), clean(output))


def of_build_output(output: str, otherwise: Finding) -> Finding:
    """Return the first error that a build printed, or `otherwise` when it holds none that is known."""
    detail = clean(output)
    if error := first_diagnostic(output, ("error", "fatal error")):
        where = f"{error['file']}, line {error['line']}"
        if HEADER_DIFFERS.search(error["text"]):
            message = f"{where}, says something else than the header: {error['text']}."
            return Finding("signature-mismatch", message, _at(error), detail)
        if static := MADE_STATIC.search(error["text"]):
            message = f"{where}, makes {static[1]}() static, so the library does not export it."
            return Finding("missing-function", message, _at(error), detail)
        message = f"{where}, does not compile: {error['text']}."
        return Finding("compile-error", message, _at(error), detail)
    if driver := DRIVER.search(output):
        return Finding("compile-error", f"The compiler says: {driver['text'].rstrip('.')}.", None, detail)
    if linker := LINKER.search(output):
        return Finding("link-error", _link_message(linker), None, detail)
    return Finding(otherwise.cause, otherwise.message, otherwise.location, otherwise.detail or detail)


def _link_message(match: re.Match) -> str:
    if match["library"]:
        return f"The linker cannot find the library {match['library']}."
    if match["twice"]:
        return f"{match['twice']}() is defined twice: the same C was compiled into the library two times."
    name = match["symbol"] or match["missing"]
    return f"{name}() is used, but nothing that was linked defines it."


def make_sentence(output: str) -> str:
    """Return what make said last, without its own name."""
    lines = [match["text"] for match in MAKE.finditer(clean(output))]
    return lines[-1].rstrip(".") if lines else "it gave no reason"


def _at(match: re.Match) -> Location:
    return Location(match["file"], int(match["line"]))


# --- exceptions in the learner's Python ---


def of_exception(error: dict, doing: str, expected: str = "") -> Finding:
    """Return the finding for an exception; `doing` is "fibonacci(10)", `expected` ends the sentence."""
    kinds, text = error.get("kinds", []), str(error.get("message", ""))
    kind = str(error.get("type", "Exception"))
    lines = error.get("lines") or []
    location = Location(str(lines[-1]["file"]), int(lines[-1]["line"])) if lines else None
    said = f"{kind}: {clean(text)}" if text else kind
    for recognise in (_todo, _forbidden, _exhausted, _declaration, _loading, _exit):
        if finding := recognise(kinds, text):
            cause, message = finding
            return Finding(cause, message.format(doing=doing), location, said)
    first_line = said.splitlines()[0]
    return Finding("exception", f"{doing} raised {first_line}{expected}", location, said)


def _todo(kinds, text):
    if "NotImplementedError" in kinds and text.startswith("TODO"):
        return "todo-left", f"This step is still to be done: {_escape(text)}"
    return None


def _forbidden(kinds, text):
    if "Forbidden" in kinds:
        return "forbidden", f"{{doing}} {_escape(text)}, which no exercise needs and no check allows."
    return None


def _exhausted(kinds, text):
    if "MemoryError" in kinds:
        return "memory-limit", "{doing} asked for more memory than a check may use."
    return None


def _declaration(kinds, text):
    if "CDefError" in kinds or ("FFIError" in kinds and "declar" in text):
        first = clean(text).splitlines()[0] if text else ""
        hint = ""
        if "#include" in text or "cannot use" in text or "directive" in text:
            hint = " A cdef takes declarations only: no #include, no macros."
        return "cdef-error", f"cffi cannot read the cdef: {_escape(first)}.{hint}"
    return None


def _loading(kinds, text):
    if "OSError" in kinds and "cannot load library" in text:
        name = re.search(r"cannot load library '([^']*)'", text)
        library = clean(name[1]) if name else "the library"
        if "invalid ELF header" in text or "file too short" in text:
            return "library-not-found", f"{_escape(library)} is there, but it is no shared library."
        return (
            "library-not-found",
            f"The library {_escape(library)} was not found. A check starts Python in another folder, as "
            "anyone may: build the path from where the script lies, Path(__file__).parent.",
        )
    if match := re.search(
        r"function/symbol '(\w+)' not found|undefined symbol: (\w+)|has no function,? .*?'(\w+)'", text
    ):
        name = match[1] or match[2] or match[3]
        if "ImportError" in kinds:
            return (
                "import-error",
                f"The extension module was built, but {name}() is not in it: its C file is missing from "
                "set_source(); name it in sources=[...].",
            )
        return "symbol-not-found", f"{{doing}} asked the library for {name}(), which is not there."
    if "SyntaxError" in kinds:
        return (
            "import-error",
            f"{{doing}} failed, because the file is not valid Python: {_escape(clean(text))}.",
        )
    if "ImportError" in kinds:
        return "import-error", f"{{doing}} failed: {_escape(clean(text))}."
    return None


def _exit(kinds, text):
    if "SystemExit" in kinds or "KeyboardInterrupt" in kinds:
        return "early-exit", "{doing} ended the program instead of answering."
    return None


def _escape(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


# --- runs that ended before they answered ---

REASONS = {
    "timeout": ("timeout", "{doing} did not end in time and was stopped. Does a loop never finish?"),
    "memory": ("memory-limit", "{doing} used more than 1 GB of memory and was stopped."),
    "output": ("output-limit", "{doing} wrote more than a check reads and was stopped."),
    "processes": ("process-limit", "{doing} started processes that it left running, or too many of them."),
    "tampering": ("tampering", "{doing} interfered with the channel on which answers are given."),
    "stopped": ("timeout", "{doing} was stopped."),
}
SIGNALS = {
    signal.SIGSEGV: ("segfault", "{doing} touched memory that is not its own (segmentation fault)."),
    signal.SIGBUS: ("segfault", "{doing} touched memory that is not there (bus error)."),
    signal.SIGABRT: ("abort", "{doing} called abort()."),
    signal.SIGILL: ("abort", "{doing} ran into an illegal instruction."),
    signal.SIGTRAP: ("abort", "{doing} ran into a trap instruction."),
    signal.SIGFPE: ("undefined-behaviour", "{doing} divided an integer by zero."),
    signal.SIGXCPU: ("timeout", "{doing} used up its processor time and was stopped."),
    signal.SIGXFSZ: ("output-limit", "{doing} wrote a file larger than a check allows."),
    signal.SIGSYS: ("forbidden", "{doing} made a system call that no check allows."),
}


def of_ending(ending: Ending, doing: str, own: tuple[str, ...], binding: bool) -> Finding:
    """Return why a run ended before it answered.

    `own` are the learner's file names; `binding` says that the C was the solution's, so that the blame for
    bad memory is on the Python that handed it over.
    """
    detail = clean(ending.output)
    if ending.reason:
        cause, message = REASONS[ending.reason]
        return Finding(cause, message.format(doing=doing), None, detail)
    # Over the solution's C a line of C is not the learner's, though the file has the same name.
    location = _own_line(ending.output, [name for name in own if not binding or name.endswith(".py")])
    if report := of_sanitizer(ending.output, doing, binding):
        return Finding(*report, location, detail)
    if ending.status is not None and ending.status < 0:
        number = -ending.status
        cause, message = SIGNALS.get(number, ("early-exit", f"{{doing}} was ended by signal {number}."))
        return Finding(cause, message.format(doing=doing), location, detail)
    message = f"{doing} ended the process (exit status {ending.status}) instead of answering."
    return Finding("early-exit", message, location, detail)


# Kinds of report of AddressSanitizer, then of UndefinedBehaviorSanitizer, in the learner's words.
ADDRESS = (
    (r"stack-overflow", "segfault", "ran out of stack. Does a function call itself without end?"),
    (r"heap-use-after-free", "use-after-free", "used memory after it was freed."),
    (r"stack-use-after-(?:return|scope)", "dangling-pointer", "used a local variable that is gone."),
    (r"attempting double-free", "use-after-free", "freed the same memory twice."),
    (r"attempting free on address which was not malloc", "abort", "freed memory that malloc() never gave."),
    (r"\S*-overflow|\S*-underflow|container-overflow", "out-of-bounds", "{verb} memory outside of an array."),
    (r"(?:memcpy|str\w+)-param-overlap", "undefined-behaviour", "copied between overlapping arrays."),
    (
        r"allocation-size-too-big|requested allocation size|out of memory",
        "memory-limit",
        "asked for more memory than a check may use.",
    ),
    (r"calloc-overflow|negative-size-param", "out-of-bounds", "passed a negative or overflowing size."),
    (r"FPE", "undefined-behaviour", "divided an integer by zero."),
    (r"SEGV|BUS", "segfault", "touched memory that is not its own (segmentation fault)."),
    (r"ILL", "abort", "ran into an illegal instruction."),
)
UNDEFINED = (
    (r"null pointer", "segfault", "used a null pointer: {text}."),
    (r"index .* out of bounds", "out-of-bounds", "used an index outside of an array: {text}."),
    (r".", "undefined-behaviour", "has undefined behaviour: {text}."),
)


def of_sanitizer(output: str, doing: str, binding: bool) -> tuple[str, str] | None:
    """Reduce a sanitizer's report to its cause and one sentence."""
    if match := re.search(r"runtime error: (.+)", output):
        text = match[1].strip()
        for pattern, cause, sentence in UNDEFINED:
            if re.search(pattern, text):
                return cause, f"{doing} {sentence.format(text=text)}"
    match = re.search(r"ERROR: (?:Address|Leak)Sanitizer:? (.+)", output)
    if match is None:
        return None
    verb = "wrote to" if "WRITE of size" in output else "read"
    for pattern, cause, sentence in ADDRESS:
        if re.match(pattern, match[1]):
            if binding and cause == "use-after-free":
                return "dangling-pointer", (
                    f"{doing} gave C a pointer to memory that Python had freed already. Keep the owner alive "
                    "in a variable for as long as C uses the pointer."
                )
            return cause, f"{doing} {sentence.format(verb=verb)}"
    return "abort", f"{doing} was stopped by the sanitizer: {clean(match[1])}"


C_FRAME = re.compile(r"^\s*#\d+ .*?(?:^|[\s/])([\w.-]+\.(?:c|cpp|f90|h)):(\d+)", re.MULTILINE)
UBSAN_FRAME = re.compile(r"(?:^|/)([\w.-]+\.(?:c|cpp|f90|h)):(\d+):\d+: runtime error", re.MULTILINE)
PY_FRAME = re.compile(r'^\s*File "[^"]*?([\w.-]+\.py)", line (\d+)', re.MULTILINE)


def _own_line(output: str, own: Sequence[str]) -> Location | None:
    """Return the innermost line of a report that the learner wrote, C before Python."""
    for pattern in (UBSAN_FRAME, C_FRAME, PY_FRAME):
        for match in pattern.finditer(output):
            if match[1] in own:
                return Location(match[1], int(match[2]))
    return None


def of_leaks(report: str, own: tuple[str, ...]) -> Finding | None:
    """Return the first leak whose memory the learner's own C allocated; Python's and NumPy's are theirs."""
    for block in re.split(r"\n\s*\n", report):
        leak = re.search(r"(?:Direct|Indirect) leak of (\d+) byte", block)
        frames = C_FRAME.findall(block)
        # Frame 0 is the allocator itself, which comes from the sanitizer's own sources.
        nearest = next((frame for frame in frames if not frame[0].startswith(("asan_", "lsan_"))), None)
        if leak and nearest and nearest[0] in own:
            message = f"{leak[1]} bytes that were allocated here are never freed."
            return Finding("leak", message, Location(nearest[0], int(nearest[1])), clean(report))
    return None
