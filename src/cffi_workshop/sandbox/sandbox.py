"""The sandbox of one check: a scratch folder, and a fork server process for each kind of run."""

from __future__ import annotations

import base64
import contextlib
import itertools
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from cffi_workshop.cache import Cache
from cffi_workshop.errors import WorkshopError
from cffi_workshop.worker import process_tree

from .bubblewrap import bubblewrap_works, canary_key, prefix
from .environment import Sanitizer, Watcher, environment_of_run, name_inside, said_inside, watching
from .fork_server import Start
from .kept_servers import KeptServers
from .limits import COMMAND_SECONDS, Deadline, limits
from .neighbours import Neighbours
from .replies import ExitReport
from .run import GRACE_SECONDS, Run
from .scratch import scratch_folder
from .servers import Ended, Servers

__all__ = ["KEPT_WORK", "Sandbox"]

# The folder of runs whose fork server outlives the check: it has to have one name in all of them.
KEPT_WORK = Path("/tmp/workshop-check/work")
NEEDED_ROOM = 64 << 20  # bytes of disk, where runs write to the scratch folder itself


class Sandbox:
    """A context in which runs can be started; at its end nothing of them is left.

    Each run has namespaces of its own: its fork server makes them, or, where only bubblewrap may,
    there is a fork server for each run. Where neither is possible, `isolates` is false: runs are
    the same user's.
    """

    def __init__(
        self,
        layer: str,
        preload: tuple[str, ...],
        sanitizer: Sanitizer | None,
        cache: Cache | None = None,
        tools: Iterable[Path] = (),
        kept: KeptServers | None = None,
    ) -> None:
        self.layer = _settle_layer(layer, cache)
        self.deadline = Deadline()
        self._preload, self._sanitizer, self._tools = preload, sanitizer, tuple(tools)
        self._numbers, self._neighbours = itertools.count(1), Neighbours()
        self._kept = kept if self.confined else None

    def __enter__(self) -> Sandbox:
        with contextlib.ExitStack() as stack:
            self.scratch = stack.enter_context(scratch_folder())
            self._work = self.scratch / "work" if self._kept is None else KEPT_WORK
            if not self.confined:
                stack.enter_context(process_tree.adopting_orphans(str(self._work)))
            self._servers = Servers(
                self._start_of,
                self._work,
                self.deadline,
                lambda: self._neighbours.any_foreign,
                confined=self.confined,
                kept=self._kept,
            )
            stack.callback(self._servers.end)
            # The sanitized one starts first, because it takes longest.
            self._servers.begin(dict.fromkeys([self._possible(Watcher.SANITIZER), Watcher.NOBODY]))
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_) -> None:
        self._stack.close()

    @property
    def sanitizes(self) -> bool:
        return self._sanitizer is not None

    @property
    def confined(self) -> bool:
        return self.layer == "bubblewrap"

    @property
    def isolates(self) -> bool:
        """Whether a run is out of the reach of all others."""
        return self.confined or self._servers.of_kind(Watcher.NOBODY).isolates

    def require_room(self) -> None:
        """Raise WorkshopError where runs write to the scratch folder, and it does not do for that.

        There, all fork servers have to be ready before any run may reach them.
        """
        if self.isolates:
            return
        self._servers.wait()
        if shutil.disk_usage(self._work).free < NEEDED_ROOM:
            raise WorkshopError(
                f"{self.scratch.parent} has less than {NEEDED_ROOM >> 20} MB left, too little for "
                "a check; make room, or set TMPDIR to another folder."
            )
        if os.statvfs(self._work).f_flag & os.ST_NOEXEC:
            raise WorkshopError(
                f"Nothing may be executed in {self.scratch.parent} (it is mounted noexec); "
                "set TMPDIR to another folder."
            )

    def command(
        self,
        argv: list[str],
        files: Mapping[str, bytes],
        collect: tuple[str, ...] = (),
        *,
        foreign: bool = False,
        deadline: Deadline | None = None,
    ) -> ExitReport:
        """Run a program in a folder with `files`; collect the files that match the patterns.

        A `foreign` program is one that runs code of the learner's, and does not only read it. It
        ends with the check, or by a `deadline`.
        """
        job = {
            "kind": "command",
            "argv": argv,
            "environment": said_inside(environment_of_run(self._work, self._tools)),
            "collect": list(collect),
            "limits": limits(command=True, confined=self.confined),
        }
        run = self._start(Watcher.NOBODY, job | self._places("build", files), foreign, deadline)
        ending = run.wait(COMMAND_SECONDS + GRACE_SECONDS)
        return replace(ending, undisturbed=run.undisturbed)

    def python(
        self,
        name: str,
        files: Mapping[str, bytes],
        watcher: Watcher = Watcher.NOBODY,
        *,
        foreign: bool = True,
        elsewhere: bool = True,
        deadline: Deadline | None = None,
    ) -> Run:
        """Start a Python process that answers calls on the modules in a folder with `files`.

        Its working directory is that folder, or the one above it with `elsewhere`. It ends with the
        check, or by a `deadline`.
        """
        watcher = self._possible(watcher)
        bounds = limits(sanitized=watcher is not Watcher.NOBODY, confined=self.confined)
        job = {"kind": "python", "limits": bounds, "elsewhere": elsewhere}
        return self._start(watcher, job | self._places(name, files), foreign, deadline)

    def _possible(self, watcher: Watcher) -> Watcher:
        if not self.sanitizes:
            return Watcher.NOBODY
        # Outside of bubblewrap no fork server may begin late, so one does for both.
        return watcher if self.confined or watcher is Watcher.NOBODY else Watcher.LEAK_CHECKER

    def _places(self, name: str, files: Mapping[str, bytes]) -> dict:
        folder = self._work / str(next(self._numbers)) / name
        given = {file: base64.b64encode(content).decode() for file, content in files.items()}
        return {"files": given, "folder": name_inside(folder), "scratch": name_inside(self._work)}

    def _start(
        self, watcher: Watcher, job: dict, foreign: bool, deadline: Deadline | None = None
    ) -> Run:
        end = deadline or self.deadline
        with contextlib.suppress(Ended):
            if end.left:
                server = self._servers.for_run(watcher)
                neighbours = Neighbours() if self.isolates else self._neighbours
                return server.start(job, neighbours.arrive(foreign=foreign), end)
        return Run.too_late(end, Neighbours().arrive(foreign=False))

    def _start_of(self, watcher: Watcher, *, nests: bool) -> Start:
        environment, python_memory = environment_of_run(self._work, self._tools), b""
        if self._sanitizer and watcher is not Watcher.NOBODY:
            is_scarce = watcher is Watcher.SCARCE
            if is_scarce or watcher is Watcher.SANITIZER:
                python_memory = self._sanitizer.python_memory
            environment |= watching(
                self._sanitizer.runtimes, from_malloc=not python_memory, is_scarce=is_scarce
            )
        return Start(
            tuple(prefix(self.layer, self._work, self._tools, nests=nests)),
            tuple(environment.items()),
            self._preload,
            name_inside(self._work),
            base64.b64encode(python_memory).decode(),
        )


def _settle_layer(layer: str, cache: Cache | None) -> str:
    """Return the layer to use; a canary that came home since the machine began flies no more."""
    if layer == "limits":
        return layer
    key = Cache.key("canary", canary_key())
    if cache and cache.get(key):
        return "bubblewrap"
    works, reason = bubblewrap_works()
    if works and cache:
        cache.put(key, {"works": True})
    if layer == "bubblewrap" and not works:
        raise WorkshopError(
            f"The bubblewrap sandbox was asked for, but {reason}; see `workshop doctor`."
        )
    return "bubblewrap" if works else "limits"
