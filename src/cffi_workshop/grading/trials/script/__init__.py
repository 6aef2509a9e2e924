"""What a script leaves out, or has otherwise than it should be.

What it refuses:    asked.py, guards.py, refusals.py, raised.py
Memory:             lifetimes.py, ended.py (what it keeps and frees), kept_between.py (from call to
                    call)
Values:             values.py, arguments.py, expressions.py, operands.py, keywords.py
As others have it:  as_solved.py, in_role.py, in_stead.py (the solution), as_in_twin.py (the script
                    of the other mode)
What is forgotten:  left_out.py, results.py, given_away.py, once_more.py, neighbours.py, uncalled.py
"""
