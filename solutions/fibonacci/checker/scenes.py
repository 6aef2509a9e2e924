"""How the checker has C count what it was asked."""

import contextlib


def taken(stage):
    """Return what is no int, and is not refused by a TypeError."""
    # Imported here, since each run reads this file, and few play this scene.
    from decimal import Decimal
    from fractions import Fraction

    # What has an __index__ is an int for whoever asks by operator.index(), and is not asked about.
    others = {"a Decimal": Decimal(3), "a Fraction": Fraction(3)}
    return ", ".join(name for name, value in others.items() if not refuses(stage, value)) or "none"


def refuses(stage, value):
    try:
        stage.script.fibonacci(value)
    except TypeError:
        return True
    except Exception:
        pass
    return False


class Count(int):
    """An int by inheritance, as True is, and a member of enum.IntEnum."""


def own_int(stage, n):
    """Hand over what is an int, and of another class."""
    return stage.script.fibonacci(Count(n))


def turns(stage, n, first_steps):
    """Return the first n numbers over a library that gives other answers after so many steps."""
    _, lib = stage.c("void probe_begin(void); void probe_like_real(unsigned int first_steps);")
    lib.probe_begin()
    lib.probe_like_real(first_steps)
    try:
        return stage.script.fibonacci(n)
    finally:
        lib.probe_like_real(0)


def steps(stage, *lengths):
    """Return how many steps C took for these lengths of fibonacci() together."""
    _, lib = stage.c("void probe_begin(void); uint64_t probe_steps(uint64_t nonce);")
    lib.probe_begin()
    for n in lengths:
        with contextlib.suppress(Exception):
            stage.script.fibonacci(n)
    return lib.probe_steps(stage.nonce)
