"""How the checker has C count what it was asked."""

import contextlib


def steps(stage, *lengths):
    """Return how many steps C took for these lengths of fibonacci() together."""
    _, lib = stage.c("void probe_begin(void); uint64_t probe_steps(uint64_t nonce);")
    lib.probe_begin()
    for n in lengths:
        with contextlib.suppress(Exception):
            stage.script.fibonacci(n)
    return lib.probe_steps(stage.nonce)
