-- Where the money went, gross: initial budget, typed movements, what the forms leave untyped, annual budget, executed, left.
-- Only evaluations with all three amounts. step: initial · a movement kind · untyped · annual · executed · left · over.
SELECT place, step, direction, sum(evaluations) AS evaluations, sum(money) AS money, sum(inferred) AS inferred
FROM flow_cell
GROUP BY place, step, direction
ORDER BY place NULLS LAST, direction NULLS LAST, step NULLS LAST
