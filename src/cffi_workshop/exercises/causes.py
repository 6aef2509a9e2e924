"""The closed list of causes that a failed check may name, by group; a contract with the outside."""

from __future__ import annotations

__all__ = ["ALL_CAUSES", "CAUSES"]

CAUSES = {
    "not there yet": ("todo-left", "missing-file"),
    "building": ("compile-error", "compile-warning", "link-error", "make-failed"),
    "declaring": ("missing-function", "signature-mismatch", "cdef-error", "cdef-mismatch"),
    "loading": ("library-not-found", "symbol-not-found", "import-error"),
    "behaving": (
        "wrong-value",
        "wrong-type",
        "exception",
        "missing-exception",
        "did-not-call-c",
        "cdata-leaked",
    ),
    "memory": (
        "out-of-bounds",
        "use-after-free",
        "dangling-pointer",
        "leak",
        "undefined-behaviour",
        "segfault",
        "abort",
    ),
    "limits": ("timeout", "memory-limit", "output-limit", "process-limit"),
    "cheating or accident": ("early-exit", "forbidden", "tampering"),
}

ALL_CAUSES = tuple(cause for group in CAUSES.values() for cause in group)
