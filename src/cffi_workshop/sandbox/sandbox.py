"""The sandbox of one check: a scratch folder, and a fork server process for each kind of run."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from cffi_workshop.cache import Cache
from cffi_workshop.errors import WorkshopError

from .bubblewrap import SITE_FOLDERS, WORKER_PARENT, bubblewrap_works, canary_key, prefix, prepare_scratch
from .limits import COMMAND_SECONDS, limits
from .run import ExitReport, Run

__all__ = ["FREED", "Sandbox"]

FREED = 0x5A  # what each byte of freed memory becomes in a sanitized run
SANITIZER_OPTIONS = {
    "ASAN_OPTIONS": "abort_on_error=1:detect_leaks=1:leak_check_at_exit=0:handle_abort=0:"
    "detect_stack_use_after_return=1:max_allocation_size_mb=1024:allocator_may_return_null=0:"
    "malloc_context_size=6:print_legend=0:print_full_thread_history=0:detect_odr_violation=0:"
    # Code without instruments, cffi's own, reads freed memory unnoticed; so let it read what nobody wrote.
    f"max_free_fill_size=4096:free_fill_byte={FREED}",
    "UBSAN_OPTIONS": "halt_on_error=1:abort_on_error=1:print_stacktrace=1",
    "LSAN_OPTIONS": "print_suppressions=0:report_objects=0",
}
SCRATCH = "workshop-check-"  # then the process it belongs to
READY_SECONDS = 30.0


class Sandbox:
    """A context in which runs can be started; at its end nothing of them is left."""

    def __init__(
        self, layer: str, preload: tuple[str, ...], sanitizer: Path | None, cache: Cache | None = None
    ) -> None:
        self.layer = _settle_layer(layer, cache)
        self._preload, self._sanitizer = preload, sanitizer
        self._numbers = itertools.count(1)

    def __enter__(self) -> Sandbox:
        self._stack = contextlib.ExitStack()
        _sweep(Path(tempfile.gettempdir()))
        folder = Path(tempfile.mkdtemp(prefix=f"{SCRATCH}{os.getpid()}-")).resolve()
        self._stack.callback(shutil.rmtree, folder, ignore_errors=True)
        self.scratch = prepare_scratch(folder)
        self.given = self.scratch / "given"
        # The sanitized one starts first, because it takes longest.
        wanted = [self._sanitizer, None] if self._sanitizer else [None]
        servers = [self._stack.enter_context(ForkServer(self, sanitizer)) for sanitizer in wanted]
        self._sanitized, self._plain = servers[0], servers[-1]
        for server in servers:  # all are told to end before the first is waited for
            self._stack.callback(server.let_go)
        return self

    def __exit__(self, *_) -> None:
        self._stack.close()

    @property
    def sanitizes(self) -> bool:
        return self._sanitizer is not None

    def give(self, name: str, files: dict[str, bytes]) -> Path:
        """Lay down files that runs can read and copy, but not change; return their folder."""
        folder = self.given / str(next(self._numbers)) / name
        folder.mkdir(parents=True)
        for file, content in files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(content)
        return folder

    def command(self, argv: list[str], given: Path, collect: tuple[str, ...] = ()) -> ExitReport:
        """Run a program in a fresh copy of `given`; collect the files that match the patterns."""
        job = {
            "kind": "command",
            "argv": argv,
            "environment": self.environment(),
            "collect": list(collect),
            "limits": limits(command=True, confined=self.confined),
        }
        return self._plain.start({**job, **self._places(given)}).ending(COMMAND_SECONDS + 10)

    def python(self, given: Path, *, sanitized: bool) -> Run:
        """Start a Python process that answers calls on the modules in a fresh copy of `given`."""
        sanitized = sanitized and self.sanitizes
        server = self._sanitized if sanitized else self._plain
        job = {"kind": "python", "limits": limits(sanitized=sanitized, confined=self.confined)}
        return server.start({**job, **self._places(given), "elsewhere": True})

    @property
    def confined(self) -> bool:
        return self.layer == "bubblewrap"

    def _places(self, given: Path) -> dict:
        work = self.scratch / "work"
        folder = work / str(next(self._numbers)) / given.name
        return {"given": str(given), "folder": str(folder), "scratch": str(work)}

    def environment(self) -> dict[str, str]:
        """Return all that a run sees of the environment."""
        tools = [str(Path(sys.executable).parent), os.defpath, "/usr/local/bin"]
        return {
            "PATH": os.pathsep.join(tools),
            "HOME": str(self.scratch / "work"),
            "TMPDIR": str(self.scratch / "work"),
            "LC_ALL": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONNOUSERSITE": "1",
            # One run, one core: NumPy's own threads would count as the learner's.
            "OPENBLAS_NUM_THREADS": "1",
        }


class ForkServer:
    """A fork server process: it forks one monitor and one learner's process for each job."""

    def __init__(self, sandbox: Sandbox, sanitizer: Path | None) -> None:
        self._sandbox, self._sanitizer = sandbox, sanitizer
        self._lock = threading.Lock()
        self._ready = False
        self._runs: list[Run] = []

    def __enter__(self) -> ForkServer:
        self._control, theirs = socket.socketpair()
        environment = self._sandbox.environment()
        if self._sanitizer:
            preload = "DYLD_INSERT_LIBRARIES" if sys.platform == "darwin" else "LD_PRELOAD"
            environment |= SANITIZER_OPTIONS
            environment |= {preload: str(self._sanitizer), "PYTHONMALLOC": "malloc"}
        settings = [f"{name}={value}" for name, value in environment.items()]
        self._process = subprocess.Popen(
            [*prefix(self._sandbox.layer, self._sandbox.scratch), "env", "-i", *settings, *self._python()],
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._process.stderr is not None  # it is a pipe
        self._complaints = self._process.stderr
        theirs.close()
        return self

    def let_go(self) -> None:
        """Close every channel: the fork server and its monitors then end what runs, and themselves."""
        for run in self._runs:
            run.close()
        self._control.close()

    def __exit__(self, *_) -> None:
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._complaints.close()

    def _python(self) -> list[str]:
        folders = [str(WORKER_PARENT), *SITE_FOLDERS]
        # The worker's folder leaves the path again, so that a learner's module is never one of ours.
        code = (
            f"import sys; sys.path[:0] = {folders[:1]!r}; sys.path += {folders[1:]!r}; "
            "from worker.fork_server import main; del sys.path[0]; "
            f"main({list(self._sandbox._preload)!r})"
        )
        return [sys.executable, "-S", "-s", "-P", "-B", "-c", code]

    def start(self, job: dict) -> Run:
        """Hand a job to the fork server, with the far ends of its two sockets."""
        talk, far_talk = socket.socketpair()
        watch, far_watch = socket.socketpair()
        body = json.dumps(job).encode()
        with self._lock, far_talk, far_watch:
            self._wait_until_ready()
            socket.send_fds(
                self._control, [f"{len(body):8d}".encode()], [far_talk.fileno(), far_watch.fileno()]
            )
            self._control.sendall(body)
        run = Run(talk, watch)
        self._runs.append(run)
        return run

    def _wait_until_ready(self) -> None:
        if self._ready:
            return
        self._control.settimeout(READY_SECONDS)
        try:
            word = self._control.recv(6)
        except TimeoutError:
            word = b""
        if word != b"ready\n":
            self._process.kill()
            reason = self._complaints.read().decode(errors="replace").strip().splitlines()
            raise WorkshopError(f"The sandbox did not start: {(reason or ['no reason given'])[-1]}")
        self._control.settimeout(None)
        self._ready = True


def _sweep(folder: Path) -> None:
    """Remove what a check that was killed could not remove itself."""
    for entry in folder.glob(f"{SCRATCH}*"):
        owner = re.match(rf"{SCRATCH}(\d+)-", entry.name)
        if owner and not _is_running(int(owner[1])):
            shutil.rmtree(entry, ignore_errors=True)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        pass
    return True


def _settle_layer(layer: str, cache: Cache | None) -> str:
    """Return the layer to use; a canary that came home since the machine was started need not fly again."""
    if layer == "limits":
        return layer
    key = Cache.key("canary", canary_key())
    if cache and cache.get(key):
        return "bubblewrap"
    works, reason = bubblewrap_works()
    if works and cache:
        cache.put(key, {"works": True})
    if layer == "bubblewrap" and not works:
        raise WorkshopError(f"The bubblewrap sandbox was asked for, but {reason}; see `workshop doctor`.")
    return "bubblewrap" if works else "limits"
