-- title = "Reports over time, by channel"
-- unit = "reports"
-- counts = "Messages that people reported, each report once."
-- source = "Resolution 52, instructs TSB 4: volume of spam by type"
-- dimensions = ["time", "channel"]
-- caveat = "Self-selected: people report what annoys them, where reporting is easy."
SELECT at AS time, channel,
    sum(tally.reports) AS reports, uniqHLL12Merge(tally.reporters) AS reporters
FROM tally
WHERE sample = {sample:UInt8} AND dimension = 'all' AND measuring_point = {measuring_point:String}
    AND grain = {bucket:String} AND at >= {since:DateTime} AND at < {until:DateTime}
GROUP BY time, channel ORDER BY time, reports DESC, channel
