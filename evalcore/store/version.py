"""Immutable versions: a load copies the current file, changes the copy in one transaction, then publishes it.

A store folder holds eval-<version>.duckdb files, CURRENT (the id of the one being served), LOCK, draft-*
files of a load at work, files/ (source files, by SHA-256) and journal.jsonl (what people entered, replayed
into every version). Readers never block a loader, nor see half a load.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from evalcore.errors import StoreError, reason
from evalcore.store import durable, integrity
from evalcore.store.batch import insert
from evalcore.store.changed import changed_ids
from evalcore.store.connect import open_draft, open_read_only
from evalcore.store.derived import refresh
from evalcore.store.durable import disk_faults, need_space, sync_folder, write_whole
from evalcore.store.journal import Journal
from evalcore.store.layout import copy, due, rewrite
from evalcore.store.lock import only_loader
from evalcore.store.replay import replay
from evalcore.store.retention import keep_bytes, retire
from evalcore.store.schema import create_tables
from evalcore.store.seal import SEAL, seal, seal_of
from evalcore.store.trial import prepare_trials

CURRENT = "CURRENT"
_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")
_STAMP = "%Y%m%d-%H%M%S"
Fill = Callable[[Path, Path], None]  # how a draft is made from the version before it


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """One published version. `note`: why it is not the one CURRENT asks for ("" as a rule), in Chinese."""

    id: str
    path: Path = field(compare=False)
    note: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.id

    @property
    def published(self) -> datetime:
        """When it was made (UTC)."""
        return _stamp(self.id)


@dataclass(slots=True)
class Draft:
    """The next version in the making: write through `connection`, say in `what` what was done (Chinese)."""

    version: str
    connection: duckdb.DuckDBPyConnection
    what: str
    files: int = 0
    loaded: int = 0
    rejected: int = 0
    entered: int = 0  # journal entries this version is the first to carry
    discarded: bool = False

    def discard(self) -> None:
        """Publish nothing: the load changed nothing."""
        self.discarded = True


class Store:
    """A folder of versions. Default folder: data/store, or the environment variable EVAL_STORE."""

    def __init__(self, folder: str | Path | None = None) -> None:
        self.folder = Path(folder or os.environ.get("EVAL_STORE") or "data/store")

    def __repr__(self) -> str:
        return f"Store({str(self.folder)!r})"

    def current(self) -> Version | None:
        """The version to serve; None while nothing was ever published.

        Where CURRENT is damaged or its file is gone, the newest version left serves, and its note says so.
        """
        try:
            asked = (self.folder / CURRENT).read_text(encoding="utf-8", errors="replace").strip()
        except FileNotFoundError:
            asked = ""
        except OSError as fault:
            raise StoreError(
                f"存储目录 {self.folder} 不能读取（{reason(fault)}）", "请检查目录权限"
            ) from fault
        if _ID.fullmatch(asked) and self._path(asked).exists():
            return Version(asked, self._path(asked))
        left = self.versions()
        if not left:
            return None
        note = f"CURRENT 指向的版本{'不存在' if _ID.fullmatch(asked) else '无法识别'}，暂用 {left[-1].id}"
        return Version(left[-1].id, left[-1].path, note)

    def versions(self) -> list[Version]:
        """Every version that is kept, oldest first."""
        found = (
            path.name.removeprefix("eval-").removesuffix(".duckdb")
            for path in self.folder.glob("eval-*.duckdb")
        )
        return [Version(name, self._path(name)) for name in sorted(found) if _ID.fullmatch(name)]

    def find(self, version: str | Version | None = None) -> Version:
        """The named version, or the current one. Raises StoreError when it does not exist."""
        if version is None:
            now = self.current()
            if now is None:
                raise StoreError(
                    f"存储目录 {self.folder} 中还没有数据", "请先运行 evalcore sample 或 evalcore load 文件夹"
                )
            return now
        name = str(version)
        if not _ID.fullmatch(name) or not self._path(name).exists():
            raise StoreError(
                f"没有数据版本 {name[:40]}", "它可能已超过保留数量；可用 evalcore versions 查看现有版本"
            )
        return Version(name, self._path(name))

    def open(self, version: str | Version | None = None) -> duckdb.DuckDBPyConnection:
        """A new read-only connection to a version (default: current). Raises StoreError."""
        return open_read_only(self.find(version).path)

    @contextmanager
    def begin(self, what: str = "导入", *, wait: float = 0) -> Iterator[Draft]:
        """Make the next version: leaving the block publishes the Draft, an exception leaves all as it was.

        What people entered is in the draft from the start, and put back on what the block writes. wait: seconds
        to wait for a loader at work. Raises LoaderBusy when one still is, StoreError when the disk is full, the
        folder cannot be written, the current version is damaged, or the draft fails its integrity check.
        """
        with disk_faults(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        with self._next(what, self._base, wait=wait) as draft:
            yield draft

    def rollback(self, version: str | Version) -> Version:
        """Publish an older version under a new id; the history keeps what came between.

        Going back undoes loads, not people's work: what was entered since, wherever its subject is in the older
        version, is in the new one too (?version= still opens the old one exactly as it was).
        """
        old = self.find(version)
        with self._next(f"回退到 {old.id}", lambda: old) as draft:
            _keep_history(draft.connection, self.current(), old)
        return self.find(draft.version)

    def compact(self) -> Version:
        """Publish the current content in order again and without dead space (layout.py), its trials prepared (trial.py)."""
        with self._next("整理存储", self._base, fill=rewrite) as draft:
            prepare_trials(draft.connection)
        return self.find()

    @contextmanager
    def _next(
        self, what: str, base: Callable[[], Version | None], *, wait: float = 0, fill: Fill = copy
    ) -> Iterator[Draft]:
        """The draft of the next version, filled from another one under the lock, published at the end."""
        with only_loader(self.folder, wait=wait), disk_faults(self.folder):
            self._sweep()
            source = base()
            version = _next_id(self.versions()[-1:])
            path = self.folder / f"draft-{version}.duckdb"
            try:
                if source is not None:
                    need_space(self.folder, source.path.stat().st_size)
                    (rewrite if due(source.path) else fill)(source.path, path)
                draft = Draft(version, open_draft(path, None if source is None else source.path), what)
                try:
                    draft.connection.execute("BEGIN")
                    create_tables(draft.connection)
                    journal = Journal(self.folder)
                    draft.entered = replay(draft.connection, journal.entries(), version)
                    yield draft
                    if draft.discarded:
                        return
                    draft.entered += replay(draft.connection, journal.entries(), version)
                    refresh(draft.connection)
                    _record(draft)
                    found = integrity.around(draft.connection, changed_ids(draft.connection))
                    draft.connection.execute("COMMIT")
                    draft.connection.execute("CHECKPOINT")
                finally:
                    draft.connection.close()
                self._publish(version, path, None if source is None else source.path, found)
            finally:
                _remove_draft(path)

    def file(self, sha256: str) -> Path:
        """Where the source file with this SHA-256 is kept (it may not exist)."""
        if not re.fullmatch(r"[0-9a-f]{64}", sha256):
            raise StoreError("源文件的校验值无法识别", "请从项目详情页打开源文件")
        return self.folder / "files" / sha256[:2] / sha256

    def keep_file(self, content: bytes, sha256: str) -> None:
        """Keep a source file under its SHA-256; the same bytes are kept once."""
        path = self.file(sha256)
        if path.exists():
            return
        with disk_faults(self.folder):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, content)

    def _path(self, version: str) -> Path:
        return self.folder / f"eval-{version}.duckdb"

    def _base(self) -> Version | None:
        """What the next version builds on. With a damaged CURRENT a person decides."""
        now = self.current()
        if now is not None and now.note:
            raise StoreError(now.note, f"请运行 evalcore rollback {now.id} 确认从哪个版本继续，再导入")
        return now

    def _publish(self, version: str, draft: Path, base: Path | None, found: list[str] | None) -> None:
        """Check the draft, make it durable, then let CURRENT name it: the moment a load is seen.

        found: what is wrong with what was touched; None where that was not enough to look at.
        """
        with ThreadPoolExecutor(1) as beside:
            sealed = beside.submit(_seal, draft, base)
            integrity.check(draft, found)
            said = sealed.result()
        path = self._path(version)
        write_whole(seal_of(path), said)
        draft.rename(path)
        sync_folder(self.folder)
        write_whole(self.folder / CURRENT, f"{version}\n".encode())
        retire(self.versions(), keep_bytes())

    def _sweep(self) -> None:
        """Remove what a killed load left behind. Only the holder of the lock may."""
        for pattern in ("draft-*", "*.part"):
            for path in self.folder.glob(pattern):
                durable.remove(path)
        for path in self.folder.glob(f"eval-*{SEAL}"):
            if not path.with_suffix(".duckdb").exists():
                path.unlink(missing_ok=True)


def _seal(draft: Path, base: Path | None) -> bytes:
    """Have the draft on the disk; its seal."""
    durable.sync(draft)
    return seal(draft, base)


def _record(draft: Draft) -> None:
    """One row of load history: what this version holds."""
    draft.connection.execute(
        f"""INSERT INTO stored_load (version, loaded_at, what, files, loaded, rejected, evaluations, indicators,
                findings, {", ".join(integrity.SUMS)})
            SELECT ?, ?, ?, ?, ?, ?, count(*), (SELECT count(*) FROM stored_indicator),
                (SELECT count(*) FROM stored_finding), {", ".join(integrity.SUMS.values())}
            FROM stored_evaluation""",
        [
            draft.version,
            datetime.now(UTC).replace(tzinfo=None),
            draft.what,
            draft.files,
            draft.loaded,
            draft.rejected,
        ],
    )


def _keep_history(connection: duckdb.DuckDBPyConnection, newest: Version | None, old: Version) -> None:
    """Carry the load history of the version being left into the one going back."""
    if newest is None or newest.note or newest.id == old.id:
        return
    try:
        left = open_read_only(newest.path)
        try:
            cursor = left.execute("SELECT * FROM stored_load ORDER BY version")
            names = [column[0] for column in cursor.description or ()]
            rows = [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
        finally:
            left.close()
    except (StoreError, duckdb.Error):
        return  # the version being left is damaged: that is why one goes back
    known = {row[0] for row in connection.execute("SELECT version FROM stored_load").fetchall()}
    insert(connection, "stored_load", [row for row in rows if row["version"] not in known])


def _next_id(newest: Sequence[Version]) -> str:
    """A new id that sorts after every earlier one, even when the clock went back."""
    now = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    for version in newest:
        now = max(now, _stamp(version.id) + timedelta(seconds=1))
    return f"{now.strftime(_STAMP)}-{secrets.token_hex(2)}"


def _stamp(version: str) -> datetime:
    return datetime.strptime(version[:15], _STAMP)


def _remove_draft(path: Path) -> None:
    for left in path.parent.glob(f"{path.name}*"):  # its .wal and what it spilled into as well
        with suppress(
            OSError
        ):  # a load that failed for want of a disk may fail here too; the next load sweeps
            durable.remove(left)
