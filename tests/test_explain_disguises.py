"""A message is explained alike however it comes: out of a log, a mail, a page, a narrow window."""

import zlib

import pytest

from cffi_workshop.explain import explaining
from cffi_workshop.explain.disguises import undisguised

from .explain_disguises import DISGUISES
from .test_explain_messages import PROVOKED, PUBLIC

# A seventeenth, by what they say: another row changes nothing about those that are there.
SOME = [
    text
    for text in (one["text"].rstrip("\n") for one in (*PUBLIC, *PROVOKED))
    if zlib.crc32(text.encode()) % 17 == 9
]
# Where a line ends at that column by chance nobody can tell: two of a hundred.
BROKEN = ("a box", *(name for name in DISGUISES if name.startswith(("broken", "cut"))))


@pytest.mark.alike
@pytest.mark.parametrize("name", DISGUISES)
def test_a_message_is_explained_alike_in_every_disguise(name):
    disguise = DISGUISES[name]
    other = [text for text in SOME if first(disguise(text)) != first(text)]
    assert len(other) <= (len(SOME) // 40 if name in BROKEN else 0), other


def first(text):
    return [entry.slug for entry in explaining(text)][:1]


@pytest.mark.quick
@pytest.mark.parametrize(
    "text",
    [
        "rain.c:3:5: error: 'i' undeclared\n    3 |   i = 1;\n      |   ^",
        "python: rain.c:2: mean: Assertion `n > 0' failed.",
        "build\\_rain.c(12): error C2065: 'x': undeclared identifier",
        "make: *** [Makefile:3: librain.so] Error 1",
        "  File \"rain.py\", line 3, in mean\n    lib.mean(values, n)",
        "'CompiledFFI' object has no attribute 'cdef'",
        "#0  0x00007f in add (a=1) at add.c:3",
    ],
    ids=["compiler", "assertion", "path", "make", "traceback", "quotes", "debugger"],
)  # fmt: skip
def test_what_only_looks_like_a_disguise_stays(text):
    assert undisguised(text).replace("`", "'") == text.replace("`", "'")


@pytest.mark.quick
def test_an_address_may_have_a_plus_for_each_space_and_no_other_code():
    words = "undefined symbol free_threaded"
    assert undisguised(f"https://search.example/find?q={words.replace(' ', '+')}") == words
    assert undisguised(words.replace(" ", "+")) == words.replace(" ", "+")
