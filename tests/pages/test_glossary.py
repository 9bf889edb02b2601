"""Numbers as they are shown: half-up, with their unit; missing is a dash."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalcore import glossary


@pytest.mark.parametrize(
    ("shown", "wanted"),
    [
        (glossary.points(Decimal("59.995")), "60.00"),
        (glossary.points(2.675), "2.68"),  # a float rounds as it reads
        (glossary.percent(Decimal("0.73333")), "73.3%"),
        (glossary.percent(0.0005), "0.1%"),
        (glossary.money(Decimal("620.82")), "620.82万元"),
        (glossary.money(123456), "12.35亿元"),
        (glossary.money(9999.994), "9,999.99万元"),
        (glossary.integer(1234567), "1,234,567"),
        (glossary.points(None), "—"),
        (glossary.percent(float("nan")), "—"),
        (glossary.money(None), "—"),
        (glossary.signed("0.04", 0.04), "+0.04"),
        (glossary.signed("-1.2", -1.2), "−1.2"),
        (glossary.signed("0.00", 0.001), "持平"),
    ],
)
def test_numbers_are_shown_as_officials_write_them(shown: str, wanted: str) -> None:
    assert shown == wanted


def test_every_term_has_label_and_definition() -> None:
    for term in glossary.terms().values():
        assert term.label
        assert term.definition.endswith("。")


def test_no_word_accuses() -> None:
    said = " ".join(t.label + t.definition for t in glossary.terms().values())
    for word in ("虚高", "造假", "违规", "作弊"):
        assert word not in said


def test_every_finding_code_has_a_short_name() -> None:
    from evalcore.scoring.checks.catalog import codes

    assert [code for code in codes() if glossary.code_name(code) == code] == []
