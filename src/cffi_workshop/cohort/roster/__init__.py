"""Who is in the course.

roster.py          the people, and whose hand-in is whose
roster_file.py     a table as any platform or spreadsheet writes it
titles.py          how Moodle calls the columns, in the languages that a roster may have
"""
