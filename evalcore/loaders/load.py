"""Files into the store: read, recomputed, compared, written and published as one new version."""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import Literal

from evalcore.errors import LoadError
from evalcore.loaders import archive
from evalcore.loaders.limits import MAX_FILE, Reader
from evalcore.loaders.read import FileReading, read_bytes, read_path
from evalcore.loaders.sniff import sniff
from evalcore.model import Evaluation, Result
from evalcore.scoring.total import score_evaluation
from evalcore.store.across import compare
from evalcore.store.batch import insert
from evalcore.store.version import Draft, Store
from evalcore.store.write import Written, write_evaluations

Progress = Callable[[int, int, str], None]  # (files done, files known, file name)
State = Literal["stored", "updated", "unchanged", "rejected"]
STATES: dict[State, str] = {
    "stored": "已入库",
    "updated": "已更新",
    "unchanged": "无变化",
    "rejected": "未入库",
}

_BATCH = 200  # evaluations written at once
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FileLine:
    """What became of one file."""

    file: str
    state: State
    evaluations: int = 0
    indicators: int = 0
    findings: int = 0
    errors: tuple[LoadError, ...] = ()

    def __str__(self) -> str:
        if self.state == "rejected":
            why = "；".join(
                f"{error.place}{'：' if error.place else ''}{error.message}。{error.remedy}"
                for error in self.errors
            )
            return f"{STATES[self.state]} {self.file}：{why}"
        counts = f"{self.evaluations} 份评价，{self.indicators} 个指标，{self.findings} 个疑点"
        return f"{STATES[self.state]} {self.file}：{counts}"


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did. Every file is either loaded or rejected.

    evaluations, indicators, findings: of the evaluations in the loaded files, each once: the pdf beside the xlsx
    of a form adds none.
    """

    version: str | None  # the version that serves now; None where nothing was ever stored
    published: bool  # whether the load made that version; nothing new, nothing published
    files: int
    loaded: int
    rejected: int
    evaluations: int
    indicators: int
    findings: int
    lines: tuple[FileLine, ...]


def load(
    paths: Iterable[str | Path],
    store: Store | None = None,
    *,
    progress: Progress | None = None,
    jobs: int | None = None,
    dataset: str = "submitted",
) -> LoadReport:
    """Load files, folders and zip archives into the store as one new version.

    A file with an error stores nothing of itself; the rest loads. Raises StoreError when the store cannot be
    written: then nothing is stored.
    """
    store = store or Store()
    listed = list(_files(Path(path) for path in paths))
    with store.begin() as draft:
        batch = _Batch(store, draft, dataset)
        for done, (reading, content) in enumerate(_readings(listed, jobs or min(4, os.cpu_count() or 1)), 1):
            batch.add(reading, content)
            if progress is not None:
                progress(done, max(done, len(listed)), reading.file)
        batch.flush()
        lines = batch.lines
        if batch.changed:
            compare(draft.connection, dataset, changed=batch.changed)
            draft.files, draft.rejected = len(lines), sum(line.state == "rejected" for line in lines)
            draft.loaded = draft.files - draft.rejected
            draft.what = f"导入 {draft.files} 个文件"
            insert(draft.connection, "stored_source_file", batch.sources)
        else:
            draft.discard()
    now = store.current()
    good = [line for line in lines if line.state != "rejected"]
    return LoadReport(
        version=None if now is None else now.id,
        published=bool(batch.changed),
        files=len(lines),
        loaded=len(good),
        rejected=len(lines) - len(good),
        evaluations=len(batch.counts),
        indicators=sum(indicators for indicators, _ in batch.counts.values()),
        findings=sum(findings for _, findings in batch.counts.values()),
        lines=tuple(lines),
    )


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Every file of the paths with the name to show; a missing path, or an empty folder, stays."""
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else []
        found = [
            (inner, inner.relative_to(path).as_posix())
            for inner in inside
            if inner.is_file() and not archive.is_junk(str(inner.relative_to(path)))
        ]
        yield from found or [(path, path.name or str(path))]


def _units(files: Sequence[tuple[Path, str]]) -> Iterator[tuple[str, bytes | FileReading]]:
    """What is to be read, archives opened member by member; a refusal is passed on as it is."""
    for path, name in files:
        data = _content(path)
        if data is None:
            yield from ((reading.file, reading) for reading in read_path(path, name=name))
        elif sniff(data) != "zip":
            yield name, data
        else:
            empty = True
            for member, content in archive.members(data, name):
                empty = False
                if isinstance(content, LoadError):
                    yield member, FileReading(member, "", "", errors=(content,))
                else:
                    yield member, content
            if empty:
                yield from ((reading.file, reading) for reading in read_bytes(data, name))


def _content(path: Path) -> bytes | None:
    """The file's bytes, or None where read_path has to say why not."""
    try:
        if not path.is_file() or path.stat().st_size > MAX_FILE:
            return None
        return path.read_bytes()
    except OSError:
        return None


