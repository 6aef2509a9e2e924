"""Hints: the entry that fits the first failure, its four levels in turn, and the likely cause."""

import dataclasses
import re
from pathlib import Path

import pytest

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.around import blocks_of, without_words
from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.exercises.general_hints import RETURNED
from cffi_workshop.exercises.hints import LEVELS, likely_cause, next_hint, read_hints
from cffi_workshop.exercises.metadata import all_exercises
from cffi_workshop.grading.verdict import CheckResult, Location, Observation
from cffi_workshop.learner.progress import Failure

from .surroundings import replace_in

pytestmark = pytest.mark.quick


def failed(check, cause, message=""):
    return CheckResult(check, "", "failed", 0, 1, cause, message)


def test_the_four_levels_come_in_turn_and_the_last_stays(tiny):
    failure = failed("c-adds", "wrong-value")
    hints = [next_hint(tiny, failure, level) for level in range(6)]
    assert [hint.level for hint in hints] == [*LEVELS, "bottom_out", "bottom_out"]
    assert [hint.number for hint in hints] == [1, 2, 3, 4, 4, 4]
    assert [hint.text for hint in hints[:4]] == [
        "Look at tiny.c.",
        "C adds with +.",
        "int five = 2 + 3;",
        "return a + b;",
    ]


def test_a_hint_is_chosen_by_cause(tiny):
    assert next_hint(tiny, failed("c-adds", "todo-left"), 0).text == "Look at tiny.c."
    assert next_hint(tiny, failed("c-adds", "compile-error"), 0).text.startswith(
        "Read what the compiler"
    )


def test_a_hint_is_chosen_by_check(tiny):
    assert next_hint(tiny, failed("abi-adds", "wrong-value"), 0) is None


def test_before_the_first_check_the_first_hint_is_given(tiny):
    assert next_hint(tiny, None, 0).text == "Look at tiny.c."


def test_what_progress_kept_of_a_failure_is_enough(tiny):
    assert next_hint(tiny, Failure("c-adds", "wrong-value", ""), 1).level == "explain"


def test_the_likely_cause_is_found_in_the_message(tiny):
    message = "tiny_add(2, 5) gave -3; expected 7."
    assert likely_cause(tiny, failed("c-adds", "wrong-value", message)) == (
        "b was subtracted; it has to be added."
    )


def test_where_the_message_says_it_all_there_is_no_other_cause(tiny):
    message = f"tiny_add(2, 5) gave -3; expected 7. {RETURNED}"
    assert likely_cause(tiny, failed("c-adds", "wrong-value", message)) is None


def test_hints_and_misconceptions_are_read(tiny):
    found = read_hints(tiny)
    assert found.hints[0].causes == ("todo-left", "wrong-value")
    assert found.hints[1].causes == ()
    assert found.hints[0].bottom_out == "return a + b;"
    assert found.misconceptions[0].match == r"gave -\d+"
    assert found.misconceptions[1].match is None


def test_an_exercise_without_hints_gives_none(tiny):
    (tiny.solution / "hints.toml").unlink()
    assert next_hint(tiny, None) is None
    assert likely_cause(tiny, failed("c-adds", "wrong-value", "gave -3")) is None


MISTAKES = {
    "unknown table": ("[[hints]]", "[[hint]]", "hint: unknown key; did you mean 'hints'?"),
    "misspelt key": (
        "causes = [",
        "cuases = [",
        "hints[1].cuases: unknown key; did you mean 'causes'?",
    ),
    "hint without a level": ('example = "int five = 2 + 3;"\n', "", "hints[1].example: the key is"),
    "unknown cause": ('"todo-left", ', '"todo-lefd", ', "did you mean 'todo-left'?"),
    "broken expression": ('"gave -\\\\d+"', '"gave ("', "misconceptions[1].match: 'gave ('"),
    "tables that are none": ("[[misconceptions]]", "[misconceptions]", "not valid TOML"),
}


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_in_one_sentence_that_names_file_and_key(tiny, old, new, message):
    replace_in(tiny.solution / "hints.toml", old, new, 1)
    with pytest.raises(WorkshopError) as caught:
        read_hints(tiny)
    sentence = str(caught.value)
    assert sentence.startswith("solutions/tiny/hints.toml: ")
    assert message in sentence
    assert "\n" not in sentence


NOT_LIKELY = {
    "another message": ("c-adds", "wrong-value", "tiny_add(2, 5) gave 0; expected 7."),
    "another cause": ("c-adds", "timeout", "gave -3"),
    "another check": ("abi-adds", "wrong-value", "gave -3"),
    "no cause": ("c-adds", None, "gave -3"),
}


