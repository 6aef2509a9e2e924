"""What a library must not do: reach out, hide from the check, or keep a variable.

All of it is found in the source, and in what nm lists of the build.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cffi_workshop.grading.blame.mistakes.stays import CALLED_AT_END
from cffi_workshop.grading.building.toolchain import is_clang
from cffi_workshop.grading.check_run import CheckRun

from .part import fail

__all__ = [
    "as_written",
    "has_thread_local",
    "listing_of_kept",
    "may_run_at_end",
    "name_that_reaches_out",
    "require_no_reach",
    "variables_kept",
]

# What no library of an exercise calls: the interpreter, the dynamic linker, other processes and
# their memory.
REACHES_OUT = re.compile(
    r"\b_?((?:_?Py[A-Z_]|dlv?m?sym|dlm?open|dl_iterate|_r_debug|_dl_|ptrace|process_vm_|pidfd_)\w*"
    r"|(?:(?<=U )|(?<=U _))(?:kill|killpg|tkill|tgkill|getppid|prctl|prlimit(?:64)?|setpriority"
    r"|sigqueue)\b)",
    re.ASCII,
)
# The sanitizer by its names, code without its instruments, and code that no compiler looks into.
HIDES = re.compile(
    r"(\b__(?:[alut]san|sanitizer|ubsan|SANITIZE)_\w*|\b(?:no|disable)_sanitize\w*|\b(?:address|thread)_sanitizer\b"
    r"|\b(?:__)?asm(?:__)?\b|^[ \t]*#[ \t]*(?:line\b|\d)[^\n]*)",
    re.MULTILINE,
)
# A variable that is no constant, as nm lists it: one inside of a function has a number behind its
# name (gcc), or the function ahead of it (clang). Names that begin with two underscores, or with
# one and a capital, are the compiler's, but for C++'s own way with names.
KEPT = re.compile(
    r"^(\S*)(?: ([0-9a-f]+))? [bBdDC] (?!_?completed\b|__|_[A-Y])_?(?:\w+\.(?=[A-Za-z_]))?(\w+)",
    re.MULTILINE,
)
THREAD_LOCAL = re.compile(r"\b(?:_Thread_local|thread_local|__thread)\b")
# Each alternative takes what it begins with to its end, or to the end of the text: nothing is
# searched twice.
COMMENT_OR_TEXT = re.compile(
    r"/\*(?s:.*?)(?:\*/|\Z)|//[^\n]*|\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\.)*+'?"
)


def require_no_reach(run: CheckRun, language: str) -> None:
    """Fail when the C could answer for itself, or turns away from the sanitizer."""
    source, listing = run.source_in(language), run.plain_symbols(language)
    if reached := name_that_reaches_out(listing):
        message = f"{source} uses {reached}, which reaches into the program around the library."
        fail("tampering", message, None, listing)
    if hiding := text_that_hides(listing, run.submission.text(source)):
        message = (
            f"{source} has {hiding}, which hides code from the check; expected C that does the "
            "same with and without a check."
        )
        place = run.submission.line_of(source, re.escape(hiding))
        fail("tampering", message, place)


def name_that_reaches_out(listing: str) -> str:
    """Return the first name of those that nm lists that is none of the exercise's business."""
    found = REACHES_OUT.search(listing)
    return found[1] if found else ""


def text_that_hides(listing: str, text: str) -> str:
    """Return the first name of the listing, or text of the source, that hides from the check."""
    found = HIDES.search(listing) or HIDES.search(_code_alone(text))
    return found[1].strip() if found else ""


def variables_kept(listing: str) -> dict[str, tuple[int, int]]:
    """Return each variable that outlives a call: its address, and its bytes, if nm tells them."""
    return {
        as_written(name): (int(at or "0", 16), int(size or "0", 16))
        for at, size, name in KEPT.findall(listing)
    }


def listing_of_kept(run: CheckRun, language: str) -> str:
    """List what the learner's source keeps from call to call, as nm does.

    In a library constants may look like variables, and it lacks what one thread alone would not
    miss. So the source by itself tells; it is compiled only where it may hold any. Fortran has no
    object file without those of its modules.
    """
    listing, text = run.plain_symbols(language), run.submission.text(run.source_in(language))
    may_lack = is_clang(run.tools.compilers[language]) or "static" in text
    if language == "fortran" or not (may_lack or variables_kept(listing)):
        return listing
    return run.object_symbols(language).result().output


def may_run_at_end(run: CheckRun, names: Iterable[str]) -> bool:
    """Say whether C in these files of the learner's may be called when a program ends."""
    files = run.submission.files
    return any(CALLED_AT_END.search(run.submission.text(name)) for name in names if name in files)


def has_thread_local(text: str) -> bool:
    return bool(THREAD_LOCAL.search(text))


def _code_alone(text: str) -> str:
    """Return C with its comments and strings blanked, lines kept; a line that goes on is joined."""
    text = text.replace("\\\n", "")
    return COMMENT_OR_TEXT.sub(
        lambda found: "\n" * found[0].count("\n") if found[0][0] == "/" else '""', text
    )


def as_written(name: str) -> str:
    """Return the last part of a name that C++ made up, where each part has its length ahead."""
    if not name.startswith("Z"):
        return name
    part, at = name, 1
    while at < len(name):
        length = re.match(r"\d{1,9}", name[at : at + 9])
        if length:  # what the part holds, digits too, is no length
            at += len(length[0])
            part = name[at : at + int(length[0])]
            at += len(part)
        else:
            at += 1
    return part
