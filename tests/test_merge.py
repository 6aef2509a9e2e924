"""What an answer changed is made in the solution of today, and what both changed is told."""

import pytest

from cffi_workshop.authoring.merge import merge

pytestmark = pytest.mark.quick

OLD = "one\ntwo\nthree\nfour\n"

MERGED = {
    "far apart": (
        "ONE\ntwo\nthree\nfour\n",
        "one\ntwo\nthree\nFOUR\n",
        "ONE\ntwo\nthree\nFOUR\n",
        True,
    ),
    "neighbours": (
        "one\nTWO\nthree\nfour\n",
        "one\ntwo\nTHREE\nfour\n",
        "one\nTWO\nTHREE\nfour\n",
        True,
    ),
    "a line before one that changed": (
        "one\nTWO\nthree\nfour\n",
        "one\nand\ntwo\nthree\nfour\n",
        "one\nand\nTWO\nthree\nfour\n",
        True,
    ),
    "a line that goes and changed": (
        "one\nTWO\nthree\nfour\n",
        "one\nthree\nfour\n",
        "one\nthree\nfour\n",
        True,
    ),
    "the same line": (
        "one\nTWO\nthree\nfour\n",
        "one\n2\nthree\nfour\n",
        "one\n2\nthree\nfour\n",
        False,
    ),
    "the same line, and another": (
        "one\nTWO\nTHREE\nfour\n",
        "one\n2\nthree\nfour\n",
        "one\n2\nTHREE\nfour\n",
        False,
    ),
    "lines that are gone": ("one\nfour\n", "one\ntwo\n3\nfour\n", "one\ntwo\n3\nfour\n", False),
    "the same change": (
        "one\nTWO\nthree\nfour\n",
        "one\nTWO\nthree\nfour\n",
        "one\nTWO\nthree\nfour\n",
        True,
    ),
}


@pytest.mark.parametrize(("now", "mine", "merged", "clean"), MERGED.values(), ids=MERGED)
def test_the_last_word_is_the_answers_and_what_both_changed_is_told(now, mine, merged, clean):
    assert merge(now, OLD, mine) == (merged, clean)
