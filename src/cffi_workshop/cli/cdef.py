"""`workshop cdef`: any cdef held against the real header, or written from it."""

from __future__ import annotations

import os
import sys

import click

from cffi_workshop import report
from cffi_workshop.errors import WorkshopError

__all__ = ["cdef"]


@click.command()
@click.argument("target", required=False)
@click.option(
    "--header", "headers", multiple=True, metavar="FILE", help="Header that declares the same."
)
@click.option(
    "--library", default="", metavar="FILE", help="Shared library that has to export the names."
)
@click.option("-I", "include_dirs", multiple=True, metavar="DIR", help="Folder of headers.")
@click.option("-D", "defines", multiple=True, metavar="NAME[=VALUE]", help="Macro for the header.")
@click.option(
    "--pkg-config", "packages", multiple=True, metavar="NAME", help="Package to ask for -I."
)
@click.option(
    "--timeout", default=60.0, show_default=True, help="Seconds that the script may take."
)
@click.option("--all", "in_full", is_flag=True, help="Show what breaks nothing in full as well.")
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout.")
def cdef(
    target: str | None,
    headers: tuple[str, ...],
    library: str,
    include_dirs: tuple[str, ...],
    defines: tuple[str, ...],
    packages: tuple[str, ...],
    timeout: float,
    in_full: bool,
    as_json: bool,
) -> None:
    """Hold a cdef against the header that it stands for.

    TARGET is a Python file that calls ffi.cdef(), a text file, a generated or compiled module, or one
    FFI as FILE:NAME or MODULE:NAME. Python runs in a child process. Where set_source() includes the
    header, --header can be left out.
    Exit status: 0 nothing breaks, 1 something breaks, 2 the request is wrong.
    """
    from cffi_workshop.cdef import render
    from cffi_workshop.cdef.check import HeaderOptions, examine

    options = HeaderOptions(headers, include_dirs, defines, packages)
    if target is None:
        raise WorkshopError(
            "No cdef was named; put its file behind the command: `workshop cdef FILE`."
        )
    examined = examine(target, options, library, timeout)
    paint = report.style_for(sys.stdout, dict(os.environ)).paint
    click.echo(
        render.as_json(examined, target)
        if as_json
        else render.as_text(examined, target, paint, in_full)
    )
    sys.exit(1 if examined.breaks else 0)
