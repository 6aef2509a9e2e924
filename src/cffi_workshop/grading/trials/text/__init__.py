"""A text that is tried: one change of a file, and what may stand in it.

step.py         one change; statement.py what a line is that is a statement by itself
words.py        the names that may stand for one another; own_words.py the solution's code over the
                names of a script; names.py whether all of them are known; c_types.py which sort
                of thing a name of C is
"""
