-- A report that a correction takes out of a cell and puts back into it (another category, the same language) is not
-- withdrawn from that cell: its reporter counts there as before. Corrections were rare while only people made them; every
-- wording that is read for its meaning brings one (docs/decisions/0010).
DROP VIEW IF EXISTS tally_of_revised;

CREATE MATERIALIZED VIEW tally_of_revised TO tally AS
SELECT
    sample, place.1 AS dimension, span.1 AS grain, span.2 AS at, measuring_point, channel, place.2 AS cell,
    sum(toInt64(sign)) AS reports, sum(toInt64(sign) * revised.volume) AS volume,
    toUInt64(countIf(sign < 0)
        - length(arrayIntersect(groupArrayIf(sequence, sign < 0), groupArrayIf(sequence, sign > 0)))) AS withdrawn,
    min(received_at) AS first_at, max(received_at) AS last_at, uniqHLL12StateIf(reporter_key, sign > 0) AS reporters
FROM (
    SELECT sample, measuring_point, channel, received_at, volume, reporter_key, sign, sequence,
        ruling, category, lure, call_to_action, unsolicited, bulk, language,
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
