"""What a load does with each file it read: recomputed, written a few hundred at a time, lists after the forms."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Literal

from evalcore.errors import LoadError
from evalcore.loaders.limits import MB
from evalcore.loaders.read import FileReading
from evalcore.loaders.recomputed import failed, recomputed
from evalcore.loaders.register_words import label_of
from evalcore.store.prepared import Prepared
from evalcore.store.register import RegisterWritten, write_register
from evalcore.store.version import Draft, Store
from evalcore.store.write import Written, write_prepared

State = Literal["stored", "updated", "unchanged", "rejected"]
STATES: dict[State, str] = {
    "stored": "已入库",
    "updated": "已更新",
    "unchanged": "无变化",
    "rejected": "未入库",
}

_BATCH = 200  # evaluations written at once
_BATCH_BYTES = 64 * MB  # of the files they came in
_WRITERS = 8  # source files on their way to the disk together
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
    rows: int = 0  # of lists beside the forms, stored
    refused: tuple[LoadError, ...] = ()  # rows and values of those lists that were not
    lists: tuple[str, ...] = ()  # 应评项目清单, 国库支付台账 …

    def __str__(self) -> str:
        if self.state == "rejected":
            why = "；".join(
                f"{error.place}{'：' if error.place else ''}{error.message}。{error.remedy}"
                for error in self.errors
            )
            return f"{STATES[self.state]} {self.file}：{why}"
        said = []
        if self.evaluations or not self.lists:
            said.append(f"{self.evaluations} 份评价，{self.indicators} 个指标，{self.findings} 个疑点")
        if self.lists:
            said.append(f"{'、'.join(self.lists)} {self.rows} 行")
        if self.refused:
            said.append(f"{len(self.refused)} 处未能读取")
        return f"{STATES[self.state]} {self.file}：{'；'.join(said)}"


@dataclass(slots=True)
class Batch:
    """Files read and recomputed, written a few hundred evaluations at a time."""

    store: Store
    draft: Draft
    dataset: str
    lines: list[FileLine] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)  # ids added or replaced
    lists: list[tuple[int, FileReading, bytes]] = field(default_factory=list)
    listed: list[RegisterWritten] = field(default_factory=list)
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)  # id → indicators, findings
    sources: list[dict[str, object]] = field(default_factory=list)
    waiting: list[tuple[int, FileReading, bytes]] = field(default_factory=list)

    def add(self, reading: FileReading, content: bytes) -> None:
        """Take one file: rejected at once, or scored and kept until the next flush."""
        position = len(self.lines)
        errors = reading.errors
        if not errors and not reading.forms and not reading.prepared and not reading.registers:
            errors = (LoadError(reading.file, "没有找到评价表或报告", "请核对文件内容后重新报送"),)
        if not errors and reading.forms:
            reading = recomputed(reading)
            errors = reading.errors
        self.lines.append(FileLine(reading.file, "rejected", errors=errors))
        if errors:
            self._source(reading, errors, whole=True)
            return
        if reading.registers:
            self.lists.append((position, reading, content))
        if not reading.prepared:
            return
        self.waiting.append((position, reading, content))
        forms = sum(len(each.prepared) for _, each, _ in self.waiting)
        held = sum(len(each) for _, _, each in self.waiting)
        if forms >= _BATCH or held >= _BATCH_BYTES:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting; a file the tables cannot hold is rejected alone."""
        waiting, self.waiting = self.waiting, []
        if not waiting:
            return
        try:
            written = self._write([each for _, reading, _ in waiting for each in reading.prepared])
        except (ValueError, TypeError, OverflowError) as fault:  # pyarrow's own errors are ValueErrors
            if len(waiting) > 1:
                for entry in waiting:
                    self.waiting = [entry]
                    self.flush()
                return
            position, reading, _ = waiting[0]
            _log.exception("storing %s", reading.file)
            errors = (failed(reading.file, "表中有数据超出可存储的范围", fault),)
            self.lines[position] = FileLine(reading.file, "rejected", errors=errors)
            self._source(reading, errors, whole=True)
            return
        entries = iter(zip(written.ids, written.outcomes, strict=True))
        self.changed |= {*written.added, *written.replaced}
        kept: dict[str, bytes] = {}
        for position, reading, content in waiting:
            outcomes, indicators, findings = set(), 0, 0
            for each in reading.prepared:
                owner, outcome = next(entries)
                outcomes.add(outcome)
                counts = each.indicators, each.findings
                indicators, findings = indicators + counts[0], findings + counts[1]
                self.counts.setdefault(owner, counts)
            state: State = (
                "stored" if "added" in outcomes else "updated" if "replaced" in outcomes else "unchanged"
            )
            line = FileLine(
                reading.file, state, len(reading.prepared), indicators, findings, refused=reading.refused
            )
            self.lines[position] = line
            if state != "unchanged":
                self._source(reading, reading.refused)
                kept[reading.sha256] = content
        with ThreadPoolExecutor(_WRITERS) as pool:  # each waits for the disk twice
            list(pool.map(self.store.keep_file, kept.values(), kept))

    @property
    def anything(self) -> bool:
        """Whether the load changed what the store holds."""
        return bool(self.changed) or any(written.anything for written in self.listed)

    def write_lists(self) -> None:
        """Write the lists of all files, in the order of the files; one the tables cannot hold is rejected alone."""
        for position, reading, content in self.lists:
            line = self.lines[position]
            try:
                written = [
                    write_register(
                        self.draft.connection, each.kind, each.rows, dataset=self.dataset, source=each.source
                    )
                    for each in reading.registers
                    if each.rows
                ]
            except (ValueError, TypeError, OverflowError) as fault:
                _log.exception("storing %s", reading.file)
                refusal = (failed(reading.file, "清单中有数据超出可存储的范围", fault),)
                self.lines[position] = replace(line, errors=(*line.errors, *refusal))
                self._source(reading, refusal)
                continue
            self.listed += written
            rows = sum(len(register.rows) for register in reading.registers)
            names = tuple(dict.fromkeys(label_of(register.kind) for register in reading.registers))
            changed = any(each.anything for each in written)
            before = line.state
            state: State = before if before in ("stored", "updated") else "unchanged"
            if changed and state == "unchanged":
                state = "stored" if any(each.added for each in written) else "updated"
            if not rows and not reading.prepared:  # a list of which no row could be read
                errors = reading.refused or (
                    LoadError(reading.file, f"{'、'.join(names)}没有可读取的行", "请填写后重新报送"),
                )
                self.lines[position] = replace(line, errors=errors, lists=names)
                self._source(reading, errors, whole=True)
                continue
            self.lines[position] = replace(line, state=state, rows=rows, refused=reading.refused, lists=names)
            if changed:
                self.store.keep_file(content, reading.sha256)
                if before not in ("stored", "updated"):
                    self._source(reading, reading.refused)

    def touched(self) -> set[str]:
        """Ids of the evaluations whose comparison may come out otherwise now."""
        projects = {key for written in self.listed for key in written.projects}
        places = {f"{code} {year}" for written in self.listed for code, year in written.departments}
        rows = self.draft.connection.execute(
            """SELECT evaluation_id FROM stored_evaluation WHERE dataset = ? AND (
                   project_key IN (SELECT unnest(?::VARCHAR[]))
                   OR department_code || ' ' || year IN (SELECT unnest(?::VARCHAR[])))""",
            [self.dataset, sorted(projects), sorted(places)],
        ).fetchall()
        return self.changed | {row[0] for row in rows}

    def _write(self, evaluations: list[Prepared]) -> Written:
        return write_prepared(
            self.draft.connection, evaluations, dataset=self.dataset, simulated=self.dataset == "demo",
            version=self.draft.version,
        )  # fmt: skip

    def _source(self, reading: FileReading, errors: tuple[LoadError, ...], *, whole: bool = False) -> None:
        """Keep what became of a file; errors: why it, or a part of it, was refused."""
        self.sources.append(
            {
                "sha256": reading.sha256,
                "file": reading.file,
                "format": reading.format or None,
                "bytes": reading.size,
                "forms": 0 if whole else len(reading.prepared),
                "rejected": "；".join(error.message for error in errors) or None,
                "place": "；".join(error.place for error in errors if error.place) or None,
                "remedy": "；".join(dict.fromkeys(error.remedy for error in errors)) or None,
                "version": self.draft.version,
            }
        )
