-- A report and its first judgement come in as one row; views hand it on, so that one token guards the whole batch.
CREATE TABLE incoming AS report ENGINE = Null;

ALTER TABLE incoming
    ADD COLUMN IF NOT EXISTS campaign_size UInt32,
    ADD COLUMN IF NOT EXISTS revision UInt32,
    ADD COLUMN IF NOT EXISTS spam Float32,
    ADD COLUMN IF NOT EXISTS ruling LowCardinality(String),
    ADD COLUMN IF NOT EXISTS category LowCardinality(String),
    ADD COLUMN IF NOT EXISTS lure LowCardinality(String),
    ADD COLUMN IF NOT EXISTS call_to_action LowCardinality(String),
    ADD COLUMN IF NOT EXISTS unsolicited LowCardinality(String),
    ADD COLUMN IF NOT EXISTS bulk LowCardinality(String),
    ADD COLUMN IF NOT EXISTS language LowCardinality(String),
    ADD COLUMN IF NOT EXISTS profile LowCardinality(String),
    ADD COLUMN IF NOT EXISTS model LowCardinality(String),
    ADD COLUMN IF NOT EXISTS inherited UInt8,
    ADD COLUMN IF NOT EXISTS verdict String,
    ADD COLUMN IF NOT EXISTS assignment String,
    ADD COLUMN IF NOT EXISTS edges Array(String);

CREATE MATERIALIZED VIEW report_of_incoming TO report AS
SELECT * EXCEPT (campaign_size, revision, spam, ruling, category, lure, call_to_action, unsolicited, bulk, language, profile, model, inherited, verdict, assignment, edges)
FROM incoming;

CREATE MATERIALIZED VIEW judgement_of_incoming TO judgement AS
SELECT sequence, id, received_at, sample, channel, measuring_point, volume, reporter_key, campaign,
    revision, spam, ruling, category, lure, call_to_action, unsolicited, bulk, language, profile, model, inherited, verdict, assignment
FROM incoming;

CREATE MATERIALIZED VIEW mention_of_incoming TO mention AS
SELECT sipHash64(named) AS key, sequence, named,
    toUInt16((named = sender) + 2 * (named = sender_host) + 4 * has(all_numbers, named) + 8 * has(hosts, named)
        + 16 * has(domains, named) + 32 * has(pages, named) + 64 * has(paths, named) + 128 * has(accounts, named)
        + 256 * has(sent_files, named) + 512 * (named = authenticated) + 1024 * (named = autonomous) + 2048 * (named = carrier)
        + 4096 * (named = address) + 8192 * has(gateways, named)) AS kinds,
    multiIf(named = autonomous, held_by, named = address, trim(concat(autonomous, ' ', held_by)), '') AS operator,
    if(named IN (autonomous, address), sure, 0) AS certainty,
    sample, received_at, channel, reporter_key, campaign
FROM (
    SELECT sequence, sender, toString(sender_host) AS sender_host, hosts, domains, toString(source_address) AS address,
        arrayConcat(numbers, arrayMap(each -> substring(each, 8), arrayFilter(each -> startsWith(each, 'number:'), anchors))) AS all_numbers,
        arrayMap(each -> substring(each, 6), arrayFilter(each -> startsWith(each, 'link:'), anchors)) AS pages,
        arrayFilter(each -> startsWith(each, '~page:'), anchors) AS paths,
        arrayMap(each -> substring(each, 9), arrayFilter(each -> startsWith(each, 'account:'), anchors)) AS accounts,
        arrayMap(each -> substring(each, 6), arrayFilter(each -> startsWith(each, 'file:'), anchors)) AS sent_files,
        toString(authenticated_domain) AS authenticated, if(asn = 0, '', concat('AS', toString(asn))) AS autonomous,
        if(asn = 0, toString(operator), '') AS carrier, toString(operator) AS held_by, certainty AS sure,
        arrayDistinct(arrayFlatten(arrayMap(
            part -> [if(part[1] IN ('gateway', 'service'), part[2], ''), if(part[4] IN ('gateway', 'service'), part[5], '')],
            arrayMap(each -> splitByChar('\t', each), edges)
        ))) AS gateways,
        sample, received_at, channel, reporter_key, campaign
    FROM incoming
)
ARRAY JOIN arrayDistinct(arrayConcat(
    [sender, sender_host, address, authenticated, autonomous, carrier], all_numbers, hosts, domains, pages, paths, accounts, sent_files, gateways
)) AS named
WHERE named NOT IN ('', '::');

CREATE MATERIALIZED VIEW campaign_member_of_incoming TO campaign_member AS
SELECT campaign, sequence, sample, received_at, channel, reporter_key, fingerprint, asn, operator, country, destination, route_class,
    sender, hosts, numbers, destination_operator
