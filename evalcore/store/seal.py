"""The seal of a version: the SHA-256 of each of its blocks, kept beside it, tells whether it was changed since.

A version is a copy of the one before with some blocks changed. Those that are byte for byte as before keep the
digest they had: comparing takes a fifth of hashing, and a block damaged in the version before is found in both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from io import FileIO
from pathlib import Path

SEAL = ".sha256"  # eval-<version>.sha256
BLOCK = 1 << 20  # bytes
_KIND = "blocks"
_WORKERS = 2  # reading and hashing leave the interpreter free


def seal_of(version: Path) -> Path:
    """The file beside a version that holds its seal."""
    return version.with_suffix(SEAL)


def seal(file: Path, base: Path | None = None) -> bytes:
    """The seal of a file: what kind it is, then a line for each block. base: the version it was copied from."""
    known = {} if base is None else _digests(_said(base))
    return "\n".join([f"{_KIND} {BLOCK}", *_hash(file, base, known), ""]).encode("ascii")


def sealed(version: Path) -> bool:
    """Whether the version was published with a seal that can be read."""
    return bool(_said(version))


def is_as_sealed(version: Path) -> bool:
    """Whether a version is what it was when it was published; one without a seal is. OSError where it cannot be read."""
    said = _said(version)
    if not said:
        return True
    if (
        said[0] != f"{_KIND} {BLOCK}"
    ):  # as sealed before there were blocks: one SHA-256, as sha256sum writes it
        with version.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest() == said[0].split()[0]
    return _hash(version, None, {}) == said[1:]


def _said(version: Path) -> list[str]:
    try:
        return [line for line in seal_of(version).read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError):
        return []


def _digests(said: list[str]) -> dict[int, str]:
    """Block → digest; none for a seal of another kind."""
    return dict(enumerate(said[1:])) if said[:1] == [f"{_KIND} {BLOCK}"] else {}


def _hash(file: Path, base: Path | None, known: Mapping[int, str]) -> list[str]:
    count = -(-file.stat().st_size // BLOCK)
    parts = [range(first, count, _WORKERS) for first in range(_WORKERS)]
    found = [""] * count
    with ThreadPoolExecutor(_WORKERS) as workers:
        for part, digests in zip(
            parts, workers.map(lambda part: _hash_part(file, base, known, part), parts), strict=True
        ):
            for place, digest in zip(part, digests, strict=True):
                found[place] = digest
    return found


def _hash_part(file: Path, base: Path | None, known: Mapping[int, str], part: range) -> list[str]:
    now, before = bytearray(BLOCK), bytearray(BLOCK)
    digests = []
    with FileIO(file) as content, FileIO(base or file) as old:
        for place in part:
            size = _read(content, now, place)
            digest = known.get(place)
            if digest is None or _read(old, before, place) != size or not _same(now, before, size):
                digest = hashlib.sha256(memoryview(now)[:size]).hexdigest()
            digests.append(digest)
    return digests


def _same(one: bytearray, other: bytearray, size: int) -> bool:
    return one == other if size == BLOCK else one[:size] == other[:size]


def _read(file: FileIO, into: bytearray, place: int) -> int:
    """Bytes of a block read into the front of a buffer; a system may read less than asked at once."""
    done, view = 0, memoryview(into)
    file.seek(place * BLOCK)
    while done < BLOCK and (some := file.readinto(view[done:])):
        done += some
    return done
