"""The learner's package: source distribution, wheel, installation, and a call from another folder."""

from __future__ import annotations

import email
import io
import re
import tarfile
import tomllib
import zipfile
from collections.abc import Iterable
from fnmatch import fnmatch

from cffi_workshop.exercises.markers import stub_text
from cffi_workshop.grading import diagnose
from cffi_workshop.grading.builds import built
from cffi_workshop.grading.call_result import CallResult
from cffi_workshop.grading.check_run import CheckRun
from cffi_workshop.grading.diagnose import CheckFailed, Diagnosis
from cffi_workshop.sandbox import ExitReport

from .build_requirements import NotInstalled, folders_of
from .part import Part, fail, request, told, unbuilt
from .worker_client import WorkerClient

__all__ = ["Package"]

LARGEST = 16 << 20  # bytes that an archive may hold
RAISED = re.compile(
    r"^(?:error in (?:\w+ )?setup command|(?:\w+\.)*(?P<kind>\w*(?:Error|Exception))): (?P<text>.+)$",
    re.MULTILINE,
)
CFFI_UNKNOWN = Diagnosis(
    "import-error",
    "setuptools does not know the option cffi_modules, and goes on without it: the package would lack its "
    "extension module. It is cffi that adds the option, so requires in pyproject.toml has to name cffi.",
)


