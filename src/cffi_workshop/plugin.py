"""The pytest plugin that makes a test_NAME.py a list of checks.

With the package installed, `pytest exercises/fibonacci` works as any test run does; `workshop check` runs the
same file and asks `results` afterwards.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .verdict import CheckResult

if TYPE_CHECKING:
    from .exercise import Exercise
    from .stages.stage import Stage

__all__ = ["Request", "results"]

STAGE_FIXTURES = {"c", "binding", "makefile", "together"}
STAGES = ("c", "abi", "api", "together")


@dataclass(frozen=True)
class Request:
    """What `workshop check` has set out already; without it, the folder of the test file is checked."""

    exercise: Exercise
    stages: dict[str, Stage]


REQUEST = pytest.StashKey[Request]()
RESULTS = pytest.StashKey[dict[str, CheckResult]]()
FINDING = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "check(points, needs, episode): one check of an exercise")
    config.stash[RESULTS] = {}


def results(config: pytest.Config) -> tuple[CheckResult, ...]:
    """Return the checks in the order they ran."""
    return tuple(config.stash[RESULTS].values())


# --- which checks there are, and in which order ---


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what asks for a binding once for each mode that the exercise has."""
    if metafunc.definition.get_closest_marker("check") is None:
        return
    folder, slug = _place(metafunc.definition)
    modes = [mode for mode in ("abi", "api") if (folder / f"{slug}_{mode}.py").exists()]
    for fixture in {"binding", "together"} & set(metafunc.fixturenames):
        metafunc.parametrize(fixture, modes, indirect=True, scope="module")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the checks of each file in the order of the stages, so that the root cause comes first."""
    checks = [item for item in items if item.get_closest_marker("check")]
    if len(checks) == len(items):
        files = list(dict.fromkeys(item.path for item in items))
        items.sort(key=lambda item: (files.index(item.path), STAGES.index(_stage(item)[0])))


def _place(item: pytest.Item) -> tuple[Path, str]:
    """Return the folder of the test file, and the exercise that it is about."""
    request = item.config.stash.get(REQUEST, None)
    path = Path(item.path)
    return path.parent, request.exercise.slug if request else path.stem.removeprefix("test_")


def _stage(item: pytest.Item) -> tuple[str, str]:
    """Return the stage of a check and its mode, which is empty for C and for make."""
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    if mode := parameters.get("together"):
        return "together", mode
    if mode := parameters.get("binding"):
        return mode, mode
    return ("together" if "makefile" in item.fixturenames else "c"), ""


def check_id(item: pytest.Item) -> str:
    """Return the name of a check in verdicts: abi-first-numbers, together-make, together-api-counts."""
    stage, mode = _stage(item)
    name = item.originalname.removeprefix("test_").replace("_", "-")
    return f"together-{mode}-{name}" if stage == "together" and mode else f"{stage}-{name}"


# --- running them ---


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Do not try what stands on a check that failed: it would fail for the same reason."""
    mark = item.get_closest_marker("check")
    if mark is None:
        return
    done = item.config.stash[RESULTS]
    for need in mark.kwargs["needs"]:
        name = _resolve(item, need)
        if name in done and done[name].status != "passed":
            pytest.skip(f"It stands on {name}, which did not pass.")


def _resolve(item: pytest.Item, need: str) -> str:
    """Return the id of a needed check: of the same stage or mode if there is one, else of C."""
    known = {check_id(other) for other in item.session.items if other.path == item.path}
    stage, mode = _stage(item)
    for prefix in (f"{stage}-{mode}-", f"{stage}-", f"{mode}-", "c-", ""):
        if prefix + need in known:
            return prefix + need
    if need in _all_names(item):  # left out by -k or by naming one test
        return need
    raise pytest.UsageError(f"{item.path.name}: {check_id(item)} needs {need!r}, which is no check.")


