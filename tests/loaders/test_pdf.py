"""PDFs: tables by their lines, pages joined, text over borders, scans and damage told."""

import json
import random
from pathlib import Path

import pytest

from evalcore.errors import LoadError
from evalcore.loaders import form, report
from evalcore.loaders.pdf import read_pdf
from evalcore.model import Source
from tests.loaders.pdf_print import Row, Sheet, pdf, table

SHARED = Path(__file__).parents[2] / "../shared/forms"
shared = pytest.mark.skipif(not SHARED.exists(), reason="the shared forms are not beside this checkout")
WIDTHS = [50.0, 60.0, 110.0, 75.0, 75.0, 40.0, 40.0, 60.0]
MONEY = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
HEADER: Row = [
    (text, 1)
    for text in ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因")
]


def read(data: bytes):
    return read_pdf(data, Source("表.pdf", format="pdf"))


def the_form(rows: int = 3) -> list[Row]:
    """A self-evaluation form with `rows` indicators under 数量指标 and one under 满意度指标."""
    head: list[Row] = [
        [("项目支出绩效自评表", 8)],
        [("（2022年度）", 8)],
        [("项目名称", 2), ("农村公路养护经费", 6)],
        [("主管部门", 2), ("县交通运输局", 2), ("实施单位", 2), ("县公路养护中心", 2)],
        [("项目资金（万元）", 2), *((text, 1) for text in MONEY)],
        [("年度资金总额", 2), *((text, 1) for text in ("120.5", "100", "98.25", "10", "98.25%", "9.83"))],
    ]
    body: list[Row] = [HEADER]
    for k in range(rows):
        name = f"第{k + 1}类农村公路日常养护完成的里程数量"
        cells = (name, f"≥{100 + k}公里", f"{110 + k}公里", "10", "10", "")
        levels = ("产出指标（50分）", "数量指标") if k == 0 else (None, None)
        body.append([(text, 1) for text in (*levels, *cells)])
    last = ("沿线群众对公路养护工作的满意度", "≥90%", "96.5%", "10", "10", "")
    body.append([(text, 1) for text in ("满意度指标（10分）", "服务对象满意度", *last)])
    return [*head, *body, [("总分", 5), ("100", 1), ("99.83", 1), ("", 1)]]


def check(document, rows: int = 3) -> None:
    (found,) = form.evaluations(document)
    assert (found.project, found.department, found.unit, found.year) == (
        "农村公路养护经费", "县交通运输局", "县公路养护中心", 2022,
    )  # fmt: skip
    assert [str(x) for x in (found.budget.initial, found.budget.annual, found.budget.executed)] == [
        "120.5", "100", "98.25",
    ]  # fmt: skip
    assert len(found.indicators) == rows + 1
    for k, indicator in enumerate(found.indicators[:-1]):
        assert (indicator.level1, indicator.level2) == ("产出指标", "数量指标")
        assert indicator.level3 == f"第{k + 1}类农村公路日常养护完成的里程数量"
        assert (indicator.target, indicator.actual) == (f"≥{100 + k}公里", f"{110 + k}公里")
        assert (indicator.points, indicator.self_score) == (10, 10)
    last = found.indicators[-1]
    assert (last.level3, last.target, last.actual) == ("沿线群众对公路养护工作的满意度", "≥90%", "96.5%")
    assert (str(found.total_points), str(found.self_score)) == ("100", "99.83")


def test_ruled_table_gives_its_cells_with_merges_and_places():
    document = read(pdf(table(WIDTHS, the_form())))
    check(document)
    (grid,) = document.grids
    assert grid.owner(8, 0) == (7, 0)
    assert str(grid.place(7, 2)) == "第1页 R8C3"


def test_words_broken_by_the_column_are_rejoined():
    (grid,) = read(pdf(table(WIDTHS, the_form()))).grids
    assert grid.text(7, 2) == "第1类农村公路日常养护完成的里程数量"


