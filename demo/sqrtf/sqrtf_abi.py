"""Call sqrtf() of the C math library: ABI mode, in-line. There is nothing to compile."""

import math

from cffi import FFI

ffi = FFI()
# What the manual page says: `man 3 sqrtf`. No one checks it; a wrong type gives wrong numbers.
ffi.cdef("float sqrtf(float x);")

# The short name is portable: cffi looks up the file, libm.so.6 on Linux, libm.dylib on macOS.
libm = ffi.dlopen("m")


def nearest_float(number: float) -> float:
    """Return the number after it was stored as a C float."""
    return float(ffi.cast("float", number))


def spacing(number: float) -> float:
    """Return the distance from a C float, which has 24 bits, to the next one."""
    _, exponent = math.frexp(number)
    return math.ldexp(1.0, exponent - 24)


def show_root() -> None:
    """Print the square root of 2 from C and from Python."""
    root = libm.sqrtf(2.0)
    exact = math.sqrt(2.0)
    print(f"sqrtf(2.0)             {root!r}   C float, 24 bits")
    print(f"math.sqrt(2.0)         {exact!r}   C double, 53 bits")
    print(f"they differ by         {exact - root:.3g}")


def show_rounding() -> None:
    """Print where the digits went: the result and the argument are rounded to a float."""
    root = libm.sqrtf(2.0)
    nearest = nearest_float(math.sqrt(2.0))
    print(f"float next to it       {nearest!r}   the same as sqrtf(2.0): {nearest == root}")
    print(f"floats there are apart {spacing(root):.3g}")
    print(f"0.1 arrives in C as    {nearest_float(0.1)!r}")
    print(f"sqrtf(4.0)             {libm.sqrtf(4.0)!r}   a float holds 2 exactly")


def main() -> None:
    """Show the call, then explain its digits."""
    show_root()
    show_rounding()


if __name__ == "__main__":
    main()
