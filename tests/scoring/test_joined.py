"""Requirements that must hold together: each against its own number, by its words or in order."""

from decimal import Decimal

import pytest

from evalcore.scoring.rule import judge
from tests.scoring.settings import settings

RULES = settings()
BOTH = "覆盖率≥90%且满意度≥85%得5分；覆盖率≥80%且满意度≥75%得3分；其他不得分"
HALF = "完成投资≥2亿元，且新开工项目≥5个，得满分，一项不达标扣50%"


def share(text, actual, points=5):
    return judge(text, actual, rules=RULES, points=Decimal(points)).ratio


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ("覆盖率95%，满意度90%", Decimal(1)),
        ("满意度90%，覆盖率95%", Decimal(1)),  # named, in whatever order
        ("95%，90%", Decimal(1)),  # unnamed: in the rule's order
        ("覆盖率95%，满意度80%", Decimal("0.6")),  # the first tier asks 85 of the second
        ("覆盖率70%，满意度95%", Decimal(0)),
        ("覆盖率95%", None),
        ("95%", None),
        ("覆盖率95%，合格率90%", None),
    ],
)
def test_every_part_is_held_against_its_own_number(actual, expected):
    assert share(BOTH, actual) == expected


@pytest.mark.parametrize(
    ("actual", "expected"),
    [("2.1亿元，6个", 1), ("2.1亿元，3个", Decimal("0.5")), ("1亿元，3个", 0), ("20100万元，6个", 1)],
)
def test_what_each_missed_part_costs_is_counted(actual, expected):
    assert share(HALF, actual) == expected


def test_without_a_word_for_the_rest_not_reaching_all_is_an_assumed_zero():
    judged = judge("覆盖率≥90%且满意度≥85%，得满分", "覆盖率95%，满意度60%", rules=RULES, points=Decimal(5))
    assert (judged.ratio, judged.low, judged.high) == (0, 0, 1)
    assert "没有写其余情形" in judged.reason


def test_words_that_claim_all_or_none_answer_every_part():
    assert share(BOTH, "均达到") == 1
    assert share(BOTH, "两项均未达到") == 0


def test_alternatives_are_not_requirements():
    assert share("完成率<60%或发生安全事故的，不得分；完成率≥60%得满分", "发生安全事故") == 0


EITHER = "覆盖率≥90%或培训人次≥500人次得满分，否则不得分"


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ("覆盖率92%", 1),
        ("520人次", 1),  # the only requirement in people
        ("覆盖率85%，480人次", 0),
        ("覆盖率85%，520人次", 1),
        ("覆盖率85%", None),  # how many people is not told
        ("合格率95%", None),
    ],
)
def test_of_alternatives_one_is_enough_and_all_must_be_missed(actual, expected):
    assert share(EITHER, actual) == expected


LOST = "使用率≥90%且无闲置得5分；使用率70%-90%得3分；使用率<70%或闲置超过3个月不得分"


@pytest.mark.parametrize(
    ("actual", "ratio", "low"),
    [
        ("使用率95%，无闲置", 1, 1),  # 无闲置 is no month of it
        ("使用率80%", Decimal("0.6"), 0),  # whether it stood idle is not told: strictly nothing may be left
        ("使用率80%，闲置4个月", 0, 0),
        ("使用率60%", 0, 0),
    ],
)
def test_what_costs_all_and_is_not_told_is_assumed_not_to_have_happened(actual, ratio, low):
    judged = judge(LOST, actual, rules=RULES, points=Decimal(5))
    assert (judged.ratio, judged.low) == (ratio, low)


COUNTED = "任务数≥20个且合格率≥95%得10分，仅满足一项得5分，均不满足不得分"


