"""Shorthand of scoring sentences written out, so that one grammar reads it: [80%,90%), ±5%以内, 前5名, 三分之一, 一半分, *100%."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from evalcore.scoring.numbers import word_list
from evalcore.scoring.places import number_of, places

_VALUE = r"[-+]?\d+(?:\.\d+)?\s?[^\d\s,，;；()\[\]~-]{0,4}"
_INTERVAL = re.compile(rf"([\[(])\s?({_VALUE})\s?([,，~-])\s?({_VALUE})\s?([\])])")
_BOUND_NAMED = re.compile(r"\((不?(?:包)?含)\s?(?:本数|该数|[\d.]+\s?[^)\s]{0,5})?\)")
_EITHER_SIDE = re.compile(
    r"(?P<beyond>>|超过|大于|超出|高于)?(?:不超过|≤|控制在|在|为)?±\s?(?P<value>\d+(?:\.\d+)?\s?(?:个百分点|%|‰)?)"
    r"(?:以内|之内|范围内|之间|区间内|区间|范围|内)?(?:\(含\))?"
)
_AROUND = re.compile(  # 100%±5%以内: a range with its middle
    r"(?P<middle>\d+(?:\.\d+)?)\s?%\s?(?:\()?±\s?(?P<value>\d+(?:\.\d+)?)\s?(?:%|个百分点)(?:\))?(?:以内|之内|范围内|之间|区间内|区间|范围|内)?"
)
_OFF_THE_BAND = re.compile(r"每(?:超出|超过|偏离|偏差)(?:范围|区间)?")
_OUTSIDE = re.compile(  # 在95%-105%之间得满分，低于95%或高于105%的，每偏离1%: said twice
    r"(?P<band>(?P<low>\d+(?:\.\d+)?)\s?%?\s?[-~至]\s?(?P<high>\d+(?:\.\d+)?)\s?%[^，；。]*)[，；。]"
    r"(?:低于|小于|不足)\s?(?P=low)%或者?(?:高于|大于|超过|超出)\s?(?P=high)%的?[，,]?(?=每)"
)
_IDENTITY = re.compile(r"\*\s?100\s?%")  # 实际数/计划数*100%: a ratio is the same in percent
_TIMES_POINTS = re.compile(  # 预算执行率*10: the number is the full mark
    r"^(?P<rate>[^，；。\d*]{0,14}(?:率|比例|(?:值|数)/[^，；。\d*]{1,10}))\*\s?(?P<points>\d{1,3}(?:\.\d+)?)$"
)
_QUOTED = re.compile(r"[“\"]([^“”\"]*[*/][^“”\"]*)[”\"]")  # 按“实际值/95%*分值”计算
_DEFINITION = (
    re.compile(  # 完成率=实际数/计划数*100%；…: what is measured, unless the formula itself gives points
        r"(?<![^，；。])(?!得分|[^，；。∑Σ]*(?:权重|分值|满分|标准分|\d分))"
        r"(?P<name>[^，；。=≥≤<>]{2,20}[率度额数比])=[^，；。=≥≤<>]*[/*][^，；。=≥≤<>]*[，；。](?P<next>.)"
    )
)
_LABELS = re.compile(  # 优、良、中、差分别得10分、8分、6分、0分
    r"(?:按照?|分为?|分)?[“\"]?(?P<labels>[^，,；;：:。“”\"、]{1,8}(?:、[^，,；;：:。“”\"、]{1,8})+?)[”\"]?(?:[一二三四五\d]个?(?:档次?|等级|等次|级|类|种)(?:情况)?)?的?[，,]?"
    r"分别(?:得|计|给予|给|赋予|赋|按|记|评)(?P<awards>[\d.]+(?:分|%)?(?:[、,，][\d.]+(?:分|%)?)+)(?:计分|得分|赋分)?"
)
_EITHER_WAY = re.compile(  # 每超过(降低)5%
    r"(?:超过|高于|上升|增加|提高|超出)\s?(?:\((?:或)?(?:降低|低于|下降|减少|少于|不足)\)|/(?:降低|低于|下降|减少))(?=\s?\d)"
)
_GRADED = re.compile(  # 优秀等次按100%计分
    r"(?P<grade>(?:优秀?|良好?|中等?|差|较差|合格|不合格|基本合格|一般|[一二三四甲乙丙丁A-D][等级档]))(?P<kind>等次|等级|档次?|的)?[，,]?"
    r"按(?:照)?(?:分值的?|满分的?)?(?P<share>\d+%)(?:计分|得分|赋分|给分|计算)"
)
_LABELLED = re.compile(  # 优秀(≥90分)得满分: the range is the tier, the word its name
    r"(?P<label>优秀?|良好?|中等?|差|较差|合格|不合格|基本合格|一般)\((?P<range>[^()得扣]*\d[^()得扣]*)\)(?=的?[，,：:]?(?:不?得|计|扣|为|按))"
)
_AIM_FIRST = re.compile(  # 新建公厕120座，全部完成得满分: the number is what all of it is
    r"^(?P<what>[^，；。：:≥≤<>=\d每]{2,14})(?P<aim>\d+(?:\.\d+)?\s?[^\d，；。、%分]{1,4}?)(?:\([^\d)]{1,3}\))?[，,]"
    r"(?:全部完成|全部到货|全部到位|如数完成|按计划完成|全面完成|完成(?:全部|年度)?(?:计划|任务|目标)?)的?[，,]?(?=[得计]满?分?)"
)
_BETWEEN = re.compile(
    r"(?:介于|处于)\s?(\d[^，；。与和]{0,9})\s?(?:与|和)\s?(\d[^，；。]{0,9}?)之间"
)  # 介于60%(含)与100%之间
_MISSED = "(?:项|指标)(?:未达到?|不达标|未达标|不符合|不满足|超标)(?:要求|标准|条件)?的?[，,]?(?:均|则|即)?"
_ANY_SHORT = re.compile(  # 任意一项未达到不得分, 任一项不达标得2分
    rf"(?:任意|任何|其中)?(?:有)?(?:任一|一){_MISSED}(?=不得分)|(?:任意一|任何一|任一){_MISSED}(?=[得计]\s?\d)"
)
_EACH_OF_THEM = re.compile(  # 制度健全、执行有效、检查到位，逐项得1分
    r"(?P<labels>[^，,；;：:。、\d]{2,12}(?:、[^，,；;：:。、\d]{2,12})+)[，,]?(?:逐项|各|每项)(?:得|计)(?P<award>[\d.]+分)"
)
_THEM_ALL = re.compile(r"(?<=符合)(?:上述|以上|全部|所有|前述|下列)(?=[\d一二三四五六七八九十]+[项个条])")
_SO_MANY = re.compile(r"(?<=[项个条])(?:要求|条件|标准|要点)(?=的?(?:得|计|为|，得))")
_BARE_SHARE = re.compile(
    r"(?<=[\d人次个天元%上下内])\s?([，,：:])\s?(\d{1,3}%)(?=\s?(?:[；;。]|$))"
)  # 4000-4999人，80%；
_PER = re.compile(
    r"(?P<award>(?:得|计|扣|加|减|记)\s?\d+(?:\.\d+)?\s?分)\s?/\s?(?P<unit>[个次项处起件例篇份条户人月天期场批笔家宗])(?![^\W\d_])"
)
_WHETHER = re.compile(
    r"(?:有无|有没有|是否有)(?P<what>[^，,；;。：:]+)[，,；;。：:？?]\s?有(?=[的则得计记给，,])"
)
_SHARE_OF = re.compile(  # 按实际新增就业人数占2000人的比重计分
    r"按照?(?P<what>[^\d，；。]{2,16}?)占(?P<whole>\d+(?:\.\d+)?[^\d，；。%的]{0,4})的?(?:比重|比例|百分比)(?:计分|得分|计算得分|计算|赋分|给分)"
)
_DEFINED = re.compile(  # 60%-100%之间，按比例得分(得分=分值*完成率): the bracket says what that means
    r"按(?:完成)?比例(?:计算)?(?:得分|计分)\((?:即)?[：，]?(?P<formula>得分=[^()]+)\)"
)
_ONE_DAY = re.compile(  # 延迟发放1天扣1分: for each day, where one day is all that is named
    r"(?<!每)(?P<late>延迟|逾期|滞后|推迟|超期|延期|拖延|延误|迟到)(?P<what>[^，,；;。\d每]{0,6}?)(?P<one>[1一]\s?(?:个)?(?:工作日|天|日|周|月))的?[，,]?(?=扣)"
)
_LATE_COSTS = re.compile(
    r"(?:延迟|逾期|滞后|推迟|超期|延期|拖延|延误|迟到)[^，,；;。每]{0,6}\d[^，,；;。\d]{1,4}[，,]?扣"
)
_AIM_BEFORE = re.compile(  # 目标值≥90%，实际完成≥90%得满分: the aim, which the condition repeats
    r"^(?:年度|年初|预期)?(?:目标值|目标|指标值|计划值)[:：为是]?\s?[≥≤=><]?\s?\d+(?:\.\d+)?[^\d，；。]{0,4}[，；。](?=[^，；。]{0,8}实际[^，；。\d]*\d)"
)
_EVERY_MONTH = re.compile(  # 12个月均按时发放得满分，每少1个月扣1分
    r"^(?P<all>\d+\s?(?P<unit>个月|个季度|次|期|天))(?:均|都|全部|全)(?P<what>[^，；。\d]{1,12}?)(?=(?:的?[，,]?)得满分.*(?:每)?少[1一]\s?(?P=unit))"
)
_OUT_OF = re.compile(r"(?:得分|分值)?以(\d+)分为满分[，,]?")
_FRACTION = re.compile(
    r"([二三四五六七八九十]|\d+)分之([一二三四五六七八九十]|\d+)(?=的?(?:分|该|权|[，,；;。)]|$))"
)
_SLASHED = re.compile(  # 得2/3, 得2/3分值: a share of the weight, 2/3分 are points
    r"(?<=[得计给扣减赋])(?P<share>[1-9]/[2-9])(?:的?(?:该项|该指标|本项)?(?:分值|权重分?|满分)|(?=的?[，,；;。)]|的?$))"
)
_TENTHS = re.compile(
    r"(?<=[得计给扣减赋])([1-9一二三四五六七八九])成(?:的?(?:分值|权重分?|满分|分))?(?=的?[，,；;。)]|的?$)"
)  # 得8成分
_POINTS_FIRST = re.compile(
    r"得分=(?P<points>\d+(?:\.\d+)?)分?\*(?P<rate>[^\d，,；;。*/+-]{1,10}[率度])(?=[，,；;。)]|$)"
)
_EACH_ITEM = re.compile(r"[，,；;。]\s?每项(?:指标)?(?P<step>每[^，,；;。]*扣[^，,；;。]*)[。；]?$")
_NAMED_ENDS = re.compile(  # 80%-90%(含80%): the bracket names the end it holds
    r"(?P<low>\d+(?:\.\d+)?)(?P<first>[^\d\s,，;；()~-]{0,4})\s?(?P<dash>[~-]|至|到)\s?"
    r"(?P<high>\d+(?:\.\d+)?)(?P<last>[^\d\s,，;；()~-]{0,4}?)(?:之间)?\s?\((?P<said>[^()]*含\s?\d[^()]*)\)"
)
_NO_MORE = re.compile(  # 完成率大于100%的，按100%计算
    r"[，,；;。(]\s?[^，,；;。()]{0,8}(?:大于|超过|高于)(?:或等于)?100%(?:以上)?的?[，,]?(?:均|都)?"
    r"(?:按|以|视为)照?(?:100%|满分)(?:计算|计分|计|算|折算)?\)?"
)
_HELD = re.compile(r"(\d)\s?(\(不?含\))\s?(分(?!钟)|%|个百分点|人|天|万元)")  # 90(含)分以上
_SHARE = re.compile(r"(?:该项?|本)指标的?(\d+(?:\.\d+)?%)的?(?:分值|权重分?|分数)")
_HALF = re.compile(
    r"(?<=[得计给扣减赋])(?:该项|本项|该指标)?(?:分值|权重分?|分数|满分)?的?(?:一半|半数)(?!以上|以下|及)(?:的?(?:分值|分数|权重分?|满分|分))?"
)


@cache
def _asides() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in word_list("sentence")["asides"]["patterns"])


def written_out(text: str) -> str:
    """A folded scoring sentence with its shorthand in words the grammar knows."""
    for aside in _asides():
        text = aside.sub("", text)
    text = _TIMES_POINTS.sub(r"\g<rate>*\g<points>分", text)
    text = _AIM_FIRST.sub(r"\g<what>≥\g<aim>，", _DEFINITION.sub(_defined, text))
    text = _GRADED.sub(r"\g<grade>\g<kind>得该指标分值的\g<share>", _EITHER_WAY.sub("相差", text))
    text = _LABELLED.sub(r"\g<label>\g<range>", text)
    text = _SO_MANY.sub("", _THEM_ALL.sub("", text))
    if len(_BARE_SHARE.findall(text)) > 1:
        text = _BARE_SHARE.sub(r"\1得\2", text)
    text = _BETWEEN.sub(r"\1-\2", text)
    text = _PER.sub(r"每\g<unit>\g<award>", text)
    text = _ANY_SHORT.sub("否则，", text)
    text = _EACH_OF_THEM.sub(_alike, _LABELS.sub(_paired, text))
    text = _WHETHER.sub(r"有\g<what>", text)
    text = _DEFINED.sub(r"\g<formula>", text)
    text = _SHARE_OF.sub(r"得分=\g<what>/\g<whole>*该指标分值", text)
    if len(_ONE_DAY.findall(text)) == 1 and len(_LATE_COSTS.findall(text)) == 1:
        text = _ONE_DAY.sub(r"每\g<late>\g<what>\g<one>", text)
    text = _EVERY_MONTH.sub(r"\g<what>≥\g<all>", _AIM_BEFORE.sub("", text))
    text = _OUT_OF.sub(r"(\1分)", text)
    text = _IDENTITY.sub("", _QUOTED.sub(r"\1", text))
    text = _NAMED_ENDS.sub(_ends, _NO_MORE.sub("，满分为止", text))
    text = _HELD.sub(r"\1\3\2", text)
    text = _INTERVAL.sub(_interval, text)
    text = _BOUND_NAMED.sub(lambda found: f"({found[1].replace('包', '')})", text)
    if _AROUND.search(text):
        text = _OFF_THE_BAND.sub("每相差", _AROUND.sub(_band, text))
    text = _OUTSIDE.sub(r"\g<band>，", text)
    text = _EITHER_SIDE.sub(lambda f: f"绝对值{'>' if f['beyond'] else '≤'}{f['value']}", text)
    text = _FRACTION.sub(lambda found: f"{number_of(found[2])}/{number_of(found[1])}的", text).replace(
        "的的", "的"
    )
    text = _step_of_each(text)
    text = _POINTS_FIRST.sub(r"得分=\g<rate>*\g<points>分", text)
    text = _TENTHS.sub(lambda found: f"该指标分值的{number_of(found[1])}0%", text)
    text = _SHARE.sub(r"该指标分值的\1", _SLASHED.sub(r"该指标分值的\g<share>", text))
    text = _HALF.sub("该指标分值的50%", text)
    return places(text)


def _band(found: re.Match[str]) -> str:
    middle, value = Decimal(found["middle"]), Decimal(found["value"])
    return f"{middle - value}%(含)-{middle + value}%(含)"


def _defined(found: re.Match[str]) -> str:
    """公用经费控制率=…*100%。≤100%得3分: what the bare bound behind the definition is of."""
    return (found["name"] if found["next"] in "≥≤<>=" else "") + found["next"]


def _step_of_each(text: str) -> str:
    """完成率100%得5分，合格率98%得5分，每项每低1%扣0.5分: the step said once is each part's."""
    found = _EACH_ITEM.search(text)
    if found is None:
        return text
    parts = [part for part in re.split("[，,；;。]", text[: found.start()]) if part]
    if len(parts) < 2 or not all(re.search(r"得\s?\d+(?:\.\d+)?分$", part) for part in parts):
        return text
    return "；".join(f"{part}，{found['step']}" for part in parts)


