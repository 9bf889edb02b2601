"""Small stores for tests: rows written directly, no engine needed."""

from __future__ import annotations

from evalcore.store import Draft, Store


def put(
    draft: Draft,
    name: str,
    *,
    department: str = "001",
    year: int = 2022,
    dataset: str = "submitted",
    **more: object,
) -> None:
    """One evaluation row with the least it needs."""
    row: dict[str, object] = {
        "evaluation_id": name,
        "dataset": dataset,
        "simulated": dataset == "demo",
        "project_key": f"k{name}",
        "project": f"项目{name}",
        "department": f"局{department}",
        "department_code": department,
        "year": year,
        "method": "单位自评",
        "subject": "项目支出",
        "rule_set": "national-2020",
        "indicator_count": 0,
        "full_mark_count": 0,
        "finding_red": 0,
        "finding_yellow": 0,
        "finding_info": 0,
        "is_report": False,
        "stage": "初步",
        "revision": 1,
        "copy": 1,
        "digest": name,
        "form": '{"project":"甲","year":2022}',
    } | more
    columns = ", ".join(row)
    marks = ", ".join("?" for _ in row)
    draft.connection.execute(
        f"INSERT INTO stored_evaluation ({columns}) VALUES ({marks})", list(row.values())
    )


def publish(store: Store, *names: str, what: str = "导入", **more: object) -> str:
    """A version with these evaluations added; its id."""
    with store.begin(what) as draft:
        for name in names:
            put(draft, name, **more)  # type: ignore[arg-type]
    return draft.version


def names(store: Store, version: str | None = None) -> list[str]:
    """The evaluations a version holds."""
    connection = store.open(version)
    try:
        rows = connection.execute("SELECT evaluation_id FROM stored_evaluation ORDER BY 1").fetchall()
        return [row[0] for row in rows]
    finally:
        connection.close()
