"""Grading a course: from a folder of hand-ins to a gradebook.

command.py             `workshop grade` from beginning to end; by_hand.py: show and adjust
intake.py              who handed in what: layouts.py, layout_hand_ins.py, matching.py,
                       roster.py (roster_file.py), owners.py
sources.py             where hand-ins lie; contents.py reads files, archives.py what is packed
book.py                the grades: one SQLite file (schema.sql)
run.py                 grade what the book lacks, here; slurm.py: on the nodes of a cluster,
                       which it meets in a folder (slurm_exchange.py)
standing.py            points after policy.py and adjustments: what all outputs are made of
write.py               what comes out: gradebook.py, person_page.py, class_page.py
                       (first_mistake.py, anonymity.py),
                       similar.py, platforms.py (moodle.py, canvas.py)
nbgrader_export.py     an exercise as an assignment of nbgrader
"""
