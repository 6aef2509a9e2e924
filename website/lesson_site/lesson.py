"""The lesson as _config.yml and the front matter of its episodes say it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from cffi_workshop.toml_schema import nearest
from lesson_site.headings import check_headings
from lesson_site.markdown import as_words
from lesson_site.schedule import minutes_of
from lesson_site.source_errors import Mapping, Problems

__all__ = ["Episode", "Lesson", "read_lesson"]

CONFIG = {
    "title": ("a text", str),
    "description": ("a sentence that says what the lesson is about", str),
    "keywords": ("a list of words", list),
    "license": ("the address of the licence of the text", str),
    "contact": ("an address to write to, of mail or of a page", str),
    "source": ("the address of the repository on GitHub", str),
    "half_days": ("the episodes that open a half-day, each with the time it starts at", dict),
    "break_minutes": ("a whole number", int),
    "breaks_after": ("a list of episodes", list),
    "episodes": ("the list of episodes, in order", list),
}
OPTIONAL = ("contact", "description", "keywords", "license", "source")

FRONT_MATTER = {
    "title": ("a text", str),
    "teaching": ("minutes, a whole number", int),
    "exercises": ("minutes, a whole number", int),
    "questions": ("a list of texts", list),
    "objectives": ("a list of texts", list),
    "keypoints": ("a list of texts", list),
    "jupytext": ("what makes JupyterLab open the page as a notebook", dict),
    "kernelspec": ("the kernel of the notebook", dict),
}


@dataclass(frozen=True)
class Episode:
    """One page of the lesson; `number` counts from 1."""

    slug: str
    number: int
    path: Path
    title: str
    teaching: int
    exercises: int
    questions: tuple[str, ...]
    objectives: tuple[str, ...]
    keypoints: tuple[str, ...]

    @property
    def docname(self) -> str:
        return f"episodes/{self.slug}"

    @property
    def minutes(self) -> int:
        return self.teaching + self.exercises


@dataclass(frozen=True)
class Lesson:
    """What _config.yml says, and the episodes it names."""

    title: str
    half_days: dict[str, str]
    break_minutes: int
    breaks_after: tuple[str, ...]
    episodes: tuple[Episode, ...]
    source: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    license: str = "https://creativecommons.org/licenses/by/4.0/"
    contact: str = ""

    @property
    def plain_title(self) -> str:
        """The title where there is no markup."""
        return as_words(self.title)

    def days(self) -> list[tuple[str, list[Episode]]]:
        """Return the episodes of each half-day, with the time it starts at."""
        days: list[tuple[str, list[Episode]]] = []
        for episode in self.episodes:
            if episode.slug in self.half_days:
                days.append((self.half_days[episode.slug], []))
            days[-1][1].append(episode)
        return days

    def episode(self, docname: str) -> Episode | None:
        return next((one for one in self.episodes if one.docname == docname), None)


def read_lesson(root: Path) -> Lesson:
    """Read _config.yml and the episodes; raise LessonError with a sentence for each mistake."""
    problems = Problems(root)
    path = root / "_config.yml"
    text = problems.read(path)
    problems.stop_if_any()
    config = Mapping(path, text, problems)
    problems.stop_if_any()
    config.check(CONFIG, OPTIONAL)
    problems.stop_if_any()
    check_names(config)
    check_times(config)
    problems.stop_if_any()
    slugs = config.values["episodes"]
    episodes = [read_episode(root, slug, number, problems) for number, slug in enumerate(slugs, 1)]
    problems.stop_if_any()
    texts = {key: tuple(config.values.get(key, ())) for key in ("breaks_after", "keywords")}
    lists = {"episodes": tuple(episodes), **texts}
    return Lesson(**{**config.values, **lists})


def check_names(config: Mapping) -> None:
    """Hold the names of episodes against the files of episodes/, and against each other."""
    slugs = config.values["episodes"]
    folder = config.path.parent / "episodes"
    for slug in slugs:
        if not (folder / f"{slug}.md").is_file():
            config.refuse(
                ("episodes", slug),
                f"there is no episodes/{slug}.md; write it, or take its name out",
            )
        if slugs.count(slug) > 1:
            config.refuse(("episodes", slug), f"{slug} is named more than once")
    for stray in sorted(folder.glob("[0-9]*.md")):
        if stray.stem not in slugs:
            config.refuse(
                "episodes", f"episodes/{stray.name} is not in this list; add it, or delete the file"
            )
    for key in ("half_days", "breaks_after"):
        for slug in config.values[key]:
            if slug not in slugs:
                config.refuse(
                    (key, slug), f"{key} names {slug}, which is no episode{nearest(slug, slugs)}"
                )
    if slugs[0] not in config.values["half_days"]:
        config.refuse("half_days", f"half_days does not name {slugs[0]}, which opens the first one")


def check_times(config: Mapping) -> None:
    for slug, time in config.values["half_days"].items():
        if minutes_of(str(time)) is None:
            config.refuse(
                ("half_days", slug),
                f'{slug} starts at {time!r}; expected a time such as "09:00", in quotes',
            )


def read_episode(root: Path, slug: str, number: int, problems: Problems) -> Episode | None:
    """Return an episode, or None if its front matter is wrong.

    Note what is wrong with the episode in `problems`.
    """
    path = root / "episodes" / f"{slug}.md"
    text = problems.read(path)
    if text is None:
        return None
    front, body = split_front_matter(text)
    if front is None:
        problems.add(path, 1, "the page does not start with front matter between two lines of ---")
        return None
    known = len(problems.sentences)
    mapping = Mapping(path, front, problems, offset=1)
    if len(problems.sentences) == known:
        mapping.check(FRONT_MATTER)
    check_headings(path, body, text.count("\n") - body.count("\n"), problems)
    if len(problems.sentences) > known:
        return None
    values = mapping.values
    lists = {key: tuple(values[key]) for key in ("questions", "objectives", "keypoints")}
    plain = {key: values[key] for key in ("title", "teaching", "exercises")}
    return Episode(slug=slug, number=number, path=path, **plain, **lists)


def split_front_matter(text: str) -> tuple[str | None, str]:
    """Return the YAML between the first two lines of dashes, and the text behind it."""
    match = re.match(r"---\n(.*?\n)---\n", text, re.DOTALL)
    return (match[1], text[match.end() :]) if match else (None, text)
