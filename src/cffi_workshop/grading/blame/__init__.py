"""Whose line it is: functions from a finding to a better finding, all in one place.

A part says what it saw. Here that is held against the learner's files: what is not begun yet is
told as that, a file that cffi made gives way to the script that had it made, and a location is the
line that has to change, as far as that can be told.
"""

from .aliases import own_names
from .begun import first_todo
from .better import better
from .case import Case, Source
from .cdef import line_of
from .place import places_to_try

__all__ = ["Case", "Source", "better", "first_todo", "line_of", "own_names", "places_to_try"]
