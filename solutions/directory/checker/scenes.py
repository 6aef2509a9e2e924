"""How the checker uses the class Directory, and what C says is left over afterwards."""

import builtins
import contextlib
import sys
from gc import collect
from itertools import zip_longest
from pathlib import Path
from tempfile import mkdtemp


def names_in(stage, path):
    """Return the names in a folder, as they come."""
    return list(stage.script.Directory(path))


def names_by_path(stage, path):
    """Return the same, asked with a path that is no str."""
    return list(stage.script.Directory(Path(path)))


class Entry:
    """What has a path, as an os.DirEntry has, and another text."""

    def __init__(self, path):
        self._path = path

    def __fspath__(self):
        return self._path


def names_by_entry(stage, path):
    """Return the same, asked with what is a path by its __fspath__() alone."""
    return list(stage.script.Directory(Entry(path)))


def names_of(stage, files, folders):
    """Return the names in a real folder with these files and folders, sorted."""
    folder = Path(mkdtemp(dir=stage.folder))  # others may have been here before
    for name in folders:
        (folder / name).mkdir()
    for name in files:
        (folder / name).write_text("")
    names = list(stage.script.Directory(folder))
    # What is no name has no order among names, and is told as what it is.
    return sorted(names) if all(type(name) is str for name in names) else names


def many_names(stage, path):
    """Return how many names there are, and the last of them."""
    names = list(stage.script.Directory(path))
    return [len(names), names[-1]]


def listed_again(stage, first, second):
    """Return the names in a folder before and after a second file is in it."""
    folder = Path(mkdtemp(dir=stage.folder))
    listed = []
    for name in (first, second):
        (folder / name).write_text("")
        listed.append(sorted(stage.script.Directory(folder)))
    return listed


def in_turn(stage, paths):
    """Return the names in several folders that are read in turn."""
    folders = [stage.script.Directory(path) for path in paths]
    return [list(names) for names in zip_longest(*folders)]


def disturbed(stage, path, other):
    """Return the names in a folder, where another thread lists another ahead of each line."""
    directory = stage.script.Directory
    return stage.disturbed(lambda: list(directory(path)), lambda: list(directory(other)))


def fails(stage, path):
    """Open and read a folder, which raises."""
    return list(stage.script.Directory(path))


def cannot_open(stage, path):
    """Open a folder, which raises."""
    stage.script.Directory(path)
    return "an open folder"


def untold(stage, path, numbers):
    """Return the first errno of C's that is not raised as that; 0 where each is."""
    for number in numbers:
        try:
            list(stage.script.Directory(f"{path} {number}"))
        except OSError as error:
            if error.errno == number:
                continue
        return number
    return 0


def noise(stage, path):
    """Return what is complained of, outside of any call, when a folder could not be opened."""
    heard, before = [], sys.unraisablehook
    sys.unraisablehook = lambda event: heard.append(
        f"{type(event.exc_value).__name__}: {event.exc_value}"
    )
    with contextlib.suppress(OSError, ValueError):
        stage.script.Directory(path)
    collect()
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
    """Return what comes of asking twice more at the end of the names, and of a second loop."""
    names = iter(stage.script.Directory(path))
    list(names)
    return [next(names, "end"), next(names, "end"), *names]


def as_target(stage, path):
    """Return whether a with block is given the object itself."""
    directory = stage.script.Directory(path)
    with directory as target:
        return target is directory


BEFORE_RAISING = {
    "at once": lambda directory: None,
    "after the first name": lambda directory: next(iter(directory)),
    "after the last name": list,
    "after close()": lambda directory: directory.close(),
}


def inside_with(stage, path, name, when):
    """Return the exception that comes out of a with block in which this one was raised."""
    try:
        with stage.script.Directory(path) as directory:
            BEFORE_RAISING[when](directory)
            raise getattr(builtins, name)("raised inside")
    except getattr(builtins, name):
        return name
    return "no exception"


def read_after_close(stage, path, begun):
    """Read a folder that is closed, before its first name or after it."""
    directory = stage.script.Directory(path)
    names = iter(directory)
    for _ in range(begun):
        next(names)
    directory.close()
    return next(names)


def entered_after_close(stage, path):
    """Read a folder in a with block that began when it was closed."""
    directory = stage.script.Directory(path)
    directory.close()
    with directory:
        return next(iter(directory))


def read_after_with(stage, path):
    """Read a folder after its with block."""
    with stage.script.Directory(path) as directory:
        next(iter(directory))
    # Each time by an iterator of its own: a generator that has raised something is at its end.
    return stage.refused(lambda: next(iter(directory)))


def read_after_failure(stage, path):
    """Read a folder once more when reading failed."""
    directory = stage.script.Directory(path)
    with contextlib.suppress(OSError):
        list(directory)
    return stage.refused(lambda: next(iter(directory)))
