-- The edges of the route graph (docs/decisions/0008): two places that follow one another on a report's way, as cells of
-- `tally`: kind, name and country of the one, then of the other, and how sure they are in tenths, with tabs between.
-- They come in with a report and are counted; the report itself holds the places in its origin.
ALTER TABLE incoming
    ADD COLUMN IF NOT EXISTS edges Array(String);

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
