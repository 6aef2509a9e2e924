"""A change in a line: what stands in the place of what, in the learner's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from cffi_workshop.grading.blame import Source

from .exchanged import turned_round
from .hunks import CLOSES, OPENS, Edit, Token, code, edits_of, operand, said, tokens_of
from .quoted import is_known, quoted

__all__ = ["edited", "somewhere_in"]

MOST, MOST_NEW = 14, 12  # tokens that are named
BITS = {
    **dict.fromkeys(("char", "int8_t", "uint8_t", "bool"), 8),
    **dict.fromkeys(("short", "int16_t", "uint16_t", "int16"), 16),
    **dict.fromkeys(("int", "unsigned", "float", "int32_t", "uint32_t", "int32", "float32"), 32),
    **dict.fromkeys(("long", "double", "int64_t", "uint64_t", "size_t", "int64", "float64"), 64),
}
NUMBER, NAME = re.compile(r"\d[\w.]{0,40}$"), re.compile(r"[A-Za-z_]\w{0,80}$")
COMPARES = re.compile(r"(?:[<>]=?|[=!]=)$")
OPERATOR = re.compile(r"[-+*/%<>=!&|]{1,2}$|(?:and|or|not|in|is)$")
CONDITION = re.compile(r"(?:\} )?(?:else if|elif|if|while)\b ?(.{1,300})", re.DOTALL)
BINARY = re.compile(r"(?:[*/%<>=|:,]|[-+*/%<>=!&|:]=|&&|\|\||//|and|or|is|in|as)$")
JOINS = re.compile(r"(?:[-+*/%]{1,2}|\.|->)$")
SOMETHING = "something else"


def edited(source: Source, old: Sequence[str], new: Sequence[str]) -> str:
    """Say what is other in lines that stand in the place of others; "" where it is too much."""
    one, other = tokens_of(old), tokens_of(new)
    edits = edits_of(one, other)
    if not edits:
        return ""
    first, last = edits[0], edits[-1]
    whole = Edit(slice(first.old.start, last.old.stop), slice(first.new.start, last.new.stop))
    line = line_around(one, whole.old)
    if turned := turned_round(one, other, edits):
        return f"when {turned} in {line}"
    if len({(*said(one[each.old]), "", *said(other[each.new])) for each in edits}) == 1:
        told = single(source, one, other, first)
        return told and told + (", in all places" if len(edits) > 1 else "")
    if len(edits) == 2 and (wrapped := wraps(source, one, other, edits)):
        return f"{wrapped} in {line}"
    return single(source, one, other, whole)


def single(source: Source, one: list[Token], other: list[Token], edit: Edit) -> str:
    """Say what one change in a line is."""
    line = line_around(one, edit.old)
    edit = with_operand(one, other, closed(one, edit))
    gone, come = without_brackets(one[edit.old], other[edit.new])
    old, new = code(gone), code(come)
    if not come:
        return f"without {quoted(old)} in {line}" if is_whole(gone) else ""
    may_be_said = len(come) <= MOST_NEW and is_known(source, said(come)) and is_whole(come)
    if not gone and new.endswith(" =") and not edit.old.start and is_known(source, said(come)):
        return f"when {quoted(new[:-2])} is set as well in {line}"
    if not gone:
        what, place = new.strip(", "), beside(one, edit.old.start)
        what = quoted(what) if may_be_said else "something more"
        return f"with {what} {place} in {line}" if place else ""
    if OPERATOR.match(old) and len(come) > 1:
        return f"with another {'condition' if CONDITION.match(line[1:]) else 'formula'} in {line}"
    what = other_type(old, new) or other_number(old, new)
    is_secret = new.startswith("= ") or (NUMBER.match(new) and new not in said(gone))
    if not what and may_be_said and is_whole(gone) and not is_secret:
        what = quoted(new)
    if what:
        return f"with {what} in place of {quoted(old)}{in_line(quoted(old), line)}"
    after = said(one[edit.old.stop : edit.old.stop + 1])
    kind = kind_of(old, new, after) if len(gone) == len(come) == 1 else ""
    return in_place_of(one, edit.old, line, kind or SOMETHING)


def wraps(source: Source, one: list[Token], other: list[Token], edits: Sequence[Edit]) -> str:
    """Say that something goes through a call first, or goes through one call less."""
    begin, end = edits
    gone, come = (
        [said(tokens) for tokens in pair]
        for pair in ((one[begin.old], one[end.old]), (other[begin.new], other[end.new]))
    )
    is_call = come[0] and come[1] and come[0][-1] in OPENS and NAME.match(come[0][0])
    if not any(gone) and is_call and come[1][-1] in CLOSES:
        around = one[begin.old.start : end.old.start]
        while around and not is_whole(around) and said(around[-1:]) == come[1]:
            around = around[:-1]  # of brackets that close, one is as good as the next
        inner = quoted(code(around))
        name = come[0][-2] if len(come[0]) > 1 and NAME.match(come[0][-2]) else ""
        through = quoted(f"{name}()") if name and is_known(source, come[0]) else "a call"
        return f"when {inner} goes through {through} first"
    if not any(come) and gone[0][-1] in OPENS and gone[1][0] in CLOSES:
        return f"without {quoted(code(one[begin.old]) + '...' + code(one[end.old]))}"
    return ""


def in_place_of(tokens: Sequence[Token], part: slice, line: str, kind: str = SOMETHING) -> str:
    """Say that something else stands there, which may be of a `kind`."""
    old = tokens[part]
    whole = CONDITION.match(line[1:-1]) if "\n" not in code(old) else None
    if whole and (len(old) > 1 or not is_whole(old)):
        return f"with another condition than {quoted(whole[1].rstrip(':{ '))}"
    if not old or len(old) > MOST or not is_whole(old) or quoted(code(old)) == line:
        return ""  # where it is all of the line, that tells no more than the line
    # Of `lib.f(x)` nobody speaks as of `f(x)`, or of `(x)`.
    called = operand(tokens[: part.stop]) if len(old) > 1 else ""
    is_more = called.endswith(code(old)) and quoted(called) != line
    return f"with {kind} in place of {quoted(called if is_more else code(old))} in {line}"


def somewhere_in(line: str, part: slice) -> str:
    """Say that something else stands in a part of a line, or around it."""
    tokens = tokens_of([line.strip()])
    whole = closed(tokens, Edit(part, part)).old
    return in_place_of(tokens, whole, line_around(tokens, whole)) if tokens[whole] else ""


def line_around(tokens: Sequence[Token], part: slice) -> str:
    """Return the line that tokens are in, or the lines, as it is named."""
    if not tokens:
        return ""
    text = tokens[0].string
    first = tokens[min(part.start, len(tokens) - 1)].start()
    last = tokens[part.stop - 1].end() if part.stop > part.start else first
    end = text.find("\n", last)
    return quoted(text[text.rfind("\n", 0, first) + 1 : end if end >= 0 else len(text)])


def in_line(what: str, line: str) -> str:
    """Return which line something is in, if it is not all of it."""
    return "" if what == line else f" in {line}"


def beside(tokens: Sequence[Token], at: int) -> str:
    """Say behind what, or else ahead of what, something stands; "" where there is no word."""
    if re.search(r"\w", ahead := operand(tokens[:at])):
        return f"behind {quoted(ahead)}{of_which(tokens, at, ahead)}"
    after = tokens[at][0] if at < len(tokens) else ""
    return f"ahead of {quoted(after)}" if re.search(r"\w", after) else ""


def of_which(tokens: Sequence[Token], at: int, ahead: str) -> str:
    """Say which of several that are the same something stands behind, by what comes next."""
    after = said(tokens[at : at + 2])
    if said(tokens).count(ahead) < 2 or len(after) < 2 or not NAME.match(after[1]):
        return ""
    return f" of {quoted(tokens[0].string[tokens[at - 1].start() : tokens[at + 1].end()])}"


def kind_of(old: str, new: str, after: list[str]) -> str:
    """Say what kind of thing a token is, and what stands in its place; "" where they differ."""
    if old[0] in "\"'" and new[0] in "\"'":
        return "another text"
    if OPERATOR.match(old) and OPERATOR.match(new):
        return "another comparison" if COMPARES.match(old) else "another operator"
    if old in BITS:
        return "another type"
    return "another function" if after == ["("] and NAME.match(old) and NAME.match(new) else ""


def other_type(old: str, new: str) -> str:
    """Say how a type differs from another one; "" for what is no type."""
    one, other = (BITS.get(each.split()[-1], 0) for each in (old, new))
    if not (one and other):
        return ""
    if other != one:
        return "a wider type" if other > one else "a narrower type"
    is_other_sign = new.startswith("u") != old.startswith("u")
    return "a type of the other sign" if is_other_sign else "another type"


def other_number(old: str, new: str) -> str:
    if not (NUMBER.match(old) and NUMBER.match(new)):
        return ""
    if old.isdigit() and new.isdigit() and abs(int(new) - int(old)) == 1:
        return f"a number that is 1 {'larger' if int(new) > int(old) else 'smaller'}"
    return "another number"


def closed(tokens: Sequence[Token], edit: Edit) -> Edit:
    """Return an edit with the tokens around it that close, or open, brackets of what goes."""
    before = behind = 0
    for _ in range(MOST):
        depth = least = 0
        for token in said(tokens[edit.old.start - before : edit.old.stop + behind]):
            depth += (token in OPENS) - (token in CLOSES)
            least = min(least, depth)
        if least < 0 and edit.old.start - before > 0:
            before += 1
        elif depth > 0 and edit.old.stop + behind < len(tokens):
            behind += 1
        else:
            break
    old, new = (slice(each.start - before, each.stop + behind) for each in (edit.old, edit.new))
    return Edit(old, new)


def without_brackets(gone: list[Token], come: list[Token]) -> tuple[list[Token], list[Token]]:
    """Return what goes and what comes without the brackets that are around all of both."""
    around = [(each[0][0], each[-1][0]) for each in (gone, come) if len(each) > 2]
    inside = gone[1:-1], come[1:-1]
    is_around = around == [("(", ")")] * 2 and all(is_whole(each) for each in inside)
    return inside if is_around else (gone, come)


def with_operand(one: Sequence[Token], other: Sequence[Token], edit: Edit) -> Edit:
    """Return an edit with what its first and last tokens hang on.

    Of `a *` of `a * b`, or `a->` of `a->b`, that is `b`, where it is all that goes or comes, and of
    `f(x)` of `a.f(x)` it is `a`.
    """
    old, new, before = edit.old, edit.new, 0
    behind = [*takewhile(lambda each: re.match(r"[\w.]|->", each[0]), one[old.stop :])]
    side = [*one[old], *other[new]] if old.start == old.stop or new.start == new.stop else []
    is_hanging = len(side) > 1 and side[0][0][0].isalnum() and JOINS.match(side[-1][0])
    more = len(behind) if is_hanging else 0
    while old.stop - old.start > 1 and one[old.start - before - 1][0] in (".", "->"):
        before += 2
    return Edit(*(slice(each.start - before, each.stop + more) for each in (old, new)))


def is_whole(tokens: Sequence[Token]) -> bool:
    """Say whether one can speak of it: no sign has lost its other side, and no bracket."""
    words, depth = said(tokens), 0
    if tokens and "\n" in code(tokens):
        return False
    if len(words) == 1 and OPERATOR.match(words[0]):
        return True
    for token in words:
        depth += (token in OPENS) - (token in CLOSES)
        if depth < 0:
            return False
    hangs = BINARY.match(words[-1]) or words[-1] in ("-", "+", ".", "->") or words[0] == ":"
    return not (depth or hangs) and any(re.search(r"\w", each) for each in words)
