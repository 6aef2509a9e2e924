"""What C and Fortran leave out, or have otherwise than it should be.

c_expressions.py   expressions as trees; sums.py, below_zero.py
guards_in_c.py     what C forgets to ask; freed_in_c.py: to give back; set_in_c.py, in_c.py: to set,
                   to count, to keep; forgotten.py: to call
"""
