"""What is wrong with the sources, each in a sentence that names file and line, told all at once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import yaml

from cffi_workshop.toml_schema import nearest

__all__ = ["Mapping", "Problems"]


class LessonError(SystemExit):
    """Raised for mistakes of whoever writes the lesson.

    It ends the build without a stack trace of ours.
    """


class Problems:
    """Collects sentences about the files below `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.sentences: list[str] = []

    def add(self, path: Path, line: int, sentence: str) -> None:
        self.sentences.append(f"{path.relative_to(self.root).as_posix()}:{line}: {sentence}")

    def read(self, path: Path) -> str | None:
        """Return the text of a file; note why it cannot be read, and return None."""
        try:
            return path.read_text(encoding="utf-8")
        except OSError as error:
            self.add(path, 1, f"this file cannot be read: {error.strerror}")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            self.add(path, line, "this is not UTF-8; save the file in that encoding")
        return None

    def stop_if_any(self) -> None:
        if self.sentences:
            raise LessonError("\n".join(["The lesson cannot be built:", *self.sentences]))


class Mapping:
    """The keys of a YAML mapping and the texts of their lists, with the line that each stands in.

    `offset` is how many lines of the file come before the text.
    """

    def __init__(self, path: Path, text: str, problems: Problems, offset: int = 0) -> None:
        self.path, self.problems, self.offset = path, problems, offset
        self.values: dict = {}
        self.lines: dict[str | tuple[str, str], int] = {}
        try:
            tree = yaml.compose(text, yaml.CSafeLoader)
            self.values = yaml.load(text, yaml.CSafeLoader) or {}
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            self.add(
                mark.line + 1 if mark else 1,
                f"this is not YAML: {getattr(error, 'problem', error)}",
            )
            return
        if not isinstance(self.values, dict):
            self.values = {}
            self.add(1, "this is no list of keys and values")
            return
        for key, value in tree.value if tree else ():
            self.lines[key.value] = key.start_mark.line + 1
            for item in items_of(value):
                if isinstance(item, yaml.ScalarNode):
                    self.lines.setdefault((key.value, item.value), item.start_mark.line + 1)

    def add(self, line: int, sentence: str) -> None:
        self.problems.add(self.path, line + self.offset, sentence)

    def refuse(self, key: str | tuple[str, str], sentence: str) -> None:
        """Note what is wrong with a key, or with a text in it: (key, text)."""
        self.add(self.lines.get(key, 1), sentence)

    def check(self, known: dict[str, tuple[str, type]], optional: Iterable[str] = ()) -> None:
        """Refuse unknown keys, missing ones and values of the wrong kind."""
        for key in self.values:
            if key not in known:
                self.refuse(key, f"unknown key {key}{nearest(key, list(known))}")
        for key, (kind, type_) in known.items():
            if key not in self.values:
                if key not in optional:
                    self.add(1, f"{key} is missing; it is {kind}")
            elif not fits(self.values[key], type_):
                self.refuse(key, f"{key} is {self.values[key]!r}; expected {kind}")


def items_of(value: yaml.Node) -> list[yaml.Node]:
    """Return the items of a list, or the keys of a mapping inside."""
    if isinstance(value, yaml.MappingNode):
        return [key for key, _ in value.value]
    return value.value if isinstance(value, yaml.SequenceNode) else []


def fits(value: object, type_: type) -> bool:
    if type_ is list:
        return (
            isinstance(value, list) and bool(value) and all(isinstance(item, str) for item in value)
        )
    return isinstance(value, type_) and not isinstance(value, bool) and value != ""