def _readings(files: Sequence[tuple[Path, str]], jobs: int) -> Iterator[tuple[FileReading, bytes]]:
    """Read in `jobs` child processes, a few files ahead of the writer, results in order of the files."""
    readers: SimpleQueue[Reader] = SimpleQueue()
    for _ in range(jobs):
        readers.put(Reader())

    def read(name: str, content: bytes) -> tuple[FileReading, bytes]:
        reader = readers.get()
        try:
            return next(iter(read_bytes(content, name, reader=reader))), content
        finally:
            readers.put(reader)

    waiting: deque[Future[tuple[FileReading, bytes]]] = deque()
    with ThreadPoolExecutor(jobs) as pool:
        try:
            for name, unit in _units(files):
                if isinstance(unit, FileReading):
                    done: Future[tuple[FileReading, bytes]] = Future()
                    done.set_result((unit, b""))
                    waiting.append(done)
                else:
                    waiting.append(pool.submit(read, name, unit))
                while len(waiting) > 2 * jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
            pool.shutdown(wait=True)
            while not readers.empty():
                readers.get().close()


@dataclass(slots=True)
class _Batch:
    """Files read and recomputed, written a few hundred evaluations at a time."""

    store: Store
    draft: Draft
    dataset: str
    lines: list[FileLine] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)  # ids added or replaced
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)  # id → indicators, findings
    sources: list[dict[str, object]] = field(default_factory=list)
    waiting: list[tuple[int, FileReading, bytes, list[tuple[Evaluation, Result]]]] = field(
        default_factory=list
    )

    def add(self, reading: FileReading, content: bytes) -> None:
        """Take one file: rejected at once, or scored and kept until the next flush."""
        position = len(self.lines)
        errors = reading.errors
        pairs: list[tuple[Evaluation, Result]] = []
        if not errors and not reading.forms:
            errors = (LoadError(reading.file, "没有找到评价表或报告", "请核对文件内容后重新报送"),)
        if not errors:
            try:
                pairs = [(form, score_evaluation(form)) for form in reading.forms]
            except Exception as fault:  # noqa: BLE001 - one form must never stop the batch; the trace is logged
                _log.exception("scoring %s", reading.file)
                errors = (_failed(reading.file, "复算程序未能处理此文件", fault),)
        self.lines.append(FileLine(reading.file, "rejected", errors=errors))
        if errors:
            self._source(reading, errors)
            return
        self.waiting.append((position, reading, content, pairs))
        if sum(len(entry[3]) for entry in self.waiting) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting; a file the tables cannot hold is rejected alone."""
        waiting, self.waiting = self.waiting, []
        if not waiting:
            return
        try:
            written = self._write([pair for entry in waiting for pair in entry[3]])
        except (ValueError, TypeError, OverflowError) as fault:  # pyarrow's own errors are ValueErrors
            if len(waiting) > 1:
                for entry in waiting:
                    self.waiting = [entry]
                    self.flush()
                return
            position, reading, _, _ = waiting[0]
            _log.exception("storing %s", reading.file)
            errors = (_failed(reading.file, "表中有数据超出可存储的范围", fault),)
            self.lines[position] = FileLine(reading.file, "rejected", errors=errors)
            self._source(reading, errors)
            return
        entries = iter(zip(written.ids, written.outcomes, strict=True))
        self.changed |= {*written.added, *written.replaced}
        for position, reading, content, pairs in waiting:
            outcomes, indicators, findings = set(), 0, 0
            for form, result in pairs:
                owner, outcome = next(entries)
                outcomes.add(outcome)
                counts = (sum(not row.sub_row for row in form.indicators), len(result.findings))
                indicators, findings = indicators + counts[0], findings + counts[1]
                self.counts.setdefault(owner, counts)
            state: State = (
                "stored" if "added" in outcomes else "updated" if "replaced" in outcomes else "unchanged"
            )
            self.lines[position] = FileLine(reading.file, state, len(pairs), indicators, findings)
            if state != "unchanged":
                self._source(reading, ())
                self.store.keep_file(content, reading.sha256)

    def _write(self, pairs: list[tuple[Evaluation, Result]]) -> Written:
        return write_evaluations(
            self.draft.connection, pairs, dataset=self.dataset, simulated=self.dataset == "demo",
            version=self.draft.version,
        )  # fmt: skip

    def _source(self, reading: FileReading, errors: tuple[LoadError, ...]) -> None:
        self.sources.append(
            {
                "sha256": reading.sha256,
                "file": reading.file,
                "format": reading.format or None,
                "bytes": reading.size,
                "forms": 0 if errors else len(reading.forms),
                "rejected": "；".join(error.message for error in errors) or None,
                "place": "；".join(error.place for error in errors if error.place) or None,
                "remedy": "；".join(dict.fromkeys(error.remedy for error in errors)) or None,
                "version": self.draft.version,
            }
        )


def _failed(file: str, message: str, fault: Exception) -> LoadError:
    return LoadError(file, message, "请将文件交系统管理员；其余文件不受影响", value=type(fault).__name__)
