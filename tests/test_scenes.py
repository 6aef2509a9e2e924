"""What a scene may do with the learner's script, beside calling it; how many calls are told."""

import sys
from contextlib import nullcontext

import pytest

from cffi_workshop.grading.parts.many_calls import ManyCalls
from cffi_workshop.worker.audit_hook import Forbidden
from cffi_workshop.worker.scenes import Stage, load

pytestmark = pytest.mark.quick

SHARED = "kept = [0]\n\n\ndef doubled(n):\n    kept[0] = n\n    return 2 * kept[0]\n"
OWN = "def doubled(n):\n    kept = n\n    return 2 * kept\n"
LOCKED = (
    "import threading\n\nlock, kept = threading.Lock(), [0]\n\n\ndef doubled(n):\n"
    "    with lock:\n        kept[0] = n\n        return 2 * kept[0]\n"
)
HELPER = "kept = {}\n\n\ndef put(n):\n    kept[0] = n\n\n\ndef doubled(n):\n    put(n)\n    return 2 * kept[0]\n"
RAISING = "def doubled(n):\n    if n == 1:\n        raise ValueError(n)\n    return 2 * n\n"
SCRIPTS = {
    "one place for all": (SHARED, 2),
    "one place, in a helper": (HELPER, 2),
    "a place of its own": (OWN, 8),
    "a lock around it": (LOCKED, 8),
    "the other call raises": (RAISING, 8),
}


@pytest.mark.parametrize(("text", "told"), SCRIPTS.values(), ids=SCRIPTS)
def test_another_call_comes_ahead_of_each_line(tmp_path, text, told):
    (tmp_path / "script.py").write_text(text)
    script = load(str(tmp_path / "script.py"), "script")
    stage = Stage(str(tmp_path), script)
    assert stage.disturbed(lambda: script.doubled(4), lambda: script.doubled(1)) == told
    assert sys.gettrace() is None


def test_a_script_that_takes_the_other_calls_away_is_refused(tmp_path):
    text = SHARED.replace(
        "def doubled(n):\n", "import sys\ndef doubled(n):\n    sys.settrace(None)\n"
    )
    assert text != SHARED
    (tmp_path / "script.py").write_text(text)
    script = load(str(tmp_path / "script.py"), "script")
    stage = Stage(str(tmp_path), script)
    with pytest.raises(Forbidden):
        stage.disturbed(lambda: script.doubled(4), lambda: script.doubled(1))
    assert sys.gettrace() is None


REFUSALS = {
    "each time": ([ValueError, ValueError], ValueError),
    "once alone": ([ValueError, None], "done"),
    "not at first": ([None, ValueError], "done"),
    "in two ways": ([ValueError, KeyError], KeyError),
}


@pytest.mark.parametrize(("raised", "told"), REFUSALS.values(), ids=REFUSALS)
def test_what_is_refused_is_refused_each_time(tmp_path, raised, told):
    raising = iter(raised)

    def action():
        if error := next(raising):
            raise error
        return "done"

    with nullcontext() if told == "done" else pytest.raises(told):
        assert Stage(str(tmp_path)).refused(action) == told


@pytest.mark.parametrize(
    ("shown", "cases", "told"),
    [
        ("pi_inside({}, {}) returned", 1, "Calling pi_inside() once"),
        ("pi_inside({}, {}) returned", 3, "Calling pi_inside() 3 times"),
        ("After all of them, the sum is", 2, "Calling inside() 2 times"),
    ],
)
def test_many_calls_are_told_by_the_name_that_the_learner_knows(shown, cases, told):
    assert ManyCalls("inside", [((1, 2), 3)] * cases, shown, {}).doing == told
