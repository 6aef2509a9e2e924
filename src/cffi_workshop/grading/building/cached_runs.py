"""Commands and imports in the sandbox, each result kept by the content that it depends on."""

from __future__ import annotations

import base64
import copy
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict
from typing import Any, Self

from cffi_workshop.cache import Cache
from cffi_workshop.sandbox import Deadline, ExitReport, RunEnded, Sandbox
from cffi_workshop.sandbox.bubblewrap import CFFI_FOLDER
from cffi_workshop.sandbox.limits import COMMAND_SECONDS

from .toolchain import Toolchain

__all__ = ["CACHE_VERSION", "CachedRuns", "built"]

# A new number makes every older entry of the cache unreachable.
CACHE_VERSION = 10


def built(ending: ExitReport) -> dict[str, bytes]:
    """Return the files that a build left, empty when it failed."""
    return {name: base64.b64decode(content) for name, content in ending.files.items()}


class CachedRuns:
    """Runs programs and build scripts in the sandbox, or remembers what they did."""

    _deadline: Deadline | None = None

    def __init__(self, sandbox: Sandbox, cache: Cache, toolchain: Toolchain) -> None:
        self._sandbox, self._cache, self._tools = sandbox, cache, toolchain
        self._flights: dict[str, Future] = {}
        self._lock = threading.Lock()
        self._identity = [
            CACHE_VERSION,
            toolchain.identity,
            CFFI_FOLDER.stat().st_mtime_ns,
            sandbox.sanitizes,
        ]

    def until(self, deadline: Deadline | None) -> Self:
        """Return the same, with runs that end by a deadline of their own."""
        sooner = copy.copy(self)
        sooner._deadline = deadline
        return sooner

    def run(
        self,
        argv: list[str],
        files: dict[str, bytes],
        collect: tuple[str, ...],
        *,
        foreign: bool = False,
    ) -> ExitReport:
        """Run a command over `files` alone, `foreign` where it runs code of the learner's.

        Only a good result is kept, and of that only what no learner's code could have had a hand
        in.
        """
        key = Cache.key(self._identity, argv, files, collect)

        def work() -> ExitReport:
            if entry := self._cache.get(key):
                return ExitReport(**entry)
            ending = self._sandbox.command(
                argv, files, collect, foreign=foreign, deadline=self._deadline
            )
            if _is_good(ending, collect) and ending.undisturbed:
                self._cache.put(key, vars(ending))  # asdict() would copy each file first
            return ending

        return self._once(key, work)

    def _once(self, key: str, work: Callable[[], Any]) -> Any:
        """Do a piece of work once, however many ask for it at the same time."""
        with self._lock:
            is_first = key not in self._flights
            flight = self._flights.setdefault(key, Future())
        if is_first:
            try:
                flight.set_result(work())
            except BaseException as error:
                flight.set_exception(error)
        return flight.result()

    def build_info(self, module: str, files: dict[str, bytes], *, foreign: bool = True) -> dict:
        """Import a build script; say what it declares and emits (worker/handler.py: do_build)."""
        return self._info("build", module, files, foreign)

    def import_info(self, module: str, files: dict[str, bytes], *, foreign: bool = True) -> dict:
        """Import a script and return what it declares (worker/handler.py: do_import)."""
        return self._info("import", module, files, foreign)

    def _info(self, do: str, module: str, files: dict[str, bytes], foreign: bool) -> dict:
        key = Cache.key(self._identity, do, module, files)

        def work() -> dict:
            if entry := self._cache.get(key):
                return entry
            run = self._sandbox.python("build", files, foreign=foreign)
            try:
                reply = run.ask({"do": do, "module": module}, COMMAND_SECONDS)
            except RunEnded as ended:
                return {"ending": asdict(ended.ending)}
            run.stop("stopped")
            if "result" in reply and run.undisturbed:
                self._cache.put(key, reply)
            return reply

        return self._once(key, work)


def _is_good(ending: ExitReport, collect: tuple[str, ...]) -> bool:
    return ending.status == 0 and ending.reason is None and (bool(ending.files) or not collect)