class Package(Part):
    """A package in the folder of the exercise, taken through all that `pip install` does with one."""

    def __init__(self, run: CheckRun) -> None:
        super().__init__(run)
        self._live = WorkerClient(self._start, self._own, binding=True)

    def prefetch(self) -> None:
        # What goes wrong ahead of time is told by the check that asks for it.
        self._run.task("installed", self.installed_files)

    def settle(self) -> None:
        self._live.settle("Calling the installed package")

    # --- the three steps ---

    def sdist(self) -> bytes:
        """Return the source distribution; a failed check when the build backend makes none."""
        self._require(*self._run.exercise.editable)
        files = {f"project/{name}": content for name, content in self._project().items()}
        return self._step("sdist", self._build_requires(), files, "*.tar.gz", "the source distribution")

    def wheel(self) -> bytes:
        """Return the wheel that is made of the source distribution alone."""
        files = {"package.tar.gz": self.sdist()}
        return self._step("wheel", self._build_requires(), files, "*.whl", "the wheel")

    def installed_files(self) -> dict[str, bytes]:
        """Return what pip installs, by its path below site-packages."""
        wheel = self.wheel()
        files = {self._name_of(wheel): wheel}
        packed = self._step("install", ["pip"], files, "installed.tar", "the installation")
        return _unpacked(packed)

    def _project(self) -> dict[str, bytes]:
        return {**self._run.locked, **self._run.submission.files}

    def _step(self, step: str, requires: Iterable[str], files: dict, pattern: str, what: str) -> bytes:
        links = "\n".join(map(str, self._links(requires)))
        ending = self._run.builder.package(step, links, files, pattern)
        if "Unknown distribution option: 'cffi_modules'" in ending.output:
            raise CheckFailed(self._not_begun() or CFFI_UNKNOWN)
        if ending.status == 0 and ending.files:
            return next(iter(built(ending).values()))
        raise CheckFailed(self._not_begun() or _failed(ending, what))

    def _not_begun(self) -> Diagnosis | None:
        """Return the first TODO of the first file that is still as it was handed out."""
        texts = {name: self._run.submission.text(name).split() for name in self._own}
        waiting = [name for name in self._own if texts[name] == stub_text(self._run.exercise, name).split()]
        return next((todo for name in waiting if (todo := self._todo(name))), None)

    # --- what is asked for ---

    def _build_requires(self) -> list[str]:
        system = self._pyproject().get("build-system", {})
        return list(system.get("requires", ["setuptools"]))

    def _pyproject(self) -> dict:
        text = self._run.submission.text("pyproject.toml")
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            fail("compile-error", f"pyproject.toml is no valid TOML: {error}.")

    def _links(self, requires: Iterable[str]) -> list:
        try:
            return folders_of(requires)
        except NotInstalled as missing:
            fail(
                "import-error",
                f"pyproject.toml asks for {missing.args[0]!r}, which is not among the packages here, and the "
                "check has no network to fetch it; expected setuptools and cffi.",
            )
        except (ValueError, TypeError) as error:
            fail("compile-error", f"pyproject.toml: {error}.")

    def _name_of(self, wheel: bytes) -> str:
        """Return the file name that pip wants to see, from the tags in the wheel itself."""
        tag = _metadata(wheel, "WHEEL")["Tag"]
        about = _metadata(wheel, "METADATA")
        return f"{about['Name'].replace('-', '_')}-{about['Version']}-{tag}.whl"

    # --- what is checked ---

    def sdist_holds(self, *names: str) -> None:
        """Fail unless each of these files is in the source distribution."""
        with tarfile.open(fileobj=io.BytesIO(self.sdist())) as archive:
            held = {name.partition("/")[2] for name in archive.getnames()}
        for name in names:
            if name not in held:
                message = f"The source distribution lacks {name}, without which nobody can build from it."
                raise CheckFailed(self._not_begun() or Diagnosis("missing-file", message))

    def wheel_holds(self, *patterns: str) -> None:
        """Fail unless a file for each pattern is in the wheel."""
        with zipfile.ZipFile(io.BytesIO(self.wheel())) as archive:
            held = [name for name in archive.namelist() if ".dist-info/" not in name]
        for pattern in patterns:
            if not any(fnmatch(name, pattern) for name in held):
                message = f"The wheel holds {', '.join(held) or 'nothing'}; expected {pattern} in it."
                raise CheckFailed(self._not_begun() or Diagnosis("missing-file", message))

    def changes_nothing(self, name: str, original: str) -> None:
        """Fail when a file of the task was changed on its way into the wheel."""
        with zipfile.ZipFile(io.BytesIO(self.wheel())) as archive:
            if archive.read(name) != self._run.locked[original]:
                fail("tampering", f"{name} in the wheel is not the file of the task.")

    def needs_at_run_time(self, *names: str) -> None:
        """Fail unless pip would install these distributions along with the package."""
        requires = _metadata(self.wheel(), "METADATA").get_all("Requires-Dist") or []
        names_of = (re.match(r"[\w.-]+", line) for line in requires)
        found = {name[0].lower() for name in names_of if name}
        for name in names:
            if name not in found:
                message = (
                    f"The wheel does not say that it needs {name}: where {name} is not installed already, "
                    "pip installs the package and its import fails (No module named '_cffi_backend')."
                )
                raise CheckFailed(self._not_begun() or Diagnosis("import-error", message))

    def call(self, module: str, function: str, *arguments: object) -> CallResult:
        """Import the installed package from another folder, and call a function of it."""
        self._module = module
        opened = self._live.open(f"import {module}")
        if "exception" in opened:
            finding = diagnose.of_exception(opened["exception"], f"import {module}")
            raise CheckFailed(self._not_begun() or finding)
        shown, doing = told(f"{module}.{function}", arguments, None)
        return CallResult(self._live.ask(request("call", function, arguments), doing), shown, doing)

    def _start(self):
        run = self._run.start(self.installed_files(), sanitized=False)
        return run, {"do": "import", "module": self._module}


def _metadata(wheel: bytes, name: str) -> email.message.Message:
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        member = next(info for info in archive.infolist() if info.filename.endswith(f".dist-info/{name}"))
        if member.file_size > LARGEST:
            fail("output-limit", f"{member.filename} in the wheel is far too large.")
        return email.message_from_bytes(archive.read(member))


def _unpacked(packed: bytes) -> dict[str, bytes]:
    """Return the regular files of an archive, by their paths; links and odd names stay in it."""
    files = {}
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive:
            name = member.name.removeprefix("./")
            if member.isreg() and ".." not in name.split("/") and not name.startswith("/"):
                content = archive.extractfile(member)
                assert content is not None  # it is a regular file
                files[name] = content.read()
    return files


def _failed(ending: ExitReport, what: str) -> Diagnosis:
    """Say why a step made nothing: the compiler's reason, or what was raised last."""
    raised = list(RAISED.finditer(diagnose.clean(ending.output)))
    reason = f": {raised[-1]['text']}".rstrip(".") if raised else ""
    not_found = raised and raised[-1]["kind"] in ("ModuleNotFoundError", "ImportError")
    cause = "import-error" if not_found else "make-failed"
    return unbuilt(ending, Diagnosis(cause, f"Building {what} failed{reason}."), f"Building {what}")
