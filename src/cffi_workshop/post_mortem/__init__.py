"""Run a program of one's own, and say how it ended: an exception, a crash, a signal; and where."""

from cffi_workshop.post_mortem.ending import Ending, run
from cffi_workshop.post_mortem.place import Place, places

__all__ = ["Ending", "Place", "places", "run"]
