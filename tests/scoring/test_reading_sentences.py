"""What sentences are read as, and what is left to a person, beyond the worked cases."""

from decimal import Decimal

import pytest

from evalcore.model import Basis
from evalcore.scoring.clause import Bound
from evalcore.scoring.deviation import stated_deviation
from evalcore.scoring.effects import implicit_one
from evalcore.scoring.partial import partial_step
from evalcore.scoring.places import place
from evalcore.scoring.quantity import Quantity, Unit, find_quantities
from evalcore.scoring.rule import assumptions, judge, understand
from tests.scoring.settings import settings

RULES = settings()
TEN = Decimal(10)


def judged(text, actual, points=TEN, **levels):
    return judge(text, actual, rules=RULES, points=points, **levels)


# Ends of ranges: 以上, 以下, 以内 hold their end; 超过, 不足, 不满, 以外 do not (民法典第一千二百五十九条)
@pytest.mark.parametrize(
    ("said", "bound"),
    [
        ("90%以上", Bound("≥", find_quantities("90%")[0].quantity, soft=True)),
        ("90%及以上", Bound("≥", find_quantities("90%")[0].quantity)),
        ("90%(不含)以上", Bound(">", find_quantities("90%")[0].quantity)),
        ("90%以上(不含)", Bound(">", find_quantities("90%")[0].quantity)),
        ("超过90%", Bound(">", find_quantities("90%")[0].quantity)),
        ("90%以外", Bound(">", find_quantities("90%")[0].quantity)),
        ("不低于90%", Bound("≥", find_quantities("90%")[0].quantity)),
    ],
)
def test_lower_ends(said, bound):
    assert understand(f"{said}得5分").scoring.clauses[0].condition.low == bound


@pytest.mark.parametrize(
    ("said", "bound"),
    [
        ("90%以下", Bound("≤", find_quantities("90%")[0].quantity, soft=True)),
        ("90%及以下", Bound("≤", find_quantities("90%")[0].quantity)),
        ("90%以内", Bound("≤", find_quantities("90%")[0].quantity)),
        ("90%以下(不含)", Bound("<", find_quantities("90%")[0].quantity)),
        ("不足90%", Bound("<", find_quantities("90%")[0].quantity)),
        ("不满90%", Bound("<", find_quantities("90%")[0].quantity)),
        ("低于90%", Bound("<", find_quantities("90%")[0].quantity)),
        ("不超过90%", Bound("≤", find_quantities("90%")[0].quantity)),
    ],
)
def test_upper_ends(said, bound):
    assert understand(f"{said}得5分").scoring.clauses[0].condition.high == bound


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ("80%-90%(含80%)", ("≥", "<")),
        ("80%-90%(含90%)", (">", "≤")),
        ("80%-90%(不含90%)", ("≥", "<")),
        ("80%-90%(含80%，不含90%)", ("≥", "<")),
        ("80%-90%之间(含80%和90%)", ("≥", "≤")),
        ("80%-90%(含)", (">", "≤")),
        ("80%(含)-90%", ("≥", "<")),
    ],
)
def test_a_bracket_names_the_end_it_holds(said, ends):
    condition = understand(f"{said}得5分").scoring.clauses[0].condition
    assert (condition.low.operator, condition.high.operator) == ends


@pytest.mark.parametrize(
    ("text", "actual", "share"),
    [
        ("12月底执行率≥95%得5分；执行率80%-95%得3分；执行率80%以下不得分", "85%", "0.6"),  # one subject
        ("完成率100%得5分，80以上不满100%得4分", "85%", "0.8"),  # the unit stands at the other end
        ("完成率100%得5分，80%以上不满100得4分", "85%", "0.8"),
        ("完成率达到90%，低于90%的每低1个百分点扣0.5分", "88%", "0.8"),  # no range, an aim and a step
        ("投诉率0得5分，0-10%按插值法得分，超过10%不得分", "2%", "0.8"),
        ("投诉率0得5分，0-10%按比例得分，超过10%不得分", "2%", "0.8"),
        ("0次得5分，1次得3分，2次及以上不得分", "无", "1"),
        ("按规定公开得满分，每发现1次不公开扣1分", "按规定公开", "1"),
        ("完成5项得4分，最高得5分", "5项", "0.8"),
        ("按完成比例得分", "130%", "1"),
        ("未达标或未完成的，不得分；达标得满分", "未达标", "0"),
        ("增长10%以上的得5分，增长5%~10%(含10%)的得3分", "10%", "0.6"),  # (含) beats 以上
        ("增长率大于10%得5分；5%-10%得3分；0-5%得2分；负增长不得分", "下降2%", "0"),
        ("增长率≥5%得5分；0≤增长率<5%得3分；增长率<0不得分", "下降2%", "0"),
        ("检查发现不合格的，每发现1次不合格扣1分", "检查12次，发现2次不合格", "0.6"),
        ("每发现1次不合格扣1分", "抽查12次，复查2次", None),
    ],
)
def test_a_sentence_gives(text, actual, share):
    ratio = judged(text, actual, Decimal(5)).ratio
    assert ratio == (None if share is None else Decimal(share))


