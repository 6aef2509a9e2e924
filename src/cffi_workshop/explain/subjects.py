"""Whether a question is about C that Python calls, or about something else altogether."""

from __future__ import annotations

import re

__all__ = ["is_of_another_subject", "is_printed"]

# Who has a mistake in front of them tells what they see. These ask for instructions, or for a word,
# and may ask for any.
ASKS_HOW = (
    r"^\W{0,4}(?:(?:hello|hi|hey|please|sorry)\W{1,3}){0,2}"
    r"(?:how|what(?! happens| is wrong| goes wrong)|where|which|who|is there|can i|can you"
    r"|could you|should i|show me|explain|when (?:is|are|does))\b"
)
# Who learns C alone has an exercise to do, or a word to look up; Python has no part in it.
IS_GIVEN = (
    r"^\W{0,4}(?:write|implement|(?:a )?(?:c )?program (?:in|that|to|for|which)\b"
    r"|differences? between|why (?:is|are|do|does) (?:we|my|the|an?|it)\b"
    r"|when (?:should|do|must) i\b|is (?:an?|the|c)\b"
    r"|i (?:have|must|need|want) to write|my (?:teacher|professor|homework|assignment))"
)
PLAIN_C = (
    r"\b(?:in (?:a )?c\b(?! lib| func| code| struct| that| takes| and)|c program|linked list"
    r"|homework|for school|(?:bubble|quick|merge)[ -]?sort\b|binary (?:search|tree)|factorial"
    r"|prime numbers?)"
)
# What stands between Python and C; a name or a type as it is written in code.
OF_BOTH = (
    r"\b(?:abi|binding|call(?:s|ed|ing)?[ -]?backs?\b|cdata|cdef|cffi|ctypes|dll|dlopen|dylib"
    r"|extension modul|ffi|(?:from|into|to) python|gil\b|jupyter|manylinux|ndarray|notebook"
    r"|np\b|numpy|shared (?:lib|obj)|wheel|wrap)"
    r"|\w_\w|\w\(|\w\*|\.(?:so|dll|dylib|pyd|h|c)\b|/[a-z]|#|=="
)
# What a person says of C who is not in it, and what is built and shipped.
BETWEEN = (
    r"\b(?:by the call|clang|compil|errno|error codes|fortran|gave\b|gcc|give[ns]?\b"
    r"|hand(?:s|ed|ing)?\b|import|link(?:s|ed|er|ing)?\b|librar(?!y is)|makefile|modul|msvc|null\b"
    r"|opaque|out.?param"
    r"|pass(?:ed|es|ing)?\b|segfault|segmentation|setuptools|variadic"
    r"|c (?:api|arra|buffer|calls?|code|compil|crash|extension|file|fill|func|gave|gets?|gives?|has"
    r"|header|lib|memory|modul|part|pointer|reads?|returns?|routine|says?|sees?|side|strings?|struct"
    r"|takes|text|thread|types?|use|wants?|was|writ)"
    r"|(?:between|by|from|into|let|that|through|to|until|via|when|where|while) c\b)"
)
# A word of C, or a number as C gives it back: no sign that Python is there too.
SUBJECT = (
    r"\b(?:addres|align|alloc|api\b|arra[iy]|bits?\b|buffer|bus error|byte|c\b|cast\b|char|compar"
    r"|const|cpp\b|crash|declar|double|enum|extension|extern|float|fopen|free|header|int\b|leak|lib"
    r"|link|long\b|macro|malloc|memory|null?\b|overflow|pickle|pointer|printf|python|qsort|semicolon|shared|sigsegv"
    r"|signed|sizeof|snprintf|sprintf|struct|symbol|system call|thread|types?\b|uint|union"
    r"|typedef|unsigned|valgrind|void)|[0-9]\.[0-9]|[0-9]{3}"
)
# Other languages and programs, which have the same words for their own things.
OTHERS = (
    r"\b(?:angular|android app|arduino|bash script|css|dataframe|django|excel|flask|git|golang"
    r"|html|java|javascript|kotlin|latex|matplotlib|mysql|pandas|php|powerpoint|regex"
    r"|react (?:app|comp|native)|ruby|rust|spreadsheet|sql|swift|tensorflow"
    r"|typescript|unity|word document)\b"
)
# What is asked has words only; what a program printed has marks such as these.
PRINTED = (
    r"Error|Exception|Warning|error:|fatal|undefined|::|\n.*\n"
    # What is quoted, or called, unless a person tells of it.
    r"|^(?![^\n]*\b(?:my|I|[Hh]ow|[Ww]hy|i (?!in\b)[a-z]{2}))[^\n]*(?:'[^'\n]+'|\(\))"
    # A level, a shell, a service; how a program ended.
    r"|##\[|^\[?(?:ERROR|FATAL|PANIC|CRITICAL|LOG|WARN)\b|^[\w-]*sh: |^[^\s./]*[./]\S*: |code=\w"
    r"|[Ee]xit(?:ed|s)?[ -](?:with )?(?:non-zero )?(?:exit )?(?:code|status)"
    r"|signal [0-9]|: exit [0-9]|[0-9]:[0-9]{2}:[0-9]{2}"
    # A program's name, unless a person asks about it; a place in a file; the number of an error;
    # what it quotes as compilers do; a heading; lines that are set in.
    r"|^(?!(?:cffi|ctypes|numpy|python|jupyter|[Cc]) ?:)(?![^\n]*\b(?:my|I|[Hh]ow|[Ww]hy)\b)"
    r"(?:[a-z][\w.+-]{1,30}|[A-Z]): "
    r"|\w\.\w{1,6}(?::[0-9]|\([0-9]+(?:,[0-9]+)?\)[: ])|\bline [0-9]+:|\[[A-Z]{0,3}[0-9]{3,5}\]"
    # A tool that shouts; an address on the net, unless a person asks with it.
    r"|\b[A-Z]{3,}! |^(?![^\n]*\b(?:my|I|[Hh]ow|[Ww]hy|C|cffi)\b)[^\n]*"
    r"(?:\w:\/\/|\w@\w|[a-z]:[0-9]{4,5}\b|\b[0-9]{1,3}(?:\.[0-9]{1,3}){3}\b)"
    r"|\u2018[^\u2019\n]+\u2019|^(?:-{2,}|={3,}|[*#]{2,}) |\n[ \t]+\S|\n[*|>-] "
)
# What cffi says, or a line that calls it: no other program's.
OF_CFFI = r"cffi|cdata|CData|\bcdef\b|\bdlopen\(\)|\bset_source\b|\bffi\.[a-z_]+\("
# So near an entry has to be: for a question that names nothing of all this, and may ask for any;
# for what a program printed; for a short sentence, or one of words that no entry has; at all; for
# what is asked of C alone.
LEAST, LEAST_PRINTED, LEAST_SHORT, LEAST_OF_ALL, LEAST_HOMEWORK = 40, 30, 22, 15, 60
SHORT = 5  # words that say something


