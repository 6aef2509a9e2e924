"""The collected answers of an exercise, told as edits of the solution: what each one says.

solutions/NAME/answers/KIND.toml has a table an answer:

    [c-current-first]
    about = "Changes *current first, and adds it to itself."
    cause = "wrong-value"
    check = "c-advances-the-pair"
    "fibonacci.c" = '''
    -    const int64_t sum = *current + *next;
    -
         *current = *next;
    '''

An edit is made in the solution as learners are shown it (edits.py). Two names before it share it.

    on = "textbook-indices"               an accepted answer, edited in place of the solution
    typical = true                        its report stands on the page of the exercise
    "notes.txt" = { whole = '''...''' }   a file of its own, or one that has little in common
    stubs = ["fibonacci.c"]               files as they were handed out
    without = ["Makefile"]                files that are not handed in

What TOML cannot hold (other line ends and encodings, links) lies in a folder answers/KIND/ANSWER.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.causes import ALL_CAUSES
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.metadata import read_toml
from cffi_workshop.toml_schema import Table, nearest

__all__ = [
    "KINDS",
    "Answer",
    "all_answers",
    "answers_folder",
    "find_answer",
    "handed_in",
    "read_answer",
    "read_answers",
    "shown_file",
]

KINDS = ("accepted", "wrong", "hostile")
ABOUT = ("about", "cause", "check", "remark", "typical", "on", "stubs", "without")


@dataclass(frozen=True)
class Answer:
    """One answer: what is expected of its verdict, and how its files differ from the solution's.

    `causes` has more than one where the machine decides among them, and none where all checks pass;
    `check` is the first that fails, "" for any; `remark` is what a remark of the verdict contains.
    `typical` is the one wrong answer of which the exercise's page shows what the checker says.
    """

    exercise: Exercise
    kind: str
    name: str
    about: str
    causes: tuple[str, ...] = ()
    check: str = ""
    remark: str = ""
    typical: bool = False
    on: str = ""
    stubs: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    edits: dict[str, str] = field(default_factory=dict)
    wholes: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.kind}/{self.name}"

    @property
    def shown(self) -> str:
        """Where it is written, for messages."""
        return f"{shown_file(self.exercise, self.kind)}: {self.name}"

    @property
    def folder(self) -> Path:
        """The files of it that no TOML can hold; most answers have none."""
        return answers_folder(self.exercise) / self.kind / self.name


def answers_folder(exercise: Exercise) -> Path:
    return exercise.solution / "answers"


def shown_file(exercise: Exercise, kind: str) -> str:
    return f"solutions/{exercise.slug}/answers/{kind}.toml"


def all_answers(exercise: Exercise) -> list[Answer]:
    """Return the answers of each kind, in the order of the files."""
    return [answer for kind in KINDS for answer in read_answers(exercise, kind)]


def read_answers(exercise: Exercise, kind: str) -> list[Answer]:
    """Read answers/KIND.toml; raise WorkshopError with file and key for what does not fit."""
    file, shown = answers_folder(exercise) / f"{kind}.toml", shown_file(exercise, kind)
    tables = read_toml(file, shown) if file.is_file() else {}
    refuse_strays(exercise, kind, list(tables))
    document = Table(tables, shown)
    return [read_answer(exercise, kind, name, document.inner(name)) for name in tables]


def refuse_strays(exercise: Exercise, kind: str, names: list[str]) -> None:
    """Refuse a folder beside KIND.toml that no table has: nobody would look at what it holds."""
    for folder in sorted((answers_folder(exercise) / kind).glob("*")):
        if folder.name not in names:
            raise WorkshopError(
                f"solutions/{exercise.slug}/answers/{kind}/{folder.name} belongs to no table of "
                f"{kind}.toml{nearest(folder.name, names)}; write the table, or delete the folder."
            )


def read_answer(exercise: Exercise, kind: str, name: str, table: Table) -> Answer:
    passes = kind == "accepted"
    for key in ("cause", "check"):
        if passes and key in table.values:
            raise table.error(key, "an accepted answer passes every check, so that it has none")
    edits, wholes = read_files(exercise, table)
    return Answer(
        exercise,
        kind,
        name,
        about=table.text("about"),
        causes=() if passes else read_causes(table),
        check="" if passes else table.text("check", default=""),
        remark=table.text("remark", default=""),
        typical=kind == "wrong" and table.get("typical", bool, "true or false", default=False),
        on=table.text("on", default=""),
        stubs=named_files(exercise, table, "stubs"),
        without=named_files(exercise, table, "without"),
        edits=edits,
        wholes=wholes,
    )


def read_causes(table: Table) -> tuple[str, ...]:
    """Return the cause, or the causes where the compiler or the sandbox decides among them."""
    if isinstance(table.values.get("cause"), list):
        return table.some_of("cause", ALL_CAUSES, "a cause")
    return (table.one_of("cause", ALL_CAUSES, "a cause"),)


def named_files(exercise: Exercise, table: Table, key: str) -> tuple[str, ...]:
    names = table.texts(key, default=())
    for name in names:
        if name not in exercise.editable:
            raise table.error(
                key, f"{name!r} is not a file that is edited{nearest(name, exercise.editable)}"
            )
    return names


def read_files(exercise: Exercise, table: Table) -> tuple[dict[str, str], dict[str, str]]:
    """Return the edits and the whole texts by file name; refuse whatever else is in the table."""
    edits: dict[str, str] = {}
    wholes: dict[str, str] = {}
    for key, value in table.values.items():
        names = [] if key in ABOUT else key.split()
        if type(value) is str and all(name in handed_in(exercise) for name in names):
            edits |= dict.fromkeys(names, table.get(key, str, "an edit"))
        elif type(value) is dict and all(is_plain(name) for name in names):
            whole = table.inner(key)
            wholes |= dict.fromkeys(names, whole.get("whole", str, "the text of the file"))
            whole.nothing_else()
        elif names:
            raise unknown(exercise, table, key)
    return edits, wholes


def handed_in(exercise: Exercise) -> tuple[str, ...]:
    """Return the files that an answer may have edited."""
    return (*exercise.editable, *exercise.locked)


def is_plain(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and str(path) == name


def unknown(exercise: Exercise, table: Table, key: str) -> WorkshopError:
    known = [*ABOUT, *handed_in(exercise)]
    return table.error(
        key,
        f"neither a key nor a file of {exercise.slug}{nearest(key, known)}; "
        "a file of its own is written as { whole = '''...''' }",
    )


def find_answer(exercise: Exercise, name: str) -> Answer:
    """Return the answer that KIND/ANSWER names."""
    answers = {answer.id: answer for answer in all_answers(exercise)}
    if name not in answers:
        raise WorkshopError(
            f"{exercise.slug} has no answer {name!r}{nearest(name, list(answers))}; "
            f"expected KIND/ANSWER, as in solutions/{exercise.slug}/answers/."
        )
    return answers[name]
