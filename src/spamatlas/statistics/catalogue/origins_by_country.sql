-- title = "Origins by country"
-- unit = "reports"
-- counts = "Reported messages by the country of the network or number that they were sent from, as far as it is known."
-- source = "Resolution 52, recognizing e and instructs TSB 4: sources of spam"
-- dimensions = ["country"]
-- caveat = "Where the sending network or number is registered, not where the sender sits. Empty: not known."
-- parameters = { channel = { type = "String", default = "" } }
-- slices = ["channel"]
SELECT cell AS country, sum(tally.reports) AS reports, uniqHLL12Merge(tally.reporters) AS reporters,
    min(first_at) AS came_first, max(last_at) AS came_last
FROM tally
WHERE sample = {sample:UInt8} AND dimension = if({channel:String} = '', 'origin', 'country') AND measuring_point = {measuring_point:String}
    AND {within} AND ({channel:String} = '' OR channel = {channel:String})
GROUP BY country ORDER BY reports DESC, country
