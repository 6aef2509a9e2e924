"""How the checker calls the C function of shortlex.h: each name lies in memory of just its size."""

import threading
from concurrent.futures import ThreadPoolExecutor

STACK = 2**19  # bytes


def order_in_a_thread(c, size):
    """Return -1, 0 or 1 for names that differ in the last of so many bytes.

    They are compared in a thread, whose stack is smaller than the program's, and than a name.
    """
    threading.stack_size(STACK)
    try:
        with ThreadPoolExecutor(1) as pool:
            last = b"a" * (size - 1)
            return pool.submit(order, c, last + b"b", last + b"c").result()
    finally:
        threading.stack_size(0)


def order(c, left, right):
    """Return -1, 0 or 1 for what shortlex_compare() says of two names."""
    # A name may begin anywhere: SQLite has it in the middle of a page.
    before = len(left) // 4 % 2 * b"-"
    sides = (c.new(f"char[{len(before + name)}]", before + name) for name in (left, right))
    blocks = [*sides]
    for block in blocks:
        c.lock(block)
    first, second = (block + len(before) for block in blocks)
    # Whatever was registered is no business of the function's: nothing can be read there.
    data = c.ffi.cast("void *", 8 * (len(left) % 2))
    answer = c.lib.shortlex_compare(data, len(left), first, len(right), second)
    return (answer > 0) - (answer < 0)
