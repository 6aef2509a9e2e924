"""From a folder to a verdict: what is built, tried, diagnosed and judged.

servers/            a warm process for checks
grader.py           from a folder to a verdict (verdict.py); submission.py takes the files in,
                    notebook_submission.py those of a notebook; beside.py: names of other files
collected_checks.py the checks, run by pytest_plugin/
trials/             which small change mends what failed: so the line is found
parts/              what is tried apart, each by calls; own_numbers.py has sizes to try
blame/              from what was seen to a file and line; python_code.py is parsed
check_run.py        what the checks share
results/            what came back from a call, held against what was expected
building/           what is compiled for a check
diagnose/           from what was seen to a cause
ready.py            what outlives a check: collected_checks.py, and
remembered.py       what a script has answered, for the next hand-in that has the same one
machine.py          what is the machine's own failure
"""
