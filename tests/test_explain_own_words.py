"""`workshop explain` shows the line of the message that a person pasted, and not one like it."""

import json

import pytest

from cffi_workshop.cli.explanation import shown
from cffi_workshop.explain import catalogue, own_words
from cffi_workshop.explain.own_words import MOST_LINES, WIDEST

OPENED = "OSError: cannot load library './libtide.so': ./libtide.so: invalid ELF header"
NOISE = "\n".join(f"copying src/part{number}.py -> build/lib" for number in range(40))


def says(text):
    told, known = shown(text, as_json=False)
    assert known
    return told.split("\n")[1]


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("", ""),
        (NOISE + "\n", "\n" + NOISE),
        ("E       ", ""),
        ("09:12:01 [ERROR] ", "\n09:12:02 end"),
    ],
    ids=["alone", "in a log", "of pytest", "with a stamp"],
)
def test_the_line_of_the_person_is_shown(before, behind):
    assert says(f"{before}{OPENED}{behind}").split() == ["says", *OPENED.split()]


def test_json_has_the_line_beside_the_example():
    (first, *_) = json.loads(shown(f"{NOISE}\n{OPENED}", as_json=True)[0])["explained"]
    assert first["said"] == OPENED
    assert "libadd.so" in first["message"]


def test_who_names_an_entry_sees_its_example():
    assert "libadd.so" in says("not-a-library")


def test_nothing_that_moves_a_cursor_is_shown():
    told = says(OPENED.replace("tide", "ti\x1b[2Jde\u202e\x07") + "\x1b]0;title\x07")
    assert told.isprintable()


@pytest.mark.parametrize(
    "entry", [one for one in catalogue() if one.message], ids=lambda one: one.slug
)
def test_few_short_lines_are_shown_of_each_message(entry):
    said = own_words(f"{entry.message}{'x' * 3000}\n{NOISE}", entry) or own_words(
        entry.message, entry
    )
    lines = said.split("\n")
    assert 0 < len(lines) <= MOST_LINES
    assert all(0 < len(line) <= WIDEST + 1 for line in lines)
