"""The numbers of a header's declarations: values, lengths, sizes and offsets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cffi_workshop.cdef.language.expressions import expressions, resolve
from cffi_workshop.cdef.language.model import (
    Array,
    Declarations,
    Layout,
    Member,
    Pointer,
    Tagged,
    Type,
    parts,
)

from .facts import Compiler, facts

__all__ = ["compute"]

TEXT, ADDRESS, FRACTION = "a text", "an address", "a number with a point"


def compute(known: Declarations, layouts: dict[str, Layout], compiler: Compiler) -> None:
    """Let the compiler compute all numbers at once; fill them in."""
    questions = {f"value {name}": name for name in known.constants}
    questions |= {f"text {text}": text for text in expressions(known)}
    for key, c_name in _spellings(known):
        questions |= dict(_layout_questions(known, key, c_name))
    answers = facts(compiler, questions)
    for name, constant in known.constants.items():
        known.constants[name] = replace(constant, value=answers.get(f"value {name}"))
    _note_forms(known, compiler)
    texts = {key[5:]: value for key, value in answers.items() if key.startswith("text ")}
    resolve(known, texts)
    for key in (*known.records, *known.enums):
        layouts[key] = _layout(known, key, answers)


def _note_forms(known: Declarations, compiler: Compiler) -> None:
    """Note which macros are no whole number: the compiler makes one of an address, and cuts 1.5."""
    macros = [name for name, one in known.constants.items() if one.enum is None]
    questions = {name: f"(__typeof__({name}))1.5 != 1" for name in macros}
    unread = [name for name in macros if known.constants[name].value is None]
    questions |= {f"text {name}": f'sizeof("" {name} "")' for name in unread}
    questions |= {f"address {name}": f"__builtin_classify_type({name}) == 5" for name in macros}
    answers = facts(compiler, questions) if macros else {}
    for name in macros:
        if form := _form(name, answers):
            known.constants[name] = replace(known.constants[name], value=None, form=form)


def _form(name: str, answers: dict[str, int]) -> str:
    if f"text {name}" in answers:
        return TEXT
    return ADDRESS if answers.get(f"address {name}") else FRACTION if answers.get(name) else ""


def _layout_questions(known: Declarations, key: str, c_name: str) -> Iterator[tuple[str, str]]:
    record = known.records.get(key)
    if record is None or record.members is not None:
        yield f"size {key}", f"sizeof({c_name})"
    for path in known.paths(record):
        yield f"offset {key}.{path}", f"__builtin_offsetof({c_name}, {path})"


def _layout(known: Declarations, key: str, answers: dict[str, int]) -> Layout:
    paths = list(known.paths(known.records.get(key)))
    offsets = {
        path: answers[place] for path in paths if (place := f"offset {key}.{path}") in answers
    }
    return Layout(answers.get(f"size {key}"), offsets)


def _spellings(known: Declarations) -> Iterator[tuple[str, str]]:
    """Yield how C can name each struct, union and enum, those without a name by way of a member."""
    seen: set[str] = set()
    named = {key: key for key in (*known.records, *known.enums) if " $" not in key}
    for name in known.typedefs:
        kind = known.typedefs[name].type
        if isinstance(kind, Tagged):
            named.setdefault(kind.key, name)
    todo = list(named.items())
    while todo:
        key, c_name = todo.pop()
        if key in seen:
            continue
        seen.add(key)
        yield key, c_name
        record = known.records.get(key)
        for member in record.members or () if record else ():
            if member.name and member.bits is None:
                inner, path = _inside(member, c_name)
                if isinstance(inner, Tagged) and inner.key not in named:
                    todo.append((inner.key, f"__typeof__({path})"))


def _inside(member: Member, c_name: str) -> tuple[Type, str]:
    """Return what a member is made of, and an expression for it."""
    kind, path = member.type, f"(({c_name} *)0)->{member.name}"
    while isinstance(kind, Pointer | Array):
        (kind,), path = parts(kind), f"*({path})"
    return kind, path
