-- What people noted that was done against campaigns (docs/decisions/0011), under the number of the action that noted it; the
-- row of the highest revision holds. Days are those of UTC; 1970-01-01 where it is not known when it took effect.
CREATE TABLE countermeasure (
    number UInt64,
    revision UInt32,
    is_undone UInt8,
    campaign UInt64,
    kind LowCardinality(String),
    taken_on Date,
    effective_on Date,
    target_kind LowCardinality(String),
    target String,
    organisation String,
    note String
) ENGINE = {{ReplacingMergeTree(revision)}}
ORDER BY number
SETTINGS {{durable}};
