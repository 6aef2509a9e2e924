"""`make workbench`: the lesson in the form of the Carpentries
Workbench, with what its cells showed.

    _build/workbench/
        config.yaml                      what sandpaper has to know
        index.md, episodes/NN-slug.md    fenced divs with pandoc's attributes
        learners/, instructors/          setup, reference; notes
        episodes/fig/                    figures, and what cells drew
        NOT-CARRIED.md                   what could not be carried over, with file and line

R and sandpaper are not needed: the text is Markdown that sandpaper renders without running
anything.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import yaml

from cffi_workshop.notebooks.markdown_parts import fences
from lesson_site.execution import Store
from lesson_site.lesson import Episode, Lesson, read_lesson
from lesson_site.notebook import bullets, plain_notebook
from lesson_site.workbench_markdown import PAGES, TERM, Carrier, nested

__all__ = ["NOT_CARRIED", "write_workbench"]

NOT_CARRIED = "NOT-CARRIED.md"


def episode_page(episode: Episode, carrier: Carrier, store: Store) -> str:
    """Return an episode: front matter, questions and objectives, the text, key points."""
    book = plain_notebook(episode.path.read_text(encoding="utf-8"))
    store.fill_in(book)
    parts = []
    for number, cell in enumerate(book.cells):
        if cell.cell_type == "code":
            parts += carrier.code(cell, number)
        else:
            parts.append(carrier.text(cell.source) + "\n")
    front = {"title": episode.title, "teaching": episode.teaching, "exercises": episode.exercises}
    text = nested("\n".join(parts))
    return "\n".join(
        [
            f"---\n{yaml.safe_dump(front, sort_keys=False, allow_unicode=True)}---\n",
            div("questions", bullets(episode.questions)),
            div("objectives", bullets(episode.objectives)),
            text,
            div("keypoints", bullets(episode.keypoints)),
        ]
    )


def div(kind: str, text: str) -> str:
    return f"::: {kind}\n\n{text}\n\n:::\n"


def config(lesson: Lesson) -> str:
    values = {
        "carpentry": "incubator",
        "title": lesson.plain_title,
        "license": "CC-BY 4.0",
        "source": lesson.source,
        "branch": "main",
        "contact": lesson.contact,
        "life_cycle": "stable",
        "keywords": ", ".join(lesson.keywords),
        "episodes": [f"{one.slug}.md" for one in lesson.episodes],
        "learners": ["setup.md", "reference.md"],
        "instructors": ["instructor-notes.md"],
        "profiles": ["learner-profiles.md"],
    }
    return yaml.safe_dump(values, sort_keys=False, allow_unicode=True)


def write_workbench(root: Path, folder: Path, executed: Path | None = None) -> list[str]:
    """Write the lesson at `root` into `folder`; return what could not be carried, with its file.

    `executed` is where it is kept what the cells showed; as a rule that of `make site`.
    """
    lesson = read_lesson(root)
    shutil.rmtree(folder, ignore_errors=True)
    figures = folder / "episodes" / "fig"
    for name in ("episodes/fig", "learners", "instructors", "profiles"):
        (folder / name).mkdir(parents=True)
    for figure in (root / "fig").glob("*.svg"):
        shutil.copy(figure, figures)
    store = Store(root, executed or root / "_build" / "executed")
    store.run(
        {one.path: plain_notebook(one.path.read_text(encoding="utf-8")) for one in lesson.episodes}
    )
    lost = []
    for episode in lesson.episodes:
        carrier = Carrier(episode.path, figures)
        page = episode_page(episode, carrier, store)
        (folder / "episodes" / f"{episode.slug}.md").write_text(page, encoding="utf-8")
        lost += [f"episodes/{episode.slug}.md: {one}" for one in carrier.lost]
    lost += write_pages(root, folder, figures)
    (folder / "config.yaml").write_text(config(lesson), encoding="utf-8")
    index = f"---\nsite: sandpaper::sandpaper_site\n---\n\n{lesson.description}\n"
    (folder / "index.md").write_text(index, encoding="utf-8")
    (folder / NOT_CARRIED).write_text(not_carried(lost), encoding="utf-8")
    return lost


def write_pages(root: Path, folder: Path, figures: Path) -> Iterator[str]:
    """Write the pages beside the episodes; yield what could not be carried."""
    for name, target in PAGES.items():
        path = root / "website" / "pages" / f"{name}.md"
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        carrier = Carrier(path, figures)
        text = glossary(body) if name == "glossary" else carrier.text(body)
        (folder / target).write_text(f"---\n{front}---\n{text}", encoding="utf-8")
        yield from (f"website/pages/{name}.md: {one}" for one in carrier.lost)
    notes = "Each episode has its notes in its own `instructor` divs.\n"
    (folder / "instructors" / "instructor-notes.md").write_text(
        f"---\ntitle: Instructor notes\n---\n\n{notes}"
    )


def glossary(body: str) -> str:
    """Return terms as headings, so that links lead to them."""
    parts = []
    for fence in fences(body):
        if fence.kind == "glossary":
            for entry in re.split(r"\n(?=\S)", fence.content.strip("\n")):
                term, _, says = entry.partition("\n")
                said = TERM.sub(lambda found: found[1], " ".join(says.split()))
                parts.append(f"## {term}\n\n{said}\n")
    return "\n" + "\n".join(parts)


def not_carried(lost: list[str]) -> str:
    always = [
        "The answers to predictions are folded text: the Workbench has no options to choose from.",
        "Exercises with their checker, hints and collected answers stay in the repository.",
        "The error catalogue, its matcher, the search and present mode are the site's own.",
        "Magics of cells (`%lesson`, `%show`) are left out; what they showed is there.",
    ]
    parts = [
        "# What was not carried over",
        bullets(always),
        "## In the text",
        bullets(lost) or "Nothing.",
    ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    here = Path.cwd()
    left = write_workbench(here, here / "_build" / "workbench")
    print(
        f"Written: _build/workbench. {len(left)} places could not be carried; {NOT_CARRIED} says "
        "which."
    )
