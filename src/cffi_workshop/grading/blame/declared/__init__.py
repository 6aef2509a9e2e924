"""What is declared to cffi, or by a function itself, and is not so.

cdef.py         the line of a cdef: unreadable.py where cffi stopped, packing.py a struct without
                room, parameters.py a parameter
heads.py        what functions of C++ and Fortran say of themselves
"""
