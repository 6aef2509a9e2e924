"""The checker of cffi-workshop: it tries a learner's C and Python, and names the cause of a mistake."""

__version__ = "0.1.0"
