"""The catalogue and all that its matcher needs, as JSON for matcher.js and for other programs."""

from __future__ import annotations

from pathlib import Path

from cffi_workshop.explain import plain_words, reading, translations, words
from cffi_workshop.explain.entry import Entry
from cffi_workshop.explain.matching import CFFI_AT_WORK, TRACEBACK, catalogue
from cffi_workshop.explain.template import Template

__all__ = ["MATCHER", "export"]

SCHEMA = 1
MATCHER = Path(__file__).with_name("matcher.js")


def export() -> dict:
    """Return the catalogue as values that JSON knows; every
    `regex` takes the flag m in both languages.
    """
    return {
        "schema": SCHEMA,
        "reading": {
            "colour": reading.COLOUR.pattern,
            "quotes": {chr(key): value for key, value in reading.QUOTES.items()},
            "french_quotes": translations.FRENCH_QUOTES.pattern,
            "translations": translations.TRANSLATIONS,
            "stamp": reading.STAMP.pattern,
            "tried": reading.TRIED.pattern,
            "tried_in_vain": reading.TRIED_IN_VAIN.pattern,
            "longest": reading.LONGEST,
            "exception": reading.EXCEPTION,
            "printed": reading.PRINTED,
            "compiler": reading.COMPILER,
            "head": reading.HEAD,
            "indent": reading.INDENT,
            "break": reading.BREAK.pattern,
            "in_function": reading.IN_FUNCTION,
            "warning": reading.WARNING,
            "result": reading.RESULT,
            "traceback": TRACEBACK.pattern,
            "cffi_at_work": CFFI_AT_WORK.pattern,
        },
        "words": words_of_questions(),
        "entries": [exported(entry) for entry in catalogue()],
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
        "known": list(plain_words.known()),
        "weights": plain_words.weights(),
        "phrases": plain_words.phrases(),
        "rarities": plain_words.rarities(),
        "phrase": plain_words.PHRASE,
        "nearest": plain_words.NEAREST,
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
    )
    return {
        **{name: getattr(entry, name) for name in texts},
        "asked": list(entry.asked),
        "consequence": entry.consequence,
        "shared": entry.shared,
        "says": list(map(pattern, entry.says)),
        "also": list(map(pattern, entry.also)),
        "unless": list(map(pattern, entry.unless)),
        "nowhere": list(map(pattern, entry.nowhere)),
    }


def pattern(template: Template) -> dict:
    return {"regex": template.regex, "longest": template.longest, "weight": template.weight}
