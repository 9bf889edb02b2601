"""Sentences with amounts: what each figure is, and which way each movement goes."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalcore.loaders.document import Paragraph
from evalcore.loaders.money_sentence import read_money
from evalcore.loaders.stated_money import amounts
from evalcore.model import MovementKind, Place

SEED = (
    "本项目经费由财政全额拨款，年初预算 1.5 万元，年中追加预算 0.84 万元，其中，划入党校指标 2.23 万元。"
    "全年预算数为 0.11万元，执行数为 0.11万元，完成预算的 100%。"
)


def read(*texts: str, year: int | None = None):
    paragraphs = [Paragraph(text, Place("正文", f"第{i}行")) for i, text in enumerate(texts, 1)]
    return read_money(paragraphs, year=year)


def test_part_larger_than_its_whole_is_a_transfer_out_when_only_that_closes():
    budget = read(SEED).budget
    assert (budget.initial, budget.annual, budget.executed) == (D("1.5"), D("0.11"), D("0.11"))
    assert budget.printed_rate == 1
    added, moved = budget.movements
    assert (added.kind, added.amount, added.direction, added.inferred) == (
        MovementKind.ADDED,
        D("0.84"),
        "+",
        False,
    )
    assert (moved.kind, moved.amount, moved.direction, moved.inferred) == (
        MovementKind.TRANSFERRED_OUT, D("2.23"), "-", True,
    )  # fmt: skip
    assert moved.counterparty == "党校"
    assert budget.initial + sum(move.signed for move in budget.movements) == budget.annual
    assert budget.places["annual"] == Place("正文", "第1行")


def test_part_inside_its_whole_is_not_counted_twice():
    budget = read("年初预算10万元，年中追加5万元，其中划入党校指标2万元。全年预算数15万元。").budget
    assert [(m.kind, m.amount) for m in budget.movements] == [(MovementKind.ADDED, D(5))]


def test_no_closing_assignment_leaves_the_stated_directions():
    budget = read("年初预算1.5万元，追加0.84万元，其中，划入党校指标3万元。全年预算数为0.11万元。").budget
    assert [(m.direction, m.inferred) for m in budget.movements] == [("+", False), ("+", False)]


def test_undirected_transfer_takes_the_sign_that_closes():
    budget = read("年初预算10万元，年中划转卫健局指标4万元，全年预算数6万元。").budget
    (move,) = budget.movements
    assert (move.kind, move.direction, move.inferred, move.counterparty) == (
        MovementKind.TRANSFERRED_OUT, "-", True, "卫健局",
    )  # fmt: skip


def test_undirected_movement_that_closes_neither_way_is_left_out_and_said():
    reading = read("年初预算10万元，年中调整3万元，全年预算数6万元。")
    assert reading.budget.movements == ()
    assert [finding.code for finding in reading.findings] == ["BUD_CHAIN_MISMATCH"]


def test_two_closing_assignments_leave_the_chain_unresolved():
    reading = read("年初预算10万元，预算调整2万元，年中划转2万元，全年预算数10万元。")
    assert reading.budget.movements == ()
    assert reading.findings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("年初预算数、全年预算数、执行数分别为1.5万元、0.11万元和0.10万元。", ("1.5", "0.11", "0.10")),
        ("年初预算数、全年预算数和执行数分别为1.5、0.11和0.10万元。", ("1.5", "0.11", "0.10")),
        ("年初预算安排1,234.5万元，调整后预算数为1.2亿元，实际支出8,000,000元。", ("1234.5", "12000", "800")),
        (
            "年初预算数：２０．５万元；全年预算数：２０万元；全年执行数：１９．５万元。",
            ("20.5", "20", "19.5"),
        ),
        ("项目预算200万元，实际支出195.5万元，执行率97.75%。", (None, "200", "195.5")),
        ("年初预算批复资金共计 50000 元，全年预算 50000 元，已支出 4.2 万元。", ("5", "5", "4.2")),
        ("发动参与慈善事业累计捐款达487.59万元，捐赠款物总价值 2892.31万元。", (None, None, None)),
        ("2022年全年预算数20万元，较上年增加3万元。每人300元。", (None, "20", None)),
        ("其中支出办公费3万元，差旅费2万元。", (None, None, None)),
    ],
)
def test_what_an_amount_is(text, expected):
    budget = read(text, year=2022).budget
    assert (budget.initial, budget.annual, budget.executed) == tuple(x and D(x) for x in expected)


def test_difference_from_the_initial_budget_is_a_movement():
    budget = read("年初预算100万元，全年预算数80万元，较年初预算减少20万元。").budget
    (move,) = budget.movements
    assert (move.kind, move.signed) == (MovementKind.REDUCED, D(-20))


def test_remainder_is_not_a_movement():
    budget = read("年初预算100万元，全年预算数100万元，执行数90万元，结余10万元，结转下年使用。").budget
    assert budget.movements == ()
    assert budget.executed == 90


@pytest.mark.parametrize(
    ("text", "kind", "direction"),
    [
        ("年初预算10万元，追加经费5万元，全年预算数15万元。", "追加", "+"),
        ("年初预算10万元，年中调减5万元，全年预算数5万元。", "调减", "-"),
        ("年初预算10万元，由市局划入5万元，全年预算数15万元。", "划入", "+"),
        ("年初预算10万元，划转至县医院5万元，全年预算数5万元。", "划出", "-"),
        ("年初预算10万元，年末财政收回5万元，全年预算数5万元。", "收回", "-"),
        ("年初预算10万元，收回结余资金5万元，全年预算数5万元。", "收回", "-"),
        ("年初预算10万元，上年结转5万元，全年预算数15万元。", "结转", "+"),
    ],
)
def test_typed_movements(text, kind, direction):
    (move,) = read(text).budget.movements
    assert (move.kind, move.direction, move.amount, move.inferred) == (kind, direction, D(5), False)


def test_sources_of_a_total_are_not_movements():
    budget = read("全年预算数20万元，其中：财政拨款15万元，其他资金5万元。").budget
    assert [(s.label, s.annual) for s in budget.sources] == [("当年财政拨款", D(15)), ("其他资金", D(5))]
    assert budget.movements == ()


def test_two_values_for_one_figure_leave_it_blank_and_are_told():
    reading = read("全年预算数20万元。", "全年预算数为30万元。")
    assert reading.budget.annual is None
    assert [finding.code for finding in reading.findings] == ["TX_NUMBER_CONFLICT"]


def test_sentence_about_another_year_is_taken_when_alone_and_said():
    reading = read("联合市财政局下达市级2023年度标准化工作补助经费200万元, 共有24个项目获得补助。", year=2024)
    assert reading.budget.annual == 200
    assert [finding.code for finding in reading.findings] == ["FM_YEAR_CONFLICT"]
    reading = read("2021年全年预算数30万元。", "2022年全年预算数20万元。", year=2022)
    assert (reading.budget.annual, reading.findings) == (D(20), ())


def test_counts_in_wan_are_not_money():
    assert amounts("造林1.2万亩，服务2万人次") == ()


@given(
    st.text(alphabet="年初预算全追加其中划入党校执行数为0123456789.,，。、；万亿元%分别和较", max_size=120)
)
def test_no_sentence_stops_the_reader(text):
    budget = read(text, year=2022).budget
    for value in (budget.initial, budget.annual, budget.executed):
        assert value is None or value >= 0


@given(
    st.integers(1, 10**6),
    st.lists(st.tuples(st.sampled_from(["追加", "调减"]), st.integers(1, 10**5)), max_size=4),
)
def test_stated_movements_close_without_inference(initial, moves):
    annual = initial + sum(n if kind == "追加" else -n for kind, n in moves)
    if annual < 0:
        return
    text = f"年初预算{initial / 100:.2f}万元" + "".join(f"，{k}{n / 100:.2f}万元" for k, n in moves)
    budget = read(f"{text}。全年预算数{annual / 100:.2f}万元。").budget
    assert [(m.kind, m.amount) for m in budget.movements] == [(k, D(n) / 100) for k, n in moves]
    assert not any(m.inferred for m in budget.movements)
