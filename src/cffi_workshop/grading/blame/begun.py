"""What is not begun yet is told as a step to do, whatever it looked like."""

from __future__ import annotations

import re

from cffi_workshop.exercises.todos import todos_in
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from .files.case import Case, Source
from .files.differences import bare, without_comments

__all__ = ["first_todo", "not_begun"]

MISSED = re.compile(
    r"NameError: name '(\w+)' is not defined|AttributeError: [^\n]{0,200} has no attribute '(\w+)'"
)
OF_OBJECT = re.compile(r"AttributeError: '\w{1,80}' object has no attribute")
HANDED_OUT = re.compile(r"[\w ,=]{1,80} = .{0,80}\bNone\b")
OF_NONE = re.compile(r"'NoneType'|not NoneType")


def not_begun(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the step to do, or else the finding.

    A step is to be done where a file is as it was handed out, is empty, or lacks what a step makes.
    """
    if finding.cause == "todo-left":
        file = finding.location.file if finding.location else ""
        return (first_todo(case.source(file)) if file in case.submission.files else None) or finding
    for source in case.there:
        code = code_of(source.name, source.text)
        concerned = source.name in case.whole
        if concerned and code == code_of(source.name, source.stub) and (todo := first_todo(source)):
            return todo
        if (
            not code
            and code_of(source.name, source.stub)
            and (concerned or source.name in finding.message)
        ):
            return empty(source)
    return left_out(finding, case) or finding


def first_todo(source: Source) -> Diagnosis | None:
    """Return the first TODO that still stands in a file, as the finding for a step not done."""
    for line, todo in todos_in(source.text):
        return Diagnosis(
            "todo-left", f"This step is still to be done: {todo}", Location(source.name, line)
        )
    return None


def empty(source: Source) -> Diagnosis:
    message = (
        f"{source.name} has no code in it; `workshop reset` brings back the stub with its TODOs."
    )
    return Diagnosis("todo-left", message, Location(source.name, 1))


def left_out(finding: Diagnosis, case: Case) -> Diagnosis | None:
    """Return the step that would make the name, or the object, that an exception missed."""
    if finding.cause not in ("exception", "import-error"):
        return None
    said = f"{finding.message}\n{finding.detail}"
    missed, of_none = MISSED.search(said), OF_NONE.search(said)
    symptom = finding.location.file if finding.location else ""
    for source in sorted(case.there, key=lambda source: source.name != symptom):
        todo = first_todo(source)
        name = missed and (missed[1] or missed[2])
        if name and OF_OBJECT.search(said):  # which others than this file may have given it
            name = name if re.search(rf"\bself\.{name}\b|\bdef {name}\b", source.solution) else None
        is_none = of_none and has_nothing_yet(source)
        if todo and (is_none or (name and re.search(rf"\b{name}\b", missing_of_solution(source)))):
            return todo
    return None


def has_nothing_yet(source: Source) -> bool:
    """Say whether a name still is the None that it was handed out as."""
    mine, solved = (
        {line.strip() for line in text.split("\n")} for text in (source.text, source.solution)
    )
    handed_out = {line.strip() for line in source.stub.split("\n")} - solved
    return any(HANDED_OUT.match(line) for line in handed_out & mine)


def missing_of_solution(source: Source) -> str:
    """Return the lines of the solution that the learner's file does not have."""
    mine = {bare(source.name, line) for line in source.lines}
    solved = source.solution.split("\n")
    return "\n".join(line for line in solved if bare(source.name, line) not in mine)


def code_of(name: str, text: str) -> str:
    """Return a source without comments and white space, to compare what is left."""
    return re.sub(r"\s+", "", without_comments(name, text))
