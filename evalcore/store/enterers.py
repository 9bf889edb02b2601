"""Who may enter what on the pages: names by kind of entry, in enterers.toml beside the versions.

Without the file, or for a kind it does not list, anybody may. Until sign-in exists a name is what a person types, so
this keeps entries with those who are meant to make them; it is no lock against somebody who types another's name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path

from evalcore.errors import StoreError

FILE = "enterers.toml"


def enterers(folder: Path, kinds: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Kind → the names that may enter it; a kind not listed is open to anybody.

    folder: the store's; kinds: those that exist. Raises StoreError for a file that cannot be read as meant.
    """
    path = folder / FILE
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise StoreError(
            f"录入人名单 {path} 无法读取（{fault}）", '每行应为：录入类型 = ["姓名", "姓名"]，文件编码 UTF-8'
        ) from fault
    for kind, names in listed.items():
        if kind not in kinds:
            raise StoreError(
                f"录入人名单 {path} 中有不认识的录入类型 {kind}", f"可用的类型：{'、'.join(kinds)}"
            )
        if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
            raise StoreError(f"录入人名单 {path} 中 {kind} 不是姓名列表", f'应为：{kind} = ["姓名", "姓名"]')
    return {kind: tuple(name.strip() for name in names) for kind, names in listed.items()}


def refusal(who: str, kind: str, listed: Mapping[str, tuple[str, ...]]) -> StoreError | None:
    """Why this person may not enter this kind; None when they may."""
    names = listed.get(kind)
    if names is None or who.strip() in names:
        return None
    named = "、".join(names) or "无人"
    return StoreError(
        f"{who.strip()} 不在可以录入这类内容（{kind}）的名单中",
        f"名单：{named}；请由名单中的人录入，或请管理员修改 {FILE}",
    )
