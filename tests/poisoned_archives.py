"""Archives that somebody made to do harm, or that broke on their way: what is said of each."""

import bz2
import gzip
import io
import struct
import tarfile
import zipfile

from .packed_hand_ins import LIBM, tarred, zipped


def link(name, target):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, target)
        for file, content in LIBM.items():
            if file != name:
                archive.writestr(file, content)
    return out.getvalue()


def special(kind, name):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname, entry.devmajor, entry.devminor = kind, "/etc/passwd", 1, 3
        archive.addfile(entry)
        for file, content in LIBM.items():
            if file != name:
                entry = tarfile.TarInfo(file)
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def locked():
    content = bytearray(zipped(LIBM))
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        start = content.index(mark)
        content[start + place] |= 1
    return bytes(content)


def long_header():
    """A tar archive whose first header says that its name is gigabytes long."""
    entry = tarfile.TarInfo("long")
    entry.type, entry.size = tarfile.GNUTYPE_LONGNAME, 8 << 30
    return bomb(gzip.compress, entry.tobuf(tarfile.GNU_FORMAT))


def bomb(compress, start):
    """Return `start` and 300 MB of nothing, packed in pieces, which takes a tenth of the time."""
    return compress(start) + 30 * compress(bytes(10 << 20))


def large_entry():
    entry = tarfile.TarInfo("big")
    entry.size = 300 << 20
    return entry.tobuf()


def lying_directory():
    """A zip archive whose end says that its directory is half of a gigabyte long."""
    return zipped(LIBM)[:-22] + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 3, 3, 1 << 29, 0, 0)


REFUSED = {
    "a zip bomb": (
        "17.zip",
        lambda: zipped({"libm_abi.py": bytes(300 << 20)}),
        "unpacks to more than 256 MB",
    ),
    "a tar bomb": ("17.tar.gz", lambda: bomb(gzip.compress, large_entry()), "unpacks to more than"),
    "a bomb of bzip2": ("17.tar.bz2", lambda: bomb(bz2.compress, large_entry()), "unpacks to more"),
    "a header that is gigabytes long": ("17.tar.gz", long_header, "unpacks to more than 256 MB"),
    "100,000 files in a zip archive": (
        "17.zip",
        lambda: zipped({f"{n}": b"" for n in range(100_000)}),
        "holds more than 10,000 files",
    ),
    "11,000 files in a tar archive": (
        "17.tar.gz",
        lambda: tarred({f"{n}": b"" for n in range(11_000)}, "w:gz"),
        "holds more than 10,000 files",
    ),
    "a directory that lies": ("17.zip", lying_directory, "17.zip "),
    "a zip archive that was cut off": (
        "17.zip",
        lambda: zipped(LIBM)[:200],
        "is damaged or no zip archive",
    ),
    "a tar archive that was cut off": (
        "17.tar.gz",
        lambda: tarred(LIBM, "w:gz")[:90],
        "is damaged or no tar archive",
    ),
    "no archive at all": ("17.zip", lambda: b"hello", "is damaged or no zip archive"),
    "an empty file": ("17.tar.gz", lambda: b"", "is damaged or no tar archive"),
    "a password": ("17.zip", locked, "is locked with a password"),
    "an archive of another kind": (
        "17.rar",
        lambda: b"Rar!",
        "cannot be read here; ask for a zip archive",
    ),
    "too deep": (
        "17.zip",
        lambda: zipped(
            {"a.zip": zipped({"b.zip": zipped({"c.zip": zipped({"d.zip": zipped(LIBM)})})})}
        ),
        "packed more than 3 times",
    ),
    "wrong content in a right frame": (
        "17.zip",
        lambda: (
            zipped(LIBM).replace(LIBM["libm_api.py"][:4], b"????")[:60]
            + zipped(LIBM)[60:].replace(b"\x8d", b"\x8e", 3)
        ),
        "is damaged",
    ),
}


REMARKED = {
    "a link in a zip archive": (
        "17.zip",
        lambda: link("libm_api.py", "/etc/passwd"),
        "libm_api.py is a link",
    ),
    "a link in a tar archive": (
        "17.tar",
        lambda: special(tarfile.SYMTYPE, "libm_api.py"),
        "libm_api.py is a link",
    ),
    "a hard link": (
        "17.tar",
        lambda: special(tarfile.LNKTYPE, "libm_api.py"),
        "libm_api.py is a link",
    ),
    "a device": (
        "17.tar",
        lambda: special(tarfile.CHRTYPE, "libm_api.py"),
        "libm_api.py is no regular file",
    ),
    "a pipe": (
        "17.tar",
        lambda: special(tarfile.FIFOTYPE, "libm_api.py"),
        "libm_api.py is no regular file",
    ),
    "an absolute name": (
        "17.zip",
        lambda: zipped({**LIBM, "/tmp/libm_api.py": b""}),
        "which leads outside",
    ),
    "a name of Windows": (
        "17.zip",
        lambda: zipped({**LIBM, "C:\\libm_api.py": b""}),
        "which leads outside",
    ),
    "a name that leads up": (
        "17.tar",
        lambda: tarred({**LIBM, "a/../../libm_api.py": b""}),
        "which leads outside",
    ),
    "backslashes that lead up": (
        "17.zip",
        lambda: zipped({**LIBM, "..\\libm_api.py": b""}),
        "which leads outside",
    ),
    "names that differ in case": (
        "17.zip",
        lambda: zipped({**LIBM, "Libm_abi.py": b"", "LIBM_ABI.PY": b""}),
        "LIBM_ABI.PY and Libm_abi.py and libm_abi.py differ in case alone",
    ),
}
