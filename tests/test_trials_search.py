"""A search over changes: what it takes for a mend, which line it tells, and when it ends."""

import re
import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest

from cffi_workshop.grading.building.builds import Builder
from cffi_workshop.grading.building.toolchain import Toolchain
from cffi_workshop.grading.diagnose import CheckFailed, Diagnosis
from cffi_workshop.grading.results.call_result import CallResult
from cffi_workshop.grading.trials import placed, search
from cffi_workshop.grading.trials.chosen import amid, is_luck, line_of, most_agreed
from cffi_workshop.grading.trials.runs import plans
from cffi_workshop.grading.trials.runs.plans import PLANS, plan_of, plans_of
from cffi_workshop.grading.trials.runs.replayed import Replayed, Transcript
from cffi_workshop.grading.trials.text.step import Mend, Step, with_lines
from cffi_workshop.grading.verdict import Location, Observation
from cffi_workshop.sandbox import Deadline, TooBusy
from cffi_workshop.worker import wire

from .cases import case, line_with, wrong
from .own_style import DRAWS

quick = pytest.mark.quick


ONE_TOO_MANY = DRAWS.replace("(k < s", "(k <= s")


def found_by(monkeypatch, passes, cause="wrong-value", text=ONE_TOO_MANY, last=()):
    """Return the line told where `passes` says which checks fail afterwards; None if its own."""

    def nearly(_search, chunk, texts):
        return (place for place in chunk if passes(texts[place]) is not None)

    now = {"c-after": "Wrong.", **dict(last)}
    monkeypatch.setattr(search.Search, "failing_after", lambda _search, text: passes(text))
    monkeypatch.setattr(search.Search, "_failing_now", lambda _search: now)
    monkeypatch.setattr(
        search.Search, "fails_as_it_is", lambda _search: passes(source.text) is None
    )
    monkeypatch.setattr(search.Search, "_nearly", nearly)
    monkeypatch.setattr(search, "WORKERS", 1)
    source = case("pi", "pi.c", texts={"pi.c": text}).source("pi.c")
    likely = dict.fromkeys(range(1, len(source.lines) + 1), 0.0)
    finding = Diagnosis(cause, "")
    part = SimpleNamespace(run=SimpleNamespace(end_within=Deadline))
    found = search.line_that_mends(finding, part, "c", source, likely, None)
    return found.place.line or None if found else None


@quick
@pytest.mark.parametrize("cause", ["wrong-value", "memory-limit", "output-limit"])
def test_the_line_is_that_of_the_change_which_makes_the_check_pass(cause, monkeypatch):
    def passes(text):
        return {} if "(k < samples)" in text else None

    line = found_by(monkeypatch, passes, cause=cause)
    assert line == 1 + DRAWS[: DRAWS.index("while")].count("\n")


@quick
def test_a_change_that_mends_all_that_comes_after_goes_before_one_that_mends_the_check_alone(
    monkeypatch,
):
    def passes(text):
        if "(k < samples)" in text:
            return {}
        return {"c-after": "Wrong."} if text.count("static ") == 1 else None  # tried before

    line = found_by(monkeypatch, passes)
    assert line == 1 + DRAWS[: DRAWS.index("while")].count("\n")


@quick
@pytest.mark.parametrize(("also", "is_told"), [(True, "while"), (False, "static ")])
def test_a_change_that_hides_the_mistake_is_told_where_no_other_one_mends(
    monkeypatch, also, is_told
):
    def hides(text):
        return text.count("static ") == 1

    monkeypatch.setattr(search, "has_more_room", hides)
    mends = {"(k < samples)"} if also else set()
    line = found_by(
        monkeypatch, lambda text: {} if hides(text) or any(map(text.count, mends)) else None
    )
    assert is_told in DRAWS.split("\n")[line - 1]


# What fails after a change that mends the check; over the hand-in a check after it fails as well.
LEFT = {
    "nothing": ({}, True),
    "a second mistake": ({"c-after": "Wrong."}, True),
    "the other check in another way": ({"c-after": "Wrong now."}, False),
    "one more": ({"c-after": "Wrong.", "c-other": "Wrong."}, False),
    "fewer, of which the first mistake hid one": ({"c-last": "Wrong now."}, True),
}


@quick
@pytest.mark.parametrize(("left", "is_told"), LEFT.values(), ids=LEFT)
def test_a_change_that_mends_the_check_is_told_if_the_others_fail_as_before(
    monkeypatch, left, is_told
):
    last = {"c-last": "Wrong."}.items() if "c-last" in left else ()
    found = found_by(monkeypatch, lambda text: left if "(k < samples)" in text else None, last=last)
    assert (found is not None) == is_told


