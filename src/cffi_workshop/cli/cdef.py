"""`workshop cdef`: any cdef held against the real header, or written from it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from cffi_workshop import report
from cffi_workshop.errors import WorkshopError

if TYPE_CHECKING:
    from cffi_workshop.cdef.check import HeaderOptions

__all__ = ["cdef"]


@click.command()
@click.argument("target", nargs=-1)
@click.option("--header", "headers", multiple=True, metavar="FILE", help="Header of the C library.")
@click.option("--library", default="", metavar="FILE", help="Library that has to export the names.")
@click.option("-I", "include_dirs", multiple=True, metavar="DIR", help="Folder of headers.")
@click.option("-D", "defines", multiple=True, metavar="NAME[=VALUE]", help="Macro for the header.")
@click.option(
    "--pkg-config", "packages", multiple=True, metavar="NAME", help="Package of the header."
)
@click.option(
    "--timeout",
    default=60.0,
    type=click.FloatRange(min=0, min_open=True),
    show_default=True,
    help="Seconds that a script may take.",
)
@click.option("--all", "in_full", is_flag=True, help="Show in full what breaks nothing as well.")
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout.")
@click.option("--write", is_flag=True, help="Write the cdef of the names that are given.")
@click.option(
    "--abi/--api", default=True, help="With --write: complete (the default), or with `...;`."
)
def cdef(
    target: tuple[str, ...],
    headers: tuple[str, ...],
    library: str,
    include_dirs: tuple[str, ...],
    defines: tuple[str, ...],
    packages: tuple[str, ...],
    timeout: float,
    in_full: bool,
    as_json: bool,
    write: bool,
    abi: bool,
) -> None:
    """Hold a cdef against the header that it stands for, or write one.

    TARGET is a Python file that calls ffi.cdef(), a text file, a generated or compiled module, or
    one FFI as FILE:NAME or MODULE:NAME. Python runs in a child process. Where set_source() includes
    the header, --header can be left out. With --write, TARGET is the names to declare.

    Exit status: 0 nothing breaks, 1 something breaks, 2 the request is wrong.
    """
    from cffi_workshop.cdef.check import HeaderOptions

    options = HeaderOptions(headers, include_dirs, defines, packages)
    if write:
        click.echo(written(target, options, api=not abi), nl=False)
        return
    if len(target) != 1 or not target[0]:
        found = f"{len(target)} cdefs were" if any(target) else "No cdef was"
        raise WorkshopError(
            f"{found} named, and one can be looked at: `workshop cdef FILE --header NAME.h`."
        )
    sys.exit(looked_at(target[0], options, library, timeout, in_full, as_json))


def looked_at(
    target: str, options: HeaderOptions, library: str, timeout: float, in_full: bool, as_json: bool
) -> int:
    """Print what was found; return the exit status."""
    from cffi_workshop.cdef import render
    from cffi_workshop.cdef.check import examine

    examined = examine(target, options, library, timeout)
    look = report.output_style()
    if as_json:
        text = render.as_json(examined, target)
    else:
        folds = sys.stdout.isatty()
        text = render.as_text(examined, target, look.paint, in_full, look.width, folds=folds)
    try:
        click.echo(text)
        sys.stdout.flush()
    except BrokenPipeError:  # `| head -5`: what was found is the status all the same
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return int(examined.breaks)


def written(names: tuple[str, ...], options: HeaderOptions, api: bool) -> str:
    from cffi_workshop.cdef.writing import NotAllWritten
    from cffi_workshop.cdef.writing import written as cdef_of

    if not names:
        raise WorkshopError("No name was given; say which functions to declare: `--write NAME...`.")
    try:
        return cdef_of(options.compiler(api=api), names, api)
    except NotAllWritten as error:
        click.echo(error.text, nl=False)
        raise
