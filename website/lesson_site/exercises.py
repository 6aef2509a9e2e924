"""The page of an exercise: its README, and what the workshop knows beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from cffi_workshop.authoring.answers import Answer, read_answers
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.general_hints import Hint
from cffi_workshop.exercises.hints import LEVELS, read_hints
from cffi_workshop.exercises.markers import solution_text, stub_text
from cffi_workshop.exercises.readme import sections
from cffi_workshop.jupyter.page_magics import language
from cffi_workshop.notebooks.code_in_markdown import with_code
from cffi_workshop.report import STAGES
from lesson_site.lesson import Lesson
from lesson_site.notebook import box, bullets
from lesson_site.verdicts import ToldMistake, contents

__all__ = ["depends_on", "docname", "exercise_page", "invitation", "slug_of"]

LEVEL_TITLES = (
    "Where to look",
    "What is behind it",
    "An example from elsewhere",
    "The lines themselves",
)
ANSWER_KINDS = {
    "accepted": "Accepted: other ways that pass every check",
    "wrong": "Wrong: what learners write, and the cause that has to be named",
    "hostile": "Hostile: what the sandbox has to stop",
}


def docname(slug: str) -> str:
    return f"solutions/{slug}/README"


def slug_of(name: str) -> str | None:
    """Return the exercise that a page is about, by the page's name."""
    folder, *rest = name.split("/")
    return rest[0] if folder == "solutions" and rest[1:] == ["README"] else None


def depends_on(exercise: Exercise) -> list[tuple[str, bytes]]:
    """Return all files that the page is made of, each with its content."""
    return list(contents(exercise.solution))


def invitation(exercise: Exercise) -> str:
    """Return the box by which an episode leads to its exercise."""
    title = f"[{exercise.title}](/{docname(exercise.slug)}.md)"
    about = f"About {exercise.minutes} minutes, {exercise.points} points."
    command = f"```console\n$ workshop check {exercise.slug}\n```"
    return box("exercise", f"{about} {with_code(exercise.adds)}\n\n{command}", title)


def exercise_page(text: str, exercise: Exercise, lesson: Lesson, told: ToldMistake | None) -> str:
    """Return the Markdown of the page of an exercise.

    It is the README, with generated parts between and below its sections.
    """
    parts = sections(text)
    end = next(
        (place for place, part in enumerate(parts) if part.startswith("## Discussion")), len(parts)
    )
    parts, discussion = parts[:end], "\n\n".join(parts[end:])
    parts.insert(1, overview(exercise, lesson))
    files = next((place for place, part in enumerate(parts) if part.startswith("## Files\n")), 1)
    parts.insert(files + 1, handed_out(exercise))
    parts += [mistake(told), hints(exercise, told.checks)] if told else [hints(exercise, {})]
    parts += [folded_discussion(discussion) if discussion else "", answers(exercise)]
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"


def overview(exercise: Exercise, lesson: Lesson) -> str:
    episode = lesson.episode(f"episodes/{exercise.episode}")
    title = f"episode {episode.number}, {episode.title}"
    directions = [
        f"Taught in [{title}](/{episode.docname}.md).",
        f"In the folder `exercises/{exercise.slug}`.",
        f"Check it with `workshop check {exercise.slug}`.",
    ]
    news = [exercise.adds, exercise.assumes and f"You need: {exercise.assumes}"]
    known = [with_code(text) for text in news if text]
    inner = (box("news", bullets(known)) if known else "") + box("directions", bullets(directions))
    return box("overview", inner, f"about {exercise.minutes} minutes, {exercise.points} points")


def handed_out(exercise: Exercise) -> str:
    names = (*exercise.editable, *exercise.locked)
    files = [box("file", code(name, stub_text(exercise, name)), f"`{name}`") for name in names]
    return "\n".join(["Each file as you get it:\n", *files])


def code(name: str, text: str) -> str:
    fence = "`" * 4 if "```" in text else "```"
    return f"{fence}{language(name)}\n{text.rstrip()}\n{fence}"


def folded_discussion(part: str) -> str:
    title, _, text = part.partition("\n")
    folded = box("spoiler", text.strip(), "it shows solutions; read it when your checks pass")
    return f"{title}\n\n{folded}"


# Hints


def hints(exercise: Exercise, checks: dict[str, str]) -> str:
    told = [box("hint", levels(hint), subject(hint, checks)) for hint in read_hints(exercise).hints]
    intro = (
        f"`workshop hint {exercise.slug}` gives the one that fits your first failure, a level at a "
        "time."
    )
    return "\n".join(["## Hints\n", intro + " Here are all of them, each in four levels.\n", *told])


def levels(hint: Hint) -> str:
    """Return the first level, and the others folded one within the other."""
    inner = ""
    for level, title in reversed(list(zip(LEVELS, LEVEL_TITLES, strict=True))):
        # A text may begin with code, which is what stands behind four spaces.
        text = with_code(getattr(hint, level).strip("\n")) + "\n\n" + inner
        inner = text if level == LEVELS[0] else box("hint", text, title)
    return inner


def subject(hint: Hint, checks: dict[str, str]) -> str:
    """Return what the hint is about: parts of the work, or the checks, and the causes."""
    about = "; ".join(dict.fromkeys(matched(hint.checks, checks))) or "anything else"
    causes = ", ".join(cause.replace("-", " ") for cause in hint.causes)
    return with_code(f"{about} ({causes})" if causes else about)


def matched(patterns: Iterable[str], checks: dict[str, str]) -> Iterator[str]:
    for pattern in patterns:
        stage = pattern.partition("-")[0]
        found = [title for name, title in checks.items() if fnmatchcase(name, pattern)]
        if pattern.endswith("-*") and stage in STAGES:
            yield STAGES[stage]
        elif pattern != "*" and found:
            yield found[0]


# What the checker says


def mistake(told: ToldMistake) -> str:
    return (
        "## What the checker says of a typical mistake\n\n"
        f"The mistake: {with_code(lower_first(told.about))} "
        "`workshop check` was run on it when this page was made.\n\n"
        f"```text\n{told.report.rstrip()}\n```"
    )


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


# For instructors


def answers(exercise: Exercise) -> str:
    """Return the solution and the collected answers, in a box that the instructor view shows."""
    files = {name: code(name, solution_text(exercise, name)) for name in exercise.editable}
    solved = [box("file", text, f"`{name}`") for name, text in files.items()]
    kinds = [of_kind(read_answers(exercise, kind), title) for kind, title in ANSWER_KINDS.items()]
    return box("instructor", "\n".join(["**The solution.**\n", *solved, *kinds]), "Answers")


def of_kind(found: list[Answer], title: str) -> str:
    inner = "\n".join(line(answer) + "".join(edits(answer)) for answer in found)
    return box("spoiler", inner, f"{title} ({len(found)})") if found else ""


def line(answer: Answer) -> str:
    causes = " or ".join(f"`{cause}`" for cause in answer.causes)
    return (
        f"**{answer.name}.** {with_code(answer.about)}"
        + (f" Cause: {causes}." if causes else "")
        + "\n\n"
    )


def edits(answer: Answer) -> Iterator[str]:
    """Yield the edit of each file of the solution, as it was collected.

    Files that were collected whole are left out.
    """
    for name, edit in answer.edits.items():
        yield f"````diff\n{name}\n{edit.strip(chr(10))}\n````\n\n"
