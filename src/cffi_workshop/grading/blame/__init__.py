"""Whose line it is: functions from a finding to a better finding, all in one place.

A part says what it saw. Here that is held against the learner's files: what is not begun yet is
told as that, a file that cffi made gives way to the script that had it made, and a location is the
line that has to change, as far as that can be told.

better.py       the functions from a finding to a better one, in their order
begun.py        what is not begun yet is told first
place.py        the line; symptom.py asks whether the line where it showed is the mistake
mistakes/       mistakes that have a look of their own, a module each
building/       in a build script, a Makefile, a package
declared/       in a cdef, and in what C++ and Fortran declare
ranking/        in code of one's own: how likely each line is
files/          what a finding is held against: the learner's files and ours

What stands higher in this list imports what stands lower, and not the other way round.
"""

from .begun import first_todo
from .declared.cdef import line_of
from .files.aliases import own_names
from .files.case import Case, Source

__all__ = ["Case", "Source", "first_todo", "line_of", "own_names"]
