-- title = "Reports in a rewritten wording"
-- unit = "percent of reports"
-- counts = "Reported messages of campaigns with more than one report, and the share that came in a rewritten wording: other words or another language for what their campaign said before."
-- source = "Resolution 52, instructs TSB 4: features of spam"
-- dimensions = ["time", "channel"]
-- caveat = "Found by meaning within a campaign, up to a minute after a report; copies of a rewrite with changed letters are not counted, so it is a lower bound."
-- parameters = { channel = { type = "String", default = "" }, over = { type = "String", default = "" } }
-- slices = ["channel"]
SELECT
    multiIf({over:String} != 'time', {since:DateTime}, {bucket:String} = 'hour', toStartOfHour(report.minute), toStartOfDay(report.minute)) AS time,
    toString(report.channel) AS channel, count() AS reports,
    countIf(report.fingerprint IN (SELECT fingerprint FROM rewritten WHERE rewritten.sample = {sample:UInt8})) AS rewritten,
    round(100 * rewritten / reports, 1) AS percent, uniq(report.reporter_key) AS reporters,
    min(report.received_at) AS came_first, max(report.received_at) AS came_last
FROM report
WHERE report.sample = {sample:UInt8} AND report.measuring_point = {measuring_point:String}
    AND report.minute >= {since:DateTime} AND report.minute < {until:DateTime}
    AND ({channel:String} = '' OR report.channel = {channel:String})
    AND report.campaign IN (
        SELECT campaign FROM campaign_growth WHERE sample = {sample:UInt8} AND grain = 'all'
        UNION ALL
        SELECT arrayJoin([campaign, known_as]) AS campaign FROM campaign_home
    )
GROUP BY time, channel ORDER BY time, reports DESC, channel
