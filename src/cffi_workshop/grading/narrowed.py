"""C in which a type of 32 bits has 16: who counts beyond 2**32 there is wrong from 2**16 on.

Nobody can wait for 2**32 points, or has memory for so many numbers.
"""

from __future__ import annotations

import re

from cffi_workshop.exercises.languages import LANGUAGES

__all__ = ["WORD", "narrowed"]

LANGUAGES_OF_C = ("c", "cpp")
# Of int, those alone that a variable is declared with, or a cast made: what a function returns is
# its header's business.
WORD = re.compile(
    r"\b(?P<unsigned>unsigned\s{1,4}int|unsigned(?!\s{1,4}(?:int|char|short|long)\b)|uint32_t)\b"
    r"|\bint32_t\b|(?<!long )(?<!short )(?<!unsigned )\bint(?=\s{1,4}\w{1,60}\s?[=;,]|\s?\))"
)
PRELUDE = "#include <stdint.h>\n#line 1\n"


def narrowed(language: str, text: str, known: str) -> str | None:
    """Return a source with narrower types; None where it has no more of them than one `known`."""
    if language not in LANGUAGES_OF_C:
        return None
    bare, least = map(LANGUAGES[language].without_comments, (text, known))
    if len(WORD.findall(bare)) <= len(WORD.findall(least)):
        return None
    changed = WORD.sub(lambda found: "uint16_t" if found["unsigned"] else "int16_t", bare)
    return PRELUDE + changed
