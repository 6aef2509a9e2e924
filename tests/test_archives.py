"""Archives that a build left: whatever the code of a hand-in wrote there, it gives a verdict."""

import gzip
import io
import zipfile

import pytest

from cffi_workshop.grading.diagnose import CheckFailed
from cffi_workshop.grading.parts import archives
from cffi_workshop.grading.parts.other_machines import unmet
from cffi_workshop.grading.parts.pyproject import build_requires, folders_to_link

pytestmark = pytest.mark.quick


def wheel(flags=0, **files):
    """Return a wheel with WHEEL and METADATA; `flags` is set at each entry, 1 for encrypted."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"fibo-1.0.dist-info/{name}", content)
    raw = bytearray(packed.getvalue())
    place = -1
    while (place := raw.find(b"PK\x01\x02", place + 1)) >= 0:
        raw[place + 8] |= flags
    return bytes(raw)


# Made when they are tried: to compress megabytes would hold up whoever collects the tests.
ODD = {
    "no zip": lambda: b"junk",
    "nothing": lambda: b"",
    "cut off": lambda: wheel(WHEEL="Tag: cp311-abi3-any\n")[:-9],
    "no WHEEL": lambda: wheel(METADATA="Name: fibo\n"),
    "no tag": lambda: wheel(WHEEL="Wheel-Version: 1.0\n"),
    "a path": lambda: wheel(WHEEL="Tag: ../../etc/passwd\n"),
    "bytes": lambda: wheel(WHEEL=bytes(range(256))),
    "bytes in the tag": lambda: wheel(WHEEL=b"Tag: \xff\xfe\n"),
    "encrypted": lambda: wheel(flags=1, WHEEL="Tag: cp311-abi3-any\n"),
    "too large": lambda: wheel(WHEEL="Tag: cp311-abi3-any\n" + "#" * archives.LARGEST),
}
ODD_SDISTS = {
    "no gzip": lambda: b"junk",
    "no tar": lambda: gzip.compress(b"junk" * 999),
    "too large": lambda: gzip.compress(b"\0" * (80 << 20)),
}


@pytest.mark.parametrize("made", ODD.values(), ids=ODD)
def test_a_wheel_that_is_none_is_a_failed_check(made):
    with pytest.raises(CheckFailed) as failed:
        archives.one_word(made(), "WHEEL", "Tag")
    assert failed.value.finding.cause in ("make-failed", "output-limit")


def test_a_wheel_is_read():
    assert archives.one_word(wheel(WHEEL="Tag: cp311-abi3-any\n"), "WHEEL", "Tag") == (
        "cp311-abi3-any"
    )


@pytest.mark.parametrize("made", ODD_SDISTS.values(), ids=ODD_SDISTS)
def test_a_source_distribution_that_is_none_is_a_failed_check(made):
    with pytest.raises(CheckFailed):
        archives.names_in_sdist(made())


SETTINGS = {
    "deep": "x = " + "[" * 900 + "]" * 900,
    "deeper": "x = " + "[" * 100_000 + "]" * 100_000,
    "deep over lines": "x = " + "[\n" * 20_000 + "]" * 9,
    "long keys": ".".join(["a"] * 50_000) + " = 1",
    "many long keys": "\n".join(f"{'.'.join(['a'] * 900)}.k{k} = 1" for k in range(99)),
}


@pytest.mark.parametrize("text", SETTINGS.values(), ids=SETTINGS)
def test_settings_that_take_long_are_not_read(text):
    with pytest.raises(CheckFailed) as failed:
        build_requires(text)
    assert failed.value.finding.cause == "compile-error"


def test_requirements_that_are_deep_are_a_failed_check():
    marker = "(" * 3000 + "os_name == 'posix'" + ")" * 3000
    with pytest.raises(CheckFailed):
        folders_to_link([f"cffi>=1.17; {marker}"])


@pytest.mark.parametrize("line", ["cffi >>", "", f"cffi; {'(' * 3000}"])
def test_what_a_wheel_asks_for_may_be_no_requirement(line):
    assert "no requirement" in unmet("cffi", [line])
