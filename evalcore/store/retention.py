"""Which versions stay: the last twenty, fewer where a byte budget says so, and their seals beside them."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from evalcore.store import durable
from evalcore.store.seal import seal_of

if TYPE_CHECKING:
    from evalcore.store.version import Version

KEEP = 20  # versions kept
ALWAYS = 2  # the newest, and the one before it to go back to, whatever the budget says
SETTING = "EVAL_KEEP_BYTES"
_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?\s*", re.I)


def keep_bytes() -> int | None:
    """The byte budget EVAL_KEEP_BYTES sets ("20GB"); None where there is none, or it cannot be read (see doctor)."""
    found = _SIZE.fullmatch(os.environ.get(SETTING, ""))
    return None if found is None else int(float(found[1]) * _UNITS[found[2].upper()])


def retire(versions: Sequence[Version], budget: int | None = None, *, keep: int = KEEP) -> list[Version]:
    """Remove the oldest versions beyond `keep` and the byte budget; those removed, oldest first.

    versions: oldest first, the one just published last. One that another process is reading stays until the
    next load.
    """
    spent, gone = 0, []
    for age, version in enumerate(reversed(versions)):
        spent += version.path.stat().st_size
        beyond = age >= keep or (budget is not None and spent > budget)
        if age >= ALWAYS and beyond and not is_read(version.path):
            with suppress(OSError):  # held open by a reader on Windows: the next load removes it
                remove(version)
                gone.append(version)
    return gone[::-1]


def remove(version: Version) -> None:
    """Remove a version with its seal and what readers of it spilled into. OSError where it is held open."""
    version.path.unlink()
    durable.remove(seal_of(version.path))
    durable.remove(version.path.with_name(version.path.name + ".tmp"))


def is_read(path: Path) -> bool:
    """Whether another process holds the file open, as far as the system tells: DuckDB locks what it reads."""
    try:
        inode = str(path.stat().st_ino)
        held = Path("/proc/locks").read_text(encoding="ascii").splitlines()
    except OSError:  # not Linux, or the file is gone
        return False
    fields = (line.split() for line in held)
    return any(
        field[5].rpartition(":")[2] == inode and field[4] != str(os.getpid())
        for field in fields
        if len(field) > 5
    )
