"""How a sentence tells what was tried: a call is its subject, all else a sentence of its own."""

from __future__ import annotations

import re

from cffi_workshop.grading.verdict import split_scene

__all__ = ["PROGRAM", "is_subject", "sentence_of", "split_at_verb", "tried"]

PROGRAM = "The program"  # the subject, where what was tried can be none

# With which word the sentence of a check goes on to what was found: the last of these.
VERB = re.compile(
    r" (?=(?:returned|left|gave|gives|got|wrote|made|makes|told|printed|complained|came"
    r"|is|are|was|were|has|have)\b)"
)
# The first word of what we do ourselves: "Importing x.py".
ACTIONS = (
    "Importing", "Loading", "Running", "Calling", "Making", "Building", "Looking", "One", "import",
    "python", "make",
)  # fmt: skip
# Who acts, also where C calls back; any other "The ..." is what came of it, and can do nothing.
ACTORS = ("The compiler", "The callback ", "The destructor ", "The onerror= ")
# A word of ours that begins a sentence; a name of somebody's has a bracket or a dot in it.
WORD = re.compile(r"[A-Z][a-z]*,?")
# They begin a clause ahead of a call: "Over another library, ..."
PLACES = ("Over", "After", "In", "With")


def split_at_verb(shown: str) -> tuple[str, str]:
    """Split "fibo_step(3, 5) left" into what was tried and the verb; none before a colon."""
    places = [] if shown.endswith(":") else [found.start() for found in VERB.finditer(shown)]
    if not places:
        return shown, ""
    return shown[: places[-1]], shown[places[-1] + 1 :]


def is_subject(doing: str) -> bool:
    """Say whether a verb can follow: "fibonacci(10)", "find() of a table", "Importing x.py"."""
    first = doing.partition(" ")[0]
    if split_scene(doing)[0]:
        return False
    if first in ACTIONS or doing.startswith(ACTORS):
        return "," not in doing
    if first in PLACES:
        doing = doing.partition(", ")[2]
    name, bracket, rest = doing.partition("(")
    after = rest.rpartition(")")[2]
    called = bool(bracket) and name.replace(".", "").isidentifier() and ")" in rest
    return called and (not after or after.startswith((" of ", " with ")))


def sentence_of(doing: str, predicate: str) -> str:
    """Return what came of a try: "fibonacci(10) did not end.", or two sentences if that breaks."""
    if is_subject(doing):
        return f"{doing} {predicate}"
    return f"{PROGRAM} {predicate} {tried(doing)}"


def tried(doing: str) -> str:
    """Return a sentence of its own for what was tried, or for what a check asked for."""
    doing = doing.rstrip(",:")
    if scene := split_scene(doing)[0]:
        return f"This was tried: {scene}"
    first = doing.partition(" ")[0]
    if first in ACTIONS or re.fullmatch(r"[A-Z][a-z]+ing", first):
        return f"This was tried: {doing}."
    begin = doing[0].lower() if WORD.fullmatch(first) else doing[:1]
    return f"The check asked for this: {begin}{doing[1:]}."
