"""Where the learner's code runs: apart from the judge, under limits, in bubblewrap if it works."""

from .bubblewrap import bubblewrap_works
from .ended import TooBusy
from .environment import FREED, Sanitizer, Watcher
from .kept_servers import KeptServers
from .limits import Deadline
from .replies import ExitReport
from .run import Run, RunEnded
from .sandbox import Sandbox

__all__ = [
    "FREED",
    "Deadline",
    "ExitReport",
    "KeptServers",
    "Run",
    "RunEnded",
    "Sandbox",
    "Sanitizer",
    "TooBusy",
    "Watcher",
    "bubblewrap_works",
]
