"""The address and the filters: what a link says, and how to say it. Pure functions, no Streamlit.

Every filter is written, defaults too, so that a link means the same next year. Several values are joined with "~"
(no department code holds one); "all" is no restriction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from evalcore.queries.selection import Dataset, ScoreKind

Code = TypeVar("Code", bound=str)

ALL = "all"
JOINER = "~"

DATASETS: dict[Dataset, str] = {"demo": "模拟数据", "public": "公开项目", "submitted": "报送"}
METHODS = {"self": "单位自评", "department": "部门评价", "finance": "财政评价"}
SUBJECTS = {"project": "项目支出", "department": "部门整体支出", "fund": "专项资金", "policy": "政策"}
GRADES = {"excellent": "优", "good": "良", "fair": "中", "poor": "差"}
SCORES: dict[ScoreKind, str] = {"self": "自评", "review": "复核", "recomputed": "复算"}
SIZES = {  # 全年预算数, lower bound included, upper bound not
    ALL: "全部规模",
    "0-10": "不足 10 万元",
    "10-50": "10–50 万元",
    "50-200": "50–200 万元",
    "200-1000": "200–1000 万元",
    "1000-": "1000 万元及以上",
}
NAMES = {
    "set": "数据集",
    "year": "年度",
    "dept": "主管部门",
    "method": "评价方式",
    "subject": "评价对象",
    "grade": "评价等级",
    "score": "得分口径",
    "size": "预算规模",
    "fund": "资金来源",
    "q": "关键词",
}


@dataclass(frozen=True, slots=True)
class Options:
    """What the store offers to choose from. departments: budget code → name, in code order."""

    datasets: tuple[Dataset, ...] = ()
    years: tuple[int, ...] = ()  # ascending
    departments: Mapping[str, str] = field(default_factory=dict)
    funds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """The filters in force, as codes. Empty tuples restrict nothing; years, dataset and score always say something."""

    dataset: Dataset
    years: tuple[int, ...]
    departments: tuple[str, ...] = ()
    methods: tuple[str, ...] = ("self",)
    subject: str = "project"
    grades: tuple[str, ...] = ()
    score: ScoreKind = "self"
    size: str = ALL
    funds: tuple[str, ...] = ()
    keyword: str = ""


def default(options: Options) -> Choice:
    """The latest year of the first dataset, self-evaluations of projects, self-scores."""
    dataset: Dataset = options.datasets[0] if options.datasets else "demo"
    return Choice(dataset=dataset, years=options.years[-1:])


def write(choice: Choice) -> dict[str, str]:
    """The query parameters of a choice, in a fixed order."""

    def many(values: tuple[object, ...]) -> str:
        return JOINER.join(str(v) for v in values) or ALL

    return {
        "set": choice.dataset,
        "year": many(choice.years),
        "dept": many(choice.departments),
        "method": many(choice.methods),
        "subject": choice.subject,
        "grade": many(choice.grades),
        "score": choice.score,
        "size": choice.size,
        "fund": many(choice.funds),
        "q": choice.keyword or "-",
    }


def dataset_of(params: Mapping[str, str]) -> Dataset | None:
    """The dataset a link asks for, None when it does not say (options depend on it)."""
    return next((code for code in DATASETS if code == params.get("set")), None)


def read(params: Mapping[str, str], options: Options, base: Choice) -> tuple[Choice, tuple[str, ...]]:
    """The choice a link asks for, on top of `base`, and in Chinese what of it the data do not have."""
    unknown: list[str] = []

    def several(name: str, known: Mapping[str, object]) -> tuple[str, ...] | None:
        raw = params.get(name)
        if raw is None:
            return None
        if raw == ALL or raw == "":
            return ()
        asked = list(dict.fromkeys(raw.split(JOINER)))
        unknown.extend(f"{NAMES[name]}“{code}”" for code in asked if code not in known)
        return tuple(code for code in known if code in asked)

    def one(name: str, known: Mapping[Code, object]) -> Code | None:
        raw = params.get(name)
        found = next((code for code in known if code == raw), None)
        if raw is not None and found is None:
            unknown.append(f"{NAMES[name]}“{raw}”")
        return found

    choice = base
    if (dataset := one("set", dict.fromkeys(options.datasets))) is not None:
        choice = replace(choice, dataset=dataset)
    if (years := several("year", {str(y): y for y in options.years})) is not None:
        choice = replace(choice, years=tuple(int(y) for y in years))
    if (departments := several("dept", options.departments)) is not None:
        choice = replace(choice, departments=departments)
    if (methods := several("method", METHODS)) is not None:
        choice = replace(choice, methods=methods)
    if (subject := one("subject", SUBJECTS)) is not None:
        choice = replace(choice, subject=subject)
    if (grades := several("grade", GRADES)) is not None:
        choice = replace(choice, grades=grades)
    if (score := one("score", SCORES)) is not None:
        choice = replace(choice, score=score)
    if (size := one("size", SIZES)) is not None:
        choice = replace(choice, size=size)
    if (funds := several("fund", dict.fromkeys(options.funds))) is not None:
        choice = replace(choice, funds=funds)
    if (keyword := params.get("q")) is not None:
        choice = replace(choice, keyword="" if keyword == "-" else keyword[:60])
    return choice, tuple(unknown)