@pytest.mark.parametrize(
    ("text", "actual"),
    [
        ("得分=执行率*80%", "90%"),  # not the full mark
        ("完成率100%得满分，90%得20分", "90%"),  # 20 of 10 points
        ("超出批复金额5%以内得50%，超出5%以上不得分", "超出3天"),  # days beside percent
        ("每下降0%扣1分", "下降5%"),
        ("≥5个工作日得满分；每拖1个工作日扣0.2分", "3个工作日"),
        ("排名前10%得满分，其余得60%", "排名前5%"),
        ("80%-90%(含75%)得5分，90%以上得满分", "85%"),  # the bracket names neither end
        ("偏差率1%扣1分，扣完为止", "偏差率3%"),  # each 1 %, or at 1 % only
        ("结余≥0万元得满分，否则按比例得分", "-5万元"),
        ("得2分：制度健全；得1分：制度基本健全", "制度健全"),
        ("得满分的情形：无；达标得满分，当期达标得50%", "达标"),
        ("每家企业满意得1分", "企业满意"),
        ("获省级表彰加1分，获国家级表彰加2分", "获省级表彰"),
    ],
)
def test_what_the_text_leaves_open_is_left_to_a_person(text, actual):
    judgement = judged(text, actual)
    assert judgement.ratio is None
    assert judgement.reason


def test_an_inverse_formula_is_not_divided_by_nothing():
    assert judged("≤80万元", "100万元", rule_text="得分=目标值/实际值*分值").ratio == Decimal("0.8")
    assert judged("≥80万元", "0万元", rule_text="得分=目标值/实际值*分值").ratio is None


def test_a_checklist_whose_items_do_not_make_the_points_is_an_assumption():
    judgement = judged("①有规划得1分；②有方案得1分；③有总结得1分", "符合①②", Decimal(6))
    assert abs(judgement.ratio - Decimal(2) / 3) < Decimal("1e-20")
    assert "不一致" in judgement.reason


def test_a_target_denied_in_the_same_words_is_met():
    judgement = judged("不违法违纪", "未违法违纪")
    assert (judgement.ratio, judgement.basis) == (1, Basis.TEXT)


@pytest.mark.parametrize(
    ("target", "actual", "ratio"),
    [("农村产业融合", "农村产业融合项目库", "1"), ("有", "无", "0.3"), ("有", "有", "1")],
)
def test_a_target_in_words(target, actual, ratio):
    assert judged(target, actual).ratio == Decimal(ratio)


@pytest.mark.parametrize(("actual", "share"), [("12天", "1"), ("15天", "1"), ("17天", "0.8"), ("9天", "1")])
def test_a_step_is_measured_from_the_end_of_a_target_range(actual, share):
    rule = "在目标范围内得满分，每超过1天扣1分"
    assert judged("10-15天", actual, level2="时效指标", rule_text=rule).ratio == Decimal(share)


@pytest.mark.parametrize(
    ("actual", "said"), [("第3名", "3名次"), ("倒数第2名", "倒数第2名"), ("效果明显", "效果明显")]
)
def test_a_place_is_read_from_the_front_only(actual, said):
    assert place(actual) == said


def test_several_targets_and_fewer_numbers_are_left_to_a_person():
    assert "对不上" in judged("≥100人，≥2期，≥3场", "100人，2期").reason


def test_a_deadline_and_a_share_beside_it_count_by_the_share():
    judgement = judged("12月底前100%到位", "12月20日90%")
    assert judgement.ratio == Decimal("0.9")


def test_a_damaged_cell_whose_numbers_do_not_read_back_keeps_its_words():
    assert [target.words for target in understand("202一季度底前").targets] == ["202一季度底前"]


def test_a_table_of_percent_and_people_has_no_faults_of_its_own():
    assert understand("≥90%得5分；≥100人得3分").ambiguities == ()


