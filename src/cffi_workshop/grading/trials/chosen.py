"""Of the changes that mend a check, the one that is told, and the line where it belongs."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping

from cffi_workshop.grading.blame import Source

from .line.numbers import has_more_room
from .text.step import Step, indent_of, with_lines

__all__ = [
    "amid",
    "guards_earlier",
    "is_chance",
    "is_luck",
    "leaves_another",
    "line_of",
    "most_agreed",
]

AT_HAND = 2  # lines
SEVERAL = 3  # places, of which one is in the middle
# What may come out otherwise each time, and how many times more it is then made.
RACES, TIMES = re.compile(r"\basyncio\b|\bThread(?:Pool\w{0,20})?\("), 2
HIDES = 2.0  # how much less likely what hides a mistake is than what mends it
FARFETCHED, FAR_LIKELIER = 2.5, 1.0
REFUSES = re.compile(r"^[ \t]{0,80}if\b.{0,400}(?:\braise\b|\breturn\b)", re.DOTALL)
RAISES = re.compile(r"^[ \t]{1,80}(?:if [^#]{1,200}: )?raise\b")
GOES_ON = re.compile(r"[,(\[{\\]\s*$")  # in the next line


def is_chance(step: Step, likely: Mapping[int, float]) -> bool:
    """Say whether a change mends that hardly anybody needs, where another line is far likelier."""
    here = likely.get(step.line, 0.0)
    return step.cost + here > FARFETCHED and max(likely.values()) - here > FAR_LIKELIER


def is_luck(source: Source, step: Step, failure_over: Callable[[str], object]) -> bool:
    """Say whether a check of threads comes out otherwise when it is made again, over either text.

    It may have passed by luck over the change, or failed so over the hand-in.
    """
    asked = [source.text + "\n", step.text] * TIMES if RACES.search(source.text) else []
    return any((failure_over(text) is None) != (text == step.text) for text in asked)


def leaves_another(now: Mapping[str, str], failing: Mapping[str, str]) -> bool:
    """Say whether what fails after a change is another mistake: it fails now, and in this way.

    It fails now in another way where more does: the first mistake hid the second one.
    """
    return failing.items() <= now.items() or failing.keys() < now.keys()


def most_agreed(steps: list[Step]) -> Step | None:
    """Return the change that mends; of several, one where most of them are at hand.

    A mistake is seldom mended in one way alone, and what mends it elsewhere by chance stands alone.
    More room than anybody needs mends whatever goes beyond the end. Of changes that are the same
    but for the order, such as `a or b` and `b or a`, one counts.
    """
    apart = {(step.line, "".join(sorted(step.text))): step for step in sorted(steps, reverse=True)}
    steps = [*apart.values()]

    def weight(step: Step) -> float:
        near = (each for each in steps if abs(each.line - step.line) <= AT_HAND)
        return sum(math.exp(-each.cost - HIDES * has_more_room(each.text)) for each in near)

    return max(steps, key=lambda step: (round(weight(step), 6), -step.cost), default=None)


def amid(source: Source, best: Step, steps: list[Step]) -> Step:
    """Return the change that puts in what the best one does, in the middle of where that mends.

    Where one line mends wherever it stands in a function, nobody can say where it was left out.
    """
    function, (_, new) = source.function_at(best.line), put_in(source, best)
    said = [line.strip() for line in new]
    alike = {
        step.line: step
        for step in sorted(steps, reverse=True)
        if said and [line.strip() for line in put_in(source, step)[1]] == said
        if source.function_at(step.line) == function
    }
    places = sorted(alike)
    return alike[places[len(places) // 2]] if len(places) >= SEVERAL else best


def put_in(source: Source, step: Step) -> tuple[int, list[str]]:
    """Return how many lines stand ahead of those that a change puts in, and these.

    There are none where it does more.
    """
    old, new = source.written_lines, step.text.split("\n")
    count = len(new) - len(old)
    first = next((k for k, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
    is_put_in = count > 0 and old[first:] == new[first + count :]
    return first, new[first : first + count] if is_put_in else []


def line_of(source: Source, step: Step) -> int:
    """Return the line that a change is told by: of a block, the first line that is another one.

    What is put in is told by the line beside it.
    """
    same, new = put_in(source, step)
    return step.line if new else max(step.line, same + 1)


def guards_earlier(source: Source, step: Step) -> list[Step]:
    """Return the texts with the guard that a change puts in ahead of each line above, in the block.

    Behind what it is to protect it may mend as well, but nobody would look for it there. Where the
    change is no such guard, there are none.
    """
    texts, (first, guard) = source.written_lines, put_in(source, step)
    function = source.function_at(max(first, 1))
    if function is None or not REFUSES.match("\n".join(guard)):
        return []
    found = []
    for line in range(first, function.body - 1, -1):
        text, above = texts[line - 1], texts[line - 2] if line > 1 else ""
        if not text.strip() or len(indent_of(text)) > len(indent_of(guard[0])):
            continue
        if indent_of(text) != indent_of(guard[0]) or GOES_ON.search(above):
            break
        found.append(Step(step.cost, line, with_lines(source, line, line, *guard)))
        if RAISES.match(above):
            break  # beside another guard it stands well
    return found
