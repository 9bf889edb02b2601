"""New material on its way in: staged in the store's inbox, read, previewed, then confirmed as one version or cancelled.

An intake is a folder <store>/inbox/<id>/: files by hash, what was read of them, and intake.json with the names and
the mappings a person gave. A closed browser loses nothing of it; nothing of it is seen in any version until confirmed.
"""

from __future__ import annotations

import json
import pickle
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from evalcore.errors import LoadError, StoreError, reason
from evalcore.loaders import archive
from evalcore.loaders.limits import MAX_FILE, MB
from evalcore.loaders.load import LoadReport, explained_headers, store_readings
from evalcore.loaders.read import FileReading, read_bytes
from evalcore.loaders.sniff import sniff
from evalcore.store.durable import disk_faults, write_whole
from evalcore.store.journal import Entry, Journal
from evalcore.store.version import Store

INBOX = "inbox"
STATE = "intake.json"
MAX_FILES = 5_000  # of one intake, archives unpacked
MAX_BYTES = 1024 * MB
DATASET = "submitted"
_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")
Progress = Callable[[int, int, str], None]  # files done, files to do, file name


class Intake:
    """One batch of files on its way in."""

    def __init__(self, store: Store, id: str) -> None:
        if not _ID.fullmatch(id):
            raise StoreError("导入编号无法识别", "请从“未完成的导入”中重新打开")
        self.store, self.id = store, id
        self.folder = store.folder / INBOX / id

    @classmethod
    def begin(cls, store: Store) -> Intake:
        """A new, empty intake. Raises StoreError where the store cannot be written."""
        made = cls(store, f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}")
        try:
            (made.folder / "files").mkdir(parents=True)
            made._save({"files": [], "headers": {}, "departments": {}})
        except OSError as fault:
            raise StoreError(
                f"收件目录不能写入（{reason(fault)}）", "请检查存储目录的权限和磁盘空间"
            ) from fault
        return made

    @classmethod
    def waiting(cls, store: Store) -> list[Intake]:
        """Intakes neither confirmed nor cancelled, newest first."""
        found = (path for path in (store.folder / INBOX).glob("*") if _ID.fullmatch(path.name))
        return [cls(store, path.name) for path in sorted(found, reverse=True) if (path / STATE).exists()]

    @property
    def exists(self) -> bool:
        return (self.folder / STATE).exists()

    @property
    def begun(self) -> datetime:
        """When it was begun (UTC)."""
        return datetime.strptime(self.id[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)

    @property
    def names(self) -> list[str]:
        """The staged files, archive members as "a.zip/b.xlsx"."""
        return [str(file["name"]) for file in self._state()["files"]]

    def add(self, name: str, content: bytes) -> int:
        """Stage one file, an archive member by member; how many files it gave.

        The same bytes twice are staged once. What must not be staged (too large, too many, a damaged archive) is
        kept as a refused file with its reason.
        """
        state = self._state()
        before = len(state["files"])
        known = {file["sha256"] for file in state["files"]}
        total = sum(file["size"] for file in state["files"])
        for inner, unit in _members(name, content):
            if isinstance(unit, LoadError):
                self._refuse(state, inner, unit)
                continue
            digest = sha256(unit).hexdigest()
            if digest in known:
                continue
            total += len(unit)
            if len(state["files"]) >= MAX_FILES or total > MAX_BYTES:
                remedy = "请先确认或取消本批，再导入其余文件"
                limit = f"本批已达上限（{MAX_FILES} 个文件、{MAX_BYTES // MB} MB），其余文件未收"
                self._refuse(state, inner, LoadError(inner, limit, remedy))
                break
            known.add(digest)
            self._write(self.folder / "files" / digest, unit)
            state["files"].append({"name": inner, "sha256": digest, "size": len(unit)})
        self._save(state)
        return len(state["files"]) - before

    def unread(self) -> list[str]:
        """Names of the files that are still to be read."""
        state = self._state()
        mark = _mark(state)
        return [file["name"] for file in state["files"] if self._kept(file, mark) is None]

    def read(self, progress: Progress | None = None) -> None:
        """Read what is unread, file by file under the limits of read_bytes; each is kept as soon as it is read."""
        state = self._state()
        headers = {**explained_headers(self.store), **state["headers"]}
        mark = _mark(state)
        todo = [file for file in state["files"] if self._kept(file, mark) is None]
        for done, file in enumerate(todo, 1):
            if progress is not None:
                progress(done - 1, len(todo), file["name"])
            reading = next(iter(read_bytes(self._content(file), file["name"], headers=headers)))
            self._write(self._cache(file), pickle.dumps((mark, reading)))
        if progress is not None and todo:
            progress(len(todo), len(todo), todo[-1]["name"])

    def readings(self) -> Iterator[tuple[FileReading, bytes]]:
        """What was read of every file, with its bytes, in the order they came."""
        state = self._state()
        mark = _mark(state)
        for file in state["files"]:
            if (reading := self._kept(file, mark)) is not None:
                yield reading, b"" if "refused" in file else self._content(file)

    @property
    def headers(self) -> dict[str, str]:
        """Folded header → field, as explained in this intake."""
        return dict(self._state()["headers"])

    @property
    def departments(self) -> dict[str, str]:
        """Folded department name as printed → name, as mapped in this intake."""
        return dict(self._state()["departments"])

    def explain(self, key: str, field: str | None) -> None:
        """Say what a header means (None: take it back); every file is read again under it."""
        self._map("headers", key, field)

    def map_department(self, printed: str, name: str | None) -> None:
        """Say which department a printed name means (None: it is a department of its own)."""
        self._map("departments", printed, name)

    def confirm(self, *, who: str) -> LoadReport:
        """Publish everything that could be read as one version, with the mappings given, and empty the inbox.

        Raises StoreError: then nothing is published and the intake stays as it was.
        """
        self.read()
        state = self._state()
        entries = [
            Entry.now(who, "header", DATASET, key, {"field": field})
            for key, field in state["headers"].items()
        ]
        entries += [
            Entry.now(who, "department", DATASET, printed, {"name": name})
            for printed, name in state["departments"].items()
        ]
        said = {(entry.kind, entry.subject): entry.value for entry in Journal(self.store.folder).entries()}
        Journal(self.store.folder).append(
            entry for entry in entries if said.get((entry.kind, entry.subject)) != entry.value
        )
        report = store_readings(
            self.store, self.readings(), what=f"导入 {len(state['files'])} 个文件（{who}）"
        )
        self.cancel()
        return report

    def cancel(self) -> None:
        """Leave nothing of this intake."""
        (self.folder / STATE).unlink(missing_ok=True)  # first: a half removed folder is no intake
        shutil.rmtree(self.folder, ignore_errors=True)

    def _map(self, table: str, key: str, value: str | None) -> None:
        state = self._state()
        if value:
            state[table][key] = value
        else:
            state[table].pop(key, None)
        self._save(state)

    def _refuse(self, state: dict[str, Any], name: str, error: LoadError) -> None:
        refused = [error.message, error.remedy, error.place, error.value]
        if not any(file["name"] == name and file.get("refused") == refused for file in state["files"]):
            state["files"].append({"name": name, "sha256": "", "size": 0, "refused": refused})

    def _kept(self, file: dict[str, Any], mark: list[list[str]]) -> FileReading | None:
        """What was read before, under the same explained headers; None where it has to be read."""
        if "refused" in file:
            message, remedy, place, value = file["refused"]
            error = LoadError(file["name"], message, remedy, place=place, value=value)
            return FileReading(file["name"], "", "", errors=(error,))
        try:
            under, reading = pickle.loads(self._cache(file).read_bytes())
        except Exception:  # noqa: BLE001 - not yet read, or by an older program: it is read again
            return None
        ours = isinstance(reading, FileReading) and hasattr(reading, "prepared")  # else an older program's
        return reading if under == mark and ours else None

    def _cache(self, file: dict[str, Any]) -> Path:
        return self.folder / "files" / f"{file['sha256']}.read"

    def _content(self, file: dict[str, Any]) -> bytes:
        try:
            return (self.folder / "files" / str(file["sha256"])).read_bytes()
        except OSError as fault:
            raise StoreError(f"收件目录中的“{file['name']}”已不在", "请取消本次导入后重新上传") from fault

    def _state(self) -> dict[str, Any]:
        try:
            state = json.loads((self.folder / STATE).read_text(encoding="utf-8"))
            return {"files": state["files"], "headers": state["headers"], "departments": state["departments"]}
        except (OSError, ValueError, KeyError) as fault:
            raise StoreError("这次导入已确认、已取消或不存在", "请查看导入记录，或重新上传文件") from fault

    def _save(self, state: dict[str, Any]) -> None:
        self._write(self.folder / STATE, json.dumps(state, ensure_ascii=False).encode("utf-8", "replace"))

    def _write(self, path: Path, content: bytes) -> None:
        """Raises StoreError on a full disk, or where the folder cannot be written."""
        with disk_faults(self.store.folder):
            write_whole(path, content)


def _mark(state: dict[str, Any]) -> list[list[str]]:
    """What a reading depends on beside the file: the headers explained so far."""
    return sorted([key, field] for key, field in state["headers"].items())


def _members(name: str, content: bytes) -> Iterator[tuple[str, bytes | LoadError]]:
    """The file itself, or the members of an archive; a refusal as it is."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1][:200] or "未命名文件"
    if len(content) > MAX_FILE:
        message = f"文件 {len(content) // MB} MB，超过上限 {MAX_FILE // MB} MB"
        yield name, LoadError(name, message, "请拆分后重新报送")
    elif sniff(content) != "zip":
        yield name, content
    else:
        empty = True
        for member in archive.members(content, name):
            empty = False
            yield member
        if empty:
            message = "压缩包内没有可读取的文件"
            yield name, LoadError(name, message, "请放入自评表或报告后重新压缩")
