"""A change in a line: what stands in the place of what, in the learner's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cffi_workshop.grading.blame import Source

from .hunks import Edit, Token, edits_of, tokens_of
from .quoted import is_known, quoted

__all__ = ["edited"]

MOST, MOST_NEW = 14, 5  # tokens that are named
BITS = {
    **dict.fromkeys(("char", "int8_t", "uint8_t", "bool"), 8),
    **dict.fromkeys(("short", "int16_t", "uint16_t", "int16"), 16),
    **dict.fromkeys(("int", "unsigned", "float", "int32_t", "uint32_t", "int32", "float32"), 32),
    **dict.fromkeys(("long", "double", "int64_t", "uint64_t", "size_t", "int64", "float64"), 64),
}
NUMBER, NAME = re.compile(r"\d[\w.]*$"), re.compile(r"[A-Za-z_]\w*$")
COMPARES = re.compile(r"(?:[<>]=?|[=!]=)$")
OPERATOR = re.compile(r"[-+*/%<>=!&|]{1,2}$|(?:and|or|not|in|is)$")
CONDITION = re.compile(r"(?:\} )?(?:else if|elif|if|while)\b ?(.{1,300})", re.DOTALL)
BINARY = re.compile(r"(?:[*/%<>=|:,]|[-+*/%<>=!&|:]=|&&|\|\||//|and|or|is|in|as)$")
SOMETHING = "something else"
OPENS, CLOSES = "([{", ")]}"


def edited(source: Source, old: Sequence[str], new: Sequence[str]) -> str:
    """Say what is other in lines that stand in the place of others; "" where it is too much."""
    one, other = tokens_of(old), tokens_of(new)
    edits, line = edits_of(one, other), quoted(" ".join(old))
    if not edits:
        return ""
    if turned := turned_round(one, other, edits):
        return f"when {turned} in {line}"
    first, last = edits[0], edits[-1]
    if len({(*said(each.old), "", *said(each.new)) for each in edits}) == 1:
        told = single(source, one, first, line)
        return told and told + (", in all places" if len(edits) > 1 else "")
    if len(edits) == 2 and (wrapped := wraps(source, one, first, last, line)):
        return wrapped
    return in_place_of(closed(one, first.at, last.at + len(last.old)), line)


def single(source: Source, tokens: Sequence[Token], edit: Edit, line: str) -> str:
    """Say what one change in a line is."""
    if not edit.new:
        return f"without {quoted(code(edit.old))} in {line}" if is_whole(edit.old) else ""
    may_be_said = (
        len(edit.new) <= MOST_NEW and is_known(source, said(edit.new)) and is_whole(edit.new)
    )
    if not edit.old:
        what, place = (
            quoted(code(edit.new)) if may_be_said else "something more",
            beside(tokens, edit.at),
        )
        return f"with {what} {place} in {line}" if place else ""
    old, new = code(edit.old), code(edit.new)
    if OPERATOR.match(old) and len(edit.new) > 1:
        return f"with another {'condition' if CONDITION.match(line[1:]) else 'formula'} in {line}"
    what = other_type(old, new) or other_number(old, new)
    if not what and may_be_said and is_whole(edit.old):
        what = quoted(new)
    if what:
        return f"with {what} in place of {quoted(old)}{in_line(quoted(old), line)}"
    end = edit.at + len(edit.old)
    gone = closed(tokens, edit.at, end)
    is_one = len(gone) == len(edit.new) == 1
    kind = kind_of(gone[0][0], edit.new[0][0], said(tokens[end : end + 1])) if is_one else ""
    return in_place_of(gone, line, kind or SOMETHING)


def wraps(source: Source, tokens: Sequence[Token], begin: Edit, end: Edit, line: str) -> str:
    """Say that something goes through a call first, or goes through one call less."""
    before, behind = (said(begin.new), said(end.new))
    if not begin.old and not end.old and before[-1] in OPENS and behind[0] in CLOSES:
        inner = quoted(code(tokens[begin.at : end.at]))
        name = before[-2] if len(before) > 1 and NAME.match(before[-2]) else ""
        through = quoted(f"{name}()") if name and is_known(source, before) else "a call"
        return f"when {inner} goes through {through} first in {line}"
    before, behind = (said(begin.old), said(end.old))
    if not begin.new and not end.new and before[-1] in OPENS and behind[0] in CLOSES:
        return f"without {quoted(code(begin.old) + '...' + code(end.old))} in {line}"
    return ""


def turned_round(one: list[Token], other: list[Token], edits: Sequence[Edit]) -> str:
    """Say that parts of a line change places."""
    if sorted(said(one)) != sorted(said(other)):
        return ""
    begin, end = edits[0].at, edits[-1].at + len(edits[-1].old)
    was, now = one[begin:end], said(other[begin:end])
    for at in range(1, len(was) - 1):
        left, right = was[:at], was[at + 1 :]
        if now == [*said(right), was[at][0], *said(left)]:
            return f"{quoted(code(left))} and {quoted(code(right))} change places"
    first, last = edits[0], edits[-1]
    if len(edits) == 2 and said(first.old) == said(last.new) and first.old and last.old:
        return f"{quoted(code(first.old))} and {quoted(code(last.old))} change places"
    return f"{quoted(code(was))} has its parts in another order"


def in_place_of(old: Sequence[Token], line: str, kind: str = SOMETHING) -> str:
    """Say that something else stands there, which may be of a `kind`."""
    whole = CONDITION.match(old[0].string) if old else None
    if whole and (len(old) > 1 or not is_whole(old)):
        return f"with another condition than {quoted(whole[1].rstrip(':{ '))}"
    if not old or len(old) > MOST or not is_whole(old) or quoted(code(old)) == line:
        return ""  # where it is all of the line, that tells no more than the line
    return f"with {kind} in place of {quoted(code(old))} in {line}"


def in_line(what: str, line: str) -> str:
    """Return which line something is in, if it is not all of it."""
    return "" if what == line else f" in {line}"


def beside(tokens: Sequence[Token], at: int) -> str:
    """Say behind what, or else ahead of what, something stands; "" where there is no word."""
    if re.search(r"\w", ahead := operand(tokens[:at])):
        return f"behind {quoted(ahead)}"
    after = tokens[at][0] if at < len(tokens) else ""
    return f"ahead of {quoted(after)}" if re.search(r"\w", after) else ""


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


def operand(tokens: Sequence[Token]) -> str:
    """Return what ends at the end: a name, or a call with all of its brackets."""
    depth, begin = 0, len(tokens)
    for at in range(len(tokens) - 1, -1, -1):
        token, after = tokens[at][0], tokens[begin][0] if begin < len(tokens) else "."
        if not depth and not (token[0] in CLOSES or re.match(r"[\w\"'.]|->", token)):
            break
        if not depth and not (after in (".", "->", "(", "[") or token in (".", "->")):
            break
        depth += (token in CLOSES) - (token in OPENS)
        begin = at
    return "" if depth else code(tokens[begin:])


def closed(tokens: Sequence[Token], begin: int, end: int) -> Sequence[Token]:
    """Return tokens in a row with those around them that close, or open, their brackets."""
    for _ in range(MOST):
        depth = least = 0
        for token in said(tokens[begin:end]):
            depth += (token in OPENS) - (token in CLOSES)
            least = min(least, depth)
        if least < 0 and begin > 0:
            begin -= 1
        elif depth > 0 and end < len(tokens):
            end += 1
        else:
            break
    return tokens[begin:end]


def is_whole(tokens: Sequence[Token]) -> bool:
    """Say whether one can speak of it: no sign has lost its other side, and no bracket."""
    words, depth = said(tokens), 0
    if len(words) == 1 and OPERATOR.match(words[0]):
        return True
    for token in words:
        depth += (token in OPENS) - (token in CLOSES)
        if depth < 0:
            return False
    hangs = BINARY.match(words[-1]) or words[-1] in ("-", "+", ".", "->") or words[0] == ":"
    return not (depth or hangs) and any(re.search(r"\w", each) for each in words)


def said(tokens: Sequence[Token]) -> list[str]:
    return [token[0] for token in tokens]


def code(tokens: Sequence[Token]) -> str:
    """Return tokens as they are written."""
    return tokens[0].string[tokens[0].start() : tokens[-1].end()] if tokens else ""
