"""Scoring many indicators: a compiled, cached rule against parsing the sentence each time; equal shares."""

from __future__ import annotations

import argparse
import random
import statistics
from decimal import Decimal
from typing import Any

from evalcore.scoring import rule
from evalcore.scoring.compiled import compiled
from evalcore.scoring.rule_set import rule_set
from tests.bench.measuring import alternate, machine

# Real kinds in their usual shares: mostly plain targets, then steps, tables and proportions.
TEXTS = (
    "≥95%",
    "≥90%",
    "100%",
    "≤5%",
    "85%及以上得满分，否则每下降5%扣该项指标对应分数10%",
    "≥98%得5分，每低1个百分点扣0.5分，扣完为止",
    "90%(含)-100%得5分；80%(含)-90%得4分；70%(含)-80%得3分；70%以下不得分",
    "完成率≥95%得满分，否则按比例得分",
)
POINTS = Decimal(5)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--indicators", type=int, default=1_000_000, help="indicators scored a round by compiled rules"
    )
    parser.add_argument(
        "--parsed", type=int, default=2_000, help="indicators scored a round by parsing each time"
    )
    parser.add_argument("--rounds", type=int, default=7)


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    rules = rule_set()
    draw = random.Random(20240101)
    values = [Decimal(draw.randint(0, 1_200)) / 10 for _ in range(arguments.indicators // len(TEXTS))]
    scorers = [compiled(text, rules=rules, points=POINTS) for text in TEXTS]

    def by_compiled() -> list[list[Decimal | None]]:
        return [list(map(scorer, values)) for scorer in scorers]

    def forget() -> None:
        rule._understood.cache_clear()
        rule._judged.cache_clear()
        rule.read_target.cache_clear()

    few = values[: max(arguments.parsed // len(TEXTS), 1)]

    def by_parsing() -> list[list[Decimal | None]]:
        given = []
        for text in TEXTS:
            shares = []
            for value in few:
                forget()
                shares.append(rule.judge(text, f"{value}%", rules=rules, points=POINTS).ratio)
            given.append(shares)
        return given

    for fast, slow in zip(by_compiled(), by_parsing(), strict=True):
        if fast[: len(few)] != slow:
            raise AssertionError("compiled rules and the engine differ")
    timed = alternate({"compiled": by_compiled, "parsed": by_parsing}, rounds=arguments.rounds)
    done, parsed = len(values) * len(TEXTS), len(few) * len(TEXTS)
    fast, slow = (statistics.median(timed[name].seconds) for name in ("compiled", "parsed"))
    return {
        "machine": machine(),
        "indicators": done,
        "parsed_indicators": parsed,
        "rounds": arguments.rounds,
        "compiled_per_second": round(done / fast),
        "compiled_per_second_fastest": round(done / min(timed["compiled"].seconds)),
        "parsed_per_second": round(parsed / slow),
        "ratio": round((done / fast) / (parsed / slow), 1),
    }
