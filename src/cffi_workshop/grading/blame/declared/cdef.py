"""Where in a cdef the mistake is: the word that cffi stopped at, the member that differs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from cffi_workshop.exercises.languages import LANGUAGES
from cffi_workshop.exercises.markers import source_text
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from ..files.case import Case, Source
from .packing import packed_at
from .parameters import parameter_at
from .unreadable import stopped

__all__ = ["beside", "declared_at", "line_of", "of_cdef"]

DIFFERS = ("cdef-mismatch", "symbol-not-found")
MEMBER = re.compile(
    r"\.(\w{1,80}) (?:is|lies|has)\b|for field '(\w{1,80})'|has no field '(\w{1,80})'"
)
SPEAKS_OF_A_CDEF = re.compile(r"\bin the cdef\b|for field '|has no field '")
LONGEST_DECLARATION = 12  # lines
NEAR = 4  # lines of a cdef
PACKS = re.compile(r"\bpack(?:ed)? ?=")
TYPEDEF = re.compile(r"\btypedef\b[^;]{1,200}\b(\w{1,80})[ \t]{0,9};")
PYTHON = re.compile(r"[ \t]{0,80}(?:def|return|class)\b")
VALUE = re.compile(r"^(\w{1,80}) (?:is -?\d+|has no value) in the cdef")
GLOBAL = re.compile(r"\bglobal (\w{1,80}) is ")
LACKING = re.compile(r"does not declare (\w{1,80})(?:\(\))?, which (\S{1,80}) has\.")
# A function, a global or a member; a macro; an enumerator, by itself in its line.
DECLARED = re.compile(
    r"(\w{1,80})\)?[ \t]{0,9}[(;\[]|#define (\w{1,80}) |^[ \t]{1,80}(\w{1,80})[ \t]{0,9}[=,\n]",
    re.MULTILINE,
)
# A declaration, though its semicolon may come from elsewhere.
SAYS_C = re.compile(r";|#define|^[\s\w*]{3,200}\w ?\([^()\"']{0,400}\)\s*$")
SAID_TYPE = re.compile(r" is (\w[\w *]{0,80}) in the cdef, but ")
COUNTED = re.compile(r"gives (\w{1,80})\(\) \d+ parameters?, but (\S{1,80}) gives it")
RECORD = re.compile(
    r"\b(?:[Ss]truct|[Uu]nion) (\w{1,80}) has \d+ bytes?|struct (\w{1,80}) to the compiler"
    r"|: struct (\w{1,80}): wrong"
)


def of_cdef(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding with word, line and column of what cffi cannot read."""
    if finding.cause != "cdef-error":
        return finding
    return next(filter(None, (stopped(finding, source) for source in scripts(case))), finding)


def declared_at(finding: Diagnosis, case: Case) -> Location | None:
    """Return the line of the cdef that a finding speaks of, or where a name is lacking."""
    if finding.cause not in DIFFERS and not SPEAKS_OF_A_CDEF.search(finding.message):
        return None
    if packed := packed_at(finding, case, [*scripts(case)]):
        return packed
    places = (
        by_name(source, line_of(source, finding.message), finding.message, case)
        or line_ahead(source, finding.message, case)
        for source in scripts(case)
    )
    return next(filter(None, places), None)


def beside(source: Source, declared: Location) -> Location:
    """Return the learner's own line that is nearest to a line of the cdef, or that line itself.

    Where none is near, what changes the meaning of the line is: a typedef, or `packed`.
    """
    if PACKS.search(source.line(declared.line)):  # right by itself, and wrong for these structs
        return declared
    near = [line for line in source.own if abs(line - declared.line) <= NEAR]
    far = () if near else (typedefs_of(source, declared.line), in_call(source, declared.line))
    lines = near or next(filter(None, far), [declared.line])
    return Location(declared.file, min(lines, key=lambda line: abs(line - declared.line)))


def typedefs_of(source: Source, line: int, kind: str = "") -> list[int]:
    """Return the learner's own typedefs of the names in a line, of those that stand for a kind."""
    words = set(re.findall(r"\w+", source.line(line)))
    said = [(own, TYPEDEF.search(source.line(own))) for own in source.own]
    return [own for own, typedef in said if typedef and typedef[1] in words and kind in typedef[0]]


def in_call(source: Source, line: int) -> list[int]:
    """Return the learner's own lines of the call of cdef() that a line is in."""
    calls = [
        range(call.lineno, (call.end_lineno or call.lineno) + 1) for call in source.calls_of("cdef")
    ]
    return [own for own in source.own if any(line in call and own in call for call in calls)]


def scripts(case: Case) -> Iterator[Source]:
    """Yield the sources that have a cdef in them."""
    return (source for source in case.there if ".cdef(" in source.text)


def line_of(source: Source, message: str) -> Location | None:
    """Return the line of the cdef that a sentence speaks of: a member, a struct, or a function."""
    lines = said_lines(source)
    order = order_of(source, lines)
    for pattern in patterns_of(message):
        found = [at for at in order if re.search(pattern, lines[at])]
        own = [at for each in found for at in declaration(lines, each) if at + 1 in source.own]
        if found:
            at = parameter_at(lines, found[0], message)
            return Location(source.name, ([at] if at + 1 in source.own else own or found)[0] + 1)
    return None


