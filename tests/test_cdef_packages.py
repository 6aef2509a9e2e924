"""Cdefs that nobody here wrote, held against the headers of Debian: no false alarm, and real finds.

WORKSHOP_MUTANTS=200 tries as many single changes of each package; without it a few are drawn, by
what the cdef is, so that a run is no luck.
"""

import os
import random
import runpy
import zlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import cffi
import pytest

from cffi_workshop.cdef.check import HeaderOptions, examine
from cffi_workshop.cdef.comparing.compare import compared
from cffi_workshop.cdef.header.read import read_header
from cffi_workshop.cdef.source.decompile import decompiled
from cffi_workshop.cdef.source.read import cdef_of

from .cdef_mutants import Mutants
from .demo_runs import run
from .surroundings import not_here

PANGO = (
    "pango/pango.h",
    "pango/pangoft2.h",
    "pango/pangofc-fontmap.h",
    "hb.h",
    "hb-ot.h",
    "hb-ft.h",
)
# What is looked at, its headers, their packages for pkg-config, and those of Debian.
PACKAGES = {
    "cairocffi": (
        "cairocffi.ffi:ffi",
        ("cairo.h", "cairo-pdf.h", "cairo-svg.h", "cairo-ps.h", "cairo-xcb.h"),
        ("cairo", "xcb"),
        "libcairo2-dev",
    ),
    "xcffib": (
        "xcffib.ffi",
        ("stdlib.h", "xcb/xcb.h", "xcb/xproto.h", "xcb/xcbext.h", "xcb/render.h"),
        ("xcb", "xcb-render"),
        "libxcb1-dev libxcb-render0-dev",
    ),
    "sounddevice": ("_sounddevice", ("portaudio.h",), ("portaudio-2.0",), "portaudio19-dev"),
    "weasyprint": (
        "weasyprint/text/ffi.py",
        (*PANGO, "fontconfig/fontconfig.h"),
        ("pangoft2",),
        "libpango1.0-dev",
    ),
    "pyvips": ("pyvips/vdecls.py", ("glib.h", "glib-object.h"), ("gobject-2.0",), "libglib2.0-dev"),
    "pygit2": ("pygit2/_run.py", ("git2.h", "git2/sys/filter.h"), ("libgit2",), "libgit2-dev"),
}
CLEAN = {"cairocffi": 380, "xcffib": 20, "sounddevice": 40}
DRAWN = int(os.environ.get("WORKSHOP_MUTANTS", "4"))


def of_package(name):
    """Return what is looked at and the options; skip by name where it is not there."""
    target, headers, configured, debian = PACKAGES[name]
    spec = find_spec("_sounddevice" if name == "sounddevice" else name)
    if spec is None:
        not_here(f"{name} is missing; install it: python -m pip install -e '.[test]'")
    if run("pkg-config", "--exists", *configured, cwd=Path.cwd()).returncode:
        not_here(
            f"the headers of {name} are missing; install them: sudo apt install pkg-config {debian}"
        )
    if "/" in target:
        target = str(Path(spec.origin).parent.parent / target)
    return target, HeaderOptions(headers, pkg_config=configured)


@cache
def examined(target, options):
    """Return what is found, which is the same for each test of a package."""
    return examine(target, options)


def breaking(name, tmp_path):
    target, options = of_package(name)
    if name == "pyvips":  # what it gives to cdef() depends on the version of the library
        features = {"major": 8, "minor": 14, "micro": 1, "api": False}
        text = runpy.run_path(target)["cdefs"](features)
        target = str(tmp_path / "pyvips.cdef")
        Path(target).write_text(text)
    found = examined(target, options).differences
    return {one.name: one for one in found if one.grade == "breaks"}, found


@pytest.mark.parametrize("name", CLEAN)
def test_there_is_no_false_alarm(name):
    target, options = of_package(name)
    found = examined(target, options)
    assert [str(one) for one in found.differences if one.grade == "breaks"] == []
    assert found.compared["functions"] >= CLEAN[name]


def test_weasyprints_struct_is_too_long_and_told_once(tmp_path):
    found, _all = breaking("weasyprint", tmp_path)
    told = found["PangoAnalysis: level, gravity, flags, script"]
    assert "PangoAnalysis has 56 bytes in the cdef, 48 in C" in told.consequence
    assert told.correction.splitlines()[0] == "unsigned char level;"
    assert not [name for name in found if "PangoItem" in name or "PangoGlyphItem" in name]


def test_weasyprint_takes_an_int_for_bool_three_times(tmp_path):
    found, _all = breaking("weasyprint", tmp_path)
    for kind in ("png", "svg", "layers"):
        told = found[f"the result of hb_ot_color_has_{kind}()"]
        assert told.consequence.startswith("bool is one byte, and the number has 4")


def test_pyvips_leaves_the_dots_out(tmp_path):
    found, _all = breaking("pyvips", tmp_path)
    assert found["g_object_new()"].what == "variadic"
    assert found["g_object_new()"].correction.endswith(", ...);")


def test_pygit2_counts_where_the_header_has_bits(tmp_path):
    _breaking, found = breaking("pygit2", tmp_path)
    (told,) = [one for one in found if one.name.startswith("GIT_REMOTE_REDIRECT_NONE")]
    assert "GIT_REMOTE_REDIRECT_ALL = 2" in told.said
    assert "GIT_REMOTE_REDIRECT_ALL = 4" in told.wanted
    assert told.grade == "harmless"  # in API mode lib.GIT_REMOTE_REDIRECT_ALL is 4


def text_of(name):
    if name == "cairocffi":
        return __import__("cairocffi.constants").constants._CAIRO_HEADERS
    if name == "xcffib":
        return runpy.run_path(find_spec("xcffib").submodule_search_locations[0] + "/ffi.py")["CDEF"]
    return decompiled(__import__("_sounddevice").ffi, None)[0]


def parsed(text):
    ffi = cffi.FFI()
    ffi.cdef(text)
    return cdef_of(ffi)


def compared_by(header):
    """Return which declarations of a cdef the header has as well."""
    known = header.declarations
    records = {name.split()[-1] for key in known.records for name in known.names_of(key)}
    names = {*known.functions, *records, *known.constants}

    def is_known(node):
        name = node if isinstance(node, str) else node.name or getattr(node.type, "name", None)
        return name in names

    return is_known


@pytest.mark.parametrize("name", CLEAN)
def test_each_single_change_is_seen(name):
    _target, options = of_package(name)
    text = text_of(name)
    header = read_header(options.compiler(), parsed(text).names)
    drawn = Mutants(text, compared_by(header)).drawn(
        random.Random(zlib.crc32(text.encode())), DRAWN
    )
    for told, changed in drawn:
        found = compared(parsed(changed), header)
        # A member that fits into padding can be left out; that is told as well.
        seen = [one for one in found if one.grade == "breaks" or one.what == "missing member"]
        assert seen, told
