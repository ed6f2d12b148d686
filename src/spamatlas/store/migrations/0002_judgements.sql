-- What the judges made of a report; the row of the highest revision holds.
CREATE TABLE judgement (
    sequence UInt64 CODEC(Delta, ZSTD),
    revision UInt32,
    id FixedString(32),
    received_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD),
    sample UInt8,
    channel LowCardinality(String),
    measuring_point LowCardinality(String),
    volume UInt32,
    reporter_key UInt64,
    campaign UInt64,
    spam Float32,
    ruling LowCardinality(String),
    category LowCardinality(String),
    lure LowCardinality(String),
    call_to_action LowCardinality(String),
    unsolicited LowCardinality(String),
    bulk LowCardinality(String),
    language LowCardinality(String),
    profile LowCardinality(String),
    model LowCardinality(String),
    inherited UInt8,
    verdict String CODEC(ZSTD(3)),
    assignment String CODEC(ZSTD(3))
) ENGINE = {{ReplacingMergeTree(revision)}}
PARTITION BY toYYYYMM(received_at)
ORDER BY sequence
SETTINGS {{durable}};

-- The judgements that newer ones take the place of pass through here on their way out of the tallies.
CREATE TABLE withdrawn_judgement (
    received_at DateTime64(3, 'UTC'),
    sample UInt8,
    channel LowCardinality(String),
    measuring_point LowCardinality(String),
    volume UInt32,
    ruling LowCardinality(String),
    category LowCardinality(String),
    lure LowCardinality(String),
    call_to_action LowCardinality(String),
    unsolicited LowCardinality(String),
    bulk LowCardinality(String),
    language LowCardinality(String)
) ENGINE = {{MergeTree}}
ORDER BY received_at
TTL toDateTime(received_at) + INTERVAL 1 DAY
SETTINGS {{durable}};

CREATE MATERIALIZED VIEW tally_of_judgements TO tally AS
SELECT
    sample, place.1 AS dimension, toStartOfHour(received_at) AS hour, measuring_point, channel, place.2 AS cell,
    toInt64(count()) AS reports, toInt64(sum(judgement.volume)) AS volume, toUInt64(0) AS withdrawn,
    min(received_at) AS first_at, max(received_at) AS last_at, uniqState(reporter_key) AS reporters
FROM judgement
ARRAY JOIN [
    ('verdict', [toString(ruling), toString(unsolicited), toString(bulk)]),
    ('category', [toString(category), toString(ruling)]),
    ('lure', [toString(lure), toString(call_to_action)]),
    ('language', [toString(language)])
] AS place
GROUP BY sample, dimension, hour, measuring_point, channel, cell;

CREATE MATERIALIZED VIEW tally_of_withdrawals TO tally AS
SELECT
    sample, place.1 AS dimension, toStartOfHour(received_at) AS hour, measuring_point, channel, place.2 AS cell,
    -toInt64(count()) AS reports, -toInt64(sum(withdrawn_judgement.volume)) AS volume, count() AS withdrawn,
    min(received_at) AS first_at, max(received_at) AS last_at,
    uniqStateIf(toUInt64(0), 0) AS reporters
FROM withdrawn_judgement
ARRAY JOIN [
    ('verdict', [toString(ruling), toString(unsolicited), toString(bulk)]),
    ('category', [toString(category), toString(ruling)]),
    ('lure', [toString(lure), toString(call_to_action)]),
    ('language', [toString(language)])
] AS place
GROUP BY sample, dimension, hour, measuring_point, channel, cell;

-- A campaign's verdict is its latest judgement's.
CREATE TABLE campaign_verdict (
    campaign UInt64,
    spam AggregateFunction(argMax, Float32, Tuple(UInt32, UInt64)),
    ruling AggregateFunction(argMax, String, Tuple(UInt32, UInt64)),
    category AggregateFunction(argMax, String, Tuple(UInt32, UInt64)),
    lure AggregateFunction(argMax, String, Tuple(UInt32, UInt64)),
    call_to_action AggregateFunction(argMax, String, Tuple(UInt32, UInt64)),
    languages AggregateFunction(groupUniqArray(8), String)
) ENGINE = {{AggregatingMergeTree}}
ORDER BY campaign
SETTINGS {{durable}};

CREATE MATERIALIZED VIEW campaign_verdict_of_judgements TO campaign_verdict AS
SELECT
    campaign,
    argMaxState(judgement.spam, (revision, sequence)) AS spam,
    argMaxState(toString(judgement.ruling), (revision, sequence)) AS ruling,
    argMaxState(toString(judgement.category), (revision, sequence)) AS category,
    argMaxState(toString(judgement.lure), (revision, sequence)) AS lure,
    argMaxState(toString(judgement.call_to_action), (revision, sequence)) AS call_to_action,
    groupUniqArrayState(8)(toString(judgement.language)) AS languages
FROM judgement
GROUP BY campaign;

-- A campaign that was found to be another one; the row of the highest revision holds.
CREATE TABLE campaign_alias (
    campaign UInt64,
    known_as UInt64,
    revision UInt64
) ENGINE = {{ReplacingMergeTree(revision)}}
ORDER BY campaign
SETTINGS {{durable}};

-- What was accepted but could not be analysed: 1 on the way into quarantine, -1 on the way out.
CREATE TABLE quarantine (
    at DateTime64(3, 'UTC'),
    sequence UInt64,
    sample UInt8,
    code LowCardinality(String),
    sign Int8
) ENGINE = {{MergeTree}}
PARTITION BY toYYYYMM(at)
ORDER BY at
SETTINGS {{durable}};
