"""How a table fits: which cells may become narrow, and what it is where there is no room for it."""

from __future__ import annotations

from docutils import nodes

__all__ = ["form_on_a_phone", "label_of", "length_of"]

SENTENCE = 30  # characters of a cell that may not become narrow
PHRASE = 12  # characters that are several words


def length_of(node: nodes.entry) -> list[str]:
    """Return the class of a cell that would stand a word a line, or none."""
    length = len(node.astext())
    return ["sentence" if length > SENTENCE else "phrase"] if length > PHRASE else []


def form_on_a_phone(node: nodes.table) -> str:
    """Return the form that a table takes where it would not fit: "pairs", "cards" or "schedule".

    Only a table with sentences takes another form: with two columns it becomes a list, with more a
    card for each row, on which each cell says what it is. A schedule has its times at the side. For
    other tables the form is empty.
    """
    rows = [row.children for row in node.findall(nodes.row)]
    columns = len(rows[0])
    cells = [cell.astext() for row in rows for cell in row[columns == 2 :]]
    if max(map(len, cells)) <= SENTENCE:
        return ""
    if rows[0][0].astext() == "Time":
        return "schedule"
    return "pairs" if columns == 2 else "cards"


def label_of(node: nodes.entry) -> str:
    """Return what stands at the top of a cell's column.

    For a cell of the first column, which is the title of its row there, return an empty string.
    """
    place, body = node.parent.index(node), node.parent.parent
    heads = body.parent.findall(nodes.thead) if isinstance(body, nodes.tbody) else ()
    return next((head[0][place].astext() for head in heads), "") if place else ""
