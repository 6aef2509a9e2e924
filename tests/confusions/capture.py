"""Run the programs beside this file, and give what they said without what differs between machines.

`python -m tests.confusions.capture` writes what they say into the catalogue: after an update of cffi, say.
"""

import os
import re
import subprocess
import sys
import sysconfig
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cffi_workshop import catalogue

FOLDER = Path(__file__).parent

# The message of a later Python than this one may be: an older one says something like it.
FROM_PYTHON = {"no-setuptools": (3, 12)}

SCRUBBED = (
    (re.compile(r"[^\s:'\"]*/confusion-[^/\s]+/"), ""),
    (re.compile(re.escape(sysconfig.get_config_var("EXT_SUFFIX"))), ".cpython-311-x86_64-linux-gnu.so"),
    (re.compile(r"\S*/libm\.so:"), "/lib/x86_64-linux-gnu/libm.so:"),
    (re.compile(r"\b0x[0-9a-f]{6,}"), "0x7f..."),
    (re.compile(r"\S+\.py:\d+: (?=\w*Warning: )"), ""),
)
TRACE = re.compile(r"^Traceback \(most recent call last\):\n(?:[ ].*\n)*", re.MULTILINE)
CHAINED = re.compile(
    r"^(?:During handling of the above exception|The above exception was the direct cause).*\n", re.MULTILINE
)
WARNING_LINE = re.compile(r"(?<=\n)  warnings\.warn\(.*\n")


def said(entry: catalogue.Entry) -> str:
    """Run the program of an entry; return its message, or what it shows where nothing complains."""
    done = subprocess.run(
        [sys.executable, entry.reproduce],
        cwd=FOLDER,
        env={**os.environ, "LC_ALL": "C", "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    text = done.stdout if entry.silent else complaint(done.stderr)
    for pattern, instead in SCRUBBED:
        text = pattern.sub(instead, text)
    return text.strip()


def complaint(stderr: str) -> str:
    """Return the message of the last exception, without the lines of the traceback."""
    last = CHAINED.split(stderr)[-1]
    return WARNING_LINE.sub("", TRACE.sub("", last))


def is_exact(entry: catalogue.Entry) -> bool:
    """Say whether this machine says it word for word: the catalogue has the words of Linux."""
    return sys.platform == "linux" and sys.version_info >= FROM_PYTHON.get(entry.slug, (3,))


def reproduced() -> list[catalogue.Entry]:
    return [entry for entry in catalogue.catalogue() if entry.reproduce]


def update() -> None:
    """Put into the catalogue what the programs say now."""
    entries = [entry for entry in reproduced() if is_exact(entry)]
    text = catalogue.FILE.read_text(encoding="utf-8")
    with ThreadPoolExecutor() as pool:
        for entry, now in zip(entries, pool.map(said, entries), strict=True):
            before = entry.message or entry.shows
            if now != before:
                print(f"{entry.reproduce}:\n- {before}\n+ {now}")
                text = text.replace(f"'''\n{before}\n'''", f"'''\n{now}\n'''")
    catalogue.FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    update()
