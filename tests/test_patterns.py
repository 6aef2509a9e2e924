"""Each pattern that sees a learner's file, or what a tool says, takes time in proportion to it."""

import ast
import os
import re
import signal
import subprocess
import sys
import time
from re import _constants as sre
from re import _parser

import pytest

from cffi_workshop.exercises.languages import LANGUAGES
from cffi_workshop.grading.diagnose import sanitizers

from .surroundings import REPOSITORY

PACKAGE = REPOSITORY / "src" / "cffi_workshop"
# By WORKSHOP_WORST_TEXT=1000000 it is a megabyte, more than a learner's largest file.
LENGTH = int(os.environ.get("WORKSHOP_WORST_TEXT", "30000"))
# Of processor time, for one pattern and one text: one that is looked through twice over takes a
# part of a second, and one that is looked through from each of its places ten seconds and more.
SECONDS = max(2, LENGTH / 15_000)
# A text is tried at a sixth of its length first. What takes more than its seconds at the whole
# length, and more than in proportion, takes a 36th of them there, or more: a tenth of that is doubt.
SHORTER = 6
DOUBT = SECONDS / SHORTER**2 / 10
FEW = 9
REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
FUNCTIONS = {"compile", "search", "match", "fullmatch", "findall", "finditer", "sub", "split"}


