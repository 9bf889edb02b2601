"""Every value in a store opens its source: the kept file holds, at the place stored with the value, what was read there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from evalcore.loaders.amount import WAN, year_of
from evalcore.loaders.document import Document
from evalcore.loaders.load import load
from evalcore.loaders.read import _document
from evalcore.loaders.sniff import sniff
from evalcore.loaders.vocabulary import compact
from evalcore.model import Evaluation, Place, Source, Subject
from evalcore.store.read import read_evaluation
from evalcore.store.version import Store
from tests.loaders.cities import CITIES
from tests.loaders.layouts import LAYOUTS, PLAIN, Layout
from tests.loaders.provinces_documents import ruled
from tests.loaders.sketch import Sketch, spreadsheet_ml
from tests.loaders.streets import STREETS
from tests.loaders.test_blind_sets import BY_OFFICE

FORMS = Path(__file__).parents[2] / "../shared/forms"
NUMBER = re.compile(r"\d+(?:\.\d+)?|\.\d+")
TEXTS = (
    "project",
    "project_code",
    "department",
    "unit",
    "self_grade",
    "goal",
    "goal_actual",
    "problems",
    "measures",
)
AMOUNTS = ("initial", "annual", "executed")
SCORES = ("self_score", "review_score", "total_points")
ROW_TEXTS = (
    "level1", "level2", "level3", "target", "actual", "deviation_note", "rule", "last_actual", "evidence",
)  # fmt: skip
ROW_SCORES = ("points", "self_score", "review_score")
FORMATS = {
    "xlsx",
    "docx",
    "csv",
    "html",
    "ods",
    "xml2003",
    "pdf",
}  # drawn here; what LibreOffice writes is read alike


def drawn() -> Iterator[tuple[str, bytes]]:
    own: list[Layout] = [each for each in (*LAYOUTS, *CITIES, *STREETS) if not each.name.endswith(BY_OFFICE)]
    for number, layout in enumerate(own):
        yield f"{number:02}-{layout.file}", layout.build()
    yield "打印.pdf", ruled(of_project("打印项目"), [52.0, 52.0, 80.0, 74.0, 74.0, 40.0, 44.0, 90.0])
    yield "旧系统.xls", spreadsheet_ml({"自评": of_project("另一项目")})


def of_project(name: str) -> Sketch:
    """The plain form of another project, so that the store holds both."""
    return [["项目名称", name, *line[2:]] if line[0] == "项目名称" else line for line in PLAIN]


def values(form: Evaluation) -> Iterator[tuple[str, Any, Place | None]]:
    """(what, value, place) of everything a form says."""
    for name in TEXTS:
        constant = name == "project" and form.subject is Subject.DEPARTMENT
        if not constant:
            yield name, getattr(form, name), form.places.get(name)
    yield "year", form.year, form.places.get("year")
    for name in SCORES:
        yield name, getattr(form, name), form.places.get(name)
    for name in (*AMOUNTS, "printed_rate", "execution_points", "execution_score"):
        yield name, getattr(form.budget, name), form.budget.places.get(name)
    for row in form.indicators:
        for name in (*ROW_TEXTS, *ROW_SCORES):
            yield f"{name}", getattr(row, name) or None, row.places.get(name)
    for source in form.budget.sources:
        yield "source", source.label, source.place


def said_at(document: Document, place: Place) -> list[tuple[str, object]]:
    """Text and stored value at a place, of every table or paragraph of that name; a worksheet's own name."""
    if not place.cell:
        return [(place.sheet, None)]
    cells = [
        (cell.text, cell.value)
        for grid in document.grids
        if grid.sheet == place.sheet
        for (row, col), cell in grid.cells.items()
        if grid.address(row, col) == place.cell
    ]
    return cells or [(part.text, None) for part in document.paragraphs if part.place == place]


