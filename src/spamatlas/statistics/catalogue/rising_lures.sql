-- title = "Stories that are told more often than before"
-- unit = "reports"
-- counts = "Reported messages by the story that they tell, within the time and within as long a time just before it, where they grew."
-- source = "Resolution 52, instructs TSB 4: features of spam"
-- dimensions = ["lure"]
-- order = "growth"
-- caveat = "The newest hour or day is not over yet. A past count of too few reporters is given as 0."
-- parameters = { channel = { type = "String", default = "" }, limit = { type = "UInt32", default = 10 } }
-- slices = ["channel"]
SELECT splitByChar('\t', cell)[1] AS lure, sumIf(tally.reports, at >= {since:DateTime}) AS reports,
    toUInt64(greatest(0, toInt64(uniqHLL12MergeIf(tally.reporters, at >= {since:DateTime})) - toInt64(sumIf(tally.withdrawn, at >= {since:DateTime})))) AS reporters,
    if(uniqHLL12MergeIf(tally.reporters, at < {since:DateTime}) < {min_reporters:UInt32}, 0, sumIf(tally.reports, at < {since:DateTime})) AS before,
    minIf(first_at, at >= {since:DateTime}) AS came_first, maxIf(last_at, at >= {since:DateTime}) AS came_last,
    minIf(first_at, at < {since:DateTime}) AS before_first, maxIf(last_at, at < {since:DateTime}) AS before_last,
    uniqHLL12MergeIf(tally.reporters, at < {since:DateTime}) AS before_people
FROM tally
WHERE sample = {sample:UInt8} AND dimension = 'lure' AND measuring_point = {measuring_point:String}
    AND {within_or_before} AND ({channel:String} = '' OR channel = {channel:String})
    AND NOT startsWith(cell, 'none\t')
GROUP BY lure HAVING reports > before ORDER BY reports - before DESC, lure LIMIT {limit:UInt32}
