"""nbval, and a file of what each cell showed, which nbval itself does not keep.

python nbval_keeper.py FILE OPTION ...
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

import pytest


class Keeper:
    """A plugin of pytest; for it each cell of a notebook is a test."""

    def __init__(self):
        self.shown = defaultdict(list)

    def pytest_runtest_teardown(self, item):
        self.shown[item.path.name].append(item.test_outputs)


if __name__ == "__main__":
    keeper = Keeper()
    status = pytest.main(sys.argv[2:], plugins=[keeper])
    Path(sys.argv[1]).write_text(json.dumps(keeper.shown), encoding="utf-8")
    sys.exit(status)
