"""The learner's build script, tried over the solution's C."""

from __future__ import annotations

import re
from pathlib import Path

from cffi_workshop.grading import diagnose
from cffi_workshop.grading.building.drawn import is_marked
from cffi_workshop.grading.building.extension_builds import IS_ELF, module_name
from cffi_workshop.grading.check_run import CheckRun
from cffi_workshop.grading.diagnose import CheckFailed, Diagnosis
from cffi_workshop.sandbox import ExitReport

from .left_by_build import problem_of_left
from .overwritten_source import problem_of_names
from .part import Part, unbuilt

__all__ = ["BuildScript"]

LINKED = ("libraries", "extra_link_args", "extra_objects")  # options that name what to link with
# As clang says it, and gcc, with its curly quotation marks where there are any.
UNKNOWN_TYPE = re.compile(r"unknown type name|does not name a type")
UNDECLARED = re.compile(
    r"use of undeclared identifier '(\w+)'|['\u2018](\w+)['\u2019] (?:undeclared|was not declared)"
)

# What is said of a script that builds its module, and would do for no other use.
REMARKS = {
    "compiled_at_import": (
        "compiles when it is imported; put compile() under if __name__ == '__main__'."
    ),
    "by_hand": (
        "makes its module only where it is run as a program. setuptools imports it, and would find "
        "nothing to build; put cdef() and set_source() above if __name__ == '__main__'."
    ),
}


