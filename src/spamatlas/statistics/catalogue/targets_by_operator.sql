-- title = "Whom it is sent to, by the operator that serves them"
-- unit = "reports"
-- counts = "Reported messages by who serves their recipient: the carrier of the number, whose host took the mail, the platform."
-- source = "Resolution 52, instructs TSB 4: help operators identify routes and sources"
-- dimensions = ["operator", "country"]
-- caveat = "Where a report tells it. A number's operator is who got its range; the number may have moved since."
-- parameters = { channel = { type = "String", default = "" }, destination = { type = "String", default = "" }, limit = { type = "UInt32", default = 50 } }
-- slices = ["channel"]
SELECT groupArray(cell) AS chosen FROM (
    SELECT cell, sum(tally.reports) AS found FROM tally
    WHERE sample = {sample:UInt8} AND dimension = 'target' AND measuring_point = {measuring_point:String} AND {within}
        AND ({channel:String} = '' OR channel = {channel:String})
        AND {destination:String} IN ('', splitByChar('\t', cell)[1])
    GROUP BY cell ORDER BY found DESC, cell LIMIT {limit:UInt32}
)
-- then
SELECT splitByChar('\t', cell)[2] AS operator, splitByChar('\t', cell)[1] AS country, sum(tally.reports) AS reports,
    uniqHLL12Merge(tally.reporters) AS reporters, min(first_at) AS came_first, max(last_at) AS came_last
FROM tally
WHERE cell IN {chosen:Array(String)}
    AND sample = {sample:UInt8} AND dimension = 'target' AND measuring_point = {measuring_point:String} AND {within}
    AND ({channel:String} = '' OR channel = {channel:String})
GROUP BY operator, country ORDER BY reports DESC, operator, country
