"""From a folder of hand-ins to rows of the book: who handed in what.

take_in.py          all of it
layouts.py          how hand-ins lie, by Moodle, Canvas and others; layout_hand_ins.py reads each
matching.py         which files belong to which exercise: folders.py, from_notebooks.py, misnamed.py
owners.py           whose each hand-in is
report.py           what is said of the hand-ins that came in
"""
