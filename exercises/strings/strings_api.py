"""Numbers and texts over _strings, in API mode out-of-line: the C compiler checked the declarations.

Run `python strings_build.py` first; it compiles _strings.
"""

# TODO 1: import ffi and lib from _strings
ffi = lib = None


def encode(text: str) -> bytes:
    """Return a text as C wants it: UTF-8, which cffi ends with a NUL.

    Raises TypeError unless it is a str, and ValueError if it has a NUL inside, where C would stop reading.
    """
    raise NotImplementedError("TODO 2: the body you wrote in strings_abi.py")


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
    raise NotImplementedError("TODO 3: the body you wrote in strings_abi.py")


if __name__ == "__main__":
    print(mybasic(20.0), myadd(2, 3), myprint("Zoë"), greet("Zoë"))
