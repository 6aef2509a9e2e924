"""The learner's package: source distribution, wheel, installation, a call from another folder."""

from __future__ import annotations

from fnmatch import fnmatch
from functools import partial
from importlib.machinery import EXTENSION_SUFFIXES

from cffi_workshop.grading import diagnose
from cffi_workshop.grading.blame.building.project_keys import key_line
from cffi_workshop.grading.check_run import CheckRun
from cffi_workshop.grading.results.call_result import CallResult
from cffi_workshop.grading.verdict import Location
from cffi_workshop.sandbox import Run

from .archives import member_of, metadata, names_in_sdist, names_in_wheel, one_word, text_in
from .built_package import BuiltPackage
from .other_machines import not_asked, unmet
from .part import Part, fail, request, shown_call
from .pyproject import PROJECT
from .type_stub import TypeStub
from .worker_client import WorkerClient, result_of

__all__ = ["Package"]


class Package(Part):
    """A package in the exercise's folder, taken through all that `pip install` does with one."""

    explains_itself = True

    def __init__(self, run: CheckRun) -> None:
        super().__init__(run)
        self._built = BuiltPackage(run)
        self._live = {
            kind: WorkerClient(partial(self._start, kind), self._own, binding=True)
            for kind in ("reference", "probe")
        }

    @property
    def files(self) -> tuple[str, ...]:
        return self._own

    def prefetch(self) -> None:
        # What goes wrong ahead of time is told by the check that asks for it.
        self.run.task("installed", self._built.installed_files)

    def settle(self) -> None:
        for live in self._live.values():
            live.settle("Calling the installed package")

    def sdist(self) -> bytes:
        """Return the source distribution; a failed check when the build backend makes none."""
        return self._built.sdist()

    def wheel(self) -> bytes:
        """Return the wheel that is made of the source distribution alone."""
        return self._built.wheel()

    def sdist_holds(self, *names: str) -> None:
        """Fail unless each of these files is in the source distribution."""
        held = {name.partition("/")[2] for name in names_in_sdist(self.sdist())}
        for name in names:
            if name not in held:
                message = (
                    f"The source distribution lacks {name}, without which nobody can build from it."
                )
                if name.startswith("src/"):
                    message += " It comes with its package: see packages and package-dir."
                elif not name.endswith(".c"):
                    message += " Name the file in MANIFEST.in: setuptools does not know it."
                fail("missing-file", message, None, self._built.said)

    def wheel_holds(self, *patterns: str) -> None:
        """Fail unless a file for each pattern is in the wheel."""
        held = [name for name in names_in_wheel(self.wheel()) if ".dist-info/" not in name]
        for pattern in patterns:
            if not any(fnmatch(name, pattern) for name in held):
                message = (
                    f"The wheel holds {', '.join(held) or 'nothing'}; expected {pattern} in it."
                )
                fail("missing-file", message)

    def changes_nothing(self, name: str, original: str) -> None:
        """Fail when a file of the task was changed on its way into the wheel."""
        self.wheel_holds(name)
        if member_of(self.wheel(), name) != self.run.locked[original]:
            fail("tampering", f"{name} in the wheel is not the file of the task.")

    def needs_to_build(self, name: str) -> None:
        """Fail unless pip fetches this distribution before it builds, wherever that is."""
        if unasked := not_asked(name, self._built.requires()):
            line = key_line(self._built.settings, "build-system.requires")
            place = Location(PROJECT, line) if line else None
            fail("import-error", f"requires in {PROJECT} {unasked}", place)

    def needs_at_run_time(self, *names: str) -> None:
        """Fail unless pip would install these distributions along with the package."""
        lines = metadata(self.wheel(), "METADATA", "Requires-Dist")
        for name in names:
            if missing := unmet(name, lines):
                fail("import-error", missing)

    def holds_extension(self, module: str) -> None:
        """Fail unless the wheel holds a compiled module of that path, and no Python in its place.

        A stub may lie beside the module.
        """
        held = [
            name
            for name in names_in_wheel(self.wheel())
            if name.startswith((f"{module}.", f"{module}/")) and not name.endswith(".pyi")
        ]
        compiled = [name for name in held if name.endswith(tuple(EXTENSION_SUFFIXES))]
        if not compiled or len(held) > len(compiled):
            message = (
                f"The wheel holds {', '.join(held)}; expected {module} as a compiled module, and "
                "in no other form."
            )
            fail("missing-file", message)

    def fits_later_pythons(self, oldest: str) -> None:
        """Fail unless the wheel's tag names that Python, such as cp311, and all later ones."""
        tag = one_word(self.wheel(), "WHEEL", "Tag")
        python, abi, _ = (*tag.split("-", 2), "", "")[:3]
        if (python, abi) == (oldest, "abi3"):
            return
        known = {"none": "there is no compiled module in it", "abi3": f"it fits {python} and later"}
        fits = known.get(abi, f"it fits {python} alone")
        message = (
            f"The wheel's tag is {tag}: {fits}; expected {oldest}-abi3, for the Python of "
            "requires-python and all later ones."
        )
        # setuptools goes on without what it does not know.
        said = self._built.said if abi == "none" else ""
        fail("wrong-value", message, None, said)

    def stub(self, name: str, original: str) -> TypeStub:
        """Return the type stub of that name in the wheel; `original` is the learner's file."""
        return TypeStub(original, text_in(self.wheel(), name))

    def call(
        self, module: str, function: str, *arguments: object, over: str = "reference"
    ) -> CallResult:
        """Import the installed package from another folder, and call a function of it."""
        self._module = module
        doing = f"import {module}"
        result_of(self._live[over].open(doing), doing)
        shown = shown_call(f"{module}.{function}", arguments)
        if over == "probe":
            shown = f"Over C of the check in the place of the real one, {shown}"
        doing = diagnose.split_at_verb(shown)[0]
        return CallResult(self._live[over].ask(request("call", function, arguments), doing), shown)

    def _start(self, kind: str) -> tuple[Run, dict]:
        numbers = self.drawn.numbers if kind == "probe" else (1, *self.drawn.numbers[1:])
        files = self._built.installed_files()
        written = {name: self.drawn.written_into(each, numbers) for name, each in files.items()}
        return self.run.start(written), {"do": "import", "module": self._module}