def _ends(found: re.Match[str]) -> str:
    marks = {"low": "", "high": ""}
    for denied, numbers in re.findall(r"(不?)(?:包)?含((?:[^不含]|不(?!包?含))*)", found["said"]):
        for number in re.findall(r"\d+(?:\.\d+)?", numbers):
            marks |= {
                end: "(不含)" if denied else "(含)" for end in marks if float(number) == float(found[end])
            }
    if not any(marks.values()):
        return found[0].replace("含", "")  # names neither end: left unread
    low, high = found["low"] + found["first"] + marks["low"], found["high"] + found["last"] + marks["high"]
    return f"{low}{found['dash']}{high}"


def _paired(found: re.Match[str]) -> str:
    labels, awards = found["labels"].split("、"), re.split("[、,，]", found["awards"])
    if len(labels) != len(awards) or re.search(r"第|名次?$|位$", found["labels"]):
        return found[0]
    unit = "%" if "%" in found["awards"] else "分"
    return "；".join(
        f"{label}得{award.rstrip('分%')}{unit}" for label, award in zip(labels, awards, strict=True)
    )


def _alike(found: re.Match[str]) -> str:
    return "；".join(f"{label}得{found['award']}" for label in found["labels"].split("、"))


def _interval(found: re.Match[str]) -> str:
    opened, low, mark, high, closed = found.groups()
    if mark in "~-" and (opened, closed) == ("(", ")"):
        return found[0]  # (1-2分): a bracket, not an interval
    first, last = ("(含)" if opened == "[" else "(不含)"), ("(含)" if closed == "]" else "(不含)")
    return f"{low.strip()}{first}-{high.strip()}{last}"