def _all_names(item: pytest.Item) -> set[str]:
    names = {name.removeprefix("test_").replace("_", "-") for name in vars(item.module)}
    return names | {f"{stage}-{name}" for stage in STAGES for name in names}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Turn a finding into a plain failure: a learner has no use for our stack trace."""
    if item.get_closest_marker("check") is None:
        return (yield)
    from .diagnose import CheckFailed
    from .stages import NotRun

    try:
        result = yield
        for stage in STAGE_FIXTURES & set(item.fixturenames):
            item.funcargs[stage].settle()
        return result
    except CheckFailed as failure:
        item.stash[FINDING] = failure.finding
        pytest.fail(f"{failure.finding.cause}: {failure.finding.message}", pytrace=False)
    except NotRun as reason:
        pytest.skip(str(reason))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    report = yield
    mark = item.get_closest_marker("check")
    if mark and (report.when == "call" or (report.when == "setup" and not report.passed)):
        item.config.stash[RESULTS][check_id(item)] = _result(item, mark, report)
    return report


def _result(item: pytest.Item, mark: pytest.Mark, report: pytest.TestReport) -> CheckResult:
    points, finding = mark.kwargs["points"], item.stash.get(FINDING, None)
    common = {
        "id": check_id(item),
        "title": _title(item),
        "max_points": points,
        "episode": mark.kwargs["episode"] or item.stash.get(EPISODE, None),
    }
    if report.passed:
        return CheckResult(**common, status="passed", points=points)
    if report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        return CheckResult(**common, status="not-run", points=0, message=reason.removeprefix("Skipped: "))
    if finding is None:
        message = "The checker itself failed here; that is our mistake, not yours. Please report it."
        return CheckResult(
            **common, status="grader-error", points=0, message=message, detail=report.longreprtext
        )
    return CheckResult(
        **common,
        status="failed",
        points=0,
        cause=finding.cause,
        message=finding.message,
        location=finding.location,
        detail=finding.detail,
    )


def _title(item: pytest.Item) -> str:
    """Return the docstring, with the names of the learner's script and of the mode filled in."""
    from .workbench import MODES

    mode = _stage(item)[1]
    script = f"{_place(item)[1]}_{mode}.py"
    return " ".join((item.obj.__doc__ or "").split()).format(script=script, mode=MODES.get(mode, ""))


# --- what the checks ask for ---

EPISODE = pytest.StashKey[str]()


@pytest.fixture(scope="module")
def _stages(request: pytest.FixtureRequest) -> Iterator[Request]:
    """Hand out what is under way, or set it out for the folder of the test file."""
    if asked := request.config.stash.get(REQUEST, None):
        yield asked
        return
    from .exercise import find_root, load_exercise
    from .stages import set_out
    from .workbench import Workbench

    folder = Path(request.path).parent
    exercise = load_exercise(find_root(folder), Path(request.path).stem.removeprefix("test_"))
    with Workbench(exercise, folder) as bench:
        yield Request(exercise, set_out(bench))


@pytest.fixture(autouse=True)
def _note_episode(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("check"):
        request.node.stash[EPISODE] = request.getfixturevalue("_stages").exercise.episode


@pytest.fixture(scope="module")
def c(_stages: Request):
    """The learner's C, called through the solution's declarations."""
    return _stages.stages["c"]


@pytest.fixture(scope="module")
def binding(_stages: Request, request: pytest.FixtureRequest):
    """One of the learner's scripts, over the solution's C."""
    return _stages.stages[request.param]


@pytest.fixture(scope="module")
def makefile(_stages: Request):
    """The learner's Makefile over the learner's C."""
    return _stages.stages["makefile"]


@pytest.fixture(scope="module")
def together(_stages: Request, request: pytest.FixtureRequest):
    """One of the learner's scripts over the learner's own C."""
    return _stages.stages[f"together-{request.param}"]


@pytest.fixture
def rng() -> random.Random:
    """Numbers drawn at check time, so that an answer that was typed in fails."""
    return random.Random()
