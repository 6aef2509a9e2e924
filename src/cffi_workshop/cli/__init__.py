"""What each subcommand of `workshop` asks the package for, and what it prints.

A check has to start fast, so what a command needs is imported inside it.
"""
