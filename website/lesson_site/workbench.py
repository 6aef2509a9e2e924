"""`make workbench`: the lesson in the form of the Carpentries Workbench, with its outputs.

    _build/workbench/
        README.md                        what this is, and what could not be carried over
        config.yaml, .gitignore          what sandpaper has to know
        LICENSE.md, CODE_OF_CONDUCT.md, CITATION.cff
        index.md, episodes/NN-slug.md    fenced divs with pandoc's attributes
        learners/, instructors/          setup, reference; notes
        episodes/fig/                    figures, and what cells drew

R and sandpaper are not needed: the text is Markdown that sandpaper renders without running
anything.
"""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import yaml

from cffi_workshop.notebooks.markdown_parts import fences
from lesson_site.execution import Store
from lesson_site.lesson import Episode, Lesson, read_lesson
from lesson_site.notebook import bullets, plain_notebook
from lesson_site.workbench_markdown import PAGES, TERM, Carrier, begun_at_level_2, nested

__all__ = ["README", "write_workbench"]

README = "README.md"
"""sandpaper makes a page of every other Markdown file at the top."""

UNKNOWN = {
    "source": "https://example.com/template-source/lesson-example",
    "contact": "name@example.com",
}
"""What stands in for an address that `_config.yml` does not say: sandpaper fails without one."""

IGNORED = """
episodes/*html site/* !site/README.md .Rhistory .Rapp.history .RData .Ruserdata *-Ex.R /*.tar.gz
/*.Rcheck/ .Rproj.user/ vignettes/*.html vignettes/*.pdf .httr-oauth *_cache/ /cache/ *.utf8.md
*.knit.md .Renviron docs/ po/*~
"""
"""What sandpaper's check_lesson() wants to find in .gitignore."""

TITLED = ("LICENSE.md", "CODE_OF_CONDUCT.md")


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
    text = begun_at_level_2(nested("\n".join(parts)))
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
        "source": lesson.source or UNKNOWN["source"],
        "branch": "main",
        "contact": lesson.contact or UNKNOWN["contact"],
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
    write_beside(root, folder)
    (folder / README).write_text(readme(lesson, lost), encoding="utf-8")
    return lost


def write_beside(root: Path, folder: Path) -> None:
    """Write the files that sandpaper checks for, and that the foot of each page leads to."""
    (folder / ".gitignore").write_text("\n".join(IGNORED.split()) + "\n", encoding="utf-8")
    shutil.copy(root / "CITATION.cff", folder)
    for name in TITLED:
        heading, _, text = (root / name).read_text(encoding="utf-8").partition("\n")
        front = f"---\ntitle: {heading.lstrip('# ')}\n---\n"
        (folder / name).write_text(front + text, encoding="utf-8")


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


def readme(lesson: Lesson, lost: list[str]) -> str:
    always = [
        "The answers to predictions are folded text: the Workbench has no options to choose from.",
        "Exercises with their checker, hints and collected answers stay in the repository.",
        "The error catalogue, its matcher, the search and present mode are the site's own.",
        "Magics of a page (`%lesson`, `%show`) are left out; what they showed is there.",
    ]
    asked = " and ".join(f"`{name}`" for name in UNKNOWN if not getattr(lesson, name))
    fill_in = f"Before you publish it, fill in {asked} in `config.yaml`.\n\n" if asked else ""
    parts = [
        f"# {lesson.plain_title}",
        "This lesson was written by `make workbench` of the workshop's repository: change it there."
        " In R, `sandpaper::build_lesson()` makes its pages.",
        f"{fill_in}## What was not carried over",
        bullets(always),
        "## In the text",
        bullets(lost) or "Nothing.",
    ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    here = Path.cwd()
    logging.getLogger("sphinx").setLevel("WARNING")  # how far it is, Sphinx alone can show
    left = write_workbench(here, here / "_build" / "workbench")
    print(
        f"Written: _build/workbench. {len(left)} places could not be carried; {README} says which."
    )
