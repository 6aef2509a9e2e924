"""Call printf() of the running process: ABI mode, in-line. There is nothing to compile."""

import sys

from cffi import FFI

ffi = FFI()
# As in stdio.h, and the `...` as well: it is part of the type. Some machines pass the arguments
# behind it in another way than those before.
ffi.cdef("""
    int printf(const char *format, ...);
    int snprintf(char *text, size_t room, const char *format, ...);
    int fflush(FILE *stream);
""")

# No name: all that this process has loaded already. Python needs the C library itself.
lib = ffi.dlopen(None)

# Name, number, and melting point in degrees Celsius.
ELEMENTS = [("tin", 50, 231.93), ("gold", 79, 1064.18), ("tungsten", 74, 3422.0)]
ROW = "%-10s%3d%9.2f C"


def arguments(name: str, number: int, melts: float) -> list[FFI.CData]:
    """Return what %s, %d and %f ask for. cffi cannot know, because it does not read the format."""
    return [ffi.new("char[]", name.encode()), ffi.cast("int", number), ffi.cast("double", melts)]


def print_in_c(format: bytes, *values: FFI.CData) -> None:
    """Print with C's printf, in its place between what Python printed and will print."""
    sys.stdout.flush()
    lib.printf(format, *values)
    lib.fflush(ffi.NULL)  # NULL stands for all that C has open for writing


def formatted(format: bytes, *values: FFI.CData) -> str:
    """Return what printf would print. Raise ValueError if C cannot write it."""
    # Without room, snprintf writes nothing, and says how much it would have written.
    length = lib.snprintf(ffi.NULL, 0, format, *values)
    if length < 0:
        raise ValueError(f"C cannot write the format {format!r}")
    text = ffi.new("char[]", length + 1)  # one more, for the NUL at the end
    lib.snprintf(text, length + 1, format, *values)
    return ffi.string(text).decode()


def main() -> None:
    """Print a table with C, and compare its rows with Python's own `%`."""
    print("element    no  melts at")
    for element in ELEMENTS:
        print_in_c(ROW.encode() + b"\n", *arguments(*element))
    same = all(
        formatted(ROW.encode(), *arguments(*element)) == ROW % element for element in ELEMENTS
    )
    print(f"the same as Python's %: {same}")


if __name__ == "__main__":
    main()
