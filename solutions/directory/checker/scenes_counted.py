"""What C has left, and was asked, when a Directory was used in each way that a program has."""

import contextlib

CDEF = """
    uint64_t probe_open(uint64_t nonce);
    uint64_t probe_misused(uint64_t nonce);
    uint64_t probe_asked(uint64_t nonce);
"""


def counted(stage, what, path, way):
    """Count what C has open, or was misused, before and after a folder was used and is held."""
    lib = stage.c(CDEF)[1]

    def use():
        directory = WAYS[way](stage.script.Directory, path)
        return None if what == "misused" else directory  # misused also when it is let go

    return stage.counted(getattr(lib, f"probe_{what}"), use)


def asked_after_close(stage, path, begun):
    """Count what C is asked while a folder that is closed is read."""
    lib = stage.c(CDEF)[1]
    directory = stage.script.Directory(path)
    for _ in range(begun):
        next(iter(directory))
    directory.close()

    def read():
        for _ in range(3):
            with contextlib.suppress(ValueError, StopIteration, OSError):
                next(iter(directory))

    return stage.counted(lib.probe_asked, read)


def _exhausted(Directory, path):
    directory = Directory(path)
    for _ in directory:
        pass
    return directory


def _failed_midway(Directory, path):
    directory = Directory(path)
    with contextlib.suppress(OSError):
        list(directory)
    return directory


def _closed(Directory, path):
    directory = Directory(path)
    next(iter(directory))
    directory.close()
    return directory


def _closed_often(Directory, path):
    with Directory(path) as directory:
        next(iter(directory))
        directory.close()
        directory.close()
    directory.close()
    with Directory(path) as directory:
        list(directory)
    directory.close()
    return directory


def _broken_off(Directory, path):
    with Directory(path) as directory:
        for _ in directory:
            break
    return directory


def _raised_inside(Directory, path):
    directory = Directory(path)
    try:
        with directory:
            raise RuntimeError("raised inside")
    except RuntimeError:
        pass
    return directory


def _interrupted_inside(Directory, path):
    directory = Directory(path)
    try:
        with directory:
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass
    return directory


def _let_go(Directory, path):
    names = iter(Directory(path))
    next(names)


def _never_read(Directory, path):
    Directory(path)


def _in_a_cycle(Directory, path):
    directory = Directory(path)
    next(iter(directory))
    cycle = [directory]
    cycle.append(cycle)


def _not_opened(Directory, path):
    for odd in (path, path):
        with contextlib.suppress(OSError, ValueError):
            Directory(odd)


def _read_when_closed(Directory, path):
    directory = _closed(Directory, path)
    for _ in range(2):
        with contextlib.suppress(ValueError, StopIteration, OSError):
            next(iter(directory))
    directory.close()
    return directory


WAYS = {
    "read to its end": _exhausted,
    "read until reading failed": _failed_midway,
    "closed halfway": _closed,
    "closed often": _closed_often,
    "left inside of with by break": _broken_off,
    "left inside of with by an exception": _raised_inside,
    "left inside of with by Ctrl-C": _interrupted_inside,
    "let go halfway": _let_go,
    "opened and let go": _never_read,
    "let go in a cycle of references": _in_a_cycle,
    "refused": _not_opened,
    "read when it was closed": _read_when_closed,
}
