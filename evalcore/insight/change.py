"""What changed between two years: a ratio's change taken apart exactly, by which projects it comes from.

Every measure of the page is Σ value ÷ Σ weight: the mean score (weight 1), the money-weighted mean (score × budget ÷
budget), 优良率 (1 where 优 or 良) and the execution rate (executed ÷ budget). With R the ratio, S the projects known in
both years, W the weight:

- entered: (W entered ÷ W now) × (R entered − R of S now); left: −(W left ÷ W before) × (R left − R of S before);
- a group g of S: mean of its two shares of S × (R of g now − R of g before);
- shift: Σ mean of g's two ratios × change of g's share (0 where every project weighs 1).

These add up to the change exactly (fractions, no rounding); `shown` rounds them so that the shown ones add up too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from evalcore.glossary import integer, label
from evalcore.scoring.level import LEVELS
from evalcore.scoring.numbers import half_up

KEPT = ("same", "ruled", "moved")  # groups of projects that both years have
NEW = ("entered", "arrived", "gained")  # known now only
GONE = ("left", "departed", "lost")  # known before only
ORDER = ("same", "rules", "ruled", "moved", "shift", *NEW, *GONE, "replaced")
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Group:
    """Projects that stand alike in the two years. v and w are Σ value and Σ weight of the measure.

    part: one of KEPT, NEW, GONE. status: of the link that joins the years ("" = the same key). levels: points won back
    by level-1 kind. n: evaluations that have the measure.
    """

    part: str
    n_before: int = 0
    n_now: int = 0
    v_before: Fraction = ZERO
    w_before: Fraction = ZERO
    v_now: Fraction = ZERO
    w_now: Fraction = ZERO
    status: str = ""
    levels: Mapping[str, Fraction] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one group adds to the change, in the measure's own unit (points, or a ratio)."""

    id: str
    effect: Fraction
    n_before: int
    n_now: int
    confirmed: int = 0  # joined by a confirmed link
    proposed: int = 0  # joined by a proposed link


@dataclass(frozen=True, slots=True)
class Change:
    """before + Σ effect of parts = now, exactly. levels: the parts same, ruled and rules together, by level-1 kind and
    "rest" (printed totals that are not the sum of their parts, parts without a number, points that do not sum to 100);
    empty where the measure has none. None: the year has no value."""

    before: Fraction | None
    now: Fraction | None
    n_before: int
    n_now: int
    parts: tuple[Part, ...] = ()
    levels: Mapping[str, Fraction] | None = None

    @property
    def total(self) -> Fraction | None:
        """now − before; None where a year has no value."""
        return None if self.before is None or self.now is None else self.now - self.before


def groups(rows: pd.DataFrame) -> tuple[Group, ...]:
    """The groups of queries.change.change_groups. A project that has the measure in one of its two years only is
    "gained" or "lost", never 0."""
    found: list[Group] = []
    for row in rows.to_dict("records"):
        part, status = str(row["part"]), str(row["status"])
        before = (int(row["known_before"]), Fraction(row["v_before"]), Fraction(row["w_before"]))
        now = (int(row["known_now"]), Fraction(row["v_now"]), Fraction(row["w_now"]))
        if part in KEPT and row["both_known"]:
            levels = {kind: Fraction(row[kind]) for kind in LEVELS}
            found.append(Group(part, before[0], now[0], *before[1:], *now[1:], status, levels))
            continue
        if now[0]:
            found.append(Group("gained" if part in KEPT else part, 0, now[0], ZERO, ZERO, *now[1:]))
        if before[0]:
            found.append(Group("lost" if part in KEPT else part, before[0], 0, *before[1:]))
    return tuple(found)


