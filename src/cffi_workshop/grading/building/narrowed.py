"""Sources in which a type of 32 bits has 16: who counts beyond 2**32 there is wrong from 2**16 on.

Nobody can wait for 2**32 points, or has memory for so many numbers.
"""

from __future__ import annotations

import re

from cffi_workshop.exercises.languages import LANGUAGES

__all__ = ["WORDS", "narrowed"]

# Of int, those alone that a variable is declared with, or a cast made: what a function returns is
# its header's business.
WORD_OF_C = re.compile(
    r"\b(?P<unsigned>unsigned\s{1,4}int|unsigned(?!\s{1,4}(?:int|char|short|long)\b)|uint32_t)\b"
    r"|\bint32_t\b|(?<!long )(?<!short )(?<!unsigned )\bint(?=\s{1,4}\w{1,60}\s?[=;,]|\s?\))"
)
KIND = r"\(\s?(?:kind\s?=\s?)?(?:c_int|c_int32_t|int32|4)\s?\)"
WORD_OF_FORTRAN = re.compile(rf"(?i)\binteger(?:\s?{KIND}|(?=\s{{0,4}}(?:::|,)))")
WORDS = {"c": WORD_OF_C, "cpp": WORD_OF_C, "fortran": WORD_OF_FORTRAN}
PRELUDE = "#include <stdint.h>\n#line 1\n"


def narrowed(language: str, text: str, known: str) -> str | None:
    """Return a source with narrower types; None where it has no more of them than one `known`."""
    word = WORDS[language]
    bare, least = map(LANGUAGES[language].without_comments, (text, known))
    if len(word.findall(bare)) <= len(word.findall(least)):
        return None
    if language == "fortran":
        return word.sub("integer(2)", bare)
    return PRELUDE + word.sub(lambda one: "uint16_t" if one["unsigned"] else "int16_t", bare)
