"""What makes a line suspect by itself, in code of the learner's own: how much, for a cause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from cffi_workshop.grading.diagnose import Diagnosis

from ..files.case import Source
from ..files.functions import Function, calls_in
from .callers import called_back, has_the_same_numbers
from .endless import endless
from .kinds import CATCHES, COMPUTES, GETS, HOLDS, conditions_of, raises_of
from .lifetimes import let_go, unused
from .neglected import nearly_known, neglected
from .reach import lines_beside, lines_in
from .seen import ASKS, GIVES

__all__ = ["suspects"]

REFUSING = ("missing-exception", "exception", "segfault", "out-of-bounds")
FREES = re.compile(r"\blib\.(\w{0,60}(?:free|close|join|give_back|release|destroy)\w{0,20})\b")
RETURNS = re.compile(r"^[ \t]{0,80}return\b")
CALLBACK = re.compile(r"\bcallback (\w{1,80})\(\) raised")
NULL_ASKED = re.compile(
    r"\b(\w{1,40}) = .{0,80}?\blib\w{0,20}\.(\w{1,60})\(.{0,200}\n[ \t]{0,40}if \1 == ffi\.NULL"
)
GOT = re.compile(r"^[ \t]{0,80}((?:self\.)?\w{1,40}) = .{0,80}?\blib\w{0,20}\.(\w{1,60})\(")
DOES_MORE = re.compile(r"\b(?:lib|ffi)\.\w|\bself\.\w{1,60}\(")
IN_VALUES = ("wrong-value", "wrong-type", "out-of-bounds", "exception", "missing-exception")
# Types and encodings that a text may name, and what is the same under another name.
NAMED = re.compile(
    r"[\"']<?([a-z][\w-]{1,15})(?: \*|\[\]|\[\d{1,4}\])?[\"']|\b(?:np|numpy)\.([a-z]+\d{0,2})\b"
)
SAME = {
    "f8": "float64", "double": "float64", "float": "float64", "utf8": "utf-8", "i4": "int32",
    "int32_t": "int32", "int64_t": "int64", "i8": "int64", "u2": "uint16", "uint16_t": "uint16",
}  # fmt: skip
KINDS = re.compile(
    r"(?:u?int|float|f|i|u)\d{1,2}(?:_t)?$|int$|short$|long$|ascii$|latin-?1$|utf-?\d{1,2}$|cp\d+$|double$|float$"
)
CLOSED = re.compile(r"(?i)\bafter (?:the )?`?(?:with|close)\b")
MISSED = re.compile(r"(?:has no attribute|name|variable) '(\w{1,80})'")
ENDS = ("__exit__", "close", "__del__", "release", "free", "drop", "__aexit__")
TWICE = re.compile(r"(?P<part>\b\w{1,40}[\[(.][^;=]{6,80}[\])])(?=.{0,120}(?P=part))")
RIGHT_SIDE = re.compile(r"[^=!<>]=(?!=)\s*(.{2,80}?);?$")
PLACE = re.compile(r" = \(?\w{1,30} \* [\w.>-]{1,40} \+ \w{1,30}\)?;")
SELF = re.compile(r"^[ \t]{0,80}return self$")
# In Python: what the line looks like on which a cause is made.
OF_KIND = {
    "missing-exception": (1.0, CATCHES),
    "did-not-call-c": (0.8, COMPUTES),
    "cdata-leaked": (0.6, GIVES),
    "wrong-type": (0.6, GIVES),
    **dict.fromkeys(("output-limit", "memory-limit"), (0.8, re.compile(r"\bbytes\([a-z]"))),
}
# In C: what often is the mistake, for which causes, and how much it is to be suspected.
IN_C = (
    (("wrong-value",), re.compile(r"^[ \t]{1,80}static (?!const\b)"), 0.8),
    (("wrong-value",), re.compile(r"\((?:int|short|float|long|unsigned)\) ?[\w(*]"), 0.5),
    (("wrong-value", "out-of-bounds"), re.compile(r"\b(?:for|while)\b.{0,200}<="), 0.7),
    (("wrong-value",), TWICE, 0.6),
    (("out-of-bounds",), re.compile(r"\b(?:malloc|calloc|realloc)\("), 0.4),
    (("out-of-bounds",), re.compile(r"\w = .{0,200}\b(?:strlen|sizeof)\b"), 0.5),
    (("out-of-bounds",), re.compile(r"\b(?:for|while|if)\b.{0,200}(?:<|>|==|!=)"), 0.3),
    # A border that is compared with a size, and a place that is computed.
    (("out-of-bounds",), re.compile(r"==? [\w.>-]{1,40}(?:;| \|\|| &&|\))"), 0.3),
    (("out-of-bounds",), re.compile(r"\[[^\]]{0,80} [*+-] "), 0.4),
    (("out-of-bounds", "wrong-value"), PLACE, 0.5),
    (("out-of-bounds",), re.compile(r"\breturn \w{1,30} \* [\w.>-]{1,40} \+ \w"), 0.5),
    (("leak",), re.compile(r"\bfree\("), 0.8),
    (("use-after-free",), re.compile(r"\bfree\("), 0.5),
    (("wrong-value",), re.compile(r"\bstrncmp\(|\bmemcpy\("), 0.2),
)


def suspects(
    source: Source, finding: Diagnosis, functions: dict[Function, int]
) -> dict[int, float]:
    """Return how suspect each line of these functions is."""
    scores: dict[int, float] = {}
    for line, much in found_in(source, finding, functions):
        scores[line] = scores.get(line, 0.0) + much
    return scores


def found_in(
    source: Source, finding: Diagnosis, functions: dict[Function, int]
) -> Iterator[tuple[int, float]]:
    lines = sorted({line for each in functions for line in lines_in(source, each)})
    yield from neglected(source, finding, lines)
    yield from nearly_known(source, sorted({*lines, *lines_beside(source, [*functions])}))
    yield from endless(source, lines, finding.cause)
    if source.name.endswith(".py"):
        yield from in_python(source, finding, functions, lines)
    else:
        macros = {*source.lines_with("#define ")}.intersection(lines_beside(source, [*functions]))
        yield from in_c(source, finding, [*sorted(macros), *lines])


def in_python(
    source: Source, finding: Diagnosis, functions: dict[Function, int], lines: list[int]
) -> Iterator[tuple[int, float]]:
    strong = 1.6 if finding.cause in ("dangling-pointer", "leak") else 1.0
    yield from ((line, strong) for line in unused(source) if line in lines)
    yield from (
        (line, 0.8) for line in lines if finding.cause in IN_VALUES and is_odd(source, line)
    )
    much, kind = OF_KIND.get(finding.cause, (0.0, CATCHES))
    texts = ((line, source.line(line)) for line in lines if much)
    yield from ((line, much) for line, text in texts if kind.search(text) and not SELF.match(text))
    if finding.cause == "wrong-value":
        yield from in_callbacks(source, finding)
    if called := CALLBACK.search(finding.message):
        yield from ((line, 0.6) for line in lines_of(source, functions, (called[1],)))
    if finding.cause == "use-after-free" and CLOSED.search(finding.message):
        yield from ((line, 0.7) for line in lines_of(source, functions, ENDS))
    yield from unasked(source, finding, lines)
    yield from ((line, 1.5) for line in nearly_named(source, finding, lines))
    if finding.cause in ("dangling-pointer", "segfault", "use-after-free"):
        yield from ((line, 1.0) for line in let_go(source) if line in lines)
    if finding.cause in ("leak", "abort", "exception"):
        yield from not_given_back(source, functions, finding)
    if finding.cause in REFUSING:
        yield from refusing(source, finding, functions)


def lines_of(
    source: Source, functions: Iterable[Function], names: tuple[str, ...]
) -> Iterator[int]:
    """Yield the lines of the functions of these names."""
    for each in functions:
        if each.name in names:
            yield from lines_in(source, each)


def nearly_named(source: Source, finding: Diagnosis, lines: list[int]) -> Iterator[int]:
    """Yield where the name that was not found gets a value under another number of underscores."""
    if missed := MISSED.search(finding.message):
        word = re.escape(missed[1].strip("_") or "_")
        named = re.compile(rf"^[ \t]{{0,80}}(?:self\.)?_{{0,2}}{word} ?=[^=]")
        yield from (line for line in lines if named.match(source.line(line)))


def in_callbacks(source: Source, finding: Diagnosis) -> Iterator[tuple[int, float]]:
    """Yield the lines that C calls back: of a wrong order, and of no new number."""
    is_order = has_the_same_numbers(finding)
    called = called_back(source)
    used = (name for each in called for name in calls_in(source.body_of(each)))
    helpers = source.functions_named(*used)
    for line in {line for each in (*called, *helpers) for line in lines_in(source, each)}:
        casts = ".cast(" in source.lines[line - 1]
        yield line, (1.2 if casts else 0.4) if is_order else -1.0


def in_c(source: Source, finding: Diagnosis, lines: list[int]) -> Iterator[tuple[int, float]]:
    said = ""
    for line in lines:
        text = source.line(line)
        for causes, pattern, much in IN_C:
            if finding.cause in causes and pattern.search(text):
                yield line, much
        side = RIGHT_SIDE.search(text)
        if side and side[1] == said and len(said) > 2:
            yield line, 0.6
        said = side[1] if side else ""


def not_given_back(
    source: Source, functions: dict[Function, int], finding: Diagnosis
) -> Iterator[tuple[int, float]]:
    """Yield where memory of C is got, where it might be given back, and where it is."""
    frees = set(FREES.findall(source.solution))
    named = [name for name in frees if re.search(rf"\b{name}\b", source.said)]
    strength = 1.0 if finding.cause == "leak" else 0.4
    for name in named if finding.cause == "leak" else ():
        yield from ((line, 0.7) for line in source.lines_with(name))
    missing = len(named) < len(frees)
    for function in functions:
        inside = lines_in(source, function)
        texts = {line: source.line(line) for line in inside}
        got = [line for line, text in texts.items() if GETS.search(text) and text.endswith(")")]
        if got and missing:
            yield got[-1], 0.8 * strength
            yield from (
                (line, 1.3 * strength)
                for line, text in texts.items()
                if RETURNS.match(text) and line > got[0]
            )
        ends = inside and function.name in ENDS and (missing or finding.cause == "leak")
        if ends and not any(map(DOES_MORE.search, texts.values())):
            yield inside[0], 0.9 * strength
        if finding.cause == "leak":
            yield from ((line, 0.7) for line, text in texts.items() if HOLDS.search(text))


def refusing(
    source: Source, finding: Diagnosis, functions: dict[Function, int]
) -> Iterator[tuple[int, float]]:
    """Yield the conditions of what was expected to be raised, and what raises it."""
    if finding.observed is None:
        return
    raises, asked = raises_of(finding), [*conditions_of(finding)]
    for function in functions:
        inside = lines_in(source, function)
        texts = {line: source.line(line) for line in inside}
        for line, text in texts.items():
            if any(pattern.search(text) for pattern in asked):
                yield line, 0.6
            if raises.search(text):
                yield line, 0.3
                above = [at for at in inside if at < line and ASKS.match(texts[at])]
                yield from ((at, 0.5) for at in above[-1:])


def unasked(source: Source, finding: Diagnosis, lines: list[int]) -> Iterator[tuple[int, float]]:
    """Yield what C may give as NULL, which the solution asks for, where nobody asks."""
    asked = {name for _, name in NULL_ASKED.findall(source.solution)}
    for line in lines if finding.cause in (*REFUSING, "abort") else ():
        got = GOT.match(source.line(line))
        if got and got[2] in asked and not is_asked(source, line, re.escape(got[1])):
            yield line, 1.4


def is_asked(source: Source, line: int, name: str) -> bool:
    """Say whether a function looks at what a name has, as a condition does."""
    function = source.function_at(line)
    ahead = r"\b(?:if|while|not|and|or) (?:not )?"
    asked = re.compile(rf"{ahead}{name}\b|\b{name} (?:==|!=|is)")
    return function is not None and asked.search(source.body_of(function)) is not None


def kinds_named(text: str) -> set[str]:
    """Return the types of numbers and the encodings that a text names in quotes, or as NumPy's."""
    found = (one or other for one, other in NAMED.findall(text))
    return {SAME.get(each, each) for each in found if KINDS.match(each)}


def is_odd(source: Source, line: int) -> bool:
    """Say whether a line names a type or an encoding that the solution never names."""
    return bool(kinds_named(source.line(line)) - kinds_of_solution(source.solution))


@cache
def kinds_of_solution(solution: str) -> set[str]:
    words = {SAME.get(each, each) for each in re.findall(r"\w[\w-]*", solution)}
    return words | kinds_named(solution)
