"""What a finding is held against: the learner's files that may be its cause, and ours."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.markers import solution_text, source_text, stub_text
from cffi_workshop.exercises.readme import DISCUSSION, README
from cffi_workshop.grading.python_code import nodes_of
from cffi_workshop.grading.submission import Submission

from .aliases import with_usual_names
from .differences import LONGEST, own_lines
from .functions import Function, functions_of, name_called

__all__ = ["Case"]

# What differs between the modes in code that is the same: the names of libraries, whose functions
# and callbacks are attributes of them or not, and how a callback is made.
OF_MODE = re.compile(
    r"\blib\w{0,40}\b\.?|@ffi\.(?:callback\( ?[\"'][^\"'\n]{0,200}[\"'](?:, ?)?|def_extern\()"
)


@dataclass(frozen=True)
class Case:
    """The files of a part, in the order in which one would mend them; title and id of its check.

    A file of `whole` that is still as it was handed out, or empty, explains whatever fails.
    """

    exercise: Exercise
    submission: Submission
    files: tuple[str, ...]
    title: str = ""
    whole: tuple[str, ...] = ()
    check: str = ""
    _sources: dict[str, Source] = field(default_factory=dict, compare=False, repr=False)

    def source(self, name: str) -> Source:
        if name not in self._sources:
            text, twin = (self.submission.text(each) for each in (name, twin_of(name)))
            self._sources[name] = Source(name, text, self.exercise, twin)
        return self._sources[name]

    @property
    def there(self) -> list[Source]:
        """The files that were handed in."""
        return [self.source(name) for name in self.files if name in self.submission.files]

    @property
    def build_script(self) -> Source | None:
        """The script that makes the extension module, if it was handed in."""
        return self._script("_build.py")

    @property
    def api_script(self) -> Source | None:
        """The script that calls C by the extension module, if it was handed in."""
        return self._script("_api.py")

    def _script(self, ending: str) -> Source | None:
        return next((source for source in self.there if source.name.endswith(ending)), None)


def twin_of(name: str) -> str:
    """Return the script of the other mode, which offers the same functions; nothing for others."""
    for mine, other in (("_abi.py", "_api.py"), ("_api.py", "_abi.py")):
        if name.endswith(mine):
            return name.removesuffix(mine) + other
    return ""


@dataclass(frozen=True)
class Source:
    """A file of the learner's, line by line; `twin` is the text of the script of the other mode."""

    name: str
    text: str
    exercise: Exercise
    twin: str = ""

    @cached_property
    def said(self) -> str:
        """The text; in a script `ffi` and `lib` have these names."""
        return with_usual_names(self.text) if self.name.endswith(".py") else self.text

    @cached_property
    def lines(self) -> list[str]:
        return self.said.split("\n")

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """The nodes of a script's syntax tree; none, where Python cannot read it."""
        return nodes_of(self.said)

    @cached_property
    def written(self) -> list[ast.AST]:
        """The nodes of the script as it is written, whose columns are those of its text."""
        return self.nodes if self.said == self.text else nodes_of(self.text)

    @cached_property
    def written_lines(self) -> list[str]:
        """The lines as they are written, with a script's own names for `ffi` and `lib`."""
        return self.text.split("\n")

    def line(self, number: int) -> str:
        """Return a line, as far as a line is looked at."""
        return self.lines[number - 1][:LONGEST]

    def lines_with(self, text: str) -> list[int]:
        """Return the numbers of the lines that hold a text."""
        return [number for number, line in enumerate(self.lines, start=1) if text in line]

    def own_lines_with(self, text: str) -> list[int]:
        """Return those of these lines that are the learner's own."""
        return [line for line in self.lines_with(text) if line in self.own]

    def calls_of(self, name: str) -> list[ast.Call]:
        """Return the calls in a script of a function by that name, such as `set_source`."""
        calls = (node for node in self.nodes if isinstance(node, ast.Call))
        return [call for call in calls if name_called(call) == name]

    @cached_property
    def own(self) -> list[int]:
        """The lines that are not the solution's, and where one of the solution's is missing."""
        return own_lines(self.name, self.text, self.solution)

    @cached_property
    def odd(self) -> list[int]:
        """The learner's own lines that are others in the twin, which is a copy mostly; else all.

        How a script gets its ffi and lib is other in each mode, and tells nothing.
        """
        mine, other = (OF_MODE.sub("", text) for text in (self.text, self.twin))
        differing = {*own_lines(self.name, mine, other)} if self.twin else set()
        differing -= {*self.getting_lib()}
        return [line for line in self.own if line in differing] or self.own

    def getting_lib(self) -> Iterator[int]:
        """Yield the lines of a script that import, declare or open something."""
        imports = [node for node in self.nodes if isinstance(node, (ast.Import, ast.ImportFrom))]
        for each in (*imports, *self.calls_of("cdef"), *self.calls_of("dlopen")):
            yield from range(each.lineno, (each.end_lineno or each.lineno) + 1)

    @cached_property
    def solution(self) -> str:
        return solution_text(self.exercise, self.name)

    @cached_property
    def solved(self) -> list[ast.AST]:
        """The nodes of the solution's script."""
        return nodes_of(self.solution)

    @cached_property
    def functions(self) -> list[Function]:
        return functions_of(self.name, self.text)

    @cached_property
    def offered(self) -> set[str]:
        """The names of the solution's functions."""
        return {each.name for each in self.solved_functions}

    @cached_property
    def solved_functions(self) -> list[Function]:
        return functions_of(self.name, self.solution)

    def solved_as(self, function: Function) -> Function | None:
        """Return the solution's function of the same name."""
        return next((each for each in self.solved_functions if each.name == function.name), None)

    def solved_text_of(self, function: Function) -> str:
        """Return a function of the solution's, from its head on."""
        return "\n".join(self.solution.split("\n")[function.first - 1 : function.last])

    @cached_property
    def stub(self) -> str:
        return stub_text(self.exercise, self.name)

    @cached_property
    def handed_out(self) -> str:
        """What a learner has been given to read: stub, README without its discussion, headers."""
        headers = [name for name in self.exercise.locked if name.endswith(".h")]
        readme = source_text(self.exercise, README).partition(DISCUSSION)[0]
        return "\n".join([self.stub, readme, *(stub_text(self.exercise, each) for each in headers)])

    @cached_property
    def written_by_learner(self) -> list[int]:
        """The lines that were not handed out, and where one of those is missing."""
        return own_lines(self.name, self.text, self.stub)

    def odd_in(self, function: Function) -> list[int]:
        """Return those of the odd lines that are in a function."""
        return [line for line in self.odd if function.first <= line <= function.last]

    def body_of(self, function: Function) -> str:
        """Return the text of what a function does."""
        return "\n".join(self.lines[function.body - 1 : function.last])

    def text_of(self, function: Function) -> str:
        """Return a function from its head on, as it is written."""
        return "\n".join(self.written_lines[function.first - 1 : function.last])

    def functions_named(self, *names: str) -> list[Function]:
        return [each for each in self.functions if each.name in names]

    def function_at(self, line: int) -> Function | None:
        """Return the innermost function around a line."""
        around = [each for each in self.functions if each.first <= line <= each.last]
        return max(around, key=lambda each: each.first, default=None)
