"""What the sanitizers report: memory errors, undefined behaviour and leaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from cffi_workshop.grading.verdict import Location

from .diagnosis import SCRATCH, Diagnosis, clean
from .sentences import sentence_of

__all__ = ["of_kept", "of_leaks", "of_sanitizer", "own_line"]

# Kinds of report of AddressSanitizer, then of UndefinedBehaviorSanitizer, in the learner's words.
ADDRESS = (
    (r"stack-overflow", "segfault", "ran out of stack. Does a function call itself without end?"),
    (r"heap-use-after-free", "use-after-free", "used memory after it was freed."),
    (
        r"stack-use-after-(?:return|scope)",
        "dangling-pointer",
        "used a local variable that is gone.",
    ),
    (r"attempting double-free", "use-after-free", "freed the same memory twice."),
    (
        r"attempting free on address which was not malloc",
        "abort",
        "freed memory that malloc() never gave.",
    ),
    (r"[\w-]{0,40}-(?:over|under)flow", "out-of-bounds", "{verb} memory outside of an array."),
    # Of no size at all (building/zero_sizes.py): nothing else of a check's is poisoned by hand.
    (r"use-after-poison", "out-of-bounds", "{verb} memory outside of an array."),
    (
        r"(?:memcpy|str\w{1,20})-param-overlap",
        "undefined-behaviour",
        "copied between overlapping arrays.",
    ),
    (
        r"allocation-size-too-big|requested allocation size|out of memory",
        "memory-limit",
        "asked for more memory than a check may use.",
    ),
    (
        r"calloc-overflow|negative-size-param",
        "out-of-bounds",
        "passed a negative or overflowing size.",
    ),
    (r"FPE", "undefined-behaviour", "divided an integer by zero."),
    (
        r"SEGV|BUS",
        "segfault",
        "touched memory that is not its own, or can only be read (segmentation fault).",
    ),
    (r"ILL", "abort", "ran into an illegal instruction."),
)
UNDEFINED = (
    (r"null pointer", "segfault", "used a null pointer: {text}."),
    (r"index .{0,80} out of bounds", "out-of-bounds", "used an index outside of an array: {text}."),
    (r".", "undefined-behaviour", "has undefined behaviour: {text}."),
)


def of_sanitizer(output: str, doing: str, binding: bool) -> tuple[str, str] | None:
    """Reduce a sanitizer's report to its cause and one sentence."""
    if match := re.search(r"runtime error: (.+)", output):
        text = match[1].strip()
        for pattern, cause, sentence in UNDEFINED:
            if re.search(pattern, text):
                return cause, sentence_of(doing, sentence.format(text=text))
    match = re.search(r"ERROR: (?:Address|Leak)Sanitizer:? (.+)", output)
    if match is None:
        return None
    verb = "wrote to" if "WRITE of size" in output else "read"
    for pattern, cause, sentence in ADDRESS:
        if re.match(pattern, match[1]):
            if binding:
                cause, sentence = _of_binding(output, cause, sentence)
            return cause, sentence_of(doing, sentence.format(verb=verb))
    return "abort", sentence_of(doing, f"was stopped by the sanitizer: {clean(match[1])}.")


# A frame of C that was compiled for the check: its file has no folder, once the scratch folder is
# left out.
FREED_BY_C = re.compile(
    r"^freed by thread .*\n[ \t]*#0 .*\n[ \t]*#1 \S+ in (\w+) [\w.-]+\.(?:c|cpp|f90):", re.MULTILINE
)
# Of a stack that freed: what a frame is called, if that is known, and what it lies in.
FRAME = re.compile(r"^[ \t]*#[1-9]\d* 0x\w+ (?:in (\S{1,200}))? ?(.{0,400})$", re.MULTILINE)
CALLED = re.compile(r"ffi_call|_cffi_f_")
# The system's C has no file here, but in API mode cffi's function for it is in the report.
THROUGH_CFFI = re.compile(r" in _cffi_f_(\w+) ")


