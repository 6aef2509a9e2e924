"""What stands elsewhere, in the place of what is wrong.

from_elsewhere.py   conditions, functions that are called, statements: of the file, of the solution
transplanted.py     a statement of the solution's, over the names of the script
whole_functions.py  a function of the solution's, which is tried before all else: where it mends,
                    its lines are the likelier ones
relearnt.py         what others got wrong before, turned back
"""