FROM incoming;

-- Counted by the hour; the few cells that come out are then written for the day and, but for networks and edges of routes,
-- of which there are too many, for five days as well.
CREATE MATERIALIZED VIEW tally_of_incoming TO tally AS
SELECT
    sample, dimension, span.1 AS grain, span.2 AS at, measuring_point, channel, cell,
    reports, volume, toUInt64(0) AS withdrawn, log_odds, first_at, last_at, reporters
FROM (
    SELECT
        sample, place.1 AS dimension, toStartOfHour(received_at) AS hour, measuring_point,
        if(startsWith(dimension, 'origin'), '', incoming.channel) AS channel, place.2 AS cell,
        toInt64(count()) AS reports, toInt64(sum(incoming.volume)) AS volume,
        sumIf(odds, dimension = 'verdict') AS log_odds,
        min(received_at) AS first_at, max(received_at) AS last_at, uniqHLL12State(reporter_key) AS reporters
    FROM (
        SELECT sample, received_at, measuring_point, channel, volume, reporter_key, country, asn, operator, transit, destination, destination_operator, route_class,
            known_by, ruling, unsolicited, bulk, category, lure, call_to_action, language, edges,
            log(least(greatest(toFloat64(spam), 1e-6), 0.999999) AS score) - log(1 - score) AS odds
        FROM incoming
    ) AS incoming
    ARRAY JOIN arrayConcat([
        ('all', ''),
        ('country', toString(country)),
        ('origin', toString(country)),
        (if(asn = 0, '', 'network'), concat(toString(asn), '\t', replaceAll(operator, '\t', ' '), '\t', country) AS network_cell),
        (if(asn = 0, '', 'origin_network'), network_cell),
        (if(route_cell = '\t\t\tunknown', '', 'route'), concat(country, '\t', arrayStringConcat(transit, ' '), '\t', destination, '\t', route_class) AS route_cell),
        (if(route_cell = '\t\t\tunknown', '', 'origin_route'), route_cell),
        (if(destination_operator = '', '', 'target'), concat(destination, '\t', replaceAll(destination_operator, '\t', ' '))),
        ('known_by', toString(known_by)),
        ('verdict', concat(ruling, '\t', unsolicited, '\t', bulk)),
        ('category', concat(category, '\t', ruling)),
        ('lure', concat(lure, '\t', call_to_action)),
        ('language', toString(language))
    ], arrayMap(edge -> ('edge', edge), edges)) AS place
    WHERE dimension != ''
    GROUP BY sample, dimension, hour, measuring_point, channel, cell
)
ARRAY JOIN if(dimension IN ('network', 'origin_network', 'edge'), [('hour', hour), ('day', toStartOfDay(hour))],
    [('hour', hour), ('day', toStartOfDay(hour)), ('days', toStartOfInterval(hour, INTERVAL 5 DAY))]) AS span;

CREATE MATERIALIZED VIEW domain_tally_of_incoming TO domain_tally AS
SELECT sample, measuring_point, span.1 AS grain, key, span.2 AS at, channel, domain, reports, first_at, last_at, reporters
FROM (
    SELECT sample, measuring_point, toStartOfHour(received_at) AS hour, channel, domain, cityHash64(domain) AS key,
        count() AS reports, min(received_at) AS first_at, max(received_at) AS last_at,
        uniqHLL12State(reporter_key) AS reporters
    FROM incoming ARRAY JOIN domains AS domain
    GROUP BY sample, measuring_point, hour, channel, domain
)
ARRAY JOIN [('hour', hour), ('day', toStartOfDay(hour)), ('days', toStartOfInterval(hour, INTERVAL 5 DAY))] AS span;

CREATE MATERIALIZED VIEW domain_growth_of_incoming TO domain_growth AS
SELECT sample, measuring_point, span.1 AS grain, span.2 AS at, channel, key, joined
FROM (
    SELECT sample, measuring_point, toStartOfHour(received_at) AS hour, channel, cityHash64(domain) AS key, count() AS joined
    FROM incoming ARRAY JOIN domains AS domain
    GROUP BY sample, measuring_point, hour, channel, key
)
ARRAY JOIN [('hour', hour), ('day', toStartOfDay(hour)), ('days', toStartOfInterval(hour, INTERVAL 5 DAY))] AS span;

CREATE MATERIALIZED VIEW campaign_hour_of_incoming TO campaign_hour AS
SELECT
    campaign, sample, measuring_point, toStartOfHour(received_at) AS hour, channel,
    count() AS reports, sum(incoming.volume) AS volume, min(received_at) AS first_at, max(received_at) AS last_at,
    uniqState(reporter_key) AS reporters
