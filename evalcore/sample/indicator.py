"""Indicators of a project: which ones it has over its years, and what a year's row says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random

from evalcore.sample.catalogue import RATE, Catalogue, Line
from evalcore.sample.project import Project

OUTPUT, COST, BENEFIT, SATISFACTION = "产出指标", "成本指标", "效益指标", "满意度指标"
LEVEL2 = {
    "数量": "数量指标",
    "质量": "质量指标",
    "时效": "时效指标",
    "成本": "成本指标",
    "满意度": "服务对象满意度指标",
    "可持续影响": "可持续影响指标",
}
SATISFACTION_TARGETS = ((0.60, 90), (0.80, 95), (0.93, 85), (1.0, 80))
SOUND = 0.50  # share of projects whose choice of indicators is beyond question
NO_COST, NO_TIMELINESS, VAGUE = 0.70, 0.30, 0.60  # of the others
FROZEN, BOILERPLATE = 0.27, 0.16  # of all
FEWEST, MOST = 6, 14  # indicators beside satisfaction


@dataclass(slots=True)
class Row:
    """One printed row and the truth behind it. All points in 0.01, numbers as Line keeps them."""

    line: Line
    level1: str
    level2: str
    name: str
    points: int
    target: int | None = None
    actual: int | None = None
    operator: str = ""
    target_text: str | None = None
    actual_text: str | None = None
    rule_points: int = 0  # what the rule gives
    exact: bool = True  # the rule decides it, no person and no words
    self_points: int | None = 0
    review_points: int | None = None
    note: str | None = None
    evidence: str | None = None
    rule_text: str | None = None
    last_actual: int | None = None
    vague: bool = False
    partly: bool = False
    sampled: bool = False  # names sample or method of the satisfaction survey
    defect: str = ""

    @property
    def unit(self) -> str:
        return self.line.unit

    @property
    def numeric(self) -> bool:
        return self.target is not None

    @property
    def achievement(self) -> float | None:
        """actual ÷ target of a row that wants much."""
        if self.operator == "≤" or not self.target or self.actual is None:
            return None
        return self.actual / self.target

    @property
    def met(self) -> bool:
        if self.target is None or self.actual is None:
            return not self.partly
        return self.actual <= self.target if self.operator == "≤" else self.actual >= self.target

    @property
    def is_satisfaction(self) -> bool:
        return self.level1 == SATISFACTION


@dataclass(frozen=True, slots=True)
class Measures:
    """What a project is measured by through all its years."""

    lines: tuple[Line, ...]
    vague: frozenset[int]  # places of indicators in words whose target says nothing one could check
    weights: tuple[int, ...]  # relative weight of each line
    frozen: bool  # targets never change
    boilerplate: bool  # problems and measures are last year's
    factor: float  # counts, against the catalogue's
    no_cost: bool
    no_timeliness: bool
    sound: bool  # nothing in the choice of indicators needs a word


def number(value: int, decimals: int) -> str:
    """123, 1 → "12.3"."""
    if decimals == 0:
        return str(value)
    whole, part = divmod(value, 10**decimals)
    return f"{whole}.{part:0{decimals}d}"


def measures(project: Project, level: float, texts: Catalogue, random: Random) -> Measures:
    """Choose 6–15 indicators; the same for every year of a family."""
    template = project.template
    sound = random.random() < SOUND
    no_cost = not sound and random.random() < NO_COST
    no_timeliness = not sound and random.random() < NO_TIMELINESS
    lines = [line for line in template.lines if not (no_cost and line.level2 == "成本")]
    lines = [line for line in lines if not (no_timeliness and line.level2 == "时效")]
    for level2, pool in (("质量", "quality"), ("时效", "timeliness"), ("成本", "cost")):
        missing = (level2 == "时效" and no_timeliness) or (level2 == "成本" and no_cost)
        wanted = 1 + (random.random() < (0.55 if level2 == "质量" else 0.22))
        held = sum(line.level2 == level2 for line in lines)
        if not missing and held < wanted:
            choices = _others(texts.pools[pool][template.type], lines)
            lines += random.sample(choices, min(wanted - held, len(choices)))
    output = {"数量", "质量", "时效", "成本"}
    numeric = _others(texts.pools["benefit"][template.type], lines)
    benefits = sum(line.level2 not in output for line in lines)
    if benefits < 3:
        lines += random.sample(numeric, min(len(numeric), 2 if random.random() < 0.55 else 1))
    worded = random.choices((1, 2, 3), (0.35, 0.40, 0.25))[0]
    levels = ["社会效益", "可持续影响", "社会效益"] + (
        ["生态效益"] if template.type in ("工程", "服务") else ["经济效益"]
    )
    for level2 in random.sample(levels, worded):
        choices = [line for line in texts.words[level2] if line not in lines]
        if choices:
            lines.append(random.choice(choices))
    spare = _others((*texts.pools["quality"][template.type], *texts.pools["benefit"][template.type]), lines)
    lines += spare[: max(0, FEWEST - len(lines))]
    del lines[MOST:]
    name = random.choice(texts.texts["satisfaction"]).format(people=template.people)
    chance = random.random()
    wanted_rate = next(target for share, target in SATISFACTION_TARGETS if chance <= share)
    if random.random() < 0.93:
        lines.append(Line("满意度", name, "rate", "≥", wanted_rate, 0, RATE, True))
    order = ["数量", "质量", "时效", "成本", "经济效益", "社会效益", "生态效益", "可持续影响", "满意度"]
    lines = _unique(sorted(lines, key=lambda line: order.index(line.level2)))
    vague = frozenset(
        i for i, line in enumerate(lines) if line.kind == "words" and not sound and random.random() < VAGUE
    )
    middle = (template.low * template.high) ** 0.5
    factor = min(max((level / middle) ** 0.5, 0.08), 3.0) * random.uniform(0.85, 1.15)
    frozen, boilerplate = random.random() < FROZEN, random.random() < BOILERPLATE
    weights = tuple(random.choice((2, 2, 2, 3)) for _ in lines)
    return Measures(tuple(lines), vague, weights, frozen, boilerplate, factor, no_cost, no_timeliness, sound)


def _others(pool: Iterable[Line], lines: Sequence[Line]) -> list[Line]:
    """Lines of the pool that say something none of `lines` says."""
    said = {(line.operator, line.value, line.unit) for line in lines if line.unit != RATE and line.value}
    return [line for line in pool if line not in lines and (line.operator, line.value, line.unit) not in said]


def _unique(lines: list[Line]) -> list[Line]:
    names: set[str] = set()
    kept = []
    for line in lines:
        if line.name not in names:
            names.add(line.name)
            kept.append(line)
    return kept


def share_points(total: int, weights: list[int]) -> list[int]:
    """Whole points (in 0.01) by weight, summing exactly; the first rows take what is left over."""
    whole = sum(weights)
    parts = [total * weight // whole // 100 * 100 for weight in weights]
    for place in range((total - sum(parts)) // 100):
        parts[place % len(parts)] += 100
    parts[0] += total - sum(parts)
    return parts


def frame(chosen: Measures, own_cost: bool) -> list[tuple[str, int]]:
    """(level 1, points) of each line. own_cost: cost stands as a level 1 of its own."""
    costed = own_cost and any(line.level2 == "成本" for line in chosen.lines)
    satisfied = any(line.level2 == "满意度" for line in chosen.lines)
    totals = {
        OUTPUT: 4000 if costed else 5000,
        COST: 2000 if costed else 0,
        BENEFIT: 2000 if costed else 3000,
    }
    totals[SATISFACTION] = 1000 if satisfied else 0
    totals[BENEFIT] += 0 if satisfied else 1000
    names = [_level1(line, costed) for line in chosen.lines]
    points = [0] * len(names)
    for level1, total in totals.items():
        places = [i for i, name in enumerate(names) if name == level1]
        if places:
            for place, part in zip(
                places, share_points(total, [chosen.weights[i] for i in places]), strict=True
            ):
                points[place] = part
    return list(zip(names, points, strict=True))


def _level1(line: Line, costed: bool) -> str:
    if line.level2 == "满意度":
        return SATISFACTION
    if line.level2 == "成本":
        return COST if costed else OUTPUT
    return OUTPUT if line.level2 in ("数量", "质量", "时效") else BENEFIT


def level2_name(line: Line, level1: str) -> str:
    if level1 == COST:
        return "经济成本指标"
    return LEVEL2.get(line.level2, f"{line.level2}指标")


def target_of(line: Line, chosen: Measures, years_on: int, annual: int, last: Row | None) -> int | None:
    """This year's target. annual: the year's money in 0.01 万元, for cost ceilings."""
    if line.kind in ("words", "date", "sentence"):
        return None
    if line.kind == "budget":
        return annual
    if line.fixed or line.value == 0 or line.kind == "rate" or line.unit == "分":
        return line.value
    growth = 1.0 if chosen.frozen else 1.0 + 0.04 * years_on
    if line.kind == "limit":  # unit prices move with prices, not with size
        return line.value if chosen.frozen else max(1, round(line.value * (1.0 + 0.01 * years_on)))
    wanted = _round(line.value * chosen.factor * growth)
    if last is not None and last.actual is not None and not chosen.frozen and (last.achievement or 2) < 1.3:
        # a sensible department asks for no less than nine tenths of what it reached
        wanted = max(wanted, _round(0.93 * last.actual))
    return wanted


def _round(value: float) -> int:
    """Targets are round numbers, and at least 2: "1 次" says little."""
    if value >= 10000:
        return round(value / 500) * 500
    if value >= 1000:
        return round(value / 50) * 50
    if value >= 100:
        return round(value / 5) * 5
    return max(2, round(value))


def reach(row: Row, outcome: str, random: Random) -> None:
    """Set what was reached. outcome: exact · above · far (130–200 %) · farther (> 200 %)."""
    line, target = row.line, row.target
    if target is None:
        return
    row.actual = target
    if outcome == "exact" or target == 0:
        return
    if row.is_satisfaction:
        row.actual = 100 if random.random() < 0.31 else random.randint(max(target, 90), 98)
    elif row.operator == "≤":
        row.actual = target - _part(target, random.uniform(0.01, 0.15)) if line.kind == "limit" else target
        if line.kind == "budget":
            row.actual = target
    elif line.unit == RATE and target <= 100 * 10**line.decimals:
        top = 100 * 10**line.decimals
        # rates that may pass 100 % do not occur in the catalogue: the most is all of them
        row.actual = min(top, target + _part(top - target, random.uniform(0.2, 1.0)))
        if target * 1.29 < row.actual and line.fixed:
            row.actual = int(target * random.uniform(1.02, 1.25))
    elif row.operator == "=":
        row.actual = target
    elif line.unit == "分":
        row.actual = min(100, target + random.randint(1, 7))
    elif outcome == "above":
        more = _part(target, random.uniform(0.01, 0.19 if random.random() < 0.8 else 0.28))
        row.actual = target + more if more <= 0.28 * target else target
    elif outcome == "far":
        row.actual = int(target * random.uniform(1.31, 1.95)) + 1
    else:
        row.actual = int(target * random.uniform(2.05, 3.2)) + 1


def _part(whole: int, share: float) -> int:
    return max(1, round(whole * share)) if whole > 2 else 0


def miss(row: Row, loss: int, random: Random) -> None:
    """Fall short of the target so that the rule takes about `loss` (0.01 points)."""
    assert row.target
    share = 1 - loss / row.points
    row.actual = max(0, min(row.target - 1, round(row.target * share)))


def dated(row: Row, year: int, random: Random) -> None:
    """A date kept: some days before the target."""
    text = row.line.target
    if "月" in text:
        month, _, day = text.removesuffix("前").removesuffix("日").partition("月")
        before = random.randint(1, min(20, int(day) - 1))
        stamp = f"{month}月{int(day) - before}日"
        row.actual_text = f"{year}年{stamp}" if random.random() < 0.4 else stamp
    else:
        monthly = int(text.removesuffix("日前"))
        row.actual_text = f"每月{monthly - random.randint(1, 7)}日"
    row.target_text = text


def write_texts(row: Row) -> None:
    """Print the numbers as a form does."""
    line = row.line
    if row.target is not None:
        row.target_text = f"{row.operator}{number(row.target, line.decimals)}{line.unit}"
        row.actual_text = None if row.actual is None else f"{number(row.actual, line.decimals)}{line.unit}"


def score_by_rule(row: Row, satisfaction_steps: bool) -> None:
    """What the rule gives this row: linear for ≤, share for ≥ and =, steps for satisfaction from 2023."""
    row.exact = row.numeric or row.line.kind == "date"
    if not row.numeric:
        row.rule_points = row.points * 7 // 10 if row.partly else row.points
        return
    target, actual, points = row.target, row.actual, row.points
    assert target is not None and actual is not None
    if satisfaction_steps and row.is_satisfaction:
        top = 10**row.line.decimals
        share = 10 if actual >= 90 * top else 8 if actual >= 80 * top else 5 if actual >= 60 * top else 0
        row.rule_points = points * share // 10
    elif row.operator == "≤":
        over = actual - target
        row.rule_points = (
            points if over <= 0 else 0 if over >= target else _half_up(points * (target - over), target)
        )
    else:
        row.rule_points = points if actual >= target else _half_up(points * actual, target)


def _half_up(over: int, under: int) -> int:
    return (2 * over + under) // (2 * under)


def again(line: Line, **changes: object) -> Line:
    """The line with other words (for defects)."""
    return replace(line, **changes)  # type: ignore[arg-type]  # words of a Line, checked by its callers' tests
