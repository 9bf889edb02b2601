"""Displayed text of stored numbers, as a spreadsheet program shows them."""

from __future__ import annotations

import pytest

from evalcore.loaders.number_format import display


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (0.9, "0%", "90%"), (1.0, "0%", "100%"), (0.86, "0.00%", "86.00%"), (0.8625, "0%", "86%"),
        (0.125, "0.0%", "12.5%"), (735.0, "General", "735"), (37.24, "", "37.24"), (0.1 + 0.2, "", "0.3"),
        (12.5, "0.00", "12.50"), (1234567.891, "#,##0.00", "1,234,567.89"), (2.345, "0.00", "2.35"),
        (1200000.0, "#,##0", "1,200,000"), (12.0, '0"人"', "12人"), (3.5, '0.0"万元"', "3.5万元"),
        (45000.0, "yyyy-mm-dd", "2023-03-15"), (45000.0, 'yyyy"年"m"月"d"日"', "2023-03-15"),
        (45000.0, 'yyyy"年"m"月"', "2023年3月"), (-5.2, "0.0;[Red]-0.0", "-5.2"), (0.0, "0%", "0%"),
        (5.0, "0.##", "5"), (1e-7, "", "0.0000001"), (1e22, "", "10000000000000000000000"),
    ],
)  # fmt: skip
def test_a_number_is_shown_as_its_format_says(value: float, number_format: str, shown: str) -> None:
    assert display(value, number_format) == shown
