-- title = "Origins by network"
-- unit = "reports"
-- counts = "Reported messages by the network (autonomous system) that they were sent from, where one is known."
-- source = "Resolution 52, instructs TSB 4: help operators identify sources"
-- dimensions = ["asn", "operator", "country"]
-- caveat = "A network's reports say as much about its size as about its care."
-- parameters = { channel = { type = "String", default = "" }, country = { type = "String", default = "" }, limit = { type = "UInt32", default = 50 } }
-- slices = ["channel", "country"]
SELECT groupArray(cell) AS chosen FROM (
    SELECT cell FROM tally
    WHERE sample = {sample:UInt8} AND dimension = if({channel:String} = '', 'origin_network', 'network') AND measuring_point = {measuring_point:String}
        AND grain = {bucket:String} AND at >= {since:DateTime} AND at < {until:DateTime} AND ({channel:String} = '' OR channel = {channel:String})
        AND ({country:String} = '' OR endsWith(cell, concat('\t', {country:String}))) AND NOT startsWith(cell, '0\t')
    GROUP BY cell ORDER BY sum(tally.reports) DESC, cell LIMIT {limit:UInt32}
)
-- then
SELECT toUInt32OrZero(splitByChar('\t', cell)[1]) AS asn, splitByChar('\t', cell)[2] AS operator, splitByChar('\t', cell)[3] AS country, sum(tally.reports) AS reports,
    uniqHLL12Merge(tally.reporters) AS reporters, min(first_at) AS came_first, max(last_at) AS came_last
FROM tally
WHERE cell IN {chosen:Array(String)}
    AND sample = {sample:UInt8} AND dimension = if({channel:String} = '', 'origin_network', 'network') AND measuring_point = {measuring_point:String}
    AND grain = {bucket:String} AND at >= {since:DateTime} AND at < {until:DateTime} AND ({channel:String} = '' OR channel = {channel:String})
GROUP BY asn, operator, country ORDER BY reports DESC, asn LIMIT {limit:UInt32}
