-- title = "Reports that can't be analysed"
-- unit = "reports"
-- counts = "Reports accepted within the time that are in quarantine now, by reason."
-- source = "House rule: nothing is lost"
-- dimensions = ["code"]
-- min_reporters = 0
-- caveat = "Kept with their bytes; they count nowhere else."
SELECT code, sum(sign) AS reports, max(at) AS last_seen
FROM quarantine
WHERE sample = {sample:UInt8} AND at >= {since:DateTime} AND at < {until:DateTime}
GROUP BY code HAVING reports > 0 ORDER BY reports DESC, code
