"""Where the learner's code runs: apart from the judge, under limits, behind bubblewrap where that works."""

from .layers import bubblewrap_works
from .runs import Ending, Run, RunEnded
from .session import FREED, Sandbox

__all__ = ["FREED", "Ending", "Run", "RunEnded", "Sandbox", "bubblewrap_works"]
