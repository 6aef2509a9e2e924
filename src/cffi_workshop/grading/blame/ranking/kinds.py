"""What a line looks like that a cause is made on, in a function that is all the learner's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cffi_workshop.grading.diagnose import Diagnosis

from ..files.case import Source
from ..files.differences import LONGEST
from .seen import ASKS, GIVES, kinds_of_seen

__all__ = [
    "BORROWS",
    "CALLS_NOW",
    "CATCHES",
    "GIVES_BACK",
    "HAS",
    "LOSES",
    "condition_of",
    "conditions_of",
    "gives",
    "keeping",
    "line_of_kind",
    "matching",
    "of_statement",
    "raises_of",
]

CALLS_NOW = re.compile(r"\blib\w{0,20}\.\w{1,80}\(")
CALLS_C = re.compile(r"\blib\w{0,20}\.(?![A-Z][A-Z\d_]{0,80}\b)\w")  # no constant
WRITES = re.compile(
    r"^[ \t]{0,80}(?:return\b(?! ?;)"
    r"|(?:\*\w{1,80}|(?:\w{1,80}|\(\([^()]{1,80}\) ?\w{1,80}\))(?:\[[^\]]{0,80}\]|->\w{1,80}))"
    r" {0,9}[-+*/|&^]?=[^=])"
)
TRUNCATES = re.compile(
    r"^[ \t]{1,80}(?:const )?(?:int|long|short|float) \w{1,80} ?=[^;/]{1,200}/[^;/*]"
)
ROUNDS = re.compile(  # a real number that is put where no real number fits
    r"^[ \t]{1,80}(?:const )?(?:unsigned |signed )?(?:int|long|short|u?int\d{1,2}_t|size_t)"
    r" \w{1,80} ?=[^;\n]{0,200}(?:\d\.\d|\((?:int|long|short)\))"
)
STAYS = re.compile(r"^[ \t]{1,80}static (?!const\b)[^(]{0,200}[=;]")
BORROWS = re.compile(r"\bffi\.(?:new|new_handle|from_buffer|cast|addressof|callback)\(|\.ctypes\b")
GIVES_BACK = re.compile(r"\.gc\(|\.release\(|\blib\w{0,20}\.\w{0,40}(?:free|close)")
GETS = re.compile(r"\blib\w{0,20}\.\w{0,40}(?:new|open|alloc|create|copy|dup)")
# C gets what error= says, and onerror= gets the exception: without one of them, it is lost.
LOSES = re.compile(
    r"^[ \t]{0,80}@\w{1,80}\.(?:callback|def_extern)\("
    r"(?!(?=.{0,300}\berror ?=)(?=.{0,300}\bonerror ?=))"
)
# Python does what C was to do.
COMPUTES = re.compile(
    r"(?:=|\breturn\b|\().{0,200}[\w\])] ?(?:\*\*|[-+*/%@]) ?[\w(]|\b(?:sum|sorted|max|min|pow)\("
    r"|\b(?:math|np)\.\w"
)
RAISES = re.compile(r"^[ \t]{0,80}raise\b(?! NotImplementedError)")
FAILED = re.compile(r"\b(?:failed|refused)\b")
CATCHES = re.compile(r"^[ \t]{0,80}except\b|\bsuppress\(")
CONVERTS = re.compile(
    r"\.as\w{0,20}array\(|\.astype\(|\.array\(|\berrors ?=|\b(?:float|int|str|bytes)\("
)
# Where owners are put that are to live: names alone, and no call.
KEEPS = re.compile(r"\b\w{1,80}\._\w{1,80} ?= ?(?!None\b)[\w(\[{][^=]{0,200}$")
# What outlives the call: a container, or an attribute of the class, that something is put into.
HOLDS = re.compile(r"\.(?:append|add|setdefault|update|extend)\(|\bcls\.\w{1,80} ?\+?=[^=]")
HAS = re.compile(r"\bself\.\w{1,80} ?= ?\w{1,80}$")  # the address alone, which frees nothing
LETS_GO = re.compile(r"\bself\.\w{1,80} ?= ?(?:.{0,80}\W)?None\b")
CALLS = re.compile(r"\w\(")
SET_SOURCE = re.compile(r"\.set_source\(")
DECLARES = re.compile(r"\.cdef\(")

FEW_ABOVE = 4  # lines
# What a call tells of an input that is to be refused, and what asks for it.
SPOKEN_OF = (
    (r"\bnon-contiguous\b", r"(?i:contiguous|strides)"),
    (r"\bread-only\b", r"(?i:writ|readonly)"),
    (r"\bof (?:float16|float32|u?int\d|complex|bool|>)", r"(?:dtype|\.kind|\.itemsize)"),
    (r"\\x00|\\0", r"(?:\\0|\\x00|chr\(0\))"),
)

# Those that are looked for, one after the other.
KINDS = {
    "wrong-type": (GIVES,),
    "cdata-leaked": (GIVES,),
    "wrong-value": (STAYS, TRUNCATES, ROUNDS, WRITES, CALLS_C, GIVES),
    "did-not-call-c": (COMPUTES, GIVES),
    "dangling-pointer": (BORROWS,),
    "leak": (HOLDS, GIVES_BACK, GETS, LETS_GO),
    "use-after-free": (GIVES_BACK,),
    "abort": (GIVES_BACK,),
    "missing-exception": (LOSES, CATCHES, CONVERTS),
    "import-error": (SET_SOURCE,),
    "link-error": (SET_SOURCE,),
    "missing-file": (SET_SOURCE,),
    "cdef-mismatch": (DECLARES,),
    "cdef-error": (DECLARES,),
}
# In Python the value is made where C is called, and given away at the end.
IN_PYTHON = {"wrong-value": (CALLS_NOW, CALLS_C, WRITES, GIVES)}


def gives(line: str) -> bool:
    """Say whether a line gives a value away."""
    return bool(GIVES.search(line[:LONGEST]))


def line_of_kind(source: Source, lines: list[int], finding: Diagnosis) -> int | None:
    """Return the last line of the first kind that is among these."""
    if finding.cause == "dangling-pointer" and (kept := keeping(source, lines)):
        return kept[-1]
    for kind in kinds_of(source, lines, finding):
        if found := matching(source, lines, kind) or (
            of_statement(source, lines) if kind is SET_SOURCE else []
        ):
            return condition_of(source, found[-1]) if is_raised(source, found[-1]) else found[-1]
    return None


def is_raised(source: Source, line: int) -> bool:
    return bool(re.match(r"[ \t]{0,80}raise\b", source.line(line)))


def condition_of(source: Source, line: int) -> int:
    """Return the line of the condition that a line stands under, if it is near."""
    above = [at for at in range(max(line - FEW_ABOVE, 1), line) if ASKS.match(source.lines[at - 1])]
    return above[-1] if above else line


def keeping(source: Source, lines: list[int]) -> list[int]:
    """Return the lines that put names into an attribute, for others to live as long as that."""
    texts = {line: source.line(line) for line in lines}
    return [at for at, text in texts.items() if KEEPS.search(text) and not CALLS.search(text)]


def of_statement(source: Source, lines: list[int]) -> list[int]:
    """Return the lines that are an argument of set_source()."""
    calls = [
        range(call.lineno, (call.end_lineno or call.lineno) + 1)
        for call in source.calls_of("set_source")
    ]
    return [line for line in lines if any(line in call for call in calls)]


def matching(source: Source, lines: list[int], kind: re.Pattern) -> list[int]:
    return [line for line in lines if kind.search(source.line(line))]


def kinds_of(source: Source, lines: list[int], finding: Diagnosis) -> Iterator[re.Pattern]:
    yield from kinds_of_seen(finding, [source.line(line) for line in lines])
    if finding.cause == "leak" and FAILED.search(finding.message):  # what leaves has to clear up
        yield RAISES
    if finding.cause == "leak" and ".gc(" in source.solution and ".gc(" not in source.text:
        yield from (HAS, GETS)
    python = IN_PYTHON if source.name.endswith(".py") else {}
    if finding.cause == "wrong-value":
        yield from reads_what_it_writes(source, lines)
    yield from {**KINDS, **python}.get(finding.cause, ())
    if finding.cause == "missing-exception":
        # A condition of its own may be wrong; where there are several, one is missing.
        raises = raises_of(finding)
        yield from conditions_of(finding)
        yield from (raises,) if len(matching(source, lines, raises)) == 1 else (CALLS_NOW, CALLS_C)


def conditions_of(finding: Diagnosis) -> Iterator[re.Pattern]:
    """Yield what asks for that which was not refused, by how the call tells it."""
    call = finding.observed.call if finding.observed else ""
    for told, asked in SPOKEN_OF:
        if re.search(told, call):
            yield re.compile(rf"^[ \t]{{0,80}}(?:if|elif|assert)\b.{{0,300}}{asked}")


def reads_what_it_writes(source: Source, lines: list[int]) -> Iterator[re.Pattern]:
    """Yield what reads neighbours from the array of C that is to be filled, beside one to read."""
    function = source.function_at(lines[0]) if lines else None
    if function is None or not source.name.endswith(".c"):
        return
    head = " ".join(source.lines[function.first - 1 : function.body])[:LONGEST]
    for name in re.findall(r"(?<!const )\b\w{1,40} \*(?:restrict )?(\w{1,80})[,)]", head):
        if re.search(rf"\bconst \w{{1,40}} \*(?:restrict )?(?!{name}\b)\w", head):
            yield re.compile(rf"=[^=].{{0,200}}\b{name}\[[^\]]{{1,80}} [-+] ")


def raises_of(finding: Diagnosis) -> re.Pattern:
    """Return what the line looks like that raises what was expected."""
    expected = finding.observed.expected[:80] if finding.observed else ""
    return re.compile(rf"\braise\b.{{0,80}}\b{re.escape(expected)}\b")
