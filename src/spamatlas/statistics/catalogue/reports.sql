-- title = "Reports by any dimensions"
-- unit = "reports"
-- counts = "Reported messages by the dimensions asked for."
-- source = "Resolution 52, instructs TSB 4: volume, types and features"
-- caveat = "What no other statistic adds up already is counted report by report, which is slower; there `reporters` is exact."
-- parameters = { limit = { type = "UInt32", default = 1000 } }
SELECT {dimensions}, count() AS reports, sum(report.volume) AS volume, uniq(report.reporter_key) AS reporters,
    min(report.received_at) AS came_first, max(report.received_at) AS came_last
FROM report {judgements}
WHERE report.sample = {sample:UInt8} AND report.measuring_point = {measuring_point:String}
    AND report.minute >= {since:DateTime} AND report.minute < {until:DateTime}{conditions}
GROUP BY {groups} ORDER BY reports DESC, {groups} LIMIT {limit:UInt32}
