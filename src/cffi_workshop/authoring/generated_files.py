"""Write generated files, and never over somebody's work.

A file may be overwritten when git has it as it is, or when it is what was written here last; the
digests in .workshop/generated.json remember that, with git or without.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from cffi_workshop.errors import WorkshopError

__all__ = ["committed_files", "differing", "read_manifest", "write_generated"]

MANIFEST = Path(".workshop") / "generated.json"


def differing(wanted: Mapping[Path, str | None]) -> dict[Path, str | None]:
    return {path: text for path, text in wanted.items() if current(path) != encoded(text)}


def current(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def encoded(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8")


def write_generated(root: Path, wanted: Mapping[Path, str | None], force: bool) -> list[Path]:
    """Make each path hold its text (None: not exist); return the paths that changed.

    Nothing is written when a file would be lost: one that is neither committed as it is, nor what
    was generated here last, unless `force` says so.
    """
    changes = differing(wanted)
    if not force:
        refuse_to_lose(root, [path for path in changes if path.exists()])
    for path, text in changes.items():
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
    remember(root, wanted)
    return sorted(changes)


def refuse_to_lose(root: Path, paths: list[Path]) -> None:
    manifest = read_manifest(root)
    edited = [path for path in paths if manifest.get(relative(root, path)) != digest(path)]
    if not edited:
        return
    lost = sorted(set(edited) - committed_files(root, root))
    if lost:
        names = ", ".join(relative(root, path) for path in lost)
        raise WorkshopError(
            f"Edits would be lost that are not committed: {names}; "
            "commit or move them, or overwrite them with --force."
        )


def committed_files(root: Path, folder: Path) -> set[Path]:
    """Return the files under `folder` that are in git's HEAD exactly as on disk."""
    tracked = git(root, "ls-files", "-z", "--", str(folder))
    changed = git(root, "diff", "--name-only", "--no-renames", "--relative", "-z", "HEAD")
    if tracked is None or changed is None:
        return set()
    return {root / name for name in tracked - changed}


def git(root: Path, *arguments: str) -> set[str] | None:
    """Return the names that a git command lists, or None where git has nothing to say."""
    try:
        run = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True)
    except FileNotFoundError:
        return None
    if run.returncode != 0:
        return None
    return {name for name in run.stdout.decode("utf-8", "surrogateescape").split("\0") if name}


def read_manifest(root: Path) -> dict[str, str]:
    """Return the digest of each file as it was generated here last."""
    try:
        manifest = json.loads((root / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def remember(root: Path, wanted: Mapping[Path, str | None]) -> None:
    manifest = read_manifest(root)
    for path, text in wanted.items():
        manifest.pop(relative(root, path), None)
        if text is not None:
            manifest[relative(root, path)] = digest(path)
    (root / MANIFEST).parent.mkdir(exist_ok=True)
    (root / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True), encoding="utf-8")


def relative(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
