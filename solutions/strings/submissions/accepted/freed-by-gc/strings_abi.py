"""Numbers and texts over libgreeting, in ABI mode in-line: cffi opens the library and takes our word.

Run `make` first; it builds the library.
"""

import sys
from pathlib import Path

from cffi import FFI

SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"
LIBRARY = Path(__file__).resolve().with_name("libgreeting" + SUFFIX)

ffi = FFI()
ffi.cdef("""
    double mybasic(double celsius);
    size_t myprint(const char *text);
    int64_t myadd(int32_t a, int32_t b);
    char *greeting_new(const char *name, size_t *length);
    void greeting_free(char *text);
""")
lib = ffi.dlopen(str(LIBRARY))


def encode(text: str) -> bytes:
    """Return a text as C wants it: UTF-8, which cffi ends with a NUL.

    Raises TypeError unless it is a str, and ValueError if it has a NUL inside, where C would stop reading.
    """
    if not isinstance(text, str):
        raise TypeError(f"text is {text!r}; it has to be a str")
    if "\0" in text:
        raise ValueError(f"text is {text!r}; C would stop reading at the NUL inside")
    return text.encode("utf-8")


def mybasic(celsius: float) -> float:
    """Return degrees Fahrenheit. TypeError unless celsius is a real number."""
    return lib.mybasic(celsius)


def myadd(a: int, b: int) -> int:
    """Return a + b. TypeError unless both are ints, OverflowError beyond 32 bits."""
    return lib.myadd(a, b)


def myprint(text: str) -> int:
    """Print a text on C's stdout; return how many bytes it has in UTF-8. Raises what encode() raises."""
    return lib.myprint(encode(text))


def greet(name: str) -> str:
    """Return the greeting that C makes for a name.

    Raises what encode() raises, MemoryError if C has no memory, and UnicodeDecodeError, a ValueError, if C
    had to cut the name inside of a character.
    """
    length = ffi.new("size_t *")
    text = lib.greeting_new(encode(name), length)
    if not text:
        raise MemoryError
    owned = ffi.gc(text, lib.greeting_free)
    return ffi.unpack(owned, length[0]).decode()


if __name__ == "__main__":
    print(mybasic(20.0), myadd(2, 3), myprint("Zoë"), greet("Zoë"))
