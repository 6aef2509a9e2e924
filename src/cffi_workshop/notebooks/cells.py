"""A notebook as JSON, the same bytes for the same cells; no Jupyter is needed to make one."""

from __future__ import annotations

import json
import re

__all__ = ["as_text", "code", "in_lines", "markdown", "notebook"]


def markdown(source: str) -> dict:
    return {"cell_type": "markdown", "metadata": {}, "source": source.strip("\n")}


def code(source: str) -> dict:
    source = source.strip("\n")
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": source,
    }


def notebook(cells: list[dict]) -> dict:
    """Return a notebook of the format 4.5 with ids that depend on nothing but the order."""
    cells = [{**cell, "id": f"cell-{number:02}"} for number, cell in enumerate(cells, 1)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def as_text(book: dict) -> str:
    return json.dumps(in_lines(book), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def in_lines(book: dict) -> dict:
    """Return the notebook as files hold it: sources and texts as lists of lines."""
    book = json.loads(json.dumps(book))
    for cell in book["cells"]:
        cell["source"] = lines(cell["source"])
        for output in cell.get("outputs", []):
            if "text" in output:
                output["text"] = lines(output["text"])
            for kind, value in output.get("data", {}).items():
                output["data"][kind] = lines(value) if kind.startswith("text/") else value
    return book


def lines(text: str | list[str]) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text) if isinstance(text, str) else text
