"""Where the learner's code runs: apart from the judge, under limits, in bubblewrap if it works."""

from .answers import ExitReport
from .bubblewrap import bubblewrap_works
from .ended import TooBusy
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
    "TooBusy",
    "Watcher",
    "bubblewrap_works",
]