@pytest.mark.parametrize(("check", "cause", "message"), NOT_LIKELY.values(), ids=NOT_LIKELY)
def test_where_nothing_matches_no_cause_is_likely(tiny, check, cause, message):
    assert likely_cause(tiny, failed(check, cause, message)) is None


def test_without_an_expression_check_and_cause_are_enough(tiny):
    assert likely_cause(tiny, failed("abi-imports", "todo-left")).startswith("tiny_abi.py is as")


@pytest.mark.parametrize(
    "exercise", all_exercises(find_root(Path(__file__))), ids=lambda one: one.slug
)
def test_each_level_of_a_hint_says_something_new(exercise):
    for hint in read_hints(exercise).hints:
        texts = [getattr(hint, level) for level in LEVELS]
        assert len(set(texts)) == len(LEVELS), f"{hint.checks} {hint.causes}"


@pytest.mark.parametrize(
    "exercise", all_exercises(find_root(Path(__file__))), ids=lambda one: one.slug
)
def test_each_exercise_has_hints_which_lie_where_nobody_opens_them_first(exercise):
    assert read_hints(exercise).hints
    assert not {"hints.toml", "answers", "checker"} & {
        path.name for path in exercise.folder.iterdir()
    }
    assert len((exercise.folder / "exercise.toml").read_text().splitlines()) <= 20


@pytest.mark.parametrize(
    ("cause", "message", "told"),
    [
        (
            "import-error",
            "Importing x.py failed, because the file is not valid Python: x.",
            "Python could not read the file",
        ),
        (
            "compile-error",
            "x.c, line 8, does not compile: expected ';' before 'return'.",
            "The compiler could not read the C",
        ),
        (
            "missing-file",
            "x.py is not there; `workshop reset` brings back the stub.",
            "The check found no file of that name",
        ),
        ("import-error", "x.py defines no function f().", "found no function of that name"),
    ],
)
def test_what_is_no_matter_of_cffi_gets_no_hint_about_cffi(tiny, cause, message, told):
    assert told in next_hint(tiny, failed("c-adds", cause, message)).text


ASKED = {
    "the file has it": ({"code": r"return a - b"}, True),
    "the file has another": ({"code": r"return a \* b"}, False),
    "the file lacks it": ({"lacks": r"\+"}, True),
    "the file does not lack it": ({"lacks": r"return"}, False),
    "what was called": ({"call": r"^tiny_add\(2"}, True),
    "what was found": ({"found": r"^7"}, False),
    "what was expected": ({"expected": r"^7", "found": "^-3"}, True),
}


@pytest.mark.parametrize(("asked", "likely"), ASKED.values(), ids=ASKED)
def test_a_likely_cause_says_what_has_to_be_true(tiny, asked, likely):
    lines = "".join(f"{key} = '{pattern}'\n" for key, pattern in asked.items())
    entry = (
        f'[[misconceptions]]\nchecks = ["c-adds"]\ncause = "wrong-value"\n{lines}says = "It is '
        'so."\n'
    )
    (tiny.solution / "hints.toml").write_text(entry)
    observed = Observation("tiny_add(2, 5)", "gave", "-3", "7")
    place = Location("tiny.c", 2)
    check = CheckResult(
        "c-adds", "", "failed", 0, 1, "wrong-value", observed.sentence, place, observed=observed
    )
    sources = {
        "tiny.c": "int tiny_add(int a, int b) {\n    return a - b;\n}\n",
        "other.py": "a * b + 1",
    }
    assert bool(likely_cause(tiny, check, sources)) is likely


TRIALS = {
    "none": ("", True),
    "of what the text names": (
        "The check passes with `b_sum` in place of `a` in `return a`.",
        True,
    ),
    "of something else": (
        "The check passes when `x` and `y` change places in `sum = f(x, y)`.",
        False,
    ),
    "put in, ahead of what the text names": (
        "The check passes when `k` is set ahead of `sum`.",
        False,
    ),
    "of a literal": ('The check passes with another text in place of `"f"` in `m(n, "f")`.', True),
    "of nothing but a sign": ("The check passes with `>` in place of `>=` in `if k >= n`.", True),
}