@quick
@pytest.mark.parametrize("left", [{}, {"c-other": "Wrong."}], ids=["nothing", "one more"])
def test_a_function_that_mends_as_a_whole_is_told_whatever_fails_afterwards(monkeypatch, left):
    points = "uint64_t pi_points(uint64_t seed, uint64_t samples)\n{\n    return samples;\n}\n"
    inside = points.replace("points", "inside")

    def passes(text):
        return left if "is_inside(next_point(&seed))" in text else None

    assert found_by(monkeypatch, passes, text=points + inside) == 5


@quick
def test_a_check_that_passes_over_the_hand_in_as_it_is_tells_nothing(monkeypatch):
    assert found_by(monkeypatch, lambda *_: {}) is None


@quick
def test_what_was_found_is_told_where_the_machine_has_no_more_time(monkeypatch):
    found = []

    def passes(text):
        if len(found) == 2:  # beside others, and alone
            raise TooBusy
        return {} if "(k < samples)" in text and found.append(text) is None else None

    assert found_by(monkeypatch, passes) == 1 + DRAWS[: DRAWS.index("while")].count("\n")


@quick
@pytest.mark.parametrize(
    ("outcomes", "is_told"), [("xoxo", True), ("xoo", False), ("xx", False), ("xoxx", False)]
)
def test_a_change_of_threads_is_told_where_each_text_has_one_outcome_time_after_time(
    outcomes, is_told
):
    made = iter(outcomes)  # over the hand-in, and the change, in turn: x fails
    text = "pool = ThreadPoolExecutor(2)\n"
    source = case("pi", "pi_abi.py", texts={"pi_abi.py": text}).source("pi_abi.py")
    step = Step(1.0, 1, text.replace("2", "3"))
    assert is_luck(source, step, lambda _: ValueError() if next(made) == "x" else None) != is_told


# What a search says, how likely two lines are, and what is told in the place of the guess.
TOLD = {
    "the line that mends": (Location("pi.c", 7), (0.9, 0.9), (7, "")),
    "a function that mends as a whole": (
        Location("pi.c", 3, "draw"),
        (1.9, 0.8),
        (3, "draw"),
    ),
    "no line": (search.NOWHERE, (0.9, 0.8), (2, "pi_inside")),
    "a line that is much likelier": (search.NOWHERE, (1.9, 0.8), (2, "")),
    "nothing was looked for": (None, (0.9, 0.8), (2, "")),
}


@quick
@pytest.mark.parametrize(("says", "likely", "told"), TOLD.values(), ids=TOLD)
def test_where_no_line_mends_the_function_is_told_as_well_unless_a_line_is_much_likelier(
    monkeypatch, says, likely, told
):
    text = "long pi_inside(long seed)\n{\n    return seed;\n}\n"
    given = case("pi", "pi.c", texts={"pi.c": text})
    module = sys.modules[placed.__module__]
    monkeypatch.setattr(module, "line_that_mends", lambda *_: says and Mend(says))
    monkeypatch.setattr(module, "put_right_at", lambda *_: (None, ""))
    places = [(given.source("pi.c"), dict(enumerate(likely, start=2)))]
    monkeypatch.setattr(module, "places_to_try", lambda *_: places)
    seen = Observation("pi_inside(1)", "returned", "1", "2")
    guess = replace(Diagnosis.of("wrong-value", seen), location=Location("pi.c", 2))
    found = placed(guess, None, "c", given, None).location
    assert (found.line, found.function) == told


@quick
@pytest.mark.parametrize(
    ("mends", "found", "told"),
    [
        ("ffi.release(book)", None, "pass"),
        ("no such text", None, "if entry else"),
        ("no such text", Mend(Location("crash_abi.py", 1)), '"""A logbook'),
        ("no such text", Mend(Location("crash_abi.py", 1, "add")), "if entry else"),
    ],
)
def test_in_code_that_is_nearly_the_solutions_the_place_that_mends_is_told_without_a_word(
    monkeypatch, mends, found, told
):
    edits = [
        ("crash_abi.py", "book, self._book = self._book, None", "pass"),
        ("crash_abi.py", "if book is not None:", "if self._book:"),
        ("crash_abi.py", "ffi.release(book)", "end(self)"),
        ("crash_abi.py", "if entry == ffi.NULL:", "if entry else 1:"),
    ]
    given = case("crash", "crash_abi.py", edits=edits)
    guess, module = (
        line_with(given, "crash_abi.py", "if entry else"),
        sys.modules[placed.__module__],
    )
    fake = SimpleNamespace(
        failure_over=lambda text: None if mends in text else ValueError(),
        fails_as_it_is=lambda: True,
    )
    monkeypatch.setattr(module, "Search", lambda *_: fake)
    monkeypatch.setattr(module, "line_that_mends", lambda *_: found)
    finding = replace(wrong(cause="missing-exception"), location=Location("crash_abi.py", guess))
    place, says = module.put_right_at(finding, None, "abi", given, None)
    assert told in given.submission.text("crash_abi.py").split("\n")[place.line - 1]
    assert says == ""
    assert placed(finding, None, "abi", given, None).location == place


