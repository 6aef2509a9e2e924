"""What the learner's code finds of the check in its own process, and what it can do to it."""

import pytest

from cffi_workshop.exercises.markers import solution_text
from cffi_workshop.exercises.metadata import load_exercise

from .surroundings import REPOSITORY

FIBONACCI = load_exercise(REPOSITORY, "fibonacci")
SCRIPT = "fibonacci_abi.py"

# Python that looks at its own stack, as a debugger, a log or a warning does.
LOOKS = {
    "logs its stack": "import logging\nlogging.warning('here', stack_info=True)",
    "inspects its stack": "import inspect\ninspect.stack()",
    "prints its stack": "import traceback\ntraceback.print_stack()",
    "warns": "import warnings\nwarnings.warn('an old habit', stacklevel=2)",
    "warns from far up": "import warnings\nwarnings.warn('an old habit', stacklevel=9)",
    "prints an error of a destructor": "class C:\n    def __del__(self): 1 / 0\nC()",
}
# Python that looks for the check.
FINDS_NOTHING = {
    "modules": "import sys\nassert not [name for name in sys.modules if 'worker' in name]",
    "main": "import __main__\nassert not hasattr(__main__, 'main')",
    "frames": "import sys\nframe = sys._getframe()\nwhile frame:\n"
    "    assert 'worker' not in frame.f_code.co_filename\n    frame = frame.f_back",
    "hooks": "import sys, cffi\nassert not hasattr(sys.unraisablehook, '__globals__')\n"
    "assert 'worker' not in cffi.FFI.__init__.__code__.co_filename",
}
# Python that replaces what everybody uses. Our code has its own.
REPLACES = {
    "builtins": "import builtins\nbuiltins.sorted = builtins.round = builtins.len = lambda *_: 0",
    "json": "import json\njson.dumps = json.loads = lambda *_, **__: '{}'",
    "glob": "import pathlib\npathlib.Path.glob = lambda *_: []",
    "gc": "import gc\ngc.collect = lambda *_: 0",
    "hook": "import sys\nsys.unraisablehook = lambda *_: None",
}
ASKS = {
    "objects": "import gc\ngc.get_objects()",
    "referrers": "import gc\ngc.get_referrers(gc)",
    "threads": "import sys\nsys._current_frames()",
}


@pytest.fixture
def verdict_of(tmp_path, check):
    """Return a function that checks fibonacci with lines added to its ABI script, or changed in it.

    The rest is the solution, and what fails first is enough.
    """
    enough = {"until_first_failure": True, "only_changed": True, "line_by_trial": False}

    def judge(added="", change=lambda text: text):
        folder = tmp_path / "handed-in"
        folder.mkdir()
        for name in FIBONACCI.editable:
            (folder / name).write_text(solution_text(FIBONACCI, name))
        script = folder / SCRIPT
        script.write_text(change(script.read_text()) + f"\n{added}\n")
        return check("fibonacci", folder, **enough)

    return judge


def first_failure(verdict):
    return next((each for each in verdict["checks"] if each["status"] == "failed"), None)


def cases(table):
    return [pytest.param(text, id=name.replace(" ", "-")) for name, text in table.items()]


@pytest.mark.parametrize("added", cases({**LOOKS, **FINDS_NOTHING}))
def test_code_sees_its_own_stack_and_nothing_of_the_check(verdict_of, added):
    assert first_failure(verdict_of(added)) is None


@pytest.mark.parametrize("added", cases(REPLACES))
def test_what_code_replaces_it_replaces_for_itself(verdict_of, added):
    verdict = verdict_of(
        added, lambda text: text.replace("numbers.append(current[0])", "numbers.append(k)")
    )
    assert first_failure(verdict)["cause"] in ("wrong-value", "early-exit", "exception")


@pytest.mark.parametrize("added", cases(ASKS))
def test_asking_python_for_all_there_is_is_forbidden(verdict_of, added):
    assert first_failure(verdict_of(added))["cause"] == "forbidden"


def test_an_exception_counts_by_what_it_is(verdict_of):
    own = "ffi = FFI()\nclass ValueError(Exception): pass\n"
    failure = first_failure(verdict_of(change=lambda text: text.replace("ffi = FFI()", own)))
    assert (failure["id"], failure["cause"]) == ("abi-refuses", "exception")


def test_a_subclass_of_the_promised_exception_is_fine(verdict_of):
    def change(text):
        return text.replace(
            "ffi = FFI()", "ffi = FFI()\nclass Refused(ValueError): pass\n"
        ).replace("raise ValueError", "raise Refused")

    assert first_failure(verdict_of(change=change)) is None


@pytest.mark.parametrize(
    "kind", ["StopIteration", "SystemExit", "KeyboardInterrupt", "GeneratorExit"]
)
def test_an_odd_exception_is_an_answer_like_any_other(verdict_of, kind):
    def change(text):
        return text.replace(
            "    if n < 0:", f"    if n == 10:\n        raise {kind}\n    if n < 0:"
        )

    failure = first_failure(verdict_of(change=change))
    assert failure["id"] == "abi-first-numbers"
    assert failure["cause"] in ("exception", "early-exit")