# Deviations
@pytest.mark.parametrize(
    ("actual", "kind", "value"),
    [
        ("低1个百分点", "fall", 1),
        ("提前3天完成", "early", 3),
        ("逾期2个月", "delay", 2),
        ("相差9%", "differ", 9),
        ("超出5%", "rise", 5),
        ("降了2%", "fall", 2),
    ],
)
def test_an_actual_states_the_distance(actual, kind, value):
    said, quantity = stated_deviation(actual)
    assert (said, quantity.value) == (kind, value)


@pytest.mark.parametrize("actual", ["水平较低一些", "提高到90%", "按期完成", "90%"])
def test_an_actual_states_no_distance(actual):
    assert stated_deviation(actual) is None


# Parts of a step
@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("每低5%扣1分，不足5%按5%计算", "ceiling"),
        ("每低5%扣1分，不足5%不扣分", "floor"),
        ("每低5%扣1分，不足5%按比例扣分", "linear"),
        ("每低5%扣1分，不足一档按一档计", "ceiling"),
        ("每低5%扣1分，不足5%按2%计算", ""),
        ("每低5%扣1分，不足5%按一般计算", ""),
        ("每低5%扣1分，不足一半不扣分", ""),
        ("每低5%扣1分，不足80%不扣分", ""),
        ("不足一档不计", ""),
    ],
)
def test_less_than_a_step_counts_as_the_sentence_says(text, method):
    assert partial_step(text)[1] == method


def test_one_of_what_has_no_unit_is_one_thing():
    assert implicit_one("1234567890123456789") == (
        Quantity(Decimal(1), Unit("个", "count")),
        "1234567890123456789",
    )


# What a rule leaves to settings or a person
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("≥90%得满分，每下降5%扣1分", "不足一步：不计"),
        ("≤80万元", "超出目标：按 1-(实际-目标)÷目标"),
        ("一次不达标扣2分，两次不达标不得分", "没有读懂，由人认定"),
        ("由考核组打分", "这句规则没有读懂"),
        ("制度不健全的酌情扣分", "没有写明幅度"),
    ],
)
def test_a_rule_tells_what_it_leaves_open(text, said):
    assert any(said in one for one in assumptions(understand(text), RULES))


def test_a_plain_target_leaves_nothing_open():
    assert assumptions(understand("≥90%"), RULES) == ()
    assert assumptions(understand("每低5%扣1分，不足5%按5%计"), RULES)[0].startswith("“每下降5%扣1分”")


@pytest.mark.parametrize(
    ("actual", "share"),
    [
        ("10个指标中8个达标", "0.8"),
        ("1个指标中1个达标", "1"),
        ("10个指标中2个未达标", "0.8"),
        ("0个指标中0个达标", None),
        ("5个指标中8个达标", None),
    ],
)
def test_a_share_of_indicators_is_worked_out_from_both_numbers(actual, share):
    ratio = judged("得分=达到预期值的指标个数/全部指标个数", actual).ratio
    assert ratio == (None if share is None else Decimal(share))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("完成率≥90%且满意度≥95%得5分", "完成率≥90%且满意度≥95%，得5分"),  # two measures: words, not a range
        ("≥90%，满意度≥95%得5分", "≥90%，满意度≥95%，得5分"),
        ("90%以上得5分", "90%以上，得5分"),
        ("90%以下得5分", "90%以下，得5分"),
        ("不低于90%得5分", "≥90%，得5分"),
        ("等于90%得5分", "=90%，得5分"),
        ("80%-90%得4分", "80%-90%，得4分"),
        ("80%(含)-90%得4分", "80%(含)-90%，得4分"),
        ("80%-90%(含)得4分", "80%-90%(含)，得4分"),
        ("[80%,90%]得4分", "80%(含)-90%(含)，得4分"),
        ("(80%,90%)得4分", "80%(不含)-90%(不含)，得4分"),
        ("≥90%得满分，否则不得分", "≥90%，得满分；否则，不得分"),
        ("达到目标得满分，未达到不得分", "达到目标的，得满分；未达到目标的，不得分"),
        ("每发现1例扣2分，扣完为止", "每发现1例扣2分，扣完为止"),
        ("每发现1例扣2分，最多扣6分", "每发现1例扣2分，最多扣6分"),
        ("≥90%得8分，每超过1%加0.5分，最多加2分", "≥90%，得8分；每超过1%加0.5分，最多加2分"),
        ("按完成比例得分", "按比例得分"),
        ("得分=完成率*分值", "得分=完成率*该指标分值"),
        ("制度不健全酌情扣1-3分", "制度不健全，酌情扣1-3分"),
        ("制度健全酌情得1-3分", "制度健全，酌情得1-3分"),
        ("制度不健全酌情扣分", "制度不健全，酌情扣分"),
        ("发生安全事故一票否决", "发生安全事故，一票否决"),
        ("每低1%扣该项分值的5%", "每下降1%扣该指标分值的5%"),
        ("每超过1%扣0.5分", "每超过1%扣0.5分"),
        ("每相差1%扣0.5分", "每相差1%扣0.5分"),
        ("每提前1天加1分", "每提前1天加1分"),
        ("每缺1项扣1分", "每少1项扣1分"),
        ("排名第1-3名的依次得5分、4分、3分", "排名第1-3名的依次得5分、4分、3分"),
    ],
)
def test_a_text_is_printed_back_as_one_canonical_sentence(text, sentence):
    assert understand(text).sentence == sentence


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("90分", "target"),
        ("5分", "target"),
        ("制度健全20分", "rule"),
        ("制度健全21分", "target"),
        ("制度健全得30分", "rule"),
    ],
)
def test_bare_points_are_a_target_and_few_beside_words_an_award(text, kind):
    assert understand(text).kind == kind


