"""The nouns of a scoring sentence: conditions, effects and the clauses that join them. Frozen, and printable.

str() of each gives its canonical Chinese; sentence.read() of a printed rule gives the same clauses.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from evalcore.scoring.numbers import plain
from evalcore.scoring.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Bound:
    """One side of a condition: ≥ 90 %. `soft`: 以上/以下, whose end may belong to a neighbouring tier."""

    operator: str
    quantity: Quantity
    soft: bool = False

    def __str__(self) -> str:
        return f"{self.operator}{self.quantity}"


ABOVE, BELOW = "above", "below"


@dataclass(frozen=True, slots=True)
class Condition:
    """When a clause applies. kind: always, range (bounds on the actual), met, missed, else, words;
    above, below: bounds on the distance from the target (超过目标值10%以内)."""

    kind: str = "always"
    low: Bound | None = None
    high: Bound | None = None
    words: str = (
        ""  # kind words: the condition; met, missed: 完成任务, 低于目标值; range: what the number is of
    )
    also: str = ""  # range: what must hold besides the number (且质量合格)

    def __str__(self) -> str:
        match self.kind:
            case "always":
                return ""
            case "else":
                return "否则，"
            case "met":
                return f"{self.words or '达到目标'}的，"
            case "missed":
                return f"{self.words or '未达到目标'}的，"
            case "words":
                return f"{self.words}，"
        return f"{self._range()}{self.also}，"

    def _range(self) -> str:
        if self.low and self.high:
            if self.low.quantity == self.high.quantity:
                return f"{self.words}={self.low.quantity}"
            dash = "至" if self.high.quantity.value <= 0 else "-"  # -15%至-5%
            if self.low.soft and self.high.soft:
                return f"{self.words}{self.low.quantity}{dash}{self.high.quantity}"
            if (self.low.operator, self.high.operator) == (">", "<"):
                return f"{self.words}{self.low.quantity}(不含){dash}{self.high.quantity}(不含)"
            first = f"{self.low.quantity}{'(含)' if self.low.operator == '≥' else ''}"
            return (
                f"{self.words}{first}{dash}{self.high.quantity}{'(含)' if self.high.operator == '≤' else ''}"
            )
        bound = self.low or self.high
        assert bound is not None
        if bound.soft:
            return f"{self.words}{bound.quantity}{'以上' if self.low else '以下'}"
        return f"{self.words}{bound}"


@dataclass(frozen=True, slots=True)
class Amount:
    """Points (5分) or a share of the weight (10%); `whole` = all of it (满分)."""

    points: Decimal | None = None
    share: Decimal | None = None
    whole: bool = False

    def __str__(self) -> str:
        if self.whole:
            return "满分"
        if self.points is not None:
            return f"{plain(self.points)}分"
        assert self.share is not None
        return f"该指标分值的{plain(self.share * 100)}%"


ALL = Amount(whole=True)
NOTHING = Amount(points=Decimal(0))
INTERPOLATED = "插值法"


@dataclass(frozen=True, slots=True)
class Award:
    """get (得), deduct (扣) or add (加) a fixed amount."""

    verb: str
    amount: Amount

    def __str__(self) -> str:
        if self.verb == "get":
            return "不得分" if self.amount == NOTHING else f"得{self.amount}"
        return f"{'扣' if self.verb == 'deduct' else '加'}{self.amount}"


@dataclass(frozen=True, slots=True)
class PerStep:
    """For each `size` of change (fall, rise, differ, delay, early, count, lack, reach) the award is given once more."""

    change: str
    size: Quantity
    award: Award
    noun: str = ""

    def __str__(self) -> str:
        change = "达到" if self.change == "reach" and self.size.is_percent else _CHANGES[self.change]
        return f"每{change}{self.size}{self.noun}{self.award}"


_CHANGES = {
    "fall": "下降",
    "rise": "超过",
    "differ": "相差",
    "delay": "延迟",
    "early": "提前",
    "count": "发现",
    "lack": "少",
    "reach": "",
}


@dataclass(frozen=True, slots=True)
class Proportion:
    """按比例: get (得分 in proportion to what was achieved) or deduct (linear between the ends of the range);
    `of` holds the rate's name where the text gives a formula, and 插值法 where it names that."""

    verb: str = "get"
    formula: bool = False
    of: str = ""

    def __str__(self) -> str:
        if self.formula:
            return f"得分={self.of}" if "/" in self.of else f"得分={self.of}*该指标分值"
        if self.of == INTERPOLATED:
            return f"按{self.of}得分"
        return "按比例扣分" if self.verb == "deduct" else "按比例得分"


@dataclass(frozen=True, slots=True)
class Discretion:
    """酌情: a person decides how much; between `low` and `high` points where the sentence says so."""

    verb: str = "deduct"
    low: Decimal | None = None
    high: Decimal | None = None

    def __str__(self) -> str:
        if self.low is not None and self.high is not None:
            return f"酌情{'扣' if self.verb == 'deduct' else '得'}{plain(self.low)}-{plain(self.high)}分"
        return "酌情扣分" if self.verb == "deduct" else "酌情得分"


@dataclass(frozen=True, slots=True)
class Veto:
    """一票否决: the whole item is lost."""

    def __str__(self) -> str:
        return "一票否决"


@dataclass(frozen=True, slots=True)
class Ranks:
    """Points of place 1, 2, 3 …; `from_end` counts from the last."""

    points: tuple[Decimal, ...]
    from_end: bool = False

    def __str__(self) -> str:
        places = f"排名{'倒数' if self.from_end else ''}第1-{len(self.points)}名的依次得"
        return places + "、".join(f"{plain(point)}分" for point in self.points)


Effect = Award | PerStep | Proportion | Discretion | Veto | Ranks


@dataclass(frozen=True, slots=True)
class Limit:
    """How far deductions or bonuses go: deduct (最多扣), add (最多加), least (最低得), capped (满分为止)."""

    kind: str
    amount: Amount

    def __str__(self) -> str:
        match self.kind:
            case "deduct":
                return "扣完为止" if self.amount.whole else f"最多扣{self.amount}"
            case "add":
                return f"最多加{self.amount}"
            case "least":
                return f"最低得{self.amount}"
        return "满分为止" if self.amount.whole else f"最高得{self.amount}"


@dataclass(frozen=True, slots=True)
class Clause:
    """If condition, then effect, at most limit."""

    condition: Condition
    effect: Effect
    limit: Limit | None = None

    def __str__(self) -> str:
        tail = f"，{self.limit}" if self.limit else ""
        return f"{self.condition}{self.effect}{tail}"
