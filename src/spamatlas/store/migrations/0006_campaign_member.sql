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
    numbers Array(String) CODEC(LZ4)
) ENGINE = {{MergeTree}}
ORDER BY (campaign, sequence)
SETTINGS {{durable}}, index_granularity = 512, min_compress_block_size = 4096, max_compress_block_size = 16384;

INSERT INTO campaign_member
SELECT campaign, sequence, sample, received_at, channel, reporter_key, fingerprint, asn, operator, country, destination, route_class,
    sender, hosts, numbers
FROM report WHERE sequence NOT IN (SELECT sequence FROM campaign_member);

CREATE MATERIALIZED VIEW campaign_member_of_incoming TO campaign_member AS
SELECT campaign, sequence, sample, received_at, channel, reporter_key, fingerprint, asn, operator, country, destination, route_class,
    sender, hosts, numbers
FROM incoming;
