"""The functions from a finding to a better one, in the order in which they are asked."""

from __future__ import annotations

from dataclasses import replace

from cffi_workshop.grading.diagnose import Diagnosis

from .begun import not_begun
from .building.by_hand import of_by_hand
from .building.generated import of_generated
from .building.makefile import of_makefile
from .building.package import of_package
from .building.set_source import of_call_of_set_source
from .declared.cdef import of_cdef
from .files.case import Case
from .mistakes.callbacks_gone import of_callback_gone
from .mistakes.dropped import of_dropped, of_unattached
from .mistakes.extern_python import of_extern_python
from .mistakes.forked import of_fork
from .mistakes.lengths import of_length
from .mistakes.mixed_up import of_mixed_up
from .mistakes.not_handed_in import of_not_handed_in
from .mistakes.recast import of_recast
from .mistakes.shared import of_shared
from .mistakes.system_library import of_system_library
from .mistakes.unread import of_unread
from .place import place_of

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
