"""A store of a few forms scored by the engine, with cells, for /project: every number is counted by hand."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal as D
from pathlib import Path

from evalcore.model import Budget, Evaluation, FundSource, Indicator, Movement, MovementKind, Place, Source
from evalcore.scoring.rule_set import rule_set
from evalcore.scoring.total import score_evaluation
from evalcore.store import Store
from evalcore.store.rows import Detail
from evalcore.store.write import write_evaluations

HOSTILE = "<img src=x onerror=alert(1)> $a^2$ :red[甲] [x](http://evil.example)"
URL = "https://example.org/open/2024/1.html"


def cells(row: int) -> Mapping[str, Place]:
    return {name: Place("自评表", f"{column}{row}") for name, column in zip(
        ("level3", "target", "actual", "points", "self_score"), "CDEFG", strict=True)}  # fmt: skip


def form(year: int = 2024, project: str = "道路保洁") -> Evaluation:
    """Points 10 + 50 + 30 + 10. Recomputed: 7.5 + 40 + 30 + 10 = 87.50; self 7.5 + 50 + 28 + 10 = 95.50."""
    return Evaluation(
        project=project, year=year, department="区城市管理局", unit="环卫中心", project_code="P001",
        budget=Budget(
            D("100"), D("80"), D("60"), execution_points=D(10), execution_score=D("7.5"),
            movements=(
                Movement(MovementKind.ADDED, D("5"), "+", text="追加 5 万元"),
                Movement(MovementKind.TRANSFERRED_OUT, D("25"), "-", inferred=True, counterparty="区财政局"),
            ),
            sources=(FundSource("当年财政拨款", D("100"), D("80"), D("60"), Place("自评表", "C7")),),
            places={"executed": Place("自评表", "E6")},
        ),
        indicators=(
            Indicator("产出指标", "保洁面积", "数量指标", target="≥10万平方米", actual="8万平方米",
                      points=D(50), self_score=D(50), places=cells(12)),
            Indicator("效益指标", HOSTILE, "社会效益", target="明显改善", actual="效果明显", points=D(30),
                      self_score=D(28), places=cells(13)),
            Indicator("满意度指标", "群众满意度", "满意度", target="≥90%", actual="95%", points=D(10),
                      self_score=D(10), places=cells(14)),
        ),
        self_score=D("95.5"), self_grade="优", goal="路面干净", problems="机械不足", measures="购置机械",
        source=Source("城管/道路保洁.xlsx", "ab" * 32, "xlsx", URL),
    )  # fmt: skip


def build(folder: Path) -> Store:
    """2023 and 2024 of one project (linked by its key), and another project of 2024."""
    forms = [form(2023), form(2024), form(2024, "公厕管理")]
    keys = ["roads", "roads", "toilets"]
    store = Store(folder)
    with store.begin("测试") as draft:
        write_evaluations(
            draft.connection, [(one, score_evaluation(one, rule_set(id="national-2020"))) for one in forms],
            dataset="submitted", simulated=False, version=draft.version,
            details=[Detail(department_code="301", project_key=key) for key in keys],
        )  # fmt: skip
    return store


def id_of(store: Store, project: str, year: int) -> str:
    connection = store.open()
    try:
        rows = connection.execute(
            "SELECT evaluation_id FROM stored_evaluation WHERE project = ? AND year = ?", [project, year]
        ).fetchall()
        return str(rows[0][0])
    finally:
        connection.close()
