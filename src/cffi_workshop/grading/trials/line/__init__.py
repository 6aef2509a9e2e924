"""One line with another word, sign or number, in any language.

changes.py      all of them, the likeliest first: other_names.py, numbers.py, offsets.py (`+ 1`),
                widths.py (types), stepping.py (steps and comparisons of C), regrouped.py
                (parentheses)
"""
