"""From a folder to a verdict: what is built, tried, diagnosed and judged.

grader.py           from a folder to a verdict (verdict.py); submission.py takes the files in,
                    notebook_submission.py those of a notebook; beside.py: names of other files
collected_checks.py the checks, run by pytest_plugin/
check_run.py        what the checks share: sources.py, artifacts.py (tasks.py, cached_runs.py)
builds.py           what is compiled: libraries.py, extension_builds.py, narrowed.py, drawn.py,
                    zero_sizes.py; toolchain.py finds the compiler, sanitizer.py its runtime
parts/              what is tried apart, each by calls: call_result.py, results_of_runs.py,
                    call_failures.py, system_errors.py, values.py, likeness.py (what a wrong one
                    shares with the right one); own_numbers.py has sizes to try
cdef_comparison.py  a cdef held against the header, by cdef_facts.py
diagnose/, blame/, trials/   from what was seen to a cause, to a file and line; python_code.py is
                    parsed
check_server.py     a warm process for checks: serve_checks.py is its inside, shared_server.py one
                    that others ask
ready.py            what outlives a check: collected_checks.py, and
remembered.py       what a script has answered, for the next hand-in that has the same one
machine.py          what is the machine's own failure
"""
