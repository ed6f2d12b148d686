-- title = "Domains that reported messages link to"
-- unit = "reports"
-- counts = "Reported messages that link to a domain; a message with two domains counts for both."
-- source = "Resolution 52, instructs TSB 4: features of spam"
-- dimensions = ["domain"]
-- caveat = "Spam links to good places too; this is no block list."
-- parameters = { channel = { type = "String", default = "" }, limit = { type = "UInt32", default = 50 } }
-- slices = ["channel"]
SELECT groupArray(key) AS chosen FROM (
-- leaders: domain, 1 * limit + 10
    -- Keys and counts alone; more than are shown, so that an equal count is ordered by the domain and not by its key.
    SELECT key, sum(joined) AS reports FROM domain_growth
    WHERE sample = {sample:UInt8} AND measuring_point = {measuring_point:String} AND {within} AND ({channel:String} = '' OR channel = {channel:String})
    GROUP BY key ORDER BY reports DESC, key LIMIT {limit:UInt32} + 10
)
-- then
SELECT domain, sum(domain_tally.reports) AS reports, uniqHLL12Merge(domain_tally.reporters) AS reporters,
    min(first_at) AS first_seen, max(last_at) AS last_seen
FROM domain_tally
WHERE sample = {sample:UInt8} AND measuring_point = {measuring_point:String} AND {within} AND ({channel:String} = '' OR channel = {channel:String})
    AND key IN {chosen:Array(UInt64)}
GROUP BY domain ORDER BY reports DESC, domain LIMIT {limit:UInt32}
