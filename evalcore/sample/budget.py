"""Money of the demonstration district: amounts, changes, execution. Whole numbers of 0.01 万元."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence, Set
from dataclasses import dataclass
from math import exp, log
from random import Random

from evalcore.sample.project import Project

# sample_district.md §3: share of projects → budget, 万元
SIZE = (
    (0.0, 0.3),
    (0.10, 3.0),
    (0.25, 12.0),
    (0.50, 45.0),
    (0.75, 180.0),
    (0.90, 800.0),
    (0.99, 12000.0),
    (1.0, 40000.0),
)
# §4: share, lowest and highest 调整率; None: 年初 0
CHANGES: tuple[tuple[float, tuple[float, float] | None], ...] = (
    (0.42, (0.0, 0.0)), (0.22, (-0.195, -0.005)), (0.11, (-0.49, -0.21)), (0.05, (-0.94, -0.51)),
    (0.08, (0.005, 0.28)), (0.04, (0.31, 1.2)), (0.08, None),
)  # fmt: skip
# §4: share from below → 执行率
RATES = (
    (0.0, 0.0),
    (0.006, 0.0),
    (0.027, 0.30),
    (0.067, 0.60),
    (0.127, 0.80),
    (0.207, 0.90),
    (0.297, 0.95),
    (0.397, 0.98),
    (0.537, 0.9999),
    (0.538, 1.0),
    (0.997, 1.0),
    (1.0, 1.15),
)
SOURCES = (("区本级一般公共预算", 0.72), ("上级转移支付", 0.18), ("政府性基金", 0.08), ("其他资金", 0.02))
LARGE = 3000.0  # 万元
SLOW, QUICK = {"工程": 0.9, "信息化": 0.25}, {"补助": 0.25, "运转": 0.3}


@dataclass(slots=True)
class Money:
    """A project's money in one year."""

    initial: int
    annual: int
    executed: int
    source: str
    carried: int = 0  # 上年结转 within annual
    carried_executed: int = 0
    moved_out: int = 0  # 指标划转
    moved_to: str = ""
    added: int = 0
    reduced: int = 0
    explained: bool = False  # targets were adjusted with the budget, and the form says so
    rank: float = 0.0  # 0…1 among the year's rates: low = money left over

    @property
    def rate(self) -> float:
        return self.executed / self.annual if self.annual else 0.0

    @property
    def change(self) -> float | None:
        return (self.annual - self.initial) / self.initial if self.initial else None


def interpolate(table: Sequence[tuple[float, float]], share: float, logarithmic: bool = False) -> float:
    """The value at `share` of a piecewise-linear table."""
    place = min(max(bisect_right(table, (share, float("inf"))) - 1, 0), len(table) - 2)
    (x0, y0), (x1, y1) = table[place], table[place + 1]
    part = (share - x0) / (x1 - x0)
    if logarithmic:
        return exp(log(y0) + part * (log(y1) - log(y0)))
    return y0 + part * (y1 - y0)


def ranks(values: Sequence[float]) -> list[float]:
    """Each value's place among them, 0…1 (mid-ranks of n equal parts)."""
    order = sorted(range(len(values)), key=lambda index: (values[index], index))
    placed = [0.0] * len(values)
    for position, index in enumerate(order):
        placed[index] = (position + 0.5) / len(values)
    return placed


def levels(projects: Sequence[Project]) -> dict[str, float]:
    """family → its level of money, 万元: the catalogue decides the order, §3 the amounts."""
    sizes = {project.family: project.size for project in projects}
    families = list(sizes)
    placed = ranks([sizes[family] for family in families])
    return {family: interpolate(SIZE, share, True) for family, share in zip(families, placed, strict=True)}


