"""How a call that went wrong is told: what was observed, and what nobody could catch meanwhile."""

from __future__ import annotations

from typing import NoReturn

from cffi_workshop.exercises.general_hints import RETURNED

from .. import diagnose
from ..diagnose import CheckFailed, Diagnosis, sentence_of, split_at_verb
from ..verdict import Observation

__all__ = ["CallFailures", "is_cut"]


class CallFailures:
    """The ways in which one call may fail a check; each raises CheckFailed.

    `awaited` are the names of the exceptions that the call should raise.
    """

    def __init__(self, shown: str, unheard: list[dict] | None) -> None:
        self._shown, self._unheard = shown, unheard
        self.awaited: tuple[str, ...] = ()

    @property
    def doing(self) -> str:
        return split_at_verb(self._shown)[0]

    def differs(
        self,
        cause: str,
        found: str,
        expected: str,
        advice: str = "",
        *,
        call: str | None = None,
        verb: str | None = None,
    ) -> NoReturn:
        """Fail with what was observed: the call and its verb, unless others are given."""
        doing, own_verb = split_at_verb(self._shown)
        call, verb = call or doing, own_verb if verb is None else verb
        if any(found.startswith(f"{kind}(") for kind in self.awaited):
            advice = RETURNED
        self.fails(Diagnosis.of(cause, Observation(call, verb, found, expected, advice)))

    def tampered(self, what: str) -> NoReturn:
        """Fail since the reply is none that this call gives."""
        self.fails(Diagnosis("tampering", sentence_of(self.doing, f"{what}.")))

    def freed(self, value: str, freed: str, expected: str) -> NoReturn:
        """Fail with the cause of a value that Python read after its memory was freed."""
        advice = (
            f"The check fills freed memory with {freed}. Keep the owner of the memory for as long "
            "as the memory is read, or copy what is there before it is freed."
        )
        self.differs("dangling-pointer", value, expected, advice)

    def leaked(self, text: str, place: str, expected: str) -> NoReturn:
        """Fail with the place in the value where something of C's is."""
        where = f" in {place}" if place else ""
        advice = "Convert it to a Python value."
        self.differs("cdata-leaked", f"{text}{where}, which belongs to C", expected, advice)

    def raised(self, found: str, expected: str, lines: list) -> NoReturn:
        """Fail over an exception that is the right one but for a part of it."""
        observed = Observation(self.doing, "raised", found, expected)
        self.fails(diagnose.of_raised("wrong-value", observed, lines))

    def fails(self, finding: Diagnosis) -> NoReturn:
        """Fail; with what was raised where nobody could catch it, where there was such a thing."""
        if self._unheard:
            finding = diagnose.of_unheard(self._unheard, finding, self.awaited)
        raise CheckFailed(finding)


def is_cut(got: object, expected: object) -> bool:
    """Say whether a text is the begin of the one that was expected."""
    if not (isinstance(got, str) and isinstance(expected, str)):
        return False
    return got != "" and got != expected and expected.startswith(got)
