"""The pytest plugin that makes a test_NAME.py a list of checks.

With the package installed, `pytest exercises/fibonacci` works as any test run does; `workshop
check` runs the same file and asks `results` afterwards.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from cffi_workshop.errors import WorkshopError
from cffi_workshop.grading.verdict import CheckResult

from .check_result import EPISODE, FINDING, passed, result_of
from .ids import (
    PARTS,
    REQUEST,
    Request,
    check_id,
    is_solved,
    is_tried,
    part_of,
    place,
    resolve,
)

if TYPE_CHECKING:
    from cffi_workshop.grading.parts.part import Part

__all__ = ["REQUEST", "Request", "machine_failure", "results"]

PART_FIXTURES = {"c", "cpp", "fortran", "binding", "makefile", "together", "package"}
RESULTS = pytest.StashKey[dict[str, CheckResult]]()
MACHINE = pytest.StashKey[list[WorkshopError]]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "check(points, needs, episode): one check of an exercise")
    config.stash[RESULTS] = {}
    config.stash[MACHINE] = []


def results(config: pytest.Config) -> tuple[CheckResult, ...]:
    """Return the checks in the order they ran."""
    return tuple(config.stash[RESULTS].values())


def machine_failure(config: pytest.Config) -> WorkshopError | None:
    """Return what this machine cannot do, where that ended the checks."""
    failures = config.stash[MACHINE]
    return failures[0] if failures else None


# --- which checks there are, and in which order ---


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what asks for a binding once for each mode that the exercise has."""
    if metafunc.definition.get_closest_marker("check") is None:
        return
    folder, slug = place(metafunc.definition)
    modes = [mode for mode in ("abi", "api") if (folder / f"{slug}_{mode}.py").exists()]
    for fixture in {"binding", "together"} & set(metafunc.fixturenames):
        metafunc.parametrize(fixture, modes, indirect=True, scope="module")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """Put the checks of each file in the order of the parts, so that the root cause comes first."""
    items[:] = [item for item in items if is_tried(item)]
    checks = [item for item in items if item.get_closest_marker("check")]
    if len(checks) == len(items):
        files = list(dict.fromkeys(item.path for item in items))
        items.sort(key=lambda item: (files.index(item.path), PARTS.index(part_of(item)[0])))


# --- running them ---


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Function) -> bool | None:
    """Let a check pass that asks for a part of the solution's alone: the tests run those."""
    if not is_solved(item):
        return None
    item.config.stash[RESULTS][check_id(item)] = passed(item)
    return True


def pytest_runtest_setup(item: pytest.Function) -> None:
    """Do not try what stands on a check that failed: it would fail for the same reason."""
    mark = item.get_closest_marker("check")
    if mark is None:
        return
    done = item.config.stash[RESULTS]
    request = item.config.stash.get(REQUEST, None)
    failed = any(one.status == "failed" for one in done.values())
    if request and request.until_first_failure and failed:
        pytest.skip("It comes after the first failure.")
    for need in mark.kwargs["needs"]:
        name = resolve(item, need)
        if name in done and done[name].status != "passed":
            pytest.skip(f"It stands on {name}, which did not pass.")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Function) -> Iterator[None]:
    """Turn a finding into a plain failure: a learner has no use for our stack trace."""
    if item.get_closest_marker("check") is None:
        return (yield)
    from cffi_workshop.grading.diagnose import CheckFailed
    from cffi_workshop.grading.parts import NotRun
    from cffi_workshop.sandbox import TooBusy

    try:
        result = yield
        for part in parts_of(item).values():
            part.settle()
        return result
    except CheckFailed as failure:
        from cffi_workshop.grading.pytest_plugin.by_trial import blamed

        finding = blamed(item, parts_of(item), failure.finding, results(item.config))
        item.stash[FINDING] = finding
        pytest.fail(f"{finding.cause}: {finding.message}", pytrace=False)
    except NotRun as reason:
        pytest.skip(str(reason))
    except WorkshopError as error:
        failed = any(one.status == "failed" for one in results(item.config))
        if isinstance(error, TooBusy) and failed:
            pytest.skip(str(error))  # there is something to mend already
        item.config.stash[MACHINE].append(error)
        item.session.shouldstop = "The machine failed."
        pytest.fail(str(error), pytrace=False)


def parts_of(item: pytest.Function) -> dict[str, Part]:
    """Return the parts that a check asks for, by its fixtures."""
    fixtures = PART_FIXTURES & set(item.fixturenames)
    return {fixture: cast("Part", item.funcargs[fixture]) for fixture in fixtures}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function, call: pytest.CallInfo
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    mark = item.get_closest_marker("check")
    if mark and (report.when == "call" or (report.when == "setup" and not report.passed)):
        item.config.stash[RESULTS][check_id(item)] = result_of(item, mark, report)
    return report


# --- what the checks ask for ---


@pytest.fixture(scope="module")
def _asked(request: pytest.FixtureRequest) -> Iterator[Request]:
    """Hand out what is under way, or set it out for the folder of the test file."""
    if asked := request.config.stash.get(REQUEST, None):
        yield asked
        return
    from cffi_workshop.exercises.checkout import find_root
    from cffi_workshop.exercises.metadata import load_exercise
    from cffi_workshop.grading.check_run import CheckRun
    from cffi_workshop.grading.parts import make_parts

    folder = Path(request.path).parent
    exercise = load_exercise(find_root(folder), Path(request.path).stem.removeprefix("test_"))
    seed = secrets.randbits(32)
    with CheckRun(exercise, folder, seed=seed) as run:
        yield Request(exercise, make_parts(run), seed)


@pytest.fixture(autouse=True)
def _note_episode(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("check"):
        exercise = request.getfixturevalue("_asked").exercise
        request.node.stash[EPISODE] = exercise.taught_in(part_of(request.node)[1])


@pytest.fixture(scope="module")
def c(_asked: Request) -> Part:
    """The learner's C, called through the solution's declarations."""
    return _asked.parts["c"]


@pytest.fixture(scope="module")
def cpp(_asked: Request) -> Part:
    """The learner's C++, called through the same declarations."""
    return _asked.parts["cpp"]


@pytest.fixture(scope="module")
def fortran(_asked: Request) -> Part:
    """The learner's Fortran, called through the same declarations."""
    return _asked.parts["fortran"]


@pytest.fixture(scope="module")
def binding(_asked: Request, request: pytest.FixtureRequest) -> Part:
    """One of the learner's scripts, over the solution's C."""
    return _asked.parts[request.param]


@pytest.fixture(scope="module")
def makefile(_asked: Request) -> Part:
    """The learner's Makefile over the learner's C."""
    return _asked.parts["makefile"]


@pytest.fixture(scope="module")
def together(_asked: Request, request: pytest.FixtureRequest) -> Part:
    """One of the learner's scripts over the learner's own C."""
    return _asked.parts[f"together-{request.param}"]


@pytest.fixture(scope="module")
def package(_asked: Request) -> Part:
    """The learner's package, built and installed."""
    return _asked.parts["package"]


@pytest.fixture
def rng(_asked: Request, request: pytest.FixtureRequest) -> random.Random:
    """Numbers drawn at check time, so that an answer that was typed in fails.

    They follow from the seed and from the check alone: which other checks ran before makes no
    difference.
    """
    return random.Random(f"{_asked.seed} {check_id(request.node)}")
