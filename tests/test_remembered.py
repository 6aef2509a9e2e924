"""Hand-ins that have the same script are asked the same by the same seed, and a script answers once."""

import json

import pytest

from cffi_workshop.grading.remembered import (
    LARGEST,
    MOST_BYTES,
    MOST_SEEN,
    Conversation,
    Remembered,
)

CLOCK = "__import__('time').time_ns() / 1.0"  # no two runs give the same
FIRST = "abi-cube-root"


@pytest.fixture
def libm(copy_of_solution):
    """Return a function that writes a libm_abi.py whose cube_root() gives an expression."""
    folder = copy_of_solution("libm")
    script = folder / "libm_abi.py"
    text = script.read_text()

    def written(expression, ahead=""):
        script.write_text(ahead + text.replace("lib.cbrt(x)", expression))
        return folder

    return written


@pytest.fixture
def first(check):
    """Return a function that gives the first check of the script over its own C."""

    def judge(folder, seed=None, **options):
        options = {"only_changed": True, "line_by_trial": False, "seed": seed} | options
        checks = check("libm", folder, **options)["checks"]
        return next(one for one in checks if one["id"] == FIRST)

    return judge


def test_what_came_twice_is_known_the_third_time(first, libm):
    folder = libm(CLOCK)
    said = [first(folder, 11)["message"] for _ in range(4)]
    assert said[0] != said[1] == said[2] == said[3]
    asked = [first(folder, **other) for other in ({"seed": 12}, {}, {"sandbox": "limits"})]
    asked.append(first(libm(CLOCK, "# mine\n"), 11))
    assert {one["message"] for one in asked}.isdisjoint(said)


@pytest.mark.parametrize(
    "expression",
    [
        "__import__('os').abort()",
        "(__import__('subprocess').Popen(['sleep', '60']), lib.cbrt(x))[1]",
        "(threading.Thread(target=threading.Event().wait).start(), lib.cbrt(x))[1]",
    ],
)
def test_a_process_that_was_ended_is_ended_in_each_hand_in(first, libm, expression):
    folder = libm(expression, "import threading\n")
    causes = [first(folder, 13)["cause"] for _ in range(3)]
    assert causes[0] in ("abort", "process-limit", "timeout")
    assert causes == causes[:1] * 3


def test_a_question_that_is_new_is_put_to_a_process_that_heard_all_others(check, copy_of_solution):
    """A check that ends at its first failure asks less than one that goes on."""
    folder = copy_of_solution("fibonacci")
    abi = folder / "fibonacci_abi.py"
    # Right for so many calls of one process alone; so what it says later tells how many it heard.
    text = abi.read_text().replace(
        "def fibonacci(",
        "calls = []\n\n\ndef fibonacci(n):\n    calls.append(n)\n"
        "    return fibonacci_of(n) if len(calls) < 60 else calls[:3]\n\n\ndef fibonacci_of(",
    )

    def verdict(ending="", **options):
        abi.write_text(text + ending)
        options |= {"seed": 17, "only_changed": True, "line_by_trial": False}
        checks = check("fibonacci", folder, **options)["checks"]
        return [(one["id"], one["status"], one["message"]) for one in checks]

    cut = [verdict(until_first_failure=True) for _ in range(2)]
    asked = verdict("# asked, since nobody else has it\n")
    assert cut[0] == cut[1] != asked
    assert [verdict(), verdict()] == [asked, asked]


def test_memory_is_bounded():
    remembered = Remembered()
    for number in range(2 * MOST_SEEN):
        remembered.learn({f"seen {number}": None})
    assert remembered.came_before(f"seen {2 * MOST_SEEN - 1}")
    assert not remembered.came_before("seen 0")

    large = Conversation({}, [("{}", {"result": "x" * (LARGEST - 100)})])
    count = MOST_BYTES // LARGEST + 2
    for number in range(count):
        remembered.note(f"large {number}", large)
    remembered.note("too large", Conversation({}, [("{}", {"result": "x" * LARGEST})]))
    remembered.learn(remembered.learnt)
    known = [number for number in range(count) if remembered.find(f"large {number}")]
    assert known == [*range(count - len(known), count)]
    assert 0 < len(known) < count
    assert remembered.find("too large") is None


def test_what_is_remembered_is_what_was_said():
    told = Conversation({"result": 1}, [('{"do": "call"}', {"result": [1.5, None]})])
    assert Conversation.from_json(told.to_json()) == told
    assert json.loads(told.to_json())[0] == {"result": 1}