@pytest.mark.parametrize("centred", [True, False])
def test_table_over_several_pages_is_one(centred):
    sheets = table(WIDTHS, the_form(40), centred=centred)
    assert len(sheets) > 1
    document = read(pdf(sheets))
    assert len(document.grids) == 1
    check(document, 40)
    assert str(document.grids[0].place(document.grids[0].n_rows - 1, 0)).startswith("第1–")


def test_header_printed_again_on_the_next_page_is_dropped():
    rows = the_form(30)
    sheets = table(WIDTHS, rows)
    break_at = next(k for k in range(len(rows)) if len(table(WIDTHS, rows[: k + 1])) > 1)
    repeated = [*rows[:break_at], HEADER, *rows[break_at:]]
    repeated[break_at + 1] = [("产出指标（50分）", 1), ("数量指标", 1), *repeated[break_at + 1][2:]]
    assert len(sheets) > 1
    check(read(pdf(table(WIDTHS, repeated))), 30)


def test_landscape_page_turned_by_the_printer_is_read_upright():
    check(read(pdf(table(WIDTHS, the_form(), rotate=90))))


def test_prose_around_a_table_keeps_its_order_and_place():
    (sheet,) = table(WIDTHS, the_form(), top=120)
    sheet.texts += [(40, 50, 10, "附件1"), (40, 80, 10, "各单位自评情况如下。"), (280, 800, 10, "— 1 —")]
    document = read(pdf([sheet]))
    assert [part.text for part in document.paragraphs] == ["附件1", "各单位自评情况如下。"]
    assert document.parts[0] is document.paragraphs[0]
    assert str(document.paragraphs[1].place) == "第1页 第2行"


