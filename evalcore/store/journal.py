"""What people enter, as an append-only journal beside the versions: review scores, finding status, mappings, ledger.

journal.jsonl holds one entry a line, in the order in which they were accepted. Every version carries all of them:
a load replays the journal into what it makes, so loading again, revising a form or going back loses no entry.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalcore.errors import StoreError, reason
from evalcore.model import Status
from evalcore.store.enterers import enterers, refusal
from evalcore.store.lock import LoaderBusy, held

if TYPE_CHECKING:
    from evalcore.store.version import Store, Version

JOURNAL = "journal.jsonl"
TORN = "journal.torn"  # what a cut write left behind, kept for a person to look at
LOCK = "journal.lock"
WAIT = 20.0  # seconds a person's entry waits for a load at work before leaving publication to it
LINK_STATUSES = ("建议", "已确认", "不认可")
LEDGER = (
    "dataset", "year", "project_key", "project", "department", "department_code",
    "problem", "measure", "owner", "due", "status", "note",
)  # fmt: skip
LEDGER_STATUSES = ("待整改", "整改中", "已整改")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing a person said: who, when (UTC), about what (kind, dataset, subject) and what (value, JSON types)."""

    entry_id: str
    entered_at: datetime
    who: str
    kind: str
    dataset: str
    subject: str
    value: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def now(cls, who: str, kind: str, dataset: str, subject: str, value: Mapping[str, Any]) -> Entry:
        """A new entry, entered now."""
        return cls(secrets.token_hex(8), datetime.now(UTC), who, kind, dataset, subject, value)


def enterers_of(store: Store, kind: str) -> tuple[str, ...] | None:
    """The names of those who may enter this kind; None: anybody may. Raises StoreError for a list that cannot be read."""
    return enterers(store.folder, KINDS).get(kind)


class Journal:
    """The journal of one store folder. Appending waits for its own short lock, never for a load."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / JOURNAL

    def append(self, entries: Iterable[Entry]) -> None:
        """Add entries, all or none, on the disk when this returns. Raises StoreError for one that says nothing, or
        whose person is not among those who may enter it (see enterers.py).

        A line that an earlier, cut write left unfinished is set aside in journal.torn.
        """
        made = list(entries)
        for entry in made:
            _check(entry)
        if not made:
            return
        listed = enterers(self.path.parent, KINDS)
        for entry in made:
            if (refused := refusal(entry.who, entry.kind, listed)) is not None:
                raise refused
        data = "".join(_line(entry) for entry in made).encode("utf-8", "replace")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with held(self.path.with_name(LOCK), wait=WAIT), self.path.open("a+b") as file:
                self._mend(file.fileno())
                before = os.fstat(file.fileno()).st_size
                try:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                except OSError:
                    os.ftruncate(file.fileno(), before)  # not accepted: no half of it may stay
                    raise
        except OSError as fault:
            raise StoreError(
                f"录入未能保存（{reason(fault)}）",
                f"请检查存储目录 {self.path.parent} 的磁盘空间和权限后重新录入",
            ) from fault

    def entries(self, kind: str | None = None) -> list[Entry]:
        """All entries (of one kind) in the order they were accepted. A line that cannot be read is left out."""
        return [entry for entry in self._read()[0] if kind in (None, entry.kind)]

    def faults(self) -> list[str]:
        """What cannot be read, in Chinese: lines damaged by hand or cut by a crash, and those set aside."""
        wrong = self._read()[1]
        aside = self.path.with_name(TORN)
        if aside.exists():
            wrong.append(f"{TORN} 中有写入中断时留下的半行（{aside.stat().st_size} 字节），从未确认保存")
        return wrong

    def _read(self) -> tuple[list[Entry], list[str]]:
        try:
            lines = self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return [], []
        except OSError as fault:
            raise StoreError(f"录入日志 {self.path} 不能读取（{reason(fault)}）", "请检查目录权限") from fault
        found: dict[str, Entry] = {}
        wrong = []
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                entry = _parse(line)
            except (ValueError, KeyError, TypeError):
                wrong.append(f"{JOURNAL} 第 {number} 行无法识别")
            else:
                found.setdefault(entry.entry_id, entry)  # a copied line counts once
        return list(found.values()), wrong

    def _mend(self, number: int) -> None:
        """End the last line: a whole entry that lacks only its line break stays, half of one is set aside."""
        content = self.path.read_bytes()
        tail = content[content.rfind(b"\n") + 1 :]
        if not tail:
            return
        try:
            _parse(tail)
        except (ValueError, KeyError, TypeError):
            with self.path.with_name(TORN).open("ab") as aside:
                aside.write(tail + b"\n")
                aside.flush()
                os.fsync(aside.fileno())
            os.ftruncate(number, len(content) - len(tail))
        else:
            os.write(number, b"\n")


def enter(store: Store, entries: Iterable[Entry], *, what: str) -> Version:
    """Record what people entered and publish a version that shows it. what: Chinese, for the load history.

    Once this returns, or raises anything but the StoreError of `append`, the entries are on the disk and every
    later version carries them. Where a load is at work for long, the current version is returned with a note:
    the entries show when that load, or the next, publishes. Raises StoreError.
    """
    made = list(entries)
    Journal(store.folder).append(made)
    try:
        with store.begin(what, wait=WAIT) as draft:
            if not draft.entered:  # another process has published them with its own
                draft.discard()
    except LoaderBusy:
        return replace(store.find(), note=f"已保存 {len(made)} 条录入；正在进行的导入完成后即可看到")
    return store.find()


def _line(entry: Entry) -> str:
    return _dump({
        "entry_id": entry.entry_id, "entered_at": entry.entered_at.astimezone(UTC).isoformat(),
        "who": entry.who, "kind": entry.kind, "dataset": entry.dataset, "subject": entry.subject,
        "value": dict(entry.value),
    }) + "\n"  # fmt: skip


def dump_value(entry: Entry) -> str:
    """An entry's value as JSON text."""
    return _dump(dict(entry.value))


