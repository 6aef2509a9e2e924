"""How the checker uses arrays as a program would, and has C count what it was asked."""

import contextlib
from gc import collect
from tempfile import TemporaryFile
from weakref import ref

import numpy as np


def steps(stage, one, other, *arguments):
    """Return how many steps C took for either array as u."""
    _, lib = stage.c("void probe_begin(void); uint64_t probe_steps(uint64_t nonce);")
    lib.probe_begin()
    for u in (one, other):
        with contextlib.suppress(Exception):
            stage.script.evolve(u, *arguments)
    return lib.probe_steps(stage.nonce)


def kept(stage, u_previous, *numbers):
    """Return how many of two arrays are still there after a step that they were handed to."""
    given = u_previous.copy(), u_previous.copy()
    watched = [ref(array) for array in given]
    stage.script.evolve(*given, *numbers)
    del given
    collect()
    return sum(array() is not None for array in watched)


def mapped(stage, field, *numbers):
    """Return what a step makes of a field in a file, between arrays that are mapped from files."""
    with TemporaryFile() as one, TemporaryFile() as other:
        u_previous, u = (np.memmap(file, float, "w+", shape=field.shape) for file in (one, other))
        u_previous[...] = field
        stage.script.evolve(u, u_previous, *numbers)
        return np.array(u)


def row_of_a_table(stage, row, *numbers):
    """Return what a step makes of a row that is part of a table, whose rows are longer."""
    table, u = np.repeat(row, 4).reshape(2, -1), np.zeros_like(row)
    part = table[:1, : row.size]
    part[...] = row
    stage.script.evolve(u, part, *numbers)
    part[...] = u  # both are the caller's, who goes on with them
    return u
