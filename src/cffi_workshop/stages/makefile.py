"""The learner's Makefile over the learner's C."""

from __future__ import annotations

from .. import diagnose
from ..diagnose import CheckFailed, Finding
from .live import LiveModule
from .stage import Stage, fail, require_built

__all__ = ["MakefileStage"]


class MakefileStage(Stage):
    """The learner's Makefile over the learner's C."""

    def prefetch(self) -> None:
        self._bench.made_library()

    def settle(self) -> None:
        """A run of make is over when it is judged, so nothing of it is left to look for."""

    def builds(self) -> None:
        """Fail unless `make` leaves a shared library that exports what the header declares."""
        self._require("Makefile", self._bench.source)
        ending = self._bench.made_library().result()
        reason = diagnose.make_sentence(ending.output)
        if ending.status:
            otherwise = Finding("make-failed", f"make failed: {reason}.")
        else:
            otherwise = Finding("make-failed", f"make ended well, but built no {self._bench.library}.")
        todo = self._todo("Makefile")
        if todo and not ending.files:
            raise CheckFailed(todo)
        require_built(ending, otherwise.cause, otherwise.message, "make", blame_compiler=False)
        self._require_exports()

    def _require_exports(self) -> None:
        """Open what was built, in a sandbox, and look for each function."""
        name = self._bench.library
        live = LiveModule(
            lambda: self._bench.start_library(self._bench.made_library()), self._own, binding=False
        )
        opened = live.open(f"Loading {name}")
        if "exception" in opened:
            fail(
                "make-failed",
                f"make built {name}, but it is no shared library that can be opened: "
                f"{diagnose.clean(opened['exception']['message'])}.",
            )
        for function in self._bench.reference_declared().result()["functions"]:
            if live.ask({"do": "symbol", "name": function}, f"Loading {name}").get("result") is not True:
                message = (
                    f"make built {name} without {function}() in it. Does it compile {self._bench.source}?"
                )
                fail("make-failed", message)
