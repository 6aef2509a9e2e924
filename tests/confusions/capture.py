"""Run the programs in the files beside this one; give what they said, the same on every machine.

`python -m tests.confusions.capture` writes what they say into the catalogue: after an update of
cffi, say.
"""

import json
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Self

from markdown_it import MarkdownIt

from cffi_workshop import explain
from cffi_workshop.explain.matching import FOLDER as CATALOGUE
from cffi_workshop.explain.restored import plain

FOLDER = Path(__file__).parent

TALKATIVE = ("building", "crashes")  # compilers and sanitizers, each version in words of its own
LINES = 4  # of theirs that are kept

# The message of a later Python than this one may be: an older one says something like it.
FROM_PYTHON = {"no-setuptools": (3, 12)}

SCRUBBED = (
    (re.compile(r"[^\s:'\"]*/confusion-[^/\s]+/"), ""),
    (
        re.compile(re.escape(sysconfig.get_config_var("EXT_SUFFIX"))),
        ".cpython-311-x86_64-linux-gnu.so",
    ),
    (re.compile(r"\S*/libm\.so:"), "/lib/x86_64-linux-gnu/libm.so:"),
    (re.compile(r"\b0x[0-9a-f]{6,}"), "0x7f..."),
    (re.compile(r"\S+\.py:\d+: (?=\w*Warning: )"), ""),
    (re.compile(re.escape(sys.prefix)), ".venv"),
    (re.compile(re.escape(sys.base_prefix)), "PYTHON"),
    (re.compile(r"/tmp/cc\w+\.o"), "/tmp/ccA1b2C3.o"),
    (re.compile(r"^==\d+==", re.MULTILINE), "==4242=="),
)
TRACE = re.compile(r"^Traceback \(most recent call last\):\n(?:[ ].*\n)*", re.MULTILINE)
CHAINED = re.compile(
    r"^(?:During handling of the above exception|The above exception was the direct cause).*\n",
    re.MULTILINE,
)
BORDER = re.compile(r"^=+\n", re.MULTILINE)
STATE = re.compile(r"^(?:Python runtime state|\nCurrent thread)", re.MULTILINE)  # of faulthandler
WARNING_LINE = re.compile(r"(?<=\n)  (?:warnings\.warn\(|ffi\.).*\n")


class Programs:
    """A context in which the programs can be run, each in a fork of one process."""

    def __enter__(self) -> Self:
        self.folder = tempfile.TemporaryDirectory(prefix="confusions-")
        folder = self.folder.name
        for slug, program in programs().items():
            Path(folder, f"{slug}.py").write_text(program, encoding="utf-8")
        self.forks = subprocess.Popen(
            [sys.executable, FOLDER / "forks.py"],
            cwd=folder,
            env={
                **os.environ,
                "LC_ALL": "C",
                "PYTHONDONTWRITEBYTECODE": "1",
                "CONFUSIONS_CACHE": folder,
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.forks.communicate()  # it ends when nothing more can be asked
        self.folder.cleanup()

    def said(self, entry: explain.Entry) -> str:
        """Run the program of an entry, and return what belongs in the catalogue.

        That is the message, or what is shown where nothing complains.
        """
        print(f"{entry.slug}.py", file=self.forks.stdin, flush=True)
        answer = json.loads(self.forks.stdout.readline())
        text = answer["out"] if entry.silent else telling(entry, answer["err"])
        for pattern, instead in SCRUBBED:
            text = pattern.sub(instead, text)
        return text.strip()


def programs() -> dict[str, str]:
    """Return the program for each entry, by its slug: the fence below the heading of that name."""
    found, slug = {}, ""
    for path in sorted(FOLDER.glob("*.md")):
        tokens = MarkdownIt("commonmark").parse(path.read_text(encoding="utf-8"))
        for place, token in enumerate(tokens):
            if token.type == "heading_open" and token.tag == "h2":
                slug = tokens[place + 1].content
            elif token.type == "fence":
                found[slug] = token.content
    return found


def telling(entry: explain.Entry, stderr: str) -> str:
    """Return the message of the last exception, or what a compiler said before it.

    It is what the compiler said where the message of the exception does not fit the entry.
    """
    raised = complaint(stderr)
    before = BORDER.sub("", stderr.partition("Traceback (most recent")[0])
    fits = entry.weight_in(plain(raised)) and entry.may_stand_in(plain(stderr))
    meant = raised if fits else before or raised
    lines = meant.splitlines()
    if entry.theme in TALKATIVE:
        lines = lines[-1:] if entry.consequence else lines[:LINES]
    return "\n".join(lines)


def complaint(stderr: str) -> str:
    """Return the message of the last exception, without the lines of the traceback."""
    last = CHAINED.split(stderr)[-1]
    return STATE.split(BORDER.sub("", WARNING_LINE.sub("", TRACE.sub("", last))))[0]


def is_exact(entry: explain.Entry) -> bool:
    """Say whether this machine gives the message word for word.

    The catalogue has the words of Linux and gcc 12.
    """
    if entry.theme in TALKATIVE:
        return False
    return sys.platform == "linux" and is_of_this_python(entry)


def is_of_this_python(entry: explain.Entry) -> bool:
    return sys.version_info >= FROM_PYTHON.get(entry.slug, (3,))


def reproduced() -> list[explain.Entry]:
    return [entry for entry in explain.catalogue() if not entry.source]


ENTRY = re.compile(r"^\[\[entry\]\]\n(?:(?!^\[\[entry\]\]).*\n?)*", re.MULTILINE)
QUOTED = re.compile(r"^(message|shows) = '''\n.*?\n'''", re.MULTILINE | re.DOTALL)


def update() -> None:
    """Put into the catalogue what the programs say now."""
    with Programs() as run:
        now = {one.slug: run.said(one) for one in reproduced() if is_of_this_python(one)}
    for path in sorted(CATALOGUE.glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        path.write_text(ENTRY.sub(lambda match: with_text(match[0], now), text), encoding="utf-8")


def with_text(entry: str, now: dict[str, str]) -> str:
    """Return the lines of an entry with what its program says now; print what differs."""
    slug = re.search(r'^slug = "(.*)"', entry, re.MULTILINE)[1]
    if slug not in now or f"\n{now[slug]}\n" in entry:
        return entry
    print(f"{slug}:\n{now[slug]}\n")
    return QUOTED.sub(lambda match: f"{match[1]} = '''\n{now[slug]}\n'''", entry)


if __name__ == "__main__":
    update()
