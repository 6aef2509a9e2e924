"""The two layers of the sandbox, as the command that stands before a program.

`limits` needs no command: the monitor inside keeps the limits. `bubblewrap` adds namespaces: no
network, a read-only system with the interpreter in it and nothing else, its own processes. Inside
of either, each run has namespaces of its own where the kernel lets it (worker/namespaces.py).
"""

from __future__ import annotations

import functools
import importlib.util
import os
import shutil
import site
import subprocess
import sys
from pathlib import Path

from cffi_workshop.unasked_packages import UNASKED

__all__ = [
    "CFFI_FOLDER",
    "NOBODY",
    "SITE_FOLDERS",
    "WORKER_PARENT",
    "bubblewrap_works",
    "canary_key",
    "prefix",
]

NOBODY = 65534  # the user that root becomes before anything of a learner's is touched

# The worker is imported as a top-level package, so that no other module of the workshop comes
# along.
WORKER_PARENT = Path(__file__).resolve().parent.parent
# Found, not imported: the judge itself has no use for cffi.
_cffi = importlib.util.find_spec("cffi")
CFFI_FOLDER = Path(_cffi.origin if _cffi and _cffi.origin else "cffi").resolve().parent
SITE_FOLDERS = sorted({*site.getsitepackages(), str(CFFI_FOLDER.parent)})

# What a run has to read as well, which root may have kept for itself.
NEEDED_INSIDE = (WORKER_PARENT / "worker" / "fork_server.py", CFFI_FOLDER / "__init__.py")

# What setuptools loads unasked, with its dist-info, by which it is found. No exercise wants it.
HIDDEN_PACKAGES = [
    path
    for folder in SITE_FOLDERS
    for name in UNASKED
    for path in Path(folder).glob(f"{name}*")
    if path.is_dir()
]
SYSTEM_LINKS = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
SYSTEM_FILES = (
    "/etc/alternatives",
    "/etc/group",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/localtime",
    "/etc/nsswitch.conf",
    "/etc/passwd",
)
SMALL_TMPFS, WORK_BYTES = str(64 << 20), str(256 << 20)


def prefix(
    layer: str, work: Path, tools: tuple[Path, ...] = (), *, nests: bool = False
) -> list[str]:
    """Return the command to put before a program so that it runs in `layer`.

    Inside, `work` is an empty folder in memory; the folders of `tools` can be read. With `nests`
    the program may make namespaces in its turn, one set for each run.
    """
    if layer == "limits":
        return []
    readable = _readable(tools)
    inner = [
        "bwrap", "--unshare-user", *([] if nests else ["--disable-userns"]), "--unshare-all",
        "--die-with-parent", "--new-session", "--clearenv",
        *_system_mounts(),
        "--proc", "/proc", "--dev", "/dev", "--size", SMALL_TMPFS, "--tmpfs", "/dev/shm",
        "--remount-ro", "/dev", "--size", SMALL_TMPFS, "--tmpfs", "/tmp",
        *_read_only(readable),
        # An empty folder over each: who imports it is told that it is not there.
        *(word for path in HIDDEN_PACKAGES for word in ("--tmpfs", str(path))),
        "--perms", "0700", "--size", WORK_BYTES, "--tmpfs", str(work),
        "--remount-ro", "/", "--chdir", str(work),
    ]  # fmt: skip
    return [*_become_nobody(readable), *inner] if os.getuid() == 0 else inner


def _readable(tools: tuple[Path, ...]) -> list[Path]:
    """Return what is needed outside /usr: Python, environment, packages, the worker, compilers."""
    wanted = {
        Path(sys.base_prefix),
        Path(sys.prefix),
        WORKER_PARENT / "worker",
        *map(Path, SITE_FOLDERS),
    }
    wanted |= {Path(sys.executable).resolve().parent.parent, *tools}
    outside = {path for path in wanted if not path.is_relative_to("/usr")}
    return sorted(path for path in outside if not outside & set(path.parents))


def _read_only(paths: list[Path]) -> list[str]:
    """Bind each path at its own place; a link, as an environment may be, becomes its target."""
    return [word for path in paths for word in ("--ro-bind", str(path.resolve()), str(path))]


