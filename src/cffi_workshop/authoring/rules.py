"""What each exercise of the workshop keeps to, with a sentence for the author where it does not.

These rules can be seen in the files. That the solution scores full and each collected answer gets
its verdict has to be run: `workshop check` and `workshop answers check`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.hints import LEVELS, read_hints
from cffi_workshop.exercises.markers import solution_text, stub_text
from cffi_workshop.exercises.metadata import all_exercises
from cffi_workshop.exercises.readme import typed_lines
from cffi_workshop.exercises.todos import todos_in

from .answers import KINDS, all_answers, read_answers
from .stubs import outdated

__all__ = ["LEAST_ANSWERS", "broken_rules"]

SECTIONS = ("Goal", "Files", "Steps", "Out of scope", "Discussion")
LEAST_ANSWERS = {"accepted": 4, "wrong": 10, "hostile": 3}
MOST_TODOS = 4  # a file
COLUMNS = 80
FUNCTION = re.compile(r"^[a-z][\w ]*[ *](\w+)\([^;{}]*\);", re.MULTILINE)


def broken_rules(exercise: Exercise) -> list[str]:
    """Return a sentence for each rule that the exercise does not keep, none if it keeps all."""
    return [
        f"solutions/{exercise.slug}: {sentence}" for rule in RULES for sentence in rule(exercise)
    ]


def text_of(exercise: Exercise, name: str) -> str:
    return (exercise.solution / name).read_text(encoding="utf-8")


def readme_has_its_sections(exercise: Exercise) -> Iterator[str]:
    found = re.findall(r"^## (.+)$", text_of(exercise, "README.md"), re.MULTILINE)
    for section in SECTIONS:
        if section not in found:
            yield f"README.md has no section `## {section}`; expected {', '.join(SECTIONS)}."


def readme_names_each_file(exercise: Exercise) -> Iterator[str]:
    readme = text_of(exercise, "README.md")
    for name in (*exercise.editable, *exercise.locked):
        if not any(f"`{one}`" in readme for one in (name, f"{name.partition('/')[0]}/")):
            yield f"README.md does not name `{name}`; say in its table what a learner does with it."


def code_fits_a_page(exercise: Exercise) -> Iterator[str]:
    """What a learner types stands in lines that no page has to break, and that can be read."""
    texts = [("README.md", text_of(exercise, "README.md"))]
    texts += [
        ("hints.toml", getattr(hint, level))
        for hint in read_hints(exercise).hints
        for level in LEVELS
    ]
    for name, text in texts:
        for line in typed_lines(text):
            if len(line) > COLUMNS:
                yield (
                    f"{name} has {len(line)} columns to type in `{line[:40]}...`; expected at most "
                    f"{COLUMNS}. In a session, a command goes on after `> `."
                )


def todos_are_counted(exercise: Exercise) -> Iterator[str]:
    """A file's TODOs are numbered from 1, and few."""
    for name in exercise.editable:
        numbers = sorted(
            {int(todo.split()[1].rstrip(":")) for _, todo in todos_in(stub_text(exercise, name))}
        )
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"{name} has the TODOs {numbers}; number them from 1, in each file anew."
        if len(numbers) > MOST_TODOS:
            yield (
                f"{name} has {len(numbers)} TODOs; expected at most {MOST_TODOS}, so split the "
                "exercise."
            )


def stubs_give_nothing_away(exercise: Exercise) -> Iterator[str]:
    for name in exercise.editable:
        todos = list(todos_in(stub_text(exercise, name)))
        if todos and stub_text(exercise, name) == solution_text(exercise, name):
            yield (
                f"{name} is handed out solved; put BEGIN SOLUTION and END SOLUTION around the "
                "answer."
            )