@pytest.mark.parametrize(
    ("text", "weight", "clauses"),
    [
        ("成交率：10分，达标得满分", 10, 1),  # bare points before a full mark state the weight
        ("成交率：10分，达标得满分，否则不得分", 10, 2),
        ("成交率：10分，达标得8分", None, 2),
        ("成交率10分，达标得满分", None, 2),
        ("成交率：扣10分，达标得满分", None, 2),
    ],
)
def test_bare_points_before_a_full_mark_state_the_weight(text, weight, clauses):
    scoring = understand(text).scoring
    assert scoring is not None
    assert (scoring.weight, len(scoring.clauses)) == (weight, clauses)


@pytest.mark.parametrize("text", ["得分=执行率*10", "得分=执行率*10分"])
def test_the_number_a_rate_is_multiplied_by_is_the_full_mark(text):
    scoring = understand(text).scoring
    assert scoring is not None
    assert scoring.weight == 10


def test_a_bracket_that_is_never_closed_is_read_all_the_same():
    assert understand("质量较好(6-8分").sentence


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("好（9-10分），较好（6-8分）", "好，酌情得9-10分；较好，酌情得6-8分"),
        ("酌情扣分（1-3分）", "酌情扣1-3分"),
        ("5000元以上不满1万元得3分，1万元以上得5分", "5000元(含)-1万元，得3分；1万元以上，得5分"),
    ],
)
def test_ranges_of_points_and_of_two_units_are_printed_as_they_are_meant(text, read):
    assert understand(text).sentence == read


def test_a_step_said_once_for_each_item_is_each_item_s():
    text = "数量完成率达到100%得5分，质量合格率达到98%得5分，每项每低1个百分点扣0.5分"
    assert judge(text, "完成率98%，合格率97%", rules=RULES, points=Decimal(10)).ratio == Decimal("0.85")
    one = "完成率达到100%得满分，每项每低1个百分点扣0.5分"
    assert understand(one).sentence == "完成率≥100%，得满分；每下降1个百分点扣0.5分"


def test_headings_with_points_of_their_own_are_left_to_a_person():
    text = "资金到位率（50%）：100%得满分，每低5%扣10%；资金使用率（50%）：≥90%得满分，每低5%扣10%"
    assert judge(text, "到位率100%，使用率80%", rules=RULES, points=Decimal(10)).ratio is None


@pytest.mark.parametrize(
    ("text", "read", "actual", "share"),
    [
        ("-5%至0%得满分，0%以上不得分", "-5%至0%，得满分；0%以上，不得分", "-3%", 1),
        ("增幅-5%至0%得满分，0%以上不得分", "增幅-5%至0%，得满分；0%以上，不得分", "2%", 0),
        ("≤5%，3%-4%得8分", "≤5%，3%-4%，得8分", "3.5%", None),
    ],
)
def test_a_range_that_begins_below_nothing_keeps_its_sign(text, read, actual, share):
    assert understand(text).sentence == read
    assert judge(text, actual, rules=RULES, points=Decimal(10)).ratio == share


def test_a_tier_carried_on_ends_at_the_floor():
    text = "90分以上得10分，80-90分得8分，70-80分得6分，以此类推，50分以下不得分"
    assert judge(text, "55分", rules=RULES, points=Decimal(10)).ratio == Decimal("0.2")
    assert judge(text, "45分", rules=RULES, points=Decimal(10)).ratio == 0
