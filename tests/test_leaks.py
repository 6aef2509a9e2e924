"""Whether memory is left behind is told by what is held after each round of the same calls."""

import ast
from itertools import accumulate, chain, repeat
from types import SimpleNamespace

import pytest

from cffi_workshop.grading.parts.native_library import IN_A_THREAD
from cffi_workshop.worker import leaks

from .surroundings import REPOSITORY

HARNESSES = sorted(REPOSITORY.glob("solutions/*/checker/harness.py"))

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


@pytest.mark.quick
def test_a_function_of_a_harness_that_starts_a_thread_says_so_in_its_name():
    """What such a call leaves is looked for by other calls: the report ends in abort() after it."""
    unsaid = [
        f"{path.parent.parent.name}: {function.name}"
        for path in HARNESSES
        for function in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(function, ast.FunctionDef)
        and {"ThreadPoolExecutor", "in_a_thread", "Thread"} & names_in(function)
        and not f"_{function.name}".endswith(IN_A_THREAD)
    ]
    assert unsaid == []


def names_in(function):
    return {
        getattr(node, "id", getattr(node, "attr", ""))
        for node in ast.walk(function)
        if isinstance(node, ast.Name | ast.Attribute)
    }