def header_tells_its_contract(exercise: Exercise) -> Iterator[str]:
    for name in (name for name in exercise.locked if name.endswith(".h")):
        text = text_of(exercise, name)
        if not re.search(r"^#ifndef (\w+)\n#define \1$", text, re.MULTILINE):
            yield f"{name} has no guard; begin with #ifndef and #define of one name."
        for function in FUNCTION.finditer(text):
            if not text[: function.start()].rstrip().endswith("*/"):
                yield (
                    f"{name} has no comment before {function[1]}(); say what it does, and who owns "
                    "what."
                )


def checker_can_try_the_c(exercise: Exercise) -> Iterator[str]:
    """C that learners write is called through a harness; C that scripts call has a probe."""
    needed = ["checker/harness.py"] if exercise.source in exercise.editable else []
    needed += ["checker/probe.c"] if exercise.source or exercise.system else []
    for name in needed:
        if not (exercise.solution / name).is_file():
            yield f"{name} is missing; see how another exercise does it."


def order_is_its_own(exercise: Exercise) -> Iterator[str]:
    for other in all_exercises(exercise.root):
        if other.slug != exercise.slug and other.order == exercise.order:
            yield (
                f"exercise.toml has order = {exercise.order}, as {other.slug} has; choose another "
                "place."
            )


def answers_are_enough(exercise: Exercise) -> Iterator[str]:
    for kind in KINDS:
        count = len(read_answers(exercise, kind))
        if count < LEAST_ANSWERS[kind]:
            yield (
                f"answers/{kind}.toml has {count} answers; expected at least "
                f"{LEAST_ANSWERS[kind]}, each a try of something else: `workshop answers add "
                f"{exercise.slug} {kind} FOLDER`."
            )


def answers_are_described(exercise: Exercise) -> Iterator[str]:
    for answer in all_answers(exercise):
        if not answer.about.endswith("."):
            yield (
                f"{answer.shown}: about is {answer.about!r}; say in a sentence what is special "
                "about it."
            )


def one_mistake_is_typical(exercise: Exercise) -> Iterator[str]:
    """The page of an exercise shows what the checker says of one mistake."""
    typical = [answer.name for answer in read_answers(exercise, "wrong") if answer.typical]
    if len(typical) != 1:
        yield (
            f"answers/wrong.toml has {len(typical)} answers with `typical = true`; expected one: "
            "a mistake that many make, which is soon judged."
        )


def hints_reach_each_mistake(exercise: Exercise) -> Iterator[str]:
    """For the first failure of each collected wrong answer there is a hint."""
    hints = read_hints(exercise).hints
    if not hints:
        yield "hints.toml has no [[hints]]; write four levels for each part."
        return
    for answer in read_answers(exercise, "wrong"):
        for cause in answer.causes:
            fits = (hint for hint in hints if not hint.causes or cause in hint.causes)
            if answer.check and not any(
                fnmatch(answer.check, one) for hint in fits for one in hint.checks
            ):
                yield (
                    f"hints.toml has no hint for {cause} in {answer.check}, which {answer.shown} "
                    "runs into."
                )


def exercise_is_generated(exercise: Exercise) -> Iterator[str]:
    for path in outdated(exercise.root, [exercise.slug]):
        yield f"{shown(path, exercise)} is not what `workshop stubs {exercise.slug}` makes; run it."
    for folder in (exercise.folder, exercise.solution):
        if not (folder / exercise.notebook).is_file():
            yield (
                f"{shown(folder / exercise.notebook, exercise)} is missing; "
                f"`workshop notebooks {exercise.slug}` makes and runs it."
            )


def shown(path: Path, exercise: Exercise) -> str:
    return path.relative_to(exercise.root).as_posix()


RULES: tuple[Callable[[Exercise], Iterator[str]], ...] = (
    readme_has_its_sections,
    readme_names_each_file,
    code_fits_a_page,
    todos_are_counted,
    stubs_give_nothing_away,
    header_tells_its_contract,
    checker_can_try_the_c,
    order_is_its_own,
    answers_are_enough,
    answers_are_described,
    one_mistake_is_typical,
    hints_reach_each_mistake,
    exercise_is_generated,
)
