"""How the checker uses the class Directory, and what is left over afterwards."""

import contextlib
import gc
import itertools
import sys
from pathlib import Path

REAL = itertools.count()


def names_in(stage, path):
    """Return the names in a folder, sorted."""
    return sorted(stage.script.Directory(path))


def names_of(stage, files, folders):
    """Return the names in a real folder with these files and folders, sorted."""
    folder = Path(stage.folder, f"folder{next(REAL)}")
    folder.mkdir()
    for name in folders:
        (folder / name).mkdir()
    for name in files:
        (folder / name).write_text("")
    return sorted(stage.script.Directory(folder))


def complaint(stage, path):
    """Return class, errno and file name of what opening or reading raised."""
    try:
        list(stage.script.Directory(path))
    except OSError as error:
        return f"{type(error).__name__}, errno {error.errno}, filename {error.filename!r}"
    return "nothing"


def noise(stage, path):
    """Return what is complained of, outside of any call, when a folder could not be opened."""
    heard, before = [], sys.unraisablehook
    sys.unraisablehook = lambda event: heard.append(f"{type(event.exc_value).__name__}: {event.exc_value}")
    with contextlib.suppress(OSError):
        stage.script.Directory(path)
    gc.collect()
    sys.unraisablehook = before
    return "; ".join(heard) or "nothing"


def names_before_failure(stage, path):
    """Return the names that came before reading failed."""
    names = []
    try:
        for name in stage.script.Directory(path):
            names.append(name)
    except OSError:
        pass
    return names


def after_the_end(stage, path):
    """Return what comes of asking twice more at the end of the names."""
    names = iter(stage.script.Directory(path))
    list(names)
    return [next(names, "end"), next(names, "end")]


def as_target(stage, path):
    """Return whether a with block is given the object itself."""
    directory = stage.script.Directory(path)
    with directory as target:
        return target is directory


def inside_with(stage, path):
    """Return the exception that comes out of a with block in which one was raised."""
    try:
        with stage.script.Directory(path):
            raise RuntimeError("raised inside")
    except RuntimeError:
        return "RuntimeError"
    return "no exception"


def read_after_close(stage, path, begun):
    """Read a folder that is closed, before its first name or after it."""
    directory = stage.script.Directory(path)
    names = iter(directory)
    if begun:
        next(names)
    directory.close()
    return next(names)


def close_often(stage, path):
    """Close a folder in every way there is, one after the other."""
    with stage.script.Directory(path) as directory:
        next(iter(directory))
        directory.close()
        directory.close()
    directory.close()
    with stage.script.Directory(path) as directory:
        list(directory)
    directory.close()
    del directory
    gc.collect()


def misused(stage):
    """Return how often a closed folder was handed to C."""
    return stage.c("int probe_misuse_count(void);")[1].probe_misuse_count()


def left_open(stage, path, way):
    """Return how many more folders are open after one was used in some way and is still held."""
    lib = stage.c("int probe_open_count(void);")[1]
    before = lib.probe_open_count()
    kept = WAYS[way](stage.script.Directory, path)
    gc.collect()
    left = lib.probe_open_count() - before
    del kept
    return left


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


def _let_go(Directory, path):
    names = iter(Directory(path))
    next(names)


def _never_read(Directory, path):
    Directory(path)


def _in_a_cycle(Directory, path):
    directory = Directory(path)
    next(iter(directory))
    directory.itself = directory


WAYS = {
    "read to its end": _exhausted,
    "read until reading failed": _failed_midway,
    "closed halfway": _closed,
    "left inside of with by break": _broken_off,
    "left inside of with by an exception": _raised_inside,
    "let go halfway": _let_go,
    "opened and let go": _never_read,
    "let go in a cycle of references": _in_a_cycle,
}
