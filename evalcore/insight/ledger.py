"""结果应用: did the next year's initial budget follow a low grade, by count and by money."""

from __future__ import annotations

import pandas as pd

from evalcore.glossary import MISSING, integer, is_missing, number, percent

FOLLOWED, UNCHANGED, RAISED, UNKNOWN = "已调减", "未调减（持平）", "未调减（增加）", "无下年预算可比"


def response(before: object, after: object) -> str:
    """What the next initial budget did against this year's initial budget (万元), in words with the change."""
    a, b = number(before), number(after)
    if a is None or b is None:
        return UNKNOWN
    change = f" {percent(abs(b - a) / a)}" if a else ""
    if b < a:
        return f"{FOLLOWED}{change}"
    return UNCHANGED if b == a else f"{RAISED}{change}"


def with_response(rows: pd.DataFrame) -> pd.DataFrame:
    """rows of queries.follow_up.follow_up or ledger with column budget_response."""
    said = [response(a, b) for a, b in zip(rows["budget_initial"], rows["next_initial"], strict=True)]
    return rows.assign(budget_response=said)


def shortfall(rows: pd.DataFrame) -> str:
    """What a table leaves out, in words: "" when every row came. rows: with their column total."""
    total = int(rows["total"].iloc[0]) if len(rows) else 0
    if total <= len(rows):
        return ""
    return f"共 {integer(total)} 项，本页只取到前 {integer(len(rows))} 项，以上各数按这些计：请在左侧缩小年度或部门。"


def summary(rows: pd.DataFrame) -> pd.DataFrame:
    """By what the budget did: response, evaluations, money (年初预算 of the year evaluated, 万元). rows: with_response."""
    order = (FOLLOWED, UNCHANGED, RAISED, UNKNOWN)
    kind = [next(name for name in order if said.startswith(name)) for said in rows["budget_response"]]
    found = rows.assign(response=kind)
    return pd.DataFrame(
        [
            {
                "response": name,
                "evaluations": int((found["response"] == name).sum()),
                "money": float(found.loc[found["response"] == name, "budget_initial"].astype(float).sum()),
            }
            for name in order
        ]
    )


def export(rows: pd.DataFrame) -> pd.DataFrame:
    """The ledger under the headings that load back. rows: queries.follow_up.ledger, with_response."""
    return pd.DataFrame(
        {
            "年度": rows["year"],
            "主管部门": rows["department"],
            "项目名称": rows["project"],
            "问题": rows["problem"],
            "整改措施": rows["measure"],
            "责任单位": rows["owner"],
            "整改期限": [MISSING if is_missing(d) else f"{d:%Y-%m-%d}" for d in rows["due"]],
            "整改状态": rows["status"],
            "是否逾期": ["逾期" if late else "" for late in rows["overdue"]],
            "备注": rows["note"],
            "年初预算数（万元）": rows["budget_initial"].astype(float),
            "下年年初预算数（万元）": rows["next_initial"].astype(float),
            "下年预算": rows["budget_response"],
            "下年预算出处": rows["next_from"],
            "更新人": rows["changed_by"],
            "更新时间（UTC）": [
                MISSING if is_missing(t) else f"{t:%Y-%m-%d %H:%M}" for t in rows["changed_at"]
            ],
        }
    )
