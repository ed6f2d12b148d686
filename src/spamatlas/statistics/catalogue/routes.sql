-- title = "Routes from source to destination"
-- unit = "reports"
-- counts = "Reported messages by source country, transit countries, destination and route class, where any of them is known."
-- source = "Resolution 52, instructs TSB 4: main routes of spam"
-- dimensions = ["source", "transit", "destination", "route_class"]
-- caveat = "Only what the trusted part of the route says. Empty: not known."
-- parameters = { channel = { type = "String", default = "" }, country = { type = "String", default = "" }, destination = { type = "String", default = "" }, limit = { type = "UInt32", default = 50 } }
-- slices = ["channel"]
SELECT groupArray(cell) AS chosen FROM (
    SELECT cell FROM tally
    WHERE sample = {sample:UInt8} AND dimension = if({channel:String} = '', 'origin_route', 'route') AND measuring_point = {measuring_point:String}
        AND {within} AND ({channel:String} = '' OR channel = {channel:String})
        AND {country:String} IN ('', splitByChar('\t', cell)[1], if({destination:String} = '', splitByChar('\t', cell)[3], ''))
        AND {destination:String} IN ('', splitByChar('\t', cell)[3])
        AND cell != '\t\t\tunknown'
    GROUP BY cell ORDER BY sum(tally.reports) DESC, cell LIMIT {limit:UInt32}
)
-- then
SELECT splitByChar('\t', cell)[1] AS source, splitByChar('\t', cell)[2] AS transit, splitByChar('\t', cell)[3] AS destination, splitByChar('\t', cell)[4] AS route_class,
    sum(tally.reports) AS reports, uniqHLL12Merge(tally.reporters) AS reporters, min(first_at) AS came_first, max(last_at) AS came_last
FROM tally
WHERE cell IN {chosen:Array(String)}
    AND sample = {sample:UInt8} AND dimension = if({channel:String} = '', 'origin_route', 'route') AND measuring_point = {measuring_point:String}
    AND {within} AND ({channel:String} = '' OR channel = {channel:String})
GROUP BY source, transit, destination, route_class ORDER BY reports DESC, source, destination LIMIT {limit:UInt32}
