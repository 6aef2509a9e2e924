"""Print a str through C, and see what ctypes does where no one told it the types.

Run `make ctypes` in the folder above first.
"""

import ctypes
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"

lib = ctypes.CDLL(str(HERE / f"libmyprint{SUFFIX}"))
lib.myprint.argtypes = [ctypes.c_char_p]
lib.myprint.restype = ctypes.c_int


def myprint(text: str) -> int:
    """Print a line and return how many bytes it took in UTF-8.

    Raises TypeError unless text is a str, ValueError if it holds a NUL, OSError if it cannot be
    printed.
    """
    if not isinstance(text, str):
        raise TypeError(f"text is {text!r}; it has to be a str")
    if "\0" in text:
        raise ValueError("text holds a NUL, and C would stop there; it has to have none")
    sys.stdout.flush()
    printed = lib.myprint(text.encode())
    if printed < 0:
        raise OSError("C could not write to standard output")
    return printed


def show_missing_types() -> None:
    """Call fib_number() with and without restype.

    Without restype the number is wrong, and nothing complains.
    """
    fib = ctypes.CDLL(str(HERE.parent / f"libfib{SUFFIX}"))
    untold = fib.fib_number(50)
    fib.fib_number.restype = ctypes.c_int64
    print(f"fib(50) with restype c_int64   {fib.fib_number(50)}")
    print(f"fib(50) without a restype      {untold}")


def main() -> None:
    """Show both."""
    print(f"myprint() returned {myprint('18 °C in Zürich')}: two characters take two bytes each")
    show_missing_types()


if __name__ == "__main__":
    main()
