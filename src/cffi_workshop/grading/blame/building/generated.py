"""A file that cffi made is nobody's: the script that had it made has the line to mend."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from cffi_workshop.exercises.markers import source_text
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from ..files.case import Case, Source
from ..files.differences import numbered_lines
from .options import meant, options_of

__all__ = ["of_generated"]

EXCERPT = re.compile(r"^[ \t]*\d+ \|(.*)$", re.MULTILINE)
UNKNOWN = re.compile(
    r"(?:undefined type|incomplete type|unknown type name) ['\u2018\u201c](?:struct )?(\w{1,80})"
)
NOT_DECLARED = re.compile(
    r"['\u2018\u201c](\w{1,80})['\u2019\u201d] undeclared"
    r"|implicit declaration of function ['\u2018\u201c](\w{1,80})"
)
NO_FILE = re.compile(r"(\w[\w./-]{1,80}): No such file")
INCLUDED = "include_dirs"  # where a header that is there is looked for
NO_MEMBER = re.compile(r"has no member named ['\u2018\u201c](\w{1,80})")
PROPOSED = re.compile(r"; did you mean .{0,200}")  # which is not what is there
QUOTED = re.compile(r"['\u2018\u201c\"]([^'\u2019\u201d\"]{2,80})['\u2019\u201d\"]")


def of_generated(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding with the build script's line that a line of generated C was made of."""
    place = finding.location
    script = case.build_script
    if place is None or script is None or not made_by_cffi(place.file, case):
        return finding
    line = line_of(script, finding, case)
    where = f"{script.name}, line {line}," if line else f"{script.name}"
    shown = re.compile(rf"{re.escape(place.file)}, line \d+,")
    message = shown.sub(f"The C of {where}", finding.message, count=1)
    unknown = UNKNOWN.search(message)
    if unknown and laid_out(script, unknown[1]):
        message += (
            " No header says what is in it: declare the name alone, and no members, "
            f"as `struct {unknown[1]};`."
        )
    elif unknown:
        message += " No #include in the C of set_source() says what that type is."
    return replace(finding, message=message, location=Location(script.name, line) if line else None)


def made_by_cffi(file: str, case: Case) -> bool:
    known = {name.rsplit("/", 1)[-1] for name in case.exercise.handed_out}
    return file.endswith(".c") and file not in known


def laid_out(script: Source, name: str) -> int | None:
    """Return the learner's own line of the cdef that says what is in a struct."""
    lines = script.own_lines_with(f"struct {name}")
    return next((line for line in lines if "{" in script.lines[line - 1]), None)


def in_a_header(case: Case, name: str) -> bool:
    """Say whether a header of the exercise has a name."""
    headers = [each for each in case.exercise.locked if each.endswith(".h")]
    texts = (source_text(case.exercise, header) for header in headers)
    return any(re.search(rf"\b{re.escape(name)}\b", text) for text in texts)


def is_handed_out(case: Case, header: str) -> bool:
    return any(each.rpartition("/")[2] == header for each in case.exercise.locked)


def line_of(script: Source, finding: Diagnosis, case: Case) -> int | None:
    """Return the line with the text that the compiler shows, or with a name that it quotes."""
    lacking = NO_FILE.search(finding.message)
    if lacking and is_handed_out(case, lacking[1]) and (folders := script.lines_with(INCLUDED)):
        return next((line for line in folders if line in script.own), None)
    shown = [text.strip() for text in EXCERPT.findall(finding.detail)]
    for wanted in (text for text in shown if len(text) > 3):
        if numbers := script.lines_with(wanted):
            return numbers[0]
    if lacking and (lines := script.lines_with(lacking[1])):
        return lines[0]
    quoted = QUOTED.findall(PROPOSED.sub("", finding.message))
    said_so = NO_MEMBER.findall(finding.message) or quoted
    names = dict.fromkeys(word for text in said_so for word in re.findall(r"\w{3,}", text))
    if unknown := UNKNOWN.search(finding.message):
        return laid_out(script, unknown[1]) or at_c_of_set_source(script)
    undeclared = NOT_DECLARED.search(finding.message)
    # Where a header has it, the cdef is right, and has no #include.
    if undeclared and in_a_header(case, undeclared[1] or undeclared[2]):
        return at_c_of_set_source(script)
    return with_the_rarest(script, names)


def at_c_of_set_source(script: Source) -> int | None:
    """Return where the C of set_source() begins, which may be a text with a name."""
    for call in script.calls_of("set_source"):
        second = call.args[1] if len(call.args) > 1 else options_of(call, script).get("source")
        return getattr(meant(second, script), "lineno", call.lineno)
    return None


def with_the_rarest(script: Source, names: Iterable[str]) -> int | None:
    """Return the line with the name that the fewest lines have, one of the learner's own first."""
    code = numbered_lines(script.name, script.text)
    said = [[line for line, text in code if name in re.findall(r"\w+", text)] for name in names]
    found = sorted(filter(None, said), key=len)
    own = [number for numbers in found for number in numbers if number in script.own]
    return next(iter(own or [numbers[0] for numbers in found]), None)
