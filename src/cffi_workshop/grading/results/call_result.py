"""What came back from the learner's code, and what to hold it against."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from cffi_workshop.worker import wire

from .. import diagnose
from ..diagnose import CheckFailed, Diagnosis
from .call_failures import CallFailures
from .likeness import how_they_differ, likeness, likeness_of_arrays, too_far
from .system_errors import require_details
from .values import (
    UNKNOWN,
    cause_of_difference,
    find_cdata,
    find_freed,
    find_other_type,
    has_changed,
    same,
    same_types,
    show,
    went_too_far,
    with_type,
)

if TYPE_CHECKING:
    import numpy as np

__all__ = ["CallResult"]

# Where a library of the check computes something else than the real one.
UNCALLED = "C computed another value than the one that came back. Where does Python take that from?"
SENTENCE = re.compile(r"^[A-Z][a-z]* ")  # what begins one, and no call: One of many calls ...


class CallResult:
    """One reply: a value, or an exception. Comparison is on exact builtin types."""

    def __init__(
        self,
        reply: dict,
        shown: str,
        arguments: Sequence[object] = (),
        fills: Collection[int] = (),
        ended: Diagnosis | None = None,
    ) -> None:
        """`shown` begins the sentence of a wrong answer: "fibo_step(3, 5) left".

        `arguments` are to be the same after the call, but for those at the places in `fills`.
        `ended` is why C never answered.
        """
        self.shown, self.reply = shown, reply
        self._handed_in, self._fills = arguments, fills
        self._exception = reply.get("exception")
        self._ended, self._failure = ended, CallFailures(shown, reply.get("unheard"))
        self._value, self._after, self._is_counted = None, [], False
        if ended is not None:
            return
        try:
            said = reply if self._exception else reply["result"]
            self._value = None if self._exception else wire.decode(said["value"])
            self._after = [wire.decode(form) for form in said.get("after", [])]
        except (ValueError, KeyError, TypeError):
            self._failure.tampered("gave an answer that cannot be read")

    @property
    def doing(self) -> str:
        """What was tried, as a sentence begins with it."""
        return self._failure.doing

    @property
    def value(self) -> object:
        """The value; a failed check when there is none."""
        self._require_value("")
        return self._value

    def is_really(self, value: Any) -> None:
        """Put in the place of the value what it stands for: a count that C told."""
        self._value, self._is_counted = value, True

    def argument(self, place: int) -> np.ndarray:
        """Return the array that was argument number `place`, from 0, as the call left it."""
        import numpy as np

        self._require_value("")
        if len(self._after) <= place or not isinstance(self._after[place], np.ndarray):
            self._failure.tampered("did not tell what became of its arguments")
        return self._after[place]

    def argument_is_close(self, place: int, expected: np.ndarray, **tolerance: float) -> bool:
        """Say whether the array that was argument number `place` now holds what was expected."""
        import numpy as np

        got = self.argument(place)
        alike = got.shape == expected.shape and got.dtype == expected.dtype
        return alike and np.allclose(got, expected, equal_nan=True, **tolerance)

    @property
    def has_value(self) -> bool:
        return self._exception is None and self._ended is None

    def gives(self, expected: object) -> bool:
        return self.has_value and same(self._value, expected)

    def equals(self, expected: object, cause: str = "wrong-value", real: object = UNKNOWN) -> None:
        """Fail unless the value is `expected`, in type and content.

        Over a library of the check, `real` is what the real one gives. Where the `cause` is a
        missing exception, the value has the names of those that should have been raised.
        """
        if self.gives(expected):  # most do, and what is not told need not be worded
            self._require_arguments_kept()
            return
        wanted = show(expected)
        self._require_value(wanted)
        if foreign := find_cdata(self._value):
            self._failure.leaked(*foreign, wanted)
        if went_too_far(self._value, expected):
            advice = too_far(self._value, expected)
            self._failure.differs("out-of-bounds", show(self._value), wanted, advice)
        known = find_freed(expected) or find_freed(self._handed_in)
        if (freed := find_freed(self._value)) and not known:
            self._failure.freed(show(self._value), freed, wanted)
        self._require_new()
        if cause == "wrong-value" and not same_types(self._value, expected):
            self._failure.differs("wrong-type", with_type(self._value), with_type(expected))
        if cause == "wrong-value" and (other := find_other_type(self._value, expected)):
            found = "{}, with {} in {}".format(show(self._value), *other)
            advice = likeness(self._value, expected)
            self._failure.differs("wrong-type", found, wanted, advice)
        if cause == "missing-exception" and isinstance(expected, list):
            self._failure.awaited = tuple(name for name in expected if isinstance(name, str))
        cause = cause_of_difference(cause, self._value, expected, real)
        is_uncalled = cause == "did-not-call-c" and not self._is_counted
        advice = how_they_differ(self._value, expected, self._handed_in)
        advice = UNCALLED if is_uncalled else advice
        self._failure.differs(cause, show(self._value), wanted, advice)

    def _require_new(self) -> None:
        """Fail when the value was an earlier caller's already."""
        if has_changed(self._value):
            found = diagnose.sentence_of(self.doing, "returned the same object as an earlier call.")
            meanwhile = "Meanwhile the object was changed by the caller."
            message = f"{found} {meanwhile} Return a new object each time."
            self._failure.fails(Diagnosis("wrong-value", message))

    def is_float_near(self, expected: float, relative: float) -> bool:
        """Say whether the value is a float within the `relative` tolerance of `expected`.

        Fail the check where there is no value.
        """
        self._require_value(show(expected))
        near = type(self._value) is float and math.isclose(self._value, expected, rel_tol=relative)
        if near:
            self._require_arguments_kept()
        return near

    def is_between(self, low: float, high: float) -> None:
        """Fail unless the value is a float within these bounds."""
        wanted = f"between {low:.3g} and {high:.3g}"
        self._require_value(f"a float {wanted}")
        if type(self._value) is not float:
            self._failure.differs("wrong-type", with_type(self._value), f"a float {wanted}")
        if not low <= self._value <= high:
            self._failure.differs("wrong-value", f"{self._value:.6g}", f"a number {wanted}")
        self._require_arguments_kept()

    def equals_array(
        self,
        expected: np.ndarray,
        got: Any = None,
        *,
        rtol: float = 1e-12,
        atol: float = 1e-12,
        what: str = "",
    ) -> None:
        """Fail unless every element is as expected, within the tolerance; name one that is not."""
        import numpy as np

        self._require_value("")
        self._require_new()
        got = self._value if got is None else got
        if (
            not isinstance(got, np.ndarray)
            or got.shape != expected.shape
            or got.dtype != expected.dtype
        ):
            self._failure.differs("wrong-type", show(got), show(expected))
        close = np.isclose(got, expected, rtol=rtol, atol=atol, equal_nan=True)
        if close.all():
            self._require_arguments_kept()
            return
        place = tuple(int(number) for number in np.argwhere(~close)[0])
        wanted = repr(expected[place].item())
        if freed := find_freed(got[place].item()):
            self._failure.freed(show(self._value), freed, wanted)
        wanted += f" ({int((~close).sum())} of {close.size} elements differ)"
        done = SENTENCE.sub(lambda begin: begin[0].lower(), what or self.doing, count=1)
        element = f"After {done}, element [{', '.join(map(str, place))}]"
        self._failure.differs(
            "wrong-value",
            repr(got[place].item()),
            wanted,
            likeness_of_arrays(got, expected),
            call=element,
            verb="is",
        )

    def raises(
        self, *kinds: type[BaseException], errno: int | None = None, filename: str | None = None
    ) -> None:
        """Fail unless the call raised one of `kinds` or a subclass, with this errno and file."""
        self._failure.awaited = tuple(kind.__name__ for kind in kinds)
        wanted = " or ".join(self._failure.awaited)
        if self._ended:
            found = "nothing, and C went on with what it cannot do"
            self._failure.differs(
                "missing-exception", found, wanted, self._ended.message, verb="raised"
            )
        if self._exception is None:
            self._failure.differs("missing-exception", show(self._value), wanted)
        if not set(self._failure.awaited) & set(self._exception.get("kinds", [])):
            self._require_value(wanted)
        require_details(self._exception, self._failure, errno, filename)
        self._require_arguments_kept()

    def _require_arguments_kept(self) -> None:
        """Fail when the call changed a list, a dict or an array of its caller's."""
        for place, (before, after) in enumerate(zip(self._handed_in, self._after, strict=False)):
            if place in self._fills or after is None or same(after, before):
                continue
            found = f"changed argument {place + 1}, which is {show(after)} now"
            wanted = f"that it stays {show(before)}"
            if has_changed(after):  # what was returned was changed, and the argument with it
                found, wanted = (
                    f"returned argument {place + 1} itself, or a part of it",
                    "a new object",
                )
            self._failure.differs("wrong-value", found, wanted, verb="")

    def _require_value(self, expected: str) -> None:
        if self._ended is not None:
            raise CheckFailed(self._ended)
        if self._exception is not None:
            self._failure.fails(diagnose.of_exception(self._exception, self.doing, expected))