def patterns_in(source):
    """Yield each pattern in a source, with a word in the place of what is put in when it runs."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(ast.Attribute(ast.Name("re"), name), [first, *_]) if name in FUNCTIONS:
                if pattern := text_of(first):
                    yield pattern, "DOTALL" in ast.unparse(node)


def text_of(node):
    match node:
        case ast.Constant(value):
            return value
        case ast.JoinedStr(parts):
            return "".join(map(text_of, parts))
        case ast.FormattedValue():
            return "name"
    return None


def all_patterns():
    found = {}
    files = [PACKAGE / "exercises" / "around.py"]  # the others of that folder are asked by authors
    for folder in ("grading", "report", "jupyter", "sandbox"):
        files += sorted((PACKAGE / folder).rglob("*.py"))
    for file in files:
        found |= dict(patterns_in(file.read_text(encoding="utf-8")))
    tables = (*sanitizers.ADDRESS, *sanitizers.UNDEFINED)
    found |= {row[0]: False for row in tables}
    found |= {language.comment: True for language in LANGUAGES.values()}
    return sorted(found.items(), key=repr)


# --- the worst for a pattern, made of the pattern ---


def sample(nodes):
    """Return a short text that these parts of a parsed pattern match, as nearly as matters here."""
    return "".join(sample_of(kind, value) for kind, value in nodes)


def sample_of(kind, value):
    match kind:
        case sre.LITERAL:
            return chr(value)
        case sre.IN:
            return member_of(value)
        case sre.MAX_REPEAT | sre.MIN_REPEAT | sre.POSSESSIVE_REPEAT:
            return sample(value[2]) * max(1, value[0])
        case sre.SUBPATTERN:
            return sample(value[3])
        case sre.BRANCH:
            return sample(value[1][0])
        case sre.ANY | sre.NOT_LITERAL:
            return "x"
    return ""


def member_of(choices):
    excluded = choices[0][0] is sre.NEGATE
    for char in "ax0 .-_/\n\t:(=A#<\"'`*$+":
        if bool(re.match(classes(choices), char)) != excluded:
            return char
    return "a"


def classes(choices):
    words = {
        sre.CATEGORY_SPACE: r"\s",
        sre.CATEGORY_NOT_SPACE: r"\S",
        sre.CATEGORY_WORD: r"\w",
        sre.CATEGORY_NOT_WORD: r"\W",
        sre.CATEGORY_DIGIT: r"\d",
    }
    inner = ""
    for kind, value in choices:
        if kind is sre.LITERAL:
            inner += re.escape(chr(value))
        elif kind is sre.RANGE:
            inner += f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
        elif kind is sre.CATEGORY:
            inner += words[value]
    return f"[{inner}]"


def branches(nodes):
    """Yield the pattern, with each of its alternatives in turn."""
    nodes = list(nodes)
    for place, (kind, value) in enumerate(nodes):
        if kind is sre.BRANCH:
            for choice in value[1]:
                yield from branches([*nodes[:place], *choice, *nodes[place + 1 :]])
            return
        if kind is sre.SUBPATTERN:
            yield from branches([*nodes[:place], *value[3], *nodes[place + 1 :]])
            return
    yield nodes


def worst_texts(pattern, length):
    """Yield texts so long that begin to match again and again, and then do not."""
    text = pattern.decode() if isinstance(pattern, bytes) else pattern
    begun, tails = set(), set()
    for nodes in branches(_parser.parse(text)):
        # What has a length of its own is done with at once: it is the repeats that go on.
        first = next((place for place, node in enumerate(nodes) if repeats(node)), len(nodes))
        for place in range(first, len(nodes)):
            begun.add(sample(nodes[: place + 1]))
            kind, value = nodes[place]
            if kind in REPEATS:
                tails.add((sample(nodes[:place]), sample(value[2])))
    for part in sorted(begun - {""}):
        yield part * (length // len(part))
        yield (part + "\n") * (length // (len(part) + 1))
    for head, part in sorted(tails):
        yield head + part * length + "\x01"
    for char in ("\n", " ", "a", "/", "a/", "\t\n", "a.", "0"):
        yield char * (length // len(char)) + "\x01"


def repeats(node):
    """Say whether a part of a parsed pattern takes more than a few of something."""
    kind, value = node
    match kind:
        case sre.MAX_REPEAT | sre.MIN_REPEAT | sre.POSSESSIVE_REPEAT:
            return value[1] > FEW or any(map(repeats, value[2]))
        case sre.SUBPATTERN:
            return any(map(repeats, value[3]))
        case sre.BRANCH:
            return any(repeats(part) for choice in value[1] for part in choice)
        case sre.ASSERT | sre.ASSERT_NOT:
            return any(map(repeats, value[1]))
    return False


def try_all(patterns, seconds):
    """Try each pattern on the texts that are worst for it.

    Each pattern is printed before it is tried. The kernel ends the process where one text takes
    more than so many seconds of processor time.
    """
    for pattern, dotall in patterns:
        print(repr(pattern), flush=True)
        compiled = re.compile(pattern, re.MULTILINE | (re.DOTALL if dotall else 0))
        shorter, whole = worst_texts(pattern, LENGTH // SHORTER), worst_texts(pattern, LENGTH)
        for short, text in zip(shorter, whole, strict=True):
            # A timer begins anew; a limit would be of the whole process, which on a busy machine
            # counts more than getrusage() says was used.
            signal.setitimer(signal.ITIMER_PROF, seconds)
            if looked_through(compiled, short) > DOUBT:
                looked_through(compiled, text)


def looked_through(compiled, text):
    """Look for a pattern everywhere in a text; return the processor time that it took."""
    before = time.process_time()
    for _ in compiled.finditer(text.encode() if isinstance(compiled.pattern, bytes) else text):
        pass
    return time.process_time() - before


def tried(patterns, seconds=SECONDS):
    code = f"from tests.test_patterns import try_all; try_all({patterns!r}, {seconds})"
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)


def test_each_pattern_is_linear():
    done = tried(all_patterns())
    last = (done.stdout.splitlines() or [done.stderr])[-1]
    assert done.returncode == 0, f"{last} looks through a text again and again"


ONCE = (  # each takes a second and more: what takes a fifth of that is found as well
    r"/\*.*?\*/|//[^\n]*",
    r"^\s*File \"[^\"]*?([\w.-]+\.py)\", line (\d+)",
)


@pytest.mark.parametrize("pattern", ONCE)
def test_what_was_in_the_package_once_would_be_found(pattern):
    assert tried([(pattern, True)], seconds=0.2).returncode < 0