FROM incoming
GROUP BY campaign, sample, measuring_point, hour, channel;

CREATE MATERIALIZED VIEW campaign_day_of_incoming TO campaign_day AS
SELECT
    campaign, sample, measuring_point, toStartOfDay(received_at) AS day, channel,
    count() AS reports, sum(incoming.volume) AS volume, min(received_at) AS first_at, max(received_at) AS last_at,
    uniqState(reporter_key) AS reporters,
    argMaxState(
        concat(toString(incoming.spam), '\t', ruling, '\t', category, '\t', lure, '\t', call_to_action),
        revision * 281474976710656 + sequence
    ) AS verdict,
    groupUniqArray(8)(toString(language)) AS languages,
    groupUniqArrayIf(8)(toString(country), country != '') AS countries,
    groupUniqArrayIf(8)(toString(route_class), route_class != 'unknown') AS route_classes,
    groupUniqArrayArray(8)(incoming.domains) AS domains
FROM incoming
GROUP BY campaign, sample, measuring_point, day, channel;

CREATE MATERIALIZED VIEW campaign_growth_of_incoming TO campaign_growth AS
SELECT sample, measuring_point, span.1 AS grain, span.2 AS at, campaign, joined
FROM (
    SELECT sample, measuring_point, toStartOfHour(received_at) AS hour, campaign, count() AS joined
    FROM incoming
    WHERE campaign_size != 1
    GROUP BY sample, measuring_point, hour, campaign
)
ARRAY JOIN [('hour', hour), ('day', toStartOfDay(hour)), ('days', toStartOfInterval(hour, INTERVAL 5 DAY)), ('all', toDateTime(0, 'UTC'))] AS span;

-- A changed judgement comes in as two rows: the old one with sign -1, the new one with sign 1.
CREATE TABLE revised AS judgement ENGINE = Null;

ALTER TABLE revised
    ADD COLUMN IF NOT EXISTS sign Int8;

CREATE MATERIALIZED VIEW judgement_of_revised TO judgement AS
SELECT * EXCEPT (sign)
FROM revised
WHERE sign = 1;

-- A report that a correction takes out of a cell and puts back into it (another category, the same language) is not
-- withdrawn from that cell: its reporter counts there as before.
CREATE MATERIALIZED VIEW tally_of_revised TO tally AS
SELECT
    sample, place.1 AS dimension, span.1 AS grain, span.2 AS at, measuring_point, channel, place.2 AS cell,
    sum(toInt64(sign)) AS reports, sum(toInt64(sign) * revised.volume) AS volume,
    toUInt64(countIf(sign < 0)
        - length(arrayIntersect(groupArrayIf(sequence, sign < 0), groupArrayIf(sequence, sign > 0)))) AS withdrawn,
    sumIf(sign * odds, dimension = 'verdict') AS log_odds, min(received_at) AS first_at, max(received_at) AS last_at,
    uniqHLL12StateIf(reporter_key, sign > 0) AS reporters
FROM (
    SELECT sample, measuring_point, channel, received_at, volume, reporter_key, sign, sequence,
        ruling, category, lure, call_to_action, unsolicited, bulk, language,
        log(least(greatest(toFloat64(spam), 1e-6), 0.999999) AS score) - log(1 - score) AS odds,
        arrayJoin([
            ('hour', toStartOfHour(received_at)), ('day', toStartOfDay(received_at)),
            ('days', toStartOfInterval(toStartOfDay(received_at), INTERVAL 5 DAY))
        ]) AS span
    FROM revised
) AS revised
ARRAY JOIN [
        ('verdict', concat(toString(ruling), '\t', toString(unsolicited), '\t', toString(bulk))),
        ('category', concat(toString(category), '\t', toString(ruling))),
        ('lure', concat(toString(lure), '\t', toString(call_to_action))),
        ('language', toString(language))
] AS place
GROUP BY sample, dimension, grain, at, measuring_point, channel, cell;

CREATE MATERIALIZED VIEW campaign_day_of_revised TO campaign_day AS
SELECT
    campaign, sample, measuring_point, toStartOfDay(received_at) AS day, channel,
    toUInt64(0) AS reports, toUInt64(0) AS volume, min(received_at) AS first_at, max(received_at) AS last_at,
    uniqStateIf(reporter_key, 0) AS reporters,
    argMaxState(
        concat(toString(revised.spam), '\t', ruling, '\t', category, '\t', lure, '\t', call_to_action),
        revision * 281474976710656 + sequence
    ) AS verdict,
    groupUniqArray(8)(toString(language)) AS languages
FROM revised
WHERE sign = 1
GROUP BY campaign, sample, measuring_point, day, channel;
