-- What a graph of routes waits for is that the reporters of hundreds of edges are added up, so edges are counted over five days as well,
-- and by the day and five days over all channels together (`origin_edge`): of two weeks four states an edge in place of forty.
DROP VIEW IF EXISTS tally_of_incoming;

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
    ], arrayMap(edge -> ('edge', edge), edges), arrayMap(edge -> ('origin_edge', edge), edges)) AS place
    WHERE dimension != ''
    GROUP BY sample, dimension, hour, measuring_point, channel, cell
)
ARRAY JOIN multiIf(
    dimension IN ('network', 'origin_network'), [('hour', hour), ('day', toStartOfDay(hour))],
    dimension = 'origin_edge', [('day', toStartOfDay(hour)), ('days', toStartOfInterval(hour, INTERVAL 5 DAY))],
    [('hour', hour), ('day', toStartOfDay(hour)), ('days', toStartOfInterval(hour, INTERVAL 5 DAY))]
) AS span;

-- What was counted until now. A cell that is there already is left out: this may have broken off, and a cell comes whole or not at all.
INSERT INTO tally
SELECT
    sample, span.1 AS dimension, span.2 AS grain, span.3 AS at, measuring_point, span.4 AS channel, cell,
    sum(counted.reports), sum(counted.volume), sum(counted.withdrawn), sum(counted.log_odds),
    min(counted.first_at), max(counted.last_at), uniqHLL12MergeState(counted.reporters)
FROM (
    SELECT *, arrayJoin([
        ('edge', 'days', toStartOfInterval(day, INTERVAL 5 DAY), carried_by),
        ('origin_edge', 'day', day, ''),
        ('origin_edge', 'days', toStartOfInterval(day, INTERVAL 5 DAY), '')
    ]) AS span
    FROM (
        SELECT sample, at AS day, measuring_point, toString(channel) AS carried_by, cell, reports, volume, withdrawn, log_odds, first_at, last_at, reporters
        FROM tally WHERE dimension = 'edge' AND grain = 'day'
    )
) AS counted
WHERE (sample, span.1, span.2, span.3, measuring_point, span.4, cell) NOT IN (
    SELECT sample, toString(dimension), toString(grain), at, measuring_point, toString(channel), cell
    FROM tally WHERE dimension = 'origin_edge' OR dimension = 'edge' AND grain = 'days'
)
GROUP BY sample, span, measuring_point, cell;
