"""A command that Linux alone has is never alone: the form for macOS is in the same section."""

import platform
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from .surroundings import REPOSITORY

pytestmark = pytest.mark.quick

# What is written for Linux, and what says the same for macOS.
FORMS = {
    r"\bnm -D": "nm -gU",
    r"\breadelf\b": "otool",
    r"\bobjdump\b": "otool",
    r"\bldd\b": "otool -L",
    r"\bLD_PRELOAD\b": "DYLD_INSERT_LIBRARIES",
    r"\bLD_LIBRARY_PATH\b": "DYLD_LIBRARY_PATH",
    r"\bgdb\b": "lldb",
    r"\bstrace\b": "dtruss",
    r"\bapt install\b": "macOS|[Oo]n Linux|needs Linux|takes Linux",
    **dict.fromkeys((r"\bvalgrind\b", r"\bcoredumpctl\b", r"\bldconfig\b"), "macOS"),
}
SECTION = re.compile(r"^(?:##+ |:::\{instructor\}|(?=\S[^\n]*\n: ))", re.MULTILINE)
CODE = re.compile(r"^```.*?^```|`[^`\n]+`|^    \S.*?$", re.DOTALL | re.MULTILINE)
PAGES = sorted(
    path
    for pattern in (
        "episodes/[0-9]*.md",
        "demo/**/*.md",
        "solutions/*/README.md",
        "website/pages/*.md",
    )
    for path in REPOSITORY.glob(pattern)
    if "node_modules" not in path.parts
)
HINTS = sorted(REPOSITORY.glob("solutions/*/hints.toml"))


def name_of(path):
    return str(path.relative_to(REPOSITORY))


def for_linux_alone(section):
    """Return the commands in the code of a section whose form for macOS is not in the section."""
    code = "\n".join(CODE.findall(section))
    return [
        linux
        for linux, macos in FORMS.items()
        if re.search(linux, code) and not re.search(macos, section)
    ]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_section_with_a_command_of_linux_has_that_of_macos_too(page):
    sections = SECTION.split(page.read_text(encoding="utf-8"))
    assert {
        section.strip().split("\n")[0]: alone
        for section in sections
        if (alone := for_linux_alone(section))
    } == {}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_that_links_a_module_by_hand_tells_the_linker_of_macos(page):
    """Python's own functions come later, at the import."""
    text = page.read_text(encoding="utf-8")
    assert "-I{headers}" not in text or "-undefined dynamic_lookup" in text


@pytest.mark.parametrize("page", HINTS, ids=name_of)
def test_a_hint_with_a_command_of_linux_has_that_of_macos_too(page):
    tables = tomllib.loads(page.read_text(encoding="utf-8"))
    told = [table for tables in tables.values() if isinstance(tables, list) for table in tables]
    assert told
    texts = ["\n".join(str(value) for value in table.values()) for table in told]
    assert [text for text in texts if for_linux_alone(text)] == []


@pytest.mark.parametrize(
    ("section", "alone"),
    [
        ("Run `nm -D libadd.so`.", [r"\bnm -D"]),
        ("Run `nm -D libadd.so` (macOS: `nm -gU libadd.dylib`).", []),
        ("```\n!LD_PRELOAD=libasan.so python x.py\n```", [r"\bLD_PRELOAD\b"]),
        ("```\nDYLD_LIBRARY_PATH=lib python x.py\n```", []),
        ("He knows make and gdb very well.", []),
        ("Type `sudo apt install g++`.", [r"\bapt install\b"]),
        ("Type `sudo apt install g++`; on macOS, nothing.", []),
    ],
)
def test_only_code_counts_as_a_command(section, alone):
    assert for_linux_alone(section) == alone


# `libm.so`, which is not the same file on all Linuxes

ON_A_PC = ("PCs with Linux", "PC with Debian", "x86-64")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_that_calls_libm_so_a_text_says_on_which_machines(page):
    for section in SECTION.split(page.read_text(encoding="utf-8")):
        if "`libm.so`" in section and "text for the linker" in " ".join(section.split()):
            assert any(machine in section for machine in ON_A_PC)


@pytest.mark.skipif(sys.platform != "linux", reason="it is about two kinds of Linux")
def test_libm_so_is_what_the_page_says_for_this_machine():
    asked = ["cc", "-print-file-name=libm.so"]
    found = Path(subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip())
    if platform.libc_ver()[0] != "glibc" or not found.is_absolute():
        pytest.skip("the page speaks of glibc, with its headers")
    is_library = found.read_bytes().startswith(b"\x7fELF")
    assert is_library == {"x86_64": False, "aarch64": True}[platform.machine()]
