"""One sketch, every format: what a layout says does not depend on the program that wrote it."""

from __future__ import annotations

from functools import cache

import pytest

from evalcore.loaders.doc import office
from evalcore.loaders.read import read_bytes, read_member
from tests.loaders import layouts
from tests.loaders.layouts import Form
from tests.loaders.printed import converted
from tests.loaders.sketch import Sketch, ods, spreadsheet_ml, web, word, xlsx
from tests.loaders.test_further_layouts import differences

SKETCHES: dict[str, tuple[Sketch, tuple[Form, ...]]] = {
    "reviewed": (layouts.REVIEWED, (layouts.REVIEWED_FORM,)),
    "three_columns": (layouts.THREE_COLUMNS, (layouts.THREE_COLUMNS_FORM,)),
    "whole_department": (layouts.WHOLE, (layouts.WHOLE_FORM,)),
    "transfer": (layouts.TRANSFER, (layouts.TRANSFER_FORM,)),
    "investment": (layouts.INVESTMENT, (layouts.INVESTMENT_FORM,)),
    "plain": (layouts.PLAIN, (layouts.PLAIN_FORM,)),
    "external": (layouts.EXTERNAL, (layouts.EXTERNAL_FORM,)),
    "stacked": (layouts.STACKED, layouts.STACKED_FORMS),
    "ledger": (layouts.LEDGER, layouts.LEDGER_FORMS),
    "long": (
        [["（2023年度）", *["<"] * 8], *layouts.LONG],
        (layouts.LONG_FORM,),
    ),  # the year is no sheet's name here
    "pairs": (layouts.PAIRS, (layouts.PAIRS_FORM,)),
}
DRAWN = {
    "xlsx": lambda sketch: xlsx({"Sheet1": sketch}),
    "SpreadsheetML": lambda sketch: spreadsheet_ml({"Sheet1": sketch}),
    "html": lambda sketch: web(sketch),
    "ods": lambda sketch: ods("Sheet1", sketch),
}
WORD_IN_DEFAULT = ("plain", "transfer")  # LibreOffice reads each .doc in a process of its own: two seconds


def wrong(data: bytes, file: str, expected: tuple[Form, ...]) -> list[str]:
    """What was read otherwise than it is printed."""
    reading = read_member(data, file) if not file.endswith(".doc") else next(iter(read_bytes(data, file)))
    assert [str(error) for error in reading.errors] == []
    assert [form.project for form in reading.forms] == [form["project"] for form in expected]
    pairs = zip(reading.forms, expected, strict=True)
    return [said for evaluation, form in pairs for said in differences(evaluation, form)[1]]


@pytest.mark.parametrize("kind", DRAWN)
@pytest.mark.parametrize("name", SKETCHES)
def test_a_layout_reads_the_same_as_drawn(name: str, kind: str) -> None:
    sketch, forms = SKETCHES[name]
    assert wrong(DRAWN[kind](sketch), f"{name}.xls", forms) == []


@cache
def in_format(target: str) -> dict[str, bytes]:
    """Every sketch as LibreOffice writes it in an old format."""
    if (
        target == "doc"
    ):  # Word ends every document with a paragraph; without one the writer of .doc loses the table
        return converted({name: word([sketch, ""]) for name, (sketch, _) in SKETCHES.items()}, "docx", target)
    return converted(
        {name: xlsx({"Sheet1": sketch}) for name, (sketch, _) in SKETCHES.items()}, "xlsx", target
    )


needs_office = pytest.mark.skipif(office() is None, reason="LibreOffice is not installed")


@needs_office
@pytest.mark.parametrize("file", ["form.xls", "form.et", "form.ods"])
@pytest.mark.parametrize("name", SKETCHES)
def test_a_layout_reads_the_same_as_an_office_writes_it(name: str, file: str) -> None:
    target = "ods" if file.endswith("ods") else "xls"  # WPS writes the same records as Excel did, named .et
    assert wrong(in_format(target)[name], file, SKETCHES[name][1]) == []


@needs_office
@pytest.mark.parametrize(
    "name",
    [name if name in WORD_IN_DEFAULT else pytest.param(name, marks=pytest.mark.long) for name in SKETCHES],
)
def test_a_layout_reads_the_same_as_a_word_document_of_old(name: str) -> None:
    assert wrong(in_format("doc")[name], "form.doc", SKETCHES[name][1]) == []
