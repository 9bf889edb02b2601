"""What a reader is told of 需关注事项 and of the draw by risk is what the data say: no number lives in two places untested."""

from __future__ import annotations

from evalcore.glossary import code_name, term
from evalcore.insight import attention, peers, spot_check
from pages.review.sampling import points_in_words

NUMERALS = "零一二三四五六七八九十"


def test_the_weights_of_attention_stand_in_its_definition() -> None:
    said, held = term("attention").definition, attention.weights()
    severity, surprise, general = held["severity"], held["surprise"], held["general"]
    assert f"红 {severity['red']}、黄 {severity['yellow']}" in said
    assert f"限于 {surprise['floor']} 至 {surprise['cap']}" in said
    assert f"加 {surprise['prior']} 个" in said
    assert f"前{NUMERALS[held['items']]}类" in said
    assert general == {"evaluations": 2, "departments": 2}  # 只涉及一个评价或一个部门: fewer than two
    assert "只涉及一个评价或一个部门的排在普遍性的之后" in said


def test_the_points_of_the_draw_stand_in_its_definition_and_on_the_page() -> None:
    held = spot_check.weights()
    points, extra = held["points"], held["extra"]
    words = f"红 {points['red']}、黄 {points['yellow']}、提示 {points['info']}"
    assert words in term("risk_points").definition
    assert f"另加 {extra['points']}" in term("risk_points").definition
    shown = points_in_words()
    assert words in shown
    assert f"另加 {extra['points']}" in shown
    assert all(code_name(code) in shown for code in extra["codes"])


def test_every_code_with_extra_points_is_a_code() -> None:
    assert all(code_name(code) != code for code in spot_check.weights()["extra"]["codes"])


def test_the_rules_of_peers_explain_themselves() -> None:
    """Every rule is said in words, and the words of size and share are those of the numbers in the file."""
    held = peers.settings()
    assert all(rule.explanation.endswith("。") for rule in peers.peer_rules())
    size = next(rule for rule in peers.peer_rules() if rule.id == "size")
    assert all(f"{edge} 万元" in size.explanation or "亿元" in size.explanation for edge in (1000,))
    mixed = next(rule for rule in peers.peer_rules() if rule.id == "type")
    assert held["type"]["mixed"] in mixed.explanation
    assert "四成" in mixed.explanation
    assert held["type"]["least_share"] == 0.4
