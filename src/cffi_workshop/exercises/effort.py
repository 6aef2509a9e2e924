"""How many lines an exercise asks for, and how many minutes it takes by a written rule.

The rule counts three things:

- **reading**: the prose of README.md up to its discussion, at 130 words a minute;
- **writing**: a minute and a half for each line between the solution marks. In Python a line is a
  statement, however many lines of the file it takes, so that a cdef is one; elsewhere a line that
  has a word in it. What stands in the README, in a given file or in an earlier answer already is
  copied, and not counted;
- **checking**: two minutes for each file with such a line, which is one check with one mistake to
  mend.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .exercise import Exercise
from .markers import sides, source_text

__all__ = ["Effort", "effort_of"]

WORDS_A_MINUTE = 130
MINUTES_A_LINE = 1.5
MINUTES_A_CHECK = 2

FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
COMMENT = re.compile(
    r"/\*.*?\*/|//[^\n]*|^\s*[#!](?!\s*(?:include|define|if|endif)\b)[^\n]*",
    re.DOTALL | re.MULTILINE,
)
LIBRARY_NAME = re.compile(r"\blib\w*\s*\.\s*(?=\w)")
NO_STATEMENT = {tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING}


@dataclass(frozen=True)
class Effort:
    """What an exercise asks for: words to read, and lines to write by file."""

    words: int
    lines: dict[str, int]

    @property
    def total_lines(self) -> int:
        return sum(self.lines.values())

    @property
    def minutes(self) -> float:
        """Return the minutes by the rule."""
        checks = sum(count > 0 for count in self.lines.values())
        return (
            self.words / WORDS_A_MINUTE
            + MINUTES_A_LINE * self.total_lines
            + MINUTES_A_CHECK * checks
        )


def effort_of(exercise: Exercise) -> Effort:
    """Return what the exercise asks of a learner."""
    readme = (
        (exercise.solution / "README.md").read_text(encoding="utf-8").split("\n## Discussion")[0]
    )
    known = {
        compared(line) for text in (readme, *given_texts(exercise)) for line in text.split("\n")
    }
    lines = {}
    for name in exercise.editable:
        new = list(
            dict.fromkeys(line for line in solved_lines(exercise, name) if line not in known)
        )
        lines[name] = len(new)
        known.update(new)
    return Effort(len(FENCED.sub("", readme).split()), lines)


def given_texts(exercise: Exercise) -> Iterator[str]:
    """Yield what a learner is handed, file by file."""
    for name in exercise.locked:
        yield source_text(exercise, name)
    for name in exercise.editable:
        yield "\n".join(
            line for line, side in sides(source_text(exercise, name), name) if side != "solution"
        )


def solved_lines(exercise: Exercise, name: str) -> Iterator[str]:
    """Yield the lines of a file that stand between solution marks, as they are compared."""
    shown = [
        (line, side) for line, side in sides(source_text(exercise, name), name) if side != "stub"
    ]
    solved = {number for number, (_, side) in enumerate(shown, 1) if side == "solution"}
    text = "\n".join(line for line, _ in shown)
    for number, line in statements(text) if name.endswith(".py") else written_lines(text):
        if number in solved and re.search(r"\w", line):
            yield compared(line)


def statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield the first line number and the words of each statement of Python, docstrings apart."""
    words: list[tokenize.TokenInfo] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NEWLINE:
            if [word.type for word in words] != [tokenize.STRING]:
                yield words[0].start[0], " ".join(word.string for word in words)
            words = []
        elif token.type not in NO_STATEMENT:
            words.append(token)


def written_lines(text: str) -> Iterable[tuple[int, str]]:
    """Return the lines of a file in another language, without its comments."""
    without = COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    return enumerate(without.split("\n"), 1)


def compared(line: str) -> str:
    """Return the words of a line, so that `libc.f(x)` in one file is `lib.f(x)` in the other."""
    plain = LIBRARY_NAME.sub("lib.", line).replace("ffibuilder", "ffi")
    return " ".join(re.findall(r"\w+", plain))
