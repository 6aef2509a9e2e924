"""The parts of a submission, each tried apart from the others, so that a mistake has one owner.

A stage raises CheckFailed, which names the cause; or NotRun, when what it stands on has failed already.
"""

from .binding import BindingStage, TogetherStage
from .c import CStage
from .live import NotRun
from .makefile import MakefileStage

__all__ = ["BindingStage", "CStage", "MakefileStage", "NotRun", "TogetherStage"]