_SPACED = re.compile(r"\S{1,2}(?: \S{1,2}){5,}")


def unspaced(text: str) -> str:
    """完 成 率 达 到 1 0 0 %: a scan that puts a space after every character."""
    return (
        text.replace(" ", "") if _SPACED.fullmatch(text) and re.search(r"[^\W\d_] [^\W\d_]", text) else text
    )


_DAMAGED = re.compile(r"(?<![A-Za-z\d.])[\dOolI|]*\d[\dOolI|]*(?:\.[\dOo]+)?(?![A-Za-z])")
_UNIT_ONLY = re.compile(r"\s?[^\W\d_a-zA-Z]{0,4}")
_MISTAKEN = re.compile(
    r"巳(?=[^\W\d_])|(?<![年月季周期旬始岁])末(?=完成|达|按|实现|开展|发生|发现|建立|制定|落实|及时|到位|验收|支付|执行|公开|超|报|拨|出现)"
)
_SCANNED_LE = re.compile(r"(?<=[^\W\d_A-Za-z])\s?[Ww]\s?(?=\d+(?:\.\d+)?\s?%)")  # 控制率W100%
_SCANNED_GE = re.compile(
    r"(?<=[^\W\d_A-Za-z])2(?P<value>\d\d%)(?=.*[-~至到<](?P=value))"
)  # 满意度295%得…，90%-95%得…


def _unglued(found: re.Match[str]) -> str:
    return f"≥{found['value']}"


_LETTERS = str.maketrans("OolI|", "00111")


def digits_mended(text: str) -> str:
    """l00% → 100%, 9O% → 90%: letters a scan puts for digits, only inside a number that ends in % or stands alone
    (with its unit); 末完成 → 未完成, 巳完成 → 已完成."""

    text = _SCANNED_LE.sub("≤", _SCANNED_GE.sub(_unglued, text))
    text = _MISTAKEN.sub(lambda found: "未" if found[0] == "末" else "已", text)

    def mend(found: re.Match[str]) -> str:
        said = found[0]
        alone = not text[: found.start()].strip("≥≤<>= ") and _UNIT_ONLY.fullmatch(text[found.end() :])
        certain = text[found.end() : found.end() + 1] in ("%", "‰") or alone
        damaged = re.search(r"[OolI|]", said) and not re.search(r"[lI|]$", said)
        return said.translate(_LETTERS) if certain and damaged else said

    return _DAMAGED.sub(mend, text)