def is_of_another_subject(question: str, nearest: float, words: int, unknown: int) -> bool:
    """Say whether a question is about something else than C that Python calls, and near no entry.

    So is what another program printed: titles that share a common word with it say nothing. Of the
    question's `words` that say something no entry has the `unknown` ones.
    """
    # Most messages are known, and these patterns are compiled for the others alone.
    if not is_asked(ASKS_HOW, question) and is_printed(question):
        return nearest < LEAST_PRINTED and not re.search(OF_CFFI, question)
    return nearest < needed(question, words, unknown)


def needed(question: str, words: int, unknown: int) -> float:
    """Return how near an entry has to be for a question in words: the less it names, the nearer."""
    how = is_asked(ASKS_HOW, question)
    of_both = is_asked(OF_BOTH, question)
    if not of_both and (how or is_asked(IS_GIVEN, question)) and is_asked(PLAIN_C, question):
        return LEAST_HOMEWORK
    if of_both or is_asked(BETWEEN, question):
        return LEAST if is_asked(OTHERS, question) else LEAST_SHORT if unknown * 2 > words else 0
    named = is_asked(SUBJECT, question)
    if (how and not named) or is_asked(OTHERS, question):
        return LEAST
    if how or unknown * 3 >= words or (not named and words <= SHORT):
        return LEAST_SHORT
    return LEAST_OF_ALL


def is_asked(pattern: str, question: str) -> bool:
    return bool(re.search(pattern, question, re.IGNORECASE))


def is_printed(text: str) -> bool:
    """Say whether a program printed the text, as far as one can tell."""
    return bool(re.search(PRINTED, text, re.MULTILINE))
