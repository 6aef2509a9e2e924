"""What is not begun yet is told as a step to do, whatever it looked like."""

from __future__ import annotations

import re
from operator import attrgetter

from cffi_workshop.exercises.todos import todos_in
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from .files.case import Case, Source
from .files.differences import bare, without_comments

__all__ = ["first_todo", "not_begun"]

MISSED = re.compile(
    r"NameError: name '(\w+)' is not defined|AttributeError: [^\n]{0,200} has no attribute '(\w+)'"
)
OF_NAME = re.compile(r"NameError: ")
OF_OBJECT = re.compile(r"AttributeError: '\w{1,80}' object has no attribute")
MAKES = r"(?:\b(?:import|def|class|for)\b[^=(\n]*\b{0}\b|(?m:^[^=(\n]*\b{0}\b[^=(\n]*=))"
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
        if of_none and (nothing := nothing_yet(source)):  # its own TODO may be gone by now
            return min(filter(None, (nothing, todo)), key=attrgetter("location.line"))
        # A step that is begun may use a name that nothing makes, with its TODO still above it.
        makes = MAKES if OF_NAME.search(said) else r"\b{0}\b"
        if todo and name and re.search(makes.format(name), missing_of_solution(source)):
            return todo
    return None


def nothing_yet(source: Source) -> Diagnosis | None:
    """Return the first name that still is the None that it was handed out as, as a step to do."""
    solved, handed_out = (
        {line.strip() for line in text.split("\n")} for text in (source.solution, source.stub)
    )
    for line, text in enumerate(source.written_lines, start=1):
        said = text.strip()
        if said in handed_out - solved and HANDED_OUT.match(said):
            message = f"This step is still to be done: `{said}` is as it was handed out."
            return Diagnosis("todo-left", message, Location(source.name, line))
    return None


def missing_of_solution(source: Source) -> str:
    """Return the lines of the solution that the learner's file does not have."""
    mine = {bare(source.name, line) for line in source.lines}
    solved = source.solution.split("\n")
    return "\n".join(line for line in solved if bare(source.name, line) not in mine)


def code_of(name: str, text: str) -> str:
    """Return a source without comments and white space, to compare what is left."""
    return re.sub(r"\s+", "", without_comments(name, text))
