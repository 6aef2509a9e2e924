"""Which functions a finding is about: those it names, what they call, and what C calls back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cffi_workshop.grading.diagnose import Diagnosis

from ..files.case import Source
from ..files.differences import LONGEST
from ..files.functions import Function, calls_in

__all__ = [
    "called_back",
    "called_in",
    "functions_to_look_at",
    "has_the_same_numbers",
    "inside",
    "names_in_c",
    "with_helpers",
]

AS_C = re.compile(r"[ \t]{0,80}@\w{1,80}\.(?:callback|def_extern)\b")
NAMED_FOR_C = re.compile(r"def_extern\( ?(?:name ?= ?)?[\"'](\w{1,80})[\"']")
SHORTEST = 4  # letters of a word that tells something
CALLED_BY = {"with": ("__enter__", "__exit__", "__aenter__", "__aexit__")}  # what a statement calls


def functions_to_look_at(
    source: Source, symptom: int | None, words: Iterable[str]
) -> list[Function]:
    """Return the function around the symptom, and those that are named, by where their names come.

    A class comes last: its name, such as Camera, is a word of many sentences.
    """
    found = [source.function_at(symptom)] if symptom else []
    for word in words:
        names = (word.lower(), f"__{word.lower()}__", *CALLED_BY.get(word, ()))
        found += [each for each in source.functions if each.name.lower() in names]
    named = [each for each in dict.fromkeys(found) if each is not None]
    return sorted(named, key=lambda function: bool(inside(source, function)))


def with_helpers(
    source: Source, functions: list[Function], words: Iterable[str], finding: Diagnosis
) -> Iterator[Function]:
    """Yield functions, each before those that it calls and behind those that are suspected first.

    Where a value is wrong, suspects are the callbacks that the function hands to C, and helpers of
    which the finding speaks: seed_for(), where seeds are counted. Where an exception is missing,
    they are functions inside of it that raise less than the solution's.
    """
    for function in functions:
        text = source.body_of(function)
        handed = set(re.findall(r"\b(\w{1,80})\b(?![\w(=])", text))
        if finding.cause == "wrong-value" and has_the_same_numbers(finding):
            yield from (each for each in called_back(source) if names_in_c(source, each) & handed)
        if finding.cause == "missing-exception":
            yield from (each for each in inside(source, function) if raises_less(source, each))
        helpers = [each for each in source.functions_named(*calls_in(text)) if each != function]
        if finding.cause == "wrong-value":
            told = stems(words)
            plain = (each for each in helpers if not inside(source, each))
            yield from (each for each in plain if stems(each.name.split("_")) & told)
        yield function
        yield from helpers


def stems(words: Iterable[str]) -> set[str]:
    """Return words without the end of a plural, but for the shortest ones."""
    return {word.lower().rstrip("s") for word in words if len(word) >= SHORTEST}


def called_back(source: Source) -> list[Function]:
    """Return the functions that C calls."""
    return [each for each in source.functions if AS_C.match(source.lines[each.first - 1])]


def has_the_same_numbers(finding: Diagnosis) -> bool:
    """Say whether what was found may be a list that was given, in another order."""
    seen = finding.observed
    if seen is None or not (seen.found.startswith("[") and "[" in seen.call):
        return True
    given, found = (re.findall(r"-?\d{1,40}", text) for text in (seen.call, seen.found))
    return sorted(given) == sorted(found)


def names_in_c(source: Source, function: Function) -> set[str]:
    """Return a function's name, and the one that its decorator gives it."""
    decorator = " ".join(source.lines[function.first - 1 : function.body])[:LONGEST]
    given = NAMED_FOR_C.search(decorator)
    return {function.name, *(given.groups() if given else ())}


def raises_less(source: Source, function: Function) -> bool:
    """Say whether the function of that name in the solution raises more."""
    solved = source.solved_as(function)
    return solved is not None and raised_in(source.lines, function) < raised_in(
        source.solution.split("\n"), solved
    )


def raised_in(lines: list[str], function: Function) -> int:
    """Return how many lines of a function raise."""
    return sum("raise " in line[:LONGEST] for line in lines[function.body - 1 : function.last])


def inside(source: Source, outer: Function) -> list[Function]:
    return [each for each in source.functions if outer.first < each.first <= outer.last]


def called_in(source: Source, lines: list[int]) -> list[int]:
    """Return the learner's own lines of the functions in the file that these lines call."""
    text = "\n".join(source.lines[line - 1] for line in lines)
    called = source.functions_named(*calls_in(text))
    return [line for each in called for line in source.own if each.body <= line <= each.last]
