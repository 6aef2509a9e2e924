"""The part that runs inside the sandbox, next to the learner's code.

Nothing here knows an expected value, and nothing here is believed: the judge compares exact types,
and what does not arrive whole counts as a failure. It imports from the standard library, cffi and
NumPy alone, because nothing else of the workshop is there.
"""
