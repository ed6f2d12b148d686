-- One row a report: what was found in it and never changes. Judgements stand in `judgement`.
CREATE TABLE report (
    id FixedString(32),
    sequence UInt64 CODEC(Delta, ZSTD),
    received_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD),
    sent_at DateTime64(3, 'UTC') CODEC(ZSTD),
    minute DateTime('UTC') MATERIALIZED toStartOfMinute(received_at) CODEC(Delta, ZSTD),
    sample UInt8,
    channel LowCardinality(String),
    measuring_point LowCardinality(String),
    media_type LowCardinality(String),
    volume UInt32,
    reporter String CODEC(ZSTD),
    reporter_key UInt64,
    caller_id String CODEC(ZSTD),
    campaign UInt64,
    sender_kind LowCardinality(String),
    sender String CODEC(ZSTD),
    sender_host LowCardinality(String),
    sender_country LowCardinality(String),
    source_address IPv6,
    asn UInt32,
    network LowCardinality(String),
    operator LowCardinality(String),
    country LowCardinality(String),
    route_class LowCardinality(String),
    transit Array(LowCardinality(String)),
    destination LowCardinality(String),
    authenticated_domain LowCardinality(String),
    known_by LowCardinality(String),
    certainty Float32,
    language LowCardinality(String),
    domains Array(String) CODEC(ZSTD),
    hosts Array(String) CODEC(ZSTD),
    numbers Array(String) CODEC(ZSTD),
    attachments UInt16,
    raw_bytes UInt32,
    fingerprint UInt64,
    bands Array(UInt64),
    sketch String,
    anchors Array(String) CODEC(ZSTD),
    recipients Array(String) CODEC(ZSTD),
    message String CODEC(ZSTD(3)),
    origin String CODEC(ZSTD(3)),
    erased UInt8,
    INDEX id_index id TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX campaign_index campaign TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX sender_index sender TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX caller_index caller_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX hosts_index hosts TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX minute_index minute TYPE minmax GRANULARITY 1
) ENGINE = {{MergeTree}}
PARTITION BY toYYYYMM(received_at)
ORDER BY sequence
SETTINGS {{durable}};

-- Marginal counts an hour: `dimension` names what `cell` holds, so that a statistic reads only its own slice.
-- `withdrawn` counts the reports that a later judgement took out of the cell (see docs/decisions, tallies).
CREATE TABLE tally (
    sample UInt8,
    dimension LowCardinality(String),
    hour DateTime('UTC') CODEC(Delta, ZSTD),
    measuring_point LowCardinality(String),
    channel LowCardinality(String),
    cell Array(LowCardinality(String)),
    reports SimpleAggregateFunction(sum, Int64),
    volume SimpleAggregateFunction(sum, Int64),
    withdrawn SimpleAggregateFunction(sum, UInt64),
    first_at SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
    last_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
    reporters AggregateFunction(uniq, UInt64)
) ENGINE = {{AggregatingMergeTree}}
PARTITION BY toYYYYMM(hour)
ORDER BY (sample, dimension, hour, measuring_point, channel, cell)
SETTINGS {{durable}};

CREATE MATERIALIZED VIEW tally_of_facts TO tally AS
SELECT
    sample, place.1 AS dimension, toStartOfHour(received_at) AS hour, measuring_point, channel, place.2 AS cell,
    toInt64(count()) AS reports, toInt64(sum(report.volume)) AS volume, toUInt64(0) AS withdrawn,
    min(received_at) AS first_at, max(received_at) AS last_at, uniqState(reporter_key) AS reporters
FROM report
ARRAY JOIN arrayConcat(
    [
        ('all', CAST([], 'Array(String)')),
        ('country', [toString(country)]),
        ('network', [toString(asn), toString(operator), toString(country)]),
        ('route', [toString(country), arrayStringConcat(transit, ' '), toString(destination), toString(route_class)]),
        ('known_by', [toString(known_by)])
    ],
    arrayMap(each -> ('domain', [each]), domains)
) AS place
GROUP BY sample, dimension, hour, measuring_point, channel, cell;

-- What a campaign's facts add up to, an hour and a channel.
CREATE TABLE campaign_hour (
    sample UInt8,
    hour DateTime('UTC') CODEC(Delta, ZSTD),
    campaign UInt64,
    channel LowCardinality(String),
    reports SimpleAggregateFunction(sum, UInt64),
    volume SimpleAggregateFunction(sum, UInt64),
    first_at SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
    last_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
    reporters AggregateFunction(uniq, UInt64),
    INDEX campaign_index campaign TYPE bloom_filter(0.01) GRANULARITY 1
) ENGINE = {{AggregatingMergeTree}}
PARTITION BY toYYYYMM(hour)
ORDER BY (sample, hour, campaign, channel)
SETTINGS {{durable}};

CREATE MATERIALIZED VIEW campaign_hour_of_facts TO campaign_hour AS
SELECT
    sample, toStartOfHour(received_at) AS hour, campaign, channel,
    count() AS reports, sum(report.volume) AS volume, min(received_at) AS first_at, max(received_at) AS last_at,
    uniqState(reporter_key) AS reporters
FROM report
GROUP BY sample, hour, campaign, channel;
