"""The address and the filters say the same thing."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pages._ui import address
from pages._ui.address import Choice, Options

OPTIONS = Options(
    datasets=("demo", "public"), years=(2021, 2022, 2023, 2024), departments={"101": "甲", "102": "乙", "201": "丙"},
    funds=("区本级一般公共预算", "上级转移支付"),
)  # fmt: skip


def several(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sets(st.sampled_from(values)).map(lambda chosen: tuple(v for v in values if v in chosen))


CHOICES = st.builds(
    Choice,
    dataset=st.sampled_from(OPTIONS.datasets),
    years=st.sets(st.sampled_from(OPTIONS.years)).map(lambda y: tuple(sorted(y))),
    departments=several(list(OPTIONS.departments)),
    methods=several(list(address.METHODS)),
    subject=st.sampled_from(list(address.SUBJECTS)),
    grades=several(list(address.GRADES)),
    score=st.sampled_from(list(address.SCORES)),
    size=st.sampled_from(list(address.SIZES)),
    funds=several(list(OPTIONS.funds)),
    keyword=st.text(min_size=0, max_size=20).filter(lambda t: t != "-"),
)


@given(CHOICES)
def test_a_link_opens_the_choice_it_was_made_from(choice: Choice) -> None:
    read, unknown = address.read(address.write(choice), OPTIONS, address.default(OPTIONS))
    assert read == choice
    assert unknown == ()


def test_defaults_are_the_latest_year_self_evaluations_of_projects() -> None:
    assert address.default(OPTIONS) == Choice(dataset="demo", years=(2024,))


def test_defaults_are_written() -> None:
    assert set(address.write(address.default(OPTIONS))) == set(address.NAMES)


def test_codes_that_the_data_lack_are_named() -> None:
    read, unknown = address.read({"dept": "101~999", "score": "x"}, OPTIONS, address.default(OPTIONS))
    assert read.departments == ("101",)
    assert unknown == ("主管部门“999”", "得分口径“x”")


def test_a_partial_link_keeps_the_rest() -> None:
    base = replace(address.default(OPTIONS), score="review")
    read, _ = address.read({"year": "2022"}, OPTIONS, base)
    assert (read.years, read.score) == ((2022,), "review")
