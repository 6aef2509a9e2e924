"""The runs in which texts are tried: many share one, since to start it costs most.

plans.py        what is tried for a cause, and how much
trial.py        the hand-in with another text of one file
together.py     many texts in one run, whatever kind of file it is: shared_run.py a script,
                libraries.py C, C++ and Fortran, by one_unit.py in one run of the compiler;
                fortran.py leaves out what is none
replayed.py     what was asked before is answered from memory
"""
