"""What each subcommand of `workshop` asks the package for, and what it prints.

A check has to start fast, so what a command needs is imported inside it.

main.py       which command is in which module; process.py: signals, encodings, errors
check.py      check; watch.py, list.py; choose.py finds the exercise that is meant
learners.py   hint, solution, reset; in_room.py: join, leave, help-me, share
machine.py    start and doctor; lab.py
explain.py    explain (explanation.py prints); cdef.py, draw.py, bench.py
grade.py      grade; room.py, export_nbgrader.py
authors.py    new, rules; answers.py, add_answer.py, and maintain.py: stubs, notebooks
"""
