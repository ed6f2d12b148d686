-- title = "Networks, gateways and services on the way"
-- unit = "reports"
-- counts = "Reported messages by what they passed through between their source and their end: networks, operators, services, relays and gateways."
-- source = "Resolution 52, instructs TSB 4: help operators identify routes and sources"
-- dimensions = ["kind", "place", "country"]
-- caveat = "What passes through says as much about a place's size as about its care. Certainty (0 to 1) is the mean of the reports."
-- parameters = { channel = { type = "String", default = "" }, limit = { type = "UInt32", default = 50 } }
-- slices = ["channel"]
SELECT groupArray(place) AS chosen FROM (
    SELECT concat(words[4], '\t', words[5]) AS place, sum(found) AS together
    FROM (
        SELECT splitByChar('\t', cell) AS words, sum(tally.reports) AS found FROM tally
        WHERE sample = {sample:UInt8} AND dimension = 'edge' AND measuring_point = {measuring_point:String}
            AND {within}
            AND ({channel:String} = '' OR channel = {channel:String})
        GROUP BY cell
    )
    WHERE words[4] != 'country'
    GROUP BY place ORDER BY together DESC, place LIMIT {limit:UInt32}
)
-- then
SELECT words[4] AS kind, words[5] AS place, argMax(words[6], counted.reports) AS country,
    sum(counted.reports) AS reports, uniqHLL12Merge(counted.reporters) AS reporters,
    min(first_at) AS came_first, max(last_at) AS came_last,
    uniqExact(words[1], words[2]) AS sources, arraySort(groupUniqArray(toString(counted.channel))) AS channels,
    round(sum(counted.reports * toInt64(words[7])) / sum(counted.reports) / 10, 2) AS certainty
FROM (
    SELECT splitByChar('\t', cell) AS words, channel, tally.reports AS reports, tally.reporters AS reporters, first_at, last_at FROM tally
    WHERE concat(splitByChar('\t', cell)[4], '\t', splitByChar('\t', cell)[5]) IN {chosen:Array(String)}
        AND sample = {sample:UInt8} AND dimension = 'edge' AND measuring_point = {measuring_point:String}
        AND {within}
        AND ({channel:String} = '' OR channel = {channel:String})
) AS counted
GROUP BY kind, place ORDER BY reports DESC, kind, place
