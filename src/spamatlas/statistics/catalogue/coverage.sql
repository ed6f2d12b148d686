-- title = "Coverage: who reports, and how much is known of origins"
-- unit = "reports"
-- counts = "Reports by how their origin is known."
-- source = "House rule: every number has a denominator"
-- dimensions = ["known_by"]
-- caveat = "A country counts as known where an address, a number plan or a signature tells it."
-- parameters = { channel = { type = "String", default = "" } }
-- slices = ["channel"]
SELECT cell AS known_by, sum(tally.reports) AS reports, uniqHLL12Merge(tally.reporters) AS reporters,
    min(first_at) AS first_seen, max(last_at) AS last_seen
FROM tally
WHERE sample = {sample:UInt8} AND dimension = 'known_by' AND measuring_point = {measuring_point:String}
    AND {within} AND ({channel:String} = '' OR channel = {channel:String})
GROUP BY known_by ORDER BY reports DESC, known_by
