"""Make a new exercise: a small one that works and keeps every rule, to be changed step by step.

What is copied lies in skeleton/: an exercise called `skeleton`, whose name becomes the new one's.
"""

from __future__ import annotations

import keyword
import re
import sys
from pathlib import Path

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.checkout import episode_slugs
from cffi_workshop.exercises.metadata import all_exercises
from cffi_workshop.files import BUILD_FOLDERS

from .stubs import generate

__all__ = ["new_exercise"]

SKELETON = Path(__file__).with_name("skeleton")
NAME = re.compile(r"[a-z][a-z0-9]{1,30}")
# What a C file, a library or a module of that name would hide, or be hidden by.
TAKEN = {
    *sys.stdlib_module_names,
    *keyword.kwlist,
    *keyword.softkwlist,
    "cffi",
    "c",
    "m",
    "skeleton",
}


def new_exercise(root: Path, name: str, episode: str | None = None) -> list[Path]:
    """Write solutions/NAME and exercises/NAME; return the paths.

    WorkshopError where the name does not do.

    Without `episode`, the last one of _config.yml teaches it.
    """
    require_free(root, name)
    episodes = episode_slugs(root)
    if episode is not None and episode not in episodes:
        raise WorkshopError(
            f"{episode!r} is no episode of _config.yml; there are: {', '.join(episodes)}."
        )
    order = max((one.order for one in all_exercises(root)), default=0) + 10
    words = {"EPISODE": episode or episodes[-1], "ORDER": str(order)}
    written = []
    for source in sorted(path for path in SKELETON.rglob("*") if path.is_file()):
        if source.parent.name in BUILD_FOLDERS:  # pip compiles what it installs
            continue
        target = root / "solutions" / name / renamed(source.relative_to(SKELETON).as_posix(), name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(
            with_words(renamed(source.read_text(encoding="utf-8"), name), words), encoding="utf-8"
        )
        written.append(target)
    return written + generate(root, [name])


def require_free(root: Path, name: str) -> None:
    if not NAME.fullmatch(name):
        raise WorkshopError(
            f"{name!r} cannot be the name of an exercise; expected a word of small letters and "
            "digits, which C and Python files, a library and a module can be called by."
        )
    if name in TAKEN:
        raise WorkshopError(
            f"{name!r} is the name of something that Python or C has already; choose another."
        )
    for folder in ("solutions", "exercises"):
        if (root / folder / name).exists():
            raise WorkshopError(
                f"{folder}/{name} exists already; choose another name, or remove it."
            )


def renamed(text: str, name: str) -> str:
    return (
        text.replace("skeleton", name)
        .replace("SKELETON", name.upper())
        .replace("Skeleton", name.capitalize())
    )


def with_words(text: str, words: dict[str, str]) -> str:
    return re.sub(r"\b(EPISODE|ORDER)\b", lambda found: words[found[0]], text)
