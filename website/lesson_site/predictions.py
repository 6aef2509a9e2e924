"""Predictions that can be answered: the options of a challenge, and what is said of each.

An episode writes them as text, so that they are read without a script, too:

    :::{challenge} Predict: ...          in its solution:   Answer B is right.
    - A. one thing
    - B. another                                            - A: you think that ...

The page's script makes a button of each option, and shows the reason of the one that was chosen.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx

from lesson_site.admonitions import box

__all__ = ["setup"]

OPTION = re.compile(r"([A-Z])\.\s")
REASON = re.compile(r"([A-Z](?:(?:, | and )[A-Z])*)\b[^.]")
RIGHT = re.compile(r"Answer ([A-Z])\b")


def mark(app: Sphinx, document: nodes.document) -> None:
    """Mark the options of each challenge, the right one, and the reasons."""
    for challenge in document.findall(
        lambda node: isinstance(node, box) and node["kind"] == "challenge"
    ):
        options = next(filter(None, map(options_of, challenge.findall(nodes.bullet_list))), {})
        solution = next((one for one in challenge.findall(box) if one["kind"] == "solution"), None)
        right = right_answer(solution) if solution is not None else None
        if right in options:
            solution["right"] = right
            mark_options(options)
            mark_reasons(solution, set(options))


def options_of(items: nodes.bullet_list) -> dict[str, nodes.list_item]:
    """Return the options by their letters, if the list is one of options."""
    letters = [OPTION.match(item.astext()) for item in items.children]
    if len(letters) < 2 or not all(letters):
        return {}
    return {match[1]: item for match, item in zip(letters, items.children, strict=True)}


def right_answer(solution: box) -> str | None:
    found = (RIGHT.match(text.astext()) for text in solution.findall(nodes.paragraph))
    return next((match[1] for match in found if match), None)


def mark_options(options: dict[str, nodes.list_item]) -> None:
    for letter, item in options.items():
        item["option"] = letter
        item.parent["classes"] = ["options"]


def mark_reasons(solution: box, letters: set[str]) -> None:
    """Note at each item which options it is about: "A: ...", "B and C are ..."."""
    for item in solution.findall(nodes.list_item):
        about = REASON.match(item.astext())
        named = re.findall(r"[A-Z]", about[1]) if about else []
        if named and letters.issuperset(named):
            item["for"] = " ".join(named)


def setup(app: Sphinx) -> None:
    app.connect("doctree-read", mark, priority=600)  # solutions stand in their challenges by now