class BuildScript(Part):
    """What NAME_build.py declares, and what it builds over C of one kind."""

    def __init__(self, run: CheckRun, kind: str) -> None:
        super().__init__(run)
        self.name, self._kind = f"{run.slug}_build.py", kind

    @property
    def files(self) -> tuple[str, ...]:
        return (self.name,)

    def problem(self) -> Diagnosis | None:
        """Return what is wrong with the script, or with what it builds."""
        name = self.name
        try:
            self._require(name)
            info = self.info()
        except CheckFailed as failure:
            return failure.finding
        if not info["set_source"]:
            message = f"{name} never calls ffibuilder.set_source(), so there is nothing to compile."
            return self._todo(name) or Diagnosis("compile-error", message)
        if any(module["set_source"]["source"] is None for module in self.run.modules()):
            message = (
                f"set_source() in {name} was given None, which is ABI mode; expected the C to "
                "compile."
            )
            return Diagnosis("compile-error", message)
        return (
            problem_of_names(self.run, self.name)
            or self._problem_of_script()
            or self._problem_of_extension()
            or self._problem_of_languages()
            or self._problem_of_linking()
            or next(filter(None, map(self._problem_of_source, self.run.modules())), None)
        )

    def _problem_of_script(self) -> Diagnosis | None:
        ending = self.run.build_script_run().result()
        submission = self.run.submission
        problems = (
            problem_of_left(ending, self.name, module, submission) for module in self.module_names()
        )
        problem = next(filter(None, problems), None)
        # Several modules are made, and one of them is still to do.
        if problem and "set_source() must be called" in problem.message:
            return self._todo(self.name) or problem
        return problem

    def _problem_of_languages(self) -> Diagnosis | None:
        """Return which language of the exercise is in none of the modules."""
        natives = {key: name for key, name in self.run.exercise.natives.items() if key != "fortran"}
        needed = [("sources", name) for name in natives.values()]
        needed += [("extra_objects", name) for name in self.run.objects[-1:]]
        for key, name in needed:
            options = [
                module["set_source"]["options"].get(key) or [] for module in self.run.modules()
            ]
            if not any(Path(each).name == name for given in options for each in given):
                message = (
                    f"No set_source() in {self.name} has {name} in its {key}; expected "
                    f'{key}=[..., "{name}"].'
                )
                return self._todo(self.name) or Diagnosis("link-error", message)
        return None

    def _problem_of_linking(self) -> Diagnosis | None:
        """Say that a library of the system is not named, where Python happens to have it open."""
        system = self.run.exercise.system
        # Of an exercise's own library the linker tells, and elsewhere an import.
        if not system or self.run.exercise.source or not IS_ELF:
            return None
        options = [module["set_source"]["options"] for module in self.run.modules()]
        given = [each for one in options for key in LINKED for each in one.get(key) or []]
        if any(re.search(rf"^{system}$|^-l{system}$|\blib{system}\.", str(each)) for each in given):
            return None
        message = (
            f"{self.name} does not name the library that has the functions; expected "
            f'libraries=["{system}"]. Without that, the module works only where Python has opened '
            "the library already."
        )
        return self._todo(self.name) or Diagnosis("link-error", message)

    def module_names(self) -> list[str]:
        """Return the names of the extension modules that set_source() asks for."""
        return [module_name(module) for module in self.run.modules() if module["set_source"]]

    def blamed_for_import(self, finding: Diagnosis) -> Diagnosis | None:
        """Return what this script lacks for an import that failed, or None.

        It lacks a step, or set_source() gives the module another name.
        """
        if "def_extern" in finding.message:
            declared = self.info()["declared"]["text"]
            if 'extern "Python' not in declared:
                return self._todo(self.name) or finding
        if "No module named" not in finding.message:
            return None
        made = self.module_names()
        named = f"the module {made[0]}" if len(made) == 1 else f"the modules {', '.join(made)}"
        message = f"{finding.message} set_source() in {self.name} names {named}."
        return Diagnosis(finding.cause, message, finding.location, finding.detail)

    def problem_of_made(self) -> Diagnosis | None:
        """Return why what the script left is not the module that is to be imported."""
        made = self.run.made_modules()
        problems = (
            self._problem_of_made(module, made[module_name(module)])
            for module in self.run.modules()
        )
        return next(filter(None, problems), None)

    def _problem_of_made(self, module: dict, made: tuple[str, bytes] | None) -> Diagnosis | None:
        is_module = made and f"PyInit_{module_name(module)}".encode() in made[1]
        if not made or not is_module:
            left = made[0] if made else "nothing"
            message = (
                f"python {self.name} left {left}, which is no extension module. Does it call "
                "ffibuilder.compile()?"
            )
            return Diagnosis("compile-error", message)
        # One that only declares types, for another to include, has no C in it.
        has_c = self.run.source and module["declared"]["functions"]
        if has_c and not is_marked(made[1]):
            message = (
                f"python {self.name} left {made[0]}, but did not compile it from the "
                f"{self.run.source} beside it."
            )
            place = self.run.submission.line_of(self.name, r"\.set_source\(")
            return Diagnosis("compile-error", message, place)
        return None

    def _problem_of_source(self, info: dict) -> Diagnosis | None:
        """Return which function no #include of set_source() declares; None where all are declared.

        Python's own headers may declare one by chance.
        """
        functions = [name for name in info["declared"]["functions"] if name.isidentifier()]
        files = self.run.reference_c("reference")
        source = f"declared{info['set_source']['extension']}"
        ending = self.run.builder.declares(info, files, source, functions)
        if ending.status == 0 or ending.reason:
            return None
        missing = UNDECLARED.search(ending.output)
        if missing is None or UNKNOWN_TYPE.search(ending.output):
            return None  # cffi's own headers may have that type, and then the function is declared
        function = missing[1] or missing[2]
        is_known = function in self.run.reference_declared().result()["functions"]
        header = self.run.header_of(function) if is_known else "its header"
        message = (
            f"The C of set_source() in {self.name} declares no {function}(); expected the #include "
            f"of {header}, so that the compiler can compare the cdef with it."
        )
        place = self.run.submission.line_of(self.name, r"\.set_source\(")
        return Diagnosis("compile-error", message, place)

    def info(self) -> dict:
        """Return what a script declares, and gives set_source() (worker/handler.py: do_build)."""
        name = self.name
        doing = f"Importing {name}"
        reply = self.run.build_script().result()
        if "ending" in reply:
            ending = ExitReport(**reply["ending"])
            raise CheckFailed(diagnose.of_ending(ending, doing, self._own, binding=True))
        if "exception" in reply:
            raise CheckFailed(diagnose.of_exception(reply["exception"], doing))
        info = reply["result"]
        if not info["ffibuilder"]:
            message = (
                f"{name} has no global FFI object. Make one with the name ffibuilder: this is the "
                "name that setuptools is told."
            )
            raise CheckFailed(self._todo(name) or Diagnosis("import-error", message))
        for key, remark in REMARKS.items():
            if info[key] and f"{name} {remark}" not in self.run.remarks:
                self.run.remarks.append(f"{name} {remark}")
        return info

    def declared(self) -> list[dict]:
        """Return what each module declares; not types alone, which are for others to include."""
        self.info()
        said = [module["declared"] for module in self.run.modules()]
        return [each for each in said if each["functions"] or not each["text"].strip()] or said

    def _problem_of_extension(self) -> Diagnosis | None:
        ending = self.run.extension(self._kind).result()
        otherwise = Diagnosis("link-error", "The extension module could not be linked.")
        return None if ending.files else unbuilt(ending, otherwise, "The compiler")
