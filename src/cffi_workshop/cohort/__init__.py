"""Grading a course: from a folder of hand-ins to a gradebook.

layouts.py     whose hand-in is what: Moodle's, Canvas's, git clones, a folder a person
contents.py    the files of one hand-in, read into memory; archives.py opens what is packed
roster.py      who is in the course
book.py        the grades: one SQLite file, schema.sql
run.py         grade what the book lacks, with fork servers (slurm.py: on the nodes of a cluster)
standing.py    points after policy.py and adjustments; what all outputs are made of
gradebook.py, platforms.py, person_page.py, class_page.py, similar.py    what comes out
"""
