-- title = "Reports over time, by channel"
-- unit = "reports"
-- counts = "Messages that people reported, each report once."
-- source = "Resolution 52, instructs TSB 4: volume of spam by type"
-- dimensions = ["time", "channel"]
-- caveat = "Self-selected: people report what annoys them, where reporting is easy."
-- parameters = { channel = { type = "String", default = "" }, category = { type = "String", default = "" }, country = { type = "String", default = "" } }
-- slices = ["channel", "category", "country"]
SELECT at AS time, channel, sum(tally.reports) AS reports,
    toUInt64(greatest(0, toInt64(uniqHLL12Merge(tally.reporters)) - toInt64(sum(tally.withdrawn)))) AS reporters
FROM tally
WHERE sample = {sample:UInt8} AND measuring_point = {measuring_point:String} AND grain = {bucket:String}
    AND dimension = multiIf({category:String} != '', 'category', {country:String} != '', 'country', 'all')
    AND ({category:String} = '' OR startsWith(cell, concat({category:String}, '\t'))) AND ({country:String} = '' OR cell = {country:String})
    AND ({channel:String} = '' OR channel = {channel:String})
    AND at >= {since:DateTime} AND at < {until:DateTime}
GROUP BY time, channel HAVING reports > 0 ORDER BY time, reports DESC, channel
