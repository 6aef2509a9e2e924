"""The catalogue of confusions: each is made to happen, and says word for word what the catalogue says."""

import pytest

from cffi_workshop.catalogue import FILE, catalogue, explaining, read_catalogue
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.checkout import episode_slugs

from .confusions import capture

ENTRIES = catalogue()


@pytest.mark.parametrize("entry", capture.reproduced(), ids=lambda entry: entry.slug)
def test_a_confusion_says_what_the_catalogue_says(entry):
    said = capture.said(entry)
    if capture.is_exact(entry):
        assert said == (entry.message or entry.shows)
    assert entry.silent or entry.explains(said)


def test_every_number_of_the_curriculum_is_there_in_order():
    numbers = [entry.number for entry in ENTRIES]
    assert sorted(set(numbers)) == list(range(1, 32))
    assert numbers == sorted(numbers)


def test_every_program_belongs_to_an_entry():
    programs = {path.name for path in capture.FOLDER.glob("[0-9]*.py")}
    assert programs == {entry.reproduce for entry in capture.reproduced()}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.slug)
def test_a_message_is_explained_by_its_own_entry_alone(entry):
    assert explaining(entry.message) == (() if entry.silent else (entry,))


# What other versions said of the same.
OLDER = {
    "initializer for ctype 'char[]' must be a bytes or list or tuple, not str": "str-for-bytes",
    "UserWarning: implicit cast from 'char *' to a different pointer type: will be forbidden in the future "
    "(check that the types are as you expect; use an explicit ffi.cast() if they are correct)":
        "untyped-from-buffer",
    "OSError: cannot load library libadd.so: libadd.so: cannot open shared object file: No such file or "
    "directory": "library-name-without-path",
    "FileNotFoundError: [Errno 2] No such file or directory: b'liblibm.a'": "short-name-unknown",
    "cffi.error.CDefError: cannot parse \"#include <math.h>\"\n:1:1: Directives not supported yet":
        "include-in-cdef",
    "cffi.error.CDefError: cannot parse \"double hypot(double x, double y);\"\n:2:1: before: double":
        "missing-semicolon",
    "AttributeError: cffi library '_libm' has no function, constant or global variable named 'hypot'":
        "not-declared",
    "OSError: cannot load library './libadd.so': dlopen(./libadd.so, 0x0002): tried: './libadd.so' (no such "
    "file), '/usr/lib/./libadd.so' (no such file, not in dyld cache), './libadd.so' (no such file)":
        "library-name-without-path",
    "ImportError: dlopen(_add.cpython-312-darwin.so, 0x0002): symbol not found in flat namespace '_add'":
        "source-missing",
    "cffi.error.VerificationError: struct place: wrong offset for field 'y' (cdef says 8, but C compiler "
    "says 4)": "struct-differs",
    "From cffi callback <function half at 0x7f206348fce0>:": "exception-in-callback",
    "ModuleNotFoundError: No module named 'distutils'": "no-setuptools",
    "error: command 'gcc' failed: No such file or directory": "no-compiler",
    "_add.c:1:10: fatal error: 'Python.h' file not found": "no-python-headers",
}  # fmt: skip


@pytest.mark.parametrize(("message", "slug"), OLDER.items(), ids=list(range(len(OLDER))))
def test_the_words_of_other_versions_are_known(message, slug):
    assert [entry.slug for entry in explaining(message)] == [slug]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "TypeError: 'NoneType' object is not iterable",
        "AttributeError: 'FFI' object has no attribute 'open'",
        "cffi.VerificationError: CompileError: command '/usr/bin/gcc' failed with exit code 1",
        "add.c:3:1: error: expected declaration or statement at end of input",
        "FileNotFoundError: [Errno 2] No such file or directory: 'rain.csv'",
    ],
    ids=["nothing", "none", "attribute", "compile-error", "c-syntax", "no-file"],
)
def test_what_is_no_confusion_is_not_explained(text):
    assert explaining(text) == ()


def test_each_episode_is_one_of_the_lesson(repository):
    assert {entry.episode for entry in ENTRIES} <= set(episode_slugs(repository))


GOOD = """
[[confusion]]
number = 1
slug = "one"
title = "One is a number"
episode = "01-why-call-c"
cause = "It is."
cure = "Count."
shows = "1"
"""
SHOWS = 'shows = "1"\n'


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (SHOWS, "", "confusion[1].message: found neither of message and shows"),
        (SHOWS, SHOWS + 'message = "x"', "confusion[1].message: found both of message and shows"),
        (SHOWS, 'message = "x"', "confusion[1].pattern: found one of message and pattern"),
        (SHOWS, 'shws = "1"', "confusion[1].shws: unknown key; did you mean 'shows'?"),
        (SHOWS, 'message = "("\npattern = "("', "confusion[1].pattern: '(' is not a regular expression"),
        ('slug = "one"', 'slug = ""', "confusion[1].slug: found an empty text"),
        ("number = 1", "number = 'x'", "confusion[1].number: found 'x', expected a whole number"),
        (SHOWS, SHOWS + 'platform = "macOS"', "confusion[1].source: the key is missing"),
        ('cause = "It is."\n', "", "confusion[1].cause: the key is missing, expected a text."),
        (SHOWS, SHOWS + GOOD, "confusion: the slug 'one' stands twice"),
        ('cure = "Count."', "cure = ", "not valid TOML"),
    ],
    ids=[
        *("neither", "both", "no-pattern", "unknown", "regex", "empty", "number", "source", "cause"),
        *("twice", "toml"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_file_is_told_in_a_sentence(tmp_path, old, new, sentence):
    assert old in GOOD
    path = tmp_path / FILE.name
    path.write_text(GOOD.replace(old, new))
    with pytest.raises(WorkshopError) as error:
        read_catalogue(path)
    assert str(error.value).startswith(f"catalogue.toml: {sentence}")
