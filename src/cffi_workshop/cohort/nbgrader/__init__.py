"""An exercise as a source assignment of nbgrader.

export.py          the course directory
cell.py            what its test cells ask, inside the notebook of a learner
stubs.py           the part of nbgrader that takes solutions out, for our markers
"""
