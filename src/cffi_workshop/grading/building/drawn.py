"""Numbers that are drawn for each check and written into a library that is built already.

The answers of a probe depend on them, so that nobody knows an answer who did not have C give it.
Written into the finished library, they cost no compiler run. C that includes "drawn.h" has them as
DRAWN(0) to DRAWN(7), and tells counts with `sealed()`, which nobody can make up either.

Python may try a library with a question whose answer it knows, and compute the rest by itself where
the library passes. So a probe answers truly what it was asked while the check had it listen, and
nothing else: see `is_known()`, and Script.calls_c(), which has it listen. Or Python may try the
library with another question each time. So the probe also answers all but one truly, each in turn.
"""

from __future__ import annotations

import random
import re
import struct
from collections.abc import Iterable

__all__ = [
    "HEADER",
    "HEADER_NAME",
    "LIES_IN",
    "LIES_ON",
    "LISTENS",
    "MOST_NOTED",
    "NOTES",
    "REMEMBERS",
    "TRUTH_NAME",
    "Drawn",
    "is_marked",
    "truth",
]

HEADER_NAME = "drawn.h"
NUMBERS = 8
LOWEST, HIGHEST = 1_000, 65_535  # a double holds products of two and sums exactly
MARK = (0x6472_6177_6E5F_6E6F, 0x7468_6572_655F_7965)
FORM = struct.Struct(f"={2 + 1 + NUMBERS}Q")
MASK = (1 << 64) - 1
MOST_COUNTED = 1 << 19  # more than any scene does, with the sizes that a hand-in names
MOST_KNOWN = 1 << 10  # questions
MOST_NOTED = 16  # questions of one call
LISTENS, REMEMBERS, LIES_IN = 1, 2, 3
NOTES, LIES_ON = -1, -2

HEADER = f"""\
#ifndef DRAWN_H
#define DRAWN_H

#include <stddef.h>
#include <stdint.h>

/* Two numbers to find the place by, a key, and the numbers: other ones are
 * written here once the library is built. Volatile, so that no compiler
 * counts on these. */
static const volatile uint64_t drawn_numbers[] = {{
    UINT64_C({MARK[0]:#x}), UINT64_C({MARK[1]:#x}), 1,
    {", ".join(str(1001 + k) for k in range(NUMBERS))}
}};

#define DRAWN(k) (drawn_numbers[3 + (k)])

/* Tell a count so that only who knows the key reads it or makes one up. */
static inline uint64_t sealed(uint64_t count, uint64_t nonce)
{{
    uint64_t z = count + nonce * UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ drawn_numbers[2]) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 30)) * UINT64_C(0x94d049bb133111eb);
    return (z ^ (z >> 27)) + drawn_numbers[2];
}}

enum {{ LISTENS = {LISTENS}, REMEMBERS = {REMEMBERS}, LIES_IN = {LIES_IN} }};
enum {{ NOTES = {NOTES}, LIES_ON = {LIES_ON} }};
enum {{ MOST_KNOWN = {MOST_KNOWN}, MOST_NOTED = {MOST_NOTED} }};
static uint64_t drawn_known[MOST_KNOWN];
static unsigned int drawn_known_count;
static uint64_t drawn_noted[MOST_NOTED];
static int drawn_noted_count;
static int drawn_attention;

__attribute__((weak, visibility("default"))) void drawn_listen(int attention);

/* 0: answer nothing truly. LISTENS: all. REMEMBERS: what was asked meanwhile.
 * LIES_IN + k: all but part k of an answer. NOTES: nothing. LIES_ON - k: all but
 * question k of those meanwhile; the last k stands for all further ones. */
void drawn_listen(int attention)
{{
    if (attention == LISTENS)
        drawn_known_count = 0;
    if (attention == NOTES)
        drawn_noted_count = 0;
    drawn_attention = attention;
}}

static inline uint64_t drawn_mixed(uint64_t z, const void *bytes, size_t size)
{{
    const unsigned char *const byte = (const unsigned char *)bytes;

    for (size_t k = 0; k < size; k++)
        z = (z ^ byte[k]) * UINT64_C(0x100000001b3);
    return z;
}}

/* Return which question this is of those that were noted; note a new one. */
static inline int drawn_place(uint64_t question)
{{
    int k = 0;

    while (k < drawn_noted_count && drawn_noted[k] != question)
        k++;
    if (drawn_attention == NOTES && k == drawn_noted_count && k < MOST_NOTED)
        drawn_noted[drawn_noted_count++] = question;
    return k == drawn_noted_count || k == MOST_NOTED ? MOST_NOTED - 1 : k;
}}

/* Say whether a function has to tell the truth of what it is asked: of these
 * bytes, which are what its answer follows from. */
static inline int is_known(char function, const void *bytes, size_t size)
{{
    uint64_t question;

    if (drawn_attention == 0 || drawn_attention >= LIES_IN)
        return 0;
    question = drawn_mixed(UINT64_C(0xcbf29ce484222325), &function, 1);
    question = drawn_mixed(question, bytes, size);
    if (drawn_attention < 0) {{
        const int place = drawn_place(question);

        return drawn_attention != NOTES && drawn_attention != LIES_ON - place;
    }}
    for (unsigned int k = 0; k < drawn_known_count; k++) {{
        if (drawn_known[k] == question)
            return 1;
    }}
    if (drawn_attention == LISTENS && drawn_known_count < MOST_KNOWN)
        drawn_known[drawn_known_count++] = question;
    return drawn_attention == LISTENS;
}}

/* Say whether an answer that has several parts is to be the real one, but for
 * one part; and whether a part is. */
static inline int lies_in_a_part(void)
{{
    return drawn_attention >= LIES_IN;
}}

static inline int is_true_part(int part)
{{
    return drawn_attention >= LIES_IN && drawn_attention != LIES_IN + part;
}}

/* Return the real number with a lie about it, so small that it is told from the
 * real one alone by who knows that to the last digit. */
static inline double nearly(double real)
{{
    return real + (real < 0 ? -real : real) * 0x1p-20 + 0x1p-30;
}}

/* Spoil the letter of a real text that the part names. */
static inline void lie_in_text(char *text, size_t size)
{{
    if (lies_in_a_part() && (size_t)(drawn_attention - LIES_IN) < size)
        text[drawn_attention - LIES_IN] = '?';
}}

#endif
"""

