-- Tables of one version. Amounts in 万元. Scores 0..100. NULL is missing, never 0.
-- Queries never name these: run.py puts scope and selection in front as CTEs evaluation, indicator, finding.

-- grain: one evaluation = one project, year, method (current revision)
CREATE TABLE stored_evaluation (
    evaluation_id        VARCHAR NOT NULL,   -- stable: hash of the identity below
    dataset              VARCHAR NOT NULL,   -- 'demo' 模拟数据 · 'public' 公开项目 · 'submitted' 报送
    simulated            BOOLEAN NOT NULL,
    project_key          VARCHAR NOT NULL,   -- links the years of one project (code, or unit + folded name)
    project_code         VARCHAR,
    project              VARCHAR NOT NULL,
    department           VARCHAR NOT NULL,   -- folded display name; '（未填）' where blank
    department_code      VARCHAR NOT NULL,   -- budget code: the order on every page
    department_kind      VARCHAR,            -- 区直党群 · 区直政府 · 镇街 · 垂管分局
    unit                 VARCHAR,
    region               VARCHAR,
    year                 INTEGER NOT NULL,
    method               VARCHAR NOT NULL,   -- 单位自评 · 部门评价 · 财政评价
    subject              VARCHAR NOT NULL,   -- 项目支出 · 部门整体支出 · 专项资金 · 政策
    fund_source          VARCHAR,
    project_type         VARCHAR,            -- peer grouping: 工程 · 补助 · 运转 · 服务 · 信息化 · 其他
    budget_initial       DECIMAL(18, 6),
    budget_annual        DECIMAL(18, 6),
    executed             DECIMAL(18, 6),
    printed_rate         DOUBLE,             -- as printed, ratio
    execution_rate       DOUBLE,             -- executed / annual; NULL when annual is 0 or missing
    initial_execution_rate DOUBLE,
    adjustment_rate      DOUBLE,
    self_score           DECIMAL(9, 4),      -- exact; *_approx are the same numbers for aggregation
    review_score         DECIMAL(9, 4),
    recomputed           DECIMAL(9, 4),
    recomputed_low       DECIMAL(9, 4),
    recomputed_high      DECIMAL(9, 4),
    self_score_approx    DOUBLE,
    review_score_approx  DOUBLE,
    recomputed_approx    DOUBLE,
    self_label           VARCHAR,            -- grade label as printed
    self_grade           VARCHAR,            -- 优 良 中 差, folded from the label, else from the total
    review_grade         VARCHAR,
    recomputed_grade     VARCHAR,
    grade_strict         VARCHAR,            -- NULL where the strict interval crosses a line
    grade_text           VARCHAR,            -- as shown: 优（待认定 15 分）
    judged_points        DECIMAL(9, 4),
    coverage             DOUBLE,             -- share of points checked by rule
    rule_set             VARCHAR NOT NULL,
    -- points, self score and recomputed score by level-1 kind
    execution_points     DOUBLE, execution_self    DOUBLE, execution_recomputed    DOUBLE,
    cost_points          DOUBLE, cost_self         DOUBLE, cost_recomputed         DOUBLE,
    output_points        DOUBLE, output_self       DOUBLE, output_recomputed       DOUBLE,
    benefit_points       DOUBLE, benefit_self      DOUBLE, benefit_recomputed      DOUBLE,
    satisfaction_points  DOUBLE, satisfaction_self DOUBLE, satisfaction_recomputed DOUBLE,
    decision_points      DOUBLE, decision_self     DOUBLE, decision_recomputed     DOUBLE,
    process_points       DOUBLE, process_self      DOUBLE, process_recomputed      DOUBLE,
    indicator_count      INTEGER NOT NULL,
    full_mark_count      INTEGER NOT NULL,   -- indicators whose self score equals their points
    finding_red          INTEGER NOT NULL,
    finding_yellow       INTEGER NOT NULL,
    finding_info         INTEGER NOT NULL,
    goal                 VARCHAR,
    goal_actual          VARCHAR,
    problems             VARCHAR,
    measures             VARCHAR,
    title                VARCHAR,
    is_report            BOOLEAN NOT NULL,
    stage                VARCHAR NOT NULL,   -- 初步 · 审定
    submitted            DATE,
    assumptions          VARCHAR,            -- one a line
    not_run              VARCHAR,            -- codes 未检, comma separated
    source_file          VARCHAR,
    source_sha256        VARCHAR,
    source_url           VARCHAR,
    revision             INTEGER NOT NULL,   -- 1 for the first form of this identity, +1 each time it is replaced
    copy                 INTEGER NOT NULL,   -- 1; 2, 3 … where one load holds several different forms of one identity
    digest               VARCHAR NOT NULL,   -- of form and result: equal digest, nothing to do
    form                 VARCHAR NOT NULL    -- JSON of the Evaluation as read, places included: the passport is regenerated from it
);

