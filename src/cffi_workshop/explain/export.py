"""The catalogue as JSON for other programs, and its matcher in JavaScript."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cffi_workshop.explain import (
    disguises,
    encoded,
    packages,
    plain_words,
    reading,
    restored,
    spellings,
    subjects,
    translations,
    words,
    wrapped,
)
from cffi_workshop.explain.entry import Entry
from cffi_workshop.explain.matching import (
    CFFI_AT_WORK,
    IN_RUST,
    OF_ANY_PROGRAM,
    OTHER_CFFI,
    OTHER_PROGRAM,
    RUST_FOR_PYTHON,
    TRACEBACK,
    catalogue,
)
from cffi_workshop.explain.template import HOLES, PARTICULAR, SET_IN, Template

__all__ = ["export", "matcher"]

SCHEMA = 2
# The last calls the others.
SCRIPTS = ("disguises.js", "plain_words.js", "packages.js", "matcher.js")


def matcher() -> str:
    """Return the source of errorCatalogue(), which takes what export() gives."""
    return "\n".join(Path(__file__).with_name(name).read_text("utf-8") for name in SCRIPTS)


def export() -> dict:
    """Return the catalogue as values that JSON knows: its texts, templates and questions.

    What can be worked out of these, matcher.js works out. Regular expressions take the flag m.
    """
    return {
        "schema": SCHEMA,
        "reading": disguises_undone() | marks_of_messages(),
        "templates": {"holes": HOLES, "particular": PARTICULAR, "set_in": SET_IN},
        "words": words_of_questions(),
        "packages": what_to_install(),
        "entries": [exported(entry) for entry in catalogue()],
    }


def disguises_undone() -> dict:
    """Return what logs, mails, pages and terminals do to a message, to be undone."""
    return {
        "characters": disguises.CHARACTERS,
        "address": encoded.ADDRESS,
        "in_address": encoded.IN_ADDRESS,
        "no_code": encoded.NO_CODE,
        "plus": encoded.PLUS,
        "soft": encoded.SOFT,
        "in_mail": encoded.IN_MAIL,
        "no_mail": encoded.NO_MAIL,
        "least_codes": encoded.LEAST,
        "undo": disguises.UNDO,
        "stamp": disguises.STAMP,
        "logged": restored.logged().pattern,
        "most_layers": disguises.MOST_LAYERS,
        "spellings": spellings.SPELLINGS,
        "quoted": disguises.QUOTED,
        "hidden": disguises.HIDDEN.pattern,
        "line_ends": disguises.LINE_ENDS,
        "labels": disguises.LABELS,
        "same": disguises.SAME,
        "narrowest": wrapped.NARROWEST,
        "widest": wrapped.WIDEST,
        "longest_broken": wrapped.LONGEST,
        "notes": wrapped.NOTES,
        "goes_on": wrapped.GOES_ON.pattern,
        "ends": wrapped.ENDS,
        "bullet": wrapped.BULLET.pattern,
        "in_path": disguises.IN_PATH,
    }


def marks_of_messages() -> dict:
    """Return how a message is found in what was pasted, and whose it is."""
    return {
        "begins": reading.BEGINS,
        "quotes": translations.QUOTES,
        "translations": translations.TRANSLATIONS,
        "translated_around": translations.AROUND,
        "tried": restored.TRIED.pattern,
        "tried_in_vain": restored.TRIED_IN_VAIN.pattern,
        "longest": restored.LONGEST,
        "ignorable": restored.IGNORABLE,
        "exception": reading.EXCEPTION,
        "ignored": reading.IGNORED,
        "compiler": reading.COMPILER,
        "head": reading.HEAD,
        "ended": reading.ENDED,
        "indent": reading.INDENT,
        "break": reading.BREAK.pattern,
        "in_function": reading.IN_FUNCTION,
        "warning": reading.WARNING,
        "harmless": reading.HARMLESS,
        "hands_on": reading.HANDS_ON,
        "result": reading.RESULT,
        "what": reading.WHAT,
        "traceback": TRACEBACK.pattern,
        "cffi_at_work": CFFI_AT_WORK.pattern,
        "other_cffi": OTHER_CFFI.pattern,
        "other_program": OTHER_PROGRAM.pattern,
        "in_rust": IN_RUST.pattern,
        "rust_for_python": RUST_FOR_PYTHON.pattern,
        "of_any_program": OF_ANY_PROGRAM,
    }


def words_of_questions() -> dict:
    """Return all that ranks the entries for a question in plain words."""
    return {
        "word": words.WORD.pattern,
        "endings": list(words.ENDINGS),
        "terms": list(words.TERMS),
        "numbers": list(words.NUMBERS),
        "stop": sorted(words.STOP),
        "meanings": words.meanings(),
        "slips_from": words.SLIPS_FROM,
        "asked": {
            slug: list(map(" ".join, own)) for slug, own in plain_words.asked_words().items()
        },
        "title": plain_words.TITLE,
        "asks": plain_words.ASKED,
        "saturation": plain_words.SATURATION,
        "length": plain_words.LENGTH,
        "nothing_complains": plain_words.NOTHING_COMPLAINS,
        "pair": plain_words.PAIR,
        "phrase": plain_words.PHRASE,
        "nearest": plain_words.NEAREST,
        "subjects": {
            name.lower(): value for name, value in vars(subjects).items() if name.isupper()
        },
    }


def what_to_install() -> dict:
    """Return the packages of each system, and how what a message misses is looked for in it."""
    return {
        "header": packages.HEADER.pattern,
        "library": packages.LIBRARY.pattern,
        "ending": packages.ENDING.pattern,
        "version": packages.VERSION.pattern,
        "opened": packages.OPENED.pattern,
        "asked_for": packages.ASKED_FOR.pattern,
        "asks": packages.ASKS,
        "ways": packages.WAYS,
        "table": packages.all_packages(),  # a package is a list: of no names, to be small
    }


def exported(entry: Entry) -> dict:
    texts = (
        "slug",
        "theme",
        "title",
        "episode",
        "cause",
        "cure",
        "code",
        "message",
        "shows",
        "platform",
        "lacks",
    )
    return {
        **{name: getattr(entry, name) for name in texts},
        "consequence": entry.consequence,
        "shared": entry.shared,
        "says": texts_of(entry.says),
        "also": texts_of(entry.also),
        "unless": texts_of(entry.unless),
        "nowhere": texts_of(entry.nowhere),
    }


def texts_of(templates: Iterable[Template]) -> list[str]:
    return [template.text for template in templates]
