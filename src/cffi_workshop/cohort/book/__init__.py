"""The book of a course: one SQLite file (schema.sql).

book.py                what is read from it and written into it, as rows (book_rows.py)
book_file.py           the file: one process at a time holds it
people.py              who is in it: the people of its roster, and strangers
checker_version.py     which of its verdicts are still good
"""
