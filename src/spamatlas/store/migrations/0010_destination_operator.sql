-- Who serves the recipient: the carrier of a number, whose host took a mail, a platform. Never who it is.
ALTER TABLE report
    ADD COLUMN IF NOT EXISTS destination_operator LowCardinality(String);

ALTER TABLE incoming
    ADD COLUMN IF NOT EXISTS destination_operator LowCardinality(String);

ALTER TABLE campaign_member
    ADD COLUMN IF NOT EXISTS destination_operator LowCardinality(String);

DROP VIEW IF EXISTS report_of_incoming;

CREATE MATERIALIZED VIEW report_of_incoming TO report AS
SELECT * EXCEPT (campaign_size, revision, spam, ruling, category, lure, call_to_action, unsolicited, bulk, language, profile, model, inherited, verdict, assignment, edges)
FROM incoming;

DROP VIEW IF EXISTS campaign_member_of_incoming;

CREATE MATERIALIZED VIEW campaign_member_of_incoming TO campaign_member AS
SELECT campaign, sequence, sample, received_at, channel, reporter_key, fingerprint, asn, operator, country, destination, route_class,
    sender, hosts, numbers, destination_operator
FROM incoming;

DROP VIEW IF EXISTS tally_of_incoming;

-- Counted by the hour; the few cells that come out are then written for the day and, but for networks and edges of routes,
-- of which there are too many, for five days as well.
CREATE MATERIALIZED VIEW tally_of_incoming TO tally AS
SELECT
    sample, dimension, span.1 AS grain, span.2 AS at, measuring_point, channel, cell,
    reports, volume, toUInt64(0) AS withdrawn, first_at, last_at, reporters
FROM (
    SELECT
        sample, place.1 AS dimension, toStartOfHour(received_at) AS hour, measuring_point,
        if(startsWith(dimension, 'origin'), '', incoming.channel) AS channel, place.2 AS cell,
        toInt64(count()) AS reports, toInt64(sum(incoming.volume)) AS volume,
        min(received_at) AS first_at, max(received_at) AS last_at, uniqHLL12State(reporter_key) AS reporters
    FROM incoming
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
