-- title = "Reports by category"
-- unit = "reports"
-- counts = "Reported messages by what the judges take them for."
-- source = "Resolution 52, instructs TSB 4: types of spam"
-- dimensions = ["category", "ruling"]
-- caveat = "A judgement, not a fact: it changes when a judgement is corrected; corrected ones can make `reporters` too small, never too large."
-- parameters = { channel = { type = "String", default = "" } }
-- slices = ["channel"]
SELECT splitByChar('\t', cell)[1] AS category, splitByChar('\t', cell)[2] AS ruling, sum(tally.reports) AS reports,
    min(first_at) AS came_first, max(last_at) AS came_last,
    toUInt64(greatest(0, toInt64(uniqHLL12Merge(tally.reporters)) - toInt64(sum(tally.withdrawn)))) AS reporters
FROM tally
WHERE sample = {sample:UInt8} AND dimension = 'category' AND measuring_point = {measuring_point:String}
    AND {within} AND ({channel:String} = '' OR channel = {channel:String})
GROUP BY category, ruling HAVING reports > 0 ORDER BY reports DESC, category, ruling
