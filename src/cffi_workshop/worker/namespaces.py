"""Give a run its own processes, network and writable folder (Linux, if the kernel allows it).

The monitor of a run is the first process of a PID namespace, so that the learner's processes can
neither see nor signal anything outside of it, nor stop or kill the monitor; when the monitor ends,
the kernel kills them all. Everything is read-only but one folder, which lies in memory and ends
with the run.
"""

from __future__ import annotations

import errno
import os
import signal
import struct
import sys

from cffi import FFI

__all__ = ["POSSIBLE", "fork_into_own", "move_in", "renounce"]

POSSIBLE = sys.platform.startswith("linux")

_ffi = FFI()
_ffi.cdef(
    """
    int mount(const char *, const char *, const char *, unsigned long, const char *);
    int prctl(int option, unsigned long, unsigned long, unsigned long, unsigned long);
    long syscall(long number, ...);
    typedef struct { uint64_t attr_set, attr_clr, propagation, userns_fd; } mount_attr;
    typedef struct { unsigned short length; const char *steps; } filter;
    """
)
# A type's text is parsed, and a function looked up, when it is first used. That is done here, once,
# and not in each run, which begins as a copy of this process.
if POSSIBLE:
    _libc = _ffi.dlopen(None)
    _MOUNT, _PRCTL, _SYSCALL = _libc.mount, _libc.prctl, _libc.syscall
_INT, _SIZE, _LONG, _TEXT = map(_ffi.typeof, ("int", "size_t", "long", "char[]"))
_ATTRIBUTES, _HEADER, _SETS = map(_ffi.typeof, ("mount_attr *", "uint32_t[2]", "uint32_t[6]"))
# <sched.h>: mounts, System V and POSIX queues, users, processes, network.
_NEW = 0x00020000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000
# <sys/mount.h>
_NOSUID, _NODEV, _NOEXEC, _REC, _PRIVATE = 2, 4, 8, 0x4000, 0x40000
_MOUNT_SETATTR, _AT_FDCWD, _AT_RECURSIVE, _ATTR_READ_ONLY = 442, -100, 0x8000, 1
# <sys/prctl.h>, <linux/capability.h>
_NO_NEW_PRIVILEGES, _BOUNDING_DROP, _LAST_CAPABILITY = 38, 24, 63
_NUMBERS = {"x86_64": (56, 126), "aarch64": (220, 91)}  # of clone and capset
_CLONE, _CAPSET = _NUMBERS.get(os.uname().machine, (None, None)) if POSSIBLE else (None, None)
_CAPABILITY_VERSION = 0x20080522
# <linux/audit.h>, then shmget, semget, msgget, memfd_create and memfd_secret of <asm/unistd.h>
_HIDING_MEMORY = {
    "x86_64": (0xC000003E, 29, 64, 68, 319, 447),
    "aarch64": (0xC00000B7, 194, 190, 186, 279, 447),
}
_FIRST_X32 = 0x40000000  # from here on, x86_64 has the same calls under other numbers
# <linux/bpf_common.h>: load a word, go on if it is equal, or no less, and return.
_LOAD, _IF_EQUAL, _IF_FROM, _RETURN = 0x20, 0x15, 0x35, 0x06
# <linux/seccomp.h>: where a call's number and machine are, and what may become of the call.
_NUMBER_AT, _MACHINE_AT, _ALLOWED, _REFUSED = 0, 4, 0x7FFF0000, 0x00050000 | errno.EPERM
_SET_SECCOMP, _SECCOMP_FILTER = 22, 2

_MOST_FILES = 20_000


def _steps(machine: int, *refused: int) -> bytes:
    """Return what the kernel goes through at each call, so that it refuses these."""
    refusal = (_RETURN, 0, 0, _REFUSED)
    # Calls of another machine's form have other numbers.
    steps = [(_LOAD, 0, 0, _MACHINE_AT), (_IF_EQUAL, 1, 0, machine), refusal]
    steps += [(_LOAD, 0, 0, _NUMBER_AT), (_IF_FROM, 0, 1, _FIRST_X32), refusal]
    for number in refused:
        steps += [(_IF_EQUAL, 0, 1, number), refusal]
    return b"".join(struct.pack("HBBI", *step) for step in [*steps, (_RETURN, 0, 0, _ALLOWED)])