def test_text_over_the_border_of_low_rows_is_told_and_sorted_by_the_order_it_was_written():
    rows = the_form(2)
    (sheet,) = table(WIDTHS, rows)
    low = Sheet()
    ys = sorted({round(y, 2) for line in sheet.lines for y in (line[1], line[3])})
    new = {y: 60 + at * 15.0 for at, y in enumerate(ys)}  # every row 15 points: two lines of 10 do not fit
    low.lines = [(x0, new[round(y0, 2)], x1, new[round(y1, 2)]) for x0, y0, x1, y1 in sheet.lines]
    cells: dict[tuple[float, float], list[tuple[float, float, float, str]]] = {}
    for x, y, size, text in sheet.texts:
        middle = y + size * 0.65
        row = max(at for at, edge in enumerate(ys) if edge <= middle)
        cells.setdefault((row, round(x // 5)), []).append((x, y, size, text))
    for x, y, size, text in sheet.texts:
        spans = [(a, b) for a in ys for b in ys if a < b and a <= y and y + size <= b]
        low_edge = max(a for a, _ in spans)
        high_edge = min(b for a, b in spans if a == low_edge)
        shift = (new[low_edge] + new[high_edge]) / 2 - (low_edge + high_edge) / 2
        low.texts.append((x, y + shift, size, text))
    document = read(pdf([low]))
    assert any("超出边框" in note for note in document.notes)
    (found,) = form.evaluations(document)
    names = [indicator.level3 for indicator in found.indicators]
    right = [f"第{k}类农村公路日常养护完成的里程数量" for k in (1, 2)] + ["沿线群众对公路养护工作的满意度"]
    assert [name for name in names if name not in right] == []


@pytest.mark.parametrize("rows", [1, 2, 5])
@pytest.mark.parametrize("centred", [True, False])
@pytest.mark.parametrize("ruled", ["none", "rows"])
def test_table_without_upright_lines_is_read_by_its_gaps(ruled, centred, rows):
    document = read(pdf(table(WIDTHS, the_form(rows), ruled=ruled, centred=centred)))
    check(document, rows)
    assert document.notes == ()


def test_unruled_table_over_two_pages_is_one():
    sheets = table(WIDTHS, the_form(22), ruled="none", centred=False)
    assert len(sheets) == 2
    check(read(pdf(sheets)), 22)


def test_unruled_table_whose_rows_cannot_be_told_apart_is_not_guessed():
    (sheet,) = table(WIDTHS, the_form(3), ruled="none", centred=False)
    header = max(y for _, y, _, text in sheet.texts if text == "三级指标")
    chance = random.Random(5)
    sheet.texts = [
        (x, y + chance.uniform(-25, 25) if y > header else y, size, text) for x, y, size, text in sheet.texts
    ]
    document = read(pdf([sheet]))
    assert document.grids == ()
    assert any("不能确定行列" in note for note in document.notes)


def test_password_damage_and_emptiness_are_told_with_a_remedy():
    whole = pdf(table(WIDTHS, the_form()))
    for data in (whole[:200], b"%PDF-1.4\nnothing", b"%PDF-"):
        with pytest.raises(LoadError, match="损坏或不完整"):
            read(data)
    with pytest.raises(LoadError, match="没有可读取的文字"):
        read(pdf([Sheet()]))


def test_mutated_pdf_is_read_or_refused_and_never_raises_otherwise():
    whole = pdf(table(WIDTHS, the_form()))
    chance = random.Random(7)
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        try:
            document = read(bytes(data))
            report.evaluations(document, form.evaluations(document))
        except LoadError as error:
            assert error.remedy


@shared
@pytest.mark.parametrize("path", sorted((SHARED / "pdf").glob("*.pdf")), ids=lambda path: path.stem)
def test_real_form_equals_its_expected_fields(path):
    document = read(path.read_bytes())
    found = report.evaluations(document, form.evaluations(document))
    expected = json.loads(Path(f"{path}.expected.json").read_text(encoding="utf-8"))["forms"]
    assert [fields(one) for one in found] == [expected_fields(one) for one in expected]


@shared
def test_scan_is_said_to_be_a_scan():
    with pytest.raises(LoadError, match="扫描件") as error:
        read((SHARED / "hazard/scanned_image_only.pdf").read_bytes())
    assert "原件" in error.value.remedy


@shared
def test_truncated_pdf_is_refused():
    with pytest.raises(LoadError, match="损坏或不完整"):
        read((SHARED / "hazard/truncated.pdf").read_bytes())


def folded(text: object) -> str | None:
    wide = {0xFF01 + i: 0x21 + i for i in range(94)} | {ord("“"): '"', ord("”"): '"'}
    return "".join(str(text).split()).translate(wide) if text else None


def amount(value: object) -> float | None:
    return None if value is None else round(float(str(value)), 6)


def fields(found) -> dict[str, object]:
    budget = found.budget
    return {
        "names": [
            folded(x) for x in (found.project, found.department, found.unit, found.year, found.self_grade)
        ],
        "money": [amount(x) for x in (budget.initial, budget.annual, budget.executed, budget.printed_rate)],
        "totals": [amount(found.self_score), amount(found.total_points)],
        "indicators": [
            [
                folded(x)
                for x in (i.level1, i.level1_raw, i.level2, i.level3, i.target, i.actual, i.deviation_note)
            ]
            + [amount(i.points), amount(i.self_score)]
            for i in found.indicators
        ],
    }


def expected_fields(form_: dict[str, object]) -> dict[str, object]:
    rows = form_["indicators"]
    assert isinstance(rows, list)
    return {
        "names": [folded(form_[x]) for x in ("project", "department", "unit", "year", "grade")],
        "money": [
            amount(form_[x])
            for x in ("budget_initial_wan", "budget_annual_wan", "executed_wan", "execution_rate")
        ],
        "totals": [amount(form_["total_score"]), amount(form_["total_weight"])],
        "indicators": [
            [
                folded(row[x])
                for x in ("level1", "level1_raw", "level2", "level3", "target", "actual", "deviation")
            ]
            + [amount(row["weight"]), amount(row["score"])]
            for row in rows
        ],
    }