@quick
@pytest.mark.parametrize(("wanted", "times"), [(0.5, 1), (3, 3), (90, plans.SLOWEST)])
def test_a_busy_machine_is_given_longer_to_try_as_much(monkeypatch, wanted, times):
    monkeypatch.setattr(plans.os, "getloadavg", lambda: (wanted * plans.WORKERS, 0, 0))
    assert plans.seconds_to_try() == times * plans.SECONDS


@quick
@pytest.mark.parametrize(("said", "kept"), [("from memory", 1), ("just now", 2)])
def test_an_answer_that_is_looked_at_after_the_one_that_failed_is_asked_for_again(said, kept):
    def value(number):
        return {"result": {"value": wire.encode(number), "after": []}}

    asked = [(0, {"do": "call", "at": at}, value(at)) for at in (1, 2)]
    transcript, client = Transcript([*asked]), Replayed(lambda: None, (), binding=False)
    replay = transcript.replay_in(SimpleNamespace(clients=[client]))
    first, second = (client.ask(request, "") for _, request, _ in asked)
    CallResult(first, "f(1) gave").equals(1)
    later = second if said == "from memory" else value(2)
    with pytest.raises(CheckFailed) as caught:
        CallResult(later, "f(2) gave").equals(3)
    assert replay.is_blamed(caught.value) == (said == "from memory")
    assert transcript.asked == asked[:kept]


@quick
def test_nothing_more_is_tried_when_a_verdict_is_due_however_busy_the_machine_is(monkeypatch):
    def passes(text):
        return {} if "(k < samples)" in text else None

    monkeypatch.setattr(search, "LATEST", 0.0)
    assert found_by(monkeypatch, passes) is None


@quick
def test_waiting_for_a_processor_puts_off_the_end_of_a_check_and_not_that_of_its_trials(
    monkeypatch,
):
    now = 100.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    monkeypatch.setattr("cffi_workshop.sandbox.limits.judge_waited", lambda: 0.0)
    check = Deadline(10.0)
    of_trials = check.no_later_than(105.0)
    now = 104.0
    of_trials.note(used=1.0, starved=3.0, own=1.0)
    assert (check.moment, of_trials.moment) == (113.0, 105.0)
    assert check.no_later_than(200.0).moment == check.moment


# Of changes that all mend the check: costs and lines, and the line that is told.
AGREED = {
    "the likeliest alone": ([(0.4, 7), (0.9, 20)], 7),
    "where most are": ([(0.4, 7), (0.6, 20), (0.8, 22)], 20),
    "one": ([(0.4, 7)], 7),
    "none": ([], None),
}


@quick
@pytest.mark.parametrize(("mends", "line"), AGREED.values(), ids=AGREED)
def test_of_several_changes_that_mend_the_line_is_where_most_of_them_are(mends, line):
    steps = [Step(cost, at, "") for cost, at in mends]
    best = most_agreed(steps)
    assert (best.line if best else None) == line


# What is put in behind these lines mends, and the line behind which it is told, as the first does.
AMID = {
    "the middle of three": ([6, 2, 5], 5),
    "of two, the likelier": ([6, 2], 6),
    "something else beside it": ([6, 2, -5], 6),
    "in another function": ([6, 2, 9], 6),
}


@quick
@pytest.mark.parametrize(("places", "line"), AMID.values(), ids=AMID)
def test_of_many_places_for_a_line_that_was_left_out_the_middle_is_told(places, line):
    text = "\n".join(["def f(t):", *(f"    f{k}(t)" for k in range(5)), "", "def g(t):", "    t()"])
    name = "fibonacci_api.py"
    source = case("fibonacci", name, texts={name: text}).source(name)
    steps = [
        Step(0.1 * k, abs(at), with_lines(source, abs(at) + 1, abs(at) + 1, f"    h({at > 0})"))
        for k, at in enumerate(places)
    ]
    assert amid(source, steps[0], steps).line == line


