-- The grades of both years of each pair of parted: 新进入 and 本年无 where a side is not there, or not chosen.
flows AS (
    SELECT
        CASE WHEN p.in_before THEN p.number_before END AS number_before,
        CASE WHEN p.in_now THEN p.number_now END AS number_now,
        CASE WHEN p.in_now AND p.budget_annual_now IS NOT NULL THEN p.budget_annual_now
            WHEN p.in_before THEN p.budget_annual_before END AS budget_annual,
        CASE WHEN p.in_before THEN coalesce(p.grade_before, '无等级') ELSE '新进入' END AS grade_before,
        CASE WHEN p.in_now THEN coalesce(p.grade_now, '无等级') ELSE '本年无' END AS grade_now
    FROM parted AS p
)
