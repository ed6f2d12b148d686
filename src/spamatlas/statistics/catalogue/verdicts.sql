-- title = "Rulings, with the two pieces of evidence"
-- unit = "reports"
-- counts = "Reported messages by ruling, and by whether there is evidence that they were unsolicited and that they went out in bulk."
-- source = "Resolution 52, considering: the usual terms are unsolicited and bulk"
-- dimensions = ["ruling", "unsolicited", "bulk"]
-- caveat = "Bulk is what was known when the report came in; a campaign's first reports know little of it."
-- parameters = { channel = { type = "String", default = "" } }
-- slices = ["channel"]
SELECT splitByChar('\t', cell)[1] AS ruling, splitByChar('\t', cell)[2] AS unsolicited, splitByChar('\t', cell)[3] AS bulk, sum(tally.reports) AS reports,
    min(first_at) AS came_first, max(last_at) AS came_last,
    toUInt64(greatest(0, toInt64(uniqHLL12Merge(tally.reporters)) - toInt64(sum(tally.withdrawn)))) AS reporters
FROM tally
WHERE sample = {sample:UInt8} AND dimension = 'verdict' AND measuring_point = {measuring_point:String}
    AND {within} AND ({channel:String} = '' OR channel = {channel:String})
GROUP BY ruling, unsolicited, bulk HAVING reports > 0 ORDER BY reports DESC, ruling, unsolicited, bulk
