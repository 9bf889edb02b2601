"""Reading forms: the fast readers against the rich ones at equal content, and a folder of mixed files into a store.

xlsx, docx and table PDFs are drawn forms (tests/loaders), from bytes to the text of every written cell by both; before
anything is timed, the texts of both are compared. PDFs are the documents as LibreOffice prints them, and two drawn ones
that carry no fonts, so that both readers spend most of their time on finding out what their codes mean. Ours also hold each cell's address, number format and merges; the rich
reader is asked for no more than its cells (openpyxl's full mode, as formats matter; python-docx's row.cells; pdfplumber's
extract_tables). A round reads the files ten times fast and once slow, so that both take long enough to be timed.
`whole_form_ms` is ours from bytes to the Evaluation with its findings: nobody else's reader has that step.
The folder is loaded by the process pool against one process, each into a store of its own.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import resource
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pdfplumber
from openpyxl.styles import Alignment, Border, Font, Side

from evalcore.loaders.doc import office
from evalcore.loaders.docx import read_docx
from evalcore.loaders.load import LoadReport, Progress, load, store_readings
from evalcore.loaders.pdf import read_pdf
from evalcore.loaders.read import FileReading, read_member
from evalcore.loaders.xlsx import read_xlsx
from evalcore.model import Source
from evalcore.store.version import Store
from tests.bench.measuring import ROUNDS, alternate, peak_memory_mb
from tests.loaders import provinces
from tests.loaders.layouts import INVESTMENT, LONG, PLAIN, TRANSFER
from tests.loaders.printed import printed
from tests.loaders.provinces_documents import SYSTEM, ruled
from tests.loaders.self_evaluation import workbook
from tests.loaders.sketch import Sketch, text_table, web, word, xlsx

ALL = ["--files", "10000"]
REPEAT = 10
_STANDING_IN = 987_654_321  # the number of a project that others are made of
_RICH = {"xlsx": "openpyxl", "docx": "python-docx", "pdf": "pdfplumber", "pdf without fonts": "pdfplumber"}
REACH = {"xlsx": 40.0, "docx": 15.0, "pdf": 3.0, "folder": 1.6}
PLAIN_FORMS: tuple[Sketch, ...] = (
    provinces.REGION, provinces.PLAN, provinces.COST, provinces.UNKNOWN, provinces.GUANGDONG, INVESTMENT, TRANSFER, LONG,
)  # fmt: skip
_WIDTHS = [52.0, 52.0, 80.0, 74.0, 74.0, 40.0, 44.0, 90.0]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--files", type=int, default=300, help="files of the folder that is loaded (0: none)")


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Ratios of medians (slow ÷ fast), forms a second, and the folder's seconds."""
    result: dict[str, Any] = {"rounds": arguments.rounds}
    if arguments.files:  # first: what follows would stand in its memory
        result["folder"] = folder(arguments.files)
    books = [_dressed(xlsx({"自评": sketch})) for sketch in PLAIN_FORMS]
    words = [word([sketch]) for sketch in PLAIN_FORMS]
    bare = [ruled(SYSTEM, _WIDTHS), ruled(provinces.REGION, _WIDTHS, size=8.0)]
    prints = {"pdf": [printed(data, "docx") for data in words]} if office() else {}
    for name, files, fast, slow in (
        ("xlsx", books, _xlsx, _openpyxl),
        ("docx", words, _docx, _python_docx),
        *((name, files, _pdf, _pdfplumber) for name, files in {**prints, "pdf without fonts": bare}.items()),
    ):
        for data in files:
            ours, theirs = _same(fast(data)), _same(slow(data))
            if ours != theirs:
                raise AssertionError(f"{name}: {set(ours) ^ set(theirs)}")
        contenders = {
            "fast": _all(fast, files * REPEAT),
            "slow": _all(slow, files),
            "whole": _all(_form, files),
        }
        times = alternate(contenders, rounds=arguments.rounds)
        fast_ms = times["fast"].median_ms / REPEAT
        result[name] = {
            "forms": len(files),
            "fast_ms": fast_ms,
            "slow_ms": times["slow"].median_ms,
            "whole_form_ms": times["whole"].median_ms / len(files),
            "ratio": times["slow"].median_ms / fast_ms,
            "forms_a_second": 1000 * len(files) / fast_ms,
            "reach": REACH[name.split()[0]],
        }
    return result