def _system_mounts() -> list[str]:
    words = ["--ro-bind", "/usr", "/usr"]
    for name in SYSTEM_LINKS:
        path = Path("/", name)
        if path.is_symlink():
            words += ["--symlink", str(path.readlink()), str(path)]
        elif path.is_dir():
            words += ["--ro-bind", str(path), str(path)]
    for name in SYSTEM_FILES:
        words += ["--ro-bind-try", name, name]
    return words


def _become_nobody(readable: list[Path]) -> list[str]:
    """Return the command that makes root an unprivileged user who can read the interpreter.

    The interpreter may lie below a folder that only root can enter; a view of the file system in
    which those folders are new and empty, but for it, gives the unprivileged user a way there.
    """
    places = sorted({path.resolve() for path in readable})
    return [
        "bwrap", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_SETPCAP",
        "--ro-bind", "/", "/", "--dev-bind", "/dev", "/dev", "--bind", "/proc", "/proc",
        *_open_way_to(places), *_read_only(places), "--die-with-parent",
        "setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups",
        "--ambient-caps=-all", "--inh-caps=-all", "--bounding-set=-all", "--pdeathsig=KILL",
    ]  # fmt: skip


def _open_way_to(paths: list[Path]) -> list[str]:
    words: list[str] = []
    shadowed: set[Path] = set()
    for path in paths:
        parents = [folder for folder in reversed(path.parents) if folder != Path("/")]
        closed = [folder for folder in parents if not folder.stat().st_mode & 0o001]
        if not closed:
            continue
        for folder in parents[parents.index(closed[0]) :]:
            if folder in shadowed:
                continue
            shadowed.add(folder)
            words += ["--tmpfs" if folder == closed[0] else "--dir", str(folder)]
            words[-2:-2] = ["--perms", "0755"]
    return words


def canary_key() -> list[object]:
    """Return what a canary's success depends on: program, user, Python, and the kernel.

    The same checkout may be in containers of this machine, whose root may do less.
    """
    program = shutil.which("bwrap")
    when = Path(program).stat().st_mtime_ns if program else 0
    modes = [file.stat().st_mode for file in NEEDED_INSIDE]
    kernel = (Path("/proc", name) for name in ("sys/kernel/random/boot_id", "self/uid_map"))
    return [
        program,
        when,
        os.getuid(),
        sys.prefix,
        modes,
        *(file.read_text() for file in kernel if file.exists()),
        *_rights(),
    ]


def _rights() -> list[str]:
    """Return what the kernel says that this process may do (Linux)."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return [line for line in lines if line.startswith(("Cap", "NoNewPrivs", "Seccomp:"))]


@functools.cache
def bubblewrap_works() -> tuple[bool, str]:
    """Try it: a canary must run, as no root, without a network, unable to write outside its folder.

    Returns whether it works, and otherwise why not, in one sentence.
    """
    if shutil.which("bwrap") is None:
        return False, "bubblewrap is not installed"
    if os.getuid() == 0 and shutil.which("setpriv") is None:
        return False, "root needs setpriv (util-linux) to become an unprivileged user"
    work = Path("/workshop-canary")
    needed = map(str, NEEDED_INSIDE)
    command = [*prefix("bubblewrap", work), sys.executable, "-S", "-c", CANARY, str(work), *needed]
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    except subprocess.TimeoutExpired:
        return False, "bubblewrap is installed but does not end here"
    if run.returncode == 0 and run.stdout == "confined\n":
        return True, ""
    reason = (run.stderr or run.stdout).strip().splitlines() or ["it ended without a word"]
    return False, f"bubblewrap is installed but does not work here: {reason[-1]}"


CANARY = """
import os, socket, sys
open(os.path.join(sys.argv[1], "canary"), "w").close()
problems = []
for file in sys.argv[2:]:
    try:
        open(file).close()
    except OSError:
        problems.append(f"user {os.getuid()} cannot read {file} (chmod -R go+rX)")
if os.getuid() == 0:
    problems.append("it runs as root")
if any(name != "lo" for _, name in socket.if_nameindex()):
    problems.append("it sees a network")
for folder in ("/", "/usr", "/etc", "/dev"):
    try:
        open(folder + "/canary", "w").close()
        problems.append(folder + " is writable")
    except OSError:
        pass
if os.getppid() > 1:
    problems.append("it sees the processes outside")
print("; ".join(problems) or "confined")
"""