def decompose(held: Iterable[Group], *, levels: bool = False, rescored: Fraction | None = None) -> Change:
    """The change and its parts. Order of the groups does not matter.

    levels: also by level-1 kind (only where every project weighs 1 and the value is a score). rescored: Σ value of the
    "ruled" group's forms of this year under the rule sets of the year before; with it that group's change splits into
    what its projects did (joins "same") and the rule change ("rules"); without it "ruled" stays one part, a step.
    """
    held = tuple(held)
    kept, new, gone = (_joined(held, names) for names in (KEPT, NEW, GONE))
    v0, w0 = _sum(kept + gone, "v_before"), _sum(kept + gone, "w_before")
    v1, w1 = _sum(kept + new, "v_now"), _sum(kept + new, "w_now")
    n0, n1 = sum(g.n_before for g in kept + gone), sum(g.n_now for g in kept + new)
    before, now = _ratio(v0, w0), _ratio(v1, w1)
    if before is None or now is None:
        return Change(before, now, n0, n1)
    s0, s1 = _sum(kept, "w_before"), _sum(kept, "w_now")
    base0, base1 = _ratio(_sum(kept, "v_before"), s0), _ratio(_sum(kept, "v_now"), s1)
    if base0 is None or base1 is None:  # nothing is in both years: the change has no parts
        return Change(before, now, n0, n1, (Part("replaced", now - before, n0, n1),))
    parts = [Part(g.part, g.v_now / w1 - base1 * g.w_now / w1, 0, g.n_now) for g in new]
    parts += [Part(g.part, base0 * g.w_before / w0 - g.v_before / w0, g.n_before, 0) for g in gone]
    shift = base1 - base0
    for g in kept:
        r0, r1 = _ratio(g.v_before, g.w_before), _ratio(g.v_now, g.w_now)
        share = (g.w_before / s0 + g.w_now / s1) / 2
        effect = ZERO if r0 is None or r1 is None else share * (r1 - r0)
        shift -= effect
        part = Part(g.part, effect, g.n_before, g.n_now, *_linked(held, g.part))
        if g.part == "ruled" and rescored is not None and r0 is not None and r1 is not None:
            rules = share * (r1 - rescored / g.w_now)
            parts.append(Part("rules", rules, g.n_before, g.n_now))
            part = replace(part, id="same", effect=effect - rules)
        parts.append(part)
    if shift:
        parts.append(Part("shift", shift, sum(g.n_before for g in kept), sum(g.n_now for g in kept)))
    by_level = _levels(held, parts, s1) if levels else None
    return Change(before, now, n0, n1, _ordered(parts), by_level)


def _joined(held: Sequence[Group], names: Sequence[str]) -> tuple[Group, ...]:
    """One group a part: links of every status together."""
    made = []
    for name in names:
        own = [g for g in held if g.part == name]
        if own:
            made.append(
                Group(
                    name,
                    sum(g.n_before for g in own),
                    sum(g.n_now for g in own),
                    _sum(own, "v_before"),
                    _sum(own, "w_before"),
                    _sum(own, "v_now"),
                    _sum(own, "w_now"),
                )
            )
    return tuple(made)


def _sum(held: Iterable[Group], field: str) -> Fraction:
    return sum((getattr(g, field) for g in held), ZERO)


def _ratio(value: Fraction, weight: Fraction) -> Fraction | None:
    return value / weight if weight else None


def _linked(held: Iterable[Group], part: str) -> tuple[int, int]:
    own = [g for g in held if g.part == part]
    confirmed = sum(g.n_now for g in own if g.status == "已确认")
    return confirmed, sum(g.n_now for g in own if g.status == "建议")


def _ordered(parts: Sequence[Part]) -> tuple[Part, ...]:
    """One part an id, in the order they are read."""
    made: dict[str, Part] = {}
    for part in parts:
        known = made.get(part.id)
        made[part.id] = part if known is None else Part(
            part.id, known.effect + part.effect, known.n_before + part.n_before, known.n_now + part.n_now,
            known.confirmed + part.confirmed, known.proposed + part.proposed,
        )  # fmt: skip
    return tuple(made[name] for name in ORDER if name in made)


def _levels(held: Iterable[Group], parts: Iterable[Part], weight: Fraction) -> dict[str, Fraction]:
    """Points won back by level-1 kind over the same projects, each ÷ the projects both years have."""
    own = [g for g in held if g.part in ("same", "ruled") and g.levels is not None]
    made = {kind: sum((g.levels[kind] for g in own if g.levels), ZERO) / weight for kind in LEVELS}
    made = {kind: value for kind, value in made.items() if value}
    whole = sum((p.effect for p in parts if p.id in ("same", "ruled", "rules")), ZERO)
    rest = whole - sum(made.values(), ZERO)
    return {**made, "rest": rest} if rest else made


