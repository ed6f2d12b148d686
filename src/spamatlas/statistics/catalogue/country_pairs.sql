-- title = "Main routes between countries"
-- unit = "reports"
-- counts = "Reported messages by the country that they came from and the country where they ended, where both are known."
-- source = "Resolution 52, instructs TSB 4: main routes of spam"
-- dimensions = ["source", "destination", "route_class"]
-- caveat = "The class of route is the commonest of the pair. Where the sending network or number is registered, not where the sender sits."
-- parameters = { channel = { type = "String", default = "" }, country = { type = "String", default = "" }, destination = { type = "String", default = "" }, limit = { type = "UInt32", default = 50 } }
-- slices = ["channel"]
SELECT groupArrayArray(cells) AS chosen FROM (
    SELECT groupArray(cell) AS cells, sum(found) AS together
    FROM (
        SELECT cell, sum(tally.reports) AS found FROM tally
        WHERE sample = {sample:UInt8} AND dimension = if({channel:String} = '', 'origin_route', 'route') AND measuring_point = {measuring_point:String}
            AND {within} AND ({channel:String} = '' OR channel = {channel:String})
        GROUP BY cell
    )
    WHERE splitByChar('\t', cell)[1] != '' AND splitByChar('\t', cell)[3] != ''
        AND {country:String} IN ('', splitByChar('\t', cell)[1]) AND {destination:String} IN ('', splitByChar('\t', cell)[3])
    GROUP BY splitByChar('\t', cell)[1], splitByChar('\t', cell)[3]
    ORDER BY together DESC, cells LIMIT {limit:UInt32}
)
-- then
SELECT source, destination, argMax(class, of_class.reports) AS route_class, sum(of_class.reports) AS reports,
    uniqHLL12Merge(of_class.reporters) AS reporters, min(of_class.first_at) AS came_first, max(of_class.last_at) AS came_last
FROM (
    SELECT splitByChar('\t', cell)[1] AS source, splitByChar('\t', cell)[3] AS destination, splitByChar('\t', cell)[4] AS class,
        sum(tally.reports) AS reports, uniqHLL12MergeState(tally.reporters) AS reporters,
        min(tally.first_at) AS first_at, max(tally.last_at) AS last_at
    FROM tally
    WHERE cell IN {chosen:Array(String)}
        AND sample = {sample:UInt8} AND dimension = if({channel:String} = '', 'origin_route', 'route') AND measuring_point = {measuring_point:String}
        AND {within} AND ({channel:String} = '' OR channel = {channel:String})
    GROUP BY source, destination, class
) AS of_class
GROUP BY source, destination ORDER BY reports DESC, source, destination
