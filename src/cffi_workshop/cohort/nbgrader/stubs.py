"""The part of nbgrader that takes solutions out, for the markers of this repository."""

from __future__ import annotations

from typing import Any

from nbgrader.converters.generate_assignment import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor

from cffi_workshop.exercises.markers import stub_of

__all__ = ["PREPROCESSORS"]


class WorkshopStubs(NbGraderPreprocessor):
    """Put the stub of each solution region in its place."""

    def preprocess_cell(self, cell: Any, resources: dict, cell_index: int) -> tuple[Any, dict]:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            first, _, text = cell.source.partition("\n")
            cell.source = f"{first}\n{stub_of(text)}".rstrip("\n")
        return cell, resources


USUAL = GenerateAssignment.preprocessors.default_args[0]
PREPROCESSORS = [WorkshopStubs if step is ClearSolutions else step for step in USUAL]
