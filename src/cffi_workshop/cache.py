"""Results of builds, kept by the content that they depend on.

An entry is one file, written aside and moved into place, so that a kill midway leaves no half of
one; an entry that cannot be read counts as absent.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path

__all__ = ["Cache"]

LARGEST_TOTAL = 128 << 20  # bytes
MOST_ENTRIES = 3000
PRUNED_AT = "00"  # how a key begins that has the cache pruned: one in 256


class Cache:
    """A bounded folder of JSON objects under content keys."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)

    @classmethod
    def of_checkout(cls, root: Path) -> Cache:
        """Return the cache of a checkout: in it, or in the person's folder if it is read-only."""
        own = cls(root / ".workshop" / "cache")
        if os.access(own.folder, os.W_OK):
            return own
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        return cls(home / "cffi-workshop" / cls.key(str(root)))

    @staticmethod
    def key(*parts: object) -> str:
        """Return the key of what a result depends on: strings, bytes, lists and dicts of them."""
        digest = hashlib.sha256()
        _feed(digest, parts)
        return digest.hexdigest()

    def get(self, key: str) -> dict | None:
        """Return the entry, and note that it was of use."""
        path = self.folder / key
        try:
            entry = json.loads(path.read_bytes())
            os.utime(path)
        except (OSError, ValueError):
            return None
        return entry if isinstance(entry, dict) else None

    def put(self, key: str, entry: dict) -> None:
        """Store an entry; a full disk costs time later, nothing else.

        Once in so many times, by the key, the cache is pruned: to look through it takes as long as
        a small compile.
        """
        import tempfile  # slow, and not needed to read

        with contextlib.suppress(OSError):
            handle, name = tempfile.mkstemp(dir=self.folder, prefix=".new-")
            with os.fdopen(handle, "w") as file:
                file.write(json.dumps(entry))
            Path(name).replace(self.folder / key)
        if key.startswith(PRUNED_AT):
            self.prune()

    def prune(self) -> None:
        """Remove what was of use longest ago until the cache is within its bounds."""
        entries = []
        for entry in os.scandir(self.folder) if self.folder.is_dir() else ():
            with contextlib.suppress(OSError):
                stat = entry.stat()
                entries.append((stat.st_mtime, stat.st_size, entry.path))
        entries.sort(reverse=True)
        total = 0
        for place, (_, size, path) in enumerate(entries):
            total += size
            if total > LARGEST_TOTAL or place >= MOST_ENTRIES:
                with contextlib.suppress(OSError):
                    Path(path).unlink()


def _feed(digest, part: object) -> None:
    """Add a part with its type and length, so that no two lists of parts look the same."""
    if isinstance(part, dict):
        part = sorted(part.items())
    if isinstance(part, list | tuple):
        digest.update(f"[{len(part)}".encode())
        for item in part:
            _feed(digest, item)
        return
    content = part if isinstance(part, bytes) else repr(part).encode()
    digest.update(f"{type(part).__name__}{len(content)}:".encode() + content)
