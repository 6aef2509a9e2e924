"""Notebooks made from files: what is wanted, what is current, how cells are run."""
