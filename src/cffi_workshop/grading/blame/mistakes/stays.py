"""Where a build or an import waits; where that was started or made once, which stays."""

from __future__ import annotations

import re

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from ..files.case import Case, Source

__all__ = ["CALLED_AT_END", "is_of_a_build", "stays_at"]

BUILDS = re.compile(r"(?:Building|Importing \w{1,80}_build\.py)\b")
IMPORTS = re.compile(r"Importing (?!\w{1,80}_build\.py)\w{1,80}\.py\b")
AS_PROGRAM = re.compile(r"if __name__\b")
# What does not end: a loop, or else what waits.
WAITS = (
    re.compile(r"^[ \t]{0,80}while\b"),
    re.compile(
        r"\b(?:sleep|wait|join|acquire|input|pause|select|recv|read|communicate|run)\(|\bfor\b"
    ),
)
# A script puts paths together, reads headers and runs make as it is imported, which ends.
WAITS_AT_IMPORT = (
    WAITS[0],
    re.compile(r"^[ \t]{0,80}for\b|\b(?:sleep|wait|acquire|input|pause)\(|\.join\(\)"),
)
# What C is called by when its program ends: an attribute, a function that registers others, a flag
# of the linker's, a class of C++.
CALLED_AT_END = re.compile(
    r"destructor|atexit|on_exit|quick_exit|\b_?fini(?:_array)?\b|~[A-Za-z_]\w{0,80} ?\("
)
# By what is said: what starts or keeps such a thing.
STARTS = {
    "left a thread that goes on": re.compile(
        r"\b(?:Timer|Thread|\w{0,40}Executor|start_new_thread)\b ?\("
    ),
    "registered a function by atexit": re.compile(r"\batexit\b|\bregister\b"),
    "C that is called at the end of a program": CALLED_AT_END,
    "still there that the C has started": re.compile(
        r"\b(?:pthread_create|thrd_create|j?thread|async)\b ?[\w ]{0,60}[({]"
    ),
    "the same object as an earlier call": re.compile(
        r"^[ \t]{0,80}(?:@[\w.]{0,80}cache|global\b)"
        r"|(?:\bdef \w{1,80}\(.{0,200}|^\w{1,80}(?: ?:[^=]{1,80})?|^[ \t]{1,80}\w{1,80} ?:.{1,80})"
        r"= ?(?:\[|\{|(?:list|dict)\()"
    ),
}


def is_of_a_build(finding: Diagnosis) -> bool:
    """Say whether it is a build that did not end, of which nothing else can be tried."""
    return finding.cause == "timeout" and bool(BUILDS.match(finding.message))


def is_of_an_import(finding: Diagnosis) -> bool:
    return finding.cause == "timeout" and bool(IMPORTS.match(finding.message))


def stays_at(finding: Diagnosis, case: Case) -> Location | None:
    """Return where it is, which Python has told, or else the learner's own line that starts it."""
    starts = tuple(how for said, how in STARTS.items() if said in finding.message)
    is_import = is_of_an_import(finding)
    waits = WAITS_AT_IMPORT if is_import else WAITS if is_of_a_build(finding) else ()
    kinds = starts or waits
    if finding.location or not kinds:
        return finding.location if kinds else None
    sources = sorted(case.there, key=lambda source: source.name not in finding.message)
    named = [each for each in sources if each.name in finding.message]
    # Of a package, all but its Python is read and never run.
    runs = sources if starts else named or [each for each in sources if each.name.endswith(".py")]
    lines = [(each, line) for each in runs for line in each.own]
    if is_import and not starts:
        lines = [(each, line) for each in runs for line in own_lines_imported(each)]
    found = (
        Location(source.name, line)
        for kind in kinds
        for source, line in lines
        if kind.search(source.line(line))
    )
    return next(found, None)


def own_lines_imported(source: Source) -> list[int]:
    """Return the lines that an import runs by itself: those in no function, and for no program."""
    numbered = enumerate(source.lines, start=1)
    last = next((number for number, line in numbered if AS_PROGRAM.match(line)), len(source.lines))
    return [line for line in source.own if line <= last and source.function_at(line) is None]
