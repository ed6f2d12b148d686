-- One row a report: what was found in it and never changes. Judgements stand in `judgement`. Parts of both stay in one
-- file up to 64 MB, and ten of a size are merged in place of five: a delivery writes, syncs and merges less.
-- `destination_operator` says who serves the recipient: the carrier of a number, whose host took a mail, a platform. Never who
-- it is.
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
    destination_operator LowCardinality(String),
    authenticated_domain LowCardinality(String),
    known_by LowCardinality(String),
    certainty Float32,
    stated_language LowCardinality(String),
    domains Array(String) CODEC(ZSTD),
    hosts Array(String) CODEC(ZSTD),
    numbers Array(String) CODEC(ZSTD),
    attachments UInt16,
    raw_bytes UInt32,
    fingerprint UInt64,
    sketch String,
    anchors Array(String) CODEC(ZSTD),
    recipients Array(String) CODEC(ZSTD),
    message String CODEC(ZSTD),
    origin String CODEC(ZSTD),
    erased UInt8,
    INDEX id_index id TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX campaign_index campaign TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX caller_index caller_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX minute_index minute TYPE minmax GRANULARITY 1
) ENGINE = {{MergeTree}}
PARTITION BY toYYYYMM(received_at)
ORDER BY sequence
SETTINGS {{durable}}, min_bytes_for_wide_part = 64000000, merge_selector_base = 10;

-- What a report can be found by, a row each: its sender, the sender's host, the address that it came from, the numbers, hosts,
-- domains, accounts, pages and files that it names, the domain that signed it, the network or the telephone operator that it
-- came from, and the gateways and services that it came through. `key` is a hash of that and leads, so that what is asked about
-- one thing stands together; what was named stands beside it, so that a graph of things can be drawn (docs/decisions/0009). The
-- projection has what a campaign mentions, added up: the engine reads it where a statement groups so.
-- `kinds` says as what a report has a thing, a bit each, so that few columns are read: 1 sender, 2 its host, 4 number, 8 host,
-- 16 domain, 32 page, 64 path, 128 account, 256 file, 512 authenticated domain, 1024 network, 2048 operator, 4096 address,
-- 8192 gateway or service. `operator` and `certainty` are those of the network; beside an address the network that it is in.
CREATE TABLE mention (
    key UInt64 CODEC(Delta, LZ4),
    sequence UInt64 CODEC(LZ4),
    named String CODEC(ZSTD),
    kinds UInt16,
    operator LowCardinality(String),
    certainty Float32,
    sample UInt8,
    received_at DateTime64(3, 'UTC') CODEC(LZ4),
    channel LowCardinality(String),
    reporter_key UInt64 CODEC(LZ4),
    campaign UInt64 CODEC(LZ4),
    PROJECTION of_campaign (
        SELECT campaign, key, sample, any(named), any(operator), max(certainty), groupUniqArray(kinds), count(), uniq(reporter_key),
            min(received_at), max(received_at)
        GROUP BY campaign, key, sample
    )
) ENGINE = {{MergeTree}}
ORDER BY (key, sequence)
SETTINGS {{durable}}, index_granularity = 512, index_granularity_bytes = 65536, min_compress_block_size = 4096, max_compress_block_size = 16384;

-- What is asked of one campaign's reports, where it stands together: in `report` they may lie as many granules apart as
-- there are reports (500 of 10 million: 440 ms of processor, here 10; 2 cores, November 2026). `sender` and `numbers` may tell
-- of people: an erasure blanks them here too. Small granules, because most campaigns are small.
CREATE TABLE campaign_member (
    campaign UInt64 CODEC(Delta, LZ4),
    sequence UInt64 CODEC(Delta, LZ4),
    sample UInt8,
    received_at DateTime64(3, 'UTC') CODEC(Delta, LZ4),
    channel LowCardinality(String),
    reporter_key UInt64 CODEC(LZ4),
    fingerprint UInt64 CODEC(LZ4),
    asn UInt32 CODEC(LZ4),
    operator LowCardinality(String),
    country LowCardinality(String),
    destination LowCardinality(String),
    route_class LowCardinality(String),
    sender String CODEC(LZ4),
    hosts Array(String) CODEC(LZ4),
    numbers Array(String) CODEC(LZ4),
    destination_operator LowCardinality(String)
) ENGINE = {{MergeTree}}
ORDER BY (campaign, sequence)
SETTINGS {{durable}}, index_granularity = 512, min_compress_block_size = 4096, max_compress_block_size = 16384;

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
    verdict String CODEC(ZSTD),
    assignment String CODEC(ZSTD)
) ENGINE = {{ReplacingMergeTree(revision)}}
PARTITION BY toYYYYMM(received_at)
ORDER BY sequence
SETTINGS {{durable}}, min_bytes_for_wide_part = 64000000, merge_selector_base = 10;