def by_name(source: Source, place: Location | None, message: str, case: Case) -> Location | None:
    """Return the line of the text with the mistake, where the declaration names that text.

    The mistake is a type that differs, or a parameter that is lacking: then the line is that of the
    one ahead of it. Return `place` otherwise.
    """
    said = SAID_TYPE.search(message)
    ahead = said[1] if said else ahead_of_lacking(source, message, case)
    if place is None or ahead is None or ahead in source.lines[place.line - 1]:
        return place
    if said and (typedefs := typedefs_of(source, place.line, said[1])):
        return Location(place.file, typedefs[0])
    named = set(re.findall(r"\w+", source.lines[place.line - 1]))
    for node in source.nodes:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            names = {each.id for each in node.targets if isinstance(each, ast.Name)}
            if names & named and ahead in str(node.value.value):
                return Location(place.file, node.lineno)
    return place


def ahead_of_lacking(source: Source, message: str, case: Case) -> str | None:
    """Return the parameter ahead of the first that a cdef lacks, or the one behind it."""
    found = COUNTED.search(message)
    if found is None or found[2] not in case.exercise.locked:
        return None
    header = LANGUAGES["c"].without_comments(source_text(case.exercise, found[2]))
    head = re.search(rf"\b{found[1]}\s*\(([^()]*)\)", header)
    parameters = head[1].split(",") if head else []
    names = [re.split(r"\W", one.rstrip())[-1] for one in parameters]
    lacking = [not re.search(rf"\b{name}\b", source.text) for name in names]
    if not any(lacking) or all(lacking):
        return None
    at = lacking.index(True)
    return names[at - 1] if at else names[lacking.index(False)]


def said_lines(source: Source) -> list[str]:
    """Return the lines without the comments of Python; a macro of a cdef stays."""
    return [re.sub(r"^[ \t]*#(?!define\b).*", "", line) for line in source.lines]


def order_of(source: Source, lines: list[str]) -> list[int]:
    """Return the places of the lines that may be a cdef's, as one looks through them."""
    begin = next((at for at, line in enumerate(lines) if ".cdef(" in line), 0)
    # The text of the cdef may stand above, in a variable.
    order = [at for at in [*range(begin, len(lines)), *range(begin)] if not PYTHON.match(lines[at])]
    texts = in_texts(source)
    return [at for at in order if at in texts] or order


def in_texts(source: Source) -> set[int]:
    """Return the places of the lines in texts that C may be in, which no docstring is."""
    told = {node.value for node in source.nodes if isinstance(node, ast.Expr)}
    return {
        at
        for node in source.nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in told
        if SAYS_C.search(node.value)
        for at in range(node.lineno - 1, node.end_lineno or node.lineno)
    }


def line_ahead(source: Source, message: str, case: Case) -> Location | None:
    """Return where a name is lacking: the end of what is ahead of it in its header, or after it."""
    lacking = LACKING.search(message)
    if lacking is None or lacking[2] not in case.exercise.locked:
        return None
    header = LANGUAGES["c"].without_comments(source_text(case.exercise, lacking[2]))
    found = [found[1] or found[2] or found[3] for found in DECLARED.finditer(header)]
    names = [name for name in dict.fromkeys(found) if name.isidentifier()]
    if lacking[1] not in names:
        return None
    lines, at = said_lines(source), names.index(lacking[1])
    order = order_of(source, lines)
    for name in (*reversed(names[:at]), *names[at:]):
        pattern = re.compile(rf"(?<![.\w]){name}\b\)?\s*[(;\[=,}}]|#define {name}\b")
        if place := next((each for each in order if pattern.search(lines[each])), None):
            return Location(source.name, declaration(lines, place)[-1] + 1)
    return None


def declaration(lines: list[str], first: int) -> range:
    """Return the lines of a declaration that begins in one of them: up to its semicolon."""
    after = range(first, min(first + LONGEST_DECLARATION, len(lines)))
    return range(first, next((at + 1 for at in after if ";" in lines[at]), first + 1))


def patterns_of(message: str) -> Iterator[str]:
    """Yield what the line may look like, the most particular first."""
    for found in MEMBER.finditer(message):
        name = found[1] or found[2] or found[3]
        yield rf"\b{name}\b\s*(?:\[[^\]]*\]\s*)?[;,:]|\b{name}\)?\s*\("
    if valued := VALUE.search(message):
        yield rf"#define {valued[1]}\b|\b{valued[1]}\b\s*(?:[=,}}]|$)"
    for found in GLOBAL.finditer(message):
        yield rf"\b{found[1]}\b\s*(?:\[[^\]]*\]\s*)?;"
    for found in RECORD.finditer(message):
        yield rf"(?:struct|union) {found[1] or found[2] or found[3]}\s*\{{"
    if instead := re.search(r"it declares (\w{1,80})\(\) in its place", message):
        yield rf"(?<![.\w]){instead[1]}\s*\("
    if "does not declare" not in message:
        for name in re.findall(r"\b(\w+)\(\)", message):
            yield rf"(?<![.\w]){name}\s*\("