@quick
@pytest.mark.parametrize(("mends_at", "told"), [(6, 6), (3, 2)])
def test_where_nothing_at_the_place_mends_what_else_is_ones_own_is_tried(
    monkeypatch, mends_at, told
):
    text, name = "def f(a):\n    b(a)\n    c(a)\n\n\ndef g(a): d(a)\n", "fibonacci_api.py"
    given = case("fibonacci", name, texts={name: text})
    module, tried = sys.modules[placed.__module__], {}
    monkeypatch.setattr(module, "put_right", lambda *_: [])
    monkeypatch.setattr(module, "is_rewritten", lambda *_: False)
    monkeypatch.setattr(module, "Search", lambda *_: None)

    def mends(_finding, _part, _stage, _source, likely, *_):
        tried.update(likely)
        return Mend(Location(name, mends_at), "So it passes.")

    monkeypatch.setattr(module, "line_that_mends", mends)
    guess = Diagnosis("wrong-value", "", Location(name, 2))
    place, _ = module.put_right_at(guess, None, "api", given, None)
    assert (place.line, tried[2] > tried[6]) == (told, True)


@quick
def test_a_block_is_told_by_its_first_line_that_is_another_one_and_what_is_put_in_beside_it():
    text, name = "with a:\n    b()\n    c()\n", "fibonacci_api.py"
    source = case("fibonacci", name, texts={name: text}).source(name)
    block = Step(0.0, 1, with_lines(source, 1, 4, "with a:", "    b()", "    d()"))
    put_in = Step(0.0, 1, with_lines(source, 2, 2, "    d()"))
    assert (line_of(source, block), line_of(source, put_in)) == (3, 1)


@quick
def test_more_room_than_anybody_needs_is_told_where_nothing_else_mends():
    room = [Step(cost, 20, f"    p = malloc({size});\n") for cost, size in ((0.0, "8 * (n) + 8"),)]
    mends = Step(0.6, 7, "    while (k < n)\n    p = malloc(n);\n")
    assert most_agreed([*room, mends]).line == 7
    assert most_agreed(room).line == 20


@quick
@pytest.mark.parametrize("cause", ["leak", "memory-limit"])
def test_no_more_is_tried_than_a_verdict_may_take(cause, monkeypatch):
    tried = []
    assert found_by(monkeypatch, lambda *given: tried.append(given), cause=cause) is None
    assert 1 < len(tried) <= 1 + plan_of(cause, "c").most


@quick
@pytest.mark.parametrize(
    ("cause", "stage", "plans"),
    [
        ("leak", "c", [True, False]),
        ("leak", "abi", [True]),
        ("wrong-value", "c", [False]),
        ("abort", "package", []),
        ("early-exit", "makefile", []),
    ],
)
def test_what_the_sanitizer_does_not_see_in_c_is_tried_without_it_and_no_package_is(
    cause, stage, plans
):
    assert [each.sanitized for each in plans_of(cause, stage)] == plans


@quick
@pytest.mark.parametrize(
    ("detail", "undefined"),
    [("==3==ERROR: AddressSanitizer: SEGV", False), ("a.c:3: runtime error: x", True), ("", True)],
)
def test_undefined_behaviour_is_looked_for_unless_the_other_sanitizer_has_spoken(detail, undefined):
    assert {each.undefined for each in plans_of("segfault", "c", detail)} == {undefined}


@quick
@pytest.mark.parametrize(("undefined", "last"), [(True, "-O0"), (False, "-fno-sanitize=undefined")])
def test_what_shares_a_run_is_compiled_as_fast_as_can_be(undefined, last, monkeypatch):
    tools = Toolchain.find()
    builds = Builder(SimpleNamespace(sanitizes=True), None, tools)
    monkeypatch.setattr(builds, "run", lambda command, *_: command[-1].split())
    said = builds.tried_libraries({"a.c": "a.so"}, {}, [], "c", sanitized=True, undefined=undefined)
    options = [each for each in said if re.match(r"-O\d|-f(?:no-)?sanitize=", each)]
    assert options[-1] == last
    assert [each for each in options if each.startswith("-O")][-1] == "-O0"


@quick
def test_so_many_changes_are_tried_and_no_more(monkeypatch):
    tried = []
    plan = replace(PLANS["wrong-value"], most=50)
    monkeypatch.setitem(PLANS, "wrong-value", plan)
    assert found_by(monkeypatch, lambda *given: tried.append(given)) is None
    assert len(tried) == 51
