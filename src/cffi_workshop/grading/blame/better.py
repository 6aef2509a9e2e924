"""The functions from a finding to a better one, in the order in which they are asked."""

from __future__ import annotations

from dataclasses import replace

from cffi_workshop.grading.diagnose import Diagnosis

from .begun import not_begun
from .by_hand import of_by_hand
from .callbacks_gone import of_callback_gone
from .case import Case
from .cdef import of_cdef
from .dropped import of_dropped, of_unattached
from .extern_python import of_extern_python
from .forked import of_fork
from .generated import of_generated
from .lengths import of_length
from .makefile import of_makefile
from .mixed_up import of_mixed_up
from .not_handed_in import of_not_handed_in
from .package import of_package
from .place import place_of
from .recast import of_recast
from .set_source import of_call_of_set_source
from .shared import of_shared
from .system_library import of_system_library
from .unread import of_unread

__all__ = ["better"]


def better(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding as it is told: with its root, if known, and the learner's own line."""
    for improve in (not_begun, of_generated, of_extern_python, of_cdef, of_system_library):
        finding = improve(finding, case)
    if finding.cause == "todo-left" or finding.message in case.submission.missing.values():
        return finding
    finding = replace(finding, location=place_of(finding, case))
    for improve in (
        of_package,
        of_makefile,
        of_dropped,
        of_unattached,
        of_length,
        of_recast,
        of_mixed_up,
        of_call_of_set_source,
        of_by_hand,
        of_fork,
        of_callback_gone,
        of_not_handed_in,
        of_shared,
        of_unread,
    ):  # these know the very line
        finding = improve(finding, case)
    return of_cdef(finding, case) if finding.cause == "cdef-error" else finding
