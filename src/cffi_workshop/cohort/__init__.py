"""Grading a course: from a folder of hand-ins to a gradebook.

command.py           `workshop grade` from beginning to end (progress.py); by_hand.py: show, adjust
intake.py            who handed in what (hand_in.py): layouts.py knows how hand-ins lie, of Moodle,
                     Canvas and others (platform_names.py, gradescope.py), layout_hand_ins.py reads
                     it, matching.py finds the exercise (folders.py, from_notebooks.py,
                     misnamed.py); intake_report.py: what is said of it
roster.py            who is in the course (roster_file.py); owners.py: whose a hand-in is;
                     people.py: who is in a book
sources.py           where hand-ins lie; contents.py reads files, archives.py, mails.py and
                     expand.py what is packed, file_names.py knows copies and what is nobody's
book.py              the grades: one SQLite file (schema.sql, book_file.py, book_rows.py);
                     checker_version.py: which verdicts are still good
run.py               grade what the book lacks, here (outcome.py: one hand-in); slurm.py: on the
                     nodes of a cluster (slurm_worker.py), met in a folder (slurm_exchange.py)
standing.py          points after policy.py and adjustments: what all outputs are made of;
                     changes.py: whose points have changed; idle_rules.py: rules that do nothing
write.py             what comes out: gradebook.py, similar.py, person_page.py, class_page.py
                     (first_mistake.py, charts.py, anonymity.py, pages.py)
platforms.py         grades as platforms take them back: moodle_worksheet.py, platform_gradebook.py
                     (worksheet.py; titles.py: how Moodle calls its columns)
nbgrader_export.py   an exercise as an assignment of nbgrader (nbgrader_cell.py, nbgrader_stubs.py)
"""
