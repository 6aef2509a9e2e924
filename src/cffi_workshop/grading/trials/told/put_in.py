"""Statements that a change puts in: what was missing, and where."""

from __future__ import annotations

import re

from cffi_workshop.grading.blame import Source

from ..text.statement import LEAVES
from ..text.step import indent_of
from .hunks import Hunk
from .quoted import COMMENT, is_known, listed_code, quoted, words_in

__all__ = ["has_word", "margin", "put_in", "put_into_block"]

GUARD = re.compile(r"(?:if|elif|while)\b ?(.{1,300})")
RAISES, GIVES_UP = (
    re.compile(r"\braise ([A-Z]\w{0,60}|\w)"),
    re.compile(r"\b(return|continue|break|goto)\b"),
)
CAUGHT = re.compile(r"except\b ?\(?(\w{0,60})")
SETS = re.compile(r"(?:[\w ]{1,40} \*?)??([\w.>\[\]*-]{1,60}) (?:[-+*/|]|//)?= (.{1,300})")
NOTHING = re.compile(r"(?:^|[ .])(?:None|NULL);?$")
CALL = re.compile(r"(?:\w{1,60} = )?((?:\w{1,60}(?:\.|->)){0,4}\w{1,60})\((.{0,300})\);?$")
BLOCK = re.compile(r"([^{]{0,200})\{ ([^{}]{1,200};) (return\b[^{}]{0,200};) \}$")
COUNTS = re.compile(r"\(?\*?([\w.>-]{1,60})\)?(?:\+\+|--);$|(?:\+\+|--)([\w.>-]{1,60});$")
MOST = 3  # names
USUAL = ("ffi", "lib", "np")  # which tell nothing


def put_in(source: Source, hunk: Hunk) -> str:
    """Say what is missing where a change puts lines in."""
    bare = (COMMENT.sub("", line) for line in hunk.new)  # a comment is no code of the learner's
    lines, place = [line for line in bare if line.strip("{} ")], where(source, hunk)
    if not lines or not place:
        return ""
    text, first = "\n".join(lines), lines[0]
    if guard := GUARD.match(first):
        return guarded(source, guard[1], text, place)
    if "finally:" in lines:
        return f"when what ends it is done in a `finally`, whatever is raised {place}"
    if caught := CAUGHT.search(text):
        raised = RAISES.search(text[caught.end() :])
        what = f" {caught[1]}" if caught[1] else ""
        then = f", and {exception(raised)} is raised in its place" if raised else ""
        return f"when an exception{what} is caught {place}{then}"
    if raised := RAISES.match(first):
        return f"when {exception(raised)} is raised {place}"
    if first.startswith("return"):
        return f"when the function returns {place}" if len(lines) == 1 else ""
    return " and ".join(dict.fromkeys(statement(source, line) for line in lines[:2])) + f" {place}"


def put_into_block(source: Source, hunk: Hunk) -> str:
    """Say what is done ahead of what leaves, where a change makes a block of the two."""
    block = BLOCK.match(hunk.new[0].strip()) if len(hunk.old) == len(hunk.new) == 1 else None
    if block is None or hunk.old[0].strip() != block[1] + block[3]:
        return ""
    return f"{statement(source, block[2])} ahead of {quoted(block[3])}"


def statement(source: Source, line: str) -> str:
    """Say what a statement does, as far as that gives nothing away."""
    if counted := COUNTS.match(line):
        return f"when {quoted(counted[1] or counted[2])} is counted"
    if line.startswith("del ") and is_known(source, [line]):
        return f"when {quoted(line[4:])} is let go of"
    if (call := CALL.match(line)) and is_known(source, [call[1]]):
        names = [each for each in words_in(call[2]) if is_known(source, [each])][:1]
        return f"when {quoted(f'{call[1]}()')} is called" + (
            f" for {quoted(names[0])}" if len(names) == 1 and call[2].strip() == names[0] else ""
        )
    if (sets := SETS.match(line)) and is_known(source, [sets[1]]):
        if NOTHING.search(sets[2]):
            return f"when {quoted(sets[1])} is set to nothing"
        return f"when {quoted(sets[1])} is set"
    known = [each for each in words_in(line) if is_known(source, [each])]
    names = [each for each in known if each not in USUAL][:MOST]
    about = f" with {listed_code(names)}" if names else ""
    return f"when one thing more is done{about}"


def guarded(source: Source, condition: str, text: str, place: str) -> str:
    """Say which names a guard asks about, and what it does."""
    asked = words_in(condition.partition(":")[0])
    names = [each for each in asked if is_known(source, [each]) and each not in USUAL][:MOST]
    about = f" about {listed_code(names)}" if names else ""
    if raised := RAISES.search(text):
        then = f", which raises {exception(raised)}"
    else:
        then = ", which leaves the function or loop" if GIVES_UP.search(text) else ""
    return f"with one condition more{about} {place}{then}"


def exception(raised: re.Match[str]) -> str:
    """Return the name of what is raised, where it is a class."""
    return raised[1] if raised[1][:1].isupper() else "an exception"


def where(source: Source, hunk: Hunk) -> str:
    """Say ahead of which line that is, or behind which one; "" where there is none."""
    texts = source.written_lines
    after = next((each for each in texts[hunk.at :] if has_word(each)), "")
    before = next((each for each in reversed(texts[: hunk.at]) if has_word(each)), "")
    if after and (margin(after) >= margin(before) or LEAVES.match(before)):
        return f"ahead of {quoted(after)}"
    return f"behind {quoted(before)}" if before else ""


def has_word(line: str) -> bool:
    said = line.strip()
    return bool(re.search(r"[A-Za-z]", said)) and not said.startswith(("#", "/*", "//", "* "))


def margin(line: str) -> int:
    return len(indent_of(line))
