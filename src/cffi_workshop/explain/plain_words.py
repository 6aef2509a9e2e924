"""Find the entry that answers a question in plain words.

The score is BM25 over the meanings of an entry's words, plus its phrases that are nearest.

The formula and its two constants are those of Robertson and Zaragoza, "The Probabilistic Relevance
Framework: BM25 and Beyond", 2009. How near a phrase is, is the cosine of its words and those of the
question, times what they have in common.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from cffi_workshop.explain.entry import Entry
from cffi_workshop.explain.matching import catalogue
from cffi_workshop.explain.subjects import is_of_another_subject
from cffi_workshop.explain.words import meanings, mended, stems_of, words_of

__all__ = ["answering", "known", "phrases", "questions", "rarities", "weights"]

# What people asked before, each with the entry that answers. The next person asks in other words,
# and with some of these.
QUESTIONS = Path(__file__).with_name("questions.toml")

SATURATION, LENGTH = 1.2, 0.75
TITLE, ASKED = 2, 2  # how much a word counts there; elsewhere once
PHRASE = 2  # how much the nearest phrase counts, beside all words; the next ones half of it each
NEAREST = 4  # as many phrases of an entry count
PAIR = 0.4  # how much two words count that follow one another, beside the words themselves
NOTHING_COMPLAINS = 1.3  # who has no message to paste asks about one of these more often


def answering(question: str, most: int = 3) -> list[Entry]:
    """Return at most `most` entries near to a question, the nearest first.

    Entries without a word in common with the question are left out. A question of another subject
    has no answer.
    """
    stems = [mended(word, known()) for word in stems_of(question)]
    meant = [meanings().get(word, word) for word in stems]
    words = with_pairs(meant)
    asked = {word: rarities().get(word, 0.0) for word in words}
    scores = {slug: score(slug, asked) for slug in weights()}
    unknown = len(set(meant) - known().keys())
    spelled = f"{question}; {' '.join(stems)}"
    if is_of_another_subject(spelled, max(scores.values()), len(set(meant)), unknown):
        return []
    best = sorted(catalogue(), key=lambda entry: -scores[entry.slug])
    return [entry for entry in best[:most] if scores[entry.slug] > 0]


def score(slug: str, asked: Mapping[str, float]) -> float:
    """Say how near an entry is: by all of its words, and by the phrases that are nearest.

    `asked` has the words of the question, each with its weight.
    """
    own, weight = weights()[slug], sum(asked.values())
    near = (nearness(phrase, asked, whole * weight) for phrase, whole in weighed()[slug])
    told = sum(one / 2**place for place, one in enumerate(sorted(near, reverse=True)[:NEAREST]))
    return sum(own.get(word, 0.0) for word in asked) + PHRASE * told


def nearness(phrase: Sequence[str], asked: Mapping[str, float], product: float) -> float:
    """Weigh what is asked and stands in the phrase, less where either has much else.

    `product` is what the phrase weighs, times what the question does.
    """
    common = sum(asked[word] for word in phrase if word in asked)
    return common and common * common / math.sqrt(product)


def with_pairs(words: Sequence[str]) -> list[str]:
    """Return each word once, and each two that follow one another: the order of words says more."""
    return list(dict.fromkeys([*words, *map(" ".join, pairwise(words))]))


@cache
def questions() -> dict[str, list[str]]:
    """Return for entries, by slug, what people asked whom they answer."""
    import tomllib  # slow, and not needed where a message is explained

    return tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))


def asked_of(entry: Entry) -> Sequence[str]:
    return (*entry.asked, *questions().get(entry.slug, ()))


@cache
def phrases() -> dict[str, list[Sequence[str]]]:
    """Return for each entry the words of its title, and of each way in which it is asked."""
    return {
        entry.slug: [words_of(entry.title), *asked_words()[entry.slug]] for entry in catalogue()
    }


@cache
def asked_words() -> dict[str, list[Sequence[str]]]:
    """Return for each entry the words of each way in which it is asked."""
    return {entry.slug: list(map(words_of, asked_of(entry))) for entry in catalogue()}


@cache
def paired() -> dict[str, list[list[str]]]:
    """Return the phrases of each entry with each two words that follow one another."""
    return {slug: list(map(with_pairs, own)) for slug, own in phrases().items()}


@cache
def weighed() -> dict[str, list[tuple[list[str], float]]]:
    """Return these phrases, each with what it weighs."""
    return {
        slug: [(phrase, sum(rarities()[word] for word in phrase)) for phrase in own]
        for slug, own in paired().items()
    }


@cache
def rarities() -> dict[str, float]:
    """Return the weight of each word, and of each two neighbours, in the phrases of the entries.

    The fewer entries have a word, the more it weighs.
    """
    held = [{word for phrase in own for word in phrase} for own in paired().values()]
    spread = Counter(word for words in held for word in words)
    return {
        word: round(rarity(count, len(held)) * (PAIR if " " in word else 1), 3)
        for word, count in spread.items()
    }


@cache
def known() -> dict[str, None]:
    """Return the stems that mean something, those of most entries first."""
    spread = Counter(word for own in weights().values() for word in own)
    return dict.fromkeys([*(word for word, _count in spread.most_common()), *meanings()])


@cache
def weights() -> dict[str, dict[str, float]]:
    """Return for each entry, by slug, what each of its words adds to the score of a question."""
    counts = {entry.slug: counted(entry) for entry in catalogue()}
    spread = Counter(word for own in counts.values() for word in own)
    mean = sum(map(Counter.total, counts.values())) / len(counts)
    silent = {entry.slug for entry in catalogue() if entry.silent}
    return {
        slug: bm25(own, spread, len(counts), mean, NOTHING_COMPLAINS if slug in silent else 1)
        for slug, own in counts.items()
    }


def bm25(
    own: Counter[str], spread: Counter[str], entries: int, mean: float, factor: float
) -> dict[str, float]:
    damped = SATURATION * (1 - LENGTH + LENGTH * own.total() / mean)

    def weight(word: str, count: int) -> float:
        told = factor * rarity(spread[word], entries)
        return round(told * count * (SATURATION + 1) / (count + damped), 3)

    return {word: weight(word, count) for word, count in own.items()}


def rarity(count: int, entries: int) -> float:
    return math.log(1 + (entries - count + 0.5) / (count + 0.5))


def counted(entry: Entry) -> Counter[str]:
    words: Counter[str] = Counter()
    title, *asked = phrases()[entry.slug]
    for phrase, times in ((title, TITLE), *((one, ASKED) for one in asked), (rest(entry), 1)):
        for word in phrase:
            words[word] += times
    words.update(dict.fromkeys((*words_of(entry.message), *quoted(entry)), 1))
    return words


def quoted(entry: Entry) -> Sequence[str]:
    """Return the words of the messages: people ask with some of them in the question."""
    return words_of(" ".join(part for template in entry.says for part in template.literals))


def rest(entry: Entry) -> Sequence[str]:
    return words_of(f"{entry.slug} {entry.shows} {entry.cause} {entry.cure}")