def _dressed(book: bytes) -> bytes:
    """The workbook as an office sends it: borders, fonts and alignment on every cell of the form and of the page below."""
    opened = openpyxl.load_workbook(io.BytesIO(book))
    side = Side(style="thin")
    for sheet in opened:
        for row in sheet.iter_rows(min_row=1, max_row=sheet.max_row + 12, max_col=sheet.max_column):
            for cell in row:
                cell.border = Border(left=side, right=side, top=side, bottom=side)
                cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
                cell.font = Font(name="宋体", size=10)
    stream = io.BytesIO()
    opened.save(stream)
    return stream.getvalue()


def _all(read: Callable[[bytes], Any], files: list[bytes]) -> Callable[[], None]:
    def every() -> None:
        for data in files:
            read(data)

    return every


def _same(texts: list[Any]) -> list[str]:
    """Texts as they are compared: without white space, whole numbers without their point; untimed."""
    bare = ("".join(str(int(t) if isinstance(t, float) and t.is_integer() else t).split()) for t in texts)
    return sorted(text for text in bare if text)


def _xlsx(data: bytes) -> list[Any]:
    return [cell.text for grid in read_xlsx(data, Source("")).grids for cell in grid.cells.values()]


def _openpyxl(data: bytes) -> list[Any]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [
        cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]


def _docx(data: bytes) -> list[Any]:
    return [cell.text for grid in read_docx(data, Source("")).grids for cell in grid.cells.values()]


def _python_docx(data: bytes) -> list[Any]:
    document = docx.Document(io.BytesIO(data))
    seen: dict[object, str] = {}  # a merged cell is met once for each place it covers
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                seen[cell._tc] = cell.text
    return list(seen.values())


def _pdf(data: bytes) -> list[Any]:
    return [cell.text for grid in read_pdf(data, Source("")).grids for cell in grid.cells.values()]


def _form(data: bytes) -> None:
    assert read_member(data, "").forms


def _pdfplumber(data: bytes) -> list[Any]:
    with pdfplumber.open(io.BytesIO(data)) as document:
        return [
            text
            for page in document.pages
            for table in page.extract_tables()
            for row in table
            for text in row
            if text
        ]


