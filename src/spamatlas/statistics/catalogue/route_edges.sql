-- title = "Edges of the route graph"
-- unit = "reports"
-- counts = "Reported messages by two places that followed one another on their way: countries, networks, operators, services, relays, gateways and platforms."
-- source = "Resolution 52, instructs TSB 4: help operators identify routes and sources"
-- dimensions = ["from_kind", "from", "from_country", "to_kind", "to", "to_country"]
-- caveat = "Certainty (0 to 1) is that of the less certain end, the mean of the reports. Nothing is filled in between places that are known."
-- parameters = { channel = { type = "String", default = "" }, country = { type = "String", default = "" }, destination = { type = "String", default = "" }, place = { type = "String", default = "" }, limit = { type = "UInt32", default = 100 } }
-- slices = ["channel"]
SELECT groupArrayArray(cells) AS chosen FROM (
    SELECT groupArray(cell) AS cells, sum(found) AS together
    FROM (
        SELECT cell, splitByChar('\t', cell) AS words, sum(tally.reports) AS found FROM tally
        WHERE sample = {sample:UInt8} AND dimension = if({channel:String} = '' AND {bucket:String} = 'day', 'origin_edge', 'edge') AND measuring_point = {measuring_point:String}
            AND {within}
            AND ({channel:String} = '' OR channel = {channel:String})
        GROUP BY cell
    )
    WHERE {country:String} IN ('', words[3]) AND {destination:String} IN ('', words[6]) AND {place:String} IN ('',
        concat(words[1], ':', if(words[1] = 'network', splitByChar(' ', words[2])[1], words[2])),
        concat(words[4], ':', if(words[4] = 'network', splitByChar(' ', words[5])[1], words[5]))
    )
    GROUP BY arrayPopBack(words) ORDER BY together DESC, cells LIMIT {limit:UInt32}
)
-- then
SELECT words[1] AS from_kind, words[2] AS from, words[3] AS from_country, words[4] AS to_kind, words[5] AS to, words[6] AS to_country,
    sum(counted.reports) AS reports, uniqHLL12Merge(counted.reporters) AS reporters, sum(counted.volume) AS volume,
    min(first_at) AS came_first, max(last_at) AS came_last,
    round(sum(counted.reports * toInt64(words[7])) / sum(counted.reports) / 10, 2) AS certainty
FROM (
    SELECT splitByChar('\t', cell) AS words, tally.reports AS reports, tally.reporters AS reporters, tally.volume AS volume, first_at, last_at FROM tally
    WHERE cell IN {chosen:Array(String)}
        AND sample = {sample:UInt8} AND dimension = if({channel:String} = '' AND {bucket:String} = 'day', 'origin_edge', 'edge') AND measuring_point = {measuring_point:String}
        AND {within}
        AND ({channel:String} = '' OR channel = {channel:String})
) AS counted
GROUP BY from_kind, from, from_country, to_kind, to, to_country ORDER BY reports DESC, from, to