TRUTH_NAME = "truth.h"
DEFINED = re.compile(r"^(?!static\b|typedef\b)[a-z][\w *]*?\b(\w+)\((?=[^;]*\{)", re.MULTILINE)


def truth(solution: str) -> str:
    """Return a header in which each function of the solution's C is there as `true_NAME`.

    No compiler finds fault with it, whatever a learner's flags ask for. One function may call
    another that is defined below it: the header that declares both has their other names alone.
    """
    defined = list(DEFINED.finditer(solution))
    names = dict.fromkeys(function[1] for function in defined)
    renamed = [f"#define {name} true_{name}" for name in names]
    back = [f"#undef {name}" for name in names]
    heads = [solution[each.start() : solution.index("{", each.end())] for each in defined]
    begin = defined[0].start() if defined else 0
    declared = "".join(f"{head.rstrip()};\n" for head in heads)
    parts = [solution[:begin] + declared + solution[begin:]]
    return "\n".join(["#pragma GCC system_header", *renamed, *parts, *back, ""])


def is_marked(content: bytes) -> bool:
    """Say whether a library has a place for the numbers."""
    return struct.pack("=2Q", *MARK) in content


class Drawn:
    """The numbers of one check; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        source = random.Random(f"{seed} drawn")
        self.numbers = tuple(source.sample(range(LOWEST, HIGHEST), NUMBERS))
        self._key = source.getrandbits(64)
        self._mark = (source.getrandbits(64), source.getrandbits(64))
        self._nonces: dict[str, random.Random] = {}

    def __getitem__(self, place: int) -> int:
        return self.numbers[place]

    def written_into(self, content: bytes, numbers: Iterable[int] | None = None) -> bytes:
        """Return a library with the numbers in their place; one without a place as it is."""
        place = content.find(struct.pack("=2Q", *MARK))
        if place < 0:
            return content
        written = FORM.pack(*self._mark, self._key, *(numbers or self.numbers))
        return content[:place] + written + content[place + len(written) :]

    def nonce(self, part: str) -> int:
        """Return the next of the nonces of a part: what other parts asked makes no difference."""
        source = self._nonces.setdefault(part, random.Random(f"{self.seed} {part} nonces"))
        return source.getrandbits(48)

    def difference(self, sealed: list, nonce: int) -> int | None:
        """Return the last count of those that C told, less the others; None where C never told one.

        Each is sealed with the next nonce.
        """
        counts = [self._opened(each, nonce + place) for place, each in enumerate(sealed)]
        told = [count for count in counts if count is not None]
        return told[-1] - sum(told[:-1]) if told and len(told) == len(counts) else None

    def _opened(self, sealed: object, nonce: int) -> int | None:
        """Return the count that C told as `sealed`, or None where C never told that."""
        return next(
            (count for count in range(MOST_COUNTED) if self._seal(count, nonce) == sealed), None
        )

    def _seal(self, count: int, nonce: int) -> int:
        z = (count + nonce * 0x9E3779B97F4A7C15) & MASK
        z = ((z ^ self._key) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ z >> 30) * 0x94D049BB133111EB) & MASK
        return ((z ^ z >> 27) + self._key) & MASK