-- grain: one row of 绩效指标 of one evaluation
CREATE TABLE stored_indicator (
    evaluation_id   VARCHAR NOT NULL,
    position        INTEGER NOT NULL,        -- order in the form, from 0
    year            INTEGER NOT NULL,
    department_code VARCHAR NOT NULL,
    level1          VARCHAR NOT NULL,
    level1_kind     VARCHAR NOT NULL,        -- cost output benefit satisfaction decision process other
    level2          VARCHAR,
    level3          VARCHAR NOT NULL,
    target          VARCHAR,
    actual          VARCHAR,
    points          DECIMAL(9, 4),           -- used in the recomputation (printed or split)
    self_score      DECIMAL(9, 4),
    review_score    DECIMAL(9, 4),
    recomputed      DECIMAL(9, 4),
    low             DECIMAL(9, 4),
    high            DECIMAL(9, 4),
    basis           VARCHAR NOT NULL,        -- rule · judged from text · assumed · needs judgement
    achievement     DOUBLE,                  -- actual / target where both are numbers and target > 0
    deviation_note  VARCHAR,
    sub_row         BOOLEAN NOT NULL,
    place           VARCHAR                  -- sheet and cell of the actual
);

-- grain: one 疑点
CREATE TABLE stored_finding (
    finding_id      VARCHAR NOT NULL,
    dataset         VARCHAR NOT NULL,
    evaluation_id   VARCHAR,                 -- NULL for department findings
    position        INTEGER,                 -- indicator, NULL when about the project
    year            INTEGER,
    department_code VARCHAR,
    code            VARCHAR NOT NULL,
    severity        VARCHAR NOT NULL,        -- red yellow info
    scope           VARCHAR NOT NULL,        -- F P I X D
    message         VARCHAR NOT NULL,
    numbers         VARCHAR,                 -- JSON
    place           VARCHAR,
    basis           VARCHAR,
    status          VARCHAR NOT NULL,
    origin          VARCHAR NOT NULL         -- form: read and recomputed from one form · across: from comparing several
);

-- grain: one typed movement of one budget
CREATE TABLE stored_movement (
    evaluation_id VARCHAR NOT NULL,
    position      INTEGER NOT NULL,
    kind          VARCHAR NOT NULL,          -- 追加 调减 划入 划出 收回 结转
    amount        DECIMAL(18, 6) NOT NULL,
    direction     VARCHAR NOT NULL,          -- + or -
    inferred      BOOLEAN NOT NULL,
    counterparty  VARCHAR,
    text          VARCHAR
);

-- grain: one project of one year that should be evaluated (应评项目清单)
CREATE TABLE stored_listing (
    dataset         VARCHAR NOT NULL,
    year            INTEGER NOT NULL,
    project_key     VARCHAR NOT NULL,
    project         VARCHAR NOT NULL,
    department      VARCHAR NOT NULL,
    department_code VARCHAR NOT NULL,
    unit            VARCHAR,
    budget_initial  DECIMAL(18, 6),
    fund_source     VARCHAR,
    due             DATE
);

-- grain: one department of one dataset
CREATE TABLE stored_department (
    dataset    VARCHAR NOT NULL,
    code       VARCHAR NOT NULL,             -- budget code; the folded name where no form prints a code
    name       VARCHAR NOT NULL,             -- folded display name
    kind       VARCHAR,                      -- 区直党群 · 区直政府 · 镇街 · 垂管分局
    peer_group VARCHAR,                      -- 同类部门
    first_year INTEGER,                      -- years it existed; NULL = open
    last_year  INTEGER
);

-- grain: one replaced revision of an evaluation, as it stood
CREATE TABLE stored_revision (
    evaluation_id VARCHAR NOT NULL,
    revision      INTEGER NOT NULL,
    replaced_in   VARCHAR NOT NULL,          -- version that replaced it
    self_score    DECIMAL(9, 4),
    recomputed    DECIMAL(9, 4),
    source_file   VARCHAR,
    source_sha256 VARCHAR,
    form          VARCHAR NOT NULL
);

-- grain: one proposed or confirmed link between two project keys (改名 承接)
CREATE TABLE stored_project_link (
    from_key  VARCHAR NOT NULL,
    to_key    VARCHAR NOT NULL,
    year      INTEGER NOT NULL,              -- first year of to_key
    kind      VARCHAR NOT NULL,              -- 改名 · 承接
    status    VARCHAR NOT NULL               -- 建议 · 已确认
);

-- grain: one file of one load
CREATE TABLE stored_source_file (
    sha256    VARCHAR NOT NULL,
    file      VARCHAR NOT NULL,
    format    VARCHAR,
    bytes     BIGINT,
    forms     INTEGER NOT NULL,
    rejected  VARCHAR,                       -- why it (forms = 0), or a part of it, was refused; NULL when all of it was stored
    place     VARCHAR,
    remedy    VARCHAR,
    version   VARCHAR NOT NULL
);

-- grain: one load (what made this and every earlier version)
CREATE TABLE stored_load (
    version     VARCHAR NOT NULL,
    loaded_at   TIMESTAMP NOT NULL,
    what        VARCHAR NOT NULL,            -- Chinese: 导入 12 个文件 / 生成示范区 / 回退
    files       INTEGER NOT NULL,
    loaded      INTEGER NOT NULL,
    rejected    INTEGER NOT NULL,
    evaluations INTEGER NOT NULL,            -- after the load
    indicators  INTEGER NOT NULL,
    findings    INTEGER NOT NULL
);

CREATE TABLE stored_setting (name VARCHAR NOT NULL, value VARCHAR NOT NULL);  -- schema version, seed, region …
