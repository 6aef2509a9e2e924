"""Each confusion of the catalogue is made to happen, and says what stands there, word for word."""

import pytest

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.checkout import episode_slugs
from cffi_workshop.explain import catalogue, explaining, read_catalogue
from cffi_workshop.explain.template import Template

from .confusions import capture
from .surroundings import REPOSITORY, need_program

ENTRIES = catalogue()
SPEAKING = [entry for entry in ENTRIES if not entry.silent]
REPRODUCED = capture.reproduced()


def slug_of(entry):
    return entry.slug


@pytest.fixture(scope="session")
def run():
    """Runs the program of an entry, and no more of them than are asked for."""
    need_program("cc", "gcc")
    with capture.Programs() as run:
        yield run


@pytest.mark.alike
@pytest.mark.parametrize("entry", REPRODUCED, ids=slug_of)
def test_a_confusion_says_what_the_catalogue_says(entry, run):
    said = run.said(entry)
    if capture.is_exact(entry):
        assert said == (entry.message or entry.shows)
    assert entry.silent or explaining(said)[:1] == (entry,)


def test_every_number_of_the_curriculum_is_there():
    assert {entry.number for entry in ENTRIES if entry.number} == set(range(1, 32))


def test_every_program_belongs_to_an_entry():
    assert set(capture.programs()) == {entry.slug for entry in REPRODUCED}


@pytest.mark.quick
def test_a_message_is_explained_by_its_own_entry():
    found = {entry: explaining(entry.message)[:1] for entry in SPEAKING}
    assert {entry.slug: told for entry, told in found.items() if told != (entry,)} == {}


@pytest.mark.quick
def test_each_way_to_say_it_is_found_fast():
    """At most three holes that take anything, and something to look for ahead of all else."""
    for entry in SPEAKING:
        for template in (*entry.says, *entry.also, *entry.unless):
            assert template.text.count("{any}") <= 3, template.text
        assert all(len(template.longest) >= 3 for template in entry.says), entry.slug


def test_each_episode_is_one_of_the_lesson():
    assert {entry.episode for entry in ENTRIES} <= set(episode_slugs(REPOSITORY))


@pytest.mark.quick
def test_a_template_has_holes_for_what_differs():
    template = Template(
        "initializer for ctype '{type}' must be a cdata pointer, not {int|float}{end}"
    )
    assert template.found_in(
        "TypeError: initializer for ctype 'struct x *' must be a cdata pointer, not float"
    )
    assert not template.found_in(
        "initializer for ctype 'int *' must be a cdata pointer, not floating"
    )
    assert not template.found_in("initializer for ctype 'int\n*' must be a cdata pointer, not int")


@pytest.mark.quick
def test_what_comes_twice_in_a_template_is_the_same():
    template = Template("cannot load library '{this}': {same}: cannot open")
    assert template.found_in(
        "cannot load library 'liba.so': liba.so: cannot open shared object file"
    )
    assert not template.found_in(
        "cannot load library 'liba.so': libb.so: cannot open shared object file"
    )


@pytest.mark.quick
def test_a_template_of_more_characters_is_more_particular():
    assert Template("{name} is not {a|bcd}").weight == Template(" is not a").weight


GOOD = """
[[entry]]
slug = "one"
title = "One is a number"
episode = "01-why-call-c"
cause = "It is."
cure = "Count."
shows = "1"
"""
SHOWS = 'shows = "1"\n'


@pytest.mark.quick
@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (SHOWS, "", "entry[1].message: found neither of message and shows"),
        (SHOWS, SHOWS + 'message = "x"', "entry[1].message: found both of message and shows"),
        (SHOWS, 'message = "x"', "entry[1].says: found one of message and says"),
        (SHOWS, 'shws = "1"', "entry[1].shws: unknown key; did you mean 'shows'?"),
        (SHOWS, 'message = "x"\nsays = ["{tpye}"]', "entry[1].says: the hole {tpye} is not one of start"),
        (SHOWS, 'message = "x"\nsays = ["{a|b {any}}"]', "entry[1].says: a hole in a hole, or half of one"),
        ('slug = "one"', 'slug = ""', "entry[1].slug: found an empty text"),
        (SHOWS, SHOWS + "number = 'x'", "entry[1].number: found 'x', expected a whole number"),
        (SHOWS, SHOWS + 'platform = "macOS"', "entry[1].source: the key is missing"),
        ('cause = "It is."\n', "", "entry[1].cause: the key is missing, expected a text."),
        (SHOWS, SHOWS + GOOD, "entry: the slug 'one' stands twice"),
        ('cure = "Count."', "cure = ", "not valid TOML"),
    ],
    ids=[
        *("neither", "both", "no-says", "unknown", "hole", "nested", "empty", "number", "source", "cause"),
        *("twice", "toml"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_file_is_told_in_a_sentence(tmp_path, old, new, sentence):
    assert old in GOOD
    path = tmp_path / "numbers.toml"
    path.write_text(GOOD.replace(old, new))
    with pytest.raises(WorkshopError) as error:
        read_catalogue(tmp_path)
    assert str(error.value).startswith(f"numbers.toml: {sentence}")
