"""Hand-ins of a course that nobody attended: of the same kinds for the same number of people.

They are right, wrong (a file is as it was handed out), or worse (C that crashes, never ends, or
forks without end). Each has C of its own, in which the course is named, so that none is known from
a course before; and scripts as others have them, which is so with short exercises.
"""

from __future__ import annotations

import json
import random
import secrets
from collections import Counter
from pathlib import Path

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.markers import solution_text, stub_text

__all__ = ["lay_course", "notebook_of"]

SHARES = {"right": 0.45, "wrong": 0.45, "crashes": 0.04, "hangs": 0.03, "forks": 0.03}
BEFORE_MAIN = "__attribute__((constructor)) static void worse(void)"
WORSE = {
    "crashes": f"{BEFORE_MAIN} {{ __builtin_trap(); }}\n",
    "hangs": f"{BEFORE_MAIN} {{ for (volatile unsigned n = 0;; n++) {{ }} }}\n",
    "forks": f"int fork(void);\n{BEFORE_MAIN} {{ while (1) fork(); }}\n",
}


def lay_course(exercise: Exercise, folder: Path, people: int, hangs: bool) -> Counter[str]:
    """Write the hand-ins; return how many there are of each kind."""
    course = secrets.token_hex(4)
    drawn = random.Random(people)
    shares = {kind: share for kind, share in SHARES.items() if hangs or kind != "hangs"}
    kinds = drawn.choices(list(shares), list(shares.values()), k=people)
    for number, kind in enumerate(kinds):
        person = folder / f"person-{number:05}"
        person.mkdir(parents=True)
        for name, text in hand_in(exercise, kind, number, course).items():
            (person / name).write_text(text, encoding="utf-8")
    return Counter(kinds)


def hand_in(exercise: Exercise, kind: str, number: int, course: str) -> dict[str, str]:
    files = {name: solution_text(exercise, name) for name in exercise.editable}
    source = str(exercise.source)
    if kind == "wrong":
        name = exercise.editable[number % len(exercise.editable)]
        files[name] = stub_text(exercise, name)
    files[source] += WORSE.get(kind, "") + f"/* {number} of {course} */\n"
    return files


def notebook_of(exercise: Exercise, released: str, number: int) -> str:
    """Return a released notebook with the files of somebody who did everything right."""
    book = json.loads(released)
    files = hand_in(exercise, "right", number, "nbgrader")
    for cell in book["cells"]:
        name = "".join(cell["source"]).partition("\n")[0].removeprefix("%%writefile ")
        if name in files:
            cell["source"] = f"%%writefile {name}\n{files[name]}"
    return json.dumps(book)
