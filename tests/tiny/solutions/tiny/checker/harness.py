"""How the checker calls the C functions of tiny.h."""


def add(c, a, b):
    """Return what tiny_add() returned."""
    return c.lib.tiny_add(a, b)
