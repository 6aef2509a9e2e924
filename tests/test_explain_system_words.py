"""What systems and compilers say in other languages is explained as what they say in English."""

import pytest

from cffi_workshop.explain import compiler_words, explaining, restored
from cffi_workshop.explain.system_words import ABORTED, phrases, system_words, words


@pytest.mark.parametrize(("said", "english"), sorted(system_words()))
def test_each_phrase_is_put_into_english(said, english):
    """Signs are made alike first: a phrase that has one of the others would never be found."""
    assert restored.plain(f"x {said}.") == f"x {english}."


@pytest.mark.parametrize(
    ("english", "message", "slug"),
    [
        ("Segmentation fault", "run.sh: line 3: 4242 {} (core dumped) python x.py", "segmentation"),
        ("Bus error", "{} (core dumped)", "bus-error"),
        ("Illegal instruction", "{} (core dumped)", "illegal-instruction"),
        ("Floating point exception", "{} (core dumped)", "divided-by-zero"),
        (
            "cannot open shared object file",
            "OSError: cannot load library 'libx.so': libx.so: {}: No such file or directory",
            "library-name-without-path",
        ),
        ("file too short", "OSError: cannot load library './x.so': ./x.so: {}", "not-a-library"),
        ("invalid ELF header", "ImportError: /var/task/_x.abi3.so: {}", "module-for-other-system"),
        (
            "wrong ELF class: ELFCLASS",
            "OSError: cannot load library './x.so': ./x.so: {}32",
            "wrong-word-size",
        ),
    ],
)
def test_it_is_explained_alike_in_each_language(english, message, slug):
    for said in (english, *(said for said, meant in system_words() if meant == english)):
        found = explaining(message.format(said))
        assert found, said
        assert found[0].slug.startswith(slug), said


@pytest.mark.parametrize("word", words(ABORTED))
@pytest.mark.parametrize(
    "shown",
    [
        "{} (Speicherabzug geschrieben)",
        "run.sh: line 3: 4242 {}            (core dumped) python3 x",
    ],
)
def test_a_program_that_gave_up_is_told_where_the_shell_shows_it(word, shown):
    assert [entry.slug for entry in explaining(shown.format(word))] == ["aborted"]
    assert not explaining(f"Der Vorgang wurde beendet. {word}")


APART = ("'", "'")  # as English has them


def named(phrase, first, last):
    """Return a phrase with names in its holes, each in quotes."""
    return phrase.replace("$1", f"{first}rain{last}").replace("$2", f"{first}struct snow{last}")


@pytest.mark.parametrize("quotes", ["\u2018\u2019", "\u201e\u201c", "«»", ("« ", " »")])
def test_what_a_compiler_says_is_put_into_english_with_each_name_in_its_place(quotes):
    for said, english in phrases(compiler_words.SAID):
        assert restored.plain(f"x: {named(said, *quotes)}.") == f"x: {named(english, *APART)}."


@pytest.mark.parametrize(
    ("option", "slug"),
    [
        ("implicit-function-declaration", "implicit-declaration"),
        ("error=implicit-function-declaration", "implicit-declaration"),
        ("discarded-qualifiers", "const-lost"),
        ("return-local-addr", "local-address-returned"),
        ("maybe-uninitialized", "result-not-returned"),
        ("unused-but-set-variable", "unused-in-c"),
        ("int-conversion", "declarations-conflict"),
        ("sign-compare", "value-cut-in-c"),
    ],
)
def test_what_is_warned_of_is_known_by_its_option_in_any_language(option, slug):
    assert explaining(f"rain.c:3:9: warning: něco není v pořádku [-W{option}]")[0].slug == slug
