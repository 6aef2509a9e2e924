"""Points: what counts how much, and where everybody stands.

policy.py          grading.toml: weights, due dates, which checks count
standing.py        points after lateness, and after what was adjusted by hand
idle_rules.py      rules that do nothing
gradebook.py       the same as tables, and as JSON
"""
