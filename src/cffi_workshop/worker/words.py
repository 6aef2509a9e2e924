"""The words, beside JSON, with which the judge and what runs in the sandbox understand each other.

They lie apart so that the judge need not import what only the sandbox runs.
"""

__all__ = [
    "ALONE",
    "COMPANY",
    "HIGH",
    "LOW",
    "SCARCE",
    "SETTLE",
    "SHARED",
    "TIMES",
    "TIMESTAMP",
    "TIME_SINCE",
]

# What a fork server says at its start: whether each run has a world of its own (namespaces.py).
ALONE, SHARED = b"alone\n", b"share\n"
# In the place of a job's length: say ALONE when no run is left.
SETTLE = b"  settle"

# What the judge asks a monitor: has the run company; how much processor time has it used since a
# TIMESTAMP, and for how long has it waited for a processor.
COMPANY, TIME_SINCE, TIMESTAMP, TIMES = b"?", b"t", "%016.4f", "%016.4f %016.4f"

# An option of the sanitizer's, in a run where memory is scarce: malloc() gives NULL, as elsewhere.
SCARCE = "allocator_may_return_null=1"

# Which end of an argument's block lies at a page that nobody may touch (guarded.py).
LOW, HIGH = "low", "high"
