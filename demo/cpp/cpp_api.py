"""Keep the levels of a river in a std::vector, behind a C interface: API mode.

Run `python cpp_build.py` first.
"""

from array import array
from collections.abc import Iterable

from _cpp import ffi, lib

__all__ = ["Levels", "above"]

ERRORS = {
    lib.LEVELS_NO_SUCH_VALUE: (IndexError, "there is no level at this index"),
    lib.LEVELS_NOT_A_NUMBER: (
        ValueError,
        "found a NaN among the levels; leave out what was not measured",
    ),
    lib.LEVELS_NO_MEMORY: (MemoryError, "no memory for more levels"),
}


def check(status: int) -> None:
    """Raise what belongs to a status: the C++ exception, said in Python."""
    if status != lib.LEVELS_OK:
        error, message = ERRORS.get(status, (RuntimeError, "C++ threw something unknown"))
        raise error(message)


def doubles(values: Iterable[float]) -> tuple[ffi.CData, int]:
    """Return the values as C sees them, and their number."""
    copied = array("d", values)
    return ffi.from_buffer("double[]", copied), len(copied)


class Levels:
    """A series of levels in metres. C++ has the memory, and deletes it with this object."""

    def __init__(self, values: Iterable[float] = ()) -> None:
        made = lib.levels_new()
        if made == ffi.NULL:
            raise MemoryError
        self._series = ffi.gc(made, lib.levels_free)
        self.add(values)

    def __len__(self) -> int:
        return lib.levels_count(self._series)

    def __getitem__(self, index: int) -> float:
        """Return one level. Raises IndexError, which also ends a for loop; -1 is none either."""
        if index < 0:
            raise IndexError(f"found the index {index}; it must be from 0 to {len(self) - 1}")
        value = ffi.new("double *")
        check(lib.levels_at(self._series, index, value))
        return value[0]

    def add(self, values: Iterable[float]) -> None:
        """Append levels, all or none. Raises ValueError if one is NaN."""
        check(lib.levels_add(self._series, *doubles(values)))

    def median(self) -> float:
        """Return the level that half of the others are below.

        Raises ValueError if there are none.
        """
        if len(self) == 0:
            raise ValueError("found no levels; add some first")
        median = ffi.new("double *")
        check(lib.levels_median(self._series, median))
        return median[0]


def above(values: Iterable[float], limit: float) -> int:
    """Return how many values are above the limit."""
    return lib.above(*doubles(values), limit)


def main() -> None:
    """Measure a river, and ask for what is not there."""
    week = [2.31, 2.28, 2.95, 3.4, 3.12, 2.77, 2.5]
    series = Levels(week)
    print(f"{len(series)} levels, median {series.median()} m, {above(week, 3.0)} above 3 m")
    for mistake in [lambda: series[7], lambda: series.add([2.4, float("nan")])]:
        try:
            mistake()
        except (IndexError, ValueError) as error:
            print(f"{type(error).__name__}: {error}")
    print(f"still {len(series)} levels")


if __name__ == "__main__":
    main()
