"""Each answer collected in solutions/*/answers gets the verdict that its author named."""

import pytest

from cffi_workshop.authoring.answer_files import lay_out, raw_files, texts
from cffi_workshop.authoring.answers import KINDS, all_answers, handed_in, read_answers
from cffi_workshop.authoring.rules import LEAST_ANSWERS
from cffi_workshop.exercises.causes import ALL_CAUSES
from cffi_workshop.exercises.markers import solution_text

from .drawn import drawn
from .surroundings import EXERCISES


def answers(*kinds, among=EXERCISES):
    found = [one for exercise in among for kind in kinds for one in read_answers(exercise, kind)]
    return [pytest.param(one, id=f"{one.exercise.slug}/{one.id}") for one in found]


def one_a_cause(entries):
    """Mark as quick the first answer for each cause: the path begins with what is built soonest."""
    first = {}
    for entry in entries:
        first.setdefault(entry.values[0].causes[0], entry.id)
    quick = pytest.mark.quick
    return [
        pytest.param(
            *entry.values, id=entry.id, marks=[quick] if entry.id in first.values() else []
        )
        for entry in entries
    ]


@pytest.fixture
def verdict_on(tmp_path, check):
    """Return a function that judges an answer: what it changes.

    That the rest passes is what test_stub_verdicts.py holds, as it is the solution's; which line is
    named, what test_trials.py and test_blame.py hold.
    """

    def judge(answer, sandbox="auto", **options):
        options = {"only_changed": True, "line_by_trial": False} | options
        lay_out(answer, tmp_path / "handed-in")
        return check(answer.exercise.slug, tmp_path / "handed-in", sandbox, **options)

    return judge


def first_failure(verdict):
    return next((check for check in verdict["checks"] if check["status"] == "failed"), None)


@pytest.mark.alike
@pytest.mark.parametrize("answer", answers("accepted"))
def test_a_right_answer_in_another_style_passes(answer, verdict_on):
    verdict = verdict_on(answer)
    assert [check["message"] for check in verdict["checks"] if check["status"] != "passed"] == []
    assert verdict["points"] == verdict["max_points"] > 0
    assert any(answer.remark in remark for remark in [*verdict["remarks"], ""])


@pytest.mark.alike
@pytest.mark.parametrize("answer", one_a_cause(answers("wrong")))
def test_a_wrong_answer_is_told_its_cause(answer, verdict_on):
    failure = first_failure(verdict_on(answer, until_first_failure=True))
    assert failure["cause"] in answer.causes, failure["message"]
    assert failure["id"] == answer.check or not answer.check, failure["message"]


@pytest.mark.alike
@pytest.mark.parametrize("answer", answers("hostile"))
def test_a_hostile_answer_never_passes_and_leaves_nothing(answer, verdict_on, nothing_left):
    # What is claimed shows at the first failure, and most of what follows waits for a limit. That a
    # whole verdict is reached, too, is held by fibonacci, whose answers try each layer.
    whole = answer.exercise.slug == "fibonacci"
    verdict = verdict_on(answer, until_first_failure=not whole, only_changed=not whole)
    failure = first_failure(verdict)
    assert not verdict["passed"]
    assert failure["cause"] in answer.causes, failure["message"]
    nothing_left()


# What reads or writes outside is bubblewrap's to stop; these the limits alone have to end.
ENDED_BY_LIMITS = (
    *("fork-bomb", "daemon", "endless-loop", "sleep", "exits", "6-gb", "300-mb", "forks-before"),
)
FIBONACCI = [exercise for exercise in EXERCISES if exercise.slug == "fibonacci"]


def ended_by_limits():
    """Return the answers of each kind that are drawn: C, scripts and `make` have the same limits."""
    entries = answers("hostile", among=FIBONACCI)
    kinds = {word: [one for one in entries if word in one.id] for word in ENDED_BY_LIMITS}
    return [one for word, those in kinds.items() for one in drawn(those, word)]


@pytest.mark.parametrize("answer", ended_by_limits())
def test_limits_alone_end_what_takes_too_much(answer, verdict_on, nothing_left):
    verdict = verdict_on(answer, "limits", until_first_failure=True)
    assert verdict["sandbox"] == "limits"
    assert first_failure(verdict)["cause"] in ALL_CAUSES
    nothing_left()


each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.slug)


@pytest.mark.quick
@each_exercise
def test_each_edit_fits_the_solution_and_makes_another_text_of_it(exercise):
    for answer in all_answers(exercise):
        changed = texts(answer)
        assert changed or answer.without or any(raw_files(answer)), answer.shown
        solved = {name: solution_text(exercise, name) for name in handed_in(exercise)}
        assert [name for name in changed if changed[name] == solved.get(name)] == [], answer.shown


# Ours have twice as many as anybody's exercise has to have.
AT_LEAST = {kind: 2 * least for kind, least in LEAST_ANSWERS.items()}


@pytest.mark.quick
@each_exercise
def test_an_exercise_has_answers_enough_of_each_kind(exercise):
    counted = {kind: len(read_answers(exercise, kind)) for kind in KINDS}
    assert {kind: n for kind, n in counted.items() if n < AT_LEAST[kind]} == {}


@pytest.mark.quick
@each_exercise
def test_the_answers_stand_in_the_order_of_their_names(exercise):
    for kind in KINDS:
        names = [answer.name for answer in read_answers(exercise, kind)]
        assert names == sorted(names)
