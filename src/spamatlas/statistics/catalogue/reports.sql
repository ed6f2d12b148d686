-- title = "Reports by any dimensions"
-- unit = "reports"
-- counts = "Reported messages by the dimensions asked for."
-- source = "Resolution 52, instructs TSB 4: volume, types and features"
-- caveat = "Reads every report of the time: slower than the other statistics."
-- parameters = { limit = { type = "UInt32", default = 1000 } }
SELECT {dimensions}, count() AS reports, sum(report.volume) AS volume, uniq(report.reporter_key) AS reporters
FROM report LEFT JOIN (
    SELECT sequence, category, ruling, lure, call_to_action, language, unsolicited, bulk, profile FROM judgement FINAL
    WHERE received_at >= {since:DateTime} AND received_at < {until:DateTime}
) AS judged ON judged.sequence = report.sequence
WHERE report.sample = {sample:UInt8} AND report.measuring_point = {measuring_point:String}
    AND report.received_at >= {since:DateTime} AND report.received_at < {until:DateTime}{conditions}
GROUP BY {groups} ORDER BY reports DESC, {groups} LIMIT {limit:UInt32}
