"""Whether memory is left behind is told by what is held after each round of the same calls."""

from itertools import accumulate, chain, repeat
from types import SimpleNamespace

import pytest

from cffi_workshop.worker import leaks

# How many bytes more are held after each round than after the last one, and what is told of it.
ROUNDS = {
    "as much": (repeat(0), ""),
    "more, while it begins": (chain([900, 64], repeat(0)), ""),
    "more each time": (repeat(16), "16"),
    "of which a thread that ends lets go": (chain([16] * 4, [-640], repeat(16)), "16"),
    "now more, now less": (chain.from_iterable(repeat((16, -16))), ""),
}


@pytest.mark.quick
@pytest.mark.parametrize(("more", "told"), ROUNDS.values(), ids=ROUNDS)
def test_memory_is_left_behind_if_more_is_held_round_after_round(monkeypatch, more, told):
    held = accumulate(chain([10_000], more))
    library = SimpleNamespace(__sanitizer_get_current_allocated_bytes=lambda: next(held))
    found = SimpleNamespace(dlopen=lambda _: library, new=lambda _, count: [0] * count)
    monkeypatch.setattr(leaks, "_ffi", found)
    said = leaks.find(lambda: None, report=False)
    assert said == (f"\nHeld longer with each round of calls: {told} bytes\n" if told else "")
