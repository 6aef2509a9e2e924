"""A case as blame looks at it: a hand-in made of a solution, with what differs from that."""

from cffi_workshop.exercises.markers import solution_text, stub_text
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.grading.blame import Case
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.submission import Submission
from cffi_workshop.grading.verdict import Observation

from .surroundings import REPOSITORY


def case(slug, *names, edits=(), whole=(), **more):
    """Return a case with the solution's files, edited: (file, what goes, what comes)."""
    exercise = load_exercise(REPOSITORY, slug)
    texts = {name: solution_text(exercise, name) for name in exercise.editable}
    for name, old, new in edits:
        assert old in texts[name], (name, old)
        texts[name] = texts[name].replace(old, new, 1)
    texts |= {name: stub_text(exercise, name) for name in more.get("stubs", ())}
    texts |= more.get("texts", {})
    submission = Submission({name: text.encode() for name, text in texts.items()}, {}, ())
    title, check = more.get("title", ""), more.get("check", "")
    return Case(exercise, submission, names, title, whole, check)


def line_with(case, name, text):
    return next(
        at for at, line in enumerate(case.submission.text(name).split("\n"), 1) if text in line
    )


def wrong(call="fibonacci(10)", found="[1]", expected="[0]", cause="wrong-value"):
    return Diagnosis.of(cause, Observation(call, "returned", found, expected))