def _of_binding(output: str, cause: str, sentence: str) -> tuple[str, str]:
    """Return cause and sentence for good C that Python handed the wrong memory."""
    freed_by = FREED_BY_C.search(SCRATCH.sub("", output))
    if sentence.startswith("freed memory that"):
        return cause, "had C free memory that C never allocated: the memory belongs to Python."
    if cause != "use-after-free":
        return cause, sentence
    if "attempting double-free" in output:
        twice = freed_by or THROUGH_CFFI.search(output)
        return cause, f"called {twice[1]}() twice for the same memory." if twice else sentence
    if name := freed_by[1] if freed_by else freed_in_call(output):
        return cause, f"used memory that {name}() had freed already."
    return "dangling-pointer", (
        "gave C a pointer to memory that Python had freed already. Keep the owner alive in a "
        "variable for as long as C uses the pointer."
    )


def freed_in_call(output: str) -> str:
    """Return the function of C that freed the memory when it was called; "" where Python freed it.

    Of a library that was not built for the check, a report has the name at most, and often no frame
    below that.
    """
    freed = output.partition("\nfreed by thread")[2].partition("\npreviously allocated")[0]
    last = ""
    for name, place in FRAME.findall(freed):
        if CALLED.match(name):
            return last or name.removeprefix("_cffi_f_")
        if ".so" not in place or "python" in place:
            return ""
        last = name
    return last


C_FRAME = re.compile(r"^[ \t]*#\d+ .*?[ \t/]([\w.-]+\.(?:c|cpp|f90|h)):(\d+)", re.MULTILINE)
UBSAN_FRAME = re.compile(
    r"(?:^|/)([\w.-]+\.(?:c|cpp|f90|h)):(\d+):\d+: runtime error", re.MULTILINE
)
PY_FRAME = re.compile(r'^[ \t]*File "(?:[^"\n]*/)?([^"/\n]+\.py)", line (\d+)', re.MULTILINE)


def own_line(output: str, own: Sequence[str]) -> Location | None:
    """Return the innermost line of a report that the learner wrote, C before Python."""
    for pattern in (UBSAN_FRAME, C_FRAME, PY_FRAME):
        for match in pattern.finditer(output):
            if match[1] in own:
                return Location(match[1], int(match[2]))
    return None


# What worker/leaks.py adds where memory is held that can still be reached, or was not allocated by
# own code.
HELD = re.compile(r"^Held longer with each round of calls: (\d+) bytes", re.MULTILINE)


def of_leaks(report: str, own: tuple[str, ...]) -> Diagnosis | None:
    """Return the first leak of memory that the learner's C allocated, not Python or NumPy."""
    for block in re.split(r"\n\s*\n", report):
        leak = re.search(r"(?:Direct|Indirect) leak of (\d+) byte", block)
        frames = C_FRAME.findall(block)
        # Frame 0 is the allocator itself, which comes from the sanitizer's own sources.
        nearest = next(
            (frame for frame in frames if not frame[0].startswith(("asan_", "lsan_"))), None
        )
        if leak and nearest and nearest[0] in own:
            # The line to mend may be another: the `return` that goes past free().
            where = f"line {nearest[1]} of {nearest[0]}"
            message = f"{leak[1]} bytes that {where} allocates are never freed."
            return Diagnosis("leak", message, Location(nearest[0], int(nearest[1])), clean(report))
    if held := HELD.search(report):
        message = (
            f"Each round of the same calls takes {held[1]} bytes more, and nobody frees them. They "
            "are in a list that only grows, or the C library holds them."
        )
        return Diagnosis("leak", message, None, clean(report))
    return None


# What worker/kept.py says.
AT_WORK = re.compile(r"^Left at work: (\d+) threads$", re.MULTILINE)
KEPT = re.compile(r"^Kept in a variable: (\d+) bytes, (\w{1,200})$", re.MULTILINE)


def of_kept(report: str, line_with: Callable[[str], Location | None]) -> Diagnosis | None:
    """Return that the C left a thread, or that a variable has memory, at the line that asks."""
    if left := AT_WORK.search(report):
        number = "1 thread is" if left[1] == "1" else f"{left[1]} threads are"
        message = (
            f"When all calls were over, {number} still there that the C has started. A function "
            "that starts a thread waits for it before it returns."
        )
        return Diagnosis("process-limit", message, None, clean(report))
    if not (kept := KEPT.search(report)):
        return None
    size, name = kept.groups()
    message = (
        f"When all calls were over, the variable {name} still had {size} bytes that nobody frees. "
        "A function that needs room frees it before it returns."
    )
    asks = line_with(rf"\b{name}\b.{{0,120}}alloc\(|alloc\({name}\b")
    return Diagnosis("leak", message, asks or line_with(rf"\b{name}\b"), clean(report))
