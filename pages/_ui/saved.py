"""Saved views: an address too long to paste is kept in the store folder under its own hash, never cut.

`?saved=<hash>` stands for all filters. The file is views/<hash>.json, named by what is in it, so that the same view
has the same name everywhere, nothing is ever overwritten, and a changed file is noticed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from evalcore.errors import StoreError, reason

LONGEST = 1500  # characters of filters in an address: chat programs cut links from about 2,000
_NAME = re.compile(r"[0-9a-f]{20}")


def name_of(params: Mapping[str, str]) -> str:
    """The name of a view: 20 hex digits of the SHA-256 of its filters."""
    return hashlib.sha256(_text(params)).hexdigest()[:20]


def keep(params: Mapping[str, str], folder: Path) -> str:
    """Store a view in the store folder and return its name. Raises StoreError when it cannot be written."""
    name = name_of(params)
    path = folder / "views" / f"{name}.json"
    if path.exists():
        return name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".view-", delete=False) as draft:
            draft.write(_text(params))
            draft.flush()
            os.fsync(draft.fileno())
        Path(draft.name).replace(path)
    except OSError as fault:
        raise StoreError(
            f"视图不能保存到 {path.parent}（{reason(fault)}）", "请检查目录权限，或减少所选部门后再复制链接"
        ) from fault
    return name


def read(name: str, folder: Path) -> dict[str, str] | None:
    """The filters of a view; None when there is none of that name, or its file was changed."""
    if not _NAME.fullmatch(name):
        return None
    try:
        text = (folder / "views" / f"{name}.json").read_bytes()
    except OSError:
        return None
    if hashlib.sha256(text).hexdigest()[:20] != name:
        return None
    params: dict[str, str] = json.loads(text)
    return params


def _text(params: Mapping[str, str]) -> bytes:
    return json.dumps(dict(params), ensure_ascii=False, sort_keys=True).encode()
