"""Files of a folder as departments hand it in; what is no file, or cannot be entered, is said with its reason."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from evalcore.errors import LoadError, reason
from evalcore.loaders.archive import is_junk


def files_of(folder: Path) -> Iterator[tuple[Path, str, LoadError | None]]:
    """(path, name as "水利局/自评表.xlsx", why it is not read) in the order of the names; links are never followed."""
    refused: list[OSError] = []
    found: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=refused.append):
        linked = [name for name in folders if (Path(place) / name).is_symlink()]
        found += [Path(place) / name for name in [*names, *linked]]
    for path in sorted(found):
        name = path.relative_to(folder).as_posix()
        if not is_junk(name):
            yield path, name, no_file(path, name)
    for fault in refused:
        path = Path(fault.filename)
        name = path.relative_to(folder).as_posix() if path != folder else folder.name
        message = f"文件夹无法打开：{reason(fault)}"
        yield path, name, LoadError(name, message, "请检查是否有读取权限")


def no_file(path: Path, name: str) -> LoadError | None:
    """Why a path inside a folder is not read as a file; None for a plain file."""
    if path.is_symlink():
        return LoadError(name, "是快捷方式（符号链接），未读取", "请放入文件本身")
    if path.exists() and not path.is_file():
        return LoadError(name, "不是普通文件（管道或设备），未读取", "请移出文件夹，或放入文件本身")
    return None
