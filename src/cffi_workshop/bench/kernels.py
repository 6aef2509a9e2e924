"""The heat step in C, compiled in several ways, and the copy that no step can beat."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from cffi import FFI

from cffi_workshop.grading.building.toolchain import LIBRARY_SUFFIX, Toolchain

from .compiler import refusal

__all__ = ["COPIES", "KERNELS", "NATIVE", "Step", "build_all", "open_all"]

# u, u_previous, a, dt, dx2, dy2
Step = Callable[..., None]

NATIVE = ("-O3", "-march=native")
HERE = Path(__file__).resolve().parent

CDEF = """
    void evolve(double *u, const double *u_previous, size_t nx, size_t ny,
                double a, double dt, double dx2, double dy2);
    void copy(double *u, const double *u_previous, size_t nx, size_t ny);
"""


@dataclass(frozen=True)
class Kernel:
    """One function of one C file, compiled with some flags; `ours` is heat.c beside this file."""

    title: str
    flags: tuple[str, ...]
    ours: bool = False
    function: str = "evolve"

    def library(self, folder: Path) -> Path:
        number = (*KERNELS, *COPIES).index(self)
        return folder / f"libheat{number}{LIBRARY_SUFFIX}"


KERNELS = (
    Kernel("C -O2", ("-O2",)),
    Kernel("C -O3", ("-O3",)),  # as the solution's Makefile builds it
    Kernel("C native", NATIVE),
    Kernel("C native, restrict", NATIVE, ours=True),
    Kernel("C native, OpenMP", (*NATIVE, "-fopenmp"), ours=True),
)
COPIES = (
    Kernel("copy", NATIVE, ours=True, function="copy"),
    Kernel("copy, OpenMP", (*NATIVE, "-fopenmp"), ours=True, function="copy"),
)


def build_all(solution: Path, folder: Path) -> list[str]:
    """Compile what this compiler can compile into `folder`, and say what it cannot."""
    return [why for kernel in (*KERNELS, *COPIES) if (why := build(kernel, solution, folder))]


def build(kernel: Kernel, solution: Path, folder: Path) -> str:
    source = HERE / "heat.c" if kernel.ours else solution / "evolve.c"
    output = str(kernel.library(folder))
    command = Toolchain.find().library_command([str(source)], output, ["-std=c11", *kernel.flags])
    why = refusal(command)
    flags = " ".join(kernel.flags)
    return why and f"{kernel.title!r} is left out: the compiler refuses it with {flags} ({why})."


def open_all(kernels: tuple[Kernel, ...], folder: Path) -> dict[str, Step]:
    """Return the function of each kernel that was compiled, called as a learner calls it."""
    return {
        kernel.title: bind(kernel, folder) for kernel in kernels if kernel.library(folder).exists()
    }


def bind(kernel: Kernel, folder: Path) -> Step:
    ffi = FFI()
    ffi.cdef(CDEF)
    # To stay for good: cffi closes a library that nobody refers to, though its functions and, with
    # OpenMP, its threads may still be in use. Both would then run code that is no longer there.
    library = ffi.dlopen(str(kernel.library(folder)), os.RTLD_NOW | os.RTLD_NODELETE)
    function = getattr(library, kernel.function)
    from_buffer = ffi.from_buffer
    takes_scalars = kernel.function == "evolve"

    def step(u: np.ndarray, u_previous: np.ndarray, *scalars: float) -> None:
        pointers = from_buffer("double[]", u), from_buffer("double[]", u_previous)
        function(*pointers, *u.shape, *(scalars if takes_scalars else ()))

    return step
