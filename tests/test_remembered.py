"""Hand-ins that have the same script are asked the same by the same seed, and a script answers once."""

import json

import pytest

from cffi_workshop.grading.check_server import CheckServer
from cffi_workshop.grading.remembered import (
    LARGEST,
    MOST_BYTES,
    MOST_SEEN,
    Conversation,
    Remembered,
)

from .surroundings import REPOSITORY

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


def said(verdict):
    return next(check["message"] for check in verdict["checks"] if check["id"] == FIRST)


def test_what_came_twice_is_known_the_third_time(check, libm):
    folder = libm(CLOCK)
    first, second, third, fourth = (said(check("libm", folder, seed=11)) for _ in range(4))
    assert len({first, second}) == 2
    assert second == third == fourth


@pytest.mark.parametrize("other", [{"seed": 13}, {}, {"sandbox": "limits", "seed": 12}])
def test_who_is_asked_otherwise_is_asked(check, libm, other):
    folder = libm(CLOCK)
    known = [said(check("libm", folder, seed=12)) for _ in range(3)][-1]
    assert said(check("libm", folder, **other)) != known


def test_another_script_is_asked(check, libm):
    known = [said(check("libm", libm(CLOCK), seed=14)) for _ in range(3)][-1]
    assert said(check("libm", libm(CLOCK, "# mine\n"), seed=14)) != known


def test_a_script_that_ends_its_process_ends_it_in_each_hand_in(check, libm):
    folder = libm("__import__('os').abort()")
    verdicts = [check("libm", folder, seed=15)["checks"] for _ in range(3)]
    assert {one["cause"] for verdict in verdicts for one in verdict if one["id"] == FIRST} == {
        "abort"
    }


def test_what_a_script_leaves_at_work_is_found_in_each_hand_in(check, libm):
    folder = libm("(__import__('subprocess').Popen(['sleep', '60']), lib.cbrt(x))[1]")
    causes = [
        next(one["cause"] for one in check("libm", folder, seed=16)["checks"] if one["id"] == FIRST)
        for _ in range(3)
    ]
    assert causes[0] is not None
    assert causes == causes[:1] * 3


def test_a_question_that_is_new_is_put_to_a_process_that_heard_all_others(copy_of_solution):
    """Who hands in a script that fails early is asked less than who has the same, and better C."""
    folder = copy_of_solution("fibonacci")
    abi = folder / "fibonacci_abi.py"
    # Right for the first few calls of a process alone, and so only where it heard those as well.
    abi.write_text(
        abi.read_text().replace(
            "def fibonacci(",
            "calls = []\n\n\ndef fibonacci(n):\n    calls.append(n)\n"
            "    return fibonacci_of(n) if len(calls) < 60 else calls[:3]\n\n\ndef fibonacci_of(",
        )
    )
    with CheckServer() as alone:
        expected = verdict_of(alone, folder)
    with CheckServer() as server:
        for _ in range(2):
            cut = verdict_of(server, folder, until_first_failure=True)
        assert cut != expected
        assert [verdict_of(server, folder) for _ in range(3)] == [expected] * 3


def verdict_of(server, folder, **options):
    verdict = server.check(
        "fibonacci", folder, root=REPOSITORY, seed=17, line_by_trial=False, **options
    )
    return [(check["id"], check["status"], check["message"]) for check in verdict["checks"]]


def test_memory_is_bounded():
    remembered = Remembered()
    for number in range(2 * MOST_SEEN):
        remembered.learn({f"seen {number}": None})
    assert remembered.came_before(f"seen {2 * MOST_SEEN - 1}")
    assert not remembered.came_before("seen 0")

    large = Conversation({}, [("{}", {"result": "x" * (LARGEST - 100)})])
    count = MOST_BYTES // LARGEST + 2
    for number in range(count):
        remembered.tell(f"large {number}", large)
    remembered.tell("too large", Conversation({}, [("{}", {"result": "x" * LARGEST})]))
    remembered.learn(remembered.learnt)
    known = [number for number in range(count) if remembered.find(f"large {number}")]
    assert known == [*range(count - len(known), count)]
    assert 0 < len(known) < count
    assert remembered.find("too large") is None


def test_what_is_remembered_is_what_was_said():
    told = Conversation({"result": 1}, [('{"do": "call"}', {"result": [1.5, None]})])
    assert Conversation.from_json(told.to_json()) == told
    assert json.loads(told.to_json())[0] == {"result": 1}
