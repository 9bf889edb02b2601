"""Files into the store: read, recomputed, compared, written and published as one new version."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from evalcore.errors import LoadError
from evalcore.loaders import archive
from evalcore.loaders.batch import STATES, Batch, FileLine, State
from evalcore.loaders.folder import files_of
from evalcore.loaders.limits import MAX_FILE, MB, Reader
from evalcore.loaders.read import FileReading, read_bytes, read_path
from evalcore.loaders.sniff import ZIP, sniff
from evalcore.store.across import compare
from evalcore.store.batch import insert
from evalcore.store.journal import Journal
from evalcore.store.links import propose_links
from evalcore.store.register import relink
from evalcore.store.version import Store

__all__ = ["STATES", "FileLine", "LoadReport", "Progress", "State", "load", "store_readings"]

AHEAD = 256  # files read before they are written: the readers go on while a few hundred forms are stored
AHEAD_BYTES = 64 * MB  # of those files together

Progress = Callable[[int, int, str], None]  # (files done, files known, file name)


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
    rows: int = 0  # of lists beside the forms


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
    jobs = jobs or min(4, os.cpu_count() or 1)
    return store_readings(
        store,
        _readings(listed, jobs, explained_headers(store)),
        known=len(listed),
        progress=progress,
        dataset=dataset,
    )


def explained_headers(store: Store) -> dict[str, str]:
    """Headers people explained before: folded text → field."""
    return {entry.subject: str(entry.value["field"]) for entry in Journal(store.folder).entries("header")}


def store_readings(
    store: Store,
    readings: Iterable[tuple[FileReading, bytes]],
    *,
    known: int = 0,
    progress: Progress | None = None,
    dataset: str = "submitted",
    what: str = "",
) -> LoadReport:
    """Store files that have been read, as one new version; nothing new, nothing published.

    Forms go first, then the lists beside them, so that a list finds the forms it came with. known: how many files
    are expected; what: for the load history. Raises StoreError: then nothing is stored.
    """
    with store.begin() as draft:
        batch = Batch(store, draft, dataset)
        for done, (reading, content) in enumerate(readings, 1):
            batch.add(reading, content)
            if progress is not None:
                progress(done, max(done, known), reading.file)
        batch.flush()
        batch.write_lists()
        lines = batch.lines
        if batch.anything:
            relink(draft.connection, dataset, batch.changed)
            propose_links(draft.connection, dataset, batch.changed)
            compare(draft.connection, dataset, changed=batch.touched())
            draft.files, draft.rejected = len(lines), sum(line.state == "rejected" for line in lines)
            draft.loaded = draft.files - draft.rejected
            draft.what = what or f"导入 {draft.files} 个文件"
            insert(draft.connection, "stored_source_file", batch.sources)
        elif not draft.entered:  # what people entered meanwhile is published all the same
            draft.discard()
    now = store.current()
    good = [line for line in lines if line.state != "rejected"]
    return LoadReport(
        version=None if now is None else now.id,
        published=batch.anything or bool(draft.entered),
        files=len(lines),
        loaded=len(good),
        rejected=len(lines) - len(good),
        evaluations=len(batch.counts),
        indicators=sum(indicators for indicators, _ in batch.counts.values()),
        findings=sum(findings for _, findings in batch.counts.values()),
        lines=tuple(lines),
        rows=sum(line.rows for line in lines),
    )


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, str, LoadError | None]]:
    """Every file of the paths with the name to show and why it is not read; a missing path, an empty folder stay."""
    for path in paths:
        found = list(files_of(path)) if path.is_dir() else []
        yield from found or [(path, path.name or str(path), None)]


def _units(files: Sequence[tuple[Path, str, LoadError | None]]) -> Iterator[tuple[str, bytes | FileReading]]:
    """What is to be read, archives opened member by member; a refusal is passed on as it is."""
    for path, name, refused in files:
        data = _content(path) if refused is None else None
        if refused is not None:
            yield name, FileReading(name, "", "", errors=(refused,))
        elif data is None:
            yield from ((reading.file, reading) for reading in read_path(path, name=name))
        elif not data.startswith(ZIP) or sniff(data) != "zip":
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


def _readings(
    files: Sequence[tuple[Path, str, LoadError | None]], jobs: int, headers: Mapping[str, str]
) -> Iterator[tuple[FileReading, bytes]]:
    """Read in `jobs` child processes, ahead of the writer by what AHEAD allows, results in order of the files."""
    readers: SimpleQueue[Reader] = SimpleQueue()
    for _ in range(jobs):
        readers.put(Reader(scores=True))

    def read(name: str, content: bytes) -> tuple[FileReading, bytes]:
        reader = readers.get()
        try:
            return next(iter(read_bytes(content, name, reader=reader, headers=headers))), content
        finally:
            readers.put(reader)

    waiting: deque[tuple[int, Future[tuple[FileReading, bytes]]]] = deque()
    held = 0  # bytes of the files in it
    with ThreadPoolExecutor(jobs) as pool:
        try:
            for name, unit in _units(files):
                if isinstance(unit, FileReading):
                    done: Future[tuple[FileReading, bytes]] = Future()
                    done.set_result((unit, b""))
                    waiting.append((0, done))
                else:
                    waiting.append((len(unit), pool.submit(read, name, unit)))
                    held += len(unit)
                while waiting and (len(waiting) > AHEAD or held > AHEAD_BYTES):
                    size, future = waiting.popleft()
                    yield future.result()
                    held -= size
            while waiting:
                yield waiting.popleft()[1].result()
        finally:
            for _, future in waiting:
                future.cancel()
            pool.shutdown(wait=True)
            while not readers.empty():
                readers.get().close()
