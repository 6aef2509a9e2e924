"""Three functions of C, behind Python functions that check, convert and say what is wrong."""

from mycffi.library import lib

__all__ = ["myadd", "mybasic", "myprint"]


def mybasic(celsius: float) -> float:
    """Return a temperature in degrees Fahrenheit.

    celsius: degrees Celsius, an int or a float. TypeError for anything else.
    """
    return lib.mybasic(celsius)


def myadd(a: int, b: int) -> int:
    """Return the sum of two numbers of 32 bits.

    TypeError for what is no int, OverflowError for a number that needs more than 32 bits.
    """
    return lib.myadd(a, b)


def myprint(text: str) -> int:
    """Print a text, and return how many bytes it took.

    text: a str; C gets it as UTF-8. TypeError for anything else, bytes too; ValueError for a text
    with a NUL in it, where C would stop; OSError when nothing can be printed.
    """
    if not isinstance(text, str):
        raise TypeError(f"text is {text!r}; it has to be a str")
    if "\0" in text:
        raise ValueError(f"text is {text!r}; C would stop at the NUL in it")
    printed = lib.myprint(text.encode("utf-8"))
    if printed < 0:
        raise OSError("C could not print the text")
    return printed
