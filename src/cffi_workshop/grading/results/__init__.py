"""What came back from a learner's code, and what it is held against.

call_result.py      of one call; results_of_runs.py: of the same call in several runs
call_failures.py    how a call that went wrong is told; system_errors.py: an OSError
values.py           values held against others, and shown; likeness.py what a wrong one shares with
                    the right one
"""
