"""Whose line it is: functions from a finding to a better finding, all in one place.

A part says what it saw. Here that is held against the learner's files: what is not begun yet is
told as that, a file that cffi made gives way to the script that had it made, and a location is the
line that has to change, as far as that can be told.

better.py       the functions from a finding to a better one, in their order
begun.py        what is not begun yet is told first; generated.py: what cffi made is nobody's line
place.py        the line; in code of one's own rank.py weighs all lines, by suspects.py (kinds.py,
                seen.py, neglected.py, lifetimes.py, owners.py, endless.py), keys.py,
                memory_report.py, and what others got wrong before (known.py)
reach.py        which functions a finding is about; callers.py and elsewhere.py follow it to others,
                symptom.py asks whether the line where it showed is the mistake
case.py         the learner's files and ours: functions.py, differences.py, aliases.py, c_names.py,
                parameters.py
cdef.py         in a cdef: unreadable.py, extern_python.py, packing.py; heads.py: what C++ and
                Fortran declare
dropped.py      one mistake each: lengths.py, recast.py, other_mode.py, system_library.py,
                options.py; built.py what set_source() names, and set_source.py what it was given
                in the wrong form; by_hand.py; callbacks_gone.py; forked.py; stays.py;
                mixed_up.py: ffi for lib; not_handed_in.py; shared.py: made once for all calls;
                unread.py: marks of a merge, no semicolon
makefile.py     a Makefile; package.py a package: package_source.py, package_wheel.py,
                project_keys.py
"""

from .aliases import own_names
from .begun import first_todo
from .case import Case, Source
from .cdef import line_of

__all__ = ["Case", "Source", "first_todo", "line_of", "own_names"]
