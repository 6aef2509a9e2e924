"""Grades as platforms take them back: only the cells of the grades differ from what was exported.

sheets.py               all tables that were asked for, and what is filled in
moodle_worksheet.py     Moodle's grading worksheet
platform_gradebook.py   a gradebook of Canvas, Brightspace or Blackboard
worksheet.py            a table that a platform exported, whichever
"""
