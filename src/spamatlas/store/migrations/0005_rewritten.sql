-- The wordings that were found to be rewrites of an earlier one of their campaign: unlike in words, alike in meaning
-- (docs/decisions/0007). `fingerprint` is that of the rewrite's reports; few rows, read whole.
CREATE TABLE rewritten (
    fingerprint UInt64,
    sequence UInt64,
    sample UInt8,
    likeness Float32
) ENGINE = {{ReplacingMergeTree}}
ORDER BY (fingerprint, sequence)
SETTINGS {{durable}};
