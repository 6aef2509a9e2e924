"""What a line of C alone may have been: another step of a variable, a comparison of texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["of_c"]

# Changed before it is read, or after.
STEPS = (
    re.compile(r"(?P<op>\+\+|--)(?P<name>\w{1,60})"),
    re.compile(r"\b(?P<name>\w{1,60})(?P<op>\+\+|--)"),
)
ONE = re.compile(r"\b(\w{1,60})\+\+(?=[;)])|\+\+(\w{1,60})(?=[;)])")  # and no value of it
FILLS = re.compile(r"^[ \t]{1,80}\*[\w.>-]{1,60}(?= = )")  # what goes through memory goes on
CUT = re.compile(r"\b(str)ncmp\(([^()]{1,60}, [^(),]{1,60}), (?:[^()]|\([^()]{0,40}\)){1,60}\)")
THING = r"([a-z]\w{0,40}(?:->\w{1,40}){0,3})"
BY_ADDRESS = re.compile(rf"{THING} ([!=]=) {THING}")


def of_c(line: str) -> Iterator[tuple[float, str]]:
    """Yield the line with a comparison of texts as a whole, or with another step."""
    yield from stepping(line)
    for texts in BY_ADDRESS.finditer(line):
        new = f"strcmp({texts[1]}, {texts[3]}) {texts[2]} 0"
        yield 1.2, line[: texts.start()] + new + line[texts.end() :]
    if cut := CUT.search(line):
        yield 0.6, f"{line[: cut.start()]}{cut[1]}cmp({cut[2]}){line[cut.end() :]}"


def stepping(line: str) -> Iterator[tuple[float, str]]:
    """Yield the line with a variable that is changed after it is read, not before; or before."""
    for found in ONE.finditer(line):
        yield 1.6, line[: found.start()] + f"{found[1] or found[2]} += 2" + line[found.end() :]
    if at := FILLS.match(line):
        yield 1.3, f"{line[: at.end()]}++{line[at.end() :]}"
    for pattern, form in zip(STEPS, ("{name}{op}", "{op}{name}"), strict=True):
        for found in pattern.finditer(line):
            yield (
                1.4,
                line[: found.start()] + form.format(**found.groupdict()) + line[found.end() :],
            )