@pytest.mark.parametrize(
    ("text", "actual", "expected"),
    [
        (COUNTED, "22个，合格率97%", 1),
        (COUNTED, "22个，合格率90%", Decimal("0.5")),
        (COUNTED, "15个，合格率97%", Decimal("0.5")),
        (COUNTED, "15个，合格率90%", 0),
        (COUNTED, "22个", None),
        (
            "户数≥300户，增收≥2000元，两项均达到得10分，达到一项得5分，均未达到不得分",
            "320户，1500元",
            Decimal("0.5"),
        ),
        ("户数≥300户，增收≥2000元，两项均达到得10分，达到一项得5分，均未达到不得分", "200户，1500元", 0),
        (
            "户数≥300户且增收≥2000元得10分，有一项不达标扣4分，两项均不达标不得分",
            "320户，1500元",
            Decimal("0.6"),
        ),
        ("户数≥300户且增收≥2000元得10分，有一项不达标扣4分，两项均不达标不得分", "200户，1500元", 0),
        ("户数≥300户且增收≥2000元得10分，任一项不达标得2分", "200户，1500元", Decimal("0.2")),
    ],
)
def test_how_many_requirements_are_met_is_counted(text, actual, expected):
    assert share(text, actual, 10) == expected


STEPPED = "发放率≥98%且差错率≤1‰得满分，发放率每低1%扣1分，差错率每高1‰扣2分"


@pytest.mark.parametrize(
    ("text", "actual", "expected"),
    [
        (STEPPED, "发放率99%，差错率0.5‰", 1),
        (STEPPED, "发放率96%，差错率0.5‰", Decimal("0.8")),
        (STEPPED, "发放率99%，差错率3‰", Decimal("0.6")),
        (STEPPED, "发放率96%，差错率3‰", Decimal("0.4")),
        ("培训≥3天且参训率≥95%得满分；参训率每低1个百分点扣2%", "3天，参训率90%", Decimal("0.9")),
        ("培训≥3天且参训率≥95%得满分；参训率每低1个百分点扣2%", "2天，参训率90%", None),  # days have no step
    ],
)
def test_each_missed_number_loses_by_its_own_step(text, actual, expected):
    assert share(text, actual, 10) == expected


def test_a_lower_tier_on_one_of_the_numbers_counts_where_not_all_is_reached():
    text = "完成率≥95%且满意度≥90%得满分；完成率≥80%得60%；其他不得分"
    assert share(text, "完成率96%，满意度93%") == 1
    assert share(text, "完成率96%，满意度80%") == Decimal("0.6")
    assert share(text, "完成率70%，满意度95%") == 0


def test_parts_that_each_take_from_one_full_mark_add_up():
    text = "全年检查不少于12次，每少1次扣0.5分；整改率达到100%，每低1个百分点扣0.2分"
    assert share(text, "12次，整改率100%") == 1
    judged = judge(text, "10次，整改率95%", rules=RULES, points=Decimal(5))
    assert judged.ratio == Decimal("0.6")  # 1 + 1 of 5 points
    assert sum(step.lost for step in judged.trace) == 2
    assert share(text, "0次，整改率50%") == 0
    assert share(text, "12次") is None


@pytest.mark.parametrize(
    ("text", "actual", "expected"),
    [
        ("完成投资额≥800万元或完成工程量≥90%得满分，均未达到不得分", "完成投资850万元", 1),
        ("完成投资额≥800万元或完成工程量≥90%得满分，均未达到不得分", "完成投资700万元，完成工程量80%", 0),
        ("发病率≤3‰且死亡率≤0.5‰得满分，任一指标超标不得分", "发病率4‰，死亡率0.3‰", 0),
        (
            "准确率≥95%且调整率≤5%得满分；两项中有一项不达标得50%；都不达标得0分",
            "准确率96%，调整率8%",
            Decimal("0.5"),
        ),
        ("参保率≥98%得3分，续保率≥90%得2分，任一项未达标该项不得分", "参保率99%，续保率85%", Decimal("0.6")),
        ("按期完成且不超预算得5分；按期完成但超预算得3分；未按期完成不得分", "按期完成，未超预算", 1),
        (
            "按期完成且不超预算得5分；按期完成但超预算得3分；未按期完成不得分",
            "按期完成，超预算",
            Decimal("0.6"),
        ),
        ("同一项目重复申报1次扣2分，虚报数据1次扣3分，扣完为止", "重复申报1次", Decimal("0.6")),
        ("同一项目重复申报1次扣2分，虚报数据1次扣3分，扣完为止", "虚报数据1次", Decimal("0.4")),
    ],
)
def test_joined_sentences_as_departments_write_them(text, actual, expected):
    assert share(text, actual) == expected


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ("完成率100%，按时上报", 1),
        ("完成率90%", Decimal("0.6")),
        ("完成率70%", 0),
        ("完成率100%，未按时上报", Decimal("0.6")),
        ("完成率100%", None),
    ],
)
def test_a_number_and_words_joined_are_both_asked(actual, expected):
    assert share("任务完成率100%且按时上报得5分；完成率80%以上得3分；完成率80%以下得0分", actual) == expected