-- Marginal counts an hour, a day and five days (`grain`): `dimension` names what `cell` holds (words with tabs between), so
-- that a statistic reads only its own slice. `withdrawn` counts the reports that a later judgement took out of the cell
-- (docs/decisions/0003). Countries, networks and routes are counted once more over all channels together (origin, origin_network,
-- origin_route; `channel` is empty): adding up states is what takes the time. Small granules, because a question reads few rows and
-- the states in them are wide. Of networks and edges of routes (docs/decisions/0008), of which there are thousands, few are shown:
-- the days of one stand together. An edge is two places that follow one another: kind, name and
-- country of the one, then of the other, and how sure they are in tenths. `log_odds` adds up the scores of a verdict.
-- Every part that a question opens costs it about a millisecond (2 cores, November 2026): months that are over become one
-- part each, here and below.
CREATE TABLE tally (
    sample UInt8,
    dimension LowCardinality(String),
    grain LowCardinality(String),
    at DateTime('UTC') CODEC(Delta, ZSTD),
    measuring_point LowCardinality(String),
    channel LowCardinality(String),
    cell String CODEC(ZSTD),
    reports SimpleAggregateFunction(sum, Int64),
    volume SimpleAggregateFunction(sum, Int64),
    withdrawn SimpleAggregateFunction(sum, UInt64),
    log_odds SimpleAggregateFunction(sum, Float64),
    first_at SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
    last_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
    reporters AggregateFunction(uniqHLL12, UInt64)
) ENGINE = {{AggregatingMergeTree}}
PARTITION BY toYYYYMM(at)
ORDER BY (
    sample, dimension, grain, measuring_point, channel,
    if(grain = 'day' AND dimension IN ('network', 'origin_network', 'edge'), toDateTime(0, 'UTC'), at), cell, at
)
SETTINGS {{durable}}, index_granularity = 128, min_compress_block_size = 16384, max_compress_block_size = 65536, min_age_to_force_merge_seconds = 86400,
    min_age_to_force_merge_on_partition_only = 1;

-- How many reports link to a domain, an hour, a day and five days; found by time. There are millions of domains, so those
-- that are linked to most are looked for here, by short keys and counts alone.
CREATE TABLE domain_growth (
    sample UInt8,
    measuring_point LowCardinality(String),
    grain LowCardinality(String),
    at DateTime('UTC') CODEC(Delta, ZSTD),
    channel LowCardinality(String),
    key UInt64,
    joined SimpleAggregateFunction(sum, UInt64)
) ENGINE = {{AggregatingMergeTree}}
ORDER BY (sample, measuring_point, grain, at, channel, key)
SETTINGS {{durable}};

-- What else is known of a domain, which stands together. Granules and blocks are small here and below: what is looked up is
-- short.
CREATE TABLE domain_tally (
    sample UInt8,
    measuring_point LowCardinality(String),
    grain LowCardinality(String),
    key UInt64 CODEC(Delta, LZ4),
    at DateTime('UTC') CODEC(Delta, LZ4),
    channel LowCardinality(String),
    domain String CODEC(ZSTD),
    reports SimpleAggregateFunction(sum, UInt64),
    first_at SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
    last_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
    reporters AggregateFunction(uniqHLL12, UInt64)
) ENGINE = {{AggregatingMergeTree}}
PARTITION BY toYYYYMM(at)
ORDER BY (sample, measuring_point, key, grain, at, channel, domain)
SETTINGS {{durable}}, index_granularity = 128, min_compress_block_size = 4096, max_compress_block_size = 16384, min_age_to_force_merge_seconds = 86400,
    min_age_to_force_merge_on_partition_only = 1;

