"""From a folder to a verdict: run the checks of an exercise over the files in it."""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.files import shown_path, shown_text
from cffi_workshop.sandbox import Standing

from .check_run import CheckRun
from .parts import make_parts
from .parts.part import Part
from .verdict import CheckResult, Location, Verdict

__all__ = ["SEEDS", "check"]

SEEDS = 1 << 32  # a seed that is drawn is below this: a number to copy from a report

LONGEST_MESSAGE, LONGEST_DETAIL = 2_000, 8_000  # characters

# What a run of checks does without; each plugin left out is start-up time saved.
UNUSED = (
    "cacheprovider",
    "debugging",
    "doctest",
    "faulthandler",
    "junitxml",
    "legacypath",
    "logging",
    "monkeypatch",
    "pastebin",
    "recwarn",
    "setuponly",
    "setupplan",
    "stepwise",
    "subtests",
    "terminal",
    "threadexception",
    "tmpdir",
    "unittest",
    "unraisableexception",
    "warnings",
)


def check(
    exercise: Exercise,
    path: Path,
    *,
    sandbox: str = "auto",
    seed: int | None = None,
    until_first_failure: bool = False,
    only_changed: bool = False,
    standing: Standing | None = None,
) -> Verdict:
    """Check the files in `path`; raise WorkshopError when the request or the machine is wrong.

    What the checks draw follows from `seed`, which is drawn itself where none is given.
    With `until_first_failure`, what comes after it is not tried, and nothing is built ahead of
    time: for who asks for the root cause alone. With `only_changed`, what is tried apart and is as
    in the solution is left out, as it passes. What is `standing` ready need not be started.
    """
    started = time.perf_counter()
    seed = secrets.randbelow(SEEDS) if seed is None else seed
    path = path.resolve()
    if not path.is_dir():
        raise WorkshopError(
            f"{path} is not a folder; expected one that holds {exercise.editable[0]}."
        )
    with CheckRun(exercise, path, sandbox, seed=seed, standing=standing) as run:
        # Compilers and workers are busy while pytest is being imported.
        parts = make_parts(run, ahead=not until_first_failure, only_changed=only_changed)
        checks = _run_checks(exercise, parts, seed, until_first_failure)
        texts = {name: content.decode(errors="replace") for name, content in run.locked.items()}
        texts |= {name: run.submission.text(name) for name in run.submission.files}
        return Verdict(
            exercise=exercise.slug,
            path=shown_path(path, exercise.root),
            sandbox=run.layer,
            duration_s=time.perf_counter() - started,
            checks=tuple(presentable(check, texts) for check in checks),
            remarks=tuple(shown_text(remark) for remark in dict.fromkeys(run.remarks)),
            seed=seed,
            sources=texts,
        )


def presentable(check: CheckResult, files: Iterable[str]) -> CheckResult:
    """Return a check as a program or a person may read it:
    bounded, and with nothing in it that misleads.

    A learner's process may have told a place in a file that is none of the hand-in's.
    """
    location = check.location
    if location is not None:
        by_name = {name.rsplit("/", 1)[-1]: name for name in files} | {name: name for name in files}
        file = by_name.get(location.file)
        location = Location(file, location.line) if file else None
    return replace(
        check,
        message=shown_text(_bounded(check.message, LONGEST_MESSAGE), keep="\n\t"),
        detail=shown_text(_bounded(check.detail, LONGEST_DETAIL), keep="\n\t"),
        location=location,
    )


def _bounded(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most // 2]} [...] {text[-most // 2 :]}"


def _run_checks(
    exercise: Exercise, parts: dict[str, Part], seed: int, until_first_failure: bool
) -> tuple[CheckResult, ...]:
    import pytest

    from .pytest_plugin import plugin

    class Bridge:
        """Carry the parts in, and the configuration that holds the results out."""

        def pytest_configure(self, config: pytest.Config) -> None:
            config.stash[plugin.REQUEST] = plugin.Request(
                exercise, parts, seed, until_first_failure
            )
            self.config = config

    bridge = Bridge()
    test_file = exercise.solution / f"test_{exercise.slug}.py"
    left_out = [word for name in UNUSED for word in ("-p", f"no:{name}")]
    # Without the second, pytest lists every folder on the way there, whoever's it is.
    places = [f"--rootdir={exercise.solution}", f"--confcutdir={exercise.solution}"]
    options = ["-c", os.devnull, *places, "--import-mode=importlib", "-s"]
    with _no_settings_of_the_person():
        status = pytest.main([str(test_file), *options, *left_out], plugins=[plugin, bridge])
    if failure := plugin.machine_failure(bridge.config):
        raise failure
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise WorkshopError(
            f"The checks in {test_file.name} could not be run (pytest ended with {status!r})."
        )
    return plugin.results(bridge.config)


@contextlib.contextmanager
def _no_settings_of_the_person() -> Iterator[None]:
    """Keep the person's own settings and plugins for pytest out: they have no say in a verdict."""
    before = dict(os.environ)
    for name in [name for name in os.environ if name.startswith("PYTEST_")]:
        del os.environ[name]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