def shown(change: Change, places: int, *, scale: int = 1) -> tuple[Decimal, Decimal, dict[str, Decimal]]:
    """before, now and the parts as printed with `places` decimals (scale 100: a ratio in percentage points): what is
    printed adds up to the printed change. Raises ValueError where a year has no value."""
    if change.before is None or change.now is None:
        raise ValueError("a year without a value has no change")
    first, last = (_rounded(value * scale, places) for value in (change.before, change.now))
    return first, last, _spread(last - first, {p.id: p.effect * scale for p in change.parts}, places)


def shown_levels(change: Change, whole: Decimal, places: int) -> dict[str, Decimal]:
    """The level-1 parts as printed, adding up to `whole` (the printed parts of the same projects)."""
    return _spread(whole, change.levels or {}, places)


def _rounded(value: Fraction, places: int) -> Decimal:
    return half_up(Decimal(value.numerator) / Decimal(value.denominator), places)


def _spread(whole: Decimal, exact: Mapping[str, Fraction], places: int) -> dict[str, Decimal]:
    """Each value cut down to `places`, the rest given in least units to the largest remainders."""
    unit = Decimal(1).scaleb(-places)
    scaled = {key: value * 10**places for key, value in exact.items()}
    cut = {key: value.numerator // value.denominator for key, value in scaled.items()}
    left = int(whole / unit) - sum(cut.values())
    order = sorted(scaled, key=lambda key: (cut[key] - scaled[key], key))
    for turn in range(abs(left)):
        key = order[turn % len(order)] if left > 0 else order[-1 - turn % len(order)]
        cut[key] += 1 if left > 0 else -1
    return {key: Decimal(value) * unit for key, value in cut.items()}


MEASURES: dict[str, tuple[str, str, int, int]] = {  # words, unit of a change, decimals, scale
    "good": ("优良率", "个百分点", 1, 100),
    "mean": ("平均分", "分", 2, 1),
    "weighted": ("金额加权平均分", "分", 2, 1),
    "execution": ("预算执行率", "个百分点", 1, 100),
}


def measure_name(measure: str, kind: str) -> str:
    """自评优良率; 预算执行率 is nobody's score."""
    return MEASURES[measure][0] if measure == "execution" else f"{kind}{MEASURES[measure][0]}"


def value_text(measure: str, value: Decimal) -> str:
    """A printed value of the measure: 96.3% or 95.44 分."""
    return f"{value}%" if MEASURES[measure][3] == 100 else f"{value} 分"


def effect_text(value: Decimal) -> str:
    """+0.3, −0.1, 0.0 (true minus)."""
    return f"{'−' if value < 0 else '+' if value > 0 else ''}{abs(value)}"


def part_name(id: str) -> str:
    """Display word of a part."""
    return label(f"change_{id}")


def sentence(change: Change, measure: str, kind: str, year: int, before: int) -> str:
    """One sentence: up or down, by how much, from which projects, with N."""
    name, unit, places, scale = measure_name(measure, kind), *MEASURES[measure][1:]
    if change.before is None or change.now is None:
        lacking = "、".join(f"{y}年" for y, v in ((before, change.before), (year, change.now)) if v is None)
        return f"{lacking}没有可计算的{name}，不能比较。"
    first, last, effects = shown(change, places, scale=scale)
    total = last - first
    said = "，".join(f"{part_name(id)} {effect_text(value)}" for id, value in effects.items())
    counted = f"（N={integer(change.n_now)}，{before}年 N={integer(change.n_before)}）"
    head = f"{year}年{name} {value_text(measure, last)}"
    if "replaced" in effects:
        return (
            f"{head}，{before}年 {value_text(measure, first)}：两年没有同一项目可比，"
            f"变化全部来自项目更替{counted}。"
        )
    if total == 0:
        rest = "各部分相互抵消" if any(effects.values()) else "各部分均无影响"
        return f"{head}，与{before}年持平，{rest}：{said}{counted}。"
    sides = _sides(effects)
    main = _ahead(sides, total)
    word = "高" if total > 0 else "低"
    return (
        f"{head}，比{before}年（{value_text(measure, first)}）{word} {abs(total)} {unit}，"
        f"主要来自{'和'.join(main)}（{effect_text(sides[main[0]])}）；各部分：{said}{counted}。"
    )


_SIDES = (
    ("同一批项目", (*KEPT, "shift")),
    ("规则变化", ("rules",)),
    ("新进入的项目", ("entered",)),
    ("退出的项目", ("left",)),
    ("转入转出或一年缺数的项目", ("arrived", "gained", "departed", "lost")),
)


def _sides(effects: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Effects added up by side, so that every sentence on a change names the same source."""
    return {
        side: sum((v for id, v in effects.items() if id in ids), Decimal(0))
        for side, ids in _SIDES
        if any(id in effects for id in ids)
    }


def _ahead(sides: Mapping[str, Decimal], total: Decimal) -> list[str]:
    """The side that most of a change comes from; two where they tie."""
    signed = {side: value if total > 0 else -value for side, value in sides.items()}
    return [side for side in sides if signed[side] == max(signed.values())][:2]


def _inside(effects: Mapping[str, Decimal], ids: Iterable[str]) -> str:
    """How a side splits, in the figure's words: （同一项目 −0.2、承接 +0.2）; "" for a side of one part."""
    own = [f"{part_name(id)} {effect_text(effects[id])}" for id in ids if id in effects]
    return f"（{'、'.join(own)}）" if len(own) > 1 else ""


def answer(change: Change, measure: str, kind: str, year: int, before: int) -> str:
    """Is it up (or down) because of the same projects or of others: one sentence, three sides, a verdict."""
    name, unit, places, scale = measure_name(measure, kind), *MEASURES[measure][1:]
    if change.before is None or change.now is None or any(p.id == "replaced" for p in change.parts):
        return sentence(change, measure, kind, year, before)
    first, last, effects = shown(change, places, scale=scale)
    counts = {p.id: max(p.n_before, p.n_now) for p in change.parts if p.id not in ("rules", "shift")}
    sides = _sides(effects)
    counted = {side: sum(n for id, n in counts.items() if id in ids) for side, ids in _SIDES}
    said = "、".join(
        f"{side}{f'（{integer(counted[side])} 个）' if counted[side] else ' '}{effect_text(sides[side])}"
        f"{_inside(effects, ids)}"
        for side, ids in _SIDES
        if side in sides
    )
    total = last - first
    head = f"{year}年{name} {value_text(measure, last)}，比{before}年（{value_text(measure, first)}）"
    if total == 0:
        return f"{year}年{name} {value_text(measure, last)}，与{before}年持平：{said}。"
    word, sign = ("高", 1) if total > 0 else ("低", -1)
    ahead = _ahead(sides, total)
    main = ahead[0]
    verdict = f"{'上升' if total > 0 else '下降'}主要来自{'和'.join(ahead)}"
    own = sides["同一批项目"] * sign
    if main != "同一批项目" and "同一批项目" not in verdict:
        verdict += "，同一批项目" + ("方向相反" if own < 0 else "没有变化" if own == 0 else "影响较小")
    elif "ruled" in effects and main == "同一批项目":
        verdict += "，其中含规则集变化的影响"
    return f"{head}{word} {abs(total)} {unit}：{said}；{verdict}。"


def links(change: Change) -> str:
    """How many projects were joined by links, and how sure they are; "" where none was."""
    confirmed = sum(p.confirmed for p in change.parts)
    proposed = sum(p.proposed for p in change.parts)
    if not confirmed + proposed:
        return ""
    return (
        f"{integer(confirmed + proposed)} 个项目靠改名或承接对应到上年"
        f"（已确认 {integer(confirmed)} 个、系统建议待确认 {integer(proposed)} 个）。"
    )


def frame(change: Change, measure: str) -> pd.DataFrame:
    """The waterfall's rows: id, name, effect as printed, evaluations before and now, whether links are only proposed;
    the first and last row are the two years."""
    places, scale = MEASURES[measure][2:]
    first, last, effects = shown(change, places, scale=scale)
    of = {p.id: p for p in change.parts}
    rows = [("before", "", first, change.n_before, 0, 0)]
    rows += [
        (id, part_name(id), value, of[id].n_before, of[id].n_now, of[id].proposed)
        for id, value in effects.items()
    ]
    rows.append(("now", "", last, 0, change.n_now, 0))
    return pd.DataFrame(rows, columns=["id", "name", "effect", "n_before", "n_now", "proposed"])
