"""Where the learner's code runs: apart from the judge, under
limits, behind bubblewrap where that works.
"""

from .answers import ExitReport
from .bubblewrap import bubblewrap_works
from .environment import FREED, Sanitizer, Watcher
from .limits import Deadline
from .run import Run, RunEnded
from .sandbox import Sandbox
from .standing import Standing

__all__ = [
    "FREED",
    "Deadline",
    "ExitReport",
    "Run",
    "RunEnded",
    "Sandbox",
    "Sanitizer",
    "Standing",
    "Watcher",
    "bubblewrap_works",
]