def moneys(
    projects: Sequence[Project], level: dict[str, float], sound: Set[str], random: Random
) -> list[Money]:
    """One year's money of these projects. Cut late in the year → rate near 100 %.

    sound: families that also choose their indicators well; their money goes out a little better.
    """
    made, latent = [], []
    for project in projects:
        kind = _change(random)
        want = level[project.family] * exp(random.gauss(0, 0.12))
        made.append(_allocated(project, kind, want, random))
        change = made[-1].change
        lean = (
            random.gauss(0, 1.0)
            + 0.06 * log(max(want, 1.0) / 45.0)
            - SLOW.get(project.template.type, 0.0)
            + QUICK.get(project.template.type, 0.0)
        )
        if project.department.kind == "镇街":
            lean += 0.2
        if project.family in sound:
            lean += 0.5
        if project.department.field == "industry":
            lean -= 1.2
        if change is not None and change < -0.2:
            lean += 1.5 if change < -0.5 and random.random() < 0.75 else 0.3
        if want > LARGE and project.template.type != "工程":
            lean = max(lean, -0.9)  # running money of this size is watched: seldom far behind
        latent.append(lean)
    for money, share in zip(made, ranks(latent), strict=True):
        money.rank = share
        rate = interpolate(RATES, share)
        money.executed = money.annual if rate == 1.0 else round(money.annual * rate)
        if rate < 1.0 and money.executed >= money.annual and money.annual > 100:
            money.executed = money.annual - max(1, money.annual // 500)
        if money.carried:
            money.carried_executed = min(money.carried, money.executed)
            if money.rate < 0.9 and random.random() < 0.5:
                money.carried_executed = round(money.carried_executed * 0.6)
    return made


def _allocated(project: Project, kind: tuple[float, float] | None, want: float, random: Random) -> Money:
    source = project.template.source
    if source is None:
        source = _source(random)
    elif random.random() < 0.3:
        source = "区本级一般公共预算"
    initial = _neat(want, random)
    if kind is None:
        money = Money(0, initial, 0, source, added=initial)
    elif kind == (0.0, 0.0):
        money = Money(initial, initial, 0, source)
    else:
        change = random.uniform(*kind)
        annual = max(1, round(initial * (1 + change)))
        money = Money(initial, annual, 0, source)
        if annual > initial:
            money.added = annual - initial
        else:
            _cut(money, random)
    change_rate = money.change
    money.explained = change_rate is not None and abs(change_rate) >= 0.2 and random.random() < 0.45
    if random.random() < 0.15 and money.annual > 500:
        money.carried = round(money.annual * random.choice((0.08, 0.12, 0.18, 0.22, 0.35)))
    return money


def _cut(money: Money, random: Random) -> None:
    """Where the money went: reduced, and in some projects moved to another unit."""
    gap = money.initial - money.annual
    if random.random() < 0.053:
        money.moved_out, money.moved_to = gap, random.choice(_TAKERS)
    elif random.random() < 0.1:
        money.added = max(1, gap // 4)
        money.reduced = gap + money.added
    else:
        money.reduced = gap


_TAKERS = ("区机关事务管理局", "区政务服务和数据管理局", "示范一街道办事处", "示范二镇人民政府")


def _neat(amount: float, random: Random) -> int:
    """Budgets are round numbers: whole 万元 when large, one decimal or two when small."""
    if amount >= 1000:
        return round(amount / 10) * 1000 if random.random() < 0.5 else round(amount) * 100
    if amount >= 100:
        return round(amount / 5) * 500 if random.random() < 0.5 else round(amount * 10) * 10
    if amount >= 10:
        return round(amount) * 100 if random.random() < 0.6 else round(amount * 10) * 10
    return max(30, round(amount * 10) * 10 if random.random() < 0.6 else round(amount * 100))


def _change(random: Random) -> tuple[float, float] | None:
    chance = random.random()
    for share, kind in CHANGES:
        chance -= share
        if chance < 0:
            return kind
    return CHANGES[0][1]


def _source(random: Random) -> str:
    return random.choices([name for name, _ in SOURCES], [share for _, share in SOURCES])[0]
