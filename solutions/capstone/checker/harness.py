"""How the checker calls the C function of shortlex.h: each name lies in memory of just its size."""


def order(c, left, right):
    """Return -1, 0 or 1 for what shortlex_compare() says of two names."""
    sides = (c.new(f"char[{len(name)}]", name) for name in (left, right))
    first, second = sides
    c.lock(first)
    c.lock(second)
    # Whatever was registered is no business of the function's: nothing can be read there.
    data = c.ffi.cast("void *", 8 * (len(left) % 2))
    answer = c.lib.shortlex_compare(data, len(left), first, len(right), second)
    return (answer > 0) - (answer < 0)
