"""mean() over _skeleton, in API mode out-of-line: the C compiler checked the declaration.

Run `python skeleton_build.py` first; it compiles _skeleton.
"""

from collections.abc import Sequence

# BEGIN SOLUTION: # TODO 1: import ffi and lib from _skeleton
# STUB: ffi = lib = None
from _skeleton import ffi, lib

# END SOLUTION


def mean(values: Sequence[float]) -> float:
    """Return the mean of the numbers; ValueError where there are none."""
    # BEGIN SOLUTION: raise NotImplementedError("TODO 2: the body you wrote in skeleton_abi.py")
    if len(values) == 0:
        raise ValueError("values is empty; expected at least one number")
    return lib.skeleton_mean(ffi.new("double[]", values), len(values))
    # END SOLUTION


if __name__ == "__main__":
    print(mean([1.0, 2.0, 6.0]))
