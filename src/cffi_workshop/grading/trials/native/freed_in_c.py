"""What C gets and does not give back, given back: at the end, ahead of a return, with its owner."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.c_names import members_of, types_in
from cffi_workshop.grading.blame.files.functions import Function
from cffi_workshop.grading.blame.ranking.memory_report import members_kept

from ..text.step import Step, indent_of, with_lines
from ..text.words import Words

__all__ = ["freed_in_c"]

ENDED_BY = {"fopen": "fclose", "opendir": "closedir"}  # all else by free()
MAKERS = (*ENDED_BY, "malloc", "calloc", "realloc", "strdup", "strndup")
FREES = re.compile(r"^([ \t]{0,80})free\((\w{1,60})\);")
GOT = re.compile(
    r"(?<![\w.>])([A-Za-z_][\w.>-]{0,60}) = (?:\([^()]{1,40}\) ?)?"
    r"(?:(\w{1,60})\(|new \w{1,60}(\[?))"
)
# What leaves, under a condition in the same line or by itself, and what it gives.
RETURNS = re.compile(r"^([ \t]{1,80})(if \(.{1,160}\) )?(return\b ?(.{0,160});)$")
# A block that is never freed; one that is, and not ahead of this return; one that is handed on.
NEVER, NOT_HERE, HANDED_ON = -1.0, -0.6, 0.9
MEMBER, LEAKED = 0.8, -0.6  # of an owner; the latter where the memory was kept that is lost


def freed_in_c(source: Source, lines: list[int], detail: str) -> Iterator[Step]:
    makers = {*MAKERS, *(each.name for each in source.functions if makes_block(source, each))}
    for function in source.functions:
        for line in range(function.body, function.last + 1):
            for got in GOT.finditer(source.lines[line - 1]):
                if end := ending(got, makers):
                    yield from given_back(source, function, line, got[1], end)
    yield from freed_with_owner(source, lines, members_kept(source, detail))


def ending(got: re.Match[str], makers: set[str]) -> str | None:
    """Return how what a name got is given back, with `{}` for the name."""
    if got[2] is None:
        return "delete[] {};" if got[3] else "delete {};"
    return f"{ENDED_BY.get(got[2], 'free')}({{}});" if got[2] in makers else None


def makes_block(source: Source, function: Function) -> bool:
    """Say whether a function of the file gets memory, and returns its address."""
    gets = re.search(rf"\b(?:{'|'.join(MAKERS)})\(", source.body_of(function))
    return bool(gets) and "*" in source.lines[function.first - 1].partition("(")[0]


def given_back(
    source: Source, function: Function, line: int, name: str, end: str
) -> Iterator[Step]:
    """Yield the text with what a line got given back where its block ends, or is left."""
    texts, body = source.lines, source.body_of(function)
    indent, word = indent_of(texts[line - 1]), rf"(?<![\w.>]){re.escape(name)}(?![\w.>-])"
    call = end.format(name)
    usual = NOT_HERE if call in body else NEVER
    hands_on = re.compile(rf"\breturn {word};| = (?:\([^()]{{1,40}}\) ?)?{word};")
    span = range(line + 1, function.last + 1)
    handed_on = next((at for at in span if hands_on.search(texts[at - 1])), None)
    for at in span:
        text, cost = texts[at - 1], usual
        if usual == NEVER and (handed_on or "->" in name):
            cost = NOT_HERE if handed_on and at < handed_on else HANDED_ON
        if (found := RETURNS.match(text)) and found[4] != name:
            leaves = found[3]
            if re.search(word, found[4]):
                leaves = f"__typeof__({found[4]}) _got = {found[4]}; {call} return _got;"
            else:
                leaves = f"{call} {leaves}"
            new = f"{found[1]}{found[2] or ''}{{ {leaves} }}"
            yield Step(cost, at, with_lines(source, at, at + 1, new))
        elif text.lstrip().startswith("}") and len(indent_of(text)) < len(indent):
            if not RETURNS.match(texts[at - 2]):
                yield Step(cost, at - 1, with_lines(source, at, at, indent + call))
            return


def frees(source: Source, function: Function) -> bool:
    is_void = source.lines[function.first - 1].removeprefix("static ").startswith("void ")
    return is_void and "free(" in source.body_of(function)


def freed_with_owner(source: Source, lines: Iterable[int], leaked: set[str]) -> Iterator[Step]:
    """Yield the text with a member that is freed ahead of its struct."""
    everywhere = sorted(Words.of("", source.text).members)
    own = [each.name for each in source.functions if frees(source, each)]
    structs = members_of(source)
    for line in lines:
        if owner := FREES.match(source.lines[line - 1]):
            function = source.function_at(line)
            kind = types_in(source, function).get(owner[2], ("", 0))[0] if function else ""
            known = structs.get(kind, {}).items()
            members = [name for name, (_, stars) in known if stars] if known else everywhere
            for free in ("free", *own):
                for member in members:
                    new = f"{owner[1]}{free}({owner[2]}->{member});"
                    cost = LEAKED if member in leaked else MEMBER
                    yield Step(cost, line, with_lines(source, line, line, new))
