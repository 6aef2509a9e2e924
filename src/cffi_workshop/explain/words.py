"""The words of a text that say something, without their endings, and one for all of a meaning."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache

__all__ = [
    "ENDINGS",
    "NUMBERS",
    "SLIPS_FROM",
    "STOP",
    "TERMS",
    "WORD",
    "meanings",
    "mended",
    "stems_of",
    "words_of",
]

# The ending of a file is a word; 139 is an exit status.
WORD = re.compile(
    r"c\+\+|[23]d|==|\.\.\.|\.(?:h|c|so|dll|dylib|pyd|py|whl)\b|[a-z_][a-z0-9_]+|\b1[0-9]{2}\b"
)
ENDINGS = ("ations", "ation", "ings", "ing", "edly", "ed", "ies", "es", "s", "ly", "e")
STOP = frozenset({
    "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "did", "do", "does",
    "for", "from", "had", "has", "have", "he", "her", "his", "how", "if", "in", "into",
    "is", "it", "its", "me", "my", "no", "not", "of", "on", "one", "or", "our", "she", "so",
    "some", "than", "that", "the", "their", "them", "then", "there", "these", "they",
    "this", "those", "to", "too", "was", "we", "were", "what", "when", "where", "which",
    "who", "why", "will", "with", "would", "you", "your",
    # What fills long questions, and says nothing of the matter.
    "about", "again", "all", "also", "although", "any", "because", "both", "colleague", "could",
    "even", "ever", "every", "everybody", "friend", "here", "just", "let", "like", "lot",
    "lots", "may", "much", "nobody", "quite", "rather", "really", "seem", "seems", "should",
    "since", "somebody", "something", "such", "sure", "thing", "things", "think", "though",
    "try", "very", "way", "well", "whatever", "whether", "whole", "yet",
})  # fmt: skip
SLIPS_FROM = 5  # letters of a stem: a shorter one is near to too many others
# Words that people take for one another; the first of a line stands for all.
SYNONYMS = """
garbage rubbish junk nonsense senseless strange weird odd random wrong broken corrupt incorrect
garbage bad bogus trash gibberish unreadable mangled funny crazy absurd noise meaningless
garbage hieroglyph scrambled corrupted arbitrary nonsensical stray spurious
grow bigger increase rise swell ram leak gb mb gigabyte megabyte climb consume consumption oom
free release del delete deallocate destroy dispose discard reclaim
crash segfault sigsegv segmentation die dies died dead killed abort quits
slow slower slowly fast faster speed quick quicker speedup performance
stop interrupt cancel ctrl keyboard keyboardinterrupt sigint quit
lost missing gone forgot forget forgotten cut truncated shorter
shift swap mix exchange
same identical equal unchanged untouched unmodified alike
stay remain still nothing never
old previous former outdated stale earlier
compile recompile build built rebuild rebuilt
change modify alter overwrite overwrote update edit replace mutate
write wrote written writing fill store populate
give gave given hand pass send supply provide
get got receive obtain fetch retrieve
come came arrive
keep kept hold held own
number int integer numeric
mean meant want wanted
text string str word letter character char sign
show display print printf appear output visible stdout
notebook jupyter ipython kernel
return back result answer
list sequence
struct structure record packet
member field attribute component
library lib so dll dylib .so .dll .dylib toolkit driver decoder
header .h
callback handler listener hook
later after afterwards then
outside outer
inside inner nested within
large big huge enormous gigantic giant absurdly billion million
small tiny little
negative minus
zero null nul
import load imported open opened dlopen
thread threadpool parallel concurrent multithreading core cpu multicore simultaneous
windows win32 win
numpy np ndarray
create make new allocate
c++ cpp cxx
2d matrix image picture photo photograph pixel bitmap
float32 single precision
sqrt cos sin tan exp log pow cbrt
fibonacci fib
pool multiprocessing
find found see seen sees locate know known
value element item measurement sample
argument parameter param arg args
pointer ptr
function func routine
length len
copy clone duplicate backup snapshot
collect collector gc
hang hangs freeze froze stuck block react respond unresponsive
raise throw thrown
folder directory dir
convert turn transform translate
silent quiet unnoticed
initialise initialize uninitialised uninitialized
constant macro define
compiler gcc clang msvc
variable var
reload reopen unload
mac macos osx apple darwin
linux ubuntu debian fedora centos
computer laptop machine server cloud
encode decode unicode utf encoding umlaut accent accented
install pip
ellipsis ... variadic
early soon premature immediately
hour minute day night week evening
loop iterate iteration repeat repeatedly
fail failure unsuccessful
exact accurate accuracy rounding
program script application app
behind tail trailing follow extra
start initial initially beginning begin
shift displaced moved
call invoke
vanish disappear
memory room space
sort order arrange
fraction quotient ratio percent percentage share half quarter
device sensor camera instrument detector
count counter tally
debugger gdb
"""
# Words that mean something else together; what stands for both.
TERMS = (
    ("garbage collect", "collect"),
    ("no sense", "garbage"),
    ("three dots", "ellipsis"),
    ("task manager", "ram"),
    ("goes down", "crash"),
    ("went down", "crash"),
    ("below zero", "negative"),
    ("as before", "unchanged"),
    ("write over", "overwrite"),
    ("writes over", "overwrite"),
    ("core dump", "crash"),
    ("access violation", "crash"),
    ("shared object", "library"),
    ("call back", "callback"),
    ("global interpreter lock", "gil"),
    ("segmentation fault", "crash"),
    ("shared library", "library"),
    ("dynamic library", "library"),
    ("byte array", "bytearray"),
    ("visual studio", "msvc"),
    ("raspberry pi", "arm"),
    ("side by side", "parallel"),
    ("question marks", "garbage"),
    ("equal signs", "=="),
    ("formatted output", "printf"),
    ("goes away", "crash"),
    ("went away", "crash"),
    ("falls over", "crash"),
    ("fell over", "crash"),
    ("virtual environment", "venv"),
)


# Numbers, and bytes, of which only the kind says something, and the word for it.
NUMBERS = (
    (r"\bb(['\"])(?:\\x[0-9a-f]{2}|\\?[^'\"\\])\1", "onebyte"),
    (r"[0-9]\.[0-9]{6,}", "manydigits"),
    (r"\b[0-9]{7,}\b", "hugenumber"),
    (r"\b[0-9]+ ?/ ?[0-9]+\b", "division"),
    (r" -[0-9]+", "negative"),
)


def words_of(text: str) -> Sequence[str]:
    """Return the words that say something, without endings, and one word for all of a meaning."""
    return [meanings().get(word, word) for word in stems_of(text)]


def stems_of(text: str) -> Sequence[str]:
    """Return the words that say something, each without its ending."""
    plain = text.lower()
    for number, word in NUMBERS:
        plain = re.sub(number, f" {word} ", plain)
    plain = plain.replace("'", "").replace("-", " ")
    for term, instead in TERMS:
        plain = plain.replace(term, instead)
    return [stem(word) for word in WORD.findall(plain) if word not in STOP]


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


def mended(word: str, known: Collection[str]) -> str:
    """Return the known word that is meant by a misspelt one, or else the word itself.

    One letter may be wrong, missing, too many or out of order. A short word stays as it is.
    """
    if len(word) < SLIPS_FROM or word in known:
        return word
    return next((other for other in known if is_slip(word, other)), word)


def is_slip(word: str, other: str) -> bool:
    """Say whether two words that begin alike are one slip of the hand apart."""
    if word[0] != other[0] or abs(len(word) - len(other)) > 1:
        return False
    pairs = zip(word, other, strict=False)
    at = next((place for place, (one, two) in enumerate(pairs) if one != two), len(other))
    rest, right = word[at:], other[at:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return right in (rest[1:], swapped) or rest[1:] == right[1:] or rest == right[1:]