if _CLONE is not None:
    _TEXT_OF_FILTER = _steps(*_HIDING_MEMORY[os.uname().machine])
    _FILTER = _ffi.new("filter *", (len(_TEXT_OF_FILTER) // 8, _ffi.from_buffer(_TEXT_OF_FILTER)))
    _FILTER_AT = int(_ffi.cast("uintptr_t", _FILTER))


def fork_into_own() -> int:
    """Fork, as os.fork() does, a child that is the first process of namespaces of its own.

    With unshare() there would be one process more, which only forks again. Python does not hear of
    this fork, so the caller may have no other thread. Raise OSError where it is not allowed.
    """
    if _CLONE is None:
        raise OSError(f"no namespaces of its own for a run on {os.uname().machine}")
    arguments = (_NEW | signal.SIGCHLD, 0, 0, 0, 0)  # 0: all else as fork() has it
    pid = int(_SYSCALL(_CLONE, *(_ffi.cast(_LONG, argument) for argument in arguments)))
    _succeed(pid, "clone")
    return pid


def move_in(user: int, group: int, work: str, disk_bytes: int) -> None:
    """Go on in the new namespaces as who one was, with a /proc of their own and an empty `work`.

    Everything else becomes read-only.
    """
    for file, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        _write(f"/proc/self/{file}", text)
    _mount("none", "/", "", _PRIVATE | _REC, "")
    attributes = _ffi.new(_ATTRIBUTES, {"attr_set": _ATTR_READ_ONLY})
    size = _ffi.cast(_SIZE, _ffi.sizeof(_ATTRIBUTES.item))
    where = [_ffi.cast(_INT, _AT_FDCWD), _ffi.new(_TEXT, b"/"), _ffi.cast(_INT, _AT_RECURSIVE)]
    _succeed(_SYSCALL(_MOUNT_SETATTR, *where, attributes, size), "make / read-only")
    _mount("proc", "/proc", "proc", _NOSUID | _NODEV | _NOEXEC, "")
    room = f"nr_inodes={_MOST_FILES},mode=0700"
    _mount("tmpfs", work, "tmpfs", _NOSUID | _NODEV, f"size={disk_bytes},{room}")
    if os.path.isdir("/dev/shm"):  # noqa: PTH112 - Path() costs more, and each run pays it
        _mount("tmpfs", "/dev/shm", "tmpfs", _NOSUID | _NODEV, f"size={disk_bytes // 4},{room}")
    # The learner's code makes no namespaces in its turn: that is where kernels have been attacked.
    _write("/proc/sys/user/max_user_namespaces", "0")


def renounce() -> None:
    """Give up, for this process and what it starts, rights that come with own namespaces."""
    for capability in range(_LAST_CAPABILITY + 1):
        _PRCTL(_BOUNDING_DROP, capability, 0, 0, 0)  # it fails for those that this kernel lacks
    header = _ffi.new(_HEADER, [_CAPABILITY_VERSION, 0])
    _succeed(_SYSCALL(_CAPSET, header, _ffi.new(_SETS)), "capset")
    _succeed(_PRCTL(_NO_NEW_PRIVILEGES, 1, 0, 0, 0), "no_new_privs")
    _refuse_hidden_memory()


def _refuse_hidden_memory() -> None:
    """Have the kernel refuse calls for memory that may be no process's, where it can.

    A monitor counts what processes hold; it would not see a memfd, or a segment of System V.
    """
    _PRCTL(_SET_SECCOMP, _SECCOMP_FILTER, _FILTER_AT, 0, 0)


def _write(file: str, text: str) -> None:
    """Write to a file of the kernel's, by its descriptor: this is done in each run."""
    descriptor = os.open(file, os.O_WRONLY)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)


def _mount(source: str, target: str, kind: str, flags: int, options: str) -> None:
    words = [word.encode() for word in (source, target, kind)]
    _succeed(_MOUNT(*words, flags, options.encode()), f"mount {target}")


def _succeed(result: int, what: str) -> None:
    if result < 0:
        raise OSError(_ffi.errno, f"{what}: {os.strerror(_ffi.errno)}")
