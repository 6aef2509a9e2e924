"""What a finding is held against: the learner's files that may be its cause, and ours.

case.py         the files, each with its lines, functions and differences
functions.py    where the functions of a source begin and end; c_names.py what C declares
differences.py  which lines are not the solution's
aliases.py      what a script calls `ffi` and `lib`
"""
