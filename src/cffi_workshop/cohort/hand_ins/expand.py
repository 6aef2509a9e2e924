"""Archives in a hand-in: their files stand beside them, and one that is broken costs no other."""

from __future__ import annotations

import io
from dataclasses import replace

from .archives import read_archive
from .contents import LARGEST_ARCHIVE, Contents, Refused, Wanted
from .file_names import is_archive

__all__ = ["expand"]

MOST_LEVELS = 3  # archives in archives
MOST_REFUSED = 5  # in one hand-in: more of them are no accident


def expand(contents: Contents, wanted: Wanted, level: int = 1) -> Contents:
    """Put what is in the archives of a hand-in beside them, in a folder of the archive's name.

    One that cannot be read costs nobody the files beside it.
    """
    packed = [path for path in contents.files if is_archive(path)]
    for path in packed:
        archive = contents.files.pop(path)
        try:
            inside = unpack(path, archive.content, wanted, level)
        except Refused as reason:
            contents.refuse(str(reason))
            if len(contents.refused) >= MOST_REFUSED:
                raise
            continue
        if archive.is_sent:
            for inner, file in inside.files.items():
                inside.files[inner] = replace(archive, content=file.content)
        contents.add_all(inside, f"{path[: -len(suffix_of(path))]}/")
    return contents


def unpack(path: str, archive: bytes, wanted: Wanted, level: int) -> Contents:
    if level > MOST_LEVELS:
        raise Refused(f"{path} is packed more than {MOST_LEVELS} times; ask for the files alone.")
    if len(archive) > LARGEST_ARCHIVE:
        raise Refused(f"{path} is larger than {LARGEST_ARCHIVE >> 20} MB; ask for the files alone.")
    return expand(read_archive(path, io.BytesIO(archive), wanted), wanted, level + 1)


def suffix_of(path: str) -> str:
    name, double = path.lower(), (".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst")
    return next((one for one in double if name.endswith(one)), "") or name[name.rindex(".") :]
