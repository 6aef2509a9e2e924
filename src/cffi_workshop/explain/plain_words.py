"""Find the entry that answers a question in plain words: BM25 over the words of each entry.

The formula and its two constants are those of Robertson and Zaragoza, "The Probabilistic Relevance Framework:
BM25 and Beyond", 2009.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from cffi_workshop.explain.entry import Entry
from cffi_workshop.explain.matching import catalogue

__all__ = ["answering", "weights", "words_of"]

SATURATION, LENGTH = 1.2, 0.75
WORD = re.compile(r"[a-z_][a-z0-9_]+")
ENDINGS = ("ations", "ation", "ings", "ing", "edly", "ed", "ies", "es", "s", "ly", "e")
STOP = frozenset({
    "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "did", "do", "does",
    "for", "from", "had", "has", "have", "he", "her", "his", "how", "if", "in", "into",
    "is", "it", "its", "me", "my", "no", "not", "of", "on", "one", "or", "our", "she", "so",
    "some", "than", "that", "the", "their", "them", "then", "there", "these", "they",
    "this", "those", "to", "too", "was", "we", "were", "what", "when", "where", "which",
    "who", "why", "will", "with", "would", "you", "your",
})  # fmt: skip
TITLE, ASKED, REST = 3, 3, 1  # how much a word counts, by where it stands


def answering(question: str, most: int = 3) -> list[Entry]:
    """Return the entries nearest to a question, best first; those without a common word are left out."""
    table = weights()
    asked = set(words_of(question))
    scores = {slug: sum(own.get(word, 0.0) for word in asked) for slug, own in table.items()}
    best = sorted(catalogue(), key=lambda entry: -scores[entry.slug])
    return [entry for entry in best[:most] if scores[entry.slug] > 0]


@cache
def weights() -> dict[str, dict[str, float]]:
    """Return for each entry, by slug, what each of its words adds to the score of a question."""
    counts = {entry.slug: counted(entry) for entry in catalogue()}
    spread = Counter(word for own in counts.values() for word in own)
    mean = sum(map(Counter.total, counts.values())) / len(counts)
    return {slug: bm25(own, spread, len(counts), mean) for slug, own in counts.items()}


def bm25(own: Counter[str], spread: Counter[str], entries: int, mean: float) -> dict[str, float]:
    damped = SATURATION * (1 - LENGTH + LENGTH * own.total() / mean)

    def weight(word: str, count: int) -> float:
        rarity = math.log(1 + (entries - spread[word] + 0.5) / (spread[word] + 0.5))
        return round(rarity * count * (SATURATION + 1) / (count + damped), 3)

    return {word: weight(word, count) for word, count in own.items()}


def counted(entry: Entry) -> Counter[str]:
    words: Counter[str] = Counter()
    for text, times in ((entry.title, TITLE), (" ".join(entry.asked), ASKED), (rest(entry), REST)):
        for word in words_of(text):
            words[word] += times
    return words


def rest(entry: Entry) -> str:
    return f"{entry.slug} {entry.shows} {entry.cause} {entry.cure}"


def words_of(text: str) -> Sequence[str]:
    """Return the words that say something, each without its ending."""
    return [stem(word) for word in WORD.findall(text.lower().replace("'", "")) if word not in STOP]


def stem(word: str) -> str:
    ending = next((end for end in ENDINGS if word.endswith(end) and len(word) - len(end) >= 3), "")
    root = word.removesuffix(ending) if ending else word
    return root[:-1] if len(root) > 3 and root[-1] == root[-2] else root
