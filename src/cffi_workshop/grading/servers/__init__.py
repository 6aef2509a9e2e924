"""A warm process for checks: it has imported all that they need, and forks a child for each.

check_server.py     the process, seen from outside; serve_checks.py is its inside
shared_server.py    one that other processes ask
"""