def folder(count: int) -> dict[str, Any]:
    """From a folder of mixed files to a published version: `load` with its processes against one process that reads,
    scores and stores one file after another, each into a store of its own, in turn.

    Busy seconds are CPU time, of children too: on a busy machine they say what the clock cannot. Memory is the most
    that the loading process itself held beyond what it had before, and the most that one of its readers held (Linux).
    `held_mb` is what the process held after each quarter of the files, flat where memory is bounded; `store_mb` the
    published version, `kept_mb` the source files kept beside it.
    """
    place = Path(tempfile.mkdtemp(prefix="bench-reading-"))
    try:
        files = place / "files"
        files.mkdir()
        for number in range(count):
            name, data = _mixed(number)
            (files / name).write_bytes(data)
        _warm(place)
        taken, busy, counts = {}, {}, set()
        before = peak_memory_mb()
        held: list[float] = []
        readers: list[float] = [0.0]

        def quarter(done: int, _known: int, _file: str) -> None:
            if done % max(1, count // 4) == 0:
                held.append(_held_mb())
            if done % 50 == 0:
                readers.append(_largest_child_mb())

        ways = {"pool": lambda files, store: _pool(files, store, quarter), "one process": _one_process}
        for name, way in ways.items():
            start, spent = time.perf_counter(), sum(os.times()[:4])
            report = way(files, Store(place / name))
            taken[name] = time.perf_counter() - start
            busy[name] = sum(os.times()[:4]) - spent
            counts.add((report.loaded, report.rejected, report.evaluations, report.findings))
            if name == "pool":
                peak = peak_memory_mb()
                version, kept = _sizes_mb(place / name)
        if len(counts) != 1:
            raise AssertionError(f"both ways must load the same: {counts}")
        loaded, refused, _, _ = counts.pop()
        return {
            "files": count, "loaded": loaded, "rejected": refused, "one_process_s": taken["one process"],
            "pool_s": taken["pool"], "ratio": taken["one process"] / taken["pool"], "reach": REACH["folder"],
            "one_process_busy_s": busy["one process"], "pool_busy_s": busy["pool"],
            "files_a_second": count / taken["pool"], "peak_memory_mb": peak, "grown_mb": peak - before,
            "held_mb": held, "largest_reader_mb": max(readers), "store_mb": version, "kept_mb": kept,
        }  # fmt: skip
    finally:
        shutil.rmtree(place)


def _held_mb() -> float:
    """Memory this process holds now (Linux; 0 elsewhere)."""
    place = Path("/proc/self/statm")
    return int(place.read_text().split()[1]) * resource.getpagesize() / 2**20 if place.exists() else 0.0


def _largest_child_mb() -> float:
    """The most memory that one of this process's children ever held (Linux; 0 elsewhere)."""
    found = [0.0]
    for children in Path("/proc/self/task").glob("*/children"):
        for child in children.read_text().split():
            status = Path(f"/proc/{child}/status")
            said = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
            found.append(int(said[1]) / 1024 if said else 0.0)
    return max(found)


def _sizes_mb(store: Path) -> tuple[float, float]:
    """Of a store: its published version, and everything else in its folder."""
    sizes = {path: path.stat().st_size / 2**20 for path in store.rglob("*") if path.is_file()}
    version = sum(size for path, size in sizes.items() if path.suffix == ".duckdb")
    return version, sum(sizes.values()) - version


def _warm(place: Path) -> None:
    """Everything imported and compiled before either way is timed."""
    few = place / "few"
    few.mkdir()
    for number in range(20):
        name, data = _mixed(number)
        (few / name).write_bytes(data)
    for way in (_pool, _one_process):
        way(few, Store(place / f"warm-{way.__name__}"))


def _pool(files: Path, store: Store, progress: Progress | None = None) -> LoadReport:
    return load([files], store, progress=progress)


def _one_process(files: Path, store: Store) -> LoadReport:
    def readings() -> Iterator[tuple[FileReading, bytes]]:
        for path in sorted(files.iterdir()):
            data = path.read_bytes()
            yield read_member(data, path.name), data

    return store_readings(store, readings())


def _mixed(number: int) -> tuple[str, bytes]:
    """A file of the folder: mostly workbooks, also documents, web pages, text tables and prints; some damaged."""
    kind = number % 20
    if kind < 11:
        return f"{number:05}.xlsx", _numbered(_workbook(), number)
    if kind < 14:
        return f"{number:05}.docx", _numbered(_document(), number)
    if kind < 16:
        return f"{number:05}.csv", text_table(_form_of(number), encoding="gbk")
    if kind < 18:
        return f"{number:05}.xls", web(_form_of(number))
    if kind == 18:
        return f"{number:05}.pdf", ruled(_form_of(number), _WIDTHS)
    return f"{number:05}坏.xlsx", _numbered(_workbook(), number)[:900]


def _project(number: int) -> str:
    return f"第{number}号项目"


def _form_of(number: int) -> Sketch:
    return [
        ["项目名称", _project(number), *line[2:]] if line[0] == "项目名称" else list(line) for line in PLAIN
    ]


@cache
def _workbook() -> bytes:
    return workbook(_project(_STANDING_IN))


@cache
def _document() -> bytes:
    return word([_form_of(_STANDING_IN)])


def _numbered(package: bytes, number: int) -> bytes:
    """The package with another project's number: drawing ten thousand anew takes longer than loading them."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry).replace(b"%d" % _STANDING_IN, b"%d" % number))
    return stream.getvalue()


def report(result: dict[str, Any]) -> str:
    """The Markdown section: one line a format, one for the folder."""
    lines = ["| what | fast | rich reader | ratio | reach |", "|---|---|---|---|---|"]
    for name, rich in _RICH.items():
        if name not in result:
            continue  # no office program to print with
        one = result[name]
        lines.append(
            f"| {name}, {one['forms']} forms, same content | {one['fast_ms']:.1f} ms | {rich} {one['slow_ms']:.1f} ms "
            f"| {one['ratio']:.1f}× | ≥ {one['reach']:g}× |"
        )
    if "folder" in result:
        one = result["folder"]
        lines.append(
            f"| folder of {one['files']:,} mixed files → published version | {one['pool_s']:.1f} s | one process "
            f"{one['one_process_s']:.1f} s | {one['ratio']:.2f}× | ≥ {one['reach']:g}× |"
        )
        lines.append(
            f"| memory of that load: process (grown by), largest reader | {one['peak_memory_mb']:.0f} MB "
            f"({one['grown_mb']:.0f}), {one['largest_reader_mb']:.0f} MB | | | |\n"
            f"| held after each quarter; version, source files kept | "
            f"{' · '.join(f'{held:.0f}' for held in one['held_mb'])} MB; {one['store_mb']:.0f} MB, {one['kept_mb']:.0f} MB | | | |"
        )
    return "\n".join(lines)
