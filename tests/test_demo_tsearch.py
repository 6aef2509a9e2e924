"""The tsearch demo sorts words by a callback, and shows what becomes of an exception in it."""

import json
import sys

import numpy as np
import pytest

from .demo_runs import copy, require, run
from .surroundings import replace_in

# Each letter of the drawn words, and the plain one that it sorts as.
LETTERS = {
    "a": "a",
    "Á": "a",
    "å": "a",
    "e": "e",
    "É": "e",
    "o": "o",
    "ö": "o",
    "Z": "z",
    "z": "z",
    "ñ": "n",
}

IN_ORDER = """
import json, sys
from tsearch_api import WordTree

with WordTree() as tree:
    added = [tree.add(word) for word in json.loads(sys.argv[1])]
    print(json.dumps([added, tree.words()]))
    tree.close()
    print(json.dumps(tree.words()))
"""


def plain(word: str) -> str:
    return "".join(LETTERS[letter] for letter in word)


def drawn(rng, size: int) -> list[str]:
    return ["".join(rng.choice(list(LETTERS), rng.integers(0, 4))) for _ in range(size)]


@pytest.mark.parametrize("size", [0, 1, 2, 200])
def test_tree_has_the_first_of_equal_words_in_the_order_of_a_dictionary(made, size):
    words = drawn(np.random.default_rng(size), size)
    first = {}
    added = [first.setdefault(plain(word), (at, word))[0] == at for at, word in enumerate(words)]

    result = run(sys.executable, "-c", IN_ORDER, json.dumps(words), cwd=made("tsearch")[0])
    assert result.stderr == ""
    full, empty = map(json.loads, result.stdout.splitlines())
    assert full == [added, [word for _, (_, word) in sorted(first.items())]]
    assert empty == []


WALKS = """
from tsearch_api import WordTree

with WordTree() as tree, WordTree() as inner:
    for word in ["b", "a", "c"]:
        tree.add(word)
    inner.add("x")

    def within(word, depth):
        inner.walk(lambda other, depth: print(word, other))
        if word == "b":
            raise KeyError(word)

    try:
        tree.walk(within)
    except KeyError as error:
        print("raised", error)
    print(tree.words())
    try:
        tree.add("a" + chr(0))
    except ValueError as error:
        print(error)
"""


def test_what_a_walk_raises_ends_that_walk_and_no_other(made):
    result = run(sys.executable, "-c", WALKS, cwd=made("tsearch")[0])
    assert result.stderr == ""
    *walked, refused = result.stdout.splitlines()
    assert walked == ["a x", "b x", "raised 'b'", "['a', 'b', 'c']"]
    assert "NUL" in refused


RAISING = """
from _tsearch import ffi, lib

@ffi.def_extern({how})
def words_compare(a, b):
    raise RuntimeError("not today")

print(lib.words_compare(b"a", b"b"))
"""


@pytest.mark.parametrize(
    ("how", "returned", "told"),
    [
        ("", "0", "RuntimeError: not today"),
        ("error=7", "7", "RuntimeError: not today"),
        ("onerror=lambda kind, error, traceback: None", "0", ""),
        ("error=7, onerror=lambda kind, error, traceback: -7", "-7", ""),
    ],
    ids=["printed", "error", "onerror", "both"],
)
def test_exception_in_a_callback_is_lost_and_c_gets_a_value(made, how, returned, told):
    result = run(sys.executable, "-c", RAISING.format(how=how), cwd=made("tsearch")[0])
    assert (result.returncode, result.stdout.strip()) == (0, returned)
    assert result.stderr.strip().endswith(told)
    assert bool(result.stderr) == bool(told)


def test_callback_without_a_body_is_told_and_returns_0(made):
    program = "from _tsearch import lib; print(lib.words_compare(b'a', b'b'))"
    result = run(sys.executable, "-c", program, cwd=made("tsearch")[0])
    assert result.stdout == "0\n"
    assert "words_compare() called, but no code was attached" in result.stderr


def test_c_cannot_name_a_callback_that_lacks_the_plus_c(tmp_path):
    require("tsearch")
    directory = copy("tsearch", tmp_path)
    build = directory / "tsearch_build.py"
    replace_in(build, "Python+C", "Python")
    result = run(sys.executable, build, cwd=directory)
    assert result.returncode != 0
    assert "words_compare" in result.stderr


def test_kept_callback_runs_and_a_dropped_one_does_not(made):
    result = run(sys.executable, "collected.py", cwd=made("tsearch")[0])
    told = dict(line.split(maxsplit=1) for line in result.stdout.splitlines())
    assert list(told) == ["kept", "dropped", "replaced"]
    assert told["kept"] == "the callback ran"
    assert told["dropped"] != told["kept"]
    assert told["replaced"] != told["kept"]