-- What a campaign's facts add up to, an hour and a channel; found by campaign.
CREATE TABLE campaign_hour (
    campaign UInt64,
    sample UInt8,
    measuring_point LowCardinality(String),
    hour DateTime('UTC') CODEC(Delta, ZSTD),
    channel LowCardinality(String),
    reports SimpleAggregateFunction(sum, UInt64),
    volume SimpleAggregateFunction(sum, UInt64),
    first_at SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
    last_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
    reporters AggregateFunction(uniq, UInt64)
) ENGINE = {{AggregatingMergeTree}}
ORDER BY (campaign, sample, measuring_point, hour, channel)
SETTINGS {{durable}}, index_granularity = 64, min_compress_block_size = 4096, max_compress_block_size = 16384;

-- The same a day, for longer times: a large campaign has some thousand hours. Beside it some of what its reports name, and
-- in `verdict` the words of the judgement that came last: score, ruling, category, lure and call to action, with tabs
-- between.
CREATE TABLE campaign_day (
    campaign UInt64,
    sample UInt8,
    measuring_point LowCardinality(String),
    day DateTime('UTC') CODEC(Delta, ZSTD),
    channel LowCardinality(String),
    reports SimpleAggregateFunction(sum, UInt64),
    volume SimpleAggregateFunction(sum, UInt64),
    first_at SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
    last_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
    reporters AggregateFunction(uniq, UInt64),
    verdict AggregateFunction(argMax, String, UInt64),
    languages SimpleAggregateFunction(groupUniqArrayArray(8), Array(String)),
    countries SimpleAggregateFunction(groupUniqArrayArray(8), Array(String)),
    route_classes SimpleAggregateFunction(groupUniqArrayArray(8), Array(String)),
    domains SimpleAggregateFunction(groupUniqArrayArray(8), Array(String))
) ENGINE = {{AggregatingMergeTree}}
ORDER BY (campaign, sample, measuring_point, day, channel)
SETTINGS {{durable}}, index_granularity = 64, min_compress_block_size = 4096, max_compress_block_size = 16384;

-- How many reports joined a campaign, an hour, a day and ever (`grain` all, at 0); found by time. The report that opens a
-- campaign is left out: most campaigns never get a second one, and the largest are looked for here.
CREATE TABLE campaign_growth (
    sample UInt8,
    measuring_point LowCardinality(String),
    grain LowCardinality(String),
    at DateTime('UTC') CODEC(Delta, ZSTD),
    campaign UInt64,
    joined SimpleAggregateFunction(sum, UInt64)
) ENGINE = {{AggregatingMergeTree}}
ORDER BY (sample, measuring_point, grain, at, campaign)
SETTINGS {{durable}};

-- Which domains and campaigns had most reports in a day or five days that are over (store/leaders.py): `keys` with their `counts`,
-- the largest first; nothing else has more than `least`. `channel` is empty where all are counted together. `reports` counts the
-- whole cell when the list was made: where it counts others now, the list does not hold.
CREATE TABLE leader (
    kind LowCardinality(String),
    sample UInt8,
    measuring_point LowCardinality(String),
    grain LowCardinality(String),
    at DateTime('UTC'),
    channel LowCardinality(String),
    reports UInt64,
    least UInt64,
    keys Array(UInt64) CODEC(LZ4),
    counts Array(UInt64) CODEC(T64, ZSTD)
) ENGINE = {{ReplacingMergeTree(reports)}}
ORDER BY (kind, sample, measuring_point, grain, at, channel)
SETTINGS {{durable}}, index_granularity = 1;

-- A campaign that was found to be another one; the row of the highest revision holds.
CREATE TABLE campaign_alias (
    campaign UInt64,
    known_as UInt64,
    revision UInt64
) ENGINE = {{ReplacingMergeTree(revision)}}
ORDER BY campaign
SETTINGS {{durable}};

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
