"""Which line it is, in code of a learner's own: how likely each one is.

rank.py         all lines, weighed: by suspects.py (what a line looks like), keys.py (of a result),
                memory_report.py (of a sanitizer), known.py (what others got wrong before)
suspects.py     kinds.py, seen.py (what was seen), neglected.py, lifetimes.py, owners.py, endless.py
reach.py        which functions a finding is about; callers.py and elsewhere.py follow it to others
"""