def _dump(value: Mapping[str, Any]) -> str:
    """Decimals keep their digits as text, dates become ISO text."""
    return json.dumps(value, ensure_ascii=False, default=str, separators=(",", ":"))


def _parse(line: bytes) -> Entry:
    said = json.loads(line.decode("utf-8"))
    at = datetime.fromisoformat(said["entered_at"])
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    texts = [said[name] for name in ("entry_id", "who", "kind", "dataset", "subject")]
    if not all(isinstance(text, str) for text in texts) or not isinstance(said["value"], dict):
        raise ValueError("an entry's fields are texts, its value is an object")
    name, who, kind, dataset, subject = texts
    return Entry(name, at, who, kind, dataset, subject, said["value"])


def _check(entry: Entry) -> None:
    """Refuse at the door what no replay could use: an accepted entry is kept for good."""
    if entry.kind not in KINDS:
        raise StoreError(f"不认识的录入类型 {entry.kind[:40]}", f"可用的类型：{'、'.join(KINDS)}")
    if not entry.subject.strip() or not entry.who.strip() or not entry.entry_id:
        raise StoreError("录入缺少对象或录入人", "请从页面上的记录重新录入")
    fault = KINDS[entry.kind](entry.subject, entry.value)
    if fault:
        raise StoreError(f"录入的{fault}", "请改正后重新录入；已有数据不受影响")


def number(value: object) -> Decimal | None:
    """A score as entered (text, int or Decimal; a float by its shortest text). ValueError for what is no number."""
    if value is None or value == "":
        return None
    try:
        made = Decimal(str(value).strip())
    except InvalidOperation as fault:
        raise ValueError(str(value)) from fault
    if not made.is_finite():
        raise ValueError(str(value))
    return made


def day(value: object) -> date | None:
    """A date as entered (ISO text or date)."""
    return None if value in (None, "") else date.fromisoformat(str(value)[:10])


def _finding_status(_subject: str, value: Mapping[str, Any]) -> str:
    allowed = [status.value for status in Status]
    return "" if value.get("status") in allowed else f"疑点状态应为 {'、'.join(allowed)} 之一"


def _review_score(_subject: str, value: Mapping[str, Any]) -> str:
    try:
        score = number(value.get("score"))
        day(value.get("reviewed_on"))
    except ValueError:
        return (
            f"复核分或复核日期无法识别：{str(value.get('score'))[:20]}，{str(value.get('reviewed_on'))[:20]}"
        )
    position = value.get("position")
    if position is not None and (not isinstance(position, int) or position < 0):
        return "指标序号应为从 0 开始的整数"
    return "" if score is None or 0 <= score < 1000 else f"复核分 {score} 应在 0 到 1000 之间"


def _rectification(_subject: str, value: Mapping[str, Any]) -> str:
    unknown = [name for name in value if name not in LEDGER]
    if unknown or not value:
        return f"整改台账没有这些栏目：{'、'.join(unknown) or '（空）'}"
    try:
        day(value.get("due"))
        int(value.get("year", 0))
    except (TypeError, ValueError):
        return f"整改期限或年度无法识别：{str(value.get('due'))[:20]}，{str(value.get('year'))[:20]}"
    if value.get("status", LEDGER_STATUSES[0]) not in LEDGER_STATUSES:
        return f"整改状态应为 {'、'.join(LEDGER_STATUSES)} 之一"
    return ""


def _project_link(subject: str, value: Mapping[str, Any]) -> str:
    if not all(subject.partition("→")):
        return "项目衔接应写明前后两个项目"
    try:
        int(value["year"])
    except (KeyError, TypeError, ValueError):
        return "项目衔接缺少年度"
    known = value.get("status") in LINK_STATUSES and value.get("kind")
    return "" if known else f"项目衔接应有类型，状态应为 {'、'.join(LINK_STATUSES)} 之一"


def _text(name: str, what: str, *, optional: bool = False) -> Callable[[str, Mapping[str, Any]], str]:
    def fault(_subject: str, value: Mapping[str, Any]) -> str:
        said = value.get(name)
        if said is None and optional:
            return ""
        return "" if isinstance(said, str) and said.strip() else f"{what}为空"

    return fault


# kind → what is wrong with an entry's subject and value, in Chinese ("" when nothing)
KINDS: dict[str, Callable[[str, Mapping[str, Any]], str]] = {
    "finding_status": _finding_status,
    "review_score": _review_score,
    "rectification": _rectification,
    "project_link": _project_link,
    "department": _text("name", "部门名称"),
    "header": _text("field", "表头对应的栏目"),
    "indicator_group": _text("group", "指标分组", optional=True),
}
