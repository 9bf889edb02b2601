-- The evaluations whose ids are $ids. Gives picked (number).
picked AS (
    SELECT k.number
    FROM evaluation_key AS k
    WHERE k.evaluation_id IN (SELECT unnest($ids))
      -- the same ids by the number their first signs make, which is compared a hundred times as fast as text
      AND k.shelf IN (
          SELECT ascii(substr(id, 1, 1)) % 256 * 65536 + ascii(substr(id, 2, 1)) % 256 * 256 + ascii(substr(id, 3, 1)) % 256
          FROM (SELECT unnest($ids) AS id) AS asked
      )
)