def holds(name: str, value: Any, text: str, stored: object) -> bool:
    """Whether a cell says a value: its words, or its number in some unit or as a percentage."""
    bare = compact(text)
    if isinstance(value, Decimal):
        numbers = [Decimal(found) for found in NUMBER.findall(bare.replace(",", ""))]
        if isinstance(stored, int | float):
            numbers.append(Decimal(repr(stored)))
        scales = {*WAN.values()} if name in AMOUNTS else {Decimal(1), Decimal("0.01"), Decimal(100)}
        return any(
            abs(number * scale - abs(value)) < Decimal("1e-9") for number in numbers for scale in scales
        )
    if name == "year":
        return year_of(text) == value or str(value) in bare
    wanted = compact(str(value))
    if name == "target":  # operator, value and unit may stand in three columns; the place is the value's
        return wanted in bare or (bool(bare) and bare in wanted)
    if name in ("goal", "goal_actual", "problems", "measures"):  # may go on in further paragraphs
        return wanted in bare or (bool(bare) and wanted.startswith(bare))
    return wanted in bare or re.sub(r"\W", "", wanted) in re.sub(r"\W", "", bare)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Store:
    place = tmp_path_factory.mktemp("provenance")
    folder = place / "files"
    folder.mkdir()
    for name, data in drawn():
        (folder / name).write_bytes(data)
    store = Store(place / "store")
    load([folder], store, jobs=1)
    return store


def stored(store: Store) -> list[Evaluation]:
    connection = store.open()
    ids = [row[0] for row in connection.execute("SELECT evaluation_id FROM stored_evaluation").fetchall()]
    forms = [read_evaluation(connection, id) for id in ids]
    connection.close()
    return forms


def looked_up(store: Store) -> tuple[Counter[str], list[tuple[object, ...]]]:
    """Values looked up in the kept files, by format; those that do not stand at their place."""
    checked: Counter[str] = Counter()
    wrong: list[tuple[object, ...]] = []
    for form in stored(store):
        data = store.file(form.source.sha256).read_bytes()
        kind = sniff(data)
        document = _document(data, kind, Source(form.source.file))
        for name, value, place in values(form):
            if value is None:
                continue
            checked[kind] += 1
            said = said_at(document, place) if place is not None else []
            if not any(holds(name, value, text, stored) for text, stored in said):
                wrong.append((form.source.file, name, value, str(place), said[:1]))
    return checked, wrong


def test_every_value_in_the_store_opens_its_source_cell(loaded: Store) -> None:
    checked, wrong = looked_up(loaded)
    assert wrong == []
    assert set(checked) >= FORMATS
    assert min(checked.values()) > 15  # values of every format were looked up
    assert sum(checked.values()) > 1_400


@pytest.mark.skipif(not FORMS.is_dir(), reason="../shared/forms is not here")
def test_every_value_of_the_reference_forms_opens_its_source_cell(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    folders = [
        path for path in FORMS.iterdir() if path.is_dir() and path.name not in ("hazard", "zip", "doc")
    ]
    load(folders, store, jobs=1)
    checked, wrong = looked_up(store)
    assert wrong == []
    assert sum(checked.values()) > 1_000


def test_no_place_is_that_of_another_row(loaded: Store) -> None:
    """The name, target and actual of an indicator stand in one row of its table, unless a merge reaches over several."""
    forms = stored(loaded)
    beside = 0
    for form in forms:
        for row in form.indicators:
            places = [row.places[name] for name in ("level3", "actual") if name in row.places]
            lines = {match[1] for place in places if (match := re.search(r"(?:^[A-Z]+|R)(\d+)", place.cell))}
            beside += len(lines) == 1
            assert len({place.sheet for place in places}) <= 1, (form.source.file, row.level3)
    assert beside > 0.95 * sum(len(list(chain(form.indicators))) for form in forms)


def test_a_wrong_place_would_be_noticed(tmp_path: Path) -> None:
    assert holds("annual", Decimal("120"), "1,200,000", 1200000)
    assert not holds("annual", Decimal("120"), "1,300,000", 1300000)
    assert holds("target", "≥3座", "3", 3)
    assert not holds("target", "≥3座", "4", 4)
    assert not holds("department", "水利局", "教育局", "教育局")
