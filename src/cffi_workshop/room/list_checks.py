"""Print the checks of exercises as JSON: id, title, points and episode of each, by exercise.

A process of its own: pytest collects the test files, and runs none of them.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from cffi_workshop.grading.pytest_plugin import ids, plugin

__all__ = ["list_checks"]


class Listing:
    """Notes what was collected."""

    def __init__(self) -> None:
        self.found: dict[str, dict[str, dict]] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Function]) -> None:
        for item in items:
            mark = item.get_closest_marker("check")
            if mark:
                checks = self.found.setdefault(ids.place(item)[1], {})
                checks[ids.check_id(item)] = {
                    "title": ids.title(item),
                    "points": mark.kwargs["points"],
                    "episode": mark.kwargs.get("episode"),
                }


def list_checks(files: list[Path]) -> dict[str, dict[str, dict]]:
    """Return what the test files check, without running them."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    listing = Listing()
    options = ["-c", os.devnull, "--import-mode=importlib", "--collect-only", "-qq"]
    options += ["-p", "no:cacheprovider"]
    pytest.main([*options, *map(str, files)], plugins=[plugin, listing])
    return listing.found


if __name__ == "__main__":
    out, sys.stdout = sys.stdout, sys.stderr
    found = list_checks([Path(name) for name in sys.argv[1:]])
    out.write(json.dumps(found))
