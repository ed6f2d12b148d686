-- title = "Reports by category, beside the time before"
-- unit = "reports"
-- counts = "Reported messages by what the judges take them for, within the time and within as long a time just before it."
-- source = "Resolution 52, instructs TSB 4: types of spam"
-- dimensions = ["category"]
-- caveat = "The newest hour or day is not over yet. A past count of too few reporters is given as 0."
-- parameters = { channel = { type = "String", default = "" } }
-- slices = ["channel"]
SELECT splitByChar('\t', cell)[1] AS category, sumIf(tally.reports, at >= {since:DateTime}) AS reports,
    toUInt64(greatest(0, toInt64(uniqHLL12MergeIf(tally.reporters, at >= {since:DateTime})) - toInt64(sumIf(tally.withdrawn, at >= {since:DateTime})))) AS reporters,
    if(uniqHLL12MergeIf(tally.reporters, at < {since:DateTime}) < {min_reporters:UInt32}, 0, sumIf(tally.reports, at < {since:DateTime})) AS before,
    minIf(first_at, at >= {since:DateTime}) AS came_first, maxIf(last_at, at >= {since:DateTime}) AS came_last,
    minIf(first_at, at < {since:DateTime}) AS before_first, maxIf(last_at, at < {since:DateTime}) AS before_last,
    uniqHLL12MergeIf(tally.reporters, at < {since:DateTime}) AS before_people
FROM tally
WHERE sample = {sample:UInt8} AND dimension = 'category' AND measuring_point = {measuring_point:String}
    AND {within_or_before} AND ({channel:String} = '' OR channel = {channel:String})
GROUP BY category HAVING reports > 0 OR before > 0 ORDER BY reports DESC, category
