"""Find the entry that answers a question in plain words: BM25
over the meanings of each entry's words, and the phrase of it that is nearest.

The formula and its two constants are those of Robertson and Zaragoza, "The Probabilistic Relevance
Framework: BM25 and Beyond", 2009.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from cffi_workshop.explain.entry import Entry
from cffi_workshop.explain.matching import catalogue

__all__ = ["answering", "phrases", "rarities", "weights", "words_of"]

SATURATION, LENGTH = 1.2, 0.75
WORD = re.compile(r"c\+\+|[23]d|==|[a-z_][a-z0-9_]+|1[0-9]{2}")  # 139: an exit status
ENDINGS = ("ations", "ation", "ings", "ing", "edly", "ed", "ies", "es", "s", "ly", "e")
STOP = frozenset({
    "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "did", "do", "does",
    "for", "from", "had", "has", "have", "he", "her", "his", "how", "if", "in", "into",
    "is", "it", "its", "me", "my", "no", "not", "of", "on", "one", "or", "our", "she", "so",
    "some", "than", "that", "the", "their", "them", "then", "there", "these", "they",
    "this", "those", "to", "too", "was", "we", "were", "what", "when", "where", "which",
    "who", "why", "will", "with", "would", "you", "your",
})  # fmt: skip
TITLE, ASKED, REST, SAID = 2, 2, 1, 1  # how much a word counts, by where it stands
PHRASE = 2  # how much the nearest phrase counts, beside all words
NOTHING_COMPLAINS = 1.5  # who has no message to paste asks about one of these more often
# Words that people take for one another; the first of a line stands for all.
SYNONYMS = """
garbage rubbish junk nonsense senseless strange weird odd random wrong broken corrupt incorrect
garbage bad bogus trash gibberish unreadable mangled
grow bigger increase rise swell ram leak
free release del delete deallocate destroy
crash segfault sigsegv segmentation die dies died dead killed abort vanish
slow slower slowly fast faster speed quick quicker speedup performance
stop interrupt cancel ctrl keyboard keyboardinterrupt sigint quit
lost missing gone disappear forgot forget forgotten cut truncated shorter
shift swap mix exchange
same identical equal unchanged
stay remain still nothing never
old previous former outdated stale earlier
compile recompile build built rebuild rebuilt
change modify alter overwrite overwrote update edit
write wrote written writing fill store
give gave given hand pass send supply provide
get got receive obtain fetch retrieve
come came arrive
keep kept hold held own
number int integer numeric
mean meant want wanted
half second every
text string str word letter character
show display print printf appear output visible
notebook jupyter ipython kernel
return back result answer
list sequence
struct structure record
member field attribute component
library lib so dll dylib
callback handler
later after afterwards then
outside outer
inside inner nested within
large big huge
small tiny little
negative minus
zero null nul
import load imported open opened dlopen
thread threadpool parallel concurrent multithreading
windows win32 win
numpy np ndarray
create make new allocate
c++ cpp cxx
2d matrix image
float32 single precision
sqrt cos sin tan exp log pow cbrt
fibonacci fib
pool multiprocessing
find found see seen sees locate know known
value element item
argument parameter param arg args
pointer ptr
function func routine
length len
copy clone duplicate
collect collector gc
hang hangs freeze froze stuck block
raise throw thrown
folder directory dir
convert turn transform translate
silent quiet unnoticed
initialise initialize uninitialised uninitialized
constant macro define
compiler gcc clang msvc
variable var
reload reopen unload
"""
# Words that mean something else together; what stands for both.
TERMS = (
    ("garbage collect", "collect"),
    ("core dump", "crash"),
    ("access violation", "crash"),
    ("shared object", "library"),
    ("call back", "callback"),
)


def answering(question: str, most: int = 3) -> list[Entry]:
    """Return the entries nearest to a question, best first;
    those without a common word are left out.
    """
    asked = set(words_of(question))
    scores = {slug: score(slug, asked) for slug in weights()}
    best = sorted(catalogue(), key=lambda entry: -scores[entry.slug])
    return [entry for entry in best[:most] if scores[entry.slug] > 0]


def score(slug: str, asked: set[str]) -> float:
    """Say how near an entry is: by all of its words, and by the phrase that is nearest."""
    own = weights()[slug]
    near = max((nearness(phrase, asked) for phrase in phrases()[slug]), default=0.0)
    return sum(own.get(word, 0.0) for word in asked) + PHRASE * near


def nearness(phrase: Sequence[str], asked: set[str]) -> float:
    """Weigh the words that are asked and stand in the phrase, less where it has many others."""
    common = sum(rarities()[word] for word in phrase if word in asked)
    return common and common * math.sqrt(common / sum(rarities()[word] for word in phrase))


@cache
def phrases() -> dict[str, list[list[str]]]:
    """Return for each entry the words of its title, and of each way in which it is asked."""
    return {
        entry.slug: [sorted(set(words_of(text))) for text in (entry.title, *entry.asked)]
        for entry in catalogue()
    }


@cache
def rarities() -> dict[str, float]:
    """Return for each word of a phrase how much it says: more, the fewer entries have it."""
    held = [{word for phrase in own for word in phrase} for own in phrases().values()]
    spread = Counter(word for words in held for word in words)
    return {word: round(rarity(count, len(held)), 3) for word, count in spread.items()}


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
    for text, times in ((entry.title, TITLE), (" ".join(entry.asked), ASKED), (rest(entry), REST)):
        for word in words_of(text):
            words[word] += times
    for word in set(words_of(entry.message)) | set(quoted(entry)):
        words[word] += SAID
    return words


def quoted(entry: Entry) -> Sequence[str]:
    """Return the words of the messages: people ask with some of them in the question."""
    return words_of(" ".join(part for template in entry.says for part in template.literals))


def rest(entry: Entry) -> str:
    return f"{entry.slug} {entry.shows} {entry.cause} {entry.cure}"


def words_of(text: str) -> Sequence[str]:
    """Return the words that say something, each without its
    ending, and one for all of a meaning.
    """
    plain = text.lower().replace("'", "").replace("-", " ")
    for term, instead in TERMS:
        plain = plain.replace(term, instead)
    stems = (stem(word) for word in WORD.findall(plain) if word not in STOP)
    return [meanings().get(word, word) for word in stems]


@cache
def meanings() -> dict[str, str]:
    """Return for each word of a line of SYNONYMS the first one, all without their endings."""
    lines = [list(map(stem, line.split())) for line in SYNONYMS.split("\n") if line]
    return {word: first for first, *others in lines for word in others}


@cache
def stem(word: str) -> str:
    ending = next((end for end in ENDINGS if word.endswith(end) and len(word) - len(end) >= 3), "")
    root = word.removesuffix(ending) if ending else word
    return root[:-1] if len(root) > 3 and root[-1] == root[-2] else root
