-- title = "Domains that are linked to more often than before"
-- unit = "reports"
-- counts = "Reported messages that link to a domain, within the time and within as long a time just before it, where they grew."
-- source = "Resolution 52, instructs TSB 4: features of spam"
-- dimensions = ["domain"]
-- order = "growth"
-- caveat = "Spam links to good places too; this is no block list. A past count of too few reporters is given as 0."
-- parameters = { channel = { type = "String", default = "" }, limit = { type = "UInt32", default = 10 } }
-- slices = ["channel"]
SELECT groupArray(key) AS chosen FROM (
-- leaders: domain, 20 * limit + 0
    -- Keys and counts alone, as far as possible: the most linked to, of those the ones that grew most, then their reporters.
    SELECT key, sum(joined) AS reports FROM domain_growth
    WHERE sample = {sample:UInt8} AND measuring_point = {measuring_point:String} AND {within} AND ({channel:String} = '' OR channel = {channel:String})
    GROUP BY key ORDER BY reports DESC, key LIMIT {limit:UInt32} * 20
)
-- then
SELECT groupArray(key) AS chosen FROM (
    SELECT key FROM domain_tally
    WHERE sample = {sample:UInt8} AND measuring_point = {measuring_point:String} AND {within_or_before} AND ({channel:String} = '' OR channel = {channel:String})
        AND key IN {chosen:Array(UInt64)}
    GROUP BY key ORDER BY toInt64(sumIf(domain_tally.reports, at >= {since:DateTime})) - toInt64(sumIf(domain_tally.reports, at < {since:DateTime})) DESC, key
    LIMIT {limit:UInt32} + 10
)
-- then
SELECT domain, sumIf(domain_tally.reports, at >= {since:DateTime}) AS reports,
    uniqHLL12MergeIf(domain_tally.reporters, at >= {since:DateTime}) AS reporters,
    if(uniqHLL12MergeIf(domain_tally.reporters, at < {since:DateTime}) < {min_reporters:UInt32}, 0, sumIf(domain_tally.reports, at < {since:DateTime})) AS before,
    minIf(first_at, at >= {since:DateTime}) AS came_first, maxIf(last_at, at >= {since:DateTime}) AS came_last,
    minIf(first_at, at < {since:DateTime}) AS before_first, maxIf(last_at, at < {since:DateTime}) AS before_last,
    uniqHLL12MergeIf(domain_tally.reporters, at < {since:DateTime}) AS before_people
FROM domain_tally
WHERE sample = {sample:UInt8} AND measuring_point = {measuring_point:String} AND {within_or_before} AND ({channel:String} = '' OR channel = {channel:String})
    AND key IN {chosen:Array(UInt64)}
GROUP BY domain HAVING reports > before ORDER BY reports - before DESC, domain LIMIT {limit:UInt32}
