"""The checks of an exercise as pytest collects them: found, or found ready, and then run.

To configure pytest and to collect takes a fifth of what a verdict costs its judge. A process that
forks a child for each check does so once, and each child runs its own copy of what was collected.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cffi_workshop.errors import WorkshopError

from .pytest_plugin import plugin
from .pytest_plugin.ids import is_tried
from .verdict import CheckResult

__all__ = ["CollectedChecks", "run_checks"]

# What a run of checks does without; each plugin left out is start-up time saved.
UNUSED = (
    "cacheprovider", "capture", "debugging", "doctest", "faulthandler", "junitxml", "legacypath",
    "logging", "monkeypatch", "pastebin", "recwarn", "setuponly", "setupplan", "stepwise",
    "subtests", "terminal", "threadexception", "tmpdir", "unittest", "unraisableexception",
    "warnings",
)  # fmt: skip
MOST = 32  # exercises whose checks are kept

Stamp = tuple[int, int, int, list[str]]


class CollectedChecks:
    """Sessions of pytest that have collected the checks of a file, and run none of them."""

    def __init__(self) -> None:
        self._sessions: dict[Path, tuple[Stamp, pytest.Session]] = {}

    def find(self, test_file: Path) -> pytest.Session | None:
        """Return the session of a file that is as it was then."""
        stamp, session = self._sessions.get(test_file, (None, None))
        return session if session and stamp == _stamp(test_file) else None

    def prepare(self, test_file: Path) -> bool:
        """Collect the checks of a file, where that was not done yet; return whether that was done.

        Where they cannot be collected, the check that wants them will say so.
        """
        if self.find(test_file):
            return False
        stamp, keeper = _stamp(test_file), Keeper()
        status = _pytest_over(test_file, keeper)
        if status != pytest.ExitCode.OK or keeper.session is None or stamp is None:
            return False
        keeper.session.config.pluginmanager.unregister(keeper)
        for item in _functions(keeper.session):  # another version of the file is another module
            sys.modules.pop(item.module.__name__, None)
        self._sessions.pop(test_file, None)
        self._sessions[test_file] = stamp, keeper.session
        while len(self._sessions) > MOST:
            del self._sessions[next(iter(self._sessions))]
        return True


class Keeper:
    """Keep the session of pytest, and run nothing of it."""

    session: pytest.Session | None = None

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.session = session
        return True


class Bridge:
    """Carry the parts in, and the configuration that holds the results out."""

    def __init__(self, request: plugin.Request) -> None:
        self._request = request

    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[plugin.REQUEST] = self._request
        self.config = config


def run_checks(
    test_file: Path, request: plugin.Request, ready: pytest.Session | None = None
) -> tuple[CheckResult, ...]:
    """Run the checks in a file, or those of a session that is `ready`, which no other may be."""
    status: int | pytest.ExitCode
    if ready is not None:
        config = ready.config
        config.stash[plugin.REQUEST] = request
        ready.items[:] = [item for item in _functions(ready) if is_tried(item)]
        with _no_settings_of_the_person(), contextlib.suppress(ready.Interrupted, ready.Failed):
            config.hook.pytest_runtestloop(session=ready)
        all_ran = len(plugin.results(config)) == len(ready.items)
        status = pytest.ExitCode.OK if all_ran else pytest.ExitCode.INTERNAL_ERROR
    else:
        bridge = Bridge(request)
        status = _pytest_over(test_file, bridge)
        config = bridge.config
    if failure := plugin.machine_failure(config):
        raise failure
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise WorkshopError(
            f"The checks in {test_file.name} could not be run (pytest ended with {status!r})."
        )
    return plugin.results(config)


def _functions(session: pytest.Session) -> list[pytest.Function]:
    return [item for item in session.items if isinstance(item, pytest.Function)]


def _pytest_over(test_file: Path, also: object) -> int | pytest.ExitCode:
    folder = test_file.parent
    left_out = [word for name in UNUSED for word in ("-p", f"no:{name}")]
    # Without the second, pytest lists every folder on the way there, whoever's it is.
    places = [f"--rootdir={folder}", f"--confcutdir={folder}"]
    options = ["-c", os.devnull, *places, "--import-mode=importlib"]
    with _no_settings_of_the_person():
        return pytest.main([str(test_file), *options, *left_out], plugins=[plugin, also])


def _stamp(test_file: Path) -> Stamp | None:
    """Return what changes with the file, and with which scripts lie beside it."""
    try:
        about = test_file.stat()
    except OSError:
        return None
    scripts = sorted(path.name for path in test_file.parent.glob("*.py"))
    return about.st_ino, about.st_size, about.st_mtime_ns, scripts


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
