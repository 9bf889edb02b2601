"""What sentences say about money: amounts in 万元, figures of the budget, movements and the signs that close them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from evalcore.model import Movement, MovementKind, Place

UNITS = {
    "亿元": Decimal(10000),
    "亿": Decimal(10000),
    "万元": Decimal(1),
    "万": Decimal(1),
    "千元": Decimal("0.1"),
    "元": Decimal("0.0001"),
}
NUMBER = r"(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?"
AMOUNT = re.compile(
    rf"(?<![\d.])(?P<number>{NUMBER})\s*(?P<unit>亿元|万元|千元|元|[亿万](?=[,，。；;、)）]|$))(?!/|每)"
)
# "1.5、0.84和0.11万元": the unit stands once, behind the last number.
SHARED_UNIT = re.compile(
    rf"(?<![\d.])(?P<number>{NUMBER})(?=\s*(?:[、和与及]\s*{NUMBER}\s*)+(?P<unit>亿元|万元|千元|元))"
)
WIDE = {0xFF01 + i: 0x21 + i for i in range(94) if chr(0xFF01 + i) not in "，；：！？（）"} | {
    0x3000: 0x20,
    0xA0: 0x20,
}
MAX_SEARCHED = 8  # 3^8 sign assignments at most


class Amount(NamedTuple):
    """An amount in a sentence, in 万元; `start` and `end` are positions in the sentence."""

    wan: Decimal
    unit: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence says that a figure of the budget has a value."""

    field: str
    rank: int
    wan: Decimal
    year: int | None
    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A movement as a sentence states it; `part_of` is the whole of its 其中."""

    kind: MovementKind
    opposite: MovementKind
    wan: Decimal
    direction: str
    counterparty: str | None
    text: str
    place: Place
    part_of: Decimal | None = None

    @property
    def fits(self) -> bool:
        return self.part_of is not None and self.wan <= self.part_of

    @property
    def stated(self) -> int | None:
        """The sign the text states: 0 for a part already inside its whole, None where it states none."""
        if self.fits:
            return 0
        return {"+": 1, "-": -1}.get(self.direction)

    @property
    def options(self) -> tuple[int, ...]:
        """Signs it may have; 0 = already inside its whole."""
        if self.part_of is not None:
            return (0, 1, -1) if self.fits else (1, -1)
        return (1, -1) if self.stated is None else (self.stated,)

    def movement(self, sign: int, *, inferred: bool) -> Movement:
        turned = (sign < 0 and self.direction == "+") or (sign > 0 and self.direction == "-")
        turned = turned or (not self.direction and sign < 0)
        return Movement(
            kind=self.opposite if turned else self.kind,
            amount=self.wan,
            direction="+" if sign > 0 else "-",
            inferred=inferred,
            counterparty=self.counterparty,
            text=self.text,
            place=self.place,
        )


def amounts(sentence: str) -> tuple[Amount, ...]:
    """Every amount with a money unit in a sentence, in order, in 万元."""
    found = [
        Amount(Decimal(re.sub("[,，]", "", m["number"])) * UNITS[m["unit"]], m["unit"], m.start(), m.end())
        for pattern in (AMOUNT, SHARED_UNIT)
        for m in pattern.finditer(sentence)
    ]
    return tuple(sorted(found, key=lambda amount: amount.start))


def narrow(text: str) -> str:
    """Full-width digits, letters and signs as ASCII, position by position; Chinese punctuation stays."""
    return text.translate(WIDE)


def _digits(value: Decimal) -> Decimal:
    """Half a unit of the last printed digit."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(5).scaleb(min(int(exponent), 0) - 1) if isinstance(exponent, int) else Decimal(0)


def close(
    initial: Decimal | None, annual: Decimal | None, stated: Sequence[Stated]
) -> tuple[tuple[Movement, ...], bool]:
    """Movements with their signs, and whether initial + movements = annual.

    The reading as stated is taken where it closes. Otherwise the signs that the text leaves open (an
    undirected word, a 其中 part) are searched: a single closing assignment is taken, and what it changes is
    `inferred`. Where none or several close, the stated directions stay and an undirected amount is left out.
    """
    as_stated = tuple(item.movement(item.stated, inferred=False) for item in stated if item.stated)
    if initial is None or annual is None:
        return as_stated, True
    amounts_ = [initial, annual, *(item.wan for item in stated)]
    slack = min(sum(map(_digits, amounts_), Decimal(0)), Decimal("0.01"))
    undirected = any(item.stated is None for item in stated)
    if not undirected and abs(initial + sum(move.signed for move in as_stated) - annual) <= slack:
        return as_stated, True
    if not stated or len(stated) > MAX_SEARCHED:
        return as_stated, not stated
    closing = [
        signs
        for signs in product(*(item.options for item in stated))
        if abs(initial + sum(s * item.wan for s, item in zip(signs, stated, strict=True)) - annual) <= slack
    ]
    if len(closing) != 1:
        return as_stated, False
    moves = (
        item.movement(sign, inferred=sign != item.stated or item.part_of is not None)
        for sign, item in zip(closing[0], stated, strict=True)
        if sign
    )
    return tuple(moves), True
