"""The edits that collected answers are made of: there and back, and what is said of a stale one."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cffi_workshop.authoring.answer_tables import fits_toml, in_lines
from cffi_workshop.authoring.edits import EditError, apply_edit, edit_of

pytestmark = pytest.mark.quick

BASE = """\
int64_t sum = *current + *next;

*current = *next;
*next = sum;
"""

# Few different lines, so that most of them stand at several places.
LINES = st.sampled_from(
    ["", " ", "    ", "}", "a", "-a", "+a", " a", "...", "\ta", "'''", '"""', "é"]
)
TEXTS = st.lists(LINES, max_size=12).map("\n".join)


@given(TEXTS, TEXTS)
def test_an_edit_of_two_texts_makes_the_one_of_the_other(base, text):
    assert apply_edit(base, edit_of(base, text)) == text


@given(TEXTS, TEXTS)
def test_an_edit_comes_back_from_toml_as_it_went_in(base, text):
    edit = edit_of(base, text)
    assert fits_toml(edit)
    assert tomllib.loads(f"edit = {in_lines(edit)}") == {"edit": edit}


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
def test_any_text_that_fits_comes_back_from_toml(text):
    if fits_toml(text):
        assert tomllib.loads(f"whole = {in_lines(text)}") == {"whole": text}


@given(TEXTS, TEXTS)
def test_an_editor_that_takes_blanks_off_the_end_of_empty_lines_does_no_harm(base, text):
    edit = "\n".join("" if line == " " else line for line in edit_of(base, text).split("\n"))
    assert apply_edit(base, edit) == text


def test_an_edit_holds_what_changes_and_no_more():
    assert edit_of(BASE, BASE.replace("int64_t", "int")) == (
        "-int64_t sum = *current + *next;\n+int sum = *current + *next;\n"
    )


def test_lines_around_are_told_where_the_changed_ones_stand_twice():
    assert edit_of("a\n}\nb\n}\n", "a\n}\nb\n)\n") == " b\n-}\n+)\n"


def test_a_blank_line_alone_is_no_place():
    assert edit_of("\na", "x\n\na") == "+x\n\n a\n"


def test_a_blank_line_at_the_end_of_a_place_counts():
    assert apply_edit("a\n\nb\na\nb\n", "-a\n\n") == "\nb\na\nb\n"


def test_two_places_are_told_apart_by_dots():
    text = BASE.replace("int64_t", "int") + "return;\n"
    assert edit_of(BASE, text).split("\n...\n") == [
        "-int64_t sum = *current + *next;\n+int sum = *current + *next;",
        " *next = sum;\n+return;\n",
    ]


def test_an_edit_that_changes_nothing_is_empty():
    assert edit_of(BASE, BASE) == ""
    assert apply_edit(BASE, "") == BASE


STALE = {
    "another line": (
        "-*next = total;\n+*next = 0;\n",
        "expected '*next = total;' in line 4, the nearest place, where '*next = sum;' is there",
    ),
    "the second of two lines": (
        " *current = *next;\n-*next = total;\n",
        "expected '*next = total;' in line 4, the nearest place, where '*next = sum;' is there",
    ),
    "beyond the end": (
        " *next = sum;\n \n-return sum;\n",
        "expected 'return sum;' in line 6, the nearest place, where the text has ended",
    ),
    "wrong order": (
        "-*next = sum;\n...\n-*current = *next;\n",
        "'*current = *next;' stands in line 3, ahead of the place before it",
    ),
    "no sign": (
        "*next = sum;\n",
        "the line '*next = sum;' begins with none of '-', '+' and a space",
    ),
    "nothing that says where": ("+return;\n", "lines that come and none that says where"),
}


@pytest.mark.parametrize(("edit", "said"), STALE.values(), ids=STALE)
def test_an_edit_that_does_not_fit_is_told_with_the_nearest_place(edit, said):
    with pytest.raises(EditError) as caught:
        apply_edit(BASE, edit)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_place_that_is_there_twice_is_not_guessed():
    with pytest.raises(
        EditError, match="'b' is not clear, since lines 2 and 5 begin it; add a line"
    ):
        apply_edit("a\nb\nc\na\nb\n", "-b\n")
