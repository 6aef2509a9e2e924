"""Numbers that only the compiler knows: sizes, offsets, values of constant expressions.

The compiler computes them while it compiles, and writes them into its assembly: no program is
linked or run, and no library has to be there.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cffi_workshop.errors import WorkshopError

__all__ = ["Compiler", "facts"]

TIMEOUT_S = 60
# In four parts, since a number in assembly may not be larger than an int; an expression that is no
# number gives none.
PARTS = ", ".join(
    f'"i"((((unsigned long long)(value)) >> {shift}) & 0xffff)' for shift in (48, 32, 16, 0)
)
FACT = (
    "#define FACT(key, value) "
    rf'__asm__ volatile("\n.ascii \"fact " key " = %c0 %c1 %c2 %c3\"" : : {PARTS})'
)
FOUND = re.compile(r"fact (\d+) = [$#]?(\d+) [$#]?(\d+) [$#]?(\d+) [$#]?(\d+)")
# A header without an ending, or a word of C++ where C expects a type.
OWN_PLACE = re.compile(r"^<stdin>:[0-9]+:[0-9]+: (?:fatal )?error: ")  # no line of theirs
C_PLUS_PLUS = re.compile(
    r"error: '?[a-z_]+'?(?:: No such file| file not found)"
    r"|unknown type name ['\u2018](?:class|namespace|template|using|constexpr)['\u2019]"
    r"|before ['\u2018](?:<|::)['\u2019] token"
    r"|expected identifier or ['\u2018]\(['\u2019] before string"
)
END = "the end of the header"
REFUSED = re.compile(r"^facts:(\d+):", re.MULTILINE)


@dataclass(frozen=True)
class Compiler:
    """A C compiler, the options of a header (-I, -D), and the C that includes the header."""

    command: tuple[str, ...]
    contract: str

    def run(self, options: Sequence[str], source: str) -> subprocess.CompletedProcess[str]:
        """Compile a source that is given as text; return what the compiler wrote.

        A build's own options may ask for fast code, which none of it is to become: a library that
        is a single header takes six times as long with -O2.
        """
        command = [*self.command, *options, "-O0", "-g0", "-w", "-x", "c", "-"]
        try:
            return subprocess.run(
                command,
                input=source,
                capture_output=True,
                encoding="utf-8",  # with any byte in it: comments may be in another encoding
                errors="surrogateescape",
                timeout=TIMEOUT_S,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise WorkshopError(
                f"The compiler did not end within {TIMEOUT_S} seconds over the header; "
                "look at what the header includes."
            ) from None

    def preprocess(self) -> str:
        """Return the contract preprocessed, with its macros; raise WorkshopError if it fails."""
        done = self.run(["-E", "-dD"], self.contract)
        if done.returncode:
            raise WorkshopError(_complaint(done.stderr))
        return done.stdout


def facts(compiler: Compiler, wanted: Mapping[str, str]) -> dict[str, int]:
    """Return the value of each C expression in `wanted`, by its key.

    What the compiler refuses, or does not know while it compiles, is left out. Raise WorkshopError
    where it refuses the header itself: to know nothing is not the same as no difference.
    """
    left = dict(enumerate(wanted.values(), start=1))
    found: dict[int, int] = {}
    while True:  # once also where nothing is wanted: does the header compile?
        done = compiler.run(["-S", "-o", "-"], _source(compiler.contract, left))
        if not done.returncode:
            found = {
                int(key): _signed(map(int, parts)) for key, *parts in FOUND.findall(done.stdout)
            }
            break
        refused = {int(number) for number in REFUSED.findall(done.stderr)} & set(left)
        if not refused:
            raise WorkshopError(_complaint(done.stderr))
        left = {number: text for number, text in left.items() if number not in refused}
    return {key: found[place] for place, key in enumerate(wanted, start=1) if place in found}


def _signed(parts: Iterable[int]) -> int:
    """Put a number of 64 bits together from its four parts, the highest first."""
    return int.from_bytes(b"".join(part.to_bytes(2, "big") for part in parts), "big", signed=True)


def _source(contract: str, wanted: Mapping[int, str]) -> str:
    """Return C in which each fact stands in a line of its own, by whose number it is refused."""
    end = f'#line 1 "{END}"'
    rows = ["#include <stddef.h>", contract, end, FACT, "void cffi_workshop_facts(void) {"]
    for number, expression in wanted.items():
        rows += [f'#line {number} "facts"', f'FACT("{number}", {expression});']
    return "\n".join([*rows, "}", ""])


def _complaint(stderr: str) -> str:
    errors = [line for line in stderr.splitlines() if "error" in line]
    said = errors[0].strip() if errors else stderr.strip()[-200:]
    said = OWN_PLACE.sub("", said)
    if said.startswith(END):  # what follows there is ours
        return "The header ends within a declaration; look for a bracket or a semicolon at its end."
    return f"The compiler cannot read the header: {said}; {_hint(said, stderr)}"


def _hint(said: str, stderr: str) -> str:
    if C_PLUS_PLUS.search(stderr):
        return (
            'it is C++, and cffi reads C: declare what Python calls in a C header, as extern "C".'
        )
    if "No such file" in said or "not found" in said:
        return "say where its files are with -I DIR, or with --pkg-config NAME."
    return "name what it needs ahead of it, another --header, or a macro with -D NAME."
