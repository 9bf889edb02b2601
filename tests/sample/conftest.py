"""The demonstration district, made once for all tests of the sample (about a second)."""

from __future__ import annotations

import pytest

from evalcore.model import Method
from evalcore.sample.demonstration import Demonstration, Year
from evalcore.sample.district import district
from evalcore.sample.form import Form


@pytest.fixture(scope="session")
def demonstration() -> tuple[Demonstration, list[Year]]:
    place = district()
    made = Demonstration(place, 2024, place.years, place.projects_a_year)
    return made, list(made)


@pytest.fixture(scope="session")
def years(demonstration: tuple[Demonstration, list[Year]]) -> list[Year]:
    return demonstration[1]


@pytest.fixture(scope="session")
def forms(years: list[Year]) -> list[Form]:
    return [form for year in years for form in year.forms]


@pytest.fixture(scope="session")
def own(forms: list[Form]) -> list[Form]:
    """Self-evaluations."""
    return [form for form in forms if form.method is Method.SELF]
