"""The seed report by hand: 2022 工商联 非公党建工作管理经费 (a real public report's facts and text)."""

from __future__ import annotations

from decimal import Decimal

from evalcore.model import Budget, Evaluation, Indicator, Movement, MovementKind, Source

_STEPS = "{}及以上得满分，否则否则每下降5%扣该项指标对应分数10%"
_OUTPUT = {"level1": "产出指标", "level1_raw": "产出指标（50%）", "level1_points": Decimal(50)}
_BENEFIT = {"level1": "效益指标", "level1_raw": "效益指标（30%）", "level1_points": Decimal(30)}
_SATISFACTION = {"level1": "满意度指标", "level1_raw": "满意度指标（10%）", "level1_points": Decimal(10)}

INDICATORS = (
    Indicator(**_OUTPUT, level2="数量指标", level3="开展党建工作活动/培训次数", target="1次", actual="1次"),
    Indicator(**_OUTPUT, level2="数量指标", level3="活动出勤率", target=_STEPS.format("85%"), actual="100%"),
    Indicator(**_OUTPUT, level2="数量指标", level3="走访非公党组织个数", target="10 个", actual="12 个"),
    Indicator(
        **_OUTPUT, level2="质量指标", level3="党务工作者参与率", target=_STEPS.format("85%"), actual="100%"
    ),
    Indicator(
        **_BENEFIT,
        level2="社会效益",
        level3="发挥企业党员先锋模范作用",
        target="企业党员是否有助学、扶贫等积对社会产生积极行为；是否获得优秀共产党员、优秀党务工作者或先进党组织等荣誉称号。"
        "有则得满分，否则酌情减分。",
        actual="白云电器园等10 个党组织荣获市级“双强六好”党组织；周林华等 9名同志荣获市级党员先锋示范岗。",
    ),
    Indicator(
        **_BENEFIT,
        level2="社会效益",
        level3="全区非公经济党的组织和工作覆盖率",
        target="覆盖率 90%以上得满分，否则每下降5%扣该项指标对应分数 10%",
        actual="100%",
    ),
    Indicator(
        **_SATISFACTION,
        level2="服务对象满意度指标",
        level3="企业对党建工作满意度",
        target=_STEPS.format("90%"),
        actual="100%",
    ),
)

MOVEMENT_TEXT = "年中追加预算 0.84 万元，其中，划入党校指标 2.23 万元"

BUDGET = Budget(
    initial=Decimal("1.5"),
    annual=Decimal("0.11"),
    executed=Decimal("0.11"),
    unit_in_file="万元",
    printed_rate=Decimal(1),
    movements=(
        Movement(MovementKind.ADDED, Decimal("0.84"), "+", text=MOVEMENT_TEXT),
        Movement(
            MovementKind.TRANSFERRED_OUT,
            Decimal("2.23"),
            "-",
            inferred=True,
            counterparty="党校",
            text=MOVEMENT_TEXT,
        ),
    ),
)

NARRATIVE = """通过举办非公企业党建专题培训班等形式，
积极引导非公企业坚持围绕“经济抓党建，抓好党建促发展”目标。
本项目经费由财政全额拨款，年初预算 1.5 万元，年中追加预算 0.84 万元，其中，
划入党校指标 2.23 万元。
全年预算数为 0.11万元，执行数为 0.11万元，完成预算的 100%。从评价情况来看，
本部门较好完成了 2022年各项党建工作任务。
制定实施《关于深入开展“双强六好”党组织创建活动的工作方案》，
建立区级“双强六好”党组织重点培育企业库，
培育 50个非公企业“双强六好”党组织，示范带动全区非公企业党组织全面进步。
2022年，
有 10家非公企业党组织、18名党员获广州市非公有制经济组织“双强六好”党组织、党务工作标兵、党员先锋示范岗表彰。

三是大力引导民营经济人士认真履行社会责任，
2022年以来全区商会党组织、非公企业党组织组建疫情防控志愿服务队近 200支，
志愿服务总人次 11000人次，
各镇街商会及民营经济企业累计为疫情捐赠款物总价值 2892.31万元，
发动参与慈善事业累计捐款达487.59万元。
五是实施发展党员“双选双育”行动，建立重点吸纳对象、重点发展对象 2 份名单。
经对本项目评价指标评分，本项目综合得分 100分，评价等次为优秀。
一级指标 二级指标 三级指标 年度指标值 实际完成指标值
白云电器园等10 个党组织荣获市级“双强六好”党组织；周林华等 9名同志荣获市级党员先锋示范岗。
企业对党建工作满意度 90%及以上得满分，否则否则每下降5%扣该项指标对应分数 10% 100%
"""

SEED = Evaluation(
    project="非公党建工作管理经费",
    year=2022,
    department="广州市白云区工商业联合会",
    budget=BUDGET,
    indicators=INDICATORS,
    self_score=Decimal(100),
    self_grade="优秀",
    problems="因疫情影响，活动培训形式单一，部分活动计划受一定影响。",
    measures="提前筹划准备，加强项目前期调研，并做好应急预案，加强项目进度管理；不断创新，丰富活动培训形式，"
    "强化党组织在企业领导核心地位和战斗堡垒作用。",
    narrative=NARRATIVE,
    title="2022年度广州市白云区工商业联合会对非公党建工作管理经费项目绩效评价报告",
    is_report=True,
    source=Source("000_seed.txt", format="txt"),
)