@pytest.mark.parametrize(("mended_by", "likely"), TRIALS.values(), ids=TRIALS)
@pytest.mark.parametrize(
    ("asked", "is_sure"),
    [
        ("", False),
        ("match = 'gave'\n", False),
        ("because = 'open'\n", False),
        ("because = 'observed'\n", True),
        ("lacks = 'sum_of'\n", True),
    ],
    ids=["asks nothing", "asks the message", "blames no code", "was observed", "asks the code"],
)
def test_a_guess_gives_way_to_a_trial_of_something_else(tiny, asked, is_sure, mended_by, likely):
    entry = f'[[misconceptions]]\nchecks = ["c-adds"]\ncause = "leak"\n{asked}says = "The sum is lost."\n'
    (tiny.solution / "hints.toml").write_text(entry)
    check = dataclasses.replace(failed("c-adds", "leak", "It gave 3."), mended_by=mended_by)
    assert bool(likely_cause(tiny, check, {"tiny.c": "return a;"})) is (likely or is_sure)


@pytest.mark.parametrize(
    ("asked", "likely"),
    [("lacks = 'sum_of'\n", False), ("code = 'a'\nlacks = 'sum_of'\n", True)],
    ids=["that something is missing", "that something stands there"],
)
def test_what_is_missing_is_not_likely_where_a_trial_takes_something_away(tiny, asked, likely):
    entry = f'[[misconceptions]]\nchecks = ["c-adds"]\ncause = "leak"\n{asked}says = "It is so."\n'
    (tiny.solution / "hints.toml").write_text(entry)
    told = dataclasses.replace(failed("c-adds", "leak"), mended_by="The check passes without `a`.")
    assert bool(likely_cause(tiny, told, {"tiny.c": "return a;"})) is likely


def test_without_the_file_nothing_that_asks_for_code_is_likely(tiny):
    entry = '[[misconceptions]]\nchecks = ["*"]\ncause = "leak"\ncode = "x"\nsays = "It is so."\n'
    (tiny.solution / "hints.toml").write_text(entry)
    assert likely_cause(tiny, failed("c-adds", "leak")) is None


# What texts for learners say of the TODOs, counted


WORDS = {"one": 1, "two": 2, "three": 3, "four": 4}
COUNTED = re.compile(
    r"(\w+\.\w+) has (one|two|three|four)(?: TODOs?)?( ahead of (?:the|its) functions?)?\b"
)
EXERCISES = all_exercises(find_root())


@pytest.mark.parametrize("exercise", EXERCISES, ids=[exercise.slug for exercise in EXERCISES])
def test_hints_count_the_todos_and_the_readme_names_those_that_are_there(exercise):
    given = {
        name: (find_root() / "exercises" / exercise.slug / name).read_text(encoding="utf-8")
        for name in exercise.editable
    }
    hints = (exercise.solution / "hints.toml").read_text(encoding="utf-8").replace("\\\n", "")
    for name, said, ahead in COUNTED.findall(" ".join(hints.split())):
        marked = re.findall(r"^# TODO (\d)" if ahead else r"TODO (\d)", given[name], re.MULTILINE)
        assert (name, len(set(marked))) == (name, WORDS[said])
    readme = (exercise.solution / "README.md").read_text(encoding="utf-8")
    there = re.findall(r"TODO \d", "".join(given.values()))
    assert set(re.findall(r"TODO \d", readme)) <= set(there)


@pytest.mark.parametrize("exercise", EXERCISES, ids=[exercise.slug for exercise in EXERCISES])
def test_each_likely_cause_looks_at_the_code_or_says_why_not(exercise):
    guesses = [
        " ".join(one.says.split())
        for one in read_hints(exercise).misconceptions
        if not (one.code or one.lacks or one.because)
    ]
    assert guesses == []


LANGUAGES = {"c-": ".c", "cpp-": ".cpp", "fortran-": ".f90"}


@pytest.mark.parametrize("exercise", EXERCISES, ids=[exercise.slug for exercise in EXERCISES])
def test_what_a_likely_cause_asks_of_code_is_not_decided_by_what_each_answer_has(exercise):
    decided = []
    # A build script has no functions.
    for name in (one for one in exercise.editable if not one.endswith("_build.py")):
        text = (exercise.solution / name).read_text("utf-8")
        given = "\n".join(each.text for each in blocks_of(name, text) if not each.is_function)
        for one in read_hints(exercise).misconceptions:
            begin = one.checks[0][: one.checks[0].find("-") + 1]
            decided += [
                (name, one.says[:60], pattern)
                for pattern in filter(None, (one.code, one.lacks))
                if name.endswith(LANGUAGES.get(begin, ".py"))
                and re.search(pattern, without_words(name, given), re.MULTILINE)
            ]
    assert decided == []