@pytest.mark.parametrize(
    ("text", "actual", "expected"),
    [
        # two amounts of one unit and one number: its words say whose it is
        ("完成投资额≥800万元或完成产值额≥500万元得满分，否则不得分", "完成投资850万元", 1),
        # 资金96% is as much the one rate as the other
        ("资金到位率≥95%且资金使用率≥90%得满分，否则不得分", "资金96%", None),
        (
            "全年检查不少于12次，每少1次扣0.5分；整改率达到100%，每低1个百分点扣0.2分",
            "10次以上，整改率95%",
            None,
        ),
    ],
)
def test_a_number_belongs_to_the_requirement_its_words_name(text, actual, expected):
    assert share(text, actual) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("准确率≥95%且调整率≤5%得满分；有任意一项不达标的得50%", Decimal("0.5")),
        ("准确率≥95%且调整率≤5%得满分；任何一项没做到，扣2分", Decimal("0.6")),
        ("准确率≥95%且调整率≤5%得满分；任一指标未达到95%的扣2分", None),  # 未达到95% is another question
    ],
)
def test_any_one_missed_costs_what_the_sentence_says(text, expected):
    assert share(text, "准确率96%，调整率8%") == expected


def test_a_step_that_adds_takes_nothing_for_a_missed_number():
    text = "发放率≥95%且差错率≤2‰得满分，发放率每低1%扣1分，差错率每低1‰加1分"
    assert share(text, "发放率93%，差错率2‰", 10) == Decimal("0.8")


def test_a_step_without_words_is_of_the_only_number_in_its_unit():
    text = "覆盖率≥95%且次数≥10次得满分，每低1%扣1分，每少1次扣1分"
    assert share(text, "覆盖率93%，8次", 10) == Decimal("0.6")


def test_points_of_another_full_mark_are_shares_of_it():
    judged = judge(BOTH, "覆盖率95%，满意度80%", rules=RULES, points=Decimal(4))
    assert judged.ratio == Decimal("0.6")  # 3 of the 5 the sentence speaks of
    assert judged.reason.startswith("规则写明的满分 5 分与分值 4 分不一致")
    text = "发放率≥95%且差错率≤2‰得10分，发放率每低1%扣1分，差错率每高1‰扣1分"
    judged = judge(text, "发放率93%，差错率3‰", rules=RULES, points=Decimal(8))
    assert judged.ratio == Decimal("0.7")
    assert judged.reason.startswith("规则写明的满分 10 分与分值 8 分不一致")


def test_what_costs_all_together_and_did_not_happen_leaves_the_rest_of_the_sentence():
    text = "覆盖率≥90%且满意度≥85%得5分；覆盖率<60%且满意度<60%不得分；其他得2分"
    assert share(text, "覆盖率70%，满意度80%") == Decimal("0.4")
    assert share(text, "覆盖率50%，满意度50%") == 0


def test_a_list_is_required_together_where_the_sentence_counts_what_is_missed():
    text = "管护人员到位率100%，巡查记录完整，得满分；有一项不满足扣50%"
    assert share(text, "到位率100%，巡查记录完整") == 1
    assert share(text, "到位率100%，巡查记录不完整") == Decimal("0.5")
    assert share(text, "到位率90%，巡查记录不完整") == 0


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ("覆盖率95%，满意度90%", 1),
        ("覆盖率85%，满意度90%", 0),
        ("覆盖率85%，满意度80%", 0),
        ("覆盖率95%", None),
    ],
)
def test_several_bounds_before_否则_are_required_together(actual, expected):
    assert share("覆盖率≥90%，满意度≥85%，否则不得分", actual) == expected


def test_two_or_more_of_three_are_not_one():
    text = "参训率≥95%且合格率≥90%且满意度≥90%得6分，满足两项以上得4分，其他不得分"
    assert share(text, "参训率96%，合格率80%，满意度85%", 6) == 0
    assert share(text, "参训率96%，合格率92%，满意度85%", 6) == Decimal(4) / 6
